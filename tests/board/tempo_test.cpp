#include <gtest/gtest.h>

#include "detente/board/board.hpp"

namespace detente::board {
namespace {

TEST(TempoTest, DoesNotCallTwoAgainstOneASurge) {
  const Tempo t = tempo(2, 7, 1, 28);
  EXPECT_DOUBLE_EQ(*t.ratio, 8);
  EXPECT_LT(*t.low, 1);
  EXPECT_EQ(t.trend, "no clear change");
}

TEST(TempoTest, HasTheIntervalOfClopperAndPearson) {
  // All five of five: the share is at least 0.025^(1/5) = 0.478176, so the rate at least 0.478176 / 0.521824 of the
  // other.
  const Tempo all = tempo(5, 7, 0, 7);
  EXPECT_FALSE(all.ratio);
  EXPECT_FALSE(all.high);
  EXPECT_NEAR(*all.low, 0.916355, 1e-5);
  // Ten of twenty: shares from 0.271957 to 0.728043.
  const Tempo half = tempo(10, 7, 10, 7);
  EXPECT_NEAR(*half.low, 0.373547, 1e-5);
  EXPECT_NEAR(*half.high, 2.677039, 1e-5);
  EXPECT_EQ(half.trend, "no clear change");
}

TEST(TempoTest, TellsRiseAndFallByWhatIsExcluded) {
  EXPECT_EQ(tempo(20, 7, 8, 28).trend, "rising");
  EXPECT_EQ(tempo(0, 7, 40, 28).trend, "falling");
  EXPECT_EQ(tempo(0, 7, 3, 28).trend, "no clear change");
  EXPECT_EQ(tempo(0, 7, 0, 28).trend, "");
  EXPECT_EQ(tempo(3, 7, 0, 0).trend, "");  // nothing was watched before
  EXPECT_EQ(tempo(1000000, 7, 4000000, 28).trend, "no clear change");
}

}  // namespace
}  // namespace detente::board
