// The items of one reading, as the page marks them in the text.
#pragma once

#include <map>

#include "view_tools.hpp"

namespace detente::desk {

// The finding of each claim of a report's reading that is seen, by item ("e3"). Claims without one are left out.
Result<std::map<std::string, std::int64_t>> findings_in(Sight& sight, const std::string& report);

// What an item says in a few words: "ASSAULT Israel > Hezbollah", "killed, more than 1,400 people".
std::string label_of(const Reading& reading, const Event& event, std::string_view text);
std::string label_of(const Reading& reading, const Statement& statement, std::string_view text);
std::string label_of(const Figure& figure, std::string_view text);

// [{id, kind, span, focus, label, rule, confidence, finding, status, via, begin, end, words}], in the order of the
// text.
Json items_json(const Reading& reading, std::string_view text, const std::map<std::string, std::int64_t>& findings);

}  // namespace detente::desk
