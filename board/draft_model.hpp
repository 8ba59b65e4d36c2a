// What a draft is made of, before it is written.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "detente/board/board.hpp"
#include "detente/board/draft.hpp"

namespace detente::board::draft {

// A number with where it comes from: exactly one of `evidence` and `assumed` is not empty.
struct Number {
  double value = 0;
  std::vector<std::string> evidence;
  std::string assumed;
};

struct Actor {
  std::string name;  // as the file calls it
  std::string kind;
  std::int64_t mentions = 0;
};

// What one actor did to another, summed over the names under which the reports know them.
struct Pair {
  std::int64_t force = 0;             // acts of force told as done, each once however often it is told
  double cooperation = 0;             // sum of Goldstein's values above 0, of each act once
  double conflict = 0;                // and below
  std::int64_t aid = 0;               // acts of aid, support and cooperation told as done
  std::set<std::string> force_items;  // "rc577...:e3"
  std::set<std::string> items;
};

struct DraftTie {
  std::string from;
  std::string to;
  std::string kind;
  Number weight;
};

struct DraftFront {
  std::string name;
  std::string attacker;
  std::string defender;
  std::string place;
  Number rate;
  Number harm;
};

struct DraftPlace {
  std::string name;
  std::string party;
  Number people;
  Number displaced;
};

struct DraftStance {
  std::string party;
  Number position;
};

struct DraftProposal {
  std::string name;
  std::string issue;
  std::vector<std::string> sponsors;
  std::vector<std::string> addressees;
  std::vector<std::string> fronts;
  std::optional<Number> tabled;
  std::optional<Number> duration;
  std::vector<DraftStance> stances;
  std::string source;  // "r12ab...:i1": where it is told
  std::string note;    // what of it is not told
};

struct DraftLever {
  std::string name;
  std::string holder;
  std::string target;
  std::string instrument;
  std::string source;
  std::string note;
  Number level;
};

struct DraftLine {
  std::string name;
  std::string holder;
  std::string addressee;
  std::vector<std::string> fronts;
  std::vector<std::string> levers;
  std::string source;
  std::string note;
  Number firmness;
};

struct DraftHostages {
  std::string name;
  std::string holder;
  std::string of;
  std::string proposal;
  Number people;
};

struct Model {
  std::string start;
  std::string start_note;
  std::vector<Actor> actors;
  std::vector<DraftTie> ties;
  std::vector<DraftPlace> places;
  std::vector<DraftFront> fronts;
  std::vector<DraftProposal> proposals;
  std::vector<DraftLever> levers;
  std::vector<DraftLine> lines;
  std::vector<DraftHostages> hostages;
  std::vector<std::string> left_out;  // what was told but could not be put into the file, and why
  std::size_t not_listed = 0;         // and so many more
};

// Errors: not_found.
Result<Model> make_model(const Board& board, const DraftOptions& options);
std::string written(const Board& board, const Model& model, const DraftOptions& options);

// "r12ab...:i1"
std::string item(const Place& place);
// What a name may be in a crisis file, where " / " and " > " join names: one line, without those and without quotation
// marks, at most 60 bytes.
std::string clean(std::string_view name);

// From the names of the reports to the actors of the file.
class Cast {
 public:
  Cast(const Board& board, std::size_t most);
  // Nothing if the name stands for no actor of the file.
  std::optional<std::string> actor(const std::string& name) const;
  const std::vector<Actor>& actors() const { return actors_; }
  const std::map<std::pair<std::string, std::string>, Pair>& pairs() const { return pairs_; }

 private:
  void keys(const Board& board);
  std::string group_of(const Board& board, const BoardParty& party) const;

  std::map<std::string, std::string> key_of_;  // name, in lower case, to key
  std::map<std::string, Actor> by_key_;
  std::set<std::string> chosen_;  // keys
  std::vector<Actor> actors_;
  std::map<std::pair<std::string, std::string>, Pair> pairs_;  // by actors' names
};

}  // namespace detente::board::draft
