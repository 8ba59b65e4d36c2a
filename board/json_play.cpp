// The sections of the state of play: fronts, stances, lines, levers, commitments, matters, judgements, disputes.
#include "json_parts.hpp"

namespace detente::board::json {

namespace {

void touch(JsonWriter& j, const Touch& t) {
  j.object();
  j.key("source").text(t.source);
  j.key("target").text(t.target);
  j.key("type").text(t.type);
  j.key("day").text(t.day);
  j.key("reason").text(t.reason);
  j.key("reports").integer(t.reports);
  j.key("origins").integer(t.origins);
  j.key("place");
  place(j, t.place);
  j.close();
}

void act(JsonWriter& j, const Act& a) {
  j.object();
  j.key("type").text(a.type);
  j.key("source").text(a.source);
  j.key("target").text(a.target);
  j.key("country").text(a.country);
  j.key("refrain").boolean(a.refrain);
  j.close();
}

void deed(JsonWriter& j, const Deed& d) {
  j.object();
  j.key("source").text(d.source);
  j.key("target").text(d.target);
  j.key("type").text(d.type);
  j.key("cameo").text(d.cameo);
  j.key("status").text(d.status);
  j.key("day").text(d.day);
  finding(j, d.finding);
  support(j, d.chain, d.reports, d.origins, d.place);
  j.close();
}

}  // namespace

void front(JsonWriter& j, const Front& f) {
  j.object();
  j.key("a").text(f.a);
  j.key("b").text(f.b);
  j.key("country").text(f.country);
  j.key("events").integer(f.events);
  j.key("a_on_b").integer(f.a_on_b);
  j.key("b_on_a").integer(f.b_on_a);
  j.key("reports").integer(f.reports);
  j.key("origins").integer(f.origins);
  j.key("weeks").array();
  for (const Week& w : f.weeks) {
    j.object();
    j.key("monday").text(w.monday);
    j.key("events").integer(w.events);
    j.close();
  }
  j.close();
  j.key("unplaced_in_time").integer(f.unplaced_in_time);
  j.key("tempo").object();
  j.key("events_now").integer(f.tempo.events_now);
  j.key("days_now").integer(f.tempo.days_now);
  j.key("events_before").integer(f.tempo.events_before);
  j.key("days_before").integer(f.tempo.days_before);
  limit(j, "ratio", f.tempo.ratio);
  limit(j, "low", f.tempo.low);
  limit(j, "high", f.tempo.high);
  j.key("trend").text(f.tempo.trend);
  j.close();
  j.key("places").array();
  for (const Spot& s : f.places) {
    j.object();
    j.key("name").text(s.name);
    j.key("events").integer(s.events);
    j.close();
  }
  j.close();
  j.key("latest").text(f.latest);
  list(j, "examples", f.examples, place);
  j.close();
}

void row(JsonWriter& j, const Board& board, const MatrixRow& r) {
  const Proposal& proposal = board.proposals[r.proposal];
  j.object();
  j.key("proposal").integer(static_cast<std::int64_t>(r.proposal));
  j.key("label").text(proposal.label);
  finding(j, proposal.finding);
  j.key("cells").array();
  for (const Cell& c : r.cells) {
    j.object();
    j.key("party").text(c.party);
    j.key("stance").text(c.stance);
    j.key("disputed").boolean(c.disputed);
    j.key("history").array();
    for (const Stance& s : c.history) {
      j.object();
      j.key("stance").text(s.stance);
      support(j, s.chain, s.reports, s.origins, s.place);
      j.close();
    }
    j.close();
    j.close();
  }
  j.close();
  j.close();
}

void red_line(JsonWriter& j, const RedLine& r) {
  j.object();
  j.key("label").text(r.label);
  finding(j, r.finding);
  words(j, "holders", r.holders);
  words(j, "addressees", r.addressees);
  j.key("firmness").text(r.firmness);
  terms(j, r.terms);
  list(j, "forbids", r.forbids, act);
  list(j, "touched", r.touched, touch);
  support(j, r.chain, r.reports, r.origins, r.place);
  j.close();
}

void lever(JsonWriter& j, const Lever& l) {
  j.object();
  j.key("holder").text(l.holder);
  j.key("target").text(l.target);
  j.key("instrument").text(l.instrument);
  j.key("level").text(l.level);
  j.key("history").array();
  for (const LeverStep& s : l.history) {
    j.object();
    j.key("level").text(s.level);
    j.key("condition").text(s.condition);
    j.key("label").text(s.label);
    support(j, s.chain, s.reports, s.origins, s.place);
    j.close();
  }
  j.close();
  j.close();
}

void commitment(JsonWriter& j, const Commitment& c) {
  j.object();
  j.key("label").text(c.label);
  finding(j, c.finding);
  words(j, "holders", c.holders);
  list(j, "undertaken", c.undertaken, act);
  j.key("state").text(c.state);
  list(j, "kept_by", c.kept_by, touch);
  list(j, "broken_by", c.broken_by, touch);
  support(j, c.chain, c.reports, c.origins, c.place);
  j.close();
}

void matter(JsonWriter& j, const Matter& m) {
  j.object();
  list(j, "figures", m.figures, harm);
  list(j, "deeds", m.deeds, deed);
  j.close();
}

void judgement(JsonWriter& j, const Judgement& judged) {
  j.object();
  j.key("holder").text(judged.holder);
  j.key("subject").text(judged.subject);
  j.key("label").text(judged.label);
  finding(j, judged.finding);
  support(j, judged.chain, judged.reports, judged.origins, judged.place);
  j.close();
}

void dispute(JsonWriter& j, const Dispute& d) {
  j.object();
  j.key("kind").text(d.kind);
  j.key("label").text(d.label);
  finding(j, d.finding);
  words(j, "reasons", d.reasons);
  j.key("sides").array();
  for (const Side& s : d.sides) {
    j.object();
    j.key("says").text(s.says);
    support(j, s.chain, s.reports, s.origins, s.place);
    j.close();
  }
  j.close();
  j.close();
}

}  // namespace detente::board::json
