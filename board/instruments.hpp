// The instruments that the board shows, loaded once for all sections that are made from them.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "frame.hpp"

namespace detente::board {

// An instrument of one report.
struct Tool {
  Ref ref;
  std::string kind;
  std::string label;
  std::string state;
  std::int64_t thing = 0;  // the finding; negative: not linked
  std::int64_t origin = 0;
  std::map<std::string, std::vector<std::int64_t>> roles;  // of parties
  std::vector<Term> terms;

  const std::vector<std::int64_t>& parties(const std::string& role) const;
  std::string term(std::string_view key) const;  // "" if there is none
};

// An act that stands in the words of an instrument; 0 for a party that is not told.
struct Spoken {
  std::string type;
  std::string status;
  std::string country;
  std::int64_t source = 0;
  std::int64_t target = 0;
};

// Instruments of one finding, or with one label.
struct Bundle {
  std::vector<const Tool*> tools;  // by day
  std::set<std::int64_t> origins;
  std::set<std::string> reports;

  const Tool& first() const { return *tools.front(); }
  std::int64_t finding() const { return first().thing > 0 ? first().thing : 0; }
};

// Bundles of one kind, the newest last. `apart` tells instruments apart that are not linked.
std::vector<Bundle> bundle(const std::vector<Tool>& tools, std::string_view kind, const Frame& frame,
                           std::string (*apart)(const Tool&));

using SpokenActs = std::map<Ref, std::vector<Spoken>>;

// Each fills its part of the board.
void build_proposals(const Frame& frame, const std::vector<Tool>& tools, const SpokenActs& acts, Board& board);
void build_levers(const Frame& frame, const std::vector<Tool>& tools, Board& board);
void build_judgements(const Frame& frame, const std::vector<Tool>& tools, Board& board);

// Red lines and commitments, which later events may touch.
class Lines {
 public:
  // The acts in the words of the lines, and the events that bear on them.
  Result<void> choose(Frame& frame, const std::vector<Tool>& tools, const SpokenActs& acts);
  void build(const Frame& frame, const std::vector<Tool>& tools, const SpokenActs& acts, Board& board) const;

 private:
  struct Hit {
    Ref event;
    std::int64_t source = 0;
    std::int64_t target = 0;
    std::string type;
    std::string status;
    std::string day;
    std::int64_t thing = 0;
    std::int64_t reports = 0;
    std::int64_t origins = 0;
  };
  std::vector<Touch> touches(const Frame& frame, const std::vector<const Hit*>& hits, std::string_view why) const;
  void build_red_lines(const Frame& frame, const std::vector<Tool>& tools, const SpokenActs& acts, Board& board) const;
  void build_commitments(const Frame& frame, const std::vector<Tool>& tools, const SpokenActs& acts,
                         Board& board) const;
  static void add_violations(const Frame& frame, const std::vector<Tool>& tools, const Tool& tool, Commitment& out);

  std::map<Ref, std::vector<Hit>> hits_;
};

// "" if the report has no date, which comes before all dates.
std::string told_on(const Place& place);
std::vector<std::string> names_of(const Frame& frame, const std::vector<std::int64_t>& parties);
void add_names(std::vector<std::string>& into, const std::vector<std::string>& names);

}  // namespace detente::board
