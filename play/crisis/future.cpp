// One future: its numbers, its days, its outcomes.
#include "detente/play/future.hpp"

#include <algorithm>

#include "near.hpp"
#include "state.hpp"

namespace detente::play {

std::string_view series_name(Series series) {
  switch (series) {
    case Series::acts:
      return "acts";
    case Series::killed:
      return "killed";
    case Series::wounded:
      return "wounded";
    case Series::displaced:
      return "displaced";
    case Series::fronts:
      return "fronts";
    case Series::truces:
      return "truces";
    case Series::postures:
      return "postures";
    case Series::unmet:
      return "unmet";
    case Series::count:
      break;
  }
  return "";
}

namespace {

std::vector<OutcomeName> name_outcomes(const Crisis& c) {
  std::vector<OutcomeName> out{
      {"truce", "1 if any truce came into force", true},
      {"truce day", "day of the first truce; one more than the last day if there was none", true},
      {"fighting days", "days with an act of force on a front that has a place", true},
      {"acts", "acts of force", true},
      {"peak acts", "acts on the worst day", true},
      {"killed", "civilians killed", true},
      {"wounded", "civilians wounded", true},
      {"displaced", "people away from home at the end", true},
      {"peak displaced", "people away from home on the worst day", true},
      {"unmet relief", "days of need that no relief reached, over all people", true},
      {"fronts open", "fronts that are open and not under a truce at the end", true},
      {"entries", "fronts that opened", true},
      {"red lines crossed", "times that a red line was crossed", true},
      {"red lines let pass", "of these, not punished", true},
      {"punishments", "times that a holder of a red line punished", true},
      {"leaders killed", "", true},
      {"refusals", "times that a proposal was refused", true},
      {"breakdowns", "truces that broke", true},
      {"leaks", "", true},
      {"untold acts", "acts that an ally was not told of", true},
  };
  const auto add = [&](std::string_view prefix, const auto& rows, std::string_view says, bool count) {
    for (const auto& row : rows) {
      out.push_back({std::string(prefix) + ": " + row.name, std::string(says), count});
    }
  };
  add("killed", c.places, "civilians killed there", true);
  add("displaced", c.places, "of its people away from home at the end", true);
  add("access", c.places, "share of relief access at the end", false);
  add("gap", c.places, "gap in its government at the end", false);
  add("posture", c.fronts, "mean posture, 0 to 2", false);
  add("fighting days", c.fronts, "days with an act of force on it", true);
  add("crossed", c.red_lines, "times that it was crossed", true);
  add("in force", c.proposals, "days in force", true);
  add("held", c.hostages, "people still held at the end", true);
  add("losses", c.parties, "share of its capability lost at the end", false);
  add("strength", c.parties, "effective capability at the end", false);
  add("leadership", c.parties, "share of its leadership left at the end", false);
  add("pressure", c.parties, "pressure from abroad at the end", false);
  add("trust", c.ties, "trust of the second in the first at the end", false);
  add("aid", c.ties, "share of capability that is given at the end", false);
  add("felt", c.levers, "what its target feels of it at the end", false);
  add("position", c.stances, "position on the issue at the end", false);
  return out;
}

}  // namespace

Model::Model(Crisis crisis)
    : crisis_(std::make_unique<const Crisis>(std::move(crisis))),
      links_(std::make_unique<const Links>(*crisis_)),
      outcomes_(name_outcomes(*crisis_)) {
  for (std::size_t i = 0; i < crisis_->numbers.size(); ++i) {
    if (crisis_->numbers[i].distribution != Distribution::fixed) {
      uncertain_.push_back(i);
    }
  }
}

Model::~Model() = default;
Model::Model(Model&&) noexcept = default;
Model& Model::operator=(Model&&) noexcept = default;

Result<std::size_t> Model::find_outcome(std::string_view name) const {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < outcomes_.size(); ++i) {
    if (outcomes_[i].name == name) {
      return i;
    }
    names.push_back(outcomes_[i].name);
  }
  return Error{ErrorCode::not_found, fmt::format("there is no outcome '{}'{}", name, did_you_mean(name, names)), ""};
}

Future::Future(const Model& model) : state_(std::make_unique<State>(model)) {}
Future::~Future() = default;
Future::Future(Future&&) noexcept = default;

void Future::begin(const FutureKey& key) {
  State& s = *state_;
  s.key = {.seed = key.seed, .run = key.run};
  s.policy = key.policy;
  s.day = 0;
  for (std::size_t i = 0; i < s.v.size(); ++i) {
    const Number& number = s.c->numbers[i];
    s.v[i] = number.distribution == Distribution::fixed ? number.a
                                                        : quantile(number, luck::uniform(s.draw(Draw::number, i)));
  }
  reset(s);
}

void Future::begin(const FutureKey& key, std::span<const double> probabilities) {
  begin(key);
  State& s = *state_;
  const auto& uncertain = s.model->uncertain();
  for (std::size_t i = 0; i < uncertain.size() && i < probabilities.size(); ++i) {
    s.v[uncertain[i]] = quantile(s.c->numbers[uncertain[i]], probabilities[i]);
  }
  reset(s);
}

void Future::next_day() {
  State& s = *state_;
  ++s.day;
  move_levers(s);
  gather_strength(s);
  bargain_positions(s);
  choose_moves(s);
  draw_acts(s);
  do_harm(s);
  move_people(s);
  read_the_room(s);
  press(s);
  negotiate(s);
  enter_and_govern(s);
  int open = 0;
  int postures = 0;
  for (std::size_t f = 0; f < s.c->fronts.size(); ++f) {
    const bool active = s.open[f] != 0 && s.quiet[f] == 0;
    open += active ? 1 : 0;
    postures += active ? s.posture[f] : 0;
  }
  s.series[static_cast<std::size_t>(Series::fronts)] = open;
  s.series[static_cast<std::size_t>(Series::postures)] = postures;
  s.series[static_cast<std::size_t>(Series::truces)] =
      static_cast<double>(std::count(s.stage.begin(), s.stage.end(), Stage::in_force));
}

int Future::day() const { return state_->day; }

const std::array<double, kSeries>& Future::series() const { return state_->series; }

void Future::tell(Teller teller) { state_->tell = std::move(teller); }

void Future::outcomes(std::span<double> values) const {
  const State& s = *state_;
  const Crisis& c = *s.c;
  std::size_t n = 0;
  const auto put = [&](double x) {
    if (n < values.size()) {
      values[n++] = x;
    }
  };
  const State::Totals& t = s.totals;
  put(t.truce_day > 0 ? 1 : 0);
  put(t.truce_day > 0 ? t.truce_day : c.days + 1);
  put(t.fighting_days);
  put(t.acts);
  put(t.peak_acts);
  put(t.killed);
  put(t.wounded);
  put(s.series[static_cast<std::size_t>(Series::displaced)]);
  put(t.peak_displaced);
  put(t.unmet);
  put(s.series[static_cast<std::size_t>(Series::fronts)]);
  put(t.entries);
  put(t.crossed);
  put(t.let_pass);
  put(t.punished);
  put(t.leaders);
  put(t.refusals);
  put(t.breakdowns);
  put(t.leaks);
  put(t.untold);
  const auto put_all = [&](const auto& vector) {
    for (const auto x : vector) {
      put(static_cast<double>(x));
    }
  };
  put_all(s.dead);
  for (std::size_t p = 0; p < c.places.size(); ++p) {
    put(displaced_of(s, p));
  }
  put_all(s.access);
  put_all(s.gap);
  for (std::size_t f = 0; f < c.fronts.size(); ++f) {
    put(s.day > 0 ? s.posture_days[f] / s.day : 0);
  }
  put_all(s.days_with_acts);
  put_all(s.crossed);
  put_all(s.in_force_days);
  put_all(s.held);
  put_all(s.losses);
  put_all(s.strength);
  put_all(s.leadership);
  put_all(s.pressure);
  put_all(s.trust);
  put_all(s.aid);
  put_all(s.felt);
  put_all(s.position);
}

}  // namespace detente::play
