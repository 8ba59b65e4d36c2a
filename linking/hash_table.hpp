// Tables of hashes for millions of entries: open addressing over arrays, linear probing, doubling.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace detente::linking {

// Keys are hashes that are well mixed; entries are never taken out.
template <typename Value>
class HashTable {
 public:
  Value* find(std::uint32_t key) {
    const std::size_t slot = slot_of(key);
    return used_[slot] ? &values_[slot] : nullptr;
  }

  // The value of the key; one made by default, and `fresh`, if it was not there.
  Value& at(std::uint32_t key, bool& fresh) {
    if (4 * (size_ + 1) > 3 * keys_.size()) {
      grow();
    }
    const std::size_t slot = slot_of(key);
    fresh = !used_[slot];
    if (fresh) {
      used_[slot] = true;
      keys_[slot] = key;
      ++size_;
    }
    return values_[slot];
  }

  std::size_t memory() const {
    return keys_.capacity() * (sizeof(std::uint32_t) + sizeof(Value)) + keys_.capacity() / 8;
  }

 private:
  std::size_t slot_of(std::uint32_t key) const {
    const std::size_t mask = keys_.size() - 1;
    std::size_t slot = (key * 0x9e3779b97f4a7c15ULL >> 20U) & mask;
    while (used_[slot] && keys_[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  void grow() {
    std::vector<std::uint32_t> keys(keys_.size() * 2);
    std::vector<Value> values(keys.size());
    std::vector<bool> used(keys.size());
    keys.swap(keys_);
    values.swap(values_);
    used.swap(used_);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (used[i]) {
        const std::size_t slot = slot_of(keys[i]);
        used_[slot] = true;
        keys_[slot] = keys[i];
        values_[slot] = values[i];
      }
    }
  }

  std::vector<std::uint32_t> keys_ = std::vector<std::uint32_t>(64);
  std::vector<Value> values_ = std::vector<Value>(64);
  std::vector<bool> used_ = std::vector<bool>(64);
  std::size_t size_ = 0;
};

// Which reports have a feature: for each key the first report of each origin that had it, up to a limit of origins.
// A key of more origins is common: it gives nobody any longer.
class Postings {
 public:
  explicit Postings(std::uint32_t limit) : limit_(limit) {}

  template <typename GroupOf>
  void add(std::uint32_t key, std::uint32_t report, const GroupOf& group_of) {
    bool fresh = false;
    std::uint32_t& head = table_.at(key, fresh);
    if (fresh) {
      head = report;
      return;
    }
    if (head == kCommon) {
      return;
    }
    const std::uint32_t group = group_of(report);
    std::uint32_t origins = 0;
    for (std::uint32_t link = head;; link = next_[link & kIndex]) {
      const std::uint32_t other = (link & kChained) != 0 ? report_[link & kIndex] : link;
      if (group_of(other) == group) {
        return;
      }
      ++origins;
      if ((link & kChained) == 0) {
        break;
      }
    }
    if (origins >= limit_) {
      head = kCommon;
      return;
    }
    report_.push_back(report);
    next_.push_back(head);
    head = kChained | static_cast<std::uint32_t>(report_.size() - 1);
  }

  // Calls take(report, origins) for each report with the key; `origins` is how many there are.
  template <typename Take>
  void each(std::uint32_t key, const Take& take) {
    const std::uint32_t* head = table_.find(key);
    if (head == nullptr || *head == kCommon) {
      return;
    }
    std::uint32_t origins = 1;
    for (std::uint32_t link = *head; (link & kChained) != 0; link = next_[link & kIndex]) {
      ++origins;
    }
    std::uint32_t link = *head;
    while ((link & kChained) != 0) {
      take(report_[link & kIndex], origins);
      link = next_[link & kIndex];
    }
    take(link, origins);
  }

  std::size_t memory() const {
    return table_.memory() + (report_.capacity() + next_.capacity()) * sizeof(std::uint32_t);
  }

 private:
  static constexpr std::uint32_t kCommon = 0xffffffffU;
  static constexpr std::uint32_t kChained = 0x80000000U;
  static constexpr std::uint32_t kIndex = 0x7fffffffU;

  std::uint32_t limit_;
  HashTable<std::uint32_t> table_;
  std::vector<std::uint32_t> report_;
  std::vector<std::uint32_t> next_;
};

}  // namespace detente::linking
