#include "judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

namespace detente::linking {
namespace {

// Shares of a text, in words.
constexpr double kMost = 0.8;
constexpr double kHalf = 0.6;
// One outlet repeats its own background; what another one repeats, it has from somewhere.
constexpr double kGoodPart = 0.4;
constexpr double kGoodPartElsewhere = 0.33;
// At least so much must be the same, whatever the share.
constexpr double kLeastShared = 25;
// Days between reports that repeat one source, or of which one was rewritten.
constexpr std::int64_t kNearDays = 3;
constexpr std::int64_t kRewriteDays = 30;

std::int64_t days_apart(const Claimed& mine, const Other& other) {
  return mine.day && other.day ? std::abs(*mine.day - *other.day) : 0;
}

std::string age(const Claimed& mine, const Other& other) {
  if (!mine.day || !other.day) {
    return "which was there before";
  }
  const std::int64_t days = *mine.day - *other.day;
  if (days == 0) {
    return "of the same day";
  }
  const std::int64_t n = std::abs(days);
  return fmt::format("of {} day{} {}", n, n == 1 ? "" : "s", days > 0 ? "before" : "later");
}

int percent(double share) { return static_cast<int>(std::floor(share * 100 + 0.5)); }

std::string count(std::size_t n, std::string_view one) { return fmt::format("{} {}{}", n, one, n == 1 ? "" : "s"); }

std::optional<Judged> by_text(const Claimed& mine, const Other& other) {
  const Alignment both = align(mine.text, other.text, mine.own != 0 && mine.own == other.outlet);
  const double here = both.a.share();
  const double there = both.b.share();
  const bool enough = std::max(both.a.found, both.b.found) >= kLeastShared &&
                      (std::max(both.a.found_sentences, both.b.found_sentences) >= 2 || std::max(here, there) >= kMost);
  const bool elsewhere = mine.own != 0 && other.outlet != 0 && mine.own != other.outlet;
  if (!enough || std::max(here, there) < (elsewhere ? kGoodPartElsewhere : kGoodPart)) {
    return std::nullopt;
  }
  // One outlet's next issue of a recurring report: its sentences, or the first of them, come back with other numbers.
  const std::uint32_t changed = std::max(both.a.changed, both.b.changed);
  const bool same_day = mine.day && other.day && *mine.day == *other.day;
  const bool next_issue = (both.a.lead_changed && both.b.lead_changed) ||
                          (changed >= 3 && 5 * changed >= std::max(both.a.found_sentences, both.b.found_sentences));
  if (mine.own != 0 && mine.own == other.outlet && !same_day && next_issue) {
    return std::nullopt;
  }
  Judged out;
  out.share = std::max(here, there);
  out.both_ways = std::min(here, there) >= kHalf;
  if (std::min(here, there) >= kMost) {
    out.kind = OriginKind::copy;
    out.reason = fmt::format("{} % of its words stand in {}, {}, and {} % of that one's words stand here",
                             percent(here), other.id, age(mine, other), percent(there));
  } else if (out.share >= kMost) {
    out.kind = OriginKind::excerpt;
    out.reason = here >= there ? fmt::format("{} % of its words, {} of its {}, stand in {}, {}, which is longer",
                                             percent(here), both.a.found_sentences, count(both.a.sentences, "sentence"),
                                             other.id, age(mine, other))
                               : fmt::format("it holds {} % of the words of {}, {}, which is shorter", percent(there),
                                             other.id, age(mine, other));
  } else {
    if (days_apart(mine, other) > kRewriteDays) {
      return std::nullopt;
    }
    out.kind = OriginKind::rewrite;
    out.reason = here >= there ? fmt::format("{} % of its words, {} of its {}, stand in {}, {}", percent(here),
                                             both.a.found_sentences, count(both.a.sentences, "sentence"), other.id,
                                             age(mine, other))
                               : fmt::format("it holds {} % of the words of {}, {}, in {}", percent(there), other.id,
                                             age(mine, other), count(both.b.found_sentences, "sentence"));
  }
  return out;
}

// Words of four letters and more: the matter of a sentence.
std::vector<std::uint32_t> matter_of(const Words& words, const Words::Sentence& sentence) {
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = sentence.first; i < sentence.last; ++i) {
    if (words.end[i] - words.begin[i] >= 4) {
      out.push_back(words.hash[i]);
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

// Sentences of `a` of which two fifths of the matter stand in one sentence of `b`.
std::size_t related_sentences(const Prepared& a, const Prepared& b) {
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> holding;
  for (std::uint32_t i = 0; i < b.words.sentences.size(); ++i) {
    if (b.counts[i]) {
      for (const std::uint32_t word : matter_of(b.words, b.words.sentences[i])) {
        holding[word].push_back(i);
      }
    }
  }
  std::size_t related = 0;
  for (std::size_t i = 0; i < a.words.sentences.size(); ++i) {
    if (!a.counts[i]) {
      continue;
    }
    const std::vector<std::uint32_t> matter = matter_of(a.words, a.words.sentences[i]);
    std::unordered_map<std::uint32_t, std::size_t> shared;
    std::size_t most = 0;
    for (const std::uint32_t word : matter) {
      if (const auto list = holding.find(word); list != holding.end()) {
        for (const std::uint32_t s : list->second) {
          most = std::max(most, ++shared[s]);
        }
      }
    }
    related += most >= 4 && 5 * most >= 2 * matter.size() ? 1 : 0;
  }
  return related;
}

struct Shared {
  std::size_t quotations = 0;
  std::size_t numbers = 0;
  std::size_t names = 0;
  double part = 0;  // of the substance of the report with less of it
};

std::uint32_t shingle_at(const std::vector<std::uint32_t>& words, std::size_t at) {
  return combine(combine(combine(words[at], words[at + 1]), words[at + 2]), words[at + 3]);
}

std::size_t in_both(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  std::vector<std::uint32_t> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return both.size();
}

// A quotation is shared if half of its shingles stand anywhere in the other text: it may be quoted in parts.
Shared shared_substance(const Prepared& a, const Prepared& b) {
  const Substance mine = substance_of(a.text, a.words);
  const Substance theirs = substance_of(b.text, b.words);
  std::unordered_set<std::uint32_t> shingles;
  for (std::size_t i = 0; i + 4 <= b.words.hash.size(); ++i) {
    shingles.insert(shingle_at(b.words.hash, i));
  }
  Shared out;
  for (const Substance::Quotation& quotation : mine.quotations) {
    std::size_t all = 0;
    std::size_t found = 0;
    for (std::size_t i = quotation.first; i + 4 <= quotation.last; ++i) {
      ++all;
      found += shingles.contains(shingle_at(a.words.hash, i)) ? 1 : 0;
    }
    out.quotations += 2 * found >= all ? 1 : 0;
  }
  out.numbers = in_both(mine.numbers, theirs.numbers);
  out.names = in_both(mine.names, theirs.names);
  const auto size = [](const Substance& s) { return s.quotations.size() + s.numbers.size() + s.names.size(); };
  const std::size_t least = std::min(size(mine), size(theirs));
  // Words quoted here may stand there without quotation marks: then more is shared than the lesser one counts.
  const auto shared = static_cast<double>(out.quotations + out.numbers + out.names);
  out.part = least > 0 ? std::min(1.0, shared / static_cast<double>(least)) : 0;
  return out;
}

std::optional<Judged> by_source(const Claimed& mine, const Other& other) {
  // A source that both name, or of which one names the outlet of the other.
  std::string relation;
  const NamedSource* source = nullptr;
  for (const NamedSource& named : mine.named) {
    if (named.key == other.outlet) {
      relation = fmt::format("names {} as its source, which published {}", named.name, other.id);
    } else if (std::find(other.named.begin(), other.named.end(), named.key) != other.named.end()) {
      relation = fmt::format("names {} as its source, as {} does", named.name, other.id);
    } else {
      continue;
    }
    source = &named;
    break;
  }
  const bool named_by_other = source == nullptr && mine.own != 0 &&
                              std::find(other.named.begin(), other.named.end(), mine.own) != other.named.end();
  if (named_by_other) {
    relation = fmt::format("its outlet is named by {} as the source", other.id);
  }
  if (relation.empty() || days_apart(mine, other) > kNearDays || !mine.day != !other.day) {
    return std::nullopt;
  }
  const Shared shared = shared_substance(mine.text, other.text);
  const bool substance = (shared.quotations >= 2 && shared.names + shared.numbers >= 4) ||
                         (shared.quotations >= 1 && shared.numbers >= 1 && shared.names >= 5) ||
                         (shared.numbers >= 3 && shared.names >= 6);
  const std::size_t related = related_sentences(mine.text, other.text);
  if (!substance || shared.part < kGoodPart || related < 3) {
    return std::nullopt;
  }
  Judged out;
  out.kind = OriginKind::source;
  out.share = shared.part;
  out.reason = fmt::format("{}, and shares {}, {} and {} in {}", relation, count(shared.quotations, "quotation"),
                           count(shared.numbers, "number"), count(shared.names, "name"), count(related, "sentence"));
  return out;
}

}  // namespace

std::optional<Judged> judge(const Claimed& mine, const Other& other) {
  if (std::optional<Judged> judged = by_text(mine, other)) {
    return judged;
  }
  return by_source(mine, other);
}

}  // namespace detente::linking
