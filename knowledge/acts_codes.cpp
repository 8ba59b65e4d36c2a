// Facts of the codebooks: which PLOVER type a CAMEO code belongs to, and how an act's code turns into the code of
// promising, demanding, refusing or threatening it. CAMEO 1.1b3 (Schrodt 2012); PLOVER manual draft 0.8 (2021).
#include <array>

#include "detente/knowledge/acts.hpp"

namespace detente::knowledge {
namespace {

bool starts(std::string_view code, std::string_view prefix) { return code.substr(0, prefix.size()) == prefix; }

struct Row {
  std::string_view act;  // prefix of the act's code
  std::string_view code;
};

std::string_view longest(std::string_view act, const Row* begin, const Row* end) {
  std::string_view best;
  std::size_t length = 0;
  for (const Row* row = begin; row != end; ++row) {
    if (starts(act, row->act) && row->act.size() >= length) {
      length = row->act.size();
      best = row->code;
    }
  }
  return best;
}

// Category 03. The demands (10), appeals (02) and refusals (12) follow the same order of contents with other digits.
constexpr std::array kUndertaken = {
    Row{"", "030"},     Row{"03", "030"},    Row{"04", "036"},    Row{"045", "039"},   Row{"05", "032"},
    Row{"057", "037"},  Row{"06", "031"},    Row{"061", "0311"},  Row{"062", "0312"},  Row{"063", "0313"},
    Row{"064", "0314"}, Row{"07", "033"},    Row{"071", "0331"},  Row{"072", "0332"},  Row{"073", "0333"},
    Row{"074", "0334"}, Row{"075", "0333"},  Row{"08", "035"},    Row{"081", "0351"},  Row{"082", "0352"},
    Row{"083", "034"},  Row{"0831", "0341"}, Row{"0832", "0342"}, Row{"0833", "0343"}, Row{"0834", "0344"},
    Row{"084", "0353"}, Row{"085", "0354"},  Row{"086", "0355"},  Row{"087", "0356"},
};

constexpr std::array kDemanded = {
    Row{"", "100"},      Row{"04", "106"},    Row{"045", "108"},   Row{"05", "102"},   Row{"057", "107"},
    Row{"06", "101"},    Row{"061", "1011"},  Row{"062", "1012"},  Row{"063", "1013"}, Row{"064", "1014"},
    Row{"07", "103"},    Row{"071", "1031"},  Row{"072", "1032"},  Row{"073", "1033"}, Row{"074", "1034"},
    Row{"08", "105"},    Row{"081", "1051"},  Row{"082", "1052"},  Row{"083", "104"},  Row{"0831", "1041"},
    Row{"0832", "1042"}, Row{"0833", "1043"}, Row{"0834", "1044"}, Row{"084", "1053"}, Row{"085", "1054"},
    Row{"086", "1055"},  Row{"087", "1056"},
};

constexpr std::array kAppealed = {
    Row{"", "020"},      Row{"04", "026"},    Row{"045", "028"},   Row{"05", "022"},   Row{"057", "027"},
    Row{"06", "021"},    Row{"061", "0211"},  Row{"062", "0212"},  Row{"063", "0213"}, Row{"064", "0214"},
    Row{"07", "023"},    Row{"071", "0231"},  Row{"072", "0232"},  Row{"073", "0233"}, Row{"074", "0234"},
    Row{"08", "025"},    Row{"081", "0251"},  Row{"082", "0252"},  Row{"083", "024"},  Row{"0831", "0241"},
    Row{"0832", "0242"}, Row{"0833", "0243"}, Row{"0834", "0244"}, Row{"084", "0253"}, Row{"085", "0254"},
    Row{"086", "0255"},  Row{"087", "0256"},
};

constexpr std::array kRefused = {
    Row{"", "120"},      Row{"04", "125"},    Row{"045", "126"},   Row{"05", "121"},   Row{"057", "127"},
    Row{"06", "121"},    Row{"061", "1211"},  Row{"062", "1212"},  Row{"063", "1213"}, Row{"064", "1214"},
    Row{"07", "122"},    Row{"071", "1221"},  Row{"072", "1222"},  Row{"073", "1223"}, Row{"074", "1224"},
    Row{"08", "124"},    Row{"081", "1241"},  Row{"082", "1242"},  Row{"083", "123"},  Row{"0831", "1231"},
    Row{"0832", "1232"}, Row{"0833", "1233"}, Row{"0834", "1234"}, Row{"084", "1243"}, Row{"085", "1244"},
    Row{"086", "1245"},  Row{"087", "1246"},
};

constexpr std::array kThreatened = {
    Row{"", "130"},     Row{"14", "133"},    Row{"15", "138"},    Row{"16", "131"},    Row{"161", "1313"},
    Row{"162", "1311"}, Row{"163", "1312"},  Row{"164", "134"},   Row{"165", "135"},   Row{"166", "136"},
    Row{"17", "132"},   Row{"1721", "1321"}, Row{"1722", "1322"}, Row{"1723", "1323"}, Row{"1724", "1324"},
    Row{"175", "137"},  Row{"18", "138"},    Row{"183", "1383"},  Row{"19", "138"},    Row{"190", "1384"},
    Row{"191", "1381"}, Row{"192", "1382"},  Row{"195", "1384"},  Row{"20", "138"},    Row{"204", "1385"},
};

}  // namespace

std::optional<EventType> plover_type(std::string_view cameo) {
  if (cameo.size() < 2) {
    return std::nullopt;
  }
  static constexpr std::array<std::pair<std::string_view, EventType>, 30> kTypes = {{
      {"02", EventType::REQUEST},  {"03", EventType::AGREE},     {"04", EventType::CONSULT},
      {"05", EventType::SUPPORT},  {"06", EventType::COOPERATE}, {"07", EventType::AID},
      {"08", EventType::CONCEDE},  {"0813", EventType::RETREAT}, {"0814", EventType::RETREAT},
      {"084", EventType::RETREAT}, {"085", EventType::RETREAT},  {"086", EventType::RETREAT},
      {"087", EventType::RETREAT}, {"09", EventType::ACCUSE},    {"10", EventType::REQUEST},
      {"11", EventType::ACCUSE},   {"12", EventType::REJECT},    {"13", EventType::THREATEN},
      {"14", EventType::PROTEST},  {"15", EventType::MOBILIZE},  {"16", EventType::SANCTION},
      {"163", EventType::COERCE},  {"17", EventType::COERCE},    {"1712", EventType::ASSAULT},
      {"175", EventType::ASSAULT}, {"18", EventType::ASSAULT},   {"19", EventType::ASSAULT},
      {"191", EventType::COERCE},  {"192", EventType::COERCE},   {"20", EventType::ASSAULT},
  }};
  std::optional<EventType> best;
  std::size_t length = 0;
  for (const auto& [prefix, type] : kTypes) {
    if (starts(cameo, prefix) && prefix.size() > length) {
      length = prefix.size();
      best = type;
    }
  }
  return best;
}

std::string content_code(std::string_view family, std::string_view act) {
  std::string_view code;
  if (family == "03") {
    code = longest(act, kUndertaken.data(), kUndertaken.data() + kUndertaken.size());
  } else if (family == "10") {
    code = longest(act, kDemanded.data(), kDemanded.data() + kDemanded.size());
  } else if (family == "02") {
    code = longest(act, kAppealed.data(), kAppealed.data() + kAppealed.size());
  } else if (family == "12") {
    code = longest(act, kRefused.data(), kRefused.data() + kRefused.size());
  } else if (family == "13") {
    code = longest(act, kThreatened.data(), kThreatened.data() + kThreatened.size());
  }
  return code.empty() ? std::string(family) + "0" : std::string(code);
}

}  // namespace detente::knowledge
