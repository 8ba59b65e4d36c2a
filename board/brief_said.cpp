// What stands in short, what changed, what officials say, and what could not be read.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "brief_composer.hpp"

namespace detente::board::briefing {

namespace {

constexpr std::size_t kOfficials = 6;
constexpr std::size_t kContent = 190;  // bytes
constexpr std::size_t kGaps = 2;

bool ends_with_ing(std::string_view word) { return word.size() > 4 && word.ends_with("ing"); }

}  // namespace

BriefPart Composer::officials() {
  BriefPart part{"What officials and others in charge say", false, {}};
  std::map<std::string, std::size_t> of_speaker;
  std::set<std::string> contents;
  for (Word& word : items_.words) {
    if (part.sentences.size() >= kOfficials) {
      break;
    }
    const Paper& from = *paper(word.ref.report);
    if (word.span.end > from.text.size() || word.cue.end > from.text.size() || of_speaker[word.speaker.name] > 0) {
      continue;
    }
    const std::string_view text = from.text;
    const std::string_view content = text.substr(word.span.begin, word.span.end - word.span.begin);
    const std::string_view cue = text.substr(word.cue.begin, word.cue.end - word.cue.begin);
    // Words that stand in another's statement are that one's account of them; the chain says so.
    const bool is_direct = word.mode == name(Mode::direct);
    const bool is_behind =
        word.cue.begin < word.cue.end && word.cue.end <= word.span.begin && word.span.begin - word.cue.end <= 60 &&
        text.substr(word.cue.end, word.span.begin - word.cue.end).find_first_of(".!?\n") == std::string_view::npos;
    const bool is_after_source = word.source.end <= word.cue.begin && word.cue.begin - word.source.end <= 24;
    std::string lead = capital(told_party(word.speaker));
    Piece words;
    if (is_direct) {
      lead += " said: ";
      words = quote(word.ref.report, word.span, kContent);
    } else if (is_behind && is_after_source && !ends_with_ing(cue)) {
      lead += " ";
      words = quote(word.ref.report, {word.cue.begin, word.span.end}, kContent);
    } else if (is_behind && ends_with_ing(cue)) {
      lead += " is reported ";
      words = quote(word.ref.report, {word.cue.begin, word.span.end}, kContent);
    } else if (word.cue.begin >= word.span.end || cue.empty() || cue.find("ccording") == 1) {
      lead = fmt::format("According to {}: ", told_party(word.speaker));
      words = quote(word.ref.report, word.span, kContent);
    } else {
      continue;
    }
    if (!contents.insert(std::string(content)).second) {
      continue;
    }
    ++of_speaker[word.speaker.name];
    std::vector<Who> known{word.speaker};
    Sentence sentence{{lead, false, {}}, std::move(words)};
    std::string by = says(word, known);
    sentence.push_back(
        {fmt::format(", {}{}.", by, from.day.empty() ? "" : " on " + told_date(from.day)),
         false,
         {note(word, {{std::min(word.span.begin, word.cue.begin < word.cue.end ? word.cue.begin : word.span.begin),
                       std::max(word.span.end, word.cue.end)}})}});
    part.sentences.push_back(std::move(sentence));
  }
  return part;
}

BriefPart Composer::changed() {
  BriefPart part{
      items_.since.empty() ? "What changed" : fmt::format("What changed since {}", told_date(items_.since)), false, {}};
  if (items_.last_day.empty()) {
    Piece piece{fmt::format("{} a date, so that what changed cannot be told by day.",
                            items_.reports == 1 ? "The report does not bear" : "None of the reports bears"),
                false,
                {}};
    for (const std::string& id : items_.ids) {
      if (piece.notes.size() < 6) {
        piece.notes.push_back(report_note(id));
      }
    }
    part.sentences.push_back({std::move(piece)});
    return part;
  }
  changed_deals(part);
  changed_counts(part);
  changed_acts(part);
  return part;
}

BriefPart Composer::unread() {
  BriefPart part{"What could not be read", false, {}};
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kWhat{
      {{"party", "Who is meant"},
       {"event.source", "Who acted"},
       {"event.target", "At whom an act was aimed"},
       {"figure.period", "From when a count runs"},
       {"date", "When something happened"},
       {"place", "Where something happened"}}};
  for (Gap& gap : items_.gaps) {
    if (part.sentences.size() >= kGaps) {
      break;
    }
    const auto* what = std::find_if(kWhat.begin(), kWhat.end(), [&](const auto& w) { return w.first == gap.what; });
    const std::string subject = what == kWhat.end() ? fmt::format("“{}”", gap.what) : std::string(what->second);
    std::string text = fmt::format("{} was left open in {}, as at ", subject, plural(gap.count, "place", "places"));
    Sentence sentence{{text, false, {}}, quote(gap.ref.report, gap.span, 80)};
    sentence.push_back({fmt::format(" ({}).", shown_words(gap.why)), false, {note(gap.ref, {gap.span})}});
    part.sentences.push_back(std::move(sentence));
  }
  if (items_.unread > 0 || (items_.undated > 0 && !items_.last_day.empty())) {
    std::vector<std::string> parts;
    if (items_.unread > 0) {
      parts.push_back(fmt::format("{} not in English and not read", plural(items_.unread, "report is", "reports are")));
    }
    if (items_.undated > 0) {
      parts.push_back(fmt::format("{} no date", plural(items_.undated, "report bears", "reports bear")));
    }
    Piece piece{told_list(std::move(parts)) + ".", false, {}};
    for (const std::string& id : items_.ids) {
      if (piece.notes.size() < 3) {
        piece.notes.push_back(report_note(id));
      }
    }
    part.sentences.push_back({std::move(piece)});
  }
  return part;
}

BriefPart Composer::summary() {
  BriefPart part{"In short", true, {}};
  std::vector<Offer> all = offers();
  // How often, and what most: each with the items that it counts.
  const auto forceful = std::find_if(items_.groups.begin(), items_.groups.end(), [](const ActGroup& g) {
    return g.type == name(EventType::ASSAULT) && g.done > 0 && !g.acts.empty();
  });
  if (forceful != items_.groups.end()) {
    Act& act = forceful->acts.front();
    const std::string reports = plural(forceful->reports, "report", "reports");
    std::string text =
        fmt::format("Acts of force by {} against {} are told in {}", told_party(act.sources.front().first),
                    told_party(act.targets.front().first), reports);
    text += forceful->origins < forceful->reports
                ? fmt::format(" from {}", plural(forceful->origins, "independent origin", "independent origins"))
                : "";
    Piece piece{text + ".", false, {}};
    for (Act& one : forceful->acts) {
      piece.notes.push_back(note(one, {one.span}));
    }
    part.sentences.push_back({std::move(piece)});
  }
  if (!all.empty()) {
    Sentence sentence = offer_sentence(all.front());
    part.sentences.push_back(std::move(sentence));
  }
  std::vector<Count> tolls = counts();
  if (!tolls.empty()) {
    part.sentences.push_back(count_sentence(tolls.front()));
  }
  std::int64_t lines = 0;
  std::int64_t levers = 0;
  std::vector<int> notes;
  for (Deal& deal : items_.deals) {
    const bool is_line = deal.kind == name(InstrumentKind::red_line);
    const bool is_lever = deal.kind == name(InstrumentKind::lever);
    lines += is_line ? 1 : 0;
    levers += is_lever ? 1 : 0;
    if ((is_line || is_lever)) {
      const auto at = numbers_.find(deal.ref.report + ":" + deal.ref.item());
      if (at != numbers_.end() && notes.size() < 6) {
        notes.push_back(at->second);
      }
    }
  }
  if (lines + levers > 0 && !notes.empty()) {
    for (const Deal& deal : items_.deals) {
      const bool counts_here = deal.kind == name(InstrumentKind::red_line) || deal.kind == name(InstrumentKind::lever);
      if (counts_here && !numbers_.contains(deal.ref.report + ":" + deal.ref.item())) {
        also(notes.back(), deal.ref.report + ":" + deal.ref.item());
      }
    }
    std::vector<std::string> told;
    if (lines > 0) {
      told.push_back(fmt::format("red lines in {}", plural(lines, "passage", "passages")));
    }
    if (levers > 0) {
      told.push_back(fmt::format("levers in {}", plural(levers, "passage", "passages")));
    }
    part.sentences.push_back({{fmt::format("The reports speak of {}.", told_list(std::move(told))), false, notes}});
  }
  return part;
}

}  // namespace detente::board::briefing
