#include "detente/board/draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "brief_words.hpp"
#include "detente/text/date.hpp"
#include "draft_drafter.hpp"

namespace detente::board::draft {

namespace {

constexpr const char* kNoDate = "2024-01-01";
constexpr double kGuessedRate = 0.5;  // acts a day

std::string listed(const std::set<std::string>& items) {
  std::vector<std::string> out(items.begin(), items.end());
  constexpr std::size_t kShown = 4;
  std::string text;
  for (std::size_t i = 0; i < std::min(kShown, out.size()); ++i) {
    text += (i > 0 ? ", " : "") + out[i];
  }
  return out.size() > kShown ? text + fmt::format(" and {} more", out.size() - kShown) : text;
}

}  // namespace

Number assumed(double value, std::string why) { return {value, {}, std::move(why)}; }
Number told(double value, std::vector<std::string> evidence) { return {value, std::move(evidence), {}}; }
double value_of(const Claim& claim) { return claim.low.value_or(claim.high.value_or(0)); }

std::int64_t day_number(const std::string& day) {
  const auto date = text::parse_date(day);
  return date ? text::day_number(*date) : 0;
}

Result<Model> Drafter::make() {
  if (cast_.actors().size() < 2) {
    return Error{ErrorCode::not_found,
                 fmt::format("a crisis needs two parties that can act, and the reports name {}",
                             cast_.actors().empty() ? "none" : "only " + cast_.actors().front().name),
                 ""};
  }
  out_.actors = cast_.actors();
  out_.start = board_.day.empty() ? board_.last_day : board_.day;
  if (out_.start.size() != 10) {
    out_.start = kNoDate;
    out_.start_note = "arbitrary, because no report bears a date";
  } else {
    out_.start_note = board_.last_day.empty() ? "the last day on which an act is told" : "the day of the last report";
  }
  ties();
  fronts();
  proposals();
  levers();
  lines();
  hostages();
  return std::move(out_);
}

std::vector<std::string> Drafter::actors(const std::vector<std::string>& names) const {
  std::vector<std::string> out;
  for (const std::string& name : names) {
    const auto actor = cast_.actor(name);
    if (actor && std::find(out.begin(), out.end(), *actor) == out.end()) {
      out.push_back(*actor);
    }
  }
  return out;
}

void Drafter::ties() {
  for (const auto& [ends, pair] : cast_.pairs()) {
    const double sum = pair.cooperation + pair.conflict;
    if (sum == 0 || pair.items.empty()) {
      continue;
    }
    DraftTie tie{ends.first, ends.second, "", {}};
    tie.kind = sum < 0 ? "hostility" : pair.aid > 0 ? "alliance" : "mediation";
    // A sum of 10, one act of the greatest size, is worth half.
    tie.weight = told(sum / (std::abs(sum) + 10),
                      {fmt::format("{}: s / (|s| + 10), where s = {:.1f} is the sum of Goldstein's values of the acts "
                                   "told as done, each once",
                                   listed(pair.items), sum)});
    tie.weight.value = std::round(tie.weight.value * 1000) / 1000;
    out_.ties.push_back(std::move(tie));
  }
}

double Drafter::span_of_days() const {
  const std::int64_t first = day_number(board_.first_day);
  const std::int64_t last = day_number(board_.last_day);
  return board_.first_day.empty() ? 0 : static_cast<double>(std::max<std::int64_t>(30, last - first + 1));
}

Number Drafter::rate_of(const std::string& attacker, const std::string& defender, const Pair* pair) const {
  std::int64_t events = 0;
  std::string country;
  std::set<std::string> items;
  for (const Front& front : board_.fronts) {
    const auto a = cast_.actor(front.a);
    const auto b = cast_.actor(front.b);
    const bool is_forward = a == attacker && b == defender;
    const bool is_back = a == defender && b == attacker;
    std::int64_t recent = 0;
    for (const Week& week : front.weeks) {
      recent += week.events;
    }
    const std::int64_t own = is_forward ? front.a_on_b : is_back ? front.b_on_a : 0;
    if (own > 0 && front.events > 0) {
      events += recent * own / front.events;
      for (const Place& place : front.examples) {
        items.insert(item(place));
      }
    }
  }
  if (events > 0) {
    const double days = 7.0 * kWeeks;
    return told(std::round(static_cast<double>(events) / days * 1000) / 1000,
                {fmt::format("{}: {} acts of material conflict told in {} weeks, divided by {:.0f} days; a floor, as "
                             "reports do not tell of all",
                             listed(items), events, kWeeks, days)});
  }
  const double days = span_of_days();
  // Acts over years, of which the last weeks tell none, say nothing of how often they are now.
  constexpr double kLong = 400;
  if (pair != nullptr && pair->force > 0 && days > kLong) {
    return assumed(0.1, fmt::format("{} told over {:.0f} days ({}), and none in the last {} weeks",
                                    briefing::plural(pair->force, "act of force is", "acts of force are"), days,
                                    listed(pair->force_items), kWeeks));
  }
  if (pair != nullptr && pair->force > 0 && days > 0) {
    return told(std::round(static_cast<double>(pair->force) / days * 1000) / 1000,
                {fmt::format("{}: {} acts of force told as done, divided by the {:.0f} days of the reports; a floor, "
                             "as reports do not tell of all",
                             listed(pair->force_items), pair->force, days)});
  }
  if (pair != nullptr && pair->force > 0) {
    return assumed(kGuessedRate, fmt::format("{} told ({}), but no report bears a date",
                                             briefing::plural(pair->force, "act of force is", "acts of force are"),
                                             listed(pair->force_items)));
  }
  return assumed(0.1, "no act of force between them is told as done");
}

bool Drafter::is_of(const Harm& harm, const std::string& actor) const {
  const auto who = cast_.actor(harm.population);
  const auto where = cast_.actor(harm.place);
  return (who && *who == actor) || (where && *where == actor);
}

Number Drafter::harm_of(const std::string& defender, const Number& rate) const {
  for (const Harm& harm : board_.harm) {
    if (harm.measure != "killed" || !is_of(harm, defender)) {
      continue;
    }
    for (const HarmSource& source : harm.sources) {
      if (source.growth_per_week && *source.growth_per_week > 0 && rate.value > 0 && !source.claims.empty()) {
        const double a_day = *source.growth_per_week / 7;
        return told(std::round(a_day / rate.value * 100) / 100,
                    {fmt::format("{} to {}: the count by {} grows by {:.1f} a day; divided by the rate of acts that "
                                 "is told",
                                 item(harm.claims[source.claims.front()].place),
                                 item(harm.claims[source.claims.back()].place), clean(source.name), a_day)});
      }
    }
  }
  for (const Harm& harm : board_.harm) {
    if (harm.measure == "killed" && is_of(harm, defender) && !harm.claims.empty()) {
      return assumed(3,
                     fmt::format("{} killed are told ({}), but not in how many acts",
                                 briefing::told_integer(value_of(harm.claims.back())), item(harm.claims.back().place)));
    }
  }
  return assumed(3, "no count of the dead is told");
}

std::string Drafter::place_for(const std::string& actor) {
  for (const DraftPlace& place : out_.places) {
    if (place.party == actor) {
      return place.name;
    }
  }
  DraftPlace place{"people of " + actor, actor, {}, {}};
  place.displaced = assumed(0, "none are told");
  for (const Harm& harm : board_.harm) {
    if (harm.measure == "displaced" && !harm.claims.empty() && is_of(harm, actor) && value_of(harm.claims.back()) > 0) {
      const Claim& claim = harm.claims.back();
      place.displaced = told(value_of(claim), {fmt::format("{}: \"{}\"", item(claim.place), clean(claim.place.words))});
      break;
    }
  }
  place.people = assumed(std::max(1e6, 5 * place.displaced.value),
                         "the reports do not tell how many live there: a million, or five times the displaced");
  out_.places.push_back(place);
  return out_.places.back().name;
}

void Drafter::front(const std::string& attacker, const std::string& defender, const Pair* pair) {
  DraftFront made;
  made.name = fmt::format("{} against {}", attacker, defender);
  made.attacker = attacker;
  made.defender = defender;
  made.place = place_for(defender);
  made.rate = rate_of(attacker, defender, pair);
  made.harm = harm_of(defender, made.rate);
  out_.fronts.push_back(std::move(made));
}

void Drafter::fronts() {
  std::vector<std::pair<std::int64_t, std::pair<std::string, std::string>>> order;
  for (const auto& [ends, pair] : cast_.pairs()) {
    if (pair.force > 0) {
      order.emplace_back(pair.force, ends);
    }
  }
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  for (const auto& [force, ends] : order) {
    if (out_.fronts.size() < kMost) {
      front(ends.first, ends.second, &cast_.pairs().at(ends));
    }
  }
  if (out_.fronts.empty()) {
    front(out_.actors[0].name, out_.actors[1].name, nullptr);
  }
}

Result<Model> make_model(const Board& board, const DraftOptions& options) { return Drafter(board, options).make(); }

}  // namespace detente::board::draft

namespace detente::board {

Result<std::string> draft_crisis(const Board& board, const DraftOptions& options) {
  const auto model = draft::make_model(board, options);
  if (!model) {
    return model.error();
  }
  return draft::written(board, *model, options);
}

}  // namespace detente::board
