// Numbers with a path, a range and a distribution.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "detente/play/crisis.hpp"
#include "detente/play/luck.hpp"
#include "detente/play/luck_functions.hpp"
#include "near.hpp"

namespace detente::play {

double quantile(const Number& number, double u) {
  double x = number.a;
  switch (number.distribution) {
    case Distribution::fixed:
      return number.a;
    case Distribution::uniform:
      x = number.a + (number.b - number.a) * u;
      break;
    case Distribution::triangular:
      x = luck::triangular_quantile(u, number.a, number.b, number.c);
      break;
    case Distribution::normal:
      x = number.a + number.b * luck::normal_quantile(u);
      break;
    case Distribution::lognormal:
      x = number.a * luck::exp(number.b * luck::normal_quantile(u));
      break;
  }
  return std::clamp(x, number.low, number.high);
}

double central(const Number& number) {
  double x = number.a;
  switch (number.distribution) {
    case Distribution::fixed:
      return number.a;
    case Distribution::uniform:
      x = (number.a + number.b) / 2;
      break;
    case Distribution::triangular:
      x = (number.a + number.b + number.c) / 3;
      break;
    case Distribution::normal:
      break;
    case Distribution::lognormal:
      x = number.a * luck::exp(number.b * number.b / 2);
      break;
  }
  return std::clamp(x, number.low, number.high);
}

namespace {

Result<Number*> find_number(Crisis& crisis, std::string_view path) {
  for (Number& number : crisis.numbers) {
    if (number.path == path) {
      return &number;
    }
  }
  std::vector<std::string_view> paths;
  paths.reserve(crisis.numbers.size());
  for (const Number& number : crisis.numbers) {
    paths.push_back(number.path);
  }
  return Error{ErrorCode::not_found, fmt::format("there is no number '{}'{}", path, did_you_mean(path, paths)),
               crisis.origin};
}

}  // namespace

Result<void> set_number(Crisis& crisis, std::string_view path, double value) {
  return set_number(crisis, path, Distribution::fixed, {value, 0, 0});
}

Result<void> set_number(Crisis& crisis, std::string_view path, Distribution distribution, std::array<double, 3> abc) {
  auto found = find_number(crisis, path);
  if (!found) {
    return found.error();
  }
  Number& number = **found;
  const auto inside = [&](double x) { return x >= number.low && x <= number.high; };
  bool good = std::all_of(abc.begin(), abc.end(), [](double x) { return std::isfinite(x); });
  switch (distribution) {
    case Distribution::fixed:
      good = good && inside(abc[0]);
      break;
    case Distribution::uniform:
      good = good && inside(abc[0]) && inside(abc[1]) && abc[0] <= abc[1];
      break;
    case Distribution::triangular:
      good = good && inside(abc[0]) && inside(abc[2]) && abc[0] <= abc[1] && abc[1] <= abc[2];
      break;
    case Distribution::normal:
      good = good && inside(abc[0]) && abc[1] >= 0;
      break;
    case Distribution::lognormal:
      good = good && inside(abc[0]) && abc[0] > 0 && abc[1] >= 0;
      break;
  }
  if (!good) {
    return Error{ErrorCode::bad_value,
                 fmt::format("'{}' cannot be {}: it must be from {} to {}", path, abc[0], number.low, number.high),
                 crisis.origin};
  }
  number.distribution = distribution;
  number.a = abc[0];
  number.b = abc[1];
  number.c = abc[2];
  number.given = true;
  return {};
}

}  // namespace detente::play
