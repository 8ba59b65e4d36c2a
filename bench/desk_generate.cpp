// Makes a record of a press that does not exist: a million events and all that hangs on them, drawn from a seed, the
// same on every machine. The crowd has the long tails of a real one: few parties act often, few places are named often,
// few outlets publish most, and one report in five is another one's copy.
//
//   bench_desk_generate crisis.duckdb --events 1000000 --seed 1
//
// Every span is true, so that `detente verify` finds nothing. Rows go into the tables from files, because a transaction
// a report would take a quarter of an hour.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "detente/desk/desk.hpp"
#include "detente/reading.hpp"
#include "detente/record/record.hpp"
#include "detente/text/date.hpp"
#include "detente/text/hash.hpp"

namespace {

namespace fs = std::filesystem;
using namespace detente;

// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): one number from the next.
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }
  double share() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }
  bool in(double probability) { return share() < probability; }
  // 0 to n - 1, the first of them the most often: rank r about as often as 1 / (r + 1).
  std::size_t ranked(std::size_t n) {
    const auto r = static_cast<std::size_t>(std::exp(share() * std::log(static_cast<double>(n) + 1)) - 1);
    return std::min(r, n - 1);
  }

 private:
  std::uint64_t state_;
};

// A table's rows as a file of CSV that DuckDB takes in.
class Rows {
 public:
  Rows(const fs::path& folder, std::string table) : table_(std::move(table)), path_(folder / (table_ + ".csv")) {
    out_.open(path_, std::ios::binary);
  }

  // A row of its own, or in pieces between begin() and end().
  template <typename... Values>
  void add(const Values&... values) {
    begin();
    more(values...);
    end();
  }
  void begin() { first_ = true; }
  template <typename... Values>
  void more(const Values&... values) {
    (put(values, first_), ...);
  }
  void end() {
    line_ += '\n';
    if (line_.size() > kBuffer) {
      flush();
    }
  }
  void flush() {
    out_ << line_;
    line_.clear();
  }
  bool load(record::Record& record) {
    flush();
    out_.close();
    const auto done = record.query(fmt::format(
        "COPY {} FROM '{}' (FORMAT csv, HEADER false, NULLSTR '\\N', QUOTE '\"', ESCAPE '\"', AUTO_DETECT false, "
        "MAX_LINE_SIZE 10000000)",
        table_, path_.string()));
    if (!done) {
      fmt::print(stderr, "{}: {}\n", table_, done.error().to_string());
    }
    std::error_code ignored;
    fs::remove(path_, ignored);
    return static_cast<bool>(done);
  }

 private:
  static constexpr std::size_t kBuffer = std::size_t{1} << 20;

  void comma(bool& first) {
    if (!first) {
      line_ += ',';
    }
    first = false;
  }
  void put(std::nullptr_t, bool& first) {
    comma(first);
    line_ += "\\N";
  }
  void put(std::string_view text, bool& first) {
    comma(first);
    line_ += '"';
    for (const char c : text) {
      line_ += c == '"' ? std::string("\"\"") : std::string(1, c);
    }
    line_ += '"';
  }
  void put(const char* text, bool& first) { put(std::string_view(text), first); }
  void put(const std::string& text, bool& first) { put(std::string_view(text), first); }
  void put(double number, bool& first) {
    comma(first);
    line_ += fmt::format("{}", number);
  }
  template <std::integral Number>
  void put(Number number, bool& first) {
    comma(first);
    line_ += std::to_string(number);
  }

  std::string table_;
  fs::path path_;
  std::ofstream out_;
  std::string line_;
  bool first_ = true;
};

struct Verb {
  EventType type;
  std::string_view words;
  std::string_view cameo;
  double goldstein;
};

constexpr std::array<Verb, 16> kVerbs{{
    {EventType::ASSAULT, "attacked", "190", -10},
    {EventType::ACCUSE, "accused", "112", -2},
    {EventType::CONSULT, "met with", "040", 1},
    {EventType::REQUEST, "appealed to", "020", 3},
    {EventType::THREATEN, "threatened", "130", -4.4},
    {EventType::COERCE, "detained men of", "173", -5},
    {EventType::REJECT, "rebuffed", "120", -4},
    {EventType::SUPPORT, "praised", "051", 3.4},
    {EventType::AID, "sent food to", "073", 7.4},
    {EventType::AGREE, "reached an accord with", "057", 8},
    {EventType::MOBILIZE, "massed troops near", "152", -7.2},
    {EventType::COOPERATE, "traded with", "061", 6.4},
    {EventType::PROTEST, "rallied against", "141", -6.5},
    {EventType::SANCTION, "put sanctions on", "163", -8},
    {EventType::CONCEDE, "eased the blockade of", "083", 5},
    {EventType::RETREAT, "withdrew from", "087", 9},
}};

constexpr std::array<std::string_view, 24> kCountries{"ISR", "LBN", "PSE", "SYR", "IRN", "IRQ", "YEM", "EGY",
                                                      "JOR", "SAU", "USA", "RUS", "TUR", "QAT", "ARE", "FRA",
                                                      "GBR", "DEU", "UKR", "CHN", "SDN", "LBY", "CYP", "GRC"};
constexpr std::array<std::string_view, 5> kMeasures{"killed", "wounded", "displaced", "detained", "missing"};
constexpr std::array<std::string_view, 6> kInstruments{"proposal",   "red_line",   "lever",
                                                       "commitment", "assessment", "violation"};
constexpr std::array<std::string_view, 5> kStates{"floated", "tabled", "accepted", "rejected", "lapsed"};

struct Party {
  std::string name;
  std::string_view kind;
  std::string_view code;
  std::string_view sector;
};

struct Place {
  std::string name;
  std::string_view country;
  double lat;
  double lon;
};

class World {
 public:
  World(Draw& draw, std::size_t parties, std::size_t places, std::size_t outlets) : draw_(draw) {
    constexpr std::array<std::string_view, 6> kKinds{"state",        "government", "armed_group",
                                                     "organisation", "person",     "population"};
    for (std::size_t i = 0; i < parties; ++i) {
      const std::size_t kind = i < kCountries.size() ? 0 : 1 + draw.below(5);
      const std::string_view code = i < kCountries.size() ? kCountries[i] : kCountries[draw.ranked(kCountries.size())];
      std::string name = word(2 + draw.below(2));
      if (kind == 4) {
        name += " " + word(2);
      } else if (kind == 2) {
        name += " Brigade";
      }
      // A number makes it unlike all others of the same sounds.
      all_parties.push_back({fmt::format("{}{}", name, i < kCountries.size() ? "" : fmt::format(" {}", i)),
                             kKinds[kind], kind == 3 ? std::string_view() : code,
                             kind == 2   ? "REB"
                             : kind == 1 ? "GOV"
                                         : ""});
    }
    for (std::size_t i = 0; i < places; ++i) {
      all_places.push_back({fmt::format("{} {}", word(2), i), kCountries[draw.ranked(kCountries.size())],
                            std::round((10 + draw.share() * 45) * 100) / 100,
                            std::round((10 + draw.share() * 55) * 100) / 100});
    }
    for (std::size_t i = 0; i < outlets; ++i) {
      all_outlets.push_back(fmt::format("The {} {}", word(2), i % 3 == 0 ? "Post" : i % 3 == 1 ? "Courier" : "Wire"));
    }
  }

  std::string word(std::size_t syllables) {
    constexpr std::array<std::string_view, 14> kOnsets{"b", "d", "g", "k", "l", "m",  "n",
                                                       "r", "s", "t", "v", "z", "sh", "tr"};
    constexpr std::string_view kVowels = "aeiou";
    std::string out;
    for (std::size_t i = 0; i < syllables; ++i) {
      out += kOnsets[draw_.below(kOnsets.size())];
      out += kVowels[draw_.below(kVowels.size())];
    }
    out[0] = static_cast<char>(out[0] - 'a' + 'A');
    return out;
  }

  std::vector<Party> all_parties;
  std::vector<Place> all_places;
  std::vector<std::string> all_outlets;

 private:
  Draw& draw_;
};

struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
};

class Maker {
 public:
  Maker(const fs::path& folder, std::uint64_t seed, std::size_t events)
      : draw_(seed), world_(draw_, 6000, 2000, 300), wanted_(events), folder_(folder) {
    for (const char* table :
         {"revisions", "reports", "readings", "parties", "mentions", "statements", "statement_content", "events",
          "event_actors", "figures", "instruments", "instrument_parties", "instrument_terms", "instrument_spans",
          "origins", "findings", "finding_claims", "finding_links", "linked_readings"}) {
      tables_.push_back(std::make_unique<Rows>(folder, table));
    }
  }

  void make() {
    table(revisions).add(1, "2025-01-02T08:00:00Z", "made up");
    while (events_made_ < wanted_) {
      report();
    }
  }
  bool load(record::Record& record) {
    return std::all_of(tables_.begin(), tables_.end(), [&](const auto& rows) { return rows->load(record); });
  }
  std::size_t reports() const { return reading_; }
  std::size_t events() const { return events_made_; }

 private:
  enum Table : std::size_t {
    revisions,
    reports_table,
    readings,
    parties,
    mentions,
    statements,
    statement_content,
    events_table,
    event_actors,
    figures,
    instruments,
    instrument_parties,
    instrument_terms,
    instrument_spans,
    origins,
    findings,
    finding_claims,
    finding_links,
    linked_readings
  };
  Rows& table(Table t) { return *tables_[t]; }

  Range append(std::string_view words) {
    const Range range{text_.size(), text_.size() + words.size()};
    text_ += words;
    return range;
  }
  std::string_view words(Range r) const { return std::string_view(text_).substr(r.begin, r.end - r.begin); }

  // The number of a party in this reading; its mention is noted.
  std::size_t named(std::size_t who, Range where) {
    const auto at = std::find(known_.begin(), known_.end(), who);
    const auto number = static_cast<std::size_t>(at - known_.begin()) + 1;
    if (at == known_.end()) {
      known_.push_back(who);
      const Party& party = world_.all_parties[who];
      table(parties).add(reading_, number, party.name, party.kind, party.code, party.sector, "rule:made up");
      many_mentions_.push_back(0);
    }
    table(mentions).add(reading_, number, ++many_mentions_[number - 1], where.begin, where.end, words(where));
    return number;
  }

  std::string day_of_report() {
    // Two years, with the second half twice as busy.
    const double t = draw_.share();
    const auto day = static_cast<std::int64_t>(19358 + 731 * (draw_.in(0.33) ? t * 0.5 : 0.5 + t * 0.5));
    day_ = day;
    return text::from_day_number(day).iso_day();
  }

  void link(const char* kind, std::size_t n, std::size_t share_of_a_hundred) {
    // A claim joins the finding of an earlier one of the kind, or begins its own.
    std::vector<Claim>& earlier = claims_[kind[0] == 'e' ? 0 : kind[0] == 'f' ? 1 : 2];
    if (!earlier.empty() && draw_.below(100) < share_of_a_hundred) {
      const Claim& other = earlier[earlier.size() - 1 - draw_.ranked(std::min<std::size_t>(earlier.size(), 5000))];
      table(finding_claims).add(++seq_, other.finding, kind, reading_, n, "the same act on the same day", 1, "false");
      const bool against = draw_.in(0.03);
      table(finding_links)
          .add(++seq_, other.finding, other.reading, other.n, reading_, n, against ? "contradicts" : "same",
               against ? "one tells it, the other denies it" : "the same parties, act and day", 1, kind);
      earlier.push_back({other.finding, reading_, n});
      return;
    }
    table(findings).add(++finding_, kind, 1);
    table(finding_claims).add(++seq_, finding_, kind, reading_, n, "", 1, "false");
    earlier.push_back({finding_, reading_, n});
  }

  void report() {
    ++reading_;
    text_.clear();
    known_.clear();
    many_mentions_.clear();
    statements_made_ = 0;
    figures_made_ = 0;
    instruments_made_ = 0;
    const bool undated = draw_.in(0.03);
    const std::string day = day_of_report();
    const std::string& outlet = world_.all_outlets[draw_.ranked(world_.all_outlets.size())];
    const std::string title = fmt::format("{} and {} in the news", world_.all_parties[draw_.ranked(100)].name,
                                          world_.all_parties[draw_.ranked(1000)].name);
    // One to sixty events, ten in the mean.
    const auto many = std::min<std::size_t>(60, 1 + static_cast<std::size_t>(-std::log(1 - draw_.share()) * 9.2));
    for (std::size_t i = 1; i <= many && events_made_ < wanted_; ++i) {
      event(i);
      if (draw_.in(0.2)) {
        figure();
      }
      if (draw_.in(0.05)) {
        instrument();
      }
    }
    // What makes two reports of the same words two texts.
    append(fmt::format("Dispatch {}.", reading_));
    const std::string id = text::report_id(text_);
    table(reports_table)
        .add(id, fmt::format("made/{}.txt", reading_), outlet, title, "", undated ? "" : day, "", "en", text_,
             undated ? "2025-01-02" : day, 1);
    table(readings).add(reading_, id, 1, "made up", "made up", "made up", "en");
    if (!ids_.empty() && draw_.in(0.2)) {
      const std::size_t other = ids_.size() - 1 - draw_.ranked(std::min<std::size_t>(ids_.size(), 2000));
      table(origins).add(++seq_, id, ids_[origin_of_[other]],
                         "82 % of its sentences stand in the other, which is older", ids_[other], 0.82, 1);
      origin_of_.push_back(origin_of_[other]);
    } else {
      table(origins).add(++seq_, id, id, "", "", 0.0, 1);
      origin_of_.push_back(ids_.size());
    }
    ids_.push_back(id);
    table(linked_readings).add(reading_, 1);
  }

  void event(std::size_t n) {
    const std::size_t begin = text_.size();
    std::size_t statement = 0;
    if (draw_.in(0.35)) {
      const std::size_t speaker = draw_.ranked(world_.all_parties.size());
      const Range who = append(world_.all_parties[speaker].name);
      append(" ");
      const Range cue = append("said that");
      append(" ");
      const std::size_t party = named(speaker, who);
      statement = ++statements_made_;
      pending_ = {party, who, cue};
    }
    const std::size_t content = text_.size();
    const std::size_t source = draw_.ranked(world_.all_parties.size());
    std::size_t target = draw_.ranked(world_.all_parties.size());
    target = target == source ? (target + 1) % world_.all_parties.size() : target;
    const Verb& verb = kVerbs[draw_.ranked(kVerbs.size())];
    const double how = draw_.share();
    const std::string_view status = how < 0.8    ? "actual"
                                    : how < 0.87 ? "planned"
                                    : how < 0.93 ? "possible"
                                    : how < 0.96 ? "conditional"
                                                 : "negated";
    const Range source_at = append(world_.all_parties[source].name);
    append(" ");
    const Range trigger = append(verb.words);
    append(" ");
    const Range target_at = append(world_.all_parties[target].name);
    const bool placed = draw_.in(0.45);
    const Place& place = world_.all_places[draw_.ranked(world_.all_places.size())];
    Range place_at;
    if (placed) {
      append(" in ");
      place_at = append(place.name);
    }
    const double dating = draw_.share();
    std::string date;
    std::string_view precision;
    Range date_at;
    if (dating < 0.3) {
      const text::Date that = text::from_day_number(day_ - static_cast<std::int64_t>(draw_.ranked(30)));
      date = that.iso_day();
      precision = "day";
      if (dating > 0.27) {
        date = date.substr(0, 7);
        precision = "month";
      } else if (dating > 0.265) {
        date = date.substr(0, 4);
        precision = "year";
      }
      append(" on ");
      date_at = append(date);
    }
    const std::size_t content_end = text_.size();
    append(".");
    const Range sentence{begin, text_.size()};
    append(" ");
    const std::size_t source_party = named(source, source_at);
    const std::size_t target_party = named(target, target_at);
    if (statement > 0) {
      table(statements)
          .add(reading_, statement, pending_.party, pending_.who.begin, pending_.who.end, words(pending_.who),
               pending_.cue.begin, pending_.cue.end, words(pending_.cue), "indirect", nullptr, nullptr, nullptr,
               nullptr, nullptr, "rule:made up", 0.8);
      table(statement_content).add(reading_, statement, 1, content, content_end, words({content, content_end}));
    }
    // Each field that may be missing is one of two calls; the row is put together from its parts.
    Rows& rows = table(events_table);
    rows.begin();
    rows.more(reading_, n, name(verb.type), "", verb.cameo, verb.goldstein, status);
    span(rows, trigger);
    span(rows, sentence);
    if (date.empty()) {
      rows.more(nullptr, nullptr, nullptr, nullptr, nullptr);
    } else {
      rows.more(date, precision);
      span(rows, date_at);
    }
    if (placed) {
      rows.more(place.name, place.country, place.lat, place.lon);
      span(rows, place_at);
    } else {
      rows.more(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr);
    }
    if (statement > 0) {
      rows.more(statement);
    } else {
      rows.more(nullptr);
    }
    rows.more("rule:made up", std::round((0.3 + 0.65 * draw_.share()) * 1e4) / 1e4);
    rows.end();
    table(event_actors).add(reading_, n, "source", 1, source_party, source_at.begin, source_at.end, words(source_at));
    table(event_actors).add(reading_, n, "target", 1, target_party, target_at.begin, target_at.end, words(target_at));
    ++events_made_;
    link("event", n, 40);
  }

  void span(Rows& rows, Range r) { rows.more(r.begin, r.end, words(r)); }

  void figure() {
    const auto low = static_cast<double>(1 + draw_.ranked(20000));
    const std::string_view measure = kMeasures[draw_.ranked(kMeasures.size())];
    const std::size_t population = draw_.ranked(world_.all_parties.size());
    const bool at_least = draw_.in(0.5);
    append("Officials counted ");
    const Range span_at = append(fmt::format("{}{:.0f}", at_least ? "at least " : "", low));
    append(" people of ");
    const Range who = append(world_.all_parties[population].name);
    append(fmt::format(" {}. ", measure));
    const std::size_t n = ++figures_made_;
    const std::size_t party = named(population, who);
    Rows& rows = table(figures);
    rows.begin();
    rows.more(reading_, n, measure, low);
    if (at_least) {
      rows.more(nullptr, "at_least");
    } else {
      rows.more(low, "exact");
    }
    rows.more("people", party);
    span(rows, who);
    rows.more(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr);
    rows.more(nullptr, nullptr, nullptr, nullptr, nullptr);
    rows.more(nullptr, nullptr, nullptr, nullptr, nullptr);
    span(rows, span_at);
    rows.more(nullptr, "rule:made up", 0.8);
    rows.end();
    link("figure", n, 30);
  }

  void instrument() {
    const std::size_t holder = draw_.ranked(world_.all_parties.size());
    const std::string_view kind = kInstruments[draw_.ranked(kInstruments.size())];
    const std::size_t begin = text_.size();
    const Range who = append(world_.all_parties[holder].name);
    const std::string label = fmt::format("{}-day pause", 7 + draw_.ranked(60));
    append(" spoke of a " + label + ".");
    const Range sentence{begin, text_.size()};
    append(" ");
    const std::size_t n = ++instruments_made_;
    const std::size_t party = named(holder, who);
    const bool is_proposal = kind == "proposal";
    table(instruments)
        .add(reading_, n, kind, label, is_proposal ? kStates[draw_.below(kStates.size())] : std::string_view(), nullptr,
             "rule:made up", 0.7);
    table(instrument_parties).add(reading_, n, is_proposal ? "sponsors" : "holder", 1, party);
    table(instrument_terms).add(reading_, n, 1, "action", "ceasefire");
    table(instrument_spans).add(reading_, n, 1, sentence.begin, sentence.end, words(sentence));
    link("instrument", n, 50);
  }

  struct Claim {
    std::size_t finding;
    std::size_t reading;
    std::size_t n;
  };
  struct Pending {
    std::size_t party = 0;
    Range who;
    Range cue;
  };

  Draw draw_;
  World world_;
  std::size_t wanted_;
  fs::path folder_;
  std::vector<std::unique_ptr<Rows>> tables_;
  std::size_t events_made_ = 0;
  std::size_t reading_ = 0;
  std::size_t finding_ = 0;
  std::int64_t seq_ = 0;
  std::int64_t day_ = 0;
  std::vector<std::string> ids_;
  std::vector<std::size_t> origin_of_;
  std::array<std::vector<Claim>, 3> claims_;

  // Of the report under way.
  std::string text_;
  std::vector<std::size_t> known_;
  std::vector<std::size_t> many_mentions_;
  std::size_t statements_made_ = 0;
  std::size_t figures_made_ = 0;
  std::size_t instruments_made_ = 0;
  Pending pending_;
};

}  // namespace

int main(int argc, char** argv) {
  std::string path;
  std::size_t events = 1000000;
  std::uint64_t seed = 1;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--events" && i + 1 < argc) {
      events = static_cast<std::size_t>(std::strtoull(argv[++i], nullptr, 10));
    } else if (word == "--seed" && i + 1 < argc) {
      seed = std::strtoull(argv[++i], nullptr, 10);
    } else {
      path = word;
    }
  }
  if (path.empty() || events == 0) {
    fmt::print(stderr, "bench_desk_generate FILE [--events N] [--seed N]\n");
    return 2;
  }
  if (fs::exists(path)) {
    fmt::print(stderr, "{} is there already\n", path);
    return 2;
  }
  auto record = record::Record::open(path, record::Access::write);
  if (!record) {
    fmt::print(stderr, "{}\n", record.error().to_string());
    return 2;
  }
  const fs::path folder = path + ".rows";
  fs::create_directories(folder);
  Maker maker(folder, seed, events);
  maker.make();
  const bool loaded = maker.load(*record) && record->query("CHECKPOINT");
  fs::remove_all(folder);
  if (!loaded) {
    return 2;
  }
  // As `detente read` leaves a record.
  if (const auto drawn = desk::draw_first_view(*record, path, DETENTE_VERSION); !drawn) {
    fmt::print(stderr, "{}\n", drawn.error().to_string());
    return 2;
  }
  fmt::print("{} events in {} reports\n", maker.events(), maker.reports());
  return 0;
}
