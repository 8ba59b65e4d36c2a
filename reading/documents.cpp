#include "documents.hpp"

#include <algorithm>

#include "one_of.hpp"

namespace detente::reading {
namespace {

constexpr std::uint32_t kReach = 400;  // tokens back to the text that is meant

Index party_of(const std::vector<Actor>& actors) {
  for (const Actor& actor : actors) {
    if (actor.party != kNone) {
      return actor.party;
    }
  }
  return kNone;
}

Index subject_of(Context& c, std::uint32_t verb) {
  for (const std::uint32_t child : c.a.children(verb)) {
    if (c.a.dep[child] == Dep::nsubj) {
      return party_of(actors_at(c, child));
    }
  }
  return kNone;
}

// By the words around it: "the army's statement", "a statement from the army", "the army said in a statement", "the
// army issued a statement".
Index told_here(Context& c, std::uint32_t head) {
  const Analysis& a = c.a;
  if (const Index owner = party_of(owners_of(c, head)); owner != kNone) {
    return owner;
  }
  for (const std::uint32_t prep : a.children(head)) {
    if (a.dep[prep] != Dep::prep || !one_of(a.lower[prep], {"by", "from"})) {
      continue;
    }
    for (const std::uint32_t object : a.children(prep)) {
      if (a.dep[object] == Dep::pobj) {
        return party_of(actors_at(c, object));
      }
    }
  }
  const std::uint32_t up = a.head[head];
  if (a.dep[head] == Dep::dobj && a.pos[up] == Pos::VERB &&
      one_of(a.lemma[up],
             {"issue", "release", "publish", "post", "send", "write", "make", "put", "sign", "adopt", "pass"})) {
    return subject_of(c, up);
  }
  const std::uint32_t over = a.head[up];
  if (a.dep[head] == Dep::pobj && a.lower[up] == "in" && a.pos[over] == Pos::VERB &&
      c.k.words.verb(a.lemma[over]) != nullptr) {
    return subject_of(c, over);
  }
  return kNone;
}

bool looks_back(const Analysis& a, std::uint32_t head) {
  for (const std::uint32_t child : a.children(head)) {
    if (child < head && one_of(a.lower[child], {"the", "this", "that", "its", "their"})) {
      return true;
    }
  }
  return false;
}

}  // namespace

Index issuer_of(Context& c, std::uint32_t head) {
  const Analysis& a = c.a;
  if (a.pos[head] != Pos::NOUN || !c.k.words.document(a.lemma[head])) {
    return kNone;
  }
  if (const Index here = told_here(c, head); here != kNone || !looks_back(a, head)) {
    return here;
  }
  const std::uint32_t stop = head > kReach ? head - kReach : 0;
  for (std::uint32_t at = head; at-- > stop;) {
    if (a.pos[at] == Pos::NOUN && a.lemma[at] == a.lemma[head]) {
      if (const Index issuer = told_here(c, at); issuer != kNone) {
        return issuer;
      }
    }
  }
  return kNone;
}

}  // namespace detente::reading
