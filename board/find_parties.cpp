#include "detente/board/board.hpp"

namespace detente::board {

using record::Record;

Result<std::vector<PartyKey>> find_parties(Record& record, const std::string& words) {
  const auto rows = record.query(
      "WITH named AS (SELECT name, code, CASE WHEN lower(name) = lower($1) THEN 0 WHEN code = upper($1) AND sector = "
      "'' THEN 1 WHEN code = upper($1) THEN 3 "
      "WHEN contains(lower(name), lower($1)) THEN 4 END AS rank, 1 AS weight FROM seen_parties "
      "UNION ALL SELECT p.name, p.code, 2, 1 FROM seen_mentions m JOIN seen_parties p ON p.reading = m.reading AND p.n "
      "= m.party WHERE lower(m.words) = lower($1)) "
      "SELECT name, code, min(rank), sum(weight) FROM named WHERE rank IS NOT NULL GROUP BY name, code ORDER BY 3, 4 "
      "DESC, name",
      {words});
  if (!rows) {
    return rows.error();
  }
  std::vector<PartyKey> out;
  for (std::size_t i = 0; i < rows->rows.size(); ++i) {
    out.push_back({rows->text(i, 0), rows->text(i, 1)});
  }
  return out;
}

}  // namespace detente::board
