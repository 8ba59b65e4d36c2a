#include "brief_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "detente/text/date.hpp"
#include "detente/text/utf8.hpp"

namespace detente::board::briefing {

namespace {

struct Phrase {
  std::string_view code;  // the beginning of a CAMEO code (Schrodt 2012, chapter 4), or a PLOVER type
  std::string_view past;
  std::string_view base;
};

// The longest code that fits counts. The target follows.
constexpr std::array kPhrases{
    Phrase{"02", "appealed to", "appeal to"},
    Phrase{"03", "signalled readiness to cooperate with", "cooperate with"},
    Phrase{"035", "signalled readiness to yield to", "yield to"},
    Phrase{"0356", "sought a halt to the fighting with", "seek a halt to the fighting with"},
    Phrase{"036", "agreed to meet or talk with", "meet or talk with"},
    Phrase{"037", "spoke for a settlement with", "settle with"},
    Phrase{"038", "accepted mediation with", "accept mediation with"},
    Phrase{"039", "offered to mediate with", "mediate with"},
    Phrase{"04", "consulted with", "consult with"},
    Phrase{"041", "spoke by telephone with", "speak by telephone with"},
    Phrase{"042", "visited", "visit"},
    Phrase{"043", "received", "receive"},
    Phrase{"045", "mediated with", "mediate with"},
    Phrase{"046", "held talks with", "hold talks with"},
    Phrase{"05", "spoke in support of", "speak in support of"},
    Phrase{"050", "worked diplomatically with", "work diplomatically with"},
    Phrase{"052", "defended", "defend"},
    Phrase{"053", "rallied support for", "rally support for"},
    Phrase{"054", "recognised", "recognise"},
    Phrase{"055", "apologised to", "apologise to"},
    Phrase{"057", "made an agreement with", "make an agreement with"},
    Phrase{"06", "cooperated with", "cooperate with"},
    Phrase{"062", "cooperated militarily with", "cooperate militarily with"},
    Phrase{"064", "shared information with", "share information with"},
    Phrase{"07", "aided", "aid"},
    Phrase{"072", "gave military aid to", "give military aid to"},
    Phrase{"073", "gave humanitarian aid to", "give humanitarian aid to"},
    Phrase{"074", "sent protection to", "send protection to"},
    Phrase{"075", "gave asylum to", "give asylum to"},
    Phrase{"08", "yielded to", "yield to"},
    Phrase{"0811", "eased restrictions on", "ease restrictions on"},
    Phrase{"084", "released or returned something to", "release or return something to"},
    Phrase{"0841", "released", "release"},
    Phrase{"085", "eased sanctions on", "ease sanctions on"},
    Phrase{"086", "let in help or observers for", "let in help or observers for"},
    Phrase{"087", "eased off militarily against", "ease off militarily against"},
    Phrase{"0871", "stopped fighting with", "stop fighting with"},
    Phrase{"0873", "withdrew before", "withdraw before"},
    Phrase{"09", "investigated", "investigate"},
    Phrase{"10", "made demands of", "make demands of"},
    Phrase{"11", "criticised", "criticise"},
    Phrase{"111", "criticised", "criticise"},
    Phrase{"112", "accused", "accuse"},
    Phrase{"114", "complained of", "complain of"},
    Phrase{"115", "brought a case against", "bring a case against"},
    Phrase{"12", "rebuffed", "rebuff"},
    Phrase{"128", "defied the norms of", "defy the norms of"},
    Phrase{"129", "vetoed a move of", "veto a move of"},
    Phrase{"13", "threatened or warned", "threaten or warn"},
    Phrase{"138", "threatened force against", "threaten force against"},
    Phrase{"139", "gave an ultimatum to", "give an ultimatum to"},
    Phrase{"14", "protested against", "protest against"},
    Phrase{"15", "readied forces against", "ready forces against"},
    Phrase{"16", "cut back relations with", "cut back relations with"},
    Phrase{"162", "cut back or held back aid to", "cut back or hold back aid to"},
    Phrase{"163", "imposed sanctions or an embargo on", "impose sanctions or an embargo on"},
    Phrase{"164", "broke off talks with", "break off talks with"},
    Phrase{"17", "put pressure on", "put pressure on"},
    Phrase{"171", "seized or damaged property of", "seize or damage property of"},
    Phrase{"172", "restricted", "restrict"},
    Phrase{"173", "detained people of", "detain people of"},
    Phrase{"174", "displaced or expelled people of", "displace or expel people of"},
    Phrase{"175", "repressed", "repress"},
    Phrase{"18", "attacked", "attack"},
    Phrase{"181", "took or held captives of", "take or hold captives of"},
    Phrase{"186", "assassinated or sought to assassinate people of", "assassinate people of"},
    Phrase{"19", "used military force against", "use military force against"},
    Phrase{"191", "blockaded", "blockade"},
    Phrase{"192", "occupied ground of", "occupy ground of"},
    Phrase{"194", "fired on", "fire on"},
    Phrase{"195", "struck from the air at", "strike from the air at"},
    Phrase{"20", "used mass violence against", "use mass violence against"},
    Phrase{"AGREE", "signalled readiness to work with", "work with"},
    Phrase{"CONSULT", "consulted with", "consult with"},
    Phrase{"SUPPORT", "spoke in support of", "speak in support of"},
    Phrase{"COOPERATE", "cooperated with", "cooperate with"},
    Phrase{"AID", "aided", "aid"},
    Phrase{"CONCEDE", "yielded to", "yield to"},
    Phrase{"RETREAT", "drew back before", "draw back before"},
    Phrase{"REQUEST", "made demands of", "make demands of"},
    Phrase{"ACCUSE", "criticised", "criticise"},
    Phrase{"REJECT", "rebuffed", "rebuff"},
    Phrase{"THREATEN", "threatened or warned", "threaten or warn"},
    Phrase{"PROTEST", "protested against", "protest against"},
    Phrase{"SANCTION", "cut back relations with", "cut back relations with"},
    Phrase{"MOBILIZE", "readied forces against", "ready forces against"},
    Phrase{"COERCE", "put pressure on", "put pressure on"},
    Phrase{"ASSAULT", "attacked", "attack"},
};

const Phrase& phrase(std::string_view type, std::string_view cameo) {
  const Phrase* best = &kPhrases.back();
  std::size_t length = 0;
  for (const Phrase& p : kPhrases) {
    const bool fits = !cameo.empty() && cameo.starts_with(p.code) && p.code.size() > length;
    if (fits || (length == 0 && p.code == type)) {
      best = &p;
      length = fits ? p.code.size() : 0;
    }
  }
  return *best;
}

constexpr std::array<std::string_view, 32> kWithArticle{
    "House",      "Authority", "Union",   "Ministry",   "Department",   "Forces",    "Force",       "Army",
    "Corps",      "Agency",    "Council", "Nations",    "States",       "Kingdom",   "Emirates",    "Administration",
    "Pentagon",   "Bank",      "Cross",   "Crescent",   "Organization", "Programme", "Fund",        "Court",
    "Commission", "League",    "Knesset", "Government", "Command",      "Republic",  "Netherlands", "Times"};

bool takes_article(std::string_view name) {
  for (const std::string_view begin : {"government of ", "Department of ", "Ministry of ", "Office of ", "Houthi",
                                       "United ", "Ministry ", "International ", "US Department"}) {
    if (name.starts_with(begin)) {
      return true;
    }
  }
  const std::string_view last = name.substr(name.find_last_of(' ') + 1);
  return std::find(kWithArticle.begin(), kWithArticle.end(), last) != kWithArticle.end();
}

bool is_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// True if a sentence may end behind text[at], which is a full stop: what follows begins one, and what stands before is
// no initial or short title such as "U.S." or "Oct.".
bool ends_sentence(std::string_view text, std::size_t at) {
  std::size_t next = at + 1;
  while (next < text.size() && !is_space(text[next]) && !is_letter(text[next])) {
    ++next;
  }
  if (next >= text.size()) {
    return true;
  }
  if (!is_space(text[next])) {
    return false;
  }
  while (next < text.size() && is_space(text[next])) {
    ++next;
  }
  if (next < text.size() && std::islower(static_cast<unsigned char>(text[next])) != 0) {
    return false;
  }
  if (text[at] != '.') {
    return true;
  }
  std::size_t word = at;
  while (word > 0 && (is_letter(text[word - 1]) || text[word - 1] == '.')) {
    --word;
  }
  const std::string_view before = text.substr(word, at - word);
  static constexpr std::array<std::string_view, 20> kShort{"Oct", "Nov", "Dec", "Jan", "Feb", "Sept", "Aug",
                                                           "Mr",  "Mrs", "Ms",  "Dr",  "Gen", "Lt",   "Col",
                                                           "Sen", "Rep", "Gov", "St",  "No",  "Adm"};
  const bool is_initials = before.size() == 1 || (before.size() == 3 && before[1] == '.');
  return !is_initials && std::find(kShort.begin(), kShort.end(), before) == kShort.end();
}

bool is_start_of_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

}  // namespace

std::string told_party(const Who& who) {
  const bool is_described = !who.name.empty() && std::islower(static_cast<unsigned char>(who.name.front())) != 0;
  if (who.kind.empty() || (who.code.empty() && (is_described || who.kind == "unknown"))) {
    return fmt::format("“{}”", shown_words(who.name));
  }
  const std::string name = shown_words(who.name);
  if (takes_article(name)) {
    return "the " + name;
  }
  static constexpr std::array<std::string_view, 9> kOffices{
      "spokesperson", "spokesman", "spokeswoman", "official", "minister", "adviser", "diplomat", "commander", "envoy"};
  const std::string_view last = std::string_view(name).substr(name.find_last_of(' ') + 1);
  if (name.find(' ') != std::string::npos && std::find(kOffices.begin(), kOffices.end(), last) != kOffices.end()) {
    return (std::string_view("AEIOaeio").find(name.front()) != std::string_view::npos ? "an " : "a ") + name;
  }
  // "senior Lebanese official" tells the country by itself.
  const bool tells = std::any_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  return is_described && !tells ? fmt::format("{} ({})", name, who.code) : name;
}

std::string capital(std::string text) {
  if (!text.empty()) {
    text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
  }
  return text;
}

std::string told_list(std::vector<std::string> names, std::size_t most) {
  std::vector<std::string> once;
  for (std::string& name : names) {
    if (std::find(once.begin(), once.end(), name) == once.end()) {
      once.push_back(std::move(name));
    }
  }
  if (once.size() > most) {
    const std::size_t rest = once.size() - (most - 1);
    once.resize(most - 1);
    once.push_back(fmt::format("{} others", rest));
  }
  std::string out;
  for (std::size_t i = 0; i < once.size(); ++i) {
    out += i == 0 ? "" : i + 1 == once.size() ? " and " : ", ";
    out += once[i];
  }
  return out;
}

std::string told_act(std::string_view type, std::string_view cameo, std::string_view status, bool many) {
  const Phrase& p = phrase(type, cameo);
  if (status == name(Status::planned)) {
    return fmt::format("{} said to intend to {}", many ? "are" : "is", p.base);
  }
  if (status == name(Status::possible)) {
    return fmt::format("may {}", p.base);
  }
  if (status == name(Status::conditional)) {
    return fmt::format("would, on a condition, {}", p.base);
  }
  if (status == name(Status::negated)) {
    return fmt::format("{} said not to {}", many ? "are" : "is", p.base);
  }
  return std::string(p.past);
}

bool is_plain(std::string_view type, std::string_view words, std::string_view behind) {
  struct Stems {
    std::string_view type;
    std::string_view stems;  // beginnings of words, between blanks
  };
  static constexpr std::array<Stems, 16> kStems{{
      {"AGREE", " agree accept heed read pursu seek sought promis pledg commit "},
      {"CONSULT",
       " talk met meet discuss visit call consult negotiat communicat mediat host spoke speak telephone phone "
       "travel tour contact broker hold held "},
      {"SUPPORT",
       " support back endors champion prais affirm commit welcom defend solidarity stand stood recogni applaud "
       "congratulat agreement deal signed sign "},
      {"COOPERATE", " cooperat shar joint exchang train "},
      {"AID", " aid suppl deliver provid send sent fund train arm help donat rescu evacuat shelter "},
      {"CONCEDE", " releas free freed lift eas allow open return conced yield resum "},
      {"RETREAT", " withdr pull ceasefire cease truce halt stop end paus "},
      {"REQUEST", " call urg press ask appeal demand request insist plead pressed "},
      {"ACCUSE", " accus condemn critici denounc blam complain outrag deplor alleg fault sued charg indict "},
      {"REJECT", " reject refus declin rebuff deni deny defi violat veto oppos breach dismiss "},
      {"THREATEN", " threat warn vow ultimatum deadline "},
      {"PROTEST", " protest demonstrat rall riot march "},
      {"SANCTION", " sanction embargo withh suspend cut halt hold held block ban expel freez froze paus restrict "},
      {"MOBILIZE", " deploy mobili amass alert reinforc muster "},
      {"COERCE",
       " restrict limit seiz arrest detain displac expel blockad curb contain deport raz demolish impos confiscat "
       "evict order jail raid "},
      {"ASSAULT",
       " kill struck strik attack bomb shell fir launch raid assault invad war fight fought campaign operation "
       "clash destroy wound injur hit abduct hostag hold held captur captiv assassinat missil rocket cross "
       "bombard shot shoot ambush offensive "},
  }};
  const auto* of_type = std::find_if(kStems.begin(), kStems.end(), [&](const Stems& s) { return s.type == type; });
  if (of_type == kStems.end()) {
    return false;
  }
  const std::string lower = text::lower(words);
  for (std::size_t at = 0; at < lower.size();) {
    std::size_t end = at;
    while (end < lower.size() && is_letter(lower[end])) {
      ++end;
    }
    const std::string_view word = std::string_view(lower).substr(at, end - at);
    for (std::size_t b = 1; b < of_type->stems.size() && !word.empty();) {
      const std::size_t e = of_type->stems.find(' ', b);
      const std::string_view stem = of_type->stems.substr(b, e - b);
      // Somebody is called something, and called on to do something.
      const bool is_name = type == "REQUEST" && word.starts_with("call") && !behind.starts_with(" on") &&
                           !behind.starts_with(" for") && !behind.starts_with(" upon") && end == lower.size();
      if (word.starts_with(stem) && !is_name) {
        return true;
      }
      b = e + 1;
    }
    at = end + 1;
  }
  return false;
}

std::string told_integer(double number) {
  if (!std::isfinite(number) || std::abs(number) >= 1e15) {
    return fmt::format("{:g}", number);
  }
  if (number != std::floor(number)) {
    return fmt::format("{:.1f}", number);
  }
  const std::string digits = fmt::format("{:.0f}", std::abs(number));
  std::string out = number < 0 ? "-" : "";
  for (std::size_t i = 0; i < digits.size(); ++i) {
    out += i > 0 && (digits.size() - i) % 3 == 0 ? "," : "";
    out += digits[i];
  }
  return out;
}

std::string told_number(const Toll& toll) {
  const std::string low = toll.low ? told_integer(*toll.low) : "";
  const std::string high = toll.high ? told_integer(*toll.high) : "";
  if (toll.bound == name(Bound::range) && toll.low && toll.high) {
    return fmt::format("between {} and {}", low, high);
  }
  if (toll.bound == name(Bound::at_most)) {
    return fmt::format("at most {}", high.empty() ? low : high);
  }
  const std::string& value = low.empty() ? high : low;
  if (toll.bound == name(Bound::more_than)) {
    return fmt::format("more than {}", value);
  }
  if (toll.bound == name(Bound::at_least)) {
    return fmt::format("at least {}", value);
  }
  if (toll.bound == name(Bound::about)) {
    return fmt::format("about {}", value);
  }
  return value;
}

std::string told_date(std::string_view iso) {
  static constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                            "May",       "June",     "July",     "August",
                                                            "September", "October",  "November", "December"};
  const auto date = text::parse_date(iso);
  if (!date || date->month < 0 || date->month > 12) {
    return std::string(iso);
  }
  if (date->precision == text::Precision::year || date->month == 0) {
    return std::to_string(date->year);
  }
  const std::string_view month = kMonths[static_cast<std::size_t>(date->month - 1)];
  return date->precision == text::Precision::month ? fmt::format("{} {}", month, date->year)
                                                   : fmt::format("{} {} {}", date->day, month, date->year);
}

std::string told_when(std::string_view iso) {
  if (iso.empty()) {
    return {};
  }
  const std::size_t week = iso.find("-W");
  if (week != std::string_view::npos) {
    return fmt::format("in week {} of {}", iso.substr(week + 2), iso.substr(0, week));
  }
  return fmt::format("{} {}", iso.size() >= 10 ? "on" : "in", told_date(iso));
}

std::string told_duration(std::string_view iso) {
  if (iso.size() < 3 || iso.size() > 6 || iso.front() != 'P') {
    return {};
  }
  const std::string_view digits = iso.substr(1, iso.size() - 2);
  if (!std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return {};
  }
  const char unit = iso.back();
  const std::string_view word = unit == 'D'   ? "day"
                                : unit == 'W' ? "week"
                                : unit == 'M' ? "month"
                                : unit == 'Y' ? "year"
                                              : "";
  return word.empty() ? std::string() : fmt::format("{} {}{}", digits, word, digits == "1" ? "" : "s");
}

std::string plural(std::int64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", told_integer(static_cast<double>(count)), count == 1 ? one : many);
}

Span around(std::string_view text, Span span, std::size_t most) {
  std::size_t begin = std::min<std::size_t>(span.begin, text.size());
  std::size_t end = std::min<std::size_t>(std::max(span.end, span.begin), text.size());
  const std::size_t own = end - begin;
  const std::size_t room = most > own ? most - own : 0;
  // Backward to the end of the sentence before, or as far as half of the room goes.
  std::size_t b = begin;
  while (b > 0 && text[b - 1] != '\n' && begin - b < room) {
    const char c = text[b - 1];
    if ((c == '.' || c == '!' || c == '?') && ends_sentence(text, b - 1)) {
      break;
    }
    --b;
  }
  std::size_t e = end;
  const bool is_ended = end > begin && (text[end - 1] == '.' || text[end - 1] == '!' || text[end - 1] == '?');
  while (!is_ended && e < text.size() && text[e] != '\n' && e - end < room) {
    const char c = text[e];
    ++e;
    if ((c == '.' || c == '!' || c == '?') && ends_sentence(text, e - 1)) {
      break;
    }
  }
  while (e - b > most && (b < begin || e > end)) {
    // The longer side gives way.
    if (begin - b >= e - end) {
      ++b;
    } else {
      --e;
    }
  }
  // Not within a word, and not within a character.
  while (b < begin && b > 0 && text[b - 1] != '\n' && !is_space(text[b - 1]) &&
         (is_letter(text[b - 1]) || !is_start_of_character(text[b]))) {
    ++b;
  }
  while (e > end && e < text.size() && text[e] != '\n' && !is_space(text[e]) &&
         (is_letter(text[e]) || !is_start_of_character(text[e]))) {
    --e;
  }
  while (b < begin && (is_space(text[b]) || !is_start_of_character(text[b]))) {
    ++b;
  }
  while (e > end && is_space(text[e - 1])) {
    --e;
  }
  return {static_cast<std::uint32_t>(b), static_cast<std::uint32_t>(e)};
}

Span clause(std::string_view text, Span span, Span sentence, std::size_t most) {
  constexpr std::size_t kNear = 60;
  const std::size_t first = std::min<std::size_t>(sentence.begin, text.size());
  const std::size_t last = std::min<std::size_t>(sentence.end, text.size());
  std::size_t begin = std::clamp<std::size_t>(span.begin, first, last);
  std::size_t end = std::clamp<std::size_t>(span.end, begin, last);
  const auto stops = [&](std::size_t at) {
    const char c = text[at];
    const bool in_number = c == ',' && at + 1 < text.size() && text[at + 1] >= '0' && text[at + 1] <= '9';
    return (c == ',' && !in_number) || c == ';' || c == ':' || c == '\n' || c == '"' ||
           ((c == '.' || c == '!' || c == '?') && ends_sentence(text, at));
  };
  std::size_t b = begin;
  while (b > first && begin - b <= kNear && !stops(b - 1)) {
    --b;
  }
  if ((b == first || stops(b - 1)) && end - b <= most) {
    begin = b;
  }
  std::size_t e = end;
  while (e < last && e - end <= kNear && !stops(e)) {
    ++e;
  }
  if ((e == last || stops(e)) && e - begin <= most) {
    end = e;
  }
  while (begin < end && is_space(text[begin])) {
    ++begin;
  }
  for (const std::string_view joint : {"and ", "but ", "or "}) {
    if (begin + joint.size() < span.begin && text.substr(begin).starts_with(joint)) {
      begin += joint.size();
    }
  }
  while (end > begin && is_space(text[end - 1])) {
    --end;
  }
  if (end - begin > most) {
    return around(text, span, most);
  }
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

}  // namespace detente::board::briefing

namespace detente::board {

std::string shown_words(std::string_view words) {
  std::string out;
  bool is_gap = false;
  for (std::size_t at = 0; at < words.size();) {
    const char32_t c = text::next(words, at);
    const bool is_white = c == U' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 ||
                          (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
                          c == 0x3000;
    if (is_white) {
      is_gap = !out.empty();
      continue;
    }
    if (is_gap) {
      out += ' ';
      is_gap = false;
    }
    const bool turns = c == 0x061C || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
                       (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xE0000 && c <= 0xE007F);
    if (turns || c < 0x20 || (c >= 0x7F && c < 0xA0)) {
      out += fmt::format("⟨U+{:04X}⟩", static_cast<std::uint32_t>(c));
    } else {
      text::append(out, c);
    }
  }
  return out;
}

}  // namespace detente::board
