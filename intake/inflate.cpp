#include "inflate.hpp"

#include <algorithm>
#include <array>

namespace detente::intake {

namespace {

bool is_gzip_start(std::string_view s) {
  return s.size() >= 4 && s[0] == '\x1f' && s[1] == '\x8b' && s[2] == '\x08' &&
         (static_cast<unsigned char>(s[3]) & 0xE0) == 0;
}

}  // namespace

GzipSource::GzipSource(Input& packed, Limits limits) : packed_(packed), limits_(limits) {
  inflateInit2(&stream_, 16 + MAX_WBITS);
}

GzipSource::~GzipSource() { inflateEnd(&stream_); }

Result<std::size_t> GzipSource::fail(ErrorCode code, const char* message) {
  in_member_ = false;
  return Error{code, message, "byte " + std::to_string(packed_.offset())};
}

bool GzipSource::begin_member() {
  if (!is_gzip_start(packed_.peek(4))) {
    return false;
  }
  inflateReset(&stream_);
  member_offset_ = packed_.offset();
  in_member_ = true;
  first_ = false;
  return true;
}

Result<std::size_t> GzipSource::read(char* to, std::size_t size) {
  stream_.next_out = reinterpret_cast<Bytef*>(to);
  stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(size, 1UL << 30));
  const uInt room = stream_.avail_out;
  while (stream_.avail_out == room) {
    if (!in_member_ && !begin_member()) {
      if (packed_.error()) {
        return *packed_.error();
      }
      // Some writers pad a file with zeros.
      while (!packed_.peek(1).empty() && packed_.peek(1)[0] == '\0') {
        packed_.skip_peeked(1);
      }
      if (packed_.at_end() && !first_) {
        return std::size_t{0};
      }
      return fail(ErrorCode::bad_format,
                  first_ ? "this is no gzip data" : "what follows the gzip data is no gzip data");
    }
    const std::string_view in = packed_.peek(16384);
    if (in.empty()) {
      if (packed_.error()) {
        return *packed_.error();
      }
      return fail(ErrorCode::truncated, "the gzip data ends early");
    }
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));  // NOLINT: zlib's old signature
    stream_.avail_in = static_cast<uInt>(in.size());
    const int result = inflate(&stream_, Z_NO_FLUSH);
    packed_.skip_peeked(in.size() - stream_.avail_in);
    if (result == Z_STREAM_END) {
      in_member_ = false;
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      if (stream_.avail_out == room) {
        return fail(ErrorCode::bad_format, "the gzip data is broken");
      }
      // What came out before the fault is given first; the next call meets the fault again.
      break;
    }
  }
  const std::size_t got = room - stream_.avail_out;
  out_ += got;
  if (out_ > limits_.free && out_ / limits_.ratio > packed_.offset()) {
    return fail(ErrorCode::too_large, "the gzip data unpacks to far more than text does");
  }
  return got;
}

bool GzipSource::resync() {
  in_member_ = false;
  // The start of the member that failed must not be found again.
  if (packed_.offset() == member_offset_) {
    packed_.skip(1);
  }
  while (!packed_.at_end()) {
    const std::string_view window = packed_.peek(65536);
    const std::size_t found = window.find("\x1f\x8b\x08");
    if (found == std::string_view::npos) {
      packed_.skip_peeked(window.size() > 3 ? window.size() - 3 : window.size());
      continue;
    }
    packed_.skip_peeked(found);
    if (begin_member()) {
      return true;
    }
    packed_.skip(1);
  }
  return false;
}

namespace {

// window_bits as inflateInit2 takes them. Returns false if the first bytes are already wrong.
bool inflate_all(std::string_view packed, int window_bits, std::size_t limit, Unpacked& out) {
  z_stream stream{};
  if (inflateInit2(&stream, window_bits) != Z_OK) {
    return false;
  }
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));  // NOLINT: zlib's old signature
  stream.avail_in = static_cast<uInt>(packed.size());
  std::array<char, 32768> buffer{};
  int result = Z_OK;
  while (result == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = static_cast<uInt>(buffer.size());
    result = inflate(&stream, Z_NO_FLUSH);
    out.bytes.append(buffer.data(), buffer.size() - stream.avail_out);
    if (out.bytes.size() > limit) {
      out.too_large = true;
      break;
    }
    if (result == Z_OK && stream.avail_in == 0 && stream.avail_out > 0) {
      break;
    }
  }
  out.truncated = result != Z_STREAM_END && !out.too_large;
  inflateEnd(&stream);
  return result == Z_STREAM_END || !out.bytes.empty();
}

}  // namespace

Result<Unpacked> unpack(std::string_view packed, Packing packing, std::size_t limit) {
  Unpacked out;
  if (packing == Packing::gzip) {
    if (inflate_all(packed, 16 + MAX_WBITS, limit, out)) {
      return out;
    }
  } else {
    if (inflate_all(packed, MAX_WBITS, limit, out)) {
      return out;
    }
    out = Unpacked();
    if (inflate_all(packed, -MAX_WBITS, limit, out)) {
      return out;
    }
  }
  return Error{ErrorCode::bad_format, "the packed body is broken", ""};
}

}  // namespace detente::intake
