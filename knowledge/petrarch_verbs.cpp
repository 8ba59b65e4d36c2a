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

// The forms that PETRARCH makes of a verb for which its dictionary lists none.
std::vector<std::string> regular_forms(const std::string& verb) {
  if (verb.size() < 2) {
    return {};
  }
  const bool silent_e = verb.back() == 'e';
  const std::string stem = silent_e ? verb.substr(0, verb.size() - 1) : verb;
  const std::string_view tail = std::string_view(verb).substr(verb.size() - 2);
  const bool hisses = tail == "ch" || tail == "sh" || verb.back() == 's' || verb.back() == 'x' || verb.back() == 'z';
  const bool y = verb.back() == 'y' && std::string_view("aeiou").find(tail.front()) == std::string_view::npos;
  if (y) {
    const std::string without = verb.substr(0, verb.size() - 1);
    return {without + "ies", without + "ied", verb + "ing"};
  }
  return {verb + (hisses ? "es" : "s"), stem + "ed", stem + "ing"};
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

  std::uint16_t intern_set(std::string_view name);
  void set_member(std::string_view text);
  void begin_block(std::string_view text);
  void add_verb(std::string_view text);
  static std::vector<std::string> verb_words(std::string_view text, std::size_t& main);
  void add_pattern(std::string_view text);
  bool parse_codes(std::string_view codes, ActFrame& f) const;
  bool parse_parts(std::string_view text, std::vector<PatternPart>& parts) const;
  std::vector<PatternWord> pattern_words(std::string_view text);
  bool add_steps(const PatternPart& part, std::vector<PatternStep>& steps, int depth = 0);
  void add_frame(ActFrame f, const std::vector<std::pair<WordId, std::vector<WordId>>>& heads);
};

std::uint16_t VerbFile::intern_set(std::string_view name) { return lexicon.intern_set(file + "&" + lemma_of(name)); }

std::vector<PatternWord> VerbFile::pattern_words(std::string_view text) {
  std::vector<PatternWord> out;
  for (const std::string& word : words_of(text)) {
    if (word.front() == '&') {
      out.push_back({kNoWord, intern_set(std::string_view(word).substr(1))});
    } else {
      out.push_back({lexicon.intern(word), PatternWord::kNoSet});
    }
  }
  return out;
}

bool VerbFile::add_steps(const PatternPart& part, std::vector<PatternStep>& steps, int depth) {
  using Kind = PatternStep::Kind;
  constexpr int kDeepest = 4;
  const std::string_view text = part.text;
  if (part.kind == '(') {
    const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
    std::vector<PatternPart> parts;
    PatternStep prep{Kind::prep, pattern_words(text.substr(0, end))};
    if (prep.words.empty() || depth >= kDeepest || !parse_parts(text.substr(end), parts)) {
      return false;
    }
    steps.push_back(std::move(prep));
    return std::all_of(parts.begin(), parts.end(),
                       [&](const PatternPart& inner) { return add_steps(inner, steps, depth + 1); });
  }
  if (text == "$" || text == "+" || text == "%" || text == "^") {
    const Kind kind = text == "$" ? Kind::source : text == "+" ? Kind::target : text == "%" ? Kind::both : Kind::skip;
    steps.push_back({kind, {}});
    return true;
  }
  steps.push_back({Kind::words, pattern_words(text)});
  return !steps.back().words.empty();
}

void VerbFile::set_member(std::string_view text) {
  // A member may be a phrase in brackets: "+(TO THE END)".
  std::string plain(text);
  std::erase_if(plain, [](char c) { return c == '(' || c == ')' || c == '{' || c == '}'; });
  if (std::vector<PatternWord> member = pattern_words(plain); !member.empty()) {
    lexicon.pattern_sets_[set].push_back(std::move(member));
  } else {
    warn("an empty member of a set");
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
    own.verb_words = particles;
    lexicon.words_[verb].verbs.push_back(static_cast<std::uint32_t>(lexicon.frames_.size()));
    lexicon.frames_.push_back(std::move(own));
    ++added;
  }
}

// The words of a verb; `main` is the one behind the plus sign, which takes the endings ("WIRE_+TAP"), or the first.
std::vector<std::string> VerbFile::verb_words(std::string_view text, std::size_t& main) {
  main = 0;
  const std::size_t plus = text.find('+');
  if (plus == std::string_view::npos) {
    return words_of(text);
  }
  main = words_of(text.substr(0, plus)).size();
  std::string joined(text.substr(0, plus));
  joined += ' ';
  joined += text.substr(plus + 1);
  std::vector<std::string> words = words_of(joined);
  return main < words.size() ? words : std::vector<std::string>();
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
  const std::size_t brace = std::min(text.find('{'), text.size());
  std::string_view listed = text.substr(std::min(brace + 1, text.size()));
  listed = trim(listed.substr(0, listed.find('}')));
  text = trim(text.substr(0, brace));
  if (text.empty()) {
    return;
  }
  std::size_t main = 0;
  const std::vector<std::string> words = verb_words(text, main);
  if (words.empty()) {
    warn("cannot read the verb '" + std::string(text) + "'");
    return;
  }
  std::pair<WordId, std::vector<WordId>> verb{lexicon.intern(words[main]), {}};
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i != main) {
      verb.second.push_back(lexicon.intern(words[i]));
    }
  }
  const auto add_form = [&](const std::string& form) {
    if (const WordId id = lexicon.intern(form); id != verb.first) {
      lexicon.verb_forms_.emplace(id, verb.first);
    }
  };
  if (listed.empty()) {
    for (const std::string& form : regular_forms(words[main])) {
      add_form(form);
    }
  }
  while (!listed.empty()) {
    const std::size_t end = std::min(listed.find_first_of(" \t"), listed.size());
    std::size_t at = 0;
    if (const std::vector<std::string> form = verb_words(listed.substr(0, end), at); !form.empty()) {
      add_form(form[at]);
    }
    listed = trim(listed.substr(end));
  }
  ActFrame base;
  if (!parse_codes(code.empty() ? "---" : std::string_view(code), base)) {
    warn("'[" + code + "]' is no code");
    return;
  }
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
    if (part != verb && !add_steps(*part, part < verb ? f.before : f.after)) {
      warn("cannot read '" + std::string(part->text) + "'");
      return;
    }
  }
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
