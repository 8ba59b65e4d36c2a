// What is said, by whom: drafts are joined where they share a cue, cut to their quotations, nested, and written out.
#include <algorithm>
#include <string>

#include "documents.hpp"
#include "statements_draft.hpp"

namespace detente::reading {

namespace {

// Bounds that no sentence of a report comes near. They keep the work linear on texts that are no reports.
constexpr int kMostJoined = 4;                 // sentences that the model may have torn apart
constexpr std::uint32_t kLongestClause = 400;  // tokens

std::size_t total(const std::vector<TokenRange>& ranges) {
  std::size_t n = 0;
  for (const TokenRange r : ranges) {
    n += r.size();
  }
  return n;
}

bool holds(const std::vector<TokenRange>& ranges, std::uint32_t token) {
  return std::any_of(ranges.begin(), ranges.end(), [&](TokenRange r) { return r.has(token); });
}

// The token by which a draft is found inside another one.
std::uint32_t anchor(const StatementDraft& d) {
  if (d.cue_head) {
    return *d.cue_head;
  }
  return d.content.empty() ? 0 : d.content.front().begin;
}

// Content that leaves a quotation half open takes in all of it; content inside the quotation of its own cue stays
// there.
void fit_to_quotes(const Quotes& quotes, StatementDraft& d) {
  const std::int32_t own = d.cue_head ? quotes.at[*d.cue_head] : -1;
  for (TokenRange& r : d.content) {
    if (own >= 0) {
      const TokenRange inside = quotes.all[static_cast<std::size_t>(own)].inside;
      r.begin = std::max(r.begin, inside.begin);
      r.end = std::max(r.begin, std::min(r.end, inside.end));
      continue;
    }
    if (r.begin >= r.end) {
      continue;
    }
    if (const std::int32_t last = quotes.at[r.end - 1]; last >= 0) {
      r.end = std::max(r.end, quotes.all[static_cast<std::size_t>(last)].marked.end);
    }
    if (const std::int32_t first = quotes.at[r.begin]; first >= 0) {
      r.begin = std::min(r.begin, quotes.all[static_cast<std::size_t>(first)].marked.begin);
    }
  }
}

// What follows a cue outside quotations ends with its sentence, even where the parse runs on into the next one.
void stop_at_sentence_end(const Analysis& a, const Quotes& quotes, StatementDraft& d) {
  if (!d.cue_head || d.quoted || quotes.at[*d.cue_head] >= 0) {
    return;
  }
  for (TokenRange& r : d.content) {
    if (r.begin < *d.cue_head) {
      continue;
    }
    for (std::uint32_t i = r.begin; i + 1 < r.end && i < r.begin + kLongestClause; ++i) {
      // A full stop may belong to an abbreviation; a quotation behind it shows that it ends the sentence.
      if (a.words(i) == "." && quotes.at[i] < 0 && quotes.at[i + 1] >= 0) {
        r.end = i + 1;
        break;
      }
    }
  }
}

// Sorted, without overlaps, without marks and commas at the ends, ranges that touch joined.
void normalise(const Analysis& a, const Quotes& quotes, StatementDraft& d) {
  if (d.cue_head && !d.quoted && !quotes.paragraphs.empty()) {
    // A parse may run on into the next paragraph; what a cue says stands in its own.
    const TokenRange paragraph = quotes.paragraphs[quotes.paragraph_of[*d.cue_head]];
    for (TokenRange& r : d.content) {
      r.begin = std::max(r.begin, paragraph.begin);
      r.end = std::max(r.begin, std::min({r.end, paragraph.end, r.begin + kLongestClause}));
    }
  }
  stop_at_sentence_end(a, quotes, d);
  fit_to_quotes(quotes, d);
  std::sort(d.content.begin(), d.content.end(), [](TokenRange x, TokenRange y) { return x.begin < y.begin; });
  std::vector<TokenRange> joined;
  for (const TokenRange r : d.content) {
    if (r.begin >= r.end) {
      continue;
    }
    if (!joined.empty() && r.begin <= joined.back().end) {
      joined.back().end = std::max(joined.back().end, r.end);
    } else {
      joined.push_back(r);
    }
  }
  d.content.clear();
  for (const TokenRange r : joined) {
    TokenRange t = trim(a, r);
    if (t.size() > 2 && a.lower[t.begin] == "that" && a.tag[t.begin] == Tag::IN) {
      ++t.begin;  // "told the newspaper that ..."
    }
    if (t.begin < t.end) {
      d.content.push_back(t);
    }
  }
}

Mode mode_of(const Quotes& quotes, const StatementDraft& d) {
  const std::int32_t own = d.cue_head ? quotes.at[*d.cue_head] : -1;
  std::size_t quoted = 0;
  for (const TokenRange r : d.content) {
    for (std::uint32_t i = r.begin; i < r.end; ++i) {
      quoted += quotes.at[i] >= 0 && quotes.at[i] != own ? 1U : 0U;
    }
  }
  if (quoted == 0) {
    return Mode::indirect;
  }
  return quoted == total(d.content) ? Mode::direct : Mode::mixed;
}

// Bytes of the content: a closing full stop, question mark or comma of a quotation belongs to it.
Span content_span(const Analysis& a, const Quotes& quotes, TokenRange r) {
  std::uint32_t end = r.end;
  while (end < a.size() && quotes.at[end] >= 0 && quotes.at[end] == quotes.at[r.end - 1] &&
         quotes.all[static_cast<std::size_t>(quotes.at[end])].inside.has(end) && a.pos[end] == Pos::PUNCT &&
         !is_quote_mark(a, end)) {
    ++end;
  }
  return a.span(TokenRange{r.begin, end});
}

// Two drafts that say the same of the same words by the same cue, or by the same source: the later one is left out.
bool repeats(const StatementDraft& x, const StatementDraft& y) {
  if (x.content != y.content) {
    return false;
  }
  if (x.cue_head && y.cue_head && *x.cue_head == *y.cue_head) {
    return true;
  }
  const bool same_source = x.source && y.source && x.source->head == y.source->head;
  return same_source;
}

// "said the road was closed, adding that it would open in May": what is added is said beside, not within, what was said
// first. The earlier content ends where the same speaker's next cue begins.
void cut_at_next_cue(const Analysis& a, std::vector<StatementDraft>& drafts, const std::vector<std::int32_t>& by_cue) {
  for (StatementDraft& d : drafts) {
    if (!d.cue_head || !d.source) {
      continue;
    }
    for (TokenRange& r : d.content) {
      for (std::uint32_t t = r.begin + 1; t < std::min(r.end, r.begin + kLongestClause); ++t) {
        const std::int32_t other = by_cue[t];
        if (other < 0 || t <= *d.cue_head) {
          continue;
        }
        const StatementDraft& next = drafts[static_cast<std::size_t>(other)];
        const bool same = next.source && next.source->head == d.source->head;
        const std::uint32_t before = a.left_edge[t] > r.begin ? a.left_edge[t] - 1 : t - 1;
        const bool apart = a.words(before) == "," || a.pos[before] == Pos::CCONJ;
        if (same && apart && (a.tag[t] == Tag::VBG || a.dep[t] == Dep::conj) && before > r.begin) {
          r.end = before;
          break;
        }
      }
    }
  }
}

// A lone "that" or "it" says nothing.
bool is_empty_word(const Analysis& a, const StatementDraft& d) {
  if (d.content.size() != 1 || d.content.front().size() != 1) {
    return false;
  }
  const Pos pos = a.pos[d.content.front().begin];
  return pos == Pos::PRON || pos == Pos::DET || pos == Pos::SCONJ || pos == Pos::ADP || pos == Pos::CCONJ;
}

bool is_first_or_second_person(const Analysis& a, const StatementDraft& d) {
  if (!d.source) {
    return false;
  }
  const std::string_view w = a.lower[d.source->head];
  return w == "i" || w == "we" || w == "you" || w == "us" || w == "me" || w == "my" || w == "our" || w == "your";
}

bool is_personal_pronoun(const Analysis& a, const StatementDraft& d) {
  return d.source && a.tag[d.source->head] == Tag::PRP;
}

bool has_clause(const Analysis& a, const StatementDraft& d) {
  for (const TokenRange r : d.content) {
    for (std::uint32_t i = r.begin; i < r.end; ++i) {
      const Tag t = a.tag[i];
      if (t == Tag::VBD || t == Tag::VBZ || t == Tag::VBP || t == Tag::MD) {
        return true;
      }
    }
  }
  return false;
}

// Outside quotations "I" and "we" are the outlet, whose statements are not written. Inside them they are the one who
// speaks already: "I think" adds no source. What a third party wants or praises inside somebody's words is their
// account of it.
bool adds_nothing(const Analysis& a, const Quotes& quotes, const StatementDraft& d, const StatementDraft* parent) {
  using knowledge::Stance;
  if (d.quoted || !d.cue_head) {
    return false;
  }
  if (is_first_or_second_person(a, d)) {
    return true;
  }
  if (parent == nullptr) {
    return false;
  }
  // What somebody says that others ask, reject, want or praise is an act in their account; words of their own have a
  // clause, or are a promise, a belief or a fear.
  const bool acted = d.stance == Stance::demand || d.stance == Stance::denial || d.stance == Stance::hope ||
                     d.stance == Stance::blame || d.stance == Stance::praise || d.stance == Stance::show ||
                     (d.stance == Stance::neutral && !d.undertakes);
  const bool hopes = a.lemma[*d.cue_head] == "hope";
  if (acted && !hopes && !has_clause(a, d) && mode_of(quotes, d) == Mode::indirect) {
    return true;
  }
  const bool inward = d.stance == Stance::belief || d.stance == Stance::hope || d.stance == Stance::intent ||
                      d.stance == Stance::fear || d.stance == Stance::praise;
  if (quotes.at[*d.cue_head] >= 0) {
    return inward || is_personal_pronoun(a, d) || d.stance == Stance::show;
  }
  return d.stance == Stance::intent || d.stance == Stance::praise || (inward && is_personal_pronoun(a, d));
}

std::uint32_t head_of(const Analysis& a, TokenRange words) {
  for (std::uint32_t i = words.begin; i < words.end; ++i) {
    if (!words.has(a.head[i]) || a.head[i] == i) {
      return i;
    }
  }
  return words.begin;
}

std::optional<Actor> actor_of(Context& c, const StatementDraft& d) {
  if (d.source) {
    const TokenRange words = source_range(c.a, *d.source);
    std::optional<Actor> actor = actor_at(c, d.source->head);
    if (!actor) {
      return Actor{issuer_of(c, d.source->head), c.a.span(words)};
    }
    if (d.source->relative) {
      actor->span = {std::min(actor->span.begin, c.a.begin[words.begin]), c.a.end[words.end - 1]};
    }
    return actor;
  }
  if (d.source_words) {
    const std::uint32_t head = head_of(c.a, *d.source_words);
    return Actor{issuer_of(c, head), c.a.span(*d.source_words)};
  }
  return std::nullopt;
}

// The parent of each draft. `innermost` gets the innermost statement of each token: a smaller content is written over a
// larger one.
std::vector<Index> nest(const std::vector<StatementDraft>& drafts, std::vector<Index>& innermost) {
  std::fill(innermost.begin(), innermost.end(), kNone);
  std::vector<std::size_t> order(drafts.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i] = i;
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t x, std::size_t y) { return total(drafts[x].content) > total(drafts[y].content); });
  std::vector<Index> parent(drafts.size(), kNone);
  for (const std::size_t i : order) {
    parent[i] = innermost[anchor(drafts[i])];
    for (const TokenRange r : drafts[i].content) {
      std::fill(innermost.begin() + r.begin, innermost.begin() + r.end, static_cast<Index>(i));
    }
  }
  return parent;
}

}  // namespace

StatementDraft& Drafting::draft_for(std::uint32_t cue_head) {
  if (by_cue[cue_head] < 0) {
    by_cue[cue_head] = static_cast<std::int32_t>(drafts.size());
    StatementDraft d;
    d.cue_head = cue_head;
    drafts.push_back(std::move(d));
  }
  return drafts[static_cast<std::size_t>(by_cue[cue_head])];
}

TokenRange source_range(const Analysis& a, const Subject& s) {
  TokenRange r = noun_phrase(a, s.head);
  // "Nicky Driscoll, 24, from Manchester, who said": with what is told of the name in between.
  constexpr std::uint32_t kLongestApposition = 14;  // tokens
  const std::uint32_t reach = s.relative && a.lower[*s.relative] == "who" ? kLongestApposition : 2;
  if (s.relative && *s.relative >= r.end && *s.relative - r.end <= reach &&
      a.sentence_of[*s.relative] == a.sentence_of[s.head]) {
    r.end = *s.relative + 1;
  }
  return r;
}

TokenRange sentence_around(const Analysis& a, const Quotes& quotes, std::uint32_t token) {
  const TokenRange paragraph =
      quotes.paragraphs.empty() ? TokenRange{0, a.size()} : quotes.paragraphs[quotes.paragraph_of[token]];
  const std::int32_t own = quotes.at[token];
  TokenRange r = a.sentences[a.sentence_of[token]];
  // The model now and then breaks a sentence at a quotation mark; a break without an end mark is no break.
  const auto ends = [&](std::uint32_t i) {
    const std::string_view w = a.words(i);
    return w == "." || w == "!" || w == "?" || is_quote_mark(a, i) || a.pos[i] == Pos::SPACE;
  };
  for (int step = 0; step < kMostJoined && r.begin > paragraph.begin && !ends(r.begin - 1); ++step) {
    r.begin = a.sentences[a.sentence_of[r.begin - 1]].begin;
  }
  for (int step = 0; step < kMostJoined && r.end < paragraph.end && !ends(r.end - 1); ++step) {
    r.end = a.sentences[a.sentence_of[r.end]].end;
  }
  r.begin = std::max(r.begin, token > kLongestClause ? token - kLongestClause : 0);
  r.end = std::min(r.end, token + kLongestClause);
  r.begin = std::max(r.begin, paragraph.begin);
  r.end = std::min(r.end, paragraph.end);
  if (own >= 0) {
    const TokenRange inside = quotes.all[static_cast<std::size_t>(own)].inside;
    r.begin = std::max(r.begin, inside.begin);
    r.end = std::min(r.end, inside.end);
  }
  return r.begin < r.end ? r : TokenRange{token, token + 1};
}

void find_statements(Context& c) {
  const Analysis& a = c.a;
  if (a.size() == 0) {
    return;
  }
  const Quotes quotes = find_quotes(a);
  Drafting work{
      c, quotes, {}, std::vector<std::int32_t>(a.size(), -1), std::vector<std::uint8_t>(quotes.all.size(), 0)};
  draft_quotes(work);
  draft_cues(work);
  draft_phrases(work);
  draft_loose_quotes(work);

  std::vector<StatementDraft>& drafts = work.drafts;
  cut_at_next_cue(a, drafts, work.by_cue);
  for (StatementDraft& d : drafts) {
    normalise(a, quotes, d);
  }
  std::erase_if(drafts, [&](const StatementDraft& d) {
    return d.content.empty() || (!d.source && !d.source_words) || is_empty_word(a, d) ||
           (d.source && holds(d.content, d.source->head));
  });
  std::stable_sort(drafts.begin(), drafts.end(), [](const StatementDraft& x, const StatementDraft& y) {
    const auto begin = [](const StatementDraft& d) { return std::min(anchor(d), d.content.front().begin); };
    return begin(x) != begin(y) ? begin(x) < begin(y) : total(x.content) > total(y.content);
  });
  std::vector<StatementDraft> distinct;
  for (StatementDraft& d : drafts) {
    bool again = false;
    for (std::size_t back = distinct.size(); back-- > 0 && distinct.size() - back <= 4;) {
      again = again || repeats(distinct[back], d);
    }
    if (!again) {
      distinct.push_back(std::move(d));
    }
  }
  const std::vector<Index> parents = nest(distinct, c.statement_at);
  std::vector<StatementDraft> kept;
  for (std::size_t i = 0; i < distinct.size(); ++i) {
    const StatementDraft* above = parents[i] == kNone ? nullptr : &distinct[static_cast<std::size_t>(parents[i])];
    if (!adds_nothing(a, quotes, distinct[i], above)) {
      kept.push_back(distinct[i]);
    }
  }
  const std::vector<Index> parent = nest(kept, c.statement_at);
  c.out.statements.reserve(kept.size());
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const StatementDraft& d = kept[i];
    Statement s;
    s.source = actor_of(c, d);
    if (d.cue.begin < d.cue.end) {
      s.cue = Cue{a.span(d.cue)};
    }
    for (const TokenRange r : d.content) {
      s.content.push_back(content_span(a, quotes, r));
    }
    s.mode = mode_of(quotes, d);
    if (d.audience) {
      s.audience = actor_at(c, *d.audience);
    }
    s.parent = parent[i];
    s.rule = d.rule;
    s.confidence = d.confidence;
    c.out.statements.push_back(std::move(s));
  }
}

}  // namespace detente::reading
