#include "attribute_ruler.hpp"

#include <algorithm>
#include <set>

#include "strings.hpp"

namespace detente::language {

namespace {

std::string upper_ascii(std::string_view s) {
  std::string out(s);
  for (char& c : out) {
    c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  }
  return out;
}

}  // namespace

std::string normal_morph(std::string_view features) {
  if (features == "_") {
    return {};
  }
  std::vector<std::string_view> parts;
  while (!features.empty()) {
    const std::size_t bar = std::min(features.find('|'), features.size());
    if (bar > 0) {
      parts.push_back(features.substr(0, bar));
    }
    features.remove_prefix(std::min(bar + 1, features.size()));
  }
  std::sort(parts.begin(), parts.end());
  std::string out;
  for (std::string_view part : parts) {
    out += out.empty() ? "" : "|";
    out += part;
  }
  return out;
}

void Assignment::apply(const Assignment& later) {
  if (later.has_tag) {
    has_tag = true;
    tag = later.tag;
  }
  if (later.has_pos) {
    has_pos = true;
    pos = later.pos;
  }
  if (later.has_morph) {
    has_morph = true;
    morph = later.morph;
  }
  if (later.has_dep) {
    has_dep = true;
    dep = later.dep;
  }
  if (later.has_lemma) {
    has_lemma = true;
    lemma = later.lemma;
  }
}

std::size_t RulerMemory::KeyHash::operator()(const Key& k) const {
  std::uint64_t h = k.word;
  for (const Symbol s : {k.tag, k.pos, k.morph, k.dep}) {
    h = (h ^ s) * 0x9E3779B97F4A7C15ULL;
    h ^= h >> 29;
  }
  return static_cast<std::size_t>(h);
}

bool AttributeRuler::read_condition(std::string_view name, const MsgValue& value, Condition& condition,
                                    Symbols& symbols, Faults& faults) {
  struct Named {
    std::string_view name;
    Attribute attribute;
    std::uint32_t flag;
  };
  constexpr Named kNames[] = {{"ORTH", Attribute::orth, 0},
                              {"TEXT", Attribute::orth, 0},
                              {"LOWER", Attribute::lower, 0},
                              {"NORM", Attribute::norm, 0},
                              {"SHAPE", Attribute::shape, 0},
                              {"PREFIX", Attribute::prefix, 0},
                              {"SUFFIX", Attribute::suffix, 0},
                              {"LENGTH", Attribute::length, 0},
                              {"TAG", Attribute::tag, 0},
                              {"POS", Attribute::pos, 0},
                              {"MORPH", Attribute::morph, 0},
                              {"DEP", Attribute::dep, 0},
                              {"LEMMA", Attribute::lemma, 0},
                              {"IS_ALPHA", Attribute::flag, kIsAlpha},
                              {"IS_ASCII", Attribute::flag, kIsAscii},
                              {"IS_DIGIT", Attribute::flag, kIsDigit},
                              {"IS_LOWER", Attribute::flag, kIsLower},
                              {"IS_PUNCT", Attribute::flag, kIsPunct},
                              {"IS_SPACE", Attribute::flag, kIsSpace},
                              {"IS_TITLE", Attribute::flag, kIsTitle},
                              {"IS_UPPER", Attribute::flag, kIsUpper},
                              {"IS_CURRENCY", Attribute::flag, kIsCurrency}};
  const Named* named = nullptr;
  for (const Named& candidate : kNames) {
    named = candidate.name == name ? &candidate : named;
  }
  if (named == nullptr) {
    faults.report(where_, "patterns of '" + std::string(name) + "' are not supported");
    return false;
  }
  condition.attribute = named->attribute;
  condition.flag = named->flag;
  const auto id = [&](const MsgValue& v) -> std::uint64_t {
    if (v.is(MsgValue::Kind::boolean)) {
      return v.boolean ? 1 : 0;
    }
    if (v.is_number()) {
      return v.natural;
    }
    switch (condition.attribute) {
      case Attribute::tag:
      case Attribute::pos:
      case Attribute::dep:
      case Attribute::lemma:
        return symbols.add(v.text());
      case Attribute::morph:
        return symbols.add(normal_morph(v.text()));
      default:
        return string_id(v.text());
    }
  };
  const auto plain = [](const MsgValue& v) {
    return v.is(MsgValue::Kind::text) || v.is_number() || v.is(MsgValue::Kind::boolean);
  };
  if (plain(value)) {
    condition.values.push_back(id(value));
    return true;
  }
  if (!value.is(MsgValue::Kind::map) || value.items.size() != 2 || !value.items[0].is_bytes()) {
    faults.report(where_, "a condition on " + std::string(name) + " is malformed");
    return false;
  }
  const std::string_view test = value.items[0].bytes;
  const MsgValue& operand = value.items[1];
  if ((test == "IN" || test == "NOT_IN") && operand.is(MsgValue::Kind::array)) {
    condition.test = test == "IN" ? Test::in : Test::not_in;
    for (const MsgValue& item : operand.items) {
      if (!plain(item)) {
        faults.report(where_, "a condition on " + std::string(name) + " is malformed");
        return false;
      }
      condition.values.push_back(id(item));
    }
    return true;
  }
  const bool has_text = condition.attribute == Attribute::orth || condition.attribute == Attribute::lower ||
                        condition.attribute == Attribute::norm || condition.attribute >= Attribute::tag;
  if (test == "REGEX" && operand.is(MsgValue::Kind::text) && has_text) {
    condition.test = Test::regex;
    condition.regex = regexes_.size();
    regexes_.emplace_back();
    const std::string wrong = regexes_.back().compile(operand.bytes);
    if (!wrong.empty()) {
      faults.report(where_, wrong);
      return false;
    }
    return true;
  }
  faults.report(where_, "the condition " + std::string(test) + " on " + std::string(name) + " is not supported");
  return false;
}

bool AttributeRuler::read_token(const MsgValue& token, Pattern& pattern, Symbols& symbols, Faults& faults) {
  if (!token.is(MsgValue::Kind::map)) {
    faults.report(where_, "a pattern's token is malformed");
    return false;
  }
  TokenPattern one;
  bool repeat = false;
  for (std::size_t i = 0; i + 1 < token.items.size(); i += 2) {
    const std::string name = upper_ascii(token.items[i].bytes);
    const MsgValue& value = token.items[i + 1];
    if (name == "OP") {
      if (value.bytes == "!") {
        one.times = Times::never;
      } else if (value.bytes == "?") {
        one.times = Times::at_most_once;
      } else if (value.bytes == "*") {
        one.times = Times::any;
      } else if (value.bytes == "+") {
        repeat = true;
      } else if (value.bytes != "1") {
        faults.report(where_, "the operator '" + std::string(value.bytes) + "' is not supported");
        return false;
      }
      continue;
    }
    Condition condition;
    if (!read_condition(name, value, condition, symbols, faults)) {
      return false;
    }
    one.conditions.push_back(std::move(condition));
  }
  pattern.tokens.push_back(one);
  if (repeat) {
    one.times = Times::any;
    pattern.tokens.push_back(std::move(one));
  }
  return true;
}

void AttributeRuler::read_rule(const MsgValue& rule, Symbols& symbols, Faults& faults) {
  const MsgValue* patterns = rule.find("patterns");
  const MsgValue* attrs = rule.find("attrs");
  const MsgValue* index = rule.find("index");
  if (patterns == nullptr || attrs == nullptr || !patterns->is(MsgValue::Kind::array) ||
      !attrs->is(MsgValue::Kind::map)) {
    faults.report(where_, "a rule is malformed");
    return;
  }
  const auto number = static_cast<std::uint32_t>(assignments_.size());
  Assignment assignment;
  for (std::size_t i = 0; i + 1 < attrs->items.size(); i += 2) {
    const std::string name = upper_ascii(attrs->items[i].bytes);
    const MsgValue& value = attrs->items[i + 1];
    if (!value.is(MsgValue::Kind::text)) {
      faults.report(where_, "a rule sets " + name + " to something other than text");
      return;
    }
    if (name == "TAG") {
      assignment.has_tag = true;
      assignment.tag = symbols.add(value.bytes);
    } else if (name == "POS") {
      assignment.has_pos = true;
      assignment.pos = symbols.add(value.bytes);
    } else if (name == "MORPH") {
      assignment.has_morph = true;
      assignment.morph = symbols.add(normal_morph(value.bytes));
    } else if (name == "DEP") {
      assignment.has_dep = true;
      assignment.dep = symbols.add(value.bytes);
    } else if (name == "LEMMA") {
      assignment.has_lemma = true;
      assignment.lemma = symbols.add(value.bytes);
    } else {
      faults.report(where_, "rules that set '" + name + "' are not supported");
      return;
    }
  }
  for (const MsgValue& tokens : patterns->items) {
    Pattern pattern;
    pattern.rule = number;
    if (!tokens.is(MsgValue::Kind::array) || tokens.items.empty()) {
      faults.report(where_, "a pattern is malformed");
      return;
    }
    for (const MsgValue& token : tokens.items) {
      if (!read_token(token, pattern, symbols, faults)) {
        return;
      }
    }
    const bool single = pattern.tokens.size() == 1 && pattern.tokens.front().times == Times::once;
    (single ? single_ : several_).push_back(std::move(pattern));
  }
  assignments_.push_back(assignment);
  indices_.push_back(index != nullptr && index->is_number() ? index->integer : 0);
}

void AttributeRuler::load(const std::filesystem::path& folder, Symbols& symbols, Faults& faults) {
  const std::filesystem::path file = folder / "patterns";
  where_ = file.string();
  const std::string bytes = read_file(file, faults);
  if (faults.any()) {
    return;
  }
  const MsgValue root = read_msgpack(bytes, where_, faults);
  if (faults.any()) {
    return;
  }
  if (!root.is(MsgValue::Kind::array)) {
    faults.report(where_, "not a list of rules");
    return;
  }
  for (const MsgValue& rule : root.items) {
    read_rule(rule, symbols, faults);
    if (faults.any()) {
      return;
    }
  }
}

bool AttributeRuler::holds(const TokenPattern& pattern, const Word& word, const RulerMemory::Key& key,
                           std::string_view lemma, const Symbols& symbols, RegexScratch& scratch) const {
  for (const Condition& c : pattern.conditions) {
    std::uint64_t value = 0;
    std::string_view text;
    switch (c.attribute) {
      case Attribute::orth:
        value = word.text_id;
        text = word.text;
        break;
      case Attribute::lower:
        value = word.lower_id;
        text = word.lower;
        break;
      case Attribute::norm:
        value = word.norm_id;
        text = word.norm;
        break;
      case Attribute::shape:
        value = word.shape_id;
        break;
      case Attribute::prefix:
        value = word.prefix_id;
        break;
      case Attribute::suffix:
        value = word.suffix_id;
        break;
      case Attribute::length:
        value = word.length;
        break;
      case Attribute::flag:
        value = (word.flags & c.flag) != 0 ? 1 : 0;
        break;
      case Attribute::tag:
        value = key.tag;
        text = symbols[key.tag];
        break;
      case Attribute::pos:
        value = key.pos;
        text = symbols[key.pos];
        break;
      case Attribute::morph:
        value = key.morph;
        text = symbols[key.morph];
        break;
      case Attribute::dep:
        value = key.dep;
        text = symbols[key.dep];
        break;
      case Attribute::lemma:
        value = symbols.find(lemma);
        text = lemma;
        break;
    }
    bool good = false;
    if (c.test == Test::regex) {
      good = regexes_[c.regex].search(text, 0, scratch).has_value();
    } else {
      good = std::find(c.values.begin(), c.values.end(), value) != c.values.end();
      good = c.test == Test::not_in ? !good : good;
    }
    if (!good) {
      return false;
    }
  }
  return true;
}

const RulerMemory::Known& AttributeRuler::look_up(const RulerMemory::Key& key, const Symbols& symbols,
                                                  WordMemory& words, RulerMemory& memory) const {
  const auto [at, added] = memory.known.try_emplace(key);
  RulerMemory::Known& known = at->second;
  if (!added) {
    return known;
  }
  const Word& word = words.words[key.word];
  for (const Pattern& pattern : single_) {
    if (holds(pattern.tokens.front(), word, key, {}, symbols, words.regex)) {
      if (known.rules.empty() || known.rules.back() != pattern.rule) {
        known.rules.push_back(pattern.rule);
      }
    }
  }
  std::sort(known.rules.begin(), known.rules.end());
  for (const std::uint32_t rule : known.rules) {
    known.sum.apply(assignments_[rule]);
  }
  for (const Pattern& pattern : several_) {
    const TokenPattern& first = pattern.tokens.front();
    known.may_begin =
        known.may_begin || first.times != Times::once || holds(first, word, key, {}, symbols, words.regex);
  }
  return known;
}

void AttributeRuler::run(const Symbols& symbols, WordMemory& words, RulerMemory& memory, Document& document) const {
  const std::uint32_t n = document.size();
  const auto key_of = [&](std::uint32_t i) {
    return RulerMemory::Key{document.tokens.word[i], document.tag[i], document.pos[i], document.morph[i],
                            document.dep[i]};
  };
  memory.by_token.resize(n);
  struct Hit {
    std::uint32_t token;
    std::uint32_t rule;
  };
  std::vector<Hit> hits;
  for (std::uint32_t i = 0; i < n; ++i) {
    memory.by_token[i] = &look_up(key_of(i), symbols, words, memory);
  }
  const auto fits = [&](const TokenPattern& pattern, std::uint32_t i) {
    return holds(pattern, words.words[document.tokens.word[i]], key_of(i), document.lemma[i], symbols, words.regex);
  };
  for (std::uint32_t i = 0; i < n; ++i) {
    if (!memory.by_token[i]->may_begin) {
      continue;
    }
    for (const Pattern& pattern : several_) {
      // Every way to match is a match: the states (next part of the pattern, next token) that can be reached.
      std::set<std::pair<std::size_t, std::uint32_t>> reached{{0, i}};
      for (auto state = reached.begin(); state != reached.end(); state = reached.erase(state)) {
        const auto [part, token] = *state;
        if (part == pattern.tokens.size()) {
          const std::int64_t index = indices_[pattern.rule];
          const std::int64_t target = index >= 0 ? std::int64_t{i} + index : std::int64_t{token} + index;
          if (token > i && target >= i && target < token) {
            hits.push_back({static_cast<std::uint32_t>(target), pattern.rule});
          }
          continue;
        }
        const TokenPattern& want = pattern.tokens[part];
        if (want.times == Times::at_most_once || want.times == Times::any) {
          reached.insert({part + 1, token});
        }
        if (token < n && fits(want, token) != (want.times == Times::never)) {
          reached.insert({want.times == Times::any ? part : part + 1, token + 1});
        }
      }
    }
  }
  std::sort(hits.begin(), hits.end(),
            [](const Hit& a, const Hit& b) { return a.token != b.token ? a.token < b.token : a.rule < b.rule; });
  std::size_t hit = 0;
  for (std::uint32_t i = 0; i < n; ++i) {
    const RulerMemory::Known& known = *memory.by_token[i];
    Assignment sum;
    if (hit < hits.size() && hits[hit].token == i) {
      // Rules apply in the order of their numbers, whether of one token or several.
      std::size_t single = 0;
      while (hit < hits.size() && hits[hit].token == i) {
        while (single < known.rules.size() && known.rules[single] <= hits[hit].rule) {
          sum.apply(assignments_[known.rules[single++]]);
        }
        sum.apply(assignments_[hits[hit++].rule]);
      }
      while (single < known.rules.size()) {
        sum.apply(assignments_[known.rules[single++]]);
      }
    } else {
      sum = known.sum;
    }
    document.tag[i] = sum.has_tag ? sum.tag : document.tag[i];
    document.pos[i] = sum.has_pos ? sum.pos : document.pos[i];
    document.morph[i] = sum.has_morph ? sum.morph : document.morph[i];
    document.dep[i] = sum.has_dep ? sum.dep : document.dep[i];
    if (sum.has_lemma) {
      document.lemma[i] = symbols[sum.lemma];
    }
  }
}

}  // namespace detente::language
