#include "detente/knowledge/places.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace detente::knowledge {
namespace {

void varint(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    out += static_cast<char>(value | 0x80);
    value >>= 7;
  }
  out += static_cast<char>(value);
}

void text(std::string& out, unsigned field, std::string_view value) {
  varint(out, field << 3 | 2);
  varint(out, value.size());
  out += value;
}

std::uint64_t zigzag(std::int64_t v) {
  return (static_cast<std::uint64_t>(v) << 1) ^ static_cast<std::uint64_t>(v >> 63);
}

// One place in the extract's form; coordinates are differences to the place before, in 1e-5 degrees.
std::string city(std::string_view name, std::string_view country, std::uint64_t population, std::int64_t lat,
                 std::int64_t lon, std::string_view other = "", std::string_view region = "") {
  std::string body;
  text(body, 2, name);
  text(body, 3, country);
  if (!other.empty()) {
    text(body, 4, other);
  }
  text(body, 7, "PPL");
  if (!region.empty()) {
    text(body, 8, region);
  }
  varint(body, 9 << 3);
  varint(body, population);
  varint(body, 10 << 3);
  varint(body, zigzag(lon));
  varint(body, 11 << 3);
  varint(body, zigzag(lat));
  std::string out;
  varint(out, body.size());
  return out + body;
}

std::string extract() {
  return city("Tripoli", "LY", 1150989, 3287519, 1318746) + city("Tripoli", "LB", 229398, 155650, 2266176, "Trâblous") +
         city("Village", "FR", 1200, 1000000, -3000000);
}

TEST(Places, ReadsTheExtract) {
  Gazetteer g;
  ASSERT_TRUE(g.add_cities_bytes(extract(), "cities.pbf"));
  g.index();
  ASSERT_EQ(g.find("tripoli").size(), 2u);
  const Place* largest = g.best("Tripoli");
  ASSERT_NE(largest, nullptr);
  EXPECT_EQ(largest->country_code(), "LBY");
  EXPECT_NEAR(largest->lat, 32.87519, 1e-4);
  EXPECT_NEAR(largest->lon, 13.18746, 1e-4);
}

TEST(Places, PrefersTheCountriesOfTheReport) {
  Gazetteer g;
  ASSERT_TRUE(g.add_cities_bytes(extract(), "cities.pbf"));
  g.index();
  const NearCountry near[] = {{"ISR", 0.8}, {"LBN", 0.2}};
  const Place* place = g.best("Tripoli", {near});
  ASSERT_NE(place, nullptr);
  EXPECT_EQ(place->country_code(), "LBN");
  EXPECT_NEAR(place->lat, 34.43169, 1e-4);
  EXPECT_EQ(g.name(*g.best("TRABLOUS", {near})), "Tripoli");
  EXPECT_EQ(g.best("Village"), nullptr) << "too small to be meant from afar";
  const NearCountry france[] = {{"FRA", 0.1}};
  EXPECT_NE(g.best("Village", {france}), nullptr);
  EXPECT_EQ(g.best("Nowhere"), nullptr);
}

TEST(Places, DescribedPlacesComeFirst) {
  Gazetteer g;
  ASSERT_TRUE(g.add_cities_bytes(city("Donbas", "PL", 90000, 1, 1), "cities.pbf"));
  ASSERT_TRUE(g.add_toml_text(
      "[[place]]\nname = \"Donbas\"\ncountry = \"UKR\"\nlat = 48.2\nlon = 38\naliases = [\"Donbass\"]\n", "p.toml"));
  g.index();
  EXPECT_EQ(g.best("Donbas")->country_code(), "UKR");
  EXPECT_EQ(g.best("the Donbass")->country_code(), "UKR");
}

TEST(Places, SaysWhatIsWrong) {
  Gazetteer g;
  const auto wrong = g.add_toml_text("[[place]]\nname = \"X\"\ncountry = \"UKR\"\nlat = 95.0\nlon = 0.0\n", "p.toml");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().where, "p.toml:4");
  for (const std::string& bytes : {std::string("\x05"
                                               "abc"),
                                   std::string(40, '\xFF'), extract().substr(0, 20),
                                   city("Far", "FR", 1, 99999999999, 0), city("\xFF\xFE", "FR", 1, 0, 0)}) {
    EXPECT_FALSE(g.add_cities_bytes(bytes, "cities.pbf"));
  }
}

TEST(Places, SurvivesTheArchiveAndRefusesADamagedOne) {
  Gazetteer g;
  ASSERT_TRUE(g.add_cities_bytes(extract(), "cities.pbf"));
  g.index();
  ArchiveWriter out;
  g.write(out);
  ArchiveReader in(out.bytes());
  Gazetteer again;
  ASSERT_TRUE(again.read(in));
  EXPECT_EQ(again.find("Tripoli").size(), 2u);
  for (std::size_t size = 0; size < out.bytes().size(); ++size) {
    ArchiveReader part(std::string_view(out.bytes()).substr(0, size));
    Gazetteer broken;
    EXPECT_FALSE(broken.read(part));
  }
}

TEST(Places, KnowsTheCodesOfCountries) {
  EXPECT_EQ(alpha3_of("LB"), "LBN");
  EXPECT_EQ(alpha3_of("AD"), "AND");
  EXPECT_EQ(alpha3_of("ZW"), "ZWE");
  EXPECT_EQ(alpha3_of("XK"), "XKX");
  EXPECT_EQ(alpha3_of("lb"), "");
  EXPECT_EQ(alpha3_of(""), "");
}

TEST(Places, ReadsTheWholeExtract) {
  const std::filesystem::path file = std::filesystem::path(DETENTE_DEPS_DIR) / "places/cities.pbf";
  if (!std::filesystem::exists(file)) {
    GTEST_SKIP() << "no extract of places in " << file;
  }
  Gazetteer g;
  ASSERT_TRUE(g.add_cities(file));
  g.index();
  EXPECT_GT(g.size(), 130000u);
  const Place* beirut = g.best("Beirut");
  ASSERT_NE(beirut, nullptr);
  EXPECT_EQ(beirut->country_code(), "LBN");
  EXPECT_NEAR(beirut->lat, 33.89, 0.05);
  EXPECT_NEAR(beirut->lon, 35.5, 0.05);
}

TEST(Places, AreWrittenWithTheirRegion) {
  Gazetteer g;
  ASSERT_TRUE(g.add_cities_bytes(city("Bethlehem", "US", 74892, 4062593, -7537046, "", "PA") +
                                     city("Bethlehem", "PS", 29019, -892086, 11057422, "", "WE") +
                                     city("Hamlet", "US", 20000, 0, 0, "", "NC"),
                                 "cities.pbf"));
  ASSERT_TRUE(g.add_toml_text(
      "[[region]]\nname = \"Pennsylvania\"\naliases = [\"Pa.\"]\ncountry = \"USA\"\ncode = \"PA\"\n", "states.toml"));
  g.index();
  const PlaceRegion* region = g.region("Pa.");
  ASSERT_NE(region, nullptr);
  EXPECT_EQ(g.region("Hamlet"), nullptr);
  EXPECT_EQ(g.best("Bethlehem", {{}, {}, region, {}})->country_code(), "USA");
  EXPECT_EQ(g.best("Bethlehem", {{}, "PSE", nullptr, {}})->country_code(), "PSE");
  EXPECT_EQ(g.best("Hamlet", {{}, {}, region, {}}), nullptr) << "it is in another state";
  const NearCountry both[] = {{"USA", 0.5}, {"PSE", 0.5}};
  EXPECT_EQ(g.best("Bethlehem", {both})->country_code(), "PSE") << "no state is named";
  const PlaceRegion* const named[] = {region};
  const NearCountry home[] = {{"USA", 1}};
  EXPECT_EQ(g.best("Bethlehem", {home, {}, nullptr, named})->country_code(), "USA");
  EXPECT_FALSE(g.add_toml_text("[[region]]\nname = \"Far\"\ncountry = \"USA\"\ncode = \"TOOLONG\"\n", "p.toml"));
}

// The lexicons as they ship, with the whole extract.
TEST(Places, AreWhereReadersExpectThem) {
  const std::filesystem::path deps = DETENTE_DEPS_DIR;
  const std::filesystem::path source = DETENTE_SOURCE_DIR;
  if (!std::filesystem::exists(deps / "places/cities.pbf")) {
    GTEST_SKIP() << "no extract of places in " << deps;
  }
  Gazetteer g;
  ASSERT_TRUE(g.add_cities(deps / "places/cities.pbf"));
  for (const auto& file : std::filesystem::directory_iterator(source / "knowledge/data/places")) {
    ASSERT_TRUE(g.add_toml(file.path()));
  }
  g.index();
  std::ifstream list(source / "tests/knowledge/place_names.txt");
  int read = 0;
  for (std::string line; std::getline(list, line);) {
    const std::size_t first = line.find(" | ");
    if (line.empty() || line[0] == '#' || first == std::string::npos) {
      continue;
    }
    const std::string name = line.substr(0, first);
    const std::string country = line.substr(first + 3, 3);
    std::istringstream around(line.substr(first + 8));
    std::vector<std::string> codes;
    for (std::string code; around >> code;) {
      codes.push_back(code);
    }
    std::vector<NearCountry> near;
    for (const std::string& code : codes) {
      near.push_back({code, 1.0 / static_cast<double>(codes.size()), false});
    }
    const Place* place = g.best(name, {near});
    ++read;
    EXPECT_EQ(place == nullptr ? "none" : place->country_code(), country) << line;
  }
  EXPECT_GT(read, 60);
}

}  // namespace
}  // namespace detente::knowledge
