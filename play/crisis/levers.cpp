// Step 1: policies move levers, levers act on their targets. Step 2: what each party is worth in a fight.
#include <algorithm>
#include <cmath>

#include "state.hpp"

namespace detente::play {

namespace {

double look(const State& s, const Condition& condition) {
  const std::size_t of = condition.of == kNone ? 0 : at(condition.of);
  const std::size_t places = s.c->places.size();
  switch (condition.quantity) {
    case Quantity::day:
      return s.day;
    case Quantity::killed:
      return condition.of == kNone ? s.totals.killed : static_cast<double>(s.dead[of]);
    case Quantity::displaced: {
      double sum = 0;
      for (std::size_t p = 0; p < places; ++p) {
        sum += condition.of == kNone || p == of ? displaced_of(s, p) : 0;
      }
      return sum;
    }
    case Quantity::posture:
      return s.open[of] != 0 && s.quiet[of] == 0 ? s.posture[of] : 0;
    case Quantity::acts:
      return s.smooth_acts[of];
    case Quantity::pressure:
      return s.pressure[of];
    case Quantity::standing:
      return s.standing[of];
    case Quantity::losses:
      return s.losses[of];
    case Quantity::leadership:
      return s.leadership[of];
    case Quantity::trust:
      return s.trust[of];
    case Quantity::crossed:
      return s.crossed[of];
    case Quantity::tabled:
      return s.stage[of] == Stage::tabled ? 1 : 0;
    case Quantity::truce:
      return s.stage[of] == Stage::in_force ? 1 : 0;
    case Quantity::rejected:
      return s.refused[of];
    case Quantity::level:
      return s.level[of];
    case Quantity::access:
      return s.access[of];
    case Quantity::gap:
      return s.gap[of];
    case Quantity::open:
      return s.open[of];
  }
  return 0;
}

bool holds(const State& s, const Condition& condition) {
  const double x = look(s, condition);
  switch (condition.comparison) {
    case Comparison::below:
      return x < condition.value;
    case Comparison::at_most:
      return x <= condition.value;
    case Comparison::at_least:
      return x >= condition.value;
    case Comparison::above:
      return x > condition.value;
    case Comparison::equal:
      return x == condition.value;
  }
  return false;
}

void apply_policy(State& s) {
  const Crisis& c = *s.c;
  for (std::size_t l = 0; l < c.levers.size(); ++l) {
    s.wanted[l] = s.number(c.levers[l], LeverNumber::level);
  }
  for (const Rule& rule : c.policies[s.policy].rules) {
    const bool all = std::all_of(rule.conditions.begin(), rule.conditions.end(),
                                 [&](const Condition& condition) { return holds(s, condition); });
    if (all) {
      for (const Setting& setting : rule.settings) {
        s.wanted[at(setting.lever)] = s.v[setting.number];
      }
    }
  }
  for (std::size_t l = 0; l < c.levers.size(); ++l) {
    if (s.wanted[l] != s.pending[l]) {
      s.pending[l] = s.wanted[l];
      s.due[l] = s.day + static_cast<int>(s.number(c.levers[l], LeverNumber::delay));
    }
    if (s.day >= s.due[l] && s.level[l] != s.pending[l]) {
      s.say("lever \"{}\" of {}: {:.2f} -> {:.2f}, by the policy \"{}\"", c.levers[l].name,
            s.party(c.levers[l].holder).name, s.level[l], s.pending[l], c.policies[s.policy].name);
      s.level[l] = s.pending[l];
    }
    if (s.cut[l] > 0 && s.day > s.cut_until[l]) {
      s.say("lever \"{}\" of {} is whole again", c.levers[l].name, s.party(c.levers[l].holder).name);
      s.cut[l] = 0;
    }
  }
}

void clear_effects(State& s) {
  for (auto* vector : {&s.supply,       &s.precision,       &s.heaviness,       &s.caution,       &s.embolden,
                       &s.deterred,     &s.blame,           &s.relief,          &s.tie_notice,    &s.tie_contact,
                       &s.place_access, &s.place_shelter,   &s.place_seal,      &s.place_fill,    &s.mediation,
                       &s.guarantee,    &s.front_precision, &s.front_heaviness, &s.front_caution, &s.front_embolden}) {
    std::fill(vector->begin(), vector->end(), 0.0);
  }
  for (std::size_t i = 0; i < s.c->parties.size(); ++i) {
    s.misperception[i] = s.party_number(static_cast<int>(i), PartyNumber::misperception);
  }
  for (std::size_t p = 0; p < s.c->proposals.size(); ++p) {
    s.guarantee[p] = s.number(s.c->proposals[p], ProposalNumber::guarantee);
  }
  for (std::size_t r = 0; r < s.c->corridors.size(); ++r) {
    s.corridor_open[r] = s.number(s.c->corridors[r], CorridorNumber::open);
  }
}

void act_on(State& s, std::size_t l) {
  const Lever& lever = s.c->levers[l];
  const double f = s.felt[l];
  const double* n = &s.v[lever.first];
  const std::size_t t = at(lever.target);
  s.misperception[at(lever.holder)] *= 1 - n[LeverNumber::watch] * f;
  switch (lever.target_kind) {
    case TargetKind::party:
      s.supply[t] += n[LeverNumber::capability] * f;
      s.precision[t] += n[LeverNumber::precision] * f;
      s.heaviness[t] += n[LeverNumber::heaviness] * f;
      s.caution[t] += n[LeverNumber::caution] * f;
      s.embolden[t] += n[LeverNumber::embolden] * f;
      s.blame[t] += n[LeverNumber::pressure] * f;
      s.relief[t] = 1 - (1 - s.relief[t]) * (1 - n[LeverNumber::relief] * f);
      for (const int front : s.links->against[t]) {
        const auto attacker = at(s.c->fronts[at(front)].attacker);
        s.deterred[attacker] = std::max(s.deterred[attacker], n[LeverNumber::deterrence] * f);
        s.front_embolden[at(front)] +=
            n[LeverNumber::signal] * (1 - s.level[l] * (1 - s.cut[l])) - n[LeverNumber::deterrence] * f;
      }
      break;
    case TargetKind::front:
      s.front_precision[t] += n[LeverNumber::precision] * f;
      s.front_heaviness[t] += n[LeverNumber::heaviness] * f;
      s.front_caution[t] += n[LeverNumber::caution] * f;
      s.front_embolden[t] += n[LeverNumber::embolden] * f;
      break;
    case TargetKind::tie:
      s.tie_notice[t] += n[LeverNumber::notice] * f;
      s.tie_contact[t] += n[LeverNumber::contact] * f;
      break;
    case TargetKind::proposal:
      s.mediation[t] += n[LeverNumber::mediation] * f;
      s.guarantee[t] += n[LeverNumber::guarantee] * f;
      break;
    case TargetKind::place:
      s.place_access[t] += n[LeverNumber::access] * f;
      s.place_shelter[t] += n[LeverNumber::shelter] * f;
      s.place_seal[t] += n[LeverNumber::seal] * f;
      s.place_fill[t] += n[LeverNumber::fill] * f;
      break;
    case TargetKind::corridor:
      s.corridor_open[t] += n[LeverNumber::access] * f;
      break;
    case TargetKind::none:
      break;
  }
}

// Influence that meets the full posture all the same wears out: the holder learns how little the lever does.
void learn(State& s, std::size_t l) {
  const double learning = s.number(s.c->levers[l], LeverNumber::learning);
  const int party = s.links->lever_party[l];
  if (learning <= 0 || party == kNone) {
    return;
  }
  for (const int front : s.links->fronts_of[at(party)]) {
    if (s.open[at(front)] != 0 && s.quiet[at(front)] == 0 && s.posture[at(front)] == 2) {
      s.influence[l] *= 1 - learning / 7;
      return;
    }
  }
}

}  // namespace

void move_levers(State& s) {
  apply_policy(s);
  clear_effects(s);
  for (std::size_t l = 0; l < s.c->levers.size(); ++l) {
    const Lever& lever = s.c->levers[l];
    learn(s, l);
    const int tie = s.links->lever_tie[l];
    const double trust = tie == kNone ? 1 : s.trust[at(tie)];
    s.felt[l] = s.level[l] * (1 - s.cut[l]) * s.influence[l] *
                (1 - s.number(lever, LeverNumber::trust_share) * (1 - trust)) *
                (1 - s.number(lever, LeverNumber::attention_share) * (1 - s.attention[at(lever.holder)]));
    act_on(s, l);
  }
}

// c~ = c (1 + sum of what is supplied) (1 - losses) (1 - command lost), thinned over fronts; play.md, "Leverage".
void gather_strength(State& s) {
  const Crisis& c = *s.c;
  for (const int t : s.links->supply_order) {
    const Tie& tie = c.ties[at(t)];
    const std::size_t to = at(tie.to);
    s.aid[at(t)] = std::max(s.number(tie, TieNumber::weight), 0.0) * (1 + s.supply[at(tie.from)]) *
                   (s.number(tie, TieNumber::aid) + s.number(tie, TieNumber::aid_losses) * s.losses[to] +
                    s.number(tie, TieNumber::aid_pressure) * s.pressure[to]);
    s.supply[to] += s.aid[at(t)];
  }
  int theatres = 0;
  for (std::size_t p = 0; p < c.places.size(); ++p) {
    const auto& fronts = s.links->fronts_at[p];
    theatres += std::any_of(fronts.begin(), fronts.end(),
                            [&](int f) { return s.open[at(f)] != 0 && s.quiet[at(f)] == 0 && s.posture[at(f)] > 0; });
  }
  for (std::size_t i = 0; i < c.parties.size(); ++i) {
    const double* n = &s.v[c.parties[i].first];
    int active = 0;
    for (const int f : s.links->fronts_of[i]) {
      active += s.open[at(f)] != 0 && s.quiet[at(f)] == 0 && s.posture[at(f)] > 0;
    }
    s.strength[i] = n[PartyNumber::capability] * std::max(0.0, 1 + s.supply[i]) * (1 - s.losses[i]) *
                    (1 - n[PartyNumber::command_loss] * (1 - s.leadership[i])) /
                    (1 + n[PartyNumber::overstretch] * std::max(0, active - 1));
    s.attention[i] =
        1 / (1 + n[PartyNumber::divided_attention] * std::max(0.0, theatres - 1 + n[PartyNumber::outside_load]));
  }
}

}  // namespace detente::play
