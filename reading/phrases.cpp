// Noun phrases, and the actors at them.
#include <algorithm>
#include <array>

#include "context.hpp"
#include "one_of.hpp"

namespace detente::reading {

namespace {

bool stands_before(Dep dep) {
  switch (dep) {
    case Dep::det:
    case Dep::predet:
    case Dep::amod:
    case Dep::compound:
    case Dep::poss:
    case Dep::nummod:
    case Dep::nmod:
    case Dep::quantmod:
    case Dep::npadvmod:
    case Dep::advmod:
    case Dep::neg:
      return true;
    default:
      return false;
  }
}

bool breaks_line(const Analysis& a, std::uint32_t token) {
  return a.pos[token] == Pos::SPACE && a.words(token).find('\n') != std::string_view::npos;
}

bool has_letter_or_digit(std::string_view word) {
  return std::any_of(word.begin(), word.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (static_cast<unsigned char>(c) >= 0xC3 && static_cast<unsigned char>(c) <= 0xDF);
  });
}

// Prepositions that tell which persons or things are meant rather than where or when something happens to them.
bool keeps_phrase(const Analysis& a, std::uint32_t prep, std::uint32_t object) {
  static constexpr std::array<std::string_view, 9> kAlways{"of",    "from",   "for",          "to",    "within",
                                                           "among", "inside", "representing", "behind"};
  static constexpr std::array<std::string_view, 5> kBeforeNames{"in", "at", "with", "near", "across"};
  const std::int32_t entity = a.entity_of[object];
  const EntityType type = entity < 0 ? EntityType::none : a.entities[static_cast<std::size_t>(entity)].type;
  if (type == EntityType::DATE || type == EntityType::TIME) {
    return false;
  }
  return one_of(a.lower[prep], kAlways) || (one_of(a.lower[prep], kBeforeNames) && a.pos[object] == Pos::PROPN);
}

std::uint32_t phrase_end(const Analysis& a, std::uint32_t head, int depth);

std::uint32_t end_after_prep(const Analysis& a, std::uint32_t prep, int depth) {
  for (const std::uint32_t object : a.children(prep)) {
    if (object > prep && a.dep[object] == Dep::pobj && keeps_phrase(a, prep, object)) {
      std::uint32_t end = phrase_end(a, object, depth + 1);
      // "people in Lebanon and Syria"
      std::uint32_t last = object;
      for (int i = 0; i < 8; ++i) {
        std::uint32_t next = last;
        for (const std::uint32_t child : a.children(last)) {
          if (a.dep[child] == Dep::conj && child > last && a.pos[child] == Pos::PROPN) {
            next = child;
          }
        }
        if (next == last) {
          break;
        }
        last = next;
        end = std::max(end, phrase_end(a, last, depth + 1));
      }
      return end;
    }
  }
  return prep;
}

std::uint32_t phrase_end(const Analysis& a, std::uint32_t head, int depth) {
  std::uint32_t end = head + 1;
  if (depth > 4) {
    return end;
  }
  for (const std::uint32_t child : a.children(head)) {
    if (child < head || child < end) {
      continue;
    }
    const Dep dep = a.dep[child];
    // A number may follow ("Resolution 1701"), and "'s" belongs to the sentence around it.
    if (dep == Dep::nummod && child == end) {
      end = child + 1;
      continue;
    }
    if (dep != Dep::prep || child != end) {
      break;
    }
    const std::uint32_t after = end_after_prep(a, child, depth);
    if (after <= child) {
      break;
    }
    end = after;
  }
  return end;
}

}  // namespace

TokenRange noun_phrase(const Analysis& a, std::uint32_t head) {
  std::uint32_t begin = head;
  const auto children = a.children(head);
  for (auto it = children.rbegin(); it != children.rend(); ++it) {
    const std::uint32_t child = *it;
    if (child > head) {
      continue;
    }
    const bool joint =
        a.dep[child] == Dep::punct && (a.lower[child] == "-" || a.lower[child] == "\"" || a.lower[child] == "“" ||
                                       a.lower[child] == "”" || a.lower[child] == "'");
    const bool finite = a.tag[child] == Tag::VBZ || a.tag[child] == Tag::VBD || a.tag[child] == Tag::VBP;
    if ((!stands_before(a.dep[child]) && !joint) || finite) {
      if (a.dep[child] == Dep::case_) {
        continue;
      }
      break;
    }
    begin = std::min(begin, a.left_edge[child]);
  }
  std::uint32_t end = phrase_end(a, head, 0);
  // A phrase does not run over the end of a line, nor begin with a bullet or a quotation mark.
  for (std::uint32_t i = begin; i < head; ++i) {
    if (breaks_line(a, i)) {
      begin = i + 1;
    }
  }
  for (std::uint32_t i = head + 1; i < end; ++i) {
    if (breaks_line(a, i)) {
      end = i;
    }
  }
  while (begin < head && !has_letter_or_digit(a.words(begin))) {
    ++begin;
  }
  return {begin, end};
}

std::optional<Actor> actor_at(Context& c, std::uint32_t head) {
  std::int32_t at = c.mention_at[head];
  if (at < 0 && c.a.entity_of[head] >= 0) {
    // The parser may hang a sentence on another word of a name than the name does.
    const TokenRange name = c.a.entities[static_cast<std::size_t>(c.a.entity_of[head])].tokens;
    for (std::uint32_t i = name.begin; i < name.end && at < 0; ++i) {
      at = c.mention_at[i];
    }
  }
  if (at < 0) {
    return std::nullopt;
  }
  const Mention& mention = c.mentions[static_cast<std::size_t>(at)];
  return Actor{mention.party, c.a.span(mention.tokens)};
}

namespace {

// "Israel, Egypt, and Qatar": the model takes some members of a list for appositions. One name is no apposition of
// another if the list goes on behind it, or if it stands behind an "and".
bool is_listed(const Context& c, std::uint32_t head, std::uint32_t appos) {
  const Analysis& a = c.a;
  const auto names = [&](std::uint32_t t) { return a.pos[t] == Pos::PROPN && c.mention_at[t] >= 0; };
  if (!names(head) || !names(appos) || appos < head) {
    return false;
  }
  const auto party = [&](std::uint32_t t) { return c.mentions[static_cast<std::size_t>(c.mention_at[t])].party; };
  const auto person = [&](std::uint32_t t) {
    return c.out.parties[static_cast<std::size_t>(party(t))].kind == PartyKind::person;
  };
  if (party(head) == party(appos) || person(head) || person(appos)) {
    return false;
  }
  const auto goes_on = [&](std::uint32_t t) {
    const auto children = a.children(t);
    return std::any_of(children.begin(), children.end(),
                       [&](std::uint32_t x) { return a.dep[x] == Dep::conj && x > appos && names(x); });
  };
  const auto of_head = a.children(head);
  return goes_on(appos) || goes_on(head) || std::any_of(of_head.begin(), of_head.end(), [&](std::uint32_t x) {
           return a.dep[x] == Dep::cc && x > head && x < appos;
         });
}

}  // namespace

std::vector<Actor> actors_at(Context& c, std::uint32_t head) {
  std::vector<Actor> out;
  // Conjuncts hang each on the one before; a long list is cut where no list of parties goes on.
  constexpr std::size_t kMost = 64;
  std::vector<std::uint32_t> open{head};
  for (std::size_t i = 0; i < open.size() && open.size() < kMost; ++i) {
    for (const std::uint32_t child : c.a.children(open[i])) {
      if ((c.a.dep[child] == Dep::conj && child > open[i]) ||
          (c.a.dep[child] == Dep::appos && is_listed(c, open[i], child))) {
        open.push_back(child);
      }
    }
  }
  std::sort(open.begin(), open.end());
  for (const std::uint32_t at : open) {
    const std::int32_t first = c.mention_at[at];
    if (first < 0) {
      if (const auto actor = actor_at(c, at)) {
        out.push_back(*actor);
      }
      continue;
    }
    // "Israeli and US officials" are two parties at one head.
    for (auto m = static_cast<std::size_t>(first); m < c.mentions.size() && c.mentions[m].head == at; ++m) {
      out.push_back({c.mentions[m].party, c.a.span(c.mentions[m].tokens)});
    }
  }
  return out;
}

std::vector<Actor> owners_of(Context& c, std::uint32_t head) {
  const Analysis& a = c.a;
  for (const bool possessive : {true, false}) {
    std::vector<Actor> out;
    for (const std::uint32_t child : a.children(head)) {
      const Dep dep = a.dep[child];
      const bool fits = possessive ? dep == Dep::poss : dep == Dep::amod || dep == Dep::compound || dep == Dep::nmod;
      if (fits && child < head) {
        const std::vector<Actor> more = actors_at(c, child);
        out.insert(out.end(), more.begin(), more.end());
      }
    }
    if (!out.empty()) {
      return out;
    }
  }
  for (const std::uint32_t prep : a.children(head)) {
    if ((a.dep[prep] == Dep::prep || a.dep[prep] == Dep::agent) && a.lower[prep] == "by") {
      for (const std::uint32_t object : a.children(prep)) {
        if (a.dep[object] == Dep::pobj) {
          return actors_at(c, object);
        }
      }
    }
  }
  return {};
}

}  // namespace detente::reading
