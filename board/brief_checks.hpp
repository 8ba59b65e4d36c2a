// Whether the words of a report bear out what was read from them. A brief tells less rather than something wrong: what
// fails here stays in the record and on the board, with its words beside it.
#pragma once

#include <string>
#include <string_view>

#include "brief_items.hpp"

namespace detente::board::briefing {

// "people", "some", "officials": words that could be anybody, and offices without whose they are.
bool is_generic(const Who& who);
// "Boeing 737-800 jet", "military helicopters": what is done with them is somebody else's act.
bool is_thing(std::string_view name);
// "it", "they", "the two sides": words that name nobody by themselves.
bool is_pronoun(std::string_view words);

// False if what stands before the verb takes it back from done to wished for, feared, planned or denied.
bool is_done(std::string_view text, Span sentence, Span verb, std::string_view type);
// False if the words put the parties the other way round: who acts stands behind the act without "by", or whom it is
// done to stands between the act and who acts.
bool is_directed(std::string_view text, const Act& act);
// "Russia must comply", "whether Russia would comply": what seems intended is asked for, or is an open question.
bool is_wanted_or_open(std::string_view text, Span sentence, Span verb);
// A state, a part of one, or whoever plays a part in its conflicts.
bool is_political(const Who& who);
// "a Ukrainian passenger jet" is no state; "the Syrian-Turkish border" neither of two.
bool is_of_thing(std::string_view text, Span who);
bool is_hyphened(std::string_view text, Span who);
// True if the sentence names a year that lies two or more before that of the day: it tells of history.
bool is_history(std::string_view text, Span sentence, std::string_view day);
// True if the count is a share or a rate: "per 100,000", "a year", "%".
bool is_rate(std::string_view text, Span sentence, Span count);
// True if the words say that somebody denies something.
bool is_denial(std::string_view words);
// True if quotation marks were opened and not closed, or the other way round.
bool is_torn(std::string_view words);
// True if the label says what kind of offer it is: a truce, a plan, a resolution.
bool names_offer(std::string_view label);
// True if words of the list, each between blanks, stand in the words.
bool has_word(std::string_view words, std::string_view list);

}  // namespace detente::board::briefing
