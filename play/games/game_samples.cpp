#include "detente/play/game_samples.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

namespace detente::play {

namespace {

// Writes a game down in preorder. Information sets are known by what their player has seen.
class Dealer {
 public:
  Dealer(std::string title, std::string comment) {
    draft_.title = std::move(title);
    draft_.comment = std::move(comment);
    draft_.players = {"First", "Second"};
  }

  void chance(const std::string& seen, const std::vector<std::string>& cards) {
    const auto [set, is_new] = set_of(kChance, seen);
    if (is_new) {
      draft_.sets[set].actions = cards;
      draft_.sets[set].chance.assign(cards.size(),
                                     {1.0 / static_cast<double>(cards.size()), fmt::format("1/{}", cards.size())});
    }
    draft_.nodes.push_back({"", static_cast<std::int32_t>(set), -1, 0});
  }

  void move(std::int32_t player, const std::string& seen, const std::vector<std::string>& actions) {
    const auto [set, is_new] = set_of(player, seen);
    if (is_new) {
      draft_.sets[set].actions = actions;
    }
    draft_.nodes.push_back({"", static_cast<std::int32_t>(set), -1, 0});
  }

  // The end; the first player wins `won`.
  void end(int won) {
    const auto [found, is_new] = outcomes_.try_emplace(won, static_cast<std::int32_t>(draft_.outcomes.size()));
    if (is_new) {
      const auto number = [](int value) { return GameNumber{static_cast<double>(value), std::to_string(value)}; };
      draft_.outcomes.push_back({found->second + 1, fmt::format("{:+}", won), {number(won), number(-won)}});
    }
    draft_.nodes.push_back({"", -1, found->second, 0});
  }

  Game finish() { return *assemble(std::move(draft_)); }

 private:
  std::pair<std::size_t, bool> set_of(std::int32_t player, const std::string& seen) {
    const auto [found, is_new] = sets_.try_emplace({player, seen}, draft_.sets.size());
    if (is_new) {
      draft_.sets.push_back({player, ++numbers_[player], seen, {}, {}});
    }
    return {found->second, is_new};
  }

  GameDraft draft_;
  std::map<std::pair<std::int32_t, std::string>, std::size_t> sets_;
  std::map<std::int32_t, std::int32_t> numbers_;
  std::map<int, std::int32_t> outcomes_;
};

int sign(int value) { return (value > 0) - (value < 0); }

class Leduc {
 public:
  Game deal() {
    dealer_.chance("first card", all_cards());
    for (card_[0] = 0; card_[0] < kCards; ++card_[0]) {
      dealer_.chance(fmt::format("second card after {}", name(card_[0])), cards_but({card_[0], kNone}));
      for (card_[1] = 0; card_[1] < kCards; ++card_[1]) {
        if (card_[1] != card_[0]) {
          bet({});
        }
      }
    }
    return dealer_.finish();
  }

 private:
  static constexpr int kCards = 6;
  static constexpr int kNone = -1;
  static constexpr int kMostRaises = 2;

  struct Table {
    int round = 0;
    int mover = 0;
    int raises = 0;
    int called = 0;  // moves since the last raise that raised nothing
    std::array<int, 2> stake{1, 1};
    int open_card = kNone;
    std::string story;  // what both have seen
  };

  static std::string name(int card) { return std::string(1, "JQK"[card / 2]) + (card % 2 == 0 ? "s" : "h"); }
  static std::vector<std::string> all_cards() { return cards_but({kNone, kNone}); }
  static std::vector<std::string> cards_but(std::array<int, 2> gone) {
    std::vector<std::string> cards;
    for (int card = 0; card < kCards; ++card) {
      if (card != gone[0] && card != gone[1]) {
        cards.push_back(name(card));
      }
    }
    return cards;
  }

  // Recurses over the bets of at most two rounds: never deeper than ten moves.
  void bet(const Table& table) {
    const std::size_t mover = static_cast<std::size_t>(table.mover);
    const bool behind = table.stake[mover] < table.stake[1 - mover];
    const bool may_raise = table.raises < kMostRaises;
    std::vector<std::string> actions;
    if (behind) {
      actions.emplace_back("fold");
    }
    actions.emplace_back(behind ? "call" : "check");
    if (may_raise) {
      actions.emplace_back("raise");
    }
    dealer_.move(table.mover, name(card_[mover]) + " " + table.story, actions);
    if (behind) {
      dealer_.end(table.mover == 0 ? -table.stake[0] : table.stake[1]);
    }
    Table next = table;
    next.mover = 1 - table.mover;
    next.story += behind ? 'c' : 'k';
    next.stake[mover] = std::max(table.stake[0], table.stake[1]);
    next.called = table.called + 1;
    if (next.called == 2 || table.raises > 0) {
      end_round(next);
    } else {
      bet(next);
    }
    if (may_raise) {
      next = table;
      next.mover = 1 - table.mover;
      next.story += 'r';
      next.stake[mover] = table.stake[1 - mover] + (table.round == 0 ? 2 : 4);
      ++next.raises;
      next.called = 0;
      bet(next);
    }
  }

  void end_round(const Table& table) {
    if (table.round == 1) {
      dealer_.end(sign(strength(0, table.open_card) - strength(1, table.open_card)) * table.stake[0]);
      return;
    }
    const auto [low, high] = std::minmax(card_[0], card_[1]);
    dealer_.chance(fmt::format("open card after {} and {}", name(low), name(high)), cards_but({low, high}));
    for (int card = 0; card < kCards; ++card) {
      if (card != low && card != high) {
        Table next;
        next.round = 1;
        next.stake = table.stake;
        next.open_card = card;
        next.story = table.story + " " + name(card) + " ";
        bet(next);
      }
    }
  }

  // A pair beats every rank.
  int strength(std::size_t player, int open_card) const {
    const int rank = card_[player] / 2;
    return rank == open_card / 2 ? 10 + rank : rank;
  }

  Dealer dealer_{"Leduc poker",
                 "Six cards of three ranks and two suits, one private card each, one open card, two rounds of bets."};
  std::array<int, 2> card_{};
};

}  // namespace

Game kuhn_poker() {
  Dealer dealer("Kuhn poker", "Three cards, one each, an ante of 1 and one bet of 1.");
  const std::vector<std::string> names{"J", "Q", "K"};
  const std::vector<std::string> open{"check", "bet"};
  const std::vector<std::string> answer{"fold", "call"};
  dealer.chance("first card", names);
  for (int first = 0; first < 3; ++first) {
    std::vector<std::string> left = names;
    left.erase(left.begin() + first);
    dealer.chance("second card after " + names[static_cast<std::size_t>(first)], left);
    for (int second = 0; second < 3; ++second) {
      if (second == first) {
        continue;
      }
      const std::string& one = names[static_cast<std::size_t>(first)];
      const std::string& two = names[static_cast<std::size_t>(second)];
      const int better = sign(first - second);
      dealer.move(0, one, open);
      dealer.move(1, two + " checked", open);
      dealer.end(better);
      dealer.move(0, one + " bet to", answer);
      dealer.end(-1);
      dealer.end(2 * better);
      dealer.move(1, two + " bet to", answer);
      dealer.end(1);
      dealer.end(2 * better);
    }
  }
  return dealer.finish();
}

Game leduc_poker() { return Leduc().deal(); }

std::optional<Game> sample_game(std::string_view name) {
  if (name == "kuhn") {
    return kuhn_poker();
  }
  if (name == "leduc") {
    return leduc_poker();
  }
  return std::nullopt;
}

const std::vector<std::string_view>& sample_names() {
  static const std::vector<std::string_view> kNames{"kuhn", "leduc"};
  return kNames;
}

}  // namespace detente::play
