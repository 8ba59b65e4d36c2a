// Who does what to whom, and what changed in it.
#include <fmt/format.h>

#include <algorithm>

#include "brief_composer.hpp"

namespace detente::board::briefing {

namespace {

constexpr std::size_t kActs = 9;
constexpr std::size_t kOfPair = 2;
constexpr std::size_t kOfQuad = 4;
constexpr std::size_t kFragment = 150;  // bytes
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

}  // namespace

// Parties that are named there, an act that the words name, and a reader that is sure enough.
bool Composer::is_tellable(const Act& act) {
  if (act.confidence < kSure || act.sources.empty() || act.targets.empty() || act.sentence.begin >= act.sentence.end) {
    return false;
  }
  const std::string_view text = paper(act.ref.report)->text;
  if (act.sentence.end > text.size() || act.span.end > text.size()) {
    return false;
  }
  const auto is_vague = [&](const std::pair<Who, Span>& actor) {
    const auto& [who, span] = actor;
    return span.end > text.size() || is_pronoun(text.substr(span.begin, span.end - span.begin));
  };
  // What two are said to intend or to refuse towards each other stands in words that say more than that.
  const bool is_open =
      act.status != name(Status::actual) && same_names(parties_of(act.sources), parties_of(act.targets));
  return !is_open && std::none_of(act.sources.begin(), act.sources.end(), is_vague) &&
         std::none_of(act.targets.begin(), act.targets.end(), is_vague) &&
         is_plain(act.type, text.substr(act.span.begin, act.span.end - act.span.begin), text.substr(act.span.end, 6));
}

Sentence Composer::act_sentence(const ActGroup& group, Act& act) {
  const std::vector<Who> sources = parties_of(act.sources);
  std::vector<Who> targets = parties_of(act.targets);
  const std::string subject = told_parties(sources);
  const bool is_mutual = same_names(sources, targets);
  std::erase_if(targets, [&](const Who& t) {
    return !is_mutual && std::any_of(sources.begin(), sources.end(), [&](const Who& s) { return s.name == t.name; });
  });
  std::string text = capital(subject) + " " + told_act(act.type, act.cameo, act.status, sources.size() > 1) + " ";
  text += is_mutual ? "each other" : told_parties(targets);
  const bool has_own_day = !act.date.empty();
  text += has_own_day ? " " + told_when(act.date) : "";
  text += ", " + says(act, sources);
  if (!has_own_day && !paper(act.ref.report)->day.empty()) {
    text += " on " + told_date(paper(act.ref.report)->day);
  }
  if (group.origins > 1) {
    text +=
        fmt::format(" (one of {} for such acts)", plural(group.origins, "independent origin", "independent origins"));
  }
  const std::string& report = act.ref.report;
  Piece words = quote(report, clause(paper(report)->text, hull(act), act.sentence, kFragment), kFragment + 20);
  Piece end{".", false, {}};
  end.notes.push_back(note(act, {hull(act)}));
  return {{text + ": ", false, {}}, std::move(words), std::move(end)};
}

BriefPart Composer::acts() {
  BriefPart part{"Who does what to whom", false, {}};
  std::map<std::pair<std::string, std::string>, std::size_t> of_pair;
  std::map<int, std::size_t> of_quad;
  std::set<std::pair<std::int64_t, std::int64_t>> used;
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
      return is_tellable(act) && !used.contains({act.ref.reading, act.ref.n});
    });
    if (fresh == group.acts.end()) {
      continue;
    }
    used.insert({fresh->ref.reading, fresh->ref.n});
    ++of_pair[{group.source, group.target}];
    ++of_quad[kind];
    Sentence sentence = act_sentence(group, *fresh);
    std::set<std::string> origins{fresh->origin};
    for (Act& other : group.acts) {
      if (is_tellable(other) && origins.insert(other.origin).second && sentence.back().notes.size() < 3) {
        used.insert({other.ref.reading, other.ref.n});
        sentence.back().notes.push_back(note(other, {hull(other)}));
      }
    }
    part.sentences.push_back(std::move(sentence));
  }
  return part;
}

void Composer::changed_acts(BriefPart& part) {
  std::set<std::pair<std::int64_t, std::int64_t>> used;
  for (ActGroup& group : items_.groups) {
    if (part.sentences.size() >= 5) {
      return;
    }
    // Ties that no report told of before the day.
    const bool is_new =
        group.events <= static_cast<std::int64_t>(group.acts.size()) &&
        std::all_of(group.acts.begin(), group.acts.end(), [&](const Act& act) { return act.day >= items_.since; });
    for (Act& act : group.acts) {
      if (is_new && act.status == name(Status::actual) && is_tellable(act) &&
          used.insert({act.ref.reading, act.ref.n}).second) {
        part.sentences.push_back(act_sentence(group, act));
        break;
      }
    }
  }
}

}  // namespace detente::board::briefing
