// What a phrase belongs to: "Turkish soldiers", "officials in Beirut", "Israel's Defense Ministry".
#include <algorithm>
#include <array>

#include "around.hpp"
#include "parties_finder.hpp"

namespace detente::reading {

using knowledge::NameUse;

namespace {

// Prepositions that lead from who acts to whom they belong: "officials in Beirut", "spokesman for the ministry".
constexpr std::array<std::string_view, 8> kOwning{"of", "in", "from", "for", "at", "within", "with", "inside"};

}  // namespace

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
  return range.size() > 6 ? nullptr : place_named(c_, range);
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
    // "pro-Syrian groups", "non-Lebanese groups"
    const bool sided = i >= phrase.begin + 2 && a_.lower[i - 1] == "-" &&
                       (a_.lower[i - 2] == "pro" || a_.lower[i - 2] == "anti" || a_.lower[i - 2] == "non");
    if (root && !of_participle && !sided && words_[i].part == 0) {
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
    if (prep < head || a_.dep[prep] != Dep::prep ||
        std::find(kOwning.begin(), kOwning.end(), a_.lower[prep]) == kOwning.end()) {
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

}  // namespace detente::reading
