#include "detente/desk/search.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "detente/text/hash.hpp"

namespace detente::desk {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class SearchTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("detente-search-" + std::to_string(getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    auto opened = record::Record::open(folder_ / "crisis.duckdb", record::Access::write);
    ASSERT_TRUE(opened) << opened.error().to_string();
    record_ = std::make_unique<record::Record>(std::move(*opened));
    begin("2024-11-01T08:00:00Z");
    a_ = store("Talks", "2024-10-01",
               "Élise Noor said the 21-day pause was near. Mediators met in Doha, and the pause was welcomed.");
    b_ = store("No pause at all", "2024-10-05", "The army denied that any truce was near the border of Lebanon.");
    c_ = store("Prices", "2024-10-09", "Bread costs more. The truce, the truce, the truce!");
  }
  void TearDown() override {
    record_.reset();
    fs::remove_all(folder_);
  }

  void begin(const std::string& when) { ASSERT_TRUE(record_->start_run({when, "read", {"0.1", "k", "m"}})); }

  std::string store(const std::string& title, const std::string& day, const std::string& text) {
    Report report;
    report.uri = title;
    report.title = title;
    report.published = day;
    report.language = "en";
    report.text = text;
    report.id = text::report_id(text);
    const auto stored = record_->store(report, Reading{"en", {}, {}, {}, {}, {}, {}});
    EXPECT_TRUE(stored) << stored.error().to_string();
    texts_[report.id] = text;
    return report.id;
  }

  fs::path path() const { return folder_ / "crisis.duckdb.search"; }
  SearchIndex open() {
    auto index = SearchIndex::open(path(), *record_);
    EXPECT_TRUE(index) << index.error().to_string();
    return std::move(*index);
  }
  static std::vector<std::string> ids(const SearchIndex& index, std::string_view query, const SearchOptions& o = {}) {
    const auto found = index.find(query, o);
    EXPECT_TRUE(found) << query << ": " << found.error().to_string();
    std::vector<std::string> out;
    for (const SearchHit& hit : found ? found->hits : std::vector<SearchHit>()) {
      out.push_back(hit.report);
    }
    return out;
  }
  std::vector<std::string> words(const SearchIndex& index, std::string_view query) {
    std::vector<std::string> out;
    const auto found = index.find(query, {});
    EXPECT_TRUE(found) << found.error().to_string();
    for (const SearchHit& hit : found->hits) {
      for (const Span& span : index.spans(hit, texts_[hit.report])) {
        out.push_back(texts_[hit.report].substr(span.begin, span.size()));
      }
    }
    return out;
  }

  fs::path folder_;
  std::unique_ptr<record::Record> record_;
  std::map<std::string, std::string> texts_;
  std::string a_, b_, c_;
};

TEST_F(SearchTest, FindsWordsPhrasesBeginningsAndNearness) {
  const SearchIndex index = open();
  EXPECT_FALSE(index.in_memory());
  EXPECT_EQ(index.reports(), 3);
  EXPECT_THAT(ids(index, "mediators"), ElementsAre(a_));
  EXPECT_THAT(ids(index, "elise"), ElementsAre(a_)) << "case and marks do not count";
  EXPECT_THAT(ids(index, "21-day"), ElementsAre(a_));
  EXPECT_THAT(ids(index, "\"was near\""), testing::UnorderedElementsAre(a_, b_));
  EXPECT_THAT(ids(index, "\"near was\""), IsEmpty());
  EXPECT_THAT(ids(index, "medi*"), ElementsAre(a_));
  EXPECT_THAT(ids(index, "NEAR(mediators doha, 3)"), ElementsAre(a_));
  EXPECT_THAT(ids(index, "NEAR(elise doha, 3)"), IsEmpty());
  EXPECT_THAT(ids(index, "truce -bread"), ElementsAre(b_));
  EXPECT_THAT(ids(index, "truce NOT (bread OR lebanon)"), IsEmpty());
  EXPECT_THAT(ids(index, "doha OR bread"), testing::UnorderedElementsAre(a_, c_));
  EXPECT_THAT(ids(index, "title:pause"), ElementsAre(b_));
  EXPECT_THAT(ids(index, "near AND pause"), testing::UnorderedElementsAre(a_, b_));
  EXPECT_THAT(ids(index, "pause").front(), b_) << "a word of the title counts more";
  EXPECT_THAT(ids(index, "truce").front(), c_) << "three times in a short text";
  EXPECT_THAT(*index.all("truce", {}), testing::UnorderedElementsAre(b_, c_));
}

TEST_F(SearchTest, EveryHitIsBytesOfTheText) {
  const SearchIndex index = open();
  EXPECT_THAT(words(index, "elise"), ElementsAre("Élise"));
  EXPECT_THAT(words(index, "21-day"), ElementsAre("21-day"));
  EXPECT_THAT(words(index, "\"the truce\""), ElementsAre("The truce", "the truce", "the truce"));
  EXPECT_THAT(words(index, "\"21-day pause\" day"), ElementsAre("21-day pause"));
  EXPECT_THAT(words(index, "title:prices"), IsEmpty());
}

TEST_F(SearchTest, LooksAsOfADayAndARevision) {
  begin("2024-11-02T08:00:00Z");
  const std::string d = store("More", "2024-10-03", "Another truce.");
  const SearchIndex index = open();
  SearchOptions options;
  options.last_day = "2024-10-05";
  EXPECT_THAT(ids(index, "truce", options), testing::UnorderedElementsAre(b_, d));
  options.revision = 1;
  EXPECT_THAT(ids(index, "truce", options), ElementsAre(b_));
  SearchOptions chosen;
  chosen.keep = [&](const std::string& report) { return report == c_; };
  EXPECT_THAT(ids(index, "truce", chosen), ElementsAre(c_));
}

TEST_F(SearchTest, ListsPageByPage) {
  const SearchIndex index = open();
  SearchOptions options;
  options.limit = 1;
  const auto all = ids(index, "near OR bread");
  ASSERT_EQ(all.size(), 3U);
  std::vector<std::string> paged;
  for (options.skip = 0; options.skip < 3; ++options.skip) {
    const auto found = index.find("near OR bread", options);
    ASSERT_TRUE(found);
    ASSERT_EQ(found->hits.size(), 1U);
    EXPECT_EQ(found->more, options.skip < 2);
    paged.push_back(found->hits[0].report);
  }
  EXPECT_EQ(paged, all);
}

TEST_F(SearchTest, KeepsInStepWithTheRecord) {
  { const SearchIndex index = open(); }
  const auto first_made = fs::last_write_time(path());
  {
    const SearchIndex again = open();
    EXPECT_EQ(fs::last_write_time(path()), first_made) << "nothing came, nothing is written";
  }
  const SearchIndex old = open();
  const std::string d = store("Late", "2024-10-10", "A convoy of trucks.");
  const SearchIndex fresh = open();
  EXPECT_EQ(fresh.reports(), 4);
  EXPECT_THAT(ids(fresh, "convoy"), ElementsAre(d));
  EXPECT_THAT(ids(fresh, "mediators"), ElementsAre(a_));
  EXPECT_THAT(ids(old, "mediators"), ElementsAre(a_)) << "one that was open goes on";
}

TEST_F(SearchTest, IsMadeAgainWhenItIsDamaged) {
  { const SearchIndex index = open(); }
  const auto size = fs::file_size(path());
  for (const char* how : {"no database", "cut off", "empty", "other table", "zeros inside"}) {
    const std::string kind = how;
    if (kind == "cut off") {
      fs::resize_file(path(), size / 2);
    } else {
      std::ofstream out(path(), kind == "zeros inside" ? std::ios::in | std::ios::out : std::ios::trunc);
      if (kind == "no database") {
        out << "this is no index";
      } else if (kind == "zeros inside") {
        out.seekp(64);
        out << std::string(size / 2, '\0');
      }
    }
    const SearchIndex index = open();
    EXPECT_FALSE(index.in_memory()) << how;
    EXPECT_THAT(ids(index, "mediators"), ElementsAre(a_)) << how;
    EXPECT_THAT(words(index, "doha"), ElementsAre("Doha")) << how;
  }
}

TEST_F(SearchTest, IsMadeAgainForAnotherRecord) {
  { const SearchIndex index = open(); }
  record_.reset();
  fs::remove(folder_ / "crisis.duckdb");
  auto opened = record::Record::open(folder_ / "crisis.duckdb", record::Access::write);
  ASSERT_TRUE(opened);
  record_ = std::make_unique<record::Record>(std::move(*opened));
  begin("2024-11-01T08:00:00Z");
  for (int i = 0; i < 4; ++i) {
    store("Other", "2024-01-01", "Something else, number " + std::to_string(i));
  }
  const SearchIndex index = open();
  EXPECT_EQ(index.reports(), 4);
  EXPECT_THAT(ids(index, "mediators"), IsEmpty());
  EXPECT_EQ(ids(index, "something").size(), 4U);
}

TEST_F(SearchTest, StaysInMemoryWhereItCannotBeWritten) {
  auto index = SearchIndex::open(folder_ / "no" / "such" / "folder.search", *record_);
  ASSERT_TRUE(index) << index.error().to_string();
  EXPECT_TRUE(index->in_memory());
  EXPECT_THAT(ids(*index, "mediators"), ElementsAre(a_));
  EXPECT_THAT(words(*index, "doha"), ElementsAre("Doha"));
}

TEST_F(SearchTest, BadQueriesAreMessages) {
  const SearchIndex index = open();
  const auto why = [&](const std::string& query) {
    const auto found = index.find(query, {});
    EXPECT_FALSE(found) << query;
    EXPECT_TRUE(found || found.error().code == ErrorCode::bad_value) << query << ": " << found.error().to_string();
    return found ? std::string() : found.error().message;
  };
  EXPECT_THAT(why("a \"b"), HasSubstr("quotation mark at byte 2 is never closed"));
  EXPECT_THAT(why("(a"), HasSubstr("never closed"));
  EXPECT_THAT(why("a)"), HasSubstr("never opened"));
  EXPECT_THAT(why("a OR"), HasSubstr("nothing on one side"));
  EXPECT_THAT(why("OR a"), HasSubstr("nothing on one side"));
  EXPECT_THAT(why("-a"), HasSubstr("must not be there"));
  EXPECT_THAT(why("NOT"), HasSubstr("nothing behind"));
  EXPECT_THAT(why("NEAR(a b"), HasSubstr("never closed"));
  EXPECT_THAT(why("NEAR(a b, x)"), HasSubstr("needs a number"));
  EXPECT_THAT(why("NEAR(, 3)"), HasSubstr("no word"));
  EXPECT_THAT(why(""), HasSubstr("no word"));
  EXPECT_THAT(why(" … !! "), HasSubstr("no word"));
  EXPECT_THAT(why(std::string(2000, 'a')), HasSubstr("at most 1000"));
  EXPECT_THAT(why("a\xff"), HasSubstr("not UTF-8 from byte 1"));
  EXPECT_THAT(why(std::string("a\0b", 3)), HasSubstr("NUL"));
  EXPECT_THAT(why(std::string(40, '(') + "a" + std::string(40, ')')), HasSubstr("too many"));
  std::string many;
  for (int i = 0; i < 70; ++i) {
    many += "w" + std::to_string(i) + " ";
  }
  EXPECT_THAT(why(many), HasSubstr("more than 64"));
}

TEST_F(SearchTest, SignsOfOtherLanguagesMeanNothing) {
  const SearchIndex index = open();
  for (const char* query : {"'; DROP TABLE docs; --",
                            "text : doha",
                            "^doha",
                            "doha + pause",
                            "{title text}: doha",
                            "rank:doha",
                            "a:b*c",
                            "near*(",
                            "\"\"",
                            "doha \"\"",
                            "NEAR",
                            "AND doha",
                            "title:",
                            "*",
                            "- -doha",
                            "doha AND AND pause",
                            "NEAR(\"a b\"* c*, 0)",
                            "(doha) (pause)",
                            "((()))",
                            "title:\"no pause\"*",
                            "% _ \\ '"}) {
    const auto found = index.find(query, {});
    EXPECT_TRUE(found || found.error().code == ErrorCode::bad_value) << query << ": " << found.error().to_string();
  }
  EXPECT_THAT(ids(index, "doha \"\""), ElementsAre(a_));
  EXPECT_THAT(ids(index, "mediators'; DROP"), IsEmpty());
}

TEST(Snippet, HoldsTheHitsAndEndsAtWords) {
  const std::string text = "One two three four five six seven eight nine ten eleven twelve thirteen fourteen.";
  const auto at = [&](const std::string& word) {
    const auto begin = static_cast<std::uint32_t>(text.find(word));
    return Span{begin, begin + static_cast<std::uint32_t>(word.size())};
  };
  const auto parts = make_snippet(text, {at("ten"), at("twelve")}, 40);
  std::string all;
  std::vector<std::string> hits;
  for (const SnippetPart& part : parts) {
    all += part.text;
    if (part.hit) {
      hits.push_back(part.text);
    }
  }
  EXPECT_THAT(hits, ElementsAre("ten", "twelve"));
  EXPECT_EQ(all, "… nine ten eleven twelve thirteen …");
  EXPECT_EQ(make_snippet(text, {}, 12).front().text, "One two");
  EXPECT_TRUE(make_snippet("", {}, 12).empty());
  const auto bytes = make_snippet("ééééééééééé", {}, 5);
  EXPECT_EQ(bytes.front().text, "éé");
}

}  // namespace
}  // namespace detente::desk
