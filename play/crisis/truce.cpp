// Step 9: proposals are tabled, refused, moved, accepted; hold, break, lapse, and are revived (play.md, "Truce").
#include <algorithm>
#include <cmath>

#include "detente/play/closed_forms.hpp"
#include "state.hpp"

namespace detente::play {

namespace {

// What a side gains a day by agreeing rather than fighting on, and of what it is made.
struct Verdict {
  double terms = 0;       // of the terms and the hostages
  double war = 0;         // the flow of war that it would give up
  double state = 0;       // gains, losses, standing
  double doubt = 0;       // not knowing the other side
  double commitment = 0;  // power that would shift
  double holds = 1;       // discounted share of the time that the truce would hold
  double gain() const { return (terms + state - war - doubt - commitment) * holds; }
};

double hazard(const State& s, std::size_t p) {
  const Proposal& proposal = s.c->proposals[p];
  double weak = 1;
  for (const int f : proposal.fronts) {
    const int place = s.c->fronts[at(f)].place;
    if (place != kNone) {
      const double* n = &s.v[s.c->places[at(place)].first];
      weak += n[PlaceNumber::instability] * s.gap[at(place)] + n[PlaceNumber::weakness];
    }
  }
  double spoilers = 0;
  for (std::size_t t = 0; t < s.c->ties.size(); ++t) {
    const Tie& tie = s.c->ties[t];
    const double spoil = s.number(tie, TieNumber::spoil);
    if (spoil > 0 &&
        std::find(proposal.addressees.begin(), proposal.addressees.end(), tie.to) != proposal.addressees.end()) {
      spoilers += spoil * std::max(s.number(tie, TieNumber::weight), 0.0);
    }
  }
  return (s.number(proposal, ProposalNumber::hazard) * weak + spoilers) * luck::exp(-s.guarantee[p]);
}

double war_flow(const State& s, const Proposal& proposal, int party) {
  double flow = 0;
  for (const int f : proposal.fronts) {
    if (s.open[at(f)] == 0) {
      continue;
    }
    const Front& front = s.c->fronts[at(f)];
    const Worth now = worth(s, at(f), at(s.posture[at(f)]));
    if (front.attacker == party) {
      flow += now.of(s.party_number(party, PartyNumber::resolve));
    } else if (front.defender == party) {
      flow -= now.contest * s.party_number(party, PartyNumber::resolve);
    }
  }
  return flow;
}

// Strength as it would be after `days` of rearming, others as they are.
double rearmed(const State& s, int party, double days) {
  const double losses = s.losses[at(party)];
  const double rearm = s.party_number(party, PartyNumber::rearm);
  const double left = losses * luck::exp(days * luck::log(std::max(1 - rearm, 1e-12)));
  return s.strength[at(party)] * (1 - left) / (1 - losses);
}

double spread(const State& s, int observer, int subject) {
  const int pair = s.links->pair(observer, subject);
  if (pair == kNone) {
    return 0;
  }
  double mean = 0;
  double square = 0;
  for (std::size_t k = 0; k < kTypes; ++k) {
    mean += s.belief[at(pair)][k] * s.types[at(subject)][k];
    square += s.belief[at(pair)][k] * s.types[at(subject)][k] * s.types[at(subject)][k];
  }
  return std::sqrt(std::max(0.0, square - mean * mean));
}

Verdict weigh(const State& s, std::size_t p, int party) {
  const Proposal& proposal = s.c->proposals[p];
  const double* n = &s.v[s.party(party).first];
  Verdict out;
  double stake = 0;
  for (const int f : proposal.fronts) {
    const Front& front = s.c->fronts[at(f)];
    if (front.attacker == party || front.defender == party) {
      stake += s.number(front, FrontNumber::stake);
    }
  }
  for (std::size_t t = 0; t < proposal.terms.size(); ++t) {
    const int stance = s.links->stance(party, proposal.terms[t].issue);
    if (stance != kNone) {
      const Stance& row = s.c->stances[at(stance)];
      const double salience =
          s.number(row, StanceNumber::salience) + s.number(row, StanceNumber::harm_salience) * s.totals.killed / 1000;
      out.terms -= salience * std::abs(s.position[at(stance)] - s.terms[s.terms_at[p] + t]) / 100;
    }
  }
  for (std::size_t h = 0; h < s.c->hostages.size(); ++h) {
    const Hostages& hostages = s.c->hostages[h];
    const double people = s.number(hostages, HostagesNumber::people);
    if (hostages.of == party && hostages.proposal == static_cast<int>(p) && people > 0) {
      out.terms += s.number(hostages, HostagesNumber::value) * s.held[h] / people;
    }
  }
  out.war = war_flow(s, proposal, party);
  out.state = n[PartyNumber::ripeness] * s.gains[at(party)] + n[PartyNumber::weariness] * s.losses[at(party)] -
              n[PartyNumber::reputation_drive] * s.standing[at(party)];
  const double duration = s.number(proposal, ProposalNumber::duration);
  const double days = duration > 0 ? duration : 1 / (1 - n[PartyNumber::patience]);
  for (const int other : proposal.addressees) {
    if (other == party) {
      continue;
    }
    out.doubt += n[PartyNumber::doubt] * spread(s, party, other);
    if (n[PartyNumber::commitment] > 0) {
      const double mine = s.strength[at(party)];
      const double theirs = s.strength[at(other)];
      const double mine_later = rearmed(s, party, days);
      const double theirs_later = rearmed(s, other, days);
      const double now = mine / std::max(mine + theirs, 1e-300);
      const double later = mine_later / std::max(mine_later + theirs_later, 1e-300);
      out.commitment += n[PartyNumber::commitment] * n[PartyNumber::resolve] * stake * std::max(0.0, now - later) *
                        luck::exp(-s.guarantee[p]);
    }
  }
  const double delta = n[PartyNumber::patience];
  out.holds = (1 - delta) / (1 - delta * luck::exp(-hazard(s, p)));
  return out;
}

bool accepts(State& s, std::size_t p, int party) {
  const Verdict v = weigh(s, p, party);
  const double chance = logistic(s.party_number(party, PartyNumber::rationality) * v.gain());
  const bool yes = luck::uniform(s.draw(Draw::accept, p * s.c->parties.size() + at(party))) < chance;
  s.say(
      "{} {} \"{}\" (chance {:.2f}): terms {:+.2f}, state of the war {:+.2f}, flow of war {:+.2f}, doubt {:.2f}, power "
      "that would shift {:.2f}, share of the time that it would hold {:.2f}",
      s.party(party).name, yes ? "accepts" : "refuses", s.c->proposals[p].name, chance, v.terms, v.state, v.war,
      v.doubt, v.commitment, v.holds);
  return yes;
}

void set_quiet(State& s) {
  for (std::size_t f = 0; f < s.c->fronts.size(); ++f) {
    const auto& proposals = s.links->proposals_on[f];
    s.quiet[f] =
        std::any_of(proposals.begin(), proposals.end(), [&](int p) { return s.stage[at(p)] == Stage::in_force; }) ? 1
                                                                                                                  : 0;
  }
}

void discourage(State& s, std::size_t p) {
  for (const int m : s.links->mediators_of[p]) {
    s.effort[at(m)] *= 1 - s.number(s.c->mediators[at(m)], MediatorNumber::discouragement);
  }
}

// After a refusal the terms move towards the fair division between the first two addressees: the share that Rubinstein
// gives to each by his patience.
void move_terms(State& s, std::size_t p) {
  const Proposal& proposal = s.c->proposals[p];
  const double step = s.number(proposal, ProposalNumber::counter);
  if (step <= 0 || proposal.addressees.size() < 2) {
    return;
  }
  const int a = proposal.addressees[0];
  const int b = proposal.addressees[1];
  const double share = nash_share(-luck::log(std::max(s.party_number(a, PartyNumber::patience), 1e-12)),
                                  -luck::log(std::max(s.party_number(b, PartyNumber::patience), 1e-12)));
  for (std::size_t t = 0; t < proposal.terms.size(); ++t) {
    const int xa = s.links->stance(a, proposal.terms[t].issue);
    const int xb = s.links->stance(b, proposal.terms[t].issue);
    if (xa == kNone || xb == kNone) {
      continue;
    }
    double& term = s.terms[s.terms_at[p] + t];
    const double fair = s.position[at(xb)] + share * (s.position[at(xa)] - s.position[at(xb)]);
    term += step * (fair - term);
    s.say("    \"{}\" moves on {} to {:.0f}", proposal.name, s.c->issues[at(proposal.terms[t].issue)].name, term);
  }
}

// The trust of a side in a mediator; through another mediator if that one has more of it.
double side_trust(const State& s, const Mediator& mediator, const SideTrust& side) {
  double trust = s.v[side.number];
  if (mediator.via != kNone) {
    for (const Mediator& through : s.c->mediators) {
      for (const SideTrust& theirs : through.trust) {
        if (through.party == mediator.via && theirs.party == side.party) {
          trust = std::max(trust, s.v[theirs.number]);
        }
      }
    }
  }
  return trust;
}

// The effort behind a proposal: what mediators have for it, as far as the side that trusts them least does, and as far
// as they can attend to it.
double effort_behind(const State& s, std::size_t p) {
  double sum = s.mediation[p];
  for (const int m : s.links->mediators_of[p]) {
    const Mediator& mediator = s.c->mediators[at(m)];
    double least = 1;
    for (const SideTrust& side : mediator.trust) {
      least = std::min(least, side_trust(s, mediator, side));
    }
    sum += s.effort[at(m)] * least * s.attention[at(mediator.party)];
  }
  return sum;
}

void come_into_force(State& s, std::size_t p) {
  s.stage[p] = Stage::in_force;
  s.since[p] = s.day;
  if (s.totals.truce_day == 0) {
    s.totals.truce_day = s.day;
  }
  s.say("\"{}\" is in force", s.c->proposals[p].name);
}

void narrow_beliefs(State& s, std::size_t p) {
  for (const int m : s.links->mediators_of[p]) {
    const double narrowing = s.number(s.c->mediators[at(m)], MediatorNumber::narrowing);
    if (narrowing <= 0) {
      continue;
    }
    const auto& sides = s.c->proposals[p].addressees;
    for (const int observer : sides) {
      for (const int subject : sides) {
        const int pair = observer == subject ? kNone : s.links->pair(observer, subject);
        if (pair == kNone) {
          continue;
        }
        const double truth = s.party_number(subject, PartyNumber::resolve);
        std::size_t nearest = 0;
        for (std::size_t k = 1; k < kTypes; ++k) {
          if (std::abs(s.types[at(subject)][k] - truth) < std::abs(s.types[at(subject)][nearest] - truth)) {
            nearest = k;
          }
        }
        for (std::size_t k = 0; k < kTypes; ++k) {
          s.belief[at(pair)][k] = (1 - narrowing) * s.belief[at(pair)][k] + (k == nearest ? narrowing : 0);
        }
      }
    }
  }
}

void try_to_table(State& s, std::size_t p) {
  const Proposal& proposal = s.c->proposals[p];
  if (proposal.requires_proposal != kNone && s.stage[at(proposal.requires_proposal)] != Stage::in_force) {
    return;
  }
  const double* n = &s.v[proposal.first];
  const double effort = effort_behind(s, p);
  bool table = static_cast<int>(n[ProposalNumber::tabled]) == s.day;
  if (!table && n[ProposalNumber::revive] > 0 && effort > 0 && effort >= n[ProposalNumber::needs]) {
    table = luck::uniform(s.draw(Draw::table, p)) < 1 - luck::exp(-n[ProposalNumber::revive] * effort);
  }
  if (table) {
    s.stage[p] = Stage::tabled;
    s.since[p] = s.day;
    s.say("\"{}\" is on the table (effort behind it {:.2f})", proposal.name, effort);
  }
}

void decide(State& s, std::size_t p) {
  const Proposal& proposal = s.c->proposals[p];
  const double* n = &s.v[proposal.first];
  if (s.day - s.since[p] >= static_cast<int>(n[ProposalNumber::life])) {
    s.stage[p] = Stage::off;
    s.say("\"{}\" lapses on the table", proposal.name);
    return;
  }
  narrow_beliefs(s, p);
  const double chance = n[ProposalNumber::pace] * lead_product(s, proposal.addressees);
  if (luck::uniform(s.draw(Draw::decide, p)) >= chance) {
    return;
  }
  bool all = true;
  for (const int side : proposal.addressees) {
    all = accepts(s, p, side) && all;
  }
  if (all) {
    come_into_force(s, p);
    return;
  }
  ++s.refused[p];
  ++s.totals.refusals;
  discourage(s, p);
  if (n[ProposalNumber::counter] > 0) {
    move_terms(s, p);
  } else {
    s.stage[p] = Stage::off;
  }
}

void hold(State& s, std::size_t p) {
  const Proposal& proposal = s.c->proposals[p];
  ++s.in_force_days[p];
  for (std::size_t h = 0; h < s.c->hostages.size(); ++h) {
    const Hostages& hostages = s.c->hostages[h];
    if (hostages.proposal == static_cast<int>(p) && s.held[h] > 0) {
      const double free = std::min(s.held[h], s.number(hostages, HostagesNumber::release));
      s.held[h] -= free;
      if (free > 0) {
        s.say("{} are released: {:g} left", hostages.name, s.held[h]);
      }
    }
  }
  const double duration = s.number(proposal, ProposalNumber::duration);
  if (duration > 0 && s.day - s.since[p] >= static_cast<int>(duration)) {
    bool all = true;
    for (const int side : proposal.addressees) {
      all = accepts(s, p, side) && all;
    }
    if (all) {
      s.since[p] = s.day;
      s.say("\"{}\" is prolonged", proposal.name);
    } else {
      s.stage[p] = Stage::off;
      s.say("\"{}\" lapses", proposal.name);
    }
    return;
  }
  const double chance = 1 - luck::exp(-hazard(s, p));
  if (chance > 0 && luck::uniform(s.draw(Draw::breakdown, p)) < chance) {
    s.stage[p] = Stage::off;
    ++s.broken[p];
    ++s.totals.breakdowns;
    discourage(s, p);
    s.say("\"{}\" breaks (chance {:.3f} a day)", proposal.name, chance);
  }
}

}  // namespace

double lead_product(const State& s, const std::vector<int>& parties) {
  double product = 1;
  for (const int party : parties) {
    product *= s.leadership[at(party)];
  }
  return product;
}

void negotiate(State& s) {
  for (std::size_t m = 0; m < s.c->mediators.size(); ++m) {
    const Mediator& mediator = s.c->mediators[m];
    const double usual = s.number(mediator, MediatorNumber::effort);
    s.effort[m] += s.number(mediator, MediatorNumber::recovery) * (usual - s.effort[m]);
  }
  for (std::size_t p = 0; p < s.c->proposals.size(); ++p) {
    switch (s.stage[p]) {
      case Stage::off:
        try_to_table(s, p);
        break;
      case Stage::tabled:
        decide(s, p);
        break;
      case Stage::in_force:
        hold(s, p);
        break;
    }
  }
  set_quiet(s);
}

}  // namespace detente::play
