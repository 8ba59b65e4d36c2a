#include "spool.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

namespace detente::desk {

namespace fs = std::filesystem;

namespace {

constexpr int kMode = 0600;

Error failed(const char* what, const fs::path& path) {
  const int why = errno;
  const bool full = why == ENOSPC || why == EDQUOT || why == EFBIG;
  return {full ? ErrorCode::disk_full : ErrorCode::io, fmt::format("{}: {}", what, std::strerror(why)), path.string()};
}

Result<void> write_all(int file, std::string_view bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno != EINTR) {
      return failed("it could not be written", path);
    }
    bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  }
  return {};
}

std::string whole(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

int number_of(const std::string& id) {
  int number = 0;
  if (id.size() > 1 && (id.front() == 'r' || id.front() == 'p')) {
    std::from_chars(id.data() + 1, id.data() + id.size(), number);
  }
  return number;
}

}  // namespace

Result<void> Spool::sync_folder() const {
  const int folder = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) {
    return failed("the folder could not be opened", folder_);
  }
  const bool good = ::fsync(folder) == 0;
  Error error = good ? Error{} : failed("the folder could not be forced to the disk", folder_);
  ::close(folder);
  return good ? Result<void>() : Result<void>(error);
}

Result<void> Spool::ensure_folder() const {
  std::error_code error;
  if (fs::create_directory(folder_, error)) {
    fs::permissions(folder_, fs::perms::owner_all, error);
    const Spool above(folder_.has_parent_path() ? folder_.parent_path() : fs::path("."), 0);
    return above.sync_folder();
  }
  if (error || !fs::is_directory(folder_, error)) {
    return Error{ErrorCode::io, "the folder for what is handed in could not be made", folder_.string()};
  }
  return {};
}

Result<void> Spool::write_file(const fs::path& path, std::string_view text) const {
  const fs::path unfinished = path.string() + ".part";
  const int file = ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kMode);
  if (file < 0) {
    return failed("it could not be made", unfinished);
  }
  auto written = write_all(file, text, unfinished);
  if (written && ::fsync(file) != 0) {
    written = failed("it could not be forced to the disk", unfinished);
  }
  ::close(file);
  if (written && ::rename(unfinished.c_str(), path.c_str()) != 0) {
    written = failed("it could not be given its name", path);
  }
  return written;
}

Result<std::vector<Spool::Entry>> Spool::open() {
  std::map<int, Entry> entries;
  std::error_code error;
  if (!fs::exists(folder_, error)) {
    return std::vector<Entry>();
  }
  std::vector<fs::path> files;
  for (fs::directory_iterator at(folder_, error), end; !error && at != end; at.increment(error)) {
    files.push_back(at->path());
  }
  if (error) {
    return Error{ErrorCode::io, fmt::format("the folder could not be read: {}", error.message()), folder_.string()};
  }
  for (const fs::path& file : files) {
    const int number = number_of(file.stem().string());
    last_ = std::max(last_, number);
    if (file.extension() == ".part") {
      fs::remove(file, error);
    } else if (number > 0 && file.extension() == ".done") {
      entries[number].id = file.stem().string();
      entries[number].done = whole(file);
    }
  }
  for (const fs::path& file : files) {
    const int number = number_of(file.stem().string());
    if (number <= 0 || file.extension() != ".data") {
      continue;
    }
    if (!entries[number].done.empty()) {
      fs::remove(file, error);  // it ended between the two steps of finish()
      continue;
    }
    const auto json = nlohmann::json::parse(whole(folder_ / (file.stem().string() + ".json")), nullptr, false);
    entries[number].id = file.stem().string();
    entries[number].name = json.is_object() && json.contains("name") && json["name"].is_string()
                               ? json["name"].get<std::string>()
                               : file.filename().string();
    const auto size = fs::file_size(file, error);
    held_ += error ? 0 : size;
  }
  std::vector<Entry> out;
  for (const fs::path& file : files) {
    const auto entry = entries.find(number_of(file.stem().string()));
    const bool is_play = file.extension() == ".result" || file.extension() == ".crisis";
    if (entry == entries.end() ? is_play || file.extension() == ".json" : is_play && entry->second.done.empty()) {
      fs::remove(file, error);
    }
  }
  for (auto& [number, entry] : entries) {
    if (!entry.done.empty() && entry.id.front() == 'p') {
      add_play(entry.id);
    }
    out.push_back(std::move(entry));
  }
  return out;
}

Result<Spool::Incoming> Spool::take_in() {
  if (auto there = ensure_folder(); !there) {
    return there.error();
  }
  fs::path path;
  {
    const std::lock_guard lock(mutex_);
    path = folder_ / fmt::format("coming-{}-{}.part", ::getpid(), ++coming_);
  }
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kMode);
  if (file < 0) {
    return failed("it could not be made", path);
  }
  return Incoming(*this, path, file);
}

Spool::Incoming::Incoming(Incoming&& other) noexcept
    : spool_(other.spool_),
      path_(std::move(other.path_)),
      file_(std::exchange(other.file_, -1)),
      size_(std::exchange(other.size_, 0)) {}

Spool::Incoming::~Incoming() {
  if (file_ >= 0) {
    ::close(file_);
    ::unlink(path_.c_str());
    const std::lock_guard lock(spool_->mutex_);
    spool_->held_ -= size_;
  }
}

Result<void> Spool::Incoming::write(std::string_view bytes) {
  {
    const std::lock_guard lock(spool_->mutex_);
    if (spool_->held_ + bytes.size() > spool_->most_) {
      return Error{ErrorCode::too_large, "too much waits to be read; try again when some of it is done", ""};
    }
    spool_->held_ += bytes.size();
    size_ += bytes.size();
  }
  return write_all(file_, bytes, path_);
}

Result<std::string> Spool::Incoming::keep(const std::string& name, char letter) {
  if (::fsync(file_) != 0) {
    return failed("it could not be forced to the disk", path_);
  }
  std::string id;
  {
    const std::lock_guard lock(spool_->mutex_);
    id = fmt::format("{}{:08}", letter, ++spool_->last_);
  }
  const nlohmann::json about{{"name", name}, {"bytes", size_}};
  auto kept = spool_->write_file(spool_->folder_ / (id + ".json"),
                                 about.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  if (kept && ::rename(path_.c_str(), spool_->data(id).c_str()) != 0) {
    kept = failed("it could not be given its name", path_);
  }
  if (kept) {
    kept = spool_->sync_folder();
  }
  if (!kept) {
    return kept.error();
  }
  ::close(file_);
  file_ = -1;
  return id;
}

std::string Spool::whole_data(const std::string& id) const { return whole(data(id)); }

Result<void> Spool::keep_play(const std::string& id, std::string_view result, std::string_view crisis) {
  if (auto written = write_file(folder_ / (id + ".result"), result); !written) {
    return written;
  }
  if (auto written = write_file(folder_ / (id + ".crisis"), crisis); !written) {
    return written;
  }
  const std::lock_guard lock(mutex_);
  add_play(id);
  return {};
}

std::string Spool::result(const std::string& id) const { return whole(folder_ / (id + ".result")); }

std::string Spool::crisis(const std::string& id) const { return whole(folder_ / (id + ".crisis")); }

void Spool::add_play(const std::string& id) {
  constexpr std::size_t kKept = 16;
  plays_.push_back(id);
  for (; plays_.size() > kKept; plays_.pop_front()) {
    std::error_code error;
    fs::remove(folder_ / (plays_.front() + ".result"), error);
    fs::remove(folder_ / (plays_.front() + ".crisis"), error);
  }
}

Result<void> Spool::finish(const std::string& id, std::string_view json) {
  if (auto written = write_file(folder_ / (id + ".done"), json); !written) {
    return written;
  }
  if (auto synced = sync_folder(); !synced) {
    return synced;
  }
  std::error_code error;
  const auto size = fs::file_size(data(id), error);
  const bool known = !error;
  fs::remove(data(id), error);
  fs::remove(folder_ / (id + ".json"), error);
  const std::lock_guard lock(mutex_);
  held_ -= known ? size : 0;
  forget_old();
  return {};
}

void Spool::forget_old() {
  constexpr int kKept = 200;
  std::error_code error;
  for (const char letter : {'r', 'p'}) {
    fs::remove(folder_ / fmt::format("{}{:08}.done", letter, last_ - kKept), error);
  }
}

}  // namespace detente::desk
