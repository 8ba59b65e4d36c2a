#include "solve_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "detente/reading/json_writer.hpp"

namespace detente::cli {

namespace {

constexpr std::size_t kPathLines = 12;

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

// Six significant digits, and never "-0".
std::string number(double value) { return fmt::format("{:.6g}", value == 0.0 ? 0.0 : value); }

std::string set_label(const play::Game& game, std::size_t set) {
  return game.set_name[set].empty() ? fmt::format("set {}", game.set_number[set]) : game.set_name[set];
}

std::string action_label(const play::Game& game, std::int32_t action) {
  return game.action_name[at(action)].empty()
             ? fmt::format("move {}", action + 1 - game.first_action[at(game.action_set[at(action)])])
             : game.action_name[at(action)];
}

std::size_t player_sets(const play::Game& game) {
  return static_cast<std::size_t>(
      std::count_if(game.set_player.begin(), game.set_player.end(), [](std::int32_t p) { return p != play::kChance; }));
}

// One line an information set: who, where, and each move with its probability.
std::string profile_text(const SolveView& view, const play::Profile& profile, const std::vector<bool>& reached,
                         const Style& style) {
  const play::Game& game = view.game;
  const std::size_t sets = player_sets(game);
  const std::size_t shown = view.limit == 0 ? sets : std::min(sets, view.limit);
  std::size_t who = 0;
  std::size_t where = 0;
  for (std::size_t s = 0; s < shown; ++s) {
    who = std::max(who, width(game.players[at(game.set_player[s])]));
    where = std::max(where, width(set_label(game, s)));
  }
  std::string out;
  for (std::size_t s = 0; s < shown; ++s) {
    std::string moves;
    for (std::int32_t a = game.first_action[s]; a < game.first_action[s + 1]; ++a) {
      moves += fmt::format("  {} {}", action_label(game, a), style.number(number(profile[at(a)])));
    }
    const bool is_reached = reached.empty() || reached[s];
    out += fmt::format("  {}  {}{}{}\n",
                       style.party(left(game.players[at(game.set_player[s])], std::min<std::size_t>(who, 24))),
                       left(set_label(game, s), std::min<std::size_t>(where, 32)), moves,
                       is_reached ? "" : style.faint("  (out of reach)"));
  }
  if (shown < sets) {
    out += fmt::format("  {} more information sets; --limit 0 shows all\n", sets - shown);
  }
  return out;
}

std::string path_text(const SolveView& view, const Style& style) {
  const std::vector<play::PathPoint>& path = view.solution.path;
  std::string out;
  if (view.points_asked) {
    for (const play::PathPoint& point : path) {
      out += fmt::format("{}  regret {}\n", style.heading("LAMBDA " + number(point.lambda)), number(point.regret));
      out += profile_text(view, point.profile, {}, style) + "\n";
    }
  } else if (!path.empty()) {
    out += fmt::format("{}  {} points\n", style.heading("LOGIT PATH"), path.size());
    out += fmt::format("  {}  {}\n", right("lambda", 12), right("regret", 12));
    const std::size_t lines = std::min(kPathLines, path.size());
    for (std::size_t k = 0; k < lines; ++k) {
      const play::PathPoint& point = path[lines == 1 ? 0 : k * (path.size() - 1) / (lines - 1)];
      out += fmt::format("  {}  {}\n", right(number(point.lambda), 12), right(number(point.regret), 12));
    }
    out += "\n";
  }
  if (!view.solution.path_reached_limit) {
    out += "the path ended before its regret was small enough: what follows is near an equilibrium\n";
  }
  return out;
}

std::string checkpoints_text(const SolveView& view, const Style& style) {
  const bool two = view.game.players.size() == 2;
  std::string out = style.heading("LEARNING") + "\n";
  out +=
      fmt::format("  {}  {}  {}", right("iteration", 10), right("NashConv", 12), right(two ? "exploitable" : "", 12));
  for (const std::string& player : view.game.players) {
    out += "  " + right(cut(player, 12), 12);
  }
  out += "\n";
  for (const play::Checkpoint& point : view.solution.checkpoints) {
    out += fmt::format("  {}  {}  {}", right(std::to_string(point.iteration), 10), right(number(point.nash_conv), 12),
                       right(two ? number(point.nash_conv / 2) : "", 12));
    for (const double value : point.value) {
      out += "  " + right(number(value), 12);
    }
    out += "\n";
  }
  return out + "\n";
}

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\n\r") == std::string_view::npos) {
    return std::string(text);
  }
  std::string out = "\"";
  for (const char c : text) {
    out += c;
    if (c == '"') {
      out += c;
    }
  }
  return out + '"';
}

void csv_profile(const play::Game& game, const std::string& begin, const play::Profile& profile,
                 const std::vector<bool>& reached, std::string& out) {
  for (std::size_t s = 0; s < player_sets(game); ++s) {
    for (std::int32_t a = game.first_action[s]; a < game.first_action[s + 1]; ++a) {
      out += fmt::format("{},{},{},{},{},{},{}\n", begin, csv_field(game.players[at(game.set_player[s])]),
                         game.set_number[s], csv_field(game.set_name[s]), csv_field(action_label(game, a)),
                         profile[at(a)], reached.empty() ? "" : (reached[s] ? "yes" : "no"));
    }
  }
}

void json_numbers(reading::JsonWriter& j, std::string_view key, const std::vector<double>& values) {
  j.key(key).array();
  for (const double value : values) {
    j.number(value);
  }
  j.close();
}

void json_profile(reading::JsonWriter& j, const play::Game& game, const play::Profile& profile,
                  const std::vector<bool>& reached) {
  j.key("sets").array();
  for (std::size_t s = 0; s < player_sets(game); ++s) {
    j.object();
    j.key("player").text(game.players[at(game.set_player[s])]);
    j.key("number").integer(game.set_number[s]);
    j.key("name").text(game.set_name[s]);
    if (!reached.empty()) {
      j.key("reached").boolean(reached[s]);
    }
    j.key("moves").array();
    for (std::int32_t a = game.first_action[s]; a < game.first_action[s + 1]; ++a) {
      j.object();
      j.key("name").text(action_label(game, a));
      j.key("probability").number(profile[at(a)]);
      j.close();
    }
    j.close();
    j.close();
  }
  j.close();
}

}  // namespace

std::string solve_text(const SolveView& view, const Style& style) {
  const play::Game& game = view.game;
  const play::Solution& solution = view.solution;
  std::string out = fmt::format("{}\n{} player{}, {} nodes, {} information sets\nmethod {}: {}\n\n",
                                style.heading(game.title.empty() ? "a game without a title" : game.title),
                                game.players.size(), game.players.size() == 1 ? "" : "s", game.nodes(),
                                player_sets(game), play::method_name(solution.method), solution.why);
  if (solution.method == play::SolveMethod::qre) {
    out += path_text(view, style);
  }
  if (!solution.checkpoints.empty()) {
    out += checkpoints_text(view, style);
  }
  if (solution.equilibria.empty()) {
    return out + "no equilibrium of this kind\n";
  }
  for (std::size_t k = 0; k < solution.equilibria.size(); ++k) {
    const play::Equilibrium& e = solution.equilibria[k];
    std::string title = solution.method == play::SolveMethod::cfr ? "AVERAGE PLAY" : "EQUILIBRIUM";
    if (solution.method == play::SolveMethod::qre) {
      title = "LIMIT";
    }
    if (solution.equilibria.size() > 1) {
      title += fmt::format(" {} of {}", k + 1, solution.equilibria.size());
    }
    out += style.heading(title);
    for (std::size_t p = 0; p < game.players.size(); ++p) {
      out += fmt::format("  {} {}", game.players[p], style.number(number(e.value[p])));
    }
    out += fmt::format("  regret {:.1e}\n", *std::max_element(e.regret.begin(), e.regret.end()));
    out += profile_text(view, e.profile, e.reached, style);
    if (k + 1 < solution.equilibria.size()) {
      out += "\n";
    }
  }
  return out;
}

std::string solve_csv(const SolveView& view) {
  std::string out = "kind,n,lambda,player,set,name,move,probability,reached\n";
  const play::Solution& solution = view.solution;
  for (std::size_t k = 0; k < solution.path.size(); ++k) {
    csv_profile(view.game, fmt::format("path,{},{}", k + 1, solution.path[k].lambda), solution.path[k].profile, {},
                out);
  }
  for (std::size_t k = 0; k < solution.equilibria.size(); ++k) {
    const play::Equilibrium& e = solution.equilibria[k];
    csv_profile(view.game, fmt::format("equilibrium,{},", k + 1), e.profile, e.reached, out);
  }
  return out;
}

std::string solve_json(const SolveView& view) {
  const play::Game& game = view.game;
  const play::Solution& solution = view.solution;
  std::string out;
  reading::JsonWriter j(out);
  j.object();
  j.key("title").text(game.title);
  j.key("players").array();
  for (const std::string& player : game.players) {
    j.text(player);
  }
  j.close();
  j.key("nodes").integer(static_cast<std::int64_t>(game.nodes()));
  j.key("method").text(play::method_name(solution.method));
  j.key("why").text(solution.why);
  j.key("all").boolean(solution.all);
  j.key("equilibria").array();
  for (const play::Equilibrium& e : solution.equilibria) {
    j.object();
    json_numbers(j, "value", e.value);
    json_numbers(j, "regret", e.regret);
    json_profile(j, game, e.profile, e.reached);
    j.close();
  }
  j.close();
  if (solution.method == play::SolveMethod::qre) {
    j.key("reached_limit").boolean(solution.path_reached_limit);
    j.key("path").array();
    for (const play::PathPoint& point : solution.path) {
      j.object();
      j.key("lambda").number(point.lambda);
      j.key("regret").number(point.regret);
      json_profile(j, game, point.profile, {});
      j.close();
    }
    j.close();
  }
  if (!solution.checkpoints.empty()) {
    j.key("checkpoints").array();
    for (const play::Checkpoint& point : solution.checkpoints) {
      j.object();
      j.key("iteration").integer(point.iteration);
      j.key("nash_conv").number(point.nash_conv);
      json_numbers(j, "value", point.value);
      j.close();
    }
    j.close();
  }
  j.close();
  return out + "\n";
}

}  // namespace detente::cli
