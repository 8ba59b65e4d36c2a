// Finds and loads what reading needs: the language model and the lexicons.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "detente/cli/options.hpp"
#include "detente/cli/world.hpp"
#include "detente/knowledge/knowledge.hpp"
#include "detente/language/pipeline.hpp"
#include "detente/result.hpp"

namespace detente::cli {

// Where a thing was looked for, best first: what the user names (an option, then the environment) is taken even if it
// is not there, so that a typing error does not quietly fall back to something else.
std::filesystem::path find_model(const Arguments& arguments, const World& world);
std::filesystem::path find_knowledge(const World& world);
// The TOML files that the lexicons were compiled from.
std::filesystem::path find_lexicons(const World& world);

// The page of the desk.
std::filesystem::path find_page(const World& world);
// Crisis files to begin with.
std::filesystem::path find_examples(const World& world);

struct Resources {
  std::filesystem::path model_path;
  std::filesystem::path knowledge_path;
  language::Pipeline pipeline;
  knowledge::Knowledge knowledge;
  std::string digest;                 // of all lexicons, 16 hex digits
  std::vector<std::string> warnings;  // lines of dictionaries that were passed over: "actors.txt:41: ..."
};

// Errors: model or knowledge, saying what is missing and how to get it.
Result<std::unique_ptr<Resources>> load_resources(const Arguments& arguments, const World& world);

// Says on standard error what was passed over in the user's dictionaries.
void tell_warnings(const Resources&, World& world);

// The program that reads, as the record names it: the release, and a digest of the sources that a reading depends on,
// so that a reader that was changed reads known reports anew.
std::string reader_version();

}  // namespace detente::cli
