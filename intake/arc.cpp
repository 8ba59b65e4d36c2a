// ARC, the Internet Archive's format before WARC (Burner and Kahle, "Arc File Format", 1996), versions 1 and 2.
#include <algorithm>
#include <optional>
#include <vector>

#include "archive.hpp"
#include "inflate.hpp"

namespace detente::intake {

namespace {

struct ArcHeader {
  std::string address;
  std::string content_type;
  std::optional<std::uint64_t> length;
};

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "URL IP date type length", with five more fields before the length in version 2. An address may have spaces in it,
// so fields count from the end. Nothing if the line is no header at all.
std::optional<ArcHeader> header_of(std::string_view line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) {
    line.remove_suffix(1);
  }
  std::vector<std::string_view> fields;
  std::vector<std::size_t> starts;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t end = std::min(line.find(' ', at), line.size());
    if (end > at) {
      fields.push_back(line.substr(at, end - at));
      starts.push_back(at);
    }
    at = end + 1;
  }
  const std::size_t n = fields.size();
  const std::size_t scheme = line.find(':');
  if (n < 5 || scheme == std::string_view::npos || scheme > 12 || scheme == 0) {
    return std::nullopt;
  }
  for (const std::size_t date : {n - 3, n >= 10 ? n - 8 : n}) {
    if (date < 2 || date >= n || fields[date].size() < 8 || fields[date].size() > 20 || !all_digits(fields[date])) {
      continue;
    }
    ArcHeader out;
    out.address = std::string(line.substr(0, starts[date - 1] - 1));
    out.content_type = std::string(fields[date + 1]);
    std::transform(out.content_type.begin(), out.content_type.end(), out.content_type.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (out.content_type == "no-type") {
      out.content_type.clear();
    }
    const std::string_view length = fields[n - 1];
    if (all_digits(length) && length.size() <= 18) {
      std::uint64_t value = 0;
      for (const char c : length) {
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
      }
      out.length = value;
    }
    return out;
  }
  return std::nullopt;
}

class ArcReader {
 public:
  ArcReader(const Item& item, Input& input, GzipSource* gzip)
      : item_(item), session_(item.session), input_(input), gzip_(gzip) {}

  void run() {
    std::string line;
    bool lost = false;  // the place of the next record is not known; lines are looked through for it
    while (!session_.stopped()) {
      const std::uint64_t offset = input_.offset();
      const Input::Line result = input_.read_line(line, 64UL << 10);
      if (result == Input::Line::none) {
        if (!recover()) {
          return;
        }
        lost = true;
        continue;
      }
      if (line.empty() || line == "\r") {
        continue;
      }
      const auto header = header_of(line);
      if (!header) {
        if (!lost) {
          ++number_;
          session_.problem(ErrorCode::bad_format,
                           "no record begins here; what follows was passed over up to the next one",
                           record_place(item_, number_, offset));
        }
        lost = true;
        continue;
      }
      ++number_;
      const std::string place = record_place(item_, number_, offset);
      if (!header->length) {
        session_.problem(ErrorCode::bad_value, "the length of the record is no number; it was passed over", place);
        lost = true;
        continue;
      }
      lost = false;
      content(*header, place);
    }
  }

 private:
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

  void content(const ArcHeader& header, const std::string& place) {
    const std::size_t limit = session_.options.max_text;
    const bool own_header = header.address.starts_with("filedesc:");
    if (*header.length > limit) {
      const bool whole = input_.skip(*header.length) == *header.length;
      if (whole || !input_.error()) {
        session_.problem(whole ? ErrorCode::too_large : ErrorCode::truncated,
                         whole ? "the record is larger than " + std::to_string(limit) + " bytes and was passed over"
                               : "the file ends inside the record",
                         place);
      }
      return;
    }
    body_.clear();
    const auto length = static_cast<std::size_t>(*header.length);
    if (input_.append(body_, length) < length) {
      if (!input_.error()) {
        session_.problem(ErrorCode::truncated, "the file ends inside the record", place);
      }
      return;
    }
    if (own_header) {
      return;
    }
    emit_captured(session_, {body_, header.address, header.content_type, body_.starts_with("HTTP/")}, place);
  }

  const Item& item_;
  Session& session_;
  Input& input_;
  GzipSource* gzip_;
  std::uint64_t number_ = 0;
  std::string body_;
};

}  // namespace

void read_arc(const Item& item, Input& input, GzipSource* gzip) { ArcReader(item, input, gzip).run(); }

}  // namespace detente::intake
