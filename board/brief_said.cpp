// What stands in short, what changed, what officials say, and what could not be read.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "brief_checks.hpp"
#include "brief_composer.hpp"
#include "detente/text/utf8.hpp"

namespace detente::board::briefing {

namespace {

constexpr std::size_t kOfficials = 8;
constexpr std::size_t kContent = 230;  // bytes
constexpr std::size_t kGaps = 1;

constexpr std::size_t kClashes = 4;
constexpr std::size_t kSide = 160;  // bytes

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

// "That would be ...", "If they died ...": words that need those before them.
bool leans(std::string_view words) {
  const std::string first = text::lower(words.substr(0, words.find(' ')));
  static constexpr std::string_view kLeaning =
      " that this these those it they he she if so because and but as such therefore however also their his her its "
      "there ";
  return kLeaning.find(" " + first + " ") != std::string_view::npos;
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

// The reason of a link for readers: without the words that both share and the names of types, which help to check it.
std::string told_reason(const std::string& reason) {
  std::string out = shown_words(reason.substr(0, reason.find(", words:")));
  for (const auto& [from, to] : {std::pair<std::string_view, std::string_view>{
                                     "done there and denied or not done here",
                                     "which the first tells as done and the second denies or tells as not done"},
                                 {"denied or not done there and done here",
                                  "which the first denies or tells as not done and the second tells as done"},
                                 {"same act (", "the same act"},
                                 {"same count (", "the same count"},
                                 {", the reports have no date", ""}}) {
    const std::size_t at = out.find(from);
    if (at == std::string::npos) {
      continue;
    }
    std::size_t end = at + from.size();
    if (from.ends_with("(")) {
      const std::size_t close = out.find(')', at);
      end = close == std::string::npos ? end : close + 1;
    }
    out.replace(at, end - at, to);
  }
  return out;
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
    if (is_generic(word.speaker) || is_thing(word.speaker.name) || (word.mode != name(Mode::direct) && is_torn(said))) {
      continue;
    }
    const double longest = static_cast<double>(std::min<std::size_t>(said.size(), 160)) / 160;
    const double worth = rank + names_in(said) * 0.3 + longest + (word.via == 0 ? 0.3 : 0) - (leans(said) ? 0.8 : 0) -
                         (said.size() > kContent ? 0.8 : 0) - (is_torn(said) ? 0.8 : 0) - (said.size() < 60 ? 0.8 : 0);
    all.push_back({&word, content, worth});
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
    part.sentences.push_back({{lead, false, {}},
                              quote(word.ref.report, shown, kContent),
                              {fmt::format(", {}.", by), false, {note(word, {shown})}}});
  }
  return part;
}

// What one and the same speaker is told to have said twice is no dispute, and a denial is there in words.
bool Composer::is_tellable(const Clash& clash) {
  std::vector<std::string> voices;
  std::vector<std::string> sentences;
  for (const auto& [ref, span, via] :
       {std::tuple(clash.a, clash.a_span, clash.a_via), std::tuple(clash.b, clash.b_span, clash.b_via)}) {
    Item item;
    item.ref = ref;
    item.via = via;
    if (auto done = items_.attribute(item); !done) {
      error_ = error_ ? error_ : done.error();
    }
    voices.push_back(item.said_by.empty() ? "" : item.said_by.front().name);
    const std::string& text = paper(ref.report)->text;
    const Span sentence = around(text, span, 500);
    if (sentence.end > text.size()) {
      return false;
    }
    sentences.push_back(text.substr(sentence.begin, sentence.end - sentence.begin));
  }
  if (!voices[0].empty() && voices[0] == voices[1]) {
    return false;
  }
  return clash.kind != "event" || is_denial(sentences[0]) || is_denial(sentences[1]);
}

BriefPart Composer::disputed() {
  BriefPart part{"What is disputed", false, {}};
  for (Clash& clash : items_.clashes) {
    if (part.sentences.size() >= kClashes) {
      break;
    }
    if (!is_tellable(clash)) {
      continue;
    }
    const auto side = [&](const Ref& ref, Span span, std::int64_t via) {
      Item item;
      item.ref = ref;
      item.span = span;
      item.via = via;
      const Paper& from = *paper(ref.report);
      Sentence out{quote(ref.report, telling(from.text, span, around(from.text, span, 500), kSide), kSide + 20)};
      out.push_back({fmt::format(", {}", says(item, {})), false, {note(item, {span})}});
      return out;
    };
    Sentence sentence = side(clash.a, clash.a_span, clash.a_via);
    sentence.push_back({"; against it ", false, {}});
    for (Piece& piece : side(clash.b, clash.b_span, clash.b_via)) {
      sentence.push_back(std::move(piece));
    }
    sentence.push_back({fmt::format(" ({}).", told_reason(clash.reason)), false, {}});
    part.sentences.push_back(std::move(sentence));
  }
  return part;
}

BriefPart Composer::changed() {
  BriefPart part{
      items_.since.empty() ? "What changed" : fmt::format("What changed since {}", told_date(items_.since)), false, {}};
  if (items_.last_day.empty()) {
    Piece piece{fmt::format("{} a date: what changed cannot be told by day.",
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
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kWhat{
      {{"party", "Who is meant"},
       {"event.source", "Who acted"},
       {"event.target", "At whom an act was aimed"},
       {"figure.period", "From when a count runs"},
       {"figure.place", "Where people were counted"},
       {"statement.source", "Who speaks"},
       {"date", "When something happened"},
       {"place", "Where something happened"}}};
  for (Gap& gap : items_.gaps) {
    if (part.sentences.size() >= kGaps) {
      break;
    }
    const auto* what = std::find_if(kWhat.begin(), kWhat.end(), [&](const auto& w) { return w.first == gap.what; });
    const std::string subject = what == kWhat.end() ? fmt::format("“{}”", gap.what) : std::string(what->second);
    std::string text = fmt::format("{} was left open in {}, as in ", subject, plural(gap.count, "place", "places"));
    const std::string& all = paper(gap.ref.report)->text;
    Sentence sentence{{text, false, {}},
                      quote(gap.ref.report, telling(all, gap.span, around(all, gap.span, 500), 150), 170)};
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
  Sentence force{{"Acts of force are told: ", false, {}}};
  std::size_t told_groups = 0;
  constexpr std::size_t kForces = 3;
  std::set<std::pair<std::string, std::string>> ends;
  for (ActGroup& group : items_.groups) {
    const auto act = std::find_if(group.acts.begin(), group.acts.end(),
                                  [&](const Act& a) { return a.status == name(Status::actual) && is_tellable(a); });
    if (group.type != name(EventType::ASSAULT) || act == group.acts.end() || told_groups >= kForces ||
        !ends.insert({group.source, group.target}).second) {
      continue;
    }
    if (auto done = items_.attribute(*act); !done) {
      error_ = error_ ? error_ : done.error();
    }
    const std::vector<Act*> support = support_of(group, *act);
    std::vector<std::string> asides;
    if (support.size() > 1) {
      asides.push_back(fmt::format("{} independent origins", support.size()));
    } else if (!act->said_by.empty()) {
      asides.push_back("according to " + told_party(act->said_by.front()));
    }
    force.push_back({fmt::format("{}{}{}", told_groups > 0 ? "; " : "", told_ends(*act),
                                 asides.empty() ? "" : fmt::format(" ({})", asides.front())),
                     false, cite(support)});
    ++told_groups;
  }
  if (told_groups > 0) {
    force.push_back({".", false, {}});
    part.sentences.push_back(std::move(force));
  }
  if (std::vector<Offer> all = offers(); !all.empty()) {
    part.sentences.push_back(offer_sentence(all.front(), true));
  }
  std::size_t told_counts = 0;
  for (Count& count : counts()) {
    // Whom a count is of must be clear without the words around it.
    const Toll& first = *count.latest.front();
    if (told_counts < 2 && (!first.code.empty() || !first.place.empty() || count.latest.size() > 1)) {
      part.sentences.push_back(count_sentence(count, true));
      ++told_counts;
    }
  }
  // Of red lines and levers, those that the page tells: the first of each.
  Sentence lines;
  for (const InstrumentKind kind : {InstrumentKind::lever, InstrumentKind::red_line}) {
    const auto deal = std::find_if(lines_.begin(), lines_.end(), [&](const Deal* d) { return d->kind == name(kind); });
    if (deal != lines_.end()) {
      const std::string& text = paper((*deal)->ref.report)->text;
      const Span shown = clause(text, (*deal)->span, around(text, (*deal)->span, 500), 130);
      lines.push_back({fmt::format("{}{}: ", lines.empty() ? "" : "; ",
                                   kind == InstrumentKind::lever ? (lines.empty() ? "A lever" : "a lever")
                                                                 : (lines.empty() ? "A red line" : "a red line")),
                       false,
                       {}});
      lines.push_back(quote((*deal)->ref.report, shown, 150));
      lines.push_back({", " + says(**deal, {}), false, {note(**deal, (*deal)->spans)}});
    }
  }
  if (!lines.empty()) {
    lines.push_back({".", false, {}});
    part.sentences.push_back(std::move(lines));
  }
  std::size_t clashes = 0;
  std::vector<int> notes;
  for (const Clash& clash : items_.clashes) {
    if (is_tellable(clash)) {
      ++clashes;
      if (notes.size() < 4) {
        notes.push_back(note(clash.a, {clash.a_span}));
        notes.push_back(note(clash.b, {clash.b_span}));
      }
    }
  }
  if (clashes > 0) {
    part.sentences.push_back({{fmt::format("Reports contradict each other on {}.",
                                           plural(static_cast<std::int64_t>(clashes), "point", "points")),
                               false, notes}});
  }
  return part;
}

}  // namespace detente::board::briefing
