// Runs the transcripts beside this file, and every command that docs/cli.md shows, in a folder made from fixture/.
//
// A line `$ COMMAND` is given to bash; the lines below are what it must print, standard error included. `...` alone
// stands for any lines, `<*>` inside a line for any characters. `[exit N]` at the end says the exit status if it is not
// 0.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "detente/cli/options.hpp"

namespace detente::cli {
namespace {

namespace fs = std::filesystem;

struct Step {
  std::string command;
  std::vector<std::string> expected;
  int status = 0;
  int line = 0;
};

std::string read_file(const fs::path& path) {
  std::ifstream in(path);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    out.push_back(line);
  }
  return out;
}

// In Markdown only the blocks that begin with ```console count.
std::vector<Step> steps_of(const fs::path& file) {
  const bool markdown = file.extension() == ".md";
  bool inside = !markdown;
  std::vector<Step> steps;
  int number = 0;
  for (const std::string& line : lines_of(read_file(file))) {
    ++number;
    if (markdown && line.starts_with("```")) {
      inside = line == "```console";
      continue;
    }
    if (!inside || (steps.empty() && !line.starts_with("$ ")) || (!markdown && line.starts_with("# "))) {
      continue;
    }
    if (line.starts_with("$ ")) {
      steps.push_back({line.substr(2), {}, 0, number});
    } else if (line.starts_with("[exit ")) {
      steps.back().status = std::stoi(line.substr(6));
    } else {
      steps.back().expected.push_back(line);
    }
  }
  for (Step& step : steps) {
    while (!step.expected.empty() && step.expected.back().empty()) {
      step.expected.pop_back();
    }
  }
  return steps;
}

bool line_fits(std::string_view pattern, std::string_view line) {
  const std::size_t star = pattern.find("<*>");
  if (star == std::string_view::npos) {
    return pattern == line;
  }
  if (!line.starts_with(pattern.substr(0, star))) {
    return false;
  }
  const std::string_view rest = pattern.substr(star + 3);
  for (std::size_t at = star; at <= line.size(); ++at) {
    if (line_fits(rest, line.substr(at))) {
      return true;
    }
  }
  return false;
}

bool fits(const std::vector<std::string>& expected, std::size_t e, const std::vector<std::string>& got, std::size_t g) {
  if (e == expected.size()) {
    return g == got.size();
  }
  if (expected[e] == "...") {
    for (std::size_t skip = g; skip <= got.size(); ++skip) {
      if (fits(expected, e + 1, got, skip)) {
        return true;
      }
    }
    return false;
  }
  return g < got.size() && line_fits(expected[e], got[g]) && fits(expected, e + 1, got, g + 1);
}

struct Ran {
  std::vector<std::string> output;
  int status = 0;
};

class Transcripts : public testing::Test {
 protected:
  void SetUp() override {
    const fs::path source = DETENTE_SOURCE_DIR;
    if (!fs::exists(fs::path(DETENTE_DEPS_DIR) / "model/config.cfg")) {
      GTEST_SKIP() << "the language model is not there: run tools/setup";
    }
    folder_ = fs::temp_directory_path() / ("detente-cli-" + std::to_string(getpid()));
    fs::remove_all(folder_);
    fs::copy(source / "tests/cli/fixture", folder_, fs::copy_options::recursive);
    fs::copy_file(source / "examples/reports/2024-11-archive.warc.gz", folder_ / "crawl.warc.gz");
    fs::copy_file(source / "examples/textbook-crisis.toml", folder_ / "textbook-crisis.toml");
    fs::copy(source / "examples/play", folder_, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  }
  void TearDown() override { fs::remove_all(folder_); }

  Ran run(const std::string& command) const {
    const std::string script = "cd '" + folder_.string() +
                               "' && export HOME=$PWD LC_ALL=C.UTF-8 PATH='" DETENTE_BINARY_DIR
                               "':$PATH && unset DETENTE_DB DETENTE_MODEL DETENTE_KNOWLEDGE; " +
                               command;
    std::ofstream(folder_ / ".command") << script << "\n";
    std::FILE* pipe = popen(("exec bash '" + (folder_ / ".command").string() + "' 2>&1").c_str(), "r");
    Ran ran;
    std::string output;
    char bytes[4096];
    for (std::size_t count = 0; (count = fread(bytes, 1, sizeof bytes, pipe)) > 0;) {
      output.append(bytes, count);
    }
    const int status = pclose(pipe);
    ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    ran.output = lines_of(output);
    return ran;
  }

  void play(const fs::path& file) const {
    const std::vector<Step> steps = steps_of(file);
    ASSERT_FALSE(steps.empty()) << file;
    for (const Step& step : steps) {
      const Ran ran = run(step.command);
      std::string got;
      for (const std::string& line : ran.output) {
        got += "  " + line + "\n";
      }
      EXPECT_EQ(ran.status, step.status) << file << ":" << step.line << ": " << step.command << "\n" << got;
      EXPECT_TRUE(fits(step.expected, 0, ran.output, 0))
          << file << ":" << step.line << ": " << step.command << " printed\n"
          << got;
    }
  }

  fs::path folder_;
};

TEST_F(Transcripts, Hold) {
  for (const fs::directory_entry& entry : fs::directory_iterator(fs::path(DETENTE_SOURCE_DIR) / "tests/cli")) {
    if (entry.path().extension() == ".transcript") {
      TearDown();
      SetUp();
      play(entry.path());
    }
  }
}

TEST_F(Transcripts, OfTheManualHold) { play(fs::path(DETENTE_SOURCE_DIR) / "docs/cli.md"); }

TEST_F(Transcripts, ExamplesOfTheHelpRun) {
  for (const Command& command : commands()) {
    for (const Example& example : command.examples) {
      std::string line(example.command);
      if (command.name == "serve") {
        line = "timeout --foreground --preserve-status -s INT 2 " + line +
               " --port 0";  // it would wait for somebody to end it
      }
      const Ran ran = run("mkdir -p .local/share/bash-completion/completions; " + line + " >/dev/null");
      EXPECT_EQ(ran.status, 0) << example.command << "\n" << (ran.output.empty() ? "" : ran.output.front());
    }
  }
}

TEST(Manual, HasTheReferenceThatTheProgramGives) {
  const std::string manual = read_file(fs::path(DETENTE_SOURCE_DIR) / "docs/cli.md");
  const std::string mark = "<!-- made by: detente generate reference -->\n";
  const std::size_t begin = manual.find(mark);
  ASSERT_NE(begin, std::string::npos);
  EXPECT_TRUE(manual.substr(begin + mark.size()) == "\n" + reference())
      << "put the output of `detente generate reference` behind the mark";
}

}  // namespace
}  // namespace detente::cli
