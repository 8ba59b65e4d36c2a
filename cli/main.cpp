// The program: gives the library a terminal, an environment, a clock, and a way to be stopped.
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include "detente/cli/world.hpp"

namespace {

std::atomic<bool> stop_asked{false};
std::atomic<int> output_error{0};

void ask_to_stop(int /*signal*/) {
  stop_asked = true;
  std::signal(SIGINT, SIG_DFL);  // a second Ctrl-C ends the program at once
  std::signal(SIGTERM, SIG_DFL);
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

std::ptrdiff_t read_input(char* into, std::size_t size) {
  for (;;) {
    const ssize_t count = ::read(STDIN_FILENO, into, size);
    if (count >= 0 || errno != EINTR || stop_asked) {
      return count < 0 && stop_asked ? 0 : count;
    }
  }
}

std::string now_utc() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc)};
}

int columns() {
  winsize size{};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 100;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that goes away is seen at the next write
  std::signal(SIGXFSZ, SIG_IGN);  // so is a disk quota
  struct sigaction on_interrupt {};
  on_interrupt.sa_handler = ask_to_stop;  // without SA_RESTART, so that a waiting read returns
  sigaction(SIGINT, &on_interrupt, nullptr);
  sigaction(SIGTERM, &on_interrupt, nullptr);

  detente::cli::World world;
  world.read = read_input;
  world.out = [](std::string_view bytes) {
    const bool written = write_all(STDOUT_FILENO, bytes);
    output_error = written ? 0 : errno;
    return written;
  };
  world.err = [](std::string_view bytes) { write_all(STDERR_FILENO, bytes); };
  world.env = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value != nullptr ? value : "");
  };
  world.now = now_utc;
  world.seconds = [] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
  };
  world.out_is_terminal = isatty(STDOUT_FILENO) == 1;
  world.err_is_terminal = isatty(STDERR_FILENO) == 1;
  world.columns = columns();
  std::error_code error;
  world.program = std::filesystem::read_symlink("/proc/self/exe", error);
  world.stop = &stop_asked;
  const int status = detente::cli::run({argv + 1, argv + argc}, world);
  // Whoever reads our output may stop when it has enough; a disk that is full is another matter.
  if (output_error != 0 && output_error != EPIPE) {
    world.err(std::string("detente: standard output could not be written: ") + std::strerror(output_error) + "\n");
    return detente::cli::kCouldNot;
  }
  return status;
}
