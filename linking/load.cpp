#include "load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>

namespace detente::linking {

namespace {

using record::Table;

struct PartyOf {
  ClaimParty party;
  std::int64_t mentions = 0;
};

struct Speech {
  std::string speaker;
  std::string code;
  bool is_denial = false;
};

// What claims of one reading have in common.
struct Source {
  std::string report;
  std::string outlet;
  std::int32_t day = 0;
  bool is_dated = false;
  std::string text;
  std::vector<Term> topic;
  std::vector<PartyOf> parties;  // from 1
  std::vector<Speech> speeches;  // from 1
};

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

// "Popular Resistance Committees" is a name, "Palestinian militants" a description.
bool is_name(std::string_view words) {
  const std::size_t space = words.rfind(' ');
  const std::string_view last = space == std::string_view::npos ? words : words.substr(space + 1);
  return !last.empty() && (is_upper(last[0]) || (last[0] & '\x80') != 0 || (last[0] >= '0' && last[0] <= '9'));
}

bool is_denial(std::string_view cue) {
  for (const std::string_view word : {"deny", "denied", "denies", "denying", "reject", "dismiss", "refut", "disput"}) {
    if (cue.find(word) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

// The sentence in which a span stands, by its marks: enough to see what else is named there.
std::string_view sentence_around(std::string_view text, std::int64_t begin, std::int64_t end) {
  constexpr std::size_t kFar = 320;
  const std::size_t size = text.size();
  std::size_t from = std::min<std::size_t>(static_cast<std::size_t>(std::max<std::int64_t>(begin, 0)), size);
  std::size_t to = std::min<std::size_t>(static_cast<std::size_t>(std::max<std::int64_t>(end, 0)), size);
  const std::size_t first = from;
  const std::size_t last = to;
  const auto ends = [&](std::size_t at) {
    return text[at] == '\n' || ((text[at] == '.' || text[at] == '?' || text[at] == '!') && at + 1 < size &&
                                (text[at + 1] == ' ' || text[at + 1] == '"' || text[at + 1] == '\n'));
  };
  while (from > 0 && !ends(from - 1) && (first - from < kFar || text[from - 1] != ' ')) {
    --from;
  }
  while (to < size && !ends(to) && (to - last < kFar || text[to] != ' ')) {
    ++to;
  }
  return text.substr(from, to - from);
}

class Loader {
 public:
  Loader(record::Record& record, std::int64_t first, std::int64_t last)
      : record_(record), range_(fmt::format("reading BETWEEN {} AND {}", first, last)), first_(first), last_(last) {}

  Result<std::vector<Claim>> load() {
    sources();
    if (!error_) {
      parties();
      speeches();
      topics();
      events();
      figures();
      instruments();
    }
    if (error_) {
      return *error_;
    }
    std::stable_sort(claims_.begin(), claims_.end(), [](const Claim& a, const Claim& b) {
      return std::tuple(a.reading, a.kind, a.n) < std::tuple(b.reading, b.kind, b.n);
    });
    return std::move(claims_);
  }

 private:
  Table rows(const std::string& sql) {
    if (error_) {
      return {};
    }
    auto found = record_.query_tables(sql);
    if (!found) {
      error_ = found.error();
      return {};
    }
    return std::move(*found);
  }

  Source* source(const Table& table, std::size_t row) {
    const auto at = sources_.find(table.integer(row, 0));
    return at == sources_.end() ? nullptr : &at->second;
  }

  void sources() {
    const auto where = rows_of_reports(record_, first_, last_);
    if (!where) {
      error_ = where.error();
      return;
    }
    const Table table = rows(fmt::format(
        "SELECT d.id, r.id, r.day, r.published <> '', r.title, r.text, r.outlet FROM readings d JOIN reports r ON "
        "r.id = d.report WHERE d.id BETWEEN {} AND {} AND {} ORDER BY d.id",
        first_, last_, *where));
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      Source& s = sources_[table.integer(i, 0)];
      s.report = table.text(i, 1);
      const auto day = days_of(table.text(i, 2));
      s.day = day ? day->last : 0;
      s.is_dated = day && std::get<bool>(table.rows[i][3]);
      s.text = table.text(i, 5);
      s.outlet = table.text(i, 6);
      std::string lead = table.text(i, 4);
      lead += '\n';
      lead += sentence_around(s.text, 0, 0);
      s.topic = terms_of(lead);
    }
  }

  void parties() {
    const Table table =
        rows(fmt::format("SELECT reading, n, name, code, kind FROM parties WHERE {} ORDER BY reading, n", range_));
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      if (Source* s = source(table, i)) {
        const auto n = static_cast<std::size_t>(std::max<std::int64_t>(table.integer(i, 1), 0));
        s->parties.resize(std::max(s->parties.size(), n + 1));
        const std::string name = table.text(i, 2);
        const std::string kind = table.text(i, 4);
        s->parties[n].party = {name, table.text(i, 3), "", is_name(name), kind == "state", kind == "person"};
      }
    }
    const Table mentions =
        rows(fmt::format("SELECT reading, party, count(*) FROM mentions WHERE {} GROUP BY reading, party ORDER BY "
                         "reading, party",
                         range_));
    for (std::size_t i = 0; i < mentions.rows.size(); ++i) {
      if (PartyOf* p = party(source(mentions, i), mentions.integer(i, 1))) {
        p->mentions = mentions.integer(i, 2);
      }
    }
  }

  static PartyOf* party(Source* source, std::int64_t n) {
    return source != nullptr && n > 0 && static_cast<std::size_t>(n) < source->parties.size()
               ? &source->parties[static_cast<std::size_t>(n)]
               : nullptr;
  }

  // Nothing for a party that is not there; `words` if there is none.
  static std::optional<ClaimParty> party_or(Source* source, const Table& table, std::size_t row, std::size_t column,
                                            const std::string& words) {
    if (const PartyOf* p = table.is_null(row, column) ? nullptr : party(source, table.integer(row, column))) {
      return p->party;
    }
    return words.empty() ? std::nullopt : std::optional<ClaimParty>({words, "", "", false, false, false});
  }

  // What the report is about: its title and lead, and who is named in it more than once.
  void topics() {
    for (auto& [reading, s] : sources_) {
      std::vector<const PartyOf*> named;
      for (const PartyOf& p : s.parties) {
        if (p.party.is_named && p.mentions > 0) {
          named.push_back(&p);
        }
      }
      std::stable_sort(named.begin(), named.end(),
                       [](const PartyOf* a, const PartyOf* b) { return a->mentions > b->mentions; });
      constexpr std::size_t kNamed = 10;
      for (std::size_t i = 0; i < named.size() && i < kNamed; ++i) {
        for (Term term : terms_of(named[i]->party.name)) {
          term.weight = static_cast<std::uint8_t>(named[i]->party.is_place ? 2 : term.weight > 1 ? 3 : 1);
          s.topic.push_back(std::move(term));
        }
      }
      std::stable_sort(s.topic.begin(), s.topic.end(), [](const Term& a, const Term& b) {
        return a.hash != b.hash ? a.hash < b.hash : a.weight > b.weight;
      });
      s.topic.erase(
          std::unique(s.topic.begin(), s.topic.end(), [](const Term& a, const Term& b) { return a.hash == b.hash; }),
          s.topic.end());
    }
  }

  void speeches() {
    const Table table =
        rows(fmt::format("SELECT reading, n, source_party, source_words, cue_words FROM statements WHERE {} ORDER BY "
                         "reading, n",
                         range_));
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      if (Source* s = source(table, i)) {
        const auto n = static_cast<std::size_t>(std::max<std::int64_t>(table.integer(i, 1), 0));
        s->speeches.resize(std::max(s->speeches.size(), n + 1));
        Speech& speech = s->speeches[n];
        if (const auto who = party_or(s, table, i, 2, table.text(i, 3))) {
          speech.speaker = who->name;
          speech.code = who->code;
        }
        speech.is_denial = is_denial(table.text(i, 4));
      }
    }
  }

  Claim begin(ClaimKind kind, const Source& s, const Table& table, std::size_t row, std::size_t via) const {
    Claim claim;
    claim.kind = kind;
    claim.reading = static_cast<int>(table.integer(row, 0));
    claim.n = static_cast<int>(table.integer(row, 1));
    claim.report = s.report;
    claim.outlet = s.outlet;
    claim.day = s.day;
    claim.is_dated = s.is_dated;
    claim.topic = s.topic;
    const auto at = static_cast<std::size_t>(std::max<std::int64_t>(table.integer(row, via), 0));
    if (!table.is_null(row, via) && at < s.speeches.size()) {
      claim.speaker = s.speeches[at].speaker;
      claim.speaker_code = s.speeches[at].code;
      claim.is_denied = s.speeches[at].is_denial;
    }
    return claim;
  }

  // A place that bears the name of its country's party is the country.
  std::optional<ClaimPlace> place(const Source& s, const Table& table, std::size_t row, std::size_t column) const {
    if (table.is_null(row, column)) {
      return std::nullopt;
    }
    ClaimPlace out{table.text(row, column), table.text(row, column + 1),
                   static_cast<float>(table.number(row, column + 2)), static_cast<float>(table.number(row, column + 3)),
                   false};
    out.is_country = std::any_of(s.parties.begin(), s.parties.end(), [&](const PartyOf& p) {
      return p.party.is_place && p.party.name == out.name && p.party.code == out.country;
    });
    return out;
  }

  void events() {
    const Table table = rows(fmt::format(
        "SELECT reading, n, via, type, mode, status, trigger_words, words, date_value, place_name, place_country, "
        "place_lat, place_lon FROM events WHERE {} ORDER BY reading, n",
        range_));
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      const Source* s = source(table, i);
      if (s == nullptr) {
        continue;
      }
      Claim claim = begin(ClaimKind::event, *s, table, i, 2);
      claim.type = event_type(table.text(i, 3)).value_or(EventType::CONSULT);
      claim.mode = table.text(i, 4);
      claim.status = status(table.text(i, 5)).value_or(Status::actual);
      claim.trigger = table.text(i, 6);
      claim.words = table.text(i, 7);
      claim.when = days_of(table.text(i, 8));
      claim.place = place(*s, table, i, 9);
      add(std::move(claim));
    }
    const Table actors = rows(
        fmt::format("SELECT reading, event, side, party, words FROM event_actors WHERE {} ORDER BY reading, event, "
                    "side, n",
                    range_));
    for (std::size_t i = 0; i < actors.rows.size(); ++i) {
      Claim* claim = find(actors, i, ClaimKind::event);
      const auto who = party_or(source(actors, i), actors, i, 3, actors.text(i, 4));
      if (claim != nullptr && who) {
        auto& side = actors.text(i, 2) == "source" ? claim->sources : claim->targets;
        if (std::find(side.begin(), side.end(), *who) == side.end()) {
          side.push_back(*who);
        }
      }
    }
  }

  void figures() {
    const Table table = rows(fmt::format(
        "SELECT reading, n, via, measure, unit, low, high, bound, population_party, population_words, "
        "coalesce(period_value, as_of_value, ''), place_name, place_country, place_lat, place_lon, span_begin, "
        "span_end FROM figures WHERE {} ORDER BY reading, n",
        range_));
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      Source* s = source(table, i);
      if (s == nullptr) {
        continue;
      }
      Claim claim = begin(ClaimKind::figure, *s, table, i, 2);
      claim.measure = table.text(i, 3);
      claim.unit = table.text(i, 4);
      const auto limit = [&](std::size_t column) {
        return table.is_null(i, column) ? std::nullopt : std::optional<double>(table.number(i, column));
      };
      claim.low = limit(5);
      claim.high = limit(6);
      claim.bound = bound(table.text(i, 7)).value_or(Bound::exact);
      claim.population = table.text(i, 9);
      if (const auto who = party_or(s, table, i, 8, "")) {
        claim.targets.push_back(*who);
      }
      claim.when = days_of(table.text(i, 10));
      claim.place = place(*s, table, i, 11);
      claim.words = sentence_around(s->text, table.integer(i, 15), table.integer(i, 16));
      add(std::move(claim));
    }
  }

  void instruments() {
    const Table table = rows(fmt::format(
        "SELECT i.reading, i.n, i.via, i.kind, i.label, i.state, coalesce(s.span_begin, 0), coalesce(s.span_end, 0) "
        "FROM instruments i LEFT JOIN (SELECT reading, instrument, min(span_begin) AS span_begin, min(span_end) AS "
        "span_end FROM instrument_spans WHERE {0} GROUP BY reading, instrument) s ON s.reading = i.reading AND "
        "s.instrument = i.n WHERE i.{0} ORDER BY i.reading, i.n",
        range_));
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      const Source* s = source(table, i);
      if (s == nullptr) {
        continue;
      }
      Claim claim = begin(ClaimKind::instrument, *s, table, i, 2);
      claim.instrument = instrument_kind(table.text(i, 3)).value_or(InstrumentKind::proposal);
      claim.label = table.text(i, 4);
      claim.state = table.text(i, 5);
      claim.words = sentence_around(s->text, table.integer(i, 6), table.integer(i, 7));
      add(std::move(claim));
    }
    const Table roles =
        rows(fmt::format("SELECT reading, instrument, role, party FROM instrument_parties WHERE {} ORDER BY reading, "
                         "instrument, role, n",
                         range_));
    for (std::size_t i = 0; i < roles.rows.size(); ++i) {
      Claim* claim = find(roles, i, ClaimKind::instrument);
      auto who = party_or(source(roles, i), roles, i, 3, "");
      if (claim != nullptr && who) {
        who->role = roles.text(i, 2);
        if (who->role == "state_by") {
          claim->state_by.push_back(who->name);
        } else {
          claim->sources.push_back(*who);
        }
      }
    }
    const Table terms =
        rows(fmt::format("SELECT reading, instrument, key, value FROM instrument_terms WHERE {} ORDER BY reading, "
                         "instrument, n",
                         range_));
    for (std::size_t i = 0; i < terms.rows.size(); ++i) {
      if (Claim* claim = find(terms, i, ClaimKind::instrument)) {
        const std::string key = terms.text(i, 2);
        std::string* const field = key == "duration"    ? &claim->duration
                                   : key == "action"    ? &claim->action
                                   : key == "direction" ? &claim->direction
                                                        : nullptr;
        if (field != nullptr) {
          *field = terms.text(i, 3);
        }
      }
    }
  }

  void add(Claim claim) {
    places_[{claim.kind, claim.reading, claim.n}] = claims_.size();
    claims_.push_back(std::move(claim));
  }

  Claim* find(const Table& table, std::size_t row, ClaimKind kind) {
    const auto at =
        places_.find({kind, static_cast<int>(table.integer(row, 0)), static_cast<int>(table.integer(row, 1))});
    return at == places_.end() ? nullptr : &claims_[at->second];
  }

  record::Record& record_;
  std::string range_;
  std::int64_t first_;
  std::int64_t last_;
  std::map<std::int64_t, Source> sources_;
  std::vector<Claim> claims_;
  std::map<std::tuple<ClaimKind, int, int>, std::size_t> places_;
  std::optional<Error> error_;
};

}  // namespace

Result<std::string> rows_of_reports(record::Record& record, std::int64_t first, std::int64_t last) {
  const auto found = record.query_tables(fmt::format(
      "SELECT coalesce(min(r.rowid), 0), coalesce(max(r.rowid), 0) FROM readings d JOIN reports r ON r.id = "
      "d.report WHERE d.id BETWEEN {} AND {}",
      first, last));
  if (!found) {
    return found.error();
  }
  return fmt::format("r.rowid BETWEEN {} AND {}", found->integer(0, 0), found->integer(0, 1));
}

Result<std::vector<Claim>> load_claims(record::Record& record, std::int64_t first, std::int64_t last) {
  return Loader(record, first, last).load();
}

}  // namespace detente::linking
