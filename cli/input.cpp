#include "input.hpp"

#include <array>
#include <istream>
#include <streambuf>

namespace detente::cli {

namespace {

// The world's standard input as a stream.
class InputBuffer final : public std::streambuf {
 public:
  explicit InputBuffer(World& world) : world_(world) {}

 protected:
  int_type underflow() override {
    const std::ptrdiff_t count = world_.read(bytes_.data(), bytes_.size());
    if (count <= 0) {
      return traits_type::eof();
    }
    setg(bytes_.data(), bytes_.data(), bytes_.data() + count);
    return traits_type::to_int_type(bytes_[0]);
  }

 private:
  World& world_;
  std::array<char, 1 << 16> bytes_{};
};

}  // namespace

intake::Counts read_inputs(const std::vector<std::string>& paths, World& world, const intake::Sinks& sinks) {
  intake::Counts all;
  for (const std::string& path : paths) {
    intake::Counts counts;
    if (path == "-") {
      InputBuffer buffer(world);
      std::istream in(&buffer);
      counts = intake::read_stream(in, "standard input", {}, sinks);
    } else {
      counts = intake::read_path(path, {}, sinks);
    }
    all.reports += counts.reports;
    all.problems += counts.problems;
    all.stopped = all.stopped || counts.stopped;
    if (counts.stopped) {
      break;
    }
  }
  return all;
}

}  // namespace detente::cli
