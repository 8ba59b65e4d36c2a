// The state of one future, as structures of arrays indexed like the vectors of Crisis, and the steps of its day.
#pragma once

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <vector>

#include "detente/play/bargain.hpp"
#include "detente/play/future.hpp"
#include "detente/play/luck.hpp"
#include "detente/play/luck_functions.hpp"

namespace detente::play {

inline constexpr std::size_t kTypes = 5;     // of resolve that beliefs tell apart, at its quantiles 0.1 to 0.9
inline constexpr std::size_t kPostures = 3;  // holding, limited, full
inline constexpr std::array<double, kPostures> kEffort{0, 0.5, 1};
inline constexpr std::array<std::string_view, kPostures> kPostureNames{"holding", "limited", "full"};

// What one party believes of another's resolve.
struct BeliefPair {
  int observer = kNone;
  int subject = kNone;
};

struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct Links {
  explicit Links(const Crisis& crisis);

  std::vector<Span> acts_of;                // front -> acts
  std::vector<int> reverse;                 // front -> front of the defender against the attacker
  std::vector<std::vector<int>> against;    // party -> fronts whose defender it is
  std::vector<std::vector<int>> fronts_of;  // party -> fronts whose attacker it is
  std::vector<std::vector<int>> lines_on;   // front -> red lines that its postures or acts may cross
  std::vector<BeliefPair> pairs;
  std::vector<std::vector<int>> pairs_about;   // party -> pairs whose subject it is
  std::vector<int> line_pair;                  // red line -> what the addressee believes of the holder
  std::vector<int> front_pair;                 // front -> what the attacker believes of the defender
  std::vector<int> lever_tie;                  // lever -> tie from the target to the holder
  std::vector<int> lever_party;                // lever -> the party that feels it
  std::vector<int> supply_order;               // ties with aid, suppliers first
  std::vector<std::vector<int>> ties_from;     // party -> ties
  std::vector<std::vector<int>> patrons;       // party -> ties of patronage to it
  std::vector<std::vector<int>> stances_on;    // issue -> stances
  std::vector<std::vector<int>> stances_of;    // party -> stances
  std::vector<std::vector<int>> routes_from;   // place -> routes
  std::vector<std::vector<int>> fronts_at;     // place -> fronts
  std::vector<std::vector<int>> corridors_to;  // place -> corridors
  std::vector<std::vector<int>> mediators_of;  // proposal -> mediators
  std::vector<std::vector<int>> proposals_on;  // front -> proposals
  std::vector<std::vector<int>> lines_by_act;  // act -> red lines
  std::vector<std::vector<int>> norms_by_act;  // act -> norms
  std::vector<std::vector<int>> factions;      // party -> factions of it

  int pair(int observer, int subject) const;  // kNone if there is none
  int stance(int party, int issue) const;     // kNone if there is none
  int tie(int from, int to) const;            // kNone if there is none

 private:
  std::vector<int> pair_at_, stance_at_, tie_at_;
  std::size_t parties_ = 0;
  std::size_t issues_ = 0;
};

enum class Stage : std::uint8_t { off, tabled, in_force };

// What the draws of a day are about: the field `draw` of the key. Entities are indices of the kind that is named.
enum class Draw : std::uint32_t {
  posture = 1,   // front
  answer,        // front
  perceive,      // pair
  punish,        // red line
  acts,          // act; the pair's second number is the dead
  consequences,  // act: leader, wounded
  flee,          // place * places + origin
  go_home,       // place * places + origin
  privation,     // place
  notice,        // tie * acts + act
  leak,          // lever
  table,         // proposal
  decide,        // proposal
  accept,        // proposal * parties + party
  breakdown,     // proposal
  release,       // hostages
  entry,         // front
  harmful,       // act
  bargain,       // issue
  number,        // number, on day 0
};

struct State {
  explicit State(const Model& model);

  const Model* model = nullptr;
  const Crisis* c = nullptr;
  const Links* links = nullptr;
  std::vector<double> v;  // the numbers of this run
  luck::Key key;
  std::size_t policy = 0;
  int day = 0;
  Future::Teller tell;

  // party
  std::vector<double> strength, supply, losses, leadership, pressure, grief, standing, gains, attention, criticism_by;
  std::vector<double> precision, heaviness, caution, embolden, deterred, blame, relief, misperception, dead_by;
  std::vector<std::array<double, kTypes>> types;  // the resolves that beliefs tell apart
  // stance
  std::vector<double> position, next_position;
  // tie
  std::vector<double> trust, aid, tie_notice, tie_contact;
  // lever
  std::vector<double> level, wanted, pending, influence, cut, felt;
  std::vector<int> due, cut_until;
  // red line
  std::vector<double> firmness;
  std::vector<int> crossed, let_pass;
  // belief pair
  std::vector<std::array<double, kTypes>> belief;
  // front
  std::vector<int> posture;
  std::vector<char> open, quiet;
  std::vector<double> campaign, smooth_acts, front_precision, front_heaviness, front_caution, front_embolden;
  std::vector<double> front_dead_per_day;  // scratch of the moves
  // act
  std::vector<double> acts_today, act_lambda;
  // excitement
  std::vector<double> excited, fade, kick;
  // place
  std::vector<std::int64_t>
      people;  // origin * places + place: those of origin who are at place; at home on the diagonal
  std::vector<std::int64_t> within, dead, dead_of, initial;  // displaced at home; killed there; of origin; at the start
  std::vector<double> access, gap, place_access, place_shelter, place_seal, place_fill, unmet;
  std::vector<double> corridor_open;
  // proposal
  std::vector<Stage> stage;
  std::vector<int> since, refused, broken, in_force_days;
  std::vector<double> mediation, guarantee, terms;  // terms: in the order of Proposal::terms, one after the other
  std::vector<std::size_t> terms_at;
  // mediator
  std::vector<double> effort;
  // hostages
  std::vector<double> held;

  // the buffers of the spatial model
  struct Table {
    bargain::Smp smp{bargain::SmpOptions{}};
    bargain::Standing standing;
    bargain::Turn turn;
  } table;

  // totals of the future
  struct Totals {
    double acts = 0, killed = 0, wounded = 0, peak_displaced = 0, unmet = 0, peak_acts = 0;
    int fighting_days = 0, crossed = 0, let_pass = 0, punished = 0, leaders = 0, refusals = 0, breakdowns = 0,
        entries = 0, leaks = 0, untold = 0, truce_day = 0, norms = 0;
  } totals;
  std::vector<double> posture_days;  // front: sum over days of the posture
  std::vector<int> days_with_acts;   // front
  std::array<double, kSeries> series{};

  luck::Key draw(Draw what, std::size_t entity) {
    key.day = static_cast<std::uint32_t>(day);
    key.entity = static_cast<std::uint32_t>(entity);
    key.draw = static_cast<std::uint32_t>(what);
    return key;
  }
  double number(const Row& row, std::size_t which) const { return v[row.first + which]; }
  const Party& party(int i) const { return c->parties[static_cast<std::size_t>(i)]; }
  double party_number(int i, std::size_t which) const { return v[party(i).first + which]; }
  bool telling() const { return static_cast<bool>(tell); }
  template <typename... T>
  void say(fmt::format_string<T...> format, T&&... values) {
    if (tell) {
      tell(day, fmt::format(format, std::forward<T>(values)...));
    }
  }
};

inline std::size_t at(int index) { return static_cast<std::size_t>(index); }

// 1 / (1 + exp(-x)).
double logistic(double x);

// Counts by one uniform number through the inverse distribution function, so that under the same luck a higher mean
// never gives a lower count. Above a mean of 500 through the Wilson-Hilferty form of the gamma distribution.
double poisson_count(double u, double mean);
double binomial_count(double u, double trials, double p);
// Mean and size (dispersion) of a negative binomial; variance mean + mean^2 / size.
double negative_binomial_count(double u, double mean, double size);

// The steps of the day, in their order.
void reset(State& s);
void move_levers(State& s);      // levers.cpp
void gather_strength(State& s);  // strength.cpp
void bargain_positions(State& s);
void choose_moves(State& s);
void draw_acts(State& s);
void do_harm(State& s);
void move_people(State& s);
void read_the_room(State& s);
void press(State& s);
void negotiate(State& s);
void enter_and_govern(State& s);

// Pieces that several steps use.
double rate(const State& s, std::size_t act, std::size_t posture);  // acts a day by the base rate
double dead_per_day(const State& s, std::size_t front, std::size_t posture);
double present(const State& s, std::size_t place);
double crowding(const State& s, std::size_t place);
double mean_dead(const State& s, std::size_t act);  // by an act that kills
void cross_line(State& s, std::size_t line, double dead_per_day, bool fresh);
double lead_product(const State& s, const std::vector<int>& parties);
double displaced_of(const State& s, std::size_t origin);

// What a posture is worth to the attacker of a front: of(theta) = fixed + theta * contest, theta the resolve.
struct Worth {
  double fixed = 0;
  double contest = 0;
  double of(double resolve) const { return fixed + resolve * contest; }
};
// Without what red lines and the rival's answer add.
Worth worth(const State& s, std::size_t front, std::size_t posture);

}  // namespace detente::play
