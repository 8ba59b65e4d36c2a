#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "detente/knowledge/lines.hpp"

namespace detente::knowledge {
namespace {

namespace fs = std::filesystem;

class Lines : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("detente-lines-" + std::to_string(::getpid()));
    fs::create_directories(folder_ / "acts");
    std::ofstream(folder_ / "acts/assault.toml") << "# strike: a comment is no entry\n"
                                                    "\"carry\" = [\"190 _ strike|strikes T\"]\n"
                                                    "  \"strike hit\" = [\"190 _ T\"]  \n"
                                                    "lemmas = \"rocket strike_down\"\n";
  }
  void TearDown() override { fs::remove_all(folder_); }
  int line(std::string_view rule) const {
    const auto found = find_line(folder_, rule);
    return found ? found->line : 0;
  }
  fs::path folder_;
};

TEST_F(Lines, FindsTheKeyBeforeOtherWords) {
  EXPECT_EQ(line("acts/assault.toml:strike"), 3);
  EXPECT_EQ(find_line(folder_, "acts/assault.toml:strike")->text, "\"strike hit\" = [\"190 _ T\"]");
  EXPECT_EQ(line("acts/assault.toml:strikes"), 2);
  EXPECT_EQ(line("acts/assault.toml:strike_down"), 4);
}

TEST_F(Lines, SaysNothingWhereThereIsNone) {
  for (const char* rule : {"", "rule:name", "acts/assault.toml:", "acts/assault.toml:strik", "acts/none.toml:strike",
                           "../acts/assault.toml:strike", "/acts/assault.toml:strike", "acts/assault.toml"}) {
    EXPECT_EQ(line(rule), 0) << rule;
  }
}

}  // namespace
}  // namespace detente::knowledge
