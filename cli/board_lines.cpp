// Proposals with who stands where, red lines, levers and commitments.
#include <map>

#include "board_writer.hpp"

namespace detente::cli {

namespace {

// "conditional" is what a cell has no room for.
std::string_view stance_word(std::string_view stance) { return stance == "conditional" ? "if ..." : stance; }

}  // namespace

std::string terms_text(const std::vector<Term>& all) {
  std::vector<std::string> parts;
  for (const Term& term : all) {
    parts.push_back(fmt::format("{} {}", term.key, term.value));
  }
  return join(parts, ", ");
}

void BoardWriter::proposals() {
  if (board_.proposals.empty()) {
    return;
  }
  heading("PROPOSALS");
  const std::size_t rows = shown(board_.proposals);
  for (std::size_t i = 0; i < rows; ++i) {
    const board::Proposal& p = board_.proposals[i];
    const std::string what = terms_text(p.terms);
    line("  " + style_.act(cut(p.label, 60)) +
         (what.empty() ? "" : "  " + cut(what, columns_ - 6 - std::min<std::size_t>(60, width(p.label)))));
    if (!p.sponsors.empty() || !p.addressees.empty()) {
      std::string who = p.sponsors.empty() ? "" : fmt::format("by {}", join(p.sponsors, ", "));
      who += p.addressees.empty() ? "" : fmt::format("{}to {}", who.empty() ? "" : "; ", join(p.addressees, ", "));
      line("      " + style_.party(cut(who, columns_ - 6)));
    }
    for (const board::State& s : p.states) {
      std::string state = s.state.empty() ? "named" : s.state;
      state += s.by.empty() ? "" : fmt::format(" by {}", join(s.by, ", "));
      line(fmt::format("      {}  {} {}{}", left(day(s.place), 10),
                       left(state, std::clamp<std::size_t>(width(state), 26, columns_ - 50)), by_whom(s.chain),
                       where(s.place)) +
           others(s.reports, s.origins));
    }
  }
  more(board_.proposals.size(), rows);
  matrix();
}

// A row for each proposal that somebody answered, a column for each of the parties that answer most.
void BoardWriter::matrix() {
  if (board_.matrix.empty()) {
    return;
  }
  const std::size_t rows = shown(board_.matrix);
  std::map<std::string, int> answers;
  for (std::size_t i = 0; i < rows; ++i) {
    for (const board::Cell& cell : board_.matrix[i].cells) {
      ++answers[cell.party];
    }
  }
  // A column is worth its room if it is used twice, or if there is only one row.
  std::vector<std::string> parties;
  for (const auto& [party, times] : answers) {
    if (times > 1 || rows == 1) {
      parties.push_back(party);
    }
  }
  std::stable_sort(parties.begin(), parties.end(),
                   [&](const std::string& a, const std::string& b) { return answers[a] > answers[b]; });
  constexpr std::size_t kCell = 13;
  const std::size_t label = columns_ / 3;
  parties.resize(std::min(parties.size(), (columns_ - 2 - label) / kCell));
  heading("WHO STANDS WHERE");
  std::string head = std::string(label + 2, ' ');
  for (const std::string& party : parties) {
    head += " " + style_.party(left(party, kCell - 1));
  }
  if (!parties.empty()) {
    line(head);
  }
  for (std::size_t i = 0; i < rows; ++i) {
    const board::MatrixRow& row = board_.matrix[i];
    std::string text = "  " + style_.act(left(board_.proposals[row.proposal].label, label));
    std::size_t beside = row.cells.size();
    for (const std::string& party : parties) {
      const auto cell =
          std::find_if(row.cells.begin(), row.cells.end(), [&](const board::Cell& c) { return c.party == party; });
      std::string word;
      if (cell != row.cells.end()) {
        word = std::string(stance_word(cell->stance)) + (cell->disputed ? " ?" : "");
        --beside;
      }
      text += " " + left(word, kCell - 1);
    }
    line(text);
    if (beside > 0) {
      std::vector<std::string> rest;
      for (const board::Cell& cell : row.cells) {
        if (std::find(parties.begin(), parties.end(), cell.party) == parties.end()) {
          rest.push_back(fmt::format("{} {}", cell.party, stance_word(cell.stance)));
        }
      }
      note(join(rest, ", "));
    }
  }
  more(board_.matrix.size(), rows);
}

void BoardWriter::touches(const std::vector<board::Touch>& all, std::string_view what) {
  constexpr std::size_t kShown = 3;
  for (std::size_t i = 0; i < std::min(all.size(), kShown); ++i) {
    const board::Touch& t = all[i];
    const std::string tail = fmt::format(" {}", ref(t.place));
    const std::string text = fmt::format("{} {}: {}", t.day, what, t.reason);
    line("      " + style_.warning(cut(text, columns_ - 6 - width(tail))) + style_.faint(tail) +
         (t.origins > 1 ? style_.faint(fmt::format(" {} origins", t.origins)) : ""));
  }
  if (all.size() > kShown) {
    note(fmt::format("and {} more", all.size() - kShown));
  }
}

void BoardWriter::red_lines() {
  if (board_.red_lines.empty()) {
    return;
  }
  heading("RED LINES");
  const std::size_t rows = shown(board_.red_lines);
  for (std::size_t i = 0; i < rows; ++i) {
    const board::RedLine& r = board_.red_lines[i];
    line(fmt::format("  {}  {}", left(day(r.place), 10), style_.act(cut(r.label, columns_ - 14))));
    std::vector<std::string> parts;
    if (!r.holders.empty()) {
      parts.push_back("holder " + join(r.holders, ", "));
    }
    if (!r.addressees.empty()) {
      parts.push_back("to " + join(r.addressees, ", "));
    }
    if (!r.firmness.empty()) {
      parts.push_back(r.firmness);
    }
    if (!parts.empty()) {
      line("      " + style_.party(cut(join(parts, "; "), columns_ - 6)));
    }
    line("      " + by_whom(r.chain) + where(r.place) + others(r.reports, r.origins));
    if (r.forbids.empty()) {
      note("its words name no act that is coded: what touches it cannot be told");
    } else if (r.touched.empty()) {
      note("nothing is told to have touched it");
    }
    touches(r.touched, "touched");
  }
  more(board_.red_lines.size(), rows);
}

void BoardWriter::levers() {
  if (board_.levers.empty()) {
    return;
  }
  heading("LEVERS");
  const std::size_t rows = shown(board_.levers);
  for (std::size_t i = 0; i < rows; ++i) {
    const board::Lever& l = board_.levers[i];
    std::string who = l.holder.empty() ? "(holder not said)" : l.holder;
    who += l.target.empty() ? "" : " on " + l.target;
    const std::string level = l.level.empty() ? "named" : l.level;
    line("  " + style_.party(left(who, columns_ / 2 - 2)) + " " + left(l.instrument, columns_ / 2 - 16) + " " +
         style_.act(level));
    const std::size_t steps = shown(l.history);
    for (std::size_t s = l.history.size() - steps; s < l.history.size(); ++s) {
      const board::LeverStep& step = l.history[s];
      const std::string tail = fmt::format(" {}", ref(step.place));
      const std::string text =
          fmt::format("{}  {}: {}", left(day(step.place), 10), step.level.empty() ? "named" : step.level, step.label);
      line("      " + cut(text, columns_ - 6 - width(tail)) + style_.faint(tail) + others(step.reports, step.origins));
      if (!step.condition.empty()) {
        note("on condition: " + step.condition);
      }
    }
  }
  more(board_.levers.size(), rows);
}

void BoardWriter::commitments() {
  if (board_.commitments.empty()) {
    return;
  }
  heading("COMMITMENTS");
  const std::size_t rows = shown(board_.commitments);
  for (std::size_t i = 0; i < rows; ++i) {
    const board::Commitment& c = board_.commitments[i];
    line(fmt::format("  {}  {} {}", left(day(c.place), 10), style_.act(left(c.label, columns_ - 24)), c.state));
    if (!c.holders.empty()) {
      line("      " + style_.party(cut("holder " + join(c.holders, ", "), columns_ - 6)));
    }
    line("      " + by_whom(c.chain) + where(c.place) + others(c.reports, c.origins));
    touches(c.kept_by, "kept");
    touches(c.broken_by, "broken");
  }
  more(board_.commitments.size(), rows);
}

}  // namespace detente::cli
