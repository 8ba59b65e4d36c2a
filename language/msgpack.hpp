// MessagePack (msgpack.org, specification of 2017) as a tree of views into the bytes, and the arrays that
// msgpack-numpy keeps in it. Declared sizes are believed only as far as the bytes go.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "faults.hpp"

namespace detente::language {

struct MsgValue {
  enum class Kind : std::uint8_t { nil, boolean, integer, natural, real, text, binary, array, map, ext };

  Kind kind = Kind::nil;
  bool boolean = false;
  std::int64_t integer = 0;   // kind integer
  std::uint64_t natural = 0;  // kind integer (if not negative) and natural
  double real = 0;
  std::string_view bytes;       // text (valid UTF-8), binary and ext: a view into the bytes that were read
  std::vector<MsgValue> items;  // array: the elements; map: key, value, key, value ...

  bool is(Kind k) const { return kind == k; }
  bool is_bytes() const { return kind == Kind::text || kind == Kind::binary; }
  std::string_view text() const { return kind == Kind::text ? bytes : std::string_view{}; }
  bool is_number() const { return kind == Kind::integer || kind == Kind::natural; }
  // The value under a key of text or bytes; nullptr if there is none or this is no map.
  const MsgValue* find(std::string_view key) const;
};

// Reads one value that takes up all the bytes. `where` names the file in the fault that is reported otherwise.
MsgValue read_msgpack(std::string_view bytes, const std::string& where, Faults& faults);

// An array of 32-bit floats: {nd: true, type: "<f4", shape: [...], data: ...}.
struct Tensor {
  std::vector<std::size_t> shape;
  std::vector<float> values;

  std::size_t dim(std::size_t i) const { return i < shape.size() ? shape[i] : 0; }
};

Tensor read_tensor(const MsgValue* value, const std::string& where, Faults& faults);

}  // namespace detente::language
