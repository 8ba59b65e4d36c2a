#include "detente/text/check.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <string>

namespace detente::text {

namespace {

class Checker {
 public:
  Checker(const Reading& reading, std::string_view text) : reading_(reading), text_(text) {}

  std::optional<Error> run() {
    parties();
    statements();
    events();
    figures();
    instruments();
    for (std::size_t i = 0; i < reading_.abstained.size() && !error_; ++i) {
      at("abstention", 'a', i);
      span(reading_.abstained[i].span, "span", true);
    }
    return error_;
  }

 private:
  void at(std::string_view kind, char letter, std::size_t i) { where_ = fmt::format("{} {}{}", kind, letter, i + 1); }

  void fail(std::string message) {
    if (!error_) {
      error_ = Error{ErrorCode::mismatch, std::move(message), where_};
    }
  }

  bool splits(std::uint32_t offset) const {
    return offset < text_.size() && (static_cast<unsigned char>(text_[offset]) & 0xC0) == 0x80;
  }

  void span(Span s, std::string_view what, bool may_be_empty) {
    if (s.begin > s.end || s.end > text_.size()) {
      fail(fmt::format("{} [{}, {}) is outside the text of {} bytes", what, s.begin, s.end, text_.size()));
    } else if (s.begin == s.end && !may_be_empty) {
      fail(fmt::format("{} [{}, {}) is empty", what, s.begin, s.end));
    } else if (splits(s.begin) || splits(s.end)) {
      fail(fmt::format("{} [{}, {}) splits a UTF-8 sequence", what, s.begin, s.end));
    }
  }

  void reference(Index index, std::size_t size, std::string_view what) {
    if (index != kNone && (index < 0 || static_cast<std::size_t>(index) >= size)) {
      fail(fmt::format("{} names item {} of {}", what, index + 1, size));
    }
  }
  void party(Index index, std::string_view what) { reference(index, reading_.parties.size(), what); }
  void via(Index index) { reference(index, reading_.statements.size(), "via"); }
  void actor(const Actor& a, std::string_view what, bool may_be_empty = false) {
    party(a.party, what);
    span(a.span, what, may_be_empty);
  }
  void date(const std::optional<DateRef>& d, std::string_view what) {
    if (d) {
      span(d->span, what, true);
    }
  }
  void place(const std::optional<PlaceRef>& p) {
    if (p) {
      span(p->span, "place", true);
    }
  }

  void parties() {
    for (std::size_t i = 0; i < reading_.parties.size() && !error_; ++i) {
      at("party", 'p', i);
      for (const Span& mention : reading_.parties[i].mentions) {
        span(mention, "mention", false);
      }
    }
  }

  void statements() {
    const std::size_t count = reading_.statements.size();
    for (std::size_t i = 0; i < count && !error_; ++i) {
      const Statement& s = reading_.statements[i];
      at("statement", 's', i);
      if (s.source) {
        actor(*s.source, "source");
      }
      if (s.cue) {
        span(s.cue->span, "cue", false);
      }
      if (s.audience) {
        actor(*s.audience, "audience");
      }
      for (const Span& content : s.content) {
        span(content, "content", false);
      }
      reference(s.parent, count, "parent");
    }
    // Whoever takes more steps upward than there are statements walks in a circle.
    for (std::size_t i = 0; i < count && !error_; ++i) {
      at("statement", 's', i);
      std::size_t steps = 0;
      for (Index up = reading_.statements[i].parent; up != kNone;
           up = reading_.statements[static_cast<std::size_t>(up)].parent) {
        if (++steps > count) {
          fail("parent: the statement is its own ancestor");
          break;
        }
      }
    }
  }

  void events() {
    for (std::size_t i = 0; i < reading_.events.size() && !error_; ++i) {
      const Event& e = reading_.events[i];
      at("event", 'e', i);
      for (const Actor& a : e.sources) {
        actor(a, "source");
      }
      for (const Actor& a : e.targets) {
        actor(a, "target");
      }
      span(e.trigger, "trigger", false);
      span(e.sentence, "sentence", false);
      date(e.date, "date");
      place(e.place);
      via(e.via);
    }
  }

  void figures() {
    for (std::size_t i = 0; i < reading_.figures.size() && !error_; ++i) {
      const Figure& f = reading_.figures[i];
      at("figure", 'f', i);
      if (f.population) {
        actor(*f.population, "population", true);
      }
      place(f.place);
      date(f.as_of, "as_of");
      date(f.period, "period");
      span(f.span, "span", false);
      via(f.via);
    }
  }

  void instruments() {
    for (std::size_t i = 0; i < reading_.instruments.size() && !error_; ++i) {
      const Instrument& it = reading_.instruments[i];
      at("instrument", 'i', i);
      for (const InstrumentRole& role : it.parties) {
        for (Index p : role.parties) {
          party(p, role.role);
        }
      }
      for (Index p : it.state_by) {
        party(p, "state_by");
      }
      for (const Span& s : it.spans) {
        span(s, "span", false);
      }
      if (it.spans.empty()) {
        fail("it has no span");
      }
      via(it.via);
    }
  }

  const Reading& reading_;
  std::string_view text_;
  std::string where_;
  std::optional<Error> error_;
};

}  // namespace

std::optional<Error> first_mismatch(const Reading& reading, std::string_view valid) {
  return Checker(reading, valid).run();
}

}  // namespace detente::text
