// A made-up press: stories by reporters who never lived, and what other outlets make of them, with the truth beside
// each text. Drawn from a seed; the same on every machine.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace detente::linking::bench {

struct MadeReport {
  std::string id;
  std::string outlet;
  std::int64_t day = 0;
  std::string text;
  std::uint32_t story = 0;  // reports of one story are one origin
  std::string_view kind;    // "story", "copy", "rewrite", "excerpt"
};

class Press {
 public:
  explicit Press(std::uint64_t seed) : seed_(seed), state_(seed) {
    static constexpr std::string_view kOnsets = "b d f g k l m n p r s t v z br dr gr kr pr tr st sk ";
    std::vector<std::string> onsets;
    for (std::size_t at = 0; at < kOnsets.size();) {
      const std::size_t end = kOnsets.find(' ', at);
      onsets.emplace_back(kOnsets.substr(at, end - at));
      at = end + 1;
    }
    static constexpr std::string_view kVowels = "aeiou";
    for (std::size_t i = 0; i < kWords; ++i) {
      std::string word;
      for (std::uint64_t n = 1 + below(3); n-- > 0;) {
        word += onsets[below(onsets.size())];
        word += kVowels[below(kVowels.size())];
      }
      if (below(2) == 0) {
        word += "nrslt"[below(5)];
      }
      words_.push_back(word);
    }
    for (std::size_t i = 0; i < kOutlets; ++i) {
      std::string footer;
      for (std::uint64_t n = 2 + below(3); n-- > 0;) {
        footer += sentence() + " ";
      }
      footers_.push_back(footer);
    }
  }

  // So many reports of `days` days, in the order of their days. Three in ten are copies, rewrites and excerpts.
  std::vector<MadeReport> print(std::size_t reports, std::int64_t days) {
    std::vector<MadeReport> out;
    std::vector<std::vector<std::string>> stories;
    std::vector<std::int64_t> origin;  // the day of each story
    while (out.size() < reports) {
      const bool fresh = stories.size() < 20 || below(10) < 7;
      MadeReport report;
      report.day = 20000 + static_cast<std::int64_t>(out.size()) * days / static_cast<std::int64_t>(reports);
      const std::size_t outlet = below(kOutlets);
      report.outlet = "Outlet ";
      report.outlet += std::to_string(outlet);
      std::vector<std::string> text;
      if (fresh) {
        report.story = static_cast<std::uint32_t>(stories.size());
        report.kind = "story";
        for (std::uint64_t n = 10 + below(25); n-- > 0;) {
          text.push_back(sentence());
        }
        stories.push_back(text);
        origin.push_back(report.day);
      } else {
        // Of the stories of the last ten days; the latest are taken up by many.
        std::size_t recent = 1;
        while (recent < stories.size() && origin[stories.size() - 1 - recent] + 10 >= report.day) {
          ++recent;
        }
        const auto back = 1 + static_cast<std::size_t>(std::pow(unit(), 3) * static_cast<double>(recent));
        report.story = static_cast<std::uint32_t>(stories.size() - std::min(back, recent));
        const std::vector<std::string>& from = stories[report.story];
        switch (below(3)) {
          case 0:
            report.kind = "copy";
            for (const std::string& s : from) {
              text.push_back(below(12) == 0 ? edited(s, 10) : s);
            }
            break;
          case 1:
            // Every other sentence, most of them touched, and as many of its own.
            report.kind = "rewrite";
            for (std::size_t i = 0; i < from.size(); ++i) {
              const bool kept = i % 2 == 0;
              text.push_back(kept ? edited(from[i], 12) : sentence());
            }
            break;
          default: {
            report.kind = "excerpt";
            const std::size_t size = std::min<std::size_t>(from.size(), 4 + below(5));
            const std::size_t begin = below(from.size() - size + 1);
            for (std::size_t i = 0; i < size; ++i) {
              text.push_back(from[begin + i]);
            }
          }
        }
      }
      for (std::size_t i = 0; i < text.size(); ++i) {
        report.text += text[i];
        report.text += i % 3 == 2 ? "\n\n" : " ";
      }
      report.text += "\n\n";
      report.text += footers_[outlet];
      report.id = "r";
      report.id += std::to_string(seed_);
      report.id += 'n';
      report.id += std::to_string(out.size());
      out.push_back(std::move(report));
    }
    return out;
  }

 private:
  static constexpr std::size_t kWords = 12000;
  static constexpr std::size_t kOutlets = 300;

  // SplitMix64 (Steele, Lea, Flood 2014).
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31U);
  }
  std::uint64_t below(std::uint64_t n) { return next() % n; }
  double unit() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }
  // Few words are frequent, most are rare, about as in prose.
  const std::string& word() {
    return words_[static_cast<std::size_t>(std::pow(static_cast<double>(kWords), unit())) - 1];
  }

  std::string sentence() {
    std::string out;
    const std::uint64_t size = 9 + below(18);
    for (std::uint64_t i = 0; i < size; ++i) {
      std::string w = word();
      if (below(40) == 0) {
        w = std::to_string(2 + below(900));
      }
      if ((i == 0 || below(9) == 0) && w[0] >= 'a') {
        w[0] = static_cast<char>(w[0] - ('a' - 'A'));
      }
      if (i > 0) {
        out += ' ';
      }
      out += w;
    }
    return out + ".";
  }

  // One word of `every` is another one; numbers stay.
  std::string edited(const std::string& sentence, std::uint64_t every) {
    std::string out;
    for (std::size_t at = 0; at < sentence.size();) {
      const std::size_t end = std::min(sentence.find(' ', at), sentence.size());
      const bool last = end == sentence.size();
      const bool number = sentence[at] >= '0' && sentence[at] <= '9';
      out += !last && at > 0 && !number && below(every) == 0 ? word() : sentence.substr(at, end - at);
      out += last ? "" : " ";
      at = end + 1;
    }
    return out;
  }

  std::uint64_t seed_;
  std::uint64_t state_;
  std::vector<std::string> words_;
  std::vector<std::string> footers_;
};

// Of all pairs of reports of one story, how many stand under one origin, and of all pairs under one origin, how many
// are of one story. `origin` holds the number of each report's origin.
struct PairScore {
  double precision = 1;
  double recall = 1;
};

inline PairScore pair_score(const std::vector<MadeReport>& reports, const std::vector<std::uint32_t>& origin) {
  const auto pairs_of = [](std::vector<std::uint64_t> keys) {
    std::sort(keys.begin(), keys.end());
    double pairs = 0;
    for (std::size_t i = 0; i < keys.size();) {
      std::size_t j = i;
      while (j < keys.size() && keys[j] == keys[i]) {
        ++j;
      }
      pairs += static_cast<double>(j - i) * static_cast<double>(j - i - 1) / 2;
      i = j;
    }
    return pairs;
  };
  std::vector<std::uint64_t> wanted;
  std::vector<std::uint64_t> got;
  std::vector<std::uint64_t> right;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    wanted.push_back(reports[i].story);
    got.push_back(origin[i]);
    right.push_back((static_cast<std::uint64_t>(reports[i].story) << 32U) | origin[i]);
  }
  const double both = pairs_of(right);
  PairScore score;
  score.precision = pairs_of(got) > 0 ? both / pairs_of(got) : 1;
  score.recall = pairs_of(wanted) > 0 ? both / pairs_of(wanted) : 1;
  return score;
}

}  // namespace detente::linking::bench
