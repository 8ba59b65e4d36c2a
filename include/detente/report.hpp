// A report: one published text, as intake gives it and the record keeps it.
#pragma once

#include <cstdint>
#include <string>

namespace detente {

// A half-open range of bytes [begin, end) of a report's text. Never splits a UTF-8 sequence.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  bool empty() const { return begin >= end; }
  std::uint32_t size() const { return end - begin; }
  friend bool operator==(const Span&, const Span&) = default;
  friend auto operator<=>(const Span&, const Span&) = default;
};

inline bool overlaps(Span a, Span b) { return a.begin < b.end && b.begin < a.end; }
inline bool contains(Span outer, Span inner) { return outer.begin <= inner.begin && inner.end <= outer.end; }

struct Report {
  std::string id;      // "r" and the first 16 hex digits of the hash of `text` (detente/text/hash.hpp)
  std::string uri;     // where it was found: a path, a path and record, or the page's address
  std::string outlet;  // who published it; may be empty
  std::string title;
  std::string byline;
  std::string
      published;  // ISO 8601, as much of it as is known: "2024-10-10T14:00:00Z", "2024-10-10", "2024-10", "2024"
  std::string original_source;  // "www.cnn.com" from a line such as "Original Source: www.cnn.com"
  std::string language;         // ISO 639-1 by CLD2, "en"; "un" if it cannot be told
  std::string text;             // UTF-8, verbatim after extraction; every span of the record points into it
};

}  // namespace detente
