// Hands things from one thread to another, a bounded number at a time.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>

namespace detente::cli {

template <typename T>
class Channel {
 public:
  explicit Channel(std::size_t room) : room_(room) {}

  // Waits for room. False: nobody takes any more.
  bool put(T thing) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return things_.size() < room_ || closed_; });
    if (closed_) {
      return false;
    }
    things_.push_back(std::move(thing));
    changed_.notify_all();
    return true;
  }

  // Waits for a thing. False: there are none left and none will come.
  bool take(T& thing) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !things_.empty() || closed_; });
    if (things_.empty()) {
      return false;
    }
    thing = std::move(things_.front());
    things_.pop_front();
    changed_.notify_all();
    return true;
  }

  // What is inside can still be taken.
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<T> things_;
  std::size_t room_;
  bool closed_ = false;
};

}  // namespace detente::cli
