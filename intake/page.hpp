// A page read, with what its reader may want to tell the user.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "detente/report.hpp"
#include "detente/result.hpp"

namespace detente::intake {

struct PageReport {
  Report report;  // without id and language
  std::string declared_language;
  bool too_deep = false;
  bool too_many = false;
  std::size_t repaired = 0;  // bytes that were no text
  std::size_t first_repaired = 0;
};

Result<PageReport> read_page(std::string_view bytes, std::string_view url_hint, std::string_view charset_hint);

// The text of a piece of HTML that is an article already, as feeds hold them. The bytes must be valid UTF-8.
std::string fragment_text(std::string_view html);

}  // namespace detente::intake
