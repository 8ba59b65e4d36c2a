#include "files.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>
#include <vector>

namespace detente::cli {

namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

Error failed(const char* what, const std::string& where) {
  const ErrorCode code = errno == ENOSPC   ? ErrorCode::disk_full
                         : errno == ENOENT ? ErrorCode::not_found
                                           : ErrorCode::io;
  return {code, fmt::format("cannot be {}: {}", what, std::generic_category().message(errno)), where};
}

}  // namespace

std::string called(const std::string& path) { return path == "-" ? "standard input" : path; }

Result<std::string> read_whole(const std::string& path, World& world, std::size_t most) {
  constexpr std::size_t kPiece = 1 << 16;
  std::vector<char> piece(kPiece);
  std::string text;
  const Error too_large{ErrorCode::too_large, fmt::format("holds more than {} MB", most >> 20), called(path)};
  if (path == "-") {
    while (true) {
      const std::ptrdiff_t got = world.read(piece.data(), piece.size());
      if (got < 0) {
        return Error{ErrorCode::io, "cannot be read", called(path)};
      }
      if (got == 0) {
        return text;
      }
      text.append(piece.data(), static_cast<std::size_t>(got));
      if (text.size() > most) {
        return too_large;
      }
    }
  }
  const File file(std::fopen(path.c_str(), "rb"));
  if (file == nullptr) {
    return failed("opened", path);
  }
  while (const std::size_t got = std::fread(piece.data(), 1, piece.size(), file.get())) {
    text.append(piece.data(), got);
    if (text.size() > most) {
      return too_large;
    }
  }
  if (std::ferror(file.get()) != 0) {
    return failed("read", path);
  }
  return text;
}

Result<void> write_whole(const std::filesystem::path& path, std::string_view text) {
  const std::string name = path.string();
  std::error_code error;
  // A device or a pipe is written as it is; a file is replaced by one that is whole.
  const bool plain = !std::filesystem::exists(path, error) || std::filesystem::is_regular_file(path, error);
  const std::string part = plain ? name + ".part" : name;
  File file(std::fopen(part.c_str(), "wb"));
  if (file == nullptr) {
    return failed("written", name);
  }
  const bool written = std::fwrite(text.data(), 1, text.size(), file.get()) == text.size();
  if (!written || std::fclose(file.release()) != 0) {
    const Error failure = failed("written", name);
    if (plain) {
      std::filesystem::remove(part, error);
    }
    return failure;
  }
  if (plain) {
    std::filesystem::rename(part, path, error);
    if (error) {
      return Error{ErrorCode::io, "cannot be written: " + error.message(), name};
    }
  }
  return {};
}

}  // namespace detente::cli
