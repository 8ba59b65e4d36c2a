// Makes the model of a draft from a board.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "draft_model.hpp"

namespace detente::board::draft {

// Fronts, proposals, levers, red lines: of each at most so many.
inline constexpr std::size_t kMost = 6;

Number assumed(double value, std::string why);
Number told(double value, std::vector<std::string> evidence);
double value_of(const Claim& claim);
// Days since 1970-01-01; 0 if it is no day.
std::int64_t day_number(const std::string& day);

class Drafter {
 public:
  Drafter(const Board& board, const DraftOptions& options) : board_(board), cast_(board, options.most_parties) {}

  // Errors: not_found.
  Result<Model> make();

 private:
  std::vector<std::string> actors(const std::vector<std::string>& names) const;
  void ties();
  // Days over which the reports tell of acts; 0 if they bear no dates.
  double span_of_days() const;
  Number rate_of(const std::string& attacker, const std::string& defender, const Pair* pair) const;
  // Who is counted as harmed among the people of an actor.
  bool is_of(const Harm& harm, const std::string& actor) const;
  Number harm_of(const std::string& defender, const Number& rate) const;
  std::string place_for(const std::string& actor);
  void front(const std::string& attacker, const std::string& defender, const Pair* pair);
  void fronts();
  // What a party did about a proposal: the position of its stance on the axis from 0, as it is, to 100, as proposed.
  DraftStance stance(const Proposal& proposal, const std::string& party, bool is_sponsor) const;
  void proposals();
  // A truce needs two sides: where the reports name one, the one that it fights is taken for the other.
  void complete(DraftProposal& made) const;
  // To whom a holder's lever most likely goes if it is not told: whom it helps most.
  std::optional<std::string> helped_by(const std::string& holder) const;
  // What was told but could not be put into the file; of many the first.
  void leave_out(std::string what);
  void levers();
  void lines();
  void hostages();

  const Board& board_;
  Cast cast_;
  Model out_;
};

}  // namespace detente::board::draft
