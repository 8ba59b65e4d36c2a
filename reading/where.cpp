// Where an act took place: the innermost place that its clause names.
#include <algorithm>
#include <vector>

#include "around.hpp"
#include "detente/text/date.hpp"
#include "events.hpp"

namespace detente::reading {
namespace {

// The code of what is no one country's in CAMEO: "the West", "Southeast Asia".
constexpr std::string_view kNoCountry = "IMG";

bool is_place_prep(std::string_view p) {
  for (const std::string_view w : {"in", "at", "near", "outside", "inside", "across", "around", "within", "along",
                                   "throughout", "off", "on", "into", "from", "over", "of"}) {
    if (p == w) {
      return true;
    }
  }
  return false;
}

// From here on the preposition does not say where ("of", "from", "on").
constexpr int kDoubtful = 4;

struct Found {
  Token head = Syntax::kNoToken;
  int rank = 0;  // the lower the better
};

bool is_inside(std::string_view p) {
  return p == "in" || p == "near" || p == "outside" || p == "inside" || p == "across" || p == "around";
}

bool is_place_entity(const Analysis& a, Token t) {
  if (a.entity_of[t] < 0) {
    return false;
  }
  const EntityType type = a.entities[static_cast<std::size_t>(a.entity_of[t])].type;
  return type == EntityType::GPE || type == EntityType::LOC || type == EntityType::FAC;
}

// The name around its last word, as far as the tagger took the words for names.
TokenRange name_ending_at(const Analysis& a, Token t) {
  TokenRange name{t, t + 1};
  while (name.begin > a.sentences[a.sentence_of[t]].begin && a.pos[name.begin - 1] == Pos::PROPN &&
         a.head[name.begin - 1] == t) {
    --name.begin;
  }
  return name;
}

// "in Aleppo", where the model saw a person, an organisation or nothing: a name that the gazetteer knows and that is
// nobody's.
bool is_unread_place(const Context& c, Token t) {
  const Analysis& a = c.a;
  const bool dated =
      a.entity_of[t] >= 0 && a.entities[static_cast<std::size_t>(a.entity_of[t])].type == EntityType::DATE;
  if (a.pos[t] != Pos::PROPN || a.words(t).size() < 4 || dated || text::month_number(a.lower[t]) != 0 ||
      text::weekday_number(a.lower[t]) != 0) {
    return false;
  }
  if (const std::int32_t mention = c.mention_at[t]; mention >= 0) {
    const Party& party = c.out.parties[static_cast<std::size_t>(c.mentions[static_cast<std::size_t>(mention)].party)];
    const bool read = party.rule == "rule:entity" || party.rule == "rule:proper noun";
    if (!read && party.kind != PartyKind::unknown) {
      return false;
    }
  }
  return place_named(c, name_ending_at(a, t)) != nullptr;
}

// Places below `head` that hang on prepositions of place, not through clauses of their own.
void look(const Context& context, Token head, int depth, std::vector<Found>& found) {
  const Analysis& a = context.a;
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
        const int rank = depth + (strict ? 0 : kDoubtful);
        if (is_place_entity(a, o) || (is_inside(a.lower[c]) && is_unread_place(context, o))) {
          found.push_back({o, rank});
        }
        look(context, o, depth + 1, found);
      }
    } else if (dep == Dep::dobj || dep == Dep::nsubjpass || dep == Dep::appos || dep == Dep::prep) {
      look(context, c, depth + 1, found);
    }
  }
}

}  // namespace

std::string country_of_place(const Context& c, TokenRange name) {
  const knowledge::Place* place = place_named(c, name);
  return place == nullptr ? std::string() : std::string(place->country_code());
}

namespace {

std::optional<PlaceRef> read_place(const Context& c, Token head) {
  const Analysis& a = c.a;
  const TokenRange name = is_place_entity(a, head) ? a.entities[static_cast<std::size_t>(a.entity_of[head])].tokens
                                                   : name_ending_at(a, head);
  PlaceRef out;
  out.span = a.span(name);
  const knowledge::Place* place = place_in_region(c, name);
  // A state is a place too, without a point of its own.
  if (const std::int32_t mention = c.mention_at[head]; mention >= 0 && place == nullptr) {
    const Party& party = c.out.parties[static_cast<std::size_t>(c.mentions[static_cast<std::size_t>(mention)].party)];
    if (party.kind == PartyKind::state && party.code == kNoCountry) {
      return std::nullopt;  // "the West"
    }
    if (party.kind == PartyKind::state && party.code.size() == 3) {
      out.name = party.name;
      out.country = party.code;
      return out;
    }
  }
  place = place != nullptr ? place : place_named(c, name);
  if (place == nullptr) {
    return std::nullopt;
  }
  out.name = c.k.places.name(*place);
  out.country = place->country_code();
  out.lat = place->lat;
  out.lon = place->lon;
  return out;
}

}  // namespace

std::optional<PlaceRef> place_of_act(const Context& c, Token trigger) {
  const Analysis& a = c.a;
  std::vector<Found> found;
  look(c, trigger, 0, found);
  Token up = trigger;
  for (int step = 0; found.empty() && step < 2; ++step) {
    // A noun's place may hang on its verb: "carried out strikes in Gaza".
    if (a.head[up] == up || a.pos[a.head[up]] != Pos::VERB ||
        (a.dep[up] != Dep::dobj && a.dep[up] != Dep::xcomp && a.dep[up] != Dep::nsubj && a.dep[up] != Dep::nsubjpass &&
         a.dep[up] != Dep::conj)) {
      break;
    }
    up = a.head[up];
    look(c, up, 1, found);
  }
  std::stable_sort(found.begin(), found.end(), [](const Found& x, const Found& y) { return x.rank < y.rank; });
  std::optional<PlaceRef> out;
  for (const Found& at : found) {
    std::optional<PlaceRef> place = read_place(c, at.head);
    const bool has_point = place && (place->lat != 0 || place->lon != 0);
    if (!out && place) {
      out = std::move(place);
      if (out->lat != 0 || out->lon != 0) {
        break;
      }
    } else if (has_point && place->country == out->country && at.rank < kDoubtful) {
      out = std::move(place);  // "a camp near Naqoura, in southern Lebanon"
      break;
    }
  }
  return out;
}

}  // namespace detente::reading
