// What are the words of a report, and how do they hang together?
//
//   auto pipeline = language::Pipeline::load(".deps/model");     // any spaCy v3 CPU pipeline of the parts named below
//   if (!pipeline) { log(pipeline.error().to_string()); return 2; }  // "model/ner/model: not found"
//   language::Workspace work;                                    // one a thread, kept between reports
//   Analysis a = pipeline->analyse(report.text, work);
//
// The components are those of spaCy: tok2vec (MultiHashEmbed with MaxoutWindowEncoder, or HashEmbedCNN; shared or a
// component's own), tagger, morphologizer, senter, parser, ner (TransitionBasedParser, greedy), attribute_ruler
// (patterns of attributes with IN, NOT_IN, REGEX and the operators ! ? * +) and lemmatizer (rule and lookup). Not
// there, and refused by name: static vectors, transformers, beam search, other embeddings and encoders, languages whose
// tokenizer or lemmatizer is code of its own. Nothing of the folder is ever executed.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "detente/analysis.hpp"
#include "detente/result.hpp"

namespace detente::language {

// The buffers of one thread. Grows to the longest report seen and is used again.
class Workspace {
 public:
  Workspace();
  Workspace(Workspace&&) noexcept;
  Workspace& operator=(Workspace&&) noexcept;
  ~Workspace();

  struct State;
  State& state() { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

struct AnalyseOptions {
  // A paragraph begins a sentence, so that a headline without a full stop is not read into the sentence below it. Off,
  // the sentences are those of spaCy. A line break ends a paragraph if it is doubled, if a bullet follows, or if the
  // line on either side is longer than people wrap lines at.
  bool paragraphs = false;
  // Called before each part of a text that is too long for one, with the share that is done. False: the analysis ends
  // there, and is of no use.
  std::function<bool(double share)> on_part = {};
};

// Immutable once loaded: threads share one.
class Pipeline {
 public:
  // Reads the folder of a spaCy v3 pipeline made of tokenizer, tok2vec, tagger, parser, senter, attribute_ruler,
  // lemmatizer and ner. Errors: model, with the file in `where`: a file is missing or damaged, or a part is of a kind
  // that this runtime does not have (named in the message).
  static Result<Pipeline> load(const std::filesystem::path& folder);

  Pipeline(Pipeline&&) noexcept;
  Pipeline& operator=(Pipeline&&) noexcept;
  ~Pipeline();

  // `text` must be valid UTF-8 and outlive the analysis. Never fails: what cannot be parsed becomes tokens without
  // heads.
  Analysis analyse(std::string_view text, Workspace&, const AnalyseOptions& = {}) const;

  // Names of Analysis::tag_label and Analysis::dep_label, and of entity labels by Entity order of the model.
  std::string_view tag_name(std::uint16_t label) const;
  std::string_view dep_name(std::uint16_t label) const;

  // "en_core_web_sm 3.8.0"
  std::string name() const;

  struct Model;

 private:
  explicit Pipeline(std::unique_ptr<Model>);
  std::unique_ptr<Model> model_;
};

// "avx512", "avx2" or "plain": which kernels this processor gets.
std::string_view kernel_path();

}  // namespace detente::language
