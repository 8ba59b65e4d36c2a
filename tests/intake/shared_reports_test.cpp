// The five reports as they were found on the web: headline once, tails gone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support.hpp"

namespace detente::intake {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++n;
  }
  return n;
}

TEST(SharedReportsTest, HeadlinesAreTitlesAndTailsAreGone) {
  const auto folder = shared_folder() / "reports";
  if (!std::filesystem::is_directory(folder)) {
    GTEST_SKIP() << "no shared reports on this machine";
  }
  const Reading read = read_files(folder);
  ASSERT_EQ(read.reports.size(), 5U);
  EXPECT_TRUE(read.problems.empty());
  const auto& r = read.reports;
  EXPECT_THAT(r[0].title, HasSubstr("Middle East Peace Talks"));
  EXPECT_EQ(count(r[0].text, "Middle East Peace Talks"), 1U);
  EXPECT_THAT(r[0].text, HasSubstr("\n  \xE2\x80\xA2 North Korean troops are reportedly in Russia"));
  EXPECT_THAT(r[1].title, HasSubstr("U.S. Steps Back"));
  EXPECT_EQ(r[1].original_source, "www.cnn.com");
  EXPECT_THAT(r[1].text, Not(HasSubstr("Original Source")));
  EXPECT_EQ(r[2].title, "");
  EXPECT_TRUE(r[2].text.starts_with("In a significant geopolitical move"));
  EXPECT_EQ(count(r[3].text, "Behind Closed Doors"), 1U);
  EXPECT_THAT(r[3].text, Not(HasSubstr("Leave a")));
  EXPECT_TRUE(r[3].text.ends_with("national security teams."));
  EXPECT_THAT(r[4].title, HasSubstr("A Balancing Act"));
  for (const char* gone : {"Previous Article", "Khorenko", "Next Article", "Alicante", "Comment"}) {
    EXPECT_THAT(r[4].text, Not(HasSubstr(gone)));
  }
  for (const Report& report : r) {
    EXPECT_EQ(report.language, "en");
    EXPECT_EQ(report.id.size(), 17U);
  }
}

}  // namespace
}  // namespace detente::intake
