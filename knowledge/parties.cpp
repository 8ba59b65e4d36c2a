#include "detente/knowledge/parties.hpp"

#include <algorithm>
#include <limits>

#include "detente/knowledge/fold.hpp"
#include "detente/text/hash.hpp"

namespace detente::knowledge {

namespace {

bool is_joint(std::string_view word) {
  return word == "-" || word == "'" || word == "–" || word == "‑" || word == "‐" || word == "’" || word == "‘" ||
         word == "_";
}

// -1, 0 or 1 for dates of which one may be a prefix of the other; a prefix counts as equal.
int compare_dates(std::string_view a, std::string_view b) {
  const std::size_t n = std::min(a.size(), b.size());
  const int order = a.substr(0, n).compare(b.substr(0, n));
  return order < 0 ? -1 : (order > 0 ? 1 : 0);
}

}  // namespace

TextRef PartyLexicon::keep(std::string_view text) {
  if (text.empty()) {
    return {};
  }
  const TextRef ref{static_cast<std::uint32_t>(pool_.size()), static_cast<std::uint32_t>(text.size())};
  pool_.append(text);
  return ref;
}

std::uint32_t PartyLexicon::find_word(std::string_view folded) const {
  if (word_table_.empty() || folded.empty()) {
    return LexWord::kUnknown;
  }
  const std::size_t mask = word_table_.size() - 1;
  for (std::size_t slot = text::fnv1a(folded) & mask;; slot = (slot + 1) & mask) {
    const std::uint32_t id = word_table_[slot];
    if (id == LexWord::kUnknown || text(words_[id]) == folded) {
      return id;
    }
  }
}

void PartyLexicon::grow_word_table() {
  std::size_t size = 1024;
  while (size < words_.size() * 3) {
    size *= 2;
  }
  word_table_.assign(size, LexWord::kUnknown);
  for (std::uint32_t id = 0; id < words_.size(); ++id) {
    std::size_t slot = text::fnv1a(text(words_[id])) & (size - 1);
    while (word_table_[slot] != LexWord::kUnknown) {
      slot = (slot + 1) & (size - 1);
    }
    word_table_[slot] = id;
  }
}

std::uint32_t PartyLexicon::word_id(const std::string& folded) {
  if (word_table_.size() < (words_.size() + 1) * 2) {
    grow_word_table();
  }
  const std::uint32_t known = find_word(folded);
  if (known != LexWord::kUnknown) {
    return known;
  }
  const auto id = static_cast<std::uint32_t>(words_.size());
  words_.push_back(keep(folded));
  const std::size_t mask = word_table_.size() - 1;
  std::size_t slot = text::fnv1a(folded) & mask;
  while (word_table_[slot] != LexWord::kUnknown) {
    slot = (slot + 1) & mask;
  }
  word_table_[slot] = id;
  return id;
}

LexWord PartyLexicon::look_up_word(std::string_view word, std::string& scratch) const {
  LexWord out;
  if (is_joint(word)) {
    out.skip = true;
    return out;
  }
  fold(word, scratch);
  out.id = find_word(scratch);
  out.shape = shape_of(word);
  const std::size_t hyphen = word.find('-');
  if (out.id == LexWord::kUnknown && hyphen != std::string_view::npos && hyphen > 0 && hyphen < 0xFFFF) {
    // "U.S.-led" is one token where "US-led" is three.
    const std::string_view first = word.substr(0, hyphen);
    fold(first, scratch);
    out.id = find_word(scratch);
    if (out.id != LexWord::kUnknown) {
      out.shape = shape_of(first);
      out.part = static_cast<std::uint16_t>(hyphen);
    }
  }
  return out;
}

std::vector<LexWord> PartyLexicon::look_up(const Analysis& a) const {
  std::vector<LexWord> out(a.size());
  std::string scratch;
  for (std::uint32_t i = 0; i < a.size(); ++i) {
    out[i] = look_up_word(a.words(i), scratch);
    // "Lt." may be two tokens.
    const bool inner_stop = i > 0 && i + 1 < a.size() && a.words(i) == "." && a.begin[i] == a.end[i - 1] &&
                            a.sentence_of[i + 1] == a.sentence_of[i];
    out[i].skip = out[i].skip || inner_stop;
  }
  return out;
}

std::vector<LexWord> PartyLexicon::look_up(std::string_view text) const {
  std::vector<LexWord> out;
  for (const FoldedWord& word : name_words(text)) {
    out.push_back({find_word(word.text), word.shape, false, 0});
  }
  return out;
}

bool PartyLexicon::fits(const Name& name, std::span<const LexWord> words, std::span<const std::size_t> at,
                        bool caseless) const {
  if ((name.flags & kCaseless) != 0) {
    return true;
  }
  const bool any_case = caseless && (name.flags & kAmbiguous) == 0;
  for (std::size_t i = 0; i < at.size(); ++i) {
    const std::uint8_t wanted = name_shapes_[name.words + i];
    const std::uint8_t found = words[at[i]].shape;
    if (any_case) {
      // "who" and "us" are words before they are acronyms.
      if ((wanted & kAllCaps) != 0 && text(words_[name_words_[name.words + i]]).size() < 4) {
        return false;
      }
      continue;
    }
    if ((found & wanted) != wanted) {
      return false;
    }
  }
  return true;
}

void PartyLexicon::match(std::span<const LexWord> words, std::size_t at, std::vector<NameHit>& hits,
                         bool caseless) const {
  hits.clear();
  if (at >= words.size() || words[at].skip || edges_.empty()) {
    return;
  }
  std::vector<std::size_t> path;
  std::uint32_t node = 0;
  for (std::size_t i = at; i < words.size(); ++i) {
    if (words[i].skip) {
      continue;
    }
    if (words[i].id == LexWord::kUnknown) {
      break;
    }
    node = child_of(node, words[i].id);
    if (node == LexWord::kUnknown) {
      break;
    }
    path.push_back(i);
    for (std::uint32_t n = node_begin_[node]; n < node_begin_[node + 1]; ++n) {
      const Name& name = names_[node_names_[n]];
      if (fits(name, words, path, caseless)) {
        hits.push_back({static_cast<std::uint32_t>(i + 1), name.target, name.use, (name.flags & kAmbiguous) != 0,
                        (name.flags & kUser) != 0});
      }
    }
    if (words[i].part != 0) {
      break;  // what follows in the same word is not part of the name
    }
  }
  std::stable_sort(hits.begin(), hits.end(), [](const NameHit& a, const NameHit& b) {
    return a.by_user != b.by_user ? a.by_user : a.end > b.end;
  });
}

std::int32_t PartyLexicon::by_id(std::string_view id) const {
  const auto found = ids_.find(std::string(id));
  return found == ids_.end() ? -1 : static_cast<std::int32_t>(found->second);
}

std::int32_t PartyLexicon::state_of(std::string_view code) const {
  const auto found = states_.find(std::string(code));
  return found == states_.end() ? -1 : static_cast<std::int32_t>(found->second);
}

std::string_view PartyLexicon::code_on(const PartyEntry& party, std::string_view date) const {
  for (std::uint32_t i = party.code_begin; !date.empty() && i < party.code_end; ++i) {
    const std::string_view from = text(codes_[i].from);
    const std::string_view to = text(codes_[i].to);
    if ((from.empty() || compare_dates(from, date) <= 0) && (to.empty() || compare_dates(date, to) <= 0)) {
      return text(codes_[i].code);
    }
  }
  if (!date.empty() || party.code.size > 0 || party.code_begin == party.code_end) {
    return text(party.code);
  }
  std::string_view common = text(codes_[party.code_begin].code);
  for (std::uint32_t i = party.code_begin + 1; i < party.code_end; ++i) {
    const std::string_view code = text(codes_[i].code);
    const auto differ = std::mismatch(common.begin(), common.end(), code.begin(), code.end()).first;
    common = common.substr(0, static_cast<std::size_t>(differ - common.begin()));
  }
  constexpr std::size_t kPart = 3;  // letters of a country or sector
  return common.substr(0, common.size() / kPart * kPart);
}

bool PartyLexicon::holds(const RoleEntry& role, std::string_view date) const {
  const std::string_view from = text(role.from);
  const std::string_view to = text(role.to);
  if (date.empty()) {
    return from.empty() && to.empty();
  }
  return (from.empty() || compare_dates(from, date) <= 0) && (to.empty() || compare_dates(date, to) <= 0);
}

std::string PartyLexicon::office_of(std::string_view title) const {
  const std::vector<LexWord> words = look_up(title);
  std::vector<NameHit> hits;
  match(words, 0, hits, true);
  for (const NameHit& hit : hits) {
    if (hit.use == NameUse::title && hit.end == words.size() && titles_[hit.target].office.size > 0) {
      return std::string(text(titles_[hit.target].office));
    }
  }
  return folded_name(title);
}

std::vector<std::uint32_t> PartyLexicon::holders(std::string_view office, std::string_view country,
                                                 std::string_view date) const {
  const std::uint64_t key = text::fnv1a(country, text::fnv1a(office));
  std::vector<std::uint32_t> out;
  auto it = std::lower_bound(office_index_.begin(), office_index_.end(), std::pair{key, std::uint32_t{0}});
  for (; it != office_index_.end() && it->first == key; ++it) {
    const PartyEntry& person = parties_[it->second];
    for (const RoleEntry& role : roles(person)) {
      if (text(role.office) == office && text(role.country) == country && (date.empty() || holds(role, date))) {
        out.push_back(it->second);
        break;
      }
    }
  }
  if (date.empty() && out.size() > 1) {
    out.clear();
  }
  return out;
}

std::span<const std::uint32_t> PartyLexicon::persons_named(std::string_view family_name) const {
  const std::uint32_t word = find_word(family_name);
  const auto [begin, end] = std::equal_range(family_words_.begin(), family_words_.end(), word);
  if (word == LexWord::kUnknown || begin == end) {
    return {};
  }
  return std::span(family_persons_)
      .subspan(static_cast<std::size_t>(begin - family_words_.begin()), static_cast<std::size_t>(end - begin));
}

char PartyLexicon::given_name_gender(std::string_view given_name) const {
  std::string folded;
  fold(given_name, folded);
  const std::uint32_t word = find_word(folded);
  if (word == LexWord::kUnknown) {
    return 0;
  }
  const auto female_end = given_names_.begin() + given_female_;
  const bool female = std::binary_search(given_names_.begin(), female_end, word);
  const bool male = std::binary_search(female_end, given_names_.end(), word);
  if (female == male) {
    return 0;
  }
  return female ? 'f' : 'm';
}

}  // namespace detente::knowledge
