// The grammar that statements, figures and instruments share: who is the subject of a verb, what is its object.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "context.hpp"

namespace detente::reading {

// The first child of `token` with the label, if there is one.
std::optional<std::uint32_t> child(const Analysis&, std::uint32_t token, Dep);
std::optional<std::uint32_t> child_of(const Analysis&, std::uint32_t token, std::initializer_list<Dep>);
// The child preposition with one of the words.
std::optional<std::uint32_t> preposition(const Analysis&, std::uint32_t token,
                                         std::initializer_list<std::string_view> words);

TokenRange subtree(const Analysis&, std::uint32_t token);

// Who speaks, thinks or acts: the token that heads the subject and, where it is a relative pronoun, that pronoun.
struct Subject {
  std::uint32_t head = 0;
  std::optional<std::uint32_t> relative;  // "who" in "officials who said"
  bool own = true;                        // false: taken over from a governing verb
};

// The subject of a verb: its own, that of the verb it is joined to, controlled by, or attached to as a participle; the
// noun that a participle or relative clause modifies; the agent of a passive. Nothing if the text does not say.
std::optional<Subject> subject_of(const Analysis&, std::uint32_t verb);

// A verb in the passive: it has a passive auxiliary or subject, or is a past participle that modifies a noun.
bool is_passive(const Analysis&, std::uint32_t verb);
// The noun behind "by" of a passive verb.
std::optional<std::uint32_t> agent_of(const Analysis&, std::uint32_t verb);
bool has_to(const Analysis&, std::uint32_t verb);  // "to leave"
bool is_negated(const Analysis&, std::uint32_t verb);

// The lemma with its particle: "point_out". `buffer` holds the joined form where there is one.
std::string_view verb_key(const Analysis&, std::uint32_t verb, std::string& buffer);

// `range` without white space, punctuation and quotation marks at its ends.
TokenRange trim(const Analysis&, TokenRange range);

}  // namespace detente::reading
