// Proposals, levers, red lines and hostages of a draft.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "brief_checks.hpp"
#include "brief_words.hpp"
#include "detente/text/date.hpp"
#include "draft_drafter.hpp"

namespace detente::board::draft {

namespace {

double length_of(const std::vector<Term>& terms) {
  for (const Term& term : terms) {
    const std::string words = term.key == "duration" ? briefing::told_duration(term.value) : "";
    if (!words.empty()) {
      const char unit = term.value.back();
      return std::atof(words.c_str()) * (unit == 'W' ? 7 : unit == 'M' ? 30 : unit == 'Y' ? 365 : 1);
    }
  }
  return 0;
}

std::string unique(std::string name, std::set<std::string>& taken) {
  const std::string first = name;
  for (int i = 2; !taken.insert(name).second; ++i) {
    name = fmt::format("{} {}", first, i);
  }
  return name;
}

}  // namespace

DraftStance Drafter::stance(const Proposal& proposal, const std::string& party, bool is_sponsor) const {
  for (auto it = proposal.states.rbegin(); it != proposal.states.rend(); ++it) {
    for (const std::string& by : it->by) {
      if (cast_.actor(by) == party && (it->state == "rejected" || it->state == "accepted")) {
        const bool is_no = it->state == "rejected";
        return {party, assumed(is_no ? 15 : 75, fmt::format("it {} it ({}); how far it stands from it is not told",
                                                            it->state, item(it->place)))};
      }
    }
  }
  return {party, is_sponsor ? assumed(80, "it stands behind the proposal") : assumed(40, "no answer of it is told")};
}

void Drafter::proposals() {
  std::set<std::string> taken;
  std::vector<const Proposal*> order;
  for (const Proposal& proposal : board_.proposals) {
    order.push_back(&proposal);
  }
  std::stable_sort(order.begin(), order.end(), [](const Proposal* a, const Proposal* b) {
    const auto weight = [](const Proposal& p) {
      return (p.sponsors.empty() ? 0 : 2) + (p.addressees.empty() ? 0 : 2) + (length_of(p.terms) > 0 ? 1 : 0) +
             (p.states.size() > 1 || (!p.states.empty() && !p.states.front().state.empty()) ? 2 : 0);
    };
    return weight(*a) > weight(*b);
  });
  for (const Proposal* one : order) {
    if (out_.proposals.size() >= 3) {
      break;
    }
    if (one->states.empty() || (length_of(one->terms) == 0 && !briefing::names_offer(one->label))) {
      continue;
    }
    const Proposal& proposal = *one;
    const double days = length_of(proposal.terms);
    DraftProposal made;
    made.source = item(proposal.states.front().place);
    made.sponsors = actors(proposal.sponsors);
    made.addressees = actors(proposal.addressees);
    for (const State& state : proposal.states) {
      if (state.state == "rejected" || state.state == "accepted") {
        for (const std::string& by : actors(state.by)) {
          if (std::find(made.addressees.begin(), made.addressees.end(), by) == made.addressees.end()) {
            made.addressees.push_back(by);
          }
        }
      }
    }
    complete(made);
    std::erase_if(made.sponsors, [&](const std::string& s) {
      return std::find(made.addressees.begin(), made.addressees.end(), s) != made.addressees.end();
    });
    if (made.sponsors.empty()) {
      for (const Actor& other : out_.actors) {
        if (made.sponsors.empty() &&
            std::find(made.addressees.begin(), made.addressees.end(), other.name) == made.addressees.end()) {
          made.sponsors.push_back(other.name);
          made.note +=
              (made.note.empty() ? "" : "; ") + fmt::format("who puts it forward is not told: {} is taken", other.name);
        }
      }
    }
    made.name = unique(days > 0 ? fmt::format("pause of {:.0f} days", days) : clean(proposal.label), taken);
    made.issue = made.name + " or war";
    if (days > 0) {
      made.duration = told(days, {fmt::format("{}: {:.0f} days", made.source, days)});
    }
    const std::int64_t tabled = day_number(proposal.states.front().place.day);
    if (proposal.states.front().place.dated && tabled > day_number(out_.start)) {
      made.tabled = told(static_cast<double>(tabled - day_number(out_.start)), {made.source + ": its day"});
    }
    for (const DraftFront& f : out_.fronts) {
      const auto is_in = [&](const std::string& p) {
        return std::find(made.addressees.begin(), made.addressees.end(), p) != made.addressees.end();
      };
      if (is_in(f.attacker) && is_in(f.defender)) {
        made.fronts.push_back(f.name);
      }
    }
    // One offer under two labels is one choice for those who play.
    const auto is_same = [&](const DraftProposal& other) {
      const bool is_one_length = !other.duration || !made.duration || other.duration->value == made.duration->value;
      return other.sponsors == made.sponsors && other.addressees == made.addressees && is_one_length;
    };
    if (std::any_of(out_.proposals.begin(), out_.proposals.end(), is_same)) {
      continue;
    }
    for (const std::string& party : made.addressees) {
      made.stances.push_back(stance(proposal, party, false));
    }
    for (const std::string& party : made.sponsors) {
      made.stances.push_back(stance(proposal, party, true));
    }
    out_.proposals.push_back(std::move(made));
  }
}

void Drafter::complete(DraftProposal& made) const {
  if (made.addressees.size() >= 2) {
    return;
  }
  for (const DraftFront& f : out_.fronts) {
    const bool fits =
        made.addressees.empty() || f.attacker == made.addressees.front() || f.defender == made.addressees.front();
    if (fits) {
      made.note = "the reports do not name both sides: those of the front '" + f.name + "' are taken";
      for (const std::string& side : {f.attacker, f.defender}) {
        if (std::find(made.addressees.begin(), made.addressees.end(), side) == made.addressees.end()) {
          made.addressees.push_back(side);
        }
      }
      return;
    }
  }
  const DraftFront& f = out_.fronts.front();
  made.addressees = {f.attacker, f.defender};
  made.note = "the reports do not name two sides that fight: those of the front '" + f.name + "' are taken";
}

std::optional<std::string> Drafter::helped_by(const std::string& holder) const {
  std::optional<std::string> best;
  double most = 0;
  for (const auto& [ends, pair] : cast_.pairs()) {
    if (ends.first == holder && pair.cooperation > most) {
      most = pair.cooperation;
      best = ends.second;
    }
  }
  return best;
}

namespace {

// "withheld (r12ab...:i1), granted (r34cd...:i2)": the steps of a lever, of many the latest.
std::string told_steps(const Lever& lever) {
  constexpr std::size_t kShown = 4;
  std::string out;
  const std::size_t first = lever.history.size() > kShown ? lever.history.size() - kShown : 0;
  for (std::size_t i = first; i < lever.history.size(); ++i) {
    const LeverStep& step = lever.history[i];
    out += fmt::format("{}{} ({})", out.empty() ? "" : ", ", step.level.empty() ? "a lever" : clean(step.level),
                       item(step.place));
  }
  return out;
}

}  // namespace

// Those whose holder and target are told come first, then those that moved most often; the board has the newest first.
void Drafter::levers() {
  std::vector<const Lever*> order;
  for (const Lever& lever : board_.levers) {
    if (!lever.history.empty()) {
      order.push_back(&lever);
    }
  }
  const auto is_whole = [&](const Lever* lever) {
    const auto holder = cast_.actor(lever->holder);
    const auto target = cast_.actor(lever->target);
    return holder && target && *holder != *target;
  };
  std::stable_sort(order.begin(), order.end(), [&](const Lever* a, const Lever* b) {
    return is_whole(a) != is_whole(b) ? is_whole(a) : a->history.size() > b->history.size();
  });
  std::set<std::string> taken;
  for (const Lever* one : order) {
    const std::string source = item(one->history.back().place);
    const auto holder = cast_.actor(one->holder);
    if (!holder) {
      leave_out(fmt::format("a lever ({}): its holder is not told, or no party of this file", source));
      continue;
    }
    if (out_.levers.size() >= kMost) {
      continue;
    }
    DraftLever made;
    made.holder = *holder;
    made.source = source;
    const auto target = cast_.actor(one->target);
    const auto helped = helped_by(made.holder);
    if (target && *target != made.holder) {
      made.target = *target;
    } else if (helped) {
      made.target = *helped;
      made.note = "the target is not told: whom the holder helps most is taken";
    } else {
      leave_out(fmt::format("a lever of {} ({}): its target is not told", made.holder, source));
      continue;
    }
    const auto same = [&](const DraftLever& l) { return l.holder == made.holder && l.target == made.target; };
    if (std::count_if(out_.levers.begin(), out_.levers.end(), same) >= 2) {
      continue;  // two of one holder towards one target say enough
    }
    made.instrument = clean(one->instrument);
    made.name = unique(clean(fmt::format("{} to {}: {}", made.holder, made.target,
                                         made.instrument.empty() ? "help" : made.instrument)),
                       taken);
    const double level = one->level == "withheld"      ? 0.5
                         : one->level == "conditioned" ? 0.7
                         : one->level == "threatened"  ? 0.8
                                                       : 0.9;
    made.level = assumed(level, fmt::format("told as {}; how much of it is not told", told_steps(*one)));
    out_.levers.push_back(std::move(made));
  }
}

void Drafter::lines() {
  std::set<std::string> taken;
  for (const RedLine& one : board_.red_lines) {
    const auto holders = actors(one.holders);
    auto addressees = actors(one.addressees);
    DraftLine made;
    made.source = item(one.place);
    if (out_.lines.size() >= kMost) {
      break;
    }
    if (holders.empty()) {
      leave_out(fmt::format("a red line ({}): its holder is not told, or no party of this file", made.source));
      continue;
    }
    made.holder = holders.front();
    std::erase(addressees, made.holder);
    if (addressees.empty()) {
      for (const DraftFront& f : out_.fronts) {
        if (f.attacker != made.holder && (f.defender == made.holder || helped_by(made.holder) == f.attacker)) {
          addressees.push_back(f.attacker);
          made.note = "to whom it is said is not told: the attacker on a front that concerns the holder is taken";
          break;
        }
      }
    }
    if (addressees.empty()) {
      leave_out(fmt::format("a red line of {} ({}): to whom it is said is not told", made.holder, made.source));
      continue;
    }
    made.addressee = addressees.front();
    for (const DraftFront& f : out_.fronts) {
      if (f.attacker == made.addressee) {
        made.fronts.push_back(f.name);
      }
    }
    if (made.fronts.empty()) {
      leave_out(fmt::format("a red line of {} ({}): {} is on no front", made.holder, made.source, made.addressee));
      continue;
    }
    for (const DraftLever& lever : out_.levers) {
      if (lever.holder == made.holder && lever.target == made.addressee) {
        made.levers.push_back(lever.name);
      }
    }
    made.name = unique(clean(fmt::format("{}: {}", made.holder, one.label)), taken);
    std::string why =
        fmt::format("told as {} ({})", one.firmness.empty() ? "a red line" : clean(one.firmness), made.source);
    if (!one.touched.empty()) {
      why += fmt::format("; touched since, as {} tells{}", item(one.touched.front().place),
                         one.touched.size() > 1 ? fmt::format(", and {} more", one.touched.size() - 1) : "");
    }
    // A line that was crossed and still stands binds less.
    made.firmness = assumed((one.firmness == "firm" ? 1.0 : 0.5) * (one.touched.empty() ? 1.0 : 0.8), std::move(why));
    out_.lines.push_back(std::move(made));
  }
}

void Drafter::leave_out(std::string what) {
  constexpr std::size_t kTold = 8;
  if (out_.left_out.size() < kTold) {
    out_.left_out.push_back(std::move(what));
  } else {
    ++out_.not_listed;
  }
}

void Drafter::hostages() {
  for (const Harm& harm : board_.harm) {
    if (harm.measure != "hostages" || harm.claims.empty() || out_.proposals.empty() || !out_.hostages.empty()) {
      continue;
    }
    // Who holds captives is told by an act, and whose people they are by the front on which they were taken.
    for (const Tie& tie : board_.ties) {
      const auto holder = cast_.actor(tie.source);
      const bool is_taking = tie.type == name(EventType::ASSAULT) && tie.target.find("ostage") != std::string::npos;
      for (const DraftFront& f : out_.fronts) {
        const Claim& claim = harm.claims.back();
        if (is_taking && holder && f.attacker == *holder && out_.hostages.empty() && value_of(claim) > 0) {
          out_.hostages.push_back(
              {"hostages", *holder, f.defender, out_.proposals.front().name,
               told(value_of(claim), {fmt::format("{}: \"{}\"", item(claim.place), clean(claim.place.words))})});
        }
      }
    }
  }
}

}  // namespace detente::board::draft
