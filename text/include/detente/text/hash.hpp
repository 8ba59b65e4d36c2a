// Hashing: one stable function for identities. Not for secrets.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace detente::text {

// FNV-1a, 64 bits (Fowler, Noll, Vo). For tables inside the program.
constexpr std::uint64_t fnv1a(std::string_view bytes, std::uint64_t seed = 0xcbf29ce484222325ULL) {
  std::uint64_t h = seed;
  for (char c : bytes) {
    h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  }
  return h;
}

struct Hash128 {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
};

// MurmurHash3 x64_128 (Appleby, public domain algorithm). spaCy's feature hashing and our ids use it.
Hash128 murmur3_x64_128(std::string_view bytes, std::uint32_t seed = 0);

// "r" and 16 hex digits: the id of a report with this text.
std::string report_id(std::string_view text);

}  // namespace detente::text
