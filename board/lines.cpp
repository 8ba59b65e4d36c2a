// Red lines and what touched them; commitments, and whether they held.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "instruments.hpp"

namespace detente::board {

namespace {

// Acts that a line or an undertaking is made with, not about.
constexpr std::array<std::string_view, 6> kSaying{"AGREE", "REJECT", "THREATEN", "REQUEST", "ACCUSE", "SUPPORT"};
// Events that are shown of one line at most, the earliest.
constexpr int kTouches = 10;

std::int64_t first_of(const std::vector<std::int64_t>& parties) { return parties.empty() ? 0 : parties.front(); }

// An act as one line of the table that events are held against.
struct Watched {
  Spoken act;
  std::int64_t holder = 0;
  bool refrain = false;
};

bool same(const Watched& a, const Watched& b) {
  return a.act.type == b.act.type && a.act.source == b.act.source && a.act.target == b.act.target &&
         a.act.country == b.act.country && a.refrain == b.refrain;
}

// What must not happen, or what was undertaken, as far as its words name an act that is coded.
std::vector<Watched> watched(const Frame& frame, const Bundle& one, const SpokenActs& acts) {
  std::vector<Watched> out;
  for (const Tool* tool : one.tools) {
    const auto at = acts.find(tool->ref);
    const bool is_line = tool->kind == name(InstrumentKind::red_line);
    const std::int64_t holder = first_of(tool->parties("holder"));
    for (const Spoken& act : at == acts.end() ? std::vector<Spoken>() : at->second) {
      // What is told as done in the words of a line is not what the line is about.
      const bool saying = std::find(kSaying.begin(), kSaying.end(), act.type) != kSaying.end();
      if (saying || act.status == name(Status::actual) || (act.source == 0 && act.target == 0 && is_line)) {
        continue;
      }
      Watched watch{act, holder, is_line || act.status == name(Status::negated)};
      std::vector<std::int64_t> sources{act.source};
      if (act.source == 0) {
        // Whom a line was drawn for, and who undertook, is who acts.
        sources = is_line ? tool->parties("addressees") : std::vector<std::int64_t>{holder};
        sources = sources.empty() ? std::vector<std::int64_t>{0} : sources;
      }
      for (const std::int64_t source : sources) {
        watch.act.source = source;
        const bool of_others = !is_line && frame.side(source) != frame.side(holder);
        // "Civilians" are everywhere: an act must name somebody in particular, and what it is done to.
        const bool in_particular = source != 0 ? frame.specific(source) : is_line && frame.specific(act.target);
        const bool aimed = act.target != 0 || !act.country.empty() || (is_line && source != holder);
        if (!of_others && in_particular && aimed &&
            std::none_of(out.begin(), out.end(), [&](const Watched& w) { return same(w, watch); })) {
          out.push_back(watch);
        }
      }
    }
  }
  return out;
}

Act shown(const Frame& frame, const Watched& w) {
  return {w.act.type, frame.party(w.act.source), frame.party(w.act.target), w.act.country, w.refrain};
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// A word of some weight that both texts have: not one that law and diplomacy put before everything.
std::string common_word(const std::string& a, const std::string& b) {
  constexpr std::size_t kShortest = 6;
  constexpr std::array<std::string_view, 12> kEverywhere{"international", "national",   "united",   "nations",
                                                         "states",        "government", "country",  "countries",
                                                         "military",      "foreign",    "security", "council"};
  const std::string in = " " + lower(b) + " ";
  std::string word;
  for (const char c : lower(a) + " ") {
    if (std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '-') {
      word += c;
      continue;
    }
    const bool weighs =
        word.size() >= kShortest && std::find(kEverywhere.begin(), kEverywhere.end(), word) == kEverywhere.end();
    if (weighs && in.find(" " + word) != std::string::npos) {
      return word;
    }
    word.clear();
  }
  return "";
}

}  // namespace

Result<void> Lines::choose(Frame& frame, const std::vector<Tool>& tools, const SpokenActs& acts) {
  std::string values;
  for (const InstrumentKind kind : {InstrumentKind::red_line, InstrumentKind::commitment}) {
    for (const Bundle& one : bundle(tools, name(kind), frame, nullptr)) {
      for (const Watched& w : watched(frame, one, acts)) {
        values += fmt::format("{}{}|{}|{}|{}|{}|{}|{}|{}", values.empty() ? "" : ";", one.first().ref.reading,
                              one.first().ref.n, w.act.type, frame.side(w.act.source), frame.side(w.act.target),
                              w.act.country, frame.side(w.holder), kind == InstrumentKind::red_line ? 1 : 0);
      }
    }
  }
  if (values.empty()) {
    return {};
  }
  auto made = frame.run(
      "CREATE OR REPLACE TEMP TABLE board_line AS WITH told AS (SELECT string_split(unnest(string_split(?, ';')), '|') "
      "AS x) SELECT x[1]::INTEGER AS reading, x[2]::INTEGER AS n, x[3] AS type, x[4]::INTEGER AS s_side, x[5]::INTEGER "
      "AS t_side, x[6] AS country, x[7]::INTEGER AS h_side, x[8] = '1' AS is_line, r.date FROM told JOIN board_report "
      "r ON r.reading = x[1]::INTEGER WHERE r.dated",
      {values});
  if (!made) {
    return made;
  }
  // An event may bear on a line if it is of the kind that the line names, within a year after the line was told.
  // Whoever acts must be the one that the line names; where it names nobody, anybody but its holder. What it is done to
  // must be what the line names, or be in the country that it names; where it names neither, it is its holder.
  const std::string columns =
      "SELECT l.reading AS l_reading, l.n AS l_n, l.date AS told, p.thing, p.reading, p.n, p.origin, p.status, p.type, "
      "p.s_who, p.t_who, p.date FROM board_pair p JOIN board_who s ON s.who = p.s_who LEFT JOIN board_who t ON t.who = "
      "p.t_who JOIN board_line l ON l.type = p.type AND ";
  const std::string_view after =
      "p.date > l.date AND p.date <= l.date + 365 AND p.grain IN ('day', 'week', 'report') AND p.s_who <> p.t_who AND "
      "(p.status = 'actual' OR (p.status = 'negated' AND NOT l.is_line))";
  const std::string rows_sql = fmt::format(
      "WITH hit AS ({0} l.s_side = s.side WHERE {1} AND CASE WHEN l.t_side > 0 THEN l.t_side = t.side WHEN l.country "
      "<> '' THEN l.country = p.country ELSE l.is_line AND t.side = l.h_side END "
      "UNION ALL {0} l.s_side = 0 AND l.t_side = t.side WHERE {1} AND s.side <> l.h_side AND (l.country = '' OR "
      "l.country = p.country)) "
      "SELECT l_reading, l_n, thing, status, arg_min(reading, (date, reading, n)), arg_min(n, (date, reading, n)), "
      "arg_min(s_who, (date, reading, n)), arg_min(t_who, (date, reading, n)), any_value(type), min(date)::VARCHAR, "
      "count(DISTINCT reading), count(DISTINCT origin) FROM hit GROUP BY l_reading, l_n, thing, status HAVING "
      "min(date) > any_value(told) QUALIFY row_number() OVER (PARTITION BY l_reading, l_n, status ORDER BY min(date), "
      "thing) <= {2} ORDER BY l_reading, l_n, min(date), thing, status",
      columns, after, kTouches);
  const auto rows = frame.ask(rows_sql);
  if (!rows) {
    return rows.error();
  }
  for (std::size_t i = 0; i < rows->rows.size(); ++i) {
    Hit hit;
    hit.thing = rows->integer(i, 2);
    hit.status = rows->text(i, 3);
    hit.event = {'e', rows->integer(i, 4), rows->integer(i, 5)};
    hit.source = rows->integer(i, 6);
    hit.target = rows->integer(i, 7);
    hit.type = rows->text(i, 8);
    hit.day = rows->text(i, 9);
    hit.reports = rows->integer(i, 10);
    hit.origins = rows->integer(i, 11);
    frame.want(hit.event);
    hits_[{'i', rows->integer(i, 0), rows->integer(i, 1)}].push_back(std::move(hit));
  }
  return {};
}

std::vector<Touch> Lines::touches(const Frame& frame, const std::vector<const Hit*>& hits, std::string_view why) const {
  std::vector<Touch> out;
  for (const Hit* hit : hits) {
    Touch touch;
    touch.source = frame.party(hit->source);
    touch.target = frame.party(hit->target);
    touch.type = hit->type;
    touch.day = hit->day;
    touch.place = frame.place(hit->event);
    touch.reports = hit->reports;
    touch.origins = hit->origins;
    touch.reason = fmt::format("{} by {}{}{}; {}", hit->type, touch.source, touch.target.empty() ? "" : " towards ",
                               touch.target, why);
    out.push_back(std::move(touch));
  }
  return out;
}

void Lines::build_red_lines(const Frame& frame, const std::vector<Tool>& tools, const SpokenActs& acts,
                            Board& board) const {
  for (const Bundle& one : bundle(tools, name(InstrumentKind::red_line), frame, nullptr)) {
    const Tool& tool = one.first();
    RedLine line;
    line.label = tool.label;
    for (const Tool* each : one.tools) {
      add_names(line.holders, names_of(frame, each->parties("holder")));
      add_names(line.addressees, names_of(frame, each->parties("addressees")));
    }
    line.firmness = tool.term("firmness");
    line.terms = tool.terms;
    for (const Watched& w : watched(frame, one, acts)) {
      line.forbids.push_back(shown(frame, w));
    }
    line.place = frame.place(tool.ref);
    line.chain = frame.chain(tool.ref);
    line.reports = static_cast<std::int64_t>(one.reports.size());
    line.origins = static_cast<std::int64_t>(one.origins.size());
    line.finding = one.finding();
    if (const auto hits = hits_.find(tool.ref); hits != hits_.end()) {
      std::vector<const Hit*> all;
      for (const Hit& hit : hits->second) {
        all.push_back(&hit);
      }
      line.touched = touches(frame, all, fmt::format("the line was told by {}", line.place.day));
    }
    board.red_lines.push_back(std::move(line));
  }
  std::reverse(board.red_lines.begin(), board.red_lines.end());
}

void Lines::build_commitments(const Frame& frame, const std::vector<Tool>& tools, const SpokenActs& acts,
                              Board& board) const {
  for (const Bundle& one : bundle(tools, name(InstrumentKind::commitment), frame, nullptr)) {
    const Tool& tool = one.first();
    Commitment out;
    out.label = tool.label;
    for (const Tool* each : one.tools) {
      add_names(out.holders, names_of(frame, each->parties("holder")));
    }
    std::map<std::string, bool> refrains;  // by type
    for (const Watched& w : watched(frame, one, acts)) {
      out.undertaken.push_back(shown(frame, w));
      refrains[w.act.type] = w.refrain;
    }
    out.place = frame.place(tool.ref);
    out.chain = frame.chain(tool.ref);
    out.reports = static_cast<std::int64_t>(one.reports.size());
    out.origins = static_cast<std::int64_t>(one.origins.size());
    out.finding = one.finding();
    if (const auto hits = hits_.find(tool.ref); hits != hits_.end()) {
      for (const Hit& hit : hits->second) {
        const bool refrain = refrains[hit.type];
        const bool did = hit.status == name(Status::actual);
        if (refrain && !did) {
          continue;  // that it did not do it once says nothing of the rest of the time
        }
        std::vector<Touch>& into = did && !refrain ? out.kept_by : out.broken_by;
        const std::string_view why = !did      ? "it is told not to have done what it undertook"
                                     : refrain ? "it undertook not to"
                                               : "it undertook to";
        auto touch = touches(frame, {&hit}, why);
        into.push_back(std::move(touch.front()));
      }
    }
    add_violations(frame, tools, tool, out);
    out.state = !out.kept_by.empty() && !out.broken_by.empty() ? "disputed"
                : !out.broken_by.empty()                       ? "broken"
                : !out.kept_by.empty()                         ? "kept"
                                                               : "open";
    board.commitments.push_back(std::move(out));
  }
  std::reverse(board.commitments.begin(), board.commitments.end());
}

// Who is said to have violated later what it is told to have undertaken: the two share a word of weight.
void Lines::add_violations(const Frame& frame, const std::vector<Tool>& tools, const Tool& tool, Commitment& out) {
  const std::int64_t holder = frame.side(first_of(tool.parties("holder")));
  if (holder == 0 || !out.place.dated) {
    return;
  }
  for (const Tool& other : tools) {
    if (other.kind != name(InstrumentKind::violation)) {
      continue;
    }
    const std::int64_t violator = first_of(other.parties("violator"));
    const Place& place = frame.place(other.ref);
    if (frame.side(violator) != holder || !place.dated || place.day <= out.place.day) {
      continue;
    }
    const std::string word = common_word(other.term("norm"), out.label);
    if (!word.empty()) {
      Touch touch;
      touch.source = frame.party(violator);
      touch.type = "violation";
      touch.day = place.day;
      touch.place = place;
      touch.reason =
          fmt::format("{} is said to have violated {}; both speak of \"{}\"", touch.source, other.term("norm"), word);
      out.broken_by.push_back(std::move(touch));
    }
  }
}

void Lines::build(const Frame& frame, const std::vector<Tool>& tools, const SpokenActs& acts, Board& board) const {
  build_red_lines(frame, tools, acts, board);
  build_commitments(frame, tools, acts, board);
}

}  // namespace detente::board
