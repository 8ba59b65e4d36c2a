#include <charconv>

#include "command.hpp"
#include "detente/play/game_efg.hpp"
#include "detente/play/game_samples.hpp"
#include "detente/play/game_solve.hpp"
#include "files.hpp"
#include "solve_text.hpp"

namespace detente::cli {

namespace {

Result<play::Game> load_game(const Arguments& arguments, World& world) {
  const std::string sample = arguments.get("--game");
  if (!sample.empty() && !arguments.positionals().empty()) {
    return Error{ErrorCode::usage, "give a FILE or --game, not both", ""};
  }
  if (!sample.empty()) {
    return *play::sample_game(sample);
  }
  if (arguments.positionals().empty()) {
    return Error{ErrorCode::usage, "which game? give an .efg file, or --game kuhn or leduc", ""};
  }
  const std::string& path = arguments.positionals().front();
  const auto text = read_whole(path, world);
  if (!text) {
    return text.error();
  }
  return play::read_efg(*text, called(path));
}

Result<play::SolveOptions> solve_options(const Arguments& arguments) {
  play::SolveOptions options;
  const std::string method = arguments.get("--method", "auto");
  for (const play::SolveMethod known :
       {play::SolveMethod::backward, play::SolveMethod::lp, play::SolveMethod::lcp, play::SolveMethod::support,
        play::SolveMethod::pure, play::SolveMethod::qre, play::SolveMethod::cfr}) {
    if (method == play::method_name(known)) {
      options.method = known;
    }
  }
  options.all = arguments.has("--all");
  options.iterations = arguments.number("--iterations", options.iterations);
  options.checkpoint = arguments.number("--checkpoint", 0);
  for (const std::string& word : arguments.all("--lambda")) {
    double lambda = 0.0;
    const auto [end, fault] = std::from_chars(word.data(), word.data() + word.size(), lambda);
    if (fault != std::errc{} || end != word.data() + word.size()) {
      return Error{ErrorCode::usage, fmt::format("--lambda takes a number, not '{}'", word), ""};
    }
    options.lambdas.push_back(lambda);
  }
  if (!options.lambdas.empty() && options.method != play::SolveMethod::qre) {
    return Error{ErrorCode::usage, "--lambda belongs to --method qre", ""};
  }
  return options;
}

int write_game(const play::Game& game, const std::string& path, World& world) {
  const std::string text = play::write_efg(game);
  if (path == "-") {
    world.out(text);
    return kDone;
  }
  if (const auto written = write_whole(path, text); !written) {
    return could_not(world, written.error());
  }
  return kDone;
}

// One line on a terminal, written over and over; nothing in a pipe.
class SolveLine {
 public:
  explicit SolveLine(World& world) : world_(world) {}

  void show(const play::SolveProgress& progress) {
    const double now = world_.seconds();
    if (!world_.err_is_terminal || now - shown_ < 0.1) {
      return;
    }
    shown_ = now;
    world_.err(progress.done < 0 ? fmt::format("\r{}\x1b[K", progress.stage)
                                 : fmt::format("\r{}, {:.0f} %\x1b[K", progress.stage, 100 * progress.done));
    on_screen_ = true;
  }

  void clear() {
    if (on_screen_) {
      world_.err("\r\x1b[K");
    }
  }

 private:
  World& world_;
  double shown_ = -1.0;
  bool on_screen_ = false;
};

}  // namespace

int solve_command(const Arguments& arguments, World& world) {
  auto options = solve_options(arguments);
  if (!options) {
    return could_not(world, options.error());
  }
  const auto game = load_game(arguments, world);
  if (!game) {
    return could_not(world, game.error());
  }
  if (arguments.has("--write")) {
    return write_game(*game, arguments.get("--write"), world);
  }
  SolveLine line(world);
  options->stop = world.stop;
  options->progress = [&line](const play::SolveProgress& progress) { line.show(progress); };
  const auto solution = play::solve(*game, *options);
  line.clear();
  if (!solution) {
    Error error = solution.error();
    if (error.where.empty() && !arguments.positionals().empty()) {
      error.where = called(arguments.positionals().front());
    }
    return could_not(world, error);
  }
  const SolveView view{*game, *solution, static_cast<std::size_t>(arguments.number("--limit", 40)),
                       !options->lambdas.empty()};
  if (arguments.has("--plot")) {
    const auto drawn = solve_plot(view);
    if (!drawn) {
      return could_not(world, drawn.error());
    }
    if (const auto written = write_whole(arguments.get("--plot"), *drawn); !written) {
      return could_not(world, written.error());
    }
  }
  if (arguments.has("--json")) {
    world.out(solve_json(view));
  } else if (arguments.has("--csv")) {
    world.out(solve_csv(view));
  } else {
    world.out(solve_text(view, Style(arguments, world)));
  }
  return kDone;
}

}  // namespace detente::cli
