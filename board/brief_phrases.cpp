// English for acts, and whether the words of a report name the act that is told.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "brief_words.hpp"
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
    Phrase{"128", "broke rules of", "break rules of"},
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

bool is_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

}  // namespace

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

}  // namespace detente::board::briefing
