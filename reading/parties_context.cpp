// Names by what the report is about and has named: "the North", "the House", "the Brotherhood", "(EU)".
#include <algorithm>
#include <array>

#include "detente/knowledge/fold.hpp"
#include "one_of.hpp"
#include "parties_finder.hpp"

namespace detente::reading {

using knowledge::NameHit;
using knowledge::NameUse;

namespace {}  // namespace

// "the South China Sea", "the Gulf of Oman", "the Korean Peninsula": where, not who.
bool Finder::names_water_or_land(TokenRange tokens) const {
  static constexpr std::array<std::string_view, 19> kWords{
      "sea",   "seas", "ocean",  "gulf",   "strait",  "straits", "bay",       "channel",   "canal", "peninsula",
      "river", "lake", "desert", "valley", "plateau", "basin",   "mountains", "highlands", "plain"};
  const auto capital = [&](std::uint32_t i) { return (knowledge::shape_of(a_.words(i)) & knowledge::kCapital) != 0; };
  if (tokens.end < a_.size() && capital(tokens.end) && one_of(a_.lower[tokens.end], kWords)) {
    return true;
  }
  return tokens.begin >= 2 && a_.lower[tokens.begin - 1] == "of" && capital(tokens.begin - 2) &&
         one_of(a_.lower[tokens.begin - 2], kWords);
}

// "Democrats" and "Conservatives" are parties of a country that the report names otherwise too.
void Finder::drop_strange_parties() {
  const auto code_of = [&](const Name& name) {
    const knowledge::PartyEntry& entry = lexicon_.party(name.hit.target);
    std::string_view code = text(entry.code);
    const auto roles = lexicon_.roles(entry);
    return code.empty() && !roles.empty() ? text(roles.front().country) : code;
  };
  for (Name& name : names_) {
    const knowledge::PartyEntry& entry = lexicon_.party(name.hit.target);
    if (name.hit.by_user || text(entry.sector) != "PTY" || entry.kind != PartyKind::organisation ||
        name.tokens.size() != 1 || (knowledge::shape_of(a_.words(name.tokens.begin)) & knowledge::kAllCaps) != 0) {
      continue;
    }
    const bool at_home = std::any_of(names_.begin(), names_.end(), [&](const Name& other) {
      return code_of(other) == text(entry.code) &&
             (text(lexicon_.party(other.hit.target).sector) != "PTY" || other.tokens.size() > 1);
    });
    const bool alone = a_.size() <= 4;  // a phrase by itself says nothing else
    if (!at_home && !alone) {
      name_at_[name.tokens.begin] = -1;
      name.tokens.end = name.tokens.begin;
    }
  }
}

// "the North" of a report about Korea, "the House" of one about the United States.
void Finder::name_by_context() {
  const auto count = [&](std::string_view code) {
    return std::count_if(names_.begin(), names_.end(),
                         [&](const Name& name) { return text(lexicon_.party(name.hit.target).code) == code; });
  };
  const bool korea = count("PRK") > 0;
  const auto states = count("USA");
  const bool america = states > 0 && std::all_of(names_.begin(), names_.end(), [&](const Name& name) {
                         const knowledge::PartyEntry& entry = lexicon_.party(name.hit.target);
                         return entry.kind != PartyKind::state || count(text(entry.code)) <= states;
                       });
  const std::int32_t democrats = lexicon_.by_id("DEMOCRATIC_PARTY");
  for (std::uint32_t i = 0; i + 1 < a_.size() && america && democrats >= 0; ++i) {
    // "Democratic Representative Jason Crow"
    const bool office = noun_at_[i + 1] >= 0 && (knowledge::shape_of(a_.words(i + 1)) & knowledge::kCapital) != 0;
    if (name_at_[i] < 0 && a_.words(i) == "Democratic" && office && a_.sentence_of[i] == a_.sentence_of[i + 1]) {
      NameHit hit;
      hit.end = i + 1;
      hit.target = static_cast<std::uint32_t>(democrats);
      hit.use = NameUse::adjective;
      name_at_[i] = static_cast<std::int32_t>(names_.size());
      names_.push_back({{i, i + 1}, hit, i});
    }
  }
  for (std::uint32_t i = 1; i < a_.size() && (korea || america); ++i) {
    if (name_at_[i] >= 0 || a_.lower[i - 1] != "the" || (knowledge::shape_of(a_.words(i)) & knowledge::kCapital) == 0 ||
        a_.pos[i] != Pos::PROPN) {
      continue;
    }
    // "the North Atlantic", "the House of Lords", "the Senate Chamber"
    const bool goes_on = i + 1 < a_.size() && a_.sentence_of[i + 1] == a_.sentence_of[i] &&
                         (a_.pos[i + 1] == Pos::PROPN || a_.lower[i + 1] == "of" || a_.lower[i + 1] == "-");
    std::int32_t entry = -1;
    const std::string_view word = a_.lower[i];
    if (korea && (word == "north" || word == "south")) {
      entry = lexicon_.state_of(word == "north" ? "PRK" : "KOR");
    } else if (america && (word == "house" || word == "senate")) {
      entry = lexicon_.by_id(word == "house" ? "US_HOUSE_OF_REPRESENTATIVES" : "US_SENATE");
    }
    if (goes_on || entry < 0) {
      continue;
    }
    NameHit hit;
    hit.end = i + 1;
    hit.target = static_cast<std::uint32_t>(entry);
    if (noun_of_[i] >= 0) {
      const TokenRange noun = nouns_[static_cast<std::size_t>(noun_of_[i])].tokens;
      for (std::uint32_t t = noun.begin; t < noun.end; ++t) {
        noun_of_[t] = -1;
        noun_at_[t] = -1;
      }
    }
    name_at_[i] = static_cast<std::int32_t>(names_.size());
    names_.push_back({{i, i + 1}, hit, i});
  }
}

// "the Tigers", "the Brotherhood", "the Supreme Court": the end of the name of one party that was named before.
Index Finder::party_named_with(TokenRange tokens) const {
  const std::string key = key_words(tokens);
  Index found = kNone;
  for (std::size_t p = 0; p < facts_.size() && key.size() > 2; ++p) {
    const Party& party = c_.out.parties[p];
    const bool named = facts_[p].entry >= 0 || party.rule == "rule:entity" || party.rule == "rule:proper noun";
    if (!named || party.kind == PartyKind::person || party.kind == PartyKind::state ||
        party.kind == PartyKind::population) {
      continue;
    }
    bool ends = false;
    for (const std::string& name : facts_[p].names) {
      ends = ends || (name.size() > key.size() && name.ends_with(key) && name[name.size() - key.size() - 1] == ' ');
    }
    if (ends && found != kNone) {
      return kNone;
    }
    found = ends ? static_cast<Index>(p) : found;
  }
  return found;
}

// The party of the name that an acronym in brackets follows.
std::optional<Index> Finder::bracketed(TokenRange word) const {
  if (word.size() != 1 || word.begin < 2 || word.end >= a_.size() || a_.words(word.begin - 1) != "(" ||
      a_.words(word.end) != ")" || (knowledge::shape_of(a_.words(word.begin)) & knowledge::kAllCaps) == 0) {
    return std::nullopt;
  }
  const std::int32_t name = name_at_[word.begin - 2];
  if (name < 0) {
    return std::nullopt;
  }
  const TokenRange before = names_[static_cast<std::size_t>(name)].tokens;
  // Its letters begin the words of the name, so that "Fatah (PLO)" stay two.
  std::string letters;
  for (std::uint32_t i = before.begin; i < before.end; ++i) {
    letters += a_.words(i).substr(0, 1);
  }
  const std::uint32_t root = names_[static_cast<std::size_t>(name)].root;
  const std::string_view acronym = a_.words(word.begin);
  if (before.size() < 2 || first_mention_[root] < 0 || letters.find(acronym.substr(0, 1)) == std::string::npos ||
      letters.find(acronym.substr(acronym.size() - 1)) == std::string::npos) {
    return std::nullopt;
  }
  return c_.mentions[static_cast<std::size_t>(first_mention_[root])].party;
}

}  // namespace detente::reading
