// GET /api/network and /api/places: who acts on whom, and where things happen. As tables, GraphML and GeoJSON too.
#include <algorithm>
#include <cstdlib>
#include <set>

#include "view_table.hpp"
#include "view_tools.hpp"

namespace detente::desk {

namespace {

struct Network {
  std::vector<PairCount> pairs;
  std::vector<PartyCount> parties;  // those that stand in a pair
};

std::string node_id(std::uint32_t party) { return fmt::format("p{}", party); }

void quads(JsonWriter& j, const std::array<std::int64_t, kQuads>& all) {
  j.key("quads").array();
  for (const std::int64_t count : all) {
    j.integer(count);
  }
  j.close();
}

std::string network_json(const Cube& cube, const Network& network) {
  std::string out;
  JsonWriter j(out);
  j.object();
  j.key("nodes").array();
  for (const PartyCount& node : network.parties) {
    const CubeParty& party = cube.parties[node.party];
    j.object();
    j.key("id").text(node_id(node.party));
    j.key("name").text(party.name);
    j.key("code").text(party.code);
    j.key("kind").text(party.kind);
    j.key("events").integer(node.events);
    j.close();
  }
  j.close();
  j.key("links").array();
  for (const PairCount& link : network.pairs) {
    j.object();
    j.key("source").text(node_id(cube.pairs[link.pair].source));
    j.key("target").text(node_id(cube.pairs[link.pair].target));
    j.key("events").integer(link.events);
    j.key("weight").rounded(link.weight, 1);
    quads(j, link.quads);
    j.close();
  }
  j.close();
  j.close();
  return out;
}

// XML 1.0 knows no other control characters, and no surrogates, which UTF-8 cannot hold anyway.
std::string xml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' ? ' ' : c;
    }
  }
  return out;
}

Answer network_graphml(const Cube& cube, const Network& network) {
  Answer answer;
  answer.content_type = "application/graphml+xml";
  answer.name = "network.graphml";
  std::string& out = answer.body;
  out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
      "<key id=\"name\" for=\"node\" attr.name=\"name\" attr.type=\"string\"/>\n"
      "<key id=\"code\" for=\"node\" attr.name=\"code\" attr.type=\"string\"/>\n"
      "<key id=\"kind\" for=\"node\" attr.name=\"kind\" attr.type=\"string\"/>\n"
      "<key id=\"events\" for=\"all\" attr.name=\"events\" attr.type=\"long\"/>\n"
      "<key id=\"weight\" for=\"edge\" attr.name=\"weight\" attr.type=\"double\"/>\n"
      "<graph edgedefault=\"directed\">\n";
  for (const PartyCount& node : network.parties) {
    const CubeParty& party = cube.parties[node.party];
    out += fmt::format(
        "<node id=\"{}\"><data key=\"name\">{}</data><data key=\"code\">{}</data><data key=\"kind\">{}</data><data "
        "key=\"events\">{}</data></node>\n",
        node_id(node.party), xml(party.name), xml(party.code), xml(party.kind), node.events);
  }
  for (const PairCount& link : network.pairs) {
    out += fmt::format(
        "<edge source=\"{}\" target=\"{}\"><data key=\"events\">{}</data><data key=\"weight\">{:.1f}</data></edge>\n",
        node_id(cube.pairs[link.pair].source), node_id(cube.pairs[link.pair].target), link.events, link.weight);
  }
  out += "</graph>\n</graphml>\n";
  return answer;
}

Answer network_csv(const Cube& cube, const Network& network) {
  Answer answer;
  answer.content_type = "text/csv; charset=utf-8; header=present";
  answer.name = "network.csv";
  answer.body = "source,source_code,target,target_code,events,weight,quad1,quad2,quad3,quad4\r\n";
  for (const PairCount& link : network.pairs) {
    const CubeParty& source = cube.parties[cube.pairs[link.pair].source];
    const CubeParty& target = cube.parties[cube.pairs[link.pair].target];
    answer.body += fmt::format("{},{},{},{},{},{:.1f},{}\r\n", csv_field(source.name), csv_field(source.code),
                               csv_field(target.name), csv_field(target.code), link.events, link.weight,
                               fmt::join(link.quads, ","));
  }
  return answer;
}

// A place whose coordinates no gazetteer gave stands at none.
bool is_placed(const CubePlace& place) { return place.lat != 0 || place.lon != 0; }

void coordinate(JsonWriter& j, std::string_view key, const CubePlace& place, double value) {
  j.key(key);
  if (is_placed(place)) {
    j.number(value);
  } else {
    j.null();
  }
}

std::string places_json(const Cube& cube, const std::vector<PlaceCount>& places) {
  std::string out;
  JsonWriter j(out);
  j.array();
  for (const PlaceCount& count : places) {
    const CubePlace& place = cube.places[count.place];
    j.object();
    j.key("name").text(place.name);
    j.key("country").text(place.country);
    coordinate(j, "lat", place, place.lat);
    coordinate(j, "lon", place, place.lon);
    j.key("events").integer(count.events);
    quads(j, count.quads);
    j.close();
  }
  j.close();
  return out;
}

// RFC 7946.
Answer places_geojson(const Cube& cube, const std::vector<PlaceCount>& places) {
  Answer answer;
  answer.content_type = "application/geo+json";
  answer.name = "places.geojson";
  JsonWriter j(answer.body);
  j.object();
  j.key("type").text("FeatureCollection");
  j.key("features").array();
  for (const PlaceCount& count : places) {
    const CubePlace& place = cube.places[count.place];
    if (!is_placed(place)) {
      continue;
    }
    j.object();
    j.key("type").text("Feature");
    j.key("geometry").object();
    j.key("type").text("Point");
    j.key("coordinates").array();
    j.number(place.lon);
    j.number(place.lat);
    j.close();
    j.close();
    j.key("properties").object();
    j.key("name").text(place.name);
    j.key("country").text(place.country);
    j.key("events").integer(count.events);
    quads(j, count.quads);
    j.close();
    j.close();
  }
  j.close();
  j.close();
  answer.body += "\n";
  return answer;
}

}  // namespace

Result<Answer> network_view(Sight& sight, const Request& request) {
  const auto cube = cube_of(sight, request);
  const auto filter = filter_of(sight, request);
  if (!cube || !filter) {
    return cube ? filter.error() : cube.error();
  }
  const std::string least = request.get("min", "1");
  Network network;
  network.pairs = count_pairs(**cube, *filter, std::atoll(least.c_str()));
  std::vector<bool> joined((*cube)->parties.size());
  for (const PairCount& pair : network.pairs) {
    joined[(*cube)->pairs[pair.pair].source] = true;
    joined[(*cube)->pairs[pair.pair].target] = true;
  }
  for (const PartyCount& party : count_parties(**cube, *filter)) {
    if (joined[party.party]) {
      network.parties.push_back(party);
    }
  }
  if (request.format == "graphml") {
    return network_graphml(**cube, network);
  }
  return request.format == "csv" ? network_csv(**cube, network)
                                 : json_answer(sight, request, network_json(**cube, network));
}

Result<Answer> places_view(Sight& sight, const Request& request) {
  const auto cube = cube_of(sight, request);
  const auto filter = filter_of(sight, request);
  if (!cube || !filter) {
    return cube ? filter.error() : cube.error();
  }
  std::vector<PlaceCount> places = count_places(**cube, *filter);
  const std::size_t offset = std::min(offset_of(request), places.size());
  const std::size_t end = std::min(places.size(), offset + static_cast<std::size_t>(request.limit));
  const std::string next = next_of(request, end < places.size());
  places = {places.begin() + static_cast<std::ptrdiff_t>(offset), places.begin() + static_cast<std::ptrdiff_t>(end)};
  if (request.format == "geojson") {
    return places_geojson(**cube, places);
  }
  if (request.format == "csv") {
    Answer answer;
    answer.content_type = "text/csv; charset=utf-8; header=present";
    answer.name = "places.csv";
    answer.body = "name,country,lat,lon,events,quad1,quad2,quad3,quad4\r\n";
    for (const PlaceCount& count : places) {
      const CubePlace& place = (*cube)->places[count.place];
      answer.body += fmt::format("{},{},{},{},{},{}\r\n", csv_field(place.name), csv_field(place.country), place.lat,
                                 place.lon, count.events, fmt::join(count.quads, ","));
    }
    return answer;
  }
  return json_answer(sight, request, places_json(**cube, places), next);
}

}  // namespace detente::desk
