#include "regex.hpp"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <array>
#include <charconv>

namespace detente::language {

namespace {

// Backtracking steps after which a search gives up: far above what a word needs, and bounded for any text.
constexpr std::uint32_t kMostSteps = 2'000'000;

// What Python's \s holds beyond PCRE2's.
constexpr std::string_view kMoreSpaces = "\\x{1c}-\\x{1f}";

bool hex_digits(std::string_view s) {
  for (char c : s) {
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))) {
      return false;
    }
  }
  return true;
}

class Translator {
 public:
  explicit Translator(std::string_view python) : in_(python) {}

  std::optional<std::string> run() {
    while (at_ < in_.size() && good_) {
      step();
    }
    return good_ && !in_class_ ? std::optional(out_) : std::nullopt;
  }

 private:
  char peek(std::size_t ahead) const { return at_ + ahead < in_.size() ? in_[at_ + ahead] : '\0'; }

  void copy(std::size_t count) {
    out_.append(in_.substr(at_, count));
    at_ += count;
  }

  void step() {
    const char c = in_[at_];
    if (c == '\\') {
      escape();
    } else if (in_class_) {
      class_character(c);
    } else if (c == '[') {
      open_class();
    } else if (c == '(' && peek(1) == '?') {
      group();
    } else if (c == '{' && peek(1) == ',') {
      out_ += "{0";  // Python reads {,n} as {0,n}.
      ++at_;
    } else {
      copy(1);
    }
  }

  void open_class() {
    in_class_ = true;
    copy(1);
    if (peek(0) == '^') {
      copy(1);
    }
    if (peek(0) == ']') {  // A bracket that comes first is itself.
      out_ += "\\]";
      ++at_;
    }
  }

  void class_character(char c) {
    if (c == ']') {
      in_class_ = false;
      copy(1);
    } else if (c == '[') {  // PCRE2 would see the beginning of a POSIX class in "[:".
      out_ += "\\[";
      ++at_;
    } else {
      copy(1);
    }
  }

  void code_point(std::size_t digits) {
    const std::string_view number = in_.substr(at_ + 2, digits);
    if (number.size() != digits || !hex_digits(number)) {
      good_ = false;
      return;
    }
    out_ += "\\x{";
    out_ += number;
    out_ += '}';
    at_ += 2 + digits;
  }

  void escape() {
    switch (peek(1)) {
      case '\0':
        good_ = false;
        break;
      case 'u':
        code_point(4);
        break;
      case 'U':
        code_point(8);
        break;
      case 'x':
        code_point(2);
        break;
      case 'Z':
        out_ += "\\z";
        at_ += 2;
        break;
      case 's':
        out_ += in_class_ ? "\\s" : "[\\s";
        out_ += kMoreSpaces;
        out_ += in_class_ ? "" : "]";
        at_ += 2;
        break;
      case 'S':
        if (in_class_) {
          copy(2);
        } else {
          out_ += "[^\\s";
          out_ += kMoreSpaces;
          out_ += ']';
          at_ += 2;
        }
        break;
      default:
        copy(2);
        break;
    }
  }

  void group() {
    // (?aiLmsux) and (?aiLmsux-imsx:...): Python strings are Unicode already, so the u goes.
    std::size_t end = at_ + 2;
    std::string flags;
    while (end < in_.size() && ((in_[end] >= 'a' && in_[end] <= 'z') || in_[end] == 'L' || in_[end] == '-')) {
      flags += in_[end++];
    }
    const bool is_flags = !flags.empty() && end < in_.size() && (in_[end] == ')' || in_[end] == ':');
    if (!is_flags) {
      copy(2);
      return;
    }
    std::string kept;
    for (char f : flags) {
      if (f == 'a' || f == 'L') {
        good_ = false;
      } else if (f != 'u') {
        kept += f;
      }
    }
    if (!kept.empty() || in_[end] == ':') {
      out_ += "(?" + kept + in_[end];
    }
    at_ = end + 1;
  }

  std::string_view in_;
  std::string out_;
  std::size_t at_ = 0;
  bool in_class_ = false;
  bool good_ = true;
};

}  // namespace

std::optional<std::string> translate_regex(std::string_view python) { return Translator(python).run(); }

struct RegexScratch::Buffers {
  pcre2_match_data* data = pcre2_match_data_create(1, nullptr);
  pcre2_match_context* context = pcre2_match_context_create(nullptr);
  pcre2_jit_stack* stack = pcre2_jit_stack_create(std::size_t{32} << 10, std::size_t{4} << 20, nullptr);

  Buffers() {
    pcre2_jit_stack_assign(context, nullptr, stack);
    pcre2_set_match_limit(context, kMostSteps);
  }
  Buffers(const Buffers&) = delete;
  Buffers& operator=(const Buffers&) = delete;
  ~Buffers() {
    pcre2_match_data_free(data);
    pcre2_match_context_free(context);
    pcre2_jit_stack_free(stack);
  }
};

RegexScratch::RegexScratch() : buffers_(std::make_unique<Buffers>()) {}
RegexScratch::RegexScratch(RegexScratch&&) noexcept = default;
RegexScratch& RegexScratch::operator=(RegexScratch&&) noexcept = default;
RegexScratch::~RegexScratch() = default;

struct Regex::Code {
  pcre2_code* compiled = nullptr;

  explicit Code(pcre2_code* code) : compiled(code) {}
  Code(const Code&) = delete;
  Code& operator=(const Code&) = delete;
  ~Code() { pcre2_code_free(compiled); }
};

Regex::Regex() = default;
Regex::Regex(Regex&&) noexcept = default;
Regex& Regex::operator=(Regex&&) noexcept = default;
Regex::~Regex() = default;

std::string Regex::compile(std::string_view python) {
  const auto translated = translate_regex(python);
  if (!translated) {
    return "an expression uses something of Python's that is not supported";
  }
  int error = 0;
  PCRE2_SIZE offset = 0;
  pcre2_compile_context* context = pcre2_compile_context_create(nullptr);
  pcre2_set_newline(context, PCRE2_NEWLINE_LF);
  pcre2_set_parens_nest_limit(context, 100);
  pcre2_code* code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(translated->data()), translated->size(),
                                   PCRE2_UTF | PCRE2_UCP, &error, &offset, context);
  pcre2_compile_context_free(context);
  if (code == nullptr) {
    std::array<PCRE2_UCHAR, 128> message{};
    pcre2_get_error_message(error, message.data(), message.size());
    return "an expression is wrong at " + std::to_string(offset) + ": " + reinterpret_cast<const char*>(message.data());
  }
  code_ = std::make_unique<Code>(code);
  pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);  // Where there is no JIT the interpreter does the same.
  return {};
}

std::optional<Match> Regex::run(std::string_view subject, std::size_t from, std::uint32_t options,
                                RegexScratch& scratch) const {
  auto& buffers = scratch.buffers();
  const int found = pcre2_match(code_->compiled, reinterpret_cast<PCRE2_SPTR>(subject.data()), subject.size(), from,
                                options | PCRE2_NO_UTF_CHECK, buffers.data, buffers.context);
  if (found < 0) {
    return std::nullopt;
  }
  const PCRE2_SIZE* ends = pcre2_get_ovector_pointer(buffers.data);
  if (ends[0] > ends[1]) {  // A \K in a lookahead can do that.
    return std::nullopt;
  }
  return Match{ends[0], ends[1]};
}

std::optional<Match> Regex::search(std::string_view subject, std::size_t from, RegexScratch& scratch) const {
  return run(subject, from, 0, scratch);
}

std::optional<Match> Regex::match(std::string_view subject, RegexScratch& scratch) const {
  return run(subject, 0, PCRE2_ANCHORED, scratch);
}

std::optional<Match> Regex::search_after_empty(std::string_view subject, std::size_t from,
                                               RegexScratch& scratch) const {
  return run(subject, from, PCRE2_NOTEMPTY_ATSTART, scratch);
}

}  // namespace detente::language
