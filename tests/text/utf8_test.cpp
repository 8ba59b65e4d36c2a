#include "detente/text/utf8.hpp"

#include <gtest/gtest.h>

#include "detente/text/hash.hpp"

namespace detente::text {
namespace {

TEST(Utf8, LinesAreCountedFromOne) {
  EXPECT_EQ(line_of("a\nb\n\xff", 0), 1U);
  EXPECT_EQ(line_of("a\nb\n\xff", 1), 1U);
  EXPECT_EQ(line_of("a\nb\n\xff", 2), 2U);
  EXPECT_EQ(line_of("a\nb\n\xff", 4), 3U);
  EXPECT_EQ(line_of("a\n", 100), 2U);
  EXPECT_EQ(line_of("", 0), 1U);
}

TEST(Utf8, FindsTheFirstInvalidByte) {
  EXPECT_EQ(first_invalid("caf\xC3\xA9"), std::string_view::npos);
  EXPECT_EQ(first_invalid("caf\xC3"), 3u);
  EXPECT_EQ(first_invalid("\xED\xA0\x80"), 0u);  // a surrogate
  EXPECT_EQ(first_invalid("\xC0\xAF"), 0u);      // an overlong slash
  EXPECT_EQ(first_invalid("\xF4\x90\x80\x80"), 0u);
}

TEST(Utf8, RepairsEachMaximalPartOnce) {
  EXPECT_EQ(repair("a\xE2\x82z"), "a\xEF\xBF\xBDz");
  EXPECT_EQ(repair("\xFF\xFE"), "\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(repair(std::string_view("a\0b", 3)), "a b");
  EXPECT_EQ(first_invalid(repair("\xF0\x9F\x92\xED\xA0\x80\xC1")), std::string_view::npos);
}

TEST(Utf8, LowersAsPythonDoes) {
  EXPECT_EQ(lower("\xC3\x89T\xC3\x89 NATO"), "\xC3\xA9t\xC3\xA9 nato");
  EXPECT_EQ(lower("\xC4\xB0"), "i\xCC\x87");
  EXPECT_EQ(lower("\xCE\xA3\xCE\x9F\xCE\xA3"), "\xCF\x83\xCE\xBF\xCF\x82");
}

TEST(Utf8, MapsBytesToCodePoints) {
  const CodePoints points(
      "a\xE2\x80\x9C"
      "b\xF0\x9F\x98\x80"
      "c");
  EXPECT_EQ(points.of_byte(0), 0u);
  EXPECT_EQ(points.of_byte(1), 1u);
  EXPECT_EQ(points.of_byte(4), 2u);
  EXPECT_EQ(points.of_byte(9), 4u);
  EXPECT_EQ(points.of_byte(10), 5u);
}

// Values from the reference implementation (murmurhash.mrmr and mmh3).
TEST(Hash, MatchesTheReferenceOfMurmur3) {
  EXPECT_EQ(murmur3_x64_128("").low, 0u);
  EXPECT_EQ(murmur3_x64_128("hello").low, 0xcbd8a7b341bd9b02ULL);
  EXPECT_EQ(murmur3_x64_128("hello").high, 0x5b1e906a48ae1d19ULL);
  EXPECT_EQ(report_id("hello"), "rcbd8a7b341bd9b02");
}

}  // namespace
}  // namespace detente::text
