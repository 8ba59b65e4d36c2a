// Proposals, red lines, levers and commitments.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>

#include "brief_checks.hpp"
#include "brief_composer.hpp"
#include "detente/text/date.hpp"
#include "detente/text/utf8.hpp"

namespace detente::board::briefing {

namespace {

constexpr std::size_t kOffers = 4;
constexpr std::size_t kStates = 4;
constexpr std::size_t kWords = 170;  // bytes
constexpr std::size_t kTelling = 230;
constexpr std::int64_t kApart = 60;  // days: offers of the same length further apart are two

std::int64_t day_of(const std::string& day) {
  const auto date = text::parse_date(day);
  return date ? text::day_number(*date) : 0;
}

// The number of days that a proposal would last; 0 if it is not told.
std::int64_t length_of(const Deal& deal) {
  const std::string told = told_duration(deal.term("duration"));
  if (told.empty()) {
    return 0;
  }
  const std::int64_t count = std::atoll(told.c_str());
  const char unit = deal.term("duration").back();
  return count * (unit == 'W' ? 7 : unit == 'M' ? 30 : unit == 'Y' ? 365 : 1);
}

const std::vector<Who>& role(const Deal& deal, const std::string& name) {
  static const std::vector<Who> kNobody;
  const auto at = deal.roles.find(name);
  return at == deal.roles.end() ? kNobody : at->second;
}

std::string told_parties(const std::vector<Who>& parties) {
  std::vector<std::string> names;
  names.reserve(parties.size());
  for (const Who& who : parties) {
    names.push_back(told_party(who));
  }
  return told_list(std::move(names), 4);
}

void add(std::vector<Who>& into, const std::vector<Who>& more) {
  for (const Who& who : more) {
    if (!who.code.empty() && !is_generic(who) &&
        std::none_of(into.begin(), into.end(), [&](const Who& w) { return w.name == who.name; })) {
      into.push_back(who);
    }
  }
}

// What the words of a sentence say of a state, each the beginning of a word.
std::string_view stems_of(std::string_view state) {
  return state == "accepted"   ? " accept agree endors approv sign welcom embrac adopt ratif support back "
         : state == "rejected" ? " reject refus veto dismiss declin rebuff oppos denied deny spurn scorn "
         : state == "tabled" || state == "floated" ? " propos tabl float present offer suggest put forward call urg "
                                                     "circulat submit unveil outlin advocat draft "
                                                     "recommend introduc announc "
                                                   : " ";
}

bool is_state(std::string_view state, std::string_view one, std::string_view other) {
  return state == one || state == other;
}

// True if the words name the state and do not take it back: "would accept", "has not rejected".
bool bears_state(std::string_view words, std::string_view state) {
  const std::string_view stems = stems_of(state);
  if (stems == " ") {
    return true;
  }
  const std::string lower = text::lower(words);
  for (std::size_t at = 0; at < lower.size();) {
    while (at < lower.size() && std::isalpha(static_cast<unsigned char>(lower[at])) == 0) {
      ++at;
    }
    std::size_t end = at;
    while (end < lower.size() && std::isalpha(static_cast<unsigned char>(lower[end])) != 0) {
      ++end;
    }
    const std::string_view word = std::string_view(lower).substr(at, end - at);
    for (std::size_t b = 1; b < stems.size() && !word.empty();) {
      const std::size_t e = stems.find(' ', b);
      const Span verb{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)};
      const bool is_answer = is_state(state, "accepted", "rejected");
      if (e > b && word.starts_with(stems.substr(b, e - b)) &&
          is_done(lower, {0, verb.end}, verb, is_answer ? "AGREE" : "REQUEST")) {
        return true;
      }
      b = e + 1;
    }
    at = end + 1;
  }
  return false;
}

// "the U.S. proposal" and "a 30-day ceasefire" of the same days and sponsor are one offer, told in other words.
bool is_alike(const Offer& a, const Offer& b) {
  constexpr std::int64_t kSameDays = 14;
  const auto shares = [](const std::vector<Who>& x, const std::vector<Who>& y) {
    return std::any_of(x.begin(), x.end(), [&](const Who& p) {
      return std::any_of(y.begin(), y.end(), [&](const Who& q) { return p.name == q.name; });
    });
  };
  const auto is_bare = [](const Offer& offer) {
    return std::all_of(offer.steps.begin(), offer.steps.end(), [](const Deal* deal) {
      return has_word(deal->label.substr(deal->label.find_last_of(' ') + 1),
                      " proposal plan draft deal offer initiative ");
    });
  };
  const bool is_near = std::abs(day_of(a.steps.back()->day) - day_of(b.steps.back()->day)) <= kSameDays &&
                       !a.steps.back()->day.empty() && !b.steps.back()->day.empty();
  const bool fits = a.days == 0 || b.days == 0 || a.days == b.days;
  const bool is_one_action = !a.action.empty() && a.action == b.action;
  return is_near && fits && shares(a.sponsors, b.sponsors) && (is_one_action || is_bare(a) || is_bare(b));
}

// The best first; what is like a better one goes into it.
void join_alike(std::vector<Offer>& offers) {
  constexpr std::size_t kLooked = 40;
  for (std::size_t i = 0; i < std::min(kLooked, offers.size()); ++i) {
    for (std::size_t k = i + 1; k < std::min(kLooked, offers.size());) {
      if (!is_alike(offers[i], offers[k])) {
        ++k;
        continue;
      }
      Offer& into = offers[i];
      Offer& from = offers[k];
      into.days = into.days == 0 ? from.days : into.days;
      into.action = into.action.empty() ? from.action : into.action;
      add(into.sponsors, from.sponsors);
      add(into.addressees, from.addressees);
      into.origins.insert(from.origins.begin(), from.origins.end());
      into.steps.insert(into.steps.end(), from.steps.begin(), from.steps.end());
      std::stable_sort(into.steps.begin(), into.steps.end(),
                       [](const Deal* a, const Deal* b) { return a->day < b->day; });
      offers.erase(offers.begin() + static_cast<std::ptrdiff_t>(k));
    }
  }
}

}  // namespace

// A proposal that names what it proposes, of this time.
bool Composer::is_offer(const Deal& deal) {
  if (deal.kind != name(InstrumentKind::proposal)) {
    return false;
  }
  const Paper& from = *paper(deal.ref.report);
  const bool names_it = length_of(deal) > 0 || names_offer(deal.label);
  return names_it && !is_torn(deal.label) && deal.label.find(' ') != std::string::npos &&
         !has_word(deal.label, " past last previous earlier old former broken stock exchange trade ") &&
         !is_history(from.text, around(from.text, deal.span, 500), from.day);
}

const std::vector<Offer>& Composer::offers() {
  if (!offers_) {
    offers_ = make_offers();
  }
  return *offers_;
}

std::vector<Offer> Composer::make_offers() {
  std::vector<Offer> out;
  std::map<std::int64_t, std::size_t> of_finding;
  std::map<std::string, std::size_t> last_of;
  for (Deal& deal : items_.deals) {
    if (!is_offer(deal)) {
      continue;
    }
    const std::int64_t days = length_of(deal);
    const std::string key = days > 0 ? fmt::format("{} days", days) : text::lower(deal.label);
    const auto linked = of_finding.find(deal.finding);
    const auto at = last_of.find(key);
    const bool is_linked = deal.finding > 0 && linked != of_finding.end();
    const bool goes_on =
        is_linked ||
        (at != last_of.end() && std::abs(day_of(deal.day) - day_of(out[at->second].steps.back()->day)) <= kApart);
    const std::size_t where = is_linked ? linked->second : goes_on ? at->second : out.size();
    if (!goes_on) {
      out.emplace_back();
    }
    last_of[key] = where;
    if (deal.finding > 0) {
      of_finding[deal.finding] = where;
    }
    Offer& offer = out[where];
    offer.days = offer.days == 0 ? days : offer.days;
    offer.action = offer.action.empty() ? std::string(deal.term("action")) : offer.action;
    add(offer.sponsors, role(deal, "sponsors"));
    add(offer.addressees, role(deal, "addressees"));
    offer.steps.push_back(&deal);
    offer.origins.insert(deal.origin);
  }
  // "a peace agreement" of nobody, to nobody, of no length is no offer that could be followed.
  std::erase_if(out, [&](const Offer& offer) {
    return offer.days == 0 && offer.sponsors.empty() && offer.addressees.empty() &&
           std::all_of(offer.steps.begin(), offer.steps.end(),
                       [&](const Deal* d) { return stand_of(*d).state.empty(); });
  });
  const std::int64_t last = day_of(items_.last_day);
  for (Offer& offer : out) {
    const bool has_state =
        std::any_of(offer.steps.begin(), offer.steps.end(), [&](const Deal* d) { return !stand_of(*d).state.empty(); });
    const double age = items_.last_day.empty()
                           ? 0
                           : static_cast<double>(std::max<std::int64_t>(0, last - day_of(offer.steps.back()->day)));
    offer.score = static_cast<double>(offer.origins.size()) * (has_state ? 2 : 1) * (offer.days > 0 ? 1.5 : 1) *
                  (offer.sponsors.empty() ? 1 : 1.3) / (1 + age / 60);
  }
  std::stable_sort(out.begin(), out.end(), [](const Offer& a, const Offer& b) { return a.score > b.score; });
  join_alike(out);
  return out;
}

// The state that the words bear out, and where; an answer counts if it is told whose.
Composer::Stand Composer::stand_of(const Deal& deal) {
  const std::pair key{deal.ref.reading, deal.ref.n};
  const auto kept = stands_.find(key);
  return kept != stands_.end() ? kept->second : stands_[key] = make_stand(deal);
}

Composer::Stand Composer::make_stand(const Deal& deal) {
  const std::vector<Who>& by = role(deal, "state_by");
  const bool is_answer = is_state(deal.state, "accepted", "rejected");
  if (deal.state.empty() || (is_answer && (by.empty() || std::all_of(by.begin(), by.end(), is_generic)))) {
    return {};
  }
  const std::string& text = paper(deal.ref.report)->text;
  for (const Span span : deal.spans) {
    const Span sentence = around(text, span, 500);
    if (sentence.end > text.size() ||
        !bears_state(std::string_view(text).substr(sentence.begin, sentence.end - sentence.begin), deal.state)) {
      continue;
    }
    const bool is_named = !is_answer || std::any_of(by.begin(), by.end(), [&](const Who& who) {
      const auto named = items_.is_named(deal.ref.reading, who.party, sentence);
      error_ = named || error_ ? error_ : named.error();
      return named && *named;
    });
    if (is_named) {
      return {deal.state, span};
    }
  }
  return {};
}

Sentence Composer::offer_sentence(Offer& offer, bool in_short) {
  Sentence out;
  // Each state once, by the party that put it there; a party that comes to it later has its own.
  struct Step {
    Deal* deal;
    std::string state;
    Span where;
    std::vector<int> notes;
  };
  std::vector<Step> steps;
  std::map<std::string, std::size_t> told;
  for (Deal* step : offer.steps) {
    const auto [state, where] = stand_of(*step);
    std::string key = state;
    if (is_state(state, "accepted", "rejected")) {
      for (const Who& who : role(*step, "state_by")) {
        key += "|" + who.name;
      }
    }
    if (state.empty()) {
      continue;
    }
    const auto [at, is_new] = told.try_emplace(key, steps.size());
    if (is_new) {
      steps.push_back({step, state, where, {}});
    }
    if (steps[at->second].notes.size() < 3) {
      std::vector<Span> marks{where};
      marks.insert(marks.end(), step->spans.begin(), step->spans.end());
      steps[at->second].notes.push_back(note(*step, marks));
    }
  }
  if (in_short && steps.size() > 1) {
    steps.erase(steps.begin(), steps.end() - 1);
  }
  if (steps.size() > kStates) {
    steps.erase(steps.begin() + 1, steps.end() - (kStates - 1));
  }
  // The words that tell most of it: the longest label of what is told here.
  Deal* longest = steps.empty() ? offer.steps.back() : steps.front().deal;
  for (const Step& step : steps) {
    longest = step.deal->label.size() > longest->label.size() ? step.deal : longest;
  }
  Deal& first = *longest;
  const auto sentence_at = [&](const Deal& deal, Span where, std::size_t most) {
    const std::string& text = paper(deal.ref.report)->text;
    const Span sentence = around(text, where, 500);
    keep_told(deal.ref.report, sentence);
    return quote(deal.ref.report, telling(text, where, sentence, most), most + 40);
  };
  const std::string action = offer.action.empty() || is_thing(offer.action) ? "pause" : shown_words(offer.action);
  std::string text = offer.days > 0 ? fmt::format("A {}-day {}", offer.days, action) : std::string("The proposal ");
  if (offer.days == 0 && !steps.empty()) {
    out.push_back({text, false, {}});
    out.push_back(quote(first.ref.report, first.span, kWords));
    text.clear();
  }
  std::vector<std::string> asides;
  if (!offer.sponsors.empty()) {
    // Named as such, not "by": a report may name one of several.
    asides.push_back(
        fmt::format("sponsor{} named: {}", offer.sponsors.size() > 1 ? "s" : "", told_parties(offer.sponsors)));
  }
  if (!offer.addressees.empty() && !in_short) {
    asides.push_back(fmt::format("addressed to {}", told_parties(offer.addressees)));
  }
  if (offer.origins.size() > 1) {
    asides.push_back(fmt::format("told by {} independent origins", offer.origins.size()));
  }
  if (steps.empty()) {
    // Nothing is told of where it stands: the report's own words say what there is.
    Deal& only = *offer.steps.back();
    if (offer.days == 0) {
      text = "A proposal";
    }
    text += asides.empty() ? " " : fmt::format(" ({}) ", fmt::join(asides, "; "));
    out.push_back({text + "is spoken of, " + says(only, {}) + ": ", false, {}});
    out.push_back(sentence_at(only, only.span, kWords));
    out.push_back({".", false, {note(only, only.spans)}});
    return out;
  }
  text += asides.empty() ? " " : fmt::format(" ({}) ", fmt::join(asides, "; "));
  bool is_first = true;
  for (Step& step : steps) {
    const std::vector<Who>& by = role(*step.deal, "state_by");
    const bool is_own =
        by.size() == offer.sponsors.size() && !by.empty() && std::all_of(by.begin(), by.end(), [&](const Who& w) {
          return std::any_of(offer.sponsors.begin(), offer.sponsors.end(),
                             [&](const Who& s) { return s.name == w.name; });
        });
    text += is_first ? "" : "; it ";
    text += fmt::format("was {}{}", step.state, by.empty() || is_own ? "" : " by " + told_parties(by));
    std::vector<Who> known = by;
    add(known, offer.sponsors);
    text += ", " + says_at(*step.deal, step.where, known);
    if (!in_short && steps.size() == 1) {
      out.push_back({text + ": ", false, {}});
      out.push_back(sentence_at(*step.deal, step.where, kWords));
      out.push_back({"", false, step.notes});
    } else {
      out.push_back({text, false, step.notes});
    }
    text.clear();
    is_first = false;
  }
  out.push_back({".", false, {}});
  return out;
}

// Who says what stands there: a proposal is put together from several sentences, and each may have its own speaker.
std::string Composer::says_at(const Deal& deal, Span where, const std::vector<Who>& known) {
  const auto via = items_.statement_at(deal.ref.reading, where);
  if (!via) {
    error_ = error_ ? error_ : via.error();
    return {};
  }
  Item item;
  item.ref = deal.ref;
  item.via = *via;
  return says(item, known);
}

BriefPart Composer::proposals() {
  BriefPart part{"Proposals and where they stand", false, {}};
  for (Offer offer : offers()) {
    if (part.sentences.size() >= kOffers) {
      break;
    }
    part.sentences.push_back(offer_sentence(offer, false));
  }
  return part;
}

// Those whose words name a party with a country: before the words of the deal, or in them.
std::vector<Who> Composer::holders_of(Deal& deal, Span sentence) {
  std::vector<Who> out;
  for (const Who& holder : role(deal, "holder")) {
    const Span up_to_it{sentence.begin, std::max(deal.span.begin, sentence.begin)};
    for (const Span where : {up_to_it, deal.span}) {
      const auto named = items_.is_named(deal.ref.reading, holder.party, where);
      if (!named) {
        error_ = error_ ? error_ : named.error();
      }
      if (named && *named && !holder.code.empty() && !is_generic(holder) && !is_thing(holder.name) &&
          std::none_of(out.begin(), out.end(), [&](const Who& w) { return w.name == holder.name; })) {
        out.push_back(holder);
      }
    }
  }
  return out;
}

bool Composer::is_tellable(Deal& deal) {
  const Paper& from = *paper(deal.ref.report);
  const std::string_view text = from.text;
  if (deal.span.end > text.size()) {
    return false;
  }
  if (auto done = items_.attribute(deal); !done) {
    error_ = error_ ? error_ : done.error();
  }
  const Span sentence = around(text, deal.span, 500);
  if (is_history(text, sentence, from.day) || is_told(deal.ref.report, sentence)) {
    return false;
  }
  const std::string_view own = text.substr(deal.span.begin, deal.span.end - deal.span.begin);
  const std::string_view before =
      text.substr(sentence.begin, deal.span.begin - std::min(deal.span.begin, sentence.begin));
  const std::vector<Who> holders = holders_of(deal, sentence);
  const bool is_said_by_somebody =
      !deal.said_by.empty() && !deal.said_by.front().code.empty() && !is_generic(deal.said_by.front());
  if (deal.kind == name(InstrumentKind::red_line)) {
    static constexpr std::string_view kRefusal =
        " allow accept tolerate permit let stand unacceptable cross crossed negotiate return release released withdraw "
        "surrender recognise recognize support concede hesitate respond yield abandon back halt disarm leave warn "
        "warned "
        "warns opposition opposing oppose opposes ultimatum ";
    const bool is_named = text::lower(own).find("red line") != std::string::npos;
    return (!holders.empty() || is_said_by_somebody) && (is_named || has_word(own, kRefusal));
  }
  if (deal.kind == name(InstrumentKind::lever)) {
    static constexpr std::string_view kNothing =
        " which gas knowledge that it what who batch him her them us visa access ";
    const bool is_open = deal.term("direction") == "conditioned" && own.size() >= 60 &&
                         std::isupper(static_cast<unsigned char>(own.front())) != 0;
    const bool is_something = deal.term("instrument") == "batch" || !has_word(deal.term("instrument"), kNothing);
    return is_something && (!holders.empty() || is_open) &&
           !has_word(own, " knowledge involvement responsibility wrongdoing ") &&
           (deal.term("direction") == "conditioned" ||
            is_done(text, sentence, {deal.span.begin, deal.span.begin}, "REQUEST"));
  }
  if (deal.kind == name(InstrumentKind::assessment)) {
    return is_said_by_somebody && !role(deal, "subject").empty() && !is_generic(role(deal, "subject").front()) &&
           own.size() >= 40;
  }
  return !holders.empty() && !has_word(own, " suicide crime crimes murder atrocities genocide ") &&
         !has_word(before,
                   " not urge urged urging call called calling demand demanded ask asked without allegedly seems "
                   "appears cautious ") &&
         !has_word(own, " should must ");
}

Sentence Composer::deal_sentence(Deal& deal, std::string_view lead) {
  const Paper& from = *paper(deal.ref.report);
  const Span sentence = around(from.text, deal.span, 500);
  std::vector<Who> holders = holders_of(deal, sentence);
  std::erase_if(holders,
                [&](const Who& holder) { return !deal.said_by.empty() && deal.said_by.front().name == holder.name; });
  std::string text(lead);
  text += holders.empty() ? "" : fmt::format(" of {}", told_parties(holders));
  const std::string_view direction = deal.term("direction");
  text += direction.empty() ? "" : direction == "conditioned" ? " (on a condition)" : fmt::format(" ({})", direction);
  text += ", " + says(deal, {});
  keep_told(deal.ref.report, sentence);
  Piece words = quote(deal.ref.report, telling(from.text, deal.span, sentence, kTelling), kTelling + 40);
  return {{text + ": ", false, {}}, std::move(words), {".", false, {note(deal, deal.spans)}}};
}

BriefPart Composer::lines_and_levers() {
  BriefPart part{"Red lines, levers, commitments and judgements", false, {}};
  struct Kind {
    InstrumentKind kind;
    std::string_view lead;
    std::size_t most;
  };
  for (const Kind& k :
       {Kind{InstrumentKind::red_line, "A red line", 3}, Kind{InstrumentKind::lever, "A lever", 3},
        Kind{InstrumentKind::commitment, "A commitment", 3}, Kind{InstrumentKind::assessment, "A judgement", 2}}) {
    std::vector<Deal*> of_kind;
    for (Deal& deal : items_.deals) {
      if (deal.kind == name(k.kind)) {
        of_kind.push_back(&deal);
      }
    }
    // The newest and surest, of one report and holder one.
    std::stable_sort(of_kind.begin(), of_kind.end(), [](const Deal* a, const Deal* b) {
      return a->day != b->day ? a->day > b->day : a->confidence > b->confidence;
    });
    std::set<std::string> holders;
    std::set<std::int64_t> findings;
    std::size_t told = 0;
    for (Deal* deal : of_kind) {
      const std::vector<Who>& holder = role(*deal, "holder");
      const std::string key = deal->ref.report + (holder.empty() ? "" : holder.front().name);
      if (told >= k.most || holders.contains(key) || (deal->finding > 0 && findings.contains(deal->finding)) ||
          !is_tellable(*deal)) {
        continue;
      }
      holders.insert(key);
      findings.insert(deal->finding);
      part.sentences.push_back(deal_sentence(*deal, k.lead));
      lines_.push_back(deal);
      ++told;
    }
  }
  return part;
}

void Composer::changed_deals(BriefPart& part) {
  for (Offer offer : offers()) {
    const bool has_news = std::any_of(offer.steps.begin(), offer.steps.end(), [&](const Deal* step) {
      return step->day >= items_.since && !stand_of(*step).state.empty();
    });
    if (has_news && part.sentences.size() < 4) {
      std::erase_if(offer.steps,
                    [&](const Deal* step) { return step->day < items_.since || stand_of(*step).state.empty(); });
      part.sentences.push_back(offer_sentence(offer, true));
    }
  }
}

}  // namespace detente::board::briefing
