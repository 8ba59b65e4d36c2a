// Proposals, red lines, levers and commitments.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "brief_composer.hpp"
#include "detente/text/date.hpp"
#include "detente/text/utf8.hpp"

namespace detente::board::briefing {

namespace {

constexpr std::size_t kOffers = 4;
constexpr std::size_t kStates = 4;
constexpr std::size_t kWords = 170;  // bytes
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
    if (!who.code.empty() && std::none_of(into.begin(), into.end(), [&](const Who& w) { return w.name == who.name; })) {
      into.push_back(who);
    }
  }
}

}  // namespace

std::vector<Offer> Composer::offers() {
  std::vector<Offer> out;
  std::map<std::string, std::size_t> last_of;
  for (Deal& deal : items_.deals) {
    if (deal.kind != name(InstrumentKind::proposal)) {
      continue;
    }
    const std::int64_t days = length_of(deal);
    const std::string key = days > 0 ? fmt::format("{} days", days) : text::lower(deal.label);
    const auto at = last_of.find(key);
    const bool goes_on =
        at != last_of.end() && std::abs(day_of(deal.day) - day_of(out[at->second].steps.back()->day)) <= kApart;
    if (!goes_on) {
      last_of[key] = out.size();
      out.emplace_back();
      out.back().days = days;
    }
    Offer& offer = goes_on ? out[at->second] : out.back();
    offer.action = offer.action.empty() ? std::string(deal.term("action")) : offer.action;
    add(offer.sponsors, role(deal, "sponsors"));
    add(offer.addressees, role(deal, "addressees"));
    offer.steps.push_back(&deal);
    offer.origins.insert(deal.origin);
  }
  const std::int64_t last = day_of(items_.last_day);
  for (Offer& offer : out) {
    const bool has_state =
        std::any_of(offer.steps.begin(), offer.steps.end(), [](const Deal* d) { return !d->state.empty(); });
    const double age = items_.last_day.empty()
                           ? 0
                           : static_cast<double>(std::max<std::int64_t>(0, last - day_of(offer.steps.back()->day)));
    offer.score = static_cast<double>(offer.origins.size()) * (has_state ? 2 : 1) * (offer.days > 0 ? 1.5 : 1) *
                  (offer.sponsors.empty() ? 1 : 1.3) / (1 + age / 60);
  }
  std::stable_sort(out.begin(), out.end(), [](const Offer& a, const Offer& b) { return a.score > b.score; });
  return out;
}

Sentence Composer::offer_sentence(Offer& offer, bool in_short) {
  Sentence out;
  const std::string action = offer.action.empty() ? "pause" : shown_words(offer.action);
  // The words that tell most of it: the longest label.
  Deal& first = **std::max_element(offer.steps.begin(), offer.steps.end(),
                                   [](const Deal* a, const Deal* b) { return a->label.size() < b->label.size(); });
  std::string text;
  if (offer.days > 0) {
    text = fmt::format("A {}-day {}", offer.days, action);
  } else {
    out.push_back({"What is told as ", false, {}});
    out.push_back(quote(first.ref.report, first.span, kWords));
  }
  if (offer.days > 0 && offer.sponsors.empty() && !in_short) {
    const Span longest = *std::max_element(first.spans.begin(), first.spans.end(),
                                           [](Span a, Span b) { return a.end - a.begin < b.end - b.begin; });
    out.push_back({text + " (", false, {}});
    out.push_back(quote(first.ref.report, longest, kWords));
    text = ")";
  }
  std::vector<std::string> asides;
  if (!offer.sponsors.empty()) {
    // Named as such, not "by": a report may name one of several.
    asides.push_back(
        fmt::format("with {} named as sponsor{}", told_parties(offer.sponsors), offer.sponsors.size() > 1 ? "s" : ""));
  }
  if (!offer.addressees.empty() && !in_short) {
    asides.push_back(fmt::format("addressed to {}", told_parties(offer.addressees)));
  }
  if (offer.origins.size() > 1) {
    asides.push_back(fmt::format("told by {} independent origins", offer.origins.size()));
  }
  for (const std::string& aside : asides) {
    text += ", " + aside;
  }
  text += asides.empty() ? " " : ", ";
  // Each state once, by the party that put it there; a party that comes to it later has its own.
  struct Step {
    Deal* deal;
    std::vector<int> notes;
  };
  std::vector<Step> steps;
  std::map<std::string, std::size_t> told;
  for (Deal* step : offer.steps) {
    const bool is_answer = step->state == "accepted" || step->state == "rejected";
    std::string key = step->state;
    if (is_answer) {
      for (const Who& who : role(*step, "state_by")) {
        key += "|" + who.name;
      }
    }
    if (step->state.empty() && offer.steps.size() > 1) {
      continue;
    }
    const auto [at, is_new] = told.try_emplace(key, steps.size());
    if (is_new) {
      steps.push_back({step, {}});
    }
    if (steps[at->second].notes.size() < 3) {
      steps[at->second].notes.push_back(note(*step, step->spans));
    }
  }
  if (steps.empty()) {
    steps.push_back({offer.steps.front(), {note(*offer.steps.front(), offer.steps.front()->spans)}});
  }
  if (in_short && steps.size() > 1) {
    steps.erase(steps.begin(), steps.end() - 1);
  }
  if (steps.size() > kStates) {
    steps.erase(steps.begin() + 1, steps.end() - (kStates - 1));
  }
  bool is_first = true;
  for (Step& step : steps) {
    const std::vector<Who>& by = role(*step.deal, "state_by");
    const bool is_own =
        by.size() == offer.sponsors.size() && !by.empty() && std::all_of(by.begin(), by.end(), [&](const Who& w) {
          return std::any_of(offer.sponsors.begin(), offer.sponsors.end(),
                             [&](const Who& s) { return s.name == w.name; });
        });
    text += is_first ? "" : "; it ";
    text += step.deal->state.empty()
                ? "is named"
                : fmt::format("was {}{}", step.deal->state, by.empty() || is_own ? "" : " by " + told_parties(by));
    std::vector<Who> known = by;
    add(known, offer.sponsors);
    text += ", " + says(*step.deal, known);
    const std::string& day = paper(step.deal->ref.report)->day;
    text += day.empty() ? "" : " on " + told_date(day);
    out.push_back({text, false, step.notes});
    text.clear();
    is_first = false;
  }
  out.push_back({".", false, {}});
  return out;
}

BriefPart Composer::proposals() {
  BriefPart part{"Proposals and where they stand", false, {}};
  for (Offer& offer : offers()) {
    if (part.sentences.size() >= kOffers) {
      break;
    }
    part.sentences.push_back(offer_sentence(offer, false));
  }
  return part;
}

Sentence Composer::deal_sentence(Deal& deal, std::string_view lead) {
  const Paper& from = *paper(deal.ref.report);
  if (auto done = items_.attribute(deal); !done) {
    error_ = error_ ? error_ : done.error();
  }
  const Span sentence = around(from.text, deal.span, 500);
  constexpr std::uint32_t kTellsItself = 60;
  const bool tells = deal.span.end - deal.span.begin >= kTellsItself;
  const Span shown = clause(from.text, deal.span, tells ? Span{deal.span.begin, sentence.end} : sentence, kWords);
  // A holder is told where the words name it, and not where only a pronoun does.
  std::vector<Who> holders;
  for (const Who& holder : role(deal, "holder")) {
    const auto named = items_.is_named(deal.ref.reading, holder.party, sentence);
    if (!named) {
      error_ = error_ ? error_ : named.error();
    }
    const bool is_speaker = !deal.said_by.empty() && deal.said_by.front().name == holder.name;
    if (named && *named && !is_speaker && !holder.code.empty()) {
      holders.push_back(holder);
    }
  }
  std::string text(lead);
  text += holders.empty() ? "" : fmt::format(" of {}", told_parties(holders));
  text += ", " + says(deal, {});
  text += from.day.empty() ? "" : " on " + told_date(from.day);
  Piece words = quote(deal.ref.report, shown, kWords + 20);
  return {{text + ": ", false, {}}, std::move(words), {".", false, {note(deal, deal.spans)}}};
}

BriefPart Composer::lines_and_levers() {
  BriefPart part{"Red lines, levers and commitments", false, {}};
  struct Kind {
    InstrumentKind kind;
    std::string_view lead;
    std::size_t most;
  };
  for (const Kind& k : {Kind{InstrumentKind::red_line, "A red line", 3}, Kind{InstrumentKind::lever, "A lever", 3},
                        Kind{InstrumentKind::commitment, "A commitment", 2}}) {
    std::vector<Deal*> of_kind;
    for (Deal& deal : items_.deals) {
      if (deal.kind == name(k.kind)) {
        of_kind.push_back(&deal);
      }
    }
    // The newest and surest, each report once.
    std::stable_sort(of_kind.begin(), of_kind.end(), [](const Deal* a, const Deal* b) {
      return a->day != b->day ? a->day > b->day : a->confidence > b->confidence;
    });
    std::set<std::string> holders;
    std::size_t told = 0;
    for (Deal* deal : of_kind) {
      const std::vector<Who>& holder = role(*deal, "holder");
      const std::string key = deal->ref.report + (holder.empty() ? "" : holder.front().name);
      if (told < k.most && holders.insert(key).second) {
        part.sentences.push_back(deal_sentence(*deal, k.lead));
        ++told;
      }
    }
  }
  return part;
}

void Composer::changed_deals(BriefPart& part) {
  for (Offer& offer : offers()) {
    const bool has_news = std::any_of(offer.steps.begin(), offer.steps.end(), [&](const Deal* step) {
      return step->day >= items_.since && !step->state.empty();
    });
    if (has_news && part.sentences.size() < 4) {
      std::erase_if(offer.steps, [&](const Deal* step) { return step->day < items_.since || step->state.empty(); });
      part.sentences.push_back(offer_sentence(offer, false));
    }
  }
}

}  // namespace detente::board::briefing
