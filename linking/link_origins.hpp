// The origins of the reports of one run of linking.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "detente/linking/origins.hpp"
#include "detente/record/record.hpp"

namespace detente::linking {

class OriginLinker {
 public:
  explicit OriginLinker(record::Record& record);

  // Signs the reports of these readings, and restores the old reports that share something with one of them.
  Result<void> prepare(std::int64_t first, std::int64_t last, unsigned threads, const record::Progress& progress);

  // Adds the reports of these readings to `rows`. Returns how many share the origin of another.
  Result<std::int64_t> link(std::int64_t first, std::int64_t last, record::LinkRows& rows);

 private:
  struct Fresh {
    std::int64_t reading = 0;
    std::string id;
    std::string outlet;
    std::string original_source;
    std::optional<std::int64_t> day;
    OriginSignature signature;
  };

  Result<std::string> text_of(std::string_view id);
  Result<void> sign(std::int64_t first, std::int64_t last, unsigned threads);
  Result<void> find_old(const std::vector<std::int64_t>& blocks, std::vector<std::int64_t>& readings);
  Result<void> restore(const std::vector<std::int64_t>& readings);
  Result<void> move(const OriginMatch& match, record::LinkRows& rows);

  record::Record& record_;
  OriginIndex index_;
  std::deque<Fresh> fresh_;                                 // by reading; what was linked is taken from the front
  std::unordered_map<std::string, std::string> origin_of_;  // of the reports in the index
  std::map<std::string, std::string, std::less<>> texts_;   // of the batch in hand
};

}  // namespace detente::linking
