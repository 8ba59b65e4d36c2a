#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>

#include "command.hpp"
#include "detente/play/game_efg.hpp"
#include "detente/play/game_samples.hpp"
#include "detente/play/game_solve.hpp"
#include "solve_text.hpp"

namespace detente::cli {

namespace {

constexpr std::size_t kLargestFile = std::size_t{512} << 20;

Result<std::string> read_all(const std::string& path, World& world) {
  std::string text;
  if (path == "-") {
    char bytes[1 << 16];
    std::ptrdiff_t count = 0;
    while ((count = world.read(bytes, sizeof bytes)) > 0 && text.size() <= kLargestFile) {
      text.append(bytes, static_cast<std::size_t>(count));
    }
    if (count < 0) {
      return Error{ErrorCode::io, "standard input cannot be read", "-"};
    }
  } else {
    errno = 0;
    std::error_code unknown;
    if (std::filesystem::is_directory(path, unknown)) {
      return Error{ErrorCode::io, "is a folder; solve takes an .efg file", path};
    }
    std::ifstream in(path, std::ios::binary);
    if (!in) {
      return Error{errno == ENOENT ? ErrorCode::not_found : ErrorCode::io, std::strerror(errno), path};
    }
    char bytes[1 << 16];
    while (text.size() <= kLargestFile && (in.read(bytes, sizeof bytes) || in.gcount() > 0)) {
      text.append(bytes, static_cast<std::size_t>(in.gcount()));
    }
  }
  if (text.size() > kLargestFile) {
    return Error{ErrorCode::too_large, "more than 512 MB; solve takes smaller games", path};
  }
  return text;
}

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
  const auto text = read_all(path, world);
  if (!text) {
    return text.error();
  }
  return play::read_efg(*text, path == "-" ? "standard input" : path);
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
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) {
    return could_not(world, {ErrorCode::io, "cannot be written", path});
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
      error.where = arguments.positionals().front();
    }
    return could_not(world, error);
  }
  const SolveView view{*game, *solution, static_cast<std::size_t>(arguments.number("--limit", 40)),
                       !options->lambdas.empty()};
  if (arguments.has("--json")) {
    world.out(solve_json(view));
  } else if (arguments.get("--format", "table") == "csv") {
    world.out(solve_csv(view));
  } else {
    world.out(solve_text(view, Style(arguments, world)));
  }
  return kDone;
}

}  // namespace detente::cli
