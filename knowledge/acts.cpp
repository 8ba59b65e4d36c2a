#include "detente/knowledge/acts.hpp"

#include <algorithm>

namespace detente::knowledge {
namespace {

void put(ArchiveWriter& out, const std::vector<WordId>& ids) {
  out.put_all(ids, [](ArchiveWriter& o, WordId id) { o.put(id); });
}
void put16(ArchiveWriter& out, const std::vector<std::uint16_t>& ids) {
  out.put_all(ids, [](ArchiveWriter& o, std::uint16_t id) { o.put(id); });
}
void put(ArchiveWriter& out, const WordTest& t) {
  put(out, t.words);
  put16(out, t.sets);
  put(out, t.pairs);
  out.put(static_cast<std::uint8_t>(t.negated ? 1 : 0));
}

// Reads the parts of an archive and notes every number that points outside its table.
struct Reader {
  ArchiveReader& in;
  std::uint32_t words = 0;
  std::uint16_t sets = 0;
  bool good = true;

  WordId word() {
    const auto id = in.get<WordId>();
    good = good && id < words;
    return id;
  }
  std::uint16_t set() {
    const auto id = in.get<std::uint16_t>();
    good = good && id < sets;
    return id;
  }
  std::uint8_t below(std::uint8_t limit) {
    const auto value = in.get<std::uint8_t>();
    good = good && value < limit;
    return value < limit ? value : 0;
  }
  void word_list(std::vector<WordId>& to) {
    in.get_all(to, [this](ArchiveReader&) { return word(); });
  }
  void set_list(std::vector<std::uint16_t>& to) {
    in.get_all(to, [this](ArchiveReader&) { return set(); });
  }
  void test(WordTest& to) {
    word_list(to.words);
    set_list(to.sets);
    word_list(to.pairs);
    good = good && to.pairs.size() % 2 == 0;
    to.negated = in.get<std::uint8_t>() != 0;
  }
};

void put(ArchiveWriter& out, const ActFrame& f) {
  out.put(static_cast<std::uint8_t>(f.head));
  out.put(static_cast<std::uint8_t>(f.type));
  out.put(f.cameo);
  out.put(f.mode);
  out.put(f.reverse);
  out.put(static_cast<std::uint8_t>((f.by_content ? 1 : 0) | (f.user ? 2 : 0)));
  out.put(f.file);
  out.put(static_cast<std::uint8_t>(f.subject));
  out.put(static_cast<std::uint8_t>(f.object));
  out.put(static_cast<std::uint8_t>(f.dative));
  out.put(static_cast<std::uint8_t>(f.object_rule));
  put(out, f.subject_test);
  put(out, f.object_test);
  put(out, f.modifier_test);
  put(out, f.particles);
  out.put_all(f.preps, [](ArchiveWriter& o, const PrepSlot& p) {
    put(o, p.preps);
    put(o, p.test);
    o.put(static_cast<std::uint8_t>(p.role));
    o.put(static_cast<std::uint8_t>(p.optional ? 1 : 0));
  });
  out.put(static_cast<std::uint8_t>(f.clause));
  put(out, f.clause_verb);
  put(out, f.clause_object);
  out.put(f.specificity);
}

ActFrame get_frame(Reader& r, std::size_t files) {
  ActFrame f;
  f.head = static_cast<ActHead>(r.below(2));
  f.type = static_cast<EventType>(r.below(16));
  f.cameo = r.in.get_text();
  f.mode = r.in.get_text();
  f.reverse = r.in.get_text();
  const auto flags = r.in.get<std::uint8_t>();
  f.by_content = (flags & 1) != 0;
  f.user = (flags & 2) != 0;
  f.file = r.in.get<std::uint16_t>();
  r.good = r.good && f.file < files;
  f.subject = static_cast<Slot>(r.below(4));
  f.object = static_cast<Slot>(r.below(4));
  f.dative = static_cast<Slot>(r.below(4));
  f.object_rule = static_cast<ObjectRule>(r.below(3));
  r.test(f.subject_test);
  r.test(f.object_test);
  r.test(f.modifier_test);
  r.word_list(f.particles);
  r.in.get_all(f.preps, [&r](ArchiveReader&) {
    PrepSlot p;
    r.word_list(p.preps);
    r.test(p.test);
    p.role = static_cast<Slot>(r.below(4));
    p.optional = r.in.get<std::uint8_t>() != 0;
    return p;
  });
  f.clause = static_cast<ClauseKind>(r.below(4));
  r.test(f.clause_verb);
  r.test(f.clause_object);
  f.specificity = r.in.get<std::uint8_t>();
  return f;
}

}  // namespace

void ActLexicon::write(ArchiveWriter& out) const {
  out.put(static_cast<std::uint8_t>(only_user_ ? 1 : 0));
  out.put_all(sets_);
  out.put_all(files_);
  out.put(static_cast<std::uint32_t>(words_.size()));
  for (const WordEntry& w : words_) {
    out.put(w.text);
    put16(out, w.sets);
    put(out, w.set_pairs);
    put(out, w.verbs);
    put(out, w.nouns);
  }
  out.put_all(frames_, [](ArchiveWriter& o, const ActFrame& f) { put(o, f); });
  out.put_all(goldstein_, [](ArchiveWriter& o, const std::pair<std::string, double>& g) {
    o.put(g.first);
    o.put(g.second);
  });
}

bool ActLexicon::read(ArchiveReader& in) {
  *this = ActLexicon();
  only_user_ = in.get<std::uint8_t>() != 0;
  in.get_all(sets_);
  in.get_all(files_);
  Reader r{in};
  r.words = in.get<std::uint32_t>();
  r.sets = static_cast<std::uint16_t>(std::min<std::size_t>(sets_.size(), 0xffff));
  words_.clear();
  for (std::uint32_t i = 0; i < r.words && in.ok(); ++i) {
    WordEntry w;
    w.text = in.get_text();
    r.set_list(w.sets);
    in.get_all(w.set_pairs, [](ArchiveReader& a) { return a.get<WordId>(); });
    in.get_all(w.verbs, [](ArchiveReader& a) { return a.get<std::uint32_t>(); });
    in.get_all(w.nouns, [](ArchiveReader& a) { return a.get<std::uint32_t>(); });
    words_.push_back(std::move(w));
  }
  in.get_all(frames_, [&r, this](ArchiveReader&) { return get_frame(r, files_.size()); });
  in.get_all(goldstein_, [](ArchiveReader& a) {
    std::string code(a.get_text());
    return std::pair<std::string, double>(std::move(code), a.get<double>());
  });
  const auto known = [this](std::uint32_t f) { return f < frames_.size(); };
  bool good = in.ok() && r.good && !words_.empty();
  for (const WordEntry& w : words_) {
    good = good && w.set_pairs.size() % 2 == 0 && std::all_of(w.verbs.begin(), w.verbs.end(), known) &&
           std::all_of(w.nouns.begin(), w.nouns.end(), known);
  }
  if (!good) {
    *this = ActLexicon();
    return false;
  }
  index();
  return true;
}

WordId ActLexicon::word(std::string_view lemma) const {
  const auto found = word_ids_.find(lemma);
  return found == word_ids_.end() ? kNoWord : found->second;
}

std::optional<std::uint16_t> ActLexicon::set(std::string_view name) const {
  const auto found = std::find(sets_.begin(), sets_.end(), name);
  if (found == sets_.end()) {
    return std::nullopt;
  }
  return static_cast<std::uint16_t>(found - sets_.begin());
}

bool ActLexicon::in_set(WordId id, std::uint16_t set) const {
  const auto& sets = words_[id].sets;
  return std::find(sets.begin(), sets.end(), set) != sets.end();
}

int ActLexicon::passes(const WordTest& test, WordId head, std::span<const WordId> modifiers) const {
  if (test.empty()) {
    return 1;
  }
  const auto before = [&modifiers](WordId m) {
    return std::find(modifiers.begin(), modifiers.end(), m) != modifiers.end();
  };
  bool hit = false;
  bool by_modifier = false;
  if (head != kNoWord) {
    hit = std::find(test.words.begin(), test.words.end(), head) != test.words.end();
    const WordEntry& entry = words_[head];
    for (const std::uint16_t set : test.sets) {
      hit = hit || std::find(entry.sets.begin(), entry.sets.end(), set) != entry.sets.end();
      for (std::size_t i = 0; i + 1 < entry.set_pairs.size() && !by_modifier; i += 2) {
        by_modifier = entry.set_pairs[i] == set && before(entry.set_pairs[i + 1]);
      }
    }
    for (std::size_t i = 0; i + 1 < test.pairs.size() && !by_modifier; i += 2) {
      by_modifier = test.pairs[i + 1] == head && before(test.pairs[i]);
    }
  }
  if (test.negated) {
    return hit || by_modifier ? 0 : 1;
  }
  return by_modifier ? 2 : hit ? 1 : 0;
}

std::span<const std::vector<PatternWord>> ActLexicon::pattern_set(std::uint16_t set) const {
  const auto found = pattern_sets_.find(set);
  return found == pattern_sets_.end() ? std::span<const std::vector<PatternWord>>() : std::span(found->second);
}

WordId ActLexicon::verb_of_form(WordId form) const {
  const auto found = verb_forms_.find(form);
  return found == verb_forms_.end() ? kNoWord : found->second;
}

std::span<const std::uint32_t> ActLexicon::verb_frames(WordId id) const { return words_[id].verbs; }
std::span<const std::uint32_t> ActLexicon::noun_frames(WordId id) const { return words_[id].nouns; }

std::size_t ActLexicon::size() const {
  std::size_t count = 0;
  for (const WordEntry& w : words_) {
    count += w.verbs.size() + w.nouns.size();
  }
  return count;
}

double ActLexicon::goldstein(std::string_view cameo) const {
  for (; cameo.size() >= 2; cameo.remove_suffix(1)) {
    const auto at = std::lower_bound(goldstein_.begin(), goldstein_.end(), cameo,
                                     [](const auto& row, std::string_view code) { return row.first < code; });
    if (at != goldstein_.end() && at->first == cameo) {
      return at->second;
    }
  }
  return 0;
}

WordId ActLexicon::intern(std::string_view lemma) {
  if (const auto found = word_ids_.find(lemma); found != word_ids_.end()) {
    return found->second;
  }
  const auto id = static_cast<WordId>(words_.size());
  words_.push_back({});
  words_.back().text = lemma;
  word_ids_.emplace(std::string(lemma), id);
  return id;
}

std::uint16_t ActLexicon::intern_set(std::string_view name) {
  if (const auto found = set(name)) {
    return *found;
  }
  if (sets_.size() >= 0xffff) {
    return 0xfffe;  // more sets than any lexicon has; the last one takes the rest
  }
  sets_.emplace_back(name);
  return static_cast<std::uint16_t>(sets_.size() - 1);
}

void ActLexicon::index() {
  word_ids_.clear();
  for (WordId i = 1; i < words_.size(); ++i) {
    word_ids_.emplace(words_[i].text, i);
  }
}

}  // namespace detente::knowledge
