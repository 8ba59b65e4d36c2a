// What must hold between the rows of a crisis file.
#pragma once

#include "rows.hpp"

namespace detente::play {

// No cycle of supply, factions or proposals; a spectral radius below 1.
void check_crisis(const Crisis& crisis, Rows& rows);

// "lever.target 'Isreal' is no party; did you mean 'Israel'?", or the like for what is nearest.
void fail_target(Rows& rows, const std::string& name, const std::vector<std::string_view>& parties,
                 const std::vector<std::string_view>& others, int line);

}  // namespace detente::play
