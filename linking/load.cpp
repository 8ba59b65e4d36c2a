#include "load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
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

// The words beside those at [begin, end), as far as the sentence at [first, last) goes.
std::string beside(std::string_view text, std::int64_t first, std::int64_t last, std::int64_t begin, std::int64_t end) {
  constexpr std::int64_t kBefore = 24;
  constexpr std::int64_t kBehind = 40;
  const auto size = static_cast<std::int64_t>(text.size());
  first = std::clamp<std::int64_t>(first, 0, size);
  last = std::clamp<std::int64_t>(last, first, size);
  begin = std::clamp(begin, first, last);
  end = std::clamp(end, begin, last);
  std::int64_t from = std::max(first, begin - kBefore);
  std::int64_t to = std::min(last, end + kBehind);
  const auto at = [&](std::int64_t i) { return text[static_cast<std::size_t>(i)]; };
  while (from > first && from < begin && at(from - 1) != ' ') {
    ++from;
  }
  while (to < last && to > end && at(to) != ' ') {
    --to;
  }
  // A letter before it, so that a name at the edge is not taken for the begin of a sentence.
  std::string out = first < from ? "x " : "";
  out += text.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from));
  return out;
}

// The sentences before and behind the one in which a span stands.
std::string context_of(std::string_view text, std::string_view sentence) {
  const auto begin = static_cast<std::size_t>(sentence.data() - text.data());
  const std::size_t end = begin + sentence.size();
  std::string out;
  if (begin > 2) {
    const auto at = static_cast<std::int64_t>(begin) - 3;
    out += sentence_around(text, at, at);
  }
  out += '\n';
  if (end + 2 < text.size()) {
    const auto at = static_cast<std::int64_t>(end) + 2;
    out += sentence_around(text, at, at);
  }
  return out;
}

// The day from which a count runs: an open period of the reader's, or "since" with a month or a year in the sentence.
std::optional<std::int32_t> since_of(std::string_view period, std::string_view sentence) {
  if (period.size() > 3 && period.ends_with("/..")) {
    const auto days = days_of(period.substr(0, period.size() - 3));
    return days ? std::optional<std::int32_t>(days->first) : std::nullopt;
  }
  const std::size_t at = sentence.find("since ");
  if (at == std::string_view::npos) {
    return std::nullopt;
  }
  constexpr std::size_t kFar = 24;  // "since early January of 2004"
  const std::string_view behind = sentence.substr(at + 6, kFar);
  for (std::size_t i = 0; i + 4 <= behind.size(); ++i) {
    const bool is_year = (behind.substr(i, 2) == "19" || behind.substr(i, 2) == "20") &&
                         std::isdigit(static_cast<unsigned char>(behind[i + 2])) != 0 &&
                         std::isdigit(static_cast<unsigned char>(behind[i + 3])) != 0;
    if (is_year && (i == 0 || behind[i - 1] == ' ')) {
      const auto days = days_of(behind.substr(i, 4));
      return days ? std::optional<std::int32_t>(days->first) : std::nullopt;
    }
  }
  return std::nullopt;
}

// What a report is about: the terms of its title, its lead and the rest, those first that stand in many of its parts.
std::vector<Term> topic_of(std::string_view title, std::string_view lead, std::string_view text) {
  struct Counted {
    Term term;
    double times = 0;
  };
  std::unordered_map<std::uint32_t, Counted> counted;
  const auto count = [&](std::string_view part, double times) {
    for (Term& term : terms_of(part)) {
      Counted& c = counted[term.hash];
      c.times += times;
      if (term.weight > c.term.weight) {
        c.term = std::move(term);
      }
    }
  };
  constexpr double kTitle = 3;
  constexpr double kLead = 2;
  constexpr std::size_t kRead = 24000;  // bytes: what stands far behind is seldom what a report is about
  count(title, kTitle);
  count(lead, kLead);
  text = text.substr(0, kRead);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    count(text.substr(0, end), 1);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  std::vector<Counted> all;
  for (auto& [hash, c] : counted) {
    if (c.term.weight > kCommonWeight && c.term.weight != kNumberWeight) {
      all.push_back(std::move(c));
    }
  }
  const auto worth = [](const Counted& c) { return value_of(c.term) * std::log1p(c.times); };
  std::sort(all.begin(), all.end(), [&](const Counted& a, const Counted& b) {
    return worth(a) != worth(b) ? worth(a) > worth(b) : a.term.hash < b.term.hash;
  });
  constexpr std::size_t kTopic = 28;
  std::vector<Term> out;
  for (std::size_t i = 0; i < all.size() && i < kTopic; ++i) {
    out.push_back(std::move(all[i].term));
  }
  return out;
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
      s.topic = topic_of(table.text(i, 4), sentence_around(s.text, 0, 0), s.text);
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
      constexpr std::size_t kNamed = 6;
      for (std::size_t i = 0; i < named.size() && i < kNamed; ++i) {
        for (Term term : terms_of(named[i]->party.name)) {
          term.weight = std::max(term.weight,
                                 named[i]->party.is_place || term.weight == kCommonWeight ? term.weight : kNameWeight);
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
        "place_lat, place_lon, rule, span_begin, span_end, trigger_begin, trigger_end FROM events WHERE {} ORDER BY "
        "reading, n",
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
      claim.act = table.text(i, 13);
      claim.near =
          beside(s->text, table.integer(i, 14), table.integer(i, 15), table.integer(i, 16), table.integer(i, 17));
      claim.context = context_of(s->text, sentence_around(s->text, table.integer(i, 14), table.integer(i, 15)));
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
        "span_end, words FROM figures WHERE {} ORDER BY reading, n",
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
      const std::string_view sentence = sentence_around(s->text, table.integer(i, 15), table.integer(i, 16));
      claim.words = sentence;
      claim.context = context_of(s->text, sentence);
      const auto first = static_cast<std::int64_t>(sentence.data() - s->text.data());
      claim.near = beside(s->text, first, first + static_cast<std::int64_t>(sentence.size()), table.integer(i, 15),
                          table.integer(i, 16));
      claim.counted = table.text(i, 17);
      claim.since = since_of(table.text(i, 10), sentence);
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
      const std::string_view sentence = sentence_around(s->text, table.integer(i, 6), table.integer(i, 7));
      claim.words = sentence;
      claim.context = context_of(s->text, sentence);
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
