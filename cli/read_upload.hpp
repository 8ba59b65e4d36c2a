// Reads what was handed in at the desk, as `detente read` reads a file.
#pragma once

#include <memory>
#include <mutex>

#include "detente/cli/options.hpp"
#include "detente/cli/world.hpp"
#include "detente/desk/desk.hpp"
#include "resources.hpp"

namespace detente::cli {

class UploadReader {
 public:
  UploadReader(const Arguments& arguments, World& world) : arguments_(arguments), world_(world) {}

  // The model and the lexicons are loaded when the first file comes. Errors: model, knowledge, those of the record,
  // cancelled.
  Result<desk::ReadDone> read(const desk::ReadTask& task);

 private:
  Result<const Resources*> resources();

  const Arguments& arguments_;
  World& world_;
  std::mutex mutex_;
  std::unique_ptr<Resources> resources_;
};

}  // namespace detente::cli
