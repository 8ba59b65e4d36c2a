#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "detente/knowledge/confidence.hpp"

namespace detente::knowledge {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Confidence : public testing::Test {
 protected:
  void SetUp() override {
    file_ = fs::temp_directory_path() / ("detente-confidence-" + std::to_string(::getpid()) + "-" +
                                         testing::UnitTest::GetInstance()->current_test_info()->name() + ".toml");
  }
  void TearDown() override { fs::remove(file_); }
  Result<void> add(std::string_view text) {
    std::ofstream(file_, std::ios::binary) << text;
    return model_.add_toml(file_);
  }

  fs::path file_;
  ConfidenceModel model_;
};

constexpr std::string_view kModel =
    "[[kind]]\nname = \"event\"\nbias = 0.5\nbins = [\n  { low = 0.6, high = 0.7, items = 40, right = 0.65 },\n"
    "  { low = 0.9, high = 1.0, items = 7, right = 1.0 },\n]\n[kind.weights]\n\"type=ASSAULT\" = 1.5\n"
    "\"status=planned\" = -2\n";

TEST_F(Confidence, AddsUpTheWeightsOfWhatIsThere) {
  ASSERT_TRUE(add(kModel));
  const std::vector<std::string> features{"type=ASSAULT", "status=planned", "unheard=of"};
  EXPECT_DOUBLE_EQ(model_.probability("event", features).value(), 0.5);  // 0.5 + 1.5 - 2 is 0
  EXPECT_NEAR(model_.probability("event", {}).value(), 1 / (1 + std::exp(-0.5)), 1e-12);
  EXPECT_FALSE(model_.probability("figure", features));
  EXPECT_DOUBLE_EQ(model_.weight("event", "status=planned"), -2);
  EXPECT_DOUBLE_EQ(model_.weight("event", "unheard=of"), 0);
  ASSERT_NE(model_.bin("event", 0.65), nullptr);
  EXPECT_EQ(model_.bin("event", 0.65)->items, 40U);
  EXPECT_NE(model_.bin("event", 1.0), nullptr);
  EXPECT_EQ(model_.bin("event", 0.7), nullptr);
}

TEST_F(Confidence, IsKeptInAnArchive) {
  ASSERT_TRUE(add(kModel));
  ArchiveWriter out;
  model_.write(out);
  ArchiveReader in(out.bytes());
  ConfidenceModel again;
  ASSERT_TRUE(again.read(in));
  EXPECT_TRUE(in.at_end());
  const std::vector<std::string> features{"type=ASSAULT"};
  EXPECT_EQ(again.probability("event", features), model_.probability("event", features));
  EXPECT_EQ(again.bin("event", 0.65)->right, 0.65);
  ArchiveReader half(std::string_view(out.bytes()).substr(0, out.bytes().size() / 2));
  EXPECT_FALSE(ConfidenceModel().read(half));
}

TEST_F(Confidence, TakesALaterFileInPlaceOfAnEarlier) {
  ASSERT_TRUE(add(kModel));
  ASSERT_TRUE(add("[[kind]]\nname = \"event\"\nbias = 0\n"));
  const std::vector<std::string> features{"type=ASSAULT"};
  EXPECT_DOUBLE_EQ(model_.probability("event", features).value(), 0.5);
}

TEST_F(Confidence, NamesTheLineOfAFault) {
  for (const char* text : {"", "kind = 3", "[[kind]]\nbias = 1\n", "[[kind]]\nname = \"event\"\n",
                           "[[kind]]\nname = \"event\"\nbias = nan\n", "[[kind]]\nname = \"event\"\nbias = 1e9\n",
                           "[[kind]]\nname = \"event\"\nbias = 1\n[kind.weights]\na = \"b\"\n",
                           "[[kind]]\nname = \"event\"\nbias = 1\nbins = [ 3 ]\n", "kind = [ 3 ]", "[[kind"}) {
    const auto done = add(text);
    ASSERT_FALSE(done) << text;
    EXPECT_EQ(done.error().code, ErrorCode::knowledge) << text;
    EXPECT_THAT(done.error().where, HasSubstr(".toml")) << text;
  }
}

}  // namespace
}  // namespace detente::knowledge
