// What was handed in and not yet read, on the disk: a folder beside the record.
//
// A file is there once its name is r00000001.data. Before that it is written under another name and forced to the disk,
// then the folder is, so that it survives whatever ends the program. r00000001.json says what its sender calls it,
// r00000001.done how its reading ended. A play is kept in the same way, with p for r: p00000002.data is what was
// ordered, p00000002.result and .crisis are what came of it. Numbers are given once, whatever the letter.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "detente/result.hpp"

namespace detente::desk {

class Spool {
 public:
  // Makes the folder when the first file comes.
  explicit Spool(std::filesystem::path folder, std::size_t most) : folder_(std::move(folder)), most_(most) {}

  struct Entry {
    std::string id;
    std::string name;
    std::string done;  // JSON of the job; "" if it is not done
  };
  // What an earlier desk left, by age; removes what was not whole. Errors: io.
  Result<std::vector<Entry>> open();

  // A file that is coming in. It is removed again unless keep() is called.
  class Incoming {
   public:
    Incoming(Spool& spool, std::filesystem::path path, int file)
        : spool_(&spool), path_(std::move(path)), file_(file) {}
    Incoming(Incoming&& other) noexcept;
    Incoming& operator=(Incoming&&) = delete;
    ~Incoming();

    // Errors: io, disk_full, too_large (the spool is full).
    Result<void> write(std::string_view bytes);
    // On the disk when this returns. Gives the id. Errors: io, disk_full.
    Result<std::string> keep(const std::string& name, char letter = 'r');
    std::uint64_t size() const { return size_; }

   private:
    Spool* spool_;
    std::filesystem::path path_;
    int file_;
    std::uint64_t size_ = 0;
  };
  // Errors: io, disk_full.
  Result<Incoming> take_in();

  std::filesystem::path data(const std::string& id) const { return folder_ / (id + ".data"); }
  std::string whole_data(const std::string& id) const;
  // What a play came to; of the last 16 plays. "" if it is not there.
  Result<void> keep_play(const std::string& id, std::string_view result, std::string_view crisis);
  std::string result(const std::string& id) const;
  std::string crisis(const std::string& id) const;
  // Keeps how a job ended and lets go of its file. Errors: io, disk_full; then the file is kept.
  Result<void> finish(const std::string& id, std::string_view json);

 private:
  Result<void> write_file(const std::filesystem::path& path, std::string_view text) const;
  Result<void> sync_folder() const;
  Result<void> ensure_folder() const;
  void forget_old();
  void add_play(const std::string& id);

  std::filesystem::path folder_;
  std::size_t most_;
  std::mutex mutex_;
  std::uint64_t held_ = 0;  // bytes
  int last_ = 0;
  int coming_ = 0;
  std::deque<std::string> plays_;  // whose results are kept, by age
};

}  // namespace detente::desk
