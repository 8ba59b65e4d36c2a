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

// Prepositions that lead from who acts to whom they belong: "officials in Beirut", "spokesman for the ministry".
constexpr std::array<std::string_view, 8> kOwning{"of", "in", "from", "for", "at", "within", "with", "inside"};

// Those who act for what they belong to, whatever it is.
bool speaks_for_others(std::string_view word) {
  static constexpr std::array<std::string_view, 24> kWords{
      "officer",        "officers",        "official", "officials", "spokesman", "spokeswoman",
      "spokesperson",   "source",          "sources",  "member",    "members",   "leader",
      "leaders",        "chief",           "head",     "staff",     "worker",    "workers",
      "representative", "representatives", "employee", "employees", "adviser",   "advisor"};
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

bool is_part_noun(std::string_view lemma) {
  static constexpr std::array<std::string_view, 42> kWords{
      "dozen",    "dozens",   "hundred", "hundreds", "thousand", "thousands", "million", "millions", "number",
      "majority", "minority", "handful", "score",    "scores",   "some",      "many",    "most",     "several",
      "few",      "all",      "both",    "each",     "one",      "two",       "three",   "four",     "five",
      "half",     "part",     "rest",    "couple",   "pair",     "member",    "group",   "crowd",    "tens",
      "team",     "band",     "mob",     "gang",     "wave",     "trio"};
  return one_of(lemma, kWords);
}

std::vector<std::string_view> Finder::near_countries() const {
  // The countries of the states that the report has named so far, the latest first.
  std::vector<std::string_view> out;
  for (auto it = c_.out.parties.rbegin(); it != c_.out.parties.rend() && out.size() < 12; ++it) {
    if (it->code.size() == 3 && std::find(out.begin(), out.end(), it->code) == out.end()) {
      out.push_back(it->code);
    }
  }
  return out;
}

void Finder::add_owner(std::vector<Owner>& list, std::uint32_t token) const {
  Owner owner;
  const auto from_party = [&](Index index) {
    const Party& party = c_.out.parties[static_cast<std::size_t>(index)];
    owner.party = index;
    owner.code = party.code;
    owner.sector = party.kind == PartyKind::population ? std::string() : party.sector;
    owner.kind = party.kind == PartyKind::population ? PartyKind::state : party.kind;
    owner.name = party.name;
  };
  const std::int32_t name = name_at_[token];
  if (first_mention_[token] >= 0) {
    from_party(c_.mentions[static_cast<std::size_t>(first_mention_[token])].party);
    if (owner.code.empty() && owner.sector.empty() && owner.kind == PartyKind::unknown) {
      return;
    }
    // A capital that was read as its government owns as the state does.
    if (owner.kind == PartyKind::government && name >= 0 &&
        names_[static_cast<std::size_t>(name)].hit.use == NameUse::capital) {
      owner.sector.clear();
      owner.kind = PartyKind::state;
    }
  } else if (name >= 0) {
    const knowledge::PartyEntry& entry = lexicon_.party(names_[static_cast<std::size_t>(name)].hit.target);
    owner.code = lexicon_.code_on(entry, date_);
    owner.sector = entry.kind == PartyKind::person ? std::string_view() : text(entry.sector);
    owner.kind = entry.kind;
    owner.name = text(entry.name);
  } else {
    const std::int32_t at = a_.entity_of[token];
    if (at < 0) {
      return;
    }
    const Entity& entity = a_.entities[static_cast<std::size_t>(at)];
    if (entity.type != EntityType::GPE && entity.type != EntityType::LOC && entity.type != EntityType::ORG &&
        entity.type != EntityType::NORP) {
      return;
    }
    const knowledge::Place* place = town(entity.tokens);
    if (place == nullptr) {
      return;
    }
    owner.code = place->country_code();
    owner.kind = PartyKind::state;
    owner.name = c_.k.places.name(*place);
  }
  for (const Owner& known : list) {
    if (known.name == owner.name && known.code == owner.code) {
      return;
    }
  }
  if (list.size() < 8) {
    list.push_back(std::move(owner));
  }
}

const knowledge::Place* Finder::town(TokenRange range) const {
  const auto countries = near_countries();
  return range.size() > 6 ? nullptr : c_.k.places.best(a_.words(a_.span(range)), countries);
}

// "Madras High Court": a town inside the name of what belongs to it.
void Finder::add_town_owner(std::vector<Owner>& list, TokenRange range) const {
  while (range.size() > 0 && a_.pos[range.begin] != Pos::PROPN) {
    ++range.begin;
  }
  std::uint32_t end = range.begin;
  while (end < range.end && a_.pos[end] == Pos::PROPN) {
    ++end;
  }
  if (range.size() == 0 || end == range.begin) {
    return;
  }
  if (const knowledge::Place* place = town({range.begin, end})) {
    Owner owner;
    owner.code = place->country_code();
    owner.kind = PartyKind::state;
    owner.name = c_.k.places.name(*place);
    list.push_back(std::move(owner));
  }
}

// What modifies the phrase from before; `inner` is the noun itself, and is not looked into.
std::vector<Finder::Owner> Finder::owners(TokenRange phrase, TokenRange inner) const {
  std::vector<Owner> list;
  for (std::uint32_t i = phrase.begin; i < phrase.end && i < inner.begin; ++i) {
    const bool root = name_at_[i] >= 0 ? names_[static_cast<std::size_t>(name_at_[i])].root == i
                                       : a_.entity_of[i] >= 0 || first_mention_[i] >= 0;
    // "Iran-backed militants": what stands before "backed" does not own them.
    // But "Gaza-based militants" are of Gaza.
    const bool joined = i + 2 < phrase.end && a_.lower[i + 1] == "-";
    const bool based = joined && a_.lower[i + 2] == "based";
    const bool of_participle =
        !based && (a_.dep[i] == Dep::npadvmod ||
                   (joined && (a_.tag[i + 2] == Tag::VBN || a_.tag[i + 2] == Tag::VBG || a_.tag[i + 2] == Tag::JJ)));
    if (root && !of_participle && words_[i].part == 0) {
      add_owner(list, i);
    }
  }
  if (list.empty() && phrase.begin < inner.begin) {
    add_town_owner(list, {phrase.begin, inner.begin});
  }
  return list;
}

std::vector<Finder::Owner> Finder::owners_after(std::uint32_t head) const {
  std::vector<Owner> list;
  for (const std::uint32_t prep : a_.children(head)) {
    if (prep < head || a_.dep[prep] != Dep::prep || !one_of(a_.lower[prep], kOwning)) {
      continue;
    }
    for (std::uint32_t object : a_.children(prep)) {
      if (a_.dep[object] != Dep::pobj) {
        continue;
      }
      const std::size_t before = list.size();
      for (int i = 0; i < 8; ++i) {
        const std::int32_t name = name_at_[object];
        const std::uint32_t root = name >= 0 ? names_[static_cast<std::size_t>(name)].root : object;
        add_owner(list, first_mention_[object] >= 0 ? object : root);
        std::uint32_t next = object;
        for (const std::uint32_t child : a_.children(object)) {
          if (a_.dep[child] == Dep::conj && child > object) {
            next = child;
          }
        }
        if (next == object) {
          break;
        }
        object = next;
      }
      if (list.size() == before) {
        // "officials from Israel's Defense Ministry": the object is a phrase with an owner of its own.
        const TokenRange inner = noun_phrase(a_, object);
        for (Owner& owner : owners(inner, {object, object + 1})) {
          if (noun_of_[object] >= 0) {
            const auto& noun = nouns_[static_cast<std::size_t>(noun_of_[object])];
            owner.sector = sector_of(noun);
          }
          list.push_back(std::move(owner));
        }
      }
    }
    if (!list.empty()) {
      break;
    }
  }
  return list;
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
  // "an intelligence agency officer" belongs to the agency.
  if (speaks_for_others(word)) {
    for (std::uint32_t i = phrase.begin; i < noun.tokens.begin; ++i) {
      if (noun_at_[i] >= 0 && a_.pos[i] != Pos::ADJ) {
        noun_sector = sector_of(nouns_[static_cast<std::size_t>(noun_at_[i])]);
      }
    }
  }
  Party party;
  party.kind = noun_kind;
  party.sector = noun_sector;
  party.rule = rule_of(noun);
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
