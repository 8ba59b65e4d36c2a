// Who does what to whom, and what changed in it.
#include <fmt/format.h>

#include <algorithm>

#include "brief_checks.hpp"
#include "brief_composer.hpp"
#include "detente/text/date.hpp"
#include "detente/text/utf8.hpp"

namespace detente::board::briefing {

namespace {

constexpr std::size_t kActs = 9;
constexpr std::size_t kOfPair = 2;
constexpr std::size_t kOfQuad = 4;
constexpr std::size_t kFragment = 190;  // bytes
constexpr std::size_t kCited = 3;
constexpr double kSure = 0.55;

std::vector<Who> parties_of(const std::vector<std::pair<Who, Span>>& actors) {
  std::vector<Who> out;
  for (const auto& [who, span] : actors) {
    const auto same = [&name = who.name](const Who& w) { return w.name == name; };
    if (std::none_of(out.begin(), out.end(), same)) {
      out.push_back(who);
    }
  }
  return out;
}

std::string told_parties(const std::vector<Who>& parties) {
  std::vector<std::string> names;
  names.reserve(parties.size());
  for (const Who& who : parties) {
    names.push_back(told_party(who));
  }
  return told_list(std::move(names));
}

bool same_names(const std::vector<Who>& a, const std::vector<Who>& b) {
  return a.size() == b.size() && std::all_of(a.begin(), a.end(), [&](const Who& x) {
           return std::any_of(b.begin(), b.end(), [&](const Who& y) { return y.name == x.name; });
         });
}

// From the first to the last of what the act was read from, as far as it stands in the sentence.
Span hull(const Act& act) {
  Span out = act.span;
  for (const auto* side : {&act.sources, &act.targets}) {
    for (const auto& [who, span] : *side) {
      if (span.begin >= act.sentence.begin && span.end <= act.sentence.end) {
        out = {std::min(out.begin, span.begin), std::max(out.end, span.end)};
      }
    }
  }
  return out;
}

bool is_long_ago(const std::string& date, const std::string& day) {
  const auto then = text::parse_date(date);
  const auto now = text::parse_date(day);
  return then && now && then->year <= now->year - 2;
}

}  // namespace

void Composer::keep_told(const std::string& report, Span sentence) { told_[report].push_back(sentence); }

bool Composer::is_told(const std::string& report, Span sentence) const {
  const auto of_report = told_.find(report);
  return of_report != told_.end() && std::any_of(of_report->second.begin(), of_report->second.end(), [&](Span told) {
           return told.begin < sentence.end && sentence.begin < told.end;
         });
}

// Parties that are named there, an act that the words name and tell as done, and a reader that is sure enough.
bool Composer::is_tellable(const Act& act) {
  if (act.confidence < kSure || act.sources.empty() || act.targets.empty()) {
    return false;
  }
  const Paper& from = *paper(act.ref.report);
  const std::string_view text = from.text;
  if (act.span.end > text.size() || act.sentence.end > text.size()) {
    return false;
  }
  const auto is_vague = [&](const std::pair<Who, Span>& actor) {
    const auto& [who, span] = actor;
    return span.end > text.size() || is_pronoun(text.substr(span.begin, span.end - span.begin)) || is_generic(who) ||
           is_thing(who.name) || is_thing(text.substr(span.begin, span.end - span.begin));
  };
  // What two are said to intend or to refuse towards each other stands in words that say more than that.
  const bool is_actual = act.status == name(Status::actual);
  if ((!is_actual && same_names(parties_of(act.sources), parties_of(act.targets))) ||
      std::any_of(act.sources.begin(), act.sources.end(), is_vague) ||
      std::any_of(act.targets.begin(), act.targets.end(), is_vague)) {
    return false;
  }
  // "spoke with his Israeli counterpart": the words behind the country's name say that somebody else is meant.
  const bool is_of_counterpart = std::any_of(act.targets.begin(), act.targets.end(), [&](const auto& actor) {
    return text::lower(text.substr(actor.second.end, 14)).find(" counterpart") == 0;
  });
  const auto is_mine = [](const auto& actor) { return is_political(actor.first); };
  if (std::none_of(act.sources.begin(), act.sources.end(), is_mine) ||
      (!is_actual && is_wanted_or_open(text, act.sentence, act.span))) {
    return false;
  }
  const bool is_mutual =
      same_names(parties_of(act.sources), parties_of(act.targets)) || act.type == name(EventType::CONSULT);
  const auto is_part = [&](const auto& actor) {
    return (!is_mutual && is_hyphened(text, actor.second)) || is_of_thing(text, actor.second);
  };
  if (std::any_of(act.targets.begin(), act.targets.end(), is_part) ||
      std::any_of(act.sources.begin(), act.sources.end(), is_part)) {
    return false;
  }
  // Troops that move somewhere move against somebody only if that is said.
  if (act.type == name(EventType::MOBILIZE)) {
    const std::uint32_t last = act.targets.back().second.begin;
    if (last <= act.span.end || !has_word(text.substr(act.span.end, last - act.span.end), " against toward towards ")) {
      return false;
    }
  }
  return !is_of_counterpart && is_directed(text, act) &&
         (!is_actual || is_done(text, act.sentence, act.span, act.type)) && !is_history(text, act.sentence, from.day) &&
         !is_long_ago(act.date, from.day) &&
         is_plain(act.type, text.substr(act.span.begin, act.span.end - act.span.begin), text.substr(act.span.end, 6));
}

// Which acts of the group bear the sentence out: one of each independent origin, the one that is told first.
std::vector<Act*> Composer::support_of(ActGroup& group, Act& told) {
  std::vector<Act*> out{&told};
  std::set<std::string> origins{told.origin};
  for (Act& other : group.acts) {
    if (other.status == told.status && !origins.contains(other.origin) && is_tellable(other)) {
      origins.insert(other.origin);
      out.push_back(&other);
    }
  }
  return out;
}

std::vector<int> Composer::cite(const std::vector<Act*>& acts) {
  std::vector<int> notes;
  for (Act* act : acts) {
    if (notes.size() < kCited) {
      notes.push_back(note(*act, {hull(*act)}));
    } else {
      also(notes.back(), act->ref.report + ":" + act->ref.item());
    }
  }
  return notes;
}

std::string Composer::told_ends(const Act& act) {
  const std::vector<Who> sources = parties_of(act.sources);
  const std::vector<Who> targets = parties_of(act.targets);
  if (same_names(sources, targets)) {
    return told_parties(sources) + " against each other";
  }
  return told_parties(sources) + " against " + told_parties(targets);
}

Sentence Composer::act_sentence(ActGroup& group, Act& act) {
  const std::vector<Who> sources = parties_of(act.sources);
  std::vector<Who> targets = parties_of(act.targets);
  const std::string subject = told_parties(sources);
  const bool is_mutual = same_names(sources, targets);
  std::erase_if(targets, [&](const Who& t) {
    return !is_mutual && std::any_of(sources.begin(), sources.end(), [&](const Who& s) { return s.name == t.name; });
  });
  const bool many = sources.size() > 1 || is_many(sources.front());
  std::string text = capital(subject) + " " + told_act(act.type, act.cameo, act.status, many) + " ";
  text += is_mutual ? "each other" : told_parties(targets);
  text += act.date.empty() ? "" : " " + told_when(act.date);
  text += ", " + says(act, sources, act.date);
  const std::vector<Act*> support = support_of(group, act);
  if (support.size() > 1) {
    text += fmt::format("; {} independent origins tell of such acts", support.size());
  }
  const std::string& report = act.ref.report;
  Piece words = quote(report, telling(paper(report)->text, hull(act), act.sentence, kFragment), kFragment + 60);
  Piece end{".", false, cite(support)};
  keep_told(report, act.sentence);
  return {{text + ": ", false, {}}, std::move(words), std::move(end)};
}

BriefPart Composer::acts() {
  BriefPart part{"Who does what to whom", false, {}};
  std::map<std::pair<std::string, std::string>, std::size_t> of_pair;
  std::map<int, std::size_t> of_quad;
  for (ActGroup& group : items_.groups) {
    if (part.sentences.size() >= kActs) {
      break;
    }
    const auto type = event_type(group.type);
    const int kind = type ? quad(*type) : 0;
    if (of_pair[{group.source, group.target}] >= kOfPair || of_quad[kind] >= kOfQuad) {
      continue;
    }
    const auto fresh = std::find_if(group.acts.begin(), group.acts.end(), [&](const Act& act) {
      return !is_told(act.ref.report, act.sentence) && is_tellable(act);
    });
    if (fresh == group.acts.end()) {
      continue;
    }
    ++of_pair[{group.source, group.target}];
    ++of_quad[kind];
    part.sentences.push_back(act_sentence(group, *fresh));
  }
  return part;
}

void Composer::changed_acts(BriefPart& part) {
  for (ActGroup& group : items_.groups) {
    if (part.sentences.size() >= 5) {
      return;
    }
    // Ties that no report told of before the day.
    const bool is_new =
        group.events <= static_cast<std::int64_t>(group.acts.size()) &&
        std::all_of(group.acts.begin(), group.acts.end(), [&](const Act& act) { return act.day >= items_.since; });
    for (Act& act : group.acts) {
      if (is_new && act.status == name(Status::actual) && !is_told(act.ref.report, act.sentence) && is_tellable(act)) {
        part.sentences.push_back(act_sentence(group, act));
        break;
      }
    }
  }
}

}  // namespace detente::board::briefing
