#include "brief_items.hpp"

#include "brief_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "detente/text/date.hpp"
#include "detente/text/utf8.hpp"

namespace detente::board::briefing {

namespace {

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

Result<void> BriefItems::load(const std::string& from_day, const std::string& since_day) {
  horizon = from_day;
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
  // What was told long before the last report is history, unless little else is told.
  if (horizon.empty()) {
    constexpr int kYear = 365;
    constexpr std::int64_t kFewest = 6;
    const auto newest = record_.query(
        "SELECT seen_day, max(seen_day) OVER () FROM seen_reports WHERE published <> '' ORDER BY seen_day DESC LIMIT ?",
        {kFewest});
    if (!newest) {
      return newest.error();
    }
    if (!newest->rows.empty()) {
      const auto last = text::parse_date(newest->text(0, 1));
      const std::string year = last ? text::add_days(*last, -kYear).iso_day() : std::string();
      horizon = std::min(year, newest->text(newest->rows.size() - 1, 0));
    }
  }
  // A report without a date is the newest where none has one, and else the oldest: that it was read today makes nothing
  // of it new.
  if (auto made =
          run("CREATE OR REPLACE TEMP TABLE brief_origin AS SELECT o.report, o.origin, CASE WHEN r.published = '' "
              "THEN coalesce((SELECT min(seen_day) FROM seen_reports WHERE published <> '' AND seen_day >= $1), "
              "r.seen_day) "
              "ELSE r.seen_day END AS since_day FROM seen_origins o JOIN seen_reports r ON r.id = o.report WHERE "
              "r.published "
              "= '' OR r.seen_day >= $1",
              {horizon});
      !made) {
    return made;
  }
  const auto rows = record_.query(
      "SELECT count(*), count(DISTINCT o.origin), count(*) FILTER (WHERE published = ''), "
      "coalesce(sum(places - 1), 0), count(*) FILTER (WHERE language NOT IN ('en', 'un', '')), coalesce(min(seen_day) "
      "FILTER (WHERE published <> ''), ''), coalesce(max(seen_day) FILTER (WHERE published <> ''), ''), "
      "(SELECT coalesce(max(revision), 0) FROM readings JOIN seen ON seen.reading = readings.id), (SELECT count(*) "
      "FROM "
      "seen) FROM seen_reports r JOIN brief_origin o ON o.report = r.id");
  const auto odd = record_.query(
      "SELECT id FROM seen_reports r JOIN brief_origin o ON o.report = r.id WHERE published = '' OR language NOT IN "
      "('en', 'un', '') ORDER BY seen_day, id");
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
  older = rows->integer(0, 8) - reports;
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
  if (auto made = run(fmt::format("CREATE OR REPLACE TEMP TABLE brief_party AS SELECT reading, n, name, code, sector, "
                                  "kind, {} AS key, {} AS wanted FROM seen_parties p",
                                  in_english(kKey, "p"), wanted),
                      parameters);
      !made) {
    return made;
  }
  const auto states = record_.query(
      "SELECT code, name FROM brief_party WHERE kind = 'state' AND sector = '' AND code <> '' GROUP BY code, name "
      "QUALIFY row_number() OVER (PARTITION BY code ORDER BY count(*) DESC, name) = 1");
  if (!states) {
    return states.error();
  }
  for (std::size_t i = 0; i < states->rows.size(); ++i) {
    countries_[states->text(i, 0)] = states->text(i, 1);
  }
  return {};
}

Who BriefItems::who(std::string name, std::string code, std::string sector, std::string kind,
                    std::int64_t party) const {
  const auto country = countries_.find(code);
  return {std::move(name), std::move(code), std::move(sector),
          std::move(kind), party,           country == countries_.end() ? std::string() : country->second};
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
      const Who one = this->who(who->text(w, 3), who->text(w, 4), who->text(w, 5), who->text(w, 6));
      (who->text(w, 2) == "source" ? act.sources : act.targets).emplace_back(one, span_at(*who, w, 7));
    }
    const auto group = at.find({rows->text(i, kItemWidth + 10), rows->text(i, kItemWidth + 11), act.type});
    if (group != at.end()) {
      groups[group->second].acts.push_back(std::move(act));
    }
  }
  return {};
}

}  // namespace detente::board::briefing
