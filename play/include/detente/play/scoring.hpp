// How good was a forecast? Scores of forecasts of numbers and of events, once the outcome is known.
//
//   const std::vector<double> futures{0, 2, 5, 9};
//   scoring::crps(futures, 4);                         // 1.125: the smaller, the better
//   scoring::Brier b = scoring::brier(p, happened);    // b.score == b.reliability - b.resolution + b.uncertainty
//
// A score is proper when nobody can do better than by saying what they believe: all of these are, save the area under
// the curve, which only asks about order. Arguments are finite numbers by the caller's word; an empty ensemble or
// sample gives NaN. Sources at each function.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace detente::play::scoring {

// The continuous ranked probability score of an ensemble, mean |x - y| - mean |x - x'| / 2 over all ordered pairs of
// members, each with itself too. In the unit of the outcome. Gneiting and Raftery, JASA 102 (2007) 359, eq. 20.
double crps(std::span<const double> members, double observed);

// The same in closed form. Normal with a deviation above 0 (Gneiting and Raftery 2007, eq. 5 of section 4.2).
double crps_normal(double mean, double deviation, double observed);
// Counts: the sum over k of (F(k) - [k >= observed])^2. Poisson with mean > 0; negative binomial with mean > 0 and
// dispersion > 0, variance mean + mean^2 / dispersion. NaN where the sum would
// run over more than 10^7 counts.
double crps_poisson(double mean, double observed);
double crps_negative_binomial(double mean, double dispersion, double observed);

// Upper edges of the bins in which forecasts of deaths are compared: 0, 1-2, 3-5, 6-10, 11-25, 26-50, 51-100, 101-250,
// 251-500, 501-1000, more. Hegre and others, "The 2023/24 VIEWS prediction challenge", J. Peace Research (2024).
inline constexpr std::array<double, 10> kDeathBins{0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5};

// Minus the base-2 logarithm of the share of members in the bin of the outcome, each bin given one member more, so that
// an empty bin costs much and not everything. In bits. `edges` rise; a value on an edge belongs below it.
double ignorance(std::span<const double> members, double observed, std::span<const double> edges = kDeathBins);

// The quantile of an ensemble, 0 <= p <= 1, with a straight line between neighbours (Hyndman and Fan 1996, type 7).
// `sorted` rises.
double quantile(std::span<const double> sorted, double p);

// Width of the central interval of that level, and 2 / (1 - level) times the distance by which it missed. 0 < level
// < 1. Gneiting and Raftery 2007, eq. 43.
double interval_score(double low, double high, double observed, double level);
// Of an ensemble, by its quantiles.
double interval_score(std::span<const double> members, double observed, double level);

// The Brier score and what it is made of (Murphy, J. Appl. Meteorology 12 (1973) 595). Forecasts of the same
// probability make a group, or all within one of `bins` equal parts of 0 to 1; then `within` is what is lost by taking
// them for the same (Stephenson, Coelho and Jolliffe 2008), and
// score = reliability - resolution + uncertainty + within, where within is 0 without bins.
struct Brier {
  double score = 0;        // mean (p - y)^2, 0 best
  double reliability = 0;  // how far the shares that came true are from what was said, 0 best
  double resolution = 0;   // how far they are from the base rate, large is good
  double uncertainty = 0;  // of the outcome itself, base rate times one minus it
  double within = 0;
  double skill = 0;  // 1 - score / uncertainty; NaN if everything or nothing came true
  struct Group {
    double forecast = 0;  // mean of the group
    double share = 0;     // that came true
    std::size_t count = 0;
  };
  std::vector<Group> groups;  // by rising forecast
};
// Probabilities within 0 to 1, outcomes 0 or 1, spans of one length. bins 0: by distinct probability.
Brier brier(std::span<const double> probabilities, std::span<const double> outcomes, std::size_t bins = 0);

// Mean of minus the natural logarithm of what was given to the outcome, in nats; infinite if the impossible happened.
double log_score(std::span<const double> probabilities, std::span<const double> outcomes);

// That a case that came true had the higher forecast than one that did not, ties counting half (Mann and Whitney 1947;
// Hanley and McNeil 1982). NaN if all or none came true.
double area_under_curve(std::span<const double> probabilities, std::span<const double> outcomes);

}  // namespace detente::play::scoring
