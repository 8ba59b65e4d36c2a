#include "detente/board/board.hpp"
#include "detente/text/json_writer.hpp"

namespace detente::board {

namespace {

using text::JsonWriter;

void words(JsonWriter& j, std::string_view key, const std::vector<std::string>& all) {
  j.key(key).array();
  for (const std::string& word : all) {
    j.text(word);
  }
  j.close();
}

void place(JsonWriter& j, const Place& p) {
  j.object();
  j.key("report").text(p.report);
  j.key("item").text(p.item);
  j.key("outlet").text(p.outlet);
  j.key("day").text(p.dated ? p.day : "");
  j.key("span").array();
  j.integer(p.span.begin);
  j.integer(p.span.end);
  j.close();
  j.key("text").text(p.words);
  j.close();
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

void limit(JsonWriter& j, std::string_view key, const std::optional<double>& value) {
  j.key(key);
  if (value) {
    j.number(*value);
  } else {
    j.null();
  }
}

void tie(JsonWriter& j, const Tie& t) {
  j.object();
  j.key("source").text(t.source);
  j.key("target").text(t.target);
  j.key("type").text(t.type);
  j.key("events").integer(t.events);
  j.key("reports").integer(t.reports);
  j.key("status").object();
  for (std::size_t s = 0; s < t.by_status.size(); ++s) {
    j.key(name(static_cast<Status>(s))).integer(t.by_status[s]);
  }
  j.close();
  j.key("goldstein").rounded(t.goldstein, 1);
  j.key("latest").text(t.latest);
  j.key("examples").array();
  for (const Place& example : t.examples) {
    place(j, example);
  }
  j.close();
  j.close();
}

void proposal(JsonWriter& j, const Proposal& p) {
  j.object();
  j.key("label").text(p.label);
  words(j, "sponsors", p.sponsors);
  words(j, "addressees", p.addressees);
  terms(j, p.terms);
  j.key("reports").integer(p.reports);
  j.key("states").array();
  for (const State& s : p.states) {
    j.object();
    j.key("state").text(s.state);
    words(j, "by", s.by);
    words(j, "chain", s.chain);
    j.key("reports").integer(s.reports);
    j.key("place");
    place(j, s.place);
    j.close();
  }
  j.close();
  j.close();
}

void item(JsonWriter& j, const Item& it) {
  j.object();
  j.key("kind").text(it.kind);
  j.key("label").text(it.label);
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
    words(j, "chain", c.chain);
    j.key("reports").integer(c.reports);
    j.key("place");
    place(j, c.place);
    j.close();
  }
  j.close();
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
  j.key("mentions").integer(p.mentions);
  j.key("reports").integer(p.reports);
  j.close();
}

template <typename T>
void list(JsonWriter& j, std::string_view key, const std::vector<T>& all, void (*write)(JsonWriter&, const T&)) {
  j.key(key).array();
  for (const T& one : all) {
    write(j, one);
  }
  j.close();
}

}  // namespace

std::string to_json(const Board& board) {
  std::string out;
  JsonWriter j(out);
  j.object();
  j.key("first_day").text(board.first_day);
  j.key("last_day").text(board.last_day);
  j.key("undated").integer(board.undated);
  j.key("reports").integer(board.reports);
  j.key("copies").integer(board.copies);
  j.key("unread").integer(board.unread);
  list(j, "ties", board.ties, tie);
  list(j, "proposals", board.proposals, proposal);
  list(j, "instruments", board.items, item);
  list(j, "harm", board.harm, harm);
  list(j, "other_figures", board.other_figures, harm);
  list(j, "speakers", board.speakers, speaker);
  list(j, "parties", board.parties, party);
  j.close();
  return out;
}

}  // namespace detente::board
