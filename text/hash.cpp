#include "detente/text/hash.hpp"

#include <fmt/format.h>

#include <bit>
#include <cstring>

namespace detente::text {

namespace {

constexpr std::uint64_t kC1 = 0x87c37b91114253d5ULL;
constexpr std::uint64_t kC2 = 0x4cf5ad432745937fULL;

std::uint64_t mix_final(std::uint64_t k) {
  k ^= k >> 33;
  k *= 0xff51afd7ed558ccdULL;
  k ^= k >> 33;
  k *= 0xc4ceb9fe1a85ec53ULL;
  return k ^ (k >> 33);
}

std::uint64_t mix_low(std::uint64_t k) { return std::rotl(k * kC1, 31) * kC2; }
std::uint64_t mix_high(std::uint64_t k) { return std::rotl(k * kC2, 33) * kC1; }

}  // namespace

Hash128 murmur3_x64_128(std::string_view bytes, std::uint32_t seed) {
  std::uint64_t h1 = seed;
  std::uint64_t h2 = seed;
  const std::size_t blocks = bytes.size() / 16;
  for (std::size_t i = 0; i < blocks; ++i) {
    std::uint64_t k[2];
    std::memcpy(k, bytes.data() + i * 16, 16);
    h1 = (std::rotl(h1 ^ mix_low(k[0]), 27) + h2) * 5 + 0x52dce729;
    h2 = (std::rotl(h2 ^ mix_high(k[1]), 31) + h1) * 5 + 0x38495ab5;
  }
  const std::string_view tail = bytes.substr(blocks * 16);
  std::uint64_t k1 = 0;
  std::uint64_t k2 = 0;
  for (std::size_t i = tail.size(); i-- > 0;) {
    std::uint64_t& k = i < 8 ? k1 : k2;
    k = (k << 8) | static_cast<unsigned char>(tail[i]);
  }
  if (tail.size() > 8) {
    h2 ^= mix_high(k2);
  }
  if (!tail.empty()) {
    h1 ^= mix_low(k1);
  }
  h1 ^= bytes.size();
  h2 ^= bytes.size();
  h1 += h2;
  h2 += h1;
  h1 = mix_final(h1);
  h2 = mix_final(h2);
  h1 += h2;
  h2 += h1;
  return {h1, h2};
}

std::string report_id(std::string_view text) { return fmt::format("r{:016x}", murmur3_x64_128(text).low); }

}  // namespace detente::text
