// Named entities by the moves Begin, In, Last, Unit and Out (BILUO), as spaCy does it.
#include "components.hpp"

namespace detente::language {

void EntityRecognizer::load(const ThincModel& model, const std::filesystem::path& folder, std::size_t vector_width,
                            std::size_t features, Symbols& symbols, Faults& faults) {
  net_.load(model, vector_width, features, faults);
  const auto moves = read_moves(folder / "moves", kKinds, faults);
  if (faults.any()) {
    return;
  }
  for (const Move& move : moves) {
    if (move.kind == kMissing || (move.kind == kOut && !move.label.empty())) {
      continue;
    }
    actions_.push_back({static_cast<Kind>(move.kind), symbols.add(move.label)});
  }
  if (actions_.size() != net_.classes()) {
    faults.report((folder / "moves").string(), "there are " + std::to_string(actions_.size()) +
                                                   " moves, but the model scores " + std::to_string(net_.classes()));
  }
}

void EntityRecognizer::run(const float* vectors, const WordTable& words, TransitionMemory& memory,
                           Document& document) const {
  const std::uint32_t n = document.size();
  net_.begin(vectors, n, memory);
  bool open = false;
  EntitySpan entity;
  std::int32_t ids[TransitionNet::kMostFeatures];
  for (std::uint32_t i = 0; i < n; ++i) {
    const auto here = static_cast<std::int32_t>(i);
    const auto start = static_cast<std::int32_t>(entity.begin);
    ids[0] = here;
    if (net_.features() == 3) {
      ids[1] = open ? start : -1;
      ids[2] = open ? here - 1 : -1;
    } else {
      for (std::int32_t f = 1; f < 6; ++f) {
        ids[f] = open && start + f - 1 < here ? start + f - 1 : -1;
      }
    }
    const bool last_token = i + 1 == n;
    // No entity reaches into the next sentence, and none begins with white space.
    const bool may_go_on = !last_token && document.start[i + 1] != Start::yes;
    const bool space = (words[document.tokens.word[i]].flags & kIsSpace) != 0;
    const float* scores = net_.score(ids, memory);
    std::int32_t best = -1;
    for (std::size_t k = 0; k < actions_.size(); ++k) {
      const Action& action = actions_[k];
      bool valid = false;
      switch (action.kind) {
        case kBegin:
          valid = !open && may_go_on && !space && action.label != 0;
          break;
        case kIn:
          valid = open && may_go_on && action.label != 0 && action.label == entity.type;
          break;
        case kLast:
          valid = open && action.label != 0 && action.label == entity.type;
          break;
        case kUnit:
          valid = !open && !space && action.label != 0;
          break;
        case kOut:
          valid = !open;
          break;
        default:
          break;
      }
      if (valid && (best < 0 || scores[k] > scores[best])) {
        best = static_cast<std::int32_t>(k);
      }
    }
    if (best < 0) {
      return;
    }
    const Action& action = actions_[static_cast<std::size_t>(best)];
    switch (action.kind) {
      case kBegin:
        open = true;
        entity = {i, i, action.label};
        break;
      case kLast:
        open = false;
        entity.end = i + 1;
        document.entities.push_back(entity);
        break;
      case kUnit:
        document.entities.push_back({i, i + 1, action.label});
        break;
      default:
        break;
    }
  }
}

}  // namespace detente::language
