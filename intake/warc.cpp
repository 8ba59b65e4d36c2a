// WARC (ISO 28500:2017), record by record.
#include <algorithm>
#include <optional>

#include "archive.hpp"
#include "inflate.hpp"

namespace detente::intake {

namespace {

constexpr std::size_t kMaxHeaderLine = 64UL << 10;
constexpr std::size_t kMaxHeaderLines = 1000;

struct Header {
  std::string type;
  std::string address;
  std::string content_type;
  std::optional<std::uint64_t> length;
};

std::string lower_ascii(std::string_view word) {
  std::string out(word);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) {
    text.remove_suffix(1);
  }
  return text;
}

std::optional<std::uint64_t> whole_number(std::string_view text) {
  if (text.empty() || text.size() > 18) {
    return std::nullopt;
  }
  std::uint64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

class WarcReader {
 public:
  WarcReader(const Item& item, Input& input, GzipSource* gzip)
      : item_(item), session_(item.session), input_(input), gzip_(gzip) {}

  void run() {
    while (!session_.stopped() && !hopeless_) {
      skip_line_ends();
      if (input_.at_end()) {
        if (!recover()) {
          return;
        }
        continue;
      }
      record();
    }
  }

 private:
  // At the end of the bytes: true if a fault of the packing ended them and reading can go on behind it.
  bool recover() {
    if (!input_.error()) {
      return false;
    }
    const Error error = *input_.error();
    session_.problem(error, record_place(item_, number_ + 1, input_.offset()));
    if (gzip_ == nullptr || error.code == ErrorCode::too_large || !gzip_->resync()) {
      return false;
    }
    input_.clear_error();
    return true;
  }

  void skip_line_ends() {
    while (true) {
      const std::string_view next = input_.peek(1);
      if (next.empty() || (next[0] != '\r' && next[0] != '\n')) {
        return;
      }
      input_.skip_peeked(1);
    }
  }

  void record() {
    ++number_;
    place_ = record_place(item_, number_, input_.offset());
    if (!input_.peek(5).starts_with("WARC/")) {
      find_next();
      // If a fault of the packing is what made the nonsense, it is told instead.
      if (!input_.at_end() || !input_.error()) {
        session_.problem(ErrorCode::bad_format,
                         "no record begins here; what follows was passed over up to the next one", place_);
      }
      return;
    }
    const auto header = read_header();
    if (!header) {
      return;
    }
    if (!header->length) {
      session_.problem(ErrorCode::bad_value, "the record has no usable Content-Length and was passed over", place_);
      find_next();
      return;
    }
    content(*header);
  }

  // Nothing after a fault, which has been told.
  std::optional<Header> read_header() {
    Header out;
    std::string line;
    input_.read_line(line, kMaxHeaderLine);
    std::string* last = nullptr;
    for (std::size_t lines = 0; lines < kMaxHeaderLines; ++lines) {
      const Input::Line result = input_.read_line(line, kMaxHeaderLine);
      if (result == Input::Line::none) {
        if (!input_.error()) {
          session_.problem(ErrorCode::truncated, "the file ends inside the header of the record", place_);
        }
        return std::nullopt;
      }
      const std::string_view field = trimmed(line);
      if (field.empty()) {
        return out;
      }
      if ((line[0] == ' ' || line[0] == '\t') && last != nullptr) {
        *last += field;
        continue;
      }
      last = take(field, out);
    }
    session_.problem(ErrorCode::bad_format, "the header of the record does not end", place_);
    find_next();
    return std::nullopt;
  }

  // The string that a folded line would go on, if it is one that matters.
  std::string* take(std::string_view field, Header& out) const {
    const std::size_t colon = field.find(':');
    if (colon == std::string_view::npos) {
      return nullptr;
    }
    const std::string name = lower_ascii(trimmed(field.substr(0, colon)));
    std::string_view value = trimmed(field.substr(colon + 1));
    if (name == "warc-type") {
      out.type = lower_ascii(value);
    } else if (name == "content-length") {
      out.length = whole_number(value);
    } else if (name == "content-type") {
      out.content_type = lower_ascii(value);
    } else if (name == "warc-target-uri") {
      // Some versions of wget write the address in angle brackets, as the first draft of the standard did.
      if (value.size() > 2 && value.front() == '<' && value.back() == '>') {
        value = value.substr(1, value.size() - 2);
      }
      out.address = std::string(value);
      return &out.address;
    }
    return nullptr;
  }

  void content(const Header& header) {
    const std::uint64_t length = *header.length;
    const bool wanted = header.type == "response" || header.type == "resource" || header.type == "conversion";
    const std::size_t limit = session_.options.max_text;
    body_.clear();
    std::uint64_t got = 0;
    if (length > limit) {
      got = input_.skip(length);
    } else {
      // Records that nobody wants are kept too until it is clear that their length is right.
      got = input_.append(body_, static_cast<std::size_t>(length));
    }
    if (got < length && input_.error()) {
      return;  // told by recover()
    }
    if (got < length || !ends_well()) {
      broken_length(got < length);
      return;
    }
    if (length > limit) {
      if (wanted) {
        session_.problem(ErrorCode::too_large,
                         "the record is larger than " + std::to_string(limit) + " bytes and was passed over", place_);
      }
      return;
    }
    if (wanted) {
      const bool response = header.type == "response" &&
                            (header.content_type.find("http") != std::string::npos || body_.starts_with("HTTP/"));
      emit_captured(session_, {body_, header.address, header.content_type, response}, place_);
    }
  }

  // Behind a record stand two line ends, and then the next record or nothing.
  bool ends_well() {
    const std::string_view next = input_.peek(64);
    const std::size_t first = next.find_first_not_of("\r\n");
    if (next.empty() || next.starts_with("\r\n\r\n") || next.starts_with("\n\n")) {
      return true;
    }
    return first == std::string_view::npos ? next.size() < 64 : next.substr(first).starts_with("WARC/");
  }

  void broken_length(bool at_end) {
    // A length that is too great has swallowed the records behind: they begin inside the content, or across its end.
    const std::size_t length = body_.size();
    input_.append(body_, 64);
    const std::size_t start = record_start(body_);
    if (start != std::string::npos) {
      session_.problem(ErrorCode::bad_value,
                       start < length ? "the record is shorter than its Content-Length and was passed over"
                                      : "the record is longer than its Content-Length and was passed over",
                       place_);
      input_.unread(std::string_view(body_).substr(start));
      // An archive made of nothing else would be read over and over.
      reread_ += body_.size();
      if (reread_ > 8 * session_.options.max_text) {
        session_.problem(ErrorCode::bad_format,
                         "too many records have wrong lengths; the rest of the archive was passed over", place_);
        hopeless_ = true;
      }
      return;
    }
    if (at_end) {
      session_.problem(ErrorCode::truncated, "the file ends inside the record", place_);
      return;
    }
    session_.problem(ErrorCode::bad_value, "the record is longer than its Content-Length and was passed over", place_);
    input_.unread(std::string_view(body_).substr(length));
    find_next();
  }

  static std::size_t record_start(std::string_view bytes) {
    for (std::size_t at = bytes.find("\nWARC/"); at != std::string_view::npos; at = bytes.find("\nWARC/", at + 1)) {
      const std::string_view version = bytes.substr(at + 6, 3);
      if (version == "1.0" || version == "1.1" || version.starts_with("0.")) {
        return at + 1;
      }
    }
    return std::string_view::npos;
  }

  // Moves to the next line that begins a record, or to the end.
  void find_next() {
    while (true) {
      const std::string_view window = input_.peek(64UL << 10);
      if (window.empty()) {
        return;
      }
      const std::size_t found = record_start(window);
      if (found != std::string_view::npos) {
        input_.skip_peeked(found);
        return;
      }
      // The start may lie across the edge of the window.
      input_.skip_peeked(window.size() > 16 ? window.size() - 16 : window.size());
      if (window.size() <= 16) {
        return;
      }
    }
  }

  const Item& item_;
  Session& session_;
  Input& input_;
  GzipSource* gzip_;
  std::uint64_t number_ = 0;
  std::uint64_t reread_ = 0;  // bytes that were given back
  bool hopeless_ = false;
  std::string place_;
  std::string body_;
};

}  // namespace

void read_warc(const Item& item, Input& input, GzipSource* gzip) { WarcReader(item, input, gzip).run(); }

}  // namespace detente::intake
