// Displacement as flows of people on a graph of places: the mathematics of Flee (Suleimenova, Bell and Groen, "A
// generalized simulation development approach for predicting refugee destinations", Scientific Reports 7 (2017) 13377),
// with numbers of people in place of single agents. What an agent of Flee does with probability p, the share p of the
// people does.
//
//   flow::Graph graph{places, links, {}};
//   flow::Flow flow(graph, {});            // the state of one run; cheap to copy
//   flow.set_conflict(gao, 1);
//   flow.flee(gao, 1200);                  // leave their homes, and are displaced in Gao
//   flow.step();                           // a day: they move on, most of them
//   flow.displaced(niamey);
//
// On a day, the share `move` of those who are at a place leaves it: by the kind of the place. They choose among the
// routes of up to `awareness` links in proportion to
//     weight = (attraction of the end / (softening km + length of the route))^weight_power * room at the end,
// where the attraction is foreign_weight for another country, camp_weight for a camp and conflict_weight to the power
// of the intensity for a conflict zone, multiplied; the room is 1 up to capacity_buffer of a camp's capacity, and falls
// to 0 at it. Nobody sets out for a camp whose room is below 1/2. A day's travel is `speed` km; who arrives with some
// of the day left may move on. Who is on a link that closes comes back to where it begins.
//
// People are conserved: at home + displaced + on the way = all, at every step (conservation() says by how much not).
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "detente/result.hpp"

namespace detente::play::flow {

enum class Kind : std::uint8_t {
  town,
  conflict,  // a town under fire
  camp,
  forward,  // people are sent on from here
  marker,   // a bend of a road, which nobody chooses as an end
};

struct Place {
  std::string name;
  std::string country = {};
  Kind kind = Kind::town;
  double people = 0;    // at home on day 0
  double capacity = 0;  // of a camp; 0 is without limit
  bool foreign = false;
  double latitude = 0;  // degrees; not used by the model
  double longitude = 0;
};

// Both ways.
struct Link {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  double km = 0;
  bool forced = false;  // who moves at `from` takes this link
};

struct Closure {
  enum class What : std::uint8_t { country, place, link, camp, redirection };
  What what = What::link;
  // Places; for `country` the names of two countries in country_a and country_b.
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::string country_a = {};
  std::string country_b = {};
  int from = 0;   // the first day closed
  int until = 0;  // the first day open again; not above `from`: for good
};

struct Graph {
  std::vector<Place> places;
  std::vector<Link> links;
  std::vector<Closure> closures;
};

// The defaults are those of Flee's settings file.
struct Rules {
  double speed = 360;  // km a day
  double foreign_weight = 1;
  double camp_weight = 1;
  double conflict_weight = 0.25;
  double conflict_move = 1;  // shares a day
  double camp_move = 0.001;
  double town_move = 0.3;
  double softening = 10;  // km
  double distance_power = 1;
  double weight_power = 1;
  double capacity_buffer = 0.9;
  double capacity_scaling = 1;
  int awareness = 1;             // links; 1 to 4
  bool from_population = false;  // no more people flee from a place than are at home there
  double return_share = 0;       // of those away, how many a day go home to places without conflict
};

// @returns bad_value for a place or link that cannot be (no name, a name twice, a length that is not above 0, NaN, a
// link to nowhere or to itself), a rule out of its range; too_large for more than 65,535 places.
Result<void> check(const Graph& graph, const Rules& rules);

// Arguments pass check(); a place index is below graph.places.size().
class Flow {
 public:
  Flow(const Graph& graph, const Rules& rules);

  // 0 ends the conflict at a place.
  void set_conflict(std::uint32_t place, double intensity);
  double conflict(std::uint32_t place) const { return state_[place].conflict; }
  // One way of a link, or a corridor that opens again.
  void set_open(std::uint32_t link, bool forth, bool back);
  void set_capacity(std::uint32_t place, double capacity);

  // People leave home. Gives how many did (fewer with from_population). Not a number, or below 0: nobody.
  double flee(std::uint32_t place, double people);
  // People who are displaced already on day 0, and have no home on the map.
  void arrive(std::uint32_t place, double people);

  // One day: closures, returns, departures, travel.
  void step();
  int day() const { return day_; }

  double displaced(std::uint32_t place) const { return state_[place].displaced; }
  double at_home(std::uint32_t place) const { return state_[place].home; }
  double away_from(std::uint32_t place) const { return state_[place].away; }
  double on_the_way() const;
  double displaced_in_all() const;  // at places and on the way
  double fled() const { return fled_; }
  double returned() const { return returned_; }
  double arrived() const { return arrived_; }
  // arrived + fled - returned - displaced_in_all(): 0 but for rounding.
  double conservation() const;

  // The chance with which somebody who leaves `place` now goes to the end of each of its routes: for tests and stories.
  struct Choice {
    std::uint32_t end = 0;
    double km = 0;
    double share = 0;
  };
  std::vector<Choice> choices(std::uint32_t place) const;

 private:
  struct Place {
    Kind kind = Kind::town;
    bool foreign = false;
    std::uint16_t country = 0;
    double conflict = 0;
    double capacity = 0;
    double displaced = 0;
    double home = 0;
    double away = 0;
  };
  // A link in one direction.
  struct Way {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    double km = 0;
    bool forced = false;
    std::uint16_t closed = 0;  // by how many closures
  };
  struct Route {
    std::vector<std::uint32_t> ways;
    std::uint32_t end = 0;
    double km = 0;
    double nearness = 0;  // (softening + km)^-distance_power
  };
  // People who travel together: on ways[leg] of a route.
  struct Party {
    std::uint32_t route = 0;
    std::uint32_t leg = 0;
    double km = 0;  // along the way
    double people = 0;
  };
  // Who arrives where, and what is left of their route.
  struct Arrival {
    std::uint32_t place = 0;
    std::uint32_t route = 0;
    std::uint32_t leg = 0;
    double people = 0;
  };
  static constexpr std::uint32_t kNoRoute = ~0U;

  double move_share(const Place& place) const;
  double attraction(const Place& place) const;
  double room(const Place& place) const;
  void apply_closures();
  void close(const Closure& closure, bool closing);
  void plan();
  void extend(std::uint32_t here, std::vector<std::uint32_t>& ways, std::vector<bool>& seen, double km, int step,
              std::vector<std::uint32_t>& found);
  void look_around();
  void weigh(std::uint32_t place);
  bool is_full(const Place& place) const;
  void return_home();
  void depart(std::uint32_t place, double people);
  void travel(Party party, double moved);
  void arrive_at(std::size_t hour);

  Rules rules_;
  std::vector<Closure> closures_;
  std::vector<std::string> countries_;
  std::vector<Place> state_;
  std::vector<Way> ways_;                          // 2 k and 2 k + 1 are link k forth and back
  std::vector<std::vector<std::uint32_t>> leave_;  // ways by place
  std::vector<Route> routes_;
  std::vector<std::vector<std::uint32_t>> planned_;  // routes by place
  std::vector<Party> parties_;
  bool plans_hold_ = false;
  int day_ = 0;
  double fled_ = 0;
  double returned_ = 0;
  double arrived_ = 0;

  // Kept between steps for their memory alone.
  std::vector<double> pull_;    // attraction by place
  std::vector<double> shares_;  // of weigh()
  std::vector<Party> leaving_;  // of depart()
  std::vector<double> here_;    // who arrived at a place this hour
  std::vector<std::uint32_t> touched_;
  std::vector<std::vector<Arrival>> arrivals_;  // by the km of the day that they have behind them
};

}  // namespace detente::play::flow
