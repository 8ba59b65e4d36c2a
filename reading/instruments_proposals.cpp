// Plans put to parties: what they are called, who put them there, how long they are to last, and how they fare.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "instruments_reader.hpp"

namespace detente::reading {

namespace {

using namespace knowledge;  // the names of the word classes

constexpr std::size_t kMemory = 64;  // plans that a mention may go back to; reports have a handful

struct Life {
  std::uint32_t classes;
  std::string_view state;
};
// In the order in which a verb of several classes is read.
constexpr Life kLives[] = {{kReject, "rejected"}, {kLapse, "lapsed"},   {kRevive, "revived"},
                           {kAccept, "accepted"}, {kPropose, "tabled"}, {kFloat, "floated"}};

class ProposalReader {
 public:
  explicit ProposalReader(InstrumentTools& t) : t_(t), a_(t.analysis()), c_(t.context()) {}

  void read() {
    for (std::uint32_t i = 0; i < a_.size(); ++i) {
      if (a_.pos[i] == Pos::NOUN || a_.pos[i] == Pos::PROPN) {
        read_noun(i);
      } else if (a_.pos[i] == Pos::VERB) {
        read_verb(i);
      }
    }
  }

 private:
  // A mention of a plan: its phrase, and what sets it apart from other plans.
  void read_noun(std::uint32_t n) {
    const bool plan = t_.is(n, kPlan);
    const bool truce = t_.is(n, kTruce);
    if ((!plan && !truce) || a_.dep[n] == Dep::compound) {
      return;
    }
    if (a_.lemma[n] == "corridor" && n > 0 && a_.pos[n - 1] == Pos::PROPN) {
      return;  // "the Philadelphi corridor" is a place
    }
    const bool about_peace = truce || is_about_peace(n);
    const std::string_view lemma = a_.lemma[n];
    const bool proposal =
        lemma == "proposal" || lemma == "initiative" || lemma == "draft" || lemma == "roadmap" || lemma == "blueprint";
    if (!about_peace && !proposal && lemma != "plan" && lemma != "deal" && lemma != "compromise") {
      return;
    }
    const auto verb = t_.governing_verb(n);
    const std::uint32_t verb_is = verb ? t_.verb_classes(*verb) : 0;
    const bool handled = (verb_is & (kPropose | kFloat | kAccept | kReject | kLapse | kRevive)) != 0 ||
                         !state_of_noun(a_.lemma[a_.head[a_.head[n]]]).empty();
    const bool distinct = has_duration(n) || has_sponsor(n) || proposed(n);
    if (!about_peace && !handled && !(proposal && has_sponsor(n))) {
      return;
    }
    if (!handled && !distinct && !known(n)) {
      return;
    }
    const auto no = child(a_, n, Dep::det);
    if (no && a_.lower[*no] == "no") {
      return;
    }
    // A truce that is agreed or holds is no proposal any more, unless it is told apart as one.
    if (truce && !known(n) && !proposed(n) && verb && (verb_is & (kPropose | kFloat | kReject)) == 0 &&
        (a_.lemma[*verb] == "agree" ? !has_duration(n) || preposition(a_, *verb, {"on"}).has_value()
                                    : !has_duration(n) && !has_sponsor(n))) {
      return;
    }
    const TokenRange words = phrase(n);
    const bool definite = is_definite(n);
    std::int32_t same = verb ? subject_plan(*verb, n) : -1;
    if (same < 0) {
      same = find_same(n, definite, distinct);
    }
    if (same < 0) {
      Instrument& fresh = t_.add(InstrumentKind::proposal, words, n, rule(n), handled ? 0.6F : 0.5F);
      same = static_cast<std::int32_t>(c_.out.instruments.size() - 1);
      keys_.push_back({static_cast<std::size_t>(same), std::string(lemma), duration(n), sponsor_party(n)});
      add_terms(fresh, n);
    } else {
      Instrument& old = c_.out.instruments[static_cast<std::size_t>(same)];
      t_.add_span(old, words);
      if (old.terms.empty() || old.terms.front().key != "duration") {
        if (const std::string length = duration(n); !length.empty()) {
          old.terms.insert(old.terms.begin(), {"duration", length});
        }
      }
    }
    Instrument& i = c_.out.instruments[static_cast<std::size_t>(same)];
    if (const auto owner = child(a_, n, Dep::poss)) {
      t_.add_party(i, "sponsors", *owner);
    }
    for (const Actor& actor : owners_of(c_, n)) {
      add_role(i, "sponsors", actor.party);
    }
    partners(i, n);
    if (verb) {
      live(i, *verb, verb_is);
    }
    live_by_noun(i, n);
  }

  // "Israel's rejection of the proposal"
  void live_by_noun(Instrument& i, std::uint32_t n) const {
    if (a_.dep[n] != Dep::pobj) {
      return;
    }
    const std::uint32_t act = a_.head[a_.head[n]];
    const std::string_view state = state_of_noun(a_.lemma[act]);
    if (state.empty()) {
      return;
    }
    i.state = state;
    i.state_by.clear();
    for (const Actor& owner : owners_of(c_, act)) {
      if (owner.party != kNone) {
        i.state_by.push_back(owner.party);
      }
    }
  }

  static std::string_view state_of_noun(std::string_view lemma) {
    if (lemma == "rejection" || lemma == "refusal") {
      return "rejected";
    }
    if (lemma == "acceptance" || lemma == "approval" || lemma == "endorsement") {
      return "accepted";
    }
    if (lemma == "collapse" || lemma == "failure" || lemma == "breakdown") {
      return "lapsed";
    }
    return lemma == "revival" || lemma == "resumption" ? "revived" : "";
  }

  // "proposed increasing spending", "advocated the creation of a force": the content is the plan.
  void read_verb(std::uint32_t v) {
    const std::string_view lemma = a_.lemma[v];
    if (lemma != "propose" && lemma != "advocate" && lemma != "table") {
      return;
    }
    const auto content = child_of(a_, v, {Dep::dobj, Dep::xcomp, Dep::ccomp});
    if (!content || *content < v || is_passive(a_, v)) {
      return;
    }
    TokenRange words = a_.dep[*content] == Dep::dobj ? phrase(*content) : t_.clause(*content);
    const auto subject = subject_of(a_, v);
    const bool personal = subject && (a_.lower[subject->head] == "i" || a_.lower[subject->head] == "we");
    if (personal || t_.overlaps_same_kind(InstrumentKind::proposal, words)) {
      return;
    }
    if (t_.is(*content, kPlan | kTruce) && a_.pos[*content] == Pos::NOUN) {
      return;  // read as a noun
    }
    Instrument& i = t_.add(InstrumentKind::proposal, words, v, "words/instruments.toml:" + std::string(lemma), 0.6F);
    t_.add_subject(i, "sponsors", v);
    i.state = "tabled";
    state_by(i, v);
  }

  // "A proposal advocated for a 21-day pause": the pause is what that proposal holds.
  std::int32_t subject_plan(std::uint32_t verb, std::uint32_t n) const {
    const auto subject = child(a_, verb, Dep::nsubj);
    if (!subject || *subject == n || !t_.is(*subject, kPlan)) {
      return -1;
    }
    const Span at = a_.span(*subject);
    const std::size_t last = c_.out.instruments.size();
    for (std::size_t k = last; k-- > 0 && last - k <= kMemory;) {
      const Instrument& i = c_.out.instruments[k];
      if (i.kind == InstrumentKind::proposal && contains(i.spans.back(), at)) {
        return static_cast<std::int32_t>(k);
      }
    }
    return -1;
  }

  struct Key {
    std::size_t instrument;
    std::string lemma;
    std::string duration;
    Index sponsor;
  };

  static std::string rule_name(std::string_view lemma) { return "words/instruments.toml:" + std::string(lemma); }
  std::string rule(std::uint32_t n) const { return rule_name(a_.lemma[n]); }

  bool is_about_peace(std::uint32_t n) const {
    for (std::uint32_t i = a_.left_edge[n]; i <= a_.right_edge[n] && i < n + 15; ++i) {
      const std::string_view w = a_.lemma[i];
      if (w == "peace" || w == "ceasefire" || w == "cease-fire" || w == "truce" || w == "hostage" || w == "war" ||
          w == "fighting" || w == "conflict" || w == "hostility" || w == "withdrawal" || w == "border" ||
          w == "disarmament" || w == "nuclear" || w == "security" || w == "minerals" || w == "mineral" ||
          w == "humanitarian" || w == "prisoner") {
        return true;
      }
    }
    return false;
  }

  bool is_definite(std::uint32_t n) const {
    const auto det = child(a_, n, Dep::det);
    return (det && (a_.lower[*det] == "the" || a_.lower[*det] == "this" || a_.lower[*det] == "that" ||
                    a_.lower[*det] == "such")) ||
           (!det && child(a_, n, Dep::poss).has_value());
  }

  std::string duration(std::uint32_t n) const {
    const Span words = a_.span(phrase(n));
    const auto& figures = c_.out.figures;  // in text order
    auto f = std::lower_bound(figures.begin(), figures.end(), words.begin,
                              [](const Figure& x, std::uint32_t at) { return x.span.end <= at; });
    for (; f != figures.end() && f->span.begin < words.end; ++f) {
      if (f->measure == "duration" && f->low) {
        return iso_duration(*f);
      }
    }
    return {};
  }
  bool has_duration(std::uint32_t n) const { return !duration(n).empty(); }

  // ISO 8601: a whole number of days, weeks, months or years, hours and less behind the T.
  static std::string iso_duration(const Figure& f) {
    if (!f.low || *f.low != std::floor(*f.low) || *f.low > 1e6) {
      return {};
    }
    const std::string count = std::to_string(static_cast<long long>(f.unit == "decades" ? *f.low * 10 : *f.low));
    if (f.unit == "days") {
      return "P" + count + "D";
    }
    if (f.unit == "weeks") {
      return "P" + count + "W";
    }
    if (f.unit == "months") {
      return "P" + count + "M";
    }
    if (f.unit == "years" || f.unit == "decades") {
      return "P" + count + "Y";
    }
    if (f.unit == "hours") {
      return "PT" + count + "H";
    }
    if (f.unit == "minutes") {
      return "PT" + count + "M";
    }
    return {};
  }

  // "a proposal, in collaboration with France": whoever made it, France stands behind it too.
  void partners(Instrument& i, std::uint32_t n) const {
    static constexpr std::array<std::string_view, 6> kTogether{"collaboration", "cooperation", "coordination",
                                                               "partnership",   "concert",     "conjunction"};
    for (const std::uint32_t in : a_.children(n)) {
      const auto together = a_.dep[in] == Dep::prep && a_.lower[in] == "in" ? child(a_, in, Dep::pobj) : std::nullopt;
      if (!together || std::find(kTogether.begin(), kTogether.end(), a_.lower[*together]) == kTogether.end()) {
        continue;
      }
      for (const std::uint32_t with : a_.children(*together)) {
        const auto partner = a_.lower[with] == "with" ? child(a_, with, Dep::pobj) : std::nullopt;
        if (partner) {
          t_.add_party(i, "sponsors", *partner);
        }
      }
    }
  }

  bool has_sponsor(std::uint32_t n) const { return sponsor_party(n) != kNone || child(a_, n, Dep::poss).has_value(); }

  Index sponsor_party(std::uint32_t n) const {
    const auto owners = owners_of(c_, n);
    return owners.empty() ? kNone : owners.front().party;
  }

  // "a U.S.-proposed ceasefire"
  bool proposed(std::uint32_t n) const {
    for (const std::uint32_t k : a_.children(n)) {
      if (a_.dep[k] == Dep::amod &&
          (a_.lower[k].ends_with("proposed") || a_.lower[k].ends_with("brokered") || a_.lower[k].ends_with("backed") ||
           a_.lower[k] == "interim" || a_.lower[k] == "immediate")) {
        return true;
      }
    }
    return false;
  }

  bool known(std::uint32_t n) const {
    const std::size_t from = keys_.size() > kMemory ? keys_.size() - kMemory : 0;
    return std::any_of(keys_.begin() + static_cast<std::ptrdiff_t>(from), keys_.end(),
                       [&](const Key& k) { return k.lemma == a_.lemma[n]; });
  }

  // An earlier plan that this mention goes back to: a definite phrase to the last of its name, one with the same length
  // or sponsor to that one.
  std::int32_t find_same(std::uint32_t n, bool definite, bool distinct) const {
    const std::string length = duration(n);
    const Index sponsor = sponsor_party(n);
    for (std::size_t k = keys_.size(); k-- > 0 && keys_.size() - k <= kMemory;) {
      const Key& key = keys_[k];
      if (key.lemma != a_.lemma[n]) {
        continue;
      }
      if (!length.empty() && !key.duration.empty() && length != key.duration) {
        continue;
      }
      const bool same_sponsor = sponsor != kNone && sponsor == key.sponsor;
      const bool same_length = !length.empty() && length == key.duration;
      if ((sponsor == kNone || same_sponsor) && (definite || same_sponsor || same_length || !distinct)) {
        return static_cast<std::int32_t>(key.instrument);
      }
    }
    return -1;
  }

  TokenRange phrase(std::uint32_t n) const {
    TokenRange r = noun_phrase(a_, n);
    r.begin = std::min(r.begin, n);
    // What the plan is for belongs to it: "a plan for rearming Europe", "the proposal to extend it to land".
    for (const std::uint32_t k : a_.children(n)) {
      if (k > n && (a_.dep[k] == Dep::prep || (a_.dep[k] == Dep::acl && has_to(a_, k)) || a_.dep[k] == Dep::relcl)) {
        if (a_.dep[k] != Dep::relcl && a_.right_edge[k] - n < 25) {
          r.end = std::max(r.end, a_.right_edge[k] + 1);
        }
      }
    }
    const TokenRange t = trim(a_, r);
    return t.has(n) ? t : TokenRange{n, n + 1};
  }

  void add_terms(Instrument& i, std::uint32_t n) const {
    if (const std::string length = duration(n); !length.empty()) {
      i.terms.push_back({"duration", length});
    }
    if (t_.is(n, kTruce)) {
      i.terms.push_back({"action", std::string(a_.lemma[n])});
    } else {
      for (std::uint32_t k = a_.left_edge[n]; k <= a_.right_edge[n] && k < n + 15; ++k) {
        if (k != n && t_.is(k, kTruce) && a_.pos[k] == Pos::NOUN) {
          i.terms.push_back({"action", std::string(a_.lemma[k])});
          break;
        }
      }
    }
    if (const auto between = preposition(a_, n, {"between", "with", "for"})) {
      if (const auto noun = child(a_, *between, Dep::pobj)) {
        t_.add_party(i, "addressees", *noun);
      }
    }
  }

  static void add_role(Instrument& i, std::string_view role, Index party) {
    if (party == kNone) {
      return;
    }
    for (InstrumentRole& r : i.parties) {
      if (r.role == role) {
        if (std::find(r.parties.begin(), r.parties.end(), party) == r.parties.end()) {
          r.parties.push_back(party);
        }
        return;
      }
    }
    i.parties.push_back({std::string(role), {party}});
  }

  // The verb around a mention says where the plan stands and who put it there.
  void live(Instrument& i, std::uint32_t verb, std::uint32_t classes) const {
    for (const Life& life : kLives) {
      if ((classes & life.classes) == 0) {
        continue;
      }
      std::string_view state = life.state;
      // "neither side accepted" says no as "did not accept" does.
      const Event* act = t_.event_at(verb);
      if (is_negated(a_, verb) || (act != nullptr && act->status == Status::negated)) {
        if (state == "accepted" || state == "revived") {
          state = state == "accepted" ? "rejected" : "lapsed";
        } else {
          return;
        }
      }
      const std::string_view may = t_.modal(verb);
      if (!may.empty() && may != "will") {
        state = "floated";
      }
      // What is only considered, or put forward once more, does not undo an answer; an infinitive is no answer yet.
      const bool answered = i.state == "rejected" || i.state == "accepted";
      if ((!i.state.empty() && state == "floated") || (answered && state == "tabled") ||
          (has_to(a_, verb) && state != "tabled" && state != "floated")) {
        return;
      }
      i.state = state;
      i.state_by.clear();
      state_by(i, verb);
      if (state == "tabled") {
        t_.add_subject(i, "sponsors", verb);
      }
      return;
    }
  }

  void state_by(Instrument& i, std::uint32_t verb) const {
    const auto subject = subject_of(a_, verb);
    if (!subject) {
      return;
    }
    for (const Actor& actor : actors_at(c_, subject->head)) {
      if (actor.party != kNone && std::find(i.state_by.begin(), i.state_by.end(), actor.party) == i.state_by.end()) {
        i.state_by.push_back(actor.party);
      }
    }
  }

  InstrumentTools& t_;
  const Analysis& a_;
  Context& c_;
  std::vector<Key> keys_;
};

}  // namespace

void find_proposals(InstrumentTools& t) { ProposalReader(t).read(); }

}  // namespace detente::reading
