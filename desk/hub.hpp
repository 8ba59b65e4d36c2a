// Tells everybody who listens what happens: jobs that go on, revisions that are new.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>

namespace detente::desk {

class Hub {
 public:
  struct Event {
    std::uint64_t id = 0;  // counts from 1
    std::string text;      // in the form of server-sent events
  };

  // `json` is one line.
  void tell(std::string_view type, std::string_view json);
  // Events behind `seen`, at once if there are any, else the first that comes in time; "" if none does. Moves `seen`
  // on. Who is too slow misses the oldest.
  std::string next(std::uint64_t& seen, std::chrono::milliseconds patience);
  std::uint64_t last() const;
  // Lets everybody go.
  void close();
  bool is_closed() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Event> events_;
  std::uint64_t last_ = 0;
  bool closed_ = false;
};

}  // namespace detente::desk
