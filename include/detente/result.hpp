// How things fail in this house.
//
//   Result<Report> r = intake::read_text_file(path);
//   if (!r) { log(r.error().to_string()); return 1; }      // "reports/a.html:1: not UTF-8: byte 0xff at 17"
//   use(*r);
//
// Functions that can fail on input return Result<T>. Exceptions are for bugs in this program, never for bad input.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace detente {

// The closed vocabulary of failures. `code_name` is what JSON carries, `code_sentence` what a person reads.
enum class ErrorCode {
  io,             // The file could not be read or written.
  not_found,      // There is no such file, report, party or event.
  bad_encoding,   // The bytes are not text in the encoding that they claim.
  bad_format,     // The input is not well formed in its format.
  truncated,      // The input ends before it is whole.
  too_large,      // The input is beyond a stated limit.
  missing_field,  // A field that is needed is not there.
  bad_value,      // A field holds a value that cannot be.
  unsupported,    // The input asks for something that this program does not have.
  not_english,    // The text is in a language that is not read.
  model,          // The language model is missing, incomplete or of a kind that cannot be run.
  knowledge,      // A lexicon is missing or wrong.
  database,       // The record could not be opened, read or written.
  locked,         // Another process has the record open.
  disk_full,      // There is no room left on the disk.
  mismatch,       // A stored span no longer says what the record claims.
  usage,          // The command line is wrong.
  cancelled,      // The user stopped the work.
};

constexpr std::string_view code_name(ErrorCode code) {
  switch (code) {
    case ErrorCode::io:
      return "io";
    case ErrorCode::not_found:
      return "not_found";
    case ErrorCode::bad_encoding:
      return "bad_encoding";
    case ErrorCode::bad_format:
      return "bad_format";
    case ErrorCode::truncated:
      return "truncated";
    case ErrorCode::too_large:
      return "too_large";
    case ErrorCode::missing_field:
      return "missing_field";
    case ErrorCode::bad_value:
      return "bad_value";
    case ErrorCode::unsupported:
      return "unsupported";
    case ErrorCode::not_english:
      return "not_english";
    case ErrorCode::model:
      return "model";
    case ErrorCode::knowledge:
      return "knowledge";
    case ErrorCode::database:
      return "database";
    case ErrorCode::locked:
      return "locked";
    case ErrorCode::disk_full:
      return "disk_full";
    case ErrorCode::mismatch:
      return "mismatch";
    case ErrorCode::usage:
      return "usage";
    case ErrorCode::cancelled:
      return "cancelled";
  }
  return "unknown";
}

struct Error {
  ErrorCode code = ErrorCode::io;
  std::string message;  // one sentence, without the place
  std::string where;    // the file and the place in it: "reports.warc.gz record 7", "parties.toml:41"; may be empty

  std::string to_string() const { return where.empty() ? message : where + ": " + message; }
};

// A value or an Error. Asking for the one that is not there is a bug.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return state_.index() == 0; }
  T& operator*() & { return std::get<0>(state_); }
  const T& operator*() const& { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  explicit operator bool() const { return !error_.has_value(); }
  const Error& error() const { return *error_; }

 private:
  std::optional<Error> error_;
};

}  // namespace detente
