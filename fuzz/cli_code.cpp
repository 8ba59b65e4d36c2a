// Any bytes are a line of `detente code`: the answer is one line of JSON. Where the model and the lexicons are there,
// the whole way is gone; else the line is taken apart.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <string_view>

#include "detente/cli/coder.hpp"

namespace {

struct Loaded {
  detente::language::Pipeline pipeline;
  detente::knowledge::Knowledge knowledge;
};

std::unique_ptr<Loaded> load() {
  auto pipeline = detente::language::Pipeline::load(DETENTE_DEPS_DIR "/model");
  auto knowledge = detente::knowledge::load(DETENTE_BINARY_DIR "/share/detente/knowledge.bin");
  if (!pipeline || !knowledge) {
    return nullptr;
  }
  return std::make_unique<Loaded>(Loaded{std::move(*pipeline), std::move(*knowledge)});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::unique_ptr<Loaded> kLoaded = load();
  static detente::language::Workspace work;
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  detente::cli::CodeRequest request;
  if (!detente::cli::parse_request(line, request) && !nlohmann::json::accept(request.id)) {
    std::abort();
  }
  if (kLoaded != nullptr) {
    const detente::cli::Coder coder(kLoaded->pipeline, kLoaded->knowledge,
                                    {detente::reading::Offsets::codepoints, true});
    const detente::cli::Coded coded = coder.line(line, work);
    if (!nlohmann::json::accept(coded.json) || coded.json.find('\n') != std::string::npos) {
      std::abort();
    }
  }
  return 0;
}
