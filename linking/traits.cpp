// From a claim to what is compared.
#include <algorithm>
#include <array>

#include "compare.hpp"
#include "detente/linking/claims.hpp"
#include "detente/text/date.hpp"
#include "detente/text/hash.hpp"

namespace detente::linking {

namespace {

constexpr std::size_t kWords = 40;      // terms kept of a sentence
constexpr std::size_t kTopic = 32;      // terms kept of a report
constexpr std::size_t kContext = 24;    // terms kept of the sentences beside it
constexpr std::size_t kNear = 4;        // names kept that stand beside the word of an act
constexpr std::size_t kNameBytes = 60;  // of a name that reasons show

std::uint32_t hash32(std::string_view word) { return static_cast<std::uint32_t>(text::fnv1a(word)); }

// The heaviest terms, still sorted by hash.
std::vector<Term> heaviest(std::vector<Term> terms, std::size_t at_most) {
  if (terms.size() > at_most) {
    std::stable_sort(terms.begin(), terms.end(), [](const Term& a, const Term& b) { return a.weight > b.weight; });
    terms.resize(at_most);
    std::sort(terms.begin(), terms.end(), [](const Term& a, const Term& b) { return a.hash < b.hash; });
  }
  return terms;
}

std::string shortened(std::string_view words) {
  if (words.size() <= kNameBytes) {
    return std::string(words);
  }
  std::size_t end = kNameBytes;
  while (end > 0 && (static_cast<unsigned char>(words[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  return std::string(words.substr(0, end));
}

}  // namespace

std::optional<Days> days_of(std::string_view value) {
  constexpr std::size_t kWeekForm = 8;  // "2024-W41"
  if (value.size() == kWeekForm && value[5] == 'W' && value[4] == '-') {
    const auto digit = [&](std::size_t at) { return value[at] - '0'; };
    for (const std::size_t at : {0U, 1U, 2U, 3U, 6U, 7U}) {
      if (digit(at) < 0 || digit(at) > 9) {
        return std::nullopt;
      }
    }
    const int year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3);
    const int week = digit(6) * 10 + digit(7);
    if (year < text::kFirstYear || year > text::kLastYear || week < 1 || week > 53) {
      return std::nullopt;
    }
    // ISO 8601: week 1 is the one with 4 January in it. 1970-01-01 was a Thursday.
    const auto fourth = static_cast<std::int32_t>(text::day_number(text::make_day(year, 1, 4)));
    const std::int32_t monday = fourth - (((fourth + 3) % 7) + 7) % 7;
    return Days{monday + 7 * (week - 1), monday + 7 * (week - 1) + 6};
  }
  const auto date = text::parse_date(value);
  if (!date) {
    return std::nullopt;
  }
  const auto day = [](int year, int month, int number) {
    return static_cast<std::int32_t>(text::day_number(text::make_day(year, month, number)));
  };
  if (date->precision == text::Precision::year) {
    return Days{day(date->year, 1, 1), day(date->year, 12, 31)};
  }
  if (date->precision == text::Precision::month) {
    return Days{day(date->year, date->month, 1),
                day(date->year, date->month, text::days_in_month(date->year, date->month))};
  }
  const std::int32_t only = day(date->year, date->month, date->day);
  return Days{only, only};
}

namespace {

std::vector<Term> names_in(std::string_view words) {
  std::vector<Term> out = terms_of(words);
  std::erase_if(out, [](const Term& term) { return term.weight != kNameWeight; });
  return heaviest(std::move(out), kNear);
}

std::vector<Term> words_in(std::string_view words) {
  std::vector<Term> out = terms_of(words);
  std::erase_if(out, [](const Term& term) { return term.weight == kNumberWeight; });
  return heaviest(std::move(out), 2 * kNear);
}

// "Thousands" is at least two thousand, and not tens of thousands.
void read_vague(std::string_view words, Traits& t) {
  struct Vague {
    std::string_view word;
    double low;
    double high;
  };
  constexpr std::array<Vague, 8> kVague{{{"hundreds of thousands", 2e5, 2e6},
                                         {"tens of thousands", 2e4, 2e5},
                                         {"millions", 2e6, 2e7},
                                         {"thousand", 2e3, 2e4},
                                         {"hundred", 200, 2e3},
                                         {"dozens", 24, 200},
                                         {"dozen", 24, 100},
                                         {"scores", 40, 200}}};
  std::string lower(words);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  for (const Vague& vague : kVague) {
    if (lower.find(vague.word) != std::string::npos) {
      t.low = vague.low;
      t.high = vague.high;
      return;
    }
  }
}

// "Some 200,000 people have died in four years of fighting".
bool is_running(const Claim& claim) {
  constexpr double kManyDead = 400;
  constexpr double kManyFled = 10000;
  const double low = claim.low.value_or(claim.high.value_or(0));
  const bool is_dead = claim.measure == "killed" || claim.measure == "casualties" || claim.measure == "missing";
  if (claim.kind != ClaimKind::figure ||
      !((is_dead && low >= kManyDead) || (claim.measure == "displaced" && low >= kManyFled))) {
    return false;
  }
  constexpr std::array<std::string_view, 20> kLong{
      "since",    "conflict",         "years",     "decade",     "war",         "insurgency", "uprising",
      "genocide", "fighting",         "so far",    "has killed", "have killed", "have died",  "have been killed",
      "crisis",   "displaced people", "broke out", "flared up",  "had fled",    "have fled"};
  return claim.since || std::any_of(kLong.begin(), kLong.end(),
                                    [&](std::string_view word) { return claim.words.find(word) != std::string::npos; });
}

bool is_open(std::string_view sentence) {
  constexpr std::array<std::string_view, 8> kOpen{"?",        " why ", " whether ", " if ",
                                                  " unless ", "If ",   "Unless ",   "Whether "};
  return std::any_of(kOpen.begin(), kOpen.end(),
                     [&](std::string_view word) { return sentence.find(word) != std::string_view::npos; });
}

}  // namespace

Traits traits_of(const Claim& claim) {
  Traits t;
  t.kind = claim.kind;
  t.reading = claim.reading;
  t.n = claim.n;
  t.report = text::fnv1a(claim.report);
  t.outlet = claim.outlet.empty() ? 0 : hash32(claim.outlet);
  t.day = claim.day;
  t.is_dated = claim.is_dated;
  t.words = heaviest(terms_of(claim.words), kWords);
  t.topic = heaviest(claim.topic, kTopic);
  t.context = heaviest(terms_of(claim.context), kContext);
  t.is_open = is_open(claim.words);
  t.act = claim.act.find(".toml:") == std::string::npos ? 0 : hash32(claim.act);
  t.since = claim.since;
  t.near = claim.kind == ClaimKind::event ? names_in(claim.near) : words_in(claim.near);
  t.is_running = is_running(claim);
  t.speaker = shortened(claim.speaker);
  t.speaker_code = shortened(claim.speaker_code);
  t.is_denied = claim.is_denied;
  static const std::vector<Term> kCharge =
      terms_of("allegation accusation charge claim suggestion involvement responsibility");
  t.speaks_of_charge = std::any_of(t.words.begin(), t.words.end(), [](const Term& term) {
    return std::any_of(kCharge.begin(), kCharge.end(), [&](const Term& c) { return c.hash == term.hash; });
  });
  const auto parties = [](const std::vector<ClaimParty>& all) {
    std::vector<ClaimParty> out = all;
    for (ClaimParty& party : out) {
      party.name = shortened(party.name);
      party.code = shortened(party.code);
    }
    return out;
  };
  t.sources = parties(claim.sources);
  t.targets = parties(claim.targets);
  t.when = claim.when;
  t.place = claim.place;
  if (t.place) {
    t.place->name = shortened(t.place->name);
  }
  t.type = claim.type;
  t.status = claim.status;
  t.mode = claim.mode;
  t.trigger = terms_of(claim.trigger);
  t.measure = claim.measure;
  t.unit = shortened(claim.unit);
  t.population = terms_of(claim.population);
  // How many is no part of who.
  static const std::vector<Term> kNumbers = terms_of(
      "hundred thousand million billion dozen dozens score scores three four five six seven eight nine ten eleven "
      "twelve "
      "thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty "
      "ninety estimated estimate nearly approximately roughly total number");
  std::erase_if(t.population, [](const Term& term) {
    return (!term.text.empty() && term.text[0] >= '0' && term.text[0] <= '9') ||
           std::any_of(kNumbers.begin(), kNumbers.end(), [&](const Term& n) { return n.hash == term.hash; });
  });
  t.population_words = shortened(claim.population);
  t.low = claim.low;
  t.high = claim.high;
  t.bound = claim.bound;
  if (!t.low && !t.high) {
    read_vague(claim.counted, t);
  }
  t.instrument = claim.instrument;
  t.label = heaviest(terms_of(claim.label), kWords);
  t.duration = claim.duration;
  t.action = shortened(claim.action);
  t.direction = claim.direction;
  t.state = claim.state;
  t.state_by = claim.state_by;
  return t;
}

}  // namespace detente::linking
