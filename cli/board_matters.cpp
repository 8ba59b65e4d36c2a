// Harm, hostages, relief, judgements, violations, and what is disputed.
#include "board_writer.hpp"

namespace detente::cli {

void BoardWriter::claims(const board::Harm& h) {
  std::string text = h.measure;
  text += h.population.empty() && h.place.empty() ? " (whom is not told)" : "";
  text += h.population.empty() ? "" : fmt::format(", {}", h.population);
  text += h.place.empty() ? "" : fmt::format(", {}", h.place);
  line("  " + style_.heading(cut(text, columns_ - 20)) + (h.differ ? "  " + style_.warning("figures differ") : ""));
  // The latest are shown, in the order of their days.
  const std::size_t claims = shown(h.claims);
  if (claims < h.claims.size()) {
    line(style_.faint(fmt::format("      {} earlier (--limit 0 shows all)", h.claims.size() - claims)));
  }
  for (std::size_t c = h.claims.size() - claims; c < h.claims.size(); ++c) {
    const board::Claim& claim = h.claims[c];
    line(fmt::format("      {}  {} {}{}", left(day(claim.place), 10),
                     style_.number(left(amount(claim), columns_ / 4 + 3)), by_whom(claim.chain), where(claim.place)) +
         others(claim.reports, claim.origins));
  }
}

// The sources that counted more than once, and the range of what stands last.
void BoardWriter::growth(const board::Harm& h) {
  std::vector<std::string> parts;
  for (const board::HarmSource& s : h.sources) {
    if (s.growth && *s.growth > 0) {
      parts.push_back(fmt::format("{} {}{}", s.name, "+", grouped(*s.growth)) +
                      (s.growth_per_week ? fmt::format(" ({:+.0f} a week)", *s.growth_per_week) : ""));
    }
  }
  if (!parts.empty()) {
    note("by one source over time: " + join(parts, "; "));
  }
  if (!h.bands.empty() && h.bands.back().sources > 1 && h.bands.back().low && h.bands.back().high &&
      *h.bands.back().low < *h.bands.back().high) {
    const board::Band& last = h.bands.back();
    note(fmt::format("on {} between {} and {}, by {} sources{}", last.day, grouped(*last.low), grouped(*last.high),
                     last.sources, last.differ ? " that differ" : ""));
  }
}

void BoardWriter::harm() {
  if (board_.harm.empty()) {
    return;
  }
  heading("HARM");
  const std::size_t rows = shown(board_.harm);
  for (std::size_t i = 0; i < rows; ++i) {
    claims(board_.harm[i]);
    growth(board_.harm[i]);
  }
  more(board_.harm.size(), rows);
}

void BoardWriter::matter(std::string_view title, const board::Matter& matter) {
  if (matter.figures.empty() && matter.deeds.empty()) {
    return;
  }
  heading(title);
  const std::size_t figures = shown(matter.figures);
  for (std::size_t i = 0; i < figures; ++i) {
    claims(matter.figures[i]);
  }
  more(matter.figures.size(), figures);
  const std::size_t rows = shown(matter.deeds);
  for (std::size_t i = 0; i < rows; ++i) {
    const board::Deed& d = matter.deeds[i];
    std::string text = fmt::format("{} {}{}", d.source.empty() ? "(not said)" : d.source, d.type,
                                   d.target.empty() ? "" : " " + d.target);
    text += d.status == name(Status::actual) ? "" : fmt::format(" ({})", d.status);
    line(fmt::format("  {}  {}", left(d.day.empty() ? "undated" : d.day, 10), style_.party(cut(text, columns_ - 26))) +
         others(d.reports, d.origins));
    quote(d.place);
  }
  more(matter.deeds.size(), rows);
}

void BoardWriter::judgements() {
  if (board_.judgements.empty()) {
    return;
  }
  heading("WHO JUDGES WHOM");
  const std::size_t rows = shown(board_.judgements);
  const std::string* subject = nullptr;
  for (std::size_t i = 0; i < rows; ++i) {
    const board::Judgement& judged = board_.judgements[i];
    if (subject == nullptr || *subject != judged.subject) {
      subject = &judged.subject;
      line("  " +
           style_.party(cut(judged.subject.empty() ? "of things at large" : "of " + judged.subject, columns_ - 2)));
    }
    line(fmt::format("      {}  {}", left(day(judged.place), 10), style_.act(cut(judged.label, columns_ - 18))));
    const std::string holder = judged.holder.empty() ? "" : style_.speech("judged by " + cut(judged.holder, 40)) + " ";
    line("                  " + (holder.empty() ? by_whom(judged.chain) : holder) + where(judged.place) +
         others(judged.reports, judged.origins));
  }
  more(board_.judgements.size(), rows);
}

void BoardWriter::violations() {
  std::vector<const board::Item*> all;
  for (const board::Item& item : board_.items) {
    if (item.kind == name(InstrumentKind::violation)) {
      all.push_back(&item);
    }
  }
  if (all.empty()) {
    return;
  }
  heading("VIOLATIONS");
  const std::size_t rows = shown(all);
  for (std::size_t i = 0; i < rows; ++i) {
    const board::Item& item = *all[i];
    line(fmt::format("  {}  {}", left(day(item.place), 10), style_.act(cut(item.label, columns_ - 14))));
    std::vector<std::string> parts;
    for (const board::Role& role : item.roles) {
      parts.push_back(fmt::format("{} {}", role.role, join(role.parties, ", ")));
    }
    if (!item.terms.empty()) {
      parts.push_back(terms_text(item.terms));
    }
    if (!parts.empty()) {
      line("      " + style_.party(cut(join(parts, "; "), columns_ - 6)));
    }
    line("      " + by_whom(item.chain) + where(item.place));
  }
  more(all.size(), rows);
}

void BoardWriter::disputed() {
  if (board_.disputed.empty()) {
    return;
  }
  heading("DISPUTED");
  const std::size_t rows = shown(board_.disputed);
  for (std::size_t i = 0; i < rows; ++i) {
    const board::Dispute& d = board_.disputed[i];
    line("  " + style_.warning(cut(d.label, columns_ - 2)));
    for (const std::string& reason : d.reasons) {
      note(reason);
    }
    const std::size_t sides = shown(d.sides);
    for (std::size_t s = 0; s < sides; ++s) {
      const board::Side& side = d.sides[s];
      line(fmt::format("      {}  {} {}{}", left(day(side.place), 10),
                       left(side.says, std::clamp<std::size_t>(width(side.says), 20, columns_ - 60)),
                       by_whom(side.chain), others(side.reports, side.origins)));
      quote(side.place);
    }
    more(d.sides.size(), sides);
  }
  more(board_.disputed.size(), rows);
}

}  // namespace detente::cli
