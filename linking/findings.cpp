#include "detente/linking/findings.hpp"

#include <algorithm>

namespace detente::linking {

namespace {

struct Scored {
  std::int64_t claim = 0;
  int finding = 0;
  Likeness likeness;
};

// More than any likeness of two reports.
constexpr double kReread = 100;
// So much likeness shows what an older claim is to a new one, if others put both into one finding.
constexpr double kHalf = 0.5;

struct Support {
  int compared = 0;
  int like = 0;
};

}  // namespace

void FindingIndex::keep(std::int64_t claim, int finding, Traits traits) {
  for (const std::int64_t block : blocks_of(traits)) {
    std::vector<std::int64_t>& members = blocks_[block];
    members.insert(std::upper_bound(members.begin(), members.end(), claim), claim);
  }
  claims_.insert_or_assign(claim, Kept{finding, std::move(traits)});
}

void FindingIndex::restore(std::int64_t claim, int finding, Traits traits) {
  if (!claims_.contains(claim)) {
    keep(claim, finding, std::move(traits));
  }
}

const Traits* FindingIndex::traits(std::int64_t claim) const {
  const auto at = claims_.find(claim);
  return at == claims_.end() ? nullptr : &at->second.traits;
}

Placement FindingIndex::add(Traits traits) {
  std::vector<std::int64_t> candidates;
  for (const std::int64_t block : blocks_around(traits)) {
    const auto at = blocks_.find(block);
    if (at == blocks_.end()) {
      continue;
    }
    const std::size_t size = at->second.size();
    const std::size_t first = size > kBlockMembers ? size - kBlockMembers : 0;
    candidates.insert(candidates.end(), at->second.begin() + static_cast<std::ptrdiff_t>(first), at->second.end());
  }
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());

  std::vector<Scored> like;
  std::vector<Scored> before;
  std::map<int, Support> support;
  for (const std::int64_t candidate : candidates) {
    const Kept& kept = claims_.at(candidate);
    if (kept.finding == 0) {
      continue;
    }
    if (kept.traits.report == traits.report && kept.traits.reading != traits.reading) {
      if (is_reread(kept.traits, traits)) {
        like.push_back(
            {candidate, kept.finding, {kReread, Relation::same, "the same words, as they were read before"}});
        ++support[kept.finding].like;
      }
      continue;
    }
    Support& of_finding = support[kept.finding];
    ++of_finding.compared;
    auto likeness = compare(kept.traits, traits);
    if (likeness && likeness->score >= 1) {
      ++of_finding.like;
      like.push_back({candidate, kept.finding, std::move(*likeness)});
    } else if (likeness && likeness->score >= kHalf && likeness->relation == Relation::update) {
      before.push_back({candidate, kept.finding, std::move(*likeness)});
    }
  }
  // The most like first; of equals the older one.
  std::stable_sort(like.begin(), like.end(),
                   [](const Scored& a, const Scored& b) { return a.likeness.score > b.likeness.score; });

  Placement out;
  out.claim = options_.next_claim++;
  for (const Scored& one : like) {
    const Support& of_finding = support[one.finding];
    constexpr int kPart = 3;
    if (kPart * of_finding.like < of_finding.compared) {
      continue;
    }
    out.finding = one.finding;
    out.reason = one.likeness.reason;
    break;
  }
  if (out.finding == 0) {
    out.finding = options_.next_finding++;
    out.is_new = true;
  }
  // Every contradiction counts; of the rest a few are enough to say why.
  std::size_t others = 0;
  for (Scored& one : like) {
    const bool is_reread = one.likeness.score >= kReread;
    if (one.finding != out.finding || out.is_new || is_reread || out.links.size() >= 2 * kLinks) {
      continue;
    }
    if (one.likeness.relation == Relation::contradicts || others++ < kLinks) {
      const bool is_newer = claims_.at(one.claim).traits.day > traits.day;
      out.links.push_back({one.claim, one.likeness.relation, std::move(one.likeness.reason), is_newer});
    }
  }
  for (Scored& one : before) {
    if (one.finding == out.finding && !out.is_new && out.links.size() < 2 * kLinks) {
      const bool is_newer = claims_.at(one.claim).traits.day > traits.day;
      out.links.push_back({one.claim, one.likeness.relation, std::move(one.likeness.reason), is_newer});
    }
  }
  keep(out.claim, out.finding, std::move(traits));
  return out;
}

}  // namespace detente::linking
