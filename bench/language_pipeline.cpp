// Tokens per second of the whole language pipeline on one thread, and the time to load it.
// Texts: the articles under $DETENTE_SHARED/texts/open_news.jsonl if they are there, else the sentences of the tests.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "detente/language/pipeline.hpp"

namespace {

constexpr std::size_t kMostTexts = 200;

std::vector<std::string> read_texts() {
  const char* shared = std::getenv("DETENTE_SHARED");
  std::filesystem::path file =
      shared != nullptr ? std::filesystem::path(shared) : std::filesystem::path(DETENTE_SOURCE_DIR) / ".." / "shared";
  file /= "texts/open_news.jsonl";
  std::ifstream in(file);
  if (!in) {
    in.open(std::string(DETENTE_SOURCE_DIR) + "/tests/language/sentences.jsonl");
  }
  std::vector<std::string> texts;
  std::string line;
  while (texts.size() < kMostTexts && std::getline(in, line)) {
    const auto json = nlohmann::json::parse(line, nullptr, false);
    if (json.is_object() && json.contains("text")) {
      texts.push_back(json["text"].get<std::string>());
    }
  }
  return texts;
}

void analyse(benchmark::State& state) {
  const auto pipeline = detente::language::Pipeline::load(std::string(DETENTE_DEPS_DIR) + "/model");
  if (!pipeline) {
    state.SkipWithError(pipeline.error().to_string().c_str());
    return;
  }
  const auto texts = read_texts();
  detente::language::Workspace work;
  std::size_t tokens = 0;
  std::size_t bytes = 0;
  for (auto _ : state) {
    for (const std::string& text : texts) {
      tokens += pipeline->analyse(text, work).size();
      bytes += text.size();
    }
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(tokens));
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
  state.SetLabel(std::string(detente::language::kernel_path()));
}
BENCHMARK(analyse)->Unit(benchmark::kMillisecond);

void load(benchmark::State& state) {
  for (auto _ : state) {
    auto pipeline = detente::language::Pipeline::load(std::string(DETENTE_DEPS_DIR) + "/model");
    if (!pipeline) {
      state.SkipWithError(pipeline.error().to_string().c_str());
      return;
    }
    benchmark::DoNotOptimize(pipeline);
  }
}
BENCHMARK(load)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
