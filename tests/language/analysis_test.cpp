// What every analysis holds, whatever the text.
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "detente/language/pipeline.hpp"
#include "detente/text/utf8.hpp"
#include "model_fixture.hpp"

namespace detente::language {
namespace {

class AnalysisTest : public testing::Test {
 protected:
  void SetUp() override {
    if (model() == nullptr) {
      GTEST_SKIP() << "the model is not in " << model_folder();
    }
  }
};

void check_form(const Analysis& a) {
  const std::uint32_t n = a.size();
  ASSERT_EQ(a.end.size(), n);
  ASSERT_EQ(a.lemma.size(), n);
  ASSERT_EQ(a.head.size(), n);
  ASSERT_EQ(a.child_begin.size(), n + 1);
  std::uint32_t before = 0;
  for (std::uint32_t i = 0; i < n; ++i) {
    ASSERT_LE(before, a.begin[i]);
    ASSERT_LT(a.begin[i], a.end[i]);
    ASSERT_LE(a.end[i], a.text.size());
    before = a.end[i];
    ASSERT_LT(a.head[i], n);
    ASSERT_TRUE(a.left_edge[i] <= i && i <= a.right_edge[i] && a.right_edge[i] < n);
    ASSERT_TRUE(a.sentences[a.sentence_of[i]].has(i));
    if (a.space_after[i] != 0) {
      ASSERT_EQ(a.text[a.end[i]], ' ');
    }
    for (const std::uint32_t child : a.children(i)) {
      ASSERT_EQ(a.head[child], i);
    }
  }
  std::uint32_t next = 0;
  for (const TokenRange& sentence : a.sentences) {
    ASSERT_EQ(sentence.begin, next);
    ASSERT_LT(sentence.begin, sentence.end);
    next = sentence.end;
  }
  ASSERT_EQ(next, n);
  for (std::size_t e = 0; e < a.entities.size(); ++e) {
    for (std::uint32_t i = a.entities[e].tokens.begin; i < a.entities[e].tokens.end; ++i) {
      ASSERT_EQ(a.entity_of[i], static_cast<std::int32_t>(e));
    }
  }
}

bool same(const Analysis& a, const Analysis& b) {
  return a.begin == b.begin && a.end == b.end && a.space_after == b.space_after && a.tag == b.tag && a.pos == b.pos &&
         a.dep == b.dep && a.head == b.head && a.lower == b.lower && a.lemma == b.lemma && a.sentences == b.sentences &&
         a.entity_of == b.entity_of && a.left_edge == b.left_edge && a.right_edge == b.right_edge &&
         a.child_list == b.child_list;
}

TEST_F(AnalysisTest, FillsEverything) {
  Workspace work;
  const std::string text = "Qatar said on Monday that Israel had rejected the truce. It wasn't surprised.";
  const Analysis a = model()->analyse(text, work);
  check_form(a);
  ASSERT_EQ(a.sentences.size(), 2U);
  ASSERT_EQ(a.words(1), "said");
  EXPECT_EQ(a.lemma[1], "say");
  EXPECT_EQ(a.pos[1], Pos::VERB);
  EXPECT_EQ(a.tag[1], Tag::VBD);
  EXPECT_EQ(a.dep[1], Dep::root);
  EXPECT_EQ(a.dep[0], Dep::nsubj);
  EXPECT_EQ(a.head[0], 1U);
  EXPECT_EQ(a.lower[0], "qatar");
  ASSERT_FALSE(a.entities.empty());
  EXPECT_EQ(a.entities[0].type, EntityType::GPE);
  EXPECT_EQ(model()->tag_name(a.tag_label[1]), "VBD");
  EXPECT_EQ(model()->dep_name(a.dep_label[0]), "nsubj");
}

TEST_F(AnalysisTest, EmptyAndBlankTexts) {
  Workspace work;
  EXPECT_EQ(model()->analyse("", work).size(), 0U);
  for (const char* text : {" ", "  ", "\n", "\t\n \r\n", "   \n"}) {
    check_form(model()->analyse(text, work));
  }
}

TEST_F(AnalysisTest, LongTextsInBoundedTime) {
  Workspace work;
  std::string prose;
  while (prose.size() < 200'000) {
    prose += "The envoy met the minister in Doha on Tuesday, and officials said that talks would go on. ";
  }
  check_form(model()->analyse(prose, work));
  for (const char* unit : {"a", "!", "é", "a-", "ab@", "1,", ":)", "http://a.b/", "\n", "\t "}) {
    std::string text;
    const std::size_t size = unit[0] == '!' || unit == std::string("a") ? 100'000 : 30'000;
    while (text.size() < size) {
      text += unit;
    }
    SCOPED_TRACE(unit);
    check_form(model()->analyse(text, work));
  }
}

// Where sentences begin: the first word of each, without white space.
std::vector<std::string> first_words(const Analysis& a) {
  std::vector<std::string> out;
  for (const TokenRange& sentence : a.sentences) {
    std::uint32_t i = sentence.begin;
    while (i + 1 < sentence.end && a.pos[i] == Pos::SPACE) {
      ++i;
    }
    out.emplace_back(a.words(i));
  }
  return out;
}

TEST_F(AnalysisTest, AParagraphBeginsASentence) {
  Workspace work;
  const std::string body =
      "Egypt has proposed a two-day ceasefire in Gaza in which four hostages would be exchanged for some "
      "Palestinian prisoners, the president said on Sunday";
  for (const std::string& text :
       {"Egypt floats a truce in Gaza\n\n" + body, "Egypt floats a truce in Gaza\n" + body,
        body + "\n" + "Egypt floats a truce in Gaza", std::string("The plan\n\xE2\x80\xA2 Egypt speaks")}) {
    SCOPED_TRACE(text);
    const Analysis a = model()->analyse(text, work, {.paragraphs = true});
    check_form(a);
    ASSERT_GE(a.sentences.size(), 2U);
    std::size_t begins = 0;
    const std::size_t line = text.find_last_of('\n') + 1;
    for (const TokenRange& sentence : a.sentences) {
      begins += a.begin[sentence.begin] == line ? 1 : 0;
    }
    EXPECT_EQ(begins, 1U);
  }
  const std::string wrapped =
      "Egypt has proposed a two-day ceasefire in Gaza in which four hostages\nwould be exchanged, the president said.";
  EXPECT_EQ(first_words(model()->analyse(wrapped, work, {.paragraphs = true})),
            first_words(model()->analyse(wrapped, work)));
}

TEST_F(AnalysisTest, TextThatIsNotUtf8IsReadUpToTheFault) {
  Workspace work;
  const std::string text = "A good start\xFF and more";
  const Analysis a = model()->analyse(text, work);
  check_form(a);
  EXPECT_EQ(a.size(), 3U);
}

std::vector<std::string> sample_texts() {
  std::vector<std::string> texts;
  const std::vector<std::string> parts = {
      "Hamas rejected the proposal on Friday, two officials said.",
      "“We won't wait,” the prime minister told CNN; aides hadn't confirmed it.",
      "At least 31 people were killed in Beirut's southern suburbs, the ministry of health said.",
      "The U.N. envoy, who had met both sides in Cairo, called the talks “difficult but useful”.",
      "\n\nIsrael's army said that it had struck 120 targets (see https://example.org/a?b=c).",
  };
  for (std::size_t i = 0; i < 24; ++i) {
    std::string text;
    for (std::size_t k = 0; k <= i % 7; ++k) {
      text += parts[(i + 3 * k) % parts.size()] + " ";
    }
    text += "Report " + std::to_string(i) + " of the day ends here.";
    texts.push_back(text);
  }
  return texts;
}

TEST_F(AnalysisTest, SameWhateverCameBefore) {
  const auto texts = sample_texts();
  Workspace used;
  for (const std::string& text : texts) {
    (void)model()->analyse(text, used);
  }
  for (const std::string& text : texts) {
    Workspace fresh;
    EXPECT_TRUE(same(model()->analyse(text, used), model()->analyse(text, fresh)));
  }
}

TEST_F(AnalysisTest, SameFromTwoThreads) {
  const auto texts = sample_texts();
  std::vector<Analysis> alone;
  Workspace work;
  for (const std::string& text : texts) {
    alone.push_back(model()->analyse(text, work));
  }
  std::vector<Analysis> together(texts.size());
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < 2; ++t) {
    threads.emplace_back([&, t] {
      Workspace own;
      for (std::size_t i = t; i < texts.size(); i += 2) {
        together[i] = model()->analyse(texts[i], own);
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  for (std::size_t i = 0; i < texts.size(); ++i) {
    EXPECT_TRUE(same(alone[i], together[i])) << texts[i];
  }
}

TEST_F(AnalysisTest, OutlivesItsWorkspace) {
  const std::string text = "Officials denied it.";
  Analysis a;
  {
    Workspace work;
    a = model()->analyse(text, work);
  }
  EXPECT_EQ(a.lower[0], "officials");
  EXPECT_EQ(a.lemma[0], "official");
}

}  // namespace
}  // namespace detente::language
