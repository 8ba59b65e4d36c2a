// Proposals, and which party stands where.
#include <algorithm>

#include "figures.hpp"
#include "instruments.hpp"

namespace detente::board {

namespace {

std::string label_of(const Tool& tool) { return tool.label; }

void add_state(Proposal& proposal, State state, std::int64_t origin, std::vector<std::set<std::int64_t>>& origins) {
  const auto same = std::find_if(proposal.states.begin(), proposal.states.end(), [&](const State& s) {
    return s.state == state.state && s.by == state.by && s.place.day == state.place.day &&
           same_sources(s.chain, state.chain);
  });
  if (same == proposal.states.end()) {
    proposal.states.push_back(std::move(state));
    origins.push_back({origin});
    return;
  }
  std::set<std::int64_t>& of = origins[static_cast<std::size_t>(same - proposal.states.begin())];
  of.insert(origin);
  same->origins = static_cast<std::int64_t>(of.size());
  same->reports += same->place.report != state.place.report ? 1 : 0;
}

std::string voices(const Chain& chain) {
  std::string out;
  for (std::size_t i = 0; i + 1 < chain.size(); ++i) {
    out += chain[i] + '\n';
  }
  return out;
}

// The stances of one row, party by party.
class Row {
 public:
  void add(const std::string& party, std::string stance, const Chain& chain, const Place& place, std::int64_t origin) {
    auto cell = std::find_if(cells_.begin(), cells_.end(), [&](const Cell& c) { return c.party == party; });
    if (cell == cells_.end()) {
      cells_.push_back({party, "", false, {}});
      cell = cells_.end() - 1;
    }
    const auto same = std::find_if(cell->history.begin(), cell->history.end(), [&](const Stance& s) {
      return s.stance == stance && s.place.day == place.day && same_sources(s.chain, chain);
    });
    std::set<std::int64_t>& of = origins_[{party, stance + '\t' + place.day + '\t' + voices(chain)}];
    of.insert(origin);
    if (same != cell->history.end()) {
      same->reports += same->place.report != place.report ? 1 : 0;
      same->origins = static_cast<std::int64_t>(of.size());
      return;
    }
    cell->history.push_back({std::move(stance), chain, place, 1, 1});
  }

  // The latest that was told; being addressed says nothing once an answer is known, and sponsoring holds on beside it.
  std::vector<Cell> take() {
    for (Cell& cell : cells_) {
      for (const Stance& s : cell.history) {
        if (s.stance != "silent" || cell.stance.empty()) {
          cell.stance = s.stance;
        }
      }
      cell.disputed = disputed(cell);
    }
    std::stable_sort(cells_.begin(), cells_.end(),
                     [](const Cell& a, const Cell& b) { return sponsors(a) > sponsors(b); });
    return std::move(cells_);
  }

 private:
  static bool sponsors(const Cell& cell) {
    return std::any_of(cell.history.begin(), cell.history.end(),
                       [](const Stance& s) { return s.stance == "sponsors"; });
  }
  static bool disputed(const Cell& cell) {
    const auto is = [](const Stance& s, std::string_view what) { return s.stance == what; };
    for (const Stance& yes : cell.history) {
      for (const Stance& no : cell.history) {
        if (is(yes, "accepts") && is(no, "rejects") && yes.place.day == no.place.day) {
          return true;
        }
      }
    }
    return false;
  }

  std::vector<Cell> cells_;
  std::map<std::pair<std::string, std::string>, std::set<std::int64_t>> origins_;
};

std::string stance_of(std::string_view state) {
  if (state == "accepted") {
    return "accepts";
  }
  if (state == "rejected") {
    return "rejects";
  }
  if (state == "tabled" || state == "floated") {
    return "sponsors";
  }
  return state == "revived" ? "revives" : "";
}

// "would accept if", "agreed only on condition that": an answer in the proposal's own words that hangs on something.
bool conditional(const Tool& tool, std::int64_t party, const SpokenActs& acts) {
  const auto at = acts.find(tool.ref);
  return at != acts.end() && std::any_of(at->second.begin(), at->second.end(), [&](const Spoken& act) {
           return act.source == party && act.status == name(Status::conditional) &&
                  (act.type == name(EventType::AGREE) || act.type == name(EventType::REJECT));
         });
}

}  // namespace

void build_proposals(const Frame& frame, const std::vector<Tool>& tools, const SpokenActs& acts, Board& board) {
  struct Made {
    Proposal proposal;
    std::vector<Cell> cells;
  };
  std::vector<Made> all;
  for (const Bundle& one : bundle(tools, name(InstrumentKind::proposal), frame, label_of)) {
    Made made;
    Proposal& proposal = made.proposal;
    std::vector<std::set<std::int64_t>> origins;
    Row row;
    proposal.label = one.first().label;
    proposal.finding = one.finding();
    proposal.reports = static_cast<std::int64_t>(one.reports.size());
    proposal.origins = static_cast<std::int64_t>(one.origins.size());
    for (const Tool* tool : one.tools) {
      const Chain& chain = frame.chain(tool->ref);
      const Place& place = frame.place(tool->ref);
      add_names(proposal.sponsors, names_of(frame, tool->parties("sponsors")));
      add_names(proposal.addressees, names_of(frame, tool->parties("addressees")));
      for (const Term& term : tool->terms) {
        const auto same = [&](const Term& t) { return t.key == term.key && t.value == term.value; };
        if (std::none_of(proposal.terms.begin(), proposal.terms.end(), same)) {
          proposal.terms.push_back(term);
        }
      }
      add_state(proposal, {tool->state, names_of(frame, tool->parties("state_by")), chain, place, 1, 1}, tool->origin,
                origins);
      for (const std::int64_t party : tool->parties("sponsors")) {
        row.add(frame.party(party), "sponsors", chain, place, tool->origin);
      }
      const std::string stance = stance_of(tool->state);
      for (const std::int64_t party : tool->parties("state_by")) {
        if (!stance.empty()) {
          row.add(frame.party(party), conditional(*tool, party, acts) ? "conditional" : stance, chain, place,
                  tool->origin);
        }
      }
      for (const std::int64_t party : tool->parties("addressees")) {
        row.add(frame.party(party), "silent", chain, place, tool->origin);
      }
    }
    made.cells = row.take();
    all.push_back(std::move(made));
  }
  // The newest first; the steps of one proposal stay in their order.
  std::stable_sort(all.begin(), all.end(), [](const Made& a, const Made& b) {
    return told_on(a.proposal.states.back().place) > told_on(b.proposal.states.back().place);
  });
  for (Made& made : all) {
    if (!made.cells.empty()) {
      board.matrix.push_back({board.proposals.size(), std::move(made.cells)});
    }
    board.proposals.push_back(std::move(made.proposal));
  }
}

}  // namespace detente::board
