#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support.hpp"

namespace detente::intake {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(TextFileTest, HeadlineIsTitleAndFirstLineOnce) {
  const CleanText clean = clean_text(
      "Envoys Meet in Geneva\n\nEnvoys Meet in Geneva\n\nThe two sides met on Monday.\n\nThey will meet again.\n");
  EXPECT_EQ(clean.title, "Envoys Meet in Geneva");
  EXPECT_EQ(clean.text, "Envoys Meet in Geneva\n\nThe two sides met on Monday.\n\nThey will meet again.");
}

TEST(TextFileTest, CopyOfTheHeadlineMayDifferInQuotes) {
  const CleanText clean = clean_text("Minister\xE2\x80\x99s Visit Ends\nMinister's Visit Ends\nHe left on Friday.");
  EXPECT_EQ(clean.title, "Minister\xE2\x80\x99s Visit Ends");
  EXPECT_EQ(clean.text, "Minister\xE2\x80\x99s Visit Ends\n\nHe left on Friday.");
}

TEST(TextFileTest, ASentenceIsNoHeadline) {
  const CleanText clean = clean_text("The envoy arrived on Monday.\nHe left on Friday.");
  EXPECT_EQ(clean.title, "");
  EXPECT_EQ(clean.text, "The envoy arrived on Monday.\nHe left on Friday.");
}

TEST(TextFileTest, BylineAndDateUnderTheHeadlineAreTakenOut) {
  const CleanText clean = clean_text(
      "Envoys Meet in Geneva\nBy Anna Smith and Omar Haddad\nOctober 10, 2024\n\nThe two sides met on Monday.");
  EXPECT_EQ(clean.byline, "Anna Smith and Omar Haddad");
  EXPECT_EQ(clean.published, "2024-10-10");
  EXPECT_EQ(clean.text, "Envoys Meet in Geneva\n\nThe two sides met on Monday.");
}

TEST(TextFileTest, ASentenceThatBeginsWithByIsText) {
  const CleanText clean = clean_text("Talks Fail\n\nBy Tuesday evening the talks had failed.\n\nNobody was surprised.");
  EXPECT_EQ(clean.byline, "");
  EXPECT_THAT(clean.text, HasSubstr("By Tuesday evening"));
}

TEST(TextFileTest, TailsAreGone) {
  const std::string body = "Envoys Meet in Geneva\n\nThe two sides met on Monday.";
  for (const std::string tail : {
           "\n\nOriginal Source: www.example.org",
           "\n\nPrevious Article\n\nA Storm Hits the Coast\n\nNext Article\n\nThe Price of Bread Rises Again",
           "\n\nLeave a Comment",
           "\n\nLeave a Replay\n",
           "\n\nLeave a Reply\n\nYour email address will not be published. Required fields are marked *",
           "\n\nWrite a Comment\n\nLeave a Comment\n\nOriginal Source: www.example.org\n",
           "\n\nShare this:\n\nTwitter\nFacebook\n",
           "\n\nRelated Articles\n\nA Storm Hits the Coast\nBread Prices Rise\n",
           "\n\nSubscribe to our newsletter\n",
           "\n\nAdvertisement\n",
           "\n\nSign up for our daily briefing here\n\n\xC2\xA9 2024 The Example\n",
       }) {
    const CleanText clean = clean_text(body + tail);
    EXPECT_EQ(clean.text, body) << tail;
    EXPECT_EQ(clean.original_source, tail.find("Original") != std::string::npos ? "www.example.org" : "");
  }
}

TEST(TextFileTest, FurnitureBetweenParagraphsIsGone) {
  const CleanText clean =
      clean_text("Talks Resume\n\nThe envoy spoke.\n\nAdvertisement\n\nShare this article\n\nThe minister answered.");
  EXPECT_EQ(clean.text, "Talks Resume\n\nThe envoy spoke.\n\nThe minister answered.");
}

TEST(TextFileTest, TheArticleIsNotTakenForATail) {
  for (const std::string last :
       {"Related deaths rose to 40, the ministry said.", "Comments by the envoy drew anger.",
        "Subscribers to the theory are few, he said.", "The next article of the treaty bans such arms.",
        "\xE2\x80\xA2 The two sides agreed to remain in close contact", "More from the ministry is expected."}) {
    const CleanText clean = clean_text("Talks Resume\n\nThe envoy spoke.\n\n" + last);
    EXPECT_TRUE(clean.text.ends_with(last)) << last << "\n" << clean.text;
  }
}

TEST(TextFileTest, BulletsStayAsTheyAre) {
  const CleanText clean =
      clean_text("Talks Resume\n\nAt a Glance\n\n  \xE2\x80\xA2 One side agreed.\n  \xE2\x80\xA2 The other did not.\n");
  EXPECT_THAT(clean.text, HasSubstr("\n\n  \xE2\x80\xA2 One side agreed.\n  \xE2\x80\xA2 The other did not."));
}

TEST(TextFileTest, ASourceInASentenceIsText) {
  const CleanText clean = clean_text(
      "Talks Resume\n\nSource: a diplomat who was in the room and asked for his name to be withheld.\n\nHe left.");
  EXPECT_EQ(clean.original_source, "");
  EXPECT_THAT(clean.text, HasSubstr("Source: a diplomat"));
}

TEST(TextFileTest, LinesEndInLfAndControlsAreGone) {
  const Reading read = read_bytes("Talks Resume\r\n\r\nThe envoy\x0C spoke.\rHe left.", "a.txt");
  ASSERT_EQ(read.reports.size(), 1U);
  EXPECT_EQ(read.reports[0].text, "Talks Resume\n\nThe envoy  spoke.\nHe left.");
  EXPECT_TRUE(read.problems.empty());
}

TEST(TextFileTest, Utf16IsRead) {
  const Reading read = read_bytes(std::string_view("\xFF\xFET\0a\0l\0k\0s\0 \0f\0a\0i\0l\0e\0d\0.\0", 28), "a.txt");
  ASSERT_EQ(read.reports.size(), 1U);
  EXPECT_EQ(read.reports[0].text, "Talks failed.");
}

TEST(TextFileTest, AnOldEncodingIsGuessed) {
  std::string text =
      "Le pr\xE9sident a \xE9t\xE9 re\xE7u \xE0 l'\xC9lys\xE9"
      "e. Les d\xE9l\xE9gu\xE9s ont parl\xE9 de la tr\xEAve et des r\xE9"
      "fugi\xE9s.";
  const Reading read = read_bytes(text, "a.txt");
  ASSERT_EQ(read.reports.size(), 1U);
  EXPECT_THAT(read.reports[0].text, HasSubstr("pr\xC3\xA9sident a \xC3\xA9t\xC3\xA9"));
  EXPECT_EQ(read.reports[0].language, "fr");
}

TEST(LanguageTest, IsTold) {
  EXPECT_EQ(detect_language("The foreign minister said that the talks would go on until Friday."), "en");
  EXPECT_EQ(detect_language("Der Au\xC3\x9F"
                            "enminister sagte, dass die Gespr\xC3\xA4"
                            "che bis Freitag weitergehen."),
            "de");
  EXPECT_EQ(detect_language(""), "un");
  EXPECT_EQ(detect_language("1234 5678 ..."), "un");
}

}  // namespace
}  // namespace detente::intake
