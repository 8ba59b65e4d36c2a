#include "brief_checks.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "detente/text/date.hpp"
#include "detente/text/utf8.hpp"

namespace detente::board::briefing {

namespace {

bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
}

// Words in lower case. An apostrophe belongs to its word.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  std::string word;
  const std::string lower = text::lower(text);
  for (std::size_t i = 0; i <= lower.size(); ++i) {
    if (i < lower.size() && (is_letter(lower[i]) || lower[i] == '\'')) {
      word += lower[i];
    } else if (!word.empty()) {
      out.push_back(std::move(word));
      word.clear();
    }
  }
  return out;
}

bool is_in(std::string_view word, std::string_view list) {
  const std::size_t at = list.find(" " + std::string(word) + " ");
  return !word.empty() && at != std::string_view::npos;
}

std::string_view part(std::string_view text, std::size_t begin, std::size_t end) {
  begin = std::min(begin, text.size());
  return text.substr(begin, std::clamp(end, begin, text.size()) - begin);
}

std::string_view last_word(std::string_view name) { return name.substr(name.find_last_of(' ') + 1); }

}  // namespace

bool has_word(std::string_view words, std::string_view list) {
  const std::vector<std::string> all = words_of(words);
  return std::any_of(all.begin(), all.end(), [&](const std::string& word) { return is_in(word, list); });
}

bool names_offer(std::string_view label) {
  static constexpr std::string_view kOfferWords =
      " ceasefire ceasefires truce truces cease peace plan proposal proposals deal deals agreement agreements "
      "resolution "
      "draft initiative summit pause roadmap offer offers treaty accord accords framework settlement armistice pact "
      "formula "
      "compromise moratorium swap dialogue negotiations ";
  return has_word(label, kOfferWords);
}

bool is_pronoun(std::string_view words) {
  static constexpr std::array<std::string_view, 24> kPronouns{
      "it",    "its",   "he",    "his",  "him", "she",       "her",          "they",
      "their", "them",  "we",    "our",  "us",  "who",       "which",        "that",
      "this",  "these", "those", "both", "i",   "the group", "the movement", "the country"};
  const std::string lower = text::lower(words);
  for (const std::string_view start : {"the two ", "both ", "two ", "the sides", "each "}) {
    if (lower.starts_with(start)) {
      return true;
    }
  }
  // "us" is a pronoun, "US" a country.
  return words != "US" && std::find(kPronouns.begin(), kPronouns.end(), lower) != kPronouns.end();
}

bool is_generic(const Who& who) {
  static constexpr std::string_view kAnybody =
      " people some others many men women residents partners allies leaders groups nations countries sides parties "
      "neighbours neighbors community world experts analysts critics observers sources witnesses victims persons "
      "members workers opponents supporters statement report reports network actors civilians casualties individuals ";
  static constexpr std::string_view kOffices =
      " head president minister leader official officials secretary chairman director ambassador general premier chief "
      "spokesman spokeswoman spokesperson government authorities police army military troops forces soldiers senator "
      "commander parliament opposition rebels fighters militants insurgents gunmen diplomats lawmakers ";
  static constexpr std::string_view kSectors =
      " GOV MIL REB JUD LEG OPP SPY COP MED BUS CVL IGO NGO UAF EDU JRN REL LAB ELI PTY ";
  // An adjective alone, or half of an age.
  static constexpr std::string_view kAdjectives =
      " russian french british chinese american israeli iranian iraqi syrian turkish german japanese korean ukrainian "
      "saudi egyptian pakistani indian afghan lebanese palestinian european african asian western arab kurdish sunni "
      "shia "
      "islamic christian jewish militant ";
  const std::string name = text::lower(who.name);
  if (is_in(name, kAdjectives) || name.starts_with("year-old") ||
      (!name.empty() && std::isdigit(static_cast<unsigned char>(name.front())) != 0)) {
    return true;
  }
  if (name.empty() || is_pronoun(name) || is_in(name, kAnybody)) {
    return true;
  }
  const bool has_country = !who.code.empty() && !is_in(who.code, kSectors);
  // "senior officials" of a country is somebody; "officials" of none is nobody in particular.
  return !has_country
             ? (who.kind == "population" || is_in(last_word(name), kOffices) || is_in(last_word(name), kAnybody))
             : (name.find(' ') == std::string::npos && is_in(name, kOffices));
}

bool is_thing(std::string_view name) {
  static constexpr std::string_view kThings =
      " jet jets plane planes aircraft airliner helicopter helicopters bomber bombers ship ships vessel vessels boat "
      "boats "
      "vehicle vehicles car cars truck trucks bus train tank tanks missile missiles rocket rockets drone drones bomb "
      "bombs "
      "building buildings hospital school bridge settlement settlements border crossing base bases site sites plant "
      "document documents statement report reports book film letter law bill deal treaty accord agreement resolution "
      "plan "
      "proposal talks election elections referendum war conflict standoff crisis diplomacy alliance alliances "
      "intervention "
      "attack attacks bombing strike strikes raid raids visit move moves system economy market oil gas target targets ";
  return is_in(text::lower(last_word(name)), kThings);
}

bool is_wanted_or_open(std::string_view text, Span sentence, Span verb) {
  return has_word(part(text, sentence.begin, verb.begin), " must should ought need needs whether ");
}

bool is_done(std::string_view text, Span sentence, Span verb, std::string_view type) {
  static constexpr std::string_view kUndone =
      " should must would could may might can cannot can't won't wouldn't couldn't shouldn't not never without "
      "attempting "
      "attempt attempts attempted plan plans planned planning fear fears feared possible possibly potential "
      "potentially "
      "alleged allegedly suspected if unless whether avert prevent avoid deter intends intend intended want wants "
      "wanted "
      "seek seeks hope hopes hoped proposed refuse refused refuses consider considers considering imminent "
      "hypothetical "
      "future rumoured rumored anticipated expected likely unlikely interest reluctant reluctance lest ";
  static constexpr std::string_view kSays =
      " urge urged urges call calls called demand demanded demands threat threats "
      "threatened threatening warned ";
  static constexpr std::string_view kCarriedOut =
      " began begin begun continued continue continues continuing started managed agreed used returned went led helped "
      "promised pledged vowed offered failed moved rushed ";
  static constexpr std::string_view kLight =
      " engage carry carrying launch conduct commit mount stage stop end halt condemn investigate begin start continue "
      "resume join support fully quickly immediately formally officially publicly ever ";
  constexpr std::size_t kReach = 7;  // words
  std::string_view before = part(text, sentence.begin, verb.begin);
  // Assad’s “war”: a word in quotation marks of its own is not meant.
  const bool opens = before.ends_with("“") || before.ends_with("\"");
  const std::string_view after = part(text, verb.end, verb.end + 3);
  if (opens && (after.starts_with("”") || after.starts_with("\""))) {
    return false;
  }
  // What an earlier clause says does not reach here.
  for (const std::string_view joint :
       {"; ", ": ", ", but ", ", and ", "\" ", "” ", " after ", " because ", " while "}) {
    const std::size_t at = before.rfind(joint);
    before = at == std::string_view::npos ? before : before.substr(at + joint.size());
  }
  const std::vector<std::string> words = words_of(before);
  const std::size_t first = words.size() > kReach ? words.size() - kReach : 0;
  for (std::size_t i = first; i < words.size(); ++i) {
    if (is_in(words[i], kUndone) || (type != "REQUEST" && type != "THREATEN" && is_in(words[i], kSays))) {
      return false;
    }
  }
  // "to strike", "to carry out strikes", "to fully endorse": what is to be done, unless somebody "began to" do it.
  for (std::size_t back = 1; back <= std::min<std::size_t>(4, words.size()); ++back) {
    const std::size_t at = words.size() - back;
    const bool is_infinitive = words[at] == "to" && (back == 1 || is_in(words[at + 1], kLight));
    if (is_infinitive) {
      return at > 0 && is_in(words[at - 1], kCarriedOut);
    }
  }
  return true;
}

bool is_political(const Who& who) {
  return (who.sector.empty() && (who.kind == "state" || who.kind == "person" || who.kind == "organisation")) ||
         is_in(who.sector, " GOV MIL SPY REB LEG OPP IGO UAF COP JUD PTY ");
}

bool is_of_thing(std::string_view text, Span who) {
  static constexpr std::string_view kVehicles =
      " jet jets plane planes aircraft airliner ship ships vessel vessels tanker boat boats bus train truck car flight "
      "airline ";
  const std::vector<std::string> next = words_of(part(text, who.end, who.end + 24));
  const bool is_joined = who.end < text.size() && text[who.end] == ' ';
  for (std::size_t i = 0; is_joined && i < std::min<std::size_t>(2, next.size()); ++i) {
    if (is_in(next[i], kVehicles)) {
      return true;
    }
  }
  return false;
}

bool is_hyphened(std::string_view text, Span who) {
  const auto is_joint = [&](std::size_t at) {
    return at > 0 && at + 1 < text.size() && text[at] == '-' && text[at - 1] != ' ' && text[at + 1] != ' ';
  };
  return is_joint(who.end) || (who.begin > 0 && is_joint(who.begin - 1));
}

bool is_directed(std::string_view text, const Act& act) {
  const auto behind = [&](Span who) { return who.begin >= act.span.end; };
  const auto in_sentence = [&](Span who) { return who.begin >= act.sentence.begin && who.end <= act.sentence.end; };
  bool has_source = false;
  for (const auto& [who, span] : act.sources) {
    if (!in_sentence(span)) {
      continue;
    }
    has_source = true;
    if (!behind(span)) {
      continue;
    }
    const std::string_view between = part(text, act.span.end, span.begin);
    // "attacks on A have been blamed on B"; "launched by A"; "talks between A and B"; "said A".
    const bool is_joined = has_word(between, " by from between with and of ") && !has_word(between, " on against at ");
    const bool is_close = span.begin - act.span.end <= 2;
    if (!is_joined && !is_close) {
      return false;
    }
  }
  // "the crossing between Gaza and Israel" is neither of them.
  static constexpr std::string_view kMutual = " AGREE CONSULT SUPPORT COOPERATE CONCEDE RETREAT ";
  for (const auto& [who, span] : act.targets) {
    const std::string_view before = part(text, span.begin < 24 ? 0 : span.begin - 24, span.begin);
    if (!is_in(act.type, kMutual) && has_word(before, " between ")) {
      return false;
    }
  }
  const bool has_target =
      std::any_of(act.targets.begin(), act.targets.end(), [&](const auto& actor) { return in_sentence(actor.second); });
  return has_source && has_target;
}

bool is_history(std::string_view text, Span sentence, std::string_view day) {
  const auto date = text::parse_date(day);
  if (!date) {
    return false;
  }
  const std::string_view words = part(text, sentence.begin, sentence.end);
  for (std::size_t i = 0; i + 4 <= words.size(); ++i) {
    const auto is_digit = [&](std::size_t at) { return at < words.size() && words[at] >= '0' && words[at] <= '9'; };
    const bool is_year = (words.substr(i, 2) == "19" || words.substr(i, 2) == "20") && is_digit(i + 2) &&
                         is_digit(i + 3) && !is_digit(i + 4) && (i == 0 || (!is_digit(i - 1) && words[i - 1] != ',')) &&
                         (i + 4 >= words.size() || words[i + 4] != '%');
    if (is_year && std::stoi(std::string(words.substr(i, 4))) <= date->year - 2) {
      return true;
    }
  }
  return false;
}

bool is_rate(std::string_view text, Span sentence, Span count) {
  const std::string behind = text::lower(part(text, count.end, std::min<std::size_t>(sentence.end, count.end + 40)));
  const std::string own = text::lower(part(text, count.begin, count.end));
  for (const std::string_view sign : {" per ", "%", " percent", " per cent", " a year", " a day", " a month", " a week",
                                      " every year", " every day", " annually"}) {
    if (behind.find(sign) != std::string::npos || own.find(sign) != std::string::npos) {
      return true;
    }
  }
  return false;
}

bool is_torn(std::string_view words) {
  std::ptrdiff_t open = 0;
  std::ptrdiff_t straight = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    open += words.substr(i).starts_with("“") ? 1 : words.substr(i).starts_with("”") ? -1 : 0;
    straight += words[i] == '"' ? 1 : 0;
  }
  return open != 0 || straight % 2 != 0;
}

bool is_denial(std::string_view words) {
  return has_word(words,
                  " deny denies denied denying denial dismiss dismissed dismisses dismissing refute refuted refutes "
                  "disputed disputes untrue false baseless unfounded lie lies rejected rejects ");
}

}  // namespace detente::board::briefing
