// Persons: full names and family names, titles before them, and the roles that hold on the report's date.
#include <algorithm>
#include <array>

#include "detente/knowledge/fold.hpp"
#include "parties_finder.hpp"

namespace detente::reading {

using knowledge::NameUse;

bool is_honorific(std::string_view lower) {
  static constexpr std::array<std::string_view, 14> kWords{"mr", "mr.", "mrs", "mrs.",  "ms",   "ms.",  "miss",
                                                           "dr", "dr.", "sir", "madam", "lord", "lady", "dame"};
  return std::find(kWords.begin(), kWords.end(), lower) != kWords.end();
}

char Finder::gender_before(TokenRange phrase, std::uint32_t name_begin) const {
  for (std::uint32_t i = phrase.begin; i < name_begin; ++i) {
    const std::string_view word = a_.lower[i];
    if (word == "mr" || word == "mr." || word == "sir" || word == "lord" || word == "king" || word.ends_with("sman")) {
      return 'm';
    }
    if (word == "mrs" || word == "mrs." || word == "ms" || word == "ms." || word == "miss" || word == "madam" ||
        word == "lady" || word == "dame" || word == "queen" || word.ends_with("woman")) {
      return 'f';
    }
  }
  return 0;
}

const Finder::Noun* Finder::title_before(TokenRange phrase, std::uint32_t name_begin) const {
  for (std::uint32_t i = name_begin; i-- > phrase.begin;) {
    if (noun_at_[i] >= 0) {
      const Noun& noun = nouns_[static_cast<std::size_t>(noun_at_[i])];
      // "Hezbollah fighter Ali Musa": what somebody is stands where a title stands.
      // "the Prime Minister's Office" is no person.
      if (noun.tokens.end <= name_begin && a_.dep[root_of(noun.tokens)] != Dep::poss) {
        return &noun;
      }
    }
  }
  return nullptr;
}

bool Finder::is_former(TokenRange phrase) const {
  for (std::uint32_t i = phrase.begin; i < phrase.end && i < phrase.begin + 6; ++i) {
    const std::string_view word = a_.lower[i];
    if (word == "former" || word == "ex" || word == "ex-president" || word == "onetime" || word == "erstwhile" ||
        word == "ousted" || word == "deposed") {
      return true;
    }
  }
  return false;
}

void Finder::set_person_codes(Party& party, const knowledge::PartyEntry& entry) const {
  const auto roles = lexicon_.roles(entry);
  const auto describe = [&](const knowledge::RoleEntry& role) {
    std::string out(text(role.title));
    if (role.country.size > 0) {
      out += " (" + std::string(text(role.country)) + ")";
    }
    if (role.from.size > 0 || role.to.size > 0) {
      out += " " + std::string(text(role.from)) + "/" + std::string(text(role.to));
    }
    return out;
  };
  const knowledge::RoleEntry* holding = nullptr;
  const knowledge::RoleEntry* latest = nullptr;
  std::vector<std::string> others;
  for (const knowledge::RoleEntry& role : roles) {
    const bool holds = lexicon_.holds(role, date_);
    if (holds) {
      holding = holding == nullptr ? &role : holding;
      party.roles.push_back(describe(role));
    } else {
      others.push_back(describe(role));
    }
    const bool begun = date_.empty() || text(role.from).substr(0, date_.size()) <= std::string_view(date_);
    if (begun && (latest == nullptr || text(role.from) > text(latest->from))) {
      latest = &role;
    }
  }
  if (date_.empty()) {
    std::reverse(others.begin(), others.end());  // the latest first
  }
  party.roles.insert(party.roles.end(), others.begin(), others.end());
  // Of a report without a date it is not known which role holds. Most that is written of people is written while they
  // are in office, so the latest is taken.
  if (holding == nullptr && date_.empty()) {
    holding = latest;
  }
  if (holding != nullptr) {
    party.code = party.code.empty() || holding->country.size > 0 ? std::string(text(holding->country)) : party.code;
    party.sector = text(holding->sector);
  } else if (latest != nullptr) {
    party.code = party.code.empty() ? std::string(text(latest->country)) : party.code;
    party.sector = party.sector.empty() || text(latest->sector) == "GOV" ? "ELI" : party.sector;
  } else if (!roles.empty()) {
    party.code = party.code.empty() ? std::string(text(roles.front().country)) : party.code;
  }
}

std::string_view Finder::sector_of(const Noun& noun) const {
  return noun.hit.use == NameUse::title ? text(lexicon_.titles()[noun.hit.target].sector)
                                        : text(lexicon_.agents()[noun.hit.target].sector);
}

std::string_view Finder::office_of(const Noun& noun) const {
  return noun.hit.use == NameUse::title ? text(lexicon_.titles()[noun.hit.target].office) : std::string_view();
}

// "parties/agents.toml:soldier": the file and the noun.
std::string Finder::rule_of(const Noun& noun) const {
  const std::string_view entry = noun.hit.use == NameUse::title ? text(lexicon_.titles()[noun.hit.target].rule)
                                                                : text(lexicon_.agents()[noun.hit.target].rule);
  return std::string(entry.substr(0, entry.find(':') + 1)) + noun_key(noun);
}

// The noun as an identity: its words folded, the last in its dictionary form.
std::string Finder::noun_key(const Noun& noun) const {
  const std::uint32_t last = noun.tokens.end - 1;
  std::string key = noun.tokens.size() > 1 ? key_words({noun.tokens.begin, last}) + " " : std::string();
  return key + knowledge::folded_name(a_.lemma[last]);
}

bool Finder::names_country(std::string_view code) const {
  return std::any_of(names_.begin(), names_.end(), [&](const Name& name) {
    return std::string_view(text(lexicon_.party(name.hit.target).code)) == code;
  });
}

void Finder::give_role(Index index, const Noun& title, const std::vector<Owner>& owners, bool former) {
  Party& party = c_.out.parties[static_cast<std::size_t>(index)];
  PartyFacts& facts = facts_[static_cast<std::size_t>(index)];
  const Owner* owner = owners.empty() ? nullptr : &owners.front();
  if (facts.entry < 0) {
    const std::string& own_sector = owner != nullptr ? owner->sector : std::string();
    // A party's member of parliament sits in parliament first.
    const std::string_view office = sector_of(title);
    const bool sits = own_sector == "PTY" && (office == "LEG" || office == "GOV" || office == "JUD" || office == "MIL");
    std::string sector = !own_sector.empty() && own_sector != "GOV" && !sits ? own_sector : std::string(office);
    if (owner != nullptr && owner->kind == PartyKind::organisation && sector == "LEG" && owner->code.size() == 3 &&
        lexicon_.state_of(owner->code) < 0) {
      sector = "IGO";  // the representative of an international body sits in no parliament
    }
    if (!sector.empty() && (party.sector.empty() || party.sector == "GOV")) {
      party.sector = former && sector == "GOV" ? "ELI" : sector;
    }
    if (owner != nullptr && party.code.empty()) {
      party.code = owner->code;
    }
    const std::string where = owner == nullptr ? "" : (owner->kind == PartyKind::state ? owner->code : owner->name);
    std::string role = words_of(title.tokens) + (where.empty() ? "" : " (" + where + ")");
    if (std::find(party.roles.begin(), party.roles.end(), role) == party.roles.end() && party.roles.size() < 16) {
      party.roles.push_back(std::move(role));
    }
    party.rule = "rule:title+name";
  }
  if (facts.entry >= 0 && !former && (party.sector == "ELI" || party.sector.empty())) {
    // The text says what the person is when it is written, whatever the lexicon's dates are.
    party.sector = sector_of(title);
    for (const knowledge::RoleEntry& role : lexicon_.roles(lexicon_.party(static_cast<std::uint32_t>(facts.entry)))) {
      if (!office_of(title).empty() && text(role.office) == office_of(title)) {
        party.sector = text(role.sector);
        party.code = role.country.size > 0 ? std::string(text(role.country)) : party.code;
      }
    }
  } else if (facts.entry >= 0 && former && party.sector == "GOV") {
    party.sector = "ELI";
  }
  if (facts.office.empty() && !former) {
    facts.office = office_of(title);
  }
}

Index Finder::person_by_name(TokenRange name, std::int32_t entry, const Noun* title, const std::vector<Owner>& owners) {
  const std::string key = key_words(name);
  if (key.empty()) {
    return kNone;
  }
  const std::size_t cut = key.rfind(' ');
  const std::string family = cut == std::string::npos ? key : key.substr(cut + 1);
  const std::vector<Index> known = families_.contains(family) ? families_[family] : std::vector<Index>();
  const bool one_word = cut == std::string::npos;

  if (entry < 0 && one_word) {
    // A family name alone is the person who was named in full before it.
    std::vector<Index> full;
    for (const Index p : known) {
      if (!facts_[static_cast<std::size_t>(p)].single_word) {
        full.push_back(p);
      }
    }
    if (full.empty() && !known.empty()) {
      return known.front();
    }
    if (full.size() == 1) {
      return full.front();
    }
    if (full.size() > 1) {
      const std::string office = title == nullptr ? "" : std::string(office_of(*title));
      for (const Index p : full) {
        if (!office.empty() && facts_[static_cast<std::size_t>(p)].office == office) {
          return p;
        }
      }
      abstain("party", name.begin, "the report names more than one person called " + words_of(name));
    } else {
      // A person that the lexicon knows: the only one of this family name who is in office, or whose office the title
      // names.
      std::vector<std::uint32_t> fits;
      for (const std::uint32_t person : lexicon_.persons_named(family)) {
        for (const knowledge::RoleEntry& role : lexicon_.roles(lexicon_.party(person))) {
          const bool office =
              title == nullptr || text(role.office) == text(lexicon_.titles()[title->hit.target].office);
          const bool country =
              owners.empty() || owners.front().code.empty() || text(role.country) == owners.front().code;
          const bool time = date_.empty() ? title != nullptr : lexicon_.holds(role, date_);
          // A bare family name is that of somebody whose country the report is about.
          const bool near = title != nullptr || text(role.country).empty() || names_country(text(role.country));
          if (office && country && time && near) {
            fits.push_back(person);
            break;
          }
        }
      }
      if (fits.size() == 1) {
        entry = static_cast<std::int32_t>(fits.front());
      }
    }
  }
  if (entry >= 0) {
    // The report may have used the family name before the full one.
    const std::string entry_key = "e:" + std::to_string(entry);
    if (!keys_.contains(entry_key)) {
      for (const Index p : known) {
        if (facts_[static_cast<std::size_t>(p)].single_word && facts_[static_cast<std::size_t>(p)].entry < 0) {
          const knowledge::PartyEntry& e = lexicon_.party(static_cast<std::uint32_t>(entry));
          Party& party = c_.out.parties[static_cast<std::size_t>(p)];
          party.name = text(e.name);
          party.code = lexicon_.code_on(e, date_);
          party.sector = text(e.sector);
          party.rule = text(e.rule);
          party.roles.clear();
          set_person_codes(party, e);
          PartyFacts& facts = facts_[static_cast<std::size_t>(p)];
          facts.entry = entry;
          facts.single_word = false;
          keys_.emplace(entry_key, p);
          return p;
        }
      }
    }
    return party_of_entry(static_cast<std::uint32_t>(entry));
  }
  if (!one_word) {
    for (const Index p : known) {
      PartyFacts& facts = facts_[static_cast<std::size_t>(p)];
      if (facts.single_word && facts.entry < 0) {
        facts.single_word = false;
        c_.out.parties[static_cast<std::size_t>(p)].name = words_of(name);
        keys_.emplace("p:" + key, p);
        if (facts.gender == 0) {
          facts.gender = lexicon_.given_name_gender(a_.words(name.begin));
        }
        return p;
      }
    }
    // "Tony Blinken" and "Antony J. Blinken" share an entry through the lexicon only; "John F. Kirby" and "John Kirby"
    // share their first and last words.
    const std::string first = key.substr(0, key.find(' '));
    for (const Index p : known) {
      const std::string other = knowledge::folded_name(c_.out.parties[static_cast<std::size_t>(p)].name);
      if (other.substr(0, other.find(' ')) == first) {
        return p;
      }
    }
  }
  Party party;
  party.name = words_of(name);
  party.kind = PartyKind::person;
  party.rule = "rule:name";
  const bool is_new = !keys_.contains("p:" + key);
  const Index index = own_party("p:" + key, std::move(party));
  if (is_new) {
    PartyFacts& facts = facts_[static_cast<std::size_t>(index)];
    facts.family = family;
    facts.single_word = one_word;
    facts.gender = one_word ? char{0} : lexicon_.given_name_gender(a_.words(name.begin));
    families_[family].push_back(index);
    // "Wang Zhaoguo ... Wang": where the family name comes first, the first word is no given name.
    const std::string first = key.substr(0, key.find(' '));
    if (!one_word && first.size() > 1 && lexicon_.given_name_gender(first) == 0) {
      families_[first].push_back(index);
    }
  }
  return index;
}

void Finder::mention_person(TokenRange name, std::int32_t entry) {
  // The model may take a title or an honorific into the name, and leave a possessive at its end.
  const auto is_title_word = [&](std::uint32_t i) {
    if (is_honorific(a_.lower[i])) {
      return true;
    }
    for (std::uint32_t t = i; t < name.end && t < i + 5; ++t) {
      if (noun_at_[t] >= 0 && nouns_[static_cast<std::size_t>(noun_at_[t])].tokens.begin <= i && t + 1 < name.end) {
        return true;
      }
    }
    return false;
  };
  while (entry < 0 && name.size() > 1 &&
         (is_title_word(name.begin) || is_preposition(a_.lower[name.begin]) || a_.pos[name.begin] == Pos::PUNCT ||
          a_.pos[name.begin] == Pos::DET)) {
    ++name.begin;
  }
  while (name.size() > 1 && (a_.dep[name.end - 1] == Dep::case_ || a_.pos[name.end - 1] == Pos::PUNCT ||
                             a_.pos[name.end - 1] == Pos::PART)) {
    --name.end;
  }
  const std::uint32_t root = root_of(name);
  const std::string_view words = a_.words(a_.span(name));
  const bool digits = std::any_of(words.begin(), words.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (first_mention_[root] >= 0 || a_.pos[root] == Pos::VERB || (entry < 0 && digits)) {
    return;
  }
  // The model takes some towns for persons: "strikes in Rafah".
  if (entry < 0 && is_place_use(root) && !is_modifier(root) && town(name) != nullptr) {
    return;
  }
  const bool modifier = is_modifier(root) && a_.dep[root] != Dep::poss;
  TokenRange phrase = name;
  if (!modifier) {
    phrase.begin = std::min(name.begin, noun_phrase(a_, root).begin);
    // A possessor is an owner, not part of the name: "Israel's Benjamin Netanyahu" keeps it, which is how reports write
    // it.
  } else {
    // Titles hang on the same head as the name does when the name modifies: "Prime Minister Netanyahu's office".
    while (phrase.begin > 0 && a_.head[phrase.begin - 1] == a_.head[root] &&
           phrase.begin - 1 >= name.begin - std::min(name.begin, 4u) &&
           (is_honorific(a_.lower[phrase.begin - 1]) || noun_at_[phrase.begin - 1] >= 0)) {
      --phrase.begin;
    }
  }
  const Noun* title = title_before(phrase, name.begin);
  std::vector<Owner> owner_list;
  if (title != nullptr) {
    owner_list = owners(phrase, {title->tokens.begin, name.end});
    if (owner_list.empty()) {
      owner_list = owners(title->tokens, {name.begin, name.end});
    }
  }
  const Index party = person_by_name(name, entry, title, owner_list);
  if (party == kNone) {
    return;
  }
  PartyFacts& facts = facts_[static_cast<std::size_t>(party)];
  if (const char gender = gender_before(phrase, name.begin); gender != 0 && facts.gender == 0) {
    facts.gender = gender;
  }
  if (title != nullptr) {
    give_role(party, *title, owner_list, is_former({phrase.begin, name.begin}));
  }
  add_mention(party, phrase, root);
}

}  // namespace detente::reading
