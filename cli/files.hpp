// Whole files in and out, for commands whose input fits in memory.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "detente/cli/world.hpp"
#include "detente/result.hpp"

namespace detente::cli {

inline constexpr std::size_t kLargestFile = std::size_t{256} << 20;

// The bytes of a file; "-" is standard input. Errors: not_found, io, too_large beyond `most`.
Result<std::string> read_whole(const std::string& path, World& world, std::size_t most = kLargestFile);

// Puts a text into a file in one go: what stood there before stays until all of the new is written. Errors: io,
// disk_full.
Result<void> write_whole(const std::filesystem::path& path, std::string_view text);

// What messages call the input: "standard input" for "-".
std::string called(const std::string& path);

}  // namespace detente::cli
