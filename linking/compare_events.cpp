#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "compare.hpp"

namespace detente::linking {

namespace {

// Points of evidence that two acts are one; kEnough of them make it so.
constexpr double kEnough = 4.2;
constexpr double kSameParty = 1.5;
constexpr double kKinParty = 0.6;
constexpr double kOtherParty = -2.5;
constexpr double kSameDay = 1.5;
constexpr double kSamePlace = 1.2;
constexpr double kSameCountry = 0.4;
constexpr double kWords = 5.0;
constexpr double kTopic = 2.0;
constexpr double kSameTrigger = 0.5;
constexpr double kOtherNumbers = -0.8;
constexpr double kName = 0.15;
constexpr double kNames = 0.75;
constexpr double kOnce = 1.2;
constexpr double kOtherType = -0.6;

double points_of(Match match) {
  switch (match) {
    case Match::same:
      return kSameParty;
    case Match::kin:
      return kKinParty;
    case Match::conflict:
      return kOtherParty;
    case Match::unknown:
      break;
  }
  return 0;
}

// Points for the days; nothing if they cannot be one.
std::optional<double> points_of_days(const Traits& a, const Traits& b) {
  constexpr std::int32_t kLong = 8;
  const auto narrow = [](const Traits& t) { return t.when && t.when->last - t.when->first < kLong; };
  if (a.when && b.when) {
    const std::int32_t gap = std::max(a.when->first, b.when->first) - std::min(a.when->last, b.when->last);
    if (gap > 1) {
      return std::nullopt;
    }
    if (gap == 1) {
      return narrow(a) && narrow(b) ? std::optional<double>(0) : std::nullopt;
    }
    return *a.when == *b.when && a.when->first == a.when->last ? kSameDay : narrow(a) && narrow(b) ? 0.6 : 0.2;
  }
  if (!a.is_dated || !b.is_dated) {
    return 0;
  }
  constexpr std::int32_t kWeek = 7;
  const std::int32_t apart = std::abs(a.day - b.day);
  if (a.when || b.when) {
    const Days when = a.when ? *a.when : *b.when;
    const std::int32_t told = a.when ? b.day : a.day;
    if (when.last - when.first >= kLong) {
      return apart <= kWeek ? 0 : -1.5;
    }
    const std::int32_t after = told - when.last;
    if (after < -1 && told < when.first) {
      return -1.5;
    }
    return after <= 2 ? 0.6 : after <= kWeek ? 0 : -1.5;
  }
  return apart <= 1 ? 0.5 : apart <= 4 ? 0.2 : apart <= kWeek ? -0.3 : -1.2;
}

bool is_done(const Traits& t) { return t.status == Status::actual; }
bool is_not_done(const Traits& t) { return t.status == Status::negated || t.is_denied; }
bool is_ahead(const Traits& t) {
  return t.status == Status::planned || t.status == Status::possible || t.status == Status::conditional;
}

std::string who(const std::vector<ClaimParty>& parties) { return parties.empty() ? "somebody" : parties.front().name; }

std::string same_act(const Traits& newer, const PartyMatch& by, const PartyMatch& on) {
  std::string out = fmt::format("same act ({})", name(newer.type));
  if (by.match >= Match::kin) {
    out += " by " + by.name;
  }
  if (on.match >= Match::kin) {
    out += " on " + on.name;
  }
  return out;
}

std::string days_in_words(const Traits& a, const Traits& b) {
  if (a.when && b.when && *a.when == *b.when) {
    return a.when->first == a.when->last ? iso(a.when->first)
                                         : fmt::format("{} to {}", iso(a.when->first), iso(a.when->last));
  }
  const std::int32_t apart = std::abs(a.day - b.day);
  if (a.report == b.report || !a.is_dated || !b.is_dated) {
    return "";
  }
  return apart == 0 ? "reported on one day" : fmt::format("reported {} {} apart", apart, apart == 1 ? "day" : "days");
}

std::string place_in_words(Where where, const Traits& newer) {
  if (where == Where::same) {
    return "both in " + newer.place->name;
  }
  return where == Where::country && newer.place->is_country ? "both in " + newer.place->name : "";
}

bool has_any(const std::vector<Term>& terms, const std::vector<Term>& of) {
  return std::any_of(terms.begin(), terms.end(), [&](const Term& term) {
    return std::any_of(of.begin(), of.end(), [&](const Term& other) { return other.hash == term.hash; });
  });
}

// One side is charged, and denies it: two acts of which each is about the other.
std::optional<Likeness> charge_and_denial(const Traits& older, const Traits& newer) {
  const bool in_order = older.type == EventType::ACCUSE && newer.type == EventType::REJECT;
  const bool reversed = older.type == EventType::REJECT && newer.type == EventType::ACCUSE;
  if (!in_order && !reversed) {
    return std::nullopt;
  }
  const Traits& charge = in_order ? older : newer;
  const Traits& denial = in_order ? newer : older;
  // A refusal to do something is a REJECT too, and blame for a fault of character an ACCUSE: neither is right or wrong.
  static const std::vector<Term> kDenies = terms_of("deny denied denies denying reject dismiss refute dispute");
  if (!denial.speaks_of_charge || !has_any(denial.trigger, kDenies) || charge.mode == "disapprove" ||
      charge.status != Status::actual || denial.status != Status::actual || charge.targets.empty()) {
    return std::nullopt;
  }
  const PartyMatch accused = match_parties(charge.targets, denial.sources);
  const PartyMatch accuser = match_parties(charge.sources, denial.targets);
  const PartyMatch own = match_parties(charge.sources, denial.sources);
  const SharedTerms topic = shared_terms(older.topic, newer.topic);
  const SharedTerms words = shared_terms(older.words, newer.words);
  constexpr std::int32_t kNear = 5;
  constexpr double kRelated = 0.3;
  constexpr double kSomeWords = 0.15;
  const bool is_near = std::abs(older.day - newer.day) <= kNear;
  const bool is_related = older.report == newer.report || topic.cosine >= kRelated;
  const bool is_answer = accuser.match >= Match::kin || words.cosine >= kSomeWords;
  // Two persons of one country do not answer for each other.
  const auto is_person = [](const std::vector<ClaimParty>& all) {
    return !all.empty() && std::all_of(all.begin(), all.end(), [](const ClaimParty& p) { return p.is_person; });
  };
  const bool is_other = accused.match == Match::kin && is_person(charge.targets) && is_person(denial.sources);
  if (is_other || accused.match < Match::kin || accuser.match == Match::conflict || own.match == Match::same ||
      !is_near || !is_related || !is_answer) {
    return std::nullopt;
  }
  return Likeness{1.0 + words.cosine, Relation::contradicts,
                  join({fmt::format("a charge against {} by {}, which {} denies", charge.targets.front().name,
                                    who(charge.sources), who(denial.sources)),
                        words.words.empty() ? "" : "words: " + quoted(words.words)})};
}

// The person whom one act of a kind that comes once befell in both; empty if there is none.
std::string befell_once(const Traits& a, const Traits& b) {
  const OnceAct one = once_act(a);
  const OnceAct other = once_act(b);
  if (one.kind == 0 || one.kind != other.kind) {
    return "";
  }
  for (const std::string& who : other.who) {
    if (std::find(one.who.begin(), one.who.end(), who) != one.who.end()) {
      return who;
    }
  }
  return "";
}

bool are_related(EventType a, EventType b) {
  using enum EventType;
  constexpr std::array<std::pair<EventType, EventType>, 12> kRelated{{{COERCE, ASSAULT},
                                                                      {SANCTION, COERCE},
                                                                      {AGREE, COOPERATE},
                                                                      {AGREE, CONSULT},
                                                                      {CONSULT, COOPERATE},
                                                                      {AGREE, SUPPORT},
                                                                      {SUPPORT, COOPERATE},
                                                                      {SUPPORT, AID},
                                                                      {AGREE, RETREAT},
                                                                      {CONCEDE, RETREAT},
                                                                      {ACCUSE, REJECT},
                                                                      {MOBILIZE, ASSAULT}}};
  return std::any_of(kRelated.begin(), kRelated.end(), [&](const std::pair<EventType, EventType>& pair) {
    return (pair.first == a && pair.second == b) || (pair.first == b && pair.second == a);
  });
}

// Enough in common that another type of act may be another reading of it.
bool is_told_alike(const Traits& older, const Traits& newer, const SharedTerms& words, const PartyMatch& by,
                   const PartyMatch& on) {
  constexpr double kWordsOfRelated = 0.4;
  const bool is_party = by.match == Match::same || on.match == Match::same;
  const bool no_conflict = by.match != Match::conflict && on.match != Match::conflict;
  const bool same_status = older.status == newer.status && older.is_denied == newer.is_denied;
  return older.report != newer.report && words.cosine >= kWordsOfRelated && is_party && no_conflict && same_status;
}

}  // namespace

std::optional<Likeness> compare_events(const Traits& older, const Traits& newer) {
  if (auto denied = charge_and_denial(older, newer)) {
    return denied;
  }
  const std::string befell = befell_once(older, newer);
  const bool is_related = older.type != newer.type;
  if (is_related && befell.empty() && !are_related(older.type, newer.type)) {
    return std::nullopt;
  }
  auto days = points_of_days(older, newer);
  if (days && !befell.empty()) {
    days = std::max(*days, 0.0);
  }
  const Where where = match_places(older, newer);
  if (!days || where == Where::conflict) {
    return std::nullopt;
  }
  const PartyMatch by = match_parties(older.sources, newer.sources);
  const PartyMatch on = match_parties(older.targets, newer.targets);
  const SharedTerms words = shared_terms(older.words, newer.words);
  const SharedTerms topic = shared_terms(older.topic, newer.topic);
  const SharedTerms trigger = shared_terms(older.trigger, newer.trigger);
  const bool one_report = older.report == newer.report;
  const bool is_anchored = by.match == Match::same || on.match == Match::same || where == Where::same;
  // The words must speak for it: parties that act on each other every day say little by themselves.
  constexpr double kSomeWords = 0.18;
  constexpr double kSomeWordsOfOnce = 0.12;
  constexpr double kManyWords = 0.5;
  constexpr double kManyWordsOfStory = 0.4;
  constexpr double kOneStory = 0.4;
  const bool is_one_story = !one_report && topic.cosine >= kOneStory && std::abs(older.day - newer.day) <= 3 &&
                            older.is_dated && newer.is_dated;
  const double some_words = befell.empty() ? kSomeWords : kSomeWordsOfOnce;
  if (words.cosine < some_words ||
      (!is_anchored && befell.empty() && words.cosine < (is_one_story ? kManyWordsOfStory : kManyWords))) {
    return std::nullopt;
  }
  // One name, or a name and a state, stand in reports of many acts.
  constexpr int kTelling = 3;
  const int telling = words.telling + (trigger.cosine > 0 ? 1 : 0);
  constexpr double kAlmostAll = 0.6;
  if (befell.empty() && telling < kTelling && words.cosine < kAlmostAll) {
    return std::nullopt;
  }
  // Of two types of act one can be a reading of the other, if all else is as of one.
  if (is_related && befell.empty() && !is_told_alike(older, newer, words, by, on)) {
    return std::nullopt;
  }
  // Where neither the acts nor the reports have a day, only the words can say that it is not another time.
  constexpr double kTimelessWords = 0.45;
  const bool is_timeless = !one_report && !(older.when && newer.when) && (!older.is_dated || !newer.is_dated);
  if (is_timeless && words.cosine < kTimelessWords) {
    return std::nullopt;
  }
  // Acts of one sentence are told once each.
  constexpr double kOneSentence = 0.98;
  const bool is_retold = !befell.empty() || (words.cosine >= kManyWords && trigger.cosine > 0);
  if (one_report && (!is_retold || words.cosine > kOneSentence)) {
    return std::nullopt;
  }
  double points = *days + kWords * words.cosine + std::min(kNames, kName * words.names);
  points += one_report ? 0 : kTopic * topic.cosine;
  points += trigger.cosine > 0 ? kSameTrigger : 0;
  points += befell.empty() ? 0 : kOnce;
  points += is_related && befell.empty() ? kOtherType : 0;
  points += words.numbers_differ ? kOtherNumbers : 0;
  points += where == Where::same ? kSamePlace : where == Where::country ? kSameCountry : 0;
  points += points_of(on.match);
  const bool is_violent = older.type == EventType::ASSAULT || older.type == EventType::COERCE;
  const bool other_hand = is_violent && by.match == Match::conflict && on.match >= Match::kin;
  points += other_hand ? 0 : points_of(by.match);
  Likeness out{points / kEnough, Relation::same, ""};
  const std::string words_shown = words.words.empty() ? "" : "words: " + quoted(words.words);
  const std::string act = same_act(newer, by, on);
  const std::string when = days_in_words(older, newer);
  const std::string place = place_in_words(where, newer);
  if (other_hand) {
    // Another culprit is a bold thing to say, so much else must be the same.
    constexpr double kBold = 0.45;
    // A sentence that names both may have been read the wrong way round.
    const auto names_other = [](const Traits& t, const Traits& other) {
      return has_any(t.words, terms_of(other.sources.front().name));
    };
    if (words.cosine < kBold || !is_done(older) || !is_done(newer) || names_other(older, newer) ||
        names_other(newer, older)) {
      return std::nullopt;
    }
    out.relation = Relation::contradicts;
    out.reason = join({fmt::format("same act ({}) on {}, but by {} there and by {} here", name(newer.type), on.name,
                                   who(older.sources), who(newer.sources)),
                       when, place, words_shown});
    return out;
  }
  if ((is_done(older) && !older.is_denied && is_not_done(newer)) ||
      (is_done(newer) && !newer.is_denied && is_not_done(older))) {
    // What is denied must be the act itself, in its own word.
    constexpr double kDenied = 0.3;
    if (trigger.cosine == 0 || words.cosine < kDenied) {
      return std::nullopt;
    }
    out.relation = Relation::contradicts;
    out.reason = join({act + (is_not_done(newer) ? ", done there and denied or not done here"
                                                 : ", denied or not done there and done here"),
                       when, place, words_shown});
    return out;
  }
  if (is_ahead(older) && is_done(newer) && !one_report && newer.day >= older.day) {
    out.relation = Relation::update;
    out.reason = join({fmt::format("{}, {} there and done here", act, name(older.status)), when, place, words_shown});
    return out;
  }
  out.reason = join({act, when, place, words_shown});
  return out;
}

}  // namespace detente::linking
