// Cuts a stream of bytes into lines without ever holding more than the longest line that is allowed.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace detente::cli {

class LineReader {
 public:
  using Read = std::function<std::ptrdiff_t(char* into, std::size_t size)>;

  LineReader(Read read, std::size_t longest) : read_(std::move(read)), longest_(longest) {}

  enum class Got { line, too_long, end, error };

  // The next line without its end. A line longer than allowed is read past and `line` is empty.
  Got next(std::string& line);

 private:
  bool fill();

  Read read_;
  std::size_t longest_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::size_t size_ = 0;
  bool first_ = true;
  bool failed_ = false;
};

}  // namespace detente::cli
