// Work that takes longer than a request: reading what was handed in, playing a crisis forward. One thread for each
// kind, so that a long play does not keep reports waiting.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "detente/result.hpp"
#include "hub.hpp"

namespace detente::desk {

enum class JobKind : std::uint8_t { read, play };
enum class JobState : std::uint8_t { waiting, running, done, failed, cancelled };

std::string_view name(JobKind kind);
std::string_view name(JobState state);

struct Job {
  std::string id;
  JobKind kind = JobKind::read;
  JobState state = JobState::waiting;
  std::string name;  // of the file, or of the crisis
  std::int64_t done = 0;
  std::int64_t total = 0;
  std::string message;
  std::string result;  // JSON in short; "" until it is done
  std::string error;   // the code of what went wrong
};

std::string to_json(const Job& job);
// Of one that an earlier desk has written. `id` is kept if the text is damaged.
Job job_from_json(const std::string& id, std::string_view json);

class Jobs {
 public:
  // What a running job may call: says how far it is; false when it is to stop.
  using Tell = std::function<bool(std::int64_t done, std::int64_t total, const std::string& message)>;
  // Does the work and gives the result in short, as JSON. Error cancelled if told to stop.
  using Work = std::function<Result<std::string>(const Tell& tell)>;
  // Called once when the job has ended, before anybody is told so.
  using Ended = std::function<void(Job& job, const Error* error)>;

  explicit Jobs(Hub& hub) : hub_(hub) {}
  ~Jobs();
  Jobs(const Jobs&) = delete;
  Jobs& operator=(const Jobs&) = delete;

  void start();
  // Stops what runs; what waits stays undone, and `ended` of both is not called.
  void stop();

  // Errors: locked (too many wait).
  Result<void> add(Job job, Work work, Ended ended);
  // One of an earlier desk that has ended.
  void remember(Job job);
  // Errors: not_found, bad_value (it has ended).
  Result<Job> cancel(const std::string& id);
  Result<Job> find(const std::string& id) const;
  // The newest first.
  std::vector<Job> all() const;
  int under_way() const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Entry {
    Job job;
    Work work;
    Ended ended;
    std::atomic<bool> cancelled{false};
    Clock::time_point told{};
  };

  void run(JobKind kind);
  bool tell(Entry& entry, std::int64_t done, std::int64_t total, const std::string& message);
  void forget_old();

  Hub& hub_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::shared_ptr<Entry>> all_;  // by age
  std::array<std::deque<std::shared_ptr<Entry>>, 2> waiting_;
  std::vector<std::thread> threads_;
  std::atomic<bool> ended_{false};
};

}  // namespace detente::desk
