#include "detente/play/interaction.hpp"

#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "detente/play/table.hpp"

namespace detente::play::bargain {

namespace {

// What follows from a node on: how it may end, and what that is worth to each state.
struct Prospect {
  std::array<double, kOutcomes> probability{};
  std::array<double, 2> utility{};
};

class Game {
 public:
  Game(const Dyad& dyad, double lambda) : dyad_(dyad), lambda_(lambda) {}

  Prospect end(Outcome outcome) const {
    Prospect out;
    const auto at = static_cast<std::size_t>(outcome);
    out.probability[at] = 1;
    out.utility = {dyad_.first[at], dyad_.second[at]};
    return out;
  }

  // A node at which a state (0 or 1) chooses between two acts.
  Prospect choice(std::size_t state, const Prospect& a, const Prospect& b) const {
    const double p = chance(state, a, b);
    Prospect out;
    for (std::size_t k = 0; k < kOutcomes; ++k) {
      out.probability[k] = p * a.probability[k] + (1 - p) * b.probability[k];
    }
    for (std::size_t k = 0; k < 2; ++k) {
      out.utility[k] = p * a.utility[k] + (1 - p) * b.utility[k];
    }
    return out;
  }

  double chance(std::size_t state, const Prospect& a, const Prospect& b) const {
    return 1 / (1 + std::exp(-lambda_ * (a.utility[state] - b.utility[state])));
  }

 private:
  const Dyad& dyad_;
  double lambda_;
};

std::string squeezed(std::string_view heading) {
  std::string out;
  for (const char c : table::lower(heading)) {
    if (c != '_' && c != ' ' && c != '-') {
      out += c;
    }
  }
  return out;
}

// Which utility a column holds: the state and the outcome.
struct Column {
  std::size_t state = 0;
  std::size_t outcome = 0;
};

std::optional<Column> column_of(const std::string& heading) {
  const std::string word = squeezed(heading);
  for (std::size_t state = 0; state < 2; ++state) {
    for (std::size_t k = 0; k < kOutcomes; ++k) {
      if (word == (state == 0 ? "u1" : "u2") + table::lower(kOutcomeNames[k])) {
        return Column{state, k};
      }
    }
  }
  return std::nullopt;
}

}  // namespace

Interaction interact(const Dyad& dyad, double lambda) {
  constexpr std::size_t kOne = 0;
  constexpr std::size_t kTwo = 1;
  const Game game(dyad, lambda);
  // Once a state attacks, the other gives in or fights.
  const Prospect one_attacks = game.choice(kTwo, game.end(Outcome::cap2), game.end(Outcome::war1));
  const Prospect two_attacks = game.choice(kOne, game.end(Outcome::cap1), game.end(Outcome::war2));
  // Both have made demands: whoever was answered last may attack, else the other may, else they negotiate.
  const Prospect one_first = game.choice(kOne, one_attacks, game.choice(kTwo, two_attacks, game.end(Outcome::nego)));
  const Prospect two_first = game.choice(kTwo, two_attacks, game.choice(kOne, one_attacks, game.end(Outcome::nego)));
  const Prospect demanded = game.choice(kTwo, one_first, game.end(Outcome::acq2));
  const Prospect waited =
      game.choice(kTwo, game.choice(kOne, two_first, game.end(Outcome::acq1)), game.end(Outcome::sq));
  const Prospect all = game.choice(kOne, demanded, waited);
  return {all.probability, all.utility[kOne], all.utility[kTwo], game.chance(kOne, demanded, waited)};
}

Result<std::vector<Dyad>> read_dyads(std::string_view text, const std::string& where) {
  const auto rows = table::read_csv(text, where);
  if (!rows) {
    return rows.error();
  }
  if (rows->size() < 2) {
    return Error{ErrorCode::truncated, "there are no dyads", where};
  }
  const table::Row& headings = rows->front();
  std::vector<std::optional<Column>> columns;
  std::vector<bool> named;
  std::array<std::array<bool, kOutcomes>, 2> found{};
  for (const std::string& heading : headings.cells) {
    columns.push_back(column_of(heading));
    const std::string word = squeezed(heading);
    named.push_back(word == "name" || word == "agent1" || word == "agent2" || word == "year");
    if (columns.back()) {
      bool& seen = found[columns.back()->state][columns.back()->outcome];
      if (seen) {
        return Error{ErrorCode::bad_format, fmt::format("two columns are headed '{}'", table::shown(heading)),
                     table::at_line(where, headings.line)};
      }
      seen = true;
    }
  }
  for (std::size_t state = 0; state < 2; ++state) {
    for (std::size_t k = 0; k < kOutcomes; ++k) {
      if (!found[state][k]) {
        return Error{ErrorCode::missing_field, fmt::format("no column is headed U{}_{}", state + 1, kOutcomeNames[k]),
                     table::at_line(where, headings.line)};
      }
    }
  }
  std::vector<Dyad> out;
  for (std::size_t r = 1; r < rows->size(); ++r) {
    const table::Row& row = (*rows)[r];
    if (row.cells.size() > headings.cells.size()) {
      return Error{ErrorCode::bad_format,
                   fmt::format("the row has {} cells under {} headings", row.cells.size(), headings.cells.size()),
                   table::at_line(where, row.line)};
    }
    Dyad& dyad = out.emplace_back();
    for (std::size_t k = 0; k < columns.size(); ++k) {
      if (named[k] && k < row.cells.size() && !row.cells[k].empty()) {
        dyad.name += (dyad.name.empty() ? "" : ", ") + row.cells[k];
      }
      if (columns[k]) {
        const auto value = table::number(row, k, table::shown(headings.cells[k]), where);
        if (!value) {
          return value.error();
        }
        (columns[k]->state == 0 ? dyad.first : dyad.second)[columns[k]->outcome] = *value;
      }
    }
  }
  return out;
}

}  // namespace detente::play::bargain
