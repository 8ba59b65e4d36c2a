// config.cfg of a spaCy v3 pipeline: sections of JSON values, with ${section.key} and ${section:key} standing for
// others.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "faults.hpp"

namespace detente::language {

// The whole file as one tree: [components.ner.model] hidden_width = 64 is at
// ["components"]["ner"]["model"]["hidden_width"].
nlohmann::json read_config(std::string_view text, const std::string& where, Faults& faults);

// The member under a path such as "components.ner.model", or null.
const nlohmann::json& at_path(const nlohmann::json& tree, std::string_view path);

// Members with a default for those absent or of another type.
std::string text_of(const nlohmann::json& object, const std::string& key, std::string_view otherwise = "");
std::int64_t integer_of(const nlohmann::json& object, const std::string& key, std::int64_t otherwise);
bool truth_of(const nlohmann::json& object, const std::string& key, bool otherwise);

}  // namespace detente::language
