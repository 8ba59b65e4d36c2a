// Strings that live as long as anybody holds the arena. Appended to by one thread; what was appended never moves.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace detente::language {

class Arena {
 public:
  std::string_view keep(std::string_view text) {
    if (text.empty()) {
      return {};
    }
    if (blocks_.empty() || room_ < text.size()) {
      room_ = text.size() > kBlock ? text.size() : kBlock;
      blocks_.push_back(std::make_unique<char[]>(room_));
      next_ = blocks_.back().get();
      bytes_ += room_;
    }
    char* at = next_;
    std::memcpy(at, text.data(), text.size());
    next_ += text.size();
    room_ -= text.size();
    return {at, text.size()};
  }

  std::size_t bytes() const { return bytes_; }

 private:
  static constexpr std::size_t kBlock = std::size_t{1} << 16;

  std::vector<std::unique_ptr<char[]>> blocks_;
  char* next_ = nullptr;
  std::size_t room_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace detente::language
