// Cues of speech, measures, quantifiers, hedges: the small words that carry who says so and how much.
//
//   if (const Cue* cue = k.words.verb("deny")) { use(cue->takes, cue->stance, cue->rule); }   //
//   "words/speech.toml:deny" if (const Measure* m = k.words.counted("rocket")) { use(m->name); } // "weapons"
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "detente/knowledge/archive.hpp"
#include "detente/reading.hpp"
#include "detente/result.hpp"

namespace detente::knowledge {

// What a speaker does with the content.
enum class Stance : std::uint8_t {
  neutral,
  claim,
  denial,
  admission,
  belief,
  hope,
  fear,
  intent,
  demand,
  blame,
  praise,
  show
};

std::string_view name(Stance);

// The ways in which a cue carries its content. A cue has the sum of those that it allows.
enum Takes : std::uint32_t {
  kClause = 1U << 0,      // "says (that) X happened", "asks whether ..."
  kQuote = 1U << 1,       // "...", X says
  kObject = 1U << 2,      // "denies the report"
  kInfinitive = 1U << 3,  // "promises to leave"
  kUrge = 1U << 4,        // "urges X to leave": the object and the infinitive are the content, X is the audience
  kHearer = 1U << 5,      // "tells X that ...": the object is the audience
  kGerund = 1U << 6,      // "denies leaving"
  kAs = 1U << 7,          // "calls X a disgrace", "describes X as a disgrace"
  kAccuse = 1U << 8,      // "accuses X of leaving": the object and its preposition are the content
  kManner = 1U << 9,      // introduces a direct quote and nothing else: "smiles", "continues"
};

// A word that says that somebody says, thinks or writes something.
struct Cue {
  std::uint32_t takes = 0;
  Stance stance = Stance::neutral;
  std::vector<std::string> prepositions;  // those that lead to the content: "warns of", "complains about"
  std::string rule;                       // "words/speech.toml:say"
};

// What a counted thing measures, in the words of Figure::measure.
struct Measure {
  std::string name;
  std::string unit;  // "people", "USD", "days"; empty: the counted noun itself
  std::string rule;
};

// A phrase before a number: "at least", "more than".
struct Quantifier {
  Bound bound = Bound::exact;
  std::string rule;
};

// A word that takes an act out of the plain present or past: "may", "plan", "unless".
struct Hedge {
  Status status = Status::possible;
  std::string rule;
};

// Classes of words that instruments are read by. A word is in the sum of its classes.
enum WordClass : std::uint32_t {
  kPlan = 1U << 0,     // "proposal", "resolution"
  kTruce = 1U << 1,    // "ceasefire", "pause"
  kPropose = 1U << 2,  // what puts a plan on the table
  kFloat = 1U << 3,    // what only considers it
  kAccept = 1U << 4,
  kReject = 1U << 5,
  kLapse = 1U << 6,
  kRevive = 1U << 7,
  kWithhold = 1U << 8,  // what takes something back: "suspend", "freeze"
  kGrant = 1U << 9,     // what gives it again: "lift", "resume"
  kImpose = 1U << 10,
  kGood = 1U << 11,         // what is withheld or granted: "aid", "intelligence"
  kSway = 1U << 12,         // nouns for withholding: "the freeze on"
  kUndertake = 1U << 13,    // verbs of promising
  kUndertaking = 1U << 14,  // nouns of promising
  kNorm = 1U << 15,         // what can be broken: "international law"
  kBreach = 1U << 16,       // verbs
  kBreaching = 1U << 17,    // nouns
  kUnlawful = 1U << 18,
  kWrong = 1U << 19,  // what can be unlawful: "aggression"
  kCrime = 1U << 20,
  kProspect = 1U << 21,  // "likely", "no chance"
};

class WordLexicon {
 public:
  // Adds the entries of one TOML file. Errors: knowledge, with file and line.
  Result<void> add_toml(const std::filesystem::path& file);
  void write(ArchiveWriter&) const;
  bool read(ArchiveReader&);  // false: damaged

  // By lemma, in lower case; a particle is joined by an underscore: "point_out". Null if it is no cue.
  const Cue* verb(std::string_view lemma) const { return find(verbs_, lemma); }
  const Cue* noun(std::string_view lemma) const { return find(nouns_, lemma); }
  const Cue* adjective(std::string_view lemma) const { return find(adjectives_, lemma); }
  // Verbs that lend themselves to a noun cue: "express" hope, "make" a claim.
  bool light_verb(std::string_view lemma) const { return light_.contains(std::string(lemma)); }
  // Nouns for what is written or broadcast and can say something: "report", "communique", "poll".
  bool document(std::string_view lemma) const { return documents_.contains(std::string(lemma)); }

  const Measure* counted(std::string_view lemma) const { return find(counted_, lemma); }  // "rocket", "dead", "refugee"
  const Measure* suffered(std::string_view lemma) const { return find(suffered_, lemma); }  // of the object: "kill"
  const Measure* done(std::string_view lemma) const { return find(done_, lemma); }          // of the subject: "die"
  const Measure* total(std::string_view lemma) const { return find(totals_, lemma); }  // "toll": the number follows
  const Measure* unit(std::string_view word) const { return find(units_, word); }      // "day", "dollar", "$"

  // The quantifier that ends right before `at` in lower-case text, longest first, and where it begins.
  struct Found {
    const Quantifier* quantifier = nullptr;
    std::size_t begin = 0;
  };
  std::optional<Found> quantifier_before(std::string_view lower, std::size_t at) const;
  // A phrase that qualifies the number it follows: "at least", "or more".
  std::optional<Found> quantifier_after(std::string_view lower, std::size_t at) const;

  const Hedge* hedge(std::string_view lemma) const { return find(hedges_, lemma); }

  std::uint32_t classes(std::string_view lemma) const {
    const std::uint32_t* mask = find(classes_, lemma);
    return mask == nullptr ? 0 : *mask;
  }

  std::size_t cue_count() const { return verbs_.size() + nouns_.size() + adjectives_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
  };
  template <typename T>
  using Map = std::unordered_map<std::string, T, Hash, std::equal_to<>>;

  template <typename T>
  static const T* find(const Map<T>& map, std::string_view key) {
    const auto it = map.find(key);
    return it == map.end() ? nullptr : &it->second;
  }

  Map<Cue> verbs_, nouns_, adjectives_;
  Map<std::string> light_, documents_;  // word to rule
  Map<Measure> counted_, suffered_, done_, totals_, units_;
  Map<Quantifier> before_, after_;
  Map<Hedge> hedges_;
  Map<std::uint32_t> classes_;
};

}  // namespace detente::knowledge
