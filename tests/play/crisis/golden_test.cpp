// Told futures, kept as text: a change in what the model does shows as a change of the story. To renew them, run this
// test with DETENTE_RENEW_GOLDEN=1 and read the difference.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <cstdlib>

#include "support.hpp"

namespace detente::play {
namespace {

std::string story(const std::string& file, std::uint32_t run, std::size_t policy, int days) {
  Crisis crisis = example(file);
  crisis.days = days;
  const Model model(std::move(crisis));
  Future future(model);
  std::string page;
  int told = 0;
  future.tell([&](int day, const std::string& line) {
    if (day != told) {
      page += fmt::format("\nday {}\n", day);
      told = day;
    }
    page += "  " + line + "\n";
  });
  future.begin({.seed = 1, .run = run, .policy = policy});
  page += numbers_told(future);
  while (future.day() < days) {
    future.next_day();
  }
  return page + "\n" + outcomes_told(model, future);
}

void compare(const std::string& name, const std::string& got) {
  const std::string path = std::string(DETENTE_SOURCE_DIR) + "/tests/play/crisis/golden/" + name;
  if (std::getenv("DETENTE_RENEW_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << got;
  }
  const std::string expected = read_text(path);
  ASSERT_FALSE(expected.empty()) << path;
  if (got == expected) {
    return;
  }
  std::istringstream a(expected);
  std::istringstream b(got);
  std::string line_a;
  std::string line_b;
  int line = 0;
  do {
    ++line;
    line_a.clear();
    line_b.clear();
    std::getline(a, line_a);
    std::getline(b, line_b);
  } while (line_a == line_b && (a || b));
  FAIL() << path << ":" << line << "\n  kept: " << line_a << "\n  now:  " << line_b;
}

TEST(Golden, TextbookCrisis) { compare("textbook-3.txt", story("textbook-crisis.toml", 3, 0, 40)); }

TEST(Golden, GazaAsIs) { compare("gaza-17-as-is.txt", story("gaza-lebanon-2024.toml", 17, 0, 60)); }

TEST(Golden, GazaIntelligenceForRestraint) {
  compare("gaza-17-intelligence.txt", story("gaza-lebanon-2024.toml", 17, 2, 25));
}

}  // namespace
}  // namespace detente::play
