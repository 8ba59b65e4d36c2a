// spaCy's identities of strings: a string that names one of its symbols is that symbol's number, any other its hash.
#pragma once

#include <cstdint>
#include <string_view>

namespace detente::language {

// MurmurHash64A (Appleby, public domain algorithm).
std::uint64_t murmur64a(std::string_view bytes, std::uint64_t seed);

// The number of a symbol, or murmur64a(text, 1); 0 for the empty string.
std::uint64_t string_id(std::string_view text);

// The four rows of a hash table of `rows` rows that an id is the sum of: MurmurHash3 x64_128 of the eight bytes of the
// id, as four 32-bit numbers modulo `rows`. `rows` is not 0.
void table_rows(std::uint64_t id, std::uint32_t seed, std::uint32_t rows, std::uint32_t out[4]);

}  // namespace detente::language
