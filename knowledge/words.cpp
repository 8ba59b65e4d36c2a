#include "detente/knowledge/words.hpp"

#include <toml++/toml.h>
#include <algorithm>
#include <utility>

namespace detente::knowledge {

namespace {

constexpr std::pair<std::string_view, Stance> kStances[] = {
    {"neutral", Stance::neutral},     {"claim", Stance::claim},   {"denial", Stance::denial},
    {"admission", Stance::admission}, {"belief", Stance::belief}, {"hope", Stance::hope},
    {"fear", Stance::fear},           {"intent", Stance::intent}, {"demand", Stance::demand},
    {"blame", Stance::blame},         {"praise", Stance::praise}, {"show", Stance::show},
};

constexpr std::pair<std::string_view, std::uint32_t> kTakes[] = {
    {"clause", kClause}, {"quote", kQuote},   {"object", kObject}, {"infinitive", kInfinitive}, {"urge", kUrge},
    {"hearer", kHearer}, {"gerund", kGerund}, {"as", kAs},         {"accuse", kAccuse},         {"manner", kManner},
};

constexpr std::pair<std::string_view, std::uint32_t> kClasses[] = {
    {"plan", kPlan},         {"truce", kTruce},         {"propose", kPropose},
    {"float", kFloat},       {"accept", kAccept},       {"reject", kReject},
    {"lapse", kLapse},       {"revive", kRevive},       {"withhold", kWithhold},
    {"grant", kGrant},       {"impose", kImpose},       {"good", kGood},
    {"sway", kSway},         {"undertake", kUndertake}, {"undertaking", kUndertaking},
    {"norm", kNorm},         {"breach", kBreach},       {"breaching", kBreaching},
    {"unlawful", kUnlawful}, {"wrong", kWrong},         {"crime", kCrime},
    {"prospect", kProspect},
};

template <typename Value, std::size_t N>
std::optional<Value> look_up(const std::pair<std::string_view, Value> (&table)[N], std::string_view word) {
  for (const auto& [key, value] : table) {
    if (key == word) {
      return value;
    }
  }
  return std::nullopt;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> words;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find_first_of(" \t\r\n", at), text.size());
    if (end > at) {
      words.emplace_back(text.substr(at, end - at));
    }
    at = end + 1;
  }
  return words;
}

// Where the reader of one file stands, for its messages and for the rules it names.
class File {
 public:
  explicit File(const std::filesystem::path& path)
      : name_((path.parent_path().filename() / path.filename()).generic_string()) {}

  std::string rule(std::string_view word) const { return name_ + ":" + std::string(word); }
  void fail(const toml::node& at, std::string message) {
    if (!error_) {
      error_ = Error{ErrorCode::knowledge, std::move(message), name_ + ":" + std::to_string(at.source().begin.line)};
    }
  }
  std::string_view text(const toml::table& entry, std::string_view key, bool needed = true) {
    const toml::node* node = entry.get(key);
    if (node == nullptr) {
      if (needed) {
        fail(entry, "The entry has no '" + std::string(key) + "'.");
      }
      return {};
    }
    const auto* value = node->as_string();
    if (value == nullptr) {
      fail(*node, "'" + std::string(key) + "' must be a string.");
      return {};
    }
    return value->get();
  }
  std::vector<std::string> words(const toml::table& entry, std::string_view key) {
    return split(text(entry, key, false));
  }

  // Calls use(entry) for every table of the array `key`.
  template <typename Use>
  void each(const toml::table& root, std::string_view key, Use use) {
    const toml::node* node = root.get(key);
    if (node == nullptr) {
      return;
    }
    const toml::array* entries = node->as_array();
    if (entries == nullptr) {
      fail(*node, "'" + std::string(key) + "' must be a list of tables.");
      return;
    }
    for (const toml::node& item : *entries) {
      if (const toml::table* entry = item.as_table()) {
        use(*entry);
      } else {
        fail(item, "'" + std::string(key) + "' must be a list of tables.");
      }
    }
  }
  std::optional<Error> error() && { return std::move(error_); }

 private:
  std::string name_;
  std::optional<Error> error_;
};

template <typename Map>
std::vector<std::string> sorted_keys(const Map& map) {
  std::vector<std::string> keys;
  keys.reserve(map.size());
  for (const auto& [key, value] : map) {
    keys.push_back(key);
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

template <typename Map, typename PutValue>
void put_map(ArchiveWriter& out, const Map& map, PutValue put_value) {
  out.put_all(sorted_keys(map), [&](ArchiveWriter& o, const std::string& key) {
    o.put(key);
    put_value(o, map.find(key)->second);
  });
}

template <typename Map, typename GetValue>
void get_map(ArchiveReader& in, Map& map, GetValue get_value) {
  std::vector<int> ignored;
  in.get_all(ignored, [&](ArchiveReader& i) {
    std::string key(i.get_text());
    map.insert_or_assign(std::move(key), get_value(i));
    return 0;
  });
}

void put_cue(ArchiveWriter& out, const Cue& cue) {
  out.put(cue.takes);
  out.put(cue.stance);
  out.put_all(cue.prepositions);
  out.put(cue.rule);
}

Cue get_cue(ArchiveReader& in) {
  Cue cue;
  cue.takes = in.get<std::uint32_t>();
  cue.stance = in.get<Stance>();
  in.get_all(cue.prepositions);
  cue.rule = in.get_text();
  return cue;
}

void put_measure(ArchiveWriter& out, const Measure& m) {
  out.put(m.name);
  out.put(m.unit);
  out.put(m.rule);
}

Measure get_measure(ArchiveReader& in) {
  Measure m;
  m.name = in.get_text();
  m.unit = in.get_text();
  m.rule = in.get_text();
  return m;
}

// A word of a phrase ends where no letter or digit follows.
bool is_word_byte(char c) {
  const auto u = static_cast<unsigned char>(c);
  return (u >= 'a' && u <= 'z') || (u >= '0' && u <= '9') || (u >= 'A' && u <= 'Z') || u >= 0x80;
}

constexpr std::size_t kLongestQuantifier = 24;  // bytes; longer ones are refused when they are loaded

}  // namespace

std::string_view name(Stance stance) {
  for (const auto& [key, value] : kStances) {
    if (value == stance) {
      return key;
    }
  }
  return "neutral";
}

Result<void> WordLexicon::add_toml(const std::filesystem::path& path) {
  toml::table root;
  try {
    root = toml::parse_file(path.string());
  } catch (const toml::parse_error& e) {
    return Error{ErrorCode::knowledge, std::string(e.description()),
                 path.string() + ":" + std::to_string(e.source().begin.line)};
  }
  File file(path);

  // The senses of one word in several entries are added up; the first names the rule and the stance.
  const auto add_cues = [&](std::string_view key, Map<Cue>& into) {
    file.each(root, key, [&](const toml::table& entry) {
      Cue cue;
      const auto stance = look_up(kStances, file.text(entry, "stance"));
      if (!stance) {
        file.fail(entry, "The stance is not one of the known words.");
        return;
      }
      cue.stance = *stance;
      for (const std::string& word : file.words(entry, "takes")) {
        const auto takes = look_up(kTakes, word);
        if (!takes) {
          file.fail(entry, "'" + word + "' is not a way to carry content.");
          return;
        }
        cue.takes |= *takes;
      }
      cue.prepositions = file.words(entry, "prepositions");
      for (const std::string& lemma : file.words(entry, "lemmas")) {
        cue.rule = file.rule(lemma);
        const auto [at, added] = into.try_emplace(lemma, cue);
        if (!added) {
          at->second.takes |= cue.takes;
          for (const std::string& p : cue.prepositions) {
            if (std::find(at->second.prepositions.begin(), at->second.prepositions.end(), p) ==
                at->second.prepositions.end()) {
              at->second.prepositions.push_back(p);
            }
          }
        }
      }
    });
  };
  add_cues("verbs", verbs_);
  add_cues("nouns", nouns_);
  add_cues("adjectives", adjectives_);

  const auto add_words = [&](std::string_view key, Map<std::string>& into) {
    file.each(root, key, [&](const toml::table& entry) {
      for (const std::string& lemma : file.words(entry, "lemmas")) {
        into.insert_or_assign(lemma, file.rule(lemma));
      }
    });
  };
  add_words("light", light_);
  add_words("documents", documents_);

  file.each(root, "measure", [&](const toml::table& entry) {
    Measure measure;
    measure.name = file.text(entry, "name");
    measure.unit = file.text(entry, "unit", false);
    const auto add = [&](std::string_view key, Map<Measure>& into) {
      for (const std::string& lemma : file.words(entry, key)) {
        measure.rule = file.rule(lemma);
        into.insert_or_assign(lemma, measure);
      }
    };
    add("counted", counted_);
    add("suffered", suffered_);
    add("done", done_);
    add("totals", totals_);
  });
  file.each(root, "units", [&](const toml::table& entry) {
    Measure measure;
    measure.name = file.text(entry, "measure");
    measure.unit = file.text(entry, "unit");
    for (const std::string& word : file.words(entry, "words")) {
      measure.rule = file.rule(word);
      units_.insert_or_assign(word, measure);
    }
  });

  const auto add_quantifiers = [&](std::string_view key, Map<Quantifier>& into) {
    file.each(root, key, [&](const toml::table& entry) {
      const auto value = bound(file.text(entry, "bound"));
      const toml::array* words = entry["words"].as_array();
      if (!value || words == nullptr) {
        file.fail(entry, "A quantifier needs a bound and a list of words.");
        return;
      }
      for (const toml::node& node : *words) {
        const auto* phrase = node.as_string();
        if (phrase == nullptr || phrase->get().empty() || phrase->get().size() > kLongestQuantifier) {
          file.fail(node, "A quantifier is a phrase of at most 24 bytes.");
          return;
        }
        into.insert_or_assign(phrase->get(), Quantifier{*value, file.rule(phrase->get())});
      }
    });
  };
  add_quantifiers("before", before_);
  add_quantifiers("after", after_);

  file.each(root, "hedges", [&](const toml::table& entry) {
    const auto value = status(file.text(entry, "status"));
    if (!value) {
      file.fail(entry, "The status is not one of the known words.");
      return;
    }
    for (const std::string& word : file.words(entry, "words")) {
      hedges_.insert_or_assign(word, Hedge{*value, file.rule(word)});
    }
  });

  file.each(root, "classes", [&](const toml::table& entry) {
    const auto value = look_up(kClasses, file.text(entry, "name"));
    if (!value) {
      file.fail(entry, "The class is not one of the known words.");
      return;
    }
    for (const std::string& word : file.words(entry, "words")) {
      classes_[word] |= *value;
    }
  });

  if (auto error = std::move(file).error()) {
    return std::move(*error);
  }
  return {};
}

std::optional<WordLexicon::Found> WordLexicon::quantifier_before(std::string_view lower, std::size_t at) const {
  std::size_t end = at;
  while (end > 0 && lower[end - 1] == ' ') {
    --end;
  }
  if (end == at && at > 0 && is_word_byte(lower[at - 1])) {
    return std::nullopt;
  }
  const std::size_t first = end > kLongestQuantifier ? end - kLongestQuantifier : 0;
  for (std::size_t begin = first; begin < end; ++begin) {
    if (!is_word_byte(lower[begin]) || (begin > 0 && is_word_byte(lower[begin - 1]))) {
      continue;
    }
    if (const Quantifier* q = find(before_, lower.substr(begin, end - begin))) {
      return Found{q, begin};
    }
  }
  return std::nullopt;
}

std::optional<WordLexicon::Found> WordLexicon::quantifier_after(std::string_view lower, std::size_t at) const {
  while (at < lower.size() && lower[at] == ' ') {
    ++at;
  }
  for (std::size_t end = std::min(lower.size(), at + kLongestQuantifier); end > at; --end) {
    if (!is_word_byte(lower[end - 1]) || (end < lower.size() && is_word_byte(lower[end]))) {
      continue;
    }
    if (const Quantifier* q = find(after_, lower.substr(at, end - at))) {
      return Found{q, end};
    }
  }
  return std::nullopt;
}

void WordLexicon::write(ArchiveWriter& out) const {
  for (const Map<Cue>* map : {&verbs_, &nouns_, &adjectives_}) {
    put_map(out, *map, put_cue);
  }
  for (const Map<std::string>* map : {&light_, &documents_}) {
    put_map(out, *map, [](ArchiveWriter& o, const std::string& rule) { o.put(rule); });
  }
  for (const Map<Measure>* map : {&counted_, &suffered_, &done_, &totals_, &units_}) {
    put_map(out, *map, put_measure);
  }
  for (const Map<Quantifier>* map : {&before_, &after_}) {
    put_map(out, *map, [](ArchiveWriter& o, const Quantifier& q) {
      o.put(q.bound);
      o.put(q.rule);
    });
  }
  put_map(out, hedges_, [](ArchiveWriter& o, const Hedge& h) {
    o.put(h.status);
    o.put(h.rule);
  });
  put_map(out, classes_, [](ArchiveWriter& o, std::uint32_t mask) { o.put(mask); });
}

bool WordLexicon::read(ArchiveReader& in) {
  for (Map<Cue>* map : {&verbs_, &nouns_, &adjectives_}) {
    get_map(in, *map, get_cue);
  }
  for (Map<std::string>* map : {&light_, &documents_}) {
    get_map(in, *map, [](ArchiveReader& i) { return std::string(i.get_text()); });
  }
  for (Map<Measure>* map : {&counted_, &suffered_, &done_, &totals_, &units_}) {
    get_map(in, *map, get_measure);
  }
  for (Map<Quantifier>* map : {&before_, &after_}) {
    get_map(in, *map, [](ArchiveReader& i) {
      Quantifier q;
      q.bound = i.get<Bound>();
      q.rule = i.get_text();
      return q;
    });
  }
  get_map(in, hedges_, [](ArchiveReader& i) {
    Hedge h;
    h.status = i.get<Status>();
    h.rule = i.get_text();
    return h;
  });
  get_map(in, classes_, [](ArchiveReader& i) { return i.get<std::uint32_t>(); });
  return in.ok();
}

}  // namespace detente::knowledge
