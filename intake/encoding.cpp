#include "encoding.hpp"

#include <iconv.h>
#include <uchardet/uchardet.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

#include "detente/text/utf8.hpp"

namespace detente::intake {

namespace {

std::string lower_ascii(std::string_view word) {
  std::string out(word);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

// Labels mean what browsers take them for (WHATWG Encoding Standard): who says Latin 1 writes windows-1252.
std::string real_name(std::string_view label) {
  struct Alias {
    std::string_view label;
    std::string_view name;
  };
  static constexpr std::array<Alias, 20> kAliases = {{{"utf8", "utf-8"},
                                                      {"unicode", "utf-16"},
                                                      {"iso-8859-1", "windows-1252"},
                                                      {"iso8859-1", "windows-1252"},
                                                      {"latin1", "windows-1252"},
                                                      {"latin-1", "windows-1252"},
                                                      {"us-ascii", "windows-1252"},
                                                      {"ascii", "windows-1252"},
                                                      {"iso-8859-9", "windows-1254"},
                                                      {"iso-8859-11", "windows-874"},
                                                      {"tis-620", "windows-874"},
                                                      {"gb2312", "gb18030"},
                                                      {"gbk", "gb18030"},
                                                      {"x-gbk", "gb18030"},
                                                      {"gb_2312-80", "gb18030"},
                                                      {"shift_jis", "cp932"},
                                                      {"shift-jis", "cp932"},
                                                      {"x-sjis", "cp932"},
                                                      {"euc-kr", "cp949"},
                                                      {"ks_c_5601-1987", "cp949"}}};
  std::string name = lower_ascii(label);
  for (const Alias& alias : kAliases) {
    if (alias.label == name) {
      return std::string(alias.name);
    }
  }
  return name;
}

// Counts what would have to be repaired, stopping early when it is much.
std::size_t count_invalid(std::string_view bytes, std::size_t& first) {
  std::size_t count = 0;
  std::size_t at = 0;
  while (at < bytes.size()) {
    const std::size_t bad = text::first_invalid(bytes.substr(at));
    if (bad == std::string_view::npos) {
      break;
    }
    first = count == 0 ? at + bad : first;
    ++count;
    at += bad + 1;
    if (count > bytes.size() / 50 + 100) {
      break;
    }
  }
  return count;
}

std::size_t high_bytes(std::string_view bytes) {
  return static_cast<std::size_t>(
      std::count_if(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }));
}

bool is_utf8_name(const std::string& name) { return name == "utf-8"; }

std::string guess(std::string_view bytes) {
  const std::unique_ptr<struct uchardet, void (*)(uchardet_t)> detector(uchardet_new(), uchardet_delete);
  // A page in one encoding shows it in its first quarter of a megabyte.
  const std::string_view sample = bytes.substr(0, 256UL << 10);
  if (uchardet_handle_data(detector.get(), sample.data(), sample.size()) != 0) {
    return {};
  }
  uchardet_data_end(detector.get());
  return real_name(uchardet_get_charset(detector.get()));
}

// Converts with iconv; a byte that is none of the encoding becomes U+FFFD.
bool convert(std::string_view bytes, const std::string& from, Decoded& out) {
  iconv_t handle = iconv_open("UTF-8", from.c_str());
  if (handle == reinterpret_cast<iconv_t>(-1)) {  // NOLINT(performance-no-int-to-ptr)
    return false;
  }
  out.text.clear();
  out.text.reserve(bytes.size() + bytes.size() / 4);
  std::array<char, 16384> buffer{};
  char* in = const_cast<char*>(bytes.data());  // NOLINT(cppcoreguidelines-pro-type-const-cast): iconv's old signature
  std::size_t left = bytes.size();
  while (left > 0) {
    char* to = buffer.data();
    std::size_t room = buffer.size();
    const std::size_t result = iconv(handle, &in, &left, &to, &room);
    out.text.append(buffer.data(), buffer.size() - room);
    if (result != static_cast<std::size_t>(-1)) {
      break;
    }
    if (errno == E2BIG) {
      continue;
    }
    // EILSEQ, or EINVAL for a sequence that ends early.
    if (out.repaired++ == 0) {
      out.first_repaired = bytes.size() - left;
    }
    text::append(out.text, 0xFFFD);
    ++in;
    --left;
  }
  iconv_close(handle);
  return true;
}

void repair_in_place(Decoded& out) {
  const std::size_t nuls = static_cast<std::size_t>(std::count(out.text.begin(), out.text.end(), '\0'));
  std::size_t first = 0;
  const std::size_t invalid = count_invalid(out.text, first);
  if (nuls == 0 && invalid == 0) {
    return;
  }
  const std::size_t nul_at = out.text.find('\0');
  if (out.repaired == 0) {
    out.first_repaired = invalid == 0 ? nul_at : std::min(first, nul_at);
  }
  out.repaired += nuls + invalid;
  out.text = text::repair(out.text);
}

}  // namespace

Result<Decoded> decode(std::string_view bytes, std::string_view declared) {
  Decoded out;
  std::string name = real_name(declared);
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    bytes.remove_prefix(3);
    name = "utf-8";
  } else if (bytes.starts_with(std::string_view("\xFF\xFE\0\0", 4))) {
    bytes.remove_prefix(4);
    name = "utf-32le";
  } else if (bytes.starts_with("\xFF\xFE")) {
    bytes.remove_prefix(2);
    name = "utf-16le";
  } else if (bytes.starts_with("\xFE\xFF")) {
    bytes.remove_prefix(2);
    name = "utf-16be";
  } else {
    if (name.starts_with("utf-16") || name.starts_with("utf-32")) {
      name.clear();  // without a mark such a declaration is a mistake: it could not have been read
    }
    std::size_t first = 0;
    const std::size_t invalid = count_invalid(bytes, first);
    const std::size_t high = high_bytes(bytes);
    const bool stateful = name.starts_with("iso-2022") || name == "hz-gb-2312";
    const bool says_otherwise = !name.empty() && !is_utf8_name(name);
    // Text that is valid UTF-8 with letters beyond ASCII in it is UTF-8, whatever it claims; a few broken bytes among
    // many good ones change nothing.
    if (!stateful && (invalid == 0 || (says_otherwise && invalid * 50 < high))) {
      name = "utf-8";
    } else if (!says_otherwise && invalid * 20 > high) {
      name = guess(bytes);
    }
  }
  if (name.empty() || is_utf8_name(name)) {
    out.text.assign(bytes);
    out.encoding = "utf-8";
    repair_in_place(out);
    return out;
  }
  if (!convert(bytes, name, out)) {
    const std::string guessed = guess(bytes);
    if (guessed.empty() || is_utf8_name(guessed) || !convert(bytes, guessed, out)) {
      std::size_t first = 0;
      if (count_invalid(bytes, first) > 0) {
        return Error{ErrorCode::bad_encoding, "the encoding \"" + name + "\" is not known here", ""};
      }
      out.text.assign(bytes);
      name = "utf-8";
    } else {
      name = guessed;
    }
  }
  out.encoding = name;
  repair_in_place(out);
  return out;
}

std::string declared_charset(std::string_view page) {
  const std::string head = lower_ascii(page.substr(0, 4096));
  for (const std::string_view key : {"charset", "encoding"}) {
    for (std::size_t at = head.find(key); at != std::string::npos; at = head.find(key, at + 1)) {
      std::size_t i = at + key.size();
      while (i < head.size() && head[i] == ' ') {
        ++i;
      }
      if (i >= head.size() || head[i] != '=') {
        continue;
      }
      ++i;
      while (i < head.size() && (head[i] == ' ' || head[i] == '"' || head[i] == '\'')) {
        ++i;
      }
      const std::size_t end = head.find_first_of("\"' ;/>?\n\r\t", i);
      if (end != std::string::npos && end > i && end - i < 40) {
        return head.substr(i, end - i);
      }
    }
  }
  return {};
}

std::string charset_of_content_type(std::string_view content_type) {
  const std::string type = lower_ascii(content_type);
  const std::size_t at = type.find("charset=");
  if (at == std::string::npos) {
    return {};
  }
  std::size_t begin = at + 8;
  while (begin < type.size() && (type[begin] == '"' || type[begin] == '\'' || type[begin] == ' ')) {
    ++begin;
  }
  const std::size_t end = type.find_first_of("\"'; ,", begin);
  return type.substr(begin, end == std::string::npos ? std::string::npos : end - begin);
}

void normalise_lines(std::string& text) {
  std::size_t to = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '\r') {
      if (i + 1 < text.size() && text[i + 1] == '\n') {
        continue;
      }
      c = '\n';
    } else if ((static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F) {
      c = ' ';
    }
    text[to++] = c;
  }
  text.resize(to);
}

}  // namespace detente::intake
