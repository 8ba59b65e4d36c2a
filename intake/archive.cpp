#include "archive.hpp"

#include "http.hpp"

namespace detente::intake {

namespace {

void emit_content(Session& session, std::string_view bytes, const std::string& type, const std::string& address,
                  const std::string& where) {
  const bool html = type.find("html") != std::string::npos;
  const bool xml = type.find("xml") != std::string::npos && !html;
  const bool text = type.starts_with("text/plain");
  // "metadata:" addresses hold the log of the program that wrote the archive.
  if ((!html && !xml && !text && !type.empty()) || address.starts_with("metadata:")) {
    return;
  }
  std::string what;
  const Kind kind = kind_of(bytes.substr(0, 4096), "", what);
  if (kind == Kind::feed) {
    MemorySource source(bytes);
    Input input(source);
    read_feed({session, where, false}, input);
    return;
  }
  const std::string charset = charset_of_content_type(type);
  if (html || (kind == Kind::page && !text)) {
    if (kind == Kind::empty || kind == Kind::other || kind == Kind::gzip) {
      return;
    }
    emit_page(session, {bytes, address, charset, "", where, true});
    return;
  }
  const bool blank = bytes.find_first_not_of(" \t\r\n") == std::string_view::npos;
  if ((text || type.empty()) && kind == Kind::text && !blank) {
    emit_text(session, {bytes, address, charset, "", where});
  }
}

}  // namespace

void emit_captured(Session& session, const Captured& captured, const std::string& where) {
  if (!captured.is_response) {
    emit_content(session, captured.bytes, captured.content_type, captured.address, where);
    return;
  }
  const auto response = read_response(captured.bytes, session.options.max_text);
  if (!response) {
    session.problem(response.error(), where);
    return;
  }
  if (response->status >= 200 && response->status < 300) {
    emit_content(session, response->body, response->content_type, captured.address, where);
  }
}

std::string record_place(const Item& item, std::uint64_t number, std::uint64_t offset) {
  return item.name + " record " + std::to_string(number) + " (byte " + std::to_string(offset) +
         (item.packed ? " unpacked)" : ")");
}

}  // namespace detente::intake
