// A reading as JSON, in the form that `detente code` writes (docs/cli.md shows every field).
//
//   std::string line = to_json(reading, report.text, {.id = "\"7\""});
//   // {"id":"7","language":"en","parties":[...],"statements":[...],"events":[...],...}
//
// Items are named by their order: p1, s1, e1, f1, i1. What is unknown is null; a word that is unknown is "".
#pragma once

#include <string>
#include <string_view>

#include "detente/reading.hpp"
#include "detente/reading/confidence.hpp"
#include "detente/reading/json_writer.hpp"
#include "detente/text/utf8.hpp"

namespace detente::reading {

// What the spans of the output count. Those of a Reading always count bytes.
enum class Offsets : std::uint8_t { bytes, codepoints };

struct JsonOptions {
  std::string_view id = "null";  // JSON as it stands
  Offsets offsets = Offsets::bytes;
  bool explain = false;  // adds "rule" and "confidence" to the items that have none in the short form, and "features"
};

// `text` must be valid UTF-8 and the reading must pass text::first_mismatch.
std::string to_json(const Reading& reading, std::string_view text, const JsonOptions& options);

// Single items, for lists elsewhere.
class ItemWriter {
 public:
  ItemWriter(JsonWriter& json, const Reading& reading, std::string_view text, const JsonOptions& options);

  void party(std::size_t i);
  void statement(std::size_t i);
  void event(std::size_t i);
  void figure(std::size_t i);
  void instrument(std::size_t i);
  void abstention(std::size_t i);
  // All lists of the reading, each under its key, in an object that is open.
  void lists();

 private:
  void span(Span s);
  void words(Span s);
  void spans(const std::vector<Span>& all);
  void reference(char letter, Index index);
  void references(const std::vector<Index>& all);
  void actor_fields(const Actor& a);
  void actor(const std::optional<Actor>& a);
  void actors(const std::vector<Actor>& all);
  void date(const std::optional<DateRef>& d);
  void place(const std::optional<PlaceRef>& p);
  void explanation(std::string_view rule, float confidence);
  void features(ItemKind kind, std::size_t i);

  JsonWriter& j_;
  const Reading& reading_;
  std::string_view text_;
  bool explain_ = false;
  std::optional<text::CodePoints> code_points_;
};

// "e", 2 gives "e3".
std::string item_id(char letter, std::size_t index);

}  // namespace detente::reading
