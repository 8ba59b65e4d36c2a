#include "detente/linking/link.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "detente/linking/findings.hpp"
#include "link_origins.hpp"
#include "load.hpp"

namespace detente::linking {

namespace {

using record::LinkRows;
using record::Record;

// Parts [first, last) of `blocks`, in order, between which no block of any time is wanted. Acts, counts and what is
// standing number their spans of time each in their own way, and what lies between is not to be looked through.
std::vector<std::pair<std::size_t, std::size_t>> runs_of(const std::vector<std::int64_t>& blocks) {
  constexpr std::size_t kMost = 4;
  constexpr std::int64_t kNear = 16;  // spans of time
  const auto span = [&](std::size_t i) { return blocks[i] >> 32; };
  std::vector<std::pair<std::int64_t, std::size_t>> gaps;  // how wide, before which
  for (std::size_t i = 1; i < blocks.size(); ++i) {
    if (span(i) - span(i - 1) > kNear) {
      gaps.emplace_back(span(i) - span(i - 1), i);
    }
  }
  std::sort(gaps.begin(), gaps.end(), std::greater<>());
  gaps.resize(std::min(gaps.size(), kMost - 1));
  std::sort(gaps.begin(), gaps.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  std::vector<std::pair<std::size_t, std::size_t>> out;
  std::size_t first = 0;
  for (const auto& [width, before] : gaps) {
    out.emplace_back(first, before);
    first = before;
  }
  out.emplace_back(first, blocks.size());
  return out;
}

class Linker {
 public:
  Linker(Record& record, const LinkOptions& options) : record_(record), options_(options), origins_(record) {}

  Result<Linked> run(const record::Progress& progress) {
    const auto state = record_.query_tables(
        "SELECT (SELECT coalesce(max(reading), 0) FROM linked_readings), (SELECT coalesce(max(id), 0) FROM readings), "
        "(SELECT coalesce(max(id), 0) FROM findings), (SELECT coalesce(max(claim), 0) FROM claim_traits)");
    if (!state) {
      return state.error();
    }
    const std::int64_t before = state->integer(0, 0);
    const std::int64_t last = state->integer(0, 1);
    next_finding_ = static_cast<int>(state->integer(0, 2)) + 1;
    next_claim_ = state->integer(0, 3) + 1;
    if (before >= last) {
      return linked_;
    }
    if (auto ready = origins_.prepare(before + 1, last, options_.threads, progress); !ready) {
      return ready.error();
    }
    const std::int64_t step = std::max(1, options_.readings_at_once);
    for (std::int64_t first = before + 1; first <= last; first += step) {
      if (progress && !progress(first - 1 - before, last - before)) {
        return Error{ErrorCode::cancelled, "stopped before every report was linked; the next run goes on there", ""};
      }
      if (auto done = batch(first, std::min(last, first + step - 1)); !done) {
        return done.error();
      }
    }
    if (progress) {
      progress(last - before, last - before);
    }
    return linked_;
  }

 private:
  // Everything of these readings, in one transaction.
  Result<void> batch(std::int64_t first, std::int64_t last) {
    auto claims = load_claims(record_, first, last);
    if (!claims) {
      return claims.error();
    }
    std::vector<Traits> traits;
    traits.reserve(claims->size());
    for (const Claim& claim : *claims) {
      traits.push_back(traits_of(claim));
    }
    FindingIndex index({next_finding_, next_claim_});
    if (auto done = restore(index, traits); !done) {
      return done;
    }
    LinkRows rows;
    const auto shared = origins_.link(first, last, rows);
    if (!shared) {
      return shared.error();
    }
    for (Traits& t : traits) {
      place(index, std::move(t), rows);
    }
    for (std::int64_t reading = first; reading <= last; ++reading) {
      rows.linked_readings.push_back(static_cast<int>(reading));
    }
    if (auto done = record_.append_links(rows); !done) {
      return done;
    }
    next_finding_ = index.next_finding();
    next_claim_ += static_cast<std::int64_t>(traits.size());
    linked_.same_origin += *shared;
    linked_.readings += last - first + 1;
    linked_.claims += static_cast<std::int64_t>(traits.size());
    linked_.findings += static_cast<std::int64_t>(rows.findings.size());
    linked_.joined += static_cast<std::int64_t>(traits.size() - rows.findings.size());
    linked_.links += static_cast<std::int64_t>(rows.links.size());
    for (const record::FindingLinkRow& link : rows.links) {
      linked_.updates += link.relation == Relation::update ? 1 : 0;
      linked_.contradictions += link.relation == Relation::contradicts ? 1 : 0;
    }
    return {};
  }

  static void place(FindingIndex& index, Traits traits, LinkRows& rows) {
    const ClaimKind kind = traits.kind;
    const int reading = traits.reading;
    const int n = traits.n;
    std::string bytes = to_bytes(traits);
    const std::vector<std::int64_t> blocks = blocks_of(traits);
    Placement placed = index.add(std::move(traits));
    if (placed.is_new) {
      rows.findings.push_back({placed.finding, kind});
    }
    rows.claims.push_back({placed.finding, kind, reading, n, std::move(placed.reason), false});
    for (Link& link : placed.links) {
      const Traits* const other = index.traits(link.other);
      record::FindingLinkRow row{placed.finding, kind, other->reading, other->n,
                                 reading,        n,    link.relation,  std::move(link.reason)};
      if (link.other_is_newer) {
        std::swap(row.a_reading, row.b_reading);
        std::swap(row.a_n, row.b_n);
      }
      rows.links.push_back(std::move(row));
    }
    rows.traits.push_back({placed.claim, kind, reading, n, std::move(bytes)});
    for (const std::int64_t block : blocks) {
      rows.blocks.push_back({block, placed.claim});
    }
  }

  // Old claims that share a block with one of the batch, with the findings in which they now are. Blocks begin with
  // the time, and old claims stand in the order in which they were linked: where reports come in the order of their
  // days, all but the last row groups of the tables are passed over by their smallest and largest values.
  Result<void> restore(FindingIndex& index, const std::vector<Traits>& traits) {
    std::vector<std::int64_t> wanted;
    for (const Traits& t : traits) {
      const std::vector<std::int64_t> around = blocks_around(t);
      wanted.insert(wanted.end(), around.begin(), around.end());
    }
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    if (wanted.empty() || next_claim_ == 1) {
      return {};
    }
    std::vector<record::Value> lists;
    std::string select;
    for (const auto& [first, last] : runs_of(wanted)) {
      std::string list;
      for (std::size_t i = first; i < last; ++i) {
        list += fmt::format("{}{}", i == first ? "" : ",", wanted[i]);
      }
      lists.emplace_back(std::move(list));
      select += fmt::format(
          "{}SELECT claim FROM (SELECT b.claim, row_number() OVER (PARTITION BY b.block ORDER BY b.claim DESC) AS back "
          "FROM claim_blocks b JOIN (SELECT unnest(string_split(?, ','))::BIGINT AS block) w ON w.block = b.block "
          "WHERE b.block BETWEEN {} AND {}) WHERE back <= {}",
          select.empty() ? "" : " UNION ALL ", wanted[first], wanted[last - 1], FindingIndex::kBlockMembers);
    }
    const auto claims =
        record_.query_tables(fmt::format("SELECT DISTINCT claim FROM ({}) ORDER BY claim", select), lists);
    if (!claims) {
      return claims.error();
    }
    if (claims->rows.empty()) {
      return {};
    }
    std::string list;
    for (std::size_t i = 0; i < claims->rows.size(); ++i) {
      list += fmt::format("{}{}", i == 0 ? "" : ",", claims->integer(i, 0));
    }
    // Claims are numbered in the order of their readings, so these stand between the readings of the first and the
    // last.
    const std::int64_t first = claims->integer(0, 0);
    const std::int64_t last = claims->integer(claims->rows.size() - 1, 0);
    const auto readings = record_.query_tables(
        fmt::format("SELECT min(reading), max(reading) FROM claim_traits WHERE claim BETWEEN {} AND {}", first, last));
    if (!readings) {
      return readings.error();
    }
    const auto kept = record_.query_tables(
        fmt::format(
            "WITH w AS (SELECT unnest(string_split(?, ','))::BIGINT AS claim), t AS (SELECT t.* FROM "
            "claim_traits t JOIN w ON w.claim = t.claim WHERE t.claim BETWEEN {} AND {}) SELECT t.claim, "
            "any_value(t.traits), arg_max(f.finding, f.seq) FROM t JOIN finding_claims f ON f.kind = t.kind "
            "AND f.reading = t.reading AND f.n = t.n WHERE f.reading BETWEEN {} AND {} GROUP BY t.claim ORDER BY "
            "t.claim",
            first, last, readings->integer(0, 0), readings->integer(0, 1)),
        {list});
    if (!kept) {
      return kept.error();
    }
    for (std::size_t i = 0; i < kept->rows.size(); ++i) {
      auto old = traits_from_bytes(kept->text(i, 1));
      if (!old) {
        return Error{old.error().code, fmt::format("claim {}: {}", kept->integer(i, 0), old.error().message), ""};
      }
      index.restore(kept->integer(i, 0), static_cast<int>(kept->integer(i, 2)), std::move(*old));
    }
    return {};
  }

  Record& record_;
  const LinkOptions& options_;
  OriginLinker origins_;
  Linked linked_;
  int next_finding_ = 1;
  std::int64_t next_claim_ = 1;
};

}  // namespace

Result<Linked> link_new(Record& record, const LinkOptions& options, const record::Progress& progress) {
  return Linker(record, options).run(progress);
}

}  // namespace detente::linking
