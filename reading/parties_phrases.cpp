// Phrases without a name at their head: office words, agent nouns, and parts of a whole.
#include <algorithm>
#include <array>

#include "detente/knowledge/fold.hpp"
#include "detente/text/date.hpp"
#include "one_of.hpp"
#include "parties_finder.hpp"

namespace detente::reading {

using knowledge::NameUse;

namespace {

// Those who are of somebody without belonging to them.
bool is_relational(std::string_view word) {
  static constexpr std::array<std::string_view, 38> kWords{
      "ally",      "allies",     "neighbor",  "neighbors",  "neighbour", "neighbours", "enemy",    "enemies",
      "foe",       "foes",       "partner",   "partners",   "rival",     "rivals",     "opponent", "opponents",
      "critic",    "critics",    "supporter", "supporters", "backer",    "backers",    "patron",   "proxy",
      "proxies",   "victims",    "killer",    "killers",    "murderer",  "murderers",  "attacker", "attackers",
      "kidnapper", "kidnappers", "captor",    "captors",    "assassin",  "assassins"};
  return one_of(word, kWords);
}

}  // namespace

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
  std::string code = owner_list.empty() ? std::string() : owner_list.front().code;
  // Offices that one state alone calls so, in a report that names it.
  const std::string_view said = a_.lower[noun.tokens.begin];
  if (owner_list.empty() && noun.tokens.size() == 2 && a_.lower[head] == "secretary" &&
      (said == "foreign" || said == "home") && names_country("GBR")) {
    code = "GBR";
  }
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
  // "the prime minister" of a report about one state
  const std::int32_t home = code.empty() && owner_list.empty() && a_.lower[phrase.begin] == "the" && !date_.empty() &&
                                    phrase.end == noun.tokens.end
                                ? only_state()
                                : -1;
  if (home >= 0) {
    const auto holders = lexicon_.holders(office, text(lexicon_.party(static_cast<std::uint32_t>(home)).code), date_);
    if (holders.size() == 1) {
      return party_of_entry(holders.front());
    }
  }
  if (!code.empty() && owner_list.size() <= 1) {
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
  if (is_bare_abstraction(head, owner_list)) {
    return false;
  }
  // "almost criminal" names nobody.
  if (a_.pos[head] == Pos::ADJ &&
      (a_.dep[head] == Dep::acomp || a_.dep[head] == Dep::conj || a_.dep[head] == Dep::oprd)) {
    return false;
  }
  // "the nation of Kenya", "the Israeli state": the state itself.
  const std::string_view lemma = a_.lemma[head];
  const std::string_view whose = a_.lower[a_.left_edge[head]];
  if ((lemma == "country" || lemma == "nation") && (whose == "our" || whose == "my")) {
    return false;
  }
  if ((lemma == "nation" || lemma == "country" || lemma == "state" || lemma == "republic" || lemma == "kingdom" ||
       lemma == "province" || lemma == "region") &&
      !owner_list.empty() && (a_.tag[head] == Tag::NN || a_.tag[head] == Tag::NNP || says_of(head)) &&
      std::all_of(owner_list.begin(), owner_list.end(), [&](const Owner& owner) {
        return owner.party != kNone &&
               (owner.kind == PartyKind::state || owner.kind == PartyKind::person ||
                owner.kind == PartyKind::government) &&
               lexicon_.state_of(owner.code) >= 0;
      })) {
    for (const Owner& owner : owner_list) {
      const bool itself = c_.out.parties[static_cast<std::size_t>(owner.party)].kind == PartyKind::state;
      // "his country"
      add_mention(itself ? owner.party : party_of_entry(static_cast<std::uint32_t>(lexicon_.state_of(owner.code))),
                  phrase, head);
    }
    return true;
  }
  // An election campaign is somebody's; any other is an act.
  if (a_.lemma[head] == "campaign" && noun.tokens.size() == 1 &&
      std::none_of(owner_list.begin(), owner_list.end(), [](const Owner& owner) {
        return owner.kind == PartyKind::person || owner.sector == "PTY" || owner.sector == "LEG";
      })) {
    return false;
  }
  // "Lebanon-based Shia organization": a faith beside a state owns nothing.
  if (std::any_of(owner_list.begin(), owner_list.end(), [](const Owner& owner) { return !owner.code.empty(); })) {
    std::erase_if(owner_list, [](const Owner& owner) { return owner.code.empty() && owner.sector.empty(); });
  }
  // "Pakistan's Balochistan province": of two owners in one state the nearer.
  for (std::size_t i = 0; i + 1 < owner_list.size();) {
    const bool same = !owner_list[i].code.empty() && owner_list[i].code == owner_list[i + 1].code &&
                      owner_list[i].kind == PartyKind::state && owner_list[i + 1].kind == PartyKind::state;
    if (same) {
      owner_list.erase(owner_list.begin() + static_cast<std::ptrdiff_t>(i));
    } else {
      ++i;
    }
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
    const bool theirs = std::all_of(owner_list.begin(), owner_list.end(), [&](const Owner& owner) {
      return owner.code.empty() || owner.code == c_.out.parties[static_cast<std::size_t>(party)].code;
    });
    if (!title && theirs && names_body(party) && a_.tag[head] == Tag::NN &&
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
        if ((kind == PartyKind::person && a_.tag[head] != Tag::NNS) || names_body(party)) {
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
    // "G7 members" are the G7.
    const bool whole = a_.lemma[head] == "member" && (a_.dep[prep] == Dep::compound || a_.dep[prep] == Dep::nmod) &&
                       prep < head && first_mention_[prep] >= 0;
    if (whole && noun_of_[head] < 0) {
      add_mention(c_.mentions[static_cast<std::size_t>(first_mention_[prep])].party, phrase_of(head, {head, head + 1}),
                  head);
      return true;
    }
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
  const std::string_view written = a_.words(head);
  if (!acts || (knowledge::shape_of(written) & knowledge::kCapital) == 0 || written.size() < 3 ||
      is_part_noun(a_.lower[head]) || written.find_first_of("[]()|/<>") != std::string_view::npos) {
    return;
  }
  // "Rockets landed": a capital at the beginning of a sentence makes no name of a word that acts are told with.
  const std::string_view lower = a_.lower[head];
  const bool first = a_.sentences[a_.sentence_of[head]].begin == head || a_.pos[head - 1] == Pos::SPACE;
  if (first && name.size() == 1 &&
      (c_.k.acts.word(lower) != knowledge::kNoWord ||
       c_.k.acts.word(lower.substr(0, lower.size() - 1)) != knowledge::kNoWord)) {
    return;
  }
  if (const Index whole = party_named_with(name); whole != kNone) {
    add_mention(whole, phrase, head);
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
  if (key.empty() || town(name) != nullptr) {
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

// "Sudrian" in a report that names Sudria: an adjective that English makes of a name that no lexicon knows.
Index Finder::party_of_adjective(std::uint32_t token) const {
  if ((knowledge::shape_of(a_.words(token)) & knowledge::kCapital) == 0 || name_at_[token] >= 0 ||
      noun_of_[token] >= 0) {
    return kNone;
  }
  const std::string word = key_words({token, token + 1});
  for (const std::string_view ending : {"n", "an", "ian", "ic", "ish", "ese", "i"}) {
    if (word.size() < ending.size() + 4 || !word.ends_with(ending)) {
      continue;
    }
    const std::string stem = word.substr(0, word.size() - ending.size());
    for (const char* kind : {"n:", "o:", "p:"}) {
      if (const auto known = keys_.find(kind + stem); known != keys_.end()) {
        return known->second;
      }
    }
  }
  return kNone;
}

void Finder::read_phrase(std::uint32_t head) {
  if (first_mention_[head] >= 0) {
    return;
  }
  if (is_modifier(head) && a_.dep[head] != Dep::poss && (a_.pos[head] == Pos::ADJ || a_.pos[head] == Pos::PROPN)) {
    if (const Index party = party_of_adjective(head); party != kNone) {
      add_mention(party, {head, head + 1}, head);
      return;
    }
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
