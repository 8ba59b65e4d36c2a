// Coreference: pronouns, "the group", "the two leaders". A guess between two that fit is not made.
#include <algorithm>
#include <array>

#include "detente/knowledge/fold.hpp"
#include "parties_finder.hpp"

namespace detente::reading {

namespace {

// How far back an antecedent may stand, in sentences and in mentions.
constexpr std::uint32_t kSentences = 3;
constexpr std::ptrdiff_t kMentions = 60;

bool is_subject(Dep dep) { return dep == Dep::nsubj || dep == Dep::nsubjpass || dep == Dep::csubj; }

// Words for a party that was named before, and the letter of what it must be:
// g group, s state, o organisation, m ministry or other part of a government, v government, w outlet.
struct Anaphor {
  std::string_view noun;
  char kind;
};
constexpr std::array<Anaphor, 38> kAnaphors{
    {{"group", 'g'},       {"movement", 'g'},       {"militia", 'g'},     {"outfit", 'g'},       {"faction", 'g'},
     {"militants", 'g'},   {"rebels", 'g'},         {"insurgents", 'g'},  {"organization", 'o'}, {"organisation", 'o'},
     {"agency", 'o'},      {"bloc", 'o'},           {"alliance", 'o'},    {"body", 'o'},         {"union", 'o'},
     {"company", 'o'},     {"charity", 'o'},        {"institution", 'o'}, {"court", 'm'},        {"country", 's'},
     {"nation", 's'},      {"state", 's'},          {"republic", 's'},    {"kingdom", 's'},      {"ministry", 'm'},
     {"department", 'm'},  {"council", 'o'},        {"commission", 'o'},  {"newspaper", 'w'},    {"paper", 'w'},
     {"broadcaster", 'w'}, {"network", 'w'},        {"party", 'g'},       {"firm", 'o'},         {"regime", 's'},
     {"government", 'v'},  {"administration", 'v'}, {"cabinet", 'v'}}};

char anaphor_kind(std::string_view lower) {
  for (const Anaphor& anaphor : kAnaphors) {
    if (anaphor.noun == lower) {
      return anaphor.kind;
    }
  }
  return 0;
}

bool bears_arms(std::string_view word) {
  static constexpr std::array<std::string_view, 11> kWords{"armed",     "militant",     "rebel",    "insurgent",
                                                           "jihadist",  "separatist",   "terror",   "terrorist",
                                                           "guerrilla", "paramilitary", "extremist"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

// "bomber", "gunman", "activist": a noun in the singular that is one person.
bool names_one(std::string_view noun) {
  static constexpr std::array<std::string_view, 14> kEnds{"ber", "der",   "ker", "ner", "ter", "ver",  "yer",
                                                          "tor", "woman", "man", "ist", "ian", "girl", "boy"};
  static constexpr std::array<std::string_view, 6> kThings{"chamber",    "center",     "counter",
                                                           "newsletter", "helicopter", "quarter"};
  return std::any_of(kEnds.begin(), kEnds.end(), [&](std::string_view end) { return noun.ends_with(end); }) &&
         std::none_of(kThings.begin(), kThings.end(), [&](std::string_view thing) { return noun.ends_with(thing); });
}

}  // namespace

bool Finder::fits_person(Index index, char gender) const {
  const Party& party = c_.out.parties[static_cast<std::size_t>(index)];
  const PartyFacts& facts = facts_[static_cast<std::size_t>(index)];
  // A title without a name is a person too: "the spokesman said he".
  const bool person =
      party.kind == PartyKind::person || (facts.entry < 0 && !facts.plural && party.rule.starts_with("parties/titles"));
  const bool one = facts.entry < 0 && !facts.plural && names_one(facts.noun);
  return (person || one) && (facts.gender == 0 || gender == 0 || facts.gender == gender);
}

bool Finder::fits_thing(Index index, char) const {
  const Party& party = c_.out.parties[static_cast<std::size_t>(index)];
  return party.kind != PartyKind::person && party.kind != PartyKind::population &&
         !facts_[static_cast<std::size_t>(index)].plural;
}

bool Finder::fits_many(Index index, char) const {
  const Party& party = c_.out.parties[static_cast<std::size_t>(index)];
  return party.kind == PartyKind::population || party.kind == PartyKind::armed_group ||
         facts_[static_cast<std::size_t>(index)].plural;
}

bool Finder::fits_kind(Index index, char kind) const {
  const Party& party = c_.out.parties[static_cast<std::size_t>(index)];
  const std::string name = knowledge::folded_name(party.name);
  switch (kind) {
    case 'g':
      return party.kind == PartyKind::armed_group ||
             (party.kind == PartyKind::organisation && party.sector != "IGO" && party.sector != "JRN");
    case 'a':
      return party.kind == PartyKind::armed_group;
    case 's':
      return party.kind == PartyKind::state;
    case 'o':
      return party.kind == PartyKind::organisation;
    case 'm':
      return name.find("ministry") != std::string::npos || name.find("department") != std::string::npos ||
             name.find("court") != std::string::npos;
    case 'v':
      return party.kind == PartyKind::government && party.sector == "GOV" && !party.code.empty() &&
             (party.rule == "rule:government" || name.find("government") != std::string::npos);
    case 'w':
      return party.kind == PartyKind::outlet;
    default:
      return false;
  }
}

// The government that alone was named before by the noun of `token`, if there is one.
Index Finder::called_so(std::uint32_t token) const {
  Index found = kNone;
  for (const std::uint32_t head : trail_) {
    if (head >= token || a_.lower[head] != a_.lower[token]) {
      continue;
    }
    for (auto m = static_cast<std::size_t>(first_mention_[head]); m < c_.mentions.size() && c_.mentions[m].head == head;
         ++m) {
      const Index party = c_.mentions[m].party;
      const Party& named = c_.out.parties[static_cast<std::size_t>(party)];
      if (named.kind != PartyKind::government || named.code.empty()) {
        continue;
      }
      if (found != kNone && found != party) {
        return kNone;
      }
      found = party;
    }
  }
  return found;
}

// The party that `fits` and stands before `token`: a subject before others, the nearest first. With `tie`, it is set if
// another party fits as well in the same place.
Index Finder::earlier(std::uint32_t token, std::uint32_t sentences, bool (Finder::*fits)(Index, char) const,
                      char wanted, bool* tie) const {
  const std::uint32_t sentence = a_.sentence_of[token];
  Index best = kNone;
  int best_score = -1000;
  int second_score = -1000;
  std::ptrdiff_t seen = 0;
  for (auto it = trail_.rbegin(); it != trail_.rend() && seen < kMentions; ++it, ++seen) {
    const std::uint32_t head = *it;
    const std::uint32_t distance = sentence - a_.sentence_of[head];
    if (distance > sentences) {
      break;
    }
    // A verb's object is not its subject ("Kirby told him"), and a possessive is not the owner of itself.
    const bool same_clause = a_.head[head] == a_.head[token] && head != token && a_.dep[token] != Dep::poss;
    if (same_clause || a_.head[token] == head) {
      continue;
    }
    for (auto m = static_cast<std::size_t>(first_mention_[head]); m < c_.mentions.size() && c_.mentions[m].head == head;
         ++m) {
      const Index party = c_.mentions[m].party;
      // "G7 members" are many, whatever their party is.
      const bool many = fits == &Finder::fits_many && (a_.tag[head] == Tag::NNS || a_.tag[head] == Tag::NNPS) &&
                        c_.out.parties[static_cast<std::size_t>(party)].kind != PartyKind::person;
      if (!many && !(this->*fits)(party, wanted)) {
        continue;
      }
      int score = -static_cast<int>(distance) * 4;
      score += is_subject(a_.dep[head]) ? 3 : 0;
      score -= is_modifier(head) ? 2 : 0;
      score += (wanted == 'f' || wanted == 'm') && facts_[static_cast<std::size_t>(party)].gender == wanted ? 4 : 0;
      score -= a_.dep[head] == Dep::pobj ? 1 : 0;
      if (party == best) {
        best_score = std::max(best_score, score);
      } else if (score > best_score) {
        second_score = best_score;
        best_score = score;
        best = party;
      } else {
        second_score = std::max(second_score, score);
      }
    }
  }
  if (tie != nullptr) {
    *tie = best != kNone && second_score == best_score;
  }
  return best;
}

// "France and Germany sent aid. They said ...": the parties that the nearest subject joins.
bool Finder::resolve_group(std::uint32_t token) {
  std::ptrdiff_t seen = 0;
  for (auto it = trail_.rbegin(); it != trail_.rend() && seen < kMentions; ++it, ++seen) {
    const std::uint32_t head = *it;
    if (a_.sentence_of[token] - a_.sentence_of[head] > 1) {
      return false;
    }
    if (!is_subject(a_.dep[head]) || a_.head[head] == a_.head[token]) {
      continue;
    }
    std::vector<std::uint32_t> heads{head};
    for (std::size_t i = 0; i < heads.size() && heads.size() < 8; ++i) {
      for (const std::uint32_t child : a_.children(heads[i])) {
        if (a_.dep[child] == Dep::conj && child < token && first_mention_[child] >= 0) {
          heads.push_back(child);
        }
      }
    }
    if (heads.size() < 2) {
      continue;
    }
    for (const std::uint32_t member : heads) {
      add_mention(c_.mentions[static_cast<std::size_t>(first_mention_[member])].party, {token, token + 1}, token);
    }
    return true;
  }
  return false;
}

void Finder::resolve_pronoun(std::uint32_t token) {
  const std::string_view word = a_.lower[token];
  const bool he = word == "he" || word == "him" || word == "his" || word == "himself";
  const bool she = word == "she" || word == "her" || word == "hers" || word == "herself";
  const bool it = word == "it" || word == "its" || word == "itself";
  const bool they = word == "they" || word == "them" || word == "their" || word == "theirs" || word == "themselves";
  if (!he && !she && !it && !they) {
    return;
  }
  bool tie = false;
  Index party = kNone;
  if (he || she) {
    party = earlier(token, kSentences, &Finder::fits_person, he ? 'm' : 'f', &tie);
    if (party != kNone && !tie && facts_[static_cast<std::size_t>(party)].gender == 0) {
      facts_[static_cast<std::size_t>(party)].gender = he ? 'm' : 'f';
    }
  } else if (it) {
    // "it is clear that" and "it rained" refer to nothing.
    static constexpr std::array<std::string_view, 8> kEmpty{"be",     "seem", "appear", "take",
                                                            "become", "rain", "remain", "turn"};
    const std::string_view verb = a_.lemma[a_.head[token]];
    if (a_.dep[token] == Dep::expl ||
        (word == "it" && is_subject(a_.dep[token]) && std::find(kEmpty.begin(), kEmpty.end(), verb) != kEmpty.end())) {
      return;
    }
    // Most often "it" is a thing that is no party, so only what stands where parties stand is believed.
    const bool owner_or_subject = a_.dep[token] == Dep::poss || is_subject(a_.dep[token]);
    party = owner_or_subject ? earlier(token, 1, &Finder::fits_thing, 0, &tie) : kNone;
  } else {
    party = earlier(token, 2, &Finder::fits_many, 0, &tie);
    if ((party == kNone || tie) && resolve_group(token)) {
      return;
    }
  }
  if (party == kNone && it) {
    return;  // a thing that is no party, as most often
  }
  if (party == kNone || tie) {
    abstain("party", token,
            party == kNone ? "no antecedent for '" + std::string(a_.words(token)) + "'"
                           : "more than one party fits '" + std::string(a_.words(token)) + "'");
    return;
  }
  add_mention(party, {token, token + 1}, token);
}

bool Finder::resolve_definite(std::uint32_t head, TokenRange phrase) {
  const std::string_view first = a_.lower[phrase.begin];
  if (phrase.begin == head ||
      (first != "the" && first != "this" && first != "that" && first != "these" && first != "those")) {
    return false;
  }
  // "the Supreme Court" and "the Court", with their capitals, are the court whose full name stands anywhere before.
  if (a_.pos[head] == Pos::PROPN) {
    if (const Index whole = party_named_with({phrase.begin + 1, head + 1}); whole != kNone) {
      add_mention(whole, phrase, head);
      return true;
    }
  }
  // "the Israeli group" and "the armed group in Mali" say which; "the militant group" does not.
  for (std::uint32_t i = phrase.begin; i < phrase.end; ++i) {
    if (name_at_[i] >= 0 || i > head) {
      return false;
    }
  }
  // "the troops" are the troops of before.
  if (noun_of_[head] >= 0) {
    const Noun& noun = nouns_[static_cast<std::size_t>(noun_of_[head])];
    if (noun.hit.use == knowledge::NameUse::agent) {
      std::ptrdiff_t seen = 0;
      for (auto it = trail_.rbegin(); it != trail_.rend() && seen < kMentions; ++it, ++seen) {
        const Index p = c_.mentions[static_cast<std::size_t>(first_mention_[*it])].party;
        if (facts_[static_cast<std::size_t>(p)].noun == noun_key(noun) &&
            !c_.out.parties[static_cast<std::size_t>(p)].code.empty()) {
          add_mention(p, phrase, head);
          return true;
        }
      }
    }
  }
  if (noun_of_[head] >= 0) {
    if (const Index party = same_service(nouns_[static_cast<std::size_t>(noun_of_[head])]); party != kNone) {
      add_mention(party, phrase, head);
      return true;
    }
  }
  char kind = anaphor_kind(a_.lower[head]);
  if (kind == 0 || a_.pos[head] == Pos::PROPN) {
    return false;
  }
  for (std::uint32_t i = phrase.begin; i < head && kind == 'g'; ++i) {
    kind = bears_arms(a_.lower[i]) ? 'a' : kind;  // "the armed group"
  }
  bool tie = false;
  // "The administration" is the Biden administration, if that alone was called so; without such a name, which
  // government is meant changes with each capital that is named.
  Index party = kind == 'v' ? called_so(head) : kNone;
  if (party == kNone) {
    party = earlier(head, kind == 'v' ? 1 : kSentences, &Finder::fits_kind, kind, &tie);
  }
  if (party == kNone && kind == 'v') {
    // A report about one government calls it that from beginning to end.
    for (std::size_t p = 0; p < facts_.size(); ++p) {
      if (fits_kind(static_cast<Index>(p), kind)) {
        tie = party != kNone;
        party = static_cast<Index>(p);
      }
    }
  }
  if (party == kNone && kind == 'v') {
    // "the government" of a report that names one state
    if (const std::int32_t state = only_state(); state >= 0) {
      Owner owner;
      owner.code = text(lexicon_.party(static_cast<std::uint32_t>(state)).code);
      party = government_of(owner);
    }
  }
  if (party == kNone || tie) {
    // A government or a ministry that was not named is a party all the same; "the group" is nobody.
    // So are "the rebels" of whom nobody was named.
    if (kind == 'v' || kind == 'm' || (party == kNone && a_.tag[head] == Tag::NNS && noun_of_[head] >= 0)) {
      return false;
    }
    abstain("party", head,
            party == kNone ? "no antecedent for '" + words_of(phrase) + "'"
                           : "more than one party fits '" + words_of(phrase) + "'");
    return true;
  }
  add_mention(party, phrase, head);
  return true;
}

// The entry of the state that the report names, if it names one alone.
std::int32_t Finder::only_state() const {
  std::int32_t found = -1;
  for (const PartyFacts& facts : facts_) {
    if (facts.entry < 0 || lexicon_.party(static_cast<std::uint32_t>(facts.entry)).kind != PartyKind::state) {
      continue;
    }
    const std::string_view code = text(lexicon_.party(static_cast<std::uint32_t>(facts.entry)).code);
    const std::int32_t state = lexicon_.state_of(code);
    if (state < 0 || (found >= 0 && found != state)) {
      return -1;
    }
    found = state;
  }
  return found;
}

// The code of the only government that was named, or of the only state.
std::string Finder::home_government() const {
  std::string code;
  for (std::size_t p = 0; p < facts_.size(); ++p) {
    if (fits_kind(static_cast<Index>(p), 'v')) {
      if (!code.empty() && code != c_.out.parties[p].code) {
        return {};
      }
      code = c_.out.parties[p].code;
    }
  }
  if (const std::int32_t state = code.empty() ? only_state() : -1; state >= 0) {
    code = text(lexicon_.party(static_cast<std::uint32_t>(state)).code);
  }
  return code;
}

// "the military" in a report that has named one military.
Index Finder::same_service(const Noun& noun) const {
  const std::string_view sector = sector_of(noun);
  if (noun.hit.use != knowledge::NameUse::agent || (sector != "MIL" && sector != "COP" && sector != "SPY") ||
      lexicon_.agents()[noun.hit.target].kind != PartyKind::government) {
    return kNone;
  }
  Index found = kNone;
  for (std::size_t p = 0; p < facts_.size(); ++p) {
    const Party& party = c_.out.parties[p];
    if (facts_[p].entry >= 0 && party.kind == PartyKind::government && party.sector == sector) {
      if (found != kNone) {
        return kNone;
      }
      found = static_cast<Index>(p);
    }
  }
  return found;
}

// A country that is where something is, or what is talked about, is no side of it: "the situation in Gaza", "the
// corridor from Jordan", "regarding Lebanon".
bool Finder::is_scene(std::uint32_t token) const {
  static constexpr std::array<std::string_view, 12> kScenes{"in",     "from",       "at",     "near",
                                                            "across", "inside",     "within", "regarding",
                                                            "about",  "concerning", "into",   "throughout"};
  const std::uint32_t preposition = a_.head[token];
  return a_.dep[token] == Dep::pobj && preposition != token &&
         std::find(kScenes.begin(), kScenes.end(), a_.lower[preposition]) != kScenes.end();
}

// "the two leaders", "both sides", "the two countries"
bool Finder::resolve_two(std::uint32_t head, TokenRange phrase) {
  const std::string_view noun = a_.lower[head];
  const bool persons = noun == "leaders" || noun == "men" || noun == "presidents" || noun == "ministers" ||
                       noun == "diplomats" || noun == "women";
  const bool sides = noun == "sides" || noun == "countries" || noun == "nations" || noun == "states" ||
                     noun == "allies" || noun == "foes" || noun == "enemies" || noun == "neighbors" ||
                     noun == "neighbours" || noun == "parties" || noun == "governments" || noun == "rivals" ||
                     noun == "groups";
  if (!persons && !sides) {
    return false;
  }
  bool two = false;
  for (std::uint32_t i = phrase.begin; i < head; ++i) {
    // "two men" are new; "the two men" and "both men" were named.
    const bool definite = i > phrase.begin && (a_.lower[phrase.begin] == "the" || a_.lower[phrase.begin] == "these");
    // "the top two groups" are two of many.
    two = two || (definite && i == phrase.begin + 1 && a_.lower[i] == "two") || a_.lower[i] == "both";
    if (name_at_[i] >= 0) {
      return false;
    }
  }
  if (!two) {
    return false;
  }
  std::vector<Index> found;
  const std::uint32_t sentence = a_.sentence_of[head];
  std::ptrdiff_t seen = 0;
  std::uint32_t nearest = 0;  // the distance of the sentence in which the latest was found
  for (auto it = trail_.rbegin(); it != trail_.rend() && seen < kMentions && found.size() < 3; ++it, ++seen) {
    const std::uint32_t distance = sentence - a_.sentence_of[*it];
    if (distance > 2 || (distance > nearest && found.size() >= 2)) {
      break;
    }
    const Index p = c_.mentions[static_cast<std::size_t>(first_mention_[*it])].party;
    const PartyKind kind = c_.out.parties[static_cast<std::size_t>(p)].kind;
    const bool fits = persons ? kind == PartyKind::person
                              : !is_scene(*it) && ((kind == PartyKind::state && noun != "groups") ||
                                                   (noun != "countries" && noun != "nations" && noun != "states" &&
                                                    kind == PartyKind::armed_group));
    if (fits && std::find(found.begin(), found.end(), p) == found.end()) {
      found.push_back(p);
      nearest = distance;
    }
  }
  if (found.size() != 2) {
    abstain("party", head,
            found.size() < 2 ? "no two antecedents for '" + words_of(phrase) + "'"
                             : "more than two parties fit '" + words_of(phrase) + "'");
    return true;
  }
  add_mention(found[1], phrase, head);
  add_mention(found[0], phrase, head);
  return true;
}

}  // namespace detente::reading
