// One future of a crisis, played day by day.
//
//   const play::Model model(*crisis);                     // once; shared by all threads
//   play::Future future(model);                           // one for each thread; nothing is allocated after this
//   future.begin({.seed = 1, .run = 17, .policy = 0});
//   while (future.day() < crisis->days) { future.next_day(); }
//   future.outcomes(values);                              // as model.outcomes() names them
//
// The order of a day is fixed: levers, strength, bargaining, moves, tempo, harm and relief, reading the room, pressure,
// truce, entry and government. docs/play.md has the formulas of each.
//
// Same crisis, seed, run and policy, same future, on whatever thread. Two policies see the same luck.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "detente/play/crisis.hpp"

namespace detente::play {

// What is kept of each future: one number each.
struct OutcomeName {
  std::string name;   // "killed", "killed: Gaza"
  std::string says;   // what it counts, in words
  bool count = true;  // whole numbers
};

// What is kept of each day.
enum class Series : std::uint8_t { acts, killed, wounded, displaced, fronts, truces, postures, unmet, count };
inline constexpr std::size_t kSeries = static_cast<std::size_t>(Series::count);
std::string_view series_name(Series series);

struct Links;  // who is tied to whom, made once from the crisis

class Model {
 public:
  explicit Model(Crisis crisis);
  ~Model();
  Model(Model&&) noexcept;
  Model& operator=(Model&&) noexcept;

  const Crisis& crisis() const { return *crisis_; }
  const Links& links() const { return *links_; }
  const std::vector<OutcomeName>& outcomes() const { return outcomes_; }
  // The index of an outcome by its name; not_found with the nearest.
  Result<std::size_t> find_outcome(std::string_view name) const;
  // The numbers that differ from future to future, as indices into crisis().numbers.
  const std::vector<std::size_t>& uncertain() const { return uncertain_; }

 private:
  std::unique_ptr<const Crisis> crisis_;
  std::unique_ptr<const Links> links_;
  std::vector<OutcomeName> outcomes_;
  std::vector<std::size_t> uncertain_;
};

struct FutureKey {
  std::uint64_t seed = 1;
  std::uint32_t run = 0;
  std::size_t policy = 0;
};

struct State;

class Future {
 public:
  explicit Future(const Model& model);
  ~Future();
  Future(Future&&) noexcept;

  // Draws the numbers of the run and goes back to the day before the first.
  void begin(const FutureKey& key);
  // The same with the numbers at given probabilities, one for each of model.uncertain(), in (0, 1).
  void begin(const FutureKey& key, std::span<const double> probabilities);
  void next_day();
  int day() const;

  // Writes one value for each of model.outcomes().
  void outcomes(std::span<double> values) const;
  // The day just played.
  const std::array<double, kSeries>& series() const;
  const State& state() const { return *state_; }

  // From now on each step says what it does and why, in one line; an empty function stops that. Telling changes
  // nothing.
  using Teller = std::function<void(int day, const std::string& line)>;
  void tell(Teller teller);

 private:
  std::unique_ptr<State> state_;
};

// What does not hold that must: people are conserved, beliefs sum to one, shares lie between 0 and 1. "" if all does.
std::string broken_invariant(const Future& future);

// For the beginning and the end of a told future: the uncertain numbers as they were drawn, and the outcomes.
std::string numbers_told(const Future& future);
std::string outcomes_told(const Model& model, const Future& future);

}  // namespace detente::play
