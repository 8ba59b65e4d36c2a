#include "hub.hpp"

#include <fmt/format.h>

namespace detente::desk {

void Hub::tell(std::string_view type, std::string_view json) {
  constexpr std::size_t kKept = 256;
  const std::lock_guard lock(mutex_);
  ++last_;
  events_.push_back({last_, fmt::format("id: {}\nevent: {}\ndata: {}\n\n", last_, type, json)});
  if (events_.size() > kKept) {
    events_.pop_front();
  }
  changed_.notify_all();
}

std::string Hub::next(std::uint64_t& seen, std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  if (seen > last_) {
    seen = last_;  // of a server that was here before
  }
  changed_.wait_for(lock, patience, [&] { return last_ > seen || closed_; });
  std::string text;
  for (const Event& event : events_) {
    if (event.id > seen) {
      text += event.text;
    }
  }
  seen = last_;
  return text;
}

std::uint64_t Hub::last() const {
  const std::lock_guard lock(mutex_);
  return last_;
}

void Hub::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

bool Hub::is_closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

}  // namespace detente::desk
