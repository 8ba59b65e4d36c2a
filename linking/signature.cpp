#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <thread>

#include "align.hpp"
#include "detente/linking/origins.hpp"
#include "sources.hpp"
#include "words.hpp"

namespace detente::linking {
namespace {

constexpr std::size_t kShingle = 4;
constexpr std::size_t kBands = 32;
constexpr std::size_t kRows = 4;
constexpr std::size_t kPermutations = kBands * kRows;
constexpr std::uint32_t kSketchMask = 7;      // one shingle of eight
constexpr std::uint32_t kQuotationMask = 3;   // one shingle of four
constexpr std::size_t kMostSubstance = 48;    // for each outlet
constexpr std::size_t kMostWords = 1U << 20;  // of a text that are sketched
constexpr char kForm = 1;

// Odd multipliers and offsets of the permutations x -> a x + b modulo 2^32.
struct Permutations {
  std::array<std::uint32_t, kPermutations> a{};
  std::array<std::uint32_t, kPermutations> b{};
  constexpr Permutations() {
    for (std::uint32_t i = 0; i < kPermutations; ++i) {
      a[i] = mix(2 * i + 1) | 1U;
      b[i] = mix(2 * i + 2);
    }
  }
};
constexpr Permutations kPermutation;

std::vector<std::uint32_t> shingles_of(const std::vector<std::uint32_t>& words) {
  std::vector<std::uint32_t> out;
  const std::size_t size = std::min(words.size(), kMostWords);
  for (std::size_t i = 0; i + kShingle <= size; ++i) {
    out.push_back(combine(combine(combine(words[i], words[i + 1]), words[i + 2]), words[i + 3]));
  }
  return out;
}

std::vector<std::uint32_t> bands_of(const std::vector<std::uint32_t>& shingles) {
  std::array<std::uint32_t, kPermutations> least{};
  least.fill(0xffffffffU);
  for (const std::uint32_t shingle : shingles) {
    for (std::size_t i = 0; i < kPermutations; ++i) {
      least[i] = std::min(least[i], shingle * kPermutation.a[i] + kPermutation.b[i]);
    }
  }
  std::vector<std::uint32_t> bands(kBands);
  for (std::size_t band = 0; band < kBands; ++band) {
    std::uint32_t key = mix(static_cast<std::uint32_t>(band) + 1);
    for (std::size_t row = 0; row < kRows; ++row) {
      key = combine(key, least[band * kRows + row]);
    }
    bands[band] = key;
  }
  return bands;
}

void sort_distinct(std::vector<std::uint32_t>& list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

void put(std::string& out, std::uint32_t x) {
  while (x >= 0x80) {
    out += static_cast<char>(0x80U | (x & 0x7fU));
    x >>= 7U;
  }
  out += static_cast<char>(x);
}

bool get(std::string_view bytes, std::size_t& at, std::uint32_t& x) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 35; shift += 7) {
    if (at >= bytes.size()) {
      return false;
    }
    const auto byte = static_cast<unsigned char>(bytes[at++]);
    value |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
    if (byte < 0x80) {
      x = static_cast<std::uint32_t>(value);
      return value <= 0xffffffffU;
    }
  }
  return false;
}

}  // namespace

OriginSignature sign(const OriginReport& report) {
  OriginSignature out;
  const Words words = split_words(report.text);
  const std::vector<std::uint32_t> shingles = shingles_of(words.hash);
  if (!shingles.empty()) {
    out.bands = bands_of(shingles);
  }
  for (const std::uint32_t shingle : shingles) {
    if ((shingle & kSketchMask) == 0) {
      out.shingles.push_back(shingle);
    }
  }
  sort_distinct(out.shingles);
  for (const Words::Sentence& sentence : words.sentences) {
    if (sentence.size() >= kLeastWords) {
      out.sentences.push_back(hash_of(words, sentence));
    }
  }
  sort_distinct(out.sentences);

  const std::uint32_t own = outlet_key(report.outlet);
  for (const NamedSource& source : named_sources(report.text, words, report.original_source, own)) {
    out.named.push_back(source.key);
  }
  sort_distinct(out.named);
  std::vector<std::uint32_t> outlets = out.named;
  if (own != 0) {
    outlets.push_back(own);
  }
  if (!outlets.empty()) {
    const Substance substance = substance_of(report.text, words);
    std::vector<std::uint32_t> parts = substance.numbers;
    for (const Substance::Quotation& quotation : substance.quotations) {
      for (std::size_t i = quotation.first; i + kShingle <= quotation.last && i < shingles.size(); ++i) {
        if ((mix(shingles[i]) & kQuotationMask) == 0) {
          parts.push_back(shingles[i]);
        }
      }
    }
    sort_distinct(parts);
    parts.resize(std::min(parts.size(), kMostSubstance));
    for (const std::uint32_t outlet : outlets) {
      for (const std::uint32_t part : parts) {
        out.substance.push_back(combine(outlet, part));
      }
    }
    sort_distinct(out.substance);
  }
  return out;
}

std::vector<OriginSignature> sign_all(std::span<const OriginReport> reports, unsigned threads) {
  std::vector<OriginSignature> out(reports.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < reports.size(); i = next++) {
      out[i] = sign(reports[i]);
    }
  };
  std::vector<std::thread> others;
  for (unsigned i = 1; i < std::min<std::size_t>(threads, reports.size()); ++i) {
    others.emplace_back(work);
  }
  work();
  for (std::thread& thread : others) {
    thread.join();
  }
  return out;
}

std::string OriginSignature::to_bytes() const {
  std::string out{'o', kForm};
  put(out, static_cast<std::uint32_t>(bands.size()));
  for (const std::uint32_t band : bands) {
    for (unsigned shift = 0; shift < 32; shift += 8) {
      out += static_cast<char>((band >> shift) & 0xffU);
    }
  }
  for (const std::vector<std::uint32_t>* list : {&shingles, &named, &substance, &sentences}) {
    put(out, static_cast<std::uint32_t>(list->size()));
    std::uint32_t last = 0;
    for (const std::uint32_t x : *list) {
      put(out, x - last);
      last = x;
    }
  }
  return out;
}

Result<OriginSignature> OriginSignature::from_bytes(std::string_view bytes) {
  const Error bad{ErrorCode::bad_format, "these bytes are no signature of a report", ""};
  if (bytes.size() < 2 || bytes[0] != 'o' || bytes[1] != kForm) {
    return bad;
  }
  OriginSignature out;
  std::size_t at = 2;
  std::uint32_t size = 0;
  if (!get(bytes, at, size) || (size != 0 && size != kBands) || bytes.size() - at < size * std::size_t{4}) {
    return bad;
  }
  for (std::uint32_t i = 0; i < size; ++i) {
    std::uint32_t band = 0;
    for (unsigned shift = 0; shift < 32; shift += 8) {
      band |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at++])) << shift;
    }
    out.bands.push_back(band);
  }
  for (std::vector<std::uint32_t>* list : {&out.shingles, &out.named, &out.substance, &out.sentences}) {
    if (!get(bytes, at, size) || size > bytes.size() - at) {
      return bad;
    }
    std::uint32_t last = 0;
    for (std::uint32_t i = 0; i < size; ++i) {
      std::uint32_t step = 0;
      if (!get(bytes, at, step) || (i > 0 && step == 0) || step > 0xffffffffU - last) {
        return bad;
      }
      last += step;
      list->push_back(last);
    }
  }
  if (at != bytes.size()) {
    return bad;
  }
  return out;
}

}  // namespace detente::linking
