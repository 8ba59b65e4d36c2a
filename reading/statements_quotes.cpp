// Who speaks a quotation: the words right behind it, the words right before it, or whoever spoke last.
#include <algorithm>
#include <string>
#include <utility>

#include "statements_cues.hpp"

namespace detente::reading {

namespace {

constexpr std::uint32_t kReach = 45;  // tokens; attributions are shorter

bool is_nominal(const Analysis& a, std::uint32_t i) {
  return a.pos[i] == Pos::NOUN || a.pos[i] == Pos::PROPN || a.pos[i] == Pos::PRON;
}

bool ends_sentence(const Analysis& a, std::uint32_t i) {
  const std::string_view w = a.words(i);
  return w == "." || w == "!" || w == "?" || w == "..." || w == "\xE2\x80\xA6";
}

bool is_dash(const Analysis& a, std::uint32_t i) {
  const std::string_view w = a.words(i);
  return w == "\xE2\x80\x94" || w == "\xE2\x80\x93" || w == "--" || w == "-";
}

class QuoteReader {
 public:
  explicit QuoteReader(Drafting& w) : w_(w), a_(w.c.a) {}

  void attribute_all() {
    for (std::size_t q = 0; q < w_.quotes.all.size(); ++q) {
      if (w_.quotes.all[q].words == 0) {
        continue;
      }
      if (attribute_behind(q) || attribute_before(q) || joins_last(q)) {
        w_.attributed[q] = 1;
      }
    }
  }

  // A quotation without words of its own that attribute it, at the start of a sentence: it goes on with what was quoted
  // last.
  void attribute_loose() {
    survey();
    for (std::size_t q = 0; q < w_.quotes.all.size(); ++q) {
      const Quote& quote = w_.quotes.all[q];
      if (w_.attributed[q] != 0 || quote.words < 3 || !starts_sentence(quote) || !is_whole(quote) ||
          is_content(quote)) {
        continue;
      }
      const std::int32_t last = last_speaker(q);
      if (last < 0) {
        w_.c.out.abstained.push_back(
            {"statement.source", a_.span(quote.inside), "no speaker is named near the quotation"});
        continue;
      }
      StatementDraft& d = w_.drafts[static_cast<std::size_t>(last)];
      const std::uint32_t there = w_.quotes.paragraph_of[anchor(d)];
      if (there == quote.paragraph || continues_quotation(q)) {
        d.content.push_back(quote.marked);
      } else {
        StatementDraft next;
        next.source = d.source;
        next.source_words = d.source_words;
        next.content.push_back(quote.marked);
        next.rule = "rule:quote+last-speaker";
        next.confidence = 0.7F;
        next.quoted = true;
        speakers_.insert(
            std::upper_bound(speakers_.begin(), speakers_.end(), std::pair(quote.marked.begin, std::int32_t{0})),
            {quote.marked.begin, static_cast<std::int32_t>(w_.drafts.size())});
        w_.drafts.push_back(std::move(next));
      }
      w_.attributed[q] = 1;
    }
  }

 private:
  static std::uint32_t anchor(const StatementDraft& d) { return d.cue_head ? *d.cue_head : d.content.front().begin; }

  const knowledge::Cue* quoting_cue(std::uint32_t i) {
    if (a_.pos[i] != Pos::VERB) {
      return nullptr;
    }
    const knowledge::Cue* cue = w_.c.k.words.verb(verb_key(a_, i, buffer_));
    constexpr std::uint32_t kSpeaks = knowledge::kQuote | knowledge::kClause | knowledge::kManner | knowledge::kHearer;
    return cue != nullptr && (cue->takes & kSpeaks) != 0 ? cue : nullptr;
  }

  bool starts_sentence(const Quote& q) const {
    const TokenRange paragraph = w_.quotes.paragraphs[q.paragraph];
    std::uint32_t i = q.marked.begin;
    while (i > paragraph.begin && a_.pos[i - 1] == Pos::SPACE) {
      --i;
    }
    return i == paragraph.begin || ends_sentence(a_, i - 1) || is_quote_mark(a_, i - 1);
  }

  // The quotation is an utterance, not a phrase that the writer builds into a sentence: it ends like one.
  bool is_whole(const Quote& q) const {
    if (!q.closed) {
      return true;
    }
    const std::uint32_t last = q.inside.end - 1;
    if (ends_sentence(a_, last) || a_.words(last) == "," || is_dash(a_, last)) {
      return true;
    }
    const std::uint32_t next = q.marked.end;
    return next >= a_.size() || a_.words(next) == "," || ends_sentence(a_, next) || a_.pos[next] == Pos::SPACE;
  }

  bool is_content(const Quote& q) const {
    for (std::uint32_t i = q.inside.begin; i < q.inside.end; ++i) {
      if (in_content_[i] != 0) {
        return true;
      }
    }
    return false;
  }

  void add(std::size_t q, std::uint32_t verb, const Subject& who, const char* how) {
    const knowledge::Cue* cue = quoting_cue(verb);
    StatementDraft& d = w_.draft_for(verb);
    if (d.content.empty()) {
      d.source = who;
      d.cue = {verb, verb + 1};
      d.rule = cue != nullptr ? cue->rule : how;
      d.confidence = 0.92F;
      d.quoted = true;
      if (const auto to = child_of(a_, verb, {Dep::dobj, Dep::dative});
          to && cue != nullptr && (cue->takes & knowledge::kHearer) != 0 && w_.quotes.at[*to] < 0) {
        d.audience = *to;
      }
    }
    d.content.push_back(w_.quotes.all[q].marked);
    last_draft_ = w_.by_cue[verb];
  }

  // The subject of `verb` within the words [from, to), by the parse or, where that fails, by position.
  std::optional<Subject> subject_within(std::uint32_t verb, std::uint32_t from, std::uint32_t to) const {
    if (const auto s = child_of(a_, verb, {Dep::nsubj, Dep::nsubjpass}); s && *s >= from && *s < to) {
      return Subject{*s, std::nullopt, true};
    }
    for (std::uint32_t i = from; i < verb; ++i) {
      if (is_nominal(a_, i) && (a_.head[i] < from || a_.head[i] >= verb || a_.head[i] == i)) {
        return Subject{i, std::nullopt, true};
      }
    }
    if (verb <= from + 1) {  // "said John Kirby"
      for (std::uint32_t i = verb + 1; i < to; ++i) {
        // The last noun of the first run of nouns.
        if (is_nominal(a_, i) && (i + 1 >= to || !is_nominal(a_, i + 1))) {
          return Subject{i, std::nullopt, true};
        }
        if (a_.pos[i] == Pos::ADP || (a_.pos[i] == Pos::PUNCT && a_.words(i) != "-")) {
          break;
        }
      }
    }
    return std::nullopt;
  }

  // "chanted "Peace" and "Bread"": one speaker, two quotations.
  bool joins_last(std::size_t q) {
    if (q == 0 || w_.attributed[q - 1] == 0 || last_draft_ < 0) {
      return false;
    }
    const TokenRange before = w_.quotes.all[q - 1].marked;
    const TokenRange here = w_.quotes.all[q].marked;
    const bool joined = here.begin == before.end + 1 && (a_.lower[before.end] == "and" || a_.lower[before.end] == "or");
    StatementDraft& d = w_.drafts[static_cast<std::size_t>(last_draft_)];
    if (!joined || d.content.back() != before) {
      return false;
    }
    d.content.push_back(here);
    return true;
  }

  bool attribute_behind(std::size_t q) {
    const Quote& quote = w_.quotes.all[q];
    const TokenRange paragraph = w_.quotes.paragraphs[quote.paragraph];
    std::uint32_t from = quote.marked.end;
    if (!quote.closed || from >= paragraph.end || !is_whole(quote)) {
      return false;
    }
    const std::uint32_t last = quote.inside.end - 1;
    if (a_.words(last) == "." && a_.words(from) != "," && !is_dash(a_, from)) {
      // A full stop inside the marks ends the sentence; only a lower-case verb or name right behind can still
      // attribute.
      const bool goes_on = from < paragraph.end && quoting_cue(from) != nullptr;
      if (!goes_on && !near_verb(from, paragraph.end)) {
        return false;
      }
    }
    while (from < paragraph.end && (a_.words(from) == "," || a_.pos[from] == Pos::SPACE)) {
      ++from;
    }
    const bool dash = from < paragraph.end && is_dash(a_, from);
    if (dash) {
      ++from;
    }
    std::uint32_t to = from;
    while (to < paragraph.end && to < from + kReach && !ends_sentence(a_, to) && w_.quotes.at[to] < 0) {
      ++to;
    }
    for (std::uint32_t v = from; v < to; ++v) {
      if (a_.lower[v] == "according") {
        return false;  // read as a phrase
      }
      if (a_.pos[v] != Pos::VERB && a_.pos[v] != Pos::AUX) {
        continue;
      }
      const bool in_subject =
          a_.dep[v] == Dep::relcl || a_.dep[v] == Dep::acl || a_.dep[v] == Dep::aux || a_.dep[v] == Dep::amod;
      if (quoting_cue(v) == nullptr) {
        if (in_subject || a_.pos[v] == Pos::AUX) {
          continue;
        }
        break;
      }
      if (const auto who = subject_within(v, from, to)) {
        const std::uint32_t first = std::min(v, a_.left_edge[who->head]);
        if (first <= from + 3 || w_.quotes.at[a_.left_edge[who->head]] >= 0) {
          add(q, v, *who, "rule:quote+said");
          return true;
        }
      }
      if (!in_subject) {
        break;
      }
    }
    if (dash) {  // "..." – John Kirby, spokesman; "..." – spokesman John Kirby
      for (std::uint32_t i = from; i < to && i < from + 14 && a_.pos[i] != Pos::PUNCT; ++i) {
        if (a_.entity_of[i] >= 0 && a_.entities[static_cast<std::size_t>(a_.entity_of[i])].type == EntityType::PERSON) {
          const TokenRange name = a_.entities[static_cast<std::size_t>(a_.entity_of[i])].tokens;
          StatementDraft d;
          d.source = Subject{name.end - 1, std::nullopt, true};
          d.content.push_back(quote.marked);
          d.rule = "rule:quote+dash";
          d.confidence = 0.85F;
          d.quoted = true;
          w_.drafts.push_back(std::move(d));
          return true;
        }
      }
      for (std::uint32_t i = from; i < to; ++i) {
        if (is_nominal(a_, i) && (a_.head[i] < from || a_.head[i] >= to || a_.head[i] == i)) {
          StatementDraft d;
          d.source = Subject{i, std::nullopt, true};
          d.content.push_back(quote.marked);
          d.rule = "rule:quote+dash";
          d.confidence = 0.85F;
          d.quoted = true;
          w_.drafts.push_back(std::move(d));
          return true;
        }
      }
    }
    return false;
  }

  // A pronoun or name and a verb of speech directly behind: `"It is over." he said.`
  bool near_verb(std::uint32_t from, std::uint32_t end) {
    for (std::uint32_t i = from; i < end && i < from + 5; ++i) {
      if (quoting_cue(i) != nullptr) {
        return i + 1 >= end || ends_sentence(a_, i + 1) || a_.words(i + 1) == ",";
      }
    }
    return false;
  }

  bool attribute_before(std::size_t q) {
    const Quote& quote = w_.quotes.all[q];
    const TokenRange paragraph = w_.quotes.paragraphs[quote.paragraph];
    std::uint32_t before = quote.marked.begin;
    while (before > paragraph.begin && a_.pos[before - 1] == Pos::SPACE) {
      --before;
    }
    if (before == paragraph.begin) {
      return false;
    }
    const std::uint32_t prev = before - 1;
    const bool colon = a_.words(prev) == ":";
    const bool comma = a_.words(prev) == ",";
    const bool cue_here = quoting_cue(prev) != nullptr;
    const bool that = a_.lower[prev] == "that" && prev > paragraph.begin && quoting_cue(prev - 1) != nullptr;
    if (!colon && !comma && !cue_here && !that && !is_dash(a_, prev)) {
      return false;
    }
    if (!colon && !cue_here && !is_whole(quote)) {
      return false;
    }
    std::uint32_t from = prev;
    while (from > paragraph.begin && prev - from < kReach && !ends_sentence(a_, from - 1) &&
           w_.quotes.at[from - 1] < 0) {
      --from;
    }
    for (std::uint32_t v = prev + 1; v-- > from;) {
      if (a_.pos[v] != Pos::VERB || (!colon && prev - v > 25)) {
        continue;
      }
      if (quoting_cue(v) == nullptr) {
        const bool inside_phrase = a_.dep[v] == Dep::relcl || a_.dep[v] == Dep::acl || a_.dep[v] == Dep::amod ||
                                   a_.dep[v] == Dep::pcomp || a_.dep[v] == Dep::advcl;
        if (inside_phrase || colon) {
          continue;
        }
        break;
      }
      auto who = speaker_of(w_, v);
      if (who && w_.quotes.at[who->head] >= 0) {
        who.reset();
      }
      if (!who) {
        who = subject_within(v, from, prev);
      }
      if (who) {
        add(q, v, *who, "rule:said+quote");
        return true;
      }
    }
    if (colon && prev > from && is_nominal(a_, prev - 1)) {  // "Rubio: ..."
      std::uint32_t head = prev - 1;
      while (a_.head[head] != head && a_.head[head] >= from && a_.head[head] < prev && is_nominal(a_, a_.head[head])) {
        head = a_.head[head];
      }
      StatementDraft d;
      d.source = Subject{head, std::nullopt, true};
      d.cue = {prev, prev + 1};
      d.content.push_back(quote.marked);
      d.rule = "rule:name+colon";
      d.confidence = 0.8F;
      d.quoted = true;
      w_.drafts.push_back(std::move(d));
      return true;
    }
    return false;
  }

  bool continues_quotation(std::size_t q) const { return q > 0 && w_.quotes.all[q - 1].runs_on; }

  // The statement that a loose quotation goes on with: the last one before it outside quotations, in the same paragraph
  // or, if the paragraph is nothing but quotation, in the one before.
  std::int32_t last_speaker(std::size_t q) const {
    const Quote& quote = w_.quotes.all[q];
    const std::uint32_t at = quote.marked.begin;
    const TokenRange paragraph = w_.quotes.paragraphs[quote.paragraph];
    bool alone = true;
    for (std::uint32_t i = paragraph.begin; i < paragraph.end && alone; ++i) {
      alone = w_.quotes.at[i] >= 0 || a_.pos[i] == Pos::PUNCT || a_.pos[i] == Pos::SPACE;
    }
    auto k = std::lower_bound(speakers_.begin(), speakers_.end(), std::pair(at, std::int32_t{0}));
    for (int step = 0; step < kMostSpeakers && k != speakers_.begin(); ++step) {
      --k;
      const StatementDraft& d = w_.drafts[static_cast<std::size_t>(k->second)];
      const std::uint32_t where = w_.quotes.paragraph_of[k->first];
      const bool near = where == quote.paragraph || (alone && where < quote.paragraph && quote.paragraph - where <= 2 &&
                                                     (d.quoted || where + 1 == quote.paragraph));
      if (near) {
        return k->second;
      }
    }
    return -1;
  }

  // Which words are content, apart from speech within quotations, and who speaks where outside them.
  void survey() {
    in_content_.assign(a_.size(), 0);
    for (std::size_t k = 0; k < w_.drafts.size(); ++k) {
      const StatementDraft& d = w_.drafts[k];
      const bool within = d.cue_head && w_.quotes.at[*d.cue_head] >= 0;
      for (const TokenRange r : d.content) {
        if (!within) {
          std::fill(in_content_.begin() + r.begin, in_content_.begin() + std::max(r.begin, r.end), std::uint8_t{1});
        }
      }
      if (!within && d.source && !d.content.empty()) {
        speakers_.emplace_back(anchor(d), static_cast<std::int32_t>(k));
      }
    }
    std::sort(speakers_.begin(), speakers_.end());
  }

  static constexpr int kMostSpeakers = 8;

  Drafting& w_;
  const Analysis& a_;
  std::string buffer_;
  std::int32_t last_draft_ = -1;  // the draft that got the last quotation with a verb
  std::vector<std::uint8_t> in_content_;
  std::vector<std::pair<std::uint32_t, std::int32_t>> speakers_;  // token and draft, in text order
};

}  // namespace

void draft_quotes(Drafting& w) { QuoteReader(w).attribute_all(); }
void draft_loose_quotes(Drafting& w) { QuoteReader(w).attribute_loose(); }

}  // namespace detente::reading
