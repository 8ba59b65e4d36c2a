// bench_language_speed MODEL < texts.jsonl: analyses every text once, on one thread, and prints what that took as JSON.
// tools/speed_vs_spacy runs it beside spaCy.
#include <sys/resource.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <chrono>
#include <cstdio>
#include <ctime>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "detente/language/pipeline.hpp"

namespace {

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

constexpr int kRounds = 40'000'000;

#if defined(__x86_64__)
// Independent chains of fused multiply-adds, enough of them to hide the latency.
__attribute__((target("avx512f"))) float chains_avx512() {
  __m512 sum[12];
  for (int i = 0; i < 12; ++i) {
    sum[i] = _mm512_set1_ps(static_cast<float>(i));
  }
  const __m512 a = _mm512_set1_ps(0.9999F);
  const __m512 b = _mm512_set1_ps(0.0001F);
  for (int r = 0; r < kRounds; ++r) {
#pragma GCC unroll 12
    for (int i = 0; i < 12; ++i) {
      sum[i] = _mm512_fmadd_ps(sum[i], a, b);
    }
  }
  float all = 0;
  for (int i = 0; i < 12; ++i) {
    all += _mm512_cvtss_f32(sum[i]);
  }
  return all;
}

__attribute__((target("avx2,fma"))) float chains_avx2() {
  __m256 sum[12];
  for (int i = 0; i < 12; ++i) {
    sum[i] = _mm256_set1_ps(static_cast<float>(i));
  }
  const __m256 a = _mm256_set1_ps(0.9999F);
  const __m256 b = _mm256_set1_ps(0.0001F);
  for (int r = 0; r < kRounds; ++r) {
#pragma GCC unroll 12
    for (int i = 0; i < 12; ++i) {
      sum[i] = _mm256_fmadd_ps(sum[i], a, b);
    }
  }
  float all = 0;
  for (int i = 0; i < 12; ++i) {
    all += _mm256_cvtss_f32(sum[i]);
  }
  return all;
}
#endif

// The multiply-adds a second that one core can do in single precision; 0 where there is no vector unit to ask.
double peak() {
#if defined(__x86_64__)
  const double before = cpu_seconds();
  volatile float keep = 0;
  double lanes = 0;
  if (detente::language::kernel_path() == "avx512") {
    keep = chains_avx512();
    lanes = 16;
  } else if (detente::language::kernel_path() == "avx2") {
    keep = chains_avx2();
    lanes = 8;
  }
  (void)keep;
  return lanes * 12 * kRounds / std::max(1e-9, cpu_seconds() - before);
#else
  return 0;
#endif
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: bench_language_speed MODEL < texts.jsonl\n";
    return 2;
  }
  std::vector<std::string> texts;
  std::string line;
  while (std::getline(std::cin, line)) {
    texts.push_back(nlohmann::json::parse(line)["text"].get<std::string>());
  }
  const auto begun = std::chrono::steady_clock::now();
  const auto pipeline = detente::language::Pipeline::load(argv[1]);
  const std::chrono::duration<double> load = std::chrono::steady_clock::now() - begun;
  if (!pipeline) {
    std::cerr << "bench_language_speed: " << pipeline.error().to_string() << "\n";
    return 2;
  }
  detente::language::Workspace work;
  std::size_t tokens = 0;
  const double cpu = cpu_seconds();
  const auto start = std::chrono::steady_clock::now();
  for (const std::string& text : texts) {
    tokens += pipeline->analyse(text, work).size();
  }
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  const double used = cpu_seconds() - cpu;
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const nlohmann::json out = {{"tokens", tokens},
                              {"cpu_seconds", used},
                              {"wall_seconds", wall.count()},
                              {"load_seconds", load.count()},
                              {"peak_rss_bytes", usage.ru_maxrss * 1024},
                              {"kernels", detente::language::kernel_path()},
                              {"peak_multiply_adds", peak()}};
  std::cout << out.dump() << "\n";
  return 0;
}
