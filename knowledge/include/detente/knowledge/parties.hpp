// Who is that? Names, agents ("troops") and words of office ("prime minister"), and what is known of those who bear
// them.
//
//   PartyLexicon lexicon;
//   if (auto ok = lexicon.add_toml("parties/states.toml"); !ok) { log(ok.error().to_string()); }   //
//   "parties/states.toml:41: ..." lexicon.index();                                      // after the last file; load()
//   and compile() do it themselves std::vector<LexWord> words = lexicon.look_up(analysis); std::vector<NameHit> hits;
//   lexicon.match(words, i, hits);                        // names that begin at token i, the longest first
//   for (const NameHit& h : hits) { if (h.use == NameUse::name) { use(lexicon.party(h.target).code); } }
//
// docs/knowledge.md shows the form of the files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "detente/analysis.hpp"
#include "detente/knowledge/archive.hpp"
#include "detente/reading.hpp"
#include "detente/result.hpp"

namespace detente::knowledge {

// A piece of the lexicon's pool of text.
struct TextRef {
  std::uint32_t offset = 0;
  std::uint32_t size = 0;
};

// An office that a person held. Dates are ISO 8601 prefixes; empty means unknown (from) or until now (to).
struct RoleEntry {
  TextRef title;
  TextRef office;  // the canonical key of the title, by the table of titles: "head of government"
  TextRef country;
  TextRef sector;
  TextRef from;
  TextRef to;
};

// A code that holds in a period only (dictionaries with dated codes).
struct DatedCode {
  TextRef code;
  TextRef from;
  TextRef to;
};

struct PartyEntry {
  TextRef id;
  TextRef name;
  TextRef code;    // ISO 3166-1 alpha-3, a code of international actors, or a dictionary's own; may be empty
  TextRef sector;  // PLOVER sector; empty for a state as a whole
  TextRef of;      // id of the party it belongs to; may be empty
  TextRef rule;    // "parties/states.toml:ISR"
  TextRef active_from;
  TextRef active_to;
  std::uint32_t role_begin = 0;
  std::uint32_t role_end = 0;
  std::uint32_t code_begin = 0;
  std::uint32_t code_end = 0;
  PartyKind kind = PartyKind::unknown;
  std::uint8_t gender = 0;  // of a person, if the file says it: 'f', 'm' or 0
  std::uint8_t hidden = 0;  // 1: a later entry of the same id took its place
  std::uint8_t reserved = 0;
};

// Common nouns that act: "troops", "officials".
struct AgentEntry {
  TextRef sector;
  TextRef rule;
  PartyKind kind = PartyKind::unknown;
  std::uint8_t sector_first = 0;  // 1: the sector comes before the country in the code ("NGO~" of a dictionary)
  std::uint8_t reserved[2] = {0, 0};
};

// Words of office: "prime minister", "spokeswoman".
struct TitleEntry {
  TextRef sector;
  TextRef office;
  TextRef rule;
};

enum class NameUse : std::uint8_t {
  name,
  adjective,
  people,
  capital,
  seat,
  agent,
  title,
  discard_sentence,
  discard_report
};

struct NameHit {
  std::uint32_t end = 0;     // the word after the name
  std::uint32_t target = 0;  // index of a party, agent or title, as `use` says; nothing for discards
  NameUse use = NameUse::name;
  bool ambiguous = false;  // the name is a common word or another's name too, and needs support
  bool by_user = false;    // from a user's dictionary
};

// A word as the lexicon sees it.
struct LexWord {
  static constexpr std::uint32_t kUnknown = 0xFFFFFFFF;
  std::uint32_t id = kUnknown;
  std::uint8_t shape = 0;  // detente/knowledge/fold.hpp
  bool skip = false;       // a hyphen or apostrophe, which names are matched across
  std::uint16_t part = 0;  // bytes of the word that were looked up, if not all: "U.S." of "U.S.-led"
};

class PartyLexicon {
 public:
  // Adds the entries of one TOML file. Errors: io; knowledge, with file and line.
  Result<void> add_toml(const std::filesystem::path& file);
  // The same from memory; `origin` is what errors and rules call it, "parties/states.toml".
  Result<void> add_toml_text(std::string_view toml, const std::string& origin);

  // Adds a dictionary of PETRARCH's actors, agents or discards. Lines that make no sense are passed over, each with a
  // message in `warnings` ("actors.txt:41: ..."). Errors: io.
  Result<void> add_petrarch_actors(const std::filesystem::path& file, std::vector<std::string>& warnings);
  Result<void> add_petrarch_agents(const std::filesystem::path& file, std::vector<std::string>& warnings);
  Result<void> add_petrarch_discards(const std::filesystem::path& file, std::vector<std::string>& warnings);

  // From here on entries are a user's: they win over those of the same id or name that are there already.
  void start_user_entries() {
    by_user_ = true;
    origins_.clear();
  }

  // Makes the entries findable. Errors: knowledge, if a party belongs to one that is not there.
  Result<void> index();

  void write(ArchiveWriter&) const;
  bool read(ArchiveReader&);  // false: damaged. Indexes.

  // Words of an analysis, one a token; of a text, cut at white space and hyphens.
  std::vector<LexWord> look_up(const Analysis&) const;
  std::vector<LexWord> look_up(std::string_view text) const;

  // Names that begin at words[at], the longest first; `hits` is overwritten. With `caseless`, names that are not
  // ambiguous and have four letters or more match whatever their case (texts in lower case).
  void match(std::span<const LexWord> words, std::size_t at, std::vector<NameHit>& hits, bool caseless = false) const;

  std::string_view text(TextRef ref) const { return std::string_view(pool_).substr(ref.offset, ref.size); }
  std::span<const PartyEntry> parties() const { return parties_; }
  std::span<const AgentEntry> agents() const { return agents_; }
  std::span<const TitleEntry> titles() const { return titles_; }
  const PartyEntry& party(std::uint32_t i) const { return parties_[i]; }
  std::span<const RoleEntry> roles(const PartyEntry& p) const {
    return std::span(roles_).subspan(p.role_begin, p.role_end - p.role_begin);
  }
  bool has_petrarch() const { return has_petrarch_; }

  // Index of the party of this id, or -1.
  std::int32_t by_id(std::string_view id) const;
  // Index of the state (kind `state`) with this alpha-3 code, or -1.
  std::int32_t state_of(std::string_view code) const;

  // The party's code on a date (ISO prefix; empty: unknown). Of a party whose codes all hold in periods, what they have
  // in common is known without a date: the country, if it stayed the same.
  std::string_view code_on(const PartyEntry&, std::string_view date) const;

  // Does the role hold on this date? Unknown dates (empty) never fit a role that has any date.
  bool holds(const RoleEntry&, std::string_view date) const;

  // The canonical key of a title: "Defence Secretary" -> "defense minister" if the table of titles says so, else its
  // own folded words.
  std::string office_of(std::string_view title) const;

  // Persons who hold this office of this country on this date. With an empty date: the only one who ever held it, or
  // none.
  std::vector<std::uint32_t> holders(std::string_view office, std::string_view country, std::string_view date) const;

  // Persons whose family name (the last word of the name) this is, by folded word.
  std::span<const std::uint32_t> persons_named(std::string_view family_name) const;

  // Usual gender of a given name: 'f', 'm', or 0 if it is not known.
  char given_name_gender(std::string_view given_name) const;

 private:
  friend class PartyTomlReader;
  friend class PetrarchReader;

  struct Name {
    std::uint32_t words = 0;  // first of its words in name_words_ and name_shapes_
    std::uint32_t target = 0;
    std::uint16_t count = 0;
    NameUse use = NameUse::name;
    std::uint8_t flags = 0;  // kAmbiguous, kUser, kCaseless
  };
  enum NameFlag : std::uint8_t { kAmbiguous = 1, kUser = 2, kCaseless = 4 };

  struct Edge {
    std::uint32_t node = LexWord::kUnknown;
    std::uint32_t word = 0;
    std::uint32_t child = 0;
  };

  TextRef keep(std::string_view);
  std::uint32_t word_id(const std::string& folded);
  std::uint32_t find_word(std::string_view folded) const;
  void grow_word_table();
  void add_name(std::string_view name, NameUse use, std::uint32_t target, std::uint8_t flags);
  void add_noun(std::string_view noun, NameUse use, std::uint32_t target, std::uint8_t flags);
  void build_trie();
  std::uint32_t child_of(std::uint32_t node, std::uint32_t word) const;
  bool fits(const Name&, std::span<const LexWord> words, std::span<const std::size_t> at, bool caseless) const;
  LexWord look_up_word(std::string_view word, std::string& scratch) const;
  bool refs_are_sound() const;

  // What is kept.
  std::string pool_;
  std::vector<PartyEntry> parties_;
  std::vector<RoleEntry> roles_;
  std::vector<DatedCode> codes_;
  std::vector<AgentEntry> agents_;
  std::vector<TitleEntry> titles_;
  std::vector<Name> names_;
  std::vector<std::uint32_t> name_words_;
  std::vector<std::uint8_t> name_shapes_;
  std::vector<TextRef> words_;
  std::vector<std::uint32_t> given_names_;  // word ids, those of women first
  std::uint32_t given_female_ = 0;          // how many of given_names_ are women's
  std::uint8_t has_petrarch_ = 0;

  // What is built from it.
  bool by_user_ = false;
  std::vector<std::uint32_t> word_table_;
  std::vector<Edge> edges_;
  std::vector<std::uint32_t>
      node_begin_;  // first of the names that end at a node, in node_names_; one more entry than nodes
  std::vector<std::uint32_t> node_names_;
  std::unordered_map<std::string, std::uint32_t> ids_;
  std::unordered_map<std::string, std::uint32_t> states_;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> office_index_;  // hash of office and country, person; sorted
  std::vector<std::uint32_t> family_words_;                            // word ids, sorted, parallel to family_persons_
  std::vector<std::uint32_t> family_persons_;
  std::unordered_map<std::string, std::string> origins_;  // id -> "file:line", while files are added
};

}  // namespace detente::knowledge
