// The files of the page, from the folder that the build has made.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "detente/result.hpp"

namespace detente::desk {

struct PageFile {
  std::string bytes;
  std::string content_type;
  bool is_immutable = false;  // its name changes with its bytes
  bool is_index = false;
};

// The file for the parts of a path. What is not there and looks like no file (there is no dot in its last part) is the
// index, which finds out by itself what the path means. Errors: not_found.
Result<PageFile> page_file(const std::filesystem::path& folder, const std::vector<std::string>& path);

// What is shown where the page has not been built.
std::string page_missing();

}  // namespace detente::desk
