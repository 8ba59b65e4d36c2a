// Connections for views: a fixed number, each looked at some state of the record, lent to one request at a time.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "detente/record/record.hpp"
#include "detente/result.hpp"

namespace detente::desk {

class Readers {
 public:
  // A lent connection; it goes back when this ends.
  class Lease {
   public:
    Lease(Readers* readers, std::size_t index) : readers_(readers), index_(index) {}
    Lease(Lease&& other) noexcept : readers_(std::exchange(other.readers_, nullptr)), index_(other.index_) {}
    Lease& operator=(Lease&&) = delete;
    ~Lease();
    record::Record& record() const;
    // The time for the answer is over and its query was stopped.
    bool is_late() const;

   private:
    Readers* readers_;
    std::size_t index_;
  };

  // Errors: those of Record::reader.
  static Result<std::unique_ptr<Readers>> open(const record::Record& record, int count, double seconds);
  ~Readers();
  Readers(const Readers&) = delete;
  Readers& operator=(const Readers&) = delete;

  // A connection that is looked at `as_of`. `state` names what is to be seen: a connection that was looked at it
  // before is not looked again. Errors: locked (none came free in time), bad_value (the date is none), database.
  Result<Lease> take(const record::AsOf& as_of, const std::string& state);

 private:
  using Clock = std::chrono::steady_clock;
  struct One {
    explicit One(record::Record r) : record(std::move(r)) {}
    record::Record record;
    std::string state;
    bool lent = false;
    bool late = false;
    Clock::time_point until{};
    std::uint64_t used = 0;
  };

  explicit Readers(double seconds) : seconds_(seconds) {}
  void give_back(std::size_t index);
  void watch();

  double seconds_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::unique_ptr<One>> all_;
  std::uint64_t uses_ = 0;
  bool ended_ = false;
  std::thread watchdog_;
};

}  // namespace detente::desk
