// Everything of the outside that a command may touch, so that tests can stand in for a terminal, a pipe or a clock.
#pragma once

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace detente::cli {

struct World {
  // Standard input: puts up to `size` bytes into `into` and says how many; 0 at the end, -1 if it cannot be read.
  std::function<std::ptrdiff_t(char* into, std::size_t size)> read;
  // Standard output, unbuffered. False: nobody reads any more, so that the command ends in peace.
  std::function<bool(std::string_view)> out;
  std::function<void(std::string_view)> err;
  // The value of an environment variable; "" if it is not set.
  std::function<std::string(const char* name)> env;
  // The time now as ISO 8601 in UTC, "2026-11-22T01:50:00Z".
  std::function<std::string()> now;
  // Seconds from any fixed start; never runs backwards.
  std::function<double()> seconds;

  bool out_is_terminal = false;
  bool err_is_terminal = false;
  int columns = 100;                        // of the terminal
  std::filesystem::path program;            // the executable itself; empty if unknown
  const std::atomic<bool>* stop = nullptr;  // set when the user asks to stop (Ctrl-C)

  bool stopped() const { return stop != nullptr && stop->load(std::memory_order_relaxed); }
};

// Exit codes of every command.
inline constexpr int kDone = 0;          // done, nothing to complain of
inline constexpr int kWithFindings = 1;  // done, but something was found or passed over
inline constexpr int kCouldNot = 2;      // could not be done

// Runs `detente ARGUMENTS...` (without the program's name) and gives the exit code.
int run(const std::vector<std::string>& arguments, World& world);

}  // namespace detente::cli
