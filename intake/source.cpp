#include "source.hpp"

#include <algorithm>
#include <cstring>
#include <istream>
#include <utility>

namespace detente::intake {

Result<std::size_t> StreamSource::read(char* to, std::size_t size) {
  in_.read(to, static_cast<std::streamsize>(size));
  const auto got = static_cast<std::size_t>(in_.gcount());
  if (got == 0 && in_.bad()) {
    return Error{ErrorCode::io, "reading failed", ""};
  }
  return got;
}

Result<std::size_t> MemorySource::read(char* to, std::size_t size) {
  const std::size_t got = std::min(size, bytes_.size());
  std::memcpy(to, bytes_.data(), got);
  bytes_.remove_prefix(got);
  return got;
}

bool Input::fill() {
  constexpr std::size_t kChunk = 64UL << 10;
  if (ended_) {
    return false;
  }
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (buffer_.size() < end_ + kChunk) {
    buffer_.resize(end_ + kChunk);
  }
  const auto got = source_.read(buffer_.data() + end_, kChunk);
  if (!got) {
    error_ = got.error();
    ended_ = true;
    return false;
  }
  end_ += *got;
  ended_ = *got == 0;
  return *got > 0;
}

void Input::clear_error() {
  error_.reset();
  ended_ = false;
}

std::string_view Input::peek(std::size_t size) {
  while (end_ - begin_ < size && fill()) {
  }
  return {buffer_.data() + begin_, std::min(size, end_ - begin_)};
}

void Input::skip_peeked(std::size_t size) {
  begin_ += size;
  offset_ += size;
}

std::uint64_t Input::skip(std::uint64_t size) {
  std::uint64_t left = size;
  while (left > 0 && !peek(1).empty()) {
    const std::size_t step = static_cast<std::size_t>(std::min<std::uint64_t>(left, end_ - begin_));
    skip_peeked(step);
    left -= step;
  }
  return size - left;
}

std::size_t Input::append(std::string& out, std::size_t size) {
  std::size_t left = size;
  while (left > 0 && !peek(1).empty()) {
    const std::size_t step = std::min(left, end_ - begin_);
    out.append(buffer_.data() + begin_, step);
    skip_peeked(step);
    left -= step;
  }
  return size - left;
}

void Input::unread(std::string_view bytes) {
  offset_ -= bytes.size();
  if (begin_ >= bytes.size()) {
    begin_ -= bytes.size();
    std::memcpy(buffer_.data() + begin_, bytes.data(), bytes.size());
    return;
  }
  std::vector<char> joined;
  joined.reserve(bytes.size() + (end_ - begin_));
  joined.insert(joined.end(), bytes.begin(), bytes.end());
  joined.insert(joined.end(), buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
                buffer_.begin() + static_cast<std::ptrdiff_t>(end_));
  buffer_ = std::move(joined);
  begin_ = 0;
  end_ = buffer_.size();
}

Input::Line Input::read_line(std::string& out, std::size_t limit) {
  out.clear();
  if (at_end()) {
    return Line::none;
  }
  bool too_long = false;
  while (!peek(1).empty()) {
    const char* const start = buffer_.data() + begin_;
    const auto* const found = static_cast<const char*>(std::memchr(start, '\n', end_ - begin_));
    const std::size_t part = found != nullptr ? static_cast<std::size_t>(found - start) : end_ - begin_;
    const std::size_t wanted = std::min(part, limit - out.size());
    out.append(start, wanted);
    too_long = too_long || wanted < part;
    skip_peeked(found != nullptr ? part + 1 : part);
    if (found != nullptr) {
      break;
    }
  }
  return too_long ? Line::too_long : Line::whole;
}

}  // namespace detente::intake
