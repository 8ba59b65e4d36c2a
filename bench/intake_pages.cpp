// Pages per second. The page is made here: a headline, menus, sixty paragraphs with links, comments.
// DETENTE_BENCH_PAGES names a folder of .html files to measure on real ones.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "detente/intake/intake.hpp"

namespace {

std::string sample_page() {
  std::string page =
      "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Envoys meet | The Sample</title></head><body>";
  for (int i = 0; i < 80; ++i) {
    page += "<nav class=\"menu\"><ul><li><a href=\"/section/" + std::to_string(i) + "\">Section</a></li></ul></nav>";
  }
  page += "<article><h1>Envoys meet</h1><div class=\"article-body\">";
  for (int i = 0; i < 60; ++i) {
    page +=
        "<p>The two sides met on Monday &amp; spoke for <a href=\"/x\">an hour</a> about the terms of a truce, "
        "officials "
        "said, and agreed that they would meet again before the end of the week.</p>\n<div "
        "class=\"ad\">Advertisement</div>";
  }
  page += "</div></article><div id=\"comments\">";
  for (int i = 0; i < 100; ++i) {
    page += "<div class=\"comment\"><p>That will never hold, and everybody knows it.</p></div>";
  }
  return page + "</div></body></html>";
}

std::vector<std::string> pages() {
  std::vector<std::string> out;
  if (const char* const folder = std::getenv("DETENTE_BENCH_PAGES")) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      std::ifstream in(entry.path(), std::ios::binary);
      out.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
  }
  if (out.empty()) {
    out.push_back(sample_page());
  }
  return out;
}

void extract_pages(benchmark::State& state) {
  const std::vector<std::string> all = pages();
  std::int64_t bytes = 0;
  std::int64_t count = 0;
  for (auto _ : state) {
    for (const std::string& page : all) {
      benchmark::DoNotOptimize(detente::intake::extract_html(page, "", ""));
      bytes += static_cast<std::int64_t>(page.size());
      ++count;
    }
  }
  state.SetBytesProcessed(bytes);
  state.SetItemsProcessed(count);
}
BENCHMARK(extract_pages)->Unit(benchmark::kMillisecond);

void clean_texts(benchmark::State& state) {
  std::string text = "Envoys Meet\n\nEnvoys Meet\n\n";
  for (int i = 0; i < 30; ++i) {
    text += "The two sides met on Monday and spoke for an hour about the terms of a truce, officials said.\n\n";
  }
  text += "Leave a Comment\n";
  for (auto _ : state) {
    benchmark::DoNotOptimize(detente::intake::clean_text(text));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(clean_texts)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
