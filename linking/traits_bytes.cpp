// What is compared of a claim, to bytes and back.
#include <algorithm>
#include <bit>
#include <cmath>

#include "detente/linking/claims.hpp"

namespace detente::linking {

namespace {

constexpr std::size_t kBytesAtMost = 16384;
constexpr char kForm = 2;
constexpr char kOldForm = 1;  // without context, near names, act and running counts; weights of words from 1 to 4

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
  Reader(std::string_view bytes, bool is_old) : bytes_(bytes), is_old_(is_old) {}

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
      term.weight = static_cast<std::uint8_t>(term.weight + (is_old_ && term.weight > kUsualWeight ? 1 : 0));
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
  bool is_old_ = false;
  bool failed_ = false;
};

}  // namespace

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
                                   (t.when ? 8 : 0) + (t.place ? 16 : 0) + (t.low ? 32 : 0) + (t.high ? 64 : 0) +
                                   (t.is_open ? 128 : 0)));
  w.terms(t.words);
  w.terms(t.topic);
  w.terms(t.context);
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
      w.number(t.act, 4);
      w.terms(t.near);
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
      w.terms(t.near);
      w.byte(static_cast<std::uint8_t>((t.since ? 1 : 0) + (t.is_running ? 2 : 0)));
      if (t.since) {
        w.day(*t.since);
      }
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
  if (bytes.size() > kBytesAtMost || bytes.empty() || (bytes[0] != kForm && bytes[0] != kOldForm)) {
    return bad;
  }
  const bool is_old = bytes[0] == kOldForm;
  Reader r(bytes.substr(1), is_old);
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
  t.context = is_old ? std::vector<Term>{} : r.terms();
  t.is_open = (flags & 128U) != 0;
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
      if (!is_old) {
        t.act = static_cast<std::uint32_t>(r.number(4));
        t.near = r.terms();
      }
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
      if (!is_old) {
        t.near = r.terms();
        const std::uint8_t runs = r.byte();
        t.is_running = (runs & 2U) != 0;
        if ((runs & 1U) != 0) {
          t.since = r.day();
        }
      }
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

}  // namespace detente::linking
