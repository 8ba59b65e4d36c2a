#include "detente/language/pipeline.hpp"

#include <algorithm>

#include "detente/text/utf8.hpp"
#include "model.hpp"

namespace detente::language {

namespace {

// A document of more tokens is analysed in parts, so that memory does not grow with the text; spaCy itself refuses
// texts of a million characters. The cut is made behind the last line break of a part, or the last sentence mark, if
// there is one.
constexpr std::uint32_t kMostTokens = 32768;

// A thread forgets its words when it knows this many, or when their texts take this many bytes.
constexpr std::uint32_t kMostWords = 60000;
constexpr std::size_t kMostWordBytes = std::size_t{64} << 20;

std::uint32_t part_end(const Tokens& tokens, const WordTable& words, std::uint32_t begin) {
  const std::uint32_t n = tokens.size();
  if (n - begin <= kMostTokens) {
    return n;
  }
  const std::uint32_t limit = begin + kMostTokens;
  std::uint32_t after_mark = 0;
  for (std::uint32_t i = limit; i > begin + kMostTokens / 2; --i) {
    const Word& word = words[tokens.word[i - 1]];
    if ((word.flags & kIsSpace) != 0 && word.text.find('\n') != std::string_view::npos) {
      return i;
    }
    if (after_mark == 0 && (word.text == "." || word.text == "!" || word.text == "?")) {
      after_mark = i;
    }
  }
  return after_mark != 0 ? after_mark : limit;
}

void copy_part(const Tokens& from, std::uint32_t begin, std::uint32_t end, Tokens& to) {
  to.word.assign(from.word.begin() + begin, from.word.begin() + end);
  to.begin.assign(from.begin.begin() + begin, from.begin.begin() + end);
  to.end.assign(from.end.begin() + begin, from.end.begin() + end);
  to.space_after.assign(from.space_after.begin() + begin, from.space_after.begin() + end);
}

void label_tokens(const Step& step, const Labeler& labeler, const float* vectors, Workspace::State& state) {
  Document& document = state.document;
  labeler.classifier.run(vectors, document.size(), state.classifier, [&](std::size_t i, std::size_t label) {
    switch (step.kind) {
      case Step::Kind::tagger:
        if (document.tag[i] == 0 || labeler.overwrite) {
          document.tag[i] = labeler.labels[label];
        }
        break;
      case Step::Kind::senter:
        if (document.start[i] == Start::unknown || labeler.overwrite) {
          document.start[i] = label == 1 ? Start::yes : Start::no;
        }
        break;
      default:
        if (document.morph[i] == 0 || labeler.overwrite) {
          document.morph[i] = labeler.labels[label];
        }
        if (document.pos[i] == 0 || labeler.overwrite) {
          document.pos[i] = labeler.pos[label];
        }
        break;
    }
  });
}

// Lines longer than this, in bytes, were not wrapped by hand.
constexpr std::size_t kLongestWrapped = 120;

// Whether the line break or breaks in [begin, end) of the text end a paragraph. [begin, end) is white space.
bool ends_paragraph(std::string_view text, std::size_t begin, std::size_t end) {
  const std::string_view space = text.substr(begin, end - begin);
  const std::size_t first = space.find('\n');
  if (first == std::string_view::npos) {
    return false;
  }
  if (space.find('\n', first + 1) != std::string_view::npos) {
    return true;
  }
  const std::string_view after = text.substr(end, kLongestWrapped + 1);
  for (const std::string_view bullet : {"\xE2\x80\xA2", "- ", "* ", "\xE2\x80\x93 "}) {
    if (after.starts_with(bullet)) {
      return true;
    }
  }
  const std::size_t from = begin > kLongestWrapped ? begin - kLongestWrapped - 1 : 0;
  const std::string_view before = text.substr(from, begin - from);
  const bool long_before = before.size() > kLongestWrapped && before.find('\n') == std::string_view::npos;
  const bool long_after = after.size() > kLongestWrapped && after.find('\n') == std::string_view::npos;
  return long_before || long_after;
}

void start_paragraphs(std::string_view text, const WordTable& words, Document& document) {
  for (std::uint32_t i = 0; i + 1 < document.size(); ++i) {
    if ((words[document.tokens.word[i]].flags & kIsSpace) != 0 &&
        ends_paragraph(text, document.tokens.begin[i], document.tokens.end[i])) {
      document.start[i + 1] = Start::yes;
    }
  }
}

void run_steps(const Pipeline::Model& model, Workspace::State& state, std::string_view text,
               const AnalyseOptions& options) {
  Document& document = state.document;
  document.reset_annotations();
  if (options.paragraphs) {
    start_paragraphs(text, state.words.words, document);
  }
  std::fill(state.current.begin(), state.current.end(), nullptr);
  const auto vectors = [&](std::size_t net) {
    if (state.current[net] == nullptr) {
      state.current[net] = model.nets[net].run(document.tokens, state.words.words, state.vectors[net]);
    }
    return state.current[net];
  };
  for (const Step& step : model.steps) {
    switch (step.kind) {
      case Step::Kind::tok2vec:
        vectors(step.net);
        break;
      case Step::Kind::tagger:
      case Step::Kind::morphologizer:
      case Step::Kind::senter:
        label_tokens(step, model.labelers[step.part], vectors(step.net), state);
        break;
      case Step::Kind::parser:
        model.parsers[step.part].run(vectors(step.net), state.words.words, state.parser, document);
        break;
      case Step::Kind::ner:
        model.recognizers[step.part].run(vectors(step.net), state.words.words, state.entities, document);
        break;
      case Step::Kind::attribute_ruler:
        model.rulers[step.part].run(model.symbols, state.words, state.rulers[step.part], document);
        break;
      case Step::Kind::lemmatizer:
        model.lemmatizers[step.part].run(model.symbols, state.words, state.lemmas[step.part], document);
        break;
    }
  }
}

// Appends the document to the analysis.
void append(const Pipeline::Model& model, const Workspace::State& state, Analysis& out) {
  const Document& document = state.document;
  const std::uint32_t base = out.size();
  const std::uint32_t n = document.size();
  const auto first_entity = static_cast<std::int32_t>(out.entities.size());
  for (std::uint32_t i = 0; i < n; ++i) {
    const Word& word = state.words.words[document.tokens.word[i]];
    out.begin.push_back(document.tokens.begin[i]);
    out.end.push_back(document.tokens.end[i]);
    out.space_after.push_back(document.tokens.space_after[i]);
    out.tag.push_back(model.tags[document.tag[i]]);
    out.pos.push_back(model.pos[document.pos[i]]);
    out.dep.push_back(model.deps[document.dep[i]]);
    out.head.push_back(base + document.head[i]);
    out.lower.push_back(word.lower);
    out.lemma.push_back(document.lemma[i]);
    out.tag_label.push_back(static_cast<std::uint16_t>(document.tag[i]));
    out.dep_label.push_back(static_cast<std::uint16_t>(document.dep[i]));
    out.left_edge.push_back(base + document.left_edge[i]);
    out.right_edge.push_back(base + document.right_edge[i]);
    if (i == 0 || document.start[i] == Start::yes) {
      if (!out.sentences.empty()) {
        out.sentences.back().end = base + i;
      }
      out.sentences.push_back({base + i, base + n});
    }
    out.sentence_of.push_back(static_cast<std::uint32_t>(out.sentences.size() - 1));
    out.entity_of.push_back(-1);
  }
  for (const EntitySpan& entity : document.entities) {
    for (std::uint32_t i = entity.begin; i < entity.end; ++i) {
      out.entity_of[base + i] = first_entity + static_cast<std::int32_t>(&entity - document.entities.data());
    }
    out.entities.push_back({{base + entity.begin, base + entity.end}, model.entity_types[entity.type]});
  }
}

void reserve(Analysis& out, std::size_t n) {
  out.begin.reserve(n);
  out.end.reserve(n);
  out.space_after.reserve(n);
  out.tag.reserve(n);
  out.pos.reserve(n);
  out.dep.reserve(n);
  out.head.reserve(n);
  out.lower.reserve(n);
  out.lemma.reserve(n);
  out.tag_label.reserve(n);
  out.dep_label.reserve(n);
  out.sentence_of.reserve(n);
  out.entity_of.reserve(n);
  out.left_edge.reserve(n);
  out.right_edge.reserve(n);
}

void link_children(Analysis& out) {
  const std::uint32_t n = out.size();
  out.child_begin.assign(std::size_t{n} + 1, 0);
  for (std::uint32_t i = 0; i < n; ++i) {
    if (out.head[i] != i) {
      ++out.child_begin[out.head[i] + 1];
    }
  }
  for (std::uint32_t i = 0; i < n; ++i) {
    out.child_begin[i + 1] += out.child_begin[i];
  }
  out.child_list.resize(out.child_begin[n]);
  std::vector<std::uint32_t> next(out.child_begin.begin(), out.child_begin.end() - 1);
  for (std::uint32_t i = 0; i < n; ++i) {
    if (out.head[i] != i) {
      out.child_list[next[out.head[i]]++] = i;
    }
  }
}

}  // namespace

void Workspace::State::prepare(const Pipeline::Model& model) {
  const bool other = serial != model.serial;
  if (!other && words.words.size() < kMostWords && words.arena->bytes() < kMostWordBytes) {
    return;
  }
  serial = model.serial;
  words.clear();
  vectors.resize(model.nets.size());
  current.resize(model.nets.size());
  rulers.resize(model.rulers.size());
  lemmas.resize(model.lemmatizers.size());
  for (VectorMemory& memory : vectors) {
    memory.clear();
  }
  for (RulerMemory& memory : rulers) {
    memory.clear();
  }
  for (LemmaMemory& memory : lemmas) {
    memory.clear();
  }
}

Workspace::Workspace() : state_(std::make_unique<State>()) {}
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;
Workspace::~Workspace() = default;

Pipeline::Pipeline(std::unique_ptr<Model> model) : model_(std::move(model)) {}
Pipeline::Pipeline(Pipeline&&) noexcept = default;
Pipeline& Pipeline::operator=(Pipeline&&) noexcept = default;
Pipeline::~Pipeline() = default;

Result<Pipeline> Pipeline::load(const std::filesystem::path& folder) {
  Faults faults;
  auto model = load_model(folder, faults);
  if (faults.any()) {
    return faults.first();
  }
  return Pipeline(std::move(model));
}

Analysis Pipeline::analyse(std::string_view text, Workspace& workspace, const AnalyseOptions& options) const {
  Workspace::State& state = workspace.state();
  state.prepare(*model_);
  Analysis out;
  out.text = text;
  // Offsets are 32 bits wide, and a text that is not UTF-8 is read up to the fault.
  text = text.substr(0, std::min(text::first_invalid(text), std::size_t{0xFFFFFF00U}));
  while (!text.empty() && text::first_invalid(text) != std::string_view::npos) {
    text.remove_suffix(1);
  }
  model_->tokenizer.tokenize(text, model_->norms, state.words, state.tokens);
  const std::uint32_t n = state.tokens.size();
  reserve(out, n);
  for (std::uint32_t begin = 0; begin < n;) {
    if (options.on_part && !options.on_part(static_cast<double>(begin) / n)) {
      break;
    }
    const std::uint32_t end = part_end(state.tokens, state.words.words, begin);
    if (begin == 0 && end == n) {
      std::swap(state.document.tokens, state.tokens);
    } else {
      copy_part(state.tokens, begin, end, state.document.tokens);
    }
    run_steps(*model_, state, text, options);
    append(*model_, state, out);
    begin = end;
  }
  link_children(out);
  out.storage = state.words.arena;
  return out;
}

std::string_view Pipeline::tag_name(std::uint16_t label) const {
  return label < model_->symbols.size() ? std::string_view(model_->symbols[label]) : std::string_view{};
}

std::string_view Pipeline::dep_name(std::uint16_t label) const { return tag_name(label); }

std::string Pipeline::name() const { return model_->name; }

std::string_view kernel_path() { return kernels().name; }

}  // namespace detente::language
