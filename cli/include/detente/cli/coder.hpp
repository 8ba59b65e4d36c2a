// `detente code` for one line: JSON in, JSON out, nothing kept between lines.
//
//   Coder coder(pipeline, knowledge, {.offsets = reading::Offsets::codepoints});
//   language::Workspace work;                          // one a thread
//   Coded c = coder.line(R"({"id":"7","text":"Israel struck Hezbollah."})", work);
//   // c.json == R"({"id":"7","language":"en",...})", c.ok
//   coder.line("no JSON", work).json;   // {"id":null,"error":{"code":"bad_format","message":"..."}}
#pragma once

#include <string>
#include <string_view>

#include "detente/knowledge/knowledge.hpp"
#include "detente/language/pipeline.hpp"
#include "detente/reading/json.hpp"
#include "detente/result.hpp"

namespace detente::cli {

// Longer lines are refused without being kept.
inline constexpr std::size_t kLongestLine = std::size_t{64} << 20;

struct CoderOptions {
  reading::Offsets offsets = reading::Offsets::bytes;
  bool explain = false;
};

struct Coded {
  std::string json;  // one line, without the line's end
  bool ok = true;    // false: it is an error
};

class Coder {
 public:
  // Both must outlive the coder.
  Coder(const language::Pipeline& pipeline, const knowledge::Knowledge& knowledge, CoderOptions options)
      : pipeline_(pipeline), knowledge_(knowledge), options_(options) {}

  // Any bytes are answered. Safe to call from many threads, each with a workspace of its own.
  Coded line(std::string_view bytes, language::Workspace& work) const;

 private:
  const language::Pipeline& pipeline_;
  const knowledge::Knowledge& knowledge_;
  CoderOptions options_;
};

// The answer to a line that could not be coded. `id` is JSON as it stands.
Coded code_error(std::string_view id, const Error& error);

// One line of `detente code`, taken apart.
struct CodeRequest {
  std::string id = "null";  // JSON as it stands
  Report report;            // text, published, outlet, title
  std::string unread_date;  // `published` if it was words and no date: the text is coded as undated
};

// Takes any bytes apart. On failure `request.id` still holds the id if it came before the fault.
// Errors: bad_encoding, bad_format, missing_field (no text), bad_value (text empty, not a string or with a NUL; id
// neither string nor number; published with digits and yet not a date from 1800 to 2100).
Result<void> parse_request(std::string_view bytes, CodeRequest& request);

}  // namespace detente::cli
