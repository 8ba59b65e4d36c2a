// What goes wrong while a model folder is read: the first fault is kept, and reading goes on harmlessly to its end.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "detente/result.hpp"

namespace detente::language {

class Faults {
 public:
  // Keeps the first fault only: those that follow are mostly its consequences.
  void report(std::string where, std::string message, ErrorCode code = ErrorCode::model) {
    if (!first_) {
      first_ = Error{code, std::move(message), std::move(where)};
    }
  }
  bool any() const { return first_.has_value(); }
  const Error& first() const { return *first_; }

 private:
  std::optional<Error> first_;
};

// The bytes of a file of at most 2 GB. Reports "not found" or "cannot be read" and gives nothing on failure.
std::string read_file(const std::filesystem::path& path, Faults& faults);

}  // namespace detente::language
