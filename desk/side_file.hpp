// Files that the desk keeps beside a record: a mark, the hash of what follows it, and that. They can be deleted at any
// time.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace detente::desk {

// The first line of a file whose rest this is: the mark and the rest's hash, 32 digits.
std::string side_file_head(std::string_view mark, std::string_view rest);

// The old file or the new one is there at any moment. False: it could not be written, and the old one stays.
bool save_side_file(const std::filesystem::path& path, std::string_view mark, std::string_view rest);

}  // namespace detente::desk
