#include "brief_items.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "detente/text/date.hpp"
#include "detente/text/utf8.hpp"

namespace detente::board::briefing {

namespace {

using record::Table;
using record::Value;

constexpr int kGroups = 60;
constexpr int kDefaultWindow = 14;  // days

// A party that stands for a country is told by the country's code alone; a group in it by code and sector.
constexpr const char* kKey =
    "{0}.code || CASE WHEN {0}.sector IN ('', 'GOV', 'MIL', 'SPY', 'JUD', 'LEG', 'COP') THEN '' ELSE ' ' || {0}.sector "
    "END";

std::string in_english(const char* pattern, std::string_view alias) {
  return fmt::format(fmt::runtime(pattern), alias);
}

Span span_at(const Table& rows, std::size_t row, std::size_t column) {
  return {static_cast<std::uint32_t>(rows.integer(row, column)),
          static_cast<std::uint32_t>(rows.integer(row, column + 1))};
}

std::optional<double> limit_at(const Table& rows, std::size_t row, std::size_t column) {
  return rows.is_null(row, column) ? std::nullopt : std::optional<double>(rows.number(row, column));
}

// Columns from `column` on: report, reading, n, day, origin, via, confidence.
constexpr const char* kItemColumns =
    "x.report, x.reading, x.n, o.since_day, o.origin, coalesce(x.via, 0), x.confidence";
constexpr std::size_t kItemWidth = 7;

void fill(Item& item, const Table& rows, std::size_t row, char letter) {
  item.ref = {rows.text(row, 0), rows.integer(row, 1), rows.integer(row, 2), letter};
  item.day = rows.text(row, 3);
  item.origin = rows.text(row, 4);
  item.via = rows.integer(row, 5);
  item.confidence = rows.number(row, 6);
}

}  // namespace

std::string_view Deal::term(std::string_view key) const {
  for (const Term& t : terms) {
    if (t.key == key) {
      return t.value;
    }
  }
  return {};
}

Result<void> BriefItems::run(const std::string& sql, const std::vector<Value>& parameters) {
  auto done = record_.query(sql, parameters);
  return done ? Result<void>() : Result<void>(done.error());
}

Result<void> BriefItems::load(const std::string& since_day) {
  since = since_day;
  using Step = Result<void> (BriefItems::*)();
  for (const Step step :
       {&BriefItems::scope, &BriefItems::choose, &BriefItems::acts, &BriefItems::instruments, &BriefItems::figures,
        &BriefItems::statements, &BriefItems::contradictions, &BriefItems::abstentions}) {
    if (auto done = (this->*step)(); !done) {
      return done;
    }
  }
  return {};
}

Result<void> BriefItems::scope() {
  // A report without a date is the newest where none has one, and else the oldest: that it was read today makes nothing
  // of it new.
  if (auto made =
          run("CREATE OR REPLACE TEMP TABLE brief_origin AS SELECT o.report, o.origin, CASE WHEN r.published = '' "
              "THEN coalesce((SELECT min(seen_day) FROM seen_reports WHERE published <> ''), r.seen_day) ELSE "
              "r.seen_day END AS since_day FROM seen_origins o JOIN seen_reports r ON r.id = o.report");
      !made) {
    return made;
  }
  const auto rows = record_.query(
      "SELECT count(*), (SELECT count(DISTINCT origin) FROM brief_origin), count(*) FILTER (WHERE published = ''), "
      "coalesce(sum(places - 1), 0), count(*) FILTER (WHERE language NOT IN ('en', 'un', '')), coalesce(min(seen_day) "
      "FILTER (WHERE published <> ''), ''), coalesce(max(seen_day) FILTER (WHERE published <> ''), ''), "
      "(SELECT coalesce(max(revision), 0) FROM readings JOIN seen ON seen.reading = readings.id) FROM seen_reports");
  const auto odd = record_.query(
      "SELECT id FROM seen_reports WHERE published = '' OR language NOT IN ('en', 'un', '') ORDER BY seen_day, id");
  for (const auto* result : {&rows, &odd}) {
    if (!*result) {
      return result->error();
    }
  }
  reports = rows->integer(0, 0);
  origins = rows->integer(0, 1);
  undated = rows->integer(0, 2);
  copies = rows->integer(0, 3);
  unread = rows->integer(0, 4);
  first_day = rows->text(0, 5);
  last_day = rows->text(0, 6);
  revision = static_cast<int>(rows->integer(0, 7));
  for (std::size_t i = 0; i < odd->rows.size(); ++i) {
    ids.push_back(odd->text(i, 0));
  }
  if (last_day.empty()) {
    since.clear();
  } else if (since.empty()) {
    if (const auto last = text::parse_date(last_day)) {
      since = text::add_days(*last, -kDefaultWindow).iso_day();
    }
  }
  return {};
}

// Parties that a sentence can be about: those with a code. What is known of no country and no organisation is vague.
Result<void> BriefItems::choose() {
  std::vector<Value> parameters;
  std::string wanted = "true";
  if (!wanted_.empty()) {
    const auto found = find_parties(record_, wanted_);
    if (!found) {
      return found.error();
    }
    if (found->empty()) {
      return Error{ErrorCode::not_found, fmt::format("no report that is seen names a party '{}'", wanted_), ""};
    }
    wanted = "lower(name) = lower(?) AND code = ?";
    parameters = {found->front().name, found->front().code};
  }
  return run(fmt::format("CREATE OR REPLACE TEMP TABLE brief_party AS SELECT reading, n, name, code, sector, kind, {} "
                         "AS key, {} AS wanted FROM seen_parties p",
                         in_english(kKey, "p"), wanted),
             parameters);
}

Result<void> BriefItems::acts() {
  const std::string day = last_day.empty() ? "x.day" : fmt::format("'{}'", last_day);
  const std::string recency = fmt::format(
      "0.25 + 0.75 * exp(-0.0231 * greatest(0, coalesce(date_diff('day', TRY_CAST(max(x.day) AS DATE), "
      "TRY_CAST(max({}) AS DATE)), 0)))",
      day);
  const std::string pairs =
      "CREATE OR REPLACE TEMP TABLE brief_pair AS SELECT DISTINCT x.report, x.reading, x.n, o.since_day AS day, "
      "o.origin, "
      "x.type, "
      "x.cameo, x.status, x.goldstein, x.confidence, s.key AS s_key, t.key AS t_key FROM seen_events x "
      "JOIN brief_origin o ON o.report = x.report "
      "JOIN seen_event_actors a ON a.reading = x.reading AND a.event = x.n AND a.side = 'source' "
      "JOIN brief_party s ON s.reading = a.reading AND s.n = a.party "
      "JOIN seen_event_actors b ON b.reading = x.reading AND b.event = x.n AND b.side = 'target' "
      "JOIN brief_party t ON t.reading = b.reading AND t.n = b.party "
      "WHERE s.code <> '' AND t.code <> '' AND s.key <> t.key AND s.kind NOT IN ('population', 'outlet', 'unknown') "
      "AND t.kind NOT IN ('outlet', 'unknown') AND (s.wanted OR t.wanted)";
  const std::string best = fmt::format(
      "CREATE OR REPLACE TEMP TABLE brief_group AS SELECT s_key, t_key, type, count(DISTINCT (x.reading, x.n)) AS "
      "events, count(DISTINCT (x.reading, x.n)) FILTER (WHERE status = 'actual') AS done, count(DISTINCT x.report) AS "
      "reports, count(DISTINCT x.origin) AS origins, max(x.day) AS last, sqrt(count(DISTINCT x.origin)) * (0.4 + "
      "avg(abs(goldstein)) / 10) * (0.5 + 0.5 * avg(CAST(status = 'actual' AS INTEGER))) * ({}) AS score FROM "
      "brief_pair x GROUP BY s_key, t_key, type ORDER BY score DESC, s_key, t_key, type LIMIT {}",
      recency, kGroups);
  const std::string acts = fmt::format(
      "CREATE OR REPLACE TEMP TABLE brief_act AS SELECT *, row_number() OVER (PARTITION BY s_key, t_key, type ORDER BY "
      "(status = 'actual') DESC, day DESC, confidence DESC, report, n) AS place FROM brief_pair JOIN brief_group g "
      "USING (s_key, t_key, type) QUALIFY place <= {}",
      kActsOfGroup);
  for (const std::string& sql : {pairs, best, acts}) {
    if (auto done = run(sql); !done) {
      return done;
    }
  }
  const auto found = record_.query(
      "SELECT s_key, t_key, type, events, done, reports, origins, last, score FROM brief_group ORDER BY score DESC, "
      "s_key, t_key, type");
  const auto rows = record_.query(fmt::format(
      "SELECT {}, x.type, x.cameo, x.status, x.goldstein, x.trigger_begin, x.trigger_end, x.span_begin, x.span_end, "
      "coalesce(x.date_value, ''), coalesce(x.date_precision, ''), g.s_key, g.t_key FROM brief_act g JOIN seen_events "
      "x ON x.reading = g.reading AND x.n = g.n JOIN brief_origin o ON o.report = x.report ORDER BY g.s_key, g.t_key, "
      "g.type, g.place",
      kItemColumns));
  const auto who = record_.query(
      "SELECT a.reading, a.event, a.side, p.name, p.code, p.sector, p.kind, a.span_begin, a.span_end FROM (SELECT "
      "DISTINCT reading, n FROM brief_act) g JOIN seen_event_actors a ON a.reading = g.reading AND a.event = g.n JOIN "
      "brief_party p ON p.reading = a.reading AND p.n = a.party WHERE p.code <> '' ORDER BY a.reading, a.event, "
      "a.side, a.n");
  for (const auto* result : {&found, &rows, &who}) {
    if (!*result) {
      return result->error();
    }
  }
  std::map<std::tuple<std::string, std::string, std::string>, std::size_t> at;
  for (std::size_t i = 0; i < found->rows.size(); ++i) {
    at[{found->text(i, 0), found->text(i, 1), found->text(i, 2)}] = groups.size();
    groups.push_back({found->text(i, 0),
                      found->text(i, 1),
                      found->text(i, 2),
                      found->integer(i, 3),
                      found->integer(i, 4),
                      found->integer(i, 5),
                      found->integer(i, 6),
                      found->text(i, 7),
                      found->number(i, 8),
                      {}});
  }
  std::multimap<std::pair<std::int64_t, std::int64_t>, std::size_t> of_event;
  for (std::size_t i = 0; i < who->rows.size(); ++i) {
    of_event.emplace(std::pair(who->integer(i, 0), who->integer(i, 1)), i);
  }
  for (std::size_t i = 0; i < rows->rows.size(); ++i) {
    Act act;
    fill(act, *rows, i, 'e');
    act.type = rows->text(i, kItemWidth);
    act.cameo = rows->text(i, kItemWidth + 1);
    act.status = rows->text(i, kItemWidth + 2);
    act.goldstein = rows->number(i, kItemWidth + 3);
    act.span = span_at(*rows, i, kItemWidth + 4);
    act.sentence = span_at(*rows, i, kItemWidth + 6);
    act.date = rows->text(i, kItemWidth + 8);
    act.precision = rows->text(i, kItemWidth + 9);
    const auto [first, last] = of_event.equal_range({act.ref.reading, act.ref.n});
    for (auto it = first; it != last; ++it) {
      const std::size_t w = it->second;
      const Who one{who->text(w, 3), who->text(w, 4), who->text(w, 5), who->text(w, 6), 0};
      (who->text(w, 2) == "source" ? act.sources : act.targets).emplace_back(one, span_at(*who, w, 7));
    }
    const auto group = at.find({rows->text(i, kItemWidth + 10), rows->text(i, kItemWidth + 11), act.type});
    if (group != at.end()) {
      groups[group->second].acts.push_back(std::move(act));
    }
  }
  return {};
}

Result<void> BriefItems::instruments() {
  const auto rows = record_.query(fmt::format(
      "SELECT {}, x.kind, x.label, x.state FROM seen_instruments x JOIN brief_origin o ON o.report = x.report {} ORDER "
      "BY o.since_day, x.report, x.n",
      kItemColumns,
      wanted_.empty()
          ? ""
          : "WHERE EXISTS (SELECT 1 FROM seen_instrument_parties i JOIN brief_party p ON p.reading = "
            "i.reading AND p.n = i.party WHERE p.wanted AND i.reading = x.reading AND i.instrument = x.n)"));
  const auto who = record_.query(
      "SELECT i.reading, i.instrument, i.role, p.name, p.code, p.sector, p.kind, p.n FROM seen_instrument_parties i "
      "JOIN "
      "brief_party p ON p.reading = i.reading AND p.n = i.party ORDER BY i.reading, i.instrument, i.role, i.n");
  const auto what = record_.query(
      "SELECT reading, instrument, key, value FROM seen_instrument_terms ORDER BY reading, instrument, n");
  const auto where = record_.query(
      "SELECT reading, instrument, span_begin, span_end FROM seen_instrument_spans ORDER BY reading, instrument, n");
  for (const auto* result : {&rows, &who, &what, &where}) {
    if (!*result) {
      return result->error();
    }
  }
  std::map<std::pair<std::int64_t, std::int64_t>, std::size_t> at;
  for (std::size_t i = 0; i < rows->rows.size(); ++i) {
    Deal deal;
    fill(deal, *rows, i, 'i');
    deal.kind = rows->text(i, kItemWidth);
    deal.label = rows->text(i, kItemWidth + 1);
    deal.state = rows->text(i, kItemWidth + 2);
    at[{deal.ref.reading, deal.ref.n}] = deals.size();
    deals.push_back(std::move(deal));
  }
  const auto each = [&](const Table& table, const auto& take) {
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      const auto deal = at.find({table.integer(i, 0), table.integer(i, 1)});
      if (deal != at.end()) {
        take(deals[deal->second], i);
      }
    }
  };
  each(*who, [&](Deal& deal, std::size_t i) {
    deal.roles[who->text(i, 2)].push_back(
        {who->text(i, 3), who->text(i, 4), who->text(i, 5), who->text(i, 6), who->integer(i, 7)});
  });
  each(*what, [&](Deal& deal, std::size_t i) { deal.terms.push_back({what->text(i, 2), what->text(i, 3)}); });
  each(*where, [&](Deal& deal, std::size_t i) { deal.spans.push_back(span_at(*where, i, 2)); });
  std::erase_if(deals, [](const Deal& deal) { return deal.spans.empty(); });
  for (Deal& deal : deals) {
    deal.span = deal.spans.front();
  }
  return {};
}

Result<void> BriefItems::figures() {
  std::string measures;
  for (const std::string_view measure : kHarmMeasures) {
    measures += fmt::format("{}'{}'", measures.empty() ? "" : ", ", measure);
  }
  const auto rows = record_.query(fmt::format(
      "SELECT {}, x.measure, x.bound, x.low, x.high, x.words, coalesce(p.name, x.population_words, ''), "
      "coalesce(x.place_name, ''), coalesce(x.period_words, ''), x.span_begin, x.span_end, coalesce(p.kind, ''), "
      "coalesce(p.code, '') FROM "
      "seen_figures x JOIN "
      "brief_origin o ON o.report = x.report LEFT JOIN brief_party p ON p.reading = x.reading AND p.n = "
      "x.population_party WHERE x.measure IN ({}) AND (x.low IS NOT NULL OR x.high IS NOT NULL) {} ORDER BY "
      "o.since_day, "
      "x.report, x.n",
      kItemColumns, measures,
      wanted_.empty() ? "" : "AND (p.wanted OR x.place_country IN (SELECT code FROM brief_party WHERE wanted))"));
  if (!rows) {
    return rows.error();
  }
  for (std::size_t i = 0; i < rows->rows.size(); ++i) {
    Toll toll;
    fill(toll, *rows, i, 'f');
    toll.measure = rows->text(i, kItemWidth);
    toll.bound = rows->text(i, kItemWidth + 1);
    toll.low = limit_at(*rows, i, kItemWidth + 2);
    toll.high = limit_at(*rows, i, kItemWidth + 3);
    toll.words = rows->text(i, kItemWidth + 4);
    toll.population = rows->text(i, kItemWidth + 5);
    toll.place = rows->text(i, kItemWidth + 6);
    toll.period = rows->text(i, kItemWidth + 7);
    toll.span = span_at(*rows, i, kItemWidth + 8);
    toll.kind = rows->text(i, kItemWidth + 10);
    toll.code = rows->text(i, kItemWidth + 11);
    tolls.push_back(std::move(toll));
  }
  return {};
}

Result<void> BriefItems::statements() {
  constexpr int kStatements = 200;
  const auto rows = record_.query(fmt::format(
      "WITH heard AS (SELECT p.name, p.code, count(DISTINCT x.report) AS reports FROM seen_statements x JOIN "
      "brief_party p ON p.reading = x.reading AND p.n = x.source_party GROUP BY p.name, p.code), "
      "x AS (SELECT s.*, coalesce(s.parent, 0) AS via, c.span_begin, c.span_end, p.name, p.code, p.sector, p.kind, "
      "p.wanted, row_number() OVER (PARTITION BY p.name, p.code ORDER BY q.since_day DESC, (s.mode = 'direct') DESC, "
      "s.confidence DESC, s.report, s.n) AS place FROM seen_statements s JOIN brief_origin q ON q.report = s.report "
      "JOIN brief_party p ON p.reading = s.reading "
      "AND p.n = s.source_party JOIN seen_statement_content c ON c.reading = s.reading AND c.statement = s.n AND c.n = "
      "1 WHERE p.code <> '' AND p.kind IN ('state', 'government', 'person', 'armed_group', 'organisation') AND "
      "p.sector <> 'JRN' AND s.source_begin IS NOT NULL AND c.span_end - c.span_begin BETWEEN 24 AND 1500 AND "
      "p.wanted) "
      "SELECT {}, x.name, x.code, x.sector, x.kind, x.mode, x.source_begin, x.source_end, coalesce(x.cue_begin, 0), "
      "coalesce(x.cue_end, 0), x.span_begin, x.span_end, h.reports FROM x JOIN heard h ON h.name = x.name AND h.code = "
      "x.code JOIN brief_origin o ON o.report = x.report WHERE x.place <= 8 ORDER BY (x.mode = 'direct')::INTEGER + "
      "(x.sector IN ('GOV', 'MIL', 'SPY', 'REB', 'IGO'))::INTEGER + ln(1 + h.reports) + 2 * exp(-0.0231 * "
      "coalesce(date_diff('day', TRY_CAST(o.since_day AS DATE), (SELECT max(TRY_CAST(since_day AS DATE)) FROM "
      "brief_origin)), 0)) "
      "DESC, "
      "x.place, x.report, x.n LIMIT {}",
      kItemColumns, kStatements));
  if (!rows) {
    return rows.error();
  }
  for (std::size_t i = 0; i < rows->rows.size(); ++i) {
    Word word;
    fill(word, *rows, i, 's');
    word.speaker = {rows->text(i, kItemWidth), rows->text(i, kItemWidth + 1), rows->text(i, kItemWidth + 2),
                    rows->text(i, kItemWidth + 3), 0};
    word.mode = rows->text(i, kItemWidth + 4);
    word.source = span_at(*rows, i, kItemWidth + 5);
    word.cue = span_at(*rows, i, kItemWidth + 7);
    word.span = span_at(*rows, i, kItemWidth + 9);
    word.reports = rows->integer(i, kItemWidth + 11);
    words.push_back(std::move(word));
  }
  return {};
}

Result<void> BriefItems::contradictions() {
  const auto count = record_.query("SELECT count(DISTINCT finding) FROM seen_links WHERE relation = 'contradicts'");
  if (!count) {
    return count.error();
  }
  contradicted = count->integer(0, 0);
  const auto rows = record_.query(
      "WITH claims AS (SELECT 'event' AS kind, report, reading, n, day, span_begin, span_end, coalesce(via, 0) AS via "
      "FROM seen_events UNION ALL SELECT 'figure', report, reading, n, day, span_begin, span_end, coalesce(via, 0) "
      "FROM "
      "seen_figures UNION ALL SELECT 'instrument', i.report, i.reading, i.n, i.day, s.span_begin, s.span_end, "
      "coalesce(i.via, 0) FROM seen_instruments i JOIN seen_instrument_spans s ON s.reading = i.reading AND "
      "s.instrument = i.n AND s.n = 1), "
      "x AS (SELECT l.kind, a.report AS a_report, l.a_reading, l.a_n, a.span_begin AS a_begin, a.span_end AS a_end, "
      "a.via AS a_via, b.report AS b_report, l.b_reading, l.b_n, b.span_begin AS b_begin, b.span_end AS b_end, b.via "
      "AS "
      "b_via, l.reason, b.day, row_number() OVER (PARTITION BY l.finding ORDER BY b.day DESC, l.seq) AS place FROM "
      "seen_links l JOIN claims a ON a.kind = l.kind AND a.reading = l.a_reading AND a.n = l.a_n JOIN claims b ON "
      "b.kind = l.kind AND b.reading = l.b_reading AND b.n = l.b_n WHERE l.relation = 'contradicts') "
      "SELECT * FROM x WHERE place = 1 ORDER BY day DESC, a_report, a_n, b_report, b_n LIMIT 12");
  if (!rows) {
    return rows.error();
  }
  for (std::size_t i = 0; i < rows->rows.size(); ++i) {
    const std::string kind = rows->text(i, 0);
    const char letter = kind == "event" ? 'e' : kind == "figure" ? 'f' : 'i';
    clashes.push_back({kind,
                       {rows->text(i, 1), rows->integer(i, 2), rows->integer(i, 3), letter},
                       {rows->text(i, 7), rows->integer(i, 8), rows->integer(i, 9), letter},
                       span_at(*rows, i, 4),
                       span_at(*rows, i, 10),
                       rows->integer(i, 6),
                       rows->integer(i, 12),
                       rows->text(i, 13)});
  }
  return {};
}

bool is_pronoun(std::string_view words) {
  static constexpr std::array<std::string_view, 24> kPronouns{
      "it",    "its",   "he",    "his",  "him", "she",       "her",          "they",
      "their", "them",  "we",    "our",  "us",  "who",       "which",        "that",
      "this",  "these", "those", "both", "i",   "the group", "the movement", "the country"};
  const std::string lower = text::lower(words);
  for (const std::string_view start : {"the two ", "both ", "two ", "the sides", "each "}) {
    if (lower.starts_with(start)) {
      return true;
    }
  }
  return std::find(kPronouns.begin(), kPronouns.end(), lower) != kPronouns.end();
}

Result<bool> BriefItems::is_named(std::int64_t reading, std::int64_t party, Span span) {
  const auto rows = record_.query(
      "SELECT words FROM seen_mentions WHERE reading = ? AND party = ? AND span_begin >= ? AND span_end <= ?",
      {reading, party, std::int64_t{span.begin}, std::int64_t{span.end}});
  if (!rows) {
    return rows.error();
  }
  for (std::size_t i = 0; i < rows->rows.size(); ++i) {
    if (!is_pronoun(rows->text(i, 0))) {
      return true;
    }
  }
  return false;
}

Result<void> BriefItems::abstentions() {
  const auto rows = record_.query(
      "WITH x AS (SELECT *, regexp_replace(why, '''.*''', '') AS kind FROM seen_abstentions), "
      "y AS (SELECT *, count(*) OVER (PARTITION BY what, kind) AS alike, row_number() OVER (PARTITION BY what, kind "
      "ORDER BY day DESC, report, n) AS place FROM x) SELECT report, reading, n, span_begin, span_end, what, why, "
      "alike "
      "FROM y WHERE place = 1 ORDER BY alike DESC, report, n LIMIT 8");
  if (!rows) {
    return rows.error();
  }
  for (std::size_t i = 0; i < rows->rows.size(); ++i) {
    gaps.push_back({{rows->text(i, 0), rows->integer(i, 1), rows->integer(i, 2), 'a'},
                    span_at(*rows, i, 3),
                    rows->text(i, 5),
                    rows->text(i, 6),
                    rows->integer(i, 7)});
  }
  return {};
}

Result<void> BriefItems::attribute(Item& item) {
  if (item.via == 0 || !item.said_by.empty()) {
    return {};
  }
  auto [of_reading, is_new] = said_.try_emplace(item.ref.reading);
  if (is_new) {
    const auto rows = record_.query(
        "SELECT s.n, coalesce(s.parent, 0), coalesce(p.name, s.source_words, ''), coalesce(p.code, ''), "
        "coalesce(p.sector, ''), coalesce(p.kind, '') FROM seen_statements s LEFT JOIN brief_party p ON p.reading = "
        "s.reading AND p.n = s.source_party WHERE s.reading = ?",
        {item.ref.reading});
    if (!rows) {
      return rows.error();
    }
    for (std::size_t i = 0; i < rows->rows.size(); ++i) {
      of_reading->second[rows->integer(i, 0)] = {
          rows->integer(i, 1), {rows->text(i, 2), rows->text(i, 3), rows->text(i, 4), rows->text(i, 5), 0}};
    }
  }
  // No chain is longer than this; a circle in a damaged record ends here too.
  constexpr std::size_t kLongest = 8;
  for (std::int64_t via = item.via; via != 0 && item.said_by.size() < kLongest;) {
    const auto said = of_reading->second.find(via);
    if (said == of_reading->second.end()) {
      break;
    }
    const Who& who = said->second.who;
    if (!who.name.empty() && (item.said_by.empty() || item.said_by.back().name != who.name)) {
      item.said_by.push_back(who);
    }
    via = said->second.parent;
  }
  return {};
}

Result<const Paper*> BriefItems::paper(const std::string& report) {
  auto [at, is_new] = papers_.try_emplace(report);
  if (is_new) {
    const auto rows = record_.query(
        "SELECT r.outlet, r.original_source, r.uri, r.title, CASE WHEN r.published = '' THEN '' ELSE r.seen_day END, "
        "r.text, o.origin FROM seen_reports r JOIN brief_origin o ON o.report = r.id WHERE r.id = ?",
        {report});
    if (!rows) {
      papers_.erase(at);
      return rows.error();
    }
    if (rows->rows.empty()) {
      papers_.erase(at);
      return Error{ErrorCode::not_found, fmt::format("no report {} is seen", report), ""};
    }
    at->second = {rows->text(0, 0), rows->text(0, 1), rows->text(0, 2), rows->text(0, 3),
                  rows->text(0, 4), rows->text(0, 5), rows->text(0, 6)};
  }
  return const_cast<const Paper*>(&at->second);
}

}  // namespace detente::board::briefing
