#include <algorithm>

#include "detente/knowledge/fold.hpp"
#include "detente/text/date.hpp"
#include "parties_finder.hpp"

namespace detente::reading {

namespace {

// The date as far as it is known, to the day: an ISO 8601 prefix, or empty.
std::string day_of(std::string_view published) {
  const auto date = text::parse_date(published);
  return date ? date->iso().substr(0, 10) : std::string();
}

}  // namespace

void find_parties(Context& context) { Finder(context).run(); }

Finder::Finder(Context& context)
    : c_(context), a_(context.a), lexicon_(context.k.parties), date_(day_of(context.report.published)) {}

void Finder::run() {
  const std::uint32_t n = a_.size();
  name_at_.assign(n, -1);
  noun_at_.assign(n, -1);
  noun_of_.assign(n, -1);
  first_mention_.assign(n, -1);
  caseless_.clear();
  for (std::uint32_t s = 0; s < a_.sentences.size(); ++s) {
    caseless_.push_back(caseless_sentence(s) ? 1 : 0);
  }
  words_ = lexicon_.look_up(a_);
  match_names();
  drop_strange_parties();
  name_by_context();

  // Names first: what a name refers to does not depend on what stands before it, except the rest of a person's name.
  std::vector<std::pair<std::uint32_t, std::int32_t>> order;  // first token; a name, or ~ of an entity
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (names_[i].tokens.size() == 0) {
      continue;
    }
    order.emplace_back(names_[i].tokens.begin, static_cast<std::int32_t>(i));
  }
  for (std::size_t i = 0; i < a_.entities.size(); ++i) {
    order.emplace_back(a_.entities[i].tokens.begin, ~static_cast<std::int32_t>(i));
  }
  std::sort(order.begin(), order.end());
  for (const auto& [token, what] : order) {
    if (what >= 0) {
      mention_name(names_[static_cast<std::size_t>(what)]);
    } else {
      mention_entity(a_.entities[static_cast<std::size_t>(-1 - what)]);
    }
  }

  // The model misses some family names of people whom it has seen in full.
  for (std::uint32_t i = 0; i < n; ++i) {
    const bool free = first_mention_[i] < 0 && name_at_[i] < 0 && noun_of_[i] < 0 && a_.pos[i] == Pos::PROPN;
    const bool part = a_.dep[i] == Dep::compound || (i > 0 && a_.head[i - 1] == i && a_.dep[i - 1] == Dep::compound &&
                                                     !is_honorific(a_.lower[i - 1]));
    if (free && !part && families_.contains(key_words({i, i + 1}))) {
      mention_person({i, i + 1}, -1);
    }
  }

  for (std::uint32_t i = 0; i < n; ++i) {
    if (first_mention_[i] < 0) {
      read_phrase(i);
    }
    if (first_mention_[i] >= 0) {
      trail_.push_back(i);
    }
  }
  finish();
}

std::string Finder::words_of(TokenRange range) const {
  std::string out;
  for (const char c : a_.words(a_.span(range))) {
    const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!space) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  return out;
}

std::string Finder::key_words(TokenRange range) const { return knowledge::folded_name(a_.words(a_.span(range))); }

// The part of the range that stands on the same line as the token: a headline is no part of the sentence below it.
TokenRange Finder::within_line(TokenRange range, std::uint32_t token) const {
  const auto breaks = [&](std::uint32_t i) {
    return a_.pos[i] == Pos::SPACE && a_.words(i).find('\n') != std::string_view::npos;
  };
  for (std::uint32_t i = token; i-- > range.begin;) {
    if (breaks(i)) {
      range.begin = i + 1;
      break;
    }
  }
  for (std::uint32_t i = token + 1; i < range.end; ++i) {
    if (breaks(i)) {
      range.end = i;
      break;
    }
  }
  return range;
}

TokenRange Finder::phrase_of(std::uint32_t head, TokenRange inner) const {
  TokenRange phrase = noun_phrase(a_, head);
  phrase.begin = std::min(phrase.begin, inner.begin);
  phrase.end = std::max(phrase.end, inner.end);
  return phrase;
}

void Finder::add_mention(Index party, TokenRange tokens, std::uint32_t head) {
  if (party == kNone || tokens.begin >= tokens.end) {
    return;
  }
  if (first_mention_[head] < 0) {
    first_mention_[head] = static_cast<std::int32_t>(c_.mentions.size());
  }
  c_.mentions.push_back({party, tokens, head});
  if (a_.pos[head] == Pos::PROPN) {
    constexpr std::size_t kMostNames = 8;
    TokenRange name{tokens.begin, head + 1};
    std::vector<std::string>& names = facts_[static_cast<std::size_t>(party)].names;
    std::string key = key_words(name);
    if (names.size() < kMostNames && std::find(names.begin(), names.end(), key) == names.end()) {
      names.push_back(std::move(key));
    }
  }
}

Index Finder::own_party(const std::string& key, Party party) {
  const auto [at, is_new] = keys_.emplace(key, static_cast<Index>(c_.out.parties.size()));
  if (is_new) {
    c_.out.parties.push_back(std::move(party));
    facts_.emplace_back();
  }
  return at->second;
}

Index Finder::party_of_entry(std::uint32_t entry) {
  const std::string key = "e:" + std::to_string(entry);
  if (const auto known = keys_.find(key); known != keys_.end()) {
    return known->second;
  }
  const knowledge::PartyEntry& e = lexicon_.party(entry);
  Party party;
  party.name = text(e.name);
  party.kind = e.kind;
  party.code = lexicon_.code_on(e, date_);
  party.sector = text(e.sector);
  party.rule = text(e.rule);
  if (e.kind == PartyKind::person) {
    set_person_codes(party, e);
  }
  const Index index = own_party(key, std::move(party));
  PartyFacts& facts = facts_[static_cast<std::size_t>(index)];
  facts.entry = static_cast<std::int32_t>(entry);
  facts.gender = static_cast<char>(e.gender);
  if (e.kind == PartyKind::person) {
    const auto name = knowledge::name_words(text(e.name));
    if (!name.empty()) {
      facts.family = name.back().text;
      families_[facts.family].push_back(index);
      const std::string_view code = text(e.code);
      if (name.size() > 1 &&
          (code == "CHN" || code == "TWN" || code == "PRK" || code == "KOR" || code == "VNM" || code == "HKG")) {
        families_[name.front().text].push_back(index);  // "Wen Jiabao ... Wen"
      }
      if (facts.gender == 0) {
        facts.gender = lexicon_.given_name_gender(name.front().text);
      }
    }
  }
  return index;
}

Index Finder::government_of(const Owner& owner) {
  Party party;
  party.kind = PartyKind::government;
  party.code = owner.code;
  party.sector = "GOV";
  const std::int32_t state = lexicon_.state_of(owner.code);
  party.name = "government of " +
               (state >= 0 ? std::string(text(lexicon_.party(static_cast<std::uint32_t>(state)).name)) : owner.name);
  party.rule = "rule:government";
  return own_party("gov:" + (owner.code.empty() ? owner.name : owner.code), std::move(party));
}

void Finder::abstain(const char* what, std::uint32_t token, std::string why) {
  c_.out.abstained.push_back({what, a_.span(token), std::move(why)});
}

void Finder::finish() {
  std::stable_sort(c_.mentions.begin(), c_.mentions.end(),
                   [](const Mention& a, const Mention& b) { return a.head < b.head; });
  for (std::size_t m = c_.mentions.size(); m-- > 0;) {
    c_.mention_at[c_.mentions[m].head] = static_cast<std::int32_t>(m);
    const Mention& mention = c_.mentions[m];
    Span span = a_.span(mention.tokens);
    const std::uint32_t last = mention.tokens.end - 1;
    if (mention.tokens.size() == 1 && words_[last].part != 0) {
      span.end = span.begin + words_[last].part;  // "U.S." of "U.S.-led"
    }
    c_.out.parties[static_cast<std::size_t>(mention.party)].mentions.push_back(span);
  }
  for (Party& party : c_.out.parties) {
    std::sort(party.mentions.begin(), party.mentions.end());
    party.mentions.erase(std::unique(party.mentions.begin(), party.mentions.end()), party.mentions.end());
  }
}

}  // namespace detente::reading
