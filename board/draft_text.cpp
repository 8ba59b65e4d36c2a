// The draft as TOML.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "brief_words.hpp"
#include "draft_model.hpp"

namespace detente::board::draft {

namespace {

// A basic string of TOML 1.0: what comes from reports is on one line, and control characters are written out before.
std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : shown_words(text)) {
    if (c == '"' || c == '\\') {
      out += '\\';
    }
    out += c;
  }
  return out + "\"";
}

std::string list(const std::vector<std::string>& all) {
  std::string out = "[";
  for (std::size_t i = 0; i < all.size(); ++i) {
    out += (i > 0 ? ", " : "") + in_quotes(all[i]);
  }
  return out + "]";
}

std::string number(double value) { return fmt::format("{}", value); }

std::string with_origin(const Number& n) {
  const std::string origin =
      n.evidence.empty() ? "assumed = " + in_quotes(n.assumed) : "evidence = " + list(n.evidence);
  return fmt::format("{{ value = {}, {} }}", number(n.value), origin);
}

class Writer {
 public:
  void line(std::string_view text) {
    out_ += text;
    out_ += '\n';
  }
  void comment(std::string_view text) { line(fmt::format("# {}", shown_words(text))); }
  void row(std::string_view section) { line(fmt::format("\n[[{}]]", section)); }
  void text(std::string_view key, std::string_view value) { line(fmt::format("{} = {}", key, in_quotes(value))); }
  void names(std::string_view key, const std::vector<std::string>& all) {
    if (!all.empty()) {
      line(fmt::format("{} = {}", key, list(all)));
    }
  }
  void value(std::string_view key, const Number& n) { line(fmt::format("{} = {}", key, with_origin(n))); }
  void guess(std::string_view key, double value) { line(fmt::format("{} = {}", key, number(value))); }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

bool is_at_war(const Model& model, const std::string& party) {
  return std::any_of(model.fronts.begin(), model.fronts.end(),
                     [&](const DraftFront& f) { return f.attacker == party || f.defender == party; });
}

void parties(Writer& w, const Model& model) {
  for (const Actor& actor : model.actors) {
    w.row("party");
    w.text("name", actor.name);
    w.text("kind", actor.kind);
    if (is_at_war(model, actor.name)) {
      w.text("assumed", "no report measures strength or resolve: all who fight are given the same");
      w.guess("capability", 1);
      w.guess("resolve", 1);
      w.guess("rationality", 3);
      w.guess("war_cost", 0.5);
      w.guess("patience", 0.98);
      w.guess("weariness", 0.5);
    }
  }
  for (const DraftTie& tie : model.ties) {
    w.row("tie");
    w.text("from", tie.from);
    w.text("to", tie.to);
    w.text("kind", tie.kind);
    w.value("weight", tie.weight);
  }
}

void fronts(Writer& w, const Model& model) {
  for (const DraftPlace& place : model.places) {
    w.row("place");
    w.text("name", place.name);
    w.text("party", place.party);
    w.value("people", place.people);
    w.value("displaced", place.displaced);
  }
  for (const DraftFront& front : model.fronts) {
    w.row("front");
    w.text("name", front.name);
    w.text("attacker", front.attacker);
    w.text("defender", front.defender);
    w.text("place", front.place);
    w.text("assumed", "no report measures what there is to win");
    w.guess("stake", 1);
    w.guess("posture", 1);
    w.guess("review", 14);
    w.row("front.act");
    w.text("name", "acts of force");
    w.value("rate", front.rate);
    w.value("harm", front.harm);
    w.text("assumed", "no report tells how acts follow posture, or how uneven their harm is");
    w.guess("full", 2);
    w.guess("zero", 0.5);
    w.guess("dispersion", 0.5);
    w.guess("losses", 0.001);
  }
  // Where two fight each other, an act may bring an act.
  for (const DraftFront& a : model.fronts) {
    for (const DraftFront& b : model.fronts) {
      if (a.attacker == b.defender && a.defender == b.attacker) {
        w.row("excitement");
        w.text("from", a.name + " / acts of force");
        w.text("to", b.name + " / acts of force");
        w.text("assumed",
               "that acts bring acts; how many is not told, and `detente fit` can find it from dated events");
        w.guess("gain", 0.1);
        w.guess("decay", 0.5);
      }
    }
  }
}

void proposals(Writer& w, const Model& model) {
  for (const DraftProposal& p : model.proposals) {
    w.row("issue");
    w.text("name", p.issue);
    w.line("points = { \"as it is\" = 0, \"as proposed\" = 100 }");
    for (const DraftStance& stance : p.stances) {
      w.row("stance");
      w.text("party", stance.party);
      w.text("issue", p.issue);
      w.value("position", stance.position);
      w.text("assumed", "how much it cares is not told");
      w.guess("salience", 1);
    }
    w.row("proposal");
    w.comment(fmt::format("told at {}{}{}", p.source, p.note.empty() ? "" : "; ", p.note));
    w.text("name", p.name);
    w.names("sponsors", p.sponsors);
    w.names("addressees", p.addressees);
    w.names("fronts", p.fronts);
    w.line(fmt::format("terms = {{ {} = 60 }}", in_quotes(p.issue)));
    if (p.tabled) {
      w.value("tabled", *p.tabled);
    }
    if (p.duration) {
      w.value("duration", *p.duration);
    }
    w.text("assumed", "no report tells how soon the sides decide, or how well a truce would hold");
    w.guess("pace", 0.1);
    w.guess("revive", 0.02);
    w.guess("hazard", 0.02);
  }
  std::vector<std::string> mediators;
  for (const DraftProposal& p : model.proposals) {
    for (const std::string& sponsor : p.sponsors) {
      if (std::find(mediators.begin(), mediators.end(), sponsor) != mediators.end()) {
        continue;
      }
      mediators.push_back(sponsor);
      std::vector<std::string> works_for;
      std::vector<std::string> sides;
      for (const DraftProposal& other : model.proposals) {
        if (std::find(other.sponsors.begin(), other.sponsors.end(), sponsor) != other.sponsors.end()) {
          works_for.push_back(other.name);
          for (const std::string& side : other.addressees) {
            if (std::find(sides.begin(), sides.end(), side) == sides.end()) {
              sides.push_back(side);
            }
          }
        }
      }
      w.row("mediator");
      w.text("party", sponsor);
      w.names("proposals", works_for);
      std::string trust;
      for (const std::string& side : sides) {
        trust += fmt::format("{}{} = 0.5", trust.empty() ? "" : ", ", in_quotes(side));
      }
      w.line(fmt::format("trust = {{ {} }}", trust));
      w.text("assumed", "no report measures the trust of the sides, or the effort");
      w.guess("effort", 1);
      w.guess("discouragement", 0.2);
      w.guess("recovery", 0.01);
    }
  }
  for (const DraftHostages& h : model.hostages) {
    w.row("hostages");
    w.text("name", h.name);
    w.text("holder", h.holder);
    w.text("of", h.of);
    w.text("proposal", h.proposal);
    w.value("people", h.people);
    w.text("assumed", "no report tells how fast they would be freed, or what that is worth to their side");
    w.guess("release", 1);
    w.guess("value", 0.3);
  }
}

void levers(Writer& w, const Model& model) {
  for (const DraftLever& lever : model.levers) {
    w.row("lever");
    w.comment(fmt::format("told at {}{}{}", lever.source, lever.note.empty() ? "" : "; ", lever.note));
    w.text("name", lever.name);
    w.text("holder", lever.holder);
    w.text("target", lever.target);
    if (!lever.instrument.empty()) {
      w.text("instrument", lever.instrument);
    }
    w.value("level", lever.level);
    w.text("assumed", "no report tells what it is worth to the target, or what cutting it costs the holder");
    w.guess("capability", 0.1);
    w.guess("value", 0.3);
    w.guess("cost", 0.3);
  }
  for (const DraftProposal& p : model.proposals) {
    if (!p.sponsors.empty()) {
      w.row("lever");
      w.text("name", "pressing " + p.name);
      w.text("holder", p.sponsors.front());
      w.text("target", p.name);
      w.text("instrument", "diplomacy");
      w.text("assumed", "no report measures how hard it is pressed");
      w.guess("level", 0.3);
      w.guess("mediation", 1);
    }
  }
  for (const DraftLine& red : model.lines) {
    w.row("red_line");
    w.comment(fmt::format("told at {}{}{}", red.source, red.note.empty() ? "" : "; ", red.note));
    w.text("name", red.name);
    w.text("holder", red.holder);
    w.text("addressee", red.addressee);
    w.names("fronts", red.fronts);
    w.names("levers", red.levers);
    w.value("firmness", red.firmness);
    w.text("assumed", "no report tells what crossing it would bring");
    w.guess("ambiguity", 0.3);
    w.guess("wear", 0.2);
    w.guess("penalty", 0.2);
  }
}

void policies(Writer& w, const Model& model) {
  w.row("policy");
  w.text("name", "as is");
  w.text("note", "Levers stay where the reports leave them.");
  for (const DraftLever& lever : model.levers) {
    w.row("policy");
    w.text("name", "withhold, " + lever.name);
    w.line("[[policy.rule]]");
    w.line(fmt::format("set = {{ {} = 0 }}", in_quotes(lever.name)));
  }
  for (const DraftProposal& p : model.proposals) {
    if (!p.sponsors.empty()) {
      w.row("policy");
      w.text("name", "press " + p.name);
      w.line("[[policy.rule]]");
      w.line(fmt::format("set = {{ {} = 1 }}", in_quotes("pressing " + p.name)));
    }
  }
}

}  // namespace

std::string written(const Board& board, const Model& model, const DraftOptions& options) {
  Writer w;
  w.comment(
      "Drafted from a record of reports. Every number names the items that it was made from (`detente show ITEM`)");
  w.comment("and the formula, or says that it is assumed. What is assumed is a place to think, not a finding.");
  for (const std::string& what : model.left_out) {
    w.comment("Left out: " + what);
  }
  if (model.not_listed > 0) {
    w.comment(fmt::format("Left out: {} more", model.not_listed));
  }
  w.line("\n[crisis]");
  w.text("name", "Draft from " + briefing::plural(board.reports, "report", "reports"));
  w.text("note", fmt::format("The start is {}.", model.start_note));
  w.text("start", model.start);
  w.line(fmt::format("days = {}", options.days));
  parties(w, model);
  fronts(w, model);
  proposals(w, model);
  levers(w, model);
  policies(w, model);
  return w.take();
}

}  // namespace detente::board::draft
