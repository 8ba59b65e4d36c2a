// Python's `re` expressions, run by PCRE2.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace detente::language {

// The expression with the meaning it has in Python, in the words of PCRE2; nothing if it uses what PCRE2 cannot say.
std::optional<std::string> translate_regex(std::string_view python);

// The buffers that one thread needs to run expressions.
class RegexScratch {
 public:
  RegexScratch();
  RegexScratch(RegexScratch&&) noexcept;
  RegexScratch& operator=(RegexScratch&&) noexcept;
  ~RegexScratch();

  struct Buffers;
  Buffers& buffers() { return *buffers_; }

 private:
  std::unique_ptr<Buffers> buffers_;
};

struct Match {
  std::size_t begin = 0;
  std::size_t end = 0;
};

class Regex {
 public:
  Regex();
  Regex(Regex&&) noexcept;
  Regex& operator=(Regex&&) noexcept;
  ~Regex();

  // An empty message if all is well, else why the expression cannot be used.
  std::string compile(std::string_view python);
  explicit operator bool() const { return code_ != nullptr; }

  // The leftmost match that begins at or after `from` (re.search). A search that takes longer than a fixed number of
  // steps finds nothing. `subject` must be valid UTF-8.
  std::optional<Match> search(std::string_view subject, std::size_t from, RegexScratch& scratch) const;
  // A match that begins at the beginning (re.match).
  std::optional<Match> match(std::string_view subject, RegexScratch& scratch) const;
  // Like search, but not the empty match at `from` (the step of re.finditer after an empty match).
  std::optional<Match> search_after_empty(std::string_view subject, std::size_t from, RegexScratch& scratch) const;

 private:
  std::optional<Match> run(std::string_view subject, std::size_t from, std::uint32_t options,
                           RegexScratch& scratch) const;

  struct Code;
  std::unique_ptr<Code> code_;
};

}  // namespace detente::language
