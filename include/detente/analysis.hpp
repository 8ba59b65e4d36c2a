// An analysis: the words of a report and how they hang together, as structures of arrays.
// language/ fills it, reading/ reads it. All vectors named "per token" have size() entries.
//
//   for (std::uint32_t i = 0; i < a.size(); ++i) {
//     if (a.dep[i] == Dep::nsubj && a.pos[a.head[i]] == Pos::VERB) { use(a.lemma[a.head[i]], a.words(i)); }
//   }
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "detente/report.hpp"

namespace detente {

// Universal part of speech (Universal Dependencies v2).
enum class Pos : std::uint8_t {
  none,
  ADJ,
  ADP,
  ADV,
  AUX,
  CCONJ,
  DET,
  INTJ,
  NOUN,
  NUM,
  PART,
  PRON,
  PROPN,
  PUNCT,
  SCONJ,
  SYM,
  VERB,
  X,
  SPACE
};

// Fine part of speech (Penn Treebank / OntoNotes). Punctuation tags share `punct`; a tag outside the set is `other`.
enum class Tag : std::uint8_t {
  other,
  punct,
  hyph,
  sp,
  ADD,
  AFX,
  CC,
  CD,
  DT,
  EX,
  FW,
  IN,
  JJ,
  JJR,
  JJS,
  LS,
  MD,
  NN,
  NNP,
  NNPS,
  NNS,
  PDT,
  POS,
  PRP,
  PRPS /* PRP$ */,
  RB,
  RBR,
  RBS,
  RP,
  SYM,
  TO,
  UH,
  VB,
  VBD,
  VBG,
  VBN,
  VBP,
  VBZ,
  WDT,
  WP,
  WPS /* WP$ */,
  WRB,
  NFP,
  XX
};

// Dependency label (ClearNLP scheme, as in spaCy's English pipelines). A label outside the set is `other`.
enum class Dep : std::uint8_t {
  other,
  root,
  acl,
  acomp,
  advcl,
  advmod,
  agent,
  amod,
  appos,
  attr,
  aux,
  auxpass,
  case_,
  cc,
  ccomp,
  compound,
  conj,
  csubj,
  csubjpass,
  dative,
  dep,
  det,
  dobj,
  expl,
  intj,
  mark,
  meta,
  neg,
  nmod,
  npadvmod,
  nsubj,
  nsubjpass,
  nummod,
  oprd,
  parataxis,
  pcomp,
  pobj,
  poss,
  preconj,
  predet,
  prep,
  prt,
  punct,
  quantmod,
  relcl,
  xcomp
};

// Entity type (OntoNotes). A type outside the set is `other`.
enum class EntityType : std::uint8_t {
  none,
  other,
  CARDINAL,
  DATE,
  EVENT,
  FAC,
  GPE,
  LANGUAGE,
  LAW,
  LOC,
  MONEY,
  NORP,
  ORDINAL,
  ORG,
  PERCENT,
  PERSON,
  PRODUCT,
  QUANTITY,
  TIME,
  WORK_OF_ART
};

// A half-open range of tokens.
struct TokenRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  std::uint32_t size() const { return end - begin; }
  bool has(std::uint32_t token) const { return begin <= token && token < end; }
  friend bool operator==(const TokenRange&, const TokenRange&) = default;
};

struct Entity {
  TokenRange tokens;
  EntityType type = EntityType::other;
};

struct Analysis {
  std::string_view text;  // the report's text; must outlive the analysis

  // Per token.
  std::vector<std::uint32_t> begin;       // byte offset of the first byte
  std::vector<std::uint32_t> end;         // byte offset after the last byte, without following white space
  std::vector<std::uint8_t> space_after;  // 1 if a single space follows and belongs to no token
  std::vector<Tag> tag;
  std::vector<Pos> pos;
  std::vector<Dep> dep;
  std::vector<std::uint32_t> head;      // token index of the head; its own index for the root of a sentence
  std::vector<std::string_view> lower;  // lower-case form
  std::vector<std::string_view> lemma;
  std::vector<std::uint16_t> tag_label;    // index into the model's own tag labels, for exact names
  std::vector<std::uint16_t> dep_label;    // index into the model's own dependency labels
  std::vector<std::uint32_t> sentence_of;  // index into `sentences`
  std::vector<std::int32_t> entity_of;     // index into `entities`, -1 outside
  std::vector<std::uint32_t> left_edge;    // first token of the subtree
  std::vector<std::uint32_t> right_edge;   // last token of the subtree (inclusive)

  // Children of token i, in text order: child_list[child_begin[i] .. child_begin[i + 1]).
  std::vector<std::uint32_t> child_begin;  // size() + 1 entries
  std::vector<std::uint32_t> child_list;

  std::vector<TokenRange> sentences;
  std::vector<Entity> entities;

  std::shared_ptr<void>
      storage;  // keeps alive what `lower` and `lemma` point to (the views may also point into the model)

  std::uint32_t size() const { return static_cast<std::uint32_t>(begin.size()); }
  std::span<const std::uint32_t> children(std::uint32_t i) const {
    return {child_list.data() + child_begin[i], child_begin[i + 1] - child_begin[i]};
  }
  std::string_view words(std::uint32_t i) const { return text.substr(begin[i], end[i] - begin[i]); }
  Span span(std::uint32_t i) const { return {begin[i], end[i]}; }
  // Bytes from the first token of the range to the end of its last; the range is not empty.
  Span span(TokenRange r) const { return {begin[r.begin], end[r.end - 1]}; }
  std::string_view words(Span s) const { return text.substr(s.begin, s.end - s.begin); }
};

}  // namespace detente
