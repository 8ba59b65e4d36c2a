// Which texts are read: those in English, and those too short to tell.
#pragma once

#include <string>
#include <string_view>

namespace detente::cli {

// ISO 639-1, "un" if it cannot be told. A name or headline of a few words in Latin letters is "un" unless it is surely
// English: CLD2 takes "Jean-Yves Le Drian" for French.
std::string language_of(std::string_view text);

// True for English and for what cannot be told.
bool is_read(std::string_view language);

}  // namespace detente::cli
