#include "detente/linking/origins.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "../../bench/linking_corpus.hpp"

namespace detente::linking {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

const char* const kWire =
    "Gunboats of the northern fleet shelled the harbour of Velmar before dawn on Tuesday, setting two grain ships "
    "alight. "
    "At least 17 dock workers were killed and 40 were taken to hospital, the harbour master, Ilse Brandt, said. "
    "\"They fired for an hour, and nobody answered our calls for a pause,\" she told reporters at the pier.\n\n"
    "The defence ministry in the capital called the strike a reply to mines laid in the strait last month. "
    "It gave no evidence for the charge, which the southern government rejected within hours as a pretext. "
    "\"We have laid nothing and we shall lay nothing,\" foreign minister Oskar Lind said on television.\n\n"
    "Diplomats from three neutral states met in the evening to draft a truce of ten days. "
    "Their plan would send both navies behind the lighthouse line and open the port to relief ships. "
    "A northern envoy said the text was under study, while the south asked for guarantees.\n\n"
    "Insurance rates for ships bound for the strait rose by 12 percent, brokers in the city said. "
    "Two shipping lines have turned their vessels round and will wait beyond the cape for a week.";

const char* const kOther =
    "Farmers blocked the motorway near Harwick with 300 tractors on Monday to protest against new water charges. "
    "The minister of agriculture, Pell Ansgar, offered to meet their leaders but would not withdraw the law. "
    "Police diverted traffic through the valley and made no arrests during the day. "
    "A spokeswoman of the farmers said the blockade would go on until the charges were halved. "
    "Shops in the town reported that milk and bread were sold out by noon.";

struct Made {
  std::string id;
  std::string text = {};
  std::string outlet = {};
  std::string source = {};
  std::optional<std::int64_t> day = 20000;
};

// An index over reports that it keeps the texts of.
class Desk {
 public:
  OriginMatch add(const Made& made) {
    texts_[made.id] = made.text;
    const OriginReport report{
        .id = made.id, .day = made.day, .outlet = made.outlet, .original_source = made.source, .text = made.text};
    Result<OriginMatch> match = index.add(report, sign(report));
    EXPECT_TRUE(match) << match.error().to_string();
    return match ? *match : OriginMatch{};
  }

  void restore(const Made& made, std::string_view origin, bool fixed) {
    texts_[made.id] = made.text;
    const OriginReport report{
        .id = made.id, .day = made.day, .outlet = made.outlet, .original_source = made.source, .text = made.text};
    EXPECT_TRUE(index.restore({.id = made.id, .origin = origin, .day = made.day, .outlet = made.outlet, .fixed = fixed},
                              sign(report)));
  }

 private:
  std::map<std::string, std::string, std::less<>> texts_;

 public:
  OriginIndex index{[this](std::string_view id) -> Result<std::string> {
    const auto found = texts_.find(id);
    if (found == texts_.end()) {
      return Error{ErrorCode::not_found, "no such text", std::string(id)};
    }
    return found->second;
  }};
};

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

std::string sentences(const std::string& text, int from, int to) {
  std::string out;
  std::size_t begin = 0;
  for (int n = 0; begin < text.size() && n < to; ++n) {
    std::size_t end = text.find_first_of(".", begin);
    end = end == std::string::npos ? text.size() : end + 1;
    while (end < text.size() && (text[end] == '"' || text[end] == ' ' || text[end] == '\n')) {
      ++end;
    }
    if (n >= from) {
      out += text.substr(begin, end - begin);
    }
    begin = end;
  }
  return out;
}

TEST(Origins, FiveCopiesOfOneWireStoryAreOneOrigin) {
  Desk desk;
  EXPECT_EQ(desk.add({"r1", kWire, "Wire"}).kind, OriginKind::alone);
  desk.add({"rx", kOther, "Wire"});
  const OriginMatch copy =
      desk.add({"r2", "VELMAR (AP) - " + std::string(kWire) + "\n\nRead more on our site.", "Post"});
  EXPECT_EQ(copy.kind, OriginKind::copy);
  EXPECT_EQ(copy.origin, "r1");
  EXPECT_EQ(copy.like, "r1");
  EXPECT_THAT(copy.reason, AllOf(HasSubstr("% of its words stand in r1"), HasSubstr("of the same day")));
  desk.add({"r3", replaced(kWire, "Two shipping lines have", "Two big shipping lines have now"), "Star", "", 20001});
  desk.add({"r4", replaced(kWire, "before dawn on Tuesday", "in the night to Tuesday"), "Echo", "", 20001});
  EXPECT_EQ(desk.add({"r5", kWire + std::string(" "), "News", "", 20002}).origin, "r1");
  EXPECT_EQ(desk.index.members("r1").size(), 5U);
  EXPECT_EQ(desk.index.origin_of("rx"), "rx");
  EXPECT_EQ(desk.index.origin_of("nobody"), "");
}

TEST(Origins, AnExcerptIsFoundFromEitherSide) {
  const std::string part = sentences(kWire, 3, 7);
  Desk desk;
  desk.add({"long", kWire, "Wire"});
  const OriginMatch later = desk.add({"short", part, "Post", "", 20001});
  EXPECT_EQ(later.kind, OriginKind::excerpt);
  EXPECT_EQ(later.origin, "long");
  EXPECT_THAT(later.reason, HasSubstr("which is longer"));
  Desk other;
  other.add({"short", part, "Post"});
  const OriginMatch longer = other.add({"long", kWire, "Wire"});
  EXPECT_EQ(longer.origin, "short");
  EXPECT_THAT(longer.reason, HasSubstr("it holds 100 % of the words of short"));
}

TEST(Origins, ARewriteThatKeepsHalfIsFound) {
  const std::string rewrite = sentences(kWire, 0, 2) + sentences(kOther, 1, 3) + sentences(kWire, 3, 5) +
                              sentences(kOther, 3, 5) + sentences(kWire, 7, 8);
  Desk desk;
  desk.add({"wire", kWire, "Wire"});
  const OriginMatch match = desk.add({"rewrite", rewrite, "Post", "", 20001});
  EXPECT_EQ(match.kind, OriginKind::rewrite);
  EXPECT_EQ(match.origin, "wire");
  EXPECT_THAT(match.reason, HasSubstr("sentences"));
  // The same a year later is no rewrite of that story.
  EXPECT_EQ(desk.add({"late", replaced(rewrite, "Tuesday", "Friday"), "Echo", "", 20400}).like, "rewrite");
}

TEST(Origins, AChangedNumberIsNewsNotACopy) {
  const std::string first =
      "On Monday the coalition flew 34 sorties against the front near Sarn. Near Velmar, 12 strikes destroyed 3 depots "
      "and a bridge. "
      "Near Harwick, 5 strikes hit 2 launchers in the hills. Around Linden, 7 strikes closed 4 tunnels below the "
      "ridge. "
      "A strike means one or more hits at one place within an hour, whatever the number of aircraft that took part in "
      "it. "
      "All crews returned to base, and no losses were reported by the command.";
  std::string second = first;
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{{"34 sorties", "29 sorties"},
                                                                                 {"12 strikes", "9 strikes"},
                                                                                 {"5 strikes", "8 strikes"},
                                                                                 {"7 strikes", "2 strikes"}}) {
    second = replaced(second, from, to);
  }
  Desk desk;
  desk.add({"monday", first, "Command"});
  EXPECT_EQ(desk.add({"tuesday", second, "Command", "", 20001}).origin, "tuesday");
  // Neither is a report of which only the lead came back with another number; from another outlet it is a copy.
  const std::string third = replaced(first, "34 sorties", "51 sorties");
  EXPECT_EQ(desk.add({"wednesday", third, "Command", "", 20002}).origin, "wednesday");
  EXPECT_EQ(desk.add({"copy", replaced(first, "34 sorties", "35 sorties"), "Post", "", 20000}).like, "monday");
}

TEST(Origins, WhatAnOutletPrintsUnderEveryReportJoinsNone) {
  const std::string footer =
      "\n\nThe Gazette has reported from the region for ninety years and keeps offices in four of its capitals. "
      "Our reporters are bound by a code that forbids gifts of any kind from those they write about. "
      "Corrections are printed on the second page of the next issue and kept in the archive for good. "
      "Letters to the editor should name their author and may be shortened before they are printed.";
  Desk desk;
  desk.add({"a", sentences(kWire, 0, 4) + footer, "Gazette"});
  EXPECT_EQ(desk.add({"b", sentences(kOther, 0, 4) + footer, "Gazette"}).origin, "b");
  EXPECT_EQ(desk.add({"c", sentences(kWire, 6, 9) + footer, "Gazette", "", 20001}).origin, "c");
  EXPECT_EQ(
      desk.add({"d", "The council of Harwick will vote on the new bridge next week." + footer, "Gazette", "", 20002})
          .origin,
      "d");
}

const char* const kFirstRewrite =
    "The southern president has refused to sign the lighthouse accord, CNN reported on Thursday, citing two officials. "
    "\"He will not put his name under a map drawn by others,\" one of the officials, who asked not to be named, said. "
    "The draft gives the northern navy 21 days to leave Velmar and Harwick, and 450 observers would watch the strait. "
    "\"There is no second offer in the drawer,\" envoy Marta Quell warned Oskar Lind in a call that lasted 35 minutes. "
    "Quell is to fly to Linden and meet Ilse Brandt on Saturday.";
const char* const kSecondRewrite =
    "No signature from the south: two officials told CNN that the president rejects the plan for the strait. "
    "One of them put it bluntly: \"He will not put his name under a map drawn by others.\" "
    "Under the draft, northern ships would have 21 days to quit Harwick and Velmar while 450 observers keep watch. "
    "In a call of 35 minutes Marta Quell told Oskar Lind: \"There is no second offer in the drawer.\" "
    "A visit of the envoy to Linden, and to Ilse Brandt, is planned for the weekend.";

TEST(Origins, TwoRewritesOfOneNamedSourceAreOneOrigin) {
  Desk desk;
  desk.add({"a", kFirstRewrite, "Post"});
  const OriginMatch match = desk.add({"b", kSecondRewrite, "Echo", "www.cnn.com", 20001});
  EXPECT_EQ(match.kind, OriginKind::source);
  EXPECT_EQ(match.origin, "a");
  EXPECT_THAT(match.reason, HasSubstr("names CNN as its source, as a does, and shares 2 quotations"));
}

TEST(Origins, ARewriteIsOneOriginWithTheReportOfTheOutletThatItNames) {
  Desk desk;
  desk.add({"a", replaced(kFirstRewrite, "CNN reported", "it was learned"), "cnn.com"});
  const OriginMatch match = desk.add({"b", kSecondRewrite, "Echo"});
  EXPECT_EQ(match.origin, "a");
  EXPECT_THAT(match.reason, HasSubstr("names CNN as its source, which published a"));
}

TEST(Origins, ToNameTheSameAgencyIsNotEnough) {
  Desk desk;
  desk.add({"a", std::string(kOther) + " The minister told CNN that he was calm.", "Post"});
  EXPECT_EQ(desk.add({"b", kSecondRewrite, "Echo"}).origin, "b");
  // Nor is substance without a common source, or long after.
  EXPECT_EQ(desk.add({"c", replaced(kFirstRewrite, "CNN reported", "it was said"), "Star"}).origin, "c");
  EXPECT_EQ(desk.add({"d", kFirstRewrite, "News", "", 20100}).kind, OriginKind::copy);
  EXPECT_NE(desk.index.origin_of("d"), "b");
}

TEST(Origins, TwoGroupsBecomeOneWhenAReportSharesMostWithBoth) {
  Desk desk;
  desk.restore({"a", sentences(kWire, 0, 9), "Post"}, "a", false);
  desk.restore({"b", sentences(kWire, 2, 13), "Echo"}, "b", false);
  const OriginMatch whole = desk.add({"c", kWire, "Wire"});
  EXPECT_EQ(whole.origin, "a");
  EXPECT_EQ(desk.index.origin_of("b"), "a");
  EXPECT_THAT(whole.moved, ::testing::ElementsAre("b"));
  EXPECT_THAT(whole.moved_reason, HasSubstr("shares most of its text with both"));
}

TEST(Origins, WhatWasPartedByHandIsNotJoinedAgain) {
  const std::string most = sentences(kWire, 0, 11);
  for (const bool fixed : {false, true}) {
    Desk desk;
    desk.restore({"a", most, "Post"}, "a", false);
    desk.restore({"b", replaced(kWire, "Tuesday", "Monday"), "Echo"}, "b", fixed);
    EXPECT_EQ(desk.add({"c", kWire, "Wire"}).moved.empty(), fixed);
    EXPECT_EQ(desk.index.origin_of("b"), fixed ? "b" : "a");
    EXPECT_EQ(desk.index.origin_of("a"), "a");
  }
}

TEST(Origins, AnOriginMayCarryTheNameOfALaterReport) {
  Desk desk;
  const OriginReport any{.id = "a", .day = {}, .outlet = "", .original_source = "", .text = kWire};
  const OriginSignature signature = sign(any);
  ASSERT_TRUE(desk.index.restore({.id = "a", .origin = "c", .day = {}, .outlet = ""}, signature));
  ASSERT_TRUE(desk.index.restore({.id = "b", .origin = "c", .day = {}, .outlet = ""}, signature));
  ASSERT_TRUE(desk.index.restore({.id = "c", .origin = "c", .day = {}, .outlet = ""}, signature));
  EXPECT_EQ(desk.index.origin_of("a"), "c");
  EXPECT_EQ(desk.index.members("c").size(), 3U);
  EXPECT_FALSE(desk.index.restore({.id = "c", .origin = "c", .day = {}, .outlet = ""}, signature));
}

TEST(Origins, RestoredFromSignaturesItGoesOnAsBefore) {
  const std::vector<bench::MadeReport> corpus = bench::Press(7).print(600, 60);
  std::map<std::string, std::string, std::less<>> texts;
  for (const bench::MadeReport& made : corpus) {
    texts[made.id] = made.text;
  }
  const TextOf text_of = [&](std::string_view id) { return Result<std::string>(texts.find(id)->second); };
  OriginIndex whole(text_of);
  auto restored = std::make_unique<OriginIndex>(text_of);
  std::vector<std::string> stored;
  for (std::size_t i = 0; i < corpus.size(); ++i) {
    const bench::MadeReport& made = corpus[i];
    const OriginReport report{
        .id = made.id, .day = made.day, .outlet = made.outlet, .original_source = "", .text = made.text};
    const OriginSignature signature = sign(report);
    if (i == 400) {
      restored = std::make_unique<OriginIndex>(text_of);
      for (std::size_t k = 0; k < i; ++k) {
        const Result<OriginSignature> row = OriginSignature::from_bytes(stored[k]);
        ASSERT_TRUE(row);
        ASSERT_TRUE(restored->restore({.id = corpus[k].id,
                                       .origin = whole.origin_of(corpus[k].id),
                                       .day = corpus[k].day,
                                       .outlet = corpus[k].outlet},
                                      *row));
      }
    }
    const Result<OriginMatch> a = whole.add(report, signature);
    const Result<OriginMatch> b = restored->add(report, signature);
    ASSERT_TRUE(a && b);
    EXPECT_EQ(a->origin, b->origin) << made.id;
    EXPECT_EQ(a->reason, b->reason) << made.id;
    stored.push_back(signature.to_bytes());
  }
}

TEST(Origins, PlantedCopiesRewritesAndExcerptsAreFoundAndNothingElse) {
  const std::vector<bench::MadeReport> corpus = bench::Press(3).print(1500, 60);
  std::vector<OriginReport> reports;
  std::map<std::string, std::size_t, std::less<>> at;
  for (const bench::MadeReport& made : corpus) {
    at[made.id] = reports.size();
    reports.push_back(
        {.id = made.id, .day = made.day, .outlet = made.outlet, .original_source = "", .text = made.text});
  }
  const std::vector<OriginSignature> signatures = sign_all(reports, 4);
  EXPECT_EQ(signatures, sign_all(reports, 1));
  std::size_t asked = 0;
  OriginIndex index([&](std::string_view id) {
    ++asked;
    return Result<std::string>(corpus[at.find(id)->second].text);
  });
  std::vector<std::uint32_t> origin;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    ASSERT_TRUE(index.add(reports[i], signatures[i]));
  }
  for (const bench::MadeReport& made : corpus) {
    origin.push_back(static_cast<std::uint32_t>(at.find(index.origin_of(made.id))->second));
  }
  const bench::PairScore score = bench::pair_score(corpus, origin);
  EXPECT_GE(score.precision, 0.999);
  EXPECT_GE(score.recall, 0.98);
  EXPECT_LE(asked, 4 * reports.size());
}

TEST(Origins, BadInputIsNormalInput) {
  Desk desk;
  for (const std::string& text :
       {std::string(), std::string("."), std::string("one"), std::string("\xff\xfe\x80 \xe2\x80"),
        std::string(200000, 'a'), std::string(5000, '"'), std::string("a b c d. A b c d. ")}) {
    const std::string id = "r" + std::to_string(desk.index.size());
    EXPECT_EQ(desk.add({id, text, "", "://", {}}).origin, id);
  }
  std::string list;
  for (int i = 0; i < 20000; ++i) {
    list += "word" + std::to_string(i % 50) + " ";
  }
  desk.add({"list", list, "x"});
  EXPECT_EQ(desk.add({"list2", list, "x"}).origin, "list");
  const OriginReport twice{.id = "list", .day = {}, .outlet = "", .original_source = "", .text = list};
  EXPECT_FALSE(desk.index.add(twice, sign(twice)));
  OriginIndex without([](std::string_view id) -> Result<std::string> {
    return Error{ErrorCode::database, "gone", std::string(id)};
  });
  const OriginReport a{.id = "a", .day = {}, .outlet = "", .original_source = "", .text = kWire};
  ASSERT_TRUE(without.add(a, sign(a)));
  const OriginReport b{.id = "b", .day = {}, .outlet = "", .original_source = "", .text = kWire};
  EXPECT_EQ(without.add(b, sign(b)).error().code, ErrorCode::database);
  EXPECT_EQ(without.size(), 1U);
}

TEST(OriginSignature, BytesComeBackAndDamagedOnesAreRefused) {
  const OriginReport report{
      .id = "a", .day = 20000, .outlet = "Post", .original_source = "www.cnn.com", .text = kFirstRewrite};
  const OriginSignature signature = sign(report);
  EXPECT_FALSE(signature.substance.empty());
  EXPECT_FALSE(signature.named.empty());
  const std::string bytes = signature.to_bytes();
  const Result<OriginSignature> back = OriginSignature::from_bytes(bytes);
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, signature);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(OriginSignature::from_bytes(std::string_view(bytes).substr(0, size))) << size;
  }
  EXPECT_FALSE(OriginSignature::from_bytes(bytes + "x"));
  EXPECT_TRUE(OriginSignature::from_bytes(OriginSignature{}.to_bytes()));
}

}  // namespace
}  // namespace detente::linking
