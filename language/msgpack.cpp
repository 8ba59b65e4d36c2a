#include "msgpack.hpp"

#include <bit>
#include <cstring>

#include "detente/text/utf8.hpp"

namespace detente::language {

namespace {

constexpr int kDeepest = 64;

class Reader {
 public:
  Reader(std::string_view bytes, const std::string& where, Faults& faults)
      : bytes_(bytes), where_(where), faults_(faults) {}

  MsgValue read_all() {
    MsgValue value = read(0);
    if (!failed_ && at_ != bytes_.size()) {
      fail("bytes follow the end of the MessagePack value");
    }
    return value;
  }

 private:
  using Kind = MsgValue::Kind;

  void fail(const char* message) {
    if (!failed_) {
      faults_.report(where_ + " byte " + std::to_string(at_), message);
    }
    failed_ = true;
  }

  std::uint64_t number(std::size_t size) {
    if (bytes_.size() - at_ < size) {
      fail("MessagePack data is truncated");
      return 0;
    }
    std::uint64_t n = 0;
    for (std::size_t i = 0; i < size; ++i) {
      n = (n << 8) | static_cast<unsigned char>(bytes_[at_ + i]);
    }
    at_ += size;
    return n;
  }

  void blob(MsgValue& value, Kind kind, std::uint64_t size) {
    value.kind = kind;
    if (failed_ || bytes_.size() - at_ < size) {
      fail("MessagePack data is truncated");
      return;
    }
    value.bytes = bytes_.substr(at_, static_cast<std::size_t>(size));
    if (kind == Kind::text && text::first_invalid(value.bytes) != std::string_view::npos) {
      fail("text that is not UTF-8");
      return;
    }
    at_ += static_cast<std::size_t>(size);
  }

  void sequence(MsgValue& value, Kind kind, std::uint64_t count, int depth) {
    value.kind = kind;
    // Each element takes at least a byte, so a larger count cannot be true.
    if (failed_ || count > bytes_.size() - at_) {
      fail("MessagePack data is truncated");
      return;
    }
    if (depth >= kDeepest) {
      fail("MessagePack data is nested too deep");
      return;
    }
    value.items.reserve(static_cast<std::size_t>(count < 4096 ? count : 4096));
    for (std::uint64_t i = 0; i < count && !failed_; ++i) {
      value.items.push_back(read(depth + 1));
    }
  }

  void whole(MsgValue& value, std::int64_t n) {
    value.kind = Kind::integer;
    value.integer = n;
    value.natural = n < 0 ? 0 : static_cast<std::uint64_t>(n);
  }

  void natural(MsgValue& value, std::uint64_t n) {
    value.kind = Kind::natural;
    value.natural = n;
    value.integer = static_cast<std::int64_t>(n);
  }

  MsgValue read(int depth) {
    MsgValue value;
    const auto tag = static_cast<std::uint8_t>(number(1));
    if (failed_) {
      return value;
    }
    if (tag < 0x80) {
      natural(value, tag);
    } else if (tag < 0x90) {
      sequence(value, Kind::map, std::uint64_t{2} * (tag & 0x0FU), depth);
    } else if (tag < 0xA0) {
      sequence(value, Kind::array, tag & 0x0FU, depth);
    } else if (tag < 0xC0) {
      blob(value, Kind::text, tag & 0x1FU);
    } else if (tag >= 0xE0) {
      whole(value, static_cast<std::int8_t>(tag));
    } else {
      read_tagged(value, tag, depth);
    }
    return value;
  }

  void read_tagged(MsgValue& value, std::uint8_t tag, int depth) {
    switch (tag) {
      case 0xC0:
        break;
      case 0xC2:
      case 0xC3:
        value.kind = Kind::boolean;
        value.boolean = tag == 0xC3;
        break;
      case 0xC4:
        blob(value, Kind::binary, number(1));
        break;
      case 0xC5:
        blob(value, Kind::binary, number(2));
        break;
      case 0xC6:
        blob(value, Kind::binary, number(4));
        break;
      case 0xC7:
        blob(value, Kind::ext, number(1) + 1);
        break;
      case 0xC8:
        blob(value, Kind::ext, number(2) + 1);
        break;
      case 0xC9:
        blob(value, Kind::ext, number(4) + 1);
        break;
      case 0xCA:
        value.kind = Kind::real;
        value.real = std::bit_cast<float>(static_cast<std::uint32_t>(number(4)));
        break;
      case 0xCB:
        value.kind = Kind::real;
        value.real = std::bit_cast<double>(number(8));
        break;
      case 0xCC:
        natural(value, number(1));
        break;
      case 0xCD:
        natural(value, number(2));
        break;
      case 0xCE:
        natural(value, number(4));
        break;
      case 0xCF:
        natural(value, number(8));
        break;
      case 0xD0:
        whole(value, static_cast<std::int8_t>(number(1)));
        break;
      case 0xD1:
        whole(value, static_cast<std::int16_t>(number(2)));
        break;
      case 0xD2:
        whole(value, static_cast<std::int32_t>(number(4)));
        break;
      case 0xD3:
        whole(value, static_cast<std::int64_t>(number(8)));
        break;
      case 0xD4:
        blob(value, Kind::ext, 2);
        break;
      case 0xD5:
        blob(value, Kind::ext, 3);
        break;
      case 0xD6:
        blob(value, Kind::ext, 5);
        break;
      case 0xD7:
        blob(value, Kind::ext, 9);
        break;
      case 0xD8:
        blob(value, Kind::ext, 17);
        break;
      case 0xD9:
        blob(value, Kind::text, number(1));
        break;
      case 0xDA:
        blob(value, Kind::text, number(2));
        break;
      case 0xDB:
        blob(value, Kind::text, number(4));
        break;
      case 0xDC:
        sequence(value, Kind::array, number(2), depth);
        break;
      case 0xDD:
        sequence(value, Kind::array, number(4), depth);
        break;
      case 0xDE:
        sequence(value, Kind::map, 2 * number(2), depth);
        break;
      case 0xDF:
        sequence(value, Kind::map, 2 * number(4), depth);
        break;
      default:
        fail("not MessagePack data");
    }
  }

  std::string_view bytes_;
  const std::string& where_;
  Faults& faults_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace

const MsgValue* MsgValue::find(std::string_view key) const {
  if (kind != Kind::map) {
    return nullptr;
  }
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
    if (items[i].is_bytes() && items[i].bytes == key) {
      return &items[i + 1];
    }
  }
  return nullptr;
}

MsgValue read_msgpack(std::string_view bytes, const std::string& where, Faults& faults) {
  return Reader(bytes, where, faults).read_all();
}

Tensor read_tensor(const MsgValue* value, const std::string& where, Faults& faults) {
  Tensor tensor;
  const MsgValue* type = value == nullptr ? nullptr : value->find("type");
  const MsgValue* shape = value == nullptr ? nullptr : value->find("shape");
  const MsgValue* data = value == nullptr ? nullptr : value->find("data");
  if (type == nullptr || shape == nullptr || data == nullptr || !shape->is(MsgValue::Kind::array) ||
      !data->is_bytes()) {
    faults.report(where, "a weight array is missing or malformed");
    return tensor;
  }
  if (type->bytes != "<f4") {
    faults.report(where, "a weight array is of type '" + std::string(type->bytes) + "', not 32-bit floats");
    return tensor;
  }
  std::size_t count = 1;
  for (const MsgValue& size : shape->items) {
    constexpr std::uint64_t kMost = std::uint64_t{1} << 31;
    if (!size.is_number() || size.natural == 0 || size.natural > kMost || count > kMost / size.natural) {
      faults.report(where, "a weight array has an impossible shape");
      return tensor;
    }
    count *= static_cast<std::size_t>(size.natural);
    tensor.shape.push_back(static_cast<std::size_t>(size.natural));
  }
  if (data->bytes.size() != count * sizeof(float)) {
    faults.report(where, "a weight array's shape does not fit its data");
    tensor.shape.clear();
    return tensor;
  }
  tensor.values.resize(count);
  std::memcpy(tensor.values.data(), data->bytes.data(), data->bytes.size());
  return tensor;
}

}  // namespace detente::language
