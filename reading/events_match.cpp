// Does a frame fit the words around a verb or noun?
#include <algorithm>

#include "events_coder.hpp"

namespace detente::reading {

using knowledge::ActFrame;
using knowledge::ActHead;
using knowledge::ClauseKind;
using knowledge::ObjectRule;
using knowledge::PrepSlot;
using knowledge::Slot;
using knowledge::WordId;
using knowledge::WordTest;

// How one of the heads, a conjunct of it, or what it counts ("a series of attacks") passes; 0 if none does.
int EventCoder::any_passes(const WordTest& test, const Heads& heads, Heads* which) const {
  for (const Token h : heads) {
    if (const int pass = s_.passes(test, h); pass != 0) {
      if (which != nullptr) {
        which->add(h);
      }
      return pass;
    }
    if (test.negated) {
      return 0;
    }
    for (Token up = h, step = 0; step < 4; ++step) {
      const Token next = s_.child(up, Dep::conj);
      if (next == Syntax::kNoToken) {
        break;
      }
      if (const int pass = s_.passes(test, next); pass != 0) {
        if (which != nullptr) {
          which->add(next);
        }
        return pass;
      }
      up = next;
    }
    if (quantity_ && (s_.in_set(h, *quantity_) || a_.pos[h] == Pos::NUM)) {
      for (const Token p : a_.children(h)) {
        if (a_.dep[p] != Dep::prep || a_.lower[p] != "of") {
          continue;
        }
        const Token o = s_.child(p, Dep::pobj);
        const int pass = o == Syntax::kNoToken ? 0 : s_.passes(test, o);
        if (pass != 0) {
          if (which != nullptr) {
            which->add(o);
          }
          return pass;
        }
      }
    }
  }
  return heads.empty() && test.negated ? 1 : 0;
}

bool EventCoder::is_plural(const Heads& heads) const {
  for (const Token h : heads) {
    if (a_.tag[h] == Tag::NNS || a_.tag[h] == Tag::NNPS || s_.has_child(h, Dep::conj) || a_.lower[h] == "they" ||
        a_.lower[h] == "both" || a_.pos[h] == Pos::NUM) {
      return true;
    }
  }
  return false;
}

const PrepLink* EventCoder::prep_for(const PrepSlot& slot, const std::vector<PrepLink>& preps) const {
  for (const PrepLink& link : preps) {
    const WordId form = s_.form(link.prep);
    if (form == knowledge::kNoWord || std::find(slot.preps.begin(), slot.preps.end(), form) == slot.preps.end()) {
      continue;
    }
    if (slot.role == Slot::target && is_time(link.object)) {
      continue;  // "on Monday"
    }
    if (!slot.test.empty()) {
      Heads one;
      one.add(link.object);
      if (!any_passes(slot.test, one, nullptr)) {
        continue;
      }
    }
    return &link;
  }
  return nullptr;
}

bool EventCoder::fits_clause(const ActFrame& f, Token head, FrameMatch& match) const {
  const auto good = [&](Token verb) {
    if (!f.clause_verb.empty()) {
      Heads one;
      one.add(verb);
      if (!any_passes(f.clause_verb, one, nullptr)) {
        return false;
      }
    }
    if (!f.clause_object.empty() && !any_passes(f.clause_object, s_.arguments(verb).objects, nullptr)) {
      return false;
    }
    match.clause = verb;
    return true;
  };
  const auto look = [&](Token at) {
    for (const Token c : a_.children(at)) {
      const Dep dep = a_.dep[c];
      if (dep == Dep::pcomp || dep == Dep::prep) {
        if (f.clause == ClauseKind::ing && dep == Dep::prep) {
          const Token p = s_.child(c, Dep::pcomp);
          if (p != Syntax::kNoToken && good(p)) {
            return true;
          }
        }
        continue;
      }
      if (dep != Dep::xcomp && dep != Dep::ccomp && dep != Dep::advcl && dep != Dep::acl && dep != Dep::relcl) {
        continue;
      }
      const bool to = s_.has_to(c);
      if (f.clause == ClauseKind::to && to && dep != Dep::relcl && good(c)) {
        return true;
      }
      if (f.clause == ClauseKind::ing && !to && a_.tag[c] == Tag::VBG && (dep == Dep::xcomp || dep == Dep::ccomp) &&
          good(c)) {
        return true;
      }
      // "insisted that it has paid" tells, "insisted that it pay" asks.
      const bool asks = f.type != EventType::REQUEST || f.user || a_.lemma[head] != "insist" || a_.tag[c] == Tag::VB ||
                        std::any_of(a_.children(c).begin(), a_.children(c).end(), [this](Token x) {
                          return one_of(a_.lower[x], {"must", "should", "ought"});
                        });
      if (f.clause == ClauseKind::that && asks && !to &&
          (dep == Dep::ccomp || (dep == Dep::acl && f.head == ActHead::noun)) && c > at && good(c)) {
        return true;
      }
    }
    return false;
  };
  if (look(head)) {
    return true;
  }
  if (f.clause != ClauseKind::to) {
    return false;
  }
  // The infinitive may hang on the object: "asked the court to rule".
  for (const Token o : a_.children(head)) {
    if ((a_.dep[o] == Dep::dobj || a_.dep[o] == Dep::prep) && o > head) {
      const Token at = a_.dep[o] == Dep::dobj ? o : s_.child(o, Dep::pobj);
      if (at != Syntax::kNoToken && f.object != Slot::none && look(at)) {
        return true;
      }
      const bool named = std::any_of(f.preps.begin(), f.preps.end(), [&](const PrepSlot& slot) {
        return std::find(slot.preps.begin(), slot.preps.end(), s_.form(o)) != slot.preps.end();
      });
      if (at != Syntax::kNoToken && a_.dep[o] == Dep::prep && named && look(at)) {
        return true;
      }
      if (a_.dep[o] == Dep::prep && look(o)) {
        return true;
      }
    }
  }
  return false;
}

bool EventCoder::fits(const ActFrame& f, Token head, const Arguments& args, const std::vector<PrepLink>& preps,
                      FrameMatch& match) const {
  match.frame = &f;
  match.score = f.specificity + (f.user ? 100 : 0);
  const bool verb = f.head == ActHead::verb;
  if (verb) {
    if (f.object_rule == ObjectRule::required && args.objects.empty()) {
      return false;
    }
    if (f.object_rule == ObjectRule::forbidden && (!args.objects.empty() || args.passive)) {
      return false;
    }
    // A passive without an object role says something else: "was talked".
    if (args.passive && f.object_rule != ObjectRule::required && f.subject == Slot::source && f.object == Slot::none &&
        f.preps.empty() && f.clause == ClauseKind::none && f.particles.empty()) {
      return false;
    }
    if (f.subject == Slot::both && !is_plural(args.subjects)) {
      return false;
    }
  }
  if (!f.subject_test.empty() && !any_passes(f.subject_test, args.subjects, nullptr)) {
    return false;
  }
  if (!f.object_test.empty()) {
    const int pass = any_passes(f.object_test, args.objects, f.object_test.negated ? nullptr : &match.object_heads);
    if (pass == 0) {
      return false;
    }
    match.score += pass == 2 ? 2 : 0;
  }
  if (f.dative != Slot::none && args.datives.empty()) {
    return false;
  }
  if (!f.modifier_test.empty()) {
    bool hit = false;
    for (const Token c : a_.children(head)) {
      hit = hit || ((a_.dep[c] == Dep::compound || a_.dep[c] == Dep::amod || a_.dep[c] == Dep::nmod ||
                     a_.dep[c] == Dep::advmod || a_.dep[c] == Dep::poss || a_.dep[c] == Dep::npadvmod) &&
                    s_.passes(f.modifier_test, c));
    }
    if (!hit && head > 0 && a_.sentence_of[head - 1] == a_.sentence_of[head]) {
      hit = s_.passes(f.modifier_test, head - 1);
    }
    if (!hit) {
      return false;
    }
  }
  if (!f.particles.empty()) {
    const auto look = [&](Token at) {
      for (const Token c : a_.children(at)) {
        const Dep dep = a_.dep[c];
        const bool kind = dep == Dep::prt || dep == Dep::prep || dep == Dep::advmod || dep == Dep::acomp ||
                          dep == Dep::oprd || dep == Dep::xcomp || dep == Dep::ccomp || dep == Dep::amod ||
                          dep == Dep::acl || dep == Dep::dobj;
        if (kind && s_.form(c) != knowledge::kNoWord &&
            std::find(f.particles.begin(), f.particles.end(), s_.form(c)) != f.particles.end()) {
          match.particle = c;
          return true;
        }
      }
      return false;
    };
    bool hit = look(head);
    for (const Token o : args.objects) {
      hit = hit || look(o);
    }
    if (!hit) {
      return false;
    }
  }
  for (const PrepSlot& slot : f.preps) {
    const PrepLink* link = prep_for(slot, preps);
    if (link == nullptr && !slot.optional) {
      return false;
    }
    if (link != nullptr && slot.optional) {
      ++match.score;
    }
    if (link != nullptr && !slot.test.pairs.empty()) {
      Heads one;
      one.add(link->object);
      match.score += any_passes(slot.test, one, nullptr) == 2 ? 2 : 0;  // "on hunger strike" is not "on strike"
    }
  }
  if (f.clause != ClauseKind::none && !fits_clause(f, head, match)) {
    return false;
  }
  return true;
}

FrameMatch EventCoder::best_frame(Token head, ActHead kind, const Arguments& args,
                                  const std::vector<PrepLink>& preps) const {
  FrameMatch best;
  const WordId word = s_.word(head);
  if (word == knowledge::kNoWord) {
    return best;
  }
  const auto frames = kind == ActHead::verb ? acts_.verb_frames(word) : acts_.noun_frames(word);
  for (const std::uint32_t i : frames) {
    const ActFrame& f = acts_.frame(i);
    if (acts_.only_user_verbs() && !f.user) {
      continue;
    }
    if (static_cast<int>(f.specificity) + 6 + (f.user ? 100 : 0) < best.score) {
      continue;
    }
    FrameMatch match;
    if (fits(f, head, args, preps, match) && match.score > best.score) {
      best = match;
    }
  }
  return best;
}

}  // namespace detente::reading
