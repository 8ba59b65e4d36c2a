#include "detente/play/game_efg.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cases.hpp"

namespace detente::play {
namespace {

using testing::HasSubstr;

constexpr const char* kDemand = R"(EFG 2 R "A \"small\" demand" { "Challenger" "Rival" } "two
lines")"
                                R"(
c "" 1 "who" { "strong" 1/4 "weak" 0.75 } 0
p "s" 1 1 "S" { "wait" "demand" } 0
t "" 1 "as it was" { 0, 1 }
p "" 2 1 "reply" { "concede" "resist" } 5 "toll" { -1 -.5 }
t "" 2 "won" { 1, 0 }
t "" 3 "war" { -1/10, 1e-1 }
p "w" 1 2 { "wait" "demand" } 0
t "" 1
p "" 2 1 5
t "" 2 t "" 3
)";

std::string fault_of(const std::string& text) {
  const auto game = read_efg(text, "g.efg");
  EXPECT_FALSE(game);
  return game ? "" : game.error().to_string();
}

TEST(Efg, ReadsAllThatTheFormatHas) {
  const auto game = read_efg(kDemand, "demand.efg");
  ASSERT_TRUE(game) << game.error().to_string();
  EXPECT_EQ(game->title, "A \"small\" demand");
  EXPECT_EQ(game->comment, "two\nlines");
  EXPECT_EQ(game->nodes(), 11U);
  EXPECT_EQ(game->sets(), 4U);
  EXPECT_EQ(game->set_player.back(), kChance);
  EXPECT_EQ(describe_set(*game, 2), "information set 1 'reply' of Rival");
  EXPECT_EQ(first_joined_set(*game), 2);
  const std::vector<double> payoffs = leaf_payoffs(*game);
  // The toll on the way and the outcome at the end are both paid.
  EXPECT_DOUBLE_EQ(payoffs[2 * 5], -1.1);
  EXPECT_DOUBLE_EQ(payoffs[2 * 5 + 1], -0.4);
  EXPECT_FALSE(is_constant_sum(*game));
}

TEST(Efg, WritesWhatItRead) {
  const auto game = read_efg(kDemand, "demand.efg");
  ASSERT_TRUE(game);
  const std::string text = write_efg(*game);
  EXPECT_THAT(text, HasSubstr("{ \"strong\" 1/4 \"weak\" 0.75 }"));
  const auto again = read_efg(text, "again.efg");
  ASSERT_TRUE(again) << again.error().to_string();
  EXPECT_EQ(*again, *game);
  EXPECT_EQ(write_efg(*again), text);
}

TEST(Efg, FaultsAreNamedWithTheirPlace) {
  const std::string head = "EFG 2 R \"g\" { \"A\" \"B\" }\n";
  EXPECT_THAT(fault_of(""), HasSubstr("g.efg:1:1: this is no .efg file"));
  EXPECT_THAT(fault_of("NFG 1 R \"g\""), HasSubstr("strategic form"));
  EXPECT_THAT(fault_of("EFG 3 R \"g\""), HasSubstr("g.efg:1:5: only version 2"));
  EXPECT_THAT(fault_of("EFG 2 R \"g"), HasSubstr("g.efg:1:9: the quotes around the title are never closed"));
  EXPECT_THAT(fault_of(head), HasSubstr("no nodes"));
  EXPECT_THAT(fault_of("EFG 2 R \"g\" { } t \"\" 0"), HasSubstr("no players"));
  EXPECT_THAT(fault_of(head + "x \"\""), HasSubstr("g.efg:2:1: expected a node"));
  EXPECT_THAT(fault_of(head + "p \"\" 3 1 { \"a\" } 0\nt \"\" 0"), HasSubstr("g.efg:2:6: there is no player 3"));
  EXPECT_THAT(fault_of(head + "p \"\" 1 1 { \"a\" \"b\" } 0\nt \"\" 7\nt \"\" 0"),
              HasSubstr("g.efg:3:6: outcome 7 is used but nowhere described"));
  EXPECT_THAT(fault_of(head + "t \"\" 1 \"o\" { 1 }"), HasSubstr("outcome 1 has 1 payoffs for 2 players"));
  EXPECT_THAT(fault_of(head + "t \"\" -2"), HasSubstr("the number of an outcome is -2"));
  EXPECT_THAT(fault_of(head + "t \"\" 1 \"o\" { 1, nan }"), HasSubstr("expected a payoff, a number, found 'nan'"));
  EXPECT_THAT(fault_of(head + "t \"\" 1 \"o\" { 1, 1e999 }"), HasSubstr("expected a payoff"));
  EXPECT_THAT(fault_of(head + "t \"\" 1 \"o\" { 1, 1/0 }"), HasSubstr("'1/0' is no number"));
  EXPECT_THAT(fault_of(head + "c \"\" 1 { \"a\" 1/2 \"b\" 1/3 } 0\nt \"\" 0\nt \"\" 0"),
              HasSubstr("g.efg:2:1: the probabilities of chance set 1 sum to 0.833333333333, not to 1"));
  EXPECT_THAT(fault_of(head + "c \"\" 1 { \"a\" 3/2 \"b\" -1/2 } 0\nt \"\" 0\nt \"\" 0"),
              HasSubstr("the probability of 'a' is 3/2"));
  EXPECT_THAT(fault_of(head + "p \"\" 1 1 { \"a\" \"b\" } 0\np \"\" 1 1 { \"a\" \"c\" } 0\nt \"\" 0"),
              HasSubstr("g.efg:3:8: information set 1 of A has other actions here than at g.efg:2:8"));
  EXPECT_THAT(fault_of(head + "p \"\" 1 1 { \"a\" \"b\" } 0\nt \"\" 1 { 0 0 }\nt \"\" 1 { 0 1 }"),
              HasSubstr("outcome 1 has other payoffs here than at g.efg:3:6"));
  EXPECT_THAT(fault_of(head + "p \"\" 1 4 0\nt \"\" 0"),
              HasSubstr("information set 4 of A is used but nowhere described"));
  EXPECT_THAT(fault_of(head + "p \"\" 1 1 { } 0"), HasSubstr("has no actions"));
  EXPECT_THAT(fault_of(head + "p \"\" 1 1 { \"a\" \"b\" } 0\nt \"\" 0"),
              HasSubstr("g.efg:2:1: the tree ends too early: this node has 1 of 2 branches"));
  EXPECT_THAT(fault_of(head + "t \"\" 0\nt \"\" 0"), HasSubstr("g.efg:3:1: the tree is whole before this node"));
  EXPECT_THAT(fault_of(head + "t \"\xff\" 0"), HasSubstr("g.efg:2:4: not UTF-8: byte 0xff"));
}

TEST(Efg, DeepTreesAreRefusedByName) {
  std::string text = "EFG 2 R \"deep\" { \"A\" }\n";
  for (int depth = 0; depth < 10000; ++depth) {
    text += "p \"\" 1 " + std::to_string(depth + 1) + " { \"on\" \"out\" } 0\n";
  }
  for (int depth = 0; depth < 10001; ++depth) {
    text += "t \"\" 1 \"end\" { 1 }\n";
  }
  EXPECT_THAT(fault_of(text), HasSubstr("g.efg:5002:1: the tree is more than 5000 moves deep"));
}

TEST(Efg, EveryPublishedGameSurvivesTheRoundTrip) {
  int games = 0;
  for (const char* name : {"crisis_games", "gambit/efg"}) {
    const auto folder = shared_case(name);
    if (!folder) {
      GTEST_SKIP() << "no shared cases beside the source";
    }
    for (const auto& entry : std::filesystem::directory_iterator(*folder)) {
      if (entry.path().extension() != ".efg") {
        continue;
      }
      const auto game = read_efg(read_file(entry.path()), entry.path().filename().string());
      ASSERT_TRUE(game) << game.error().to_string();
      const auto again = read_efg(write_efg(*game), "again.efg");
      ASSERT_TRUE(again) << entry.path() << again.error().to_string();
      EXPECT_EQ(*again, *game) << entry.path();
      ++games;
    }
  }
  EXPECT_EQ(games, 22 + 73);
}

}  // namespace
}  // namespace detente::play
