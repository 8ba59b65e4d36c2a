#include "readers.hpp"

#include <utility>

namespace detente::desk {

Readers::Lease::~Lease() {
  if (readers_ != nullptr) {
    readers_->give_back(index_);
  }
}

record::Record& Readers::Lease::record() const { return readers_->all_[index_]->record; }

bool Readers::Lease::is_late() const {
  const std::lock_guard lock(readers_->mutex_);
  return readers_->all_[index_]->late;
}

Result<std::unique_ptr<Readers>> Readers::open(const record::Record& record, int count, double seconds) {
  std::unique_ptr<Readers> readers(new Readers(seconds));
  for (int i = 0; i < count; ++i) {
    auto reader = record.reader();
    if (!reader) {
      return reader.error();
    }
    readers->all_.push_back(std::make_unique<One>(std::move(*reader)));
  }
  readers->watchdog_ = std::thread([r = readers.get()] { r->watch(); });
  return readers;
}

Readers::~Readers() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }
  if (watchdog_.joinable()) {
    watchdog_.join();
  }
}

Result<Readers::Lease> Readers::take(const record::AsOf& as_of, const std::string& state) {
  std::size_t chosen = all_.size();
  {
    std::unique_lock lock(mutex_);
    // The one that sees the same state already, else the one that has rested longest.
    const auto choose = [&] {
      chosen = all_.size();
      for (std::size_t i = 0; i < all_.size(); ++i) {
        if (all_[i]->lent) {
          continue;
        }
        if (all_[i]->state == state) {
          chosen = i;
          return true;
        }
        if (chosen == all_.size() || all_[i]->used < all_[chosen]->used) {
          chosen = i;
        }
      }
      return chosen < all_.size();
    };
    const auto patience = std::chrono::milliseconds(static_cast<int>(seconds_ * 500));
    if (!changed_.wait_for(lock, patience, choose)) {
      return Error{ErrorCode::locked, "the desk is busy; try again", ""};
    }
    One& one = *all_[chosen];
    one.lent = true;
    one.late = false;
    one.used = ++uses_;
    one.until = Clock::now() + std::chrono::milliseconds(static_cast<int>(seconds_ * 1000));
    changed_.notify_all();
  }
  Lease lease(this, chosen);
  One& one = *all_[chosen];
  if (one.state != state) {
    one.state.clear();
    if (auto looked = one.record.look(as_of); !looked) {
      return looked.error();
    }
    one.state = state;
  }
  return lease;
}

void Readers::give_back(std::size_t index) {
  const std::lock_guard lock(mutex_);
  all_[index]->lent = false;
  changed_.notify_all();
}

void Readers::watch() {
  std::unique_lock lock(mutex_);
  while (!ended_) {
    constexpr auto kBetween = std::chrono::milliseconds(100);
    const auto now = Clock::now();
    bool any = false;
    for (const auto& one : all_) {
      if (one->lent && one->until <= now) {
        // Again and again: a view may ask a second question after the first was stopped.
        one->late = true;
        one->record.interrupt();
      }
      any = any || one->lent;
    }
    if (any) {
      changed_.wait_for(lock, kBetween);
    } else {
      changed_.wait(lock);
    }
  }
}

}  // namespace detente::desk
