// Work on several threads whose results come out in the order in which the work went in, with a bounded number of
// things under way: memory stays flat however long the input is.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace detente::cli {

// `produce(In&)` gives the next thing or false; it runs on the calling thread alone.
// `work(In&, worker)` gives Out; it runs on `threads` threads at once, worker 0 .. threads - 1.
// `consume(Out&&)` takes the results in order, one at a time; false stops the whole.
// With one thread everything happens on the calling thread, one thing after the other.
template <typename In, typename Out>
void run_in_order(std::size_t threads, const std::function<bool(In&)>& produce,
                  const std::function<Out(In&, std::size_t)>& work, const std::function<bool(Out&&)>& consume) {
  if (threads <= 1) {
    In in;
    while (produce(in) && consume(work(in, 0))) {
    }
    return;
  }
  struct Slot {
    In in{};
    std::optional<Out> out;
  };
  constexpr std::size_t kPerThread = 4;
  std::vector<Slot> slots(threads * kPerThread);
  std::mutex mutex;
  std::condition_variable changed;
  std::size_t made = 0;      // things put in
  std::size_t taken = 0;     // things given to a worker
  std::size_t consumed = 0;  // results taken out
  bool ended = false;
  bool stopped = false;
  bool consuming = false;

  // Whoever finds the next result ready takes results out until one is missing; the lock is open meanwhile.
  const auto drain = [&](std::unique_lock<std::mutex>& lock) {
    if (consuming) {
      return;
    }
    consuming = true;
    while (!stopped && consumed < made && slots[consumed % slots.size()].out) {
      Out out = std::move(*slots[consumed % slots.size()].out);
      slots[consumed % slots.size()].out.reset();
      lock.unlock();
      const bool go_on = consume(std::move(out));
      lock.lock();
      ++consumed;
      stopped = stopped || !go_on;
      changed.notify_all();
    }
    consuming = false;
  };

  std::vector<std::thread> workers;
  for (std::size_t worker = 0; worker < threads; ++worker) {
    workers.emplace_back([&, worker] {
      std::unique_lock lock(mutex);
      for (;;) {
        changed.wait(lock, [&] { return taken < made || ended || stopped; });
        if (stopped || taken == made) {
          return;
        }
        Slot& slot = slots[taken % slots.size()];
        ++taken;
        In in = std::move(slot.in);
        lock.unlock();
        Out out = work(in, worker);
        lock.lock();
        slot.out.emplace(std::move(out));
        drain(lock);
      }
    });
  }
  for (In in; produce(in);) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return made - consumed < slots.size() || stopped; });
    if (stopped) {
      break;
    }
    slots[made % slots.size()].in = std::move(in);
    in = In{};
    ++made;
    changed.notify_all();
  }
  {
    const std::lock_guard lock(mutex);
    ended = true;
    changed.notify_all();
  }
  for (std::thread& worker : workers) {
    worker.join();
  }
}

}  // namespace detente::cli
