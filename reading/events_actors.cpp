// Who acts and on whom: the actors of phrases, and where the targets of an act stand if not in its frame.
#include <algorithm>

#include "events_coder.hpp"

namespace detente::reading {

using knowledge::Slot;

namespace {

// "intelligence on Hamas": whom a word of knowledge is about is not who gets it.
bool tells_topic(const Analysis& a, Token noun, Token prep) {
  return one_of(a.lower[prep], {"on", "about", "regarding", "concerning"}) &&
         one_of(a.lemma[noun], {"intelligence", "information", "data", "evidence", "detail", "file", "document",
                                "dossier", "footage", "imagery", "briefing"});
}

}  // namespace

void EventCoder::add(std::vector<Actor>& to, const std::vector<Actor>& more) {
  for (const Actor& actor : more) {
    const bool known = std::any_of(to.begin(), to.end(), [&](const Actor& x) {
      // "Israeli and US officials" are two parties of one span.
      return x.span == actor.span && x.party == actor.party;
    });
    if (!known) {
      to.push_back(actor);
    }
  }
}

// Who says "we", "our" or "I": the source of the quotation that it stands in.
std::optional<Actor> EventCoder::speaker(Token pronoun) const {
  if (one_of(a_.lower[pronoun], {"it", "he", "she", "they"}) && a_.dep[pronoun] == Dep::nsubj) {
    // "Chad said it is ready": where nothing else is found for "it", whoever says so.
    const Index at = c_.statement_at[pronoun];
    if (at == kNone) {
      return std::nullopt;
    }
    const Statement& s = c_.out.statements[static_cast<std::size_t>(at)];
    if (s.mode == Mode::direct || !s.source || s.source->party == kNone) {
      return std::nullopt;
    }
    const PartyKind kind = c_.out.parties[static_cast<std::size_t>(s.source->party)].kind;
    return (a_.lower[pronoun] == "it") == (kind == PartyKind::person) ? std::nullopt : s.source;
  }
  if (!one_of(a_.lower[pronoun], {"we", "i", "us", "me", "our", "my"})) {
    return std::nullopt;
  }
  for (Index at = c_.statement_at[pronoun]; at != kNone; at = c_.out.statements[static_cast<std::size_t>(at)].parent) {
    const Statement& s = c_.out.statements[static_cast<std::size_t>(at)];
    if (s.mode != Mode::indirect && s.source && !overlaps(s.source->span, a_.span(pronoun))) {
      return s.source;
    }
  }
  return std::nullopt;
}

// The actors that the phrase is, or else those that it belongs to or is about.
std::vector<Actor> EventCoder::actors_in(Token head, int depth) {
  std::vector<Actor> out = actors_at(c_, head);
  if (!out.empty()) {
    return out;
  }
  if (const auto who = speaker(head)) {
    out.push_back(*who);
    return out;
  }
  if (a_.pos[head] == Pos::VERB) {
    // "shelling villages in the south": the object of the gerund.
    if (depth < 3) {
      for (const Token o : s_.arguments(head).objects) {
        add(out, actors_in(o, depth + 1));
      }
    }
    return out;
  }
  out = owners(head);
  if (!out.empty() || depth >= 3) {
    return out;
  }
  for (const Token p : a_.children(head)) {
    if (a_.dep[p] == Dep::prep && !Syntax::tells_circumstance(a_.lower[p]) && !tells_topic(a_, head, p)) {
      for (const Token o : a_.children(p)) {
        if (a_.dep[o] == Dep::pobj && out.empty()) {
          out = actors_in(o, depth + 1);
        }
      }
    } else if (a_.dep[p] == Dep::appos || a_.dep[p] == Dep::conj) {
      if (out.empty()) {
        out = actors_in(p, depth + 1);
      }
    }
  }
  return out;
}

// Those that the phrase belongs to: a name before a pronoun ("their Chinese counterparts"), and who leads or brokers.
std::vector<Actor> EventCoder::owners(Token head) {
  std::vector<Actor> out = owners_of(c_, head);
  const Token poss = s_.child(head, Dep::poss);
  if (out.empty() && poss != Syntax::kNoToken) {
    if (const auto who = speaker(poss)) {
      out.push_back(*who);
      return out;
    }
  }
  if (out.empty() || (poss != Syntax::kNoToken && a_.tag[poss] == Tag::PRPS)) {
    std::vector<Actor> named;
    for (const Token c : a_.children(head)) {
      if (a_.dep[c] != Dep::amod && a_.dep[c] != Dep::compound && a_.dep[c] != Dep::nmod) {
        continue;
      }
      add(named, actors_at(c_, c));
      if (one_of(a_.lower[c], {"led", "brokered", "mediated", "sponsored", "imposed", "organized"})) {
        for (const Token n : a_.children(c)) {
          add(named, actors_at(c_, n));
        }
      }
    }
    if (!named.empty()) {
      return named;
    }
  }
  // "US-Ukraine talks": both names before the noun.
  for (Token t = a_.left_edge[head]; t + 2 <= head; ++t) {
    if (t > 0 && (a_.lower[t] == "-" || a_.lower[t] == "–") && a_.head[t + 1] != t + 1) {
      const std::vector<Actor> left = actors_at(c_, t - 1);
      const std::vector<Actor> right = actors_at(c_, t + 1);
      if (!left.empty() && !right.empty()) {
        std::vector<Actor> both = left;
        add(both, right);
        return both;
      }
    }
  }
  if (out.empty()) {
    // "the offer made by Turkey", "an attack claimed by rebels": who made it has it.
    for (const Token c : a_.children(head)) {
      if (a_.dep[c] == Dep::acl && a_.tag[c] == Tag::VBN && maker_ && s_.in_set(c, *maker_)) {
        for (const Token by : s_.arguments(c).subjects) {
          add(out, actors_at(c_, by));
        }
      }
    }
  }
  return out;
}

std::vector<Actor> EventCoder::subjects_of(const Heads& heads) {
  std::vector<Actor> out;
  for (const Token h : heads) {
    std::vector<Actor> found = actors_in(h);
    if (found.empty()) {
      Token at = h;
      for (int step = 0; step < 6 && at != Syntax::kNoToken; ++step, at = s_.child(at, Dep::conj)) {
        if (const auto name = unknown_name(at)) {
          found.push_back(*name);
        }
      }
    }
    add(out, found);
  }
  return out;
}

// A proper name that no lexicon knows still says who acts, and so do "the rebels" of whom there are two; it has words
// and no party.
std::optional<Actor> EventCoder::unknown_name(Token head) const {
  if (a_.pos[head] == Pos::NOUN) {
    const Span word = a_.span(head);
    const bool abstained = std::any_of(c_.out.abstained.begin(), c_.out.abstained.end(),
                                       [&word](const Abstention& x) { return x.span == word && x.what == "party"; });
    return abstained ? std::optional<Actor>(Actor{kNone, a_.span(noun_phrase(a_, head))}) : std::nullopt;
  }
  if (a_.pos[head] != Pos::PROPN) {
    return std::nullopt;
  }
  const std::int32_t at = a_.entity_of[head];
  if (at < 0) {
    return std::nullopt;
  }
  const Entity& entity = a_.entities[static_cast<std::size_t>(at)];
  const bool who = entity.type == EntityType::PERSON || entity.type == EntityType::ORG ||
                   entity.type == EntityType::NORP ||
                   (entity.type == EntityType::GPE && country_of_place(c_, entity.tokens).empty());
  return who ? std::optional<Actor>(Actor{kNone, a_.span(noun_phrase(a_, head))}) : std::nullopt;
}

// The deed whose harm the clause tells: "a strike on Lebanon killing 12", "the attack on October 7, which killed
// 1,200". The clause may hang on the place or day in between.
Token EventCoder::deed_told(Token verb) const {
  const bool clause = a_.dep[verb] == Dep::relcl || (a_.dep[verb] == Dep::acl && a_.tag[verb] == Tag::VBG);
  if (!clause || !harm_ || !s_.in_set(verb, *harm_) || s_.is_passive(verb)) {
    return Syntax::kNoToken;
  }
  const Token subject = s_.child(verb, Dep::nsubj);
  if (subject != Syntax::kNoToken && !one_of(a_.lower[subject], {"which", "that"})) {
    return Syntax::kNoToken;
  }
  Token noun = a_.head[verb];
  for (int step = 0; step < 3; ++step) {
    if (names_deed(noun) && c_.mention_at[noun] < 0) {
      return noun;
    }
    const std::int32_t entity = a_.entity_of[noun];
    const Token prep = a_.head[noun];
    if (entity < 0 || a_.dep[noun] != Dep::pobj || a_.pos[prep] != Pos::ADP) {
      break;
    }
    const EntityType type = a_.entities[static_cast<std::size_t>(entity)].type;
    if (type != EntityType::GPE && type != EntityType::LOC && type != EntityType::FAC && type != EntityType::DATE) {
      break;
    }
    noun = a_.head[prep];
  }
  return Syntax::kNoToken;
}

// Who acts. A clause that hangs on a text or a deed ("issued a report accusing X") acts through whoever made that.
std::vector<Actor> EventCoder::doers_of(Token verb, const Heads& heads) {
  if (const Token deed = deed_told(verb); deed != Syntax::kNoToken) {
    std::vector<Actor> out = owners(deed);
    const Token up = a_.head[deed];
    const bool made = (a_.dep[deed] == Dep::dobj || a_.dep[deed] == Dep::nsubjpass) && s_.is_verb(up) &&
                      ((maker_ && s_.in_set(up, *maker_)) || (light_ && s_.in_set(up, *light_)));
    return out.empty() && made ? subjects_of(s_.arguments(up).subjects) : out;
  }
  std::vector<Actor> out = subjects_of(heads);
  // "the strike on a convoy killed three": the convoy is not who killed.
  const Token subject = heads.empty() ? Syntax::kNoToken : *heads.begin();
  if (subject != Syntax::kNoToken && harm_ && s_.in_set(verb, *harm_) && !s_.is_passive(verb) &&
      a_.pos[subject] == Pos::NOUN && names_deed(subject) && c_.mention_at[subject] < 0) {
    for (const PrepLink& link : s_.preps(subject, Heads())) {
      if (one_of(a_.lower[link.prep], {"on", "against", "at", "near"})) {
        const Span hit = a_.span(link.object);
        std::erase_if(out, [&hit](const Actor& x) { return overlaps(x.span, hit); });
      }
    }
  }
  for (Token step = 0; out.empty() && step < 4 && !s_.is_passive(verb); ++step) {
    if (a_.dep[verb] != Dep::acl && a_.dep[verb] != Dep::relcl) {
      break;
    }
    Token noun = a_.head[verb];
    while (a_.dep[noun] == Dep::pobj && a_.dep[a_.head[noun]] == Dep::prep && a_.head[a_.head[noun]] != a_.head[noun] &&
           !Syntax::tells_circumstance(a_.lower[a_.head[noun]])) {
      noun = a_.head[a_.head[noun]];
      if (!s_.is_noun(noun)) {
        break;
      }
    }
    const Token up = s_.is_verb(noun) ? noun : a_.head[noun];
    if (!s_.is_verb(up) || up == verb) {
      break;
    }
    out = subjects_of(s_.arguments(up).subjects);
    verb = up;
  }
  return out;
}

// A place stands for the country that it is in, where nobody else is named: "imposed a curfew on Basra".
std::optional<Actor> EventCoder::place_actor(Token head) {
  const std::int32_t at = a_.entity_of[head];
  if (at < 0) {
    return std::nullopt;
  }
  const Entity& entity = a_.entities[static_cast<std::size_t>(at)];
  if (entity.type != EntityType::GPE && entity.type != EntityType::LOC && entity.type != EntityType::FAC) {
    return std::nullopt;
  }
  const Span span = a_.span(entity.tokens);
  const auto country = country_of_place(c_, entity.tokens);
  if (country.empty()) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < c_.out.parties.size(); ++i) {
    const Party& p = c_.out.parties[i];
    if (p.code == country && p.sector.empty() && p.kind == PartyKind::state) {
      return Actor{static_cast<Index>(i), span};
    }
  }
  const std::int32_t entry = c_.k.parties.state_of(country);
  if (entry < 0) {
    return std::nullopt;
  }
  Party party;
  const knowledge::PartyEntry& state = c_.k.parties.party(static_cast<std::uint32_t>(entry));
  party.name = c_.k.parties.text(state.name);
  party.kind = PartyKind::state;
  party.code = country;
  party.rule = c_.k.parties.text(state.rule);
  party.mentions.push_back(span);
  c_.out.parties.push_back(std::move(party));
  return Actor{static_cast<Index>(c_.out.parties.size() - 1), span};
}

bool EventCoder::take_targets(Draft& d, std::vector<Actor> found) {
  std::erase_if(found, [&d](const Actor& x) {
    return std::any_of(d.sources.begin(), d.sources.end(),
                       [&x](const Actor& s) { return same_party(s, x) || overlaps(s.span, x.span); });
  });
  add(d.targets, found);
  return !found.empty();
}

void EventCoder::find_target(Draft& d, Token head, const Arguments& args, const std::vector<PrepLink>& preps) {
  // What the frame names as the means ("deployed troops", "gave weapons") is not whom it is done to.
  const bool means = d.frame != nullptr && d.frame->object == Slot::none && !d.frame->object_test.empty();
  for (const Heads* heads : {&args.datives, &args.objects}) {
    for (const Token o : *heads) {
      if ((!means || heads == &args.datives) && take_targets(d, actors_in(o))) {
        return;
      }
    }
  }
  for (const PrepLink& link : preps) {
    const bool topic =
        std::any_of(args.objects.begin(), args.objects.end(), [&](Token o) { return tells_topic(a_, o, link.prep); });
    if (!topic && !Syntax::tells_circumstance(a_.lower[link.prep]) && take_targets(d, actors_in(link.object))) {
      return;
    }
  }
  for (const Token o : args.objects) {
    if (means && take_targets(d, owners(o))) {
      return;
    }
    if (const auto place = place_actor(o); place && take_targets(d, {*place})) {
      return;
    }
  }
  for (const PrepLink& link : preps) {
    if (!Syntax::tells_circumstance(a_.lower[link.prep])) {
      if (const auto place = place_actor(link.object); place && take_targets(d, {*place})) {
        return;
      }
    }
  }
  // "expelled aid workers": those who are sent away, where their country is not named.
  if (means && d.type == EventType::SANCTION && s_.is_verb(head)) {
    for (const Token o : args.objects) {
      const Token poss = s_.child(o, Dep::poss);
      if ((poss == Syntax::kNoToken || a_.tag[poss] != Tag::PRPS) && take_targets(d, actors_at(c_, o))) {
        return;
      }
    }
  }
  // Names that no lexicon knows, unless nobody at all is known.
  if (!s_.is_verb(head) && d.sources.empty()) {
    return;
  }
  for (const Heads* heads : {&args.datives, &args.objects}) {
    for (const Token o : *heads) {
      if (!means || heads == &args.datives) {
        if (const auto name = unknown_name(o); name && take_targets(d, {*name})) {
          return;
        }
      }
    }
  }
  for (const PrepLink& link : preps) {
    if (!Syntax::tells_circumstance(a_.lower[link.prep])) {
      if (const auto name = unknown_name(link.object); name && take_targets(d, {*name})) {
        return;
      }
    }
  }
  // Where troops are sent to do something else is not at those it is done for.
  if (!s_.is_verb(head) || d.type == EventType::MOBILIZE || find_deeper_target(d, head, 0)) {
    return;
  }
  for (const Token o : args.objects) {
    if (find_deeper_target(d, o, 0)) {
      return;
    }
  }
}

// "gave millions to promote growth in Ethiopia", "will not lift the embargo until Cuba frees them": whom it is for, or
// what it waits for.
bool EventCoder::find_deeper_target(Draft& d, Token head, int depth) {
  for (const Token c : a_.children(head)) {
    const Dep dep = a_.dep[c];
    if (dep != Dep::advcl && dep != Dep::xcomp && dep != Dep::acl) {
      continue;
    }
    const Token mark = s_.child(c, Dep::mark);
    if (mark != Syntax::kNoToken) {
      // "welcomed the news that Chad had agreed": it is Chad that is welcomed.
      if ((d.type == EventType::SUPPORT || d.type == EventType::REQUEST) && dep == Dep::acl &&
          a_.lower[mark] == "that" && s_.is_noun(head) && take_targets(d, subjects_of(s_.surface_subjects(c)))) {
        return true;
      }
      if (one_of(a_.lower[mark], {"until", "unless", "if", "before"}) &&
          take_targets(d, subjects_of(s_.surface_subjects(c)))) {
        return true;
      }
      continue;
    }
    // "sanctions imposed on Chad", "a ship operated by Peru": whose the thing is.
    const bool participle = dep == Dep::acl && a_.tag[c] == Tag::VBN && s_.is_noun(head);
    if (!s_.has_to(c) && a_.tag[c] != Tag::VBG && !participle) {
      continue;
    }
    const Arguments args = s_.arguments(c);
    if (participle && take_targets(d, subjects_of(args.subjects))) {
      return true;
    }
    for (const Token o : args.objects) {
      if (take_targets(d, actors_in(o))) {
        return true;
      }
    }
    for (const PrepLink& link : s_.preps(c, args.objects)) {
      if (Syntax::tells_circumstance(a_.lower[link.prep])) {
        continue;
      }
      if (take_targets(d, actors_in(link.object))) {
        return true;
      }
      if (const auto place = place_actor(link.object); place && take_targets(d, {*place})) {
        return true;
      }
    }
    if (depth < 2 && find_deeper_target(d, c, depth + 1)) {
      return true;
    }
  }
  return false;
}

// The words that name an actor: of a pronoun, those that it stands for, the nearest before it, else the nearest after.
void EventCoder::name_pronoun(Actor& actor) const {
  const auto is_pronoun = [this](Span span) {
    const auto at = std::lower_bound(a_.begin.begin(), a_.begin.end(), span.begin);
    if (at == a_.begin.end() || *at != span.begin) {
      return false;
    }
    const auto t = static_cast<Token>(at - a_.begin.begin());
    return a_.end[t] == span.end && (a_.pos[t] == Pos::PRON || a_.tag[t] == Tag::PRPS || a_.tag[t] == Tag::PRP);
  };
  if (actor.party == kNone || !is_pronoun(actor.span)) {
    return;
  }
  const std::vector<Span>& mentions = c_.out.parties[static_cast<std::size_t>(actor.party)].mentions;
  const Span* best = nullptr;
  for (const Span& m : mentions) {
    if (!is_pronoun(m) && (m.begin < actor.span.begin || best == nullptr)) {
      best = &m;
    }
  }
  if (best != nullptr) {
    actor.span = *best;
  }
}

bool EventCoder::is_time(Token t) const {
  const std::int32_t at = a_.entity_of[t];
  if (at < 0) {
    return false;
  }
  const EntityType type = a_.entities[static_cast<std::size_t>(at)].type;
  return type == EntityType::DATE || type == EntityType::TIME;
}

}  // namespace detente::reading
