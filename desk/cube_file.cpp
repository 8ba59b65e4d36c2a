// A cube in a file beside the record, so that a desk that starts over the same record need not put it together again.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <type_traits>

#include "detente/desk/cube.hpp"
#include "side_file.hpp"

namespace detente::desk {

namespace fs = std::filesystem;

namespace {

// "detente cube 1 " and the hash of what follows. Numbers stand as this machine keeps them; a file of another kind of
// machine has another first number and counts as none.
constexpr std::string_view kMark = "detente cube 1 ";
constexpr std::uint32_t kOrder = 0x01020304;
constexpr std::size_t kHead = kMark.size() + 33;

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}
  template <typename T>
  bool operator()(const T& value) {
    if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
      raw(&value, sizeof value);
    } else {
      const std::uint64_t size = value.size();
      raw(&size, sizeof size);
      raw(value.data(), value.size() * sizeof(value[0]));
    }
    return true;
  }

 private:
  void raw(const void* bytes, std::size_t size) { out_.append(static_cast<const char*>(bytes), size); }
  std::string& out_;
};

class Reader {
 public:
  explicit Reader(std::string_view in) : in_(in) {}
  template <typename T>
  bool operator()(T& value) {
    if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
      return raw(&value, sizeof value);
    } else {
      std::uint64_t size = 0;
      if (!raw(&size, sizeof size) || size > in_.size() / sizeof(value[0])) {
        return false;
      }
      value.resize(static_cast<std::size_t>(size));
      return raw(value.data(), value.size() * sizeof(value[0]));
    }
  }
  bool is_at_end() const { return in_.empty(); }

 private:
  bool raw(void* into, std::size_t size) {
    if (size > in_.size()) {
      return false;
    }
    if (size > 0) {
      std::memcpy(into, in_.data(), size);
    }
    in_.remove_prefix(size);
    return true;
  }
  std::string_view in_;
};

// Each of a list by its parts. The list's length comes first, and no entry is smaller than a byte.
template <typename Each, typename List, typename Parts>
bool each(Each& pass, List& list, std::size_t most, const Parts& parts) {
  std::uint64_t size = list.size();
  if (!pass(size) || size > most) {
    return false;
  }
  if constexpr (!std::is_const_v<List>) {
    list.resize(static_cast<std::size_t>(size));
  }
  for (auto& one : list) {
    if (!parts(one)) {
      return false;
    }
  }
  return true;
}

// One order of everything, for writing and for reading.
template <typename Pass, typename C>
bool walk(Pass& pass, C& cube, std::size_t most) {
  return pass(cube.first) && pass(cube.last) && pass(cube.precision) && pass(cube.type) && pass(cube.status) &&
         pass(cube.country) && pass(cube.place) && pass(cube.report) && pass(cube.n) && pass(cube.finding) &&
         pass(cube.goldstein) && pass(cube.party_at) && pass(cube.party) && pass(cube.pair_at) && pass(cube.pair) &&
         pass(cube.pairs) &&
         each(pass, cube.reports, most,
              [&](auto& r) {
                return pass(r.id) && pass(r.day) && pass(r.dated) && pass(r.outlet) && pass(r.origin) &&
                       pass(r.reading);
              }) &&
         each(pass, cube.parties, most, [&](auto& p) { return pass(p.name) && pass(p.code) && pass(p.kind); }) &&
         each(pass, cube.places, most,
              [&](auto& p) { return pass(p.name) && pass(p.country) && pass(p.lat) && pass(p.lon); }) &&
         each(pass, cube.countries, most, [&](auto& s) { return pass(s); }) &&
         each(pass, cube.outlets, most, [&](auto& s) { return pass(s); });
}

// Numbers that stand for entries of other arrays are within them.
bool is_sound(const Cube& cube) {
  const std::size_t size = cube.size();
  const auto below = [](const auto& numbers, std::size_t end, std::uint32_t divisor = 1) {
    bool good = true;
    for (const auto number : numbers) {
      good = good && static_cast<std::size_t>(number) / divisor < end;
    }
    return good;
  };
  const auto rises = [&](const std::vector<std::uint32_t>& at, std::size_t end) {
    bool good = at.size() == size + 1 && at.front() == 0 && at.back() == end;
    for (std::size_t i = 1; good && i < at.size(); ++i) {
      good = at[i - 1] <= at[i];
    }
    return good;
  };
  bool good = true;
  for (const std::size_t other :
       {cube.last.size(), cube.precision.size(), cube.type.size(), cube.status.size(), cube.country.size(),
        cube.place.size(), cube.report.size(), cube.n.size(), cube.finding.size(), cube.goldstein.size()}) {
    good = good && other == size;
  }
  for (const CubeReport& report : cube.reports) {
    good = good && report.outlet < cube.outlets.size() && report.origin < cube.reports.size();
  }
  for (const CubePair& pair : cube.pairs) {
    good = good && pair.source < cube.parties.size() && pair.target < cube.parties.size();
  }
  constexpr std::size_t kPrecisions = 6;
  return good && below(cube.precision, kPrecisions) && below(cube.type, kTypes) && below(cube.status, kStatuses) &&
         below(cube.country, cube.countries.size()) && below(cube.place, cube.places.size()) &&
         below(cube.report, cube.reports.size()) && rises(cube.party_at, cube.party.size()) &&
         below(cube.party, cube.parties.size(), 4) && rises(cube.pair_at, cube.pair.size()) &&
         below(cube.pair, cube.pairs.size());
}

// A file as bytes, as long as this lives.
class Mapped {
 public:
  explicit Mapped(const fs::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat about {};
    if (file >= 0 && ::fstat(file, &about) == 0 && about.st_size > 0) {
      size_ = static_cast<std::size_t>(about.st_size);
      bytes_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
    }
    if (file >= 0) {
      ::close(file);
    }
  }
  ~Mapped() {
    if (bytes_ != MAP_FAILED) {
      ::munmap(bytes_, size_);
    }
  }
  Mapped(const Mapped&) = delete;
  Mapped& operator=(const Mapped&) = delete;
  std::string_view bytes() const {
    return bytes_ == MAP_FAILED ? std::string_view() : std::string_view(static_cast<const char*>(bytes_), size_);
  }

 private:
  void* bytes_ = MAP_FAILED;
  std::size_t size_ = 0;
};

}  // namespace

std::optional<Cube> load_cube_file(const fs::path& path, const std::string& key) {
  const Mapped file(path);
  const std::string_view bytes = file.bytes();
  if (bytes.size() < kHead || bytes.substr(0, kMark.size()) != kMark) {
    return std::nullopt;
  }
  const std::string_view rest = bytes.substr(kHead);
  Reader pass(rest);
  std::uint32_t order = 0;
  std::string of;
  // The key first: what is of another state is not worth its hash.
  if (!pass(order) || order != kOrder || !pass(of) || of != key ||
      bytes.substr(0, kHead) != side_file_head(kMark, rest)) {
    return std::nullopt;
  }
  Cube cube;
  if (!walk(pass, cube, rest.size()) || !pass.is_at_end() || !is_sound(cube)) {
    return std::nullopt;
  }
  return cube;
}

bool is_cube_file_of(const fs::path& path, const std::string& key) {
  std::string wanted;
  Writer pass(wanted);
  pass(kOrder);
  pass(key);
  std::string found(kHead + wanted.size(), '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(found.data(), static_cast<std::streamsize>(found.size()));
  return file && found.starts_with(kMark) && std::string_view(found).substr(kHead) == wanted;
}

bool save_cube_file(const fs::path& path, const std::string& key, const Cube& cube) {
  std::string rest;
  rest.reserve(cube.bytes() + cube.bytes() / 4);
  Writer pass(rest);
  pass(kOrder);
  pass(key);
  walk(pass, cube, std::numeric_limits<std::size_t>::max());
  return save_side_file(path, kMark, rest);
}

}  // namespace detente::desk
