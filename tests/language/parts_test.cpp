// The parts under the pipeline: kernels, expressions, configuration, MessagePack.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "../../language/config.hpp"
#include "../../language/kernels.hpp"
#include "../../language/msgpack.hpp"
#include "../../language/regex.hpp"
#include "../../language/strings.hpp"
#include "../../language/words.hpp"

namespace detente::language {
namespace {

std::vector<const Kernels*> all_kernels() {
  std::vector<const Kernels*> all{&kPlainKernels};
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    all.push_back(&kAvx2Kernels);
  }
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")) {
    all.push_back(&kAvx512Kernels);
  }
#endif
  return all;
}

std::vector<float> numbers(std::size_t count, unsigned seed) {
  std::vector<float> out(count);
  for (float& x : out) {
    seed = seed * 1664525U + 1013904223U;
    x = static_cast<float>(seed >> 8) / 16777216.0F - 0.5F;
  }
  return out;
}

TEST(Kernels, MaxoutAndLinearLayers) {
  struct Shape {
    std::size_t outputs, pieces, inputs, rows;
  };
  for (const Shape s :
       {Shape{96, 3, 288, 19}, {20, 2, 7, 3}, {33, 1, 40, 9}, {16, 1, 5, 1}, {40, 5, 12, 4}, {100, 1, 64, 17}}) {
    const auto w = numbers(s.outputs * s.pieces * s.inputs, 1);
    const auto b = numbers(s.outputs * s.pieces, 2);
    const auto x = numbers(s.rows * s.inputs, 3);
    const Packed packed = pack(w.data(), b.data(), s.outputs, s.pieces, s.inputs);
    for (const Kernels* k : all_kernels()) {
      std::vector<float> y(s.rows * padded(s.outputs));
      k->affine(packed, x.data(), s.inputs, s.rows, y.data(), padded(s.outputs));
      for (std::size_t r = 0; r < s.rows; ++r) {
        for (std::size_t o = 0; o < s.outputs; ++o) {
          double best = -1e30;
          for (std::size_t p = 0; p < s.pieces; ++p) {
            double sum = b[o * s.pieces + p];
            for (std::size_t i = 0; i < s.inputs; ++i) {
              sum +=
                  static_cast<double>(w[(o * s.pieces + p) * s.inputs + i]) * static_cast<double>(x[r * s.inputs + i]);
            }
            best = std::max(best, sum);
          }
          ASSERT_NEAR(y[r * padded(s.outputs) + o], best, 1e-4) << k->name;
        }
      }
    }
  }
}

TEST(Kernels, RowsDoNotDependOnTheirNeighbours) {
  const auto w = numbers(std::size_t{96} * 3 * 288, 5);
  const auto b = numbers(std::size_t{96} * 3, 6);
  const auto x = numbers(std::size_t{21} * 288, 7);
  const Packed packed = pack(w.data(), b.data(), 96, 3, 288);
  for (const Kernels* k : all_kernels()) {
    std::vector<float> together(std::size_t{21} * 96);
    std::vector<float> alone(96);
    k->affine(packed, x.data(), 288, 21, together.data(), 96);
    for (std::size_t r = 0; r < 21; ++r) {
      k->affine(packed, x.data() + r * 288, 288, 1, alone.data(), 96);
      ASSERT_TRUE(std::equal(alone.begin(), alone.end(), together.begin() + static_cast<std::ptrdiff_t>(r * 96)))
          << k->name;
    }
  }
}

TEST(Kernels, Normalization) {
  for (const std::size_t width : {std::size_t{96}, std::size_t{20}, std::size_t{5}}) {
    const std::size_t stride = padded(width);
    const auto x = numbers(stride * 3, 8);
    const auto gain = numbers(width, 9);
    const auto bias = numbers(width, 10);
    for (const Kernels* k : all_kernels()) {
      std::vector<float> y(stride * 3, 7.0F);
      k->normalize(x.data(), 3, stride, width, gain.data(), bias.data(), x.data(), y.data());
      for (std::size_t r = 0; r < 3; ++r) {
        double mean = 0;
        double square = 0;
        for (std::size_t i = 0; i < width; ++i) {
          mean += static_cast<double>(x[r * stride + i]) / static_cast<double>(width);
        }
        for (std::size_t i = 0; i < width; ++i) {
          square += std::pow(static_cast<double>(x[r * stride + i]) - mean, 2) / static_cast<double>(width);
        }
        for (std::size_t i = 0; i < width; ++i) {
          const double v = static_cast<double>(x[r * stride + i]);
          const double want =
              (v - mean) / std::sqrt(square + 1e-8) * static_cast<double>(gain[i]) + static_cast<double>(bias[i]) + v;
          ASSERT_NEAR(y[r * stride + i], want, 1e-4) << k->name;
        }
        for (std::size_t i = width; i < stride; ++i) {
          ASSERT_EQ(y[r * stride + i], 0.0F);
        }
      }
    }
  }
}

TEST(Regex, SaysWhatPythonSays) {
  EXPECT_EQ(translate_regex("[\\u00A6-\\u00A9[:]"), "[\\x{00A6}-\\x{00A9}\\[:]");
  EXPECT_EQ(translate_regex("(?u)a{,3}\\Z"), "a{0,3}\\z");
  EXPECT_EQ(translate_regex("[]a]"), "[\\]a]");
  EXPECT_EQ(translate_regex("(?a)x"), std::nullopt);
  EXPECT_EQ(translate_regex("\\u12"), std::nullopt);
  EXPECT_EQ(translate_regex("[abc"), std::nullopt);
  Regex regex;
  RegexScratch scratch;
  EXPECT_EQ(regex.compile("(?<=[0-9])(?:km|€)$"), "");
  const auto found = regex.search("12€", 0, scratch);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->begin, 2U);
  EXPECT_FALSE(regex.match("12€", scratch));
  EXPECT_THAT(Regex().compile("(unclosed"), testing::HasSubstr("wrong at"));
}

TEST(Regex, GivesUpInBoundedTime) {
  Regex regex;
  RegexScratch scratch;
  ASSERT_EQ(regex.compile("(a+)+$"), "");
  EXPECT_FALSE(regex.search(std::string(5000, 'a') + "!", 0, scratch));
}

TEST(Config, SectionsAndReferences) {
  Faults faults;
  const auto tree = read_config(
      "[a]\nwidth = 96\nname = \"x\"\n[a.b]\nwide = ${a.width}\nsame = ${a:name}\npath = \"${a.name}/y\"\nlist = [1,\n "
      " 2]\n",
      "c", faults);
  ASSERT_FALSE(faults.any()) << faults.first().to_string();
  EXPECT_EQ(at_path(tree, "a.b.wide"), 96);
  EXPECT_EQ(at_path(tree, "a.b.same"), "x");
  EXPECT_EQ(at_path(tree, "a.b.path"), "x/y");
  EXPECT_EQ(at_path(tree, "a.b.list"), nlohmann::json({1, 2}));
  read_config("[a]\nx = ${a.y}\ny = ${a.x}\n", "circle", faults);
  ASSERT_TRUE(faults.any());
  EXPECT_THAT(faults.first().to_string(), testing::HasSubstr("circle"));
  Faults nonsense;
  read_config("[a\nb", "half", nonsense);
  EXPECT_TRUE(nonsense.any());
  Faults latin;
  read_config("[a]\nx = \xE9\ny = 1 ${a.x}\n", "latin", latin);
  ASSERT_TRUE(latin.any());
  EXPECT_THAT(latin.first().to_string(), testing::HasSubstr("latin:2"));
}

TEST(MsgPack, ReadsAndRefuses) {
  using std::string_literals::operator""s;
  Faults faults;
  const std::string bytes = "\x83\xA1\x61\x2A\xA1\x62\x93\xC0\xC3\xCB\x3F\xF0\x00\x00\x00\x00\x00\x00\xC4\x01\x63\xFF"s;
  const MsgValue value = read_msgpack(bytes, "f", faults);
  ASSERT_FALSE(faults.any()) << faults.first().to_string();
  EXPECT_EQ(value.find("a")->natural, 42U);
  EXPECT_EQ(value.find("b")->items[2].real, 1.0);
  EXPECT_EQ(value.find("c")->integer, -1);
  for (const std::string& bad : {""s, "\xC1"s, "\x92\x01"s, "\xDB\x00\x00\x00\x09x"s, "\x01\x01"s, "\xA1\xFF"s}) {
    Faults fault;
    read_msgpack(bad, "bad", fault);
    ASSERT_TRUE(fault.any());
    EXPECT_THAT(fault.first().where, testing::HasSubstr("bad byte"));
  }
}

TEST(Strings, Identities) {
  EXPECT_EQ(string_id(""), 0U);
  EXPECT_EQ(string_id("punct"), 445U);  // a symbol
  EXPECT_EQ(string_id("case"), 8110129090154140942ULL);
  EXPECT_EQ(string_id("FLAG19"), 19U);
  EXPECT_EQ(string_id("DEPRECATED276"), 379U);
}

TEST(Words, Attributes) {
  Arena arena;
  const Norms norms;
  const Word word = make_word("U.S.-based", {}, norms, arena);
  EXPECT_EQ(word.shape_id, string_id("X.X.-xxxx"));
  EXPECT_EQ(word.suffix_id, string_id("sed"));
  EXPECT_EQ(word.prefix_id, string_id("U"));
  EXPECT_EQ(word.lower, "u.s.-based");
  EXPECT_EQ(make_word("€", {}, norms, arena).norm, "$");
  EXPECT_EQ(make_word("n't", "not", norms, arena).norm, "not");
  EXPECT_EQ(make_word(std::string(120, 'x'), {}, norms, arena).shape_id, string_id("LONG"));
  EXPECT_NE(make_word("\n \t", {}, norms, arena).flags & kIsSpace, 0U);
  EXPECT_NE(make_word("Éa", {}, norms, arena).flags & kIsTitle, 0U);
}

}  // namespace
}  // namespace detente::language
