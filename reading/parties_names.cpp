// Names: what the lexicon knows, what only the language model knows, and whether a capital is its government or a
// place.
#include <algorithm>
#include <array>

#include "detente/knowledge/fold.hpp"
#include "one_of.hpp"
#include "parties_finder.hpp"

namespace detente::reading {

using knowledge::NameHit;
using knowledge::NameUse;

namespace {

// Prepositions after which a town is where it lies.
constexpr std::array<std::string_view, 24> kPlacePrepositions{
    "in",      "at",     "near",       "to",     "into",  "toward", "towards", "around",
    "outside", "inside", "through",    "across", "off",   "over",   "via",     "within",
    "beyond",  "onto",   "throughout", "above",  "along", "past",   "of",      "from"};

// Verbs whose object, if it is a town, is struck, entered or left, not spoken to.
constexpr std::array<std::string_view, 40> kPlaceVerbs{
    "hit",       "strike",    "bomb",    "shell",  "attack",   "visit",    "leave",   "reach", "enter",  "capture",
    "seize",     "take",      "bombard", "pound",  "target",   "besiege",  "control", "storm", "rock",   "flood",
    "retake",    "occupy",    "destroy", "damage", "surround", "evacuate", "flee",    "raid",  "defend", "liberate",
    "recapture", "devastate", "tour",    "quit",   "overrun",  "encircle", "batter",  "hold",  "invade", "cross"};

bool is_modifier_dep(Dep dep) {
  return dep == Dep::compound || dep == Dep::amod || dep == Dep::nmod || dep == Dep::poss || dep == Dep::npadvmod ||
         dep == Dep::nummod || dep == Dep::det;
}

bool is_place_type(EntityType type) {
  return type == EntityType::GPE || type == EntityType::LOC || type == EntityType::FAC;
}

}  // namespace

bool Finder::caseless_sentence(std::uint32_t sentence) const {
  const TokenRange range = a_.sentences[sentence];
  std::uint32_t words = 0;
  for (std::uint32_t i = range.begin; i < range.end; ++i) {
    for (const char c : a_.words(i)) {
      if (c >= 'A' && c <= 'Z') {
        return false;
      }
    }
    words += a_.pos[i] != Pos::PUNCT && a_.pos[i] != Pos::SPACE ? 1 : 0;
  }
  return words >= 4;
}

std::uint32_t Finder::root_of(TokenRange range) const {
  std::uint32_t root = range.end - 1;
  for (std::uint32_t i = range.begin; i < range.end; ++i) {
    if (!range.has(a_.head[i]) || a_.head[i] == i) {
      // Of several, a token that carries the name rather than its possessive or punctuation.
      if (a_.pos[i] != Pos::PUNCT && a_.pos[i] != Pos::PART) {
        root = i;
      }
    }
  }
  return root;
}

bool Finder::is_modifier(std::uint32_t token) const { return is_modifier_dep(a_.dep[token]); }

bool Finder::believe(const NameHit& hit, TokenRange tokens) const {
  const std::uint32_t root = root_of(tokens);
  const std::int32_t at = a_.entity_of[root];
  const EntityType type = at < 0 ? EntityType::none : a_.entities[static_cast<std::size_t>(at)].type;
  const TokenRange entity = at < 0 ? TokenRange{} : a_.entities[static_cast<std::size_t>(at)].tokens;
  const knowledge::PartyEntry& entry = lexicon_.party(hit.target);
  const bool person = entry.kind == PartyKind::person;
  if (hit.by_user) {
    return true;
  }
  if (names_water_or_land(tokens)) {
    return false;
  }
  // "Michael Jordan", "Israel Katz": the name of a person goes before a name inside it.
  if (!person && type == EntityType::PERSON && !is_preposition(a_.lower[entity.begin]) &&
      entity.size() > tokens.size() && hit.use != NameUse::adjective && entity.begin <= tokens.begin &&
      tokens.end <= entity.end) {
    return false;
  }
  // A verb or an adverb is no name, unless the word is written as one inside a sentence.
  const std::string_view written = a_.words(root);
  const bool acronym = (knowledge::shape_of(written) & knowledge::kAllCaps) != 0 && written.size() > 2 &&
                       entry.kind != PartyKind::person && !hit.ambiguous;
  if (a_.pos[root] == Pos::VERB && type == EntityType::none && tokens.size() == 1 && hit.use != NameUse::adjective &&
      !acronym) {
    return false;
  }
  if (!hit.ambiguous) {
    return true;
  }
  const bool mentioned = named_.contains(hit.target);
  if (person) {
    return type == EntityType::PERSON ? entity.size() <= tokens.size() || mentioned : mentioned;
  }
  if (type == EntityType::GPE || type == EntityType::NORP || type == EntityType::ORG ||
      (type == EntityType::LOC && hit.use == NameUse::capital)) {
    return entry.kind == PartyKind::state || entity == tokens || mentioned || hit.use == NameUse::seat ||
           entity.begin + 1 == tokens.begin;
  }
  return mentioned;
}

void Finder::match_names() {
  const std::uint32_t n = a_.size();
  std::vector<NameHit> hits;
  std::uint32_t name_until = 0;
  std::uint32_t noun_until = 0;
  c_.discarded.assign(a_.sentences.size(), 0);
  for (std::uint32_t i = 0; i < n; ++i) {
    lexicon_.match(words_, i, hits, caseless_[a_.sentence_of[i]] != 0);
    const NameHit* best = nullptr;
    const NameHit* noun = nullptr;
    for (const NameHit& hit : hits) {
      if (hit.use == NameUse::discard_sentence || hit.use == NameUse::discard_report) {
        if (hit.use == NameUse::discard_report) {
          std::fill(c_.discarded.begin(), c_.discarded.end(), std::uint8_t{1});
        } else {
          c_.discarded[a_.sentence_of[i]] = 1;
        }
        continue;
      }
      if (hit.use == NameUse::agent || hit.use == NameUse::title) {
        if (i >= noun_until && (noun == nullptr || (hit.end == noun->end && noun->use == NameUse::agent &&
                                                    hit.use == NameUse::title && hit.by_user == noun->by_user))) {
          noun = &hit;
        }
        continue;
      }
      if (i < name_until || !believe(hit, {i, hit.end})) {
        continue;
      }
      if (best == nullptr) {
        best = &hit;
      } else if (hit.end == best->end && hit.by_user == best->by_user && hit.target != best->target) {
        // One name of two parties: the one the report has named already, then a name that needs no support.
        const bool named = named_.contains(hit.target);
        const bool best_named = named_.contains(best->target);
        if (named != best_named ? named : (best->ambiguous && !hit.ambiguous)) {
          best = &hit;
        }
      } else if (hit.end == best->end && hit.target == best->target && hit.use == NameUse::people &&
                 best->use == NameUse::adjective) {
        // "Israelis met" against "Israeli troops".
        const std::uint32_t root = root_of({i, hit.end});
        if (!is_modifier(root)) {
          best = &hit;
        }
      }
    }
    if (best != nullptr) {
      Name name{{i, best->end}, *best, 0};
      name.root = root_of(name.tokens);
      for (std::uint32_t t = i; t < best->end; ++t) {
        name_at_[t] = static_cast<std::int32_t>(names_.size());
      }
      names_.push_back(name);
      named_.insert(best->target);
      name_until = best->end;
    }
    // A noun inside a name is part of the name; one that goes past it is not.
    if (noun != nullptr && !(name_until >= noun->end)) {
      noun_at_[noun->end - 1] = static_cast<std::int32_t>(nouns_.size());
      for (std::uint32_t t = i; t < noun->end; ++t) {
        noun_of_[t] = static_cast<std::int32_t>(nouns_.size());
      }
      nouns_.push_back({{i, noun->end}, *noun});
      noun_until = noun->end;
    }
  }
}

bool Finder::is_place_use(std::uint32_t root) const {
  // A conjunct is used as the first of the list is.
  std::uint32_t token = root;
  for (int i = 0; i < 16 && a_.dep[token] == Dep::conj && a_.head[token] != token; ++i) {
    token = a_.head[token];
  }
  const std::uint32_t head = a_.head[token];
  switch (a_.dep[token]) {
    case Dep::pobj:
      return one_of(a_.lower[head], kPlacePrepositions);
    case Dep::dobj:
    case Dep::nsubjpass:
      return one_of(a_.lemma[head], kPlaceVerbs);
    case Dep::npadvmod:
    case Dep::appos:
    case Dep::attr:
    case Dep::compound:
    case Dep::nmod:
    case Dep::amod:
      return true;
    case Dep::poss: {
      // "Beirut's southern suburbs" lie in it; "Tehran's response" is the government's. Nouns that act or name an act
      // take the government; the names of places and their parts do not.
      static constexpr std::array<std::string_view, 22> kParts{
          "suburb",     "suburbs",      "outskirts",     "airport", "street",   "streets",   "centre",   "center",
          "port",       "district",     "district",      "mayor",   "resident", "residents", "hospital", "hospitals",
          "university", "neighborhood", "neighbourhood", "square",  "police",   "population"};
      return one_of(a_.lower[head], kParts);
    }
    default:
      return false;
  }
}

void Finder::mention_name(const Name& name) {
  const knowledge::PartyEntry& entry = lexicon_.party(name.hit.target);
  if (entry.kind == PartyKind::person) {
    mention_person(name.tokens, static_cast<std::int32_t>(name.hit.target));
    return;
  }
  const bool modifier = is_modifier(name.root) && a_.dep[name.root] != Dep::poss;
  const TokenRange phrase = modifier ? name.tokens : phrase_of(name.root, name.tokens);
  switch (name.hit.use) {
    case NameUse::capital: {
      const bool alone = a_.head[name.root] == name.root;
      if (!alone && is_place_use(name.root)) {
        return;
      }
      Owner owner;
      owner.code = text(entry.code);
      owner.name = text(entry.name);
      add_mention(government_of(owner), phrase, name.root);
      return;
    }
    case NameUse::people: {
      Party people;
      people.kind = PartyKind::population;
      people.code = lexicon_.code_on(entry, date_);
      people.name = words_of(name.tokens);
      people.rule = std::string(text(entry.rule)) + ":people";
      const Index party = own_party("people:" + std::to_string(name.hit.target), std::move(people));
      facts_[static_cast<std::size_t>(party)].plural = true;
      add_mention(party, phrase, name.root);
      return;
    }
    default:
      break;
  }
  // "the European Union (EU)": what stands in brackets behind a name is the same party, whoever else is called so.
  if (const auto party = bracketed(name.tokens)) {
    add_mention(*party, name.tokens, name.root);
    return;
  }
  // "the Sri Lankan government" is the government however the lexicon files it.
  if (a_.lower[name.tokens.end - 1] == "government" && text(entry.sector) == "GOV" &&
      text(entry.of) == text(entry.code) && lexicon_.state_of(text(entry.code)) >= 0 && !name.hit.by_user &&
      name.tokens.size() <= 3) {
    Owner owner;
    owner.code = text(entry.code);
    add_mention(government_of(owner), phrase, name.root);
    return;
  }
  const Index party = party_of_entry(name.hit.target);
  if (modifier || name.hit.use != NameUse::adjective) {
    add_mention(party, phrase, name.root);
    learn_acronym(phrase, party);
  } else {
    add_mention(party, name.tokens, name.root);
  }
}

// "the Democratic Forces for the Liberation of Rwanda (FDLR)"
void Finder::learn_acronym(TokenRange phrase, Index party) {
  if (phrase.end + 2 >= a_.size() || a_.words(phrase.end) != "(" || a_.words(phrase.end + 2) != ")") {
    return;
  }
  const std::string_view word = a_.words(phrase.end + 1);
  if ((knowledge::shape_of(word) & knowledge::kAllCaps) != 0 && word.size() >= 2 && word.size() <= 12) {
    acronyms_.emplace(std::string(word), party);
  }
}

void Finder::mention_entity(const Entity& entity) {
  TokenRange tokens = entity.tokens;
  while (tokens.size() > 1 &&
         (a_.dep[tokens.begin] == Dep::det || a_.pos[tokens.begin] == Pos::DET || a_.pos[tokens.begin] == Pos::PUNCT)) {
    ++tokens.begin;
  }
  while (tokens.size() > 1 && (a_.dep[tokens.end - 1] == Dep::case_ || a_.pos[tokens.end - 1] == Pos::SPACE)) {
    --tokens.end;
  }
  tokens = within_line(tokens, tokens.end - 1);
  const std::uint32_t root = root_of(tokens);
  // "State" of "Secretary of State" is part of the title.
  if (noun_of_[root] >= 0) {
    const TokenRange noun = nouns_[static_cast<std::size_t>(noun_of_[root])].tokens;
    if (noun.size() > tokens.size() && noun.begin <= tokens.begin && tokens.end <= noun.end) {
      return;
    }
  }
  if (name_at_[root] >= 0 || first_mention_[root] >= 0) {
    return;
  }
  if (tokens.size() == 1) {
    if (const auto known = acronyms_.find(std::string(a_.words(root))); known != acronyms_.end()) {
      add_mention(known->second, phrase_of(root, tokens), root);
      return;
    }
  }
  if (entity.type == EntityType::PERSON) {
    mention_person(tokens, -1);
    return;
  }
  const std::string key = key_words(tokens);
  // "Griffin" is the reporter who was named in full, not the town.
  if (tokens.size() == 1 && families_.contains(key)) {
    mention_person(tokens, -1);
    return;
  }
  // The model takes some persons for organisations: "spokeswoman Cristina Gallach".
  if (entity.type == EntityType::ORG && tokens.size() == 2 && lexicon_.given_name_gender(a_.words(tokens.begin)) != 0 &&
      title_before(phrase_of(root, tokens), tokens.begin) != nullptr) {
    mention_person(tokens, -1);
    return;
  }
  if (const Index whole = party_named_with(tokens); whole != kNone) {
    add_mention(whole, phrase_of(root, tokens), root);
    return;
  }
  const bool noun = noun_of_[root] >= 0;
  if (key.empty() || noun || (a_.pos[root] != Pos::PROPN && entity.type != EntityType::GPE)) {
    return;  // "Ministry of Mines" is read as a phrase
  }
  Party party;
  party.name = words_of(tokens);
  const bool modifier = is_modifier(root) && a_.dep[root] != Dep::poss;
  // The model takes some towns for organisations.
  const knowledge::Place* place =
      entity.type == EntityType::GPE || entity.type == EntityType::ORG ? town(tokens) : nullptr;
  if (is_place_type(entity.type) || place != nullptr) {
    if (modifier || place == nullptr || (a_.head[root] != root && is_place_use(root))) {
      return;
    }
    party.kind = PartyKind::population;
    party.code = place->country_code();
    party.sector = "CVL";
    party.rule = "rule:town";
    add_mention(own_party("town:" + key, std::move(party)), phrase_of(root, tokens), root);
    return;
  }
  static constexpr std::array<std::string_view, 12> kNeverParties{
      "indo pacific", "asia pacific", "gmt", "utc", "est", "edt", "pst", "pdt", "cet", "cest", "bst", "ist"};
  if ((entity.type != EntityType::ORG && entity.type != EntityType::NORP) || one_of(key, kNeverParties)) {
    return;
  }
  party.kind = entity.type == EntityType::ORG ? PartyKind::organisation : PartyKind::population;
  party.rule = "rule:entity";
  // What is named inside tells where it belongs: "Norway's central bank", "Bank of Israel".
  const TokenRange phrase = modifier ? tokens : phrase_of(root, tokens);
  for (std::uint32_t i = phrase.begin; i < phrase.end && party.code.empty(); ++i) {
    if (name_at_[i] >= 0 && i != root) {
      const knowledge::PartyEntry& inner = lexicon_.party(names_[static_cast<std::size_t>(name_at_[i])].hit.target);
      if (inner.kind == PartyKind::state) {
        party.code = lexicon_.code_on(inner, date_);
      }
    }
  }
  // Its words tell what it is: "Halden University", "the Medical Services Alliance".
  for (std::uint32_t i = tokens.end; i-- > tokens.begin && entity.type == EntityType::ORG;) {
    const std::string_view said =
        noun_at_[i] >= 0 ? sector_of(nouns_[static_cast<std::size_t>(noun_at_[i])]) : sector_of_adjective(a_.lower[i]);
    if (!said.empty()) {
      party.sector = said;
      break;
    }
  }
  const Index index = own_party("o:" + key, std::move(party));
  add_mention(index, phrase, root);
  learn_acronym(phrase, index);
}

}  // namespace detente::reading
