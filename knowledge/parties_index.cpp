// What a PartyLexicon builds from its entries: the trie of names, and the tables by id, office and family name.
#include <algorithm>

#include "detente/knowledge/fold.hpp"
#include "detente/knowledge/parties.hpp"
#include "detente/text/hash.hpp"
#include "detente/text/utf8.hpp"

namespace detente::knowledge {

namespace {

std::uint64_t edge_hash(std::uint32_t node, std::uint32_t word) {
  std::uint64_t h = (static_cast<std::uint64_t>(node) << 32) | word;
  h = (h ^ (h >> 31)) * 0x7fb5d329728ea185ULL;
  h = (h ^ (h >> 27)) * 0x81dadef4bc2dd44dULL;
  return h ^ (h >> 33);
}

}  // namespace

void PartyLexicon::add_name(std::string_view name, NameUse use, std::uint32_t target, std::uint8_t flags) {
  std::vector<FoldedWord> words = name_words(name);
  // "The National" is a newspaper only with its article.
  if (words.size() == 1 && name.starts_with("The ") && use == NameUse::name) {
    words.insert(words.begin(), {"the", kLower});
  }
  if (words.empty() || words.size() > 30) {
    return;
  }
  Name entry;
  entry.words = static_cast<std::uint32_t>(name_words_.size());
  entry.count = static_cast<std::uint16_t>(words.size());
  entry.target = target;
  entry.use = use;
  entry.flags = static_cast<std::uint8_t>(flags | (by_user_ ? kUser : 0));
  for (const FoldedWord& word : words) {
    name_words_.push_back(word_id(word.text));
    name_shapes_.push_back(word.shape);
  }
  names_.push_back(entry);
}

void PartyLexicon::add_noun(std::string_view noun, NameUse use, std::uint32_t target, std::uint8_t flags) {
  add_name(noun, use, target, flags);
  if ((shape_of(noun) & kAllCaps) != 0 && (flags & kCaseless) == 0) {
    return;  // an acronym
  }
  const std::string folded = folded_name(noun);
  const std::size_t cut = folded.rfind(' ');
  const std::string first = cut == std::string::npos ? "" : folded.substr(0, cut + 1);
  const std::vector<std::string> forms = noun_forms(cut == std::string::npos ? folded : folded.substr(cut + 1));
  for (std::size_t i = 1; i < forms.size(); ++i) {
    add_name(first + forms[i], use, target, flags);
  }
  // "attorney general" is "attorneys general" in the plural; other heads that come first are "X of Y".
  const std::size_t of = folded.find(" of ");
  const std::size_t head_end =
      of != std::string::npos ? of : (folded.ends_with(" general") ? folded.find(' ') : std::string::npos);
  if (head_end != std::string::npos) {
    const std::size_t head_begin = head_end == 0 ? 0 : folded.rfind(' ', head_end - 1);
    const std::size_t from = head_begin == std::string::npos ? 0 : head_begin + 1;
    const std::vector<std::string> heads = noun_forms(folded.substr(from, head_end - from));
    for (std::size_t i = 1; i < heads.size(); ++i) {
      add_name(folded.substr(0, from) + heads[i] + folded.substr(head_end), use, target, flags);
    }
  }
}

std::uint32_t PartyLexicon::child_of(std::uint32_t node, std::uint32_t word) const {
  const std::size_t mask = edges_.size() - 1;
  for (std::size_t slot = edge_hash(node, word) & mask;; slot = (slot + 1) & mask) {
    const Edge& edge = edges_[slot];
    if (edge.node == LexWord::kUnknown) {
      return LexWord::kUnknown;
    }
    if (edge.node == node && edge.word == word) {
      return edge.child;
    }
  }
}

void PartyLexicon::build_trie() {
  std::size_t size = 1024;
  while (size < name_words_.size() * 2) {
    size *= 2;
  }
  edges_.assign(size, Edge{});
  std::uint32_t nodes = 1;
  std::vector<std::uint32_t> node_of(names_.size(), LexWord::kUnknown);
  for (std::size_t n = 0; n < names_.size(); ++n) {
    const Name& name = names_[n];
    const bool of_party = name.use <= NameUse::seat;
    if (of_party && parties_[name.target].hidden != 0) {
      continue;
    }
    std::uint32_t node = 0;
    for (std::size_t i = 0; i < name.count; ++i) {
      const std::uint32_t word = name_words_[name.words + i];
      std::size_t slot = edge_hash(node, word) & (size - 1);
      while (edges_[slot].node != LexWord::kUnknown && (edges_[slot].node != node || edges_[slot].word != word)) {
        slot = (slot + 1) & (size - 1);
      }
      if (edges_[slot].node == LexWord::kUnknown) {
        edges_[slot] = {node, word, nodes++};
      }
      node = edges_[slot].child;
    }
    node_of[n] = node;
  }
  node_begin_.assign(nodes + 1, 0);
  for (const std::uint32_t node : node_of) {
    if (node != LexWord::kUnknown) {
      ++node_begin_[node + 1];
    }
  }
  for (std::uint32_t node = 0; node < nodes; ++node) {
    node_begin_[node + 1] += node_begin_[node];
  }
  node_names_.assign(node_begin_[nodes], 0);
  std::vector<std::uint32_t> next(node_begin_.begin(), node_begin_.end() - 1);
  for (std::uint32_t n = 0; n < names_.size(); ++n) {
    if (node_of[n] != LexWord::kUnknown) {
      node_names_[next[node_of[n]]++] = n;
    }
  }
  // A user's names come first where they end at the same node.
  for (std::uint32_t node = 0; node < nodes; ++node) {
    const auto begin = node_names_.begin() + node_begin_[node];
    const auto end = node_names_.begin() + node_begin_[node + 1];
    std::stable_sort(begin, end, [&](std::uint32_t a, std::uint32_t b) {
      return (names_[a].flags & kUser) > (names_[b].flags & kUser);
    });
  }
}

Result<void> PartyLexicon::index() {
  grow_word_table();
  build_trie();
  ids_.clear();
  states_.clear();
  for (std::uint32_t i = 0; i < parties_.size(); ++i) {
    const PartyEntry& party = parties_[i];
    if (party.hidden != 0) {
      continue;
    }
    if (party.id.size > 0) {
      ids_.emplace(text(party.id), i);
    }
    if (party.kind == PartyKind::state && party.of.size == 0 && party.sector.size == 0 && party.code.size == 3) {
      states_.emplace(text(party.code), i);
    }
  }
  for (const PartyEntry& party : parties_) {
    if (party.hidden == 0 && party.of.size > 0 && by_id(text(party.of)) < 0) {
      const auto origin = origins_.find(std::string(text(party.id)));
      return Error{ErrorCode::knowledge,
                   "party '" + std::string(text(party.id)) + "' belongs to '" + std::string(text(party.of)) +
                       "', which no file describes",
                   origin == origins_.end() ? std::string(text(party.rule)) : origin->second};
    }
  }

  // Offices are keys of the table of titles, so they can be found once all titles are there.
  for (RoleEntry& role : roles_) {
    if (role.office.size == 0) {
      role.office = keep(office_of(text(role.title)));
    }
  }
  office_index_.clear();
  std::vector<std::pair<std::uint32_t, std::uint32_t>> family;
  for (std::uint32_t i = 0; i < parties_.size(); ++i) {
    const PartyEntry& party = parties_[i];
    if (party.kind != PartyKind::person || party.hidden != 0) {
      continue;
    }
    for (const RoleEntry& role : roles(party)) {
      office_index_.emplace_back(text::fnv1a(text(role.country), text::fnv1a(text(role.office))), i);
    }
    const std::string name = folded_name(text(party.name));
    const std::size_t cut = name.rfind(' ');
    const std::uint32_t word = find_word(cut == std::string::npos ? name : name.substr(cut + 1));
    if (word != LexWord::kUnknown) {
      family.emplace_back(word, i);
    }
  }
  std::sort(office_index_.begin(), office_index_.end());
  office_index_.erase(std::unique(office_index_.begin(), office_index_.end()), office_index_.end());
  std::sort(family.begin(), family.end());
  family_words_.clear();
  family_persons_.clear();
  for (const auto& [word, person] : family) {
    family_words_.push_back(word);
    family_persons_.push_back(person);
  }
  return {};
}

void PartyLexicon::write(ArchiveWriter& out) const {
  out.put(pool_);
  out.put_block(parties_);
  out.put_block(roles_);
  out.put_block(codes_);
  out.put_block(agents_);
  out.put_block(titles_);
  out.put_block(names_);
  out.put_block(name_words_);
  out.put_block(name_shapes_);
  out.put_block(words_);
  out.put_block(given_names_);
  out.put(given_female_);
  out.put(has_petrarch_);
}

bool PartyLexicon::read(ArchiveReader& in) {
  pool_ = in.get_text();
  in.get_block(parties_);
  in.get_block(roles_);
  in.get_block(codes_);
  in.get_block(agents_);
  in.get_block(titles_);
  in.get_block(names_);
  in.get_block(name_words_);
  in.get_block(name_shapes_);
  in.get_block(words_);
  in.get_block(given_names_);
  given_female_ = in.get<std::uint32_t>();
  has_petrarch_ = in.get<std::uint8_t>();
  if (!in.ok() || !refs_are_sound()) {
    return false;
  }
  return static_cast<bool>(index());
}

// Every offset of an archive is checked once, here, so that nothing else needs to.
bool PartyLexicon::refs_are_sound() const {
  if (text::first_invalid(pool_) != std::string_view::npos) {
    return false;
  }
  // A piece of text begins and ends between two letters.
  const auto between = [&](std::uint32_t at) {
    return at == pool_.size() || (static_cast<unsigned char>(pool_[at]) & 0xC0U) != 0x80U;
  };
  const auto sound = [&](std::initializer_list<TextRef> refs) {
    return std::all_of(refs.begin(), refs.end(), [&](TextRef ref) {
      return ref.offset <= pool_.size() && ref.size <= pool_.size() - ref.offset && between(ref.offset) &&
             between(ref.offset + ref.size);
    });
  };
  const auto range = [](std::uint32_t begin, std::uint32_t end, std::size_t size) {
    return begin <= end && end <= size;
  };
  for (const PartyEntry& p : parties_) {
    if (!sound({p.id, p.name, p.code, p.sector, p.of, p.rule, p.active_from, p.active_to}) ||
        p.kind > PartyKind::unknown || !range(p.role_begin, p.role_end, roles_.size()) ||
        !range(p.code_begin, p.code_end, codes_.size())) {
      return false;
    }
  }
  for (const RoleEntry& r : roles_) {
    if (!sound({r.title, r.office, r.country, r.sector, r.from, r.to})) {
      return false;
    }
  }
  for (const DatedCode& c : codes_) {
    if (!sound({c.code, c.from, c.to})) {
      return false;
    }
  }
  for (const AgentEntry& a : agents_) {
    if (!sound({a.sector, a.rule}) || a.kind > PartyKind::unknown) {
      return false;
    }
  }
  for (const TitleEntry& t : titles_) {
    if (!sound({t.sector, t.office, t.rule})) {
      return false;
    }
  }
  for (const TextRef word : words_) {
    if (!sound({word})) {
      return false;
    }
  }
  const auto known_word = [&](std::uint32_t word) { return word < words_.size(); };
  if (name_shapes_.size() != name_words_.size() || !std::all_of(name_words_.begin(), name_words_.end(), known_word) ||
      !std::all_of(given_names_.begin(), given_names_.end(), known_word) || given_female_ > given_names_.size()) {
    return false;
  }
  return std::all_of(names_.begin(), names_.end(), [&](const Name& n) {
    const std::size_t targets = n.use <= NameUse::seat    ? parties_.size()
                                : n.use == NameUse::agent ? agents_.size()
                                : n.use == NameUse::title ? titles_.size()
                                                          : std::size_t{1};
    return n.use <= NameUse::discard_report && n.target < targets && n.words <= name_words_.size() &&
           n.count <= name_words_.size() - n.words;
  });
}

}  // namespace detente::knowledge
