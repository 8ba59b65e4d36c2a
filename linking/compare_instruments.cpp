#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "compare.hpp"

namespace detente::linking {

namespace {

constexpr double kEnough = 3.6;
constexpr double kSameDuration = 1.8;
constexpr double kSameAction = 0.6;
constexpr double kSameParty = 1.2;
constexpr double kKinParty = 0.5;
constexpr double kOtherParty = -1.5;
constexpr double kLabel = 3.0;
constexpr double kWords = 2.5;
constexpr double kTopic = 2.0;

std::vector<ClaimParty> in_role(const Traits& t, std::string_view role) {
  std::vector<ClaimParty> out;
  std::copy_if(t.sources.begin(), t.sources.end(), std::back_inserter(out),
               [&](const ClaimParty& party) { return party.role == role; });
  return out;
}

double points_of(Match match) {
  return match == Match::same       ? kSameParty
         : match == Match::kin      ? kKinParty
         : match == Match::conflict ? kOtherParty
                                    : 0;
}

std::optional<std::string> who_did_both(const Traits& a, const Traits& b) {
  for (const std::string& who : a.state_by) {
    if (std::find(b.state_by.begin(), b.state_by.end(), who) != b.state_by.end()) {
      return who;
    }
  }
  return std::nullopt;
}

bool are_opposite(std::string_view a, std::string_view b) {
  const auto pair = [&](std::string_view one, std::string_view other) {
    return (a == one && b == other) || (a == other && b == one);
  };
  return pair("accepted", "rejected") || pair("kept", "broken") || pair("withheld", "granted");
}

// "21 days" for "P21D"; the code itself where it is of another form.
std::string in_days(const std::string& duration) {
  const bool is_days =
      duration.size() > 2 && duration.front() == 'P' && duration.back() == 'D' &&
      std::all_of(duration.begin() + 1, duration.end() - 1, [](char c) { return c >= '0' && c <= '9'; });
  return is_days ? duration.substr(1, duration.size() - 2) + " days" : duration;
}

}  // namespace

namespace {

// A norm that is broken in one conflict again and again, a plan that is called by its name: told of for years.
std::optional<Likeness> compare_standing(const Traits& older, const Traits& newer) {
  const bool is_norm = newer.instrument == InstrumentKind::violation;
  // That a norm was broken says nothing of which.
  const auto norm = [&](std::vector<Term> terms) {
    static const std::vector<Term> kBroken = terms_of("violation breach break broke broken violating");
    std::erase_if(terms, [&](const Term& term) {
      return is_norm && std::any_of(kBroken.begin(), kBroken.end(), [&](const Term& b) { return b.hash == term.hash; });
    });
    return terms;
  };
  const SharedTerms label = shared_terms(norm(older.label), norm(newer.label));
  const SharedTerms topic = shared_terms(older.topic, newer.topic);
  constexpr double kSameNorm = 0.6;
  constexpr double kSameName = 0.75;
  constexpr double kOneConflict = 0.15;
  constexpr double kRelated = 0.1;
  constexpr int kNames = 2;
  constexpr int kManyNames = 3;
  constexpr std::int32_t kLongest = 6 * 366;  // days
  const bool is_one_conflict = (topic.cosine >= kOneConflict && topic.names >= kNames) ||
                               (topic.cosine >= kRelated && topic.names >= kManyNames);
  if (older.report == newer.report || !is_one_conflict || std::abs(newer.day - older.day) > kLongest ||
      label.cosine < (is_norm ? kSameNorm : kSameName) || (!is_norm && label.names == label.numbers) ||
      (!is_norm && newer.instrument != InstrumentKind::proposal)) {
    return std::nullopt;
  }
  const PartyMatch violator = match_parties(in_role(older, "violator"), in_role(newer, "violator"));
  if (violator.match == Match::conflict) {
    return std::nullopt;
  }
  Likeness out{1 + topic.cosine, Relation::same, ""};
  out.reason = join({is_norm ? "same norm said to be broken in one conflict" : "same proposal by its name",
                     "words: " + quoted(label.words), "reports about " + quoted(topic.words)});
  return out;
}

// Told within weeks: a plan is known by its terms, what people promise, warn of or judge by its words.
std::optional<Likeness> compare_near(const Traits& older, const Traits& newer) {
  const bool both_last = !older.duration.empty() && !newer.duration.empty();
  const bool both_act = !older.action.empty() && !newer.action.empty();
  if ((both_last && older.duration != newer.duration) || (both_act && older.action != newer.action)) {
    return std::nullopt;
  }
  const SharedTerms label = shared_terms(older.label, newer.label);
  const SharedTerms words = shared_terms(older.words, newer.words);
  const SharedTerms topic = shared_terms(older.topic, newer.topic);
  const bool one_report = older.report == newer.report;
  double points = kLabel * label.cosine + kWords * words.cosine + kTopic * (one_report ? 0.5 : topic.cosine);
  points += both_last ? kSameDuration : 0;
  points += both_act ? kSameAction : 0;
  std::string shared_party;
  bool is_conflict = false;
  for (const std::string_view role : {"sponsors", "holder", "addressees", "target", "subject", "violator"}) {
    const PartyMatch found = match_parties(in_role(older, role), in_role(newer, role));
    points += points_of(found.match);
    is_conflict = is_conflict || found.match == Match::conflict;
    if (found.match == Match::same && shared_party.empty()) {
      shared_party = fmt::format("{} as {}", found.name, role);
    }
  }
  const std::int32_t apart = std::abs(newer.day - older.day);
  constexpr std::int32_t kWeek = 7;
  points += apart <= 2 ? 0.4 : apart <= kWeek ? 0.1 : apart <= 3 * kWeek ? -0.5 : -1.5;
  const bool is_proposal = newer.instrument == InstrumentKind::proposal;
  // A plan is known by its terms; what people promise, warn of or judge is known by its words.
  const bool has_terms = is_proposal && (both_last || (both_act && (topic.cosine >= 0.35 || label.cosine >= 0.4)));
  const bool has_words = label.cosine >= 0.35 || words.cosine >= 0.35;
  if ((!has_terms && !has_words) || (is_conflict && !both_last) ||
      (!one_report && topic.cosine < 0.15 && words.cosine < 0.3)) {
    return std::nullopt;
  }
  if (!is_proposal && one_report && words.cosine < 0.6) {
    return std::nullopt;
  }
  Likeness out{points / kEnough, Relation::same, ""};
  const std::string what =
      fmt::format("same {}", newer.instrument == InstrumentKind::red_line ? "red line" : name(newer.instrument));
  const std::vector<std::string>& shown_words = label.words.empty() ? words.words : label.words;
  const std::string shown = shown_words.empty() ? "" : "words: " + quoted(shown_words);
  const std::string terms =
      join({both_last ? in_days(newer.duration) : "", both_act ? newer.action : "", shared_party});
  const bool is_later = newer.day > older.day && newer.is_dated && older.is_dated;
  const auto who = who_did_both(older, newer);
  const bool is_turn = are_opposite(older.direction, newer.direction);
  if ((who && are_opposite(older.state, newer.state)) || is_turn) {
    const std::string before = is_turn ? older.direction : older.state;
    const std::string now = is_turn ? newer.direction : newer.state;
    const std::string by = who ? " by " + *who : "";
    constexpr std::int32_t kNear = 1;
    if (is_later && apart > kNear) {
      out.relation = Relation::update;
      out.reason =
          join({what, terms, fmt::format("{}{} on {}, then {} on {}", before, by, iso(older.day), now, iso(newer.day)),
                shown});
    } else {
      out.relation = Relation::contradicts;
      out.reason = join({what, terms, fmt::format("{}{} there, but {} here", before, by, now), shown});
    }
    return out;
  }
  if (is_proposal && !newer.state.empty() && newer.state != older.state && is_later) {
    out.relation = Relation::update;
    std::string by;
    for (const std::string& party : newer.state_by) {
      by += (by.empty() ? " by " : " and ") + party;
    }
    out.reason = join(
        {what, terms, fmt::format("{} before, {}{} here", older.state.empty() ? "named" : older.state, newer.state, by),
         shown});
    return out;
  }
  out.reason = join({what, terms, shown});
  return out;
}

}  // namespace

std::optional<Likeness> compare_instruments(const Traits& older, const Traits& newer) {
  if (older.instrument != newer.instrument) {
    return std::nullopt;
  }
  auto near = compare_near(older, newer);
  return near && near->score >= 1 ? near : compare_standing(older, newer);
}

}  // namespace detente::linking
