#include "tokenizer.hpp"

#include <algorithm>

#include "detente/text/utf8.hpp"
#include "letters.hpp"
#include "msgpack.hpp"

namespace detente::language {

namespace {

// A chunk without a space that is longer is cut before it is looked at, so that time stays in proportion to length.
constexpr std::size_t kLongestChunk = 8192;
// In a chunk longer than this a suffix is sought among the last few characters only.
constexpr std::size_t kLongSuffixSearch = 512;
constexpr std::size_t kSuffixWindow = 32;
// Chunks longer than this are not remembered.
constexpr std::size_t kLongestRemembered = 64;

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

}  // namespace

void Tokens::clear() {
  word.clear();
  begin.clear();
  end.clear();
  space_after.clear();
}

void WordMemory::clear() {
  words.clear();
  arena = std::make_shared<Arena>();
  chunks.clear();
  chunk_words.clear();
}

const std::vector<Tokenizer::Piece>* Tokenizer::special(std::string_view s) const {
  const auto found = specials_.find(s);
  return found == specials_.end() ? nullptr : &found->second;
}

std::size_t Tokenizer::prefix_length(std::string_view s, RegexScratch& scratch) const {
  if (!prefix_) {
    return 0;
  }
  const auto found = prefix_.search(s, 0, scratch);
  return found ? found->end - found->begin : 0;
}

std::size_t Tokenizer::suffix_length(std::string_view s, RegexScratch& scratch) const {
  if (!suffix_ || s.empty()) {
    return 0;
  }
  std::size_t from = 0;
  if (s.size() > kLongSuffixSearch) {
    from = s.size() - kSuffixWindow;
    while (from > 0 && (continues(s[from]) || s[from - 1] == '.')) {
      --from;
    }
  }
  const auto found = suffix_.search(s, from, scratch);
  return found ? found->end - found->begin : 0;
}

void Tokenizer::split_chunk(std::string_view chunk, bool specials, const Norms& norms, WordMemory& memory,
                            std::vector<std::uint32_t>& out) const {
  const auto word = [&](std::string_view s) { return memory.words.find_or_add(s, {}, norms, *memory.arena); };
  auto& prefixes = memory.prefixes;
  auto& suffixes = memory.suffixes;
  prefixes.clear();
  suffixes.clear();
  std::string_view s = chunk;
  std::size_t last_size = 0;
  while (!s.empty() && s.size() != last_size) {
    if (token_match_ && token_match_.match(s, memory.regex)) {
      break;
    }
    if (specials && special(s) != nullptr) {
      break;
    }
    last_size = s.size();
    const std::size_t prefix = prefix_length(s, memory.regex);
    const std::string_view without_prefix = s.substr(prefix);
    if (prefix != 0 && specials && !without_prefix.empty() && special(without_prefix) != nullptr) {
      prefixes.push_back(word(s.substr(0, prefix)));
      s = without_prefix;
      break;
    }
    const std::size_t suffix = suffix_length(without_prefix, memory.regex);
    const std::string_view without_suffix = s.substr(0, s.size() - suffix);
    if (suffix != 0 && specials && !without_suffix.empty() && special(without_suffix) != nullptr) {
      suffixes.push_back(word(s.substr(s.size() - suffix)));
      s = without_suffix;
      break;
    }
    if (prefix != 0) {
      prefixes.push_back(word(s.substr(0, prefix)));
    }
    if (suffix != 0) {
      suffixes.push_back(word(s.substr(s.size() - suffix)));
    }
    s = s.substr(prefix, s.size() - prefix - suffix);
  }
  out.insert(out.end(), prefixes.begin(), prefixes.end());
  attach_middle(s, specials, norms, memory, out);
  out.insert(out.end(), suffixes.rbegin(), suffixes.rend());
}

void Tokenizer::attach_middle(std::string_view s, bool specials, const Norms& norms, WordMemory& memory,
                              std::vector<std::uint32_t>& out) const {
  const auto add = [&](std::string_view part) {
    out.push_back(memory.words.find_or_add(part, {}, norms, *memory.arena));
  };
  if (s.empty()) {
    return;
  }
  if (const auto* pieces = specials ? special(s) : nullptr) {
    for (const Piece& piece : *pieces) {
      out.push_back(memory.words.find_or_add(piece.text, piece.norm, norms, *memory.arena));
    }
    return;
  }
  if ((token_match_ && token_match_.match(s, memory.regex)) || (url_match_ && url_match_.match(s, memory.regex))) {
    add(s);
    return;
  }
  std::size_t start = 0;
  if (infix_) {
    std::optional<Match> found = infix_.search(s, 0, memory.regex);
    while (found) {
      // An infix at the very beginning splits nothing off.
      if (found->begin != 0) {
        if (found->begin > start) {
          add(s.substr(start, found->begin - start));
        }
        if (found->end > found->begin) {
          add(s.substr(found->begin, found->end - found->begin));
        }
        start = found->end;
      }
      found = found->end == found->begin ? infix_.search_after_empty(s, found->end, memory.regex)
                                         : infix_.search(s, found->end, memory.regex);
    }
  }
  if (start < s.size()) {
    add(s.substr(start));
  }
}

void Tokenizer::add_chunk(std::string_view chunk, std::uint32_t offset, bool specials, const Norms& norms,
                          WordMemory& memory, Tokens& out) const {
  const auto put = [&](const std::uint32_t* words, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      const auto length = static_cast<std::uint32_t>(memory.words[words[i]].text.size());
      out.word.push_back(words[i]);
      out.begin.push_back(offset);
      offset += length;
      out.end.push_back(offset);
      out.space_after.push_back(0);
    }
  };
  while (chunk.size() > kLongestChunk) {
    std::size_t cut = kLongestChunk;
    while (continues(chunk[cut])) {
      --cut;
    }
    std::vector<std::uint32_t> words;
    split_chunk(chunk.substr(0, cut), specials, norms, memory, words);
    put(words.data(), words.size());
    chunk.remove_prefix(cut);
  }
  if (!specials || chunk.size() > kLongestRemembered) {
    std::vector<std::uint32_t> words;
    split_chunk(chunk, specials, norms, memory, words);
    put(words.data(), words.size());
    return;
  }
  auto found = memory.chunks.find(chunk);
  if (found == memory.chunks.end()) {
    const auto first = static_cast<std::uint32_t>(memory.chunk_words.size());
    if (const auto* pieces = special(chunk)) {
      for (const Piece& piece : *pieces) {
        memory.chunk_words.push_back(memory.words.find_or_add(piece.text, piece.norm, norms, *memory.arena));
      }
    } else {
      split_chunk(chunk, true, norms, memory, memory.chunk_words);
    }
    const auto count = static_cast<std::uint32_t>(memory.chunk_words.size()) - first;
    found = memory.chunks.emplace(memory.arena->keep(chunk), WordMemory::Chunk{first, count}).first;
  }
  put(memory.chunk_words.data() + found->second.first, found->second.count);
}

void Tokenizer::split_spaces(std::string_view text, bool specials, const Norms& norms, WordMemory& memory,
                             Tokens& out) const {
  out.clear();
  if (text.empty()) {
    return;
  }
  std::size_t peek = 0;
  bool in_space = is_space(text::next(text, peek));
  std::size_t start = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t here = at;
    const auto byte = static_cast<unsigned char>(text[at]);
    bool space = false;
    if (byte < 0x80) {
      space = is_space(byte);
      ++at;
    } else {
      space = is_space(text::next(text, at));
    }
    if (space == in_space) {
      continue;
    }
    if (start < here) {
      add_chunk(text.substr(start, here - start), static_cast<std::uint32_t>(start), specials, norms, memory, out);
    }
    if (byte == ' ') {
      if (out.size() > 0) {
        out.space_after.back() = 1;
      }
      start = here + 1;
    } else {
      start = here;
    }
    in_space = !in_space;
  }
  if (start < text.size()) {
    add_chunk(text.substr(start), static_cast<std::uint32_t>(start), specials, norms, memory, out);
  }
}

void Tokenizer::tokenize(std::string_view text, const Norms& norms, WordMemory& memory, Tokens& out) const {
  split_spaces(text, true, norms, memory, out);
  apply_phrases(text, norms, memory, out);
}

void Tokenizer::apply_phrases(std::string_view text, const Norms& norms, WordMemory& memory, Tokens& tokens) const {
  if (phrases_.empty() || phrases_.front().next.empty()) {
    return;
  }
  std::vector<Phrase> found;
  const std::uint32_t n = tokens.size();
  const auto& first = phrases_.front().next;
  for (std::uint32_t i = 0; i < n; ++i) {
    auto step = first.find(memory.words[tokens.word[i]].text_id);
    std::uint32_t j = i + 1;
    while (step != first.end()) {
      const PhraseNode& node = phrases_[step->second];
      if (node.ends) {
        found.push_back({i, j});
      }
      if (j == n) {
        break;
      }
      const auto next = node.next.find(memory.words[tokens.word[j]].text_id);
      if (next == node.next.end()) {
        break;
      }
      step = next;
      ++j;
    }
  }
  if (found.empty()) {
    return;
  }
  // The longest first, then the earliest; a phrase that shares an end with one seen before is dropped.
  std::sort(found.begin(), found.end(), [](const Phrase& a, const Phrase& b) {
    const auto la = a.end - a.begin;
    const auto lb = b.end - b.begin;
    return la != lb ? la > lb : a.begin < b.begin;
  });
  std::vector<std::uint8_t> seen(n, 0);
  std::vector<Phrase> kept;
  for (const Phrase& phrase : found) {
    if (seen[phrase.begin] == 0 && seen[phrase.end - 1] == 0) {
      kept.push_back(phrase);
    }
    std::fill(seen.begin() + phrase.begin, seen.begin() + phrase.end, std::uint8_t{1});
  }
  std::sort(kept.begin(), kept.end(), [](const Phrase& a, const Phrase& b) { return a.begin < b.begin; });

  Tokens& copy = memory.copy;
  copy.clear();
  std::size_t next = 0;
  for (std::uint32_t i = 0; i < n;) {
    const bool at_phrase = next < kept.size() && kept[next].begin == i;
    const std::vector<Piece>* pieces = nullptr;
    std::uint32_t until = i + 1;
    if (at_phrase) {
      until = kept[next].end;
      ++next;
      pieces = special(text.substr(tokens.begin[i], tokens.end[until - 1] - tokens.begin[i]));
    }
    if (pieces == nullptr) {
      for (; i < until; ++i) {
        copy.word.push_back(tokens.word[i]);
        copy.begin.push_back(tokens.begin[i]);
        copy.end.push_back(tokens.end[i]);
        copy.space_after.push_back(tokens.space_after[i]);
      }
      continue;
    }
    std::uint32_t offset = tokens.begin[i];
    for (const Piece& piece : *pieces) {
      copy.word.push_back(memory.words.find_or_add(piece.text, piece.norm, norms, *memory.arena));
      copy.begin.push_back(offset);
      offset += static_cast<std::uint32_t>(piece.text.size());
      copy.end.push_back(offset);
      copy.space_after.push_back(0);
    }
    copy.space_after.back() = tokens.space_after[until - 1];
    i = until;
  }
  std::swap(tokens, copy);
}

void Tokenizer::build_phrases(bool faster, const Norms& norms) {
  WordMemory memory;
  Tokens tokens;
  phrases_.assign(1, PhraseNode{});
  for (const std::string& text : special_texts_) {
    const bool wanted = !faster || text.find(' ') != std::string::npos || prefix_length(text, memory.regex) != 0 ||
                        (infix_ && infix_.search(text, 0, memory.regex)) || suffix_length(text, memory.regex) != 0;
    if (!wanted) {
      continue;
    }
    split_spaces(text, false, norms, memory, tokens);
    std::uint32_t node = 0;
    for (std::uint32_t word : tokens.word) {
      const auto fresh = static_cast<std::uint32_t>(phrases_.size());
      const auto [step, added] = phrases_[node].next.emplace(memory.words[word].text_id, fresh);
      node = step->second;
      if (added) {
        phrases_.emplace_back();
      }
    }
    phrases_[node].ends = node != 0;
  }
}

void Tokenizer::read_exceptions(const MsgValue& table, const std::string& where, Faults& faults) {
  const auto bad = [&] { faults.report(where, "the tokenizer's exceptions are malformed"); };
  if (!table.is(MsgValue::Kind::map)) {
    bad();
    return;
  }
  special_texts_.reserve(table.items.size() / 2);
  for (std::size_t i = 0; i + 1 < table.items.size(); i += 2) {
    const MsgValue& key = table.items[i];
    const MsgValue& list = table.items[i + 1];
    if (key.text().empty() || !list.is(MsgValue::Kind::array) || list.items.empty()) {
      bad();
      return;
    }
    std::vector<Piece> pieces;
    std::string whole;
    for (const MsgValue& attrs : list.items) {
      Piece piece;
      for (std::size_t k = 0; k + 1 < attrs.items.size(); k += 2) {
        const MsgValue& name = attrs.items[k];
        const MsgValue& value = attrs.items[k + 1];
        constexpr std::uint64_t kOrth = 65;
        constexpr std::uint64_t kNorm = 67;
        const bool orth = name.is_number() ? name.natural == kOrth : name.bytes == "ORTH";
        const bool norm = name.is_number() ? name.natural == kNorm : name.bytes == "NORM";
        if (!value.is(MsgValue::Kind::text) || (!orth && !norm)) {
          bad();
          return;
        }
        (orth ? piece.text : piece.norm) = value.bytes;
      }
      if (piece.text.empty()) {
        bad();
        return;
      }
      whole += piece.text;
      pieces.push_back(std::move(piece));
    }
    if (whole != key.bytes) {
      faults.report(where, "the exception '" + std::string(key.bytes) + "' is not the sum of its parts");
      return;
    }
    special_texts_.emplace_back(key.bytes);
    specials_.emplace(special_texts_.back(), std::move(pieces));
  }
}

void Tokenizer::load(const std::filesystem::path& file, const Norms& norms, Faults& faults) {
  const std::string bytes = read_file(file, faults);
  const std::string where = file.string();
  if (faults.any()) {
    return;
  }
  const MsgValue root = read_msgpack(bytes, where, faults);
  if (faults.any()) {
    return;
  }
  if (!root.is(MsgValue::Kind::map)) {
    faults.report(where, "not a tokenizer");
    return;
  }
  struct Named {
    const char* key;
    Regex* regex;
  };
  for (const Named& named :
       {Named{"prefix_search", &prefix_}, Named{"suffix_search", &suffix_}, Named{"infix_finditer", &infix_},
        Named{"token_match", &token_match_}, Named{"url_match", &url_match_}}) {
    const MsgValue* value = root.find(named.key);
    if (value == nullptr || value->is(MsgValue::Kind::nil)) {
      continue;
    }
    if (!value->is(MsgValue::Kind::text)) {
      faults.report(where, std::string(named.key) + " is not an expression");
      return;
    }
    const std::string wrong = named.regex->compile(value->bytes);
    if (!wrong.empty()) {
      faults.report(where, std::string(named.key) + ": " + wrong);
      return;
    }
  }
  if (const MsgValue* exceptions = root.find("exceptions")) {
    read_exceptions(*exceptions, where, faults);
  }
  if (faults.any()) {
    return;
  }
  const MsgValue* faster = root.find("faster_heuristics");
  build_phrases(faster == nullptr || !faster->is(MsgValue::Kind::boolean) || faster->boolean, norms);
}

}  // namespace detente::language
