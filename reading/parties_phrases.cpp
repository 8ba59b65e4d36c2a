// Phrases without a name at their head: office words, agent nouns, and parts of a whole.
#include <algorithm>
#include <array>

#include "detente/knowledge/fold.hpp"
#include "detente/text/date.hpp"
#include "parties_finder.hpp"

namespace detente::reading {

using knowledge::NameUse;

namespace {

template <std::size_t N>
bool one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Those who act for what they belong to, whatever it is.
bool speaks_for_others(std::string_view word) {
  static constexpr std::array<std::string_view, 29> kWords{
      "chairman",        "chairwoman", "chairperson", "chair",     "director",    "officer",
      "officers",        "official",   "officials",   "spokesman", "spokeswoman", "spokesperson",
      "source",          "sources",    "member",      "members",   "leader",      "leaders",
      "chief",           "head",       "staff",       "worker",    "workers",     "representative",
      "representatives", "employee",   "employees",   "adviser",   "advisor"};
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

// Those who are of somebody without belonging to them.
bool is_relational(std::string_view word) {
  static constexpr std::array<std::string_view, 26> kWords{
      "ally",      "allies",     "neighbor", "neighbors", "neighbour", "neighbours", "enemy",     "enemies", "foe",
      "foes",      "partner",    "partners", "rival",     "rivals",    "opponent",   "opponents", "critic",  "critics",
      "supporter", "supporters", "backer",   "backers",   "patron",    "proxy",      "proxies",   "victims"};
  return one_of(word, kWords);
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
  // The name is the phrase without its article and what follows the noun.
  TokenRange shown{phrase.begin, noun.tokens.end};
  while (shown.begin < noun.tokens.begin &&
         (a_.dep[shown.begin] == Dep::det || a_.pos[shown.begin] == Pos::DET || a_.pos[shown.begin] == Pos::PRON)) {
    ++shown.begin;
  }
  party.name = words_of(shown.begin < shown.end ? shown : noun.tokens);
  std::string key =
      "agent:" + noun_key(noun) + ":" + (owner == nullptr ? "" : owner->code + ":" + owner->name) + ":" + party.sector;
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

// "the Israeli prime minister": the person who held the office, if one can be told.
Index Finder::office_party(std::uint32_t head, const Noun& noun, const std::vector<Owner>& owner_list,
                           TokenRange phrase) {
  const std::string_view office = office_of(noun);
  const bool plural = a_.tag[head] == Tag::NNS || a_.tag[head] == Tag::NNPS;
  bool indefinite = false;
  bool other = is_former(phrase);
  for (std::uint32_t i = phrase.begin; i < noun.tokens.begin; ++i) {
    indefinite = indefinite || a_.lower[i] == "a" || a_.lower[i] == "an" || a_.lower[i] == "any" ||
                 a_.lower[i] == "another" || a_.lower[i] == "new" || a_.lower[i] == "next";
    other = other || a_.lower[i] == "deputy" || a_.lower[i] == "assistant" || a_.lower[i] == "vice" ||
            a_.lower[i] == "acting" || a_.lower[i] == "senior";
  }
  if (plural || indefinite || other || office.empty()) {
    return kNone;
  }
  const std::string code = owner_list.empty() ? std::string() : owner_list.front().code;
  // A person of that office who was named before.
  Index found = kNone;
  for (auto it = trail_.rbegin(); it != trail_.rend() && it - trail_.rbegin() < 80; ++it) {
    const Index p = c_.mentions[static_cast<std::size_t>(first_mention_[*it])].party;
    const PartyFacts& facts = facts_[static_cast<std::size_t>(p)];
    const Party& party = c_.out.parties[static_cast<std::size_t>(p)];
    bool fits = party.kind == PartyKind::person && facts.office == office && (code.empty() || party.code == code);
    if (!fits && facts.entry >= 0 && party.kind == PartyKind::person && (code.empty() || party.code == code)) {
      for (const knowledge::RoleEntry& role : lexicon_.roles(lexicon_.party(static_cast<std::uint32_t>(facts.entry)))) {
        fits = fits || (text(role.office) == office && lexicon_.holds(role, date_));
      }
    }
    if (fits) {
      found = p;
      break;
    }
  }
  if (found != kNone) {
    return found;
  }
  if (!code.empty() && owner_list.size() == 1) {
    const auto holders = lexicon_.holders(office, code, date_);
    if (holders.size() == 1) {
      return party_of_entry(holders.front());
    }
  }
  return kNone;
}

// "the Iranian leader": the person of that state or group who was named before.
Index Finder::leader_of(std::uint32_t head, const Noun& noun, const std::vector<Owner>& owner_list,
                        TokenRange phrase) const {
  if (a_.lower[head] != "leader" || a_.lower[phrase.begin] != "the" || owner_list.size() != 1 ||
      noun.tokens.size() > 2) {
    return kNone;
  }
  const Owner& owner = owner_list.front();
  for (auto it = trail_.rbegin(); it != trail_.rend() && it - trail_.rbegin() < 60; ++it) {
    const Index p = c_.mentions[static_cast<std::size_t>(first_mention_[*it])].party;
    const Party& party = c_.out.parties[static_cast<std::size_t>(p)];
    const bool same_side = owner.kind == PartyKind::state ? party.sector == "GOV" : party.sector == owner.sector;
    if (party.kind == PartyKind::person && !party.code.empty() && party.code == owner.code && same_side) {
      return p;
    }
  }
  return kNone;
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

bool Finder::read_noun(std::uint32_t head, const Noun& noun) {
  TokenRange phrase = phrase_of(head, noun.tokens);
  std::vector<Owner> owner_list = owners(phrase, noun.tokens);
  for (std::uint32_t i = noun.tokens.begin; i < noun.tokens.end; ++i) {
    if (name_at_[i] >= 0) {
      add_owner(owner_list, names_[static_cast<std::size_t>(name_at_[i])].root);  // "Hamas leader" as one title
    }
  }
  if (owner_list.empty()) {
    owner_list = owners_after(head);
  }
  if (is_relational(a_.lower[head])) {
    owner_list.clear();
  }
  // An election campaign is somebody's; any other is an act.
  if (a_.lemma[head] == "campaign" && noun.tokens.size() == 1 &&
      std::none_of(owner_list.begin(), owner_list.end(), [](const Owner& owner) {
        return owner.kind == PartyKind::person || owner.sector == "PTY" || owner.sector == "LEG";
      })) {
    return false;
  }
  const bool title = noun.hit.use == NameUse::title;

  // "Yoav Gallant, Israel's defense minister,": the title says more of the person beside it.
  std::uint32_t beside = head;
  if (a_.dep[head] == Dep::appos) {
    beside = a_.head[head];
  } else {
    for (const std::uint32_t child : a_.children(head)) {
      if (a_.dep[child] == Dep::appos && child > head) {
        beside = child;
        break;
      }
    }
  }
  if (beside != head && first_mention_[beside] >= 0) {
    const Index party = c_.mentions[static_cast<std::size_t>(first_mention_[beside])].party;
    if (c_.out.parties[static_cast<std::size_t>(party)].kind == PartyKind::person && a_.tag[head] != Tag::NNS) {
      if (title) {
        give_role(party, noun, owner_list, is_former(phrase));
      }
      add_mention(party, phrase, head);
      return true;
    }
    // "SANA, the state news agency,": a body beside the name of a body is that body.
    if (!title && names_body(party) && a_.tag[head] == Tag::NN &&
        std::none_of(a_.children(head).begin(), a_.children(head).end(),
                     [&](std::uint32_t child) { return a_.dep[child] == Dep::conj; })) {
      add_mention(party, phrase, head);
      return true;
    }
  }
  // "Hezbollah is a militant group": what somebody is is nobody else.
  if (a_.dep[head] == Dep::attr && a_.lemma[a_.head[head]] == "be") {
    for (const std::uint32_t subject : a_.children(a_.head[head])) {
      if (a_.dep[subject] == Dep::nsubj && subject < head && first_mention_[subject] >= 0) {
        const Index party = c_.mentions[static_cast<std::size_t>(first_mention_[subject])].party;
        const PartyKind kind = c_.out.parties[static_cast<std::size_t>(party)].kind;
        if (kind == PartyKind::person && title && owner_list.size() < 2 && a_.tag[head] != Tag::NNS) {
          give_role(party, noun, owner_list, is_former(phrase));
        }
        if (kind == PartyKind::person || names_body(party)) {
          add_mention(party, phrase, head);
          return true;
        }
      }
    }
  }
  if (const Index party = leader_of(head, noun, owner_list, phrase); party != kNone) {
    add_mention(party, phrase, head);
    return true;
  }
  if (title) {
    if (const Index party = office_party(head, noun, owner_list, phrase); party != kNone) {
      add_mention(party, phrase, head);
      return true;
    }
  }
  if (owner_list.empty() && resolve_definite(head, phrase)) {
    return true;
  }
  if (owner_list.empty()) {
    add_mention(agent_party(head, noun, nullptr, phrase), phrase, head);
    return true;
  }
  for (const Owner& owner : owner_list) {
    add_mention(agent_party(head, noun, &owner, phrase), phrase, head);
    if (owner_list.size() > 1 && title && a_.tag[head] == Tag::NN) {
      break;  // one person serves one state here: "the US ambassador to Israel"
    }
  }
  return true;
}

// "dozens of civilians", "members of Hamas": the party is that of the whole.
bool Finder::read_part_of(std::uint32_t head) {
  if (!is_part_noun(a_.lower[head]) && !is_part_noun(a_.lemma[head])) {
    return false;
  }
  for (const std::uint32_t prep : a_.children(head)) {
    if (a_.dep[prep] != Dep::prep || a_.lower[prep] != "of" || prep < head) {
      continue;
    }
    for (const std::uint32_t object : a_.children(prep)) {
      if (a_.dep[object] != Dep::pobj) {
        continue;
      }
      if (first_mention_[object] < 0) {
        read_phrase(object);
      }
      if (first_mention_[object] >= 0) {
        const Index party = c_.mentions[static_cast<std::size_t>(first_mention_[object])].party;
        add_mention(party, phrase_of(head, {head, head + 1}), head);
        return true;
      }
    }
  }
  return false;
}

// A name that neither the lexicon nor the model knows, where a party stands: "Malloy welcomed them".
void Finder::read_unknown_name(std::uint32_t head) {
  const TokenRange phrase = phrase_of(head, {head, head + 1});
  TokenRange name{head, head + 1};
  while (name.begin > phrase.begin && a_.pos[name.begin - 1] == Pos::PROPN && a_.entity_of[name.begin - 1] < 0 &&
         name_at_[name.begin - 1] < 0 && noun_of_[name.begin - 1] < 0) {
    --name.begin;
  }
  const bool alone = a_.head[head] == head;
  if (alone || is_place_use(head)) {
    const knowledge::Place* place = alone ? town(name) : nullptr;
    if (place != nullptr) {
      Party party;
      party.name = words_of(name);
      party.kind = PartyKind::population;
      party.code = place->country_code();
      party.sector = "CVL";
      party.rule = "rule:town";
      add_mention(own_party("town:" + key_words(name), std::move(party)), phrase, head);
    }
    return;
  }
  const Dep dep = a_.dep[head];
  const std::string_view above = a_.lower[a_.head[head]];
  const bool acts = dep == Dep::nsubj || dep == Dep::nsubjpass || dep == Dep::dobj || dep == Dep::conj ||
                    dep == Dep::dative || dep == Dep::poss ||
                    (dep == Dep::pobj && (above == "by" || above == "with" || above == "against" ||
                                          above == "between" || above == "into" || above == "to"));
  if (!acts || (knowledge::shape_of(a_.words(head)) & knowledge::kCapital) == 0 || a_.words(head).size() < 3) {
    return;
  }
  // A conjunct is a party if what it is joined to is one.
  if (dep == Dep::conj && first_mention_[a_.head[head]] < 0) {
    return;
  }
  if (text::weekday_number(a_.words(head)) > 0 || text::month_number(a_.words(head)) > 0) {
    return;
  }
  if (title_before(phrase, name.begin) != nullptr && a_.tag[head] == Tag::NNP) {
    mention_person(name, -1);  // "Mayor de Blasio"
    return;
  }
  const std::string key = key_words(name);
  if (key.empty() || c_.k.places.best(a_.words(a_.span(name)), near_countries()) != nullptr) {
    return;
  }
  Party party;
  party.name = words_of(name);
  party.rule = "rule:proper noun";
  for (std::uint32_t i = phrase.begin; i < name.begin; ++i) {
    if (noun_at_[i] >= 0) {
      // "the Prime Minister's Office"
      const Noun& owner = nouns_[static_cast<std::size_t>(noun_at_[i])];
      party.sector = sector_of(owner);
      party.kind = PartyKind::government;
      party.name = words_of({owner.tokens.begin, name.end});
    }
  }
  std::vector<Owner> owner_list = owners(phrase, name);
  if (!owner_list.empty()) {
    party.code = owner_list.front().code;
  }
  add_mention(own_party("n:" + key, std::move(party)), phrase, head);
}

void Finder::read_phrase(std::uint32_t head) {
  if (first_mention_[head] >= 0) {
    return;
  }
  if (a_.pos[head] == Pos::PRON || a_.tag[head] == Tag::PRPS) {
    resolve_pronoun(head);
    return;
  }
  if (is_modifier(head) && a_.dep[head] != Dep::poss) {
    return;
  }
  if (name_at_[head] >= 0) {
    return;  // a capital read as a place, or another word of a name
  }
  if (read_part_of(head) || resolve_two(head, phrase_of(head, {head, head + 1}))) {
    return;
  }
  if (noun_of_[head] >= 0) {
    // "Secretary" carries "Secretary of State".
    const Noun noun = nouns_[static_cast<std::size_t>(noun_of_[head])];
    if (a_.pos[head] != Pos::VERB && a_.pos[head] != Pos::AUX && root_of(noun.tokens) == head) {
      read_noun(head, noun);
    }
    return;
  }
  if (a_.pos[head] == Pos::NOUN) {
    resolve_definite(head, phrase_of(head, {head, head + 1}));
  } else if (a_.pos[head] == Pos::PROPN) {
    const std::int32_t entity = a_.entity_of[head];
    if (entity < 0 || a_.entities[static_cast<std::size_t>(entity)].type == EntityType::PRODUCT) {
      read_unknown_name(head);
    }
  }
}

}  // namespace detente::reading
