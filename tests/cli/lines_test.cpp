#include "../../cli/lines.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "../../cli/ordered.hpp"

namespace detente::cli {
namespace {

// Gives the text in pieces of `step` bytes.
LineReader reader(std::string text, std::size_t step, std::size_t longest) {
  return LineReader(
      [text = std::move(text), at = std::size_t{0}, step](char* into, std::size_t size) mutable {
        const std::size_t count = std::min({step, size, text.size() - at});
        std::memcpy(into, text.data() + at, count);
        at += count;
        return static_cast<std::ptrdiff_t>(count);
      },
      longest);
}

TEST(Lines, AreTheSameForEveryWayTheyArrive) {
  for (std::size_t step = 1; step < 12; ++step) {
    LineReader lines = reader("\xEF\xBB\xBFone\r\n\ntoo long line\nend", step, 8);
    std::string line;
    EXPECT_EQ(lines.next(line), LineReader::Got::line);
    EXPECT_EQ(line, "one");
    EXPECT_EQ(lines.next(line), LineReader::Got::line);
    EXPECT_EQ(line, "");
    EXPECT_EQ(lines.next(line), LineReader::Got::too_long);
    EXPECT_EQ(lines.next(line), LineReader::Got::line);
    EXPECT_EQ(line, "end");
    EXPECT_EQ(lines.next(line), LineReader::Got::end);
  }
}

TEST(Lines, SayWhenInputFails) {
  LineReader lines([](char*, std::size_t) { return std::ptrdiff_t{-1}; }, 10);
  std::string line;
  EXPECT_EQ(lines.next(line), LineReader::Got::error);
}

TEST(Ordered, KeepsTheOrderForAnyNumberOfThreads) {
  for (std::size_t threads : {1U, 2U, 3U, 8U}) {
    int made = 0;
    std::vector<int> seen;
    run_in_order<int, int>(
        threads, [&](int& in) { return in = made, made++ < 1000; },
        [](int& in, std::size_t) {
          std::this_thread::sleep_for(std::chrono::microseconds((in * 7919) % 50));
          return in * 2;
        },
        [&](int&& out) {
          seen.push_back(out);
          return true;
        });
    ASSERT_EQ(seen.size(), 1000U);
    for (int i = 0; i < 1000; ++i) {
      ASSERT_EQ(seen[static_cast<std::size_t>(i)], 2 * i);
    }
  }
}

TEST(Ordered, StopsWhenTheResultsAreNoLongerWanted) {
  for (std::size_t threads : {1U, 4U}) {
    int consumed = 0;
    run_in_order<int, int>(
        threads, [](int& in) { return in = 1, true; }, [](int& in, std::size_t) { return in; },
        [&](int&&) { return ++consumed < 10; });
    EXPECT_EQ(consumed, 10);
  }
}

}  // namespace
}  // namespace detente::cli
