// Where a claim is kept, and where those are that it is compared with.
#include <algorithm>
#include <bit>
#include <limits>

#include "compare.hpp"
#include "detente/text/hash.hpp"
#include "words.hpp"

namespace detente::linking {

namespace {

std::uint32_t hash32(std::string_view word) { return static_cast<std::uint32_t>(text::fnv1a(word)); }

// Report day for what has no date of its own: an undated claim of a report is about the days before it.
std::int32_t time_of(const Traits& t) {
  constexpr std::int32_t kLongSpan = 45;
  if (t.kind == ClaimKind::event && t.when && t.when->last - t.when->first <= kLongSpan) {
    return t.when->last;
  }
  return t.day;
}

// A span of time in days. Claims of neighbouring spans are compared too.
std::int32_t span_days(ClaimKind kind) {
  constexpr std::int32_t kOfEvents = 8;
  constexpr std::int32_t kOfInstruments = 32;
  return kind == ClaimKind::instrument ? kOfInstruments : kOfEvents;
}

std::int32_t bucket_of(const Traits& t) {
  const std::int32_t width = span_days(t.kind);
  const std::int32_t time = time_of(t);
  return time >= 0 ? time / width : (time - width + 1) / width;
}

std::int64_t block(std::int32_t bucket, std::uint32_t feature) {
  return static_cast<std::int64_t>((static_cast<std::uint64_t>(static_cast<std::uint32_t>(bucket)) << 32U) | feature);
}

std::uint32_t key_of(const ClaimParty& party) { return hash32(party.name); }

// Terms that find others: the heaviest, names before words, the order of equal ones by hash and so arbitrary but fixed.
std::vector<std::uint32_t> telling(const std::vector<Term>& terms, std::size_t at_most) {
  std::vector<Term> sorted;
  for (const Term& term : terms) {
    if (term.weight > kCommonWeight) {
      sorted.push_back({term.hash, term.weight, {}});
    }
  }
  std::stable_sort(sorted.begin(), sorted.end(), [](const Term& a, const Term& b) { return a.weight > b.weight; });
  std::vector<std::uint32_t> out;
  for (std::size_t i = 0; i < sorted.size() && i < at_most; ++i) {
    out.push_back(sorted[i].hash);
  }
  return out;
}

enum Feature : std::uint32_t {
  act_party = 1,
  act_pair,
  act_place,
  act_word,
  figure_word,
  figure_value,
  figure_party,
  instrument_word,
  instrument_party,
  instrument_duration,
  charge,
  figure_population,
  once,
  running,
  standing_value,
  standing_norm,
  standing_name,
  named_act,
  act_story,
  charged_by
};

// Types of which one may be read for another share blocks.
std::uint32_t family_of(EventType type) { return type <= EventType::RETREAT ? 0 : type <= EventType::PROTEST ? 1 : 2; }

void event_features(const Traits& t, std::vector<std::uint32_t>& out) {
  const auto act = static_cast<std::uint32_t>(t.type);
  const auto add = [&](Feature kind, std::uint32_t value) { out.push_back(combine(combine(kind, act), value)); };
  const auto add_kin = [&](Feature kind, std::uint32_t value) {
    out.push_back(combine(combine(kind, 100 + family_of(t.type)), value));
  };
  for (const auto* side : {&t.sources, &t.targets}) {
    for (const ClaimParty& party : *side) {
      if (party.is_named) {
        add(act_party, key_of(party));
      }
    }
  }
  for (const ClaimParty& source : t.sources) {
    for (const ClaimParty& target : t.targets) {
      if (!source.code.empty() && !target.code.empty()) {
        add_kin(act_pair, combine(hash32(source.code), hash32(target.code)));
      }
    }
  }
  if (t.place) {
    add(act_place, hash32(t.place->name));
  }
  constexpr std::size_t kTelling = 6;
  for (const std::uint32_t word : telling(t.words, kTelling)) {
    add_kin(act_word, word);
  }
  // Reports of one story share most of their names, and so, very likely, one of the four of least hash (MinHash).
  constexpr std::size_t kStoryNames = 4;
  std::size_t names = 0;
  for (std::size_t i = 0; i < t.topic.size() && names < kStoryNames; ++i) {
    if (t.topic[i].weight == kNameWeight) {
      add(act_story, t.topic[i].hash);
      ++names;
    }
  }
  // What somebody says, and the denial of what he says.
  if (t.type == EventType::REJECT && t.speaks_of_charge) {
    for (const ClaimParty& party : t.targets) {
      if (!party.code.empty()) {
        out.push_back(combine(charged_by, hash32(party.code.substr(0, 3))));
      }
    }
  } else if (family_of(t.type) == 2 && !t.speaker_code.empty()) {
    out.push_back(combine(charged_by, hash32(std::string_view(t.speaker_code).substr(0, 3))));
  }
  // A charge and its denial are two acts, in which the parties change places.
  const bool is_charge = t.type == EventType::ACCUSE;
  if (is_charge || (t.type == EventType::REJECT && t.speaks_of_charge)) {
    for (const ClaimParty& party : is_charge ? t.targets : t.sources) {
      if (!party.code.empty()) {
        out.push_back(combine(charge, hash32(party.code.substr(0, 3))));
      }
    }
  }
}

void figure_features(const Traits& t, std::vector<std::uint32_t>& out) {
  const std::uint32_t measure = hash32(t.measure);
  constexpr std::size_t kTellingWords = 4;
  constexpr std::size_t kTellingTopic = 8;
  for (const std::uint32_t word : telling(t.words, kTellingWords)) {
    out.push_back(combine(combine(figure_word, measure), word));
  }
  for (const std::uint32_t word : telling(t.topic, kTellingTopic)) {
    out.push_back(combine(combine(figure_party, measure), word));
  }
  for (const Term& term : t.population) {
    if (term.weight > kCommonWeight) {
      out.push_back(combine(combine(figure_population, measure), term.hash));
    }
  }
  const double value = t.low.value_or(t.high.value_or(0));
  const auto number = static_cast<std::uint32_t>(std::bit_cast<std::uint64_t>(value) >> 32U);
  for (const std::uint32_t word : telling(t.topic, kTellingTopic)) {
    out.push_back(combine(combine(figure_value, number), word));
  }
  if (t.place) {
    out.push_back(combine(combine(act_place, measure), hash32(t.place->name)));
  }
}

void instrument_features(const Traits& t, std::vector<std::uint32_t>& out) {
  const auto kind = static_cast<std::uint32_t>(t.instrument);
  for (const ClaimParty& party : t.sources) {
    if (party.is_named) {
      out.push_back(combine(combine(instrument_party, kind), key_of(party)));
    }
  }
  if (!t.duration.empty() || !t.action.empty()) {
    out.push_back(combine(combine(instrument_duration, kind), combine(hash32(t.duration), hash32(t.action))));
  }
  constexpr std::size_t kTelling = 5;
  for (const std::uint32_t word : telling(t.label, kTelling)) {
    out.push_back(combine(combine(instrument_word, kind), word));
  }
  for (const std::uint32_t word : telling(t.words, kTelling)) {
    out.push_back(combine(combine(instrument_word, kind), word));
  }
}

std::vector<std::uint32_t> features_of(const Traits& t) {
  std::vector<std::uint32_t> out;
  switch (t.kind) {
    case ClaimKind::event:
      event_features(t, out);
      break;
    case ClaimKind::figure:
      figure_features(t, out);
      break;
    case ClaimKind::instrument:
      instrument_features(t, out);
      break;
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

bool is_name(const Term& term) { return term.weight == kNameWeight; }

// What has no time: an act that comes once, a count that runs for years, a norm that is broken in one place again and
// again, a plan that has a name. It is found by what it is called, whenever it is told.
std::vector<std::uint32_t> standing_features(const Traits& t) {
  std::vector<std::uint32_t> out;
  if (const OnceAct act = once_act(t); act.kind != 0) {
    for (const std::string& who : act.who) {
      out.push_back(combine(combine(once, act.kind), hash32(who)));
    }
  }
  const auto add_names = [&](const std::vector<Term>& terms, std::uint32_t feature) {
    for (const Term& term : terms) {
      if (is_name(term)) {
        out.push_back(combine(feature, term.hash));
      }
    }
  };
  if (t.kind == ClaimKind::figure) {
    const std::uint32_t measure = hash32(t.measure);
    if (t.is_running) {
      add_names(t.words, combine(running, measure));
      add_names(t.topic, combine(running, measure));
    }
    if (is_standing_number(t)) {
      const auto number = static_cast<std::uint32_t>(std::bit_cast<std::uint64_t>(*t.low) >> 32U);
      add_names(t.words, combine(combine(standing_value, measure), number));
      add_names(t.topic, combine(combine(standing_value, measure), number));
    }
  }
  if (t.kind == ClaimKind::instrument) {
    if (t.instrument == InstrumentKind::violation) {
      for (const Term& term : t.label) {
        if (term.weight > kCommonWeight) {
          add_names(t.topic, combine(combine(standing_norm, 0), term.hash));
        }
      }
    }
    add_names(t.label, combine(standing_name, static_cast<std::uint32_t>(t.instrument)));
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

// An act with a name ("the London bombings") is told of for weeks: these blocks are four spans long, numbered by the
// first.
constexpr std::int32_t kLongSpans = 4;

std::int32_t long_bucket(std::int32_t bucket) {
  const std::int32_t part = bucket >= 0 ? bucket / kLongSpans : (bucket - kLongSpans + 1) / kLongSpans;
  return part * kLongSpans;
}

std::vector<std::uint32_t> named_features(const Traits& t) {
  std::vector<std::uint32_t> out;
  if (t.kind == ClaimKind::event) {
    for (const Term& name : t.near) {
      out.push_back(combine(combine(named_act, static_cast<std::uint32_t>(t.type)), name.hash));
    }
  }
  return out;
}

// Before all spans of time.
std::int64_t standing_block(std::uint32_t feature) { return block(std::numeric_limits<std::int32_t>::min(), feature); }

}  // namespace

std::vector<std::int64_t> blocks_of(const Traits& traits) {
  const std::int32_t bucket = bucket_of(traits);
  std::vector<std::int64_t> out;
  for (const std::uint32_t feature : standing_features(traits)) {
    out.push_back(standing_block(feature));
  }
  for (const std::uint32_t feature : named_features(traits)) {
    out.push_back(block(long_bucket(bucket), feature));
  }
  for (const std::uint32_t feature : features_of(traits)) {
    out.push_back(block(bucket, feature));
  }
  return out;
}

std::vector<std::int64_t> blocks_around(const Traits& traits) {
  const std::int32_t bucket = bucket_of(traits);
  std::vector<std::int64_t> out;
  for (const std::uint32_t feature : standing_features(traits)) {
    out.push_back(standing_block(feature));
  }
  for (const std::uint32_t feature : named_features(traits)) {
    for (const std::int32_t away : {-kLongSpans, 0, kLongSpans}) {
      out.push_back(block(long_bucket(bucket) + away, feature));
    }
  }
  const std::vector<std::uint32_t> features = features_of(traits);
  for (const std::int32_t near : {bucket - 1, bucket, bucket + 1}) {
    for (const std::uint32_t feature : features) {
      out.push_back(block(near, feature));
    }
  }
  return out;
}

}  // namespace detente::linking
