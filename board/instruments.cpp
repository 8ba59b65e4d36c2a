#include "instruments.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace detente::board {

namespace {

using record::Table;

class Instruments : public Part {
 public:
  Result<void> choose(Frame& frame) override {
    if (auto loaded = load(frame); !loaded) {
      return loaded;
    }
    if (auto loaded = load_details(frame); !loaded) {
      return loaded;
    }
    return lines_.choose(frame, tools_, acts_);
  }

  void build(const Frame& frame, Board& board) override {
    build_items(frame, board);
    build_proposals(frame, tools_, acts_, board);
    lines_.build(frame, tools_, acts_, board);
    build_levers(frame, tools_, board);
    build_judgements(frame, tools_, board);
  }

 private:
  // The newest of each kind.
  Result<void> load(Frame& frame) {
    const std::string wanted =
        frame.one_party() ? "WHERE EXISTS (SELECT 1 FROM instrument_parties x JOIN board_party p ON p.reading = "
                            "x.reading AND p.n = x.party JOIN board_wanted USING (who) WHERE x.reading = i.reading AND "
                            "x.instrument = i.n)"
                          : "";
    const std::string newest = frame.options().most > 0 ? fmt::format(
                                                              "QUALIFY row_number() OVER (PARTITION BY i.kind ORDER BY "
                                                              "r.dated DESC, r.date DESC, r.reading, i.n) <= {}",
                                                              frame.options().most)
                                                        : "";
    auto made = frame.run(
        fmt::format("CREATE OR REPLACE TEMP TABLE board_tool AS SELECT i.reading, i.n, i.kind, i.label, "
                    "i.state, c.thing, c.origin, "
                    "r.date, r.dated, r.report FROM instruments i JOIN board_claim c ON c.kind = 'instrument' "
                    "AND c.reading = i.reading "
                    "AND c.n = i.n JOIN board_report r ON r.reading = i.reading {} {}",
                    wanted, newest));
    if (!made) {
      return made;
    }
    const auto rows = frame.ask(
        "SELECT reading, n, kind, label, state, thing, origin FROM board_tool ORDER BY dated, date, report, n");
    if (!rows) {
      return rows.error();
    }
    for (std::size_t i = 0; i < rows->rows.size(); ++i) {
      Tool tool;
      tool.ref = {'i', rows->integer(i, 0), rows->integer(i, 1)};
      tool.kind = rows->text(i, 2);
      tool.label = rows->text(i, 3);
      tool.state = rows->text(i, 4);
      tool.thing = rows->integer(i, 5);
      tool.origin = rows->integer(i, 6);
      at_[tool.ref] = tools_.size();
      frame.want(tool.ref);
      tools_.push_back(std::move(tool));
    }
    const auto all = frame.ask(
        "SELECT i.kind, count(*) FROM board_claim c JOIN instruments i ON i.reading = c.reading AND i.n = c.n WHERE "
        "c.kind = 'instrument' GROUP BY i.kind ORDER BY i.kind");
    if (!all) {
      return all.error();
    }
    for (std::size_t i = 0; !frame.one_party() && i < all->rows.size(); ++i) {
      frame.left_out(all->text(i, 0), all->integer(i, 1));
    }
    return {};
  }

  Tool* tool(const Table& rows, std::size_t row) {
    const auto at = at_.find({'i', rows.integer(row, 0), rows.integer(row, 1)});
    return at == at_.end() ? nullptr : &tools_[at->second];
  }

  Result<void> load_details(Frame& frame) {
    const auto parties = frame.ask(
        "SELECT x.reading, x.instrument, x.role, p.who FROM instrument_parties x JOIN board_tool t ON t.reading = "
        "x.reading AND t.n = x.instrument JOIN board_party p ON p.reading = x.reading AND p.n = x.party ORDER BY "
        "x.reading, x.instrument, x.role, x.n");
    const auto terms = frame.ask(
        "SELECT x.reading, x.instrument, x.key, x.value FROM instrument_terms x JOIN board_tool t ON t.reading = "
        "x.reading AND t.n = x.instrument ORDER BY x.reading, x.instrument, x.n");
    // An act stands in an instrument if its verb is among the instrument's words.
    const auto acts = frame.ask(
        "SELECT t.reading, t.n, e.type, e.status, e.country, e.s_who, e.t_who FROM board_tool t JOIN instrument_spans "
        "x "
        "ON x.reading = t.reading AND x.instrument = t.n JOIN events v ON v.reading = t.reading AND v.trigger_begin >= "
        "x.span_begin AND v.trigger_end <= x.span_end JOIN board_pair e ON e.reading = v.reading AND e.n = v.n WHERE "
        "t.kind IN ('red_line', 'commitment', 'proposal') ORDER BY t.reading, t.n, v.n, e.s_who, e.t_who");
    for (const auto* result : {&parties, &terms, &acts}) {
      if (!*result) {
        return result->error();
      }
    }
    for (std::size_t i = 0; i < parties->rows.size(); ++i) {
      if (Tool* of = tool(*parties, i)) {
        of->roles[parties->text(i, 2)].push_back(parties->integer(i, 3));
      }
    }
    for (std::size_t i = 0; i < terms->rows.size(); ++i) {
      if (Tool* of = tool(*terms, i)) {
        of->terms.push_back({terms->text(i, 2), terms->text(i, 3)});
      }
    }
    for (std::size_t i = 0; i < acts->rows.size(); ++i) {
      acts_[{'i', acts->integer(i, 0), acts->integer(i, 1)}].push_back(
          {acts->text(i, 2), acts->text(i, 3), acts->text(i, 4), acts->integer(i, 5), acts->integer(i, 6)});
    }
    return {};
  }

  // Every instrument as a line of its own, the newest first.
  void build_items(const Frame& frame, Board& board) const {
    for (auto tool = tools_.rbegin(); tool != tools_.rend(); ++tool) {
      if (tool->kind == name(InstrumentKind::proposal)) {
        continue;
      }
      Item item;
      item.kind = tool->kind;
      item.label = tool->label;
      item.state = tool->state;
      item.terms = tool->terms;
      item.place = frame.place(tool->ref);
      item.chain = frame.chain(tool->ref);
      item.finding = std::max<std::int64_t>(tool->thing, 0);
      for (const auto& [role, parties] : tool->roles) {
        item.roles.push_back({role, names_of(frame, parties)});
      }
      board.items.push_back(std::move(item));
    }
  }

  std::vector<Tool> tools_;  // by day
  std::map<Ref, std::size_t> at_;
  SpokenActs acts_;
  Lines lines_;
};

std::string by_label(const Tool& tool) {
  std::string key = tool.label;
  for (const auto& [role, parties] : tool.roles) {
    key += '\t' + role;
    for (const std::int64_t party : parties) {
      key += fmt::format(",{}", party);
    }
  }
  return key;
}

}  // namespace

const std::vector<std::int64_t>& Tool::parties(const std::string& role) const {
  static const std::vector<std::int64_t> kNone;
  const auto at = roles.find(role);
  return at == roles.end() ? kNone : at->second;
}

std::string Tool::term(std::string_view key) const {
  const auto at = std::find_if(terms.begin(), terms.end(), [&](const Term& t) { return t.key == key; });
  return at == terms.end() ? std::string() : at->value;
}

std::string told_on(const Place& place) { return place.dated ? place.day : std::string(); }

std::vector<std::string> names_of(const Frame& frame, const std::vector<std::int64_t>& parties) {
  std::vector<std::string> out;
  for (const std::int64_t party : parties) {
    out.push_back(frame.party(party));
  }
  return out;
}

void add_names(std::vector<std::string>& into, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (std::find(into.begin(), into.end(), name) == into.end()) {
      into.push_back(name);
    }
  }
}

std::vector<Bundle> bundle(const std::vector<Tool>& tools, std::string_view kind, const Frame& frame,
                           std::string (*apart)(const Tool&)) {
  std::vector<Bundle> out;
  std::map<std::string, std::size_t> at;
  for (const Tool& tool : tools) {
    if (tool.kind != kind) {
      continue;
    }
    const std::string key =
        tool.thing > 0 ? fmt::format("\n{}", tool.thing) : (apart != nullptr ? apart : by_label)(tool);
    const auto [found, is_new] = at.try_emplace(key, out.size());
    if (is_new) {
      out.emplace_back();
    }
    Bundle& into = out[found->second];
    into.tools.push_back(&tool);
    into.origins.insert(tool.origin);
    into.reports.insert(frame.place(tool.ref).report);
  }
  return out;
}

void build_levers(const Frame& frame, const std::vector<Tool>& tools, Board& board) {
  std::map<std::string, std::size_t> at;
  std::map<std::pair<std::size_t, std::string>, std::pair<std::size_t, std::set<std::int64_t>>> steps;
  for (const Tool& tool : tools) {
    if (tool.kind != name(InstrumentKind::lever)) {
      continue;
    }
    const auto holders = names_of(frame, tool.parties("holder"));
    const auto targets = names_of(frame, tool.parties("target"));
    const std::string holder = fmt::format("{}", fmt::join(holders, ", "));
    const std::string target = fmt::format("{}", fmt::join(targets, ", "));
    const std::string good = tool.term("instrument");
    // Nobody's lever is told apart by its words alone.
    const std::string key =
        fmt::format("{}\t{}\t{}\t{}", holder, target, good, holder.empty() ? tool.label : std::string());
    const auto [lever, is_new] = at.try_emplace(key, board.levers.size());
    if (is_new) {
      board.levers.push_back({holder, target, good, "", {}});
    }
    Lever& into = board.levers[lever->second];
    LeverStep step;
    step.level = tool.term("direction");
    step.condition = tool.term("condition");
    step.label = tool.label;
    step.place = frame.place(tool.ref);
    step.chain = frame.chain(tool.ref);
    // The same step of the same day is told once more, not taken once more.
    const auto [old, is_new_step] =
        steps.try_emplace({lever->second, step.level + '\t' + step.condition + '\t' + step.place.day},
                          into.history.size(), std::set<std::int64_t>{tool.origin});
    if (is_new_step) {
      into.level = step.level;
      into.history.push_back(std::move(step));
    } else {
      LeverStep& same = into.history[old->second.first];
      old->second.second.insert(tool.origin);
      same.origins = static_cast<std::int64_t>(old->second.second.size());
      same.reports += same.place.report != step.place.report ? 1 : 0;
    }
  }
  std::stable_sort(board.levers.begin(), board.levers.end(), [](const Lever& a, const Lever& b) {
    return told_on(a.history.back().place) > told_on(b.history.back().place);
  });
}

void build_judgements(const Frame& frame, const std::vector<Tool>& tools, Board& board) {
  for (const Bundle& one : bundle(tools, name(InstrumentKind::assessment), frame, nullptr)) {
    const Tool& tool = one.first();
    Judgement out;
    out.holder = fmt::format("{}", fmt::join(names_of(frame, tool.parties("holder")), ", "));
    out.subject = fmt::format("{}", fmt::join(names_of(frame, tool.parties("subject")), ", "));
    out.label = tool.label;
    out.place = frame.place(tool.ref);
    out.chain = frame.chain(tool.ref);
    out.reports = static_cast<std::int64_t>(one.reports.size());
    out.origins = static_cast<std::int64_t>(one.origins.size());
    out.finding = one.finding();
    board.judgements.push_back(std::move(out));
  }
  // The subject that was judged last comes first, and of each the newest judgement; those without a subject come last.
  std::map<std::string, std::string> latest;
  for (const Judgement& judged : board.judgements) {
    std::string& day = latest[judged.subject];
    day = std::max(day, told_on(judged.place));
  }
  std::stable_sort(board.judgements.begin(), board.judgements.end(), [&](const Judgement& a, const Judgement& b) {
    if (a.subject != b.subject) {
      const std::string& of_a = latest[a.subject];
      const std::string& of_b = latest[b.subject];
      return a.subject.empty() != b.subject.empty() ? b.subject.empty()
             : of_a != of_b                         ? of_a > of_b
                                                    : a.subject < b.subject;
    }
    return told_on(a.place) > told_on(b.place);
  });
}

std::unique_ptr<Part> make_instruments_part() { return std::make_unique<Instruments>(); }

}  // namespace detente::board
