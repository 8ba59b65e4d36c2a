// Views of the state of play: the board, what it says of proposals and tolls, what changed, and the brief.
#include <algorithm>

#include "detente/board/board.hpp"
#include "detente/board/brief.hpp"
#include "detente/board/diff.hpp"
#include "detente/board/draft.hpp"
#include "view_table.hpp"
#include "view_tools.hpp"

namespace detente::desk {

namespace {

Result<std::shared_ptr<const board::Board>> board_of(Sight& sight, const Request& request) {
  const auto state = state_of(sight);
  if (!state) {
    return state.error();
  }
  const std::string party = request.get("party");
  const std::string key = fmt::format("board {} {} {}", *state, request.as_of.date, party);
  return sight.shelf.get<board::Board>(key, [&]() -> Result<board::Board> {
    board::Options options;
    options.party = party;
    options.day = last_day_of(request);
    options.progress = sight.progress;
    return board::make(sight.record, options);
  });
}

Json place_json(const board::Place& place) {
  Told told;
  told.outlet = place.outlet;
  told.day = place.day;
  told.dated = place.dated;
  return span_json(&told, place.report, place.item, place.span.begin, place.span.end, place.words);
}

Json limit_json(const std::optional<double>& value) { return value ? Json(*value) : Json(); }

Json proposal_json(const board::Board& board, const board::MatrixRow& row) {
  const board::Proposal& proposal = board.proposals[row.proposal];
  Json out;
  out["label"] = proposal.label;
  out["finding"] = proposal.finding > 0 ? Json(proposal.finding) : Json();
  out["sponsors"] = proposal.sponsors;
  out["addressees"] = proposal.addressees;
  out["terms"] = Json::array();
  for (const Term& term : proposal.terms) {
    out["terms"].push_back({{"key", term.key}, {"value", term.value}});
  }
  out["reports"] = proposal.reports;
  out["origins"] = proposal.origins;
  out["states"] = Json::array();
  for (const board::State& state : proposal.states) {
    out["states"].push_back({{"state", state.state},
                             {"by", state.by},
                             {"chain", state.chain},
                             {"reports", state.reports},
                             {"origins", state.origins},
                             {"place", place_json(state.place)}});
  }
  out["cells"] = Json::array();
  for (const board::Cell& cell : row.cells) {
    Json history = Json::array();
    for (const board::Stance& stance : cell.history) {
      history.push_back({{"stance", stance.stance},
                         {"chain", stance.chain},
                         {"reports", stance.reports},
                         {"origins", stance.origins},
                         {"place", place_json(stance.place)}});
    }
    out["cells"].push_back(
        {{"party", cell.party}, {"stance", cell.stance}, {"disputed", cell.disputed}, {"history", history}});
  }
  return out;
}

bool in_days(const Request& request, const std::string& day) {
  const Period from = read_period(request.get("from"));
  const Period to = read_period(request.get("to"));
  const Period that = read_period(day);
  if (from.precision == Precision::none && to.precision == Precision::none) {
    return true;
  }
  return that.precision != Precision::none && (from.precision == Precision::none || that.last >= from.first) &&
         (to.precision == Precision::none || that.first <= to.last);
}

Json toll_json(const board::Harm& harm, const Request& request) {
  // The bounds of a source are its claims in the order of their days.
  std::vector<std::pair<std::string, std::vector<std::size_t>>> sources;
  for (const board::HarmSource& source : harm.sources) {
    sources.emplace_back(source.name, source.claims);
  }
  Json out;
  out["measure"] = harm.measure;
  out["population"] = harm.population;
  out["place"] = harm.place;
  out["sources"] = Json::array();
  for (const auto& [source, claims] : sources) {
    Json points = Json::array();
    for (const std::size_t number : claims) {
      const board::Claim& claim = harm.claims[number];
      if (!in_days(request, claim.day)) {
        continue;
      }
      points.push_back({{"day", claim.day},
                        {"low", limit_json(claim.low)},
                        {"high", limit_json(claim.high)},
                        {"bound", claim.bound},
                        {"unit", claim.unit},
                        {"chain", claim.chain},
                        {"reports", claim.reports},
                        {"origins", claim.origins},
                        {"finding", claim.finding > 0 ? Json(claim.finding) : Json()},
                        {"span", place_json(claim.place)}});
    }
    if (!points.empty()) {
      out["sources"].push_back({{"name", source}, {"points", points}});
    }
  }
  out["disputed"] = harm.differ;
  out["bands"] = Json::array();
  for (const board::Band& band : harm.bands) {
    out["bands"].push_back({{"day", band.day},
                            {"low", limit_json(band.low)},
                            {"high", limit_json(band.high)},
                            {"sources", band.sources},
                            {"differ", band.differ}});
  }
  return out;
}

// Cuts the page out of a whole list.
Json page_of(const Json& all, const Request& request, std::string& next) {
  Json out = Json::array();
  const std::size_t begin = std::min(offset_of(request), all.size());
  const std::size_t end = std::min(all.size(), begin + static_cast<std::size_t>(request.limit));
  for (std::size_t i = begin; i < end; ++i) {
    out.push_back(all[i]);
  }
  next = next_of(request, end < all.size());
  return out;
}

}  // namespace

Result<std::pair<std::string, std::string>> days_of_change(Sight& sight, const Request& request) {
  const auto board = board_of(sight, request);
  if (!board) {
    return board.error();
  }
  return std::pair((*board)->before, (*board)->day);
}

Result<Answer> board_view(Sight& sight, const Request& request) {
  const auto board = board_of(sight, request);
  if (!board) {
    return board.error();
  }
  if (request.format == "json") {
    return json_answer(sight, request, board::to_json(**board));
  }
  // As a table the board is its ties: who did what to whom how often.
  Json rows = Json::array();
  for (const board::Tie& tie : (*board)->ties) {
    Json row;
    row["source"] = tie.source;
    row["type"] = tie.type;
    row["target"] = tie.target;
    row["events"] = tie.events;
    row["findings"] = tie.findings;
    row["reports"] = tie.reports;
    row["origins"] = tie.origins;
    row["goldstein"] = tie.goldstein;
    row["weight"] = tie.weight;
    row["change"] = tie.change;
    row["latest"] = tie.latest;
    row["span"] = tie.examples.empty() ? Json() : place_json(tie.examples.front());
    rows.push_back(std::move(row));
  }
  return rows_answer(sight, request, rows,
                     {"source", "type", "target", "events", "findings", "reports", "origins", "goldstein", "weight",
                      "change", "latest", "span"},
                     "board");
}

Result<Answer> proposals_view(Sight& sight, const Request& request) {
  const auto board = board_of(sight, request);
  if (!board) {
    return board.error();
  }
  Json all = Json::array();
  Json lines = Json::array();
  for (const board::MatrixRow& row : (*board)->matrix) {
    all.push_back(proposal_json(**board, row));
    for (const Json& cell : all.back()["cells"]) {
      for (const Json& stance : cell["history"]) {
        lines.push_back({{"proposal", all.back()["label"]},
                         {"finding", all.back()["finding"]},
                         {"party", cell["party"]},
                         {"stance", stance["stance"]},
                         {"said_by", stance["chain"]},
                         {"reports", stance["reports"]},
                         {"origins", stance["origins"]},
                         {"span", stance["place"]}});
      }
    }
  }
  std::string next;
  const Json rows = page_of(request.format == "csv" ? lines : all, request, next);
  return rows_answer(sight, request, rows,
                     {"proposal", "finding", "party", "stance", "said_by", "reports", "origins", "span"}, "proposals",
                     next);
}

Result<Answer> tolls_view(Sight& sight, const Request& request) {
  const auto board = board_of(sight, request);
  if (!board) {
    return board.error();
  }
  const std::vector<std::string>& measures = request.all("measure");
  Json all = Json::array();
  Json lines = Json::array();
  for (const auto* harms : {&(*board)->harm, &(*board)->other_figures}) {
    for (const board::Harm& harm : *harms) {
      // What is no harm is shown when it is asked for by name.
      const bool wanted = measures.empty()
                              ? harms == &(*board)->harm
                              : std::find(measures.begin(), measures.end(), harm.measure) != measures.end();
      Json toll = wanted ? toll_json(harm, request) : Json();
      if (!wanted || toll["sources"].empty()) {
        continue;
      }
      for (const Json& source : toll["sources"]) {
        for (const Json& point : source["points"]) {
          Json line = point;
          line["measure"] = harm.measure;
          line["population"] = harm.population;
          line["place"] = harm.place;
          line["source"] = source["name"];
          line["disputed"] = harm.differ;
          lines.push_back(std::move(line));
        }
      }
      all.push_back(std::move(toll));
    }
  }
  std::string next;
  const Json rows = page_of(request.format == "csv" ? lines : all, request, next);
  return rows_answer(sight, request, rows,
                     {"measure", "population", "place", "source", "day", "low", "high", "bound", "unit", "disputed",
                      "chain", "reports", "origins", "span"},
                     "tolls", next);
}

Result<Answer> changes_view(Sight& sight, const Request& request) {
  board::DiffOptions options;
  options.from = {request.get("from"), request.as_of.revision};
  options.to = {request.get("to", request.as_of.date), request.as_of.revision};
  options.party = request.get("party");
  const auto state = state_of(sight);
  if (!state) {
    return state.error();
  }
  const std::string key = fmt::format("changes {} {} {} {}", *state, options.from.date, options.to.date, options.party);
  const auto diff = sight.shelf.get<board::Diff>(key, [&]() -> Result<board::Diff> {
    auto made = board::make_diff(sight.record, options);
    // It has looked at other days; whoever has the connection next believes it to look at what was asked for.
    if (auto looked = sight.record.look(request.as_of); !looked) {
      return looked.error();
    }
    return made;
  });
  if (!diff) {
    return diff.error();
  }
  if (request.format == "json") {
    return json_answer(sight, request, board::to_json(**diff));
  }
  Json rows = Json::array();
  for (const board::Change& change : (*diff)->changes) {
    rows.push_back({{"kind", change.kind},
                    {"what", change.what},
                    {"change", change.change},
                    {"before", change.before},
                    {"after", change.after},
                    {"span", change.places.empty() ? Json() : place_json(change.places.front())}});
  }
  return rows_answer(sight, request, rows, {"kind", "what", "change", "before", "after", "span"}, "changes");
}

Result<Answer> brief_view(Sight& sight, const Request& request) {
  board::BriefOptions options;
  options.as_of = request.as_of;
  options.party = request.get("party");
  options.since = request.get("since");
  const auto brief = board::make_brief(sight.record, options);
  if (auto looked = sight.record.look(request.as_of); !brief || !looked) {
    return !brief ? brief.error() : looked.error();
  }
  Answer answer;
  const bool html = request.format == "html";
  answer.body = html ? board::brief_html(*brief) : board::brief_markdown(*brief);
  answer.content_type = html ? "text/html; charset=utf-8" : "text/markdown; charset=utf-8";
  answer.name = html ? "brief.html" : "brief.md";
  return answer;
}

Result<Answer> draft_view(Sight& sight, const Request& request) {
  const auto board = board_of(sight, request);
  if (!board) {
    return board.error();
  }
  auto text = board::draft_crisis(**board, {});
  if (!text) {
    return text.error();
  }
  Answer answer;
  answer.body = std::move(*text);
  answer.content_type = "application/toml";
  answer.name = "crisis.toml";
  return answer;
}

}  // namespace detente::desk
