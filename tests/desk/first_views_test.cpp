// What a desk keeps of its first view beside the record.
#include "first_views.hpp"

#include <fstream>

#include "desk_sample.hpp"

namespace detente::desk {
namespace {

namespace fs = std::filesystem;

class FirstViewsTest : public DeskTest {
 protected:
  static fs::path path() { return folder_ / "crisis.duckdb.views"; }
  static std::vector<FirstView> views() {
    return {{"/api/board", {"{\"a\":\n\"é\"}", "application/json", "board.json", ""}, std::string("\x1f\0\n7", 4)},
            {"/api/facets", {"", "application/json", "", ""}, ""}};
  }
};

TEST_F(FirstViewsTest, ComesBackAsItWasKept) {
  ASSERT_TRUE(save_first_views(path(), "key", views()));
  EXPECT_EQ(load_first_views(path(), "key"), views());
  EXPECT_TRUE(load_first_views(path(), "another key").empty());
  EXPECT_TRUE(load_first_views(folder_ / "nowhere", "key").empty());
  EXPECT_FALSE(save_first_views(folder_ / "no" / "such" / "folder", "key", views()));
}

TEST_F(FirstViewsTest, TakesNothingFromADamagedFile) {
  ASSERT_TRUE(save_first_views(path(), "key", views()));
  std::ifstream in(path(), std::ios::binary);
  const std::string whole((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const auto write = [](const std::string& bytes) { std::ofstream(path(), std::ios::binary) << bytes; };
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 4);
    write(damaged);
    EXPECT_TRUE(load_first_views(path(), "key").empty()) << i;
    write(whole.substr(0, i));
    EXPECT_TRUE(load_first_views(path(), "key").empty()) << i;
  }
  write(whole);
  EXPECT_EQ(load_first_views(path(), "key").size(), 2U);
}

TEST_F(FirstViewsTest, HasAKeyOfItsRecordAndVersion) {
  const auto key = first_views_key(*record_, "1.2.3");
  ASSERT_TRUE(key) << key.error().to_string();
  EXPECT_EQ(*first_views_key(*record_, "1.2.3"), *key);
  EXPECT_NE(*first_views_key(*record_, "1.2.4"), *key);
  // The same numbers of rows, but a reading that was made otherwise.
  ASSERT_TRUE(record_->query("UPDATE readings SET reader = 'another' WHERE id = 2"));
  EXPECT_NE(*first_views_key(*record_, "1.2.3"), *key);
}

}  // namespace
}  // namespace detente::desk
