// From a claim to what is compared, to bytes and back, and to blocks.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "compare.hpp"
#include "detente/linking/claims.hpp"
#include "detente/text/date.hpp"
#include "detente/text/hash.hpp"
#include "words.hpp"

namespace detente::linking {

namespace {

constexpr std::size_t kWords = 40;      // terms kept of a sentence
constexpr std::size_t kTopic = 32;      // terms kept of a report
constexpr std::size_t kNameBytes = 60;  // of a name that reasons show
constexpr std::size_t kBytesAtMost = 16384;
constexpr char kForm = 1;

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

class Writer {
 public:
  void byte(std::uint8_t value) { out_ += static_cast<char>(value); }
  void number(std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) {
      byte(static_cast<std::uint8_t>(value >> (8 * i)));
    }
  }
  void day(std::int32_t value) { number(static_cast<std::uint32_t>(value), 4); }
  void real(double value) { number(std::bit_cast<std::uint64_t>(value), 8); }
  void text(std::string_view value) {
    const std::size_t size = std::min<std::size_t>(value.size(), 255);
    byte(static_cast<std::uint8_t>(size));
    out_ += value.substr(0, size);
  }
  void terms(const std::vector<Term>& all) {
    byte(static_cast<std::uint8_t>(std::min<std::size_t>(all.size(), 255)));
    for (std::size_t i = 0; i < all.size() && i < 255; ++i) {
      number(all[i].hash, 4);
      byte(all[i].weight);
    }
  }
  void parties(const std::vector<ClaimParty>& all) {
    byte(static_cast<std::uint8_t>(std::min<std::size_t>(all.size(), 255)));
    for (std::size_t i = 0; i < all.size() && i < 255; ++i) {
      text(all[i].name);
      text(all[i].code);
      text(all[i].role);
      byte(static_cast<std::uint8_t>((all[i].is_named ? 1 : 0) + (all[i].is_place ? 2 : 0) +
                                     (all[i].is_person ? 4 : 0)));
    }
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  std::uint8_t byte() {
    if (at_ >= bytes_.size()) {
      failed_ = true;
      return 0;
    }
    return static_cast<std::uint8_t>(bytes_[at_++]);
  }
  std::uint64_t number(int bytes) {
    std::uint64_t value = 0;
    for (int i = 0; i < bytes; ++i) {
      value |= std::uint64_t{byte()} << (8 * i);
    }
    return value;
  }
  std::int32_t day() { return static_cast<std::int32_t>(static_cast<std::uint32_t>(number(4))); }
  double real() {
    const double value = std::bit_cast<double>(number(8));
    failed_ = failed_ || std::isnan(value);
    return value;
  }
  std::string text() {
    const std::size_t size = byte();
    if (size > bytes_.size() - at_) {
      failed_ = true;
      return {};
    }
    at_ += size;
    return std::string(bytes_.substr(at_ - size, size));
  }
  std::vector<Term> terms() {
    std::vector<Term> out(byte());
    for (Term& term : out) {
      term.hash = static_cast<std::uint32_t>(number(4));
      term.weight = byte();
      failed_ = failed_ || term.weight > kNumberWeight;
    }
    failed_ = failed_ ||
              !std::is_sorted(out.begin(), out.end(), [](const Term& a, const Term& b) { return a.hash < b.hash; });
    return out;
  }
  std::vector<ClaimParty> parties() {
    std::vector<ClaimParty> out(byte());
    for (ClaimParty& party : out) {
      party.name = text();
      party.code = text();
      party.role = text();
      const std::uint8_t flags = byte();
      party.is_named = (flags & 1U) != 0;
      party.is_place = (flags & 2U) != 0;
      party.is_person = (flags & 4U) != 0;
    }
    return out;
  }
  template <typename Word>
  Word word(Word last) {
    const std::uint8_t value = byte();
    failed_ = failed_ || value > static_cast<std::uint8_t>(last);
    return failed_ ? Word{} : static_cast<Word>(value);
  }
  bool is_done() const { return !failed_ && at_ == bytes_.size(); }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

// Report day for what has no date of its own: an undated claim of a report is about the days before it.
std::int32_t time_of(const Traits& t) {
  constexpr std::int32_t kLongSpan = 45;
  if (t.kind == ClaimKind::event && t.when && t.when->last - t.when->first <= kLongSpan) {
    return t.when->last;
  }
  return t.day;
}

// A span of time in days. Claims of neighbouring spans are compared too.
std::int32_t span_days(ClaimKind kind) {
  constexpr std::int32_t kOfEvents = 8;
  constexpr std::int32_t kOfInstruments = 32;
  return kind == ClaimKind::instrument ? kOfInstruments : kOfEvents;
}

std::int32_t bucket_of(const Traits& t) {
  const std::int32_t width = span_days(t.kind);
  const std::int32_t time = time_of(t);
  return time >= 0 ? time / width : (time - width + 1) / width;
}

std::int64_t block(std::int32_t bucket, std::uint32_t feature) {
  return static_cast<std::int64_t>((static_cast<std::uint64_t>(static_cast<std::uint32_t>(bucket)) << 32U) | feature);
}

std::uint32_t key_of(const ClaimParty& party) { return hash32(party.name); }

// Terms that find others: the heaviest, names before words, the order of equal ones by hash and so arbitrary but fixed.
std::vector<std::uint32_t> telling(const std::vector<Term>& terms, std::size_t at_most) {
  std::vector<Term> sorted;
  for (const Term& term : terms) {
    if (term.weight > 1) {
      sorted.push_back({term.hash, term.weight, {}});
    }
  }
  std::stable_sort(sorted.begin(), sorted.end(), [](const Term& a, const Term& b) { return a.weight > b.weight; });
  std::vector<std::uint32_t> out;
  for (std::size_t i = 0; i < sorted.size() && i < at_most; ++i) {
    out.push_back(sorted[i].hash);
  }
  return out;
}

enum Feature : std::uint32_t {
  act_party = 1,
  act_pair,
  act_place,
  act_word,
  figure_word,
  figure_value,
  figure_party,
  instrument_word,
  instrument_party,
  instrument_duration,
  charge,
  figure_population,
  once
};

// Types of which one may be read for another share blocks.
std::uint32_t family_of(EventType type) { return type <= EventType::RETREAT ? 0 : type <= EventType::PROTEST ? 1 : 2; }

void event_features(const Traits& t, std::vector<std::uint32_t>& out) {
  const auto act = static_cast<std::uint32_t>(t.type);
  const auto add = [&](Feature kind, std::uint32_t value) { out.push_back(combine(combine(kind, act), value)); };
  const auto add_kin = [&](Feature kind, std::uint32_t value) {
    out.push_back(combine(combine(kind, 100 + family_of(t.type)), value));
  };
  for (const auto* side : {&t.sources, &t.targets}) {
    for (const ClaimParty& party : *side) {
      if (party.is_named) {
        add(act_party, key_of(party));
      }
    }
  }
  for (const ClaimParty& source : t.sources) {
    for (const ClaimParty& target : t.targets) {
      if (!source.code.empty() && !target.code.empty()) {
        add_kin(act_pair, combine(hash32(source.code), hash32(target.code)));
      }
    }
  }
  if (t.place) {
    add(act_place, hash32(t.place->name));
  }
  constexpr std::size_t kTelling = 6;
  for (const std::uint32_t word : telling(t.words, kTelling)) {
    add_kin(act_word, word);
  }
  // A charge and its denial are two acts, in which the parties change places.
  const bool is_charge = t.type == EventType::ACCUSE;
  if (is_charge || (t.type == EventType::REJECT && t.speaks_of_charge)) {
    for (const ClaimParty& party : is_charge ? t.targets : t.sources) {
      if (!party.code.empty()) {
        out.push_back(combine(charge, hash32(party.code.substr(0, 3))));
      }
    }
  }
}

void figure_features(const Traits& t, std::vector<std::uint32_t>& out) {
  const std::uint32_t measure = hash32(t.measure);
  constexpr std::size_t kTellingWords = 4;
  constexpr std::size_t kTellingTopic = 8;
  for (const std::uint32_t word : telling(t.words, kTellingWords)) {
    out.push_back(combine(combine(figure_word, measure), word));
  }
  for (const std::uint32_t word : telling(t.topic, kTellingTopic)) {
    out.push_back(combine(combine(figure_party, measure), word));
  }
  for (const Term& term : t.population) {
    if (term.weight > 1) {
      out.push_back(combine(combine(figure_population, measure), term.hash));
    }
  }
  const double value = t.low.value_or(t.high.value_or(0));
  const auto number = static_cast<std::uint32_t>(std::bit_cast<std::uint64_t>(value) >> 32U);
  for (const std::uint32_t word : telling(t.topic, kTellingTopic)) {
    out.push_back(combine(combine(figure_value, number), word));
  }
  if (t.place) {
    out.push_back(combine(combine(act_place, measure), hash32(t.place->name)));
  }
}

void instrument_features(const Traits& t, std::vector<std::uint32_t>& out) {
  const auto kind = static_cast<std::uint32_t>(t.instrument);
  for (const ClaimParty& party : t.sources) {
    if (party.is_named) {
      out.push_back(combine(combine(instrument_party, kind), key_of(party)));
    }
  }
  if (!t.duration.empty() || !t.action.empty()) {
    out.push_back(combine(combine(instrument_duration, kind), combine(hash32(t.duration), hash32(t.action))));
  }
  constexpr std::size_t kTelling = 5;
  for (const std::uint32_t word : telling(t.label, kTelling)) {
    out.push_back(combine(combine(instrument_word, kind), word));
  }
  for (const std::uint32_t word : telling(t.words, kTelling)) {
    out.push_back(combine(combine(instrument_word, kind), word));
  }
}

std::vector<std::uint32_t> features_of(const Traits& t) {
  std::vector<std::uint32_t> out;
  switch (t.kind) {
    case ClaimKind::event:
      event_features(t, out);
      break;
    case ClaimKind::figure:
      figure_features(t, out);
      break;
    case ClaimKind::instrument:
      instrument_features(t, out);
      break;
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
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
  std::erase_if(t.population,
                [](const Term& term) { return !term.text.empty() && term.text[0] >= '0' && term.text[0] <= '9'; });
  t.population_words = shortened(claim.population);
  t.low = claim.low;
  t.high = claim.high;
  t.bound = claim.bound;
  t.instrument = claim.instrument;
  t.label = heaviest(terms_of(claim.label), kWords);
  t.duration = claim.duration;
  t.action = shortened(claim.action);
  t.direction = claim.direction;
  t.state = claim.state;
  t.state_by = claim.state_by;
  return t;
}

std::string to_bytes(const Traits& t) {
  Writer w;
  w.byte(kForm);
  w.byte(static_cast<std::uint8_t>(t.kind));
  w.day(t.reading);
  w.day(t.n);
  w.number(t.report, 8);
  w.number(t.outlet, 4);
  w.day(t.day);
  w.byte(static_cast<std::uint8_t>((t.is_dated ? 1 : 0) + (t.is_denied ? 2 : 0) + (t.speaks_of_charge ? 4 : 0) +
                                   (t.when ? 8 : 0) + (t.place ? 16 : 0) + (t.low ? 32 : 0) + (t.high ? 64 : 0)));
  w.terms(t.words);
  w.terms(t.topic);
  w.text(t.speaker);
  w.text(t.speaker_code);
  w.parties(t.sources);
  w.parties(t.targets);
  if (t.when) {
    w.day(t.when->first);
    w.day(t.when->last);
  }
  if (t.place) {
    w.text(t.place->name);
    w.text(t.place->country);
    w.number(std::bit_cast<std::uint32_t>(t.place->lat), 4);
    w.number(std::bit_cast<std::uint32_t>(t.place->lon), 4);
    w.byte(t.place->is_country ? 1 : 0);
  }
  switch (t.kind) {
    case ClaimKind::event:
      w.byte(static_cast<std::uint8_t>(t.type));
      w.byte(static_cast<std::uint8_t>(t.status));
      w.text(t.mode);
      w.terms(t.trigger);
      break;
    case ClaimKind::figure:
      w.text(t.measure);
      w.text(t.unit);
      w.terms(t.population);
      w.text(t.population_words);
      if (t.low) {
        w.real(*t.low);
      }
      if (t.high) {
        w.real(*t.high);
      }
      w.byte(static_cast<std::uint8_t>(t.bound));
      break;
    case ClaimKind::instrument:
      w.byte(static_cast<std::uint8_t>(t.instrument));
      w.terms(t.label);
      w.text(t.duration);
      w.text(t.action);
      w.text(t.direction);
      w.text(t.state);
      w.byte(static_cast<std::uint8_t>(std::min<std::size_t>(t.state_by.size(), 255)));
      for (std::size_t i = 0; i < t.state_by.size() && i < 255; ++i) {
        w.text(t.state_by[i]);
      }
      break;
  }
  return w.take();
}

Result<Traits> traits_from_bytes(std::string_view bytes) {
  const Error bad{ErrorCode::bad_format, "these are no traits of a claim", ""};
  if (bytes.size() > kBytesAtMost || bytes.empty() || bytes[0] != kForm) {
    return bad;
  }
  Reader r(bytes.substr(1));
  Traits t;
  t.kind = r.word(ClaimKind::instrument);
  t.reading = r.day();
  t.n = r.day();
  t.report = r.number(8);
  t.outlet = static_cast<std::uint32_t>(r.number(4));
  t.day = r.day();
  const std::uint8_t flags = r.byte();
  t.is_dated = (flags & 1U) != 0;
  t.is_denied = (flags & 2U) != 0;
  t.speaks_of_charge = (flags & 4U) != 0;
  t.words = r.terms();
  t.topic = r.terms();
  t.speaker = r.text();
  t.speaker_code = r.text();
  t.sources = r.parties();
  t.targets = r.parties();
  if ((flags & 8U) != 0) {
    const std::int32_t first = r.day();
    t.when = Days{first, r.day()};
  }
  if ((flags & 16U) != 0) {
    t.place.emplace();
    t.place->name = r.text();
    t.place->country = r.text();
    t.place->lat = std::bit_cast<float>(static_cast<std::uint32_t>(r.number(4)));
    t.place->lon = std::bit_cast<float>(static_cast<std::uint32_t>(r.number(4)));
    t.place->is_country = r.byte() != 0;
  }
  switch (t.kind) {
    case ClaimKind::event:
      t.type = r.word(EventType::ASSAULT);
      t.status = r.word(Status::negated);
      t.mode = r.text();
      t.trigger = r.terms();
      break;
    case ClaimKind::figure:
      t.measure = r.text();
      t.unit = r.text();
      t.population = r.terms();
      t.population_words = r.text();
      if ((flags & 32U) != 0) {
        t.low = r.real();
      }
      if ((flags & 64U) != 0) {
        t.high = r.real();
      }
      t.bound = r.word(Bound::vague);
      break;
    case ClaimKind::instrument:
      t.instrument = r.word(InstrumentKind::violation);
      t.label = r.terms();
      t.duration = r.text();
      t.action = r.text();
      t.direction = r.text();
      t.state = r.text();
      t.state_by.resize(r.byte());
      for (std::string& who : t.state_by) {
        who = r.text();
      }
      break;
  }
  return r.is_done() ? Result<Traits>(std::move(t)) : Result<Traits>(bad);
}

namespace {

// What befalls a person once is told again months later: these blocks are sixteen spans long, numbered by the first.
constexpr std::int32_t kLongSpans = 16;

std::int32_t long_bucket(std::int32_t bucket) {
  const std::int32_t part = bucket >= 0 ? bucket / kLongSpans : (bucket - kLongSpans + 1) / kLongSpans;
  return part * kLongSpans;
}

std::vector<std::uint32_t> once_features(const Traits& t) {
  std::vector<std::uint32_t> out;
  if (const OnceAct act = once_act(t); act.kind != 0) {
    for (const std::string& who : act.who) {
      out.push_back(combine(combine(once, act.kind), hash32(who)));
    }
  }
  return out;
}

}  // namespace

std::vector<std::int64_t> blocks_of(const Traits& traits) {
  const std::int32_t bucket = bucket_of(traits);
  std::vector<std::int64_t> out;
  for (const std::uint32_t feature : once_features(traits)) {
    out.push_back(block(long_bucket(bucket), feature));
  }
  for (const std::uint32_t feature : features_of(traits)) {
    out.push_back(block(bucket, feature));
  }
  return out;
}

std::vector<std::int64_t> blocks_around(const Traits& traits) {
  const std::int32_t bucket = bucket_of(traits);
  const std::vector<std::uint32_t> features = features_of(traits);
  std::vector<std::int64_t> out;
  for (const std::uint32_t feature : once_features(traits)) {
    for (const std::int32_t away : {-kLongSpans, 0, kLongSpans}) {
      out.push_back(block(long_bucket(bucket) + away, feature));
    }
  }
  for (const std::int32_t near : {bucket - 1, bucket, bucket + 1}) {
    for (const std::uint32_t feature : features) {
      out.push_back(block(near, feature));
    }
  }
  return out;
}

}  // namespace detente::linking
