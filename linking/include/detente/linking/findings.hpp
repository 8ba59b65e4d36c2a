// Which claims are about the same thing? Claims of any reports go in one by one; each comes out with its finding.
//
//   FindingIndex index({});
//   for (const Claim& claim : claims) {                       // in the order of the record
//     Placement p = index.add(traits_of(claim));
//     // p.finding 12, p.is_new false, p.reason "same act (ASSAULT) by Israel on Hezbollah, 2024-10-08, ..."
//     // p.links: the pairs that say why, each same, update or contradicts
//   }
//
// A claim is compared with those alone that share a block with it (party, act, place, word or number, in a span of
// time), and of a block with no more than the last kBlockMembers. So the cost of adding one does not grow with the
// number of claims. It joins the finding of the claim that it is most like, if that is like enough and if most of the
// finding's claims that it was compared with do not speak against it; else it begins a finding. Two findings are never
// put together by themselves.
//
// A process that has not seen the old claims restores those that share a block with the new ones; add() then gives what
// it would have given if all had been restored.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "detente/linking/claims.hpp"

namespace detente::linking {

struct FindingOptions {
  int next_finding = 1;
  std::int64_t next_claim = 1;
};

struct Link {
  std::int64_t other = 0;  // a claim that was there before
  Relation relation = Relation::same;
  std::string reason;
  bool other_is_newer = false;  // its report is of a later day, although it was linked before
};

struct Placement {
  std::int64_t claim = 0;  // its number, counted up
  int finding = 0;
  bool is_new = false;      // the finding
  std::string reason;       // empty if it is new
  std::vector<Link> links;  // the strongest first
};

class FindingIndex {
 public:
  static constexpr std::size_t kBlockMembers = 48;
  static constexpr std::size_t kLinks = 5;

  explicit FindingIndex(FindingOptions options) : options_(options) {}

  // A claim that was placed before. Finding 0: it was taken out by hand and draws no other.
  void restore(std::int64_t claim, int finding, Traits traits);
  bool holds(std::int64_t claim) const { return claims_.contains(claim); }
  Placement add(Traits traits);

  const Traits* traits(std::int64_t claim) const;
  std::size_t size() const { return claims_.size(); }
  int next_finding() const { return options_.next_finding; }

 private:
  struct Kept {
    int finding = 0;
    Traits traits;
  };

  void keep(std::int64_t claim, int finding, Traits traits);

  FindingOptions options_;
  std::unordered_map<std::int64_t, Kept> claims_;
  std::unordered_map<std::int64_t, std::vector<std::int64_t>> blocks_;  // claims of each in order
};

}  // namespace detente::linking
