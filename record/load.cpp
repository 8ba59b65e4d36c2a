#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "detente/record/record.hpp"
#include "detente/text/date.hpp"
#include "schema.hpp"
#include "state.hpp"

namespace detente::record {

namespace {

constexpr std::string_view kEndOfTime = "9999-12-31";

// Rows of one table in one reading, column by name.
class Rows {
 public:
  explicit Rows(Table table) : table_(std::move(table)) {}

  std::size_t size() const { return table_.rows.size(); }
  std::string text(std::size_t row, std::string_view column) const { return table_.text(row, at(column)); }
  double number(std::size_t row, std::string_view column) const { return table_.number(row, at(column)); }
  // Numbers count from 1 in the tables and from 0 in a Reading.
  Index index(std::size_t row, std::string_view column) const {
    return table_.is_null(row, at(column)) ? kNone : static_cast<Index>(table_.integer(row, at(column)) - 1);
  }
  std::optional<double> limit(std::size_t row, std::string_view column) const {
    return table_.is_null(row, at(column)) ? std::nullopt : std::optional<double>(number(row, column));
  }
  Span span(std::size_t row, std::string_view prefix) const {
    const std::size_t begin = at(fmt::format("{}_begin", prefix));
    return {static_cast<std::uint32_t>(table_.integer(row, begin)),
            static_cast<std::uint32_t>(table_.integer(row, begin + 1))};
  }
  std::optional<Actor> actor(std::size_t row, std::string_view prefix) const {
    const Actor out{index(row, fmt::format("{}_party", prefix)), span(row, prefix)};
    return out.party == kNone && out.span.empty() ? std::nullopt : std::optional<Actor>(out);
  }
  std::optional<DateRef> date(std::size_t row, std::string_view prefix) const {
    const std::size_t value = at(fmt::format("{}_value", prefix));
    if (table_.is_null(row, value)) {
      return std::nullopt;
    }
    return DateRef{table_.text(row, value), table_.text(row, value + 1), span(row, prefix)};
  }
  std::optional<PlaceRef> place(std::size_t row) const {
    const std::size_t name = at("place_name");
    if (table_.is_null(row, name)) {
      return std::nullopt;
    }
    return PlaceRef{table_.text(row, name), table_.text(row, name + 1), table_.number(row, name + 2),
                    table_.number(row, name + 3), span(row, "place")};
  }

 private:
  std::size_t at(std::string_view column) const {
    return static_cast<std::size_t>(std::find(table_.columns.begin(), table_.columns.end(), column) -
                                    table_.columns.begin());
  }

  Table table_;
};

class Loader {
 public:
  Loader(Duck& duck, std::int64_t reading) : duck_(duck), reading_(reading) {}

  Result<Reading> load() {
    parties();
    statements();
    events();
    figures();
    instruments();
    const Rows rows = table("abstentions", "n");
    for (std::size_t i = 0; i < rows.size(); ++i) {
      out_.abstained.push_back({rows.text(i, "what"), rows.span(i, "span"), rows.text(i, "why")});
    }
    if (error_) {
      return *error_;
    }
    return std::move(out_);
  }

 private:
  Rows table(std::string_view name, std::string_view order) {
    auto found = duck_.query(fmt::format("SELECT * FROM {} WHERE reading = ? ORDER BY {}", name, order), {reading_});
    if (!found) {
      error_ = error_ ? error_ : found.error();
      return Rows(Table{});
    }
    return Rows(std::move(*found));
  }

  // The item that a row of a table below belongs to; a row of nothing is a fault that verify() names.
  template <typename T>
  static T* owner(std::vector<T>& items, const Rows& rows, std::size_t row, std::string_view column) {
    const Index at = rows.index(row, column);
    return at >= 0 && static_cast<std::size_t>(at) < items.size() ? &items[static_cast<std::size_t>(at)] : nullptr;
  }

  void parties() {
    const Rows rows = table("parties", "n");
    for (std::size_t i = 0; i < rows.size(); ++i) {
      Party p;
      p.name = rows.text(i, "name");
      p.kind = party_kind(rows.text(i, "kind")).value_or(PartyKind::unknown);
      p.code = rows.text(i, "code");
      p.sector = rows.text(i, "sector");
      p.rule = rows.text(i, "rule");
      out_.parties.push_back(std::move(p));
    }
    const Rows mentions = table("mentions", "party, n");
    for (std::size_t i = 0; i < mentions.size(); ++i) {
      if (Party* p = owner(out_.parties, mentions, i, "party")) {
        p->mentions.push_back(mentions.span(i, "span"));
      }
    }
    const Rows roles = table("roles", "party, n");
    for (std::size_t i = 0; i < roles.size(); ++i) {
      if (Party* p = owner(out_.parties, roles, i, "party")) {
        p->roles.push_back(roles.text(i, "role"));
      }
    }
  }

  void statements() {
    const Rows rows = table("statements", "n");
    for (std::size_t i = 0; i < rows.size(); ++i) {
      Statement s;
      s.source = rows.actor(i, "source");
      if (const Span cue = rows.span(i, "cue"); !cue.empty()) {
        s.cue = Cue{cue};
      }
      s.mode = mode(rows.text(i, "mode")).value_or(Mode::indirect);
      s.audience = rows.actor(i, "audience");
      s.parent = rows.index(i, "parent");
      s.rule = rows.text(i, "rule");
      s.confidence = static_cast<float>(rows.number(i, "confidence"));
      out_.statements.push_back(std::move(s));
    }
    const Rows content = table("statement_content", "statement, n");
    for (std::size_t i = 0; i < content.size(); ++i) {
      if (Statement* s = owner(out_.statements, content, i, "statement")) {
        s->content.push_back(content.span(i, "span"));
      }
    }
  }

  void events() {
    const Rows rows = table("events", "n");
    for (std::size_t i = 0; i < rows.size(); ++i) {
      Event e;
      e.type = event_type(rows.text(i, "type")).value_or(EventType::CONSULT);
      e.mode = rows.text(i, "mode");
      e.cameo = rows.text(i, "cameo");
      e.goldstein = rows.number(i, "goldstein");
      e.status = status(rows.text(i, "status")).value_or(Status::actual);
      e.trigger = rows.span(i, "trigger");
      e.sentence = rows.span(i, "span");
      e.date = rows.date(i, "date");
      e.place = rows.place(i);
      e.via = rows.index(i, "via");
      e.rule = rows.text(i, "rule");
      e.confidence = static_cast<float>(rows.number(i, "confidence"));
      out_.events.push_back(std::move(e));
    }
    const Rows actors = table("event_actors", "event, side, n");
    for (std::size_t i = 0; i < actors.size(); ++i) {
      if (Event* e = owner(out_.events, actors, i, "event")) {
        (actors.text(i, "side") == "source" ? e->sources : e->targets)
            .push_back({actors.index(i, "party"), actors.span(i, "span")});
      }
    }
  }

  void figures() {
    const Rows rows = table("figures", "n");
    for (std::size_t i = 0; i < rows.size(); ++i) {
      Figure f;
      f.measure = rows.text(i, "measure");
      f.low = rows.limit(i, "low");
      f.high = rows.limit(i, "high");
      f.bound = bound(rows.text(i, "bound")).value_or(Bound::exact);
      f.unit = rows.text(i, "unit");
      f.population = rows.actor(i, "population");
      f.place = rows.place(i);
      f.as_of = rows.date(i, "as_of");
      f.period = rows.date(i, "period");
      f.span = rows.span(i, "span");
      f.via = rows.index(i, "via");
      f.rule = rows.text(i, "rule");
      f.confidence = static_cast<float>(rows.number(i, "confidence"));
      out_.figures.push_back(std::move(f));
    }
  }

  void instruments() {
    const Rows rows = table("instruments", "n");
    for (std::size_t i = 0; i < rows.size(); ++i) {
      Instrument it;
      it.kind = instrument_kind(rows.text(i, "kind")).value_or(InstrumentKind::proposal);
      it.label = rows.text(i, "label");
      it.state = rows.text(i, "state");
      it.via = rows.index(i, "via");
      it.rule = rows.text(i, "rule");
      it.confidence = static_cast<float>(rows.number(i, "confidence"));
      out_.instruments.push_back(std::move(it));
    }
    const Rows parties = table("instrument_parties", "instrument, rowid");
    for (std::size_t i = 0; i < parties.size(); ++i) {
      Instrument* it = owner(out_.instruments, parties, i, "instrument");
      if (it == nullptr) {
        continue;
      }
      const std::string role = parties.text(i, "role");
      if (role == "state_by") {
        it->state_by.push_back(parties.index(i, "party"));
        continue;
      }
      if (it->parties.empty() || it->parties.back().role != role) {
        it->parties.push_back({role, {}});
      }
      it->parties.back().parties.push_back(parties.index(i, "party"));
    }
    const Rows terms = table("instrument_terms", "instrument, n");
    for (std::size_t i = 0; i < terms.size(); ++i) {
      if (Instrument* it = owner(out_.instruments, terms, i, "instrument")) {
        it->terms.push_back({terms.text(i, "key"), terms.text(i, "value")});
      }
    }
    const Rows spans = table("instrument_spans", "instrument, n");
    for (std::size_t i = 0; i < spans.size(); ++i) {
      if (Instrument* it = owner(out_.instruments, spans, i, "instrument")) {
        it->spans.push_back(spans.span(i, "span"));
      }
    }
  }

  Duck& duck_;
  std::int64_t reading_;
  Reading out_;
  std::optional<Error> error_;
};

}  // namespace

Result<void> Record::State::look(const AsOf& as_of) {
  const int revision_limit = as_of.revision.value_or(std::numeric_limits<int>::max());
  const std::string day = as_of.date.empty() ? std::string(kEndOfTime) : last_day(as_of.date, "");
  if (day.empty()) {
    return Error{ErrorCode::bad_value,
                 fmt::format("'{}' is not a date from {} to {}", as_of.date, text::kFirstYear, text::kLastYear), ""};
  }
  // The day is made of digits and hyphens by last_day, so it can stand in the text of the query.
  std::string sql = fmt::format(
      "CREATE OR REPLACE TEMP TABLE seen AS "
      "WITH places AS (SELECT id AS report, day, first_revision AS revision FROM reports "
      "UNION ALL SELECT report, day, revision FROM report_copies), "
      "visible AS (SELECT report, min(day) AS day, count(*) AS places FROM places WHERE revision <= {0} AND day <= "
      "'{1}' GROUP BY report), "
      "latest AS (SELECT report, max(id) AS reading FROM readings WHERE revision <= {0} GROUP BY report) "
      "SELECT v.report, v.day, v.places, l.reading FROM visible v LEFT JOIN latest l USING (report); "
      "CREATE OR REPLACE TEMP VIEW seen_reports AS SELECT s.day AS seen_day, s.places, s.reading, r.* FROM reports r "
      "JOIN seen s ON s.report = r.id; ",
      revision_limit, day);
  for (const TableForm& table : tables()) {
    if (table.is_of_reading()) {
      sql += fmt::format(
          "CREATE OR REPLACE TEMP VIEW seen_{0} AS SELECT s.report, s.day, t.* FROM {0} t JOIN seen s ON s.reading = "
          "t.reading; ",
          table.name);
    }
  }
  looked = true;
  limit = std::to_string(revision_limit);
  origins_made = placed_made = claims_made = links_made = contradictions_made = findings_made = reviews_made = false;
  return duck.run(sql);
}

Result<void> Record::State::ensure_look() { return looked ? Result<void>() : look({}); }

Result<void> Record::look(const AsOf& as_of) { return state_->look(as_of); }

Result<std::vector<std::string>> Record::report_ids() {
  const auto found = query("SELECT report FROM seen ORDER BY day, report");
  if (!found) {
    return found.error();
  }
  std::vector<std::string> out;
  for (std::size_t i = 0; i < found->rows.size(); ++i) {
    out.push_back(found->text(i, 0));
  }
  return out;
}

Result<std::vector<std::string>> Record::reports_like(std::string_view prefix, int limit) {
  const auto found = query("SELECT report FROM seen WHERE starts_with(report, ?) ORDER BY report LIMIT ?",
                           {std::string(prefix), std::int64_t{limit}});
  if (!found) {
    return found.error();
  }
  std::vector<std::string> out;
  for (std::size_t i = 0; i < found->rows.size(); ++i) {
    out.push_back(found->text(i, 0));
  }
  return out;
}

Result<StoredReport> Record::report(std::string_view id) {
  const auto found = query(
      "SELECT id, uri, outlet, title, byline, published, original_source, language, text, seen_day, first_revision "
      "FROM "
      "seen_reports WHERE id = ?",
      {std::string(id)});
  if (!found) {
    return found.error();
  }
  if (found->rows.empty()) {
    return Error{ErrorCode::not_found, fmt::format("there is no report {}", id), state_->duck.where()};
  }
  StoredReport out;
  out.report = {found->text(0, 0), found->text(0, 1), found->text(0, 2), found->text(0, 3), found->text(0, 4),
                found->text(0, 5), found->text(0, 6), found->text(0, 7), found->text(0, 8)};
  out.day = found->text(0, 9);
  out.first_revision = static_cast<int>(found->integer(0, 10));
  const auto copies = query("SELECT uri, outlet, title, published FROM report_copies WHERE report = ? ORDER BY rowid",
                            {std::string(id)});
  if (!copies) {
    return copies.error();
  }
  for (std::size_t i = 0; i < copies->rows.size(); ++i) {
    out.copies.push_back({copies->text(i, 0), copies->text(i, 1), copies->text(i, 2), copies->text(i, 3)});
  }
  return out;
}

Result<StoredReading> Record::reading(std::string_view report_id) {
  const auto found = query(
      "SELECT d.id, d.reader, d.knowledge, d.model, d.language, d.revision FROM readings d JOIN seen s ON s.reading = "
      "d.id "
      "WHERE s.report = ?",
      {std::string(report_id)});
  if (!found) {
    return found.error();
  }
  if (found->rows.empty()) {
    return Error{ErrorCode::not_found, fmt::format("there is no reading of report {}", report_id),
                 state_->duck.where()};
  }
  auto reading = Loader(state_->duck, found->integer(0, 0)).load();
  if (!reading) {
    return reading.error();
  }
  StoredReading out{std::move(*reading),
                    {found->text(0, 1), found->text(0, 2), found->text(0, 3)},
                    static_cast<int>(found->integer(0, 5))};
  out.reading.language = found->text(0, 4);
  return out;
}

Result<std::vector<Revision>> Record::revisions() {
  const auto found = query("SELECT id, made_at, why FROM revisions ORDER BY id");
  if (!found) {
    return found.error();
  }
  std::vector<Revision> out;
  for (std::size_t i = 0; i < found->rows.size(); ++i) {
    out.push_back({static_cast<int>(found->integer(i, 0)), found->text(i, 1), found->text(i, 2)});
  }
  return out;
}

}  // namespace detente::record
