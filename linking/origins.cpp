#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>
#include <utility>

#include "align.hpp"
#include "detente/linking/origins.hpp"
#include "hash_table.hpp"
#include "judge.hpp"
#include "sources.hpp"

namespace detente::linking {
namespace {

constexpr std::int32_t kNoDay = std::numeric_limits<std::int32_t>::min();
constexpr std::uint32_t kNone = 0xffffffffU;
// A sentence under reports of so many origins of one outlet is boilerplate.
constexpr std::uint32_t kBoilerplate = 3;
// Candidates that are laid beside a report, the most promising first.
constexpr std::size_t kMostAligned = 8;
constexpr std::size_t kMostBySource = 4;
// What is shared must be rare: as much as one thing that only these two reports have.
constexpr double kLeastRare = 1;
constexpr std::size_t kKeptTexts = 64;

// Under how many origins of an outlet a sentence was seen: the last of them, and how often it changed.
struct Seen {
  std::uint32_t group = 0;
  std::uint32_t changes = 0;
};

struct Candidate {
  std::uint32_t report = 0;
  std::uint32_t shingles = 0;
  std::uint32_t bands = 0;
  std::uint32_t substance = 0;
  double rare = 0;  // the sum, over all that is shared, of one part of the origins that have it
};

std::int32_t short_day(std::optional<std::int64_t> day) {
  return day && std::abs(*day) < std::numeric_limits<std::int32_t>::max() ? static_cast<std::int32_t>(*day) : kNoDay;
}

}  // namespace

struct OriginIndex::State {
  explicit State(TextOf texts) : text_of(std::move(texts)) {}

  TextOf text_of;
  std::unordered_map<std::string, std::uint32_t> by_id;
  std::vector<const std::string*> id;      // of each report, in the order in which they were added
  std::vector<std::uint32_t> group;        // the first report of its origin
  std::vector<std::uint32_t> next;         // the next report of its origin, or kNone
  std::vector<std::uint32_t> last;         // of a first report: the last of its origin
  std::vector<std::int32_t> day;           // or kNoDay
  std::vector<std::uint32_t> outlet;       // outlet_key
  std::vector<std::uint32_t> sketch;       // how many shingles the sketch holds
  std::vector<std::uint32_t> named_begin;  // in `named`; one more than there are reports
  std::vector<std::uint32_t> named;
  std::vector<std::uint32_t> label;  // of a first report: the one whose id names the origin
  std::vector<bool> fixed;           // of a first report: the origin was changed by hand
  // Origins that were named before the report that names them was restored: the first report under each.
  std::unordered_map<std::string, std::uint32_t> awaited;
  Postings bands{kCommon};
  Postings shingles{kCommon};
  Postings substance{kCommon};
  HashTable<Seen> sentences;
  // Texts that were aligned of late, the latest at the end.
  std::vector<std::pair<std::uint32_t, std::shared_ptr<Prepared>>> kept;

  std::span<const std::uint32_t> named_of(std::uint32_t report) const {
    return std::span(named).subspan(named_begin[report], named_begin[report + 1] - named_begin[report]);
  }

  std::uint32_t put(std::string_view name, const KnownReport& report, const OriginSignature& signature) {
    const auto index = static_cast<std::uint32_t>(id.size());
    id.push_back(&by_id.emplace(std::string(name), index).first->first);
    group.push_back(index);
    next.push_back(kNone);
    last.push_back(index);
    day.push_back(short_day(report.day));
    outlet.push_back(outlet_key(report.outlet));
    sketch.push_back(static_cast<std::uint32_t>(signature.shingles.size()));
    if (named_begin.empty()) {
      named_begin.push_back(0);
    }
    named.insert(named.end(), signature.named.begin(), signature.named.end());
    named_begin.push_back(static_cast<std::uint32_t>(named.size()));
    label.push_back(index);
    fixed.push_back(report.fixed);
    return index;
  }

  const std::string& origin_of(std::uint32_t report) const { return *id[label[group[report]]]; }

  // Puts all of the group of `from` under the first report `to`.
  void join(std::uint32_t from, std::uint32_t to) {
    for (std::uint32_t i = from; i != kNone; i = next[i]) {
      group[i] = to;
    }
    next[last[to]] = from;
    last[to] = last[from];
    fixed[to] = fixed[to] || fixed[from];
  }

  // Lets later reports find this one.
  void post(std::uint32_t report, const OriginSignature& signature) {
    const auto group_of = [this](std::uint32_t i) { return group[i]; };
    for (const std::uint32_t key : signature.bands) {
      bands.add(key, report, group_of);
    }
    for (const std::uint32_t key : signature.shingles) {
      shingles.add(key, report, group_of);
    }
    for (const std::uint32_t key : signature.substance) {
      substance.add(key, report, group_of);
    }
    for (const std::uint32_t sentence : signature.sentences) {
      bool fresh = false;
      Seen& seen = sentences.at(combine(outlet[report], sentence), fresh);
      if (fresh || group[seen.group] != group[report]) {
        seen.group = report;
        ++seen.changes;
      }
    }
  }

  std::vector<Candidate> candidates(const OriginSignature& signature) {
    std::unordered_map<std::uint32_t, Candidate> found;
    const auto count = [&](std::uint32_t report, std::uint32_t origins, std::uint32_t Candidate::*what) {
      Candidate& candidate = found[report];
      ++(candidate.*what);
      candidate.rare += 1.0 / origins;
    };
    for (const std::uint32_t key : signature.bands) {
      bands.each(key, [&](std::uint32_t report, std::uint32_t origins) { count(report, origins, &Candidate::bands); });
    }
    for (const std::uint32_t key : signature.shingles) {
      shingles.each(key,
                    [&](std::uint32_t report, std::uint32_t origins) { count(report, origins, &Candidate::shingles); });
    }
    for (const std::uint32_t key : signature.substance) {
      substance.each(
          key, [&](std::uint32_t report, std::uint32_t origins) { count(report, origins, &Candidate::substance); });
    }
    std::vector<Candidate> by_text;
    std::vector<Candidate> by_source;
    for (auto& [report, candidate] : found) {
      candidate.report = report;
      const std::size_t least = std::min<std::size_t>(sketch[report], signature.shingles.size());
      const std::size_t needed = least <= 12 ? 2 : std::max<std::size_t>(3, least / 12);
      if (candidate.rare >= kLeastRare && (candidate.bands > 0 || candidate.shingles >= needed)) {
        by_text.push_back(candidate);
      } else if (candidate.rare >= kLeastRare && candidate.substance >= 2) {
        by_source.push_back(candidate);
      }
    }
    const auto keep = [](std::vector<Candidate>& list, std::size_t most) {
      std::sort(list.begin(), list.end(), [](const Candidate& a, const Candidate& b) {
        return a.rare != b.rare ? a.rare > b.rare : a.report < b.report;
      });
      list.resize(std::min(list.size(), most));
    };
    keep(by_text, kMostAligned);
    keep(by_source, kMostBySource);
    by_text.insert(by_text.end(), by_source.begin(), by_source.end());
    return by_text;
  }

  void mark(Prepared& text, std::uint32_t outlet_of_text) {
    for (std::size_t i = 0; i < text.counts.size(); ++i) {
      const Seen* seen = sentences.find(combine(outlet_of_text, text.sentence_hash[i]));
      text.counts[i] = text.prose[i] && (seen == nullptr || seen->changes < kBoilerplate);
    }
  }

  Result<std::shared_ptr<Prepared>> text(std::uint32_t report) {
    const auto at = std::find_if(kept.begin(), kept.end(), [&](const auto& k) { return k.first == report; });
    if (at != kept.end()) {
      std::rotate(at, at + 1, kept.end());
    } else {
      Result<std::string> read = text_of(*id[report]);
      if (!read) {
        return read.error();
      }
      if (kept.size() >= kKeptTexts) {
        kept.erase(kept.begin());
      }
      kept.emplace_back(report, std::make_shared<Prepared>(prepare(std::move(*read))));
    }
    mark(*kept.back().second, outlet[report]);
    return kept.back().second;
  }
};

OriginIndex::OriginIndex(TextOf text_of) : state_(std::make_unique<State>(std::move(text_of))) {}
OriginIndex::OriginIndex(OriginIndex&&) noexcept = default;
OriginIndex& OriginIndex::operator=(OriginIndex&&) noexcept = default;
OriginIndex::~OriginIndex() = default;

Result<void> OriginIndex::restore(const KnownReport& report, const OriginSignature& signature) {
  State& state = *state_;
  if (state.by_id.contains(std::string(report.id))) {
    return Error{ErrorCode::bad_value, "the report was added before", std::string(report.id)};
  }
  const std::uint32_t index = state.put(report.id, report, signature);
  // An origin may carry the name of a report that was added later: a correction can take the first one out.
  if (const auto under = state.awaited.find(std::string(report.id)); under != state.awaited.end()) {
    const std::uint32_t first = state.group[under->second];
    state.join(index, first);
    state.label[first] = index;
    state.awaited.erase(under);
  } else if (report.origin != report.id) {
    const auto found = state.by_id.find(std::string(report.origin));
    if (found != state.by_id.end()) {
      state.join(index, state.group[found->second]);
    } else if (const auto [first, fresh] = state.awaited.emplace(report.origin, index); !fresh) {
      state.join(index, state.group[first->second]);
    }
  }
  state.post(index, signature);
  return {};
}

Result<OriginMatch> OriginIndex::add(const OriginReport& report, const OriginSignature& signature) {
  State& state = *state_;
  if (state.by_id.contains(std::string(report.id))) {
    return Error{ErrorCode::bad_value, "the report was added before", std::string(report.id)};
  }
  const std::vector<Candidate> candidates = state.candidates(signature);
  Claimed mine;
  std::vector<std::pair<std::uint32_t, Judged>> accepted;
  if (!candidates.empty()) {
    mine.own = outlet_key(report.outlet);
    mine.day = report.day;
    mine.text = prepare(std::string(report.text));
    mine.named = named_sources(mine.text.text, mine.text.words, report.original_source, mine.own);
    state.mark(mine.text, mine.own);
  }
  for (const Candidate& candidate : candidates) {
    Result<std::shared_ptr<Prepared>> text = state.text(candidate.report);
    if (!text) {
      return text.error();
    }
    const std::int32_t day = state.day[candidate.report];
    const Other other{.id = *state.id[candidate.report],
                      .text = **text,
                      .outlet = state.outlet[candidate.report],
                      .named = state.named_of(candidate.report),
                      .day = day == kNoDay ? std::nullopt : std::optional<std::int64_t>(day)};
    if (std::optional<Judged> judged = judge(mine, other)) {
      accepted.emplace_back(candidate.report, std::move(*judged));
    }
  }
  const KnownReport known{.id = report.id, .origin = report.id, .day = report.day, .outlet = report.outlet};
  const std::uint32_t index = state.put(report.id, known, signature);
  OriginMatch match;
  match.origin = std::string(report.id);
  if (!accepted.empty()) {
    // The first of the best: candidates of equal share are in the order of their promise.
    const auto best = std::max_element(accepted.begin(), accepted.end(), [](const auto& a, const auto& b) {
      return std::pair(a.second.kind != OriginKind::source, a.second.share) <
             std::pair(b.second.kind != OriginKind::source, b.second.share);
    });
    std::uint32_t to = state.group[best->first];
    state.join(index, to);
    match.kind = best->second.kind;
    match.like = *state.id[best->first];
    match.share = best->second.share;
    match.reason = best->second.reason;
    for (const auto& [other, judged] : accepted) {
      std::uint32_t from = state.group[other];
      to = state.group[index];
      if (from == to || !best->second.both_ways || !judged.both_ways || state.fixed[from] || state.fixed[to]) {
        continue;
      }
      if (from < to) {
        std::swap(from, to);
      }
      for (std::uint32_t i = from; i != kNone; i = state.next[i]) {
        if (i != index) {
          match.moved.push_back(*state.id[i]);
        }
      }
      match.moved_reason =
          fmt::format("{} shares most of its text with both {} and {}", report.id, match.like, *state.id[other]);
      state.join(from, to);
    }
    match.origin = state.origin_of(index);
  }
  state.post(index, signature);
  return match;
}

std::string_view OriginIndex::origin_of(std::string_view id) const {
  const auto found = state_->by_id.find(std::string(id));
  return found == state_->by_id.end() ? std::string_view() : std::string_view(state_->origin_of(found->second));
}

std::vector<std::string_view> OriginIndex::members(std::string_view origin) const {
  std::vector<std::string_view> out;
  const auto found = state_->by_id.find(std::string(origin));
  if (found != state_->by_id.end() && state_->origin_of(found->second) == origin) {
    for (std::uint32_t i = state_->group[found->second]; i != kNone; i = state_->next[i]) {
      out.push_back(*state_->id[i]);
    }
  }
  return out;
}

std::size_t OriginIndex::size() const { return state_->id.size(); }

std::size_t OriginIndex::memory() const {
  const State& s = *state_;
  std::size_t bytes = s.bands.memory() + s.shingles.memory() + s.substance.memory() + s.sentences.memory();
  for (const auto* list : {&s.group, &s.next, &s.last, &s.label, &s.outlet, &s.sketch, &s.named_begin, &s.named}) {
    bytes += list->capacity() * sizeof(std::uint32_t);
  }
  bytes += s.day.capacity() * sizeof(std::int32_t) + s.id.capacity() * sizeof(void*) + s.fixed.capacity() / 8;
  return bytes + s.id.size() * (sizeof(std::string) + sizeof(void*) * 4);
}

}  // namespace detente::linking
