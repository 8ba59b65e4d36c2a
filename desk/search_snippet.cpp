#include <algorithm>

#include "detente/desk/search.hpp"

namespace detente::desk {

namespace {

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
bool is_middle(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// White space of any kind and length is one blank.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const char put = is_space(c) ? ' ' : c;
    if (put != ' ' || out.empty() || out.back() != ' ') {
      out += put;
    }
  }
  return out;
}

// The window of that length that begins at a hit and holds the most hits; the first of equals.
std::size_t best_begin(const std::vector<Span>& hits, std::size_t length) {
  std::size_t best = 0;
  std::size_t most = 0;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    std::size_t held = 0;
    while (i + held < hits.size() && hits[i + held].end <= hits[i].begin + length) {
      ++held;
    }
    if (held > most) {
      most = held;
      best = i;
    }
  }
  return best;
}

}  // namespace

std::vector<SnippetPart> make_snippet(std::string_view text, const std::vector<Span>& hits, std::size_t length) {
  std::size_t begin = 0;
  if (!hits.empty()) {
    const std::size_t at = hits[best_begin(hits, length)].begin;
    const std::size_t before = length / 4;
    begin = at > before ? at - before : 0;
    // Up to the next word, but never behind the hit.
    while (begin > 0 && begin < at && !is_space(text[begin - 1])) {
      ++begin;
    }
  }
  std::size_t end = std::min(text.size(), begin + length);
  for (const Span& hit : hits) {
    if (hit.begin < end && hit.end > end) {
      end = std::min<std::size_t>(hit.end, text.size());
    }
  }
  const std::size_t least = begin + (end - begin) / 2;
  std::size_t cut = end;
  while (cut < text.size() && cut > least && !is_space(text[cut])) {
    --cut;
  }
  const bool inside_hit =
      std::any_of(hits.begin(), hits.end(), [&](const Span& h) { return h.begin < cut && cut < h.end; });
  end = inside_hit || cut == least ? end : cut;
  // A text without blanks is cut anywhere but inside a character.
  while (begin < end && is_middle(text[begin])) {
    ++begin;
  }
  while (end < text.size() && end > begin && is_middle(text[end])) {
    --end;
  }

  std::vector<SnippetPart> out;
  const auto add = [&](std::size_t from, std::size_t to, bool hit) {
    if (from < to) {
      out.push_back({one_line(text.substr(from, to - from)), hit});
    }
  };
  std::size_t at = begin;
  for (const Span& hit : hits) {
    if (hit.begin < at || hit.end > end) {
      continue;
    }
    add(at, hit.begin, false);
    add(hit.begin, hit.end, true);
    at = hit.end;
  }
  add(at, end, false);
  if (begin > 0 && !out.empty()) {
    out.insert(out.begin(), SnippetPart{"… ", false});
  }
  if (end < text.size() && !out.empty()) {
    out.push_back({" …", false});
  }
  return out;
}

}  // namespace detente::desk
