// Parties that a common noun makes: "Israeli troops", "an army accountant", "the chairman of the company".
#include <algorithm>
#include <array>

#include "detente/knowledge/fold.hpp"
#include "one_of.hpp"
#include "parties_finder.hpp"

namespace detente::reading {

using knowledge::NameUse;

namespace {

// Those who act for what they belong to, whatever it is.
bool speaks_for_others(std::string_view word) {
  static constexpr std::array<std::string_view, 30> kWords{
      "chairman",       "chairwoman",      "chairperson", "chair",     "director",  "president",
      "officer",        "officers",        "official",    "officials", "spokesman", "spokeswoman",
      "spokesperson",   "source",          "sources",     "member",    "members",   "leader",
      "leaders",        "chief",           "head",        "staff",     "worker",    "workers",
      "representative", "representatives", "employee",    "employees", "adviser",   "advisor"};
  return one_of(word, kWords);
}

// What somebody of an office of this sector speaks for.
PartyKind kind_of_office(std::string_view sector) {
  static constexpr std::array<std::string_view, 8> kState{"", "GOV", "MIL", "COP", "SPY", "LEG", "JUD", "ELI"};
  if (one_of(sector, kState)) {
    return PartyKind::government;
  }
  if (sector == "REB" || sector == "UAF" || sector == "PRM") {
    return PartyKind::armed_group;
  }
  return sector == "CVL" || sector == "REF" ? PartyKind::population : PartyKind::organisation;
}

}  // namespace

// The code of the only parties so far that this noun made: "Police in Nairobi ... A police spokeswoman".
std::string Finder::code_of_service(const std::string& noun) const {
  std::string code;
  for (std::size_t p = 0; p < facts_.size() && !noun.empty(); ++p) {
    const std::string& found = c_.out.parties[p].code;
    if (facts_[p].noun == noun && !found.empty()) {
      if (!code.empty() && code != found) {
        return {};
      }
      code = found;
    }
  }
  return code;
}

Index Finder::agent_party(std::uint32_t head, const Noun& noun, const Owner* owner, TokenRange phrase) {
  const bool title = noun.hit.use == NameUse::title;
  std::string_view noun_sector = sector_of(noun);
  const PartyKind noun_kind = title ? kind_of_office(noun_sector) : lexicon_.agents()[noun.hit.target].kind;
  const std::string_view word = a_.lower[head];

  if (owner != nullptr && owner->kind == PartyKind::person &&
      (word == "administration" || word == "government" || word == "cabinet")) {
    Owner state = *owner;
    return government_of(state);
  }
  if (owner != nullptr && (owner->kind == PartyKind::state || owner->kind == PartyKind::government) &&
      (word == "government" || word == "administration")) {
    return government_of(*owner);
  }
  // "an intelligence agency officer" belongs to the agency, and to the state of the only one that was named.
  std::string inner_code;
  const bool calling = noun_kind == PartyKind::population && noun_sector == "CVL" && a_.tag[head] != Tag::NNPS;
  if (noun_sector.empty()) {
    for (std::uint32_t i = phrase.begin; i < noun.tokens.begin && noun_sector.empty(); ++i) {
      noun_sector = sector_of_adjective(a_.lower[i]);
    }
  }
  if (speaks_for_others(word) ||
      (calling && noun.tokens.begin > phrase.begin && a_.dep[noun.tokens.begin - 1] == Dep::compound)) {
    for (std::uint32_t i = phrase.begin; i < noun.tokens.begin; ++i) {
      if (noun_at_[i] >= 0 && a_.pos[i] != Pos::ADJ) {
        const Noun& service = nouns_[static_cast<std::size_t>(noun_at_[i])];
        if (calling && sector_of(service) != "MIL" && sector_of(service) != "COP" && sector_of(service) != "GOV" &&
            sector_of(service) != "MED" && sector_of(service) != "SPY") {
          continue;  // "village mechanics" are civilians still
        }
        noun_sector = sector_of(service);
        inner_code = owner == nullptr ? code_of_service(noun_key(service)) : std::string();
      }
    }
    if (owner == nullptr && inner_code.empty() && noun.tokens.size() > 1) {
      inner_code =
          code_of_service(knowledge::folded_name(a_.words(noun.tokens.begin)));  // "police spokeswoman" as one noun
    }
  }
  if (owner == nullptr && inner_code.empty() && word != "government") {
    for (std::uint32_t i = phrase.begin; i < noun.tokens.end && inner_code.empty(); ++i) {
      inner_code = a_.lower[i] == "government" ? home_government() : std::string();  // "government troops"
    }
  }
  Party party;
  party.kind = noun_kind;
  party.sector = noun_sector;
  party.rule = rule_of(noun);
  party.code = inner_code;
  if (owner != nullptr) {
    party.code = owner->code;
    // Who belongs to an armed group, an organisation or a service acts for it.
    const bool own_sector = !owner->sector.empty() && owner->sector != "GOV" && owner->kind != PartyKind::state &&
                            owner->kind != PartyKind::person;
    if (own_sector || (party.sector.empty() && owner->kind != PartyKind::state)) {
      party.sector = owner->sector;
      party.kind = owner->kind == PartyKind::unknown ? party.kind : owner->kind;
    }
    if (!title && lexicon_.agents()[noun.hit.target].sector_first != 0) {
      party.code = std::string(noun_sector);
    }
  }
  if (owner == nullptr && title && speaks_for_others(word)) {
    if (const std::string_view body = sector_after(head); !body.empty()) {
      party.sector = body;
    }
  }
  if (is_former(phrase) && (party.sector == "GOV" || party.sector == "MIL" || party.sector == "LEG")) {
    party.sector = "ELI";
  }
  // The name is the phrase without its article, its number and what follows the noun.
  TokenRange shown{phrase.begin, noun.tokens.end};
  while (shown.begin < noun.tokens.begin && tells_how_many(shown.begin)) {
    ++shown.begin;
  }
  party.name = words_of(shown.begin < shown.end ? shown : noun.tokens);
  std::string key =
      "agent:" + noun_key(noun) + ":" + (owner == nullptr ? "" : owner->code + ":" + owner->name) + ":" + party.sector;
  if (owner != nullptr && a_.pos[head] == Pos::PROPN) {
    key += ":" + key_words(noun.tokens.size() < shown.size() ? shown : noun.tokens);  // "the Unity Party of America"
  }
  if (owner == nullptr) {
    key += inner_code;
    // Of nobody's soldiers each kind is a party: "masked gunmen" and "gunmen" are not said to be the same.
    key += ":" + key_words(shown.begin < shown.end ? shown : noun.tokens);
  }
  const Index index = own_party(key, std::move(party));
  PartyFacts& facts = facts_[static_cast<std::size_t>(index)];
  facts.noun = noun_key(noun);
  facts.plural = a_.tag[head] == Tag::NNS || a_.tag[head] == Tag::NNPS;
  return index;
}

// Articles, numbers and the like: "at least 40 monks" and "the monks" are monks.
bool Finder::tells_how_many(std::uint32_t token) const {
  const Dep dep = a_.dep[token];
  const std::string_view word = a_.lower[token];
  if (token + 1 < a_.size() && a_.lower[token + 1] == "-") {
    return false;  // "a 92-year-old woman"
  }
  static constexpr std::array<std::string_view, 24> kWords{
      "approximately", "around", "nearly", "almost", "over", "up",   "to",   "estimated", "or",  "fewer", "at", "least",
      "most",          "more",   "than",   "about",  "some", "only", "many", "several",   "few", "no",    "\"", "“"};
  return dep == Dep::det || a_.pos[token] == Pos::DET || a_.pos[token] == Pos::PRON || dep == Dep::nummod ||
         dep == Dep::quantmod || dep == Dep::predet || a_.tag[token] == Tag::CD || a_.pos[token] == Pos::PUNCT ||
         one_of(word, kWords);
}

// Nouns that stand for somebody only if it is said whose they are, or that are many: "power" and "world powers".
bool Finder::is_bare_abstraction(std::uint32_t head, const std::vector<Owner>& owner_list) const {
  static constexpr std::array<std::string_view, 15> kWords{
      "force", "justice", "exile",      "assembly",   "movement", "power",      "presidency", "majority",
      "side",  "camp",    "leadership", "resistance", "mission",  "opposition", "palace"};
  if (!one_of(a_.lower[head], kWords) || (a_.lower[head] == "majority" && says_of(head))) {
    return false;
  }
  bool of_body = false;
  for (std::uint32_t i = a_.left_edge[head]; i < head; ++i) {
    if (a_.lower[i] == "no" || a_.lower[i] == "little" || a_.lower[i] == "any") {
      return true;  // "met little or no resistance"
    }
    of_body = of_body || a_.dep[i] == Dep::compound;
  }
  for (const std::uint32_t child : a_.children(head)) {
    const std::string_view word = a_.lower[child];
    if (a_.dep[child] == Dep::prep && child > head && (word == "to" || word == "against" || word == "from")) {
      return true;  // "opposition to the ban"
    }
    of_body = of_body || (a_.dep[child] == Dep::amod && a_.tag[child] == Tag::JJ && child < head);
  }
  const std::string_view word = a_.lower[head];
  const bool pointed_at = a_.pos[head] == Pos::PROPN ||
                          std::any_of(a_.children(head).begin(), a_.children(head).end(),
                                      [&](std::uint32_t child) { return child < head && a_.dep[child] == Dep::det; });
  if (word == "justice" || word == "assembly" || word == "exile") {
    return !pointed_at && owner_list.empty();  // "True justice", "unlawful assembly", "in exile"
  }
  if (word == "movement") {
    return says_of(head) && a_.pos[head] != Pos::PROPN;  // "the movement of troops"
  }
  if (word == "force") {
    return owner_list.empty() && !of_body;  // "by force"
  }
  if (word == "opposition" || word == "resistance" || word == "leadership" || word == "presidency" ||
      word == "palace") {
    // "the opposition said"
    return owner_list.empty() && !of_body && a_.lower[a_.left_edge[head]] != "the";
  }
  return owner_list.empty();
}

bool Finder::says_of(std::uint32_t head) const {
  const auto children = a_.children(head);
  return std::any_of(children.begin(), children.end(), [&](std::uint32_t child) {
    return child > head && a_.dep[child] == Dep::prep && a_.lower[child] == "of";
  });
}

// A party that a name stands for and that is no person.
bool Finder::names_body(Index party) const {
  const Party& p = c_.out.parties[static_cast<std::size_t>(party)];
  const bool named = facts_[static_cast<std::size_t>(party)].entry >= 0 || p.rule == "rule:entity";
  return named && p.kind != PartyKind::person && p.kind != PartyKind::population;
}

// "head of the police", "chairman of the company's board": whoever leads a body is of its sector.
std::string_view Finder::sector_after(std::uint32_t head) const {
  for (const std::uint32_t prep : a_.children(head)) {
    if (prep < head || a_.dep[prep] != Dep::prep || (a_.lower[prep] != "of" && a_.lower[prep] != "at")) {
      continue;
    }
    for (const std::uint32_t object : a_.children(prep)) {
      if (a_.dep[object] == Dep::pobj && noun_of_[object] >= 0) {
        return sector_of(nouns_[static_cast<std::size_t>(noun_of_[object])]);
      }
    }
  }
  return {};
}

}  // namespace detente::reading
