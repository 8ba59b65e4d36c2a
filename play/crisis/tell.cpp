// The frame of a told future: what was drawn for it, and what came of it.
#include "state.hpp"

namespace detente::play {

std::string numbers_told(const Future& future) {
  const State& s = future.state();
  std::string out;
  for (const std::size_t i : s.model->uncertain()) {
    out += fmt::format("  {} = {:.4g}\n", s.c->numbers[i].path, s.v[i]);
  }
  return out.empty() ? out : "\nDrawn for this run:\n" + out;
}

std::string outcomes_told(const Model& model, const Future& future) {
  std::vector<double> values(model.outcomes().size());
  future.outcomes(values);
  std::string out = "What came of it:\n";
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (model.outcomes()[i].name.find(": ") == std::string::npos) {
      out += fmt::format("  {}: {:.0f}\n", model.outcomes()[i].name, values[i]);
    }
  }
  return out;
}

}  // namespace detente::play
