// What stands in short, what changed, what officials say, and what could not be read.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "brief_composer.hpp"

namespace detente::board::briefing {

namespace {

constexpr std::size_t kOfficials = 8;
constexpr std::size_t kContent = 190;  // bytes
constexpr std::size_t kGaps = 2;

constexpr std::size_t kClashes = 4;

// "whether Netanyahu had indicated ..." says nothing of what he did.
bool is_asked(std::string_view text, const Word& word) {
  const std::size_t begin = word.source.begin > 12 ? word.source.begin - 12 : 0;
  const std::string_view before = text.substr(begin, word.source.begin - begin);
  return before.ends_with("whether ") || before.ends_with(" if ");
}

// Words with a capital that do not begin a sentence, at most six.
double names_in(std::string_view words) {
  double out = 0;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const bool is_start = words[i - 1] == ' ' && std::isupper(static_cast<unsigned char>(words[i])) != 0;
    out += is_start && (i < 3 || words[i - 2] != '.') ? 1 : 0;
  }
  return std::min(out, 6.0);
}

// The sentence of a long quotation that names most; the whole of a short one.
Span best_sentence(std::string_view text, Span content) {
  if (content.end - content.begin <= kContent) {
    return content;
  }
  Span best = content;
  double most = -1;
  for (std::uint32_t at = content.begin; at < content.end;) {
    Span one = around(text, {at, at + 1}, 1000);
    one = {std::max(one.begin, at), std::min(std::max(one.end, at + 1), content.end)};
    const double names = names_in(text.substr(one.begin, one.end - one.begin));
    if (one.end - one.begin > 30 && names > most) {
      most = names;
      best = one;
    }
    at = one.end;
    while (at < content.end && (text[at] == ' ' || text[at] == '\n')) {
      ++at;
    }
  }
  return best;
}

bool ends_with_ing(std::string_view word) { return word.size() > 4 && word.ends_with("ing"); }

}  // namespace

BriefPart Composer::officials() {
  BriefPart part{"What officials and others in charge say", false, {}};
  // What names many is worth more than what names nobody; of a long quotation one sentence is told.
  struct Saying {
    Word* word;
    Span content;
    double worth;
  };
  std::vector<Saying> all;
  double rank = 0;
  for (Word& word : items_.words) {
    rank -= 0.02;
    const std::string_view text = paper(word.ref.report)->text;
    if (word.span.end > text.size() || word.cue.end > text.size() || is_asked(text, word)) {
      continue;
    }
    const Span content = best_sentence(text, word.span);
    const std::string_view said = text.substr(content.begin, content.end - content.begin);
    const double longest = static_cast<double>(std::min<std::size_t>(said.size(), 160)) / 160;
    all.push_back({&word, content, rank + names_in(said) * 0.3 + longest + (word.via == 0 ? 0.3 : 0)});
  }
  std::stable_sort(all.begin(), all.end(), [](const Saying& a, const Saying& b) { return a.worth > b.worth; });
  std::map<std::string, std::size_t> of_speaker;
  std::set<std::string> contents;
  // Nobody speaks twice before everybody has spoken once.
  std::size_t turn = 0;
  const std::size_t once = all.size();
  for (std::size_t i = 0; i < 2 * once; ++i) {
    turn = i < once ? 1 : 2;
    Saying& saying = all[i % once];
    Word& word = *saying.word;
    const Paper& from = *paper(word.ref.report);
    const std::string_view text = from.text;
    if (part.sentences.size() >= kOfficials) {
      break;
    }
    if (of_speaker[word.speaker.code + word.speaker.name] >= turn ||
        !contents.insert(std::string(text.substr(saying.content.begin, saying.content.end - saying.content.begin)))
             .second) {
      continue;
    }
    const std::string_view cue = text.substr(word.cue.begin, word.cue.end - word.cue.begin);
    const bool is_behind =
        word.cue.begin < word.cue.end && word.cue.end <= word.span.begin && word.span.begin - word.cue.end <= 60 &&
        text.substr(word.cue.end, word.span.begin - word.cue.end).find_first_of(".!?\n\"") == std::string_view::npos;
    const bool is_after_source = word.source.end <= word.cue.begin && word.cue.begin - word.source.end <= 24;
    const bool is_whole = saying.content.begin == word.span.begin && saying.content.end == word.span.end;
    std::string lead = capital(told_party(word.speaker));
    Span shown = saying.content;
    if (word.mode == name(Mode::direct)) {
      lead += " said: ";
    } else if (is_behind && is_whole && ends_with_ing(cue)) {
      lead += " is reported ";
      shown.begin = word.cue.begin;
    } else if (is_behind && is_whole && is_after_source) {
      lead += " ";
      shown.begin = word.cue.begin;
    } else if (word.cue.begin >= word.span.end || cue.empty() || cue.find("ccording") == 1) {
      lead = fmt::format("According to {}: ", told_party(word.speaker));
    } else {
      continue;
    }
    ++of_speaker[word.speaker.code + word.speaker.name];
    std::string by = says(word, {word.speaker});
    const std::string day = from.day.empty() ? "" : " on " + told_date(from.day);
    part.sentences.push_back({{lead, false, {}},
                              quote(word.ref.report, shown, kContent),
                              {fmt::format(", {}{}.", by, day), false, {note(word, {shown})}}});
  }
  return part;
}

BriefPart Composer::disputed() {
  BriefPart part{"What is disputed", false, {}};
  for (Clash& clash : items_.clashes) {
    if (part.sentences.size() >= kClashes) {
      break;
    }
    const auto side = [&](const Ref& ref, Span span, std::int64_t via) {
      Item item;
      item.ref = ref;
      item.span = span;
      item.via = via;
      const Paper& from = *paper(ref.report);
      Sentence out{quote(ref.report, clause(from.text, span, around(from.text, span, 400), 100), 110)};
      out.push_back({fmt::format(", {}{}", says(item, {}), from.day.empty() ? "" : " on " + told_date(from.day)),
                     false,
                     {note(item, {span})}});
      return out;
    };
    Sentence sentence = side(clash.a, clash.a_span, clash.a_via);
    sentence.push_back({"; against it ", false, {}});
    for (Piece& piece : side(clash.b, clash.b_span, clash.b_via)) {
      sentence.push_back(std::move(piece));
    }
    // The words that both share help to check the link, not to read the sentence.
    sentence.push_back(
        {fmt::format(" ({}).", shown_words(clash.reason.substr(0, clash.reason.find(", words:")))), false, {}});
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
  Sentence force{{"Acts of force told as done are most often those", false, {}}};
  std::size_t told_groups = 0;
  for (ActGroup& group : items_.groups) {
    const auto act = std::find_if(group.acts.begin(), group.acts.end(),
                                  [&](const Act& a) { return a.status == name(Status::actual) && is_tellable(a); });
    if (group.type != name(EventType::ASSAULT) || act == group.acts.end() || told_groups >= 3) {
      continue;
    }
    Piece piece{fmt::format("{} of {} against {} ({})", told_groups > 0 ? ";" : "",
                            told_party(act->sources.front().first), told_party(act->targets.front().first),
                            plural(group.origins, "independent origin", "independent origins")),
                false,
                {}};
    std::set<std::string> origins;
    for (Act& one : group.acts) {
      if (one.status == name(Status::actual) && origins.insert(one.origin).second && piece.notes.size() < 3) {
        piece.notes.push_back(note(one, {one.span}));
      }
    }
    force.push_back(std::move(piece));
    ++told_groups;
  }
  if (told_groups > 0) {
    force.push_back({".", false, {}});
    part.sentences.push_back(std::move(force));
  }
  if (!all.empty()) {
    Sentence sentence = offer_sentence(all.front(), true);
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
  if (items_.contradicted > 0 && !items_.clashes.empty()) {
    const Clash& first = items_.clashes.front();
    part.sentences.push_back(
        {{fmt::format("Of what is told, {} contradicted.", plural(items_.contradicted, "thing is", "things are")),
          false,
          {note(first.a, {first.a_span}), note(first.b, {first.b_span})}}});
  }
  return part;
}

}  // namespace detente::board::briefing
