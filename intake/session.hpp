// What all readers of one run share: where reports and problems go, and when to stop.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "detente/intake/intake.hpp"
#include "encoding.hpp"
#include "source.hpp"

namespace detente::intake {

class Session {
 public:
  Session(const Options& options, const Sinks& sinks) : options(options), sinks(sinks) {}

  const Options& options;
  const Sinks& sinks;
  Counts counts;
  Progress progress;

  // Fills id and language and hands the report on. False if the reading is to stop.
  bool emit(Report&& report);
  void problem(ErrorCode code, std::string message, std::string where);
  void problem(const Error& error, std::string_view where);
  // Tells that bytes of a text were no text, if any were.
  void repaired(std::size_t count, std::size_t first, const std::string& where);
  bool stopped();
};

// One file or stream of a run. `name` stands in messages, `packed` is true if it came out of gzip.
struct Item {
  Session& session;
  std::string name;
  bool packed = false;
};

// Each reads the input to its end, or up to where the session stops.
void read_text_input(const Item& item, Input& input);
void read_page_input(const Item& item, Input& input);
void read_json_lines(const Item& item, Input& input);
void read_warc(const Item& item, Input& input, class GzipSource* gzip);
void read_arc(const Item& item, Input& input, class GzipSource* gzip);
void read_feed(const Item& item, Input& input);

// Emits what a page or text holds, telling what was wrong with it. `uri` is used if the page does not name its own.
struct Body {
  std::string_view bytes;
  std::string uri;
  std::string charset;        // from the transport; may be empty
  std::string published;      // if the page says nothing better; may be empty
  std::string where;          // for messages
  bool may_be_empty = false;  // a page without an article is no fault: archives are full of them
};
void emit_page(Session& session, const Body& body);
void emit_text(Session& session, const Body& body);

// `other` is what holds no report: pictures, tables, programs.
enum class Kind : std::uint8_t { empty, text, page, json_lines, warc, arc, feed, gzip, other };

// The kind by the first bytes of a file, then by the ending of its name. `what` names a kind that is `other` for a
// message.
Kind kind_of(std::string_view head, std::string_view name, std::string& what);

}  // namespace detente::intake
