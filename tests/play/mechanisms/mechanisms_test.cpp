// Each mechanism, turned on in the small crisis with everything else and the luck the same, moves the outcome the way
// cases.txt says; turned off, nothing moves.
#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "../crisis/support.hpp"
#include "detente/play/crisis.hpp"
#include "detente/play/future.hpp"

namespace detente::play {
namespace {

constexpr std::uint32_t kRuns = 240;
constexpr double kZ = 1.96;  // of the interval that must be clear of zero

using Settings = std::vector<std::pair<std::string, double>>;

struct Case {
  int line = 0;
  std::string name;
  bool loop = false;
  Settings given;      // on both sides
  Settings mechanism;  // what is turned on; a loop has several, and each must carry
  Settings turned;     // the change whose effect the mechanism carries
  std::string outcome;
  double sign = 1;
};

std::string folder() { return std::string(DETENTE_SOURCE_DIR) + "/tests/play/mechanisms/"; }

std::string trimmed(std::string s) {
  while (!s.empty() && s.back() == ' ') {
    s.pop_back();
  }
  const std::size_t begin = s.find_first_not_of(' ');
  return begin == std::string::npos ? std::string() : s.substr(begin);
}

// cases.txt:
//   mechanism NAME | loop NAME
//     given PATH = NUMBER
//     on PATH = NUMBER
//     turn PATH = NUMBER
//     then OUTCOME rises | falls
std::vector<Case> cases() {
  std::vector<Case> out;
  std::istringstream text(read_text(folder() + "cases.txt"));
  std::string line;
  for (int number = 1; std::getline(text, line); ++number) {
    line = trimmed(line.substr(0, line.find('#')));
    if (line.empty()) {
      continue;
    }
    const std::size_t space = line.find(' ');
    const std::string word = line.substr(0, space);
    const std::string rest = trimmed(space == std::string::npos ? "" : line.substr(space));
    if (word == "mechanism" || word == "loop") {
      out.push_back({});
      out.back().line = number;
      out.back().name = rest;
      out.back().loop = word == "loop";
      continue;
    }
    if (out.empty()) {
      ADD_FAILURE() << "cases.txt:" << number << ": no mechanism is named yet";
      return out;
    }
    Case& c = out.back();
    if (word == "then") {
      const std::size_t last = rest.rfind(' ');
      c.outcome = rest.substr(0, last);
      const std::string direction = rest.substr(last + 1);
      EXPECT_TRUE(direction == "rises" || direction == "falls") << "cases.txt:" << number;
      c.sign = direction == "rises" ? 1 : -1;
      continue;
    }
    const std::size_t equals = rest.rfind('=');
    if (equals == std::string::npos || (word != "given" && word != "on" && word != "turn")) {
      ADD_FAILURE() << "cases.txt:" << number << ": cannot be read: " << line;
      continue;
    }
    Settings& to = word == "given" ? c.given : word == "on" ? c.mechanism : c.turned;
    to.emplace_back(trimmed(rest.substr(0, equals)), std::stod(rest.substr(equals + 1)));
  }
  return out;
}

const Crisis& small() {
  static const Crisis kCrisis = [] {
    auto crisis = read_crisis(read_text(folder() + "small.toml"), "small.toml");
    EXPECT_TRUE(crisis) << crisis.error().to_string();
    return crisis ? *crisis : Crisis{};
  }();
  return kCrisis;
}

std::vector<double> play(const std::vector<const Settings*>& settings, const std::string& outcome, const Case& c) {
  Crisis crisis = small();
  for (const Settings* list : settings) {
    for (const auto& [path, value] : *list) {
      const auto done = set_number(crisis, path, value);
      EXPECT_TRUE(done) << "cases.txt:" << c.line << ": " << done.error().to_string();
    }
  }
  const Model model(std::move(crisis));
  const auto found = model.find_outcome(outcome);
  EXPECT_TRUE(found) << "cases.txt:" << c.line << ": " << found.error().to_string();
  std::vector<double> values(model.outcomes().size());
  std::vector<double> out;
  Future future(model);
  for (std::uint32_t run = 0; run < kRuns && found; ++run) {
    future.begin({.seed = 5, .run = run, .policy = 0});
    while (future.day() < model.crisis().days) {
      future.next_day();
    }
    future.outcomes(values);
    out.push_back(values[*found]);
  }
  return out;
}

struct Effect {
  double mean = 0;
  double error = 0;  // standard error of the mean of the paired differences
};

Effect effect(const std::vector<double>& with, const std::vector<double>& without) {
  Effect e;
  const auto n = static_cast<double>(with.size());
  double square = 0;
  for (std::size_t i = 0; i < with.size(); ++i) {
    const double d = with[i] - without[i];
    e.mean += d / n;
    square += d * d / n;
  }
  e.error = std::sqrt(std::max(0.0, square - e.mean * e.mean) / n);
  return e;
}

void expect_moved(const Case& c, const Effect& e, const std::string& what) {
  EXPECT_GT(c.sign * e.mean - kZ * e.error, 0)
      << "cases.txt:" << c.line << ": " << c.name << ": " << what << ": " << c.outcome << " should "
      << (c.sign > 0 ? "rise" : "fall") << ", moved by " << e.mean << " +- " << e.error;
}

void expect_mechanism(const Case& c) {
  if (c.turned.empty()) {  // the mechanism is its own cause
    expect_moved(c, effect(play({&c.given, &c.mechanism}, c.outcome, c), play({&c.given}, c.outcome, c)), "turned on");
    return;
  }
  expect_moved(
      c, effect(play({&c.given, &c.mechanism, &c.turned}, c.outcome, c), play({&c.given, &c.mechanism}, c.outcome, c)),
      "turned on");
  EXPECT_EQ(play({&c.given, &c.turned}, c.outcome, c), play({&c.given}, c.outcome, c))
      << "cases.txt:" << c.line << ": " << c.name << ": something moves although it is off";
}

// A loop is closed by all of its links: with any one of them off, its effect is gone or less.
void expect_loop(const Case& c) {
  const std::vector<double> closed = play({&c.given, &c.mechanism}, c.outcome, c);
  for (std::size_t link = 0; link < c.mechanism.size(); ++link) {
    Settings rest = c.mechanism;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(link));
    expect_moved(c, effect(closed, play({&c.given, &rest}, c.outcome, c)), "closed by " + c.mechanism[link].first);
  }
}

TEST(Mechanisms, MoveTheOutcomeTheWayTheyAreSaidTo) {
  for (const Case& c : cases()) {
    if (!c.loop) {
      expect_mechanism(c);
    }
  }
}

TEST(Loops, AreClosedByEachOfTheirLinks) {
  for (const Case& c : cases()) {
    if (c.loop) {
      expect_loop(c);
    }
  }
}

// Every line of docs/mechanisms.md that names a section of the crisis file has a case, and every case a line.
TEST(Mechanisms, AreThoseOfTheDocument) {
  std::set<std::string> tested;
  for (const Case& c : cases()) {
    const std::string id = c.name.substr(0, c.name.find(' '));
    tested.insert(id);
  }
  std::istringstream text(read_text(std::string(DETENTE_SOURCE_DIR) + "/docs/mechanisms.md"));
  std::string line;
  std::set<std::string> promised;
  while (std::getline(text, line)) {
    // | B1 | Withholding arms | `lever` ... | tested |
    if (line.rfind("| ", 0) == 0 && line.find("| played |") != std::string::npos) {
      promised.insert(line.substr(2, line.find(' ', 2) - 2));
    }
  }
  EXPECT_GE(promised.size(), 70U);
  EXPECT_EQ(promised, tested);
}

}  // namespace
}  // namespace detente::play
