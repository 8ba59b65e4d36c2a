#include "figures_when.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>

#include "events.hpp"
#include "statements_syntax.hpp"

namespace detente::reading {

namespace {

bool is_verb(const Analysis& a, std::uint32_t i) { return a.pos[i] == Pos::VERB || a.pos[i] == Pos::AUX; }

// Verbs whose number is a running total: "the toll rose to 31 on Friday".
bool runs_on(std::string_view lemma) {
  static constexpr std::array<std::string_view, 10> kVerbs{"rise", "climb", "reach",  "stand", "jump",
                                                           "grow", "raise", "revise", "total", "exceed"};
  return std::find(kVerbs.begin(), kVerbs.end(), lemma) != kVerbs.end();
}

bool is_time(const Analysis& a, std::uint32_t t) {
  if (a.entity_of[t] >= 0) {
    const EntityType type = a.entities[static_cast<std::size_t>(a.entity_of[t])].type;
    return type == EntityType::DATE || type == EntityType::TIME;
  }
  return false;
}

class TimeReader {
 public:
  TimeReader(Context& c, Figure& f) : c_(c), a_(c.a), f_(f) {}

  // Phrases of time below a verb or noun, apart from those in clauses of their own.
  void look(std::uint32_t at) {
    const bool total = runs_on(a_.lemma[at]);
    for (const std::uint32_t k : a_.children(at)) {
      const std::string_view w = a_.lower[k];
      if (w == "since" || (a_.dep[k] == Dep::advcl && a_.lower[a_.left_edge[k]] == "since")) {
        since(k);
      } else if (a_.dep[k] == Dep::prep && w == "as") {
        if (const auto of = child(a_, k, Dep::prep)) {
          take(f_.as_of, *of);
        }
      } else if (a_.dep[k] == Dep::prep && (w == "by" || w == "until")) {
        take(f_.as_of, k);
      } else if (a_.dep[k] == Dep::prep && (w == "on" || w == "in" || w == "during" || w == "over" || w == "late")) {
        take(total ? f_.as_of : f_.period, k);
      } else if ((a_.dep[k] == Dep::npadvmod || a_.dep[k] == Dep::nmod) && (is_time(a_, k))) {
        set(total ? f_.as_of : f_.period, k);
      }
    }
  }

 private:
  void set(std::optional<DateRef>& field, std::uint32_t noun) {
    if (field) {
      return;
    }
    if (auto date = date_at(c_, noun, false)) {
      field = std::move(date);
    }
  }

  void take(std::optional<DateRef>& field, std::uint32_t prep) {
    const auto noun = child(a_, prep, Dep::pobj);
    if (noun && is_time(a_, *noun)) {
      set(field, *noun);
    }
  }

  // "since October 7", "since the war began": from that day on.
  void since(std::uint32_t k) {
    if (f_.period && f_.period->value.ends_with("/..")) {
      return;
    }
    const TokenRange words = trim(a_, subtree(a_, k));
    constexpr std::uint32_t kLongest = 16;  // tokens
    if (words.size() < 2 || words.size() > kLongest) {
      return;
    }
    for (std::uint32_t t = words.begin; t < words.end; ++t) {
      if (!is_time(a_, t)) {
        continue;
      }
      if (auto date = date_at(c_, t, false)) {
        date->value += "/..";
        f_.period = std::move(date);
        return;
      }
    }
    const Span span = a_.span(words);
    f_.period = DateRef{"", "", span};
    c_.out.abstained.push_back({"figure.period", span, "no date is named for when it began"});
  }

  Context& c_;
  const Analysis& a_;
  Figure& f_;
};

}  // namespace

void place_and_time(Context& c, std::uint32_t top, Figure& f) {
  if (f.measure == "duration" || f.unit == "percent") {
    return;
  }
  const Analysis& a = c.a;
  TimeReader time(c, f);
  f.place = place_of_act(c, top);
  // Up through nouns, prepositions and the verb, to the end of the clause.
  std::uint32_t at = top;
  constexpr int kMostSteps = 8;
  int verbs = 0;
  for (int step = 0; step < kMostSteps; ++step) {
    time.look(at);
    if (is_verb(a, at)) {
      ++verbs;
      if (!f.place) {
        f.place = place_of_act(c, at);
      }
      const bool joined =
          a.dep[at] == Dep::xcomp || a.dep[at] == Dep::acl || a.dep[at] == Dep::aux || a.dep[at] == Dep::advcl;
      if (!joined || verbs > 1) {
        break;
      }
    }
    if (a.head[at] == at || a.dep[at] == Dep::relcl) {
      break;
    }
    at = a.head[at];
  }
  for (const std::uint32_t k : a.children(top)) {  // "43,000 people killed since October 7"
    if (a.dep[k] == Dep::acl) {
      time.look(k);
    }
  }
}

}  // namespace detente::reading
