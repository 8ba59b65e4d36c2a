#include <boost/math/distributions/binomial.hpp>

#include "detente/board/board.hpp"

namespace detente::board {

Tempo tempo(std::int64_t now, int days_now, std::int64_t before, int days_before) {
  Tempo out;
  out.events_now = now;
  out.events_before = before;
  out.days_now = days_now;
  out.days_before = days_before;
  if (now + before == 0 || days_now < 1 || days_before < 1 || now < 0 || before < 0) {
    return out;
  }
  using Binomial = boost::math::binomial_distribution<double>;
  constexpr double kTail = 0.025;
  const auto all = static_cast<double>(now + before);
  const auto x = static_cast<double>(now);
  const double days = static_cast<double>(days_before) / static_cast<double>(days_now);
  if (before > 0) {
    out.ratio = x / static_cast<double>(before) * days;
    const double q = Binomial::find_upper_bound_on_p(all, x, kTail);
    out.high = q / (1 - q) * days;
  }
  const double p = now > 0 ? Binomial::find_lower_bound_on_p(all, x, kTail) : 0;
  out.low = p / (1 - p) * days;
  out.trend = *out.low > 1 ? "rising" : out.high && *out.high < 1 ? "falling" : "no clear change";
  return out;
}

}  // namespace detente::board
