// The runtime against spaCy 3.8 on the sentences of golden.jsonl, which tools/parity writes.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "detente/language/pipeline.hpp"
#include "detente/text/utf8.hpp"
#include "model_fixture.hpp"

namespace detente::language {
namespace {

std::string entity_mark(const Analysis& a, std::uint32_t i) {
  if (a.entity_of[i] < 0) {
    return "";
  }
  return a.entities[static_cast<std::size_t>(a.entity_of[i])].tokens.begin == i ? "B" : "I";
}

TEST(Parity, GoldenSentences) {
  const Pipeline* pipeline = model();
  if (pipeline == nullptr) {
    GTEST_SKIP() << "the model is not in " << model_folder();
  }
  std::ifstream in(std::string(DETENTE_SOURCE_DIR) + "/tests/language/golden.jsonl");
  ASSERT_TRUE(in);
  Workspace work;
  std::string line;
  int sentences = 0;
  while (std::getline(in, line)) {
    const auto golden = nlohmann::json::parse(line);
    const auto text = golden["text"].get<std::string>();
    const Analysis a = pipeline->analyse(text, work);
    const text::CodePoints points(text);
    const auto& tokens = golden["tokens"];
    ++sentences;
    ASSERT_EQ(a.size(), tokens.size()) << text;
    for (std::uint32_t i = 0; i < a.size(); ++i) {
      const auto& t = tokens[i];
      SCOPED_TRACE(text + " / " + std::string(a.words(i)));
      EXPECT_EQ(points.of_byte(a.begin[i]), t[0].get<std::uint32_t>());
      EXPECT_EQ(points.of_byte(a.end[i]), t[1].get<std::uint32_t>());
      EXPECT_EQ(pipeline->tag_name(a.tag_label[i]), t[2].get<std::string>());
      EXPECT_EQ(a.lemma[i], t[3].get<std::string>());
      EXPECT_EQ(a.head[i], t[4].get<std::uint32_t>());
      EXPECT_EQ(pipeline->dep_name(a.dep_label[i]), t[5].get<std::string>());
      EXPECT_EQ(a.sentences[a.sentence_of[i]].begin == i, t[6].get<int>() == 1);
      EXPECT_EQ(entity_mark(a, i), t[7].get<std::string>().substr(0, 1));
      EXPECT_EQ(a.left_edge[i], t[9].get<std::uint32_t>());
      EXPECT_EQ(a.right_edge[i], t[10].get<std::uint32_t>());
    }
  }
  EXPECT_GE(sentences, 60);
}

}  // namespace
}  // namespace detente::language
