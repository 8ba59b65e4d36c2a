#include "detente/board/brief.hpp"

#include "command.hpp"
#include "files.hpp"

namespace detente::cli {

int brief_command(const Arguments& arguments, World& world) {
  auto record = open_to_look(arguments, world);
  if (!record) {
    return could_not(world, record.error());
  }
  board::BriefOptions options;
  options.as_of.date = arguments.get("--as-of");
  options.scope = {arguments.get("--about"), arguments.get("--country")};
  if (arguments.has("--revision")) {
    options.as_of.revision = static_cast<int>(arguments.number("--revision", 0));
  }
  options.party = arguments.get("--party");
  options.from = arguments.get("--from");
  options.since = arguments.get("--since");
  const auto brief = board::make_brief(*record, options);
  if (!brief) {
    return could_not(world, brief.error());
  }
  const std::string text = arguments.has("--html") ? board::brief_html(*brief) : board::brief_markdown(*brief);
  const std::string out = arguments.get("--out", "-");
  if (out == "-") {
    world.out(text);
    return kDone;
  }
  const auto written = write_whole(out, text);
  return written ? kDone : could_not(world, written.error());
}

}  // namespace detente::cli
