// detente serve: the desk over one record.
#include <malloc.h>

#include <chrono>
#include <random>
#include <thread>

#include "command.hpp"
#include "detente/desk/desk.hpp"
#include "detente/knowledge/knowledge.hpp"
#include "read_upload.hpp"
#include "resources.hpp"

namespace detente::cli {

namespace {

// 128 bits from the system, as 32 hexadecimal digits.
std::string new_token() {
  std::random_device device;
  std::string token;
  constexpr int kWords = 4;
  for (int i = 0; i < kWords; ++i) {
    token += fmt::format("{:08x}", device() & 0xffffffffU);
  }
  return token;
}

bool is_local(const std::string& address) {
  return address == "localhost" || address == "::1" || address.starts_with("127.");
}

Result<void> choose(const Arguments& arguments, const World& world, desk::Options& options) {
  constexpr int kHighestPort = 65535;
  constexpr int kMostThreads = 256;
  options.database =
      arguments.positionals().empty() ? database_path(arguments, world).string() : arguments.positionals().front();
  options.writable = !arguments.has("--read-only");
  options.version = DETENTE_VERSION;
  options.page = find_page(world);
  options.examples = find_examples(world);
  options.address = arguments.get("--address", options.address);
  options.port = arguments.number("--port", options.port);
  options.hosts = arguments.all("--host");
  options.threads = arguments.number("--threads", static_cast<int>(std::thread::hardware_concurrency()));
  options.now = world.now;
  const int megabytes = arguments.number("--max-body", static_cast<int>(options.body_bytes >> 20));
  options.body_bytes = static_cast<std::size_t>(megabytes) << 20;
  options.seconds = arguments.number("--max-seconds", static_cast<int>(options.seconds));
  if (options.port > kHighestPort) {
    return Error{ErrorCode::usage, fmt::format("--port must be 0 to {}, not {}", kHighestPort, options.port), ""};
  }
  if (options.threads > kMostThreads || options.seconds < 1 || megabytes < 1) {
    return Error{ErrorCode::usage, "--threads is at most 256, --max-seconds and --max-body at least 1", ""};
  }
  options.threads = std::max(options.threads, 2);
  options.token = arguments.get("--token");
  if (options.token.empty() && !is_local(options.address)) {
    options.token = new_token();
  }
  return {};
}

}  // namespace

int serve_command(const Arguments& arguments, World& world) {
  // Many threads make answers of many sizes; with a heap for each of them, memory would creep up for hours.
  constexpr int kHeaps = 2;
  mallopt(M_ARENA_MAX, kHeaps);
  desk::Options options;
  if (auto chosen = choose(arguments, world, options); !chosen) {
    return could_not(world, chosen.error());
  }
  const auto knowledge = knowledge::load(find_knowledge(world));
  options.knowledge = knowledge ? &*knowledge : nullptr;
  options.lexicons = find_lexicons(world);
  UploadReader reader(arguments, world);
  options.read = [&reader](const desk::ReadTask& task) { return reader.read(task); };
  const bool is_beyond = !is_local(options.address);
  const bool is_writable = options.writable;
  const std::string database = options.database.string();
  auto desk = desk::Desk::open(std::move(options));
  if (!desk) {
    return could_not(world, desk.error());
  }
  world.out(fmt::format("The desk over {}{} is at\n  {}\n", database, is_writable ? "" : " (only to be read)",
                        (*desk)->url()));
  if (is_beyond) {
    world.out(
        "Other machines can reach it. Whoever has this address with its token sees the record and may add to it;\n"
        "nothing is encrypted on the way.\n");
  }
  world.out("Ctrl-C ends it.\n");
  std::atomic<bool> ended{false};
  std::thread stopper([&] {
    constexpr auto kBetween = std::chrono::milliseconds(50);
    while (!world.stopped() && !ended) {
      std::this_thread::sleep_for(kBetween);
    }
    (*desk)->stop();
  });
  const auto served = (*desk)->serve();
  ended = true;
  stopper.join();
  if (!served && !world.stopped()) {
    return could_not(world, served.error());
  }
  return kDone;
}

}  // namespace detente::cli
