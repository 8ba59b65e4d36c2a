#include "detente/play/expected_utility.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace detente::play::bargain {

namespace {

// The state of one run. Sums run over actors in their order, as in the published implementation: its log is printed to
// the last digit.
class Model {
 public:
  Model(const Scenario& scenario, const EuOptions& options)
      : mode_(options.mode),
        status_quo_(options.status_quo),
        actors_(scenario.standing.actors),
        capability_(scenario.standing.capability),
        salience_(scenario.standing.salience),
        position_(scenario.standing.position),
        risk_(actors_, 1.0),
        power_(actors_ * actors_) {
    const auto [least, most] = std::minmax_element(position_.begin(), position_.end());
    range_ = *most - *least;
  }

  const std::vector<double>& position() const { return position_; }

  double mean() const {
    double sum = 0;
    double weights = 0;
    for (std::size_t i = 0; i < actors_; ++i) {
      sum += capability_[i] * salience_[i] * position_[i];
      weights += capability_[i] * salience_[i];
    }
    return sum / weights;
  }

  // The position that no other one beats when each actor votes with its weight and distances count as they are. The
  // lowest of several that tie.
  double median() const {
    std::vector<double> places = position_;
    std::sort(places.begin(), places.end());
    double best = places.front();
    for (const double place : places) {
      double votes = 0;
      for (std::size_t k = 0; k < actors_; ++k) {
        votes += capability_[k] * salience_[k] *
                 (std::fabs(position_[k] - best) / range_ - std::fabs(position_[k] - place) / range_);
      }
      best = votes > 0 ? place : best;
    }
    return best;
  }

  EuRound round(bool with_views) {
    EuRound out;
    if (range_ > 0) {
      find_risks();
      find_powers();
      take_offers(out);
      if (with_views) {
        see_all(out);
      }
    }
    out.risk = risk_;
    for (const Offer& offer : out.offers) {
      position_[offer.receiver] = offer.position;
    }
    out.position = position_;
    out.median = range_ > 0 ? median() : position_.front();
    out.mean = mean();
    return out;
  }

 private:
  // power_[k * actors + a]: how far a's position is from k, in k's eyes.
  void find_powers() {
    for (std::size_t k = 0; k < actors_; ++k) {
      for (std::size_t a = 0; a < actors_; ++a) {
        power_[k * actors_ + a] = std::pow(std::fabs(position_[k] - position_[a]) / range_, risk_[k]);
      }
    }
    votes_of_all_ = 0;
    if (mode_ == EuMode::scholz) {
      for (std::size_t k = 0; k < actors_; ++k) {
        for (std::size_t a = 0; a < actors_; ++a) {
          for (std::size_t b = 0; b < actors_; ++b) {
            votes_of_all_ += std::fabs(compare(k, a, b));
          }
        }
      }
    }
  }

  // What k votes for the position of a against that of b.
  double compare(std::size_t k, std::size_t a, std::size_t b) const {
    return capability_[k] * salience_[k] * (power_[k * actors_ + b] - power_[k * actors_ + a]);
  }

  double probability(std::size_t a, std::size_t b) const {
    if (position_[a] == position_[b]) {
      return mode_ == EuMode::scholz ? 0.0 : 0.5;
    }
    double in_favour = 0;
    double all = 0;
    for (std::size_t k = 0; k < actors_; ++k) {
      const double votes = compare(k, a, b);
      in_favour += std::max(0.0, votes);
      all += std::fabs(votes);
    }
    all = mode_ == EuMode::scholz ? votes_of_all_ : all;
    return all > 0 ? in_favour / all : 0.5;
  }

  // What `first` expects of challenging `second`, by the attitude r of whoever asks.
  double expected(std::size_t first, std::size_t second, double p, double r) const {
    const double half_way = 0.5 * std::fabs(position_[first] - position_[second]) / range_;
    const double success = 2 - 4 * std::pow(std::max(0.0, 0.5 - half_way), r);
    const double failure = 2 - 4 * std::pow(0.5 + half_way, r);
    const double unchanged = 2 - 4 * std::pow(0.5, r);
    const double s = salience_[second];
    return s * (p * success + (1 - p) * failure) + (1 - s) * success - status_quo_ * unchanged;
  }

  // An actor whose position the others gain most by challenging is in danger and has taken the greatest risk.
  void find_risks() {
    std::fill(risk_.begin(), risk_.end(), 1.0);
    find_powers();
    std::vector<double> danger(actors_);
    for (std::size_t i = 0; i < actors_; ++i) {
      for (std::size_t j = 0; j < actors_; ++j) {
        danger[i] += i == j ? 0 : expected(j, i, probability(j, i), 1);
      }
    }
    const auto [least, most] = std::minmax_element(danger.begin(), danger.end());
    const double low = *least;
    const double high = *most;
    for (std::size_t i = 0; i < actors_; ++i) {
      const double attitude = high > low ? (2 * danger[i] - high - low) / (high - low) : 0;
      risk_[i] = (1 - attitude / 3.0) / (1 + attitude / 3.0);
    }
  }

  EuView view(std::size_t i, std::size_t j) const {
    EuView out;
    out.probability = probability(i, j);
    out.own_utility = expected(i, j, out.probability, risk_[i]);
    out.other_utility = expected(j, i, probability(j, i), risk_[i]);
    return out;
  }

  void see_all(EuRound& out) const {
    out.views.resize(actors_ * actors_);
    for (std::size_t i = 0; i < actors_; ++i) {
      for (std::size_t j = 0; j < actors_; ++j) {
        if (i != j) {
          out.views[i * actors_ + j] = view(i, j);
        }
      }
    }
  }

  // What j's view of i makes i do; false for nothing.
  bool offer_of(std::size_t i, std::size_t j, Offer& offer) const {
    const EuView seen = view(i, j);
    const double own = seen.own_utility;
    const double other = seen.other_utility;
    offer.receiver = static_cast<std::uint32_t>(i);
    offer.proposer = static_cast<std::uint32_t>(j);
    offer.own_utility = own;
    offer.other_utility = other;
    offer.position = position_[j];
    if (other > own && own > 0) {
      offer.kind = OfferKind::confrontation;
      return true;
    }
    if (!(other > 0 && own < 0)) {
      return false;
    }
    if (other > std::fabs(own)) {
      offer.kind = OfferKind::compromise;
      offer.position = position_[i] + (position_[j] - position_[i]) * std::fabs(own / other);
      return true;
    }
    offer.kind = OfferKind::capitulation;
    return mode_ == EuMode::corrected && other < std::fabs(own);
  }

  // By what the offers of one kind are compared; the least is taken.
  double key_of(const Offer& offer) const {
    const double from = position_[offer.receiver];
    if (mode_ == EuMode::scholz && offer.kind == OfferKind::compromise) {
      const double own = std::fabs(offer.own_utility);
      const double other = std::fabs(offer.other_utility);
      return (own * from + other * position_[offer.proposer]) / (own + other);
    }
    return std::fabs(from - offer.position);
  }

  // Each actor takes one offer: a confrontation lost before a compromise before a capitulation.
  void take_offers(EuRound& out) const {
    for (std::size_t i = 0; i < actors_; ++i) {
      bool any = false;
      Offer best;
      for (std::size_t j = 0; j < actors_; ++j) {
        Offer offer;
        if (position_[i] == position_[j] || !offer_of(i, j, offer)) {
          continue;
        }
        const bool better = !any || offer.kind < best.kind || (offer.kind == best.kind && key_of(offer) < key_of(best));
        best = better ? offer : best;
        any = true;
      }
      if (any) {
        out.offers.push_back(best);
      }
    }
  }

  EuMode mode_;
  double status_quo_;
  std::size_t actors_;
  std::vector<double> capability_;
  std::vector<double> salience_;
  std::vector<double> position_;
  std::vector<double> risk_;
  std::vector<double> power_;
  double range_ = 0;
  double votes_of_all_ = 0;
};

Result<void> check_for_expected_utility(const Scenario& scenario, const EuOptions& options) {
  const Standing& s = scenario.standing;
  const auto wrong = [](std::string message) { return Error{ErrorCode::bad_value, std::move(message), ""}; };
  constexpr std::size_t kMostActors = 1000;
  if (s.dimensions != 1) {
    return wrong(fmt::format("the expected utility model bargains on one dimension, not {}", s.dimensions));
  }
  if (s.actors > kMostActors) {
    return Error{ErrorCode::too_large, fmt::format("at most {} actors, not {}", kMostActors, s.actors), ""};
  }
  if (s.actors < 2 || s.capability.size() != s.actors || s.position.size() != s.actors ||
      s.salience.size() != s.actors || scenario.actors.size() != s.actors) {
    return wrong("bargaining needs two actors or more, each with capability, position and salience");
  }
  double weights = 0;
  for (std::size_t i = 0; i < s.actors; ++i) {
    constexpr double kLargest = 1e12;
    if (!(s.capability[i] >= 0 && s.capability[i] <= kLargest)) {
      return wrong(fmt::format("actor '{}' has capability {}, which is not within 0 to {}", scenario.actors[i],
                               s.capability[i], kLargest));
    }
    if (!(std::fabs(s.position[i]) <= kLargest)) {
      return wrong(fmt::format("actor '{}' has position {}, which is not within -{} to {}", scenario.actors[i],
                               s.position[i], kLargest, kLargest));
    }
    if (!(s.salience[i] >= 0 && s.salience[i] <= 1)) {
      return wrong(
          fmt::format("actor '{}' has salience {}, which lies outside 0 to 1", scenario.actors[i], s.salience[i]));
    }
    weights += s.capability[i] * s.salience[i];
  }
  if (!(weights > 0)) {
    return wrong("no actor has both capability and salience");
  }
  if (!(options.status_quo >= 0 && options.status_quo <= 1)) {
    return wrong(fmt::format("the probability of the status quo is {}, which lies outside 0 to 1", options.status_quo));
  }
  return {};
}

// As Python writes a float: the shortest digits that read back as the same number, with a point.
std::string python_text(double value) {
  std::string text = fmt::format("{}", value);
  return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;
}

}  // namespace

Result<EuRun> play_expected_utility(const Scenario& scenario, const EuOptions& options, bool with_views,
                                    const GoOn& go_on) {
  if (const auto good = check_for_expected_utility(scenario, options); !good) {
    return good.error();
  }
  Model model(scenario, options);
  EuRun run;
  run.start = model.position();
  const auto [least, most] = std::minmax_element(run.start.begin(), run.start.end());
  run.start_median = *most > *least ? model.median() : *least;
  run.start_mean = model.mean();
  for (int k = 0; k < options.rounds; ++k) {
    if (go_on && !go_on()) {
      return Error{ErrorCode::cancelled, fmt::format("stopped before round {}", k + 1), ""};
    }
    run.rounds.push_back(model.round(with_views));
  }
  return run;
}

std::string scholz_log(const Scenario& scenario, const EuRun& run) {
  std::string out = fmt::format("Median position: {}\nMean position: {}\n", python_text(run.start_median),
                                python_text(run.start_mean));
  for (std::size_t k = 0; k < run.rounds.size(); ++k) {
    const EuRound& round = run.rounds[k];
    out += fmt::format("\nROUND {}\n", k + 1);
    for (const Offer& offer : round.offers) {
      const char* verb = offer.kind == OfferKind::confrontation ? "loses confrontation to"
                         : offer.kind == OfferKind::compromise  ? "compromises with"
                                                                : "capitulates to";
      out += fmt::format("{} {} {}\n\t{} vs {}\n\tnew_pos = {}\n", scenario.actors[offer.receiver], verb,
                         scenario.actors[offer.proposer], python_text(offer.own_utility),
                         python_text(offer.other_utility), python_text(offer.position));
    }
    out += fmt::format("\nMedian position: {}\nMean position: {}\n", python_text(round.mean), python_text(round.mean));
  }
  return out;
}

}  // namespace detente::play::bargain
