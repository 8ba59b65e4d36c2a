#include "side_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <system_error>

#include "detente/text/hash.hpp"

namespace detente::desk {

namespace fs = std::filesystem;

std::string side_file_head(std::string_view mark, std::string_view rest) {
  const text::Hash128 hash = text::murmur3_x64_128(rest);
  return fmt::format("{}{:016x}{:016x}\n", mark, hash.low, hash.high);
}

bool save_side_file(const fs::path& path, std::string_view mark, std::string_view rest) {
  const fs::path unfinished = fmt::format("{}.making-{}", path.string(), getpid());
  std::error_code error;
  {
    std::ofstream file(unfinished, std::ios::binary | std::ios::trunc);
    file << side_file_head(mark, rest) << rest;
    file.close();
    if (!file) {
      fs::remove(unfinished, error);
      return false;
    }
  }
  fs::rename(unfinished, path, error);
  if (error) {
    std::error_code ignored;
    fs::remove(unfinished, ignored);
    return false;
  }
  return true;
}

}  // namespace detente::desk
