// Quantities that measure a crisis: a number, the thing it counts, what happened to that thing, and how firm the number
// is.
#include <algorithm>
#include <string>

#include "context.hpp"
#include "detente/text/number.hpp"
#include "figures_fate.hpp"
#include "statements_syntax.hpp"

namespace detente::reading {

namespace {

using knowledge::Measure;

constexpr double kLeastOther = 100;  // smaller counts of things that no measure names are seldom about the crisis

bool is_nominal(const Analysis& a, std::uint32_t i) { return a.pos[i] == Pos::NOUN || a.pos[i] == Pos::PROPN; }

bool begins_with_digit(const Analysis& a, std::uint32_t i) {
  const char c = a.text[a.begin[i]];
  return c >= '0' && c <= '9';
}

class FigureReader {
 public:
  explicit FigureReader(Context& c)
      : c_(c), a_(c.a), words_(c.k.words), lower_(fold(c.a.text)), fate_(c.a, c.k.words) {}

  void read() {
    std::uint32_t i = 0;
    while (i < a_.size()) {
      const std::uint32_t next = read_at(i);
      i = std::max(next, i + 1);
    }
  }

 private:
  // Lower case for ASCII alone, so that offsets stay those of the text.
  static std::string fold(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
  }

  bool may_begin(std::uint32_t i) const {
    if (begins_with_digit(a_, i)) {
      return true;
    }
    const std::string_view w = a_.lower[i];
    if (a_.tag[i] == Tag::CD) {
      return true;
    }
    return w == "a" || w == "an" || w == "half" || w == "dozens" || w == "scores" || w == "hundreds" ||
           w == "thousands" || w == "millions" || w == "tens" || w == "several" || w == "many" || w == "few" ||
           w == "numerous" || w == "between" || w == "countless";
  }

  // Reads a figure that begins at token i; the token behind it, or i.
  std::uint32_t read_at(std::uint32_t i) {
    if (const std::uint32_t bare = read_bare_duration(i); bare > i) {
      return bare;
    }
    if (!may_begin(i) || is_name_part(i) || (a_.lower[i] == "few" && (i == 0 || a_.lower[i - 1] != "a"))) {
      return i;
    }
    const auto number = text::read_number(a_.text, a_.begin[i]);
    if (!number) {
      return begins_with_digit(a_, i) ? i + 1 : i;
    }
    std::uint32_t last = i;  // the last token of the number
    while (last + 1 < a_.size() && a_.begin[last + 1] < number->end) {
      ++last;
    }
    const std::uint32_t end = last + 1;
    if (number->end > a_.end[last] || !is_amount(i, end, *number)) {
      return end;
    }
    TokenRange words{i, end};
    std::optional<std::uint32_t> noun;
    const auto found = measure_of(i, end, *number, words, noun);
    if (found) {
      write(*number, words, *found, noun, i);
      return std::max(end, words.end);
    }
    return end;
  }

  // "for hours", "after weeks of talks": a duration without a number.
  std::uint32_t read_bare_duration(std::uint32_t i) {
    if (a_.tag[i] != Tag::NNS || i == 0 || a_.lower[i - 1] != "for") {
      return i;
    }
    const Measure* unit = words_.unit(a_.lower[i]);
    if (unit == nullptr || unit->name != "duration") {
      return i;
    }
    Figure f;
    f.measure = unit->name;
    f.unit = unit->unit;
    f.bound = Bound::vague;
    f.span = a_.span(i);
    f.via = c_.statement_at[i];
    f.rule = unit->rule;
    f.confidence = 0.6F;
    c_.out.figures.push_back(std::move(f));
    return i + 1;
  }

  // "F-16", "G7", "Resolution 1701", "the Group of Seven": the number is part of a name.
  bool is_name_part(std::uint32_t i) const {
    if (i > 0 && a_.end[i - 1] == a_.begin[i]) {
      const std::string_view before = a_.words(i - 1);
      const char c = before.back();
      const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (letter || c == '#' || c == '/' || c == ':' || c == '.') {
        return words_.unit(a_.lower[i - 1]) == nullptr;
      }
      if (c == '-' && i > 1 && a_.end[i - 2] == a_.begin[i - 1]) {
        return true;
      }
    }
    if (i > 0) {
      static constexpr std::string_view kNumbered[] = {
          "resolution", "article", "section", "no.",     "no",  "number", "chapter", "page", "flight",   "route",
          "phase",      "highway", "unit",    "channel", "day", "annex",  "group",   "camp", "paragraph"};
      const std::string_view before = a_.lower[i - 1];
      if (std::find(std::begin(kNumbered), std::end(kNumbered), before) != std::end(kNumbered) &&
          begins_with_digit(a_, i)) {
        return true;
      }
    }
    if (a_.entity_of[i] >= 0) {
      const Entity& e = a_.entities[static_cast<std::size_t>(a_.entity_of[i])];
      switch (e.type) {
        case EntityType::LAW:
        case EntityType::ORDINAL:
        case EntityType::PRODUCT:
        case EntityType::FAC:
        case EntityType::WORK_OF_ART:
        case EntityType::EVENT:
          return true;
        case EntityType::ORG:
        case EntityType::GPE:
          return e.tokens.begin != i;
        default:
          return false;
      }
    }
    return false;
  }

  // Whether the number is an amount at all, and not a date, an age, a time of day or a pronoun.
  bool is_amount(std::uint32_t i, std::uint32_t end, const text::Number& n) const {
    const std::string_view next = end < a_.size() ? a_.lower[end] : std::string_view();
    const std::string_view before = i > 0 ? a_.lower[i - 1] : std::string_view();
    if (end < a_.size() && a_.end[end - 1] == a_.begin[end] && (next == ":" || next == "/" || next.starts_with(":"))) {
      return false;
    }
    if (next == "a.m." || next == "p.m." || next == "am" || next == "pm" || next == "o'clock" || next == "\xC2\xB0") {
      return false;
    }
    if (before == "aged" || before == "age" || before == "@") {
      return false;
    }
    if (i > 0 && end < a_.size() && before == "," && (next == "," || next == ".") && i > 1 && n.high < 120 &&
        begins_with_digit(a_, i) && a_.pos[i - 2] == Pos::PROPN) {
      return false;  // "Smith, 43,"
    }
    if (a_.lower[i] == "one" && end == i + 1) {
      const bool counts = a_.dep[i] == Dep::nummod && is_nominal(a_, a_.head[i]);
      if (!counts || next == "of" || before == "no" || before == "the" || before == "this" || before == "that") {
        return false;
      }
    }
    if (n.worded && !n.vague && (before == "the" || before == "these" || before == "those" || before == "both") &&
        n.high < 13 && !unit_behind(end)) {
      return false;  // "the two leaders"
    }
    const bool year = begins_with_digit(a_, i) && end == i + 1 && !n.range && a_.end[i] - a_.begin[i] == 4 &&
                      n.low >= 1900 && n.low <= 2100;
    const bool date =
        a_.entity_of[i] >= 0 && a_.entities[static_cast<std::size_t>(a_.entity_of[i])].type == EntityType::DATE;
    if (year && (date || !counts_noun(i))) {
      return false;
    }
    if (date && !unit_behind(end) && !counts_noun(i)) {
      return false;
    }
    static constexpr std::string_view kMonths[] = {
        "january",   "february", "march",    "april",    "may",  "june", "july", "august",
        "september", "october",  "november", "december", "jan.", "feb.", "mar.", "apr.",
        "jun.",      "jul.",     "aug.",     "sept.",    "sep.", "oct.", "nov.", "dec."};
    const auto is_month = [&](std::string_view w) {
      return std::find(std::begin(kMonths), std::end(kMonths), w) != std::end(kMonths);
    };
    return !is_month(before) && !(is_month(next) && n.high <= 31);
  }

  bool counts_noun(std::uint32_t i) const {
    return (a_.dep[i] == Dep::nummod || a_.dep[i] == Dep::amod) && is_nominal(a_, a_.head[i]) && a_.head[i] > i &&
           words_.counted(a_.lemma[a_.head[i]]) != nullptr;
  }

  // The unit of measure right behind the number, across a hyphen: "30-day", "30 days".
  std::optional<std::uint32_t> unit_behind(std::uint32_t end) const {
    if (end < a_.size() && a_.words(end) == "-") {
      ++end;
    }
    // "long", "full": "four long years".
    if (end + 1 < a_.size() && a_.pos[end] == Pos::ADJ && words_.unit(a_.lower[end]) == nullptr) {
      ++end;
    }
    if (end < a_.size() && words_.unit(a_.lower[end]) != nullptr) {
      return end;
    }
    return std::nullopt;
  }

  std::optional<Counted> measure_of(std::uint32_t i, std::uint32_t end, const text::Number& n, TokenRange& words,
                                    std::optional<std::uint32_t>& noun) {
    if (i > 0) {
      if (const Measure* m = words_.unit(a_.lower[i - 1]);
          m != nullptr && m->name == "money" && a_.end[i - 1] == a_.begin[i]) {
        words.begin = i - 1;
        return counted_as(*m);
      }
    }
    if (const auto unit = unit_behind(end)) {
      const Measure* m = words_.unit(a_.lower[*unit]);
      if (m->name == "duration") {
        return is_duration(i, *unit) ? (words.end = *unit + 1, std::optional<Counted>(counted_as(*m))) : std::nullopt;
      }
      words.end = *unit + 1;
      return counted_as(*m);
    }
    noun = counted_noun(i, end);
    if (noun) {
      words.end = std::max(words.end, *noun + 1);
    } else if (end + 1 < a_.size() && a_.lower[end] == "of" &&
               (a_.lower[end + 1] == "whom" || a_.lower[end + 1] == "them")) {
      words.end = end + 2;
    } else if (end + 1 < a_.size() && a_.lower[end] == "of" && a_.lower[end + 1] == "those") {
      noun = end + 1;
      words.end = a_.right_edge[end + 1] + 1 <= end + 6 ? a_.right_edge[end + 1] + 1 : end + 2;
    }
    const bool of_those = noun && a_.lower[*noun] == "those";
    const std::uint32_t top = noun && !of_those ? *noun : number_head(i, end);
    auto by_fate = fate_.fate_of(top, words.end);
    if (!by_fate && !noun && i > 0 && leads_to_number(a_.lemma[i - 1])) {
      by_fate = fate_.fate_of_subject(i - 1);
    }
    const Measure* counted = noun ? words_.counted(a_.lemma[*noun]) : nullptr;
    if (counted != nullptr && counted->name == "aid" && !is_relief(i)) {
      return n.high >= kLeastOther
                 ? std::optional<Counted>(Counted{"other", std::string(a_.lemma[*noun]), "rule:number+noun"})
                 : std::nullopt;
    }
    if (counted != nullptr && counted->name != "people" && counted->name != "troops" && counted->name != "displaced") {
      return counted_as(*counted, a_.lemma[*noun]);
    }
    if (by_fate) {
      return by_fate;
    }
    if (noun && words.end < a_.size() && (a_.lower[words.end] == "hostage" || a_.lower[words.end] == "captive")) {
      return Counted{"hostages", "people", "rule:number+hostage"};
    }
    // A few people to whom nothing happens measure nothing.
    const bool small = n.vague ? a_.tag[i] != Tag::NNS : n.worded && n.high < 13;
    if (counted != nullptr) {
      return small && counted->name == "people" ? std::nullopt
                                                : std::optional<Counted>(counted_as(*counted, a_.lemma[*noun]));
    }
    if (noun && !small && a_.entity_of[*noun] >= 0 &&
        a_.entities[static_cast<std::size_t>(a_.entity_of[*noun])].type == EntityType::NORP &&
        a_.tag[*noun] != Tag::NN) {
      return Counted{"people", "people", "rule:number+people"};  // "1,455 Israelis"
    }
    if (noun && a_.tag[*noun] == Tag::NNS && !is_length(*noun) &&
        (n.vague ? a_.tag[i] == Tag::NNS : n.high >= kLeastOther)) {
      return Counted{"other", std::string(a_.lemma[*noun]), "rule:number+noun"};
    }
    return std::nullopt;
  }

  // Trucks and tonnes are aid where the sentence speaks of relief.
  bool is_relief(std::uint32_t i) const {
    static constexpr std::string_view kRelief[] = {
        "aid",       "relief", "humanitarian", "food",       "flour",    "supplies", "medical", "medicine",
        "medicines", "fuel",   "wheat",        "assistance", "crossing", "convoy",   "tents",   "displaced"};
    const TokenRange s = a_.sentences[a_.sentence_of[i]];
    constexpr std::uint32_t kNear = 40;  // tokens
    for (std::uint32_t t = std::max(s.begin, i > kNear ? i - kNear : 0); t < std::min(s.end, i + kNear); ++t) {
      if (std::find(std::begin(kRelief), std::end(kRelief), a_.lower[t]) != std::end(kRelief)) {
        return true;
      }
    }
    return false;
  }

  bool is_length(std::uint32_t noun) const {
    static constexpr std::string_view kLengths[] = {"kilometer", "kilometre", "mile", "meter",   "metre",
                                                    "foot",      "km",        "acre", "hectare", "degree",
                                                    "mph",       "inch",      "yard", "word"};
    return std::find(std::begin(kLengths), std::end(kLengths), a_.lemma[noun]) != std::end(kLengths);
  }

  // A stretch of time that something takes, not a distance from now: "three days of talks", but not "three days ago".
  bool is_duration(std::uint32_t i, std::uint32_t unit) const {
    const std::string_view next = unit + 1 < a_.size() ? a_.lower[unit + 1] : std::string_view();
    static constexpr std::string_view kOffsets[] = {"ago",   "later", "earlier", "before", "after", "old",
                                                    "prior", "hence", "since",   "from",   "into"};
    if (std::find(std::begin(kOffsets), std::end(kOffsets), next) != std::end(kOffsets)) {
      return false;
    }
    if (next == "-" && unit + 2 < a_.size() && a_.lower[unit + 2] == "old") {
      return false;
    }
    // "the last 15 months" and "the next two weeks" say when, not how long.
    for (std::uint32_t k = i; k-- > 0 && i - k <= 3;) {
      const std::string_view w = a_.lower[k];
      if (w == "last" || w == "next" || w == "coming" || w == "previous" || w == "within" || w == "every") {
        return false;
      }
    }
    return true;
  }

  // The noun that the number counts: its head, the noun behind "of", or, where the parse fails, the noun that closes
  // the phrase.
  std::optional<std::uint32_t> counted_noun(std::uint32_t i, std::uint32_t end) const {
    for (std::uint32_t t = i; t < end; ++t) {
      const std::uint32_t h = a_.head[t];
      if (h >= end && h < end + 12 && is_nominal(a_, h) && !is_broken(end, h) &&
          (a_.dep[t] == Dep::nummod || a_.dep[t] == Dep::amod || a_.dep[t] == Dep::quantmod || a_.dep[t] == Dep::det ||
           a_.dep[t] == Dep::nmod || a_.dep[t] == Dep::compound)) {
        return close_compound(h);
      }
    }
    if (end < a_.size() && a_.lower[end] == "of") {
      if (const auto n = child(a_, end, Dep::pobj); n && *n < end + 10 && (is_nominal(a_, *n))) {
        return n;
      }
      return std::nullopt;
    }
    // Adjectives and nouns right behind.
    std::uint32_t t = end;
    while (t < a_.size() && t < end + 6 &&
           (a_.pos[t] == Pos::ADJ || a_.tag[t] == Tag::VBN || a_.tag[t] == Tag::VBG || a_.words(t) == "-" ||
            is_nominal(a_, t))) {
      if (is_nominal(a_, t) && (t + 1 >= a_.size() || !is_nominal(a_, t + 1))) {
        return a_.entity_of[t] >= 0 && a_.pos[t] == Pos::PROPN && a_.tag[t] != Tag::NNPS
                   ? std::nullopt
                   : std::optional<std::uint32_t>(t);
      }
      ++t;
    }
    return std::nullopt;
  }

  // Between a number and the noun it counts stand adjectives and nouns, no other number, conjunction or verb.
  bool is_broken(std::uint32_t from, std::uint32_t noun) const {
    for (std::uint32_t t = from; t < noun; ++t) {
      const bool verb =
          a_.pos[t] == Pos::AUX || (a_.pos[t] == Pos::VERB && a_.tag[t] != Tag::VBN && a_.tag[t] != Tag::VBG);
      if (verb || a_.pos[t] == Pos::NUM) {
        return true;
      }
    }
    return false;
  }

  // The parser may take the first noun of a compound for the head: "33 BLA terrorists".
  std::uint32_t close_compound(std::uint32_t noun) const {
    std::uint32_t n = noun;
    while (a_.dep[n] == Dep::compound && a_.head[n] > n && a_.head[n] < n + 4 && is_nominal(a_, a_.head[n])) {
      n = a_.head[n];
    }
    return n;
  }

  std::uint32_t number_head(std::uint32_t i, std::uint32_t end) const {
    for (std::uint32_t t = i; t < end; ++t) {
      if (a_.head[t] < i || a_.head[t] >= end) {
        return t;
      }
    }
    return i;
  }

  void write(const text::Number& n, TokenRange words, const Counted& found, std::optional<std::uint32_t> noun,
             std::uint32_t at) {
    Figure f;
    f.measure = found.measure;
    f.unit = found.unit;
    f.rule = found.rule;
    f.span = a_.span(words);
    f.bound = n.vague ? Bound::vague : n.range ? Bound::range : Bound::exact;
    if (const auto q = words_.quantifier_before(lower_, f.span.begin)) {
      f.span.begin = static_cast<std::uint32_t>(q->begin);
      f.bound = n.vague ? Bound::vague : q->quantifier->bound;
    } else if (const auto behind = words_.quantifier_after(lower_, f.span.end)) {
      f.span.end = static_cast<std::uint32_t>(behind->begin);
      f.bound = n.vague ? Bound::vague : behind->quantifier->bound;
    }
    if (!n.vague) {
      if (f.bound != Bound::at_most) {
        f.low = n.low;
      }
      if (f.bound != Bound::at_least && f.bound != Bound::more_than) {
        f.high = n.high;
      }
    }
    if (noun && f.unit == "people") {
      f.population = actor_at(c_, *noun);
    }
    f.via = c_.statement_at[at];
    f.confidence = n.vague ? 0.6F : f.measure == "other" ? 0.5F : 0.8F;
    c_.out.figures.push_back(std::move(f));
  }

  Context& c_;
  const Analysis& a_;
  const knowledge::WordLexicon& words_;
  const std::string lower_;
  const FateReader fate_;
};

}  // namespace

void find_figures(Context& c) { FigureReader(c).read(); }

}  // namespace detente::reading
