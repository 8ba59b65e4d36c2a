// Quantities that measure a crisis: a number, the thing it counts, what happened to that thing, and how firm the number
// is.
#include <algorithm>
#include <string>

#include "context.hpp"
#include "detente/text/number.hpp"
#include "detente/text/utf8.hpp"
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
  explicit FigureReader(Context& c) : c_(c), a_(c.a), words_(c.k.words), lower_(fold(c.a.text)) {}

  void read() {
    std::uint32_t i = 0;
    while (i < a_.size()) {
      const std::uint32_t next = read_at(i);
      i = std::max(next, i + 1);
    }
  }

 private:
  struct Found {
    std::string measure;
    std::string unit;
    std::string rule;
  };

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

  static Found found(const Measure& m, std::string_view counted = {}) {
    return {m.name, m.unit.empty() ? std::string(counted) : m.unit, m.rule};
  }

  std::optional<Found> measure_of(std::uint32_t i, std::uint32_t end, const text::Number& n, TokenRange& words,
                                  std::optional<std::uint32_t>& noun) {
    if (i > 0) {
      if (const Measure* m = words_.unit(a_.lower[i - 1]);
          m != nullptr && m->name == "money" && a_.end[i - 1] == a_.begin[i]) {
        words.begin = i - 1;
        return found(*m);
      }
    }
    if (const auto unit = unit_behind(end)) {
      const Measure* m = words_.unit(a_.lower[*unit]);
      if (m->name == "duration") {
        return is_duration(i, *unit) ? (words.end = *unit + 1, std::optional<Found>(found(*m))) : std::nullopt;
      }
      words.end = *unit + 1;
      return found(*m);
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
    const auto by_fate = fate_of(top, i, words.end, 0);
    const Measure* counted = noun ? words_.counted(a_.lemma[*noun]) : nullptr;
    if (counted != nullptr && counted->name == "aid" && !is_relief(i)) {
      return n.high >= kLeastOther
                 ? std::optional<Found>(Found{"other", std::string(a_.lemma[*noun]), "rule:number+noun"})
                 : std::nullopt;
    }
    if (counted != nullptr && counted->name != "people" && counted->name != "troops" && counted->name != "displaced") {
      return found(*counted, a_.lemma[*noun]);
    }
    if (by_fate) {
      return by_fate;
    }
    if (noun && words.end < a_.size() && (a_.lower[words.end] == "hostage" || a_.lower[words.end] == "captive")) {
      return Found{"hostages", "people", "rule:number+hostage"};
    }
    // A few people to whom nothing happens measure nothing.
    const bool small = n.vague ? a_.tag[i] != Tag::NNS : n.worded && n.high < 13;
    if (counted != nullptr) {
      return small && counted->name == "people" ? std::nullopt : std::optional<Found>(found(*counted, a_.lemma[*noun]));
    }
    if (noun && !small && a_.entity_of[*noun] >= 0 &&
        a_.entities[static_cast<std::size_t>(a_.entity_of[*noun])].type == EntityType::NORP &&
        a_.tag[*noun] != Tag::NN) {
      return Found{"people", "people", "rule:number+people"};  // "1,455 Israelis"
    }
    if (noun && a_.tag[*noun] == Tag::NNS && !is_length(*noun) &&
        (n.vague ? a_.tag[i] == Tag::NNS : n.high >= kLeastOther)) {
      return Found{"other", std::string(a_.lemma[*noun]), "rule:number+noun"};
    }
    return std::nullopt;
  }

  // Trucks and tonnes are aid where the sentence speaks of relief.
  bool is_relief(std::uint32_t i) const {
    static constexpr std::string_view kRelief[] = {
        "aid",       "relief", "humanitarian", "food",       "flour",    "supplies", "medical", "medicine",
        "medicines", "fuel",   "wheat",        "assistance", "crossing", "convoy",   "tents",   "displaced"};
    const TokenRange s = a_.sentences[a_.sentence_of[i]];
    for (std::uint32_t t = s.begin; t < s.end; ++t) {
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

  // A word for a state that people are in: dead, wounded, missing, displaced, detained. Not "militant" or "civilian".
  const Measure* state_of(std::string_view word) const {
    const Measure* m = words_.counted(word);
    const bool is_state = m != nullptr && (m->name == "killed" || m->name == "wounded" || m->name == "missing" ||
                                           m->name == "displaced" || m->name == "detained" || m->name == "casualties");
    return is_state ? m : nullptr;
  }

  // The noun for a sum ("toll", "tally") and what is summed: "death toll", "the tally of passengers".
  std::optional<Found> total(std::uint32_t noun) const {
    const Measure* m = words_.total(a_.lemma[noun]);
    if (m == nullptr) {
      return std::nullopt;
    }
    if (const auto of = preposition(a_, noun, {"of"})) {
      if (const auto n = child(a_, *of, Dep::pobj)) {
        if (const Measure* counted = words_.counted(a_.lemma[*n])) {
          return found(*counted);
        }
      }
    }
    return found(*m);
  }

  std::optional<Found> suffered(std::uint32_t verb) const {
    if (const Measure* m = words_.suffered(a_.lemma[verb])) {
      return found(*m);
    }
    return std::nullopt;
  }

  // What happened to those counted: from the verb they are subject or object of, a participle beside them, the noun of
  // an act that they follow, or the whole that they are part of. `from` and `end` bound the words of the figure.
  std::optional<Found> fate_of(std::uint32_t top, std::uint32_t from, std::uint32_t end, int depth) const {
    if (depth > 4) {
      return std::nullopt;
    }
    for (const std::uint32_t m : a_.children(top)) {  // "17 injured people", "people killed in the raid"
      const bool beside = a_.dep[m] == Dep::amod || a_.dep[m] == Dep::acl;
      if (beside && (a_.tag[m] == Tag::VBN || a_.pos[m] == Pos::ADJ || a_.tag[m] == Tag::VBD)) {
        if (const Measure* p = words_.suffered(a_.lemma[m])) {
          return found(*p);
        }
        if (const Measure* p = state_of(a_.lower[m])) {
          return found(*p);
        }
      }
      if (a_.dep[m] == Dep::relcl) {
        if (auto f = fate_by_verb(m, true)) {
          return f;
        }
        if (const auto inner =
                child_of(a_, m, {Dep::xcomp, Dep::ccomp})) {  // "whom the U.N. estimates to be displaced"
          if (auto f = suffered(*inner)) {
            return f;
          }
        }
      }
    }
    if (end + 1 < a_.size() && a_.pos[end] == Pos::ADV) {
      ++end;  // "people already displaced"
    }
    if (end < a_.size() && (a_.tag[end] == Tag::VBN || a_.tag[end] == Tag::VBD || a_.pos[end] == Pos::ADJ)) {
      // "more than 1,000 wounded": the participle stands for a clause of its own.
      const Measure* m = words_.suffered(a_.lemma[end]);
      if (m == nullptr) {
        m = words_.counted(a_.lower[end]);
      }
      const bool object_follows = child(a_, end, Dep::dobj).has_value();
      if (m != nullptr && m->unit == "people" && m->name != "people" && !object_follows) {
        return found(*m);
      }
    }
    const std::uint32_t up = a_.head[top];
    if (up == top) {
      return std::nullopt;
    }
    switch (a_.dep[top]) {
      case Dep::nsubjpass:
      case Dep::nsubj:
        return fate_by_verb(up, true);
      case Dep::dobj:
        if (a_.lemma[up] == "exceed" || a_.lemma[up] == "reach" || a_.lemma[up] == "top" || a_.lemma[up] == "surpass" ||
            a_.lemma[up] == "pass" || a_.lemma[up] == "total" || a_.lemma[up] == "hit") {
          if (auto f = fate_of_subject(up)) {
            return f;
          }
        }
        if (child_of(a_, up, {Dep::oprd, Dep::npadvmod, Dep::advmod, Dep::ccomp}) && holds_hostage(up)) {
          return Found{"hostages", "people", "rule:take+hostage"};
        }
        return fate_by_verb(up, false);
      case Dep::conj:
      case Dep::appos:
        return fate_of(up, from, end, depth + 1);
      case Dep::nummod:
      case Dep::quantmod:
        return std::nullopt;
      case Dep::pobj: {
        const bool along = a_.lower[a_.head[up]] == "along";
        const std::uint32_t g = along ? a_.head[a_.head[up]] : a_.head[up];
        const std::string_view p = a_.lower[up];
        if (p == "including" || p == "among" || p == "with" || p == "of" || p == "to" || p == "by" || p == "at" ||
            p == "from" || p == "as") {
          if (is_nominal(a_, g)) {
            if (p == "including") {
              return fate_of(g, from, end, depth + 1);
            }
            if (auto f = total(g)) {
              return f;
            }
            if (p == "of" || p == "to") {
              return fate_by_noun(g);
            }
            return std::nullopt;
          }
          if (p == "including" || (p == "with" && (along || (up > 0 && a_.lower[up - 1] == "along")))) {
            return fate_by_verb(g, true);
          }
          if (p == "to" || p == "at" || p == "of" || p == "from") {  // "the toll rose to 31"
            if (const auto s = child_of(a_, g, {Dep::nsubj, Dep::nsubjpass, Dep::dobj})) {
              if (auto f = total(*s)) {
                return f;
              }
            }
          }
          if (p == "by") {  // "civilians flee by the thousands"
            if (const Measure* m = words_.done(a_.lemma[g])) {
              return found(*m);
            }
          }
        }
        return std::nullopt;
      }
      case Dep::attr:
        return fate_of_subject(up);
      default:
        return std::nullopt;
    }
  }

  // "The dead were 12 civilians".
  std::optional<Found> fate_of_subject(std::uint32_t verb) const {
    if (const auto s = child_of(a_, verb, {Dep::nsubj})) {
      if (const Measure* m = state_of(a_.lemma[*s])) {
        return found(*m);
      }
      if (auto f = total(*s)) {
        return f;
      }
    }
    return std::nullopt;
  }

  bool holds_hostage(std::uint32_t verb) const {
    for (const std::uint32_t k : a_.children(verb)) {
      if (a_.lemma[k] == "hostage" || a_.lemma[k] == "captive" || a_.lemma[k] == "prisoner") {
        return true;
      }
    }
    return false;
  }

  // "the killing of 33 terrorists", "injuries to eight".
  std::optional<Found> fate_by_noun(std::uint32_t noun) const {
    const std::string_view lemma = a_.lemma[noun];
    if (const Measure* m = state_of(lemma)) {
      return found(*m);
    }
    static constexpr std::pair<std::string_view, std::string_view> kActs[] = {
        {"kidnapping", "kidnap"},   {"kidnap", "kidnap"},      {"abduction", "abduct"}, {"displacement", "displace"},
        {"evacuation", "evacuate"}, {"assassination", "kill"}, {"execution", "kill"},   {"capture", "capture"},
        {"shooting", "wound"},      {"loss", "kill"},          {"massacre", "kill"},    {"expulsion", "expel"},
        {"imprisonment", "jail"},   {"jailing", "jail"}};
    for (const auto& [act, verb] : kActs) {
      if (act == lemma) {
        if (const Measure* m = words_.suffered(verb)) {
          return found(*m);
        }
      }
    }
    return std::nullopt;
  }

  // The verb tells: "were killed", "killing 12", "12 died", "lost their lives", "were among those killed".
  std::optional<Found> fate_by_verb(std::uint32_t verb, bool as_subject) const {
    std::uint32_t v = verb;
    const bool passive = is_passive(a_, v);
    if (!as_subject || passive) {
      if (auto f = suffered(v)) {
        return f;
      }
    }
    if (as_subject) {
      if (const Measure* m = words_.done(a_.lemma[v])) {
        return found(*m);
      }
      if (const auto object = child(a_, v, Dep::dobj); object && a_.lemma[*object] == "life" && a_.lemma[v] == "lose") {
        if (const Measure* m = words_.suffered("kill")) {
          return found(*m);
        }
      } else if (object && (a_.lemma[v] == "suffer" || a_.lemma[v] == "sustain")) {
        if (const Measure* m = state_of(a_.lemma[*object])) {
          return found(*m);
        }
      }
      if (a_.tag[v] == Tag::VBN) {  // "17 people killed and 100 injured", auxiliaries left out
        if (auto f = suffered(v)) {
          return f;
        }
      }
      if (const auto among = preposition(a_, v, {"among"})) {
        if (const auto those = child(a_, *among, Dep::pobj)) {
          for (const std::uint32_t k : a_.children(*those)) {
            if (auto f = suffered(k)) {
              return f;
            }
          }
          if (const Measure* m = state_of(a_.lower[*those])) {
            return found(*m);
          }
        }
      }
      if (const auto state = child_of(a_, v, {Dep::acomp, Dep::attr, Dep::oprd})) {  // "were dead", "are missing"
        if (const Measure* m = state_of(a_.lower[*state])) {
          return found(*m);
        }
      }
      if (holds_hostage(v) && passive) {
        return Found{"hostages", "people", "rule:take+hostage"};
      }
    } else if (holds_hostage(v)) {
      return Found{"hostages", "people", "rule:take+hostage"};
    }
    return std::nullopt;
  }

  void write(const text::Number& n, TokenRange words, const Found& found, std::optional<std::uint32_t> noun,
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
};

}  // namespace

void find_figures(Context& c) { FigureReader(c).read(); }

}  // namespace detente::reading
