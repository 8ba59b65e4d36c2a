// A crisis file, section by section.
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "checks.hpp"
#include "detente/text/date.hpp"
#include "detente/text/utf8.hpp"
#include "policies.hpp"
#include "rows.hpp"

namespace detente::play {

namespace {

constexpr std::size_t kLargestFile = 16u << 20;
constexpr std::size_t kMostRows = 5000;  // of one section

class FileReader {
 public:
  FileReader(Crisis& crisis, const toml::table& root) : c_(crisis), root_(root), rows_(crisis, root) {}

  Result<void> read() {
    rows_.check_root();
    read_crisis_table();
    read_parties();
    read_issues();
    read_ties();
    read_places();
    read_fronts();
    read_proposals();
    read_corridors();
    read_levers();
    read_act_levers();
    read_red_lines();
    read_excitements();
    read_people();
    read_norms();
    if (rows_.good()) {
      read_policies(c_, rows_);
    }
    if (rows_.good()) {
      check_crisis(c_, rows_);
    }
    return rows_.good() ? Result<void>() : Result<void>(rows_.error());
  }

 private:
  // The tables of a section with their keys checked.
  std::vector<const toml::table*> section(std::string_view name, const std::vector<std::string_view>& more = {}) {
    const Section& s = crisis_section(name);
    auto tables = rows_.tables(name);
    if (tables.size() > kMostRows) {
      rows_.fail(ErrorCode::too_large, fmt::format("more than {} rows of [[{}]]", kMostRows, name),
                 Rows::line_of(*tables[kMostRows]));
      tables.clear();
    }
    for (const toml::table* table : tables) {
      rows_.check_keys(*table, s, more);
    }
    return tables;
  }

  void read_crisis_table();
  void read_parties();
  void read_issues();
  void read_ties();
  void read_places();
  void read_fronts();
  void read_proposals();
  void read_corridors();
  void read_levers();
  void read_act_levers();
  void read_red_lines();
  void read_excitements();
  void read_people();
  void read_norms();
  void read_target(Lever& lever, const toml::table& table, const Section& s);

  template <typename T>
  std::string name_of(const std::vector<T>& rows, int index) const {
    return index == kNone ? std::string("?") : rows[static_cast<std::size_t>(index)].name;
  }

  Crisis& c_;
  const toml::table& root_;
  Rows rows_;
};

void FileReader::read_crisis_table() {
  const toml::node* node = root_.get("crisis");
  if (node == nullptr) {
    rows_.fail(ErrorCode::missing_field, "the table [crisis] with name and start is missing", 1);
    return;
  }
  const toml::table* table = node->as_table();
  if (table == nullptr) {
    rows_.fail("'crisis' must be one table, [crisis]", Rows::line_of(*node));
    return;
  }
  const Section& s = crisis_section("crisis");
  rows_.check_keys(*table, s);
  c_.name = rows_.text(*table, s, "name");
  c_.note = rows_.text(*table, s, "note");
  c_.days = rows_.whole(*table, s, "days", 180, 1, 3650);
  c_.bargain_every = rows_.whole(*table, s, "bargain_every", 7, 1, 365);
  const int line = Rows::line_of(*table, "start");
  std::string start;
  const toml::node* start_node = table->get("start");
  if (const auto* date = start_node != nullptr ? start_node->as_date() : nullptr) {
    start = fmt::format("{:04}-{:02}-{:02}", date->get().year, date->get().month, date->get().day);
  } else {
    start = rows_.text(*table, s, "start");
  }
  const auto day = text::parse_date(start);
  if (rows_.good() && (!day || day->precision != text::Precision::day)) {
    rows_.fail(fmt::format("crisis.start '{}' is no day such as \"2024-05-01\"", start), line);
  } else if (day) {
    c_.start = day->iso_day();
  }
  const std::string bargaining = rows_.text(*table, s, "bargaining");
  if (bargaining == "spatial") {
    c_.bargaining = Bargaining::spatial;
  } else if (!bargaining.empty() && bargaining != "drift") {
    rows_.fail(fmt::format("crisis.bargaining is '{}': it must be \"drift\" or \"spatial\"", bargaining),
               Rows::line_of(*table, "bargaining"));
  }
}

void FileReader::read_parties() {
  const Section& s = crisis_section("party");
  const auto tables = section("party");
  for (const toml::table* table : tables) {
    Party party;
    rows_.name_row(party, rows_.text(*table, s, "name"), *table, s, c_.parties);
    party.kind = rows_.text(*table, s, "kind");
    rows_.numbers(party, *table, s);
    c_.parties.push_back(std::move(party));
  }
  for (std::size_t i = 0; i < tables.size() && rows_.good(); ++i) {
    c_.parties[i].of = rows_.find(c_.parties, *tables[i], s, "of", "party");
  }
  if (rows_.good() && c_.parties.empty()) {
    rows_.fail(ErrorCode::missing_field, "there is no [[party]]", 1);
  }
}

void FileReader::read_issues() {
  const Section& s = crisis_section("issue");
  for (const toml::table* table : section("issue")) {
    Issue issue;
    rows_.name_row(issue, rows_.text(*table, s, "name"), *table, s, c_.issues);
    if (const toml::node* points = table->get("points")) {
      const toml::table* named = points->as_table();
      if (named == nullptr) {
        rows_.fail("issue.points must be a table, { \"a name\" = 40 }", Rows::line_of(*points));
        return;
      }
      for (const auto& [key, node] : *named) {
        const auto value = node.value<double>();
        if (!value || !(*value >= 0 && *value <= 100)) {
          rows_.fail(fmt::format("issue.points '{}' must be a number from 0 to 100", key.str()), Rows::line_of(node));
          return;
        }
        issue.points.push_back({std::string(key.str()), *value});
      }
    }
    rows_.numbers(issue, *table, s);
    c_.issues.push_back(std::move(issue));
  }
  const Section& stances = crisis_section("stance");
  for (const toml::table* table : section("stance")) {
    Stance stance;
    stance.party = rows_.find(c_.parties, *table, stances, "party", "party");
    stance.issue = rows_.find(c_.issues, *table, stances, "issue", "issue");
    if (!rows_.good()) {
      return;
    }
    rows_.name_row(stance, name_of(c_.parties, stance.party) + " / " + name_of(c_.issues, stance.issue), *table,
                   stances, c_.stances);
    rows_.numbers(stance, *table, stances, &c_.issues[static_cast<std::size_t>(stance.issue)].points);
    c_.stances.push_back(std::move(stance));
  }
}

void FileReader::read_ties() {
  static constexpr std::array<std::string_view, 5> kKinds{"alliance", "patronage", "hostility", "mediation", "shelter"};
  const Section& s = crisis_section("tie");
  for (const toml::table* table : section("tie")) {
    Tie tie;
    tie.from = rows_.find(c_.parties, *table, s, "from", "party");
    tie.to = rows_.find(c_.parties, *table, s, "to", "party");
    tie.kind = rows_.text(*table, s, "kind");
    if (!rows_.good()) {
      return;
    }
    if (tie.from == tie.to) {
      rows_.fail(fmt::format("tie.to is '{}' as tie.from is", name_of(c_.parties, tie.to)),
                 Rows::line_of(*table, "to"));
    }
    if (std::find(kKinds.begin(), kKinds.end(), tie.kind) == kKinds.end()) {
      rows_.fail_name(tie.kind, "kind of tie (alliance, patronage, hostility, mediation, shelter)", "tie.kind",
                      {kKinds.begin(), kKinds.end()}, Rows::line_of(*table, "kind"));
    }
    rows_.name_row(tie, name_of(c_.parties, tie.from) + " > " + name_of(c_.parties, tie.to), *table, s, c_.ties);
    rows_.numbers(tie, *table, s);
    c_.ties.push_back(std::move(tie));
  }
}

void FileReader::read_places() {
  const Section& s = crisis_section("place");
  for (const toml::table* table : section("place")) {
    Place place;
    rows_.name_row(place, rows_.text(*table, s, "name"), *table, s, c_.places);
    place.party = rows_.find(c_.parties, *table, s, "party", "party");
    place.ruler = rows_.find(c_.parties, *table, s, "ruler", "party");
    rows_.numbers(place, *table, s);
    c_.places.push_back(std::move(place));
  }
  const Section& routes = crisis_section("route");
  for (const toml::table* table : section("route")) {
    Route route;
    route.from = rows_.find(c_.places, *table, routes, "from", "place");
    route.to = rows_.find(c_.places, *table, routes, "to", "place");
    if (!rows_.good()) {
      return;
    }
    if (route.from == route.to) {
      rows_.fail("route.to is the place that route.from is", Rows::line_of(*table, "to"));
    }
    rows_.name_row(route, name_of(c_.places, route.from) + " > " + name_of(c_.places, route.to), *table, routes,
                   c_.routes);
    rows_.numbers(route, *table, routes);
    c_.routes.push_back(std::move(route));
  }
}

void FileReader::read_fronts() {
  const Section& s = crisis_section("front");
  const Section& acts = crisis_section("front.act");
  for (const toml::table* table : section("front", {"act"})) {
    Front front;
    rows_.name_row(front, rows_.text(*table, s, "name"), *table, s, c_.fronts);
    front.attacker = rows_.find(c_.parties, *table, s, "attacker", "party");
    front.defender = rows_.find(c_.parties, *table, s, "defender", "party");
    front.place = rows_.find(c_.places, *table, s, "place", "place");
    front.open = rows_.flag(*table, s, "open", true);
    if (rows_.good() && front.attacker == front.defender) {
      rows_.fail("front.defender is the party that front.attacker is", Rows::line_of(*table, "defender"));
    }
    rows_.numbers(front, *table, s);
    const int index = static_cast<int>(c_.fronts.size());
    const std::string front_name = front.name;
    c_.fronts.push_back(std::move(front));
    for (const toml::table* act_table : rows_.tables(*table, "front.act")) {
      rows_.check_keys(*act_table, acts);
      Act act;
      act.front = index;
      rows_.name_row(act, front_name + " / " + rows_.text(*act_table, acts, "name"), *act_table, acts, c_.acts);
      rows_.numbers(act, *act_table, acts);
      c_.acts.push_back(std::move(act));
      if (!rows_.good() || c_.acts.size() > kMostRows) {
        rows_.fail(ErrorCode::too_large, fmt::format("more than {} acts", kMostRows), Rows::line_of(*act_table));
        return;
      }
    }
  }
}

void FileReader::read_proposals() {
  const Section& s = crisis_section("proposal");
  static constexpr NumberKey kTerm{"terms", 0, 0, 100, "axis", ""};
  const auto tables = section("proposal");
  for (const toml::table* table : tables) {
    Proposal proposal;
    rows_.name_row(proposal, rows_.text(*table, s, "name"), *table, s, c_.proposals);
    proposal.sponsors = rows_.find_all(c_.parties, *table, s, "sponsors", "party");
    proposal.addressees = rows_.find_all(c_.parties, *table, s, "addressees", "party");
    proposal.fronts = rows_.find_all(c_.fronts, *table, s, "fronts", "front");
    if (rows_.good() && proposal.addressees.empty()) {
      rows_.fail("proposal.addressees names nobody", Rows::line_of(*table, "addressees"));
    }
    rows_.numbers(proposal, *table, s);
    if (const toml::node* terms = table->get("terms")) {
      const toml::table* named = terms->as_table();
      if (named == nullptr) {
        rows_.fail("proposal.terms must be a table, { \"an issue\" = 40 }", Rows::line_of(*terms));
        return;
      }
      for (const auto& [key, node] : *named) {
        Term term;
        term.issue = rows_.find(c_.issues, key.str(), "issue", "proposal.terms", Rows::line_of(node));
        if (!rows_.good()) {
          return;
        }
        term.number = rows_.number(node, *table, fmt::format("proposal.{}.terms.{}", proposal.name, key.str()), kTerm,
                                   true, &c_.issues[static_cast<std::size_t>(term.issue)].points);
        proposal.terms.push_back(term);
      }
    }
    c_.proposals.push_back(std::move(proposal));
  }
  for (std::size_t i = 0; i < tables.size() && rows_.good(); ++i) {
    c_.proposals[i].requires_proposal = rows_.find(c_.proposals, *tables[i], s, "requires", "proposal");
  }
  static constexpr NumberKey kTrust{"trust", 0, 0, 1, "share", ""};
  const Section& mediators = crisis_section("mediator");
  for (const toml::table* table : section("mediator")) {
    Mediator mediator;
    mediator.party = rows_.find(c_.parties, *table, mediators, "party", "party");
    mediator.via = rows_.find(c_.parties, *table, mediators, "via", "party");
    mediator.proposals = rows_.find_all(c_.proposals, *table, mediators, "proposals", "proposal");
    if (!rows_.good()) {
      return;
    }
    std::string name = name_of(c_.parties, mediator.party);
    for (int n = 2; std::any_of(c_.mediators.begin(), c_.mediators.end(),
                                [&](const Mediator& other) { return other.name == name; });
         ++n) {
      name = fmt::format("{} {}", name_of(c_.parties, mediator.party), n);
    }
    rows_.name_row(mediator, name, *table, mediators, c_.mediators);
    rows_.numbers(mediator, *table, mediators);
    const toml::node* trust = table->get("trust");
    if (trust == nullptr || trust->as_table() == nullptr) {
      rows_.fail(ErrorCode::missing_field, "mediator.trust must be a table, { \"a party\" = 0.5 }",
                 Rows::line_of(*table));
      return;
    }
    for (const auto& [key, node] : *trust->as_table()) {
      const int side = rows_.find(c_.parties, key.str(), "party", "mediator.trust", Rows::line_of(node));
      if (!rows_.good()) {
        return;
      }
      mediator.trust.push_back(
          {side,
           rows_.number(node, *table, fmt::format("mediator.{}.trust.{}", mediator.name, key.str()), kTrust, true)});
    }
    c_.mediators.push_back(std::move(mediator));
  }
}

void FileReader::read_corridors() {
  const Section& s = crisis_section("corridor");
  for (const toml::table* table : section("corridor")) {
    Corridor corridor;
    rows_.name_row(corridor, rows_.text(*table, s, "name"), *table, s, c_.corridors);
    corridor.place = rows_.find(c_.places, *table, s, "place", "place");
    corridor.operated_by = rows_.find(c_.parties, *table, s, "operated_by", "party");
    rows_.numbers(corridor, *table, s);
    c_.corridors.push_back(std::move(corridor));
  }
}

// What a lever acts on is found by its name among all kinds of things; a party is what a mistyped name is taken for.
void FileReader::read_target(Lever& lever, const toml::table& table, const Section& s) {
  const std::string name = rows_.text(table, s, "target");
  int found = 0;
  const auto look = [&](const auto& rows, TargetKind kind) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i].name == name) {
        lever.target_kind = kind;
        lever.target = static_cast<int>(i);
        ++found;
      }
    }
  };
  look(c_.parties, TargetKind::party);
  look(c_.fronts, TargetKind::front);
  look(c_.ties, TargetKind::tie);
  look(c_.proposals, TargetKind::proposal);
  look(c_.places, TargetKind::place);
  look(c_.corridors, TargetKind::corridor);
  const int line = Rows::line_of(table, "target");
  if (found > 1) {
    rows_.fail(fmt::format("lever.target '{}' is the name of several things: give each its own", name), line);
  } else if (found == 0 && rows_.good()) {
    std::vector<std::string_view> parties;
    std::vector<std::string_view> others;
    for (const Party& party : c_.parties) {
      parties.push_back(party.name);
    }
    const auto add = [&](const auto& rows) {
      for (const auto& row : rows) {
        others.push_back(row.name);
      }
    };
    add(c_.fronts);
    add(c_.ties);
    add(c_.proposals);
    add(c_.places);
    add(c_.corridors);
    fail_target(rows_, name, parties, others, line);
  }
}

void FileReader::read_levers() {
  const Section& s = crisis_section("lever");
  for (const toml::table* table : section("lever")) {
    Lever lever;
    rows_.name_row(lever, rows_.text(*table, s, "name"), *table, s, c_.levers);
    lever.holder = rows_.find(c_.parties, *table, s, "holder", "party");
    lever.instrument = rows_.text(*table, s, "instrument");
    read_target(lever, *table, s);
    rows_.numbers(lever, *table, s);
    c_.levers.push_back(std::move(lever));
  }
}

// Acts name levers and levers name fronts, so that this comes last of the two.
void FileReader::read_act_levers() {
  const Section& acts = crisis_section("front.act");
  std::size_t at = 0;
  for (const toml::table* table : rows_.tables("front")) {
    for (const toml::table* act : rows_.tables(*table, "front.act")) {
      if (!rows_.good() || at >= c_.acts.size()) {
        return;
      }
      c_.acts[at++].lever = rows_.find(c_.levers, *act, acts, "lever", "lever");
    }
  }
}

void FileReader::read_red_lines() {
  const Section& s = crisis_section("red_line");
  for (const toml::table* table : section("red_line")) {
    RedLine line;
    rows_.name_row(line, rows_.text(*table, s, "name"), *table, s, c_.red_lines);
    line.holder = rows_.find(c_.parties, *table, s, "holder", "party");
    line.addressee = rows_.find(c_.parties, *table, s, "addressee", "party");
    line.acts = rows_.find_all(c_.acts, *table, s, "acts", "act");
    line.fronts = rows_.find_all(c_.fronts, *table, s, "fronts", "front");
    line.levers = rows_.find_all(c_.levers, *table, s, "levers", "lever");
    const std::string posture = rows_.text(*table, s, "posture");
    if (!posture.empty() && posture != "full" && posture != "limited") {
      rows_.fail(fmt::format("red_line.posture is '{}': it must be \"limited\" or \"full\"", posture),
                 Rows::line_of(*table, "posture"));
    }
    line.posture = posture == "limited" ? 1 : 2;
    rows_.numbers(line, *table, s);
    c_.red_lines.push_back(std::move(line));
  }
}

void FileReader::read_excitements() {
  const Section& s = crisis_section("excitement");
  for (const toml::table* table : section("excitement")) {
    Excitement excitement;
    excitement.from = rows_.find(c_.acts, *table, s, "from", "act");
    excitement.to = rows_.find(c_.acts, *table, s, "to", "act");
    if (!rows_.good()) {
      return;
    }
    rows_.name_row(excitement, name_of(c_.acts, excitement.from) + " > " + name_of(c_.acts, excitement.to), *table, s,
                   c_.excitements);
    rows_.numbers(excitement, *table, s);
    c_.excitements.push_back(std::move(excitement));
  }
}

void FileReader::read_people() {
  const Section& s = crisis_section("hostages");
  for (const toml::table* table : section("hostages")) {
    Hostages hostages;
    rows_.name_row(hostages, rows_.text(*table, s, "name"), *table, s, c_.hostages);
    hostages.holder = rows_.find(c_.parties, *table, s, "holder", "party");
    hostages.of = rows_.find(c_.parties, *table, s, "of", "party");
    hostages.proposal = rows_.find(c_.proposals, *table, s, "proposal", "proposal");
    rows_.numbers(hostages, *table, s);
    c_.hostages.push_back(std::move(hostages));
  }
}

void FileReader::read_norms() {
  const Section& s = crisis_section("norm");
  for (const toml::table* table : section("norm")) {
    Norm norm;
    rows_.name_row(norm, rows_.text(*table, s, "name"), *table, s, c_.norms);
    norm.bound = rows_.find_all(c_.parties, *table, s, "bound", "party");
    norm.authors = rows_.find_all(c_.parties, *table, s, "authors", "party");
    norm.acts = rows_.find_all(c_.acts, *table, s, "acts", "act");
    norm.ties = rows_.find_all(c_.ties, *table, s, "ties", "tie");
    rows_.numbers(norm, *table, s);
    c_.norms.push_back(std::move(norm));
  }
}

}  // namespace

Result<Crisis> read_crisis(std::string_view text, const std::string& origin) {
  if (text.size() > kLargestFile) {
    return Error{ErrorCode::too_large, "larger than 16 MB, the limit for a crisis file", origin};
  }
  const std::size_t bad = text::first_invalid(text);
  if (bad != std::string::npos) {
    return Error{ErrorCode::bad_encoding, "not UTF-8", fmt::format("{}:{}", origin, text::line_of(text, bad))};
  }
  Crisis crisis;
  crisis.origin = origin;
  try {
    const toml::table root = toml::parse(text, origin);
    FileReader reader(crisis, root);
    if (auto done = reader.read(); !done) {
      return done.error();
    }
  } catch (const toml::parse_error& error) {
    return Error{ErrorCode::bad_format, std::string(error.description()),
                 fmt::format("{}:{}", origin, error.source().begin.line)};
  }
  return crisis;
}

}  // namespace detente::play
