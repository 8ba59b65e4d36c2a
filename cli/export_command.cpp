#include <array>
#include <cstdio>
#include <filesystem>
#include <functional>

#include "command.hpp"
#include "detente/reading/json.hpp"

namespace detente::cli {

namespace fs = std::filesystem;

namespace {

struct Exported {
  std::string_view what;
  std::string_view sql;
};

// Each row stands by itself: it names its report, its bytes there and their words.
constexpr std::array<Exported, 6> kExported{{
    {"reports",
     "SELECT id AS report, uri, outlet, title, byline, published, original_source, language, seen_day AS day, places - "
     "1 AS copies, first_revision, text FROM "
     "seen_reports ORDER BY seen_day, id"},
    {"parties",
     "SELECT p.report, 'p' || p.n AS item, p.name, p.kind, p.code, p.sector, (SELECT string_agg(r.role, '; ' ORDER BY "
     "r.n) FROM seen_roles r WHERE r.reading = "
     "p.reading AND r.party = p.n) AS roles, m.n AS mention, m.span_begin, m.span_end, m.words, p.rule FROM "
     "seen_parties p LEFT JOIN seen_mentions m ON m.reading = "
     "p.reading AND m.party = p.n ORDER BY p.day, p.report, p.n, m.n"},
    {"statements",
     "SELECT s.report, 's' || s.n AS item, p.name AS source, p.code AS source_code, p.sector AS source_sector, "
     "s.source_begin, s.source_end, s.source_words, "
     "s.cue_begin, s.cue_end, s.cue_words, s.mode, s.audience_words AS audience, 's' || s.parent AS parent, c.n AS "
     "part, c.span_begin, c.span_end, c.words, s.rule, "
     "s.confidence FROM seen_statements s LEFT JOIN seen_parties p ON p.reading = s.reading AND p.n = s.source_party "
     "LEFT JOIN seen_statement_content c ON c.reading = "
     "s.reading AND c.statement = s.n ORDER BY s.day, s.report, s.n, c.n"},
    {"events",
     "WITH sides AS (SELECT a.reading, a.event, a.side, string_agg(coalesce(p.name, a.words), '; ' ORDER BY a.n) AS "
     "names, string_agg(trim(coalesce(p.code, '') || ' ' "
     "|| coalesce(p.sector, '')), '; ' ORDER BY a.n) AS codes FROM seen_event_actors a LEFT JOIN seen_parties p ON "
     "p.reading = a.reading AND p.n = a.party GROUP BY ALL) "
     "SELECT e.report, 'e' || e.n AS item, e.day, e.type, e.mode, e.cameo, e.goldstein, e.status, s.names AS sources, "
     "s.codes AS source_codes, t.names AS targets, "
     "t.codes AS target_codes, e.date_value AS date, e.date_precision, e.place_name AS place, e.place_country AS "
     "country, e.place_lat AS lat, e.place_lon AS lon, "
     "e.trigger_begin, e.trigger_end, e.trigger_words AS trigger, e.span_begin, e.span_end, e.words, 's' || e.via AS "
     "via, e.rule, e.confidence FROM seen_events e LEFT "
     "JOIN sides s ON s.reading = e.reading AND s.event = e.n AND s.side = 'source' LEFT JOIN sides t ON t.reading = "
     "e.reading AND t.event = e.n AND t.side = 'target' "
     "ORDER BY e.day, e.report, e.n"},
    {"figures",
     "SELECT f.report, 'f' || f.n AS item, f.day, f.measure, f.low, f.high, f.bound, f.unit, coalesce(p.name, "
     "f.population_words) AS population, f.place_name AS place, "
     "f.place_country AS country, f.as_of_value AS as_of, f.period_value AS period, f.span_begin, f.span_end, f.words, "
     "'s' || f.via AS via, f.rule, f.confidence FROM "
     "seen_figures f LEFT JOIN seen_parties p ON p.reading = f.reading AND p.n = f.population_party ORDER BY f.day, "
     "f.report, f.n"},
    {"instruments",
     "WITH who AS (SELECT x.reading, x.instrument, string_agg(x.role || ' ' || p.name, '; ' ORDER BY x.role, x.n) AS "
     "parties FROM seen_instrument_parties x JOIN "
     "seen_parties p ON p.reading = x.reading AND p.n = x.party GROUP BY ALL), what AS (SELECT reading, instrument, "
     "string_agg(key || ' ' || value, '; ' ORDER BY n) AS "
     "terms FROM seen_instrument_terms GROUP BY ALL) SELECT i.report, 'i' || i.n AS item, i.day, i.kind, i.label, "
     "i.state, who.parties, what.terms, s.n AS part, "
     "s.span_begin, s.span_end, s.words, 's' || i.via AS via, i.rule, i.confidence FROM seen_instruments i LEFT JOIN "
     "who ON who.reading = i.reading AND who.instrument = "
     "i.n LEFT JOIN what ON what.reading = i.reading AND what.instrument = i.n LEFT JOIN seen_instrument_spans s ON "
     "s.reading = i.reading AND s.instrument = i.n ORDER "
     "BY i.day, i.report, i.n, s.n"},
}};

std::string quoted(const std::string& path) {
  std::string out = "'";
  for (char c : path) {
    out += c;
    if (c == '\'') {
      out += c;
    }
  }
  return out + "'";
}

Result<void> copy(record::Record& record, std::string_view sql, const std::string& path, std::string_view format) {
  const std::string_view form = format == "csv"       ? "FORMAT csv, HEADER"
                                : format == "parquet" ? "FORMAT parquet, COMPRESSION zstd"
                                                      : "FORMAT json";
  const auto done = record.query(fmt::format("COPY ({}) TO {} ({})", sql, quoted(path), form));
  return done ? Result<void>() : Result<void>(done.error());
}

// Whole reports, one a line.
Result<bool> whole_reports(record::Record& record, const std::function<bool(const std::string&)>& put) {
  const auto ids = record.report_ids();
  if (!ids) {
    return ids.error();
  }
  for (const std::string& id : *ids) {
    const auto report = record.report(id);
    const auto reading = record.reading(id);
    if (!report) {
      return report.error();
    }
    if (!reading && reading.error().code != ErrorCode::not_found) {
      return reading.error();
    }
    std::string line;
    reading::JsonWriter j(line);
    j.object();
    j.key("id").text(id);
    j.key("language").text(report->report.language);
    j.key("report").raw(report_json(report->report));
    reading::ItemWriter(j, reading ? reading->reading : Reading{}, report->report.text, {}).lists();
    j.close();
    if (!put(line + "\n")) {
      return false;
    }
  }
  return true;
}

}  // namespace

int export_command(const Arguments& arguments, World& world) {
  const std::string what = arguments.get("--what", "all");
  const std::string format = arguments.get("--format", "jsonl");
  const std::string out = arguments.get("--out", "-");
  if (out == "-" && (format == "parquet" || (what == "all" && format == "csv"))) {
    const std::string reason =
        format == "parquet" ? "Parquet is not written to standard output" : "--what all as CSV makes several files";
    return could_not(
        world, {ErrorCode::usage, fmt::format("{}: name a place with --out (detente export --help)", reason), ""});
  }
  auto record = open_to_look(arguments, world);
  if (!record) {
    return could_not(world, record.error());
  }
  const auto failed = [&](const Error& error) {
    // Whoever reads our output may stop when it has enough.
    return error.message.find("Broken pipe") != std::string::npos ? kDone : could_not(world, error);
  };
  if (what == "all" && format == "jsonl") {
    std::FILE* file = out == "-" ? nullptr : std::fopen(out.c_str(), "wb");
    if (out != "-" && file == nullptr) {
      return could_not(world, {ErrorCode::io, "it could not be written", out});
    }
    bool full = false;
    const auto done = whole_reports(*record, [&](const std::string& line) {
      if (file == nullptr) {
        return world.out(line);
      }
      full = std::fwrite(line.data(), 1, line.size(), file) != line.size();
      return !full;
    });
    if (file != nullptr && (std::fclose(file) != 0 || full)) {
      return could_not(world, {ErrorCode::disk_full, "it could not be written to its end", out});
    }
    return done ? kDone : failed(done.error());
  }
  if (what == "all") {
    std::error_code error;
    fs::create_directories(out, error);
    for (const Exported& exported : kExported) {
      const fs::path path = fs::path(out) / fmt::format("{}.{}", exported.what, format);
      if (auto done = copy(*record, exported.sql, path.string(), format); !done) {
        return failed(done.error());
      }
    }
    return kDone;
  }
  for (const Exported& exported : kExported) {
    if (exported.what == what) {
      if (auto done = copy(*record, exported.sql, out == "-" ? "/dev/stdout" : out, format); !done) {
        return failed(done.error());
      }
    }
  }
  return kDone;
}

}  // namespace detente::cli
