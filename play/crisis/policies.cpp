#include "policies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "near.hpp"

namespace detente::play {

namespace {

enum class Bracket : std::uint8_t { none, party, front, tie, red_line, proposal, lever, place, place_or_none };

struct Word {
  std::string_view name;
  Quantity quantity;
  Bracket bracket;
};

constexpr std::array kWords{
    Word{"day", Quantity::day, Bracket::none},
    Word{"killed", Quantity::killed, Bracket::place_or_none},
    Word{"displaced", Quantity::displaced, Bracket::place_or_none},
    Word{"posture", Quantity::posture, Bracket::front},
    Word{"acts", Quantity::acts, Bracket::front},
    Word{"pressure", Quantity::pressure, Bracket::party},
    Word{"standing", Quantity::standing, Bracket::party},
    Word{"losses", Quantity::losses, Bracket::party},
    Word{"leadership", Quantity::leadership, Bracket::party},
    Word{"trust", Quantity::trust, Bracket::tie},
    Word{"crossed", Quantity::crossed, Bracket::red_line},
    Word{"tabled", Quantity::tabled, Bracket::proposal},
    Word{"truce", Quantity::truce, Bracket::proposal},
    Word{"rejected", Quantity::rejected, Bracket::proposal},
    Word{"level", Quantity::level, Bracket::lever},
    Word{"access", Quantity::access, Bracket::place},
    Word{"gap", Quantity::gap, Bracket::place},
    Word{"open", Quantity::open, Bracket::front},
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\n')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) {
    text.remove_suffix(1);
  }
  return text;
}

// Splits at " and " outside brackets, since names may hold the word.
std::vector<std::string_view> clauses(std::string_view text) {
  std::vector<std::string_view> out;
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
    if (depth == 0 && text.substr(i, 5) == " and ") {
      out.push_back(text.substr(begin, i - begin));
      begin = i + 5;
    }
  }
  out.push_back(text.substr(begin));
  return out;
}

class RuleReader {
 public:
  RuleReader(Crisis& crisis, Rows& rows, int line) : c_(crisis), rows_(rows), line_(line) {}

  Condition condition(std::string_view clause) {
    Condition out;
    clause = trimmed(clause);
    const std::size_t name_end = std::min(clause.find_first_of(" (<>="), clause.size());
    const std::string_view name = clause.substr(0, name_end);
    const auto word = std::find_if(kWords.begin(), kWords.end(), [&](const Word& w) { return w.name == name; });
    if (word == kWords.end()) {
      std::vector<std::string_view> names;
      for (const Word& w : kWords) {
        names.push_back(w.name);
      }
      rows_.fail_name(name, "thing that a rule can look at", "policy.rule.when", names, line_);
      return out;
    }
    out.quantity = word->quantity;
    std::string_view rest = clause.substr(name_end);
    std::string_view inside;
    if (!rest.empty() && rest.front() == '(') {
      const std::size_t close = rest.rfind(')');
      if (close == std::string_view::npos) {
        return broken(clause, "a bracket is not closed");
      }
      inside = rest.substr(1, close - 1);
      rest = rest.substr(close + 1);
    }
    if (inside.empty() && word->bracket != Bracket::none && word->bracket != Bracket::place_or_none) {
      return broken(clause, fmt::format("'{}' needs a name in brackets", name));
    }
    if (!inside.empty()) {
      out.of = named(word->bracket, inside, name);
    }
    return comparison(out, clause, trimmed(rest));
  }

 private:
  Condition broken(std::string_view clause, std::string_view why) {
    rows_.fail(
        fmt::format("policy.rule.when '{}' cannot be read: {} (\"killed(Gaza) > 40000 and day >= 30\")", clause, why),
        line_);
    return {};
  }

  Condition comparison(Condition out, std::string_view clause, std::string_view rest) {
    if (rest.substr(0, 2) == ">=") {
      out.comparison = Comparison::at_least;
    } else if (rest.substr(0, 2) == "<=") {
      out.comparison = Comparison::at_most;
    } else if (rest.substr(0, 2) == "==") {
      out.comparison = Comparison::equal;
    } else if (rest.substr(0, 1) == ">") {
      out.comparison = Comparison::above;
    } else if (rest.substr(0, 1) == "<") {
      out.comparison = Comparison::below;
    } else {
      return broken(clause, "there is no <, <=, ==, >= or >");
    }
    rest = trimmed(rest.substr(rest.size() > 1 && rest[1] == '=' ? 2 : 1));
    double value = 0;
    const auto [end, problem] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (problem != std::errc() || end != rest.data() + rest.size() || !std::isfinite(value)) {
      return broken(clause, "there is no number behind the comparison");
    }
    out.value = value;
    return out;
  }

  int named(Bracket bracket, std::string_view inside, std::string_view name) {
    const std::string key = fmt::format("policy.rule.when {}(...)", name);
    switch (bracket) {
      case Bracket::none:
        rows_.fail(fmt::format("policy.rule.when '{}' takes no brackets", name), line_);
        return kNone;
      case Bracket::party:
        return rows_.find(c_.parties, inside, "party", key, line_);
      case Bracket::front:
        return rows_.find(c_.fronts, inside, "front", key, line_);
      case Bracket::tie:
        return rows_.find(c_.ties, inside, "tie", key, line_);
      case Bracket::red_line:
        return rows_.find(c_.red_lines, inside, "red line", key, line_);
      case Bracket::proposal:
        return rows_.find(c_.proposals, inside, "proposal", key, line_);
      case Bracket::lever:
        return rows_.find(c_.levers, inside, "lever", key, line_);
      case Bracket::place:
      case Bracket::place_or_none:
        return rows_.find(c_.places, inside, "place", key, line_);
    }
    return kNone;
  }

  Crisis& c_;
  Rows& rows_;
  int line_;
};

void read_rule(Crisis& crisis, Rows& rows, Policy& policy, const toml::table& table) {
  static constexpr NumberKey kLevel{"set", 0, 0, 1, "share", ""};
  Rule rule;
  rule.line = Rows::line_of(table);
  for (const auto& [key, node] : table) {
    if (key.str() != "when" && key.str() != "set" && key.str() != "assumed" && key.str() != "evidence") {
      rows.fail(fmt::format("policy.rule has no key '{}'{}", key.str(), did_you_mean(key.str(), {"when", "set"})),
                Rows::line_of(node));
      return;
    }
  }
  if (const toml::node* when = table.get("when")) {
    const auto* text = when->as_string();
    if (text == nullptr) {
      rows.fail("policy.rule.when must be a text, \"day >= 30\"", Rows::line_of(*when));
      return;
    }
    rule.when = text->get();
  }
  if (!trimmed(rule.when).empty()) {
    RuleReader reader(crisis, rows, Rows::line_of(table, "when"));
    for (const std::string_view clause : clauses(rule.when)) {
      rule.conditions.push_back(reader.condition(clause));
    }
  }
  const toml::node* set = table.get("set");
  if (set == nullptr || set->as_table() == nullptr) {
    rows.fail(ErrorCode::missing_field, "policy.rule.set must be a table, { \"a lever\" = 0.5 }", rule.line);
    return;
  }
  for (const auto& [key, node] : *set->as_table()) {
    Setting setting;
    setting.lever = rows.find(crisis.levers, key.str(), "lever", "policy.rule.set", Rows::line_of(node));
    if (!rows.good()) {
      return;
    }
    // What a policy does is chosen, so that it needs no origin.
    setting.number =
        rows.number(node, table, fmt::format("policy.{}.rule {}.{}", policy.name, policy.rules.size() + 1, key.str()),
                    kLevel, false);
    rule.settings.push_back(setting);
  }
  policy.rules.push_back(std::move(rule));
}

}  // namespace

void read_policies(Crisis& crisis, Rows& rows) {
  const Section& section = crisis_section("policy");
  for (const toml::table* table : rows.tables("policy")) {
    rows.check_keys(*table, section);
    Policy policy;
    policy.line = Rows::line_of(*table);
    policy.name = rows.text(*table, section, "name");
    policy.note = rows.text(*table, section, "note");
    for (const Policy& other : crisis.policies) {
      if (other.name == policy.name) {
        rows.fail(fmt::format("policy '{}' is there twice: it was first named in line {}", policy.name, other.line),
                  policy.line);
      }
    }
    for (const toml::table* rule : rows.tables(*table, "policy.rule")) {
      read_rule(crisis, rows, policy, *rule);
    }
    if (!rows.good()) {
      return;
    }
    crisis.policies.push_back(std::move(policy));
  }
  if (crisis.policies.empty()) {
    crisis.policies.push_back({"as is", "no lever moves by itself", {}, 0});
  }
}

}  // namespace detente::play
