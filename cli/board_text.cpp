#include "board_text.hpp"

#include <array>
#include <cmath>
#include <span>

#include "board_writer.hpp"

namespace detente::cli {

namespace {

struct Section {
  std::string_view name;
  void (BoardWriter::*write)();
};

constexpr std::array<Section, 14> kSections{{{"ties", &BoardWriter::ties},
                                             {"fronts", &BoardWriter::fronts},
                                             {"proposals", &BoardWriter::proposals},
                                             {"red-lines", &BoardWriter::red_lines},
                                             {"levers", &BoardWriter::levers},
                                             {"commitments", &BoardWriter::commitments},
                                             {"judgements", &BoardWriter::judgements},
                                             {"violations", &BoardWriter::violations},
                                             {"harm", &BoardWriter::harm},
                                             {"hostages", &BoardWriter::hostages},
                                             {"relief", &BoardWriter::relief},
                                             {"disputed", &BoardWriter::disputed},
                                             {"speakers", &BoardWriter::speakers},
                                             {"parties", &BoardWriter::parties}}};

// "+3.2", "-0.4"; "=" if nothing moved as far as it is shown.
std::string signed_number(double number) {
  return std::fabs(number) < 0.05 ? std::string("=") : fmt::format("{:+.1f}", number);
}

// A bar for each week, the tallest full.
std::string sparkline(std::span<const board::Week> weeks) {
  static constexpr std::array<std::string_view, 9> kBars{"·", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  std::int64_t most = 0;
  for (const board::Week& week : weeks) {
    most = std::max(most, week.events);
  }
  std::string out;
  for (const board::Week& week : weeks) {
    const std::int64_t height = most == 0 ? 0 : (week.events * 8 + most - 1) / most;
    out += kBars[static_cast<std::size_t>(height)];
  }
  return out;
}

std::string count(std::int64_t n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", n, n == 1 ? one : many);
}

// "rising, x3.1 (1.4 to 7.0)"
std::string tempo_text(const board::Tempo& t) {
  if (t.trend.empty()) {
    return "tempo not known";
  }
  std::string out = fmt::format("{} in {} days, {} in {} before: {}", t.events_now, t.days_now, t.events_before,
                                t.days_before, t.trend);
  if (t.ratio && t.low && t.high) {
    out += fmt::format(", x{:.1f} ({:.1f} to {:.1f})", *t.ratio, *t.low, *t.high);
  } else if (t.low && *t.low > 1) {
    out += fmt::format(", at least x{:.1f}", *t.low);
  }
  return out;
}

}  // namespace

void BoardWriter::line(std::string_view text) {
  out_ += text;
  while (out_.ends_with(' ')) {
    out_.pop_back();
  }
  out_ += '\n';
}

void BoardWriter::heading(std::string_view text, std::string_view columns) {
  out_ += '\n';
  const std::size_t used = width(text) + width(columns);
  line(style_.heading(text) + std::string(columns.empty() || used >= columns_ ? 0 : columns_ - used, ' ') +
       style_.faint(used >= columns_ ? "" : columns));
}

void BoardWriter::note(std::string_view text) { line("      " + style_.faint(cut(text, columns_ - 6))); }

void BoardWriter::more(std::size_t all, std::size_t shown) {
  if (all > shown) {
    line(style_.faint(fmt::format("  and {} more (--limit 0 shows all)", all - shown)));
  }
}

void BoardWriter::quote(const board::Place& place) {
  const std::string at = ref(place);
  line("      " + style_.faint(cut_around(place.words, place.focus, columns_ - 7 - width(at)) + " " + at));
}

std::string BoardWriter::by_whom(const board::Chain& chain) const {
  const std::vector<std::string> sources(chain.begin(), chain.end() - (chain.empty() ? 0 : 1));
  return sources.empty() ? std::string() : style_.speech(cut("says " + join(sources, " < "), columns_ - 56)) + " ";
}

std::string BoardWriter::others(std::int64_t reports, std::int64_t origins) const {
  if (reports < 2) {
    return "";
  }
  const std::string of = origins < reports ? fmt::format(", {}", count(origins, "origin", "origins")) : "";
  return style_.faint(fmt::format(" and {} more{}", reports - 1, of));
}

void BoardWriter::head() {
  std::string text = "State of play";
  text += view_.as_of.empty() ? "" : fmt::format(" as of {}", view_.as_of);
  line(style_.heading(text));
  std::string from = count(board_.reports, "report", "reports");
  from += board_.origins < board_.reports ? fmt::format(" from {}", count(board_.origins, "origin", "origins")) : "";
  if (!board_.last_day.empty()) {
    from += board_.first_day == board_.last_day ? fmt::format(" of {}", board_.last_day)
                                                : fmt::format(", {} to {}", board_.first_day, board_.last_day);
  }
  from += board_.undated > 0 ? fmt::format("; {} undated, counted from the day of reading", board_.undated) : "";
  from += board_.copies > 0 ? fmt::format("; {} not counted", count(board_.copies, "copy", "copies")) : "";
  from += board_.unread > 0 ? fmt::format("; {} not in English, unread", board_.unread) : "";
  line(style_.faint(from));
  if (!board_.day.empty()) {
    line(style_.faint(fmt::format("weights are of {}, changes since {}", board_.day, board_.before)));
  }
  if (board_.findings == 0 && board_.reports > 1) {
    line(style_.faint("not linked: each report counts as an origin of its own (detente link)"));
  }
}

void BoardWriter::ties() {
  if (board_.ties.empty()) {
    return;
  }
  const std::size_t names = (columns_ - 56) / 2;
  heading("WHO DID WHAT TO WHOM", "actual/told  origins  latest      weight change");
  const std::size_t rows = shown(board_.ties);
  for (std::size_t i = 0; i < rows; ++i) {
    const board::Tie& tie = board_.ties[i];
    std::string text = "  " + style_.party(left(tie.source.empty() ? "(not said)" : tie.source, names)) + " ";
    text += style_.act(left(tie.type, 10)) + " ";
    text += style_.party(left(tie.target.empty() ? "-" : tie.target, names));
    text += right(fmt::format("{}/{}", tie.by_status[0], tie.events), 9);
    text += right(std::to_string(tie.origins), 7) + "  " + left(tie.latest, 10);
    // Without a day nothing has an age, and so no weight.
    text += right(board_.day.empty() ? "-" : fmt::format("{:.1f}", std::fabs(tie.weight) < 0.05 ? 0 : tie.weight), 8);
    line(text + right(board_.day.empty() ? "-" : signed_number(tie.change), 7));
    if (!tie.examples.empty()) {
      quote(tie.examples.front());
    }
    // What was told otherwise than as a fact.
    std::vector<std::string> parts;
    for (std::size_t s = 1; s < tie.by_status.size(); ++s) {
      if (tie.by_status[s] > 0) {
        parts.push_back(fmt::format("{} {}", tie.by_status[s], name(static_cast<Status>(s))));
      }
    }
    if (!parts.empty()) {
      note(fmt::format("of these {}", join(parts, ", ")));
    }
  }
  more(board_.ties.size(), rows);
}

void BoardWriter::fronts() {
  if (board_.fronts.empty()) {
    return;
  }
  heading("FRONTS", board_.day.empty() ? "" : fmt::format("{} weeks to {}", board::kWeeks, board_.day));
  const std::size_t rows = shown(board_.fronts);
  for (std::size_t i = 0; i < rows; ++i) {
    const board::Front& front = board_.fronts[i];
    const std::string pair = fmt::format("{} / {}{}", front.a, front.b,
                                         front.country.empty() ? ", place not told" : ", in " + front.country);
    const std::string weeks = sparkline(front.weeks);
    line("  " + style_.party(left(pair, columns_ - 4 - width(weeks))) + "  " + style_.number(weeks));
    std::string text = fmt::format("{} ({} by {}, {} by {})", count(front.events, "event", "events"), front.a_on_b,
                                   cut(front.a, 16), front.b_on_a, cut(front.b, 16));
    text += fmt::format(", {}", count(front.origins, "origin", "origins"));
    text += front.latest.empty() ? "" : fmt::format(", latest {}", front.latest);
    text += front.unplaced_in_time > 0 ? fmt::format("; {} without a week", front.unplaced_in_time) : "";
    line("      " + cut(text, columns_ - 6));
    const std::string pace = tempo_text(front.tempo);
    line("      " +
         (front.tempo.trend == "rising" ? style_.warning(cut(pace, columns_ - 6)) : cut(pace, columns_ - 6)));
    if (!front.places.empty()) {
      std::vector<std::string> places;
      for (const board::Spot& spot : front.places) {
        places.push_back(fmt::format("{} {}", spot.name, spot.events));
      }
      note("at " + join(places, ", "));
    }
    if (!front.examples.empty()) {
      quote(front.examples.front());
    }
  }
  more(board_.fronts.size(), rows);
}

void BoardWriter::speakers() {
  if (board_.speakers.empty()) {
    return;
  }
  heading("WHO SAYS WHAT", "statements  reports  latest    ");
  const std::size_t rows = shown(board_.speakers);
  for (std::size_t i = 0; i < rows; ++i) {
    const board::Speaker& s = board_.speakers[i];
    const std::string who =
        s.code.empty() ? s.name : fmt::format("{} ({}{}{})", s.name, s.code, s.sector.empty() ? "" : " ", s.sector);
    line("  " + style_.speech(left(who, columns_ - 34)) + right(std::to_string(s.statements), 10) +
         right(std::to_string(s.reports), 9) + "  " + left(day(s.latest), 10));
    if (!s.latest.words.empty()) {
      quote(s.latest);
    }
  }
  more(board_.speakers.size(), rows);
}

void BoardWriter::parties() {
  if (board_.parties.empty()) {
    return;
  }
  heading("PARTIES", "mentions  origins");
  const std::size_t rows = shown(board_.parties);
  const std::size_t role = columns_ - 74;
  for (std::size_t i = 0; i < rows; ++i) {
    const board::BoardParty& p = board_.parties[i];
    const std::string code = p.code.empty() && p.sector.empty() ? "-" : fmt::format("{} {}", p.code, p.sector);
    line("  " + style_.party(left(p.name, 30)) + " " + left(p.kind, 12) + " " + left(code, 9) + " " +
         left(p.roles.empty() ? "" : p.roles.front(), role) + right(std::to_string(p.mentions), 9) +
         right(std::to_string(p.origins), 9));
    for (std::size_t r = 1; r < p.roles.size(); ++r) {
      note("also " + p.roles[r]);
    }
  }
  more(board_.parties.size(), rows);
}

std::vector<std::string_view> board_sections() {
  std::vector<std::string_view> out;
  for (const Section& section : kSections) {
    out.push_back(section.name);
  }
  return out;
}

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

std::string board_text(const board::Board& board, const Style& style, const BoardView& view) {
  BoardWriter writer(board, style, view);
  writer.head();
  for (const Section& section : kSections) {
    const bool wanted = view.sections.empty() ||
                        std::find(view.sections.begin(), view.sections.end(), section.name) != view.sections.end();
    if (wanted) {
      (writer.*section.write)();
    }
  }
  return writer.take();
}

}  // namespace detente::cli
