// Where an act took place: the innermost place that its clause names.
#include <algorithm>

#include "events.hpp"

namespace detente::reading {
namespace {

std::vector<std::string_view> countries_named(const Context& c) {
  std::vector<std::string_view> out;
  for (const Party& p : c.out.parties) {
    if (p.code.size() == 3 && out.size() < 12 && std::find(out.begin(), out.end(), p.code) == out.end()) {
      out.push_back(p.code);
    }
  }
  return out;
}

std::string_view without_article(std::string_view name) {
  for (const std::string_view article : {"the ", "The "}) {
    if (name.substr(0, article.size()) == article) {
      name.remove_prefix(article.size());
    }
  }
  return name;
}

bool is_place_prep(std::string_view p) {
  for (const std::string_view w : {"in", "at", "near", "outside", "inside", "across", "around", "within", "along",
                                   "throughout", "off", "on", "into", "from", "over", "of"}) {
    if (p == w) {
      return true;
    }
  }
  return false;
}

struct Found {
  Token head = Syntax::kNoToken;
  int rank = 0;  // the lower the better
};

// Places below `head` that hang on prepositions of place, not through clauses of their own.
void look(const Analysis& a, Token head, int depth, Found& best) {
  if (depth > 5) {
    return;
  }
  for (const Token c : a.children(head)) {
    const Dep dep = a.dep[c];
    if (dep == Dep::relcl || dep == Dep::acl || dep == Dep::advcl || dep == Dep::ccomp || dep == Dep::parataxis ||
        (dep == Dep::conj && a.pos[c] == Pos::VERB)) {
      continue;
    }
    if (dep == Dep::prep && is_place_prep(a.lower[c])) {
      for (const Token o : a.children(c)) {
        if (a.dep[o] != Dep::pobj) {
          continue;
        }
        const bool strict = a.lower[c] != "of" && a.lower[c] != "from" && a.lower[c] != "on";
        if (a.entity_of[o] >= 0) {
          const EntityType type = a.entities[static_cast<std::size_t>(a.entity_of[o])].type;
          const bool place = type == EntityType::GPE || type == EntityType::LOC || type == EntityType::FAC;
          const int rank = depth + (strict ? 0 : 4);
          if (place && (best.head == Syntax::kNoToken || rank < best.rank)) {
            best = {o, rank};
          }
        }
        look(a, o, depth + 1, best);
      }
    } else if (dep == Dep::dobj || dep == Dep::nsubjpass || dep == Dep::appos || dep == Dep::prep) {
      look(a, c, depth + 1, best);
    }
  }
}

}  // namespace

std::string country_of_place(const Context& c, std::string_view name) {
  const auto near = countries_named(c);
  const knowledge::Place* place = c.k.places.best(without_article(name), near);
  return place == nullptr ? std::string() : std::string(place->country_code());
}

std::optional<PlaceRef> place_of_act(const Context& c, Token trigger) {
  const Analysis& a = c.a;
  Found found;
  look(a, trigger, 0, found);
  Token up = trigger;
  for (int step = 0; found.head == Syntax::kNoToken && step < 2; ++step) {
    // A noun's place may hang on its verb: "carried out strikes in Gaza".
    if (a.head[up] == up || a.pos[a.head[up]] != Pos::VERB ||
        (a.dep[up] != Dep::dobj && a.dep[up] != Dep::xcomp && a.dep[up] != Dep::nsubj && a.dep[up] != Dep::nsubjpass &&
         a.dep[up] != Dep::conj)) {
      break;
    }
    up = a.head[up];
    look(a, up, 1, found);
  }
  if (found.head == Syntax::kNoToken) {
    return std::nullopt;
  }
  const Entity& entity = a.entities[static_cast<std::size_t>(a.entity_of[found.head])];
  PlaceRef out;
  out.span = a.span(entity.tokens);
  // A state is a place too, without a point of its own.
  if (const std::int32_t mention = c.mention_at[found.head]; mention >= 0) {
    const Party& party = c.out.parties[static_cast<std::size_t>(c.mentions[static_cast<std::size_t>(mention)].party)];
    if (party.kind == PartyKind::state && party.code.size() == 3) {
      out.name = party.name;
      out.country = party.code;
      return out;
    }
  }
  const auto near = countries_named(c);
  const knowledge::Place* place = c.k.places.best(without_article(a.words(out.span)), near);
  if (place == nullptr) {
    return std::nullopt;
  }
  out.name = c.k.places.name(*place);
  out.country = place->country_code();
  out.lat = place->lat;
  out.lon = place->lon;
  return out;
}

}  // namespace detente::reading
