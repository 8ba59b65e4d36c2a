#include "detente/board/board.hpp"
#include "json_parts.hpp"

namespace detente::board {

namespace json {

void words(JsonWriter& j, std::string_view key, const std::vector<std::string>& all) {
  j.key(key).array();
  for (const std::string& word : all) {
    j.text(word);
  }
  j.close();
}

void limit(JsonWriter& j, std::string_view key, const std::optional<double>& value) {
  j.key(key);
  if (value) {
    j.number(*value);
  } else {
    j.null();
  }
}

void place(JsonWriter& j, const Place& p) {
  j.object();
  j.key("report").text(p.report);
  j.key("item").text(p.item);
  j.key("outlet").text(p.outlet);
  j.key("day").text(p.dated ? p.day : "");
  j.key("dated").boolean(p.dated);
  j.key("span").array();
  j.integer(p.span.begin);
  j.integer(p.span.end);
  j.close();
  j.key("text").text(p.words);
  j.close();
}

void support(JsonWriter& j, const Chain& chain, std::int64_t reports, std::int64_t origins, const Place& at) {
  words(j, "chain", chain);
  j.key("reports").integer(reports);
  j.key("origins").integer(origins);
  j.key("place");
  place(j, at);
}

void finding(JsonWriter& j, std::int64_t id) {
  j.key("finding");
  if (id > 0) {
    j.integer(id);
  } else {
    j.null();
  }
}

void terms(JsonWriter& j, const std::vector<Term>& all) {
  j.key("terms").array();
  for (const Term& term : all) {
    j.object();
    j.key("key").text(term.key);
    j.key("value").text(term.value);
    j.close();
  }
  j.close();
}

void harm(JsonWriter& j, const Harm& h) {
  j.object();
  j.key("measure").text(h.measure);
  j.key("population").text(h.population);
  j.key("place").text(h.place);
  j.key("differ").boolean(h.differ);
  j.key("claims").array();
  for (const Claim& c : h.claims) {
    j.object();
    limit(j, "low", c.low);
    limit(j, "high", c.high);
    j.key("bound").text(c.bound);
    j.key("unit").text(c.unit);
    j.key("day").text(c.day);
    finding(j, c.finding);
    support(j, c.chain, c.reports, c.origins, c.place);
    j.close();
  }
  j.close();
  j.key("sources").array();
  for (const HarmSource& s : h.sources) {
    j.object();
    j.key("name").text(s.name);
    j.key("claims").array();
    for (const std::size_t c : s.claims) {
      j.integer(static_cast<std::int64_t>(c));
    }
    j.close();
    limit(j, "growth", s.growth);
    limit(j, "growth_per_week", s.growth_per_week);
    j.close();
  }
  j.close();
  j.key("bands").array();
  for (const Band& b : h.bands) {
    j.object();
    j.key("day").text(b.day);
    limit(j, "low", b.low);
    limit(j, "high", b.high);
    j.key("sources").integer(b.sources);
    j.key("differ").boolean(b.differ);
    j.close();
  }
  j.close();
  j.close();
}

}  // namespace json

namespace {

using namespace json;

void tie(JsonWriter& j, const Tie& t) {
  j.object();
  j.key("source").text(t.source);
  j.key("target").text(t.target);
  j.key("type").text(t.type);
  j.key("events").integer(t.events);
  j.key("findings").integer(t.findings);
  j.key("reports").integer(t.reports);
  j.key("origins").integer(t.origins);
  j.key("status").object();
  for (std::size_t s = 0; s < t.by_status.size(); ++s) {
    j.key(name(static_cast<Status>(s))).integer(t.by_status[s]);
  }
  j.close();
  j.key("goldstein").rounded(t.goldstein, 1);
  j.key("weight").rounded(t.weight, 3);
  j.key("change").rounded(t.change, 3);
  j.key("latest").text(t.latest);
  list(j, "examples", t.examples, place);
  j.close();
}

void proposal(JsonWriter& j, const Proposal& p) {
  j.object();
  j.key("label").text(p.label);
  finding(j, p.finding);
  words(j, "sponsors", p.sponsors);
  words(j, "addressees", p.addressees);
  terms(j, p.terms);
  j.key("reports").integer(p.reports);
  j.key("origins").integer(p.origins);
  j.key("states").array();
  for (const State& s : p.states) {
    j.object();
    j.key("state").text(s.state);
    words(j, "by", s.by);
    support(j, s.chain, s.reports, s.origins, s.place);
    j.close();
  }
  j.close();
  j.close();
}

void item(JsonWriter& j, const Item& it) {
  j.object();
  j.key("kind").text(it.kind);
  j.key("label").text(it.label);
  finding(j, it.finding);
  j.key("parties").object();
  for (const Role& role : it.roles) {
    words(j, role.role, role.parties);
  }
  j.close();
  terms(j, it.terms);
  j.key("state").text(it.state);
  words(j, "chain", it.chain);
  j.key("place");
  place(j, it.place);
  j.close();
}

void speaker(JsonWriter& j, const Speaker& s) {
  j.object();
  j.key("name").text(s.name);
  j.key("code").text(s.code);
  j.key("sector").text(s.sector);
  j.key("statements").integer(s.statements);
  j.key("reports").integer(s.reports);
  j.key("direct").integer(s.direct);
  j.key("latest");
  place(j, s.latest);
  j.close();
}

void party(JsonWriter& j, const BoardParty& p) {
  j.object();
  j.key("name").text(p.name);
  j.key("kind").text(p.kind);
  j.key("code").text(p.code);
  j.key("sector").text(p.sector);
  words(j, "roles", p.roles);
  words(j, "other_roles", p.other_roles);
  j.key("mentions").integer(p.mentions);
  j.key("reports").integer(p.reports);
  j.key("origins").integer(p.origins);
  j.key("place");
  place(j, p.place);
  j.close();
}

}  // namespace

std::string to_json(const Board& board) {
  std::string out;
  JsonWriter j(out);
  j.object();
  j.key("first_day").text(board.first_day);
  j.key("last_day").text(board.last_day);
  j.key("day").text(board.day);
  j.key("before").text(board.before);
  j.key("undated").integer(board.undated);
  j.key("reports").integer(board.reports);
  j.key("origins").integer(board.origins);
  j.key("findings").integer(board.findings);
  j.key("copies").integer(board.copies);
  j.key("unread").integer(board.unread);
  j.key("left_out").object();
  for (const auto& [part, lines] : board.left_out) {
    j.key(part).integer(lines);
  }
  j.close();
  list(j, "ties", board.ties, tie);
  list(j, "fronts", board.fronts, front);
  list(j, "proposals", board.proposals, proposal);
  j.key("matrix").array();
  for (const MatrixRow& r : board.matrix) {
    row(j, board, r);
  }
  j.close();
  list(j, "red_lines", board.red_lines, red_line);
  list(j, "levers", board.levers, lever);
  list(j, "commitments", board.commitments, commitment);
  list(j, "instruments", board.items, item);
  list(j, "harm", board.harm, harm);
  list(j, "other_figures", board.other_figures, harm);
  j.key("hostages");
  matter(j, board.hostages);
  j.key("relief");
  matter(j, board.relief);
  list(j, "judgements", board.judgements, judgement);
  list(j, "disputed", board.disputed, dispute);
  list(j, "speakers", board.speakers, speaker);
  list(j, "parties", board.parties, party);
  j.close();
  return out;
}

}  // namespace detente::board
