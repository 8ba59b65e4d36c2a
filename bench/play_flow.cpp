// bench_play_flow DIR [DAYS]: runs a case in Flee's files again and again, and prints what a run takes and its error;
// then graphs of growing size, and the exponent with which the cost of a day grows with the places.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "detente/play/flee.hpp"
#include "detente/play/luck.hpp"

namespace {

namespace flow = detente::play::flow;
namespace luck = detente::play::luck;

double seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

// Places on a square grid of roads of 20 to 200 km, a tenth of them in conflict, a tenth camps.
flow::Graph grid(std::uint32_t side) {
  flow::Graph graph;
  for (std::uint32_t p = 0; p < side * side; ++p) {
    const double u = luck::uniform({.seed = 1, .entity = p});
    graph.places.push_back({.name = "p" + std::to_string(p),
                            .kind = u < 0.1   ? flow::Kind::conflict
                                    : u > 0.9 ? flow::Kind::camp
                                              : flow::Kind::town,
                            .people = 10000});
    const double right = luck::uniform({.seed = 2, .entity = p}, 20, 200);
    const double down = luck::uniform({.seed = 3, .entity = p}, 20, 200);
    if (p % side + 1 < side) {
      graph.links.push_back({p, p + 1, right});
    }
    if (p / side + 1 < side) {
      graph.links.push_back({p, p + side, down});
    }
  }
  return graph;
}

int flee_case(const char* folder, int days) {
  const auto files = flow::load_flee(folder);
  if (!files) {
    std::fprintf(stderr, "%s\n", files.error().to_string().c_str());
    return 1;
  }
  const auto scenario = flow::parse_flee(*files);
  if (!scenario) {
    std::fprintf(stderr, "%s\n", scenario.error().to_string().c_str());
    return 1;
  }
  std::vector<double> took;
  double error = 0;
  double twice = 0;
  for (int again = 0; again < 21; ++again) {
    const double start = seconds();
    const auto run = flow::run(*scenario, {}, {.days = days});
    took.push_back(seconds() - start);
    const auto as_flee = flow::run(*scenario, {}, {.days = days, .first_day_twice = true});
    if (!run || !as_flee) {
      std::fprintf(stderr, "%s\n", run.error().to_string().c_str());
      return 1;
    }
    error = run->error;
    twice = as_flee->error;
  }
  std::sort(took.begin(), took.end());
  std::printf("%s: error %.4f (%.4f with Flee's use of capacity), %.4f s a run (median of 21; best %.4f, worst %.4f)\n",
              folder, error, twice, took[10], took.front(), took.back());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1) {
    if (const int failed = flee_case(argv[1], argc > 2 ? std::atoi(argv[2]) : 0); failed != 0) {
      return failed;
    }
  }
  double sx = 0, sy = 0, sxx = 0, sxy = 0;
  int sizes = 0;
  std::printf("%8s %14s\n", "places", "s a day");
  for (std::uint32_t side = 4; side <= 64; side *= 2) {
    const flow::Graph graph = grid(side);
    // The best of five: other work on the machine only adds.
    constexpr int kDays = 60;
    double a_day = 1e300;
    for (int again = 0; again < 5; ++again) {
      flow::Flow flow(graph, {});
      const double start = seconds();
      for (int day = 0; day < kDays; ++day) {
        for (std::uint32_t p = 0; p < graph.places.size(); ++p) {
          if (graph.places[p].kind == flow::Kind::conflict) {
            flow.flee(p, 100);
          }
        }
        flow.step();
      }
      a_day = std::min(a_day, (seconds() - start) / kDays);
    }
    std::printf("%8u %14.3e\n", side * side, a_day);
    const double x = std::log(side * side);
    const double y = std::log(a_day);
    sx += x;
    sy += y;
    sxx += x * x;
    sxy += x * y;
    ++sizes;
  }
  std::printf("exponent %.3f\n", (sizes * sxy - sx * sy) / (sizes * sxx - sx * sx));
  return 0;
}
