#include <fstream>
#include <iterator>

#include "detente/play/flee.hpp"

namespace detente::play::flow {

namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMostBytes = 64U << 20U;

}  // namespace

Result<FleeFiles> load_flee(const fs::path& folder) {
  FleeFiles out;
  std::error_code error;
  for (const fs::path& part : {folder, folder / "input", folder / "validation"}) {
    std::vector<fs::path> paths;
    for (fs::directory_iterator it(part, error), end; !error && it != end; it.increment(error)) {
      if (it->path().extension() == ".csv" && it->is_regular_file(error)) {
        paths.push_back(it->path());
      }
    }
    error.clear();
    for (const fs::path& path : paths) {
      if (fs::file_size(path, error) > kMostBytes) {
        return Error{ErrorCode::too_large, "the file is larger than 64 MB", path.string()};
      }
      std::ifstream in(path, std::ios::binary);
      std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
      if (!in && !in.eof()) {
        return Error{ErrorCode::io, "the file could not be read", path.string()};
      }
      out.bytes[path.filename().string()] = std::move(bytes);
    }
  }
  if (!out.bytes.contains("locations.csv")) {
    return Error{ErrorCode::not_found, "there is no locations.csv, neither here nor in input/", folder.string()};
  }
  return out;
}

}  // namespace detente::play::flow
