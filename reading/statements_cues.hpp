// How a cue is read: the parts that verbs, nouns and adjectives share.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "statements_draft.hpp"

namespace detente::reading {

// The clause without the conjunction "that" at its start.
TokenRange without_that(const Analysis&, TokenRange);
bool takes_preposition(const knowledge::Cue&, std::string_view word);
// What a preposition leads to.
std::optional<TokenRange> behind(const Analysis&, std::uint32_t preposition);
// What a noun or adjective leads to: "the claim that ...", "his promise to ...", "fears of ...".
std::vector<TokenRange> complement(const Analysis&, std::uint32_t word, const knowledge::Cue&);

// Somebody, or something written or broadcast: not "the emphasis" that "underscores the need for".
bool may_speak(Context&, const Subject&);
// The subject of a cue, with an eye to what parsers get wrong: ", adding that" and "and stated that" behind reported
// speech belong to the speaker, not to whoever the speech is about; a cue outside a quotation has no subject inside
// one.
std::optional<Subject> speaker_of(const Drafting&, std::uint32_t verb);

// Adds what the grammar of a verb of speech or thought holds to its draft, if it holds anything.
void read_verb(Drafting&, std::uint32_t verb, const knowledge::Cue&);

}  // namespace detente::reading
