// The compiled form of a lexicon: numbers and strings one behind the other, little-endian, read back with every length
// checked. A damaged archive gives an Error, never a crash.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace detente::knowledge {

class ArchiveWriter {
 public:
  template <typename T>
  requires(std::is_arithmetic_v<T> || std::is_enum_v<T>) void put(T value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void put(std::string_view text) {
    put(static_cast<std::uint32_t>(text.size()));
    bytes_.append(text);
  }
  void put(const std::string& text) { put(std::string_view(text)); }
  template <typename T, typename PutOne>
  void put_all(const std::vector<T>& items, PutOne put_one) {
    put(static_cast<std::uint32_t>(items.size()));
    for (const T& item : items) {
      put_one(*this, item);
    }
  }
  void put_all(const std::vector<std::string>& items) {
    put_all(items, [](ArchiveWriter& out, const std::string& item) { out.put(item); });
  }
  // Plain data as one block of bytes. T must have no padding whose value matters and no pointers.
  template <typename T>
  requires std::is_trivially_copyable_v<T>
  void put_block(const std::vector<T>& items) {
    put(static_cast<std::uint32_t>(items.size()));
    bytes_.append(reinterpret_cast<const char*>(items.data()), items.size() * sizeof(T));
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

// After any failed read ok() is false, and every further read gives zeros and empty strings.
class ArchiveReader {
 public:
  explicit ArchiveReader(std::string_view bytes) : rest_(bytes) {}

  template <typename T>
  requires(std::is_arithmetic_v<T> || std::is_enum_v<T>) T get() {
    T value{};
    if (rest_.size() < sizeof value) {
      fail();
      return value;
    }
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_.remove_prefix(sizeof value);
    return value;
  }
  std::string_view get_text() {
    const auto size = get<std::uint32_t>();
    if (rest_.size() < size) {
      fail();
      return {};
    }
    const std::string_view text = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return text;
  }
  template <typename T, typename GetOne>
  void get_all(std::vector<T>& items, GetOne get_one) {
    const auto count = get<std::uint32_t>();
    if (count > rest_.size()) {  // every item takes at least one byte
      fail();
      return;
    }
    items.reserve(count);
    for (std::uint32_t i = 0; i < count && ok_; ++i) {
      items.push_back(get_one(*this));
    }
  }
  void get_all(std::vector<std::string>& items) {
    get_all(items, [](ArchiveReader& in) { return std::string(in.get_text()); });
  }
  // The reverse of put_block(). What the items refer to must still be checked.
  template <typename T>
  requires std::is_trivially_copyable_v<T>
  void get_block(std::vector<T>& items) {
    const auto count = get<std::uint32_t>();
    if (rest_.size() / sizeof(T) < count) {
      fail();
      return;
    }
    items.resize(count);
    if (count > 0) {
      std::memcpy(items.data(), rest_.data(), count * sizeof(T));
    }
    rest_.remove_prefix(count * sizeof(T));
  }
  bool ok() const { return ok_; }
  bool at_end() const { return rest_.empty(); }

 private:
  void fail() {
    ok_ = false;
    rest_ = {};
  }
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace detente::knowledge
