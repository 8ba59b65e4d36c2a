// Bytes in any encoding to UTF-8.
#pragma once

#include <string>
#include <string_view>

#include "detente/result.hpp"

namespace detente::intake {

struct Decoded {
  std::string text;                // valid UTF-8 without byte order mark
  std::string encoding;            // as it was read: "utf-8", "windows-1251"
  std::size_t repaired = 0;        // bytes of the source that were no text and became U+FFFD; NUL bytes count
  std::size_t first_repaired = 0;  // offset of the first of them
};

// The encoding by byte order mark, then `declared` (by the transport or the document; may be empty or wrong), then by
// looking at the bytes: UTF-8 if they are, else what uchardet says.
// @returns bad_encoding if the encoding cannot be converted.
Result<Decoded> decode(std::string_view bytes, std::string_view declared);

// What a page declares of itself in its first 4096 bytes (`<meta charset>`, `http-equiv`, `<?xml encoding?>`), in lower
// case; empty if nothing.
std::string declared_charset(std::string_view page);

// The charset of a Content-Type such as `text/html; charset="utf-8"`, in lower case; empty if it names none.
std::string charset_of_content_type(std::string_view content_type);

// CRLF and CR become LF; control characters other than tab and LF become spaces. In place.
void normalise_lines(std::string& text);

}  // namespace detente::intake
