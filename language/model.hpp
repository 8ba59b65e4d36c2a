// A loaded pipeline, and what a thread keeps to run it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "attribute_ruler.hpp"
#include "components.hpp"
#include "detente/language/pipeline.hpp"
#include "lemmatizer.hpp"
#include "tokenizer.hpp"

namespace detente::language {

struct Step {
  enum class Kind : std::uint8_t { tok2vec, tagger, morphologizer, parser, senter, attribute_ruler, lemmatizer, ner };
  Kind kind = Kind::tok2vec;
  std::size_t net = 0;   // the network whose vectors it uses
  std::size_t part = 0;  // index into the parts of its kind
};

// A tagger, morphologizer or senter.
struct Labeler {
  Classifier classifier;
  bool overwrite = false;
  std::vector<Symbol> labels;  // of a morphologizer: features
  std::vector<Symbol> pos;     // of a morphologizer
};

struct Pipeline::Model {
  std::uint64_t serial = 0;  // tells the pipelines of this process apart
  std::string name;
  Norms norms;
  Tokenizer tokenizer;
  Symbols symbols;
  std::vector<Tok2Vec> nets;
  std::vector<Labeler> labelers;
  std::vector<Parser> parsers;
  std::vector<EntityRecognizer> recognizers;
  std::vector<AttributeRuler> rulers;
  std::vector<Lemmatizer> lemmatizers;
  std::vector<Step> steps;

  // By symbol.
  std::vector<Tag> tags;
  std::vector<Pos> pos;
  std::vector<Dep> deps;
  std::vector<EntityType> entity_types;
};

struct Workspace::State {
  std::uint64_t serial = 0;  // of the pipeline that the memories belong to
  WordMemory words;
  std::vector<VectorMemory> vectors;
  std::vector<const float*> current;  // vectors of the document by network, if they are computed
  ClassifierMemory classifier;
  ParserMemory parser;
  TransitionMemory entities;
  std::vector<RulerMemory> rulers;
  std::vector<LemmaMemory> lemmas;
  Tokens tokens;
  Document document;

  // Makes the memories fit the pipeline, and forgets what has grown too large.
  void prepare(const Pipeline::Model& model);
};

// Reads a folder; the faults say what went wrong.
std::unique_ptr<Pipeline::Model> load_model(const std::filesystem::path& folder, Faults& faults);

}  // namespace detente::language
