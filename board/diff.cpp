#include "detente/board/diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "brief_checks.hpp"
#include "brief_words.hpp"
#include "detente/text/date.hpp"
#include "detente/text/utf8.hpp"

namespace detente::board {

namespace {

// A tie whose weight moved by less than this has not changed.
constexpr double kMoved = 0.5;

template <typename T>
using Index = std::map<std::string, const T*>;

template <typename T, typename Key>
Index<T> index(const std::vector<T>& all, const Key& key) {
  Index<T> out;
  for (const T& one : all) {
    out.try_emplace(key(one), &one);
  }
  return out;
}

std::string joined(const std::vector<std::string>& all) { return fmt::format("{}", fmt::join(all, ", ")); }

void keep(std::vector<Place>& places, const Place& place) {
  const auto same = [&](const Place& p) { return p.report == place.report && p.item == place.item; };
  if (!place.report.empty() && places.size() < kExamples && std::none_of(places.begin(), places.end(), same)) {
    places.push_back(place);
  }
}

// Those of the later state that the earlier one does not have first.
std::vector<Place> fresh(const std::vector<Place>& later, const std::vector<Place>& earlier) {
  std::vector<Place> out;
  for (const bool is_new : {true, false}) {
    for (const Place& place : later) {
      const auto same = [&](const Place& p) { return p.report == place.report && p.item == place.item; };
      if (std::none_of(earlier.begin(), earlier.end(), same) == is_new) {
        keep(out, place);
      }
    }
  }
  return out;
}

std::string key_of(std::int64_t finding, const std::string& words) {
  return finding > 0 ? fmt::format("#{}", finding) : text::lower(words);
}

// Changes with what they weigh; the heaviest first, then by their words.
class List {
 public:
  explicit List(std::vector<Change>& out) : out_(out) {}
  void add(double weight, Change change) { all_.emplace_back(weight, std::move(change)); }
  ~List() {
    std::stable_sort(all_.begin(), all_.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second.what < b.second.what;
    });
    for (auto& [weight, change] : all_) {
      out_.push_back(std::move(change));
    }
  }
  List(const List&) = delete;
  List& operator=(const List&) = delete;

 private:
  std::vector<Change>& out_;
  std::vector<std::pair<double, Change>> all_;
};

bool is_somebody(const BoardParty& p) {
  return !p.code.empty() && !briefing::is_generic({p.name, p.code, p.sector, p.kind, 0, {}}) &&
         !briefing::is_thing(p.name);
}

void parties(const Board& from, const Board& to, std::vector<Change>& out) {
  List list(out);
  const auto key = [](const BoardParty& p) { return text::lower(p.name) + "|" + p.code; };
  const auto before = index(from.parties, key);
  const auto after = index(to.parties, key);
  const auto words = [](const BoardParty& p) {
    return fmt::format("named in {}", briefing::plural(p.reports, "report", "reports"));
  };
  for (const auto& [k, party] : after) {
    if (!before.contains(k) && is_somebody(*party)) {
      Change change{"party", party->name, "new", "", words(*party), {}, {}, {}};
      keep(change.places, party->place);
      list.add(static_cast<double>(party->mentions), std::move(change));
    }
  }
  for (const auto& [k, party] : before) {
    if (!after.contains(k) && is_somebody(*party)) {
      Change change{"party", party->name, "gone", words(*party), "", {}, {}, {}};
      keep(change.places, party->place);
      list.add(static_cast<double>(party->mentions), std::move(change));
    }
  }
}

// Ties between those that a country or an organisation is known of come before those of "troops" and "suspects".
class Standing {
 public:
  Standing(const Board& from, const Board& to) {
    for (const Board* board : {&from, &to}) {
      for (const BoardParty& party : board->parties) {
        if (is_somebody(party)) {
          known_.insert(text::lower(party.name));
        }
      }
    }
  }
  double of(const Tie& tie) const {
    constexpr double kNobody = 0.05;
    const bool both = known_.contains(text::lower(tie.source)) && known_.contains(text::lower(tie.target));
    return both ? 1 : kNobody;
  }

 private:
  std::set<std::string> known_;
};

std::string told(const Tie& tie) {
  return fmt::format("{} told, {} as done", briefing::plural(tie.events, "act", "acts"), tie.by_status[0]);
}

void ties(const Board& from, const Board& to, std::vector<Change>& out) {
  List list(out);
  const auto key = [](const Tie& t) { return text::lower(t.source) + "|" + t.type + "|" + text::lower(t.target); };
  const auto before = index(from.ties, key);
  const auto after = index(to.ties, key);
  const auto what = [](const Tie& t) { return fmt::format("{} {} {}", t.source, t.type, t.target); };
  const auto weight = [](const Board& board, const Tie& t) {
    return board.day.empty() ? std::nullopt : std::optional<double>(t.weight);
  };
  const Standing standing(from, to);
  for (const auto& [k, tie] : after) {
    if (tie->source.empty() || tie->target.empty()) {
      continue;
    }
    const auto was = before.find(k);
    if (was == before.end()) {
      list.add((std::abs(tie->weight) + static_cast<double>(tie->origins)) * standing.of(*tie),
               {"tie", what(*tie), "new", "", told(*tie), {}, weight(to, *tie), fresh(tie->examples, {})});
      continue;
    }
    const Tie& old = *was->second;
    const double moved = tie->weight - old.weight;
    if (tie->events == old.events && std::abs(moved) < kMoved) {
      continue;
    }
    const bool rose =
        tie->events != old.events ? tie->events > old.events : std::abs(tie->weight) > std::abs(old.weight);
    list.add((std::abs(moved) + static_cast<double>(std::abs(tie->events - old.events))) * standing.of(*tie),
             {"tie", what(*tie), rose ? "rose" : "fell", told(old), told(*tie), weight(from, old), weight(to, *tie),
              fresh(tie->examples, old.examples)});
  }
  for (const auto& [k, tie] : before) {
    if (!after.contains(k) && !tie->source.empty() && !tie->target.empty()) {
      list.add(std::abs(tie->weight) * standing.of(*tie),
               {"tie", what(*tie), "gone", told(*tie), "", weight(from, *tie), {}, fresh(tie->examples, {})});
    }
  }
}

std::string told(const State& s) {
  const std::string state = s.state.empty() ? "named" : s.state;
  return s.by.empty() ? state : fmt::format("{} by {}", state, joined(s.by));
}

void proposals(const Board& from, const Board& to, std::vector<Change>& out) {
  List list(out);
  const auto key = [](const Proposal& p) { return key_of(p.finding, p.label); };
  const auto before = index(from.proposals, key);
  for (const auto& [k, proposal] : index(to.proposals, key)) {
    const auto was = before.find(k);
    const std::vector<State> old = was == before.end() ? std::vector<State>() : was->second->states;
    std::set<std::string> known;
    for (const State& s : old) {
      known.insert(told(s));
    }
    const std::string last = old.empty() ? "" : told(old.back());
    for (const State& s : proposal->states) {
      if (known.insert(told(s)).second && (!s.state.empty() || was == before.end())) {
        Change change{"proposal", proposal->label, s.state.empty() ? "new" : s.state, last, told(s), {}, {}, {}};
        keep(change.places, s.place);
        list.add(static_cast<double>(proposal->origins), std::move(change));
      }
    }
  }
}

void red_lines(const Board& from, const Board& to, std::vector<Change>& out) {
  List list(out);
  const auto key = [](const RedLine& r) { return key_of(r.finding, joined(r.holders) + "|" + r.label); };
  const auto before = index(from.red_lines, key);
  for (const auto& [k, line] : index(to.red_lines, key)) {
    const auto was = before.find(k);
    const std::string by = line->holders.empty() ? "" : " (" + joined(line->holders) + ")";
    if (was == before.end()) {
      Change change{"red_line", line->label + by, "new", "", line->firmness, {}, {}, {}};
      keep(change.places, line->place);
      list.add(static_cast<double>(line->origins), std::move(change));
    }
    std::set<std::string> known;
    for (const Touch& touch : was == before.end() ? std::vector<Touch>() : was->second->touched) {
      known.insert(touch.place.report + ":" + touch.place.item);
    }
    Change change{"red_line", line->label + by, "touched", "", "", {}, {}, {}};
    double touched = 0;
    for (const Touch& touch : line->touched) {
      if (!known.contains(touch.place.report + ":" + touch.place.item)) {
        change.after += change.after.empty() ? touch.reason : "; " + touch.reason;
        keep(change.places, touch.place);
        touched += 1;
      }
    }
    if (touched > 0) {
      list.add(touched, std::move(change));
    }
  }
}

void levers(const Board& from, const Board& to, std::vector<Change>& out) {
  List list(out);
  const auto key = [](const Lever& l) { return text::lower(l.holder + "|" + l.target + "|" + l.instrument); };
  const auto before = index(from.levers, key);
  for (const auto& [k, lever] : index(to.levers, key)) {
    const auto was = before.find(k);
    const std::string old = was == before.end() ? "" : was->second->level;
    if (was != before.end() && (old == lever->level || lever->history.empty())) {
      continue;
    }
    const std::string what = fmt::format("{}{}: {}", lever->holder.empty() ? "(not said)" : lever->holder,
                                         lever->target.empty() ? "" : " to " + lever->target, lever->instrument);
    Change change{"lever", what, was == before.end() ? "new" : "moved", old, lever->level, {}, {}, {}};
    if (!lever->history.empty()) {
      keep(change.places, lever->history.back().place);
    }
    list.add(static_cast<double>(lever->history.size()), std::move(change));
  }
}

void commitments(const Board& from, const Board& to, std::vector<Change>& out) {
  List list(out);
  const auto key = [](const Commitment& c) { return key_of(c.finding, joined(c.holders) + "|" + c.label); };
  const auto before = index(from.commitments, key);
  for (const auto& [k, commitment] : index(to.commitments, key)) {
    const auto was = before.find(k);
    const std::string old = was == before.end() ? "" : was->second->state;
    if (was != before.end() && old == commitment->state) {
      continue;
    }
    const std::string by = commitment->holders.empty() ? "" : " (" + joined(commitment->holders) + ")";
    Change change{"commitment",
                  commitment->label + by,
                  was == before.end() ? "new" : commitment->state,
                  old,
                  commitment->state,
                  {},
                  {},
                  {}};
    for (const auto* touches : {&commitment->kept_by, &commitment->broken_by}) {
      for (const Touch& touch : *touches) {
        keep(change.places, touch.place);
      }
    }
    keep(change.places, commitment->place);
    list.add(static_cast<double>(commitment->origins), std::move(change));
  }
}

std::string told(const Claim& claim) {
  briefing::Toll toll;
  toll.low = claim.low;
  toll.high = claim.high;
  toll.bound = claim.bound;
  return claim.low || claim.high ? briefing::told_number(toll) : claim.place.words;
}

std::string counter(const Claim& claim) { return claim.chain.empty() ? std::string() : claim.chain.front(); }

// The newest claim of each source that has a number; of one day the largest.
std::map<std::string, const Claim*> newest(const Harm& harm) {
  std::map<std::string, const Claim*> out;
  for (const Claim& claim : harm.claims) {
    if (!claim.low && !claim.high) {
      continue;
    }
    const Claim*& best = out[counter(claim)];
    const auto value = [](const Claim& c) { return c.low.value_or(c.high.value_or(0)); };
    if (best == nullptr || claim.place.day > best->place.day ||
        (claim.place.day == best->place.day && value(claim) > value(*best))) {
      best = &claim;
    }
  }
  return out;
}

// Counts of nobody in particular may be about different things: each is new, and none rises or falls.
void unplaced(const Harm& now, const Harm* before, const std::string& what, List& list) {
  std::set<std::string> known;
  for (const Claim& claim : before == nullptr ? std::vector<Claim>() : before->claims) {
    known.insert(claim.place.report + ":" + claim.place.item);
  }
  for (const Claim& claim : now.claims) {
    if (known.contains(claim.place.report + ":" + claim.place.item) || (!claim.low && !claim.high)) {
      continue;
    }
    const double value = claim.low.value_or(claim.high.value_or(0));
    Change change{"harm", fmt::format("{}, by {}", what, counter(claim)), "new", "", told(claim), {}, value, {}};
    keep(change.places, claim.place);
    list.add(std::log10(1 + std::abs(value)) / 2, std::move(change));
  }
}

void harm(const Board& from, const Board& to, std::vector<Change>& out) {
  List list(out);
  const auto key = [](const Harm& h) {
    return h.measure + "|" + text::lower(h.population) + "|" + text::lower(h.place);
  };
  const auto before = index(from.harm, key);
  for (const auto& [k, now] : index(to.harm, key)) {
    const auto was = before.find(k);
    const std::string who = now->population.empty() ? "whom is not told" : now->population;
    const std::string what = fmt::format("{}, {}{}", now->measure, who, now->place.empty() ? "" : ", in " + now->place);
    if (now->population.empty() && now->place.empty()) {
      unplaced(*now, was == before.end() ? nullptr : was->second, what, list);
      continue;
    }
    const auto old = was == before.end() ? std::map<std::string, const Claim*>() : newest(*was->second);
    for (const auto& [source, claim] : newest(*now)) {
      const double value = claim->low.value_or(claim->high.value_or(0));
      const auto then = old.find(source);
      Change change{"harm", fmt::format("{}, by {}", what, source), "new", "", told(*claim), {}, value, {}};
      keep(change.places, claim->place);
      if (then != old.end()) {
        const double earlier = then->second->low.value_or(then->second->high.value_or(0));
        if (earlier == value && then->second->bound == claim->bound) {
          continue;
        }
        change.change = value >= earlier ? "rose" : "fell";
        change.before = told(*then->second);
        change.number_before = earlier;
        keep(change.places, then->second->place);
      }
      list.add(std::log10(1 + std::abs(value)), std::move(change));
    }
    if (now->differ && (was == before.end() || !was->second->differ)) {
      Change change{"harm", what, "disputed", "", "no number fits all counts", {}, {}, {}};
      for (const auto& [source, claim] : newest(*now)) {
        keep(change.places, claim->place);
      }
      list.add(6, std::move(change));
    }
  }
}

void disputes(const Board& from, const Board& to, std::vector<Change>& out) {
  List list(out);
  const auto key = [](const Dispute& d) { return d.kind + key_of(d.finding, d.label); };
  const auto before = index(from.disputed, key);
  for (const auto& [k, dispute] : index(to.disputed, key)) {
    const auto was = before.find(k);
    const std::size_t known = was == before.end() ? 0 : was->second->sides.size();
    if (dispute->sides.size() <= known) {
      continue;
    }
    Change change{"dispute", dispute->label, was == before.end() ? "new" : "rose", "", "", {}, {}, {}};
    for (const Side& side : dispute->sides) {
      change.after += (change.after.empty() ? "" : " against ") + side.says;
      keep(change.places, side.place);
    }
    list.add(static_cast<double>(dispute->sides.size()), std::move(change));
  }
}

std::string called(const record::AsOf& as_of) {
  std::string out = as_of.date;
  if (as_of.revision) {
    out += fmt::format("{}revision {}", out.empty() ? "" : ", ", *as_of.revision);
  }
  return out.empty() ? "everything" : out;
}

Result<Board> board_of(record::Record& record, const record::AsOf& as_of, const DiffOptions& of) {
  if (auto looked = look(record, as_of, of.scope); !looked) {
    return looked.error();
  }
  Options options;
  options.party = of.party;
  options.day = as_of.date.size() == 10 ? as_of.date : "";
  return make(record, options);
}

}  // namespace

Diff compare(const Board& from, const Board& to) {
  Diff out;
  out.reports_before = from.reports;
  out.reports_after = to.reports;
  out.origins_before = from.origins;
  out.origins_after = to.origins;
  proposals(from, to, out.changes);
  red_lines(from, to, out.changes);
  levers(from, to, out.changes);
  commitments(from, to, out.changes);
  harm(from, to, out.changes);
  disputes(from, to, out.changes);
  ties(from, to, out.changes);
  parties(from, to, out.changes);
  return out;
}

Result<Diff> make_diff(record::Record& record, const DiffOptions& options) {
  auto from = board_of(record, options.from, options);
  if (!from && (from.error().code != ErrorCode::not_found || options.party.empty())) {
    return from.error();
  }
  const auto to = board_of(record, options.to, options);
  if (!to) {
    return to.error();
  }
  Diff out = compare(from ? *from : Board{}, *to);
  out.from = called(options.from);
  out.to = called(options.to);
  return out;
}

}  // namespace detente::board
