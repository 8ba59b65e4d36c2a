#include <fmt/format.h>

#include <algorithm>

#include "command.hpp"
#include "detente/cli/coder.hpp"
#include "lines.hpp"
#include "ordered.hpp"
#include "resources.hpp"

namespace detente::cli {

namespace {

struct Line {
  std::string bytes;
  bool too_long = false;
};

}  // namespace

int code_command(const Arguments& arguments, World& world) {
  auto resources = load_resources(arguments, world);
  if (!resources) {
    return could_not(world, resources.error());
  }
  tell_warnings(**resources, world);
  const bool code_points = arguments.get("--offsets") == "codepoints";
  const Coder coder((*resources)->pipeline, (*resources)->knowledge,
                    {code_points ? reading::Offsets::codepoints : reading::Offsets::bytes, arguments.has("--explain")});
  const auto threads = static_cast<std::size_t>(std::max(1, arguments.number("--threads", 1)));
  std::vector<language::Workspace> work(threads);
  LineReader lines(world.read, kLongestLine);
  bool all_coded = true;
  bool read_failed = false;

  run_in_order<Line, Coded>(
      threads,
      [&](Line& line) {
        const LineReader::Got got = lines.next(line.bytes);
        read_failed = got == LineReader::Got::error;
        line.too_long = got == LineReader::Got::too_long;
        return !world.stopped() && (got == LineReader::Got::line || line.too_long);
      },
      [&](Line& line, std::size_t worker) {
        const Error too_large{ErrorCode::too_large, fmt::format("the line is longer than {} MB", kLongestLine >> 20),
                              ""};
        Coded coded = line.too_long ? code_error("null", too_large) : coder.line(line.bytes, work[worker]);
        coded.json += '\n';
        return coded;
      },
      [&](Coded&& coded) {
        all_coded = all_coded && coded.ok;
        return world.out(coded.json);
      });
  if (read_failed) {
    return could_not(world, {ErrorCode::io, "standard input could not be read", ""});
  }
  return all_coded ? kDone : kWithFindings;
}

}  // namespace detente::cli
