#include "page_files.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>
#include <utility>

namespace detente::desk {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kTypes{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
    {".wasm", "application/wasm"},
}};

std::string_view type_of(const fs::path& file) {
  const std::string ending = file.extension().string();
  const auto found = std::find_if(kTypes.begin(), kTypes.end(), [&](const auto& type) { return type.first == ending; });
  return found == kTypes.end() ? "application/octet-stream" : found->second;
}

// Vite puts a digest of eight characters before the ending: index-B7PI925R.js.
bool is_hashed(const fs::path& file) {
  constexpr std::size_t kDigest = 8;
  const std::string stem = file.stem().string();
  const std::size_t dash = stem.size() > kDigest ? stem.size() - kDigest - 1 : std::string::npos;
  return file.parent_path().filename() == "assets" && dash != std::string::npos && stem[dash] == '-';
}

// A part of a path that is the name of a file in the folder that it stands in, and nothing else.
bool is_plain(const std::string& part) {
  return !part.empty() && part.front() != '.' && part.find_first_of("/\\") == std::string::npos;
}

}  // namespace

Result<PageFile> page_file(const fs::path& folder, const std::vector<std::string>& path) {
  const Error missing{ErrorCode::not_found, "there is no such file", ""};
  if (!std::all_of(path.begin(), path.end(), is_plain)) {
    return missing;
  }
  fs::path file = folder;
  for (const std::string& part : path) {
    file /= part;
  }
  std::error_code error;
  bool is_index = path.empty();
  if (is_index || !fs::is_regular_file(file, error)) {
    if (!path.empty() && path.back().find('.') != std::string::npos) {
      return missing;
    }
    file = folder / "index.html";
    is_index = true;
  }
  // A link in the folder must not lead out of it.
  const fs::path real = fs::canonical(file, error);
  const fs::path root = error ? fs::path() : fs::canonical(folder, error);
  if (error || std::mismatch(root.begin(), root.end(), real.begin(), real.end()).first != root.end()) {
    return missing;
  }
  std::ifstream in(real, std::ios::binary);
  if (!in) {
    return missing;
  }
  PageFile out;
  out.bytes.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  out.content_type = type_of(real);
  out.is_immutable = is_hashed(file);
  out.is_index = is_index;
  return out;
}

std::string page_missing() {
  return "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Détente</title></head>\n<body>\n"
         "<h1>The page of the desk is not built</h1>\n"
         "<p>The server runs, and <a href=\"/api\">its API</a> answers. To build the page, run "
         "<code>tools/setup</code>, then <code>cmake --preset release</code> and <code>ninja -C build</code>; it is "
         "put "
         "into <code>share/detente/desk</code> beside the program.</p>\n</body>\n</html>\n";
}

}  // namespace detente::desk
