#include "resources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "detente/text/hash.hpp"
#include "reader_digest.hpp"

namespace detente::cli {

namespace fs = std::filesystem;

namespace {

bool is_there(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error);
}

// `name` beside the executable, in the share folder of the prefix it is installed in, or where it was built.
fs::path shared(const World& world, const char* name, const fs::path& built) {
  if (!world.program.empty()) {
    const fs::path folder = world.program.parent_path();
    for (const fs::path& path : {folder / "share/detente" / name, folder.parent_path() / "share/detente" / name}) {
      if (is_there(path)) {
        return path;
      }
    }
  }
  return built;
}

// Of the names and bytes of the files, in the order of their names.
std::string digest_of(const std::vector<fs::path>& paths) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const fs::path& path : paths) {
    if (!fs::is_directory(path, error)) {
      files.push_back(path);
      continue;
    }
    std::vector<fs::path> inside;
    for (fs::recursive_directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
      if (at->is_regular_file(error)) {
        inside.push_back(at->path());
      }
    }
    std::sort(inside.begin(), inside.end());
    files.insert(files.end(), inside.begin(), inside.end());
  }
  std::string digest;
  for (const fs::path& file : files) {
    std::ifstream in(file, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    const text::Hash128 hash = text::murmur3_x64_128(bytes);
    digest += fmt::format("{} {:016x}{:016x}\n", file.filename().string(), hash.high, hash.low);
  }
  return fmt::format("{:016x}", text::murmur3_x64_128(digest).low);
}

Error with_advice(Error error, std::string_view advice) {
  error.message += "; ";
  error.message += advice;
  return error;
}

}  // namespace

fs::path find_model(const Arguments& arguments, const World& world) {
  if (arguments.has("--model")) {
    return arguments.get("--model");
  }
  if (const std::string named = world.env("DETENTE_MODEL"); !named.empty()) {
    return named;
  }
  return shared(world, "model", fs::path(DETENTE_DEPS_DIR) / "model");
}

fs::path find_knowledge(const World& world) {
  if (const std::string named = world.env("DETENTE_KNOWLEDGE"); !named.empty()) {
    return named;
  }
  return shared(world, "knowledge.bin", fs::path(DETENTE_SHARE_DIR) / "knowledge.bin");
}

fs::path find_lexicons(const World& world) {
  return shared(world, "lexicons", fs::path(DETENTE_SHARE_DIR) / "lexicons");
}

fs::path find_page(const World& world) {
  if (const std::string named = world.env("DETENTE_PAGE"); !named.empty()) {
    return named;
  }
  return shared(world, "desk", fs::path(DETENTE_SHARE_DIR) / "desk");
}

fs::path find_examples(const World& world) {
  return shared(world, "examples", fs::path(DETENTE_SHARE_DIR) / "examples");
}

Result<std::unique_ptr<Resources>> load_resources(const Arguments& arguments, const World& world) {
  const fs::path model = find_model(arguments, world);
  auto pipeline = language::Pipeline::load(model);
  if (!pipeline) {
    return with_advice(pipeline.error(), "tools/setup fetches the model, --model DIR or DETENTE_MODEL names another");
  }
  const fs::path lexicons = find_knowledge(world);
  auto knowledge = knowledge::load(lexicons);
  if (!knowledge) {
    return with_advice(knowledge.error(), "the build makes knowledge.bin, DETENTE_KNOWLEDGE names another");
  }
  std::vector<std::string> warnings;
  if (const auto& more = arguments.all("--knowledge"); !more.empty()) {
    knowledge = knowledge::extend(std::move(*knowledge), {more.begin(), more.end()}, &warnings);
    if (!knowledge) {
      return knowledge.error();
    }
  }
  std::vector<fs::path> all{lexicons};
  all.insert(all.end(), arguments.all("--knowledge").begin(), arguments.all("--knowledge").end());
  return std::make_unique<Resources>(
      Resources{model, lexicons, std::move(*pipeline), std::move(*knowledge), digest_of(all), std::move(warnings)});
}

void tell_warnings(const Resources& resources, World& world) {
  for (const std::string& warning : resources.warnings) {
    world.err(fmt::format("detente: {}\n", warning));
  }
}

std::string reader_version() { return fmt::format("{}+{}", DETENTE_VERSION, kReaderDigest); }

}  // namespace detente::cli
