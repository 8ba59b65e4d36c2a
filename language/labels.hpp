// The names of tags, parts of speech, labels and entity types as the analysis knows them.
#pragma once

#include <string_view>

#include "detente/analysis.hpp"

namespace detente::language {

Tag tag_of(std::string_view name);                 // Tag::other if unknown
Pos pos_of(std::string_view name);                 // Pos::none if unknown
Dep dep_of(std::string_view name);                 // Dep::other if unknown
EntityType entity_type_of(std::string_view name);  // EntityType::other if unknown

}  // namespace detente::language
