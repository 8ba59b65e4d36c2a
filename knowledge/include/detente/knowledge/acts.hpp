// What kind of act is this? Frames: patterns of verbs and nouns that say who does what to whom.
//
//   [verbs]
//   "strike hit pound" = ["190 _ T", "195/heavy-weapons S={aircraft} _ T", "143 _ ! (over|for *)"]
//   [nouns]
//   "airstrike" = ["195/heavy-weapons _ on|against T"]
//
// A frame is a CAMEO code, a PLOVER mode after a slash if there is one, and the words around the act `_` in their
// order. Its PLOVER type is that before a colon ("SANCTION:163/restrict _ T"), else the `type` of the file, else that
// of the code:
//
//   S T S&T       who acts (source), on whom (target), both ("X and Y met"); before `_` the subject, after it the
//   object S=TEST        the same, if the head of the phrase passes the test; TEST alone asks for the words without a
//   role word|{set}|a+b   a test: a lemma, a named set of lemmas, or the lemma b after the modifier a; `~` before it
//   negates it
//   *             there must be an object;  !  there must be none
//   +out|off      a particle; words after an object are taken likewise: "T responsible", "T hostage|captive"
//   on|against T  a preposition and what stands after it; in brackets it may be absent
//   dat:T         the indirect object
//   to:TEST ing:TEST that:TEST   a complement clause by its verb; `>TEST` tests the object of that verb
//   mod:TEST      of a noun: a modifier;  own:T own:S&T  before `_`, the role of its owner (else the source)
//
// If no subject is written it is the source. A code that ends in `?` ("03?", "10?", "12?", "13?") takes its last digits
// from the act in the complement: "agree to release" is 0353. Codes: CAMEO 1.1b3; types and modes: PLOVER 2021.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "detente/knowledge/archive.hpp"
#include "detente/reading.hpp"
#include "detente/result.hpp"

namespace detente::knowledge {

using WordId = std::uint32_t;
inline constexpr WordId kNoWord = 0;

enum class Slot : std::uint8_t { none, source, target, both };
enum class ObjectRule : std::uint8_t { any, required, forbidden };
enum class ClauseKind : std::uint8_t { none, to, that, ing };
enum class ActHead : std::uint8_t { verb, noun };

// A test on the head of a phrase. Empty: everything passes.
struct WordTest {
  std::vector<WordId> words;
  std::vector<std::uint16_t> sets;
  std::vector<WordId> pairs;  // modifier, head, modifier, head ...
  bool negated = false;

  bool empty() const { return words.empty() && sets.empty() && pairs.empty(); }
};

struct PrepSlot {
  std::vector<WordId> preps;
  WordTest test;
  Slot role = Slot::none;
  bool optional = false;
};

// One word of a PETRARCH pattern, or a set of words that any member of may stand in its place.
struct PatternWord {
  static constexpr std::uint16_t kNoSet = 0xffff;
  WordId word = kNoWord;
  std::uint16_t set = kNoSet;
};

// A PETRARCH pattern is a sequence of these on either side of the verb, in the order of the text.
struct PatternStep {
  enum class Kind : std::uint8_t {
    words,   // of one phrase; the last is its head
    prep,    // a preposition
    source,  // $
    target,  // +
    both,    // %
    skip     // ^, a phrase whatever it is
  };
  Kind kind = Kind::words;
  std::vector<PatternWord> words;
};

struct ActFrame {
  ActHead head = ActHead::verb;
  EventType type = EventType::CONSULT;
  std::string cameo;
  std::string mode;
  bool by_content = false;  // the last digits of the code come from the complement
  std::uint16_t file = 0;
  bool user = false;    // of a user's dictionary: wins over the built-in frames
  std::string reverse;  // code of the act in the other direction, as PETRARCH's [042:043]; may be empty

  Slot subject = Slot::source;  // of a noun: its owner
  Slot object = Slot::none;
  Slot dative = Slot::none;
  ObjectRule object_rule = ObjectRule::any;
  WordTest subject_test;
  WordTest object_test;
  WordTest modifier_test;
  std::vector<WordId> particles;
  std::vector<PrepSlot> preps;
  ClauseKind clause = ClauseKind::none;
  WordTest clause_verb;
  WordTest clause_object;
  std::uint8_t specificity = 0;  // the frame with the most conditions wins

  // Of a user's PETRARCH dictionary alone, and never kept in an archive: the pattern as it was written, and the words
  // that make one verb with its head ("off" of "cordon off").
  std::vector<PatternStep> before;
  std::vector<PatternStep> after;
  std::vector<WordId> verb_words;
};

class ActLexicon {
 public:
  // Adds the entries of one TOML file. Errors: knowledge, with file and line.
  Result<void> add_toml(const std::filesystem::path& file);
  // The same from memory; `origin` is what messages call it.
  Result<void> add_toml_text(std::string_view text, const std::string& origin);
  // Adds the patterns of a PETRARCH verb dictionary (CAMEO.2.0 form). Lines that make no sense are passed over, with a
  // message each: "verbs.txt:41: ...". Errors: not_found, io; knowledge if the file holds no verb at all.
  Result<void> add_petrarch_verbs(const std::filesystem::path& file, std::vector<std::string>* warnings = nullptr);
  // The same from memory; `origin` is what messages call it.
  Result<void> add_petrarch_verbs_text(std::string_view text, const std::string& origin,
                                       std::vector<std::string>* warnings = nullptr);
  void write(ArchiveWriter&) const;
  bool read(ArchiveReader&);  // false: damaged

  // The number of a word, kNoWord if no frame or set names it.
  WordId word(std::string_view lemma) const;
  // The number of a set, nothing if there is none of that name.
  std::optional<std::uint16_t> set(std::string_view name) const;
  bool in_set(WordId, std::uint16_t set) const;
  // Passes the word, given its modifiers (the lemmas of up to three words before it)? 2 if it does by a modifier, 1 if
  // by itself, else 0.
  int passes(const WordTest&, WordId head, std::span<const WordId> modifiers) const;

  // The members of a set of a PETRARCH dictionary, each a sequence of words; empty if there is no such set.
  std::span<const std::vector<PatternWord>> pattern_set(std::uint16_t set) const;

  // The verb of a PETRARCH dictionary that the word is a form of ("cordoned"), kNoWord if none.
  WordId verb_of_form(WordId form) const;

  std::span<const std::uint32_t> verb_frames(WordId) const;
  std::span<const std::uint32_t> noun_frames(WordId) const;
  const ActFrame& frame(std::uint32_t i) const { return frames_[i]; }
  std::string_view file(const ActFrame& f) const { return files_[f.file]; }
  // Frames counted once for each lemma that they stand under.
  std::size_t size() const;
  // True once a PETRARCH verb dictionary has been added: it is a whole scheme of its own, and its frames alone are
  // used.
  bool only_user_verbs() const { return only_user_; }
  // Goldstein's weight of a CAMEO code, or of the longest prefix of it that the table has; 0 if none.
  double goldstein(std::string_view cameo) const;

 private:
  friend struct ActBuilder;
  friend struct VerbFile;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
  };
  struct WordEntry {
    std::string text;
    std::vector<std::uint16_t> sets;
    std::vector<WordId> set_pairs;  // set, modifier, set, modifier ...: in the set only after that modifier
    std::vector<std::uint32_t> verbs;
    std::vector<std::uint32_t> nouns;
  };

  WordId intern(std::string_view lemma);
  std::uint16_t intern_set(std::string_view name);
  void index();

  bool only_user_ = false;
  std::vector<WordEntry> words_{1};
  std::vector<std::string> sets_;
  std::vector<std::string> files_;
  std::vector<ActFrame> frames_;
  std::vector<std::pair<std::string, double>> goldstein_;  // sorted by code
  std::unordered_map<std::uint16_t, std::vector<std::vector<PatternWord>>> pattern_sets_;
  std::unordered_map<WordId, WordId> verb_forms_;
  std::unordered_map<std::string, WordId, Hash, std::equal_to<>> word_ids_;
};

// The PLOVER type of a CAMEO code by the map of the 2021 codebook, nothing for 01 (statements) and unknown codes.
std::optional<EventType> plover_type(std::string_view cameo);
// The code of an act that is only undertaken ("03"), demanded ("10" or "02"), refused ("12") or threatened ("13"),
// from the code of the act itself: content_code("03", "0841") is "0353".
std::string content_code(std::string_view family, std::string_view act);

}  // namespace detente::knowledge
