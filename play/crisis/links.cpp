// Who is tied to whom: made once, so that no day has to look for it.
#include <algorithm>

#include "state.hpp"

namespace detente::play {

namespace {

// Ties with aid in an order in which every supplier has what he gets before he gives. The file has no circle.
std::vector<int> order_of_supply(const Crisis& crisis) {
  const auto gives = [&](const Tie& tie) {
    for (const std::size_t which : {TieNumber::aid, TieNumber::aid_losses, TieNumber::aid_pressure}) {
      const Number& number = crisis.numbers[tie.first + which];
      if (number.distribution != Distribution::fixed || number.a != 0) {
        return true;
      }
    }
    return false;
  };
  std::vector<std::size_t> waits(crisis.parties.size(), 0);
  std::vector<int> out;
  std::vector<char> done(crisis.ties.size(), 0);
  for (std::size_t t = 0; t < crisis.ties.size(); ++t) {
    if (gives(crisis.ties[t])) {
      ++waits[at(crisis.ties[t].to)];
    } else {
      done[t] = 1;
    }
  }
  for (bool moved = true; moved;) {
    moved = false;
    for (std::size_t t = 0; t < crisis.ties.size(); ++t) {
      if (done[t] == 0 && waits[at(crisis.ties[t].from)] == 0) {
        done[t] = 1;
        out.push_back(static_cast<int>(t));
        moved = true;
      }
    }
    std::fill(waits.begin(), waits.end(), 0U);
    for (std::size_t t = 0; t < crisis.ties.size(); ++t) {
      waits[at(crisis.ties[t].to)] += done[t] == 0 ? 1 : 0;
    }
  }
  return out;
}

int target_party(const Crisis& crisis, const Lever& lever) {
  switch (lever.target_kind) {
    case TargetKind::party:
      return lever.target;
    case TargetKind::front:
      return crisis.fronts[at(lever.target)].attacker;
    case TargetKind::tie:
      return crisis.ties[at(lever.target)].from;
    case TargetKind::corridor:
      return crisis.corridors[at(lever.target)].operated_by;
    case TargetKind::proposal:
    case TargetKind::place:
    case TargetKind::none:
      return kNone;
  }
  return kNone;
}

}  // namespace

Links::Links(const Crisis& crisis) : parties_(crisis.parties.size()), issues_(crisis.issues.size()) {
  const std::size_t fronts = crisis.fronts.size();
  acts_of.resize(fronts);
  for (std::size_t a = 0; a < crisis.acts.size(); ++a) {
    Span& span = acts_of[at(crisis.acts[a].front)];
    if (span.end == span.begin) {
      span.begin = a;
    }
    span.end = a + 1;
  }
  against.resize(parties_);
  fronts_of.resize(parties_);
  reverse.assign(fronts, kNone);
  fronts_at.resize(crisis.places.size());
  for (std::size_t f = 0; f < fronts; ++f) {
    const Front& front = crisis.fronts[f];
    against[at(front.defender)].push_back(static_cast<int>(f));
    fronts_of[at(front.attacker)].push_back(static_cast<int>(f));
    if (front.place != kNone) {
      fronts_at[at(front.place)].push_back(static_cast<int>(f));
    }
    for (std::size_t g = 0; g < fronts && reverse[f] == kNone; ++g) {
      if (crisis.fronts[g].attacker == front.defender && crisis.fronts[g].defender == front.attacker) {
        reverse[f] = static_cast<int>(g);
      }
    }
  }

  pair_at_.assign(parties_ * parties_, kNone);
  stance_at_.assign(parties_ * std::max<std::size_t>(issues_, 1), kNone);
  tie_at_.assign(parties_ * parties_, kNone);
  pairs_about.resize(parties_);
  const auto believe = [&](int observer, int subject) {
    int& slot = pair_at_[at(observer) * parties_ + at(subject)];
    if (slot == kNone && observer != subject) {
      slot = static_cast<int>(pairs.size());
      pairs.push_back({observer, subject});
      pairs_about[at(subject)].push_back(slot);
    }
    return slot;
  };
  for (const Front& front : crisis.fronts) {
    front_pair.push_back(believe(front.attacker, front.defender));
    believe(front.defender, front.attacker);
  }
  lines_on.resize(fronts);
  lines_by_act.resize(crisis.acts.size());
  for (std::size_t r = 0; r < crisis.red_lines.size(); ++r) {
    const RedLine& line = crisis.red_lines[r];
    line_pair.push_back(believe(line.addressee, line.holder));
    believe(line.holder, line.addressee);
    const auto add = [&](int front) {
      std::vector<int>& lines = lines_on[at(front)];
      if (crisis.fronts[at(front)].attacker == line.addressee &&
          std::find(lines.begin(), lines.end(), static_cast<int>(r)) == lines.end()) {
        lines.push_back(static_cast<int>(r));
      }
    };
    for (const int front : line.fronts) {
      add(front);
    }
    for (const int act : line.acts) {
      add(crisis.acts[at(act)].front);
      lines_by_act[at(act)].push_back(static_cast<int>(r));
    }
  }

  ties_from.resize(parties_);
  patrons.resize(parties_);
  for (std::size_t t = 0; t < crisis.ties.size(); ++t) {
    const Tie& tie = crisis.ties[t];
    tie_at_[at(tie.from) * parties_ + at(tie.to)] = static_cast<int>(t);
    ties_from[at(tie.from)].push_back(static_cast<int>(t));
    if (tie.kind == "patronage") {
      patrons[at(tie.to)].push_back(static_cast<int>(t));
    }
  }
  supply_order = order_of_supply(crisis);
  for (const Lever& lever : crisis.levers) {
    const int party = target_party(crisis, lever);
    lever_party.push_back(party);
    lever_tie.push_back(party == kNone ? kNone : tie(party, lever.holder));
  }

  stances_on.resize(issues_);
  stances_of.resize(parties_);
  for (std::size_t i = 0; i < crisis.stances.size(); ++i) {
    const Stance& stance = crisis.stances[i];
    stance_at_[at(stance.party) * issues_ + at(stance.issue)] = static_cast<int>(i);
    stances_on[at(stance.issue)].push_back(static_cast<int>(i));
    stances_of[at(stance.party)].push_back(static_cast<int>(i));
  }
  routes_from.resize(crisis.places.size());
  for (std::size_t r = 0; r < crisis.routes.size(); ++r) {
    routes_from[at(crisis.routes[r].from)].push_back(static_cast<int>(r));
  }
  corridors_to.resize(crisis.places.size());
  for (std::size_t r = 0; r < crisis.corridors.size(); ++r) {
    corridors_to[at(crisis.corridors[r].place)].push_back(static_cast<int>(r));
  }
  mediators_of.resize(crisis.proposals.size());
  for (std::size_t m = 0; m < crisis.mediators.size(); ++m) {
    for (const int proposal : crisis.mediators[m].proposals) {
      mediators_of[at(proposal)].push_back(static_cast<int>(m));
    }
  }
  proposals_on.resize(fronts);
  for (std::size_t p = 0; p < crisis.proposals.size(); ++p) {
    for (const int front : crisis.proposals[p].fronts) {
      proposals_on[at(front)].push_back(static_cast<int>(p));
    }
  }
  norms_by_act.resize(crisis.acts.size());
  for (std::size_t n = 0; n < crisis.norms.size(); ++n) {
    for (const int act : crisis.norms[n].acts) {
      norms_by_act[at(act)].push_back(static_cast<int>(n));
    }
  }
  factions.resize(parties_);
  for (std::size_t i = 0; i < parties_; ++i) {
    if (crisis.parties[i].of != kNone) {
      factions[at(crisis.parties[i].of)].push_back(static_cast<int>(i));
    }
  }
}

int Links::pair(int observer, int subject) const { return pair_at_[at(observer) * parties_ + at(subject)]; }
int Links::stance(int party, int issue) const { return stance_at_[at(party) * issues_ + at(issue)]; }
int Links::tie(int from, int to) const { return tie_at_[at(from) * parties_ + at(to)]; }

}  // namespace detente::play
