// JSON and CSV of bargaining.
#include <fmt/format.h>

#include "bargain_output.hpp"
#include "detente/play/bargain_names.hpp"
#include "detente/play/table.hpp"
#include "detente/reading/json_writer.hpp"

namespace detente::cli {

namespace {

namespace bargain = play::bargain;
using reading::JsonWriter;

// Positions are thousandths of percents at the finest; what lies beyond is the rounding of binary numbers.
constexpr int kDigits = 10;

template <typename Value, std::size_t size>
std::string_view name_of(const std::array<bargain::Named<Value>, size>& names, Value value) {
  for (const auto& named : names) {
    if (named.value == value) {
      return named.name;
    }
  }
  return "";
}

std::string_view name_of(bargain::OfferKind kind) {
  switch (kind) {
    case bargain::OfferKind::confrontation:
      return "confrontation";
    case bargain::OfferKind::compromise:
      return "compromise";
    case bargain::OfferKind::capitulation:
      return "capitulation";
  }
  return "";
}

void numbers(JsonWriter& j, std::string_view key, const std::vector<double>& values, double scale = 1) {
  j.key(key).array();
  for (const double value : values) {
    if (scale == 1) {
      j.number(value);
    } else {
      j.rounded(value * scale, kDigits);
    }
  }
  j.close();
}

void write_options(JsonWriter& j, const bargain::SmpOptions& o) {
  j.key("options").object();
  j.key("pce").text(name_of(bargain::kPceModels, o.pce.pce));
  j.key("victory").text(name_of(bargain::kVictoryModels, o.pce.victory));
  j.key("vote").text(name_of(bargain::kVotingRules, o.pce.vote));
  j.key("transitions").text(name_of(bargain::kTransitions, o.transitions));
  j.key("risk_range").text(name_of(bargain::kRiskRanges, o.risk_range));
  j.key("risk_view").text(name_of(bargain::kRiskViews, o.risk_view));
  j.key("third_parties").text(name_of(bargain::kThirdParties, o.third_party));
  j.key("interpolation").text(name_of(bargain::kInterpolations, o.interpolation));
  j.key("proposals").text(name_of(bargain::kProposals, o.proposals));
  j.key("turns").integer(o.turns);
  j.key("seed").raw(std::to_string(o.seed));
  j.close();
}

void write_actors(JsonWriter& j, const Bargaining& played) {
  const bargain::Standing& s = played.scenario.standing;
  j.key("actors").array();
  for (std::size_t i = 0; i < s.actors; ++i) {
    j.object();
    j.key("name").text(played.scenario.actors[i]);
    j.key("description").text(played.scenario.descriptions[i]);
    j.key("capability").number(s.capability[i]);
    j.key("salience").array();
    for (std::size_t d = 0; d < s.dimensions; ++d) {
      j.rounded(s.salience[i * s.dimensions + d] * (played.track.hundred ? 100 : 1), kDigits);
    }
    j.close();
    j.close();
  }
  j.close();
}

// A vector by actor and dimension as an array by actor of arrays by dimension.
void write_places(JsonWriter& j, std::string_view key, const double* places, std::size_t actors, std::size_t dimensions,
                  double scale) {
  j.key(key).array();
  for (std::size_t i = 0; i < actors; ++i) {
    j.array();
    for (std::size_t d = 0; d < dimensions; ++d) {
      const double place = places[i * dimensions + d];
      if (scale == 1) {
        j.number(place);
      } else {
        j.rounded(place * scale, kDigits);
      }
    }
    j.close();
  }
  j.close();
}

void write_smp(JsonWriter& j, const Bargaining& played) {
  const bargain::Run& run = *played.smp;
  const std::size_t actors = played.scenario.standing.actors;
  const std::size_t dimensions = played.scenario.standing.dimensions;
  j.key("settled").boolean(run.settled);
  write_places(j, "start", run.start.data(), actors, dimensions, 100);
  j.key("turns").array();
  for (const bargain::Turn& turn : run.turns) {
    j.object();
    numbers(j, "risk", turn.risk);
    numbers(j, "status_quo_probability", turn.status_quo_probability);
    j.key("bargains").array();
    for (std::size_t b = 0; b < turn.bargains.size(); ++b) {
      const bargain::Bargain& bargain = turn.bargains[b];
      j.object();
      j.key("initiator").text(played.scenario.actors[bargain.initiator]);
      j.key("receiver").text(played.scenario.actors[bargain.receiver]);
      j.key("gain").number(bargain.gain);
      j.key("chance_to_prevail").number(bargain.strength);
      j.key("initiator_probability").number(bargain.initiator_probability);
      j.key("receiver_probability").number(bargain.receiver_probability);
      j.key("initiator_takes").boolean(bargain.initiator_takes);
      j.key("receiver_takes").boolean(bargain.receiver_takes);
      write_places(j, "terms", turn.terms.data() + 2 * b * dimensions, 2, dimensions, 100);
      j.close();
    }
    j.close();
    write_places(j, "positions", turn.position.data(), actors, dimensions, 100);
    write_places(j, "ideals", turn.ideal.data(), actors, dimensions, 100);
    j.close();
  }
  j.close();
}

void write_expected(JsonWriter& j, const Bargaining& played) {
  const bargain::EuRun& run = *played.expected;
  const std::size_t actors = played.scenario.standing.actors;
  j.key("mode").text(played.mode == bargain::EuMode::scholz ? "scholz" : "corrected");
  write_places(j, "start", run.start.data(), actors, 1, 1);
  j.key("start_median").number(run.start_median);
  j.key("start_mean").number(run.start_mean);
  j.key("rounds").array();
  for (const bargain::EuRound& round : run.rounds) {
    j.object();
    numbers(j, "risk_exponent", round.risk);
    j.key("views").array();
    for (std::size_t i = 0; i < actors && !round.views.empty(); ++i) {
      for (std::size_t k = 0; k < actors; ++k) {
        if (i != k) {
          const bargain::EuView& view = round.views[i * actors + k];
          j.object();
          j.key("i").text(played.scenario.actors[i]);
          j.key("j").text(played.scenario.actors[k]);
          j.key("probability").number(view.probability);
          j.key("eu_ij").number(view.own_utility);
          j.key("eu_ji").number(view.other_utility);
          j.close();
        }
      }
    }
    j.close();
    j.key("offers").array();
    for (const bargain::Offer& offer : round.offers) {
      j.object();
      j.key("receiver").text(played.scenario.actors[offer.receiver]);
      j.key("proposer").text(played.scenario.actors[offer.proposer]);
      j.key("kind").text(name_of(offer.kind));
      j.key("eu_ij").number(offer.own_utility);
      j.key("eu_ji").number(offer.other_utility);
      j.key("position").number(offer.position);
      j.close();
    }
    j.close();
    write_places(j, "positions", round.position.data(), actors, 1, 1);
    j.key("median").number(round.median);
    j.key("mean").number(round.mean);
    j.close();
  }
  j.close();
}

std::string decimal(double value) { return fmt::format("{}", value); }
// On the scale of the file, without the dust of the binary numbers.
std::string place(double value, bool hundred) {
  if (!hundred) {
    return decimal(value);
  }
  std::string text = fmt::format("{:.{}f}", value * 100, kDigits);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) {
    text.pop_back();
  }
  return text;
}

std::string positions_csv(const Bargaining& played) {
  const bargain::Track& track = played.track;
  std::string out = "turn,actor,dimension,position\n";
  for (std::size_t t = 0; t < track.positions.size(); ++t) {
    for (std::size_t i = 0; i < track.actors.size(); ++i) {
      for (std::size_t d = 0; d < track.dimensions.size(); ++d) {
        const double shown = track.hundred ? track.position(t, i, d) / 100 : track.position(t, i, d);
        out += fmt::format("{},{},{},{}\n", t, play::table::quoted(track.actors[i]),
                           play::table::quoted(track.dimensions[d]), place(shown, track.hundred));
      }
    }
  }
  return out;
}

std::string smp_bargains_csv(const Bargaining& played) {
  const auto name = [&](std::size_t actor) { return play::table::quoted(played.scenario.actors[actor]); };
  std::string out =
      "turn,initiator,receiver,gain,chance_to_prevail,initiator_probability,initiator_takes,receiver_probability,"
      "receiver_takes";
  const std::size_t dimensions = played.scenario.standing.dimensions;
  for (const char* role : {"initiator", "receiver"}) {
    for (const std::string& dimension : played.scenario.dimensions) {
      out += "," + play::table::quoted(fmt::format("{} to {}", role, dimension));
    }
  }
  out += '\n';
  for (std::size_t t = 0; t < played.smp->turns.size(); ++t) {
    const bargain::Turn& turn = played.smp->turns[t];
    for (std::size_t i = 0; i < turn.takes.size(); ++i) {
      out += fmt::format("{},{},{},0,,{},{},,", t, name(i), name(i), decimal(turn.status_quo_probability[i]),
                         turn.takes[i] < 0 ? 1 : 0);
      out += std::string(2 * dimensions, ',') + "\n";
    }
    for (std::size_t b = 0; b < turn.bargains.size(); ++b) {
      const bargain::Bargain& one = turn.bargains[b];
      out += fmt::format("{},{},{},{},{},{},{},{},{}", t, name(one.initiator), name(one.receiver), decimal(one.gain),
                         decimal(one.strength), decimal(one.initiator_probability), one.initiator_takes ? 1 : 0,
                         decimal(one.receiver_probability), one.receiver_takes ? 1 : 0);
      for (std::size_t d = 0; d < 2 * dimensions; ++d) {
        out += "," + place(turn.terms[2 * b * dimensions + d], true);
      }
      out += '\n';
    }
  }
  return out;
}

std::string offers_csv(const Bargaining& played) {
  std::string out = "round,receiver,proposer,type,eu_ij,eu_ji,new_position\n";
  for (std::size_t t = 0; t < played.expected->rounds.size(); ++t) {
    for (const bargain::Offer& offer : played.expected->rounds[t].offers) {
      out += fmt::format("{},{},{},{},{},{},{}\n", t + 1, play::table::quoted(played.scenario.actors[offer.receiver]),
                         play::table::quoted(played.scenario.actors[offer.proposer]), name_of(offer.kind),
                         decimal(offer.own_utility), decimal(offer.other_utility), decimal(offer.position));
    }
  }
  return out;
}

std::string risk_csv(const Bargaining& played) {
  std::string out = played.smp ? "turn,actor,risk\n" : "round,actor,risk_exponent\n";
  const auto write = [&](std::size_t t, const std::vector<double>& risk) {
    for (std::size_t i = 0; i < risk.size(); ++i) {
      out += fmt::format("{},{},{}\n", t, play::table::quoted(played.scenario.actors[i]), decimal(risk[i]));
    }
  };
  if (played.smp) {
    for (std::size_t t = 0; t < played.smp->turns.size(); ++t) {
      write(t, played.smp->turns[t].risk);
    }
  } else {
    for (std::size_t t = 0; t < played.expected->rounds.size(); ++t) {
      write(t + 1, played.expected->rounds[t].risk);
    }
  }
  return out;
}

}  // namespace

std::string bargaining_json(const Bargaining& played) {
  std::string out;
  JsonWriter j(out);
  j.object();
  j.key("model").text(played.smp ? "smp" : "bdm");
  j.key("name").text(played.scenario.name);
  j.key("description").text(played.scenario.description);
  j.key("dimensions").array();
  for (const std::string& dimension : played.scenario.dimensions) {
    j.text(dimension);
  }
  j.close();
  write_actors(j, played);
  if (played.smp) {
    write_options(j, played.options);
    write_smp(j, played);
  } else {
    write_expected(j, played);
  }
  j.close();
  return out + "\n";
}

std::string bargaining_csv(const Bargaining& played, std::string_view table) {
  if (table == "bargains") {
    return played.smp ? smp_bargains_csv(played) : offers_csv(played);
  }
  return table == "risk" ? risk_csv(played) : positions_csv(played);
}

}  // namespace detente::cli
