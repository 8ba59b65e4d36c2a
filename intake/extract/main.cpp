#include <cstdio>
#include <string_view>

#include "detente/intake/intake.hpp"

int main(int argc, char** argv) {
  if (argc != 3 || std::string_view(argv[1]) != "extract") {
    std::fputs("usage: detente_extract extract FILE\n", stderr);
    return 2;
  }
  detente::intake::Sinks sinks;
  sinks.on_report = [](detente::Report&& report) {
    std::fwrite(report.text.data(), 1, report.text.size(), stdout);
    std::fputc('\n', stdout);
    return true;
  };
  sinks.on_problem = [](const detente::Error& error) { std::fprintf(stderr, "%s\n", error.to_string().c_str()); };
  const detente::intake::Counts counts = detente::intake::read_path(argv[2], {}, sinks);
  return counts.problems == 0 ? 0 : 1;
}
