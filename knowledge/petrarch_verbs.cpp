// Verb dictionaries of PETRARCH (the form of CAMEO.2.0.txt), turned into frames.
//
//   &TREATY                          a set of words, one a line behind a plus sign
//   --- AGREE [030] ---              a block of verbs with its code; then its verbs, one a line
//   - * &TREATY (WITH +) [057]       a pattern: `*` the verb, `$` the source, `+` the target, {...} a noun phrase whose
//                                    last word is its head, (...) a prepositional phrase, [042:043] codes both ways
#include <algorithm>
#include <cctype>

#include "detente/knowledge/acts.hpp"
#include "toml_file.hpp"

namespace detente::knowledge {
namespace {

std::string_view trim(std::string_view s) {
  while (!s.empty() && std::isspace(static_cast<unsigned char>(s.front())) != 0) {
    s.remove_prefix(1);
  }
  while (!s.empty() && std::isspace(static_cast<unsigned char>(s.back())) != 0) {
    s.remove_suffix(1);
  }
  return s;
}

// Lower case, without the underscore that says "no plural".
std::string lemma_of(std::string_view word) {
  while (!word.empty() && (word.back() == '_' || word.back() == '.')) {
    word.remove_suffix(1);
  }
  std::string out(word);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::vector<std::string> words_of(std::string_view phrase) {
  std::vector<std::string> out;
  std::string word;
  for (const char c : phrase) {
    if (c == '_' || std::isspace(static_cast<unsigned char>(c)) != 0) {
      if (!word.empty()) {
        out.push_back(lemma_of(word));
      }
      word.clear();
    } else {
      word += c;
    }
  }
  if (!word.empty()) {
    out.push_back(lemma_of(word));
  }
  std::erase(out, std::string());
  return out;
}

bool is_particle(std::string_view word) {
  static constexpr std::string_view kParticles[] = {"up",    "out",  "off",     "down",  "back",
                                                    "over",  "away", "forward", "aside", "together",
                                                    "apart", "in",   "on",      "along", "through"};
  return std::find(std::begin(kParticles), std::end(kParticles), word) != std::end(kParticles);
}

}  // namespace

// One part of a pattern: a bare word or sign, a phrase in braces, or a phrase in brackets.
struct PatternPart {
  char kind = 'w';  // w: word, {: noun phrase, (: prepositional phrase
  std::string_view text;
};

struct VerbFile {
  ActLexicon& lexicon;
  std::string file;
  std::uint16_t file_id = 0;
  std::vector<std::string>* warnings = nullptr;
  std::size_t line = 0;

  std::uint16_t set = 0;
  bool in_set = false;
  bool has_block = false;
  std::string block_code{};
  std::vector<std::pair<WordId, std::vector<WordId>>> verbs{};  // of the block: verb and its particles
  std::size_t added = 0;

  void warn(std::string_view what) const {
    if (warnings != nullptr) {
      warnings->push_back(file + ":" + std::to_string(line) + ": " + std::string(what));
    }
  }

  // Adds a word, a set or a phrase to a test.
  void add_to(WordTest& test, std::string_view text) {
    if (!text.empty() && text.front() == '&') {
      test.sets.push_back(intern_set(text.substr(1)));
      return;
    }
    const std::vector<std::string> words = words_of(text);
    if (words.empty()) {
      return;
    }
    if (words.back().front() == '&') {
      test.sets.push_back(intern_set(trim(text.substr(text.rfind('&') + 1))));
    } else if (words.size() == 1 || words[words.size() - 2].front() == '&') {
      test.words.push_back(lexicon_intern(words.back()));
    } else {
      test.pairs.push_back(lexicon_intern(words[words.size() - 2]));
      test.pairs.push_back(lexicon_intern(words.back()));
    }
  }

  WordId lexicon_intern(std::string_view word);
  std::uint16_t intern_set(std::string_view name);
  void set_member(std::string_view text);
  void begin_block(std::string_view text);
  void add_verb(std::string_view text);
  void add_pattern(std::string_view text);
  bool parse_codes(std::string_view codes, ActFrame& f) const;
  bool parse_parts(std::string_view text, std::vector<PatternPart>& parts) const;
  bool before_verb(const PatternPart& part, ActFrame& f);
  bool after_verb(const PatternPart& part, ActFrame& f);
  bool add_prep(std::string_view text, ActFrame& f, int depth = 0);
  void add_frame(ActFrame f, const std::vector<std::pair<WordId, std::vector<WordId>>>& heads);
};

WordId VerbFile::lexicon_intern(std::string_view word) { return lexicon.intern(word); }
std::uint16_t VerbFile::intern_set(std::string_view name) { return lexicon.intern_set(file + "&" + lemma_of(name)); }

void VerbFile::set_member(std::string_view text) {
  const std::vector<std::string> words = words_of(text);
  if (words.empty()) {
    warn("an empty member of a set");
  } else if (words.size() == 1) {
    lexicon.words_[lexicon.intern(words[0])].sets.push_back(set);
  } else {
    const WordId modifier = lexicon.intern(words[words.size() - 2]);
    auto& pairs = lexicon.words_[lexicon.intern(words.back())].set_pairs;
    pairs.push_back(set);
    pairs.push_back(modifier);
  }
}

bool VerbFile::parse_codes(std::string_view codes, ActFrame& f) const {
  const auto good = [](std::string_view code) {
    return std::all_of(code.begin(), code.end(), [](unsigned char c) { return std::isalnum(c) != 0; });
  };
  codes = trim(codes);
  if (codes == "---" || codes == "--") {
    f.cameo.clear();
    return true;
  }
  std::string_view forward = codes;
  std::string_view back;
  if (const std::size_t colon = codes.find(':'); colon != std::string_view::npos) {
    forward = trim(codes.substr(0, colon));
    back = trim(codes.substr(colon + 1));
  }
  if (!good(forward) || !good(back) || (forward.empty() && back.empty())) {
    return false;
  }
  f.cameo = forward;
  f.reverse = back;
  f.type = plover_type(forward.empty() ? back : forward).value_or(EventType::CONSULT);
  return true;
}

void VerbFile::begin_block(std::string_view text) {
  verbs.clear();
  block_code.clear();
  has_block = true;
  in_set = false;
  const std::size_t open = text.find('[');
  const std::size_t close = text.find(']');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) {
    warn("a block of verbs without a code in brackets");
    return;
  }
  ActFrame probe;
  if (!parse_codes(text.substr(open + 1, close - open - 1), probe)) {
    warn("'" + std::string(text.substr(open, close - open + 1)) + "' is no code");
    return;
  }
  block_code = probe.cameo.empty() ? std::string() : std::string(trim(text.substr(open + 1, close - open - 1)));
}

void VerbFile::add_frame(ActFrame f, const std::vector<std::pair<WordId, std::vector<WordId>>>& heads) {
  f.user = true;
  f.file = file_id;
  for (const auto& [verb, particles] : heads) {
    ActFrame own = f;
    own.particles.insert(own.particles.end(), particles.begin(), particles.end());
    own.specificity = static_cast<std::uint8_t>(std::min<std::size_t>(own.specificity + 2 * particles.size(), 60));
    lexicon.words_[verb].verbs.push_back(static_cast<std::uint32_t>(lexicon.frames_.size()));
    lexicon.frames_.push_back(std::move(own));
    ++added;
  }
}

void VerbFile::add_verb(std::string_view text) {
  if (!has_block) {
    warn("a verb outside a block");
    return;
  }
  std::string code = block_code;
  if (const std::size_t open = text.find('['); open != std::string_view::npos) {
    const std::size_t close = text.find(']', open);
    if (close == std::string_view::npos) {
      warn("a bracket without its end");
      return;
    }
    code = trim(text.substr(open + 1, close - open - 1));
    text = trim(text.substr(0, open));
  }
  text = trim(text.substr(0, text.find('{')));
  if (text.empty()) {
    return;
  }
  const std::size_t plus = text.find('+');
  std::vector<std::string> words;
  std::size_t main = 0;
  if (plus == std::string_view::npos) {
    words = words_of(text);
  } else {
    main = words_of(text.substr(0, plus)).size();
    std::string joined(text.substr(0, plus));
    joined += ' ';
    joined += text.substr(plus + 1);
    words = words_of(joined);
  }
  if (words.empty() || main >= words.size()) {
    warn("cannot read the verb '" + std::string(text) + "'");
    return;
  }
  std::pair<WordId, std::vector<WordId>> verb{lexicon.intern(words[main]), {}};
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i != main) {
      verb.second.push_back(lexicon.intern(words[i]));
    }
  }
  ActFrame base;
  if (!parse_codes(code.empty() ? "---" : std::string_view(code), base)) {
    warn("'[" + code + "]' is no code");
    return;
  }
  base.object = Slot::target;
  add_frame(base, {verb});
  verbs.push_back(std::move(verb));
}

bool VerbFile::parse_parts(std::string_view text, std::vector<PatternPart>& parts) const {
  while (!(text = trim(text)).empty()) {
    const char first = text.front();
    if (first == '{' || first == '(') {
      const char last = first == '{' ? '}' : ')';
      std::size_t depth = 0;
      std::size_t end = std::string_view::npos;
      for (std::size_t i = 0; i < text.size() && end == std::string_view::npos; ++i) {
        depth += text[i] == first ? 1 : 0;
        if (text[i] == last && --depth == 0) {
          end = i;
        }
      }
      if (end == std::string_view::npos) {
        return false;
      }
      parts.push_back({first, trim(text.substr(1, end - 1))});
      text.remove_prefix(end + 1);
    } else {
      const std::size_t end = text.find_first_of(" \t{(");
      parts.push_back({'w', text.substr(0, end)});
      text.remove_prefix(std::min(end, text.size()));
    }
  }
  return true;
}

bool VerbFile::before_verb(const PatternPart& part, ActFrame& f) {
  if (part.kind == '(') {
    return add_prep(part.text, f);
  }
  if (part.text == "$" || part.text == "+" || part.text == "%") {
    f.subject = part.text == "$" ? Slot::source : part.text == "+" ? Slot::target : Slot::both;
  } else if (part.text != "^") {
    add_to(f.subject_test, part.text);
    f.specificity = static_cast<std::uint8_t>(f.specificity + 3);
  }
  return true;
}

bool VerbFile::add_prep(std::string_view text, ActFrame& f, int depth) {
  constexpr int kDeepest = 4;
  if (depth > kDeepest) {
    return false;
  }
  const std::size_t end = text.find_first_of(" \t");
  PrepSlot slot;
  const std::string prep = lemma_of(text.substr(0, end));
  if (prep.empty() || prep.front() == '&') {
    return false;
  }
  slot.preps.push_back(lexicon.intern(prep));
  f.specificity = static_cast<std::uint8_t>(f.specificity + 2);
  if (end == std::string_view::npos) {
    f.preps.push_back(std::move(slot));
    return true;
  }
  std::vector<PatternPart> parts;
  if (!parse_parts(text.substr(end), parts)) {
    return false;
  }
  for (const PatternPart& part : parts) {
    if (part.kind == '(') {
      f.preps.push_back(std::move(slot));
      return add_prep(part.text, f, depth + 1);
    }
    if (part.text == "+" || part.text == "$" || part.text == "%") {
      slot.role = part.text == "$" ? Slot::source : part.text == "+" ? Slot::target : Slot::both;
    } else if (part.text != "^") {
      slot.test = WordTest();
      add_to(slot.test, part.text);
      f.specificity = static_cast<std::uint8_t>(f.specificity + 2);
    }
  }
  f.preps.push_back(std::move(slot));
  return true;
}

bool VerbFile::after_verb(const PatternPart& part, ActFrame& f) {
  if (part.kind == '(') {
    return add_prep(part.text, f);
  }
  if (part.text == "+" || part.text == "$" || part.text == "%") {
    f.object = part.text == "$" ? Slot::source : part.text == "+" ? Slot::target : Slot::both;
    f.object_rule = ObjectRule::required;
    f.specificity = static_cast<std::uint8_t>(f.specificity + 1);
    return true;
  }
  if (part.text == "^") {
    return true;
  }
  const std::string word = lemma_of(part.text);
  if (part.kind == 'w' && is_particle(word)) {
    f.particles.push_back(lexicon.intern(word));
    f.specificity = static_cast<std::uint8_t>(f.specificity + 2);
    return true;
  }
  f.object_rule = ObjectRule::required;
  f.specificity = static_cast<std::uint8_t>(f.specificity + 4);
  add_to(f.object_test, part.text);
  return true;
}

void VerbFile::add_pattern(std::string_view text) {
  const std::size_t open = text.rfind('[');
  const std::size_t close = text.rfind(']');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) {
    warn("a pattern without a code in brackets");
    return;
  }
  if (verbs.empty()) {
    warn("a pattern outside a block of verbs");
    return;
  }
  ActFrame f;
  f.object = Slot::none;
  if (!parse_codes(text.substr(open + 1, close - open - 1), f)) {
    warn("'" + std::string(text.substr(open, close - open + 1)) + "' is no code");
    return;
  }
  std::vector<PatternPart> parts;
  if (!parse_parts(text.substr(0, open), parts)) {
    warn("a bracket without its end");
    return;
  }
  const auto verb = std::find_if(parts.begin(), parts.end(), [](const PatternPart& p) { return p.text == "*"; });
  if (verb == parts.end()) {
    warn("a pattern without '*'");
    return;
  }
  for (auto part = parts.begin(); part != parts.end(); ++part) {
    if (part != verb && !(part < verb ? before_verb(*part, f) : after_verb(*part, f))) {
      warn("cannot read '" + std::string(part->text) + "'");
      return;
    }
  }
  ++f.specificity;
  add_frame(f, verbs);
}

Result<void> ActLexicon::add_petrarch_verbs(const std::filesystem::path& path, std::vector<std::string>* warnings) {
  std::string bytes;
  if (const auto read = read_bytes(path, bytes); !read) {
    return read.error();
  }
  return add_petrarch_verbs_text(bytes, path.filename().string(), warnings);
}

Result<void> ActLexicon::add_petrarch_verbs_text(std::string_view bytes, const std::string& shown,
                                                 std::vector<std::string>* warnings) {
  VerbFile reader{*this, shown, static_cast<std::uint16_t>(files_.size()), warnings};
  files_.push_back(shown);
  std::string_view rest = bytes;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    std::string_view text = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    ++reader.line;
    text = trim(text.substr(0, text.find('#')));
    if (text.empty()) {
      continue;
    }
    if (text.substr(0, 3) == "---") {
      reader.begin_block(text);
    } else if (text.front() == '-') {
      reader.add_pattern(trim(text.substr(1)));
    } else if (text.front() == '~') {
      continue;
    } else if (text.front() == '&') {
      reader.set = reader.intern_set(trim(text.substr(1)));
      reader.in_set = true;
    } else if (text.front() == '+' && reader.in_set) {
      reader.set_member(trim(text.substr(1)));
    } else {
      reader.add_verb(text);
    }
  }
  only_user_ = only_user_ || reader.added > 0;
  if (reader.added == 0) {
    return Error{ErrorCode::knowledge, "there is no verb in this dictionary",
                 shown + ":" + std::to_string(reader.line)};
  }
  return {};
}

}  // namespace detente::knowledge
