// The TOML form of the acts, and the language of their frames (acts.hpp).
#include <algorithm>
#include <sstream>

#include "detente/knowledge/acts.hpp"
#include "toml_file.hpp"

namespace detente::knowledge {

struct ActBuilder {
  ActLexicon& lexicon;
  std::string file;
  std::uint16_t file_id = 0;
  std::optional<EventType> type;

  static std::vector<std::string_view> split(std::string_view text, char by) {
    std::vector<std::string_view> parts;
    while (true) {
      const std::size_t at = text.find(by);
      if (const auto part = text.substr(0, at); !part.empty()) {
        parts.push_back(part);
      }
      if (at == std::string_view::npos) {
        return parts;
      }
      text.remove_prefix(at + 1);
    }
  }

  bool parse_test(std::string_view text, WordTest& test) {
    if (!text.empty() && text.front() == '~') {
      test.negated = true;
      text.remove_prefix(1);
    }
    for (const std::string_view part : split(text, '|')) {
      if (part.front() == '{') {
        if (part.size() < 3 || part.back() != '}') {
          return false;
        }
        test.sets.push_back(lexicon.intern_set(part.substr(1, part.size() - 2)));
      } else if (const std::size_t plus = part.find('+'); plus != std::string_view::npos) {
        if (plus == 0 || plus + 1 == part.size()) {
          return false;
        }
        test.pairs.push_back(lexicon.intern(part.substr(0, plus)));
        test.pairs.push_back(lexicon.intern(part.substr(plus + 1)));
      } else {
        test.words.push_back(lexicon.intern(part));
      }
    }
    return !test.empty();
  }

  // "T", "S=TEST", "TEST", "*": a role with or without a test.
  bool parse_slot(std::string_view text, Slot& role, WordTest& test) {
    static constexpr std::pair<std::string_view, Slot> kRoles[] = {
        {"S&T", Slot::both}, {"S", Slot::source}, {"T", Slot::target}};
    for (const auto& [name, slot] : kRoles) {
      if (text == name) {
        role = slot;
        return true;
      }
      if (text.size() > name.size() && text.substr(0, name.size()) == name && text[name.size()] == '=') {
        role = slot;
        return parse_test(text.substr(name.size() + 1), test);
      }
    }
    return text == "*" || parse_test(text, test);
  }

  bool parse_clause(std::string_view element, ActFrame& f) {
    static constexpr std::pair<std::string_view, ClauseKind> kKinds[] = {
        {"to:", ClauseKind::to}, {"ing:", ClauseKind::ing}, {"that:", ClauseKind::that}};
    for (const auto& [prefix, kind] : kKinds) {
      if (element.substr(0, prefix.size()) != prefix) {
        continue;
      }
      f.clause = kind;
      f.specificity += 2;
      std::string_view verb = element.substr(prefix.size());
      if (const std::size_t at = verb.find('>'); at != std::string_view::npos) {
        f.specificity += 2;
        if (!parse_test(verb.substr(at + 1), f.clause_object)) {
          return false;
        }
        verb = verb.substr(0, at);
      }
      if (verb == "*") {
        return true;
      }
      ++f.specificity;
      return parse_test(verb, f.clause_verb);
    }
    return false;
  }

  // One element after the `_` of a frame; `next` is the element behind it, and is used up by a preposition.
  std::string parse_element(std::string_view element, std::string_view next, bool& used_next, ActFrame& f) {
    const auto bad = [](std::string_view what) { return "cannot read '" + std::string(what) + "'"; };
    if (element.front() == '+') {
      for (const std::string_view p : split(element.substr(1), '|')) {
        f.particles.push_back(lexicon.intern(p));
      }
      f.specificity += 2;
      return f.particles.empty() ? bad(element) : "";
    }
    if (element == "!") {
      f.object_rule = ObjectRule::forbidden;
      ++f.specificity;
      return "";
    }
    if (element.find(':') != std::string_view::npos && parse_clause(element, f)) {
      return "";
    }
    if (element.substr(0, 4) == "dat:") {
      WordTest ignored;
      f.specificity += 1;
      return parse_slot(element.substr(4), f.dative, ignored) ? "" : bad(element);
    }
    if (element.substr(0, 4) == "mod:") {
      f.specificity += 2;
      return parse_test(element.substr(4), f.modifier_test) ? "" : bad(element);
    }
    if (element.substr(0, 4) == "own:") {
      WordTest ignored;
      return parse_slot(element.substr(4), f.subject, ignored) ? "" : bad(element);
    }
    const bool optional = element.front() == '(';
    if (!next.empty() && is_preposition(optional ? element.substr(1) : element)) {
      PrepSlot slot;
      slot.optional = optional;
      if (optional) {
        element.remove_prefix(1);
        if (next.back() != ')') {
          return bad(next);
        }
        next.remove_suffix(1);
      }
      for (const std::string_view p : split(element, '|')) {
        slot.preps.push_back(lexicon.intern(p));
      }
      if (!parse_slot(next, slot.role, slot.test)) {
        return bad(next);
      }
      if (!optional) {
        f.specificity = static_cast<std::uint8_t>(f.specificity + (slot.test.empty() ? 1 : 3));
      }
      f.preps.push_back(std::move(slot));
      used_next = true;
      return "";
    }
    // The object.
    if (f.head == ActHead::noun || optional) {
      return bad(element);
    }
    if (f.object_rule == ObjectRule::required) {
      // After an object: a set is what is given ("give T {aid}"), words complete the verb ("hold T responsible").
      if (element.front() == '{') {
        f.dative = f.object;
        f.object = Slot::none;
        f.object_test = WordTest();
      } else {
        for (const std::string_view p : split(element, '|')) {
          f.particles.push_back(lexicon.intern(p));
        }
        f.specificity = static_cast<std::uint8_t>(f.specificity + 3);
        return "";
      }
    }
    f.object_rule = ObjectRule::required;
    if (!parse_slot(element, f.object, f.object_test)) {
      return bad(element);
    }
    f.specificity = static_cast<std::uint8_t>(f.specificity + (f.object_test.empty() ? 1 : 4));
    return "";
  }

  static bool is_preposition(std::string_view text) {
    static constexpr std::string_view kPreps[] = {
        "about",  "across",    "after", "against", "among",  "around",  "as",        "at",        "before",
        "behind", "between",   "by",    "for",     "from",   "in",      "inside",    "into",      "near",
        "of",     "off",       "on",    "onto",    "out",    "outside", "over",      "through",   "to",
        "toward", "towards",   "under", "until",   "upon",   "via",     "with",      "within",    "without",
        "along",  "alongside", "amid",  "beside",  "beyond", "during",  "regarding", "throughout"};
    for (const std::string_view part : split(text, '|')) {
      if (std::find(std::begin(kPreps), std::end(kPreps), part) == std::end(kPreps)) {
        return false;
      }
    }
    return !text.empty();
  }

  // The message of what is wrong, empty if nothing is.
  std::string parse_frame(std::string_view text, ActHead head, ActFrame& f) {
    f.head = head;
    f.file = file_id;
    std::vector<std::string_view> elements = split(text, ' ');
    if (elements.size() < 2) {
      return "a frame is a code and the words around '_'";
    }
    std::string_view code = elements[0];
    std::optional<EventType> named = type;
    if (const std::size_t colon = code.find(':'); colon != std::string_view::npos) {
      named = event_type(code.substr(0, colon));
      if (!named) {
        return "'" + std::string(code.substr(0, colon)) + "' is not a PLOVER type";
      }
      code = code.substr(colon + 1);
    }
    if (const std::size_t slash = code.find('/'); slash != std::string_view::npos) {
      f.mode = code.substr(slash + 1);
      code = code.substr(0, slash);
    }
    if (!code.empty() && code.back() == '?') {
      f.by_content = true;
      code.remove_suffix(1);
    }
    f.cameo = code;
    const std::optional<EventType> by_code = plover_type(code);
    if (!by_code) {
      return "'" + std::string(code) + "' is not a CAMEO code of an act";
    }
    f.type = named.value_or(*by_code);
    const auto middle = std::find(elements.begin(), elements.end(), "_");
    if (middle == elements.end() || middle - elements.begin() > 2) {
      return "there is no '_' in its place";
    }
    if (middle - elements.begin() == 2) {
      f.subject = Slot::none;
      std::string_view subject = elements[1];
      if (head == ActHead::noun && subject.substr(0, 4) == "own:") {
        subject.remove_prefix(4);
      }
      if (!parse_slot(subject, f.subject, f.subject_test)) {
        return "cannot read '" + std::string(elements[1]) + "'";
      }
      f.specificity = static_cast<std::uint8_t>(f.specificity + (f.subject_test.empty() ? 0 : 3));
    }
    for (auto at = middle + 1; at < elements.end(); ++at) {
      bool used_next = false;
      const std::string_view next = at + 1 < elements.end() ? *(at + 1) : std::string_view{};
      if (std::string wrong = parse_element(*at, next, used_next, f); !wrong.empty()) {
        return wrong;
      }
      if (used_next) {
        ++at;
      }
    }
    return "";
  }

  Error error(const toml::node& at, std::string message) const {
    return {ErrorCode::knowledge, std::move(message), file + ":" + std::to_string(at.source().begin.line)};
  }

  Result<void> add_heads(const toml::table& table, ActHead head) {
    for (const auto& [key, value] : table) {
      const toml::array* patterns = value.as_array();
      if (patterns == nullptr) {
        return error(value, "'" + std::string(key.str()) + "' must be an array of frames");
      }
      const std::vector<std::string_view> lemmas = split(key.str(), ' ');
      for (const toml::node& node : *patterns) {
        const auto text = node.value<std::string_view>();
        if (!text) {
          return error(node, "a frame must be a string");
        }
        ActFrame frame;
        if (const std::string wrong = parse_frame(*text, head, frame); !wrong.empty()) {
          return error(node, "frame \"" + std::string(*text) + "\": " + wrong);
        }
        const auto id = static_cast<std::uint32_t>(lexicon.frames_.size());
        lexicon.frames_.push_back(std::move(frame));
        for (const std::string_view lemma : lemmas) {
          const WordId word = lexicon.intern(lemma);
          auto& entry = lexicon.words_[word];
          (head == ActHead::verb ? entry.verbs : entry.nouns).push_back(id);
        }
      }
    }
    return {};
  }

  Result<void> add_sets(const toml::table& table) {
    for (const auto& [key, value] : table) {
      const auto text = value.value<std::string_view>();
      if (!text) {
        return error(value, "a set must be a string of lemmas");
      }
      const std::uint16_t set = lexicon.intern_set(key.str());
      std::istringstream words{std::string(*text)};
      for (std::string word; words >> word;) {
        const std::size_t plus = word.find('+');
        if (plus == std::string::npos) {
          lexicon.words_[lexicon.intern(word)].sets.push_back(set);
        } else {
          const WordId modifier = lexicon.intern(std::string_view(word).substr(0, plus));
          const WordId head = lexicon.intern(std::string_view(word).substr(plus + 1));
          auto& pairs = lexicon.words_[head].set_pairs;
          pairs.push_back(set);
          pairs.push_back(modifier);
        }
      }
    }
    return {};
  }

  Result<void> add_goldstein(const toml::table& table) {
    auto& rows = lexicon.goldstein_;
    for (const auto& [key, value] : table) {
      const auto weight = value.value<double>();
      if (!weight) {
        return error(value, "a weight must be a number");
      }
      rows.emplace_back(std::string(key.str()), *weight);
    }
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    return {};
  }
};

Result<void> ActLexicon::add_toml(const std::filesystem::path& path) {
  const std::string shown = origin_of(path);
  const auto text = read_text_file(path, shown);
  if (!text) {
    return text.error();
  }
  return add_toml_text(*text, shown);
}

Result<void> ActLexicon::add_toml_text(std::string_view text, const std::string& shown) {
  const auto parsed = parse_toml(text, shown);
  if (!parsed) {
    return parsed.error();
  }
  const toml::table& table = *parsed;
  ActBuilder builder{*this, shown, static_cast<std::uint16_t>(files_.size()), std::nullopt};
  files_.push_back(shown);
  if (const auto name = table["type"].value<std::string_view>()) {
    builder.type = event_type(*name);
    if (!builder.type) {
      return builder.error(*table.get("type"), "'" + std::string(*name) + "' is not a PLOVER type");
    }
  }
  for (const auto& [key, value] : table) {
    if (key == "type") {
      continue;
    }
    const toml::table* part = value.as_table();
    if (part == nullptr) {
      return builder.error(value, "'" + std::string(key.str()) + "' is not a part of an acts file");
    }
    Result<void> added;
    if (key == "verbs") {
      added = builder.add_heads(*part, ActHead::verb);
    } else if (key == "nouns") {
      added = builder.add_heads(*part, ActHead::noun);
    } else if (key == "sets") {
      added = builder.add_sets(*part);
    } else if (key == "goldstein") {
      added = builder.add_goldstein(*part);
    } else {
      return builder.error(value, "'" + std::string(key.str()) + "' is not a part of an acts file");
    }
    if (!added) {
      return added;
    }
  }
  return {};
}

}  // namespace detente::knowledge
