// Where bytes come from, and a window over them. Everything that is read here is read once, forwards, with bounded
// memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "detente/result.hpp"

namespace detente::intake {

class Source {
 public:
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;
  // Fills at most `size` bytes. 0 is the end.
  virtual Result<std::size_t> read(char* to, std::size_t size) = 0;
};

class StreamSource : public Source {
 public:
  explicit StreamSource(std::istream& in) : in_(in) {}
  Result<std::size_t> read(char* to, std::size_t size) override;

 private:
  std::istream& in_;
};

class MemorySource : public Source {
 public:
  explicit MemorySource(std::string_view bytes) : bytes_(bytes) {}
  Result<std::size_t> read(char* to, std::size_t size) override;

 private:
  std::string_view bytes_;
};

// A window that moves over a source. An error of the source ends the bytes and stays in error().
class Input {
 public:
  explicit Input(Source& source) : source_(source) {}

  // Up to `size` bytes from here, fewer only at the end. Valid until the next call. `size` at most 1 MB.
  std::string_view peek(std::size_t size);
  void skip_peeked(std::size_t size);  // no more than was peeked
  // Moves on by as much as there is, at most `size`. Returns how far.
  std::uint64_t skip(std::uint64_t size);
  // Appends at most `size` bytes. Returns how many.
  std::size_t append(std::string& out, std::size_t size);
  // Puts bytes back in front of the next one.
  void unread(std::string_view bytes);
  bool at_end() { return peek(1).empty(); }

  enum class Line : std::uint8_t { whole, too_long, none };
  // Reads up to the next LF, which is taken and not given. Of a line longer than `limit` the first `limit` bytes are
  // given and the rest is passed over. `none` at the end.
  Line read_line(std::string& out, std::size_t limit);

  std::uint64_t offset() const { return offset_; }  // of the next byte
  const std::optional<Error>& error() const { return error_; }
  // Lets reading go on after an error that the source has recovered from.
  void clear_error();

 private:
  bool fill();

  Source& source_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t offset_ = 0;
  bool ended_ = false;
  std::optional<Error> error_;
};

}  // namespace detente::intake
