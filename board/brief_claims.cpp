// Instruments, figures, statements, contradictions and what was left open; who says a thing, and where.
#include <fmt/format.h>

#include <algorithm>

#include "brief_checks.hpp"
#include "brief_items.hpp"
#include "brief_rows.hpp"
#include "detente/text/utf8.hpp"

namespace detente::board::briefing {

using record::Table;

Result<void> BriefItems::instruments() {
  const auto rows = record_.query(fmt::format(
      "SELECT {}, x.kind, x.label, x.state, coalesce(f.finding, 0) FROM seen_instruments x JOIN brief_origin o ON "
      "o.report = x.report LEFT JOIN seen_placed f ON f.kind = 'instrument' AND f.reading = x.reading AND f.n = x.n {} "
      "ORDER BY o.since_day, x.report, x.n",
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
    deal.finding = rows->integer(i, kItemWidth + 3);
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
        this->who(who->text(i, 3), who->text(i, 4), who->text(i, 5), who->text(i, 6), who->integer(i, 7)));
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
      "coalesce(p.code, ''), coalesce(f.finding, 0) FROM "
      "seen_figures x JOIN "
      "brief_origin o ON o.report = x.report LEFT JOIN brief_party p ON p.reading = x.reading AND p.n = "
      "x.population_party LEFT JOIN seen_placed f ON f.kind = 'figure' AND f.reading = x.reading AND f.n = x.n WHERE "
      "x.measure IN ({}) AND (x.low IS NOT NULL OR x.high IS NOT NULL) {} ORDER BY "
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
    toll.finding = rows->integer(i, kItemWidth + 12);
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
    word.speaker = who(rows->text(i, kItemWidth), rows->text(i, kItemWidth + 1), rows->text(i, kItemWidth + 2),
                       rows->text(i, kItemWidth + 3));
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
      "SELECT x.* FROM x JOIN brief_origin p ON p.report = a_report JOIN brief_origin q ON q.report = b_report WHERE "
      "place "
      "= 1 ORDER BY day DESC, a_report, a_n, b_report, b_n LIMIT 40");
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

Result<bool> BriefItems::is_named(std::int64_t reading, std::int64_t party, Span span, bool by_name) {
  const auto [of_reading, is_new] = mentions_.try_emplace(reading);
  if (is_new) {
    const auto rows = record_.query(
        "SELECT party, span_begin, span_end, words FROM mentions WHERE reading = ? ORDER BY span_begin", {reading});
    if (!rows) {
      mentions_.erase(of_reading);
      return rows.error();
    }
    for (std::size_t i = 0; i < rows->rows.size(); ++i) {
      of_reading->second.push_back({rows->integer(i, 0), span_at(*rows, i, 1), rows->text(i, 3)});
    }
  }
  const auto capital = [](char letter) { return letter >= 'A' && letter <= 'Z'; };
  return std::any_of(of_reading->second.begin(), of_reading->second.end(), [&](const Named& one) {
    const std::string& words = one.words;
    const bool is_the = words.starts_with("The ") || words.starts_with("the ");
    return one.party == party && one.span.begin >= span.begin && one.span.end <= span.end && !is_pronoun(words) &&
           (!by_name || std::any_of(words.begin() + (is_the ? 4 : 0), words.end(), capital));
  });
}

Result<std::int64_t> BriefItems::statement_at(std::int64_t reading, Span span) {
  const auto rows = record_.query(
      "SELECT statement FROM statement_content WHERE reading = ? AND span_begin <= ? AND span_end >= ? ORDER BY "
      "span_end - span_begin, statement LIMIT 1",
      {reading, std::int64_t{span.begin}, std::int64_t{span.end}});
  if (!rows) {
    return rows.error();
  }
  return rows->rows.empty() ? std::int64_t{0} : rows->integer(0, 0);
}

Result<void> BriefItems::abstentions() {
  const auto rows = record_.query(
      "WITH x AS (SELECT *, regexp_replace(why, '''.*''', '') AS kind FROM seen_abstentions JOIN brief_origin USING "
      "(report)), "
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
          rows->integer(i, 1), who(rows->text(i, 2), rows->text(i, 3), rows->text(i, 4), rows->text(i, 5))};
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
