// The model of the set-up, loaded once for all tests.
#pragma once

#include <string>

#include "detente/language/pipeline.hpp"

namespace detente::language {

inline std::string model_folder() { return std::string(DETENTE_DEPS_DIR) + "/model"; }

// nullptr if the model is not there or cannot be read.
inline const Pipeline* model() {
  static const Result<Pipeline> loaded = Pipeline::load(model_folder());
  return loaded ? &*loaded : nullptr;
}

}  // namespace detente::language
