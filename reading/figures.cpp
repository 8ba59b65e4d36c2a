// Quantities that measure a crisis: a number, the thing it counts, what happened to that thing, and how firm the number
// is.
#include <algorithm>
#include <string>

#include "context.hpp"
#include "detente/text/number.hpp"
#include "figures_amount.hpp"
#include "figures_fate.hpp"
#include "figures_when.hpp"
#include "statements_syntax.hpp"

namespace detente::reading {

namespace {

using knowledge::Measure;

constexpr double kLeastOther = 100;  // smaller counts of things that no measure names are seldom about the crisis

class FigureReader {
 public:
  explicit FigureReader(Context& c)
      : c_(c), a_(c.a), words_(c.k.words), lower_(fold(c.a.text)), fate_(c.a, c.k.words), amount_(c.a, c.k.words) {}

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
    if (const std::uint32_t part = read_share(i); part > i) {
      return part;
    }
    if (const std::uint32_t one = read_single(i); one > i) {
      return one;
    }
    if (!may_begin(i) || amount_.is_name_part(i) || (a_.lower[i] == "few" && (i == 0 || a_.lower[i - 1] != "a"))) {
      return i;
    }
    if (i > 0 && a_.lower[i - 1] == "how") {
      return i;  // "how many died" asks
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
    if (number->end > a_.end[last] || !amount_.is_amount(i, end, *number)) {
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

  std::uint32_t read_share(std::uint32_t i) {
    const auto share = amount_.share_at(i);
    if (!share) {
      return i;
    }
    write(share->value, share->words, {"other", "share", "rule:share-of"}, share->noun, i);
    return share->words.end;
  }

  // "within a year", "a week of silence", "46 ships and a submarine": an article that counts.
  std::uint32_t read_single(std::uint32_t i) {
    if ((a_.lower[i] != "a" && a_.lower[i] != "an") || i + 1 >= a_.size()) {
      return i;
    }
    text::Number one;
    one.low = one.high = 1;
    one.worded = true;
    const std::string_view next = i + 2 < a_.size() ? a_.lower[i + 2] : std::string_view();
    if (const Measure* unit = words_.unit(a_.lower[i + 1]); unit != nullptr && unit->name == "duration") {
      const std::string_view before = i > 0 ? a_.lower[i - 1] : std::string_view();
      static constexpr std::string_view kBefore[] = {"for", "within", "over", "than", "nearly", "almost", "lasting"};
      const bool lasts = std::find(std::begin(kBefore), std::end(kBefore), before) != std::end(kBefore);
      const bool filled = next == "of" && a_.lower[i + 1] != "day" && a_.lower[i + 1] != "minute";
      if (unit->unit == "seconds" || (!lasts && !filled) || !amount_.is_duration(i, i + 1)) {
        return i;
      }
      write(one, {i, i + 2}, counted_as(*unit), std::nullopt, i);
      return i + 2;
    }
    const std::uint32_t noun = a_.head[i];
    if (noun <= i || noun > i + 5 || a_.tag[noun] != Tag::NN || a_.dep[i] != Dep::det) {
      return i;
    }
    const Measure* counted = words_.counted(a_.lemma[noun]);
    const bool thing = counted != nullptr && (counted->name == "weapons" || counted->unit == "people");
    if (!thing || !stands_among_counts(noun)) {
      return i;
    }
    TokenRange words{i, noun + 1};
    std::optional<Counted> found = counted_as(*counted, a_.lemma[noun]);
    if (counted->unit == "people") {
      const auto fate = fate_.fate_of(noun, {words, true});
      if (!fate) {
        return i;
      }
      found = fate;
    }
    write(one, words, *found, noun, i);
    return words.end;
  }

  // "two soldiers and a driver": the noun is joined to one that a number counts.
  bool stands_among_counts(std::uint32_t noun) const {
    const auto is_counted = [&](std::uint32_t n) { return n != noun && child(a_, n, Dep::nummod).has_value(); };
    if (a_.dep[noun] == Dep::conj && is_counted(a_.head[noun])) {
      return true;
    }
    const auto next = child(a_, noun, Dep::conj);
    return next && is_counted(*next);
  }

  // A number that only refers to those counted before: "Of the 48 detainees, 31 were freed", "put the number at 100".
  std::optional<Counted> counted_before(std::uint32_t i, std::uint32_t end) const {
    const std::uint32_t top = number_head(i, end);
    const std::uint32_t up = a_.head[top];
    if ((a_.dep[top] == Dep::nsubj || a_.dep[top] == Dep::nsubjpass) && is_verb(up)) {
      if (const auto of = preposition(a_, up, {"of", "among"}); of && *of < top) {
        const auto whole = child(a_, *of, Dep::pobj);
        const Measure* counted = whole ? words_.counted(a_.lemma[*whole]) : nullptr;
        if (counted != nullptr && counted->unit == "people") {
          return Counted{"people", "people", "rule:of-those-counted"};
        }
      }
      if (a_.tag[top] == Tag::NNS) {  // "tens of thousands marched"
        return Counted{"people", "people", "rule:bare-plural"};
      }
    }
    if (a_.dep[top] == Dep::pobj && a_.lower[up] == "at" && is_verb(a_.head[up])) {
      const auto number = child_of(a_, a_.head[up], {Dep::dobj, Dep::nsubj, Dep::nsubjpass});
      const bool anaphoric = number && (a_.lemma[*number] == "number" || a_.lemma[*number] == "figure" ||
                                        a_.lemma[*number] == "count" || a_.lemma[*number] == "total");
      if (anaphoric && !c_.out.figures.empty() && !preposition(a_, *number, {"of"})) {
        const Figure& last = c_.out.figures.back();
        const std::uint32_t sentence = a_.sentence_of[i];
        const std::uint32_t from = a_.sentences[sentence > 0 ? sentence - 1 : 0].begin;
        if (last.span.begin >= a_.begin[from]) {
          return Counted{last.measure, last.unit, "rule:number-at"};
        }
      }
    }
    return std::nullopt;
  }

  bool is_verb(std::uint32_t t) const { return a_.pos[t] == Pos::VERB || a_.pos[t] == Pos::AUX; }

  // Whether a noun names people: by the lexicon, as a nationality, or because a party of people was read there.
  bool names_people(std::uint32_t noun) const {
    const Measure* counted = words_.counted(a_.lemma[noun]);
    if (counted != nullptr) {
      return counted->unit == "people";
    }
    if (a_.entity_of[noun] >= 0 && a_.tag[noun] != Tag::NN &&
        a_.entities[static_cast<std::size_t>(a_.entity_of[noun])].type == EntityType::NORP) {
      return true;
    }
    if (a_.tag[noun] != Tag::NNS) {
      return false;
    }
    const std::int32_t at = c_.mention_at[noun];
    if (at < 0) {
      return false;
    }
    const Party& party = c_.out.parties[static_cast<std::size_t>(c_.mentions[static_cast<std::size_t>(at)].party)];
    return party.kind == PartyKind::population || party.kind == PartyKind::person ||
           party.kind == PartyKind::armed_group;
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
    if (const auto unit = amount_.unit_behind(end)) {
      const Measure* m = words_.unit(a_.lower[*unit]);
      if (m->name == "duration") {
        if (!amount_.is_duration(i, *unit)) {
          return std::nullopt;
        }
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
    const bool persons = !noun || of_those || names_people(*noun);
    auto by_fate = fate_.fate_of(top, {words, persons});
    if (by_fate && !persons && noun && by_fate->measure == "detained") {
      by_fate.reset();  // "captured two pawns"
    }
    if (by_fate && noun && by_fate->measure == "displaced" && is_envoy(*noun)) {
      return Counted{"people", "people", by_fate->rule};
    }
    if (!by_fate && !noun && i > 0 && leads_to_number(a_.lemma[i - 1])) {
      by_fate = fate_.fate_of_subject(i - 1);
    }
    const Measure* counted = noun ? words_.counted(a_.lemma[*noun]) : nullptr;
    if (counted != nullptr && counted->name == "aid" && !amount_.is_relief(i)) {
      return n.high >= kLeastOther
                 ? std::optional<Counted>(Counted{"other", std::string(a_.lemma[*noun]), "rule:number+noun"})
                 : std::nullopt;
    }
    if (counted != nullptr && counted->name == "other" && n.vague && a_.tag[i] != Tag::NNS) {
      return std::nullopt;  // "in many cities"
    }
    const bool harmed =
        by_fate && (by_fate->measure == "killed" || by_fate->measure == "wounded" || by_fate->measure == "missing");
    if (counted != nullptr && counted->name == "detained" && harmed) {
      return by_fate;  // "twelve prisoners were injured"
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
    if (noun && !small && persons && !of_those) {
      return Counted{"people", "people", "rule:number+people"};  // "1,455 Israelis", "200 observers"
    }
    if (!noun) {
      return counted_before(i, end);
    }
    if (noun && a_.tag[*noun] == Tag::NNS && !amount_.is_length(*noun) &&
        (n.vague ? a_.tag[i] == Tag::NNS : n.high >= kLeastOther)) {
      return Counted{"other", std::string(a_.lemma[*noun]), "rule:number+noun"};
    }
    return std::nullopt;
  }

  // "yearly over four years": the preposition of a stretch of time is no bound.
  bool leads_time(const knowledge::WordLexicon::Found& q, const Figure& f) const {
    if (f.measure != "duration" || lower_.compare(q.begin, 5, "over ") != 0) {
      return false;
    }
    const auto at = std::lower_bound(a_.begin.begin(), a_.begin.end(), static_cast<std::uint32_t>(q.begin));
    const auto t = static_cast<std::uint32_t>(at - a_.begin.begin());
    return t < a_.size() && a_.dep[t] == Dep::prep;
  }

  // Whom a figure counts. A party that is known only by this number is no party: its noun is kept, without the number.
  std::optional<Actor> population_at(TokenRange words, std::uint32_t noun) const {
    auto actor = actor_at(c_, noun);
    if (!actor || actor->party == kNone) {
      return actor;
    }
    const Party& party = c_.out.parties[static_cast<std::size_t>(actor->party)];
    const bool counted = std::any_of(party.name.begin(), party.name.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!counted) {
      return actor;
    }
    std::uint32_t first = noun;
    while (first > words.begin && (a_.dep[first - 1] == Dep::amod || a_.dep[first - 1] == Dep::compound) &&
           a_.head[first - 1] == noun && a_.pos[first - 1] != Pos::NUM && !begins_with_digit(a_, first - 1)) {
      --first;
    }
    const bool plain = first == noun && (a_.lemma[noun] == "people" || a_.lemma[noun] == "person" ||
                                         a_.lemma[noun] == "other" || a_.lemma[noun] == "victim");
    return plain ? std::nullopt : std::optional<Actor>(Actor{kNone, a_.span(TokenRange{first, noun + 1})});
  }

  // Whom a sum counts: "the number of Palestinians killed has passed 30,000".
  std::optional<std::uint32_t> summed(std::uint32_t top) const {
    std::uint32_t verb = a_.head[top];
    if (a_.dep[top] == Dep::pobj) {
      verb = a_.head[verb];
    }
    if (!is_verb(verb)) {
      return std::nullopt;
    }
    for (const std::uint32_t s : a_.children(verb)) {
      const bool side = a_.dep[s] == Dep::nsubj || a_.dep[s] == Dep::nsubjpass || a_.dep[s] == Dep::dobj;
      if (side && s != top && words_.total(a_.lemma[s]) != nullptr) {
        const auto of = preposition(a_, s, {"of"});
        const auto who = of ? child(a_, *of, Dep::pobj) : std::nullopt;
        if (who && names_people(*who)) {
          return who;
        }
      }
    }
    return std::nullopt;
  }

  // "more than 90 trucks a day", "500 trucks entered each day": the unit of time of a rate, empty if it is none.
  std::string_view rate(TokenRange words, std::uint32_t top) const {
    const auto unit = [this](std::uint32_t t) {
      const std::string_view w = a_.lower[t];
      return w == "day" || w == "week" || w == "month" || w == "hour" || w == "year" ? w : std::string_view();
    };
    const auto every = [this](std::uint32_t t) {
      const std::string_view w = a_.lower[t];
      return w == "a" || w == "an" || w == "per" || w == "each" || w == "every";
    };
    if (words.end + 1 < a_.size() && every(words.end) && a_.sentence_of[words.end + 1] == a_.sentence_of[words.begin] &&
        (words.end + 2 >= a_.size() || (a_.lower[words.end + 2] != "ago" && a_.lower[words.end + 2] != "later"))) {
      return unit(words.end + 1);
    }
    std::uint32_t verb = top;
    for (int step = 0; step < 4 && !is_verb(verb) && a_.head[verb] != verb; ++step) {
      verb = a_.head[verb];
    }
    for (const std::uint32_t c : a_.children(verb)) {
      const bool each =
          a_.dep[c] == Dep::npadvmod && c > 0 && (a_.lower[c - 1] == "each" || a_.lower[c - 1] == "every");
      if (c > words.end && each && is_verb(verb)) {
        return unit(c);
      }
    }
    return {};
  }

  // Diplomats are sent away, not displaced.
  bool is_envoy(std::uint32_t noun) const {
    static constexpr std::string_view kEnvoys[] = {"diplomat",   "ambassador", "envoy", "attache",  "official",
                                                   "journalist", "spy",        "agent", "delegate", "staff"};
    return std::find(std::begin(kEnvoys), std::end(kEnvoys), a_.lemma[noun]) != std::end(kEnvoys);
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
    if (const auto q = words_.quantifier_before(lower_, f.span.begin); q && !leads_time(*q, f)) {
      f.span.begin = static_cast<std::uint32_t>(q->begin);
      // "Some 20 to 30" is a range, whatever stands before it.
      const bool narrower = n.range && q->quantifier->bound == Bound::about;
      f.bound = n.vague ? Bound::vague : narrower ? Bound::range : q->quantifier->bound;
    } else if (const auto behind = words_.quantifier_after(lower_, f.span.end)) {
      f.span.end = static_cast<std::uint32_t>(behind->begin);
      f.bound = n.vague ? Bound::vague : behind->quantifier->bound;
    }
    const std::uint32_t top = noun ? *noun : number_head(words.begin, words.end);
    if (f.bound == Bound::exact && a_.dep[top] == Dep::dobj) {
      // "the toll has passed 30,000"
      const std::string_view past = a_.lemma[a_.head[top]];
      const bool beyond = past == "pass" || past == "surpass" || past == "top" || past == "exceed";
      f.bound = beyond && f.unit == "people" ? Bound::more_than : f.bound;
    }
    if (!n.vague) {
      if (f.bound != Bound::at_most) {
        f.low = n.low;
      }
      if (f.bound != Bound::at_least && f.bound != Bound::more_than) {
        f.high = n.high;
      }
    }
    if (f.unit == "people") {
      const std::optional<std::uint32_t> who = noun ? noun : summed(top);
      f.population = who ? population_at(words, *who) : std::nullopt;
    }
    if (f.measure == "bases") {
      f.unit = "base";  // the lemmatiser takes "bases" for the plural of "basis"
    }
    if (f.measure != "duration" && f.unit != "percent" && f.unit != "share") {
      if (const std::string_view per = rate(words, top); !per.empty()) {
        f.unit += " per " + std::string(per);
      }
    }
    f.via = c_.statement_at[at];
    place_and_time(c_, top, f);
    f.confidence = n.vague ? 0.6F : f.measure == "other" ? 0.5F : 0.8F;
    c_.out.figures.push_back(std::move(f));
  }

  Context& c_;
  const Analysis& a_;
  const knowledge::WordLexicon& words_;
  const std::string lower_;
  const FateReader fate_;
  const AmountReader amount_;
};

}  // namespace

void find_figures(Context& c) { FigureReader(c).read(); }

}  // namespace detente::reading
