#include "around.hpp"

#include <algorithm>
#include <array>

#include "detente/knowledge/fold.hpp"
#include "one_of.hpp"

namespace detente::reading {
namespace {

constexpr std::size_t kMostCountries = 32;

// Too wide for a point, though towns bear their names too.
constexpr std::array<std::string_view, 8> kContinents{"asia",          "africa",        "europe",        "antarctica",
                                                      "north america", "south america", "latin america", "middle east"};

std::string_view without_article(std::string_view name) {
  for (const std::string_view article : {"the ", "The "}) {
    if (name.substr(0, article.size()) == article) {
      name.remove_prefix(article.size());
    }
  }
  return name;
}

const Party* state_at(const Context& c, std::uint32_t token) {
  const std::int32_t mention = c.mention_at[token];
  if (mention < 0) {
    return nullptr;
  }
  const Party& party = c.out.parties[static_cast<std::size_t>(c.mentions[static_cast<std::size_t>(mention)].party)];
  return party.kind == PartyKind::state && party.code.size() == 3 ? &party : nullptr;
}

// Behind the name: a comma and a region or country, or "in" and a country.
struct Behind {
  const knowledge::PlaceRegion* region = nullptr;
  std::string_view country;
};

Behind behind(const Context& c, TokenRange name) {
  const Analysis& a = c.a;
  Behind out;
  if (name.end >= a.size()) {
    return out;
  }
  const std::uint32_t stop = a.sentences[a.sentence_of[name.begin]].end;
  if (a.words(name.end) == ",") {
    const std::uint32_t begin = name.end + 1;
    for (std::uint32_t end = std::min(begin + 3, stop); end > begin && out.region == nullptr; --end) {
      out.region = a.pos[begin] == Pos::PROPN ? c.k.places.region(a.words(a.span({begin, end}))) : nullptr;
    }
    for (std::uint32_t i = begin; i < std::min(begin + 3, stop) && out.country.empty(); ++i) {
      const Party* state = a.pos[i] == Pos::PROPN ? state_at(c, i) : nullptr;
      out.country = state != nullptr ? std::string_view(state->code) : std::string_view();
    }
    return out;
  }
  // "Tripoli in northern Lebanon"
  for (std::uint32_t i = name.end + 1; a.lower[name.end] == "in" && i < std::min(name.end + 4, stop); ++i) {
    if (a.pos[i] == Pos::PROPN) {
      const Party* state = state_at(c, i);
      out.country = state != nullptr ? std::string_view(state->code) : std::string_view();
      break;
    }
  }
  return out;
}

}  // namespace

Around around(const Context& c, std::int64_t sentence) {
  Around out;
  double total = 0;
  for (const Party& p : c.out.parties) {
    if (p.code.size() != 3 || p.mentions.empty()) {
      continue;
    }
    const auto n = static_cast<double>(p.mentions.size());
    total += n;
    const auto known = std::find_if(out.countries.begin(), out.countries.end(),
                                    [&p](const knowledge::NearCountry& near) { return near.code == p.code; });
    if (known != out.countries.end()) {
      known->share += n;
    } else if (out.countries.size() < kMostCountries) {
      out.countries.push_back({p.code, n, false});
    }
    if (p.kind == PartyKind::state) {
      const knowledge::PlaceRegion* region = c.k.places.region(p.name);
      if (region != nullptr && p.code == std::string_view(region->country, 3)) {
        out.regions.push_back(region);
      }
    }
  }
  for (knowledge::NearCountry& near : out.countries) {
    near.share /= total;
  }
  if (sentence >= 0) {
    const TokenRange tokens = c.a.sentences[static_cast<std::size_t>(sentence)];
    for (std::uint32_t i = tokens.begin; i < tokens.end; ++i) {
      if (c.mention_at[i] < 0) {
        continue;
      }
      const Index party = c.mentions[static_cast<std::size_t>(c.mention_at[i])].party;
      for (knowledge::NearCountry& near : out.countries) {
        near.close = near.close || near.code == c.out.parties[static_cast<std::size_t>(party)].code;
      }
    }
  }
  return out;
}

const knowledge::Place* place_in_region(const Context& c, TokenRange name) {
  const knowledge::PlaceRegion* region = behind(c, name).region;
  const std::string_view words = without_article(c.a.words(c.a.span(name)));
  return region == nullptr ? nullptr : c.k.places.best(words, {{}, {}, region, {}});
}

const knowledge::Place* place_named(const Context& c, TokenRange name) {
  if (const knowledge::Place* place = place_in_region(c, name)) {
    return place;
  }
  const std::string_view words = without_article(c.a.words(c.a.span(name)));
  if (one_of(knowledge::folded_name(words), kContinents)) {
    return nullptr;
  }
  if (const std::string_view country = behind(c, name).country; !country.empty()) {
    if (const knowledge::Place* place = c.k.places.best(words, {{}, country, nullptr, {}})) {
      return place;
    }
  }
  const Around near = around(c, c.a.sentence_of[name.begin]);
  return c.k.places.best(words, near.view());
}

}  // namespace detente::reading
