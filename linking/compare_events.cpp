#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "compare.hpp"
#include "evidence.hpp"

namespace detente::linking {

namespace {

// The log of the odds from which on two acts are taken for one.
constexpr double kSure = 0.1;
// A point of likeness is worth so much of it.
constexpr double kStep = 4;
// Another culprit speaks against one act, but that is what is disputed.
constexpr double kOtherHand = 2.5;

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

const std::vector<Term>& denial_words() {
  static const std::vector<Term> kDenies = terms_of("deny denied denies denying reject dismiss refute dispute");
  return kDenies;
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
  if (!denial.speaks_of_charge || !has_any(denial.trigger, denial_words()) || charge.mode == "disapprove" ||
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
  // To deny somebody else a thing is no answer to the one who charges.
  const bool is_to_another = !denial.targets.empty() && !charge.sources.empty() && accuser.match == Match::unknown;
  const bool is_answer = !is_to_another && (accuser.match >= Match::kin || words.cosine >= kSomeWords);
  // Its officials answer for a state; two parties of one country do not answer for each other.
  const auto is_state = [](const std::vector<ClaimParty>& all) {
    return std::any_of(all.begin(), all.end(), [](const ClaimParty& p) { return p.is_place; });
  };
  const bool is_other = accused.match == Match::kin && !is_state(charge.targets) && !is_state(denial.sources);
  if (is_other || accused.match < Match::kin || accuser.match == Match::conflict || own.match == Match::same ||
      !is_near || !is_related || !is_answer) {
    return std::nullopt;
  }
  return Likeness{1.0 + words.cosine, Relation::contradicts,
                  join({fmt::format("a charge against {} by {}, which {} denies", charge.targets.front().name,
                                    who(charge.sources), who(denial.sources)),
                        words.words.empty() ? "" : "words: " + quoted(words.words)})};
}

// What one side says another did, or says happened, and a denial of "the claim" of that side.
std::optional<Likeness> claim_and_denial(const Traits& older, const Traits& newer) {
  const auto is_denial = [](const Traits& t) { return t.type == EventType::REJECT && t.speaks_of_charge; };
  if (is_denial(older) == is_denial(newer)) {
    return std::nullopt;
  }
  const Traits& denial = is_denial(older) ? older : newer;
  const Traits& claim = is_denial(older) ? newer : older;
  const bool is_act = claim.type == EventType::ASSAULT || claim.type == EventType::COERCE;
  if (!is_act || claim.status != Status::actual || denial.status != Status::actual || claim.is_denied ||
      claim.speaker_code.empty() || denial.targets.empty() || denial.sources.empty() ||
      !has_any(denial.trigger, denial_words())) {
    return std::nullopt;
  }
  const auto country = [](std::string_view code) { return code.substr(0, 3); };
  const auto says = [&](const ClaimParty& p) {
    return p.name == claim.speaker || (!p.code.empty() && country(p.code) == country(claim.speaker_code));
  };
  const auto denies = [&](const ClaimParty& p) {
    return !p.code.empty() && country(p.code) == country(claim.speaker_code);
  };
  const bool is_answer = std::any_of(denial.targets.begin(), denial.targets.end(), says) &&
                         std::none_of(denial.sources.begin(), denial.sources.end(), denies);
  const SharedTerms words = shared_terms(older.words, newer.words);
  const SharedTerms topic = shared_terms(older.topic, newer.topic);
  const double around = std::max(shared_terms(claim.words, denial.context).cosine, words.cosine);
  const PartyMatch accused = match_parties(claim.sources, denial.sources);
  constexpr std::int32_t kNear = 5;
  constexpr double kRelated = 0.3;
  constexpr double kSomeWords = 0.2;
  const bool one_report = older.report == newer.report;
  if (!is_answer || around < kSomeWords || accused.match == Match::conflict ||
      (!one_report && (topic.cosine < kRelated || std::abs(older.day - newer.day) > kNear))) {
    return std::nullopt;
  }
  return Likeness{1.0 + around, Relation::contradicts,
                  join({fmt::format("what {} says ({}), and a denial of its claim by {}", claim.speaker,
                                    name(claim.type), who(denial.sources)),
                        words.words.empty() ? "" : "words: " + quoted(words.words)})};
}

// What is asked, supposed or unexplained is not asserted.
bool is_asserted(const Traits& t) { return !t.is_open; }

bool is_one_name(const std::vector<ClaimParty>& a, const std::vector<ClaimParty>& b) {
  return std::any_of(a.begin(), a.end(), [&](const ClaimParty& one) {
    return one.is_named &&
           std::any_of(b.begin(), b.end(), [&](const ClaimParty& other) { return one.name == other.name; });
  });
}

// Whether the same party does it to the same one, as far as they are named: what is denied of one is not denied of
// another.
bool is_one_case(const Traits& a, const Traits& b) {
  const auto fits = [](const std::vector<ClaimParty>& x, const std::vector<ClaimParty>& y) {
    return x.empty() || y.empty() || is_one_name(x, y);
  };
  return fits(a.sources, b.sources) && fits(a.targets, b.targets) &&
         (is_one_name(a.sources, b.sources) || is_one_name(a.targets, b.targets));
}

// What one report says twice in other sentences. One speaker does not contradict himself in it.
bool is_retold(const EventEvidence& evidence) {
  constexpr double kManyWords = 0.5;
  constexpr double kOneSentence = 0.98;
  return evidence.words.cosine <= kOneSentence &&
         (!evidence.befell.empty() || (evidence.words.cosine >= kManyWords && evidence.same_act));
}

}  // namespace

std::optional<Likeness> compare_events(const Traits& older, const Traits& newer) {
  if (auto denied = charge_and_denial(older, newer)) {
    return denied;
  }
  if (auto denied = claim_and_denial(older, newer)) {
    return denied;
  }
  const auto evidence = evidence_of_events(older, newer);
  if (!evidence) {
    return std::nullopt;
  }
  const PartyMatch& by = evidence->by;
  const PartyMatch& on = evidence->on;
  const SharedTerms& words = evidence->words;
  const bool one_report = older.report == newer.report;
  // The words must speak for it: parties that act on each other every day say little by themselves.
  constexpr double kSomeWords = 0.15;
  if ((one_report && !is_retold(*evidence)) || (words.cosine < kSomeWords && evidence->befell.empty())) {
    return std::nullopt;
  }
  // Without a day only the words can say that it is not another time: a bulletin comes again with other numbers.
  const bool is_timeless = evidence->list[kTimeless] > 0 && !one_report;
  if (is_timeless && words.numbers_missing) {
    return std::nullopt;
  }
  // What happens to somebody or other happens again; a week later it must be named, or told with more.
  constexpr std::int32_t kDays = 5;
  constexpr double kFarther = 1;
  const bool has_day = older.when && newer.when;
  const bool is_far = !one_report && !has_day && std::abs(older.day - newer.day) >= kDays && evidence->befell.empty() &&
                      words.numbers == 0;
  const double odds = odds_of(evidence->list) + (one_report ? kStep : 0) - (is_far ? kFarther : 0);
  Likeness out{1 + (odds - kSure) / kStep, Relation::same, ""};
  const std::string words_shown = words.words.empty() ? "" : "words: " + quoted(words.words);
  const std::string act = same_act(newer, by, on);
  const std::string when = days_in_words(older, newer);
  const std::string place = place_in_words(evidence->where, newer);
  const bool is_violent = older.type == EventType::ASSAULT || older.type == EventType::COERCE;
  if (is_violent && by.match == Match::conflict && on.match >= Match::kin) {
    // Another culprit is a bold thing to say, so much else must be the same; and a sentence that names both may have
    // been read the wrong way round.
    constexpr double kBold = 0.45;
    const auto names_other = [](const Traits& t, const Traits& other) {
      return has_any(t.words, terms_of(other.sources.front().name));
    };
    if (words.cosine < kBold || older.type != newer.type || !is_done(older) || !is_done(newer) || !is_asserted(older) ||
        !is_asserted(newer) || names_other(older, newer) || names_other(newer, older)) {
      return std::nullopt;
    }
    out.score += kOtherHand / kStep;
    out.relation = Relation::contradicts;
    out.reason = join({fmt::format("same act ({}) on {}, but by {} there and by {} here", name(newer.type), on.name,
                                   who(older.sources), who(newer.sources)),
                       when, place, words_shown});
    return out;
  }
  if ((is_done(older) && !older.is_denied && is_not_done(newer)) ||
      (is_done(newer) && !newer.is_denied && is_not_done(older))) {
    // What is denied must be the act itself, in its own word, and by another voice than the one that asserts it.
    constexpr double kDenied = 0.25;
    const bool one_voice = one_report && older.speaker == newer.speaker;
    const bool one_word = shared_terms(older.trigger, newer.trigger).cosine > 0;
    if (!one_word || words.cosine < kDenied || one_voice || !is_asserted(older) || !is_asserted(newer) ||
        !is_one_case(older, newer) || older.type != newer.type) {
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
