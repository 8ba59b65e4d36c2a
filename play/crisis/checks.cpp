#include "checks.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "near.hpp"

namespace detente::play {

namespace {

struct Link {
  int from = 0;
  int to = 0;
  int line = 0;
};

// The nodes of a cycle in order, the first again at the end; empty if there is none. `line` is that of a link in it.
std::vector<int> cycle(std::size_t nodes, const std::vector<Link>& links, int& line) {
  std::vector<std::vector<const Link*>> next(nodes);
  for (const Link& link : links) {
    next[static_cast<std::size_t>(link.from)].push_back(&link);
  }
  enum class Mark : std::uint8_t { fresh, open, done };
  std::vector<Mark> marks(nodes, Mark::fresh);
  std::vector<std::pair<int, std::size_t>> path;
  for (std::size_t root = 0; root < nodes; ++root) {
    if (marks[root] != Mark::fresh) {
      continue;
    }
    path.assign(1, {static_cast<int>(root), 0});
    marks[root] = Mark::open;
    while (!path.empty()) {
      auto& [node, at] = path.back();
      if (at == next[static_cast<std::size_t>(node)].size()) {
        marks[static_cast<std::size_t>(node)] = Mark::done;
        path.pop_back();
        continue;
      }
      const Link* link = next[static_cast<std::size_t>(node)][at++];
      const auto to = static_cast<std::size_t>(link->to);
      if (marks[to] == Mark::open) {
        line = link->line;
        std::vector<int> out;
        const auto begin =
            std::find_if(path.begin(), path.end(), [&](const auto& step) { return step.first == link->to; });
        for (auto step = begin; step != path.end(); ++step) {
          out.push_back(step->first);
        }
        out.push_back(link->to);
        return out;
      }
      if (marks[to] == Mark::fresh) {
        marks[to] = Mark::open;
        path.emplace_back(link->to, 0);
      }
    }
  }
  return {};
}

bool supplies(const Crisis& crisis, std::size_t index) {
  const Number& number = crisis.numbers[index];
  return number.distribution != Distribution::fixed || number.a != 0;
}

template <typename T>
std::string chain(const std::vector<T>& rows, const std::vector<int>& nodes, std::string_view between) {
  std::string out;
  for (const int node : nodes) {
    out += out.empty() ? "" : std::string(between);
    out += rows[static_cast<std::size_t>(node)].name;
  }
  return out;
}

void check_cycles(const Crisis& crisis, Rows& rows) {
  int line = 0;
  std::vector<Link> supply;
  for (const Tie& tie : crisis.ties) {
    if (supplies(crisis, tie.first + TieNumber::aid) || supplies(crisis, tie.first + TieNumber::aid_losses) ||
        supplies(crisis, tie.first + TieNumber::aid_pressure)) {
      supply.push_back({tie.from, tie.to, tie.line});
    }
  }
  for (const Lever& lever : crisis.levers) {
    if (lever.target_kind == TargetKind::party && lever.target != lever.holder &&
        supplies(crisis, lever.first + LeverNumber::capability)) {
      supply.push_back({lever.holder, lever.target, lever.line});
    }
  }
  if (const auto nodes = cycle(crisis.parties.size(), supply, line); !nodes.empty()) {
    rows.fail(fmt::format("supply goes in a circle, so that strength would come from nothing: {}",
                          chain(crisis.parties, nodes, " supplies ")),
              line);
  }
  std::vector<Link> factions;
  for (std::size_t i = 0; i < crisis.parties.size(); ++i) {
    if (crisis.parties[i].of != kNone) {
      factions.push_back({static_cast<int>(i), crisis.parties[i].of, crisis.parties[i].line});
    }
  }
  if (const auto nodes = cycle(crisis.parties.size(), factions, line); !nodes.empty()) {
    rows.fail(fmt::format("a faction is a part of itself: {}", chain(crisis.parties, nodes, " of ")), line);
  }
  std::vector<Link> needs;
  for (std::size_t i = 0; i < crisis.proposals.size(); ++i) {
    if (crisis.proposals[i].requires_proposal != kNone) {
      needs.push_back({static_cast<int>(i), crisis.proposals[i].requires_proposal, crisis.proposals[i].line});
    }
  }
  if (const auto nodes = cycle(crisis.proposals.size(), needs, line); !nodes.empty()) {
    rows.fail(fmt::format("a proposal requires itself: {}", chain(crisis.proposals, nodes, " requires ")), line);
  }
}

void check_tempo(const Crisis& crisis, Rows& rows) {
  if (crisis.excitements.empty()) {
    return;
  }
  std::vector<double> middle;
  std::vector<double> upper;
  for (const Number& number : crisis.numbers) {
    middle.push_back(central(number));
    upper.push_back(number.distribution == Distribution::fixed ? number.a : quantile(number, 0.999));
  }
  const int line = crisis.excitements.front().line;
  if (const double radius = spectral_radius(crisis, middle); radius >= 1) {
    rows.fail(fmt::format("the excitement between acts has the spectral radius {:.4g}: one act would bring {:.4g} and "
                          "so on without end; it must be below 1 (gain times 1 + sensitivity, over all excitements)",
                          radius, radius),
              line);
  } else if (const double most = spectral_radius(crisis, upper); most >= 1) {
    rows.fail(fmt::format("the excitement between acts can reach the spectral radius {:.4g} at the upper ends of its "
                          "distributions: it must stay below 1",
                          most),
              line);
  }
}

// An effect that the lever's target cannot feel would be a mechanism that is on and does nothing.
void check_effects(const Crisis& crisis, Rows& rows) {
  using L = LeverNumber;
  struct Fits {
    std::size_t effect;
    std::array<TargetKind, 2> kinds;
  };
  constexpr TargetKind kParty = TargetKind::party;
  constexpr TargetKind kFront = TargetKind::front;
  constexpr TargetKind kTie = TargetKind::tie;
  constexpr TargetKind kProposal = TargetKind::proposal;
  constexpr TargetKind kPlace = TargetKind::place;
  static constexpr std::array kFits{
      Fits{L::capability, {kParty, kParty}},
      Fits{L::precision, {kParty, kFront}},
      Fits{L::heaviness, {kParty, kFront}},
      Fits{L::caution, {kParty, kFront}},
      Fits{L::embolden, {kParty, kFront}},
      Fits{L::deterrence, {kParty, kParty}},
      Fits{L::signal, {kParty, kParty}},
      Fits{L::pressure, {kParty, kParty}},
      Fits{L::relief, {kParty, kParty}},
      Fits{L::mediation, {kProposal, kProposal}},
      Fits{L::guarantee, {kProposal, kProposal}},
      Fits{L::notice, {kTie, kTie}},
      Fits{L::contact, {kTie, kTie}},
      Fits{L::access, {kPlace, TargetKind::corridor}},
      Fits{L::shelter, {kPlace, kPlace}},
      Fits{L::seal, {kPlace, kPlace}},
      Fits{L::fill, {kPlace, kPlace}},
  };
  static constexpr std::array<std::string_view, 7> kNames{"nothing",    "a party", "a front",   "a tie",
                                                          "a proposal", "a place", "a corridor"};
  for (const Lever& lever : crisis.levers) {
    for (const Fits& fits : kFits) {
      const bool fit = lever.target_kind == fits.kinds[0] || lever.target_kind == fits.kinds[1];
      const Number& number = crisis.numbers[lever.first + fits.effect];
      if (!fit && supplies(crisis, lever.first + fits.effect)) {
        rows.fail(
            fmt::format("{} does nothing: '{}' acts on {}{}{}, and the target is {}", number.path,
                        crisis_section("lever").numbers[fits.effect].key,
                        kNames[static_cast<std::size_t>(fits.kinds[0])], fits.kinds[0] != fits.kinds[1] ? " or " : "",
                        fits.kinds[0] != fits.kinds[1] ? kNames[static_cast<std::size_t>(fits.kinds[1])] : "",
                        kNames[static_cast<std::size_t>(lever.target_kind)]),
            number.line);
      }
    }
  }
}

}  // namespace

void check_crisis(const Crisis& crisis, Rows& rows) {
  check_cycles(crisis, rows);
  if (rows.good()) {
    check_effects(crisis, rows);
  }
  if (rows.good()) {
    check_tempo(crisis, rows);
  }
}

void fail_target(Rows& rows, const std::string& name, const std::vector<std::string_view>& parties,
                 const std::vector<std::string_view>& others, int line) {
  const std::string party = nearest(name, parties);
  const std::string other = party.empty() ? did_you_mean(name, others) : "";
  if (other.empty()) {
    rows.fail_name(name, "party", "lever.target", parties, line);
  } else {
    rows.fail(fmt::format("lever.target '{}' is no party, front, tie, proposal, place or corridor{}", name, other),
              line);
  }
}

}  // namespace detente::play
