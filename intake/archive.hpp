// What WARC and ARC have in common: records that hold a response or a file, one behind the other.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "session.hpp"

namespace detente::intake {

// One record's content.
struct Captured {
  std::string_view bytes;
  std::string address;
  std::string content_type;  // of the content if it is no HTTP response; lower case
  bool is_response = false;
};

// Emits the page, text or feed that a record holds. Pictures, scripts, redirects and pages of errors are passed over
// quietly, and so are pages without an article; what is broken is told.
void emit_captured(Session& session, const Captured& captured, const std::string& where);

// "reports.warc.gz record 12 (byte 40960 unpacked)"
std::string record_place(const Item& item, std::uint64_t number, std::uint64_t offset);

}  // namespace detente::intake
