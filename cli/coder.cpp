#include "detente/cli/coder.hpp"

#include "detente/reading/read.hpp"
#include "detente/text/check.hpp"
#include "english.hpp"

namespace detente::cli {

Coded code_error(std::string_view id, const Error& error) {
  Coded out;
  out.ok = false;
  reading::JsonWriter j(out.json);
  j.object();
  j.key("id").raw(id);
  j.key("error").object();
  j.key("code").text(code_name(error.code));
  j.key("message").text(error.to_string());
  j.close();
  j.close();
  return out;
}

Coded Coder::line(std::string_view bytes, language::Workspace& work) const {
  CodeRequest request;
  if (const auto parsed = parse_request(bytes, request); !parsed) {
    return code_error(request.id, parsed.error());
  }
  Report& report = request.report;
  report.language = language_of(report.text);
  if (is_read(report.language)) {
    report.language = "en";  // what cannot be told is read as English
  }
  Reading reading;
  reading.language = report.language;
  if (is_read(report.language)) {
    const Analysis analysis = pipeline_.analyse(report.text, work, {.paragraphs = true});
    reading = reading::read(report, analysis, knowledge_);
  }
  if (!request.unread_date.empty()) {
    reading.abstained.push_back({"published", {}, "'" + request.unread_date + "' is no date"});
  }
  if (const auto wrong = text::first_mismatch(reading, report.text)) {
    return code_error(request.id, *wrong);
  }
  return {reading::to_json(reading, report.text, {request.id, options_.offsets, options_.explain}), true};
}

}  // namespace detente::cli
