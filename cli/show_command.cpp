#include <algorithm>
#include <optional>
#include <utility>

#include "board_text.hpp"
#include "command.hpp"
#include "detente/reading/json.hpp"
#include "resources.hpp"
#include "show_text.hpp"
#include "why_text.hpp"

namespace detente::cli {

namespace {

constexpr int kNamed = 20;  // reports that are listed when a beginning fits several

bool is_id_like(std::string_view word) {
  return word.size() > 1 && word[0] == 'r' && word.find_first_not_of("0123456789abcdef", 1) == std::string_view::npos;
}

void report_fields(reading::JsonWriter& j, const record::StoredReport& stored) {
  j.key("report").raw(report_json(stored.report));
  j.key("day").text(stored.day);
  j.key("first_revision").integer(stored.first_revision);
  j.key("copies").array();
  for (const record::Copy& copy : stored.copies) {
    j.object();
    j.key("uri").text(copy.uri);
    j.key("outlet").text(copy.outlet);
    j.key("title").text(copy.title);
    j.key("published").text(copy.published);
    j.close();
  }
  j.close();
}

std::string shown_json(const Shown& shown, std::string_view item) {
  std::string out;
  reading::JsonWriter j(out);
  j.object();
  report_fields(j, shown.report);
  j.key("reader").object();
  j.key("version").text(shown.reading.reader.version);
  j.key("knowledge").text(shown.reading.reader.knowledge);
  j.key("model").text(shown.reading.reader.model);
  j.key("revision").integer(shown.reading.revision);
  j.close();
  if (!item.empty()) {
    j.key("item").text(item);
  }
  const std::string id = "\"" + shown.report.report.id + "\"";
  j.key("reading").raw(
      reading::to_json(shown.reading.reading, shown.report.report.text, {id, reading::Offsets::bytes, true}));
  j.close();
  return out + "\n";
}

int show_report(const Arguments& arguments, World& world, record::Record& record, const std::string& id,
                const std::string& item) {
  const auto report = record.report(id);
  if (!report) {
    return could_not(world, report.error());
  }
  const auto reading = record.reading(id);
  if (!reading) {
    return could_not(world, reading.error());
  }
  const bool why = arguments.has("--why") && !item.empty();
  WhySources sources{nullptr, find_lexicons(world)};
  std::optional<knowledge::Knowledge> lexicons;
  if (why) {
    // Without lexicons an item is still explained, only less.
    if (auto loaded = knowledge::load(find_knowledge(world))) {
      lexicons = std::move(*loaded);
      sources.model = &lexicons->confidence;
    }
  }
  const Shown shown{*report, *reading, arguments.has("--why"), why ? &sources : nullptr};
  const Style style(arguments, world);
  const std::string text = item.empty() ? report_text(shown, style) : item_text(shown, item, style);
  if (text.empty()) {
    return could_not(world, {ErrorCode::not_found, fmt::format("report {} has no item '{}'", id, item), ""});
  }
  world.out(arguments.has("--json") ? shown_json(shown, item) : text);
  return kDone;
}

int show_party(const Arguments& arguments, World& world, record::Record& record, const std::string& words) {
  const auto board = board::make(record, {words});
  if (!board) {
    return could_not(world, board.error());
  }
  if (arguments.has("--json")) {
    world.out(board::to_json(*board) + "\n");
    return kDone;
  }
  const auto ids = record.report_ids();
  if (!ids) {
    return could_not(world, ids.error());
  }
  const Style style(arguments, world);
  std::string out;
  for (const board::BoardParty& party : board->parties) {
    out += fmt::format("{}  {}{}{}{}{}\n", style.heading(party.name), party.kind, party.code.empty() ? "" : " ",
                       party.code, party.sector.empty() ? "" : " ", party.sector);
    for (const std::string& role : party.roles) {
      out += fmt::format("  {}\n", role);
    }
    const auto names = record.query(
        "SELECT m.words, count(*) FROM seen_mentions m JOIN seen_parties p ON p.reading = m.reading AND p.n = m.party "
        "WHERE lower(p.name) = lower(?) AND p.code = ? "
        "GROUP BY m.words ORDER BY 2 DESC, 1 LIMIT 12",
        {party.name, party.code});
    if (!names) {
      return could_not(world, names.error());
    }
    std::vector<std::string> named;
    for (std::size_t i = 0; i < names->rows.size(); ++i) {
      named.push_back(fmt::format("{} ({})", cut(names->text(i, 0), 40), names->integer(i, 1)));
    }
    out += fmt::format("  named: {}\n\n", join(named, ", "));
  }
  world.out(out + board_text(*board, style, {arguments.get("--as-of"), 12, prefix_length(*ids)}));
  return kDone;
}

}  // namespace

int show_command(const Arguments& arguments, World& world) {
  auto record = open_to_look(arguments, world);
  if (!record) {
    return could_not(world, record.error());
  }
  const std::string& what = arguments.positionals().front();
  const std::size_t colon = what.find(':');
  const std::string begin = what.substr(0, colon);
  if (is_id_like(begin)) {
    const auto ids = record->reports_like(begin, kNamed);
    if (!ids) {
      return could_not(world, ids.error());
    }
    if (ids->size() == 1) {
      return show_report(arguments, world, *record, ids->front(),
                         colon == std::string::npos ? "" : what.substr(colon + 1));
    }
    if (ids->size() > 1) {
      std::string message = fmt::format("several reports begin with {}:", begin);
      for (const std::string& id : *ids) {
        const auto report = record->report(id);
        message += fmt::format("\n  {}  {}", id, report ? cut(report->report.title, 70) : "");
      }
      return could_not(world, {ErrorCode::not_found, message, ""});
    }
  }
  const auto parties = board::find_parties(*record, what);
  if (parties && parties->empty()) {
    return could_not(world,
                     {ErrorCode::not_found,
                      fmt::format("no report that is seen begins with '{0}' or names a party '{0}'", begin), ""});
  }
  return show_party(arguments, world, *record, what);
}

}  // namespace detente::cli
