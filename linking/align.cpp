#include "align.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace detente::linking {
namespace {

// Sentences that call to read on, to subscribe, or that name who else wrote.
bool calls_to_read_on(std::string_view sentence) {
  static constexpr std::array<std::string_view, 22> kCalls{"read more",
                                                           "subscribe",
                                                           "sign up",
                                                           "newsletter",
                                                           "follow us",
                                                           "click here",
                                                           "all rights reserved",
                                                           "copyright",
                                                           "(c) 20",
                                                           "contributed to this report",
                                                           "terms of use",
                                                           "privacy policy",
                                                           "download our app",
                                                           "originally published",
                                                           "related articles",
                                                           "share this",
                                                           "more from",
                                                           "advertisement",
                                                           "watch live",
                                                           "get the latest",
                                                           "republished with",
                                                           "for more information"};
  std::string lower(sentence.substr(0, 400));
  for (char& c : lower) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  }
  return std::any_of(kCalls.begin(), kCalls.end(),
                     [&](std::string_view call) { return lower.find(call) != std::string::npos; });
}

std::span<const std::uint32_t> words_of(const Prepared& text, std::size_t sentence) {
  const Words::Sentence& s = text.words.sentences[sentence];
  return std::span(text.words.hash).subspan(s.first, s.size());
}

// The words of a sentence that begin with a digit.
std::vector<std::uint32_t> numbers_of(const Prepared& text, std::size_t sentence) {
  const Words::Sentence& s = text.words.sentences[sentence];
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = s.first; i < s.last; ++i) {
    const char c = text.text[text.words.begin[i]];
    if (c >= '0' && c <= '9') {
      out.push_back(text.words.hash[i]);
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

// Number words: a sentence in which they changed is news, not a copy.
const std::vector<std::uint32_t>& telling_words() {
  static const std::vector<std::uint32_t> kWords = [] {
    std::vector<std::uint32_t> out = split_words(
                                         "two three four five six seven eight nine ten eleven twelve thirteen "
                                         "fourteen fifteen sixteen seventeen "
                                         "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety "
                                         "hundred thousand million billion dozen")
                                         .hash;
    std::sort(out.begin(), out.end());
    return out;
  }();
  return kWords;
}

// Which sentences of `of` stand in `in`: each with the one that it stands in, or npos.
constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

// Counts in `side` those that would stand there but for their numbers.
std::vector<std::size_t> matches(const Prepared& of, const Prepared& in, Side& side) {
  std::unordered_map<std::uint32_t, std::size_t> exact;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> holding;  // word -> sentences of `in`
  for (std::size_t i = 0; i < in.words.sentences.size(); ++i) {
    if (!in.counts[i]) {
      continue;
    }
    exact.emplace(in.sentence_hash[i], i);
    for (const std::uint32_t word : words_of(in, i)) {
      std::vector<std::uint32_t>& list = holding[word];
      if (list.empty() || list.back() != i) {
        list.push_back(static_cast<std::uint32_t>(i));
      }
    }
  }
  const std::size_t common = std::max<std::size_t>(8, in.words.sentences.size() / 4);
  std::vector<std::size_t> out(of.words.sentences.size(), kNowhere);
  std::vector<std::uint32_t> shared(in.words.sentences.size());
  const auto lead = static_cast<std::size_t>(std::find(of.counts.begin(), of.counts.end(), true) - of.counts.begin());
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (!of.counts[i]) {
      continue;
    }
    if (const auto same = exact.find(of.sentence_hash[i]); same != exact.end()) {
      out[i] = same->second;
      continue;
    }
    const std::span<const std::uint32_t> words = words_of(of, i);
    std::fill(shared.begin(), shared.end(), 0);
    std::uint32_t asked = 0;
    for (const std::uint32_t word : words) {
      const auto list = holding.find(word);
      // A word of every other sentence calls nobody.
      if (list != holding.end() && list->second.size() > common) {
        continue;
      }
      ++asked;
      if (list != holding.end()) {
        for (const std::uint32_t s : list->second) {
          ++shared[s];
        }
      }
    }
    // The three with most words in common are compared word by word.
    std::array<std::size_t, 3> best{kNowhere, kNowhere, kNowhere};
    for (std::size_t s = 0; s < shared.size(); ++s) {
      if (2 * shared[s] < asked || shared[s] == 0) {
        continue;
      }
      std::size_t at = s;
      for (std::size_t& b : best) {
        if (b == kNowhere || shared[at] > shared[b]) {
          std::swap(at, b);
          if (at == kNowhere) {
            break;
          }
        }
      }
    }
    double most = 0;
    bool other_numbers = false;
    for (const std::size_t s : best) {
      if (s == kNowhere) {
        break;
      }
      const double part = common_words(words, words_of(in, s)) / static_cast<double>(words.size());
      if (part < kSameSentence || part <= most) {
        continue;
      }
      const std::vector<std::uint32_t> mine = numbers_of(of, i);
      const std::vector<std::uint32_t> theirs = numbers_of(in, s);
      const std::span<const std::uint32_t> other = words_of(in, s);
      const bool news = !std::includes(theirs.begin(), theirs.end(), mine.begin(), mine.end()) ||
                        std::any_of(words.begin(), words.end(), [&](std::uint32_t w) {
                          return std::binary_search(telling_words().begin(), telling_words().end(), w) &&
                                 std::find(other.begin(), other.end(), w) == other.end();
                        });
      if (news) {
        other_numbers = true;
      } else {
        most = part;
        out[i] = s;
      }
    }
    if (other_numbers && out[i] == kNowhere) {
      ++side.changed;
      side.lead_changed = side.lead_changed || i == lead;
    }
  }
  return out;
}

// What an outlet prints under every report is seldom longer.
constexpr std::size_t kFooterWords = 120;

// The run of sentences at one end of both texts that match each other; sentences that do not count are stepped over.
// Marks them, and says whether other sentences that count remain on both sides.
void drop_edge(const Prepared& a, const Prepared& b, std::vector<std::size_t>& a_in_b, std::vector<std::size_t>& b_in_a,
               bool at_end) {
  const auto nth = [&](const Prepared& t, std::size_t i) { return at_end ? t.words.sentences.size() - 1 - i : i; };
  std::vector<std::pair<std::size_t, std::size_t>> run;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a_in_b.size() && j < b_in_a.size()) {
    const std::size_t s = nth(a, i);
    const std::size_t t = nth(b, j);
    if (!a.counts[s]) {
      ++i;
    } else if (!b.counts[t]) {
      ++j;
    } else if (a_in_b[s] == t || b_in_a[t] == s) {
      run.emplace_back(s, t);
      ++i;
      ++j;
    } else {
      break;
    }
  }
  // A footer is a small part of what stands above it, and shares nothing with what stands above the other one.
  const auto rest = [](const Prepared& t, const std::vector<std::size_t>& in, std::size_t run_size) {
    std::size_t counted = 0;
    std::size_t found = 0;
    for (std::size_t s = 0; s < in.size(); ++s) {
      counted += t.counts[s] ? 1U : 0U;
      found += t.counts[s] && in[s] != kNowhere ? 1U : 0U;
    }
    return std::pair{counted - run_size, found - std::min(found, run_size)};
  };
  const auto [a_rest, a_found] = rest(a, a_in_b, run.size());
  const auto [b_rest, b_found] = rest(b, b_in_a, run.size());
  std::size_t words = 0;
  for (const auto& [s, t] : run) {
    words += std::min(a.words.sentences[s].size(), b.words.sentences[t].size());
  }
  const bool small = words <= kFooterWords || run.size() <= 2 * std::min(a_rest, b_rest);
  if (run.empty() || !small || a_rest == 0 || b_rest == 0 || 4 * a_found > a_rest || 4 * b_found > b_rest) {
    return;
  }
  for (const auto& [s, t] : run) {
    a_in_b[s] = kNowhere;
    b_in_a[t] = kNowhere;
  }
}

void count(const Prepared& text, const std::vector<std::size_t>& in, Side& side) {
  for (std::size_t i = 0; i < in.size(); ++i) {
    if (text.counts[i]) {
      const double words = text.words.sentences[i].size();
      side.words += words;
      ++side.sentences;
      if (in[i] != kNowhere) {
        side.found += words;
        ++side.found_sentences;
      }
    }
  }
}

}  // namespace

std::uint32_t hash_of(const Words& words, const Words::Sentence& sentence) {
  std::uint32_t h = 0x9747b28cU;
  for (std::uint32_t i = sentence.first; i < sentence.last; ++i) {
    h = combine(h, words.hash[i]);
  }
  return h;
}

Prepared prepare(std::string text) {
  Prepared out;
  out.text = std::move(text);
  out.words = split_words(out.text);
  out.sentence_hash.reserve(out.words.sentences.size());
  for (const Words::Sentence& sentence : out.words.sentences) {
    out.sentence_hash.push_back(hash_of(out.words, sentence));
    const std::string_view words = std::string_view(out.text).substr(sentence.bytes.begin, sentence.bytes.size());
    // A question asserts nothing: interviews of one series share theirs.
    const bool question = sentence.bytes.end < out.text.size() && out.text[sentence.bytes.end] == '?';
    out.prose.push_back(sentence.size() >= kLeastWords && !question && !calls_to_read_on(words));
  }
  out.counts = out.prose;
  return out;
}

std::uint32_t common_words(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b) {
  // A sentence of hundreds of words is a list or no prose; its beginning tells enough.
  constexpr std::size_t kLongest = 200;
  a = a.first(std::min(a.size(), kLongest));
  b = b.first(std::min(b.size(), kLongest));
  std::array<std::uint32_t, kLongest + 1> row{};
  for (const std::uint32_t word : a) {
    std::uint32_t diagonal = 0;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::uint32_t above = row[j + 1];
      row[j + 1] = word == b[j] ? diagonal + 1 : std::max(above, row[j]);
      diagonal = above;
    }
  }
  return row[b.size()];
}

Alignment align(const Prepared& a, const Prepared& b, bool edges_apart) {
  Alignment out;
  std::vector<std::size_t> a_in_b = matches(a, b, out.a);
  std::vector<std::size_t> b_in_a = matches(b, a, out.b);
  if (edges_apart) {
    drop_edge(a, b, a_in_b, b_in_a, true);
    drop_edge(a, b, a_in_b, b_in_a, false);
  }
  count(a, a_in_b, out.a);
  count(b, b_in_a, out.b);
  return out;
}

}  // namespace detente::linking
