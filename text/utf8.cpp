#include "detente/text/utf8.hpp"

#include <utf8proc.h>
#include <algorithm>

#include <cstdlib>
#include <cstring>

namespace detente::text {

namespace {

struct Step {
  std::size_t length = 0;  // bytes consumed: a whole sequence, or the maximal invalid part
  bool valid = false;
};

// Decides one sequence by table 3-7 of the Unicode standard.
Step step(std::string_view bytes, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const unsigned char lead = byte(at);
  if (lead < 0x80) {
    return {1, true};
  }
  std::size_t extra = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    extra = 1;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    extra = 2;
    low = lead == 0xE0 ? 0xA0 : 0x80;
    high = lead == 0xED ? 0x9F : 0xBF;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    extra = 3;
    low = lead == 0xF0 ? 0x90 : 0x80;
    high = lead == 0xF4 ? 0x8F : 0xBF;
  } else {
    return {1, false};
  }
  for (std::size_t i = 1; i <= extra; ++i) {
    if (at + i >= bytes.size() || byte(at + i) < low || byte(at + i) > high) {
      return {i, false};
    }
    low = 0x80;
    high = 0xBF;
  }
  return {extra + 1, true};
}

std::string map(std::string_view valid, utf8proc_option_t options) {
  utf8proc_uint8_t* mapped = nullptr;
  const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(valid.data()),
                                   static_cast<utf8proc_ssize_t>(valid.size()), &mapped, options);
  if (length < 0) {
    return std::string(valid);
  }
  std::string out(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length));
  std::free(mapped);
  return out;
}

}  // namespace

std::size_t first_invalid(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    std::uint64_t eight = 0;
    if (at + sizeof eight <= bytes.size()) {
      std::memcpy(&eight, bytes.data() + at, sizeof eight);
      if ((eight & 0x8080808080808080ULL) == 0) {
        at += sizeof eight;
        continue;
      }
    }
    const Step s = step(bytes, at);
    if (!s.valid) {
      return at;
    }
    at += s.length;
  }
  return std::string_view::npos;
}

std::size_t line_of(std::string_view bytes, std::size_t offset) {
  const std::string_view before = bytes.substr(0, std::min(offset, bytes.size()));
  return 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
}

std::string repair(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size();) {
    const Step s = step(bytes, at);
    if (!s.valid) {
      out += "\xEF\xBF\xBD";
    } else if (bytes[at] == '\0') {
      out += ' ';
    } else {
      out.append(bytes.substr(at, s.length));
    }
    at += s.length;
  }
  return out;
}

char32_t next(std::string_view bytes, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(bytes[i])); };
  const char32_t lead = byte(at);
  if (lead < 0x80) {
    at += 1;
    return lead;
  }
  if (lead < 0xE0) {
    const char32_t c = ((lead & 0x1F) << 6) | (byte(at + 1) & 0x3F);
    at += 2;
    return c;
  }
  if (lead < 0xF0) {
    const char32_t c = ((lead & 0x0F) << 12) | ((byte(at + 1) & 0x3F) << 6) | (byte(at + 2) & 0x3F);
    at += 3;
    return c;
  }
  const char32_t c =
      ((lead & 0x07) << 18) | ((byte(at + 1) & 0x3F) << 12) | ((byte(at + 2) & 0x3F) << 6) | (byte(at + 3) & 0x3F);
  at += 4;
  return c;
}

void append(std::string& out, char32_t code_point) {
  utf8proc_uint8_t bytes[4];
  const auto n = utf8proc_encode_char(static_cast<utf8proc_int32_t>(code_point), bytes);
  out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(n));
}

std::string lower(std::string_view valid) {
  std::string out;
  out.reserve(valid.size());
  for (std::size_t at = 0; at < valid.size();) {
    const auto c = static_cast<unsigned char>(valid[at]);
    if (c < 0x80) {
      out += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
      ++at;
      continue;
    }
    const char32_t code_point = next(valid, at);
    if (code_point == 0x130) {  // LATIN CAPITAL LETTER I WITH DOT ABOVE is the one letter whose lower case is two
      out += "i\xCC\x87";
    } else if (code_point == 0x3A3) {
      // Final sigma: after a letter and before none.
      const bool after_letter =
          !out.empty() && !(static_cast<unsigned char>(out.back()) < 0x80 && (out.back() < 'a' || out.back() > 'z'));
      bool before_letter = false;
      if (at < valid.size()) {
        std::size_t peek = at;
        const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(next(valid, peek)));
        before_letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
      }
      append(out, after_letter && !before_letter ? 0x3C2 : 0x3C3);
    } else {
      append(out, static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(code_point))));
    }
  }
  return out;
}

std::string nfc(std::string_view valid) {
  return map(valid, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
}

CodePoints::CodePoints(std::string_view valid) {
  for (char c : valid) {
    ascii_ = ascii_ && static_cast<unsigned char>(c) < 0x80;
  }
  if (ascii_) {
    return;
  }
  of_byte_.resize(valid.size() + 1);
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < valid.size(); ++i) {
    const bool starts = (static_cast<unsigned char>(valid[i]) & 0xC0) != 0x80;
    of_byte_[i] = count;
    count += starts ? 1 : 0;
  }
  of_byte_[valid.size()] = count;
}

std::uint32_t CodePoints::of_byte(std::uint32_t byte) const { return ascii_ ? byte : of_byte_[byte]; }

}  // namespace detente::text
