// What is undertaken, refused, demanded or only spoken of.
#include <algorithm>

#include "events_coder.hpp"

namespace detente::reading {

// Acts that are only spoken of: "a resolution to halt the fighting", "the urgency of boosting defence", "a man
// suspected of theft".
bool EventCoder::only_content(Token verb, const Draft& d) const {
  const Token up = a_.head[verb];
  const Dep dep = a_.dep[verb];
  if ((dep == Dep::acl || dep == Dep::relcl) && s_.has_to(verb) && s_.is_noun(up)) {
    return !status_.commits(up);
  }
  const bool force = d.type == EventType::ASSAULT || d.type == EventType::COERCE;
  if (dep == Dep::pcomp && a_.tag[verb] == Tag::VBG && a_.pos[up] == Pos::ADP && !force) {
    const Token over = a_.head[up];
    const std::string_view p = a_.lower[up];
    return s_.is_noun(over) ? p != "as" && !status_.commits(over) : (p == "on" || p == "about") && s_.is_verb(over);
  }
  return dep == Dep::acl && d.type == EventType::ACCUSE && d.sources.empty();
}

// "officials said that the army would leave", "unlikely that it will", "will have left": what others expect of somebody
// is no word of theirs. One who speaks for the same country speaks for it.
bool EventCoder::is_forecast(Token verb, const Draft& act) const {
  for (const Token c : a_.children(verb)) {
    if (a_.dep[c] == Dep::aux && a_.lower[c] == "have") {
      return true;
    }
  }
  const Token up = a_.head[verb];
  if (up != verb && (a_.pos[up] == Pos::ADJ || a_.dep[verb] == Dep::acl || a_.dep[verb] == Dep::relcl)) {
    return true;
  }
  const Index at = c_.statement_at[verb];
  if (at == kNone) {
    return false;
  }
  const Statement& statement = c_.out.statements[static_cast<std::size_t>(at)];
  if (!statement.source) {
    return false;
  }
  const Actor& by = *statement.source;
  const auto code = [this](const Actor& x) -> std::string_view {
    return x.party == kNone ? std::string_view() : c_.out.parties[static_cast<std::size_t>(x.party)].code;
  };
  return !code(by).empty() && std::none_of(act.sources.begin(), act.sources.end(), [&](const Actor& x) {
    return overlaps(x.span, by.span) || same_party(x, by) || code(x).empty() || code(x) == code(by);
  });
}

// "will withdraw", "said it would attack", "will not negotiate": to say so is an act of its own (CAMEO 03, 13, 12).
void EventCoder::code_intent(Token verb, const Draft& act) {
  if (act.sources.empty() || s_.is_passive(verb) || acts_.only_user_verbs()) {
    return;
  }
  Token aux = Syntax::kNoToken;
  Token neg = Syntax::kNoToken;
  Token holder = verb;
  bool possible = false;  // "cannot accept" refuses, "can accept" promises nothing
  for (int step = 0; step < 3 && aux == Syntax::kNoToken; ++step) {
    for (const Token c : a_.children(holder)) {
      const bool can = act.type == EventType::AGREE && one_of(a_.lower[c], {"can", "ca", "could"});
      if (a_.dep[c] == Dep::aux && (can || one_of(a_.lower[c], {"will", "shall", "'ll", "wo", "would", "’ll"}))) {
        aux = c;
        possible = can;
      } else if (a_.dep[c] == Dep::neg) {
        neg = c;
      }
    }
    if (a_.dep[holder] != Dep::conj || !s_.is_verb(a_.head[holder])) {
      break;
    }
    holder = a_.head[holder];
  }
  if (aux == Syntax::kNoToken || act.status == Status::conditional || is_forecast(holder, act) ||
      (possible && neg == Syntax::kNoToken)) {
    return;
  }
  Draft d = act;
  d.trigger = aux;
  d.last = aux;
  d.status = Status::actual;
  d.confidence = act.confidence + 0.05F;
  const int q = quad(act.type);
  // "will send no troops" says no as "will not send troops" does.
  if (neg != Syntax::kNoToken || act.status == Status::negated) {
    if (act.type == EventType::REJECT || act.type == EventType::THREATEN || act.type == EventType::ACCUSE || q == 4) {
      return;
    }
    d.type = EventType::REJECT;
    d.cameo = knowledge::content_code("12", act.cameo);
    d.rule = "rule:will-not";
  } else if (q == 2 || act.type == EventType::CONSULT || act.type == EventType::SUPPORT) {
    d.type = EventType::AGREE;
    d.cameo = knowledge::content_code("03", act.cameo);
    d.rule = "rule:will";
  } else if (q == 4) {
    d.type = EventType::THREATEN;
    d.cameo = knowledge::content_code("13", act.cameo);
    d.rule = "rule:will";
  } else {
    return;
  }
  emit(std::move(d));
}

// "Russia says Israel must end its attacks": a demand of whoever says so.
void EventCoder::code_duty(Token verb) {
  if (used_[verb] == Use::content || c_.statement_at[verb] == kNone || acts_.only_user_verbs()) {
    return;
  }
  Token aux = Syntax::kNoToken;
  for (const Token c : a_.children(verb)) {
    if (a_.dep[c] == Dep::aux && one_of(a_.lower[c], {"must", "should", "ought"})) {
      aux = c;
    }
    if (a_.dep[c] == Dep::mark && one_of(a_.lower[c], {"if", "unless"})) {
      return;
    }
  }
  if (aux == Syntax::kNoToken) {
    return;
  }
  const Statement& statement = c_.out.statements[static_cast<std::size_t>(c_.statement_at[verb])];
  if (!statement.source) {
    return;
  }
  const Actor source = *statement.source;
  const Heads subjects = s_.surface_subjects(verb);
  Draft d;
  d.trigger = aux;
  d.last = aux;
  d.type = EventType::REQUEST;
  d.sources.push_back(source);
  d.targets = subjects_of(subjects);
  const auto inner = content_act(verb, 0);
  d.cameo = knowledge::content_code("10", inner ? inner->cameo : "");
  if (d.targets.empty() && inner) {
    d.targets = inner->targets;
  }
  std::erase_if(d.targets, [&](const Actor& x) { return same_party(x, source) || overlaps(x.span, source.span); });
  if (d.targets.empty()) {
    return;
  }
  d.rule = "rule:must";
  d.confidence = 0.6F;
  used_[verb] = Use::content;
  emit(std::move(d));
}

}  // namespace detente::reading
