// Files, folders and streams: what is there to read, in which order, and by which reader.
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <istream>
#include <set>
#include <utility>
#include <vector>

#include "inflate.hpp"
#include "session.hpp"

namespace detente::intake {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kHead = 4096;

void dispatch(const Item& item, Input& input, GzipSource* gzip) {
  std::string what;
  switch (kind_of(input.peek(kHead), item.name, what)) {
    case Kind::empty:
      if (input.error()) {
        item.session.problem(*input.error(), item.name);
      } else {
        item.session.problem(ErrorCode::missing_field, "it is empty", item.name);
      }
      return;
    case Kind::text:
      return read_text_input(item, input);
    case Kind::page:
      return read_page_input(item, input);
    case Kind::json_lines:
      return read_json_lines(item, input);
    case Kind::warc:
      return read_warc(item, input, gzip);
    case Kind::arc:
      return read_arc(item, input, gzip);
    case Kind::feed:
      return read_feed(item, input);
    case Kind::gzip: {
      if (item.packed) {
        item.session.problem(ErrorCode::unsupported, "gzip inside gzip is not read", item.name);
        return;
      }
      GzipSource source(input, {item.session.options.max_ratio, item.session.options.max_text});
      Input unpacked(source);
      dispatch({item.session, item.name, true}, unpacked, &source);
      return;
    }
    case Kind::other:
      item.session.problem(ErrorCode::unsupported, "it is " + what + ", which is not read", item.name);
      return;
  }
}

// Counts the bytes that were read for the progress.
class CountingSource : public Source {
 public:
  CountingSource(Source& below, Session& session) : below_(below), session_(session) {}
  Result<std::size_t> read(char* to, std::size_t size) override {
    auto got = below_.read(to, size);
    if (got) {
      session_.progress.bytes_done += *got;
    }
    return got;
  }

 private:
  Source& below_;
  Session& session_;
};

struct File {
  fs::path path;
  std::uint64_t size = 0;
};

// Finds the files under a path in order.
class Walker {
 public:
  explicit Walker(Session& session) : session_(session) {}

  std::vector<File> run(const fs::path& start) {
    // Paths still to look at, the next one last.
    std::vector<fs::path> todo = {start};
    while (!todo.empty() && !session_.stopped()) {
      const fs::path path = std::move(todo.back());
      todo.pop_back();
      look_at(path, todo);
    }
    return std::move(files_);
  }

 private:
  void look_at(const fs::path& path, std::vector<fs::path>& todo) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) {
      const int code = errno;
      if (code == ELOOP) {
        session_.problem(ErrorCode::io, "the link leads back to itself", path.string());
      } else if (code == ENOENT) {
        session_.problem(
            ErrorCode::not_found,
            fs::is_symlink(fs::symlink_status(path, ignored_)) ? "the link leads nowhere" : "there is no such file",
            path.string());
      } else {
        session_.problem(ErrorCode::io, std::string("it cannot be read: ") + std::strerror(code), path.string());
      }
      return;
    }
    if (S_ISREG(info.st_mode)) {
      files_.push_back({path, static_cast<std::uint64_t>(info.st_size)});
      return;
    }
    if (!S_ISDIR(info.st_mode)) {
      session_.problem(ErrorCode::unsupported, "it is neither a file nor a folder and was passed over", path.string());
      return;
    }
    if (!seen_.emplace(static_cast<std::uint64_t>(info.st_dev), static_cast<std::uint64_t>(info.st_ino)).second) {
      session_.problem(ErrorCode::io, "the folder was read already by another way", path.string());
      return;
    }
    std::error_code failed;
    fs::directory_iterator entries(path, failed);
    std::vector<fs::path> found;
    while (!failed && entries != fs::directory_iterator()) {
      if (!entries->path().filename().string().starts_with('.')) {
        found.push_back(entries->path());
      }
      entries.increment(failed);
    }
    if (failed) {
      session_.problem(ErrorCode::io, "the folder cannot be read: " + failed.message(), path.string());
    }
    std::sort(found.begin(), found.end(), [](const fs::path& a, const fs::path& b) { return a.native() > b.native(); });
    todo.insert(todo.end(), found.begin(), found.end());
  }

  Session& session_;
  std::vector<File> files_;
  std::set<std::pair<std::uint64_t, std::uint64_t>> seen_;
  std::error_code ignored_;
};

void read_source(Session& session, Source& source, std::string name) {
  CountingSource counted(source, session);
  Input input(counted);
  dispatch({session, std::move(name), false}, input, nullptr);
}

}  // namespace

Counts read_path(const fs::path& path, const Options& options, const Sinks& sinks) {
  Session session(options, sinks);
  const std::vector<File> files = Walker(session).run(path);
  session.progress.files_total = files.size();
  for (const File& file : files) {
    session.progress.bytes_total += file.size;
  }
  std::uint64_t before = 0;
  for (const File& file : files) {
    if (session.stopped()) {
      break;
    }
    std::ifstream in(file.path, std::ios::binary);
    if (!in) {
      session.problem(ErrorCode::io, std::string("it cannot be opened: ") + std::strerror(errno), file.path.string());
    } else {
      StreamSource source(in);
      read_source(session, source, file.path.string());
    }
    before += file.size;
    session.progress.bytes_done = before;
    ++session.progress.files_done;
    if (sinks.on_progress) {
      sinks.on_progress(session.progress);
    }
  }
  return session.counts;
}

Counts read_stream(std::istream& in, std::string_view name, const Options& options, const Sinks& sinks) {
  Session session(options, sinks);
  StreamSource source(in);
  read_source(session, source, std::string(name));
  session.progress.files_done = session.progress.files_total = 1;
  if (sinks.on_progress) {
    sinks.on_progress(session.progress);
  }
  return session.counts;
}

}  // namespace detente::intake
