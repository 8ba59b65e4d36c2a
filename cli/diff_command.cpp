#include "detente/board/diff.hpp"

#include <algorithm>
#include <array>

#include "board_text.hpp"
#include "command.hpp"

namespace detente::cli {

namespace {

constexpr std::size_t kColumns = 100;

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kKinds{{{"proposal", "PROPOSALS"},
                                                                               {"red_line", "RED LINES"},
                                                                               {"lever", "LEVERS"},
                                                                               {"commitment", "COMMITMENTS"},
                                                                               {"harm", "HARM"},
                                                                               {"dispute", "DISPUTED"},
                                                                               {"tie", "WHO DOES WHAT TO WHOM"},
                                                                               {"party", "PARTIES"}}};

std::string numbers(const board::Change& change) {
  if (change.kind != "tie") {
    return {};
  }
  if (change.number_before && change.number_after) {
    return fmt::format("  weight {:.1f} -> {:.1f}", *change.number_before, *change.number_after);
  }
  return change.number_after    ? fmt::format("  weight {:.1f}", *change.number_after)
         : change.number_before ? fmt::format("  weight was {:.1f}", *change.number_before)
                                : std::string();
}

std::string diff_text(const board::Diff& diff, const Style& style, std::size_t limit, std::size_t id_length) {
  const auto count = [](std::int64_t n, std::string_view one) {
    return fmt::format("{} {}{}", n, one, n == 1 ? "" : "s");
  };
  std::string out = style.heading(fmt::format("What changed from {} to {}", diff.from, diff.to)) + "\n";
  out += style.faint(
             fmt::format("{}, then {}", count(diff.reports_before, "report"), count(diff.reports_after, "report"))) +
         "\n";
  if (diff.changes.empty()) {
    return out + "\nNothing.\n";
  }
  for (const auto& [kind, title] : kKinds) {
    std::vector<const board::Change*> of_kind;
    for (const board::Change& change : diff.changes) {
      if (change.kind == kind) {
        of_kind.push_back(&change);
      }
    }
    if (of_kind.empty()) {
      continue;
    }
    out += "\n" + style.heading(title) + "\n";
    const std::size_t shown = limit == 0 ? of_kind.size() : std::min(limit, of_kind.size());
    for (std::size_t i = 0; i < shown; ++i) {
      const board::Change& change = *of_kind[i];
      const std::size_t room = kColumns - 14;
      out += "  " + style.act(left(change.change, 11)) + " " + style.party(cut(change.what, room)) + "\n";
      std::string moved = change.before.empty()  ? change.after
                          : change.after.empty() ? "was: " + change.before
                                                 : change.before + " -> " + change.after;
      moved += numbers(change);
      if (!moved.empty() && moved != change.change) {
        out += "              " + cut(moved, room) + "\n";
      }
      for (const board::Place& place : change.places) {
        const std::string ref = fmt::format("[{}, {}]", item_name(place, id_length), cut(place.outlet, 28));
        out +=
            "              " +
            style.faint(cut_around(place.words, place.focus, room - 1 - std::min(room - 1, width(ref))) + " " + ref) +
            "\n";
      }
    }
    if (of_kind.size() > shown) {
      out += style.faint(fmt::format("  and {} more (--limit 0 shows all)", of_kind.size() - shown)) + "\n";
    }
  }
  return out;
}

}  // namespace

int diff_command(const Arguments& arguments, World& world) {
  board::DiffOptions options;
  options.from.date = arguments.get("--from");
  options.to.date = arguments.get("--to");
  if (arguments.has("--from-revision")) {
    options.from.revision = arguments.number("--from-revision", 0);
  }
  if (arguments.has("--to-revision")) {
    options.to.revision = arguments.number("--to-revision", 0);
  }
  options.scope = {arguments.get("--about"), arguments.get("--country")};
  options.party = arguments.get("--party");
  if (options.from.date.empty() && !options.from.revision) {
    return could_not(world, {ErrorCode::usage, "name where to begin with --from or --from-revision", ""});
  }
  auto record = open_to_look(arguments, world);
  if (!record) {
    return could_not(world, record.error());
  }
  const auto diff = board::make_diff(*record, options);
  if (!diff) {
    return could_not(world, diff.error());
  }
  if (arguments.has("--json")) {
    world.out(board::to_json(*diff) + "\n");
    return kDone;
  }
  const auto ids = record->report_ids();
  if (!ids) {
    return could_not(world, ids.error());
  }
  world.out(diff_text(*diff, Style(arguments, world), static_cast<std::size_t>(arguments.number("--limit", 8)),
                      prefix_length(*ids)));
  return kDone;
}

}  // namespace detente::cli
