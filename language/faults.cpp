#include "faults.hpp"

#include <fstream>
#include <system_error>

namespace detente::language {

std::string read_file(const std::filesystem::path& path, Faults& faults) {
  constexpr std::uintmax_t kMost = std::uintmax_t{1} << 31;
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (error || !std::filesystem::exists(status)) {
    faults.report(path.string(), "not found");
    return {};
  }
  if (!std::filesystem::is_regular_file(status)) {
    faults.report(path.string(), "not a regular file");
    return {};
  }
  const auto size = std::filesystem::file_size(path, error);
  if (error || size > kMost) {
    faults.report(path.string(), error ? "cannot be read" : "larger than 2 GB");
    return {};
  }
  std::string bytes(static_cast<std::size_t>(size), '\0');
  std::ifstream in(path, std::ios::binary);
  if (!in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) {
    faults.report(path.string(), "cannot be read");
    return {};
  }
  return bytes;
}

}  // namespace detente::language
