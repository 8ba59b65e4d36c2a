// The state of one future: how much room it takes, and how it begins.
#include <algorithm>
#include <cmath>

#include "state.hpp"

namespace detente::play {

State::State(const Model& m) : model(&m), c(&m.crisis()), links(&m.links()) {
  const auto size = [](auto& vector, std::size_t count) { vector.resize(count); };
  v.resize(c->numbers.size());
  const std::size_t parties = c->parties.size();
  for (auto* vector :
       {&strength, &supply, &losses, &leadership, &pressure, &grief, &standing, &gains, &attention, &criticism_by,
        &precision, &heaviness, &caution, &embolden, &deterred, &blame, &relief, &misperception, &dead_by}) {
    vector->resize(parties);
  }
  size(types, parties);
  size(position, c->stances.size());
  size(next_position, c->stances.size());
  for (auto* vector : {&trust, &aid, &tie_notice, &tie_contact}) {
    vector->resize(c->ties.size());
  }
  for (auto* vector : {&level, &wanted, &pending, &influence, &cut, &felt}) {
    vector->resize(c->levers.size());
  }
  size(due, c->levers.size());
  size(cut_until, c->levers.size());
  size(firmness, c->red_lines.size());
  size(crossed, c->red_lines.size());
  size(let_pass, c->red_lines.size());
  size(belief, links->pairs.size());
  const std::size_t fronts = c->fronts.size();
  size(posture, fronts);
  size(days_with_acts, fronts);
  size(open, fronts);
  size(quiet, fronts);
  for (auto* vector : {&campaign, &smooth_acts, &front_precision, &front_heaviness, &front_caution, &front_embolden,
                       &front_dead_per_day, &posture_days}) {
    vector->resize(fronts);
  }
  size(acts_today, c->acts.size());
  size(act_lambda, c->acts.size());
  size(excited, c->excitements.size());
  size(fade, c->excitements.size());
  size(kick, c->excitements.size());
  const std::size_t places = c->places.size();
  size(people, places * places);
  for (auto* vector : {&within, &dead, &dead_of, &initial}) {
    vector->resize(places);
  }
  for (auto* vector : {&access, &gap, &place_access, &place_shelter, &place_seal, &place_fill, &unmet}) {
    vector->resize(places);
  }
  size(corridor_open, c->corridors.size());
  const std::size_t proposals = c->proposals.size();
  size(stage, proposals);
  for (auto* vector : {&since, &refused, &broken, &in_force_days}) {
    vector->resize(proposals);
  }
  size(mediation, proposals);
  size(guarantee, proposals);
  for (const Proposal& proposal : c->proposals) {
    terms_at.push_back(terms.size());
    terms.resize(terms.size() + proposal.terms.size());
  }
  size(effort, c->mediators.size());
  size(held, c->hostages.size());
}

namespace {

template <typename T>
void clear(std::vector<T>& vector) {
  std::fill(vector.begin(), vector.end(), T{});
}

void reset_parties(State& s) {
  for (auto* vector :
       {&s.strength, &s.supply, &s.losses, &s.pressure, &s.grief, &s.standing, &s.gains, &s.criticism_by, &s.dead_by}) {
    clear(*vector);
  }
  std::fill(s.leadership.begin(), s.leadership.end(), 1.0);
  std::fill(s.attention.begin(), s.attention.end(), 1.0);
  for (std::size_t i = 0; i < s.c->parties.size(); ++i) {
    const Number& resolve = s.c->numbers[s.c->parties[i].first + PartyNumber::resolve];
    for (std::size_t k = 0; k < kTypes; ++k) {
      s.types[i][k] = quantile(resolve, (static_cast<double>(k) + 0.5) / kTypes);
    }
  }
  for (auto& belief : s.belief) {
    belief.fill(1.0 / kTypes);
  }
  for (std::size_t i = 0; i < s.c->stances.size(); ++i) {
    s.position[i] = s.number(s.c->stances[i], StanceNumber::position);
  }
  for (std::size_t t = 0; t < s.c->ties.size(); ++t) {
    s.trust[t] = s.number(s.c->ties[t], TieNumber::trust);
    s.aid[t] = 0;
  }
}

void reset_levers(State& s) {
  for (std::size_t l = 0; l < s.c->levers.size(); ++l) {
    const Lever& lever = s.c->levers[l];
    s.level[l] = s.wanted[l] = s.pending[l] = s.number(lever, LeverNumber::level);
    s.influence[l] = s.number(lever, LeverNumber::influence);
    s.cut[l] = 0;
    s.due[l] = 0;
    s.cut_until[l] = 0;
  }
  for (std::size_t r = 0; r < s.c->red_lines.size(); ++r) {
    s.firmness[r] = s.number(s.c->red_lines[r], RedLineNumber::firmness);
    s.crossed[r] = 0;
    s.let_pass[r] = 0;
  }
}

void reset_fronts(State& s) {
  for (std::size_t f = 0; f < s.c->fronts.size(); ++f) {
    const Front& front = s.c->fronts[f];
    s.posture[f] = static_cast<int>(std::lround(s.number(front, FrontNumber::posture)));
    s.open[f] = front.open ? 1 : 0;
    s.quiet[f] = 0;
    s.campaign[f] = 0;
    s.smooth_acts[f] = 0;
    s.posture_days[f] = 0;
    s.days_with_acts[f] = 0;
  }
  clear(s.acts_today);
  clear(s.act_lambda);
  for (std::size_t e = 0; e < s.c->excitements.size(); ++e) {
    const Excitement& excitement = s.c->excitements[e];
    s.excited[e] = 0;
    s.fade[e] = luck::exp(-s.number(excitement, ExcitementNumber::decay));
    s.kick[e] = s.number(excitement, ExcitementNumber::gain) *
                (1 + s.number(s.c->acts[at(excitement.from)], ActNumber::sensitivity));
  }
}

void reset_places(State& s) {
  const std::size_t places = s.c->places.size();
  clear(s.people);
  clear(s.dead);
  clear(s.dead_of);
  for (std::size_t p = 0; p < places; ++p) {
    const Place& place = s.c->places[p];
    const auto people = static_cast<std::int64_t>(s.number(place, PlaceNumber::people));
    const auto displaced = std::min(static_cast<std::int64_t>(s.number(place, PlaceNumber::displaced)), people);
    s.initial[p] = people;
    s.within[p] = displaced;
    s.people[p * places + p] = people - displaced;
    s.access[p] = s.number(place, PlaceNumber::access);
    s.gap[p] = s.number(place, PlaceNumber::gap);
    s.unmet[p] = 0;
  }
}

void reset_talks(State& s) {
  std::fill(s.stage.begin(), s.stage.end(), Stage::off);
  for (auto* vector : {&s.since, &s.refused, &s.broken, &s.in_force_days}) {
    clear(*vector);
  }
  for (std::size_t p = 0; p < s.c->proposals.size(); ++p) {
    const Proposal& proposal = s.c->proposals[p];
    for (std::size_t t = 0; t < proposal.terms.size(); ++t) {
      s.terms[s.terms_at[p] + t] = s.v[proposal.terms[t].number];
    }
  }
  for (std::size_t m = 0; m < s.c->mediators.size(); ++m) {
    s.effort[m] = s.number(s.c->mediators[m], MediatorNumber::effort);
  }
  for (std::size_t h = 0; h < s.c->hostages.size(); ++h) {
    s.held[h] = s.number(s.c->hostages[h], HostagesNumber::people);
  }
}

}  // namespace

void reset(State& s) {
  s.day = 0;
  s.totals = {};
  s.series = {};
  reset_parties(s);
  reset_levers(s);
  reset_fronts(s);
  reset_places(s);
  reset_talks(s);
  for (std::size_t p = 0; p < s.c->places.size(); ++p) {
    s.series[static_cast<std::size_t>(Series::displaced)] += displaced_of(s, p);
  }
}

}  // namespace detente::play
