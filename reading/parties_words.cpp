// Small tables of English that the finder of parties asks.
#include <algorithm>
#include <array>
#include <utility>

#include "parties_finder.hpp"

namespace detente::reading {

// What an adjective says of a body that has no sector of its own: "a congressional group", "the military council".
std::string_view sector_of_adjective(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 18> kSectors{{{"congressional", "LEG"},
                                                                                           {"parliamentary", "LEG"},
                                                                                           {"legislative", "LEG"},
                                                                                           {"senatorial", "LEG"},
                                                                                           {"judicial", "JUD"},
                                                                                           {"presidential", "GOV"},
                                                                                           {"governmental", "GOV"},
                                                                                           {"ministerial", "GOV"},
                                                                                           {"intergovernmental", "IGO"},
                                                                                           {"military", "MIL"},
                                                                                           {"medical", "MED"},
                                                                                           {"academic", "EDU"},
                                                                                           {"educational", "EDU"},
                                                                                           {"religious", "REL"},
                                                                                           {"commercial", "BUS"},
                                                                                           {"corporate", "BUS"},
                                                                                           {"humanitarian", "NGO"},
                                                                                           {"charitable", "NGO"}}};
  for (const auto& [adjective, sector] : kSectors) {
    if (adjective == word) {
      return sector;
    }
  }
  return {};
}

bool is_preposition(std::string_view lower) {
  static constexpr std::array<std::string_view, 14> kWords{"beyond",  "despite", "after",  "amid",   "under",
                                                           "with",    "since",   "before", "across", "outside",
                                                           "without", "within",  "unlike", "besides"};
  return std::find(kWords.begin(), kWords.end(), lower) != kWords.end();
}

bool is_part_noun(std::string_view lemma) {
  static constexpr std::array<std::string_view, 42> kWords{
      "dozen",    "dozens",   "hundred", "hundreds", "thousand", "thousands", "million", "millions", "number",
      "majority", "minority", "handful", "score",    "scores",   "some",      "many",    "most",     "several",
      "few",      "all",      "both",    "each",     "one",      "two",       "three",   "four",     "five",
      "half",     "part",     "rest",    "couple",   "pair",     "member",    "group",   "crowd",    "tens",
      "team",     "band",     "mob",     "gang",     "wave",     "trio"};
  return std::find(kWords.begin(), kWords.end(), lemma) != kWords.end();
}

}  // namespace detente::reading
