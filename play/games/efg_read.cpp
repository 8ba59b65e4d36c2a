#include <fmt/format.h>

#include <map>
#include <optional>
#include <utility>

#include "detente/play/game_efg.hpp"
#include "detente/text/utf8.hpp"
#include "efg_scanner.hpp"

namespace detente::play {

namespace {

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

bool same_numbers(const std::vector<GameNumber>& a, const std::vector<GameNumber>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const GameNumber& x, const GameNumber& y) { return x.value == y.value; });
}

// Reads the file into a draft. Sets and outcomes may be described before or behind the place of their first use.
class EfgReader {
 public:
  EfgReader(std::string_view text, std::string_view name) : scan_(text, name) {}

  Result<Game> read() {
    if (auto header = read_header(); !header) {
      return header.error();
    }
    while (!scan_.at_end()) {
      if (draft_.nodes.size() > kMostNodes) {
        break;  // assemble() says so
      }
      if (auto node = read_node(); !node) {
        return node.error();
      }
    }
    if (auto complete = check_described(); !complete) {
      return complete.error();
    }
    std::vector<std::size_t> places;
    for (const GameDraft::Node& node : draft_.nodes) {
      places.push_back(node.place);
    }
    std::size_t fault = 0;
    auto game = assemble(std::move(draft_), &fault);
    if (!game) {
      return scan_.error(game.error().code, game.error().message,
                         fault < places.size() ? places[fault] : scan_.place());
    }
    return game;
  }

 private:
  // Where a set or outcome was described; nothing if it was only used so far.
  using Described = std::vector<std::optional<std::size_t>>;

  Result<void> read_header() {
    const std::size_t begin = scan_.place();
    const std::string_view magic = scan_.word();
    if (magic == "NFG") {
      return scan_.error(ErrorCode::unsupported,
                         "this is a game in strategic form (NFG); only extensive games (EFG) are read", begin);
    }
    if (magic != "EFG") {
      return scan_.error(ErrorCode::bad_format, "this is no .efg file: it does not begin with EFG", begin);
    }
    const std::size_t version_place = scan_.place();
    if (scan_.word() != "2") {
      return scan_.error(ErrorCode::unsupported, "only version 2 of the .efg format is read", version_place);
    }
    const std::size_t kind_place = scan_.place();
    const std::string_view kind = scan_.word();
    if (kind != "R" && kind != "D") {
      return scan_.error(ErrorCode::bad_format, "expected R or D behind the version", kind_place);
    }
    auto title = scan_.quoted("the title");
    if (!title) {
      return title.error();
    }
    draft_.title = std::move(*title);
    if (!scan_.take('{')) {
      return scan_.expected("{ before the names of the players");
    }
    while (!scan_.take('}')) {
      auto player = scan_.quoted("the name of a player");
      if (!player) {
        return player.error();
      }
      draft_.players.push_back(std::move(*player));
    }
    if (scan_.peek() == '"') {
      auto comment = scan_.quoted("the comment");
      if (!comment) {
        return comment.error();
      }
      draft_.comment = std::move(*comment);
    }
    return {};
  }

  Result<void> read_node() {
    GameDraft::Node node;
    node.place = scan_.place();
    const std::string_view kind = scan_.word();
    if (kind != "c" && kind != "p" && kind != "t") {
      return scan_.error(ErrorCode::bad_format, "expected a node: c, p or t and its name", node.place);
    }
    auto name = scan_.quoted("the name of a node");
    if (!name) {
      return name.error();
    }
    node.name = std::move(*name);
    if (kind != "t") {
      std::int32_t player = kChance;
      if (kind == "p") {
        const std::size_t place = scan_.place();
        const auto number = scan_.whole("the number of a player", 1);
        if (!number) {
          return number.error();
        }
        if (at(*number) > draft_.players.size()) {
          return scan_.error(ErrorCode::bad_value,
                             fmt::format("there is no player {}; the game has {}", *number, draft_.players.size()),
                             place);
        }
        player = *number - 1;
      }
      const auto set = read_set(player);
      if (!set) {
        return set.error();
      }
      node.set = *set;
    }
    const auto outcome = read_outcome();
    if (!outcome) {
      return outcome.error();
    }
    node.outcome = *outcome;
    draft_.nodes.push_back(std::move(node));
    return {};
  }

  Result<std::int32_t> read_set(std::int32_t player) {
    const std::size_t place = scan_.place();
    const auto number = scan_.whole("the number of an information set", 1);
    if (!number) {
      return number.error();
    }
    const auto [found, is_new] =
        set_index_.try_emplace({player, *number}, static_cast<std::int32_t>(draft_.sets.size()));
    if (is_new) {
      draft_.sets.push_back({player, *number, "", {}, {}});
      set_described_.emplace_back();
      set_used_.push_back(place);
    }
    GameDraft::Set read{player, *number, "", {}, {}};
    if (scan_.peek() == '"') {
      auto name = scan_.quoted("the name of an information set");
      if (!name) {
        return name.error();
      }
      read.name = std::move(*name);
    }
    GameDraft::Set& known = draft_.sets[at(found->second)];
    if (known.name.empty()) {
      known.name = read.name;
    }
    if (scan_.peek() != '{') {
      return found->second;
    }
    if (auto actions = read_actions(read); !actions) {
      return actions.error();
    }
    std::optional<std::size_t>& described = set_described_[at(found->second)];
    if (!described) {
      described = place;
      known.actions = std::move(read.actions);
      known.chance = std::move(read.chance);
    } else if (known.actions != read.actions || !same_numbers(known.chance, read.chance)) {
      return scan_.error(ErrorCode::bad_format,
                         fmt::format("information set {} of {} has other actions here than at {}", *number,
                                     player == kChance ? "chance" : draft_.players[at(player)],
                                     scan_.error(ErrorCode::bad_format, "", *described).where),
                         place);
    }
    return found->second;
  }

  Result<void> read_actions(GameDraft::Set& set) {
    scan_.take('{');
    while (!scan_.take('}')) {
      auto action = scan_.quoted("the name of an action");
      if (!action) {
        return action.error();
      }
      set.actions.push_back(std::move(*action));
      if (set.player == kChance) {
        auto chance = scan_.number("a probability");
        if (!chance) {
          return chance.error();
        }
        set.chance.push_back(std::move(*chance));
      }
      scan_.take(',');
    }
    return {};
  }

  Result<std::int32_t> read_outcome() {
    const std::size_t place = scan_.place();
    const auto number = scan_.whole("the number of an outcome", 0);
    if (!number) {
      return number.error();
    }
    std::string name;
    if (scan_.peek() == '"') {
      auto quoted = scan_.quoted("the name of an outcome");
      if (!quoted) {
        return quoted.error();
      }
      name = std::move(*quoted);
    }
    std::optional<std::vector<GameNumber>> payoff;
    if (scan_.peek() == '{') {
      payoff.emplace();
      scan_.take('{');
      while (!scan_.take('}')) {
        auto value = scan_.number("a payoff");
        if (!value) {
          return value.error();
        }
        payoff->push_back(std::move(*value));
        scan_.take(',');
      }
      if (payoff->size() != draft_.players.size()) {
        return scan_.error(
            ErrorCode::bad_value,
            fmt::format("outcome {} has {} payoffs for {} players", *number, payoff->size(), draft_.players.size()),
            place);
      }
    }
    if (*number == 0) {
      if (payoff) {
        return scan_.error(ErrorCode::bad_value, "outcome 0 stands for none and cannot have payoffs", place);
      }
      return -1;
    }
    return keep_outcome(*number, std::move(name), std::move(payoff), place);
  }

  Result<std::int32_t> keep_outcome(std::int32_t number, std::string name,
                                    std::optional<std::vector<GameNumber>> payoff, std::size_t place) {
    const auto [found, is_new] = outcome_index_.try_emplace(number, static_cast<std::int32_t>(draft_.outcomes.size()));
    if (is_new) {
      draft_.outcomes.push_back({number, "", {}});
      outcome_described_.emplace_back();
      outcome_used_.push_back(place);
    }
    GameDraft::Outcome& known = draft_.outcomes[at(found->second)];
    if (known.name.empty()) {
      known.name = std::move(name);
    }
    std::optional<std::size_t>& described = outcome_described_[at(found->second)];
    if (payoff && !described) {
      described = place;
      known.payoff = std::move(*payoff);
    } else if (payoff && !same_numbers(known.payoff, *payoff)) {
      return scan_.error(ErrorCode::bad_format,
                         fmt::format("outcome {} has other payoffs here than at {}", number,
                                     scan_.error(ErrorCode::bad_format, "", *described).where),
                         place);
    }
    return found->second;
  }

  Result<void> check_described() const {
    for (std::size_t s = 0; s < draft_.sets.size(); ++s) {
      if (!set_described_[s]) {
        const GameDraft::Set& set = draft_.sets[s];
        return scan_.error(ErrorCode::bad_value,
                           fmt::format("information set {} of {} is used but nowhere described", set.number,
                                       set.player == kChance ? "chance" : draft_.players[at(set.player)]),
                           set_used_[s]);
      }
    }
    for (std::size_t o = 0; o < draft_.outcomes.size(); ++o) {
      if (!outcome_described_[o]) {
        return scan_.error(ErrorCode::bad_value,
                           fmt::format("outcome {} is used but nowhere described", draft_.outcomes[o].number),
                           outcome_used_[o]);
      }
    }
    return {};
  }

  EfgScanner scan_;
  GameDraft draft_;
  std::map<std::pair<std::int32_t, std::int32_t>, std::int32_t> set_index_;
  std::map<std::int32_t, std::int32_t> outcome_index_;
  Described set_described_;
  Described outcome_described_;
  std::vector<std::size_t> set_used_;
  std::vector<std::size_t> outcome_used_;
};

}  // namespace

Result<Game> read_efg(std::string_view text, std::string_view name) {
  // Editors on Windows put a byte order mark in front.
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  if (const std::size_t bad = text::first_invalid(text); bad < text.size()) {
    return EfgScanner(text, name)
        .error(ErrorCode::bad_encoding, fmt::format("not UTF-8: byte 0x{:02x}", static_cast<unsigned char>(text[bad])),
               bad);
  }
  return EfgReader(text, name).read();
}

}  // namespace detente::play
