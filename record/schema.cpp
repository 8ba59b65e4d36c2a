#include "schema.hpp"

#include <fmt/format.h>

namespace detente::record {

namespace {

std::vector<TableForm> make_tables() {
  const SpanColumns own{"span_begin", "span_end", "words"};
  const SpanColumns source{"source_begin", "source_end", "source_words"};
  const SpanColumns cue{"cue_begin", "cue_end", "cue_words"};
  const SpanColumns audience{"audience_begin", "audience_end", "audience_words"};
  const SpanColumns trigger{"trigger_begin", "trigger_end", "trigger_words"};
  const SpanColumns date{"date_begin", "date_end", "date_words"};
  const SpanColumns place{"place_begin", "place_end", "place_words"};
  const SpanColumns population{"population_begin", "population_end", "population_words"};
  const SpanColumns as_of{"as_of_begin", "as_of_end", "as_of_words"};
  const SpanColumns period{"period_begin", "period_end", "period_words"};
  return {
      {"meta", "key VARCHAR NOT NULL, value VARCHAR NOT NULL", 0, "", {}, {}},
      {"revisions", "id INTEGER NOT NULL, made_at VARCHAR NOT NULL, why VARCHAR NOT NULL", 0, "", {}, {}},
      {"reports",
       "id VARCHAR NOT NULL, uri VARCHAR NOT NULL, outlet VARCHAR NOT NULL, title VARCHAR NOT NULL, byline VARCHAR NOT "
       "NULL, "
       "published VARCHAR NOT NULL, original_source VARCHAR NOT NULL, language VARCHAR NOT NULL, text VARCHAR NOT "
       "NULL, "
       "day VARCHAR NOT NULL, first_revision INTEGER NOT NULL",
       0,
       "",
       {},
       {}},
      {"report_copies",
       "report VARCHAR NOT NULL, uri VARCHAR NOT NULL, outlet VARCHAR NOT NULL, title VARCHAR NOT NULL, byline VARCHAR "
       "NOT "
       "NULL, published VARCHAR NOT NULL, original_source VARCHAR NOT NULL, day VARCHAR NOT NULL, revision INTEGER NOT "
       "NULL",
       0,
       "",
       {},
       {}},
      {"readings",
       "id INTEGER NOT NULL, report VARCHAR NOT NULL, revision INTEGER NOT NULL, reader VARCHAR NOT NULL, knowledge "
       "VARCHAR "
       "NOT NULL, model VARCHAR NOT NULL, language VARCHAR NOT NULL",
       0,
       "",
       {},
       {}},
      {"parties",
       "reading INTEGER NOT NULL, n INTEGER NOT NULL, name VARCHAR NOT NULL, kind VARCHAR NOT NULL, code VARCHAR NOT "
       "NULL, "
       "sector VARCHAR NOT NULL, rule VARCHAR NOT NULL",
       'p',
       "n",
       {},
       {}},
      {"mentions",
       "reading INTEGER NOT NULL, party INTEGER NOT NULL, n INTEGER NOT NULL, span_begin INTEGER NOT NULL, span_end "
       "INTEGER "
       "NOT NULL, words VARCHAR NOT NULL",
       'p',
       "party",
       {own},
       {{"party", "parties"}}},
      {"roles",
       "reading INTEGER NOT NULL, party INTEGER NOT NULL, n INTEGER NOT NULL, role VARCHAR NOT NULL",
       'p',
       "party",
       {},
       {{"party", "parties"}}},
      {"statements",
       "reading INTEGER NOT NULL, n INTEGER NOT NULL, source_party INTEGER, source_begin INTEGER, source_end INTEGER, "
       "source_words VARCHAR, cue_begin INTEGER, cue_end INTEGER, cue_words VARCHAR, mode VARCHAR NOT NULL, "
       "audience_party "
       "INTEGER, audience_begin INTEGER, audience_end INTEGER, audience_words VARCHAR, parent INTEGER, rule VARCHAR "
       "NOT NULL, "
       "confidence DOUBLE NOT NULL",
       's',
       "n",
       {source, cue, audience},
       {{"source_party", "parties"}, {"audience_party", "parties"}, {"parent", "statements"}}},
      {"statement_content",
       "reading INTEGER NOT NULL, statement INTEGER NOT NULL, n INTEGER NOT NULL, span_begin INTEGER NOT NULL, "
       "span_end "
       "INTEGER NOT NULL, words VARCHAR NOT NULL",
       's',
       "statement",
       {own},
       {{"statement", "statements"}}},
      {"events",
       "reading INTEGER NOT NULL, n INTEGER NOT NULL, type VARCHAR NOT NULL, mode VARCHAR NOT NULL, cameo VARCHAR NOT "
       "NULL, "
       "goldstein DOUBLE NOT NULL, status VARCHAR NOT NULL, trigger_begin INTEGER NOT NULL, trigger_end INTEGER NOT "
       "NULL, "
       "trigger_words VARCHAR NOT NULL, span_begin INTEGER NOT NULL, span_end INTEGER NOT NULL, words VARCHAR NOT "
       "NULL, "
       "date_value VARCHAR, date_precision VARCHAR, date_begin INTEGER, date_end INTEGER, date_words VARCHAR, "
       "place_name "
       "VARCHAR, place_country VARCHAR, place_lat DOUBLE, place_lon DOUBLE, place_begin INTEGER, place_end INTEGER, "
       "place_words VARCHAR, via INTEGER, rule VARCHAR NOT NULL, confidence DOUBLE NOT NULL",
       'e',
       "n",
       {trigger, own, date, place},
       {{"via", "statements"}}},
      {"event_actors",
       "reading INTEGER NOT NULL, event INTEGER NOT NULL, side VARCHAR NOT NULL, n INTEGER NOT NULL, party INTEGER, "
       "span_begin "
       "INTEGER NOT NULL, span_end INTEGER NOT NULL, words VARCHAR NOT NULL",
       'e',
       "event",
       {own},
       {{"event", "events"}, {"party", "parties"}}},
      {"figures",
       "reading INTEGER NOT NULL, n INTEGER NOT NULL, measure VARCHAR NOT NULL, low DOUBLE, high DOUBLE, bound VARCHAR "
       "NOT "
       "NULL, unit VARCHAR NOT NULL, population_party INTEGER, population_begin INTEGER, population_end INTEGER, "
       "population_words VARCHAR, place_name VARCHAR, place_country VARCHAR, place_lat DOUBLE, place_lon DOUBLE, "
       "place_begin "
       "INTEGER, place_end INTEGER, place_words VARCHAR, as_of_value VARCHAR, as_of_precision VARCHAR, as_of_begin "
       "INTEGER, "
       "as_of_end INTEGER, as_of_words VARCHAR, period_value VARCHAR, period_precision VARCHAR, period_begin INTEGER, "
       "period_end INTEGER, period_words VARCHAR, span_begin INTEGER NOT NULL, span_end INTEGER NOT NULL, words "
       "VARCHAR NOT "
       "NULL, via INTEGER, rule VARCHAR NOT NULL, confidence DOUBLE NOT NULL",
       'f',
       "n",
       {population, place, as_of, period, own},
       {{"population_party", "parties"}, {"via", "statements"}}},
      {"instruments",
       "reading INTEGER NOT NULL, n INTEGER NOT NULL, kind VARCHAR NOT NULL, label VARCHAR NOT NULL, state VARCHAR NOT "
       "NULL, "
       "via INTEGER, rule VARCHAR NOT NULL, confidence DOUBLE NOT NULL",
       'i',
       "n",
       {},
       {{"via", "statements"}}},
      {"instrument_parties",
       "reading INTEGER NOT NULL, instrument INTEGER NOT NULL, role VARCHAR NOT NULL, n INTEGER NOT NULL, party "
       "INTEGER",
       'i',
       "instrument",
       {},
       {{"instrument", "instruments"}, {"party", "parties"}}},
      {"instrument_terms",
       "reading INTEGER NOT NULL, instrument INTEGER NOT NULL, n INTEGER NOT NULL, key VARCHAR NOT NULL, value VARCHAR "
       "NOT NULL",
       'i',
       "instrument",
       {},
       {{"instrument", "instruments"}}},
      {"instrument_spans",
       "reading INTEGER NOT NULL, instrument INTEGER NOT NULL, n INTEGER NOT NULL, span_begin INTEGER NOT NULL, "
       "span_end "
       "INTEGER NOT NULL, words VARCHAR NOT NULL",
       'i',
       "instrument",
       {own},
       {{"instrument", "instruments"}}},
      {"abstentions",
       "reading INTEGER NOT NULL, n INTEGER NOT NULL, what VARCHAR NOT NULL, span_begin INTEGER NOT NULL, span_end "
       "INTEGER NOT "
       "NULL, words VARCHAR NOT NULL, why VARCHAR NOT NULL",
       'a',
       "n",
       {own},
       {}},
  };
}

std::vector<TableForm> make_link_tables() {
  return {
      {"origins",
       "seq BIGINT NOT NULL, report VARCHAR NOT NULL, origin VARCHAR NOT NULL, reason VARCHAR NOT NULL, like_report "
       "VARCHAR NOT NULL, share DOUBLE NOT NULL, revision INTEGER NOT NULL",
       0,
       "",
       {},
       {}},
      {"findings", "id INTEGER NOT NULL, kind VARCHAR NOT NULL, revision INTEGER NOT NULL", 0, "", {}, {}},
      {"finding_claims",
       "seq BIGINT NOT NULL, finding INTEGER NOT NULL, kind VARCHAR NOT NULL, reading INTEGER NOT NULL, n INTEGER NOT "
       "NULL, reason VARCHAR NOT NULL, revision INTEGER NOT NULL, again BOOLEAN NOT NULL",
       0,
       "",
       {},
       {}},
      {"finding_links",
       "seq BIGINT NOT NULL, finding INTEGER NOT NULL, a_reading INTEGER NOT NULL, a_n INTEGER NOT NULL, b_reading "
       "INTEGER NOT NULL, b_n INTEGER NOT NULL, relation VARCHAR NOT NULL, reason VARCHAR NOT NULL, revision INTEGER "
       "NOT NULL, kind VARCHAR NOT NULL",
       0,
       "",
       {},
       {}},
      {"corrections",
       "id INTEGER NOT NULL, made_at VARCHAR NOT NULL, kind VARCHAR NOT NULL, subject VARCHAR NOT NULL, object VARCHAR "
       "NOT NULL, note VARCHAR NOT NULL, undoes INTEGER, revision INTEGER NOT NULL",
       0,
       "",
       {},
       {}},
      {"linked_readings", "reading INTEGER NOT NULL, revision INTEGER NOT NULL", 0, "", {}, {}},
      {"report_signatures",
       "report VARCHAR NOT NULL, reading INTEGER NOT NULL, signature BLOB NOT NULL",
       0,
       "",
       {},
       {}},
      {"report_blocks", "block INTEGER NOT NULL, reading INTEGER NOT NULL", 0, "", {}, {}},
      {"claim_traits",
       "claim BIGINT NOT NULL, kind VARCHAR NOT NULL, reading INTEGER NOT NULL, n INTEGER NOT NULL, traits BLOB NOT "
       "NULL",
       0,
       "",
       {},
       {}},
      {"claim_blocks", "block BIGINT NOT NULL, claim BIGINT NOT NULL", 0, "", {}, {}},
  };
}

}  // namespace

std::span<const TableForm> tables() {
  static const std::vector<TableForm> kTables = make_tables();
  return kTables;
}

std::span<const TableForm> link_tables() {
  static const std::vector<TableForm> kTables = make_link_tables();
  return kTables;
}

std::string create_sql() {
  std::string sql;
  for (const TableForm& table : tables()) {
    sql += fmt::format("CREATE TABLE {} ({});\n", table.name, table.columns);
  }
  return sql + create_links_sql("TABLE");
}

std::string create_links_sql(std::string_view what) {
  std::string sql;
  for (const TableForm& table : link_tables()) {
    sql += fmt::format("CREATE {} {} ({});\n", what, table.name, table.columns);
  }
  return sql;
}

}  // namespace detente::record
