// bench_cli_code_speed MODEL KNOWLEDGE.bin < texts.jsonl: analyses, reads and writes every text once, on one thread,
// and prints the processor seconds of each as JSON. tools/speed_vs_spacy runs it beside spaCy.
#include <ctime>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "detente/knowledge/knowledge.hpp"
#include "detente/language/pipeline.hpp"
#include "detente/reading/json.hpp"
#include "detente/reading/read.hpp"

namespace {

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: bench_cli_code_speed MODEL KNOWLEDGE.bin < texts.jsonl\n";
    return 2;
  }
  const auto pipeline = detente::language::Pipeline::load(argv[1]);
  const auto knowledge = detente::knowledge::load(argv[2]);
  if (!pipeline || !knowledge) {
    std::cerr << "bench_cli_code_speed: " << (pipeline ? knowledge.error() : pipeline.error()).to_string() << "\n";
    return 2;
  }
  std::vector<detente::Report> reports;
  for (std::string line; std::getline(std::cin, line);) {
    detente::Report report;
    report.text = nlohmann::json::parse(line)["text"].get<std::string>();
    report.language = "en";
    reports.push_back(std::move(report));
  }
  detente::language::Workspace work;
  std::size_t tokens = 0;
  std::size_t sentences = 0;
  std::size_t items = 0;
  double language = 0;
  double reading = 0;
  for (const detente::Report& report : reports) {
    const double start = cpu_seconds();
    const detente::Analysis analysis = pipeline->analyse(report.text, work, {.paragraphs = true});
    const double analysed = cpu_seconds();
    const detente::Reading found = detente::reading::read(report, analysis, *knowledge);
    const double done = cpu_seconds();
    language += analysed - start;
    reading += done - analysed;
    tokens += analysis.size();
    sentences += analysis.sentences.size();
    items += found.parties.size() + found.statements.size() + found.events.size() + found.figures.size() +
             found.instruments.size();
  }
  const nlohmann::json out = {{"tokens", tokens},
                              {"sentences", sentences},
                              {"items", items},
                              {"language_cpu_seconds", language},
                              {"reading_cpu_seconds", reading}};
  std::cout << out.dump() << "\n";
  return 0;
}
