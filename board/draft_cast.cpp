// Who plays: names of reports rolled up into those who act.
#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "brief_checks.hpp"
#include "brief_words.hpp"
#include "detente/text/utf8.hpp"
#include "draft_model.hpp"

namespace detente::board::draft {

namespace {

// Sectors in which a party acts for its country.
bool acts_for_country(const std::string& sector) {
  static constexpr std::array<std::string_view, 6> kOfState{"", "GOV", "MIL", "SPY", "LEG", "JUD"};
  return std::find(kOfState.begin(), kOfState.end(), sector) != kOfState.end();
}

bool is_of(const std::string& kind, PartyKind what) { return kind == name(what); }

}  // namespace

std::string item(const Place& place) { return place.report + ":" + place.item; }

std::string clean(std::string_view name) {
  std::string out;
  const std::string shown = shown_words(name);
  for (const char c : shown) {
    const bool is_joint = c == '/' || c == '>' || c == '"' || c == '\\' || c == '\'' || c == '(' || c == ')';
    out += is_joint ? ' ' : c;
  }
  constexpr std::size_t kLongest = 60;
  if (out.size() > kLongest) {
    out.resize(kLongest);
    while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xC0U) == 0x80U) {
      out.pop_back();
    }
    if (!out.empty() && static_cast<unsigned char>(out.back()) >= 0xC0U) {
      out.pop_back();
    }
    const std::size_t space = out.rfind(' ');
    out.resize(space == std::string::npos ? out.size() : space);
  }
  return shown_words(out);
}

Cast::Cast(const Board& board, std::size_t most) {
  keys(board);
  const auto key = [&](const std::string& name) {
    const auto at = key_of_.find(text::lower(name));
    return at == key_of_.end() ? std::string() : at->second;
  };
  std::map<std::pair<std::string, std::string>, Pair> pairs;
  for (const Tie& tie : board.ties) {
    const std::string a = key(tie.source);
    const std::string b = key(tie.target);
    if (a.empty() || b.empty() || a == b) {
      continue;
    }
    Pair& pair = pairs[{a, b}];
    // Where claims are linked, an act that five reports tell of is one act.
    const double once = tie.findings > 0 && tie.events > tie.findings
                            ? static_cast<double>(tie.findings) / static_cast<double>(tie.events)
                            : 1;
    (tie.goldstein > 0 ? pair.cooperation : pair.conflict) += tie.goldstein * once;
    const std::int64_t told = tie.by_status[0];
    const std::int64_t done = told > 0 ? std::max<std::int64_t>(1, std::llround(static_cast<double>(told) * once)) : 0;
    const bool is_force = tie.type == name(EventType::ASSAULT);
    const bool is_help = tie.type == name(EventType::AID) || tie.type == name(EventType::COOPERATE) ||
                         tie.type == name(EventType::SUPPORT);
    pair.force += is_force ? done : 0;
    pair.aid += is_help ? done : 0;
    for (const Place& place : tie.examples) {
      if (done > 0) {
        pair.items.insert(item(place));
        if (is_force) {
          pair.force_items.insert(item(place));
        }
      }
    }
  }
  // Who fights comes first, then who deals with those, each by how often it is named.
  std::map<std::string, int> rank;
  for (const auto& [ends, pair] : pairs) {
    const int weight = pair.force > 0 ? 2 : pair.cooperation + pair.conflict != 0 ? 1 : 0;
    for (const std::string& end : {ends.first, ends.second}) {
      rank[end] = std::max(rank[end], weight);
    }
  }
  const auto deals = [&](const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      if (!key(name).empty()) {
        rank[key(name)] = std::max(rank[key(name)], 2);
      }
    }
  };
  for (const Proposal& proposal : board.proposals) {
    deals(proposal.sponsors);
    deals(proposal.addressees);
  }
  for (const Lever& lever : board.levers) {
    deals({lever.holder, lever.target});
  }
  for (const RedLine& line : board.red_lines) {
    deals(line.holders);
    deals(line.addressees);
  }
  std::vector<std::pair<int, std::string>> order;
  for (const auto& [k, actor] : by_key_) {
    order.emplace_back(rank.contains(k) ? rank[k] : 0, k);
  }
  std::stable_sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
    const std::int64_t na = by_key_.at(a.second).mentions;
    const std::int64_t nb = by_key_.at(b.second).mentions;
    return a.first != b.first ? a.first > b.first : na != nb ? na > nb : a.second < b.second;
  });
  std::set<std::string> names;
  for (const auto& [weight, k] : order) {
    // Two who do nothing are taken only where there is nobody else.
    if (actors_.size() < most && (weight > 0 || actors_.size() < 2)) {
      Actor actor = by_key_.at(k);
      while (!names.insert(actor.name).second) {
        actor.name += " (2)";
      }
      by_key_.at(k).name = actor.name;
      chosen_.insert(k);
      actors_.push_back(std::move(actor));
    }
  }
  for (auto& [ends, pair] : pairs) {
    if (chosen_.contains(ends.first) && chosen_.contains(ends.second)) {
      pairs_[{by_key_.at(ends.first).name, by_key_.at(ends.second).name}] = std::move(pair);
    }
  }
}

// An armed group by its own name; its leaders and fighters under the group that is named most.
std::string Cast::group_of(const Board& board, const BoardParty& party) const {
  const BoardParty* best = nullptr;
  for (const BoardParty& other : board.parties) {
    const bool is_group = is_of(other.kind, PartyKind::armed_group) && !other.name.empty() &&
                          std::isupper(static_cast<unsigned char>(other.name.front())) != 0;
    if (!is_group) {
      continue;
    }
    if (party.name.size() > other.name.size() && party.name.starts_with(other.name + " ")) {
      return other.name;
    }
    if (other.code == party.code && (best == nullptr || other.mentions > best->mentions)) {
      best = &other;
    }
  }
  const bool is_named = is_of(party.kind, PartyKind::armed_group) && !party.name.empty() &&
                        std::isupper(static_cast<unsigned char>(party.name.front())) != 0;
  return is_named || best == nullptr ? party.name : best->name;
}

void Cast::keys(const Board& board) {
  std::map<std::string, std::int64_t> named_most;
  for (const BoardParty& party : board.parties) {
    const bool is_kind = is_of(party.kind, PartyKind::state) || is_of(party.kind, PartyKind::government) ||
                         is_of(party.kind, PartyKind::person) || is_of(party.kind, PartyKind::population);
    std::string key;
    std::string kind = "state";
    std::string called = party.name;
    if (is_of(party.kind, PartyKind::armed_group) || party.sector == "REB") {
      called = group_of(board, party);
      key = "group " + text::lower(called);
      kind = "armed group";
    } else if (is_kind && party.code.size() == 3 && party.code != "IGO" && party.code != "NGO" &&
               (acts_for_country(party.sector) || is_of(party.kind, PartyKind::population))) {
      key = "state " + party.code;
    } else if (is_of(party.kind, PartyKind::organisation) && !party.code.empty() && party.sector != "NGO") {
      key = "organisation " + text::lower(party.name);
      kind = "organisation";
    }
    if (key.empty() || clean(called).empty() || briefing::is_thing(called)) {
      continue;
    }
    key_of_.try_emplace(text::lower(party.name), key);
    Actor& actor = by_key_[key];
    // A country is called by its own name where a report names it, else as what of it is named most.
    const std::int64_t weight = party.mentions + (is_of(party.kind, PartyKind::state) ? 1000000000 : 0);
    if (actor.name.empty() || weight > named_most[key]) {
      named_most[key] = weight;
      actor.name = clean(called);
      actor.kind = kind;
    }
    actor.mentions += party.mentions;
  }
}

std::optional<std::string> Cast::actor(const std::string& name) const {
  const auto key = key_of_.find(text::lower(name));
  if (key == key_of_.end() || !chosen_.contains(key->second)) {
    return std::nullopt;
  }
  return by_key_.at(key->second).name;
}

}  // namespace detente::board::draft
