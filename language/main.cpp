// detente_dump MODEL: reads JSON lines {"text": ...} from standard input and writes each analysis as a JSON line. The
// parity tool compares these with spaCy's; it is not installed.
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "detente/language/pipeline.hpp"
#include "detente/text/utf8.hpp"

namespace {

constexpr const char* kEntityNames[] = {"",         "other",  "CARDINAL", "DATE",     "EVENT", "FAC",        "GPE",
                                        "LANGUAGE", "LAW",    "LOC",      "MONEY",    "NORP",  "ORDINAL",    "ORG",
                                        "PERCENT",  "PERSON", "PRODUCT",  "QUANTITY", "TIME",  "WORK_OF_ART"};

constexpr const char* kPosNames[] = {"",     "ADJ",  "ADP",   "ADV",   "AUX",   "CCONJ", "DET",  "INTJ", "NOUN", "NUM",
                                     "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM",   "VERB", "X",    "SPACE"};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: detente_dump MODEL < lines.jsonl\n";
    return 2;
  }
  const auto pipeline = detente::language::Pipeline::load(argv[1]);
  if (!pipeline) {
    std::cerr << "detente_dump: " << pipeline.error().to_string() << "\n";
    return 2;
  }
  detente::language::Workspace work;
  std::string line;
  while (std::getline(std::cin, line)) {
    const auto json = nlohmann::json::parse(line, nullptr, false);
    if (!json.is_object() || !json.contains("text") || !json["text"].is_string()) {
      std::cerr << "detente_dump: a line without text\n";
      return 2;
    }
    const auto text = json["text"].get<std::string>();
    const detente::Analysis a = pipeline->analyse(text, work);
    const detente::text::CodePoints points(text);
    nlohmann::json tokens = nlohmann::json::array();
    for (std::uint32_t i = 0; i < a.size(); ++i) {
      const std::int32_t entity = a.entity_of[i];
      std::string mark;
      if (entity >= 0) {
        const auto& e = a.entities[static_cast<std::size_t>(entity)];
        mark = (e.tokens.begin == i ? "B-" : "I-") + std::string(kEntityNames[static_cast<int>(e.type)]);
      }
      tokens.push_back({points.of_byte(a.begin[i]), points.of_byte(a.end[i]), pipeline->tag_name(a.tag_label[i]),
                        std::string(a.lemma[i]), a.head[i], pipeline->dep_name(a.dep_label[i]),
                        a.sentences[a.sentence_of[i]].begin == i ? 1 : 0, mark, kPosNames[static_cast<int>(a.pos[i])],
                        a.left_edge[i], a.right_edge[i]});
    }
    std::cout << tokens.dump() << "\n";
  }
  return 0;
}
