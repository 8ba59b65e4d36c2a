#include <fmt/format.h>

#include <iterator>

#include "detente/play/game_efg.hpp"

namespace detente::play {

namespace {

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

std::string quote(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') {
      out += '\\';
    }
    out += c;
  }
  return out + '"';
}

void write_set(const Game& game, std::size_t set, std::string& out) {
  out += fmt::format(" {} {} {{", game.set_number[set], quote(game.set_name[set]));
  for (std::int32_t a = game.first_action[set]; a < game.first_action[set + 1]; ++a) {
    out += ' ' + quote(game.action_name[at(a)]);
    if (game.set_player[set] == kChance) {
      out += ' ' + game.chance[at(a)].text;
    }
  }
  out += " }";
}

void write_outcome(const Game& game, std::int32_t outcome, std::string& out) {
  if (outcome < 0) {
    out += " 0\n";
    return;
  }
  out += fmt::format(" {} {} {{", game.outcome_number[at(outcome)], quote(game.outcome_name[at(outcome)]));
  for (std::size_t p = 0; p < game.players.size(); ++p) {
    out += (p == 0 ? " " : ", ") + game.payoff[at(outcome) * game.players.size() + p].text;
  }
  out += " }\n";
}

}  // namespace

std::string write_efg(const Game& game) {
  std::string out = "EFG 2 R " + quote(game.title) + " {";
  for (const std::string& player : game.players) {
    out += ' ' + quote(player);
  }
  out += " }\n" + quote(game.comment) + "\n\n";
  for (std::size_t n = 0; n < game.nodes(); ++n) {
    if (game.is_leaf(n)) {
      out += "t " + quote(game.node_name[n]);
    } else {
      const std::size_t set = at(game.set[n]);
      const bool chance = game.set_player[set] == kChance;
      out += (chance ? "c " : "p ") + quote(game.node_name[n]);
      if (!chance) {
        out += fmt::format(" {}", game.set_player[set] + 1);
      }
      write_set(game, set, out);
    }
    write_outcome(game, game.outcome[n], out);
  }
  return out;
}

}  // namespace detente::play
