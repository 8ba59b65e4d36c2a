#include "lines.hpp"

#include <cstring>
#include <string_view>

namespace detente::cli {

namespace {
constexpr std::size_t kChunk = std::size_t{1} << 18;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
}  // namespace

bool LineReader::fill() {
  buffer_.resize(kChunk);
  const std::ptrdiff_t got = read_(buffer_.data(), buffer_.size());
  failed_ = got < 0;
  at_ = 0;
  size_ = got > 0 ? static_cast<std::size_t>(got) : 0;
  return got > 0;
}

LineReader::Got LineReader::next(std::string& line) {
  line.clear();
  bool too_long = false;
  bool anything = false;
  for (;;) {
    if (at_ == size_ && !fill()) {
      if (failed_) {
        return Got::error;
      }
      if (!anything) {
        return Got::end;
      }
      break;
    }
    anything = true;
    const char* from = buffer_.data() + at_;
    const auto* end = static_cast<const char*>(std::memchr(from, '\n', size_ - at_));
    const std::size_t count = end != nullptr ? static_cast<std::size_t>(end - from) : size_ - at_;
    at_ += count + (end != nullptr ? 1 : 0);
    if (!too_long && line.size() + count > longest_) {
      too_long = true;
      std::string().swap(line);
    }
    if (!too_long) {
      line.append(from, count);
    }
    if (end != nullptr) {
      break;
    }
  }
  if (first_ && line.starts_with(kByteOrderMark)) {
    line.erase(0, kByteOrderMark.size());
  }
  first_ = false;
  if (line.ends_with('\r')) {
    line.pop_back();
  }
  return too_long ? Got::too_long : Got::line;
}

}  // namespace detente::cli
