#include "words.hpp"

#include <array>

#include "detente/text/hash.hpp"
#include "detente/text/utf8.hpp"
#include "letters.hpp"
#include "msgpack.hpp"
#include "strings.hpp"

namespace detente::language {

namespace {

// spaCy's base norms: signs that are read as one.
struct BaseNorm {
  std::string_view text;
  std::string_view norm;
};

constexpr BaseNorm kBaseNorms[] = {
    {"'s", "'s"}, {"'S", "'s"}, {"’s", "'s"},  {"’S", "'s"}, {"’", "'"},   {"‘", "'"},   {"´", "'"},  {"`", "'"},
    {"”", "\""},  {"“", "\""},  {"''", "\""},  {"``", "\""}, {"´´", "\""}, {"„", "\""},  {"»", "\""}, {"«", "\""},
    {"‘‘", "\""}, {"’’", "\""}, {"？", "?"},   {"！", "!"},  {"，", ","},  {"；", ";"},  {"：", ":"}, {"。", "."},
    {"।", "."},   {"…", "..."}, {"—", "-"},    {"–", "-"},   {"--", "-"},  {"---", "-"}, {"——", "-"}, {"€", "$"},
    {"£", "$"},   {"¥", "$"},   {"฿", "$"},    {"US$", "$"}, {"C$", "$"},  {"A$", "$"},  {"₺", "$"},  {"₹", "$"},
    {"৳", "$"},   {"₩", "$"},   {"Mex$", "$"}, {"₣", "$"},   {"E£", "$"}};

// Of a text of a hundred characters or more spaCy keeps no shape.
constexpr std::uint32_t kLongShape = 100;

struct Traits {
  std::string shape;
  std::uint32_t length = 0;
  std::uint32_t flags = 0;
};

Traits look(std::string_view text) {
  Traits traits;
  std::uint32_t all = kIsAlpha | kIsAscii | kIsDigit | kIsPunct | kIsSpace | kIsCurrency;
  bool any_upper = false;
  bool any_lower = false;
  bool other_case = false;
  bool title = true;
  bool cased_before = false;
  char32_t last = 0;
  int run = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t from = at;
    const char32_t c = text::next(text, at);
    ++traits.length;
    const bool alpha = is_alpha(c);
    const bool digit = !alpha && is_digit(c);
    const bool upper = is_upper(c);
    const bool lower = !upper && is_lower(c);
    const bool titled = is_title(c);
    all &= ~((alpha ? 0U : kIsAlpha) | (c < 0x80 ? 0U : kIsAscii) | (digit ? 0U : kIsDigit) |
             (alpha || digit || !is_punctuation(c) ? kIsPunct : 0U) | (is_space(c) ? 0U : kIsSpace) |
             (alpha || digit || !is_currency(c) ? kIsCurrency : 0U));
    any_upper = any_upper || upper;
    any_lower = any_lower || lower;
    other_case = other_case || titled;
    if (upper || titled) {
      title = title && !cased_before;
    } else if (lower) {
      title = title && cased_before;
    }
    cased_before = upper || titled || lower;

    char32_t mark = c;
    if (alpha) {
      mark = upper ? U'X' : U'x';
    } else if (digit) {
      mark = U'd';
    }
    run = mark == last ? run + 1 : 0;
    last = mark;
    if (run < 4 && traits.length < kLongShape) {
      if (mark == c) {
        traits.shape.append(text.substr(from, at - from));
      } else {
        traits.shape += static_cast<char>(mark);
      }
    }
  }
  traits.flags = all;
  traits.flags |= any_upper && !any_lower && !other_case ? kIsUpper : 0U;
  traits.flags |= any_lower && !any_upper && !other_case ? kIsLower : 0U;
  traits.flags |= title && (any_upper || other_case) ? kIsTitle : 0U;
  if (traits.length >= kLongShape) {
    traits.shape = "LONG";
  }
  return traits;
}

std::string_view first_characters(std::string_view text, int count) {
  std::size_t at = 0;
  while (count-- > 0 && at < text.size()) {
    text::next(text, at);
  }
  return text.substr(0, at);
}

std::string_view last_characters(std::string_view text, int count) {
  std::size_t at = text.size();
  while (count > 0 && at > 0) {
    --at;
    if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80) {
      --count;
    }
  }
  return text.substr(at);
}

std::uint64_t slot_hash(std::string_view text, std::string_view norm) {
  const std::uint64_t h = murmur64a(text, 7);
  return norm.empty() ? h : h ^ (murmur64a(norm, 11) | 1);
}

}  // namespace

void Norms::load(const std::filesystem::path& file, Faults& faults) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) {
    return;
  }
  const std::string bytes = read_file(file, faults);
  if (faults.any()) {
    return;
  }
  const std::string where = file.string();
  const MsgValue root = read_msgpack(bytes, where, faults);
  const MsgValue* table = root.find("lexeme_norm");
  if (table == nullptr) {
    return;
  }
  if (!table->is(MsgValue::Kind::map)) {
    faults.report(where, "lexeme_norm is not a table");
    return;
  }
  table_.reserve(table->items.size() / 2);
  for (std::size_t i = 0; i + 1 < table->items.size(); i += 2) {
    if (!table->items[i].is_number() || !table->items[i + 1].is(MsgValue::Kind::text)) {
      faults.report(where, "lexeme_norm holds something other than norms");
      return;
    }
    table_.emplace(table->items[i].natural, table->items[i + 1].bytes);
  }
}

std::string_view Norms::find(std::uint64_t id, std::string_view text) const {
  const auto found = table_.find(id);
  if (found != table_.end()) {
    return found->second;
  }
  constexpr std::size_t kLongestBase = 6;
  if (text.size() <= kLongestBase) {
    for (const BaseNorm& base : kBaseNorms) {
      if (base.text == text) {
        return base.norm;
      }
    }
  }
  return {};
}

Word make_word(std::string_view text, std::string_view norm, const Norms& norms, Arena& arena) {
  Word word;
  const Traits traits = look(text);
  const std::string lower = text::lower(text);
  word.text = arena.keep(text);
  word.lower = lower == text ? word.text : arena.keep(lower);
  word.text_id = string_id(text);
  word.lower_id = string_id(lower);
  word.prefix_id = string_id(first_characters(text, 1));
  word.suffix_id = string_id(last_characters(text, 3));
  word.shape_id = string_id(traits.shape);
  word.flags = traits.flags;
  word.length = traits.length;
  const std::string_view given = norm.empty() ? norms.find(word.text_id, text) : norm;
  if (given.empty()) {
    word.norm = word.lower;
    word.norm_id = word.lower_id;
  } else {
    word.norm = arena.keep(given);
    word.norm_id = string_id(given);
  }
  return word;
}

WordTable::WordTable() { clear(); }

void WordTable::clear() {
  words_.clear();
  own_norms_.clear();
  slots_.assign(1U << 12, Slot{});
}

std::uint32_t WordTable::find_or_add(std::string_view text, std::string_view norm, const Norms& norms, Arena& arena) {
  const std::uint64_t hash = slot_hash(text, norm);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
    Slot& slot = slots_[i];
    if (slot.index == 0) {
      slot = {hash, size() + 1};
      words_.push_back(make_word(text, norm, norms, arena));
      own_norms_.push_back(norm.empty() ? std::string_view{} : arena.keep(norm));
      const std::uint32_t index = slot.index - 1;
      if (words_.size() * 2 > slots_.size()) {
        grow();
      }
      return index;
    }
    if (slot.hash == hash && words_[slot.index - 1].text == text && own_norms_[slot.index - 1] == norm) {
      return slot.index - 1;
    }
  }
}

void WordTable::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.index != 0) {
      std::size_t i = slot.hash & mask;
      while (slots_[i].index != 0) {
        i = (i + 1) & mask;
      }
      slots_[i] = slot;
    }
  }
}

}  // namespace detente::language
