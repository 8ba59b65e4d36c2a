// What a desk keeps of its first view beside the record.
#include "first_views.hpp"

#include <sys/resource.h>

#include <csignal>
#include <fstream>

#include "desk_sample.hpp"
#include "detente/desk/desk.hpp"

namespace detente::desk {
namespace {

namespace fs = std::filesystem;

class FirstViewsTest : public DeskTest {
 protected:
  static fs::path path() { return folder_ / "crisis.duckdb.views"; }
  static FirstViews views() {
    return {"key",
            "line",
            7,
            {{"/api/board", {"{\"a\":\n\"é\"}", "application/json", "board.json", ""}, std::string("\x1f\0\n7", 4)},
             {"/api/facets", {"", "application/json", "", ""}, ""}}};
  }
};

TEST_F(FirstViewsTest, ComesBackAsItWasKept) {
  ASSERT_TRUE(save_first_views(path(), views()));
  EXPECT_EQ(load_first_views(path()), views());
  EXPECT_FALSE(load_first_views(folder_ / "nowhere"));
  EXPECT_FALSE(save_first_views(folder_ / "no" / "such" / "folder", views()));
  // A disk that takes no more, and the old file stays.
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit tight{16, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &tight), 0);
  const bool saved = save_first_views(path(), views());
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handler);
  EXPECT_FALSE(saved);
  EXPECT_EQ(load_first_views(path()), views());
}

TEST_F(FirstViewsTest, TakesNothingFromADamagedFile) {
  ASSERT_TRUE(save_first_views(path(), views()));
  std::ifstream in(path(), std::ios::binary);
  const std::string whole((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const auto write = [](const std::string& bytes) { std::ofstream(path(), std::ios::binary) << bytes; };
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 4);
    write(damaged);
    EXPECT_FALSE(load_first_views(path())) << i;
    write(whole.substr(0, i));
    EXPECT_FALSE(load_first_views(path())) << i;
  }
  write(whole);
  EXPECT_TRUE(load_first_views(path()));
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

TEST_F(FirstViewsTest, IsDrawnOfALargeRecordOnce) {
  fs::remove(path());
  const fs::path database = folder_ / "crisis.duckdb";
  EXPECT_FALSE(*draw_first_view(*record_, database, "1.2.3"));  // too small to be worth it
  EXPECT_FALSE(fs::exists(path()));
  const auto drawn = draw_first_view(*record_, database, "1.2.3", 1);
  ASSERT_TRUE(drawn) << drawn.error().to_string();
  EXPECT_TRUE(*drawn);
  const auto views = load_first_views(path());
  ASSERT_TRUE(views);
  EXPECT_EQ(views->key, *first_views_key(*record_, "1.2.3"));
  ASSERT_EQ(views->views.size(), 3U);
  EXPECT_NE(views->views[1].answer.body.find("\"ties\""), std::string::npos);
  EXPECT_FALSE(fs::exists(folder_ / "crisis.duckdb.cube"));  // of few events it is put together at once
  EXPECT_FALSE(*draw_first_view(*record_, database, "1.2.3", 1));
  EXPECT_TRUE(*draw_first_view(*record_, database, "1.2.4", 1));
  EXPECT_EQ(draw_first_view(*record_, database, "1.2.5", 1, [] { return false; }).error().code, ErrorCode::cancelled);
  fs::remove(path());
}

TEST_F(FirstViewsTest, KnowsAnEarlierStateOfItsRecord) {
  const auto line = first_views_line(*record_, "1.2.3", 1);
  ASSERT_TRUE(line) << line.error().to_string();
  ASSERT_TRUE(record_->query("INSERT INTO revisions (id, made_at, why) VALUES (100, '2026-01-01', 'read')"));
  EXPECT_EQ(*first_views_line(*record_, "1.2.3", 1), *line);
  EXPECT_NE(*first_views_line(*record_, "1.2.3", 100), *line);
  EXPECT_NE(*first_views_line(*record_, "1.2.4", 1), *line);
  ASSERT_TRUE(record_->query("UPDATE revisions SET made_at = '2026-01-02' WHERE id = 1"));
  EXPECT_NE(*first_views_line(*record_, "1.2.3", 1), *line);
}

}  // namespace
}  // namespace detente::desk
