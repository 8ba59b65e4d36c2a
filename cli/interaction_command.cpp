// detente bargain --model iig: the international interaction game on a table of dyads.
#include <algorithm>

#include "bargain_output.hpp"
#include "command.hpp"
#include "detente/play/interaction.hpp"
#include "detente/play/table.hpp"
#include "detente/reading/json_writer.hpp"
#include "files.hpp"

namespace detente::cli {

namespace {

namespace bargain = play::bargain;

struct Played {
  const bargain::Dyad& dyad;
  bargain::Interaction play;
};

std::string text_of(const std::vector<Played>& all, double lambda, const Style& style, std::size_t limit) {
  constexpr std::size_t kNames = 34;
  constexpr std::size_t kCell = 7;
  std::string out = style.heading("International interaction game") + "\n";
  out += style.faint(fmt::format("{} {}, lambda {}", all.size(), all.size() == 1 ? "dyad" : "dyads", lambda)) + "\n\n";
  out += "  " + std::string(kNames, ' ');
  for (const std::string_view name : bargain::kOutcomeNames) {
    out += style.faint(right(name, kCell));
  }
  out += '\n';
  for (std::size_t k = 0; k < std::min(limit, all.size()); ++k) {
    const auto& p = all[k].play.probability;
    const double most = *std::max_element(p.begin(), p.end());
    out +=
        "  " + style.party(left(all[k].dyad.name.empty() ? fmt::format("dyad {}", k + 1) : all[k].dyad.name, kNames));
    for (const double one : p) {
      const std::string cell = right(fmt::format("{:.3f}", one), kCell);
      out += one == most ? style.number(cell) : cell;
    }
    out += '\n';
  }
  if (all.size() > limit) {
    out += style.faint(fmt::format("  and {} more (--limit 0 shows all)", all.size() - limit)) + "\n";
  }
  return out;
}

std::string csv_of(const std::vector<Played>& all, double lambda) {
  std::string out = "row,name,lambda";
  for (const std::string_view name : bargain::kOutcomeNames) {
    out += fmt::format(",P_{}", name);
  }
  out += ",EU1,EU2,P_demand\n";
  for (std::size_t k = 0; k < all.size(); ++k) {
    out += fmt::format("{},{},{}", k + 1, play::table::quoted(all[k].dyad.name), lambda);
    for (const double p : all[k].play.probability) {
      out += fmt::format(",{}", p);
    }
    out += fmt::format(",{},{},{}\n", all[k].play.first, all[k].play.second, all[k].play.demand);
  }
  return out;
}

std::string json_of(const std::vector<Played>& all, double lambda) {
  std::string out;
  reading::JsonWriter j(out);
  j.object();
  j.key("model").text("iig");
  j.key("lambda").number(lambda);
  j.key("dyads").array();
  for (const Played& one : all) {
    j.object();
    j.key("name").text(one.dyad.name);
    j.key("probability").object();
    for (std::size_t k = 0; k < bargain::kOutcomes; ++k) {
      j.key(bargain::kOutcomeNames[k]).number(one.play.probability[k]);
    }
    j.close();
    j.key("expected_utility").array().number(one.play.first).number(one.play.second).close();
    j.key("demand").number(one.play.demand);
    j.close();
  }
  j.close();
  j.close();
  return out + "\n";
}

}  // namespace

int play_interactions(const Arguments& arguments, World& world) {
  constexpr double kMostLambda = 1e6;
  const std::string given = arguments.get("--lambda", "1");
  const auto lambda = play::table::number(given, "--lambda", "", 0);
  if (!lambda || *lambda < 0 || *lambda > kMostLambda) {
    return could_not(world,
                     {ErrorCode::usage, fmt::format("--lambda is a number from 0 to 1000000, not '{}'", given), ""});
  }
  const std::string& path = arguments.positionals().front();
  const auto text = read_whole(path, world, play::table::kLargest);
  if (!text) {
    return could_not(world, text.error());
  }
  const auto dyads = bargain::read_dyads(*text, called(path));
  if (!dyads) {
    return could_not(world, dyads.error());
  }
  std::vector<Played> all;
  for (const bargain::Dyad& dyad : *dyads) {
    all.push_back({dyad, bargain::interact(dyad, *lambda)});
  }
  if (arguments.has("--json")) {
    world.out(json_of(all, *lambda));
  } else if (arguments.has("--csv")) {
    world.out(csv_of(all, *lambda));
  } else {
    const int limit = arguments.number("--limit", 12);
    world.out(
        text_of(all, *lambda, Style(arguments, world), limit == 0 ? all.size() : static_cast<std::size_t>(limit)));
  }
  return kDone;
}

}  // namespace detente::cli
