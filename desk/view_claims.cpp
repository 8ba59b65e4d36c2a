#include "view_claims.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace detente::desk {

namespace {

using Key = std::pair<std::int64_t, std::int64_t>;
using record::Table;

Json number_or_null(const Table& table, std::size_t row, std::size_t column) {
  return table.is_null(row, column) ? Json() : Json(table.number(row, column));
}

Json text_or_null(const Table& table, std::size_t row, std::size_t column) {
  const std::string text = table.text(row, column);
  return text.empty() ? Json() : Json(text);
}

std::string number_text(double value) {
  constexpr double kExact = 1e15;
  return value == std::floor(value) && std::abs(value) < kExact ? std::to_string(static_cast<std::int64_t>(value))
                                                                : fmt::format("{}", value);
}

// The rows of one answer under way.
class Rows {
 public:
  Rows(Sight& sight, const std::vector<ClaimKey>& claims) : sight_(sight) {
    std::set<std::int64_t> readings;
    for (const ClaimKey& claim : claims) {
      wanted_[claim.letter].insert({claim.reading, claim.n});
      readings.insert(claim.reading);
    }
    readings_.assign(readings.begin(), readings.end());
    list_ = {list_of(readings_)};
  }

  Result<std::map<ClaimKey, Json>> load(const Cube& cube) {
    const auto reports =
        sight_.record.query("SELECT reading, report FROM seen WHERE reading IN (SELECT unnest(?::INTEGER[]))", list_);
    if (!reports) {
      return reports.error();
    }
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < reports->rows.size(); ++i) {
      report_of_[reports->integer(i, 0)] = reports->text(i, 1);
      ids.push_back(reports->text(i, 1));
      if (const auto number = find_report(cube, ids.back())) {
        origin_of_[ids.back()] = cube.reports[cube.reports[*number].origin].id;
      }
    }
    auto told = told_of(sight_, ids);
    auto chains = Chains::load(sight_, readings_);
    if (!told || !chains) {
      return told ? chains.error() : told.error();
    }
    told_ = std::move(*told);
    chains_ = std::move(*chains);
    if (auto done = findings(); !done) {
      return done.error();
    }
    using Step = Result<void> (Rows::*)();
    for (const auto& [letter, step] :
         {std::pair<char, Step>{'e', &Rows::events}, {'f', &Rows::figures}, {'i', &Rows::instruments}}) {
      if (wanted_[letter].empty()) {
        continue;
      }
      if (auto done = (this->*step)(); !done) {
        return done.error();
      }
    }
    return std::move(out_);
  }

 private:
  Result<Table> ask(const std::string& sql) { return sight_.record.query(sql, list_); }

  Result<void> findings() {
    std::vector<record::Value> values = list_;
    values.emplace_back(std::int64_t{sight_.revision});
    const auto found = sight_.record.query(
        "SELECT kind, reading, n, arg_max(finding, seq) FROM finding_claims WHERE reading IN (SELECT "
        "unnest(?::INTEGER[])) AND revision <= ? GROUP BY kind, reading, n",
        values);
    if (!found) {
      return found.error();
    }
    for (std::size_t i = 0; i < found->rows.size(); ++i) {
      finding_of_[{found->text(i, 0).front(), found->integer(i, 1), found->integer(i, 2)}] = found->integer(i, 3);
    }
    return {};
  }

  // The row of a claim with what all kinds share; null if nobody asked for it or its report is not seen.
  Json* row(const ClaimKey& claim, std::string_view kind, std::int64_t via) {
    const auto report = report_of_.find(claim.reading);
    if (!wanted_[claim.letter].contains({claim.reading, claim.n}) || report == report_of_.end()) {
      return nullptr;
    }
    const auto told = told_.find(report->second);
    Json& out = out_[claim];
    out["id"] = fmt::format("{}:{}{}", report->second, claim.letter, claim.n);
    out["kind"] = kind;
    out["label"] = "";
    out["status"] = "";
    out["said_by"] = chains_.of(claim.reading, via, told == told_.end() ? "" : told->second.outlet);
    out["origin"] = origin_of_[report->second];
    const auto finding = finding_of_.find(claim);
    out["finding"] = finding == finding_of_.end() || finding->second <= 0 ? Json() : Json(finding->second);
    return &out;
  }

  Json span(const ClaimKey& claim, const Table& table, std::size_t row, std::size_t column) const {
    const std::string& report = report_of_.at(claim.reading);
    const auto told = told_.find(report);
    return span_json(told == told_.end() ? nullptr : &told->second, report, fmt::format("{}{}", claim.letter, claim.n),
                     table.integer(row, column), table.integer(row, column + 1), table.text(row, column + 2));
  }

  Result<void> events() {
    const auto found =
        ask("SELECT reading, n, type, status, coalesce(via, 0), rule, confidence, coalesce(date_value, ''), "
            "coalesce(place_name, ''), span_begin, span_end, words FROM events WHERE reading IN (SELECT "
            "unnest(?::INTEGER[]))");
    const auto actors = ask(
        "SELECT a.reading, a.event, a.side = 'source', coalesce(p.name, a.words) FROM event_actors a LEFT JOIN parties "
        "p ON p.reading = a.reading AND p.n = a.party WHERE a.reading IN (SELECT unnest(?::INTEGER[])) ORDER BY "
        "a.reading, a.event, a.n");
    if (!found || !actors) {
      return found ? actors.error() : found.error();
    }
    std::map<Key, std::array<std::string, 2>> names;
    for (std::size_t i = 0; i < actors->rows.size(); ++i) {
      const Key key{actors->integer(i, 0), actors->integer(i, 1)};
      if (wanted_['e'].contains(key)) {
        std::string& side = names[key][std::get<bool>(actors->rows[i][2]) ? 0 : 1];
        side += (side.empty() ? "" : ", ") + actors->text(i, 3);
      }
    }
    for (std::size_t i = 0; i < found->rows.size(); ++i) {
      const ClaimKey claim{'e', found->integer(i, 0), found->integer(i, 1)};
      if (Json* out = row(claim, "event", found->integer(i, 4))) {
        const auto& [who, whom] = names[{claim.reading, claim.n}];
        (*out)["label"] =
            fmt::format("{}{}{}{}", who, who.empty() ? "" : " ", found->text(i, 2), whom.empty() ? "" : " " + whom);
        (*out)["status"] = found->text(i, 3);
        (*out)["type"] = found->text(i, 2);
        (*out)["date"] = text_or_null(*found, i, 7);
        (*out)["place"] = text_or_null(*found, i, 8);
        (*out)["rule"] = found->text(i, 5);
        (*out)["confidence"] = found->number(i, 6);
        (*out)["span"] = span(claim, *found, i, 9);
      }
    }
    return {};
  }

  Result<void> figures() {
    const auto found = ask(
        "SELECT f.reading, f.n, f.measure, f.low, f.high, f.bound, f.unit, coalesce(p.name, f.population_words, ''), "
        "coalesce(f.place_name, ''), coalesce(f.place_country, ''), coalesce(f.as_of_value, ''), "
        "coalesce(f.period_value, ''), coalesce(f.via, 0), f.rule, f.confidence, f.span_begin, f.span_end, f.words "
        "FROM figures f LEFT JOIN parties p ON p.reading = f.reading AND p.n = f.population_party WHERE f.reading IN "
        "(SELECT unnest(?::INTEGER[]))");
    if (!found) {
      return found.error();
    }
    for (std::size_t i = 0; i < found->rows.size(); ++i) {
      const ClaimKey claim{'f', found->integer(i, 0), found->integer(i, 1)};
      if (Json* out = row(claim, "figure", found->integer(i, 12))) {
        (*out)["measure"] = found->text(i, 2);
        (*out)["low"] = number_or_null(*found, i, 3);
        (*out)["high"] = number_or_null(*found, i, 4);
        (*out)["bound"] = found->text(i, 5);
        (*out)["unit"] = found->text(i, 6);
        (*out)["population"] = text_or_null(*found, i, 7);
        (*out)["place"] = text_or_null(*found, i, 8);
        (*out)["country"] = text_or_null(*found, i, 9);
        (*out)["as_of"] = text_or_null(*found, i, 10);
        (*out)["period"] = text_or_null(*found, i, 11);
        (*out)["rule"] = found->text(i, 13);
        (*out)["confidence"] = found->number(i, 14);
        (*out)["span"] = span(claim, *found, i, 15);
        (*out)["label"] = figure_label(found->text(i, 2), (*out)["low"], (*out)["high"], found->text(i, 5),
                                       found->text(i, 6), found->text(i, 17));
      }
    }
    return {};
  }

  Result<void> instruments() {
    const auto found = ask(
        "SELECT reading, n, kind, label, state, coalesce(via, 0), rule, confidence FROM instruments WHERE reading IN "
        "(SELECT unnest(?::INTEGER[]))");
    const auto parties =
        ask("SELECT x.reading, x.instrument, x.role, p.name FROM instrument_parties x JOIN parties p ON p.reading = "
            "x.reading AND p.n = x.party WHERE x.reading IN (SELECT unnest(?::INTEGER[])) ORDER BY x.reading, "
            "x.instrument, x.role, x.n");
    const auto terms = ask(
        "SELECT reading, instrument, key, value FROM instrument_terms WHERE reading IN (SELECT unnest(?::INTEGER[])) "
        "ORDER BY reading, instrument, n");
    const auto spans =
        ask("SELECT reading, instrument, span_begin, span_end, words FROM instrument_spans WHERE reading IN (SELECT "
            "unnest(?::INTEGER[])) ORDER BY reading, instrument, n");
    for (const auto* result : {&found, &parties, &terms, &spans}) {
      if (!*result) {
        return result->error();
      }
    }
    for (std::size_t i = 0; i < found->rows.size(); ++i) {
      const ClaimKey claim{'i', found->integer(i, 0), found->integer(i, 1)};
      if (Json* out = row(claim, "instrument", found->integer(i, 5))) {
        (*out)["label"] = found->text(i, 3);
        (*out)["instrument"] = found->text(i, 2);
        (*out)["state"] = found->text(i, 4);
        (*out)["status"] = found->text(i, 4);
        (*out)["parties"] = Json::object();
        (*out)["terms"] = Json::array();
        (*out)["rule"] = found->text(i, 6);
        (*out)["confidence"] = found->number(i, 7);
        (*out)["span"] = Json();
        (*out)["spans"] = Json::array();
      }
    }
    const auto at = [this](const Table& table, std::size_t i) -> Json* {
      const auto out = out_.find({'i', table.integer(i, 0), table.integer(i, 1)});
      return out == out_.end() ? nullptr : &out->second;
    };
    for (std::size_t i = 0; i < parties->rows.size(); ++i) {
      if (Json* out = at(*parties, i)) {
        (*out)["parties"][parties->text(i, 2)].push_back(parties->text(i, 3));
      }
    }
    for (std::size_t i = 0; i < terms->rows.size(); ++i) {
      if (Json* out = at(*terms, i)) {
        (*out)["terms"].push_back({{"key", terms->text(i, 2)}, {"value", terms->text(i, 3)}});
      }
    }
    for (std::size_t i = 0; i < spans->rows.size(); ++i) {
      if (Json* out = at(*spans, i)) {
        Json one = span({'i', spans->integer(i, 0), spans->integer(i, 1)}, *spans, i, 2);
        if ((*out)["spans"].empty()) {
          (*out)["span"] = one;
        }
        (*out)["spans"].push_back(std::move(one));
      }
    }
    return {};
  }

  Sight& sight_;
  std::map<char, std::set<Key>> wanted_;
  std::vector<std::int64_t> readings_;
  std::vector<record::Value> list_;
  std::map<std::int64_t, std::string> report_of_;
  std::map<std::string, std::string> origin_of_;
  std::map<ClaimKey, std::int64_t> finding_of_;
  std::map<std::string, Told> told_;
  Chains chains_;
  std::map<ClaimKey, Json> out_;
};

}  // namespace

std::string figure_label(std::string_view measure, const Json& low, const Json& high, std::string_view bound,
                         std::string_view unit, std::string_view words) {
  std::string number;
  if (low.is_number() && high.is_number() && low.get<double>() != high.get<double>()) {
    number = number_text(low.get<double>()) + " to " + number_text(high.get<double>());
  } else if (low.is_number() || high.is_number()) {
    number = number_text((low.is_number() ? low : high).get<double>());
  } else {
    number = words;
  }
  std::string how(bound);
  std::replace(how.begin(), how.end(), '_', ' ');
  const bool plain = bound == name(Bound::exact) || bound == name(Bound::range) || bound == name(Bound::vague);
  return fmt::format("{}: {}{}{}{}", measure, plain ? "" : how + " ", number, unit.empty() ? "" : " ", unit);
}

Result<std::map<ClaimKey, Json>> claim_rows(Sight& sight, const Request& request, const std::vector<ClaimKey>& claims) {
  const auto cube = cube_of(sight, request);
  if (!cube) {
    return cube.error();
  }
  return Rows(sight, claims).load(**cube);
}

}  // namespace detente::desk
