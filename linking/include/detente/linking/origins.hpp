// Which reports share a source? Five copies of one wire story are one origin.
//
//   OriginIndex index(text_of);                                  // text_of("r12ab...") gives a stored report's text
//   OriginReport report{.id = id, .day = 20004, .outlet = "Post", .original_source = "www.cnn.com", .text = text};
//   OriginSignature signature = sign(report);                    // pure: sign many reports on many threads
//   Result<OriginMatch> match = index.add(report, signature);    // in the order in which reports count: day, then id
//   if (!match) { return match.error(); }                        // what text_of failed with; the report is not added
//   match->origin;   // "r12ab...": the first report of the group; the report's own id if it stands alone
//   match->reason;   // "82 % of its sentences stand in r12ab..., which is older"; "" if it stands alone
//   store(signature.to_bytes());                                 // about 600 bytes a report
//
//   // Later, another process: the old texts are not read again, only those of a new report's few candidates.
//   index.restore({.id = id, .origin = origin, .day = day, .outlet = outlet, .fixed = by_hand}, *signature);
//
// How a match is found, in three steps.
//   1. Candidates. Words are lower-cased runs of letters and digits; a shingle is four words in a row. Two sketches of
//      the set of a report's shingles (Broder, "On the resemblance and containment of documents", 1997):
//      MinHash of 128 values in b = 32 bands of r = 4 rows (Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets",
//      ch. 3.4). Two reports of resemblance s (shared shingles over all shingles of both) meet in some band with
//      probability 1 - (1 - s^r)^b: 0.05 at s = 0.2, 0.23 at 0.3, 0.87 at 0.5, 1.00 at 0.7; the step of the curve
//      lies at about (1/b)^(1/r) = 0.42. For containment, where resemblance is small (an excerpt of a long story),
//      the shingles whose hash is 0 modulo 8: two reports that share so many of them that chance is out are
//      candidates. A shingle that stands in reports of more than kCommon origins is an idiom and calls nobody.
//   2. Check. The sentences of both texts are aligned: a sentence stands in the other report if the longest common
//      subsequence of words with one of its sentences is at least 0.7 of the sentence. The share is counted in words,
//      both ways: so a copy (both high), an excerpt (all of the new one), and a rewrite that keeps half are told apart.
//      Boilerplate counts for nothing: sentences that an outlet prints under reports of different origins, calls to
//      read on or to subscribe, and what two reports of one outlet share at their ends alone.
//   3. Quoted sources. A report names its source in a line ("Original Source: www.cnn.com"), a dateline ("BEIRUT
//      (AP) -") or a phrase ("as reported by CNN", "told the New York Times"). Two reports of near days that name the
//      same source, or one that names the outlet of the other, are one origin if they share substance as well:
//      quotations, numbers and names, in several sentences. Naming the same agency is not enough.
//
// A report joins the group of the report that it shares most with. Two groups become one only if a report shares most
// of its words, and of theirs, with both. What was joined or parted by hand (`fixed`) is never changed by add().
//
// Results depend on the order of the reports and on nothing else; threads work in sign() alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "detente/result.hpp"

namespace detente::linking {

// What of a report decides on its origin. The views must live during the call they are handed to.
struct OriginReport {
  std::string_view id;
  std::optional<std::int64_t> day;   // days since 1970-01-01 (text::day_number); nothing if the report has no date
  std::string_view outlet;           // may be empty
  std::string_view original_source;  // "www.cnn.com"; may be empty
  std::string_view text;             // UTF-8; other bytes count as no letters
};

// The compact row of a report: sketches and hashes, no words.
struct OriginSignature {
  std::vector<std::uint32_t> bands;      // 32 band keys; none if the text has too few words
  std::vector<std::uint32_t> shingles;   // sorted, distinct: hashes that are 0 modulo 8
  std::vector<std::uint32_t> named;      // sorted, distinct: keys of the outlets that it names as its source
  std::vector<std::uint32_t> substance;  // sorted, distinct: an outlet, and a quotation or number from it, in one hash
  std::vector<std::uint32_t> sentences;  // sorted, distinct: whole sentences, hashed

  // A form that does not depend on the machine.
  std::string to_bytes() const;
  // Errors: bad_format (not made by to_bytes, or by another form of this program: sign the report again).
  static Result<OriginSignature> from_bytes(std::string_view bytes);

  friend bool operator==(const OriginSignature&, const OriginSignature&) = default;
};

// Pure. Time is linear in the text.
OriginSignature sign(const OriginReport& report);
// The same for many, in their order, on so many threads (at least one).
std::vector<OriginSignature> sign_all(std::span<const OriginReport> reports, unsigned threads);

enum class OriginKind : std::uint8_t {
  alone,    // its own origin
  copy,     // most of both texts is the same
  rewrite,  // a good part of the other text, with much of its own
  excerpt,  // nearly all of one stands in the longer other one
  source,   // names the same source and shares substance
};

struct OriginMatch {
  std::string origin;  // id of the first report of the group, as it was added or restored
  OriginKind kind = OriginKind::alone;
  std::string like;  // the report that it was matched with; "" if alone
  double share = 0;  // of the words of one text that stand in the other, the larger of both, 0 to 1; boilerplate aside
  std::string reason;  // in words, without a full stop; "" if alone
  // Reports that were in another group, and now are in this one: their reason is `moved_reason`.
  std::vector<std::string> moved;
  std::string moved_reason;
};

// A report that was added before, in this process or another.
struct KnownReport {
  std::string_view id;
  std::string_view origin;  // its origin as the record has it now; `id` itself if it stands alone
  std::optional<std::int64_t> day;
  std::string_view outlet;
  bool fixed = false;  // joined or parted by hand
};

// Gives the text of a report that was added or restored.
using TextOf = std::function<Result<std::string>(std::string_view id)>;

class OriginIndex {
 public:
  // A shingle or band in reports of more than so many origins no longer finds candidates.
  static constexpr int kCommon = 24;

  explicit OriginIndex(TextOf text_of);
  OriginIndex(OriginIndex&&) noexcept;
  OriginIndex& operator=(OriginIndex&&) noexcept;
  ~OriginIndex();

  // Puts a report under an origin without looking for a match. Reports are restored in the order in which they were
  // added, so that the same texts find the same matches. Errors: bad_value (added twice).
  Result<void> restore(const KnownReport& report, const OriginSignature& signature);

  // Finds the origin of a report, and adds it. Errors: bad_value (added twice); what text_of fails with.
  Result<OriginMatch> add(const OriginReport& report, const OriginSignature& signature);

  // "" if the report is not there.
  std::string_view origin_of(std::string_view id) const;
  // Reports of the group of an origin in the order in which they were added; empty if there is none.
  std::vector<std::string_view> members(std::string_view origin) const;
  std::size_t size() const;
  // Bytes held, without what the heap itself needs.
  std::size_t memory() const;

  struct State;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace detente::linking
