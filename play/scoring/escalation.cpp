#include "detente/play/escalation.hpp"

#include <array>
#include <string>
#include <utility>

#include "detente/play/table.hpp"

namespace detente::play::scoring {

int escalation_weight(EscalationKind kind) {
  switch (kind) {
    case EscalationKind::de_escalation:
      return -2;
    case EscalationKind::posturing:
      return 4;
    case EscalationKind::non_violent:
      return 12;
    case EscalationKind::violent:
      return 28;
    case EscalationKind::nuclear:
      return 60;
  }
  return 0;
}

std::optional<EscalationKind> escalation_kind(std::string_view name) {
  std::string letters;
  for (const char c : table::lower(name)) {
    if (c >= 'a' && c <= 'z') {
      letters += c;
    }
  }
  if (name.starts_with("n_")) {
    letters.erase(0, 1);
  }
  constexpr std::string_view kBehind = "escalation";
  if (letters.size() > kBehind.size() + 2 && letters.ends_with(kBehind)) {
    letters.resize(letters.size() - kBehind.size());
  }
  static constexpr std::array<std::pair<std::string_view, EscalationKind>, 7> kNames{
      {{"deescalation", EscalationKind::de_escalation},
       {"deesc", EscalationKind::de_escalation},
       {"posturing", EscalationKind::posturing},
       {"nonviolent", EscalationKind::non_violent},
       {"violent", EscalationKind::violent},
       {"nuclear", EscalationKind::nuclear},
       {"de", EscalationKind::de_escalation}}};
  for (const auto& [word, kind] : kNames) {
    if (letters == word) {
      return kind;
    }
  }
  return std::nullopt;
}

std::int64_t& count_of(EscalationCounts& counts, EscalationKind kind) {
  switch (kind) {
    case EscalationKind::de_escalation:
      return counts.de_escalation;
    case EscalationKind::posturing:
      return counts.posturing;
    case EscalationKind::non_violent:
      return counts.non_violent;
    case EscalationKind::violent:
      return counts.violent;
    case EscalationKind::nuclear:
      break;
  }
  return counts.nuclear;
}

std::int64_t escalation_score(const EscalationCounts& counts) {
  EscalationCounts copy = counts;
  std::int64_t score = 0;
  for (const EscalationKind kind : {EscalationKind::de_escalation, EscalationKind::posturing,
                                    EscalationKind::non_violent, EscalationKind::violent, EscalationKind::nuclear}) {
    score += escalation_weight(kind) * count_of(copy, kind);
  }
  return score;
}

}  // namespace detente::play::scoring
