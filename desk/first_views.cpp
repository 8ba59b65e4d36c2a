#include "first_views.hpp"

#include <fmt/format.h>

#include <charconv>
#include <fstream>
#include <optional>
#include <string_view>
#include <utility>

#include "side_file.hpp"

namespace detente::desk {

namespace fs = std::filesystem;

namespace {

// "detente views 2 " and the hash of what follows.
constexpr std::string_view kMark = "detente views 2 ";
constexpr std::uintmax_t kLargest = std::uintmax_t{1} << 28;

// A length, a line break, and as many bytes.
void put(std::string& into, std::string_view text) {
  into += fmt::format("{}\n", text.size());
  into += text;
}

std::optional<std::string> take(std::string_view& from) {
  std::size_t size = 0;
  const auto [end, error] = std::from_chars(from.data(), from.data() + from.size(), size);
  const auto used = static_cast<std::size_t>(end - from.data());
  if (error != std::errc() || used >= from.size() || from[used] != '\n' || size > from.size() - used - 1) {
    return std::nullopt;
  }
  std::string out(from.substr(used + 1, size));
  from.remove_prefix(used + 1 + size);
  return out;
}

}  // namespace

Result<std::string> first_views_key(record::Record& record, const std::string& version) {
  std::string sums;
  for (const auto& [table, columns] :
       {std::pair("revisions", "id, made_at, why"), std::pair("reports", "id, uri, outlet, title, published, day"),
        std::pair("report_copies", "report, day, revision"), std::pair("readings", "id, report, revision, reader"),
        std::pair("origins", "seq, report, origin, revision"), std::pair("corrections", "id, made_at, kind, subject"),
        std::pair("finding_claims", "seq"), std::pair("finding_links", "seq")}) {
    sums += fmt::format("{}(SELECT concat(count(*), ' ', coalesce(bit_xor(hash({})), 0)) FROM {})",
                        sums.empty() ? "" : ", ", columns, table);
  }
  const auto found = record.query_tables("SELECT concat_ws(' ', " + sums + ")");
  if (!found) {
    return found.error();
  }
  return fmt::format("{} {} {}", version, record::Record::engine_version(), found->text(0, 0));
}

Result<std::string> first_views_line(record::Record& record, const std::string& version, int revision) {
  const auto found = record.query_tables(
      "SELECT concat(count(*), ' ', coalesce(bit_xor(hash(id, made_at, why)), 0)) FROM revisions WHERE id <= " +
      std::to_string(revision));
  if (!found) {
    return found.error();
  }
  return fmt::format("{} {} {}", version, record::Record::engine_version(), found->text(0, 0));
}

std::optional<FirstViews> load_first_views(const fs::path& path) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  std::ifstream file(path, std::ios::binary);
  if (error || size > kLargest || !file) {
    return std::nullopt;
  }
  std::string bytes(static_cast<std::size_t>(size), '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  const std::size_t line = bytes.find('\n');
  if (!file || line == std::string::npos) {
    return std::nullopt;
  }
  std::string_view rest = std::string_view(bytes).substr(line + 1);
  if (std::string_view(bytes).substr(0, line + 1) != side_file_head(kMark, rest)) {
    return std::nullopt;
  }
  FirstViews out;
  std::string revision;
  for (std::string* field : {&out.key, &out.line, &revision}) {
    auto text = take(rest);
    if (!text) {
      return std::nullopt;
    }
    *field = std::move(*text);
  }
  std::from_chars(revision.data(), revision.data() + revision.size(), out.revision);
  while (!rest.empty()) {
    FirstView view;
    for (std::string* field :
         {&view.question, &view.answer.body, &view.answer.content_type, &view.answer.name, &view.gzip}) {
      auto text = take(rest);
      if (!text) {
        return std::nullopt;
      }
      *field = std::move(*text);
    }
    out.views.push_back(std::move(view));
  }
  return out;
}

bool save_first_views(const fs::path& path, const FirstViews& all) {
  std::string rest;
  put(rest, all.key);
  put(rest, all.line);
  put(rest, std::to_string(all.revision));
  for (const FirstView& view : all.views) {
    for (const std::string* field :
         {&view.question, &view.answer.body, &view.answer.content_type, &view.answer.name, &view.gzip}) {
      put(rest, *field);
    }
  }
  return save_side_file(path, kMark, rest);
}

}  // namespace detente::desk
