// What in a crisis is evidenced and what assumed.
#include <fmt/format.h>

#include <cmath>

#include "detente/play/ensemble.hpp"

namespace detente::play {

namespace {

std::string shown(const Number& n) {
  switch (n.distribution) {
    case Distribution::fixed:
      return fmt::format("{:g}", n.a);
    case Distribution::uniform:
      return fmt::format("{:g} to {:g}", n.a, n.b);
    case Distribution::triangular:
      return fmt::format("{:g} to {:g}, most likely {:g}", n.a, n.c, n.b);
    case Distribution::normal:
      return fmt::format("{:g} ± {:g}", n.a, n.b);
    case Distribution::lognormal:
      return fmt::format("about {:g}, within a factor of {:.3g}", n.a, std::exp(n.b));
  }
  return "";
}

}  // namespace

std::string origin_report(const Crisis& crisis) {
  std::size_t given = 0;
  std::size_t evidenced = 0;
  std::size_t assumed = 0;
  std::size_t uncertain = 0;
  std::string sources;
  std::string reasons;
  for (const Number& n : crisis.numbers) {
    if (!n.given) {
      continue;
    }
    ++given;
    uncertain += n.distribution != Distribution::fixed ? 1 : 0;
    if (!n.evidence.empty()) {
      ++evidenced;
      std::string list;
      for (const std::string& source : n.evidence) {
        list += (list.empty() ? "" : "; ") + source;
      }
      sources += fmt::format("  {} = {}\n      line {}: {}\n", n.path, shown(n), n.line, list);
    } else if (!n.assumed.empty()) {
      ++assumed;
      reasons += fmt::format("  {} = {}\n      line {}: {}\n", n.path, shown(n), n.line, n.assumed);
    }
  }
  std::string out = fmt::format("{}: {}\n", crisis.origin, crisis.name);
  out += fmt::format(
      "{} parties, {} fronts with {} classes of acts, {} levers, {} red lines, {} proposals, {} places, {} policies\n",
      crisis.parties.size(), crisis.fronts.size(), crisis.acts.size(), crisis.levers.size(), crisis.red_lines.size(),
      crisis.proposals.size(), crisis.places.size(), crisis.policies.size());
  out += fmt::format("{} numbers: {} evidenced, {} assumed, {} chosen by policies; {} of them uncertain\n", given,
                     evidenced, assumed, given - evidenced - assumed, uncertain);
  if (!crisis.excitements.empty()) {
    out += fmt::format("one act brings {:.2f} more in the long run of the worst chain (spectral radius)\n",
                       spectral_radius(crisis));
  }
  out += sources.empty() ? "\nEVIDENCED: nothing\n" : "\nEVIDENCED\n" + sources;
  out += reasons.empty() ? "\nASSUMED: nothing\n" : "\nASSUMED\n" + reasons;
  return out;
}

}  // namespace detente::play
