// The lines under the headline of a text file that say who published it, and when.
#include <gtest/gtest.h>

#include "detente/intake/intake.hpp"

namespace detente::intake {
namespace {

TEST(OutletLineTest, OutletAndDateUnderTheHeadlineAreNoPartOfTheText) {
  const CleanText clean = clean_text(
      "Talks resume in Doha\n"
      "Outlet: Sample Wire\n"
      "Published: 2024-08-16\n"
      "\n"
      "DOHA (Sample Wire) - Mediators met on Friday.\n");
  EXPECT_EQ(clean.title, "Talks resume in Doha");
  EXPECT_EQ(clean.outlet, "Sample Wire");
  EXPECT_EQ(clean.published, "2024-08-16");
  EXPECT_EQ(clean.text, "Talks resume in Doha\n\nDOHA (Sample Wire) - Mediators met on Friday.");
}

TEST(OutletLineTest, ANoteUnderThemIsNoPartOfTheTextEither) {
  const CleanText clean = clean_text(
      "Talks resume in Doha\n"
      "Published: 2024-08-16\n"
      "Note: Written for a test.\n"
      "\n"
      "Mediators met on Friday.\n");
  EXPECT_EQ(clean.text, "Talks resume in Doha\n\nMediators met on Friday.");
  EXPECT_EQ(clean_text("Talks resume in Doha\nNote: no text is lost.\n").text,
            "Talks resume in Doha\n\nNote: no text is lost.");
}

TEST(OutletLineTest, ASentenceIsNoOutlet) {
  const CleanText clean = clean_text(
      "Talks resume in Doha\n"
      "Publisher: the owner of the paper said so on Friday.\n");
  EXPECT_EQ(clean.outlet, "");
  EXPECT_EQ(clean.text, "Talks resume in Doha\n\nPublisher: the owner of the paper said so on Friday.");
}

}  // namespace
}  // namespace detente::intake
