// What linking adds to a record: which reports share a source, which claims are about the same thing, and why. Form 2.
//
// A claim is an event, a figure or an instrument as one report asserts it: row `n` of reading `reading`. Every row is
// appended; of several rows with one key the last (the highest `seq`, which the record gives) holds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace detente::record {

enum class ClaimKind : std::uint8_t { event, figure, instrument };
enum class Relation : std::uint8_t { same, update, contradicts };
enum class CorrectionKind : std::uint8_t { join_origins, split_origin, join_findings, split_finding, review, undo };

std::string_view name(ClaimKind kind);
std::string_view name(Relation relation);
std::string_view name(CorrectionKind kind);
// The reverse of name(); nothing if the word is not of the vocabulary.
std::optional<ClaimKind> claim_kind(std::string_view word);
std::optional<Relation> relation(std::string_view word);
std::optional<CorrectionKind> correction_kind(std::string_view word);

// Key: report. A report without a row is its own origin.
struct OriginRow {
  std::string report;
  std::string origin;       // id of the first report of the group
  std::string reason;       // in words; empty if it stands alone
  std::string like_report;  // the report it was matched with; may be empty
  double share = 0;         // of the words that both have, 0 to 1
};

struct FindingRow {
  int id = 0;  // from 1
  ClaimKind kind = ClaimKind::event;
};

// Key: kind, reading, n.
struct FindingClaimRow {
  int finding = 0;  // 0: taken out by hand
  ClaimKind kind = ClaimKind::event;
  int reading = 0;
  int n = 0;           // from 1
  std::string reason;  // why it is in the finding; empty for the first claim of one
  bool again = false;  // the claim has a row already, which this one replaces
};

// Why two claims are in one finding. `b` is the newer claim.
struct FindingLinkRow {
  int finding = 0;
  ClaimKind kind = ClaimKind::event;
  int a_reading = 0;
  int a_n = 0;
  int b_reading = 0;
  int b_n = 0;
  Relation relation = Relation::same;
  std::string reason;
};

// What linking keeps of a claim to compare it with later ones without reading its report again.
struct ClaimTraitsRow {
  std::int64_t claim = 0;  // from 1, in the order of linking
  ClaimKind kind = ClaimKind::event;
  int reading = 0;
  int n = 0;
  std::string traits;  // bytes, as linking makes them
};

// Claims that share a block are compared.
struct ClaimBlockRow {
  std::int64_t block = 0;
  std::int64_t claim = 0;
};

struct ReportSignatureRow {
  std::string report;
  int reading = 0;        // its first
  std::string signature;  // bytes, as linking makes them
};

// Reports that share a block are compared.
struct ReportBlockRow {
  std::int32_t block = 0;
  int reading = 0;  // the first of the report
};

struct LinkRows {
  std::vector<OriginRow> origins;
  std::vector<FindingRow> findings;
  std::vector<FindingClaimRow> claims;
  std::vector<FindingLinkRow> links;
  std::vector<int> linked_readings;  // whose claims have been linked
  std::vector<ReportSignatureRow> signatures;
  std::vector<ReportBlockRow> report_blocks;
  std::vector<ClaimTraitsRow> traits;
  std::vector<ClaimBlockRow> blocks;

  bool empty() const;
};

// What a person says about the links.
struct Correction {
  std::string made_at;  // ISO 8601 in UTC
  CorrectionKind kind = CorrectionKind::review;
  // join_origins: a report id; split_origin: a report id; join_findings: a finding's number or a claim; split_finding
  // and review: a claim, "REPORTID:e3", of the last reading, or for a review alone a statement, "REPORTID:s3", or a
  // pair of linked claims, "REPORTID:e3+REPORTID:e5"; undo: empty.
  std::string subject;
  std::string object;  // join_origins: a report id; join_findings: a finding or claim; review: right, wrong or unsure
  std::string note;    // may be empty
  std::optional<int> undoes;  // undo: the id of a correction
};

}  // namespace detente::record
