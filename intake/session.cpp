#include "session.hpp"

#include "detente/text/date.hpp"
#include "detente/text/hash.hpp"
#include "page.hpp"

namespace detente::intake {

bool Session::emit(Report&& report) {
  if (stopped()) {
    return false;
  }
  if (report.language.empty() && options.detect_language) {
    report.language = detect_language(report.text);
  }
  report.id = text::report_id(report.text);
  ++counts.reports;
  ++progress.reports;
  if (!sinks.on_report(std::move(report))) {
    counts.stopped = true;
    return false;
  }
  if (sinks.on_progress) {
    sinks.on_progress(progress);
  }
  return true;
}

void Session::problem(ErrorCode code, std::string message, std::string where) {
  ++counts.problems;
  if (sinks.on_problem) {
    sinks.on_problem(Error{code, std::move(message), std::move(where)});
  }
}

void Session::problem(const Error& error, std::string_view where) {
  std::string place(where);
  if (!error.where.empty()) {
    place += " (" + error.where + ")";
  }
  problem(error.code, error.message, std::move(place));
}

void Session::repaired(std::size_t count, std::size_t first, const std::string& where) {
  if (count > 0) {
    problem(ErrorCode::bad_encoding,
            std::to_string(count) + (count == 1 ? " byte is" : " bytes are") +
                " not text and became U+FFFD or a space, the first at byte " + std::to_string(first),
            where);
  }
}

bool Session::stopped() {
  if (sinks.cancel.stop_requested()) {
    counts.stopped = true;
  }
  return counts.stopped;
}

void emit_page(Session& session, const Body& body) {
  auto page = read_page(body.bytes, body.uri, body.charset);
  if (!page) {
    if (!body.may_be_empty || page.error().code != ErrorCode::missing_field) {
      session.problem(page.error(), body.where);
    }
    return;
  }
  session.repaired(page->repaired, page->first_repaired, body.where);
  if (page->too_deep) {
    session.problem(ErrorCode::too_large,
                    "the page is nested deeper than 512 elements; its text was read without the deeper ones",
                    body.where);
  }
  if (page->too_many) {
    session.problem(
        ErrorCode::too_large,
        "the page has more than 4,000,000 elements, or thousands of attributes in one; it was read up to there",
        body.where);
  }
  Report report = std::move(page->report);
  if (report.published.empty()) {
    report.published = body.published;
  }
  session.emit(std::move(report));
}

void emit_text(Session& session, const Body& body) {
  auto decoded = decode(body.bytes, body.charset);
  if (!decoded) {
    session.problem(decoded.error(), body.where);
    return;
  }
  session.repaired(decoded->repaired, decoded->first_repaired, body.where);
  normalise_lines(decoded->text);
  CleanText clean = clean_text(decoded->text);
  if (clean.text.empty()) {
    session.problem(ErrorCode::missing_field, "there is no text in it", body.where);
    return;
  }
  Report report;
  report.uri = body.uri;
  report.text = std::move(clean.text);
  report.title = std::move(clean.title);
  report.byline = std::move(clean.byline);
  report.outlet = std::move(clean.outlet);
  report.published = clean.published.empty() ? body.published : clean.published;
  report.original_source = std::move(clean.original_source);
  session.emit(std::move(report));
}

namespace {

// The whole input, if it is within the limit.
bool read_all(const Item& item, Input& input, std::string& out) {
  const std::size_t limit = item.session.options.max_text;
  input.append(out, limit);
  if (!input.error() && !input.at_end()) {
    item.session.problem(ErrorCode::too_large,
                         "it is larger than " + std::to_string(limit) + " bytes and was passed over", item.name);
    return false;
  }
  if (input.error()) {
    item.session.problem(*input.error(), item.name);
    // What came out of a gzip file before it broke off is half a text: better none than half a quotation.
    return false;
  }
  return true;
}

}  // namespace

void read_text_input(const Item& item, Input& input) {
  std::string bytes;
  if (read_all(item, input, bytes)) {
    emit_text(item.session, {bytes, item.name, "", "", item.name});
  }
}

void read_page_input(const Item& item, Input& input) {
  std::string bytes;
  if (read_all(item, input, bytes)) {
    emit_page(item.session, {bytes, item.name, "", "", item.name});
  }
}

}  // namespace detente::intake
