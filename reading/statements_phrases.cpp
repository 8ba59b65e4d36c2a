// Attribution without a verb of speech: "according to X", "in the words of X", "in X's view", "as X put it", a speaker
// and a colon, and lists of points that stand under such a line.
#include <algorithm>
#include <string>

#include "statements_draft.hpp"

namespace detente::reading {

namespace {

bool is_clause_head(const Analysis& a, std::uint32_t i) { return a.pos[i] == Pos::VERB || a.pos[i] == Pos::AUX; }

class PhraseReader {
 public:
  explicit PhraseReader(Drafting& w) : w_(w), a_(w.c.a) {}

  void read() {
    for (std::uint32_t i = 0; i + 1 < a_.size(); ++i) {
      if (a_.lower[i] == "according" && a_.lower[i + 1] == "to") {
        read_phrase({i, i + 2}, i, i + 1, "rule:according-to", 0.9F);
      } else if (a_.lower[i] == "as") {
        read_as(i);
      } else if (a_.lower[i] == "in" || a_.lower[i] == "by") {
        read_in_words(i);
      } else if (a_.lemma[i] == "put" || a_.lemma[i] == "count") {
        read_count(i);
      }
    }
    read_colons();
    read_bullets();
  }

 private:
  // `top` heads the phrase, `prep` governs the source's noun.
  void read_phrase(TokenRange cue, std::uint32_t top, std::uint32_t prep, const char* rule, float confidence) {
    std::optional<std::uint32_t> noun = child(a_, prep, Dep::pobj);
    if (!noun) {
      noun = child(a_, top, Dep::pobj);
    }
    if (!noun) {
      for (std::uint32_t i = cue.end; i < a_.size() && i < cue.end + 8 && !noun; ++i) {
        if (a_.pos[i] == Pos::NOUN || a_.pos[i] == Pos::PROPN || a_.pos[i] == Pos::PRON) {
          noun = i;
        } else if (a_.pos[i] == Pos::VERB || a_.pos[i] == Pos::PUNCT) {
          break;
        }
      }
      while (noun && a_.head[*noun] > *noun && a_.dep[*noun] == Dep::compound) {
        noun = a_.head[*noun];
      }
    }
    if (!noun || *noun < cue.begin) {
      return;
    }
    TokenRange phrase{std::min(cue.begin, a_.left_edge[top]), std::max(a_.right_edge[*noun] + 1, cue.end)};
    if (phrase.begin < cue.begin && phrase.begin + 3 < cue.begin) {
      phrase.begin = cue.begin;
    }
    add(cue, *noun, phrase, governing_clause(top), rule, confidence);
  }

  // "as reported by officials", "as Kirby put it", "as officials have said": the clause around it is what is said.
  void read_as(std::uint32_t as) {
    std::optional<std::uint32_t> verb;
    for (std::uint32_t i = as + 1; i < a_.size() && i < as + 12 && !verb; ++i) {
      if (a_.pos[i] == Pos::VERB) {
        verb = i;
      } else if (a_.pos[i] == Pos::PUNCT) {
        return;
      }
    }
    if (!verb || (a_.head[as] != *verb && a_.head[*verb] != as)) {
      return;
    }
    const std::string_view lemma = a_.lemma[*verb];
    const knowledge::Cue* cue = w_.c.k.words.verb(lemma);
    const bool put_it = lemma == "put" && *verb + 1 < a_.size() && a_.lower[*verb + 1] == "it";
    const bool says =
        put_it || (cue != nullptr && (cue->takes & knowledge::kClause) != 0 && (cue->takes & knowledge::kQuote) != 0);
    // A clause of its own with an object is a comparison or a point in time: "as he announced the plan".
    if (!says || w_.by_cue[*verb] >= 0 || (!put_it && child_of(a_, *verb, {Dep::dobj, Dep::ccomp, Dep::xcomp}))) {
      return;
    }
    std::optional<std::uint32_t> who = agent_of(a_, *verb);
    if (!who && !is_passive(a_, *verb)) {
      if (const auto s = child(a_, *verb, Dep::nsubj); s && a_.lower[*s] != "it" && a_.lower[*s] != "there") {
        who = s;
      }
    }
    if (!who || a_.tag[*who] == Tag::PRP) {
      return;
    }
    const TokenRange phrase{as, std::max(a_.right_edge[*verb], a_.right_edge[*who]) + 1};
    add({*verb, *verb + 1}, *who, phrase, governing_clause(*verb), "rule:as-said-by", 0.65F);
  }

  // "put the number at over 100", "counted 26 violations": a figure as somebody gives it.
  void read_count(std::uint32_t verb) {
    const auto object = child(a_, verb, Dep::dobj);
    const auto subject = child(a_, verb, Dep::nsubj);
    if (a_.pos[verb] != Pos::VERB || !object || !subject || *object < verb || w_.by_cue[verb] >= 0 ||
        a_.tag[*subject] == Tag::WDT || !actor_at(w_.c, *subject)) {
      return;
    }
    TokenRange content = subtree(a_, *object);
    if (a_.lemma[verb] == "put") {
      const auto at = preposition(a_, verb, {"at"});
      if (!at || *at < *object || w_.c.k.words.total(a_.lemma[*object]) == nullptr) {
        return;
      }
      content.end = std::max(content.end, a_.right_edge[*at] + 1);
    } else if (!child(a_, *object, Dep::nummod)) {
      return;
    }
    StatementDraft& d = w_.draft_for(verb);
    d.source = Subject{*subject, std::nullopt, true};
    d.cue = {verb, verb + 1};
    d.content.push_back(content);
    d.rule = "rule:gives-number";
    d.confidence = 0.7F;
  }

  // "in the words of X", "in X's view", "by X's account".
  void read_in_words(std::uint32_t in) {
    const auto noun = child(a_, in, Dep::pobj);
    if (!noun) {
      return;
    }
    const std::string_view lemma = a_.lemma[*noun];
    if (lemma != "view" && lemma != "opinion" && lemma != "word" && lemma != "eye" && lemma != "account" &&
        lemma != "estimate" && lemma != "count" && lemma != "tally" && lemma != "reckoning" && lemma != "judgment" &&
        lemma != "telling") {
      return;
    }
    std::optional<std::uint32_t> who = child(a_, *noun, Dep::poss);
    if (!who) {
      const auto of = preposition(a_, *noun, {"of"});
      who = of ? child(a_, *of, Dep::pobj) : std::nullopt;
    }
    if (!who || (lemma == "word" && a_.lower[*noun] != "words")) {
      return;
    }
    add({in, *noun + 1}, *who, subtree(a_, in), governing_clause(in), "rule:in-words-of", 0.75F);
  }

  // The clause that an adverbial phrase belongs to.
  std::uint32_t governing_clause(std::uint32_t top) const {
    std::uint32_t g = a_.head[top];
    while (a_.head[g] != g && !is_clause_head(a_, g)) {
      g = a_.head[g];
    }
    while (a_.head[g] != g && (a_.dep[g] == Dep::aux || a_.dep[g] == Dep::auxpass || a_.dep[g] == Dep::xcomp ||
                               a_.dep[g] == Dep::acl || a_.dep[g] == Dep::pcomp || a_.dep[g] == Dep::amod)) {
      g = a_.head[g];
    }
    return g;
  }

  void add(TokenRange cue, std::uint32_t noun, TokenRange phrase, std::uint32_t clause, const char* rule,
           float confidence) {
    const TokenRange sentence = sentence_around(a_, w_.quotes, cue.begin);
    TokenRange whole = sentence;
    const TokenRange own = subtree(a_, clause);
    const bool opens = phrase.begin <= sentence.begin + 2;
    const bool closes = phrase.end + 1 >= sentence.end;
    const bool embedded = a_.head[clause] != clause && a_.dep[clause] != Dep::dep;
    if (embedded && own.begin >= sentence.begin && own.end <= sentence.end &&
        (a_.dep[clause] == Dep::ccomp || a_.dep[clause] == Dep::conj || a_.dep[clause] == Dep::advcl ||
         a_.dep[clause] == Dep::relcl) &&
        !opens &&
        !(closes && a_.words(phrase.begin > 0 ? phrase.begin - 1 : 0) == "," && own.begin > sentence.begin + 2 &&
          a_.dep[clause] != Dep::ccomp)) {
      whole = own;
      if (whole.begin < phrase.begin && a_.lower[whole.begin] == "that") {
        ++whole.begin;
      }
    }
    StatementDraft d;
    d.source = Subject{noun, std::nullopt, true};
    d.cue = cue;
    d.cue_head = cue.begin;
    if (whole.begin < phrase.begin) {
      d.content.push_back({whole.begin, phrase.begin});
    }
    if (phrase.end < whole.end) {
      std::uint32_t end = whole.end;
      // The phrase may be followed by a comma and the rest of the sentence, or by what belongs to the source's own
      // noun.
      d.content.push_back({phrase.end, end});
    }
    std::erase_if(d.content, [&](TokenRange r) {
      const TokenRange t = trim(a_, r);
      return t.size() < 1;
    });
    // Content before an opening phrase is a connecting word: "But according to X, ...".
    if (opens && d.content.size() == 2) {
      d.content.erase(d.content.begin());
    }
    if (d.content.empty()) {
      // `"...," according to X.` or `"..." According to X.`: the quotation right before.
      if (sentence.begin > 0 && w_.quotes.at[sentence.begin - 1] >= 0) {
        d.content.push_back(w_.quotes.all[static_cast<std::size_t>(w_.quotes.at[sentence.begin - 1])].marked);
      } else {
        return;
      }
    }
    d.rule = rule;
    d.confidence = confidence;
    if (w_.by_cue[cue.begin] < 0) {
      w_.by_cue[cue.begin] = static_cast<std::int32_t>(w_.drafts.size());
      w_.drafts.push_back(std::move(d));
    }
  }

  // "Officials: Ceasefire near" - a short line, a speaker, a colon, and a sentence without quotation marks.
  void read_colons() {
    for (const TokenRange paragraph : w_.quotes.paragraphs) {
      if (paragraph.size() < 5) {
        continue;
      }
      const bool line = paragraph.size() <= 30;
      for (std::uint32_t i = paragraph.begin + 1; i < paragraph.end && i < paragraph.begin + 7; ++i) {
        if (is_clause_head(a_, i)) {
          break;
        }
        if (a_.words(i) != ":" || w_.quotes.at[i] >= 0) {
          continue;
        }
        const std::uint32_t head = i - 1;
        bool possessive = false;
        for (std::uint32_t k = paragraph.begin; k < i; ++k) {
          possessive = possessive || a_.tag[k] == Tag::POS;
        }
        if (possessive) {
          break;  // "Biden's Talks: ..." is a title
        }
        const bool named =
            a_.entity_of[head] >= 0 && is_speaker(a_.entities[static_cast<std::size_t>(a_.entity_of[head])].type);
        bool clause = false;
        for (std::uint32_t k = i + 1; k < std::min(paragraph.end, i + 60) && !clause; ++k) {
          // A headline leaves out the verb: "Marant: Sudria ready to sign".
          clause = is_clause_head(a_, k) || (a_.pos[k] == Pos::ADJ && child(a_, k, Dep::xcomp).has_value());
        }
        // A longer paragraph is a turn of an interview: "Brenner: I came home ...", "Q: Did you ...".
        bool name = i <= paragraph.begin + 4;
        for (std::uint32_t k = paragraph.begin; k < i && name; ++k) {
          name = a_.pos[k] == Pos::PROPN;
        }
        const bool turn = name || (named && i <= paragraph.begin + 4) ||
                          (i == paragraph.begin + 1 && a_.words(head).size() == 1 && a_.pos[head] != Pos::PUNCT);
        const bool source =
            line ? named || turn || w_.c.k.words.document(a_.lemma[head]) || actor_at(w_.c, head) : turn;
        if (clause && source) {
          StatementDraft d;
          d.source = Subject{head, std::nullopt, true};
          d.cue = {i, i + 1};
          d.content.push_back({i + 1, paragraph.end});
          d.rule = line && !turn ? "rule:headline-colon" : "rule:turn-of-speech";
          d.confidence = 0.6F;
          w_.drafts.push_back(std::move(d));
        }
        break;
      }
    }
  }

  static bool is_speaker(EntityType t) {
    return t == EntityType::PERSON || t == EntityType::ORG || t == EntityType::GPE || t == EntityType::NORP;
  }

  bool is_bullet_paragraph(TokenRange p) const {
    const std::string_view w = a_.words(p.begin);
    return w == "\xE2\x80\xA2" || w == "*" || w == "-" || w == "\xE2\x80\x93" || w == "\xC2\xB7" || w == "\xE2\x97\xA6";
  }

  // "According to the statement:" and the points under it: each stands in the statement of that line.
  void read_bullets() {
    const auto& paragraphs = w_.quotes.paragraphs;
    for (std::size_t p = 0; p + 1 < paragraphs.size(); ++p) {
      const TokenRange line = paragraphs[p];
      if (a_.words(line.end - 1) != ":" || is_bullet_paragraph(line) || !is_bullet_paragraph(paragraphs[p + 1])) {
        continue;
      }
      std::optional<Subject> who;
      TokenRange cue{};
      for (std::uint32_t i = line.begin; i < line.end; ++i) {
        if (a_.lower[i] == "according" && i + 1 < line.end) {
          for (std::uint32_t k = i + 2; k < line.end; ++k) {
            if (a_.pos[k] == Pos::NOUN || a_.pos[k] == Pos::PROPN) {
              who = Subject{k, std::nullopt, true};
            }
          }
          cue = {i, i + 2};
        } else if (a_.pos[i] == Pos::VERB && w_.c.k.words.verb(a_.lemma[i]) != nullptr && !who) {
          who = subject_of(a_, i);
          cue = {i, i + 1};
        }
      }
      if (!who) {
        continue;
      }
      for (std::size_t b = p + 1; b < paragraphs.size() && is_bullet_paragraph(paragraphs[b]); ++b) {
        bool own_speaker = false;  // "- Marant: "We want a truce.""
        for (std::uint32_t i = paragraphs[b].begin + 2; i < std::min(paragraphs[b].end, paragraphs[b].begin + 7); ++i) {
          own_speaker = own_speaker || (a_.words(i) == ":" && i + 1 < paragraphs[b].end && is_quote_mark(a_, i + 1));
        }
        if (own_speaker) {
          continue;
        }
        StatementDraft d;
        d.source = who;
        d.cue = cue;
        d.content.push_back({paragraphs[b].begin + 1, paragraphs[b].end});
        d.rule = "rule:bulleted";
        d.confidence = 0.85F;
        w_.drafts.push_back(std::move(d));
      }
    }
  }

  Drafting& w_;
  const Analysis& a_;
};

}  // namespace

void draft_phrases(Drafting& w) { PhraseReader(w).read(); }

}  // namespace detente::reading
