// The parts from which likeness is made.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "detente/linking/claims.hpp"

namespace detente::linking {

// Terms of both, by weight.
struct SharedTerms {
  double cosine = 0;               // 0 to 1, weighted
  double mass = 0;                 // what the shared ones are worth together
  int names = 0;                   // how many shared terms are names or numbers
  int numbers = 0;                 // how many of them are numbers
  int telling = 0;                 // how many are not common in news
  bool names_differ = false;       // both name somebody or something, and none is the same
  bool numbers_missing = false;    // a number of one is not in the other
  bool numbers_differ = false;     // both give numbers, and none is the same
  std::vector<std::string> words;  // the heaviest, as the newer one has them
};

SharedTerms shared_terms(const std::vector<Term>& older, const std::vector<Term>& newer);

// How the parties on one side of two acts go together.
enum class Match : std::uint8_t {
  conflict,  // both are named, and nobody can be the same
  unknown,   // one is not named
  kin,       // of one country, or described by the same word
  same
};

struct PartyMatch {
  Match match = Match::unknown;
  std::string name;  // of the one that both name
};

PartyMatch match_parties(const std::vector<ClaimParty>& older, const std::vector<ClaimParty>& newer);

// An act that befalls a person once, whenever it is told: a killing, an abduction, a fall from office.
struct OnceAct {
  std::uint32_t kind = 0;        // 0: the act is none
  std::vector<std::string> who;  // the persons whom it befalls
};
OnceAct once_act(const Traits& event);

// A number so large that two reports, years apart, mean the same by it: the strength of a force, those in need of help.
bool is_standing_number(const Traits& figure);

enum class Where : std::uint8_t { conflict, unknown, country, same };
Where match_places(const Traits& older, const Traits& newer);

std::string iso(std::int32_t day);
// "'struck', 'headquarters'"
std::string quoted(const std::vector<std::string>& words);
std::string count_words(const Traits& figure);
// With commas; empty parts are left out.
std::string join(const std::vector<std::string>& parts);

std::optional<Likeness> compare_events(const Traits& older, const Traits& newer);
std::optional<Likeness> compare_figures(const Traits& older, const Traits& newer);
std::optional<Likeness> compare_instruments(const Traits& older, const Traits& newer);

}  // namespace detente::linking
