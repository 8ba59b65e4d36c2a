// How parties are found. One Finder works through one report, in this order:
//   names      longest matches of the lexicon, and persons and organisations that only the language model knows
//   phrases    office words and agent nouns with what owns them ("Israeli troops"), from left to right, so that
//   coreference sees what stands before a pronoun or "the group"
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "context.hpp"
#include "detente/knowledge/parties.hpp"

namespace detente::reading {

// What the reader knows of a party beyond what the record keeps.
struct PartyFacts {
  std::int32_t entry = -1;   // of the lexicon
  std::string noun;          // the agent noun that made it, folded and in the singular
  std::string office;        // of a title that made it
  std::string family;        // folded last word of a person's name
  char gender = 0;           // 'f', 'm' or unknown
  bool single_word = false;  // a person known by one word so far
  bool plural = false;
  std::vector<std::string> names;  // folded, as the report has written them
};

class Finder {
 public:
  explicit Finder(Context& context);
  void run();

 private:
  // A match of the lexicon that was believed.
  struct Name {
    TokenRange tokens;
    knowledge::NameHit hit;
    std::uint32_t root = 0;  // the token through which it hangs in the sentence
  };
  struct Noun {
    TokenRange tokens;
    knowledge::NameHit hit;  // agent or title
  };
  struct Owner {
    Index party = kNone;
    std::string code;
    std::string sector;
    PartyKind kind = PartyKind::unknown;
    std::string name;
  };

  // names (parties_names.cpp)
  void match_names();
  void drop_strange_parties();
  void name_by_context();
  bool names_water_or_land(TokenRange) const;
  bool believe(const knowledge::NameHit&, TokenRange) const;
  bool caseless_sentence(std::uint32_t sentence) const;
  void mention_name(const Name&);
  void mention_entity(const Entity&);
  bool is_place_use(std::uint32_t root) const;
  bool is_modifier(std::uint32_t token) const;
  std::uint32_t root_of(TokenRange) const;
  void learn_acronym(TokenRange, Index party);
  Index party_named_with(TokenRange tokens) const;
  std::optional<Index> bracketed(TokenRange word) const;

  // persons (parties_persons.cpp)
  void mention_person(TokenRange name, std::int32_t entry);
  Index person_by_name(TokenRange name, std::int32_t entry, const Noun* title, const std::vector<Owner>& owners);
  std::string_view sector_of(const Noun&) const;
  std::string_view office_of(const Noun&) const;
  std::string rule_of(const Noun&) const;
  std::string noun_key(const Noun&) const;
  bool names_country(std::string_view code) const;
  void give_role(Index party, const Noun& title, const std::vector<Owner>& owners, bool former);
  const Noun* title_before(TokenRange phrase, std::uint32_t name_begin) const;
  char gender_before(TokenRange phrase, std::uint32_t name_begin) const;
  void set_person_codes(Party&, const knowledge::PartyEntry&) const;

  // phrases (parties_phrases.cpp)
  Index party_of_adjective(std::uint32_t token) const;
  void read_phrase(std::uint32_t head);
  void read_unknown_name(std::uint32_t head);
  bool read_noun(std::uint32_t head, const Noun&);
  bool names_body(Index) const;
  bool says_of(std::uint32_t head) const;
  bool tells_how_many(std::uint32_t token) const;
  bool is_bare_abstraction(std::uint32_t head, const std::vector<Owner>&) const;
  std::string_view sector_after(std::uint32_t head) const;
  bool read_part_of(std::uint32_t head);
  std::vector<Owner> owners(TokenRange phrase, TokenRange inner) const;
  std::vector<Owner> owners_after(std::uint32_t head) const;
  void add_owner(std::vector<Owner>&, std::uint32_t token) const;
  void add_town_owner(std::vector<Owner>&, TokenRange words) const;
  const knowledge::Place* town(TokenRange words) const;
  bool is_former(TokenRange phrase) const;
  std::string code_of_service(const std::string& noun) const;
  Index leader_of(std::uint32_t head, const Noun&, const std::vector<Owner>&, TokenRange phrase) const;
  Index agent_party(std::uint32_t head, const Noun&, const Owner*, TokenRange phrase);
  Index office_party(std::uint32_t head, const Noun&, const std::vector<Owner>&, TokenRange phrase);

  // coreference (coref.cpp)
  void resolve_pronoun(std::uint32_t token);
  bool resolve_definite(std::uint32_t head, TokenRange phrase);
  bool resolve_group(std::uint32_t token);
  bool is_scene(std::uint32_t token) const;
  bool resolve_two(std::uint32_t head, TokenRange phrase);
  Index called_so(std::uint32_t token) const;
  Index earlier(std::uint32_t token, std::uint32_t sentences, bool (Finder::*fits)(Index, char) const, char wanted,
                bool* tie) const;
  bool fits_person(Index, char gender) const;
  bool fits_thing(Index, char) const;
  bool fits_many(Index, char) const;
  bool fits_kind(Index, char kind) const;
  Index same_service(const Noun&) const;
  std::int32_t only_state() const;
  std::string home_government() const;
  void abstain(const char* what, std::uint32_t token, std::string why);

  // parties
  Index party_of_entry(std::uint32_t entry);
  Index own_party(const std::string& key, Party);
  Index government_of(const Owner&);
  void add_mention(Index party, TokenRange tokens, std::uint32_t head);
  void finish();
  std::string words_of(TokenRange) const;
  std::string key_words(TokenRange) const;
  std::string_view text(knowledge::TextRef ref) const { return lexicon_.text(ref); }
  TokenRange within_line(TokenRange, std::uint32_t token) const;
  TokenRange phrase_of(std::uint32_t head, TokenRange inner) const;

  Context& c_;
  const Analysis& a_;
  const knowledge::PartyLexicon& lexicon_;
  std::string date_;
  std::vector<knowledge::LexWord> words_;
  std::vector<Name> names_;
  std::vector<Noun> nouns_;
  std::vector<std::int32_t> name_at_;  // per token: the name that covers it
  std::vector<std::int32_t> noun_at_;  // per token: the noun that ends there
  std::vector<std::int32_t> noun_of_;  // per token: the noun that covers it
  std::vector<std::uint8_t> caseless_;
  std::unordered_set<std::uint32_t> named_;  // entries whose names have been believed so far
  std::vector<std::int32_t> first_mention_;  // per token that is a head: its first mention
  std::unordered_map<std::string, Index> keys_;
  std::unordered_map<std::string, std::vector<Index>> families_;
  std::unordered_map<std::string, Index> acronyms_;
  std::vector<PartyFacts> facts_;
  std::vector<std::uint32_t> trail_;  // heads of mentions so far, in text order, for coreference
};

// True if the two phrases share a head noun that stands for a part of the other: "dozens of", "members of".
bool is_part_noun(std::string_view lemma);
// The sector that an adjective gives to a body that has none of its own, empty if it says nothing.
std::string_view sector_of_adjective(std::string_view lower);
bool is_honorific(std::string_view lower);
// Prepositions that begin a sentence and that the model takes into a name: "Beyond Ukraine".
bool is_preposition(std::string_view lower);

}  // namespace detente::reading
