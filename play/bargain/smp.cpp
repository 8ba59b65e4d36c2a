// One turn of the spatial model of politics. The numbers of steps are those of docs/play/bargaining.md.
#include <algorithm>
#include <array>
#include <cmath>

#include "detente/play/bargain.hpp"
#include "votes.hpp"

namespace detente::play::bargain {

namespace {

constexpr double kLeastContest = 1e-10;  // the strength of each side of a challenge before anybody joins it
constexpr double kLeastGain = 1e-5;      // a challenge that is expected to gain less is not made
constexpr double kSamePlace = 1e-3;      // positions nearer than that are one option
constexpr std::size_t kLanes = 4;

// Step 1: utility at a distance, by the attitude to risk. Beyond the whole axis it falls on in a straight line.
double utility_at(double distance, double risk) { return (1 - distance) * (1 + std::min(distance, 1.0) * risk); }

double attitude(RiskRange range, double p, double least, double most) {
  // Where all positions are as likely to win nothing tells attitudes apart, and all are neutral.
  if (!(most - least > 0)) {
    return 0;
  }
  switch (range) {
    case RiskRange::min:
      return (p - least) / (most - least);
    case RiskRange::mid:
      return (3 * p - (most + 2 * least)) / (2 * (most - least));
    case RiskRange::max:
      return (2 * p - (most + least)) / (most - least);
  }
  return 0;
}

double rounded_to_four_digits(double value) { return std::floor(value * 1e4 + 0.5) / 1e4; }

struct Sides {
  double first = 0;
  double second = 0;
};

// Step 4: what third parties add to either side, each from what it gains by joining in the little contest between the
// principals and itself. The lanes make the sums the same for every width of vector registers.
template <VotingRule rule>
Sides third_parties(std::size_t lanes, Sides principals, const double* weight, const double* of_first,
                    const double* of_second, const double* own) {
  std::array<double, kLanes> first{};
  std::array<double, kLanes> second{};
  for (std::size_t n = 0; n < lanes; n += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const std::size_t k = n + lane;
      const double leaning = vote_by<rule>(weight[k], of_first[k] - of_second[k]);
      const double a = principals.first + std::max(leaning, 0.0);
      const double b = principals.second + std::max(-leaning, 0.0);
      const double p = a / (a + b);
      const double gain = p * (own[k] - of_first[k]) - (1 - p) * (own[k] - of_second[k]);
      const double given = vote_by<rule>(weight[k], gain);
      first[lane] += std::max(given, 0.0);
      second[lane] += std::max(-given, 0.0);
    }
  }
  return {(first[0] + first[1]) + (first[2] + first[3]), (second[0] + second[1]) + (second[2] + second[3])};
}

}  // namespace

double Smp::own_view(std::size_t viewer, std::size_t actor) const {
  const double mine = risk_[viewer];
  const double theirs = risk_[actor];
  switch (options_.risk_view) {
    case RiskView::none:
      return mine;
    case RiskView::one_third:
      return (2 * mine + theirs) / 3;
    case RiskView::half:
      return (mine + theirs) / 2;
    case RiskView::two_thirds:
      return (mine + 2 * theirs) / 3;
    case RiskView::full:
      return theirs;
  }
  return mine;
}

void Smp::resize(const Standing& standing) {
  actors_ = standing.actors;
  dimensions_ = standing.dimensions;
  stride_ = (actors_ + kLanes - 1) / kLanes * kLanes;
  capability_.assign(standing.capability.begin(), standing.capability.end());
  weight_.assign(stride_, 0);
  salience_.assign(actors_, 0);
  norm_.assign(actors_, 0);
  share_.resize(actors_ * dimensions_);
  place_.resize(actors_ * dimensions_);
  ideal_.resize(actors_ * dimensions_);
  for (std::size_t i = 0; i < actors_; ++i) {
    for (std::size_t d = 0; d < dimensions_; ++d) {
      const std::size_t at = i * dimensions_ + d;
      share_[at] = standing.salience[at];
      place_[at] = standing.position[at];
      ideal_[at] = standing.ideal.empty() ? place_[at] : standing.ideal[at];
      salience_[i] += share_[at];
      norm_[i] += share_[at] * share_[at];
    }
    weight_[i] = capability_[i] * salience_[i];
  }
  distance_.assign(stride_ * actors_, 0);
  true_utility_.assign(stride_ * actors_, 0);
  view_.assign(stride_ * actors_, 0);
  own_.assign(stride_, 0);
  risk_.assign(actors_, 0);
  seen_ = 0;
}

void Smp::look(const Standing& standing) {
  resize(standing);
  for (std::size_t j = 0; j < actors_; ++j) {
    for (std::size_t i = 0; i < actors_; ++i) {
      double sum = 0;
      for (std::size_t d = 0; d < dimensions_; ++d) {
        const double apart = share_[i * dimensions_ + d] * (ideal_[i * dimensions_ + d] - place_[j * dimensions_ + d]);
        sum += apart * apart;
      }
      distance_[j * stride_ + i] = norm_[i] > 0 ? std::sqrt(sum / norm_[i]) : 0;
    }
  }
  // Step 3: who would win if nobody minded risk tells how each minds it.
  utilities_.resize(actors_ * actors_);
  coalition_.resize(actors_ * actors_);
  victory_.resize(actors_ * actors_);
  probability_.resize(actors_);
  for (std::size_t i = 0; i < actors_; ++i) {
    for (std::size_t j = 0; j < actors_; ++j) {
      utilities_[i * actors_ + j] = utility_at(distance_[j * stride_ + i], 0);
    }
  }
  coalitions(capability_, utilities_, actors_, options_.pce.vote, coalition_);
  election(coalition_, actors_, options_.pce, victory_, probability_);
  const auto [least, most] = std::minmax_element(probability_.begin(), probability_.end());
  for (std::size_t i = 0; i < actors_; ++i) {
    risk_[i] = attitude(options_.risk_range, probability_[i], *least, *most);
  }
  for (std::size_t j = 0; j < actors_; ++j) {
    for (std::size_t i = 0; i < actors_; ++i) {
      true_utility_[j * stride_ + i] = utility_at(distance_[j * stride_ + i], own_view(i, i));
    }
  }
}

void Smp::see_as(std::size_t viewer) {
  if (seen_ == viewer + 1) {
    return;
  }
  seen_ = viewer + 1;
  // `own_` lends itself to the attitudes while the view is made.
  for (std::size_t i = 0; i < actors_; ++i) {
    own_[i] = own_view(viewer, i);
  }
  for (std::size_t j = 0; j < actors_; ++j) {
    const double* distance = distance_.data() + j * stride_;
    double* view = view_.data() + j * stride_;
    for (std::size_t i = 0; i < stride_; ++i) {
      view[i] = utility_at(distance[i], own_[i]);
    }
  }
  for (std::size_t i = 0; i < actors_; ++i) {
    own_[i] = view_[i * stride_ + i];
  }
}

double Smp::utility(std::size_t viewer, std::size_t actor, std::size_t other) const {
  return utility_at(distance_[other * stride_ + actor], own_view(viewer, actor));
}

double Smp::prevail(std::size_t i, std::size_t j) {
  const double* of_i = view_.data() + i * stride_;
  const double* of_j = view_.data() + j * stride_;
  Sides sides{kLeastContest, kLeastContest};
  for (const std::size_t principal : {i, j}) {
    const double v = vote(options_.pce.vote, weight_[principal], of_i[principal] - of_j[principal]);
    sides.first += std::max(v, 0.0);
    sides.second += std::max(-v, 0.0);
  }
  if (options_.third_party == ThirdParty::semi) {
    const double weight_i = weight_[i];
    const double weight_j = weight_[j];
    weight_[i] = 0;
    weight_[j] = 0;
    const Sides others = with_rule(options_.pce.vote, [&]<VotingRule rule>() {
      return third_parties<rule>(stride_, sides, weight_.data(), of_i, of_j, own_.data());
    });
    weight_[i] = weight_i;
    weight_[j] = weight_j;
    sides.first += others.first;
    sides.second += others.second;
  }
  return sides.first / (sides.first + sides.second);
}

Smp::Contest Smp::contest(std::size_t i, std::size_t j) {
  const double p = prevail(i, j);
  const double mine = view_[i * stride_ + i];
  const double theirs = view_[j * stride_ + i];
  const double fought = p * (2 * mine) + (1 - p) * (2 * theirs);
  const double challenge = (1 - salience_[j]) * (2 * mine) + salience_[j] * fought;
  return {p, challenge - (mine + theirs)};
}

Challenge Smp::challenge(const Question& question) {
  const auto [viewer, k, i, j] = question;
  see_as(viewer);
  Challenge out;
  out.probability = prevail(i, j);
  const double of_i = view_[i * stride_ + k];
  const double of_j = view_[j * stride_ + k];
  out.status_quo = of_i + of_j;
  out.victory = 2 * of_i;
  out.contest = out.probability * (2 * of_i) + (1 - out.probability) * (2 * of_j);
  out.challenge = (1 - salience_[j]) * out.victory + salience_[j] * out.contest;
  return out;
}

void Smp::challenge_all(Turn& out) {
  out.bargains.clear();
  out.terms.clear();
  for (std::size_t i = 0; i < actors_; ++i) {
    see_as(i);
    Contest best{0, kLeastGain};
    std::size_t target = actors_;
    for (std::size_t j = 0; j < actors_; ++j) {
      if (j == i) {
        continue;
      }
      const Contest c = contest(i, j);
      if (c.gain > best.gain) {
        best = c;
        target = j;
      }
    }
    if (target < actors_) {
      add_bargain(i, target, best, out);
    }
  }
}

// Step 5: `terms` gets the initiator's place in each dimension, then the receiver's. `p` is the initiator's chance.
void Smp::interpolate(std::size_t i, std::size_t j, double p, double* terms) const {
  constexpr double kLeastWeight = 1e-6;
  for (std::size_t d = 0; d < dimensions_; ++d) {
    const double xi = place_[i * dimensions_ + d];
    const double xj = place_[j * dimensions_ + d];
    const double si = share_[i * dimensions_ + d];
    const double sj = share_[j * dimensions_ + d];
    double& to_i = terms[d];
    double& to_j = terms[dimensions_ + d];
    if (options_.interpolation == Interpolation::s2pmax) {
      const double yields_i = std::max(0.0, (1 - p) - p);
      const double yields_j = std::max(0.0, p - (1 - p));
      const double share_i = yields_i * sj * sj / (yields_i * sj * sj + kLeastWeight + (1 - yields_i) * si * si);
      const double share_j = yields_j * si * si / (yields_j * si * si + kLeastWeight + (1 - yields_j) * sj * sj);
      to_i = xi + share_i * (xj - xi);
      to_j = xj + share_j * (xi - xj);
    } else {
      const bool squares = options_.interpolation == Interpolation::s2p2;
      const double wi = squares ? si * si * (p * p) : si * p;
      const double wj = squares ? sj * sj * ((1 - p) * (1 - p)) : sj * (1 - p);
      to_i = rounded_to_four_digits(((wi + kLeastWeight) * xi + wj * xj) / (wi + kLeastWeight + wj));
      to_j = rounded_to_four_digits((wi * xi + (kLeastWeight + wj) * xj) / (wi + kLeastWeight + wj));
    }
  }
}

void Smp::add_bargain(std::size_t i, std::size_t j, const Contest& contest, Turn& out) {
  const auto append = [&](double p) {
    Bargain bargain;
    bargain.initiator = static_cast<std::uint32_t>(i);
    bargain.receiver = static_cast<std::uint32_t>(j);
    bargain.gain = contest.gain;
    bargain.strength = p;
    out.bargains.push_back(bargain);
    out.terms.resize(out.terms.size() + 2 * dimensions_);
    interpolate(i, j, p, out.terms.data() + out.terms.size() - 2 * dimensions_);
  };
  append(contest.probability);
  if (options_.proposals == Proposals::initiator) {
    return;
  }
  see_as(j);
  append(prevail(i, j));
  if (options_.proposals == Proposals::weighted) {
    // One bargain between the two views, each by the weight of the actor whose view it is.
    const double sum = weight_[i] + weight_[j];
    const double share = sum > 0 ? weight_[i] / sum : 0.5;
    const std::size_t size = 2 * dimensions_;
    double* first = out.terms.data() + out.terms.size() - 2 * size;
    for (std::size_t d = 0; d < size; ++d) {
      first[d] = share * first[d] + (1 - share) * first[size + d];
    }
    out.terms.resize(out.terms.size() - size);
    out.bargains.pop_back();
  }
}

double Smp::utility_of(std::size_t actor, const double* place) const {
  if (!(norm_[actor] > 0)) {
    return 1;
  }
  double sum = 0;
  for (std::size_t d = 0; d < dimensions_; ++d) {
    const double apart = share_[actor * dimensions_ + d] * (ideal_[actor * dimensions_ + d] - place[d]);
    sum += apart * apart;
  }
  return utility_at(std::sqrt(sum / norm_[actor]), risk_[actor]);
}

// Step 6: the mean over all positions of their utility to each actor, when the two movers have moved. The sums run in
// the order of KTAB's: near-ties between options magnify a last digit into the eighth.
void Smp::value_bargains(const Turn& out) {
  const auto all = static_cast<double>(actors_);
  option_.assign((out.bargains.size() + 1) * stride_, 0);
  for (std::size_t n = 0; n < actors_; ++n) {
    for (std::size_t k = 0; k < stride_; ++k) {
      option_[k] += true_utility_[n * stride_ + k];
    }
  }
  for (std::size_t b = 0; b < out.bargains.size(); ++b) {
    const Bargain& bargain = out.bargains[b];
    const double* first = out.terms.data() + 2 * b * dimensions_;
    double* option = option_.data() + (b + 1) * stride_;
    for (std::size_t k = 0; k < actors_; ++k) {
      option[k] = utility_of(k, first) + utility_of(k, first + dimensions_);
    }
    for (std::size_t n = 0; n < actors_; ++n) {
      if (n == bargain.initiator || n == bargain.receiver) {
        continue;
      }
      const double* others = true_utility_.data() + n * stride_;
      for (std::size_t k = 0; k < stride_; ++k) {
        option[k] += others[k];
      }
    }
  }
  for (double& utility : option_) {
    utility /= all;
  }
}

void Smp::choose(std::size_t actor, luck::Key luck, Turn& out) {
  queue_.clear();
  queue_.push_back(-1);
  for (std::size_t b = 0; b < out.bargains.size(); ++b) {
    if (out.bargains[b].initiator == actor || out.bargains[b].receiver == actor) {
      queue_.push_back(static_cast<std::int32_t>(b));
    }
  }
  const std::size_t options = queue_.size();
  utilities_.resize(std::max(utilities_.size(), options * actors_));
  coalition_.resize(std::max(coalition_.size(), options * options));
  victory_.resize(std::max(victory_.size(), options * options));
  probability_.resize(std::max(probability_.size(), options));
  const std::span<double> utilities(utilities_.data(), options * actors_);
  const std::span<double> coalition(coalition_.data(), options * options);
  const std::span<double> probability(probability_.data(), options);
  for (std::size_t k = 0; k < actors_; ++k) {
    for (std::size_t m = 0; m < options; ++m) {
      utilities[k * options + m] = option_[static_cast<std::size_t>(queue_[m] + 1) * stride_ + k];
    }
  }
  coalitions(capability_, utilities, options, options_.pce.vote, coalition);
  election(coalition, options, options_.pce, std::span(victory_.data(), options * options), probability);

  std::size_t taken = 0;
  if (options_.transitions == Transitions::deterministic) {
    taken = static_cast<std::size_t>(std::max_element(probability.begin(), probability.end()) - probability.begin());
  } else {
    luck.entity = static_cast<std::uint32_t>(actor);
    double left = luck::uniform(luck);
    while (taken + 1 < options && left >= probability[taken]) {
      left -= probability[taken];
      ++taken;
    }
  }
  out.status_quo_probability[actor] = probability[0];
  out.takes[actor] = queue_[taken];
  for (std::size_t m = 1; m < options; ++m) {
    Bargain& bargain = out.bargains[static_cast<std::size_t>(queue_[m])];
    if (bargain.initiator == actor) {
      bargain.initiator_probability = probability[m];
      bargain.initiator_takes = m == taken;
    } else {
      bargain.receiver_probability = probability[m];
      bargain.receiver_takes = m == taken;
    }
  }
}

// Step 7: all move at once, and ideals follow.
void Smp::move(const Standing& standing, Turn& out) const {
  out.position.assign(standing.position.begin(), standing.position.end());
  out.moved = 0;
  for (std::size_t i = 0; i < actors_; ++i) {
    if (out.takes[i] < 0) {
      continue;
    }
    const auto b = static_cast<std::size_t>(out.takes[i]);
    const std::size_t role = out.bargains[b].initiator == i ? 0 : 1;
    double sum = 0;
    for (std::size_t d = 0; d < dimensions_; ++d) {
      const double place = out.terms[(2 * b + role) * dimensions_ + d];
      const double step = place - place_[i * dimensions_ + d];
      out.position[i * dimensions_ + d] = place;
      sum += step * step;
    }
    out.moved += std::sqrt(sum);
  }
  out.ideal.assign(out.position.begin(), out.position.end());
  if (standing.accommodation.empty()) {
    return;
  }
  for (std::size_t i = 0; i < actors_; ++i) {
    double followed = 0;
    for (std::size_t j = 0; j < actors_; ++j) {
      followed += standing.accommodation[i * actors_ + j];
    }
    for (std::size_t d = 0; d < dimensions_; ++d) {
      double place = (1 - std::min(followed, 1.0)) * ideal_[i * dimensions_ + d];
      for (std::size_t j = 0; j < actors_; ++j) {
        place += standing.accommodation[i * actors_ + j] * out.position[j * dimensions_ + d];
      }
      out.ideal[i * dimensions_ + d] = place;
    }
  }
}

void Smp::turn(const Standing& standing, luck::Key luck, Turn& out) {
  look(standing);
  out.risk.assign(risk_.begin(), risk_.end());
  out.status_quo_probability.assign(actors_, 0);
  out.takes.assign(actors_, -1);
  challenge_all(out);
  value_bargains(out);
  for (std::size_t i = 0; i < actors_; ++i) {
    choose(i, luck, out);
  }
  move(standing, out);
}

std::vector<double> Smp::position_probabilities(std::size_t viewer) const {
  // The first actor at each place stands for all that are there.
  std::vector<std::size_t> first(actors_);
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < actors_; ++i) {
    first[i] = places.size();
    for (std::size_t m = 0; m < places.size(); ++m) {
      double sum = 0;
      for (std::size_t d = 0; d < dimensions_; ++d) {
        const double apart = place_[i * dimensions_ + d] - place_[places[m] * dimensions_ + d];
        sum += apart * apart;
      }
      if (std::sqrt(sum) < kSamePlace) {
        first[i] = m;
        break;
      }
    }
    if (first[i] == places.size()) {
      places.push_back(i);
    }
  }
  std::vector<double> utilities(actors_ * places.size());
  for (std::size_t k = 0; k < actors_; ++k) {
    for (std::size_t m = 0; m < places.size(); ++m) {
      utilities[k * places.size() + m] = utility(viewer, k, places[m]);
    }
  }
  const Pce election = pce(capability_, utilities, places.size(), options_.pce);
  std::vector<double> out(actors_);
  for (std::size_t i = 0; i < actors_; ++i) {
    out[i] = election.probability[first[i]];
  }
  return out;
}

}  // namespace detente::play::bargain
