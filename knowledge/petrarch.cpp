#include "petrarch.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>

#include "detente/knowledge/fold.hpp"
#include "detente/knowledge/parties.hpp"
#include "toml_file.hpp"

namespace detente::knowledge {

namespace {

constexpr std::size_t kMostMessages = 1000;
constexpr std::size_t kMostForms = 64;

std::string_view trim(std::string_view s) {
  while (!s.empty() && std::isspace(static_cast<unsigned char>(s.front())) != 0) {
    s.remove_prefix(1);
  }
  while (!s.empty() && std::isspace(static_cast<unsigned char>(s.back())) != 0) {
    s.remove_suffix(1);
  }
  return s;
}

// The lines of a dictionary without comments: `f(line, number)`.
template <typename F>
void each_line(std::string_view text, F f) {
  std::size_t number = 0;
  bool in_comment = false;
  while (!text.empty()) {
    const std::size_t stop = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, stop);
    text.remove_prefix(std::min(stop + 1, text.size()));
    ++number;
    line = line.substr(0, line.find('#'));
    if (!in_comment && (line.starts_with("<!--") || line.starts_with("<! --"))) {
      in_comment = line.find("-->") == std::string_view::npos;
      continue;
    }
    if (in_comment) {
      in_comment = line.find("-->") == std::string_view::npos;
      continue;
    }
    if (!trim(line).empty()) {
      f(line, number);
    }
  }
}

bool is_code(std::string_view code) {
  return !code.empty() && code.size() <= 40 && std::all_of(code.begin(), code.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '+' || c == '/' || c == '_' || c == '*';
  });
}

std::string upper(std::string_view s) {
  std::string out(s);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return out;
}

// "20010131" -> "2001-01-31"; years of two digits are those of 1931 to 2030. Dictionaries hold days such as 31
// February, which compare as well as any other.
std::optional<std::string> date_of(std::string_view digits) {
  if ((digits.size() != 6 && digits.size() != 8) ||
      !std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return std::nullopt;
  }
  std::string full(digits);
  if (full.size() == 6) {
    full.insert(0, full.compare(0, 2, "30") > 0 ? "19" : "20");
  }
  return full.substr(0, 4) + "-" + full.substr(4, 2) + "-" + full.substr(6, 2);
}

struct BracketCode {
  std::string code;
  std::string from;
  std::string to;
};

// The inside of "[GOV 19950601 - 19990815]", "[GOV < 950601]", "[GOV >20130119]" or "[GOV]".
std::optional<BracketCode> bracket_code(std::string_view inside) {
  BracketCode out;
  inside = trim(inside);
  const std::size_t cut = inside.find_first_of(" \t<>");
  out.code = upper(inside.substr(0, cut));
  if (!is_code(out.code)) {
    return std::nullopt;
  }
  std::string dates;
  for (const char c : cut == std::string_view::npos ? std::string_view() : inside.substr(cut)) {
    if (std::isspace(static_cast<unsigned char>(c)) == 0) {
      dates += c;
    }
  }
  if (dates.empty()) {
    return out;
  }
  const bool open = dates[0] == '<' || dates[0] == '>';
  const std::size_t dash = dates.find('-');
  const auto first = date_of(open ? std::string_view(dates).substr(1) : std::string_view(dates).substr(0, dash));
  if (!first) {
    return std::nullopt;
  }
  if (open) {
    (dates[0] == '<' ? out.to : out.from) = *first;
    return out;
  }
  out.from = *first;
  out.to = *first;
  if (dash != std::string::npos) {
    const auto second = date_of(std::string_view(dates).substr(dash + 1));
    if (!second) {
      return std::nullopt;
    }
    out.to = *second;
  }
  return out;
}

PartyKind kind_of_code(std::string_view code) {
  if (code.size() == 3 && code != "IGO" && code != "NGO" && code != "IMG") {
    return PartyKind::state;
  }
  if (code.starts_with("IGO") || code.starts_with("NG") || code.starts_with("IMG") || code.starts_with("MNC")) {
    return PartyKind::organisation;
  }
  const std::string_view role = code.size() >= 6 ? code.substr(3, 3) : std::string_view();
  if (role == "REB" || role == "UAF" || role == "SEP" || role == "INS") {
    return PartyKind::armed_group;
  }
  if (role == "GOV" || role == "MIL" || role == "COP" || role == "SPY" || role == "LEG" || role == "JUD") {
    return PartyKind::government;
  }
  return PartyKind::unknown;
}

std::string_view sector_of_code(std::string_view code) {
  const std::string_view first = code.substr(0, 3);
  if (first == "IGO" || first == "NGO") {
    return first;
  }
  return code.size() >= 6 ? code.substr(3, 3) : std::string_view();
}

}  // namespace

PetrarchKind petrarch_kind_of_text(std::string_view text) {
  std::size_t actors = 0;
  std::size_t agents = 0;
  std::size_t verbs = 0;
  std::size_t others = 0;
  std::size_t lines = 0;
  each_line(text, [&](std::string_view line, std::size_t) {
    if (++lines > 2000) {
      return;
    }
    const std::string_view trimmed = trim(line);
    const std::size_t open = line.find('[');
    const std::size_t close = line.find(']', open == std::string_view::npos ? 0 : open);
    const bool bracket = open != std::string_view::npos && close != std::string_view::npos;
    if (trimmed.starts_with("- ") || trimmed.starts_with("---") || trimmed.starts_with("&") ||
        line.find('*') != std::string_view::npos) {
      ++verbs;
    } else if (trimmed.starts_with("<") || trimmed.starts_with("~") || trimmed.find(":0x") != std::string_view::npos ||
               trimmed.starts_with("n:")) {
      ++others;
    } else if (bracket) {
      const bool tilde = line.substr(open, close - open).find('~') != std::string_view::npos;
      ++(tilde ? agents : actors);
    }
  });
  const std::size_t most = std::max({actors, agents, verbs, others});
  if (most == 0) {
    const std::string head = upper(text.substr(0, 2000));
    return head.find("DISCARD") != std::string::npos ? PetrarchKind::discards : PetrarchKind::other;
  }
  if (most == others) {
    return PetrarchKind::other;
  }
  if (most == verbs) {
    return PetrarchKind::verbs;
  }
  return most == agents ? PetrarchKind::agents : PetrarchKind::actors;
}

Result<PetrarchKind> petrarch_kind(const std::filesystem::path& file) {
  const auto text = read_text_file(file, origin_of(file));
  if (!text) {
    return text.error();
  }
  const PetrarchKind kind = petrarch_kind_of_text(*text);
  const bool named_discards = upper(file.filename().string()).find("DISCARD") != std::string::npos;
  return kind == PetrarchKind::other && named_discards ? PetrarchKind::discards : kind;
}

// Reads one dictionary into a PartyLexicon.
class PetrarchReader {
 public:
  PetrarchReader(PartyLexicon& lexicon, std::string origin, std::vector<std::string>& warnings)
      : lexicon_(lexicon), origin_(std::move(origin)), warnings_(warnings) {
    lexicon_.has_petrarch_ = 1;
  }

  void actors(std::string_view text) {
    std::vector<std::string> names;
    std::vector<BracketCode> codes;
    std::size_t first_line = 0;
    const auto finish = [&] {
      if (!names.empty()) {
        add_actor(names, codes, first_line);
      }
      names.clear();
      codes.clear();
    };
    each_line(text, [&](std::string_view line, std::size_t number) {
      std::string_view rest = trim(line);
      if (rest[0] != '+' && rest[0] != '[') {
        finish();
        first_line = number;
      } else if (names.empty()) {
        warn(number, "no actor stands before this line");
        return;
      }
      const std::size_t open = std::min(rest.find('['), rest.size());
      std::string_view name = trim(rest.substr(0, open));
      // A date stands after a semicolon in files of TABARI.
      name = trim(name.substr(0, name.find(';')));
      if (name.starts_with('+')) {
        name.remove_prefix(1);
      }
      if (!name.empty()) {
        names.emplace_back(name);
      }
      rest.remove_prefix(open);
      while (!rest.empty() && rest[0] == '[') {
        const std::size_t close = rest.find(']');
        const std::string_view inside = rest.substr(1, close == std::string_view::npos ? close : close - 1);
        if (const auto code = bracket_code(inside)) {
          codes.push_back(*code);
        } else {
          warn(number, "'" + std::string(inside) + "' is not a code, or its dates are not");
        }
        rest = close == std::string_view::npos ? std::string_view() : trim(rest.substr(close + 1));
      }
      if (!rest.empty() && rest[0] != ';') {
        warn(number, "passed over '" + std::string(rest.substr(0, 60)) + "'");
      }
    });
    finish();
  }

  void agents(std::string_view text) {
    each_line(text, [&](std::string_view line, std::size_t number) {
      std::string_view rest = trim(line);
      if (rest[0] == '!' && rest.find('=') != std::string_view::npos) {
        add_set(rest, number);
        return;
      }
      const std::size_t open = rest.find('[');
      const std::size_t close = rest.find(']', open == std::string_view::npos ? 0 : open);
      const std::string_view inside =
          open == std::string_view::npos
              ? std::string_view()
              : trim(rest.substr(open + 1, (close == std::string_view::npos ? rest.size() : close) - open - 1));
      const bool sector_first = inside.ends_with('~');
      std::string_view code = inside;
      if (sector_first) {
        code.remove_suffix(1);
      } else if (code.starts_with('~')) {
        code.remove_prefix(1);
      }
      if (open == std::string_view::npos || open == 0 || code.size() == inside.size() || !is_code(code)) {
        warn(number, "an agent needs a name and a code such as [~GOV]");
        return;
      }
      std::string_view name = trim(rest.substr(0, open));
      std::optional<std::string_view> plural;
      const std::size_t brace = name.find('{');
      if (brace != std::string_view::npos) {
        plural = trim(name.substr(brace + 1, std::min(name.find('}'), name.size()) - brace - 1));
        name = trim(name.substr(0, brace));
      }
      add_agent(name, plural, upper(code), sector_first, number);
    });
  }

  void discards(std::string_view text) {
    each_line(text, [&](std::string_view line, std::size_t) {
      std::string_view name = trim(line);
      const bool report = name.starts_with('+');
      if (report) {
        name.remove_prefix(1);
      }
      lexicon_.add_name(name.substr(0, name.find(';')), report ? NameUse::discard_report : NameUse::discard_sentence, 0,
                        PartyLexicon::kCaseless);
    });
  }

 private:
  void warn(std::size_t line, std::string message) {
    if (warnings_.size() < kMostMessages) {
      warnings_.push_back(origin_ + ":" + std::to_string(line) + ": " + std::move(message));
    }
  }

  void add_actor(const std::vector<std::string>& names, const std::vector<BracketCode>& codes, std::size_t line) {
    if (codes.empty()) {
      warn(line, "actor '" + names.front() + "' has no code");
      return;
    }
    PartyEntry party;
    party.code_begin = static_cast<std::uint32_t>(lexicon_.codes_.size());
    std::string standing;
    for (const BracketCode& code : codes) {
      if (code.from.empty() && code.to.empty()) {
        standing = code.code;
      } else {
        lexicon_.codes_.push_back({lexicon_.keep(code.code), lexicon_.keep(code.from), lexicon_.keep(code.to)});
      }
    }
    party.code_end = static_cast<std::uint32_t>(lexicon_.codes_.size());
    // "---" is the sign for an actor that gets no code.
    if (standing == "---") {
      standing.clear();
    }
    const std::string& example = standing.empty() ? codes.back().code : standing;
    party.name = lexicon_.keep(readable(names.front()));
    party.id = lexicon_.keep(origin_ + ":" + std::to_string(line));
    party.rule = party.id;
    party.code = lexicon_.keep(standing);
    party.kind = kind_of_code(example);
    party.sector = lexicon_.keep(sector_of_code(example));
    const auto index = static_cast<std::uint32_t>(lexicon_.parties_.size());
    lexicon_.parties_.push_back(party);
    for (const std::string& name : names) {
      // "US" and "WHO" are words in lower case; longer names are meant whatever their case.
      const bool short_acronym = folded_name(name).size() <= 3;
      lexicon_.add_noun(short_acronym ? upper(name) : readable(name), NameUse::name, index,
                        short_acronym ? std::uint8_t{0} : std::uint8_t{PartyLexicon::kCaseless});
    }
  }

  void add_agent(std::string_view name, std::optional<std::string_view> plural, const std::string& code,
                 bool sector_first, std::size_t line) {
    AgentEntry agent;
    agent.sector = lexicon_.keep(code);
    agent.rule = lexicon_.keep(origin_ + ":" + std::to_string(line));
    agent.kind = kind_of_code("XXX" + code);
    agent.sector_first = sector_first ? 1 : 0;
    const auto index = static_cast<std::uint32_t>(lexicon_.agents_.size());
    lexicon_.agents_.push_back(agent);
    for (const std::string& form : expand(name, line)) {
      if (plural) {
        lexicon_.add_name(form, NameUse::agent, index, PartyLexicon::kCaseless);
      } else {
        lexicon_.add_noun(form, NameUse::agent, index, PartyLexicon::kCaseless);
      }
    }
    if (plural && !plural->empty()) {
      lexicon_.add_name(*plural, NameUse::agent, index, PartyLexicon::kCaseless);
    }
  }

  // "!PERSON! = MAN, MEN, WOMAN"
  void add_set(std::string_view line, std::size_t number) {
    const std::size_t close = line.find('!', 1);
    const std::size_t equals = line.find('=');
    if (close == std::string_view::npos || equals == std::string_view::npos || close > equals) {
      warn(number, "a set of words is written !NAME! = A, B, C");
      return;
    }
    std::vector<std::string>& words = sets_[std::string(line.substr(1, close - 1))];
    std::string_view rest = line.substr(equals + 1);
    while (!rest.empty()) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      const std::string_view word = trim(rest.substr(0, comma));
      if (!word.empty() && words.size() < kMostForms) {
        words.emplace_back(word);
      }
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  }

  std::vector<std::string> expand(std::string_view name, std::size_t number) {
    const std::size_t open = name.find('!');
    const std::size_t close = open == std::string_view::npos ? open : name.find('!', open + 1);
    if (close == std::string_view::npos) {
      return {std::string(name)};
    }
    const auto set = sets_.find(std::string(name.substr(open + 1, close - open - 1)));
    if (set == sets_.end()) {
      warn(number, "there is no set of words '" + std::string(name.substr(open, close - open + 1)) + "'");
      return {};
    }
    std::vector<std::string> out;
    for (const std::string& word : set->second) {
      out.push_back(std::string(name.substr(0, open)) + word + std::string(name.substr(close + 1)));
    }
    return out;
  }

  // "ABU_NIDAL_" -> "Abu Nidal": names of dictionaries are in capitals, which say nothing.
  static std::string readable(std::string_view name) {
    std::string out;
    bool start = true;
    for (const char c : name) {
      if (c == '_') {
        start = true;
        out += ' ';
        continue;
      }
      const auto u = static_cast<unsigned char>(c);
      out += static_cast<char>(start ? std::toupper(u) : std::tolower(u));
      start = c == ' ' || c == '-' || c == '.';
    }
    return std::string(trim(out));
  }

  PartyLexicon& lexicon_;
  std::string origin_;
  std::vector<std::string>& warnings_;
  std::map<std::string, std::vector<std::string>> sets_;
};

Result<void> PartyLexicon::add_petrarch_actors(const std::filesystem::path& file, std::vector<std::string>& warnings) {
  const auto text = read_text_file(file, origin_of(file));
  if (!text) {
    return text.error();
  }
  PetrarchReader(*this, origin_of(file), warnings).actors(*text);
  return {};
}

Result<void> PartyLexicon::add_petrarch_agents(const std::filesystem::path& file, std::vector<std::string>& warnings) {
  const auto text = read_text_file(file, origin_of(file));
  if (!text) {
    return text.error();
  }
  PetrarchReader(*this, origin_of(file), warnings).agents(*text);
  return {};
}

Result<void> PartyLexicon::add_petrarch_discards(const std::filesystem::path& file,
                                                 std::vector<std::string>& warnings) {
  const auto text = read_text_file(file, origin_of(file));
  if (!text) {
    return text.error();
  }
  PetrarchReader(*this, origin_of(file), warnings).discards(*text);
  return {};
}

}  // namespace detente::knowledge
