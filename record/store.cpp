#include <fmt/format.h>

#include <cmath>

#include "detente/record/record.hpp"
#include "detente/text/check.hpp"
#include "state.hpp"

namespace detente::record {

namespace {

constexpr std::size_t kDayLength = 10;

// Confidences have few digits; as doubles they keep them: 0.6 and not 0.600000024.
double decimal(float value) {
  constexpr double kScale = 1e4;
  return std::round(static_cast<double>(value) * kScale) / kScale;
}

// Writes the rows of one reading; the appenders keep the first fault until they are flushed.
class Writer {
 public:
  Writer(Record::State& state, int reading, std::string_view text) : state_(state), reading_(reading), text_(text) {}

  Result<void> write(const Reading& r) {
    for (std::size_t i = 0; i < r.parties.size(); ++i) {
      party(r.parties[i], i);
    }
    for (std::size_t i = 0; i < r.statements.size(); ++i) {
      statement(r.statements[i], i);
    }
    for (std::size_t i = 0; i < r.events.size(); ++i) {
      event(r.events[i], i);
    }
    for (std::size_t i = 0; i < r.figures.size(); ++i) {
      figure(r.figures[i], i);
    }
    for (std::size_t i = 0; i < r.instruments.size(); ++i) {
      instrument(r.instruments[i], i);
    }
    for (std::size_t i = 0; i < r.abstained.size(); ++i) {
      if (Appender* a = row("abstentions", i)) {
        a->text(r.abstained[i].what);
        span(*a, r.abstained[i].span);
        a->text(r.abstained[i].why).end_row();
      }
    }
    return error_ ? Result<void>(*error_) : Result<void>();
  }

 private:
  // Begins a row of the table with the reading and the number of the item, which counts from 1.
  Appender* row(const char* table, std::size_t item) {
    auto appender = state_.appender(table);
    if (!appender) {
      error_ = error_ ? error_ : appender.error();
      return nullptr;
    }
    (*appender)->integer(reading_).integer(static_cast<std::int64_t>(item) + 1);
    return *appender;
  }

  static void index(Appender& a, Index value) {
    if (value == kNone) {
      a.null();
    } else {
      a.integer(std::int64_t{value} + 1);
    }
  }

  void span(Appender& a, Span s) const { a.integer(s.begin).integer(s.end).text(text_.substr(s.begin, s.size())); }

  // A span that no words stand for is null.
  void optional_span(Appender& a, Span s) const {
    if (s.empty()) {
      a.null().null().null();
    } else {
      span(a, s);
    }
  }

  void actor(Appender& a, const std::optional<Actor>& who) const {
    if (!who) {
      a.null().null().null().null();
      return;
    }
    index(a, who->party);
    optional_span(a, who->span);
  }

  void date(Appender& a, const std::optional<DateRef>& d) const {
    if (!d) {
      a.null().null().null().null().null();
      return;
    }
    a.text(d->value).text(d->precision);
    optional_span(a, d->span);
  }

  void place(Appender& a, const std::optional<PlaceRef>& p) const {
    if (!p) {
      a.null().null().null().null().null().null().null();
      return;
    }
    a.text(p->name).text(p->country).number(p->lat).number(p->lon);
    optional_span(a, p->span);
  }

  static void limit(Appender& a, const std::optional<double>& value) {
    if (value) {
      a.number(*value);
    } else {
      a.null();
    }
  }

  static std::int64_t ordinal(std::size_t n) { return static_cast<std::int64_t>(n) + 1; }

  void spans(const char* table, std::size_t item, const std::vector<Span>& all) {
    for (std::size_t n = 0; n < all.size(); ++n) {
      if (Appender* a = row(table, item)) {
        a->integer(ordinal(n));
        span(*a, all[n]);
        a->end_row();
      }
    }
  }

  void party(const Party& p, std::size_t i) {
    if (Appender* a = row("parties", i)) {
      a->text(p.name).text(name(p.kind)).text(p.code).text(p.sector).text(p.rule).end_row();
    }
    spans("mentions", i, p.mentions);
    for (std::size_t n = 0; n < p.roles.size(); ++n) {
      if (Appender* a = row("roles", i)) {
        a->integer(ordinal(n)).text(p.roles[n]).end_row();
      }
    }
  }

  void statement(const Statement& s, std::size_t i) {
    if (Appender* a = row("statements", i)) {
      actor(*a, s.source);
      optional_span(*a, s.cue ? s.cue->span : Span{});
      a->text(name(s.mode));
      actor(*a, s.audience);
      index(*a, s.parent);
      a->text(s.rule).number(decimal(s.confidence)).end_row();
    }
    spans("statement_content", i, s.content);
  }

  void actors(std::size_t event, std::string_view side, const std::vector<Actor>& all) {
    for (std::size_t n = 0; n < all.size(); ++n) {
      if (Appender* a = row("event_actors", event)) {
        a->text(side).integer(ordinal(n));
        index(*a, all[n].party);
        span(*a, all[n].span);
        a->end_row();
      }
    }
  }

  void event(const Event& e, std::size_t i) {
    if (Appender* a = row("events", i)) {
      a->text(name(e.type)).text(e.mode).text(e.cameo).number(e.goldstein).text(name(e.status));
      span(*a, e.trigger);
      span(*a, e.sentence);
      date(*a, e.date);
      place(*a, e.place);
      index(*a, e.via);
      a->text(e.rule).number(decimal(e.confidence)).end_row();
    }
    actors(i, "source", e.sources);
    actors(i, "target", e.targets);
  }

  void figure(const Figure& f, std::size_t i) {
    if (Appender* a = row("figures", i)) {
      a->text(f.measure);
      limit(*a, f.low);
      limit(*a, f.high);
      a->text(name(f.bound)).text(f.unit);
      actor(*a, f.population);
      place(*a, f.place);
      date(*a, f.as_of);
      date(*a, f.period);
      span(*a, f.span);
      index(*a, f.via);
      a->text(f.rule).number(decimal(f.confidence)).end_row();
    }
  }

  void instrument(const Instrument& it, std::size_t i) {
    if (Appender* a = row("instruments", i)) {
      a->text(name(it.kind)).text(it.label).text(it.state);
      index(*a, it.via);
      a->text(it.rule).number(decimal(it.confidence)).end_row();
    }
    const auto parties = [&](std::string_view role, const std::vector<Index>& all) {
      for (std::size_t n = 0; n < all.size(); ++n) {
        if (Appender* a = row("instrument_parties", i)) {
          a->text(role).integer(ordinal(n));
          index(*a, all[n]);
          a->end_row();
        }
      }
    };
    for (const InstrumentRole& role : it.parties) {
      parties(role.role, role.parties);
    }
    parties("state_by", it.state_by);
    for (std::size_t n = 0; n < it.terms.size(); ++n) {
      if (Appender* a = row("instrument_terms", i)) {
        a->integer(ordinal(n)).text(it.terms[n].key).text(it.terms[n].value).end_row();
      }
    }
    spans("instrument_spans", i, it.spans);
  }

  Record::State& state_;
  int reading_;
  std::string_view text_;
  std::optional<Error> error_;
};

}  // namespace

std::string address_key(const Report& report) { return report.id + '\0' + report.uri; }

Result<Appender*> Record::State::appender(const char* table) {
  auto at = appenders.find(table);
  if (at == appenders.end()) {
    auto opened = Appender::open(duck, table);
    if (!opened) {
      return opened.error();
    }
    at = appenders.emplace(table, std::move(*opened)).first;
  }
  return &at->second;
}

Result<void> Record::State::flush() {
  for (auto& [table, appender] : appenders) {
    if (auto flushed = appender.flush(); !flushed) {
      return flushed;
    }
  }
  return {};
}

Result<void> Record::State::transaction(const std::function<Result<void>()>& write) {
  const int revision_before = revision;
  const int last_before = last_revision;
  Result<void> done = duck.run("BEGIN TRANSACTION");
  if (done) {
    done = write();
  }
  if (done) {
    done = flush();
  }
  if (done) {
    done = duck.run("COMMIT");
  }
  if (!done) {
    // An appender writes what it still holds when it ends, so it must end inside the transaction that is given up.
    appenders.clear();
    (void)duck.run("ROLLBACK");
    revision = revision_before;
    last_revision = last_before;
  }
  return done;
}

Result<void> Record::State::ensure_revision() {
  if (revision != 0) {
    return {};
  }
  auto rows = appender("revisions");
  if (!rows) {
    return rows.error();
  }
  revision = ++last_revision;
  (*rows)->integer(revision).text(run.made_at).text(run.why).end_row();
  return {};
}

Result<void> Record::start_run(Run run) {
  State& s = *state_;
  if (s.is_reader) {
    return Error{ErrorCode::usage, "this connection only reads", s.duck.where()};
  }
  s.run = std::move(run);
  s.revision = 0;
  s.run_started = true;
  s.reports.clear();
  s.addresses.clear();
  const auto last =
      s.duck.query("SELECT (SELECT coalesce(max(id), 0) FROM revisions), (SELECT coalesce(max(id), 0) FROM readings)");
  if (!last) {
    return last.error();
  }
  s.last_revision = static_cast<int>(last->integer(0, 0));
  s.last_reading = static_cast<int>(last->integer(0, 1));
  const auto known = s.duck.query(
      "SELECT r.id, r.uri, coalesce(bool_or(d.reader = ? AND d.knowledge = ? AND d.model = ?), false) "
      "FROM reports r LEFT JOIN readings d ON d.report = r.id GROUP BY r.id, r.uri",
      {s.run.reader.version, s.run.reader.knowledge, s.run.reader.model});
  if (!known) {
    return known.error();
  }
  for (std::size_t i = 0; i < known->rows.size(); ++i) {
    s.reports[known->text(i, 0)] = std::get<bool>(known->rows[i][2]);
    s.addresses.insert(known->text(i, 0) + '\0' + known->text(i, 1));
  }
  const auto copies = s.duck.query("SELECT report, uri FROM report_copies");
  if (!copies) {
    return copies.error();
  }
  for (std::size_t i = 0; i < copies->rows.size(); ++i) {
    s.addresses.insert(copies->text(i, 0) + '\0' + copies->text(i, 1));
  }
  return {};
}

Standing Record::standing(const Report& report) const {
  const auto at = state_->reports.find(report.id);
  if (at == state_->reports.end() || !at->second) {
    return Standing::unread;
  }
  return state_->addresses.contains(address_key(report)) ? Standing::known : Standing::copy;
}

Result<Stored> Record::store(const Report& report, const Reading& reading) {
  if (const auto wrong = text::first_mismatch(reading, report.text)) {
    return Error{wrong->code, wrong->to_string(), report.uri};
  }
  return state_->store(report, &reading);
}

Result<Stored> Record::store_copy(const Report& report) { return state_->store(report, nullptr); }

Result<Stored> Record::State::store(const Report& report, const Reading* reading) {
  State& s = *this;
  Stored stored;
  const auto known = s.reports.find(report.id);
  stored.report = known == s.reports.end();
  stored.reading = reading != nullptr && (stored.report || !known->second);
  stored.copy = !stored.report && !s.addresses.contains(address_key(report));
  if (!stored.report && !stored.copy && !stored.reading) {
    return stored;
  }
  const int number = s.last_reading + 1;
  const auto done = s.transaction([&]() -> Result<void> {
    if (auto begun = s.ensure_revision(); !begun) {
      return begun;
    }
    const std::string day = last_day(report.published, s.run.made_at.substr(0, kDayLength));
    if (stored.report) {
      auto rows = s.appender("reports");
      if (!rows) {
        return rows.error();
      }
      (*rows)
          ->text(report.id)
          .text(report.uri)
          .text(report.outlet)
          .text(report.title)
          .text(report.byline)
          .text(report.published);
      (*rows)
          ->text(report.original_source)
          .text(report.language)
          .text(report.text)
          .text(day)
          .integer(s.revision)
          .end_row();
    }
    if (stored.copy) {
      auto rows = s.appender("report_copies");
      if (!rows) {
        return rows.error();
      }
      (*rows)->text(report.id).text(report.uri).text(report.outlet).text(report.title).text(report.byline);
      (*rows)->text(report.published).text(report.original_source).text(day).integer(s.revision).end_row();
    }
    if (!stored.reading) {
      return {};
    }
    auto rows = s.appender("readings");
    if (!rows) {
      return rows.error();
    }
    const Reader& reader = s.run.reader;
    (*rows)->integer(number).text(report.id).integer(s.revision).text(reader.version).text(reader.knowledge);
    (*rows)->text(reader.model).text(reading->language).end_row();
    return Writer(s, number, report.text).write(*reading);
  });
  if (!done) {
    return done.error();
  }
  s.last_reading += stored.reading ? 1 : 0;
  s.reports[report.id] = stored.reading || (known != s.reports.end() && known->second);
  s.addresses.insert(address_key(report));
  return stored;
}

}  // namespace detente::record
