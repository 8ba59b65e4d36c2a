#include "detente/knowledge/knowledge.hpp"

#include <algorithm>
#include <fstream>
#include <functional>

#include "detente/knowledge/parties.hpp"
#include "detente/text/hash.hpp"
#include "petrarch.hpp"
#include "toml_file.hpp"

namespace detente::knowledge {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMagic = "DETENTE-KNOWLEDGE\n";
constexpr std::uint32_t kVersion = 3;

Result<std::vector<fs::path>> files_in(const fs::path& folder, std::string_view extension) {
  std::vector<fs::path> files;
  std::error_code problem;
  if (!fs::is_directory(folder, problem)) {
    return files;
  }
  fs::directory_iterator it(folder, problem);
  for (; !problem && it != fs::directory_iterator(); it.increment(problem)) {
    if (it->is_regular_file(problem) && it->path().extension() == extension) {
      files.push_back(it->path());
    }
  }
  if (problem) {
    return Error{ErrorCode::io, "cannot be read: " + problem.message(), folder.string()};
  }
  std::sort(files.begin(), files.end());
  return files;
}

// Adds every TOML file of a folder, in the order of their names.
Result<void> add_folder(const fs::path& folder, const std::function<Result<void>(const fs::path&)>& add) {
  const auto files = files_in(folder, ".toml");
  if (!files) {
    return files.error();
  }
  for (const fs::path& file : *files) {
    if (Result<void> done = add(file); !done) {
      return done;
    }
  }
  return {};
}

Result<void> add_data(Knowledge& k, const fs::path& folder) {
  const std::pair<const char*, std::function<Result<void>(const fs::path&)>> parts[] = {
      {"parties", [&](const fs::path& file) { return k.parties.add_toml(file); }},
      {"acts", [&](const fs::path& file) { return k.acts.add_toml(file); }},
      {"words", [&](const fs::path& file) { return k.words.add_toml(file); }},
      {"places", [&](const fs::path& file) { return k.places.add_toml(file); }},
      {"confidence", [&](const fs::path& file) { return k.confidence.add_toml(file); }}};
  for (const auto& [name, add] : parts) {
    if (Result<void> done = add_folder(folder / name, add); !done) {
      return done;
    }
  }
  return {};
}

// A TOML file that stands in no folder of a known name is told by its first table.
Result<void> add_loose_toml(Knowledge& k, const fs::path& file) {
  const std::string origin = origin_of(file);
  const auto text = read_text_file(file, origin);
  if (!text) {
    return text.error();
  }
  const auto root = parse_toml(*text, origin);
  if (!root) {
    return root.error();
  }
  for (const auto& [key, node] : *root) {
    const std::string_view name = key.str();
    if (name == "party" || name == "agent" || name == "title" || name == "given") {
      return k.parties.add_toml(file);
    }
    if (name == "kind") {
      return k.confidence.add_toml(file);
    }
    if (name == "place" || name == "region") {
      return k.places.add_toml(file);
    }
    if (name == "verbs" || name == "nouns" || name == "sets") {
      return k.acts.add_toml(file);
    }
    return k.words.add_toml(file);
  }
  return {};
}

Result<void> add_petrarch(Knowledge& k, const fs::path& file, std::vector<std::string>& warnings) {
  const auto kind = petrarch_kind(file);
  if (!kind) {
    return kind.error();
  }
  switch (*kind) {
    case PetrarchKind::actors:
      return k.parties.add_petrarch_actors(file, warnings);
    case PetrarchKind::agents:
      return k.parties.add_petrarch_agents(file, warnings);
    case PetrarchKind::discards:
      return k.parties.add_petrarch_discards(file, warnings);
    case PetrarchKind::verbs:
      return k.acts.add_petrarch_verbs(file, &warnings);
    case PetrarchKind::other:
      warnings.push_back(file.filename().string() +
                         ":1: this is no dictionary of actors, agents, verbs or discards; it is passed over");
      break;
  }
  return {};
}

}  // namespace

Result<Knowledge> compile(const fs::path& folder, const fs::path& cities) {
  Knowledge k;
  std::error_code problem;
  if (!fs::is_directory(folder, problem)) {
    return Error{ErrorCode::not_found, "there is no such folder", folder.string()};
  }
  if (Result<void> done = add_data(k, folder); !done) {
    return done.error();
  }
  if (!cities.empty()) {
    if (Result<void> done = k.places.add_cities(cities); !done) {
      return done.error();
    }
  }
  if (Result<void> done = k.parties.index(); !done) {
    return done.error();
  }
  k.places.index();
  return k;
}

Result<void> save(const Knowledge& k, const fs::path& archive) {
  ArchiveWriter body;
  k.parties.write(body);
  k.acts.write(body);
  k.words.write(body);
  k.places.write(body);
  k.confidence.write(body);
  const text::Hash128 sum = text::murmur3_x64_128(body.bytes());
  ArchiveWriter head;
  head.put(kVersion);
  head.put(static_cast<std::uint64_t>(body.bytes().size()));
  head.put(sum.low);
  head.put(sum.high);
  // A reader of the old file must never see half of the new one.
  const fs::path unfinished = archive.string() + ".new";
  {
    std::ofstream out(unfinished, std::ios::binary | std::ios::trunc);
    out.write(kMagic.data(), static_cast<std::streamsize>(kMagic.size()));
    out.write(head.bytes().data(), static_cast<std::streamsize>(head.bytes().size()));
    out.write(body.bytes().data(), static_cast<std::streamsize>(body.bytes().size()));
    out.flush();
    if (!out) {
      return Error{ErrorCode::io, "cannot be written", unfinished.string()};
    }
  }
  std::error_code problem;
  fs::rename(unfinished, archive, problem);
  if (problem) {
    return Error{ErrorCode::io, "cannot be written: " + problem.message(), archive.string()};
  }
  return {};
}

Result<Knowledge> load(const fs::path& archive) {
  std::string bytes;
  if (const Result<void> done = read_bytes(archive, bytes); !done) {
    return done.error();
  }
  const auto damaged = [&](const char* why) { return Error{ErrorCode::knowledge, why, archive.string()}; };
  std::string_view rest = bytes;
  if (!rest.starts_with(kMagic)) {
    return damaged("not an archive of lexicons");
  }
  rest.remove_prefix(kMagic.size());
  ArchiveReader head(rest);
  if (head.get<std::uint32_t>() != kVersion) {
    return damaged("an archive of another version; build it again");
  }
  const auto size = head.get<std::uint64_t>();
  const auto low = head.get<std::uint64_t>();
  const auto high = head.get<std::uint64_t>();
  constexpr std::size_t kHead = sizeof(std::uint32_t) + 3 * sizeof(std::uint64_t);
  if (!head.ok() || rest.size() - kHead != size) {
    return damaged("the archive is not whole");
  }
  rest.remove_prefix(kHead);
  const text::Hash128 sum = text::murmur3_x64_128(rest);
  if (sum.low != low || sum.high != high) {
    return damaged("the archive is damaged: its checksum differs");
  }
  ArchiveReader in(rest);
  Knowledge k;
  if (!k.parties.read(in) || !k.acts.read(in) || !k.words.read(in) || !k.places.read(in) || !k.confidence.read(in) ||
      !in.at_end()) {
    return damaged("the archive is damaged");
  }
  return k;
}

Result<Knowledge> extend(Knowledge base, const std::vector<fs::path>& folders, std::vector<std::string>* warnings) {
  std::vector<std::string> unheard;
  std::vector<std::string>& heard = warnings != nullptr ? *warnings : unheard;
  base.parties.start_user_entries();
  for (const fs::path& folder : folders) {
    std::error_code problem;
    if (!fs::is_directory(folder, problem)) {
      return Error{ErrorCode::not_found, "there is no such folder", folder.string()};
    }
    if (Result<void> done = add_data(base, folder); !done) {
      return done.error();
    }
    const std::string name =
        folder.has_filename() ? folder.filename().string() : folder.parent_path().filename().string();
    const auto add_toml = [&](const fs::path& file) -> Result<void> {
      if (name == "acts") {
        return base.acts.add_toml(file);
      }
      if (name == "words") {
        return base.words.add_toml(file);
      }
      return add_loose_toml(base, file);
    };
    if (Result<void> done = add_folder(folder, add_toml); !done) {
      return done.error();
    }
    const auto dictionaries = files_in(folder, ".txt");
    if (!dictionaries) {
      return dictionaries.error();
    }
    for (const fs::path& file : *dictionaries) {
      if (Result<void> done = add_petrarch(base, file, heard); !done) {
        return done.error();
      }
    }
  }
  if (Result<void> done = base.parties.index(); !done) {
    return done.error();
  }
  base.places.index();
  return base;
}

}  // namespace detente::knowledge
