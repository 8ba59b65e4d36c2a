// Step 4: whoever attacks on a front chooses a posture; who drew a red line punishes or lets it pass; the rival answers
// or does not. Each choice is logit in its value, with the later ones foreseen through beliefs (play.md, "Moves").
#include <algorithm>
#include <cmath>

#include "detente/play/stage_game.hpp"
#include "state.hpp"

namespace detente::play {

namespace {

using Beliefs = std::array<double, kTypes>;

// What the holder gains by punishing rather than letting it pass; affine in the holder's resolve.
Worth punishing(const State& s, std::size_t line, double dead) {
  const RedLine& r = s.c->red_lines[line];
  const double* n = &s.v[r.first];
  const double* h = &s.v[s.party(r.holder).first];
  const double clarity = 1 - n[RedLineNumber::ambiguity];
  Worth out;
  out.contest = s.firmness[line] * clarity;
  out.fixed = h[PartyNumber::audience_cost] * clarity + h[PartyNumber::pressure_aversion] * s.pressure[at(r.holder)] +
              h[PartyNumber::harm_aversion] * dead / 100 - n[RedLineNumber::cost];
  for (const int l : r.levers) {
    out.fixed -= s.number(s.c->levers[at(l)], LeverNumber::cost) * n[RedLineNumber::cut] * s.level[at(l)];
  }
  return out;
}

bool being_punished(const State& s, const RedLine& r) {
  return std::any_of(r.levers.begin(), r.levers.end(), [&](int l) { return s.cut[at(l)] > 0; });
}

double expected(const Beliefs& belief, const Beliefs& types, const Worth& worth, double lambda) {
  double sum = 0;
  for (std::size_t k = 0; k < kTypes; ++k) {
    sum += belief[k] * logistic(lambda * worth.of(types[k]));
  }
  return sum;
}

// What the red lines on a front take from a posture: the chance that one is crossed, times the chance that its holder
// punishes, as the attacker believes, times what he would lose.
double red_line_cost(const State& s, std::size_t front, std::size_t posture) {
  double cost = 0;
  for (const int l : s.links->lines_on[front]) {
    const RedLine& r = s.c->red_lines[at(l)];
    const double* n = &s.v[r.first];
    double cross = 0;
    if (static_cast<int>(posture) >= r.posture &&
        std::find(r.fronts.begin(), r.fronts.end(), static_cast<int>(front)) != r.fronts.end()) {
      cross = 1;
    } else {
      double acts = 0;
      for (const int a : r.acts) {
        if (at(s.c->acts[at(a)].front) == front) {
          acts += rate(s, at(a), posture);
        }
      }
      cross = 1 - luck::exp(-acts * s.number(s.c->fronts[front], FrontNumber::review));
    }
    if (cross <= 0) {
      continue;
    }
    double loss = n[RedLineNumber::penalty];
    for (const int lever : r.levers) {
      loss += s.number(s.c->levers[at(lever)], LeverNumber::value) * s.level[at(lever)] * n[RedLineNumber::cut];
    }
    const int pair = s.links->line_pair[at(l)];
    if (loss != 0 && pair != kNone) {
      cost += cross * loss *
              expected(s.belief[at(pair)], s.types[at(r.holder)], punishing(s, at(l), dead_per_day(s, front, posture)),
                       s.party_number(r.holder, PartyNumber::rationality));
    }
  }
  return cost;
}

// What the rival gains by raising his own posture to `posture`.
Worth answering(const State& s, std::size_t own, std::size_t posture) {
  const Worth up = worth(s, own, posture);
  const Worth stay = worth(s, own, at(s.posture[own]));
  return {up.fixed - stay.fixed, up.contest - stay.contest};
}

bool may_answer(const State& s, std::size_t front, std::size_t posture) {
  const int own = s.links->reverse[front];
  return own != kNone && s.open[at(own)] != 0 && s.quiet[at(own)] == 0 &&
         static_cast<int>(posture) > s.posture[at(own)];
}

double answer_chance(const State& s, std::size_t front, std::size_t posture) {
  if (!may_answer(s, front, posture)) {
    return 0;
  }
  const int rival = s.c->fronts[front].defender;
  return expected(s.belief[at(s.links->front_pair[front])], s.types[at(rival)],
                  answering(s, at(s.links->reverse[front]), posture), s.party_number(rival, PartyNumber::rationality));
}

// All who hold beliefs about the attacker update them by Bayes' rule on what they take the move for.
void observe(State& s, std::size_t front, const std::array<Worth, kPostures>& values, std::size_t chosen) {
  const int subject = s.c->fronts[front].attacker;
  const double lambda = s.party_number(subject, PartyNumber::rationality);
  std::array<std::array<double, kPostures>, kTypes> chance{};
  bool known = false;
  for (const int p : s.links->pairs_about[at(subject)]) {
    if (!known) {
      for (std::size_t k = 0; k < kTypes; ++k) {
        std::array<double, kPostures> utility{};
        for (std::size_t posture = 0; posture < kPostures; ++posture) {
          utility[posture] = values[posture].of(s.types[at(subject)][k]);
        }
        logit_response(utility, lambda, chance[k]);
      }
      known = true;
    }
    const double error = s.misperception[at(s.links->pairs[at(p)].observer)];
    std::size_t seen = chosen;
    if (error > 0) {
      const auto u = luck::uniform_pair(s.draw(Draw::perceive, at(p) * s.c->fronts.size() + front));
      if (u[0] < error) {
        seen = (chosen + (u[1] < 0.5 ? 1 : 2)) % kPostures;
      }
    }
    Beliefs likelihood{};
    for (std::size_t k = 0; k < kTypes; ++k) {
      likelihood[k] = (1 - error) * chance[k][seen] + error / 2 * (1 - chance[k][seen]);
    }
    update_belief(s.belief[at(p)], likelihood);
  }
}

// What the worth of a posture is made of: the terms that are not zero.
std::string explain(const State& s, std::size_t front, std::size_t posture) {
  const Front& f = s.c->fronts[front];
  const std::size_t i = at(f.attacker);
  const double* n = &s.v[s.party(f.attacker).first];
  const double e = kEffort[posture];
  std::string out;
  const auto term = [&](std::string_view name, double value) {
    if (std::abs(value) >= 0.005) {
      out += fmt::format("{}{} {:+.2f}", out.empty() ? "" : ", ", name, value);
    }
  };
  term("to win", n[PartyNumber::resolve] * worth(s, front, posture).contest);
  term("war", -e * n[PartyNumber::war_cost] / n[PartyNumber::cost_tolerance]);
  term("civilian dead",
       -n[PartyNumber::harm_aversion] * dead_per_day(s, front, posture) / 100 / n[PartyNumber::cost_tolerance]);
  term("grief", e * n[PartyNumber::grief_drive] * s.grief[i]);
  term("standing", e * n[PartyNumber::reputation_drive] * s.standing[i]);
  term("gains", e * n[PartyNumber::appetite] * s.gains[i]);
  term("momentum", e * s.number(f, FrontNumber::momentum) * s.campaign[front]);
  term("levers",
       e * (s.embolden[i] + s.front_embolden[front]) - (posture == 2 ? s.caution[i] + s.front_caution[front] : 0));
  term("pressure", -e * n[PartyNumber::pressure_aversion] * s.pressure[i]);
  term("restraint", posture == 2 ? -n[PartyNumber::restraint] : 0);
  term("backing down", -n[PartyNumber::audience_cost] * std::max(0.0, kEffort[at(s.posture[front])] - e));
  term("red lines", -red_line_cost(s, front, posture));
  term("fear of an answer", -n[PartyNumber::fear] * e * s.strength[at(f.defender)] /
                                std::max(s.strength[i] + s.strength[at(f.defender)], 1e-300) *
                                answer_chance(s, front, posture));
  return out.empty() ? "nothing" : out;
}

void tell_move(State& s, std::size_t front, const std::array<Worth, kPostures>& values, double resolve,
               const std::array<double, kPostures>& chance, std::size_t chosen) {
  const Front& f = s.c->fronts[front];
  s.say("{} on \"{}\": {} -> {}", s.party(f.attacker).name, f.name, kPostureNames[at(s.posture[front])],
        kPostureNames[chosen]);
  s.say(
      "    worth {:.2f} / {:.2f} / {:.2f} (holding / limited / full) at a resolve of {:.2f}: chances {:.2f} / {:.2f} "
      "/ {:.2f}",
      values[0].of(resolve), values[1].of(resolve), values[2].of(resolve), resolve, chance[0], chance[1], chance[2]);
  s.say("    full: {}", explain(s, front, 2));
  if (chosen != 2) {
    s.say("    {}: {}", kPostureNames[chosen], explain(s, front, chosen));
  }
  const int pair = s.links->front_pair[front];
  if (may_answer(s, front, 2)) {
    double mean = 0;
    for (std::size_t k = 0; k < kTypes; ++k) {
      mean += s.belief[at(pair)][k] * s.types[at(f.defender)][k];
    }
    s.say(
        "    it believes that {} has a resolve of {:.2f} (in truth {:.2f}) and answers the full posture with "
        "probability {:.2f}",
        s.party(f.defender).name, mean, s.party_number(f.defender, PartyNumber::resolve), answer_chance(s, front, 2),
        red_line_cost(s, front, 2));
  }
}

void answer(State& s, std::size_t front, std::size_t chosen) {
  if (!may_answer(s, front, chosen)) {
    return;
  }
  const auto own = at(s.links->reverse[front]);
  const int rival = s.c->fronts[front].defender;
  const double chance = logistic(s.party_number(rival, PartyNumber::rationality) *
                                 answering(s, own, chosen).of(s.party_number(rival, PartyNumber::resolve)));
  if (luck::uniform(s.draw(Draw::answer, front)) < chance) {
    s.say("{} answers on \"{}\": {} -> {} (chance {:.2f})", s.party(rival).name, s.c->fronts[own].name,
          kPostureNames[at(s.posture[own])], kPostureNames[chosen], chance);
    s.posture[own] = static_cast<int>(chosen);
  } else {
    s.say("{} does not answer on \"{}\" (chance {:.2f})", s.party(rival).name, s.c->fronts[own].name, chance);
  }
}

void choose(State& s, std::size_t front) {
  const Front& f = s.c->fronts[front];
  const double* n = &s.v[s.party(f.attacker).first];
  const double resolve = n[PartyNumber::resolve];
  const double rival_share =
      s.strength[at(f.defender)] / std::max(s.strength[at(f.attacker)] + s.strength[at(f.defender)], 1e-300);
  std::array<Worth, kPostures> values{};
  std::array<double, kPostures> utility{};
  for (std::size_t posture = 0; posture < kPostures; ++posture) {
    values[posture] = worth(s, front, posture);
    values[posture].fixed -= red_line_cost(s, front, posture);
    if (n[PartyNumber::fear] != 0) {
      values[posture].fixed -= n[PartyNumber::fear] * kEffort[posture] * rival_share * answer_chance(s, front, posture);
    }
    utility[posture] = values[posture].of(resolve);
  }
  std::array<double, kPostures> chance{};
  logit_response(utility, n[PartyNumber::rationality], chance);
  const double u = luck::uniform(s.draw(Draw::posture, front));
  // From the lowest posture up, so that under the same luck a larger appetite for effort never gives less of it.
  const std::size_t chosen = u < chance[0] ? 0 : u < chance[0] + chance[1] ? 1 : 2;
  const auto before = at(s.posture[front]);
  if (s.telling()) {
    tell_move(s, front, values, resolve, chance, chosen);
  }
  observe(s, front, values, chosen);
  s.posture[front] = static_cast<int>(chosen);
  for (const int l : s.links->lines_on[front]) {
    const RedLine& r = s.c->red_lines[at(l)];
    if (static_cast<int>(chosen) >= r.posture &&
        std::find(r.fronts.begin(), r.fronts.end(), static_cast<int>(front)) != r.fronts.end()) {
      cross_line(s, at(l), dead_per_day(s, front, chosen), static_cast<int>(before) < r.posture);
    }
  }
  if (chosen > before) {
    answer(s, front, chosen);
  }
}

}  // namespace

Worth worth(const State& s, std::size_t front, std::size_t posture) {
  const Front& f = s.c->fronts[front];
  const std::size_t i = at(f.attacker);
  const double* n = &s.v[s.party(f.attacker).first];
  const double* fn = &s.v[f.first];
  const double e = kEffort[posture];
  const double force = s.strength[i] * e;
  const double against = s.strength[at(f.defender)];
  Worth out;
  out.contest = force > 0 ? fn[FrontNumber::stake] * force / (force + against) : 0;
  out.fixed = -e * n[PartyNumber::war_cost] / n[PartyNumber::cost_tolerance] +
              e * (n[PartyNumber::grief_drive] * s.grief[i] + n[PartyNumber::reputation_drive] * s.standing[i] +
                   n[PartyNumber::appetite] * s.gains[i] + fn[FrontNumber::momentum] * s.campaign[front] +
                   s.embolden[i] + s.front_embolden[front] - n[PartyNumber::pressure_aversion] * s.pressure[i]);
  if (n[PartyNumber::harm_aversion] != 0) {
    out.fixed -= n[PartyNumber::harm_aversion] * dead_per_day(s, front, posture) / 100 / n[PartyNumber::cost_tolerance];
  }
  if (posture == 2) {
    out.fixed -= n[PartyNumber::restraint] + s.caution[i] + s.front_caution[front];
  }
  const double down = kEffort[at(s.posture[front])] - e;
  if (down > 0) {
    out.fixed -= n[PartyNumber::audience_cost] * down;
  }
  return out;
}

void cross_line(State& s, std::size_t line, double dead, bool fresh) {
  const RedLine& r = s.c->red_lines[line];
  if (fresh) {
    ++s.crossed[line];
    ++s.totals.crossed;
  }
  if (!fresh && being_punished(s, r)) {
    return;
  }
  const Worth gain = punishing(s, line, dead);
  const double lambda = s.party_number(r.holder, PartyNumber::rationality);
  const double chance = logistic(lambda * gain.of(s.party_number(r.holder, PartyNumber::resolve)));
  const bool punish = luck::uniform(s.draw(Draw::punish, line)) < chance;
  for (const int p : s.links->pairs_about[at(r.holder)]) {
    const double error = s.misperception[at(s.links->pairs[at(p)].observer)];
    Beliefs likelihood{};
    for (std::size_t k = 0; k < kTypes; ++k) {
      const double seen = logistic(lambda * gain.of(s.types[at(r.holder)][k]));
      likelihood[k] = (1 - error) * (punish ? seen : 1 - seen) + error / 2;
    }
    update_belief(s.belief[at(p)], likelihood);
  }
  const double* n = &s.v[r.first];
  if (punish) {
    ++s.totals.punished;
    for (const int l : r.levers) {
      s.cut[at(l)] = n[RedLineNumber::cut];
      s.cut_until[at(l)] = s.day + static_cast<int>(n[RedLineNumber::days]);
    }
    s.pressure[at(r.addressee)] += n[RedLineNumber::penalty];
    s.say("red line \"{}\" crossed by {}: {} punishes (chance {:.2f})", r.name, s.party(r.addressee).name,
          s.party(r.holder).name, chance);
  } else {
    ++s.let_pass[line];
    s.totals.let_pass += fresh ? 1 : 0;
    s.firmness[line] *= 1 - n[RedLineNumber::wear];
    s.say("red line \"{}\" crossed by {}: {} lets it pass (chance of punishing {:.2f}), firmness now {:.2f}", r.name,
          s.party(r.addressee).name, s.party(r.holder).name, chance, s.firmness[line]);
  }
}

void choose_moves(State& s) {
  for (std::size_t f = 0; f < s.c->fronts.size(); ++f) {
    if (s.open[f] == 0 || s.quiet[f] != 0) {
      continue;
    }
    const int review = std::max(1, static_cast<int>(s.number(s.c->fronts[f], FrontNumber::review)));
    if ((s.day - 1) % review == 0) {
      choose(s, f);
    }
  }
}

}  // namespace detente::play
