#include "board_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace detente::cli {

namespace {

constexpr std::size_t kColumns = 100;

using board::Board;

class Writer {
 public:
  Writer(const Board& board, const Style& style, const BoardView& view) : board_(board), style_(style), view_(view) {}

  std::string write() {
    head();
    ties();
    proposals();
    items();
    harm();
    speakers();
    parties();
    return std::move(out_);
  }

 private:
  template <typename T>
  std::size_t shown(const std::vector<T>& all) const {
    return view_.limit == 0 ? all.size() : std::min(all.size(), static_cast<std::size_t>(view_.limit));
  }

  void line(std::string_view text) {
    out_ += text;
    while (out_.ends_with(' ')) {
      out_.pop_back();
    }
    out_ += '\n';
  }
  void heading(std::string_view text, std::string_view columns = "") {
    out_ += '\n';
    const std::size_t used = width(text) + width(columns);
    line(style_.heading(text) + std::string(columns.empty() || used >= kColumns ? 0 : kColumns - used, ' ') +
         style_.faint(columns));
  }
  void more(std::size_t all, std::size_t shown) {
    if (all > shown) {
      line(style_.faint(fmt::format("  and {} more (--limit 0 shows all)", all - shown)));
    }
  }
  static std::string_view day(const board::Place& place) {
    return place.dated ? std::string_view(place.day) : "undated";
  }
  std::string where(const board::Place& place) const {
    return style_.faint(fmt::format("[{}, {}]", item_name(place, view_.id_length), cut(place.outlet, 28)));
  }

  void head() {
    const auto count = [](std::int64_t n, std::string_view one, std::string_view many) {
      return fmt::format("{} {}", n, n == 1 ? one : many);
    };
    std::string text = "State of play";
    text += view_.as_of.empty() ? "" : fmt::format(" as of {}", view_.as_of);
    line(style_.heading(text));
    std::string from = count(board_.reports, "report", "reports");
    if (!board_.last_day.empty()) {
      from += board_.first_day == board_.last_day ? fmt::format(" of {}", board_.last_day)
                                                  : fmt::format(", {} to {}", board_.first_day, board_.last_day);
    }
    from += board_.undated > 0 ? fmt::format("; {} undated, counted from the day of reading", board_.undated) : "";
    from += board_.copies > 0 ? fmt::format("; {} not counted", count(board_.copies, "copy", "copies")) : "";
    from += board_.unread > 0 ? fmt::format("; {} not in English, unread", board_.unread) : "";
    line(style_.faint(from));
  }

  void ties() {
    if (board_.ties.empty()) {
      return;
    }
    heading("WHO DID WHAT TO WHOM", "actual/told  reports  latest      Goldstein");
    const std::size_t rows = shown(board_.ties);
    for (std::size_t i = 0; i < rows; ++i) {
      const board::Tie& tie = board_.ties[i];
      std::string text = "  " + style_.party(left(tie.source.empty() ? "(not said)" : tie.source, 22)) + " ";
      text += style_.act(left(tie.type, 10)) + " ";
      text += style_.party(left(tie.target.empty() ? "-" : tie.target, 21));
      text += right(fmt::format("{}/{}", tie.by_status[0], tie.events), 11);
      text += right(std::to_string(tie.reports), 9) + "  " + left(tie.latest, 10);
      line(text + right(fmt::format("{:.1f}", tie.goldstein), 11));
      if (!tie.examples.empty()) {
        const board::Place& example = tie.examples.front();
        const std::string ref = fmt::format("[{}, {}]", item_name(example, view_.id_length), cut(example.outlet, 28));
        line("      " + style_.faint(cut_around(example.words, example.focus, kColumns - 7 - width(ref)) + " " + ref));
      }
      statuses(tie);
    }
    more(board_.ties.size(), rows);
  }

  // What was told otherwise than as a fact.
  void statuses(const board::Tie& tie) {
    std::vector<std::string> parts;
    for (std::size_t s = 1; s < tie.by_status.size(); ++s) {
      if (tie.by_status[s] > 0) {
        parts.push_back(fmt::format("{} {}", tie.by_status[s], name(static_cast<Status>(s))));
      }
    }
    if (!parts.empty()) {
      line("      " + style_.faint(fmt::format("of these {}", join(parts, ", "))));
    }
  }

  static std::string terms(const std::vector<Term>& all) {
    std::vector<std::string> parts;
    for (const Term& term : all) {
      parts.push_back(fmt::format("{} {}", term.key, term.value));
    }
    return join(parts, ", ");
  }

  std::string by_whom(const board::Chain& chain) const {
    const std::vector<std::string> sources(chain.begin(), chain.end() - (chain.empty() ? 0 : 1));
    return sources.empty() ? std::string() : style_.speech(cut("says " + join(sources, " < "), 44)) + " ";
  }

  void proposals() {
    if (board_.proposals.empty()) {
      return;
    }
    heading("PROPOSALS");
    const std::size_t rows = shown(board_.proposals);
    for (std::size_t i = 0; i < rows; ++i) {
      const board::Proposal& p = board_.proposals[i];
      const std::string what = terms(p.terms);
      line("  " + style_.act(cut(p.label, 60)) +
           (what.empty() ? "" : "  " + cut(what, kColumns - 6 - std::min<std::size_t>(60, width(p.label)))));
      if (!p.sponsors.empty() || !p.addressees.empty()) {
        std::string who = p.sponsors.empty() ? "" : fmt::format("by {}", join(p.sponsors, ", "));
        who += p.addressees.empty() ? "" : fmt::format("{}to {}", who.empty() ? "" : "; ", join(p.addressees, ", "));
        line("      " + style_.party(cut(who, kColumns - 6)));
      }
      for (const board::State& s : p.states) {
        std::string state = s.state.empty() ? "named" : s.state;
        state += s.by.empty() ? "" : fmt::format(" by {}", join(s.by, ", "));
        line(fmt::format("      {}  {} {}{}", left(day(s.place), 10),
                         left(state, std::clamp<std::size_t>(width(state), 34, 58)), by_whom(s.chain), where(s.place)) +
             (s.reports > 1 ? style_.faint(fmt::format(" and {} more", s.reports - 1)) : ""));
      }
    }
    more(board_.proposals.size(), rows);
  }

  void items() {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kKinds{{{"red_line", "RED LINES"},
                                                                                          {"lever", "LEVERS"},
                                                                                          {"commitment", "COMMITMENTS"},
                                                                                          {"assessment", "ASSESSMENTS"},
                                                                                          {"violation", "VIOLATIONS"}}};
    for (const auto& [kind, title] : kKinds) {
      std::vector<const board::Item*> of_kind;
      for (const board::Item& item : board_.items) {
        if (item.kind == kind) {
          of_kind.push_back(&item);
        }
      }
      if (of_kind.empty()) {
        continue;
      }
      heading(title);
      const std::size_t rows = shown(of_kind);
      for (std::size_t i = 0; i < rows; ++i) {
        const board::Item& item = *of_kind[i];
        line(fmt::format("  {}  {}", left(day(item.place), 10), style_.act(cut(item.label, kColumns - 14))));
        std::vector<std::string> parts;
        for (const board::Role& role : item.roles) {
          parts.push_back(fmt::format("{} {}", role.role, join(role.parties, ", ")));
        }
        const std::string more_terms = terms(item.terms);
        if (!more_terms.empty()) {
          parts.push_back(more_terms);
        }
        if (!item.state.empty()) {
          parts.push_back(item.state);
        }
        if (!parts.empty()) {
          line("              " + style_.party(cut(join(parts, "; "), kColumns - 14)));
        }
        line("              " + by_whom(item.chain) + where(item.place));
      }
      more(of_kind.size(), rows);
    }
  }

  void harm() {
    if (board_.harm.empty()) {
      return;
    }
    heading("HARM");
    const std::size_t rows = shown(board_.harm);
    for (std::size_t i = 0; i < rows; ++i) {
      const board::Harm& h = board_.harm[i];
      std::string text = h.measure;
      text += h.population.empty() && h.place.empty() ? " (whom is not told)" : "";
      text += h.population.empty() ? "" : fmt::format(", {}", h.population);
      text += h.place.empty() ? "" : fmt::format(", {}", h.place);
      line("  " + style_.heading(cut(text, 70)) + (h.differ ? "  " + style_.warning("figures differ") : ""));
      // The latest are shown, in the order of their days.
      const std::size_t claims = shown(h.claims);
      if (claims < h.claims.size()) {
        line(style_.faint(fmt::format("      {} earlier (--limit 0 shows all)", h.claims.size() - claims)));
      }
      for (std::size_t c = h.claims.size() - claims; c < h.claims.size(); ++c) {
        const board::Claim& claim = h.claims[c];
        std::string source = by_whom(claim.chain) + where(claim.place);
        source += claim.reports > 1 ? style_.faint(fmt::format(" and {} more", claim.reports - 1)) : "";
        line(
            fmt::format("      {}  {} {}", left(day(claim.place), 10), style_.number(left(amount(claim), 28)), source));
      }
    }
    more(board_.harm.size(), rows);
  }

  void speakers() {
    if (board_.speakers.empty()) {
      return;
    }
    heading("WHO SAYS WHAT", "statements  reports  latest    ");
    const std::size_t rows = shown(board_.speakers);
    for (std::size_t i = 0; i < rows; ++i) {
      const board::Speaker& s = board_.speakers[i];
      const std::string who =
          s.code.empty() ? s.name : fmt::format("{} ({}{}{})", s.name, s.code, s.sector.empty() ? "" : " ", s.sector);
      line("  " + style_.speech(left(who, kColumns - 34)) + right(std::to_string(s.statements), 10) +
           right(std::to_string(s.reports), 9) + "  " + left(day(s.latest), 10));
      const std::string ref = fmt::format("[{}, {}]", item_name(s.latest, view_.id_length), cut(s.latest.outlet, 28));
      if (!s.latest.words.empty()) {
        line("      " + style_.faint(cut(s.latest.words, kColumns - 7 - width(ref)) + " " + ref));
      }
    }
    more(board_.speakers.size(), rows);
  }

  void parties() {
    if (board_.parties.empty()) {
      return;
    }
    heading("PARTIES", "mentions  reports");
    const std::size_t rows = shown(board_.parties);
    for (std::size_t i = 0; i < rows; ++i) {
      const board::BoardParty& p = board_.parties[i];
      const std::string code = p.code.empty() && p.sector.empty() ? "-" : fmt::format("{} {}", p.code, p.sector);
      line("  " + style_.party(left(p.name, 30)) + " " + left(p.kind, 12) + " " + left(code, 9) + " " +
           left(p.roles.empty() ? "" : p.roles.front(), 26) + right(std::to_string(p.mentions), 9) +
           right(std::to_string(p.reports), 9));
    }
    more(board_.parties.size(), rows);
  }

  const Board& board_;
  const Style& style_;
  const BoardView& view_;
  std::string out_;
};

}  // namespace

std::string item_name(const board::Place& place, std::size_t id_length) {
  return fmt::format("{}:{}", place.report.substr(0, id_length), place.item);
}

std::string amount(const board::Claim& claim) {
  const auto low = claim.low ? grouped(*claim.low) : std::string();
  const auto high = claim.high ? grouped(*claim.high) : std::string();
  std::string out;
  if (claim.bound == "at_most") {
    out = fmt::format("at most {}", high.empty() ? low : high);
  } else if (claim.bound == "at_least" || claim.bound == "more_than" || claim.bound == "about") {
    out = fmt::format("{} {}",
                      claim.bound == "at_least" ? "at least"
                      : claim.bound == "about"  ? "about"
                                                : "more than",
                      low.empty() ? high : low);
  } else if (claim.bound == "range" && !low.empty() && !high.empty()) {
    out = fmt::format("{} to {}", low, high);
  } else if (claim.bound == "vague" || (low.empty() && high.empty())) {
    // A vague number is told in the report's own words; the bounds behind it are ours.
    return claim.place.words;
  } else {
    out = low.empty() ? high : low;
  }
  return claim.unit.empty() || claim.unit == "people" ? out : fmt::format("{} {}", out, claim.unit);
}

std::string board_text(const Board& board, const Style& style, const BoardView& view) {
  return Writer(board, style, view).write();
}

}  // namespace detente::cli
