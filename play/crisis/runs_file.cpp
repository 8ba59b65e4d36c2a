// Files of runs: written run by run, read by column, merged byte for byte.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "detente/play/ensemble.hpp"
#include "detente/text/hash.hpp"

namespace detente::play {

namespace {

static_assert(std::endian::native == std::endian::little, "files of runs are little-endian");

constexpr std::string_view kMagic = "detente runs 1 ";
constexpr std::size_t kLargestHeader = 16u << 20;
constexpr std::size_t kBuffer = 1u << 20;

Error problem(const std::string& path, std::string_view what) {
  const bool full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
  const ErrorCode code = full ? ErrorCode::disk_full : errno == ENOENT ? ErrorCode::not_found : ErrorCode::io;
  return {code, fmt::format("{}: {}", what, std::strerror(errno)), path};
}

std::string header_line(const RunsHeader& header) {
  const nlohmann::ordered_json json{{"digest", header.digest},     {"crisis", header.crisis},
                                    {"start", header.start},       {"days", header.days},
                                    {"seed", header.seed},         {"first", header.first},
                                    {"policies", header.policies}, {"outcomes", header.outcomes}};
  return std::string(kMagic) + json.dump() + "\n";
}

Result<RunsHeader> parse_header(std::string_view line, const std::string& path) {
  const Error wrong{ErrorCode::bad_format, "this is no file of runs", path};
  if (line.substr(0, kMagic.size()) != kMagic) {
    return wrong;
  }
  const auto json = nlohmann::json::parse(line.substr(kMagic.size()), nullptr, false);
  if (!json.is_object()) {
    return wrong;
  }
  const auto texts = [&](const char* key, std::vector<std::string>& out) {
    if (!json.contains(key) || !json[key].is_array()) {
      return false;
    }
    for (const auto& item : json[key]) {
      if (!item.is_string()) {
        return false;
      }
      out.push_back(item.get<std::string>());
    }
    return !out.empty();
  };
  RunsHeader header;
  if (!json.contains("start") || !json["start"].is_string() || !json.contains("days") ||
      !json["days"].is_number_unsigned() || !json.contains("digest") || !json["digest"].is_string() ||
      !json.contains("crisis") || !json["crisis"].is_string() || !json.contains("seed") ||
      !json["seed"].is_number_unsigned() || !json.contains("first") || !json["first"].is_number_unsigned() ||
      !texts("policies", header.policies) || !texts("outcomes", header.outcomes)) {
    return wrong;
  }
  header.digest = json["digest"].get<std::string>();
  header.crisis = json["crisis"].get<std::string>();
  header.start = json["start"].get<std::string>();
  header.days = json["days"].get<int>();
  header.seed = json["seed"].get<std::uint64_t>();
  header.first = json["first"].get<std::uint32_t>();
  return header;
}

Result<std::string> read_header(int file, const std::string& path) {
  std::string out;
  char buffer[65536];
  while (out.size() < kLargestHeader) {
    const ssize_t n = ::pread(file, buffer, sizeof buffer, static_cast<off_t>(out.size()));
    if (n < 0) {
      return problem(path, "cannot be read");
    }
    const std::string_view part(buffer, static_cast<std::size_t>(n));
    const std::size_t end = part.find('\n');
    out += part.substr(0, end == std::string_view::npos ? part.size() : end + 1);
    if (end != std::string_view::npos) {
      return out;
    }
    if (n == 0 || out.substr(0, kMagic.size()) != kMagic.substr(0, out.size())) {
      break;
    }
  }
  return Error{out.empty() ? ErrorCode::truncated : ErrorCode::bad_format, "this is no file of runs", path};
}

std::uint64_t checksum(const char* bytes, std::size_t size) { return text::fnv1a({bytes, size}); }

}  // namespace

RunsFile::~RunsFile() {
  if (file_ >= 0) {
    ::close(file_);
  }
}

RunsFile::RunsFile(RunsFile&& other) noexcept { *this = std::move(other); }

RunsFile& RunsFile::operator=(RunsFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(header_, other.header_);
  std::swap(file_, other.file_);
  std::swap(begin_, other.begin_);
  std::swap(runs_, other.runs_);
  std::swap(buffer_, other.buffer_);
  return *this;
}

Result<RunsFile> RunsFile::open_to_read(const std::string& path) {
  RunsFile out;
  out.path_ = path;
  out.file_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (out.file_ < 0) {
    return problem(path, "cannot be opened");
  }
  auto line = read_header(out.file_, path);
  if (!line) {
    return line.error();
  }
  auto header = parse_header(*line, path);
  if (!header) {
    return header.error();
  }
  out.header_ = std::move(*header);
  out.begin_ = line->size();
  struct stat info {};
  if (::fstat(out.file_, &info) != 0) {
    return problem(path, "cannot be read");
  }
  const std::uint64_t record = (out.width() + 1) * sizeof(double);
  out.runs_ = static_cast<std::uint32_t>((static_cast<std::uint64_t>(info.st_size) - out.begin_) / record);
  return out;
}

Result<RunsFile> RunsFile::open_to_write(const std::string& path, const RunsHeader& header) {
  const std::string line = header_line(header);
  RunsFile out;
  struct stat info {};
  if (::stat(path.c_str(), &info) == 0 && info.st_size > 0) {
    auto found = open_to_read(path);
    if (!found) {
      return found.error();
    }
    if (header_line(found->header_) != line) {
      return Error{ErrorCode::mismatch,
                   "holds runs of another crisis, seed, first run or set of policies: choose another file", path};
    }
    out = std::move(*found);
    ::close(out.file_);
    out.file_ = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    // A last run that fails its checksum was under way when the writing ended.
    while (out.file_ >= 0 && out.runs_ > 0 && !out.row(out.runs_ - 1)) {
      --out.runs_;
    }
    const auto end = static_cast<off_t>(out.begin_ + out.runs_ * (out.width() + 1) * sizeof(double));
    if (out.file_ < 0 || ::ftruncate(out.file_, end) != 0 || ::lseek(out.file_, end, SEEK_SET) < 0) {
      return problem(path, "cannot be written");
    }
    return out;
  }
  out.path_ = path;
  out.header_ = header;
  out.begin_ = line.size();
  out.file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (out.file_ < 0) {
    return problem(path, "cannot be written");
  }
  out.buffer_ = line;
  if (auto flushed = out.flush(); !flushed) {
    return flushed.error();
  }
  return out;
}

Result<void> RunsFile::flush() {
  std::size_t written = 0;
  while (written < buffer_.size()) {
    const ssize_t n = ::write(file_, buffer_.data() + written, buffer_.size() - written);
    if (n < 0 && errno == EINTR) {
      continue;
    }
    if (n < 0) {
      const Error error = problem(path_, "cannot be written to its end");
      buffer_.clear();
      return error;
    }
    written += static_cast<std::size_t>(n);
  }
  buffer_.clear();
  return {};
}

Result<void> RunsFile::add(const std::vector<double>& outcomes) {
  const std::size_t bytes = outcomes.size() * sizeof(double);
  const std::size_t at = buffer_.size();
  buffer_.resize(at + bytes + sizeof(double));
  std::memcpy(buffer_.data() + at, outcomes.data(), bytes);
  const std::uint64_t sum = checksum(buffer_.data() + at, bytes);
  std::memcpy(buffer_.data() + at + bytes, &sum, sizeof sum);
  ++runs_;
  return buffer_.size() >= kBuffer ? flush() : Result<void>();
}

Result<std::vector<double>> RunsFile::row(std::uint32_t run) const {
  std::vector<double> out(width() + 1);
  const std::size_t bytes = out.size() * sizeof(double);
  const ssize_t n = ::pread(file_, out.data(), bytes, static_cast<off_t>(begin_ + std::uint64_t{run} * bytes));
  if (n != static_cast<ssize_t>(bytes)) {
    return n < 0 ? problem(path_, "cannot be read") : Error{ErrorCode::truncated, "ends before its last run", path_};
  }
  std::uint64_t sum = 0;
  std::memcpy(&sum, &out.back(), sizeof sum);
  if (sum != checksum(reinterpret_cast<const char*>(out.data()), bytes - sizeof sum)) {
    return Error{ErrorCode::mismatch, fmt::format("run {} is damaged", header_.first + run), path_};
  }
  out.pop_back();
  return out;
}

Result<std::vector<double>> RunsFile::column(std::size_t policy, std::size_t outcome) const {
  const std::size_t record = (width() + 1) * sizeof(double);
  const std::size_t offset = (policy * header_.outcomes.size() + outcome) * sizeof(double);
  const std::size_t together = std::max<std::size_t>(1, (4u << 20) / record);
  std::vector<char> block(together * record);
  std::vector<double> out(runs_);
  for (std::size_t run = 0; run < runs_; run += together) {
    const std::size_t count = std::min<std::size_t>(together, runs_ - run);
    const ssize_t n = ::pread(file_, block.data(), count * record, static_cast<off_t>(begin_ + run * record));
    if (n != static_cast<ssize_t>(count * record)) {
      return n < 0 ? problem(path_, "cannot be read") : Error{ErrorCode::truncated, "ends before its last run", path_};
    }
    for (std::size_t i = 0; i < count; ++i) {
      std::memcpy(&out[run + i], block.data() + i * record + offset, sizeof(double));
    }
  }
  return out;
}

namespace {

// The files in the order of their runs, checked to be parts of one whole.
Result<std::vector<RunsFile>> parts(const std::vector<std::string>& paths) {
  std::vector<std::pair<RunsFile, std::string>> files;
  for (const std::string& path : paths) {
    auto file = RunsFile::open_to_read(path);
    if (!file) {
      return file.error();
    }
    files.emplace_back(std::move(*file), path);
  }
  if (files.empty()) {
    return Error{ErrorCode::usage, "there is no file of runs to put together", ""};
  }
  std::sort(files.begin(), files.end(),
            [](const auto& a, const auto& b) { return a.first.header().first < b.first.header().first; });
  const RunsHeader& header = files[0].first.header();
  std::uint32_t next = header.first;
  std::vector<RunsFile> out;
  for (const auto& [file, path] : files) {
    RunsHeader other = file.header();
    if (other.first != next) {
      return Error{ErrorCode::mismatch,
                   other.first < next ? fmt::format("begins with run {}, which is in another file too", other.first)
                                      : fmt::format("begins with run {}, and runs {} to {} are missing", other.first,
                                                    next, other.first - 1),
                   path};
    }
    next += file.runs();
    other.first = header.first;
    if (header_line(other) != header_line(header)) {
      return Error{ErrorCode::mismatch,
                   fmt::format("is of another crisis, seed or set of policies than {}", files[0].second), path};
    }
  }
  for (auto& [file, path] : files) {
    out.push_back(std::move(file));
  }
  return out;
}

}  // namespace

Result<RunSet> join_runs(const std::vector<std::string>& paths) {
  auto found = parts(paths);
  if (!found) {
    return found.error();
  }
  const auto files = std::make_shared<std::vector<RunsFile>>(std::move(*found));
  RunSet out;
  out.header = files->front().header();
  for (const RunsFile& file : *files) {
    out.runs += file.runs();
  }
  out.column = [files](std::size_t policy, std::size_t outcome) -> Result<std::vector<double>> {
    std::vector<double> values;
    for (const RunsFile& file : *files) {
      auto column = file.column(policy, outcome);
      if (!column) {
        return column.error();
      }
      values.insert(values.end(), column->begin(), column->end());
    }
    return values;
  };
  return out;
}

Result<void> merge_runs(const std::vector<std::string>& paths, const std::string& out) {
  if (std::find(paths.begin(), paths.end(), out) != paths.end()) {
    return Error{ErrorCode::usage, "is one of the files to be merged: name another for the result", out};
  }
  auto files = parts(paths);
  if (!files) {
    return files.error();
  }
  ::unlink(out.c_str());
  auto merged = RunsFile::open_to_write(out, files->front().header());
  if (!merged) {
    return merged.error();
  }
  for (const RunsFile& file : *files) {
    for (std::uint32_t run = 0; run < file.runs(); ++run) {
      auto row = file.row(run);
      if (!row) {
        return row.error();
      }
      if (auto added = merged->add(*row); !added) {
        return added.error();
      }
    }
  }
  return merged->flush();
}

RunsHeader runs_header(const Model& model, const EnsembleOptions& options, std::string digest) {
  RunsHeader out;
  out.digest = std::move(digest);
  out.crisis = model.crisis().name;
  out.start = model.crisis().start;
  out.days = model.crisis().days;
  out.seed = options.seed;
  out.first = options.first;
  for (const std::size_t policy : options.policies) {
    out.policies.push_back(model.crisis().policies[policy].name);
  }
  for (const OutcomeName& outcome : model.outcomes()) {
    out.outcomes.push_back(outcome.name);
  }
  return out;
}

Result<void> RunTable::add(const RunResult& result) {
  columns_.resize(result.outcomes.size());
  for (std::size_t i = 0; i < result.outcomes.size(); ++i) {
    columns_[i].push_back(result.outcomes[i]);
  }
  return {};
}

RunSet RunTable::set() const {
  RunSet out;
  out.header = header_;
  out.runs = columns_.empty() ? 0 : columns_[0].size();
  out.column = [this](std::size_t policy, std::size_t outcome) -> Result<std::vector<double>> {
    return columns_[policy * header_.outcomes.size() + outcome];
  };
  return out;
}

}  // namespace detente::play
