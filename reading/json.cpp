#include "detente/reading/json.hpp"

#include <algorithm>

namespace detente::reading {

namespace {

constexpr int kConfidenceDigits = 3;

}  // namespace

std::string item_id(char letter, std::size_t index) { return letter + std::to_string(index + 1); }

ItemWriter::ItemWriter(JsonWriter& json, const Reading& reading, std::string_view text, const JsonOptions& options)
    : j_(json), reading_(reading), text_(text), explain_(options.explain) {
  if (options.offsets == Offsets::codepoints) {
    code_points_.emplace(text);
  }
}

void ItemWriter::span(Span s) {
  const Span shown = code_points_ ? code_points_->of(s) : s;
  j_.array();
  j_.integer(shown.begin);
  j_.integer(shown.end);
  j_.close();
}

void ItemWriter::words(Span s) {
  j_.key("span");
  if (s.empty()) {
    j_.null();
    j_.key("text").text("");
  } else {
    span(s);
    j_.key("text").text(text_.substr(s.begin, s.size()));
  }
}

void ItemWriter::spans(const std::vector<Span>& all) {
  j_.array();
  for (const Span& s : all) {
    span(s);
  }
  j_.close();
}

void ItemWriter::reference(char letter, Index index) {
  if (index == kNone) {
    j_.null();
  } else {
    j_.text(item_id(letter, static_cast<std::size_t>(index)));
  }
}

void ItemWriter::references(const std::vector<Index>& all) {
  j_.array();
  for (Index index : all) {
    reference('p', index);
  }
  j_.close();
}

void ItemWriter::actor_fields(const Actor& a) {
  j_.object();
  j_.key("party");
  reference('p', a.party);
  words(a.span);
  j_.close();
}

void ItemWriter::actor(const std::optional<Actor>& a) {
  if (a) {
    actor_fields(*a);
  } else {
    j_.null();
  }
}

void ItemWriter::actors(const std::vector<Actor>& all) {
  j_.array();
  for (const Actor& a : all) {
    actor_fields(a);
  }
  j_.close();
}

void ItemWriter::date(const std::optional<DateRef>& d) {
  if (!d) {
    j_.null();
    return;
  }
  j_.object();
  j_.key("value").text(d->value);
  j_.key("precision").text(d->precision);
  words(d->span);
  j_.close();
}

void ItemWriter::place(const std::optional<PlaceRef>& p) {
  if (!p) {
    j_.null();
    return;
  }
  j_.object();
  j_.key("name").text(p->name);
  j_.key("country").text(p->country);
  j_.key("lat").number(p->lat);
  j_.key("lon").number(p->lon);
  words(p->span);
  j_.close();
}

void ItemWriter::explanation(std::string_view rule, float confidence) {
  if (explain_) {
    j_.key("rule").text(rule);
    j_.key("confidence").rounded(static_cast<double>(confidence), kConfidenceDigits);
  }
}

void ItemWriter::features(ItemKind kind, std::size_t i) {
  if (explain_) {
    j_.key("features").array();
    for (const std::string& feature : features_of(reading_, kind, i)) {
      j_.text(feature);
    }
    j_.close();
  }
}

void ItemWriter::party(std::size_t i) {
  const Party& p = reading_.parties[i];
  j_.object();
  j_.key("id").text(item_id('p', i));
  j_.key("name").text(p.name);
  j_.key("kind").text(name(p.kind));
  j_.key("code").text(p.code);
  j_.key("sector").text(p.sector);
  j_.key("roles").array();
  for (const std::string& role : p.roles) {
    j_.text(role);
  }
  j_.close();
  j_.key("mentions");
  spans(p.mentions);
  if (explain_) {
    j_.key("rule").text(p.rule);
  }
  j_.close();
}

void ItemWriter::statement(std::size_t i) {
  const Statement& s = reading_.statements[i];
  j_.object();
  j_.key("id").text(item_id('s', i));
  j_.key("source");
  actor(s.source);
  j_.key("cue");
  if (s.cue) {
    j_.object();
    words(s.cue->span);
    j_.close();
  } else {
    j_.null();
  }
  j_.key("content");
  spans(s.content);
  j_.key("mode").text(name(s.mode));
  j_.key("audience");
  actor(s.audience);
  j_.key("parent");
  reference('s', s.parent);
  explanation(s.rule, s.confidence);
  features(ItemKind::statement, i);
  j_.close();
}

void ItemWriter::event(std::size_t i) {
  const Event& e = reading_.events[i];
  j_.object();
  j_.key("id").text(item_id('e', i));
  j_.key("type").text(name(e.type));
  j_.key("mode").text(e.mode);
  j_.key("cameo").text(e.cameo);
  j_.key("goldstein").decimal(e.goldstein);
  j_.key("status").text(name(e.status));
  j_.key("sources");
  actors(e.sources);
  j_.key("targets");
  actors(e.targets);
  j_.key("trigger").object();
  words(e.trigger);
  j_.close();
  j_.key("sentence");
  span(e.sentence);
  j_.key("date");
  date(e.date);
  j_.key("place");
  place(e.place);
  j_.key("via");
  reference('s', e.via);
  j_.key("rule").text(e.rule);
  j_.key("confidence").rounded(static_cast<double>(e.confidence), kConfidenceDigits);
  features(ItemKind::event, i);
  j_.close();
}

void ItemWriter::figure(std::size_t i) {
  const Figure& f = reading_.figures[i];
  const auto limit = [&](std::string_view key, const std::optional<double>& value) {
    j_.key(key);
    if (value) {
      j_.number(*value);
    } else {
      j_.null();
    }
  };
  j_.object();
  j_.key("id").text(item_id('f', i));
  j_.key("measure").text(f.measure);
  limit("low", f.low);
  limit("high", f.high);
  j_.key("bound").text(name(f.bound));
  j_.key("unit").text(f.unit);
  j_.key("population");
  actor(f.population);
  j_.key("place");
  place(f.place);
  j_.key("as_of");
  date(f.as_of);
  j_.key("period");
  date(f.period);
  words(f.span);
  j_.key("via");
  reference('s', f.via);
  explanation(f.rule, f.confidence);
  features(ItemKind::figure, i);
  j_.close();
}

void ItemWriter::instrument(std::size_t i) {
  const Instrument& it = reading_.instruments[i];
  j_.object();
  j_.key("id").text(item_id('i', i));
  j_.key("kind").text(name(it.kind));
  j_.key("label").text(it.label);
  j_.key("parties").object();
  for (const InstrumentRole& role : it.parties) {
    j_.key(role.role);
    references(role.parties);
  }
  j_.close();
  j_.key("terms").object();
  for (std::size_t t = 0; t < it.terms.size(); ++t) {
    const std::string& key = it.terms[t].key;
    const auto same = [&](const Term& other) { return other.key == key; };
    const auto from = it.terms.begin() + static_cast<std::ptrdiff_t>(t);
    if (std::find_if(it.terms.begin(), from, same) != from) {
      continue;
    }
    // A JSON object has each key once, so several terms of one kind share a value.
    std::string value = it.terms[t].value;
    for (std::size_t u = t + 1; u < it.terms.size(); ++u) {
      if (same(it.terms[u])) {
        value += "; " + it.terms[u].value;
      }
    }
    j_.key(key).text(value);
  }
  j_.close();
  j_.key("state").text(it.state);
  j_.key("state_by");
  references(it.state_by);
  j_.key("spans");
  spans(it.spans);
  j_.key("via");
  reference('s', it.via);
  explanation(it.rule, it.confidence);
  features(ItemKind::instrument, i);
  j_.close();
}

void ItemWriter::abstention(std::size_t i) {
  const Abstention& a = reading_.abstained[i];
  j_.object();
  j_.key("what").text(a.what);
  j_.key("span");
  span(a.span);
  j_.key("why").text(a.why);
  j_.close();
}

void ItemWriter::lists() {
  const auto list = [&](std::string_view key, std::size_t size, auto write) {
    j_.key(key).array();
    for (std::size_t i = 0; i < size; ++i) {
      (this->*write)(i);
    }
    j_.close();
  };
  list("parties", reading_.parties.size(), &ItemWriter::party);
  list("statements", reading_.statements.size(), &ItemWriter::statement);
  list("events", reading_.events.size(), &ItemWriter::event);
  list("figures", reading_.figures.size(), &ItemWriter::figure);
  list("instruments", reading_.instruments.size(), &ItemWriter::instrument);
  list("abstained", reading_.abstained.size(), &ItemWriter::abstention);
}

std::string to_json(const Reading& reading, std::string_view text, const JsonOptions& options) {
  std::string out;
  out.reserve(4096);
  JsonWriter j(out);
  j.object();
  j.key("id").raw(options.id);
  j.key("language").text(reading.language);
  ItemWriter(j, reading, text, options).lists();
  j.close();
  return out;
}

}  // namespace detente::reading
