// detente mcp: the record over the Model Context Protocol on standard input and output.
#include "command.hpp"
#include "detente/desk/mcp.hpp"
#include "detente/knowledge/knowledge.hpp"
#include "lines.hpp"
#include "resources.hpp"

namespace detente::cli {

namespace {
constexpr std::size_t kLongestMessage = std::size_t{4} << 20;  // bytes
}

int mcp_command(const Arguments& arguments, World& world) {
  const std::filesystem::path path =
      arguments.positionals().empty() ? database_path(arguments, world).string() : arguments.positionals().front();
  auto record = record::Record::open(path, record::Access::read);
  if (!record) {
    return could_not(world, record.error());
  }
  const auto knowledge = knowledge::load(find_knowledge(world));
  const desk::Standing standing{DETENTE_VERSION, path.stem().string(), false, 0};
  const desk::Mcp mcp(DETENTE_VERSION, desk::ask_record(*record, standing, path, knowledge ? &*knowledge : nullptr,
                                                        find_lexicons(world)));
  LineReader lines(world.read, kLongestMessage);
  std::string line;
  while (!world.stopped()) {
    const LineReader::Got got = lines.next(line);
    if (got == LineReader::Got::end) {
      break;
    }
    if (got == LineReader::Got::error) {
      return could_not(world, {ErrorCode::io, "standard input could not be read", ""});
    }
    // What is too long is an empty line here, and answered as no JSON.
    if (line.empty() && got == LineReader::Got::line) {
      continue;
    }
    const std::string reply = mcp.line(line);
    if (!reply.empty() && !world.out(reply + "\n")) {
      break;
    }
  }
  return kDone;
}

}  // namespace detente::cli
