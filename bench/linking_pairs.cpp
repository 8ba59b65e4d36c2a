// What speaks for each pair of acts or counts of two reports that linking compares: the matter from which
// tools/fit_linking fits.
//
//   bench_linking_pairs RECORD
//
// One JSON object a line: "a" and "b" ("REPORT:e3"), "evidence" by name, "odds" as they are now.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <unordered_map>

#include "../linking/evidence.hpp"
#include "../linking/load.hpp"

namespace {

using namespace detente;           // NOLINT(google-build-using-namespace)
using namespace detente::linking;  // NOLINT(google-build-using-namespace)

int run(const char* path) {
  auto record = record::Record::open(path, record::Access::read);
  if (!record) {
    std::fprintf(stderr, "%s\n", record.error().to_string().c_str());
    return 2;
  }
  const auto last = record->query_tables("SELECT coalesce(max(id), 0) FROM readings");
  if (!last) {
    return 2;
  }
  const auto claims = load_claims(*record, 1, last->integer(0, 0));
  if (!claims) {
    return 2;
  }
  std::vector<Traits> traits;
  std::unordered_map<std::int64_t, std::vector<std::size_t>> blocks;
  for (const Claim& claim : *claims) {
    Traits t = traits_of(claim);
    std::vector<std::size_t> others;
    for (const std::int64_t block : blocks_around(t)) {
      if (const auto at = blocks.find(block); at != blocks.end()) {
        const std::size_t size = at->second.size();
        const std::size_t first = size > 48 ? size - 48 : 0;
        others.insert(others.end(), at->second.begin() + static_cast<std::ptrdiff_t>(first), at->second.end());
      }
    }
    std::sort(others.begin(), others.end());
    others.erase(std::unique(others.begin(), others.end()), others.end());
    for (const std::size_t i : others) {
      const Traits& other = traits[i];
      if (t.kind != other.kind || t.report == other.report) {
        continue;
      }
      const Traits& older = t.day < other.day ? t : other;
      const Traits& newer = t.day < other.day ? other : t;
      const auto print = [&](char kind, const auto& list, auto sign) {
        std::string signs;
        for (std::size_t k = 0; k < list.size(); ++k) {
          signs += fmt::format("{}\"{}\":{:.4g}", k == 0 ? "" : ",", name_of(static_cast<decltype(sign)>(k)), list[k]);
        }
        std::printf("{\"a\":\"%s:%c%d\",\"b\":\"%s:%c%d\",\"odds\":%.4g,\"evidence\":{%s}}\n",
                    (*claims)[i].report.c_str(), kind, other.n, claim.report.c_str(), kind, t.n, odds_of(list),
                    signs.c_str());
      };
      if (t.kind == ClaimKind::event) {
        if (const auto evidence = evidence_of_events(older, newer)) {
          print('e', evidence->list, Evidence{});
        }
      } else if (t.kind == ClaimKind::figure) {
        if (const auto evidence = evidence_of_figures(older, newer)) {
          print('f', evidence->list, FigureSign{});
        }
      }
    }
    for (const std::int64_t block : blocks_of(t)) {
      blocks[block].push_back(traits.size());
    }
    traits.push_back(std::move(t));
  }
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "bench_linking_pairs RECORD\n");
    return 2;
  }
  return run(arguments[1]);
}
