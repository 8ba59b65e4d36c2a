// What kind of file this is, by its first bytes and its name.
#include <algorithm>
#include <array>

#include "session.hpp"

namespace detente::intake {

namespace {

bool starts_with_nocase(std::string_view text, std::string_view lower) {
  if (text.size() < lower.size()) {
    return false;
  }
  for (std::size_t i = 0; i < lower.size(); ++i) {
    const char c = text[i];
    if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c) != lower[i]) {
      return false;
    }
  }
  return true;
}

bool contains_nocase(std::string_view text, std::string_view lower) {
  for (std::size_t at = text.find(lower[0]); at != std::string_view::npos; at = text.find(lower[0], at + 1)) {
    if (starts_with_nocase(text.substr(at), lower)) {
      return true;
    }
  }
  return false;
}

struct Magic {
  std::string_view bytes;
  std::string_view what;
};

constexpr auto kBinaries = std::to_array<Magic>({
    {"PK\x03\x04", "a ZIP archive or office document"},
    {"%PDF", "a PDF document"},
    {"\x89PNG", "a PNG picture"},
    {"GIF8", "a GIF picture"},
    {"\xFF\xD8\xFF", "a JPEG picture"},
    {"\x7F"
     "ELF",
     "a program"},
    {"BZh", "bzip2 data"},
    {"\xFD"
     "7zXZ",
     "xz data"},
    {"7z\xBC\xAF", "a 7z archive"},
    {"\x28\xB5\x2F\xFD", "zstd data"},
    {"SQLite format 3", "an SQLite database"},
    {"PAR1", "a Parquet file"},
    {"{\\rtf", "an RTF document"},
    {"\xD0\xCF\x11\xE0", "an old office document"},
    {"OggS", "a recording"},
    {"ID3", "a recording"},
    {"RIFF", "a recording or picture"},
});

bool ends_with_any(std::string_view name, std::initializer_list<std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
    return name.size() >= ending.size() && starts_with_nocase(name.substr(name.size() - ending.size()), ending);
  });
}

}  // namespace

Kind kind_of(std::string_view head, std::string_view name, std::string& what) {
  if (head.empty()) {
    return Kind::empty;
  }
  if (head.starts_with("\x1f\x8b")) {
    return Kind::gzip;
  }
  if (head.starts_with("WARC/")) {
    return Kind::warc;
  }
  if (head.starts_with("filedesc:")) {
    return Kind::arc;
  }
  for (const Magic& magic : kBinaries) {
    if (head.starts_with(magic.bytes)) {
      what = magic.what;
      return Kind::other;
    }
  }
  if (head.size() > 12 && head.substr(8, 4) == "DUCK") {
    what = "a DuckDB database";
    return Kind::other;
  }
  const bool utf16 = head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF");
  if (!utf16) {
    const auto controls = std::count_if(head.begin(), head.end(), [](char c) {
      const auto u = static_cast<unsigned char>(c);
      return u < 0x20 && u != '\n' && u != '\r' && u != '\t' && u != '\f' && u != 0x1B;
    });
    if (static_cast<std::size_t>(controls) * 10 > head.size()) {
      what = "binary data";
      return Kind::other;
    }
  }
  std::string_view start = head;
  if (start.starts_with("\xEF\xBB\xBF")) {
    start.remove_prefix(3);
  }
  start.remove_prefix(std::min(start.size(), start.find_first_not_of(" \t\r\n\f")));
  if (ends_with_any(name, {".gz"})) {
    name.remove_suffix(3);
  }
  if (start.starts_with("{")) {
    return Kind::json_lines;
  }
  if (start.starts_with("[")) {
    const std::size_t second = start.find_first_not_of(" \t\r\n", 1);
    if (second != std::string_view::npos && (start[second] == '{' || start[second] == '"' || start[second] == '[')) {
      return Kind::json_lines;
    }
  }
  const bool root_is_page =
      contains_nocase(start.substr(0, 2048), "<html") || contains_nocase(start.substr(0, 2048), "<!doctype html");
  if (starts_with_nocase(start, "<?xml") || starts_with_nocase(start, "<rss") || starts_with_nocase(start, "<feed") ||
      starts_with_nocase(start, "<rdf:rdf")) {
    const bool feed =
        contains_nocase(start, "<rss") || contains_nocase(start, "<feed") || contains_nocase(start, "<rdf:rdf");
    return feed && !root_is_page ? Kind::feed : Kind::page;
  }
  if (root_is_page) {
    return Kind::page;
  }
  for (const std::string_view tag : {"<!--", "<head", "<body", "<div", "<p>", "<p ", "<article", "<table", "<meta",
                                     "<title", "<script", "<main", "<section", "<h1", "<center", "<font"}) {
    if (starts_with_nocase(start, tag)) {
      return Kind::page;
    }
  }
  if (ends_with_any(name, {".html", ".htm", ".xhtml", ".shtml", ".mhtml"})) {
    return Kind::page;
  }
  if (ends_with_any(name, {".jsonl", ".ndjson", ".jsonlines"})) {
    return Kind::json_lines;
  }
  if (ends_with_any(name, {".rss", ".atom"})) {
    return Kind::feed;
  }
  if (ends_with_any(name, {".warc"})) {
    return Kind::warc;
  }
  if (ends_with_any(name, {".arc"})) {
    return Kind::arc;
  }
  if (ends_with_any(name, {".csv", ".tsv"})) {
    what = "a table";
    return Kind::other;
  }
  if (ends_with_any(name, {".c", ".h", ".cpp", ".hpp", ".py", ".js", ".ts", ".css", ".java", ".sh", ".sql", ".toml",
                           ".yaml", ".yml", ".ini", ".cfg", ".svg"})) {
    what = "the text of a program";
    return Kind::other;
  }
  return Kind::text;
}

}  // namespace detente::intake
