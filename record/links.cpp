// Stores the rows that linking makes.
#include "detente/record/links.hpp"

#include <array>
#include <utility>

#include "state.hpp"

namespace detente::record {

namespace {

template <typename Word, std::size_t N>
std::string_view name_of(const std::array<std::pair<Word, std::string_view>, N>& words, Word word) {
  for (const auto& [value, text] : words) {
    if (value == word) {
      return text;
    }
  }
  return {};
}

template <typename Word, std::size_t N>
std::optional<Word> word_of(const std::array<std::pair<Word, std::string_view>, N>& words, std::string_view name) {
  for (const auto& [value, text] : words) {
    if (text == name) {
      return value;
    }
  }
  return std::nullopt;
}

using KindName = std::pair<ClaimKind, std::string_view>;
using RelationName = std::pair<Relation, std::string_view>;
using CorrectionName = std::pair<CorrectionKind, std::string_view>;

constexpr std::array<KindName, 3> kKinds{
    {{ClaimKind::event, "event"}, {ClaimKind::figure, "figure"}, {ClaimKind::instrument, "instrument"}}};

constexpr std::array<RelationName, 3> kRelations{
    {{Relation::same, "same"}, {Relation::update, "update"}, {Relation::contradicts, "contradicts"}}};

constexpr std::array<CorrectionName, 6> kCorrections{{{CorrectionKind::join_origins, "join_origins"},
                                                      {CorrectionKind::split_origin, "split_origin"},
                                                      {CorrectionKind::join_findings, "join_findings"},
                                                      {CorrectionKind::split_finding, "split_finding"},
                                                      {CorrectionKind::review, "review"},
                                                      {CorrectionKind::undo, "undo"}}};

}  // namespace

std::string_view name(ClaimKind kind) { return name_of(kKinds, kind); }
std::string_view name(Relation relation) { return name_of(kRelations, relation); }
std::string_view name(CorrectionKind kind) { return name_of(kCorrections, kind); }
std::optional<ClaimKind> claim_kind(std::string_view word) { return word_of(kKinds, word); }
std::optional<Relation> relation(std::string_view word) { return word_of(kRelations, word); }
std::optional<CorrectionKind> correction_kind(std::string_view word) { return word_of(kCorrections, word); }

bool LinkRows::empty() const {
  return origins.empty() && findings.empty() && claims.empty() && links.empty() && linked_readings.empty() &&
         signatures.empty() && report_blocks.empty() && traits.empty() && blocks.empty();
}

Result<std::int64_t> Record::State::next_seq() {
  if (last_seq < 0) {
    const auto found = duck.query(
        "SELECT greatest((SELECT coalesce(max(seq), 0) FROM origins), (SELECT coalesce(max(seq), 0) FROM "
        "finding_claims), (SELECT coalesce(max(seq), 0) FROM finding_links))");
    if (!found) {
      return found.error();
    }
    last_seq = found->integer(0, 0);
  }
  return ++last_seq;
}

Result<void> Record::State::write_links(const LinkRows& rows) {
  std::optional<Error> error;
  const auto open = [&](const char* table) -> Appender* {
    auto opened = appender(table);
    if (!opened) {
      error = error ? error : opened.error();
      return nullptr;
    }
    return *opened;
  };
  // Each row gets the next number, whatever its table, so that the order of all of them is kept.
  const auto numbered = [&](const char* table) -> Appender* {
    const auto seq = next_seq();
    if (!seq) {
      error = error ? error : seq.error();
      return nullptr;
    }
    Appender* a = open(table);
    return a == nullptr ? nullptr : &a->integer(*seq);
  };
  for (const OriginRow& row : rows.origins) {
    if (Appender* a = numbered("origins")) {
      a->text(row.report).text(row.origin).text(row.reason).text(row.like_report).number(row.share);
      a->integer(revision).end_row();
    }
  }
  for (const FindingRow& row : rows.findings) {
    if (Appender* a = open("findings")) {
      a->integer(row.id).text(name(row.kind)).integer(revision).end_row();
    }
  }
  for (const FindingClaimRow& row : rows.claims) {
    if (Appender* a = numbered("finding_claims")) {
      a->integer(row.finding).text(name(row.kind)).integer(row.reading).integer(row.n).text(row.reason);
      a->integer(revision).truth(row.again).end_row();
    }
  }
  for (const FindingLinkRow& row : rows.links) {
    if (Appender* a = numbered("finding_links")) {
      a->integer(row.finding).integer(row.a_reading).integer(row.a_n).integer(row.b_reading).integer(row.b_n);
      a->text(name(row.relation)).text(row.reason).integer(revision).text(name(row.kind)).end_row();
    }
  }
  for (const int reading : rows.linked_readings) {
    if (Appender* a = open("linked_readings")) {
      a->integer(reading).integer(revision).end_row();
    }
  }
  for (const ReportSignatureRow& row : rows.signatures) {
    if (Appender* a = open("report_signatures")) {
      a->text(row.report).integer(row.reading).bytes(row.signature).end_row();
    }
  }
  for (const ReportBlockRow& row : rows.report_blocks) {
    if (Appender* a = open("report_blocks")) {
      a->integer(row.block).integer(row.reading).end_row();
    }
  }
  for (const ClaimTraitsRow& row : rows.traits) {
    if (Appender* a = open("claim_traits")) {
      a->integer(row.claim).text(name(row.kind)).integer(row.reading).integer(row.n).bytes(row.traits).end_row();
    }
  }
  for (const ClaimBlockRow& row : rows.blocks) {
    if (Appender* a = open("claim_blocks")) {
      a->integer(row.block).integer(row.claim).end_row();
    }
  }
  return error ? Result<void>(*error) : Result<void>();
}

Result<void> Record::append_links(const LinkRows& rows) {
  State& s = *state_;
  if (!s.run_started) {
    return Error{ErrorCode::usage, "a run must be started before links are stored", s.duck.where()};
  }
  if (rows.empty()) {
    return {};
  }
  auto done = s.transaction([&]() -> Result<void> {
    if (auto begun = s.ensure_revision(); !begun) {
      return begun;
    }
    return s.write_links(rows);
  });
  if (!done) {
    s.last_seq = -1;
  }
  return done;
}

}  // namespace detente::record
