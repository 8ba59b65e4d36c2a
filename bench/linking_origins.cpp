// Origins of a made-up press: time, memory, and how many planted copies, rewrites and excerpts are found.
//   bench_linking_origins [REPORTS [SEED [THREADS]]]     100,000 reports, seed 1, 2 threads
//   bench_linking_origins REPORTS SEED THREADS FILE      also writes the corpus with the origins found, as JSON lines
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <map>
#include <string>
#include <unordered_map>

#include "detente/linking/origins.hpp"
#include "linking_corpus.hpp"

int main(int argc, char** argv) {
  using namespace detente::linking;
  const std::size_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100000;
  const std::uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
  const auto threads = static_cast<unsigned>(argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 2);
  const std::vector<bench::MadeReport> corpus = bench::Press(seed).print(count, 365);
  std::unordered_map<std::string_view, std::size_t> at;
  std::vector<OriginReport> reports;
  for (std::size_t i = 0; i < corpus.size(); ++i) {
    const bench::MadeReport& made = corpus[i];
    at[made.id] = i;
    reports.push_back(
        {.id = made.id, .day = made.day, .outlet = made.outlet, .original_source = "", .text = made.text});
  }
  const auto seconds = [start = std::chrono::steady_clock::now()] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  const std::clock_t cpu = std::clock();
  const std::vector<OriginSignature> signatures = sign_all(reports, threads);
  const double signed_at = seconds();
  std::size_t asked = 0;
  OriginIndex index([&](std::string_view id) {
    ++asked;
    return detente::Result<std::string>(corpus[at.at(id)].text);
  });
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    if (const auto match = index.add(reports[i], signatures[i]); !match) {
      std::fprintf(stderr, "%s\n", match.error().to_string().c_str());
      return 1;
    }
    bytes += signatures[i].to_bytes().size();
  }
  const double all = seconds();
  const double all_cpu = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
  std::vector<std::uint32_t> origin;
  std::map<std::string_view, std::pair<std::size_t, std::size_t>> found;  // kind -> under its story's origin, all
  std::vector<std::size_t> first(corpus.size(), corpus.size());           // story -> its report
  for (std::size_t i = 0; i < corpus.size(); ++i) {
    origin.push_back(static_cast<std::uint32_t>(at.at(index.origin_of(corpus[i].id))));
    std::size_t& story = first[corpus[i].story];
    story = std::min(story, i);
    auto& [hits, of] = found[corpus[i].kind];
    ++of;
    hits += origin[story] == origin[i] ? 1U : 0U;
  }
  const bench::PairScore score = bench::pair_score(corpus, origin);
  std::printf(
      "%zu reports, seed %llu, %u threads: %.1f s (signatures %.1f s; %.1f s of CPU), %.0f MB in the index, %zu bytes "
      "a signature, "
      "%zu texts asked for\n",
      corpus.size(), static_cast<unsigned long long>(seed), threads, all, signed_at, all_cpu,
      static_cast<double>(index.memory()) / 1e6, bytes / corpus.size(), asked);
  std::printf("pairs of one story: precision %.4f, recall %.4f\n", score.precision, score.recall);
  for (const auto& [kind, hits] : found) {
    std::printf("  %.*s: %zu of %zu under the origin of their story\n", static_cast<int>(kind.size()), kind.data(),
                hits.first, hits.second);
  }
  if (argc > 4) {
    std::ofstream out(argv[4]);
    for (std::size_t i = 0; i < corpus.size(); ++i) {
      std::string text = corpus[i].text;
      for (std::size_t p = 0; (p = text.find('\n', p)) != std::string::npos; p += 2) {
        text.replace(p, 1, "\\n");
      }
      out << R"({"id":")" << corpus[i].id << R"(","story":)" << corpus[i].story << R"(,"kind":")" << corpus[i].kind
          << R"(","origin":)" << origin[i] << R"(,"text":")" << text << "\"}\n";
    }
  }
  return 0;
}
