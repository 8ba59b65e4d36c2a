#include "compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "detente/text/date.hpp"

namespace detente::linking {

namespace {

constexpr std::size_t kWordsShown = 4;

double square_sum(const std::vector<Term>& terms) {
  double sum = 0;
  for (const Term& term : terms) {
    sum += value_of(term) * value_of(term);
  }
  return sum;
}

double kilometres(const ClaimPlace& a, const ClaimPlace& b) {
  constexpr double kRadians = 3.14159265358979323846 / 180;
  constexpr double kEarth = 6371;
  const double mean = (static_cast<double>(a.lat) + b.lat) / 2 * kRadians;
  // Near enough for places of one region: the earth as flat between them.
  const double north = (static_cast<double>(a.lat) - b.lat) * kRadians;
  const double east = (static_cast<double>(a.lon) - b.lon) * kRadians * std::cos(mean);
  return kEarth * std::sqrt(north * north + east * east);
}

bool share_a_word(const std::string& a, const std::string& b) {
  const std::vector<Term> left = terms_of(a);
  const std::vector<Term> right = terms_of(b);
  return std::any_of(left.begin(), left.end(), [&](const Term& l) {
    return l.weight > kCommonWeight &&
           std::any_of(right.begin(), right.end(), [&](const Term& r) { return r.hash == l.hash; });
  });
}

Match match(const ClaimParty& a, const ClaimParty& b) {
  if (a.name.empty() || b.name.empty()) {
    return Match::unknown;
  }
  if (a.name == b.name) {
    return a.is_named ? Match::same : Match::kin;
  }
  const bool have_codes = !a.code.empty() && !b.code.empty();
  if (have_codes && a.code == b.code) {
    // "Israel" and "the Israel Defense Forces" are one side; two persons of a country need not be.
    return a.is_place || b.is_place || share_a_word(a.name, b.name) ? Match::same : Match::kin;
  }
  if (!a.is_named || !b.is_named) {
    return share_a_word(a.name, b.name) ? Match::kin : Match::unknown;
  }
  // Two persons are two, whatever is known of them, if they share no name.
  const bool are_persons = a.is_person && b.is_person && !share_a_word(a.name, b.name);
  return have_codes || are_persons ? Match::conflict : Match::unknown;
}

}  // namespace

SharedTerms shared_terms(const std::vector<Term>& older, const std::vector<Term>& newer) {
  SharedTerms out;
  double dot = 0;
  bool shares_name = false;
  std::vector<const Term*> shared;
  for (std::size_t i = 0, j = 0; i < older.size() && j < newer.size();) {
    if (older[i].hash == newer[j].hash) {
      dot += value_of(older[i]) * value_of(newer[j]);
      out.names += std::max(older[i].weight, newer[j].weight) >= kNameWeight ? 1 : 0;
      out.telling += std::max(older[i].weight, newer[j].weight) >= kUsualWeight ? 1 : 0;
      out.mass += std::min(value_of(older[i]), value_of(newer[j]));
      shares_name = shares_name || std::min(older[i].weight, newer[j].weight) == kNameWeight;
      out.numbers += older[i].weight == kNumberWeight ? 1 : 0;
      shared.push_back(newer[j].text.empty() ? &older[i] : &newer[j]);
      ++i;
      ++j;
    } else if (older[i].hash < newer[j].hash) {
      ++i;
    } else {
      ++j;
    }
  }
  const auto has = [](const std::vector<Term>& terms, std::uint8_t weight) {
    return std::any_of(terms.begin(), terms.end(), [&](const Term& t) { return t.weight == weight; });
  };
  out.names_differ = !shares_name && has(older, kNameWeight) && has(newer, kNameWeight);
  const auto count = [](const std::vector<Term>& terms) {
    return std::count_if(terms.begin(), terms.end(), [](const Term& t) { return t.weight == kNumberWeight; });
  };
  out.numbers_missing = count(older) > out.numbers || count(newer) > out.numbers;
  out.numbers_differ = out.numbers == 0 && has(older, kNumberWeight) && has(newer, kNumberWeight);
  if (shared.empty()) {
    return out;
  }
  out.cosine = dot / std::sqrt(square_sum(older) * square_sum(newer));
  std::stable_sort(shared.begin(), shared.end(), [](const Term* a, const Term* b) { return a->weight > b->weight; });
  for (std::size_t i = 0; i < shared.size() && i < kWordsShown; ++i) {
    if (!shared[i]->text.empty()) {
      out.words.push_back(shared[i]->text);
    }
  }
  return out;
}

PartyMatch match_parties(const std::vector<ClaimParty>& older, const std::vector<ClaimParty>& newer) {
  PartyMatch best;
  bool is_conflict = !older.empty() && !newer.empty();
  for (const ClaimParty& a : older) {
    for (const ClaimParty& b : newer) {
      const Match found = match(a, b);
      is_conflict = is_conflict && found == Match::conflict;
      if (found > best.match) {
        best = {found, found == Match::same && a.name != b.name && a.is_place ? a.name : b.name};
      }
    }
  }
  if (is_conflict) {
    best.match = Match::conflict;
  }
  return best;
}

OnceAct once_act(const Traits& event) {
  struct Group {
    std::vector<Term> words;
    bool by_itself;  // it is the one who acts whom it befalls
  };
  static const std::vector<Group> kGroups = {
      {terms_of("kill killing killed murder assassinate assassination slay slain behead execute execution die died "
                "death dead"),
       false},
      {terms_of("poison poisoning"), false},
      {terms_of("abduct abduction kidnap kidnapping kidnapped"), false},
      {terms_of("resign resignation oust ouster overthrow overthrown unseat depose deposed topple"), true},
      {terms_of("impeach impeachment"), false},
      {terms_of("extradite extradition"), false}};
  OnceAct out;
  // Who asks for it, fears it or threatens it tells of another act.
  const bool is_speech = event.type >= EventType::REQUEST && event.type <= EventType::PROTEST;
  if (event.kind != ClaimKind::event || is_speech || event.status == Status::possible ||
      event.status == Status::conditional) {
    return out;
  }
  for (std::size_t i = 0; i < kGroups.size() && out.kind == 0; ++i) {
    const bool is_it = std::any_of(event.trigger.begin(), event.trigger.end(), [&](const Term& term) {
      return std::any_of(kGroups[i].words.begin(), kGroups[i].words.end(),
                         [&](const Term& word) { return word.hash == term.hash; });
    });
    if (!is_it) {
      continue;
    }
    for (const auto* side : {&event.targets, &event.sources}) {
      for (const ClaimParty& party : *side) {
        if (party.is_person && party.is_named && (side == &event.targets || kGroups[i].by_itself)) {
          out.who.push_back(party.name);
        }
      }
    }
    out.kind = out.who.empty() ? 0 : static_cast<std::uint32_t>(i + 1);
  }
  return out;
}

Where match_places(const Traits& older, const Traits& newer) {
  if (!older.place || !newer.place) {
    return Where::unknown;
  }
  const ClaimPlace& a = *older.place;
  const ClaimPlace& b = *newer.place;
  if (a.name == b.name && a.country == b.country) {
    return a.is_country ? Where::country : Where::same;
  }
  if (a.country != b.country) {
    return Where::conflict;
  }
  if (a.is_country || b.is_country) {
    return Where::country;
  }
  constexpr double kNear = 30;
  return kilometres(a, b) <= kNear ? Where::country : Where::conflict;
}

std::string iso(std::int32_t day) { return text::from_day_number(day).iso_day(); }

std::string quoted(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) {
    out += fmt::format("{}'{}'", out.empty() ? "" : ", ", word);
  }
  return out;
}

std::string join(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) {
    if (!part.empty()) {
      out += out.empty() ? part : ", " + part;
    }
  }
  return out;
}

std::optional<Likeness> compare(const Traits& a, const Traits& b) {
  if (a.kind != b.kind) {
    return std::nullopt;
  }
  const Traits& older = b.day < a.day ? b : a;
  const Traits& newer = b.day < a.day ? a : b;
  switch (newer.kind) {
    case ClaimKind::event:
      return compare_events(older, newer);
    case ClaimKind::figure:
      return compare_figures(older, newer);
    case ClaimKind::instrument:
      return compare_instruments(older, newer);
  }
  return std::nullopt;
}

bool is_reread(const Traits& a, const Traits& b) {
  constexpr double kAll = 0.999;
  if (a.report != b.report || a.kind != b.kind || shared_terms(a.words, b.words).cosine < kAll) {
    return false;
  }
  switch (a.kind) {
    case ClaimKind::event:
      return a.type == b.type && shared_terms(a.trigger, b.trigger).cosine > 0;
    case ClaimKind::figure:
      return a.measure == b.measure && a.low == b.low && a.high == b.high;
    case ClaimKind::instrument:
      return a.instrument == b.instrument && shared_terms(a.label, b.label).cosine >= kAll;
  }
  return false;
}

}  // namespace detente::linking
