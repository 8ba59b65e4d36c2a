#include "components.hpp"

namespace detente::language {

void Classifier::load(const ThincModel& model, std::size_t vector_width, std::size_t labels, Faults& faults) {
  if (faults.any()) {
    return;
  }
  const auto nodes = model.named("softmax");
  if (nodes.size() != 1) {
    faults.report(model.where(), "not a Tagger");
    return;
  }
  const Tensor w = model.weights(nodes.front(), "W", faults);
  const Tensor b = model.weights(nodes.front(), "b", faults);
  if (faults.any()) {
    return;
  }
  if (w.shape.size() != 2 || w.dim(1) != vector_width || b.values.size() != w.dim(0) || w.dim(0) != labels) {
    faults.report(model.where(), "the Tagger's layer has a shape that does not fit its labels and vectors");
    return;
  }
  layer_ = pack(w.values.data(), b.values.data(), labels, 1, vector_width);
}

std::size_t Classifier::best(const float* scores) const {
  std::size_t best = 0;
  for (std::size_t i = 1; i < layer_.outputs; ++i) {
    if (scores[i] > scores[best]) {
      best = i;
    }
  }
  return best;
}

}  // namespace detente::language
