// What the tests of intake share: reading a text held in memory, and files in a folder of their own.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "detente/intake/intake.hpp"

namespace detente::intake {

struct Reading {
  std::vector<Report> reports;
  std::vector<Error> problems;
  Counts counts;
};

inline Sinks sinks_into(Reading& out) {
  Sinks sinks;
  sinks.on_report = [&out](Report&& report) {
    out.reports.push_back(std::move(report));
    return true;
  };
  sinks.on_problem = [&out](const Error& error) { out.problems.push_back(error); };
  return sinks;
}

inline Reading read_bytes(std::string_view bytes, std::string_view name, const Options& options = {}) {
  Reading out;
  std::istringstream in{std::string(bytes)};
  out.counts = read_stream(in, name, options, sinks_into(out));
  return out;
}

inline Reading read_files(const std::filesystem::path& path, const Options& options = {}) {
  Reading out;
  out.counts = read_path(path, options, sinks_into(out));
  return out;
}

// A new folder that goes when the test ends.
class TempFolder {
 public:
  TempFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "detente-intake-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path write(const std::string& name, std::string_view bytes) const {
    const std::filesystem::path file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
    return file;
  }

 private:
  std::filesystem::path path_;
};

// The folder of shared cases, or an empty path if this machine has none.
inline std::filesystem::path shared_folder() {
  const char* const named = std::getenv("DETENTE_SHARED");
  const std::filesystem::path candidates[] = {named != nullptr ? named : "",
                                              std::filesystem::path(DETENTE_SOURCE_DIR) / ".." / "shared",
                                              std::filesystem::path(DETENTE_SOURCE_DIR) / ".." / ".." / "shared"};
  for (const auto& path : candidates) {
    if (!path.empty() && std::filesystem::is_directory(path)) {
      return path;
    }
  }
  return {};
}

}  // namespace detente::intake
