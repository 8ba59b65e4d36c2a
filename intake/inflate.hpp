// Unpacking gzip, zlib and raw deflate as they stream.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "source.hpp"

namespace detente::intake {

// A gzip file of one member or many, as web archives have one a record.
class GzipSource : public Source {
 public:
  struct Limits {
    std::size_t ratio = 200;          // bytes out for a byte in ...
    std::uint64_t free = 64UL << 20;  // ... once this many have come out
  };

  GzipSource(Input& packed, Limits limits);
  ~GzipSource() override;

  // @returns truncated if the packed bytes end early, bad_format if they are no gzip or broken, too_large beyond the
  // ratio. Where: the byte of the packed file.
  Result<std::size_t> read(char* to, std::size_t size) override;

  // After an error: goes on at the next member that begins behind it. False if there is none.
  bool resync();

  // Offset in the packed file of the member that is being read.
  std::uint64_t member_offset() const { return member_offset_; }

 private:
  Result<std::size_t> fail(ErrorCode code, const char* message);
  bool begin_member();

  Input& packed_;
  Limits limits_;
  z_stream stream_{};
  bool in_member_ = false;
  bool first_ = true;
  std::uint64_t member_offset_ = 0;
  std::uint64_t out_ = 0;
};

enum class Packing : std::uint8_t { gzip, deflate };

struct Unpacked {
  std::string bytes;
  bool truncated = false;  // the packed bytes ended early; what could be read is there
  bool too_large = false;
};

// The whole of a small body. `deflate` may be zlib or raw, as servers send both.
// @returns bad_format if nothing could be unpacked.
Result<Unpacked> unpack(std::string_view packed, Packing packing, std::size_t limit);

}  // namespace detente::intake
