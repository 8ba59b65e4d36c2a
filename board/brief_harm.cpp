// Harm: counts side by side, with who makes them.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "brief_checks.hpp"
#include "brief_composer.hpp"
#include "detente/text/date.hpp"
#include "detente/text/utf8.hpp"

namespace detente::board::briefing {

namespace {

constexpr std::size_t kCounts = 6;
constexpr std::size_t kSources = 3;  // told side by side
constexpr std::size_t kShown = 150;  // bytes

struct Measure {
  std::string_view name;
  std::string_view verb;     // behind "3 people"
  std::string_view subject;  // "counts of people killed"
};
constexpr std::array kMeasures{Measure{"killed", "were killed", "killed"},
                               Measure{"wounded", "were wounded", "wounded"},
                               Measure{"casualties", "became casualties", "killed or wounded"},
                               Measure{"missing", "are missing", "missing"},
                               Measure{"displaced", "were displaced", "displaced"},
                               Measure{"detained", "were detained", "detained"},
                               Measure{"hostages", "are or were held hostage", "held hostage"}};

const Measure& measure_of(std::string_view name) {
  const auto* found =
      std::find_if(kMeasures.begin(), kMeasures.end(), [&](const Measure& m) { return m.name == name; });
  return found == kMeasures.end() ? kMeasures.front() : *found;
}

// Who is counted, without the count.
std::string counted(const Toll& toll) {
  std::string out = toll.population;
  const std::string all = text::lower(out);
  const std::string figure = text::lower(toll.words);
  if (toll.kind.empty() && all.starts_with(figure)) {
    out.erase(0, figure.size());
  } else if (toll.kind.empty() || toll.kind == "population") {
    // "at least 150 people": what stands before the last number goes.
    const std::size_t digit = out.find_last_of("0123456789");
    if (digit != std::string::npos) {
      out.erase(0, digit + 1);
    }
  }
  out.erase(0, std::min(out.find_first_not_of(' '), out.size()));
  // A word of the count that is not a number ("several thousand soldiers", "over 1 million people").
  for (const std::string_view word : {"million ", "thousand ", "hundred "}) {
    const std::size_t at = out.find(word);
    if (at != std::string::npos && toll.kind != "state") {
      out.erase(0, at + word.size());
    }
  }
  return out == "persons" || out == "others" ? "people" : out;
}

std::string population_of(const Toll& toll) {
  const std::string who = counted(toll);
  if (who.empty() || who == "people" || who == "casualties" || who.ends_with("displaced people")) {
    return "people";
  }
  if (toll.kind.empty() || toll.kind == "population") {
    return shown_words(who);
  }
  return fmt::format("people ({})", shown_words(who));
}

double value_of(const Toll& toll) { return toll.low.value_or(toll.high.value_or(0)); }

double ceiling_of(const Toll& toll) {
  const bool is_exact = toll.bound == name(Bound::exact) || toll.bound == name(Bound::range);
  return toll.high ? *toll.high : is_exact ? toll.low.value_or(1e300) : 1e300;
}

bool agree(const Toll& a, const Toll& b) {
  return std::max(a.low.value_or(-1e300), b.low.value_or(-1e300)) <= std::min(ceiling_of(a), ceiling_of(b));
}

std::string source_of(const Toll& toll) { return toll.said_by.empty() ? toll.origin : toll.said_by.front().name; }

constexpr std::int64_t kSameStage = 60;  // days

std::int64_t day_of(const Toll& toll) {
  const auto date = text::parse_date(toll.day);
  return date ? text::day_number(*date) : 0;
}

bool is_vague(const Toll& toll) { return toll.bound == name(Bound::vague); }

}  // namespace

// A whole number of people, of this time, that is no share of something.
bool Composer::is_tellable(const Toll& toll) {
  const double value = value_of(toll);
  if (is_vague(toll) || value < 2 || value != std::floor(value) || is_thing(toll.population)) {
    return false;
  }
  const Paper& from = *paper(toll.ref.report);
  const Span sentence = around(from.text, toll.span, 500);
  return !is_rate(from.text, sentence, toll.span) && !is_history(from.text, sentence, from.day);
}

std::vector<Count>& Composer::counts() {
  if (!counts_) {
    counts_ = make_counts();
  }
  return *counts_;
}

std::vector<Count> Composer::make_counts() {
  std::map<std::tuple<std::string, std::string, std::string>, std::vector<Toll*>> groups;
  for (Toll& toll : items_.tolls) {
    if (is_tellable(toll)) {
      // Counts of nobody in particular may be about different things: each of them stands alone, unless it was linked
      // with others.
      const std::string who = text::lower(population_of(toll));
      const std::string alone = !toll.code.empty() || !toll.place.empty() ? ""
                                : toll.finding > 0                        ? fmt::format(" {}", toll.finding)
                                                                          : toll.ref.report + toll.ref.item();
      groups[{toll.measure, who, toll.place + alone}].push_back(&toll);
    }
  }
  std::vector<Count> out;
  for (auto& [key, tolls] : groups) {
    Count count;
    std::map<std::string, std::vector<Toll*>> by_source;
    for (Toll* toll : tolls) {
      if (auto done = items_.attribute(*toll); !done) {
        error_ = error_ ? error_ : done.error();
      }
      by_source[source_of(*toll)].push_back(toll);
      count.origins.insert(toll->origin);
    }
    double largest = 0;
    for (auto& [source, of_source] : by_source) {
      // The newest, and of one day the largest: a report names parts beside the whole.
      const auto best = std::max_element(of_source.begin(), of_source.end(), [](const Toll* a, const Toll* b) {
        return a->day != b->day ? a->day < b->day : value_of(*a) < value_of(*b);
      });
      count.latest.push_back(*best);
      largest = std::max(largest, value_of(**best));
    }
    std::stable_sort(count.latest.begin(), count.latest.end(), [](const Toll* a, const Toll* b) {
      return a->day != b->day ? a->day > b->day : value_of(*a) > value_of(*b);
    });
    // What was counted long before is another stage of the same, and no answer to the newest count.
    const std::int64_t newest = day_of(*count.latest.front());
    std::erase_if(count.latest, [&](const Toll* toll) { return newest - day_of(*toll) > kSameStage; });
    for (Toll* toll : by_source[source_of(*count.latest.front())]) {
      if (toll->day < count.latest.front()->day) {
        count.before.push_back(toll);
      }
    }
    const double is_told = tolls.front()->code.empty() && tolls.front()->place.empty() ? 0.4 : 1;
    const auto day = text::parse_date(count.latest.front()->day);
    const auto last = text::parse_date(items_.last_day);
    const double age = day && last ? static_cast<double>(text::day_number(*last) - text::day_number(*day)) : 0;
    count.score = is_told * (1 + static_cast<double>(count.origins.size())) * std::log10(10 + largest) *
                  (std::get<0>(key) == "killed" ? 1.5 : 1) / (1 + std::max(0.0, age) / 60);
    out.push_back(std::move(count));
  }
  std::stable_sort(out.begin(), out.end(), [](const Count& a, const Count& b) { return a.score > b.score; });
  return out;
}

std::string Composer::told_count(Toll& toll, bool with_population) {
  std::string out = told_number(toll);
  if (with_population) {
    const std::string who = population_of(toll);
    out += toll.measure == "casualties" && who == "people" ? " casualties are counted"
                                                           : fmt::format(" {} {}", who, measure_of(toll.measure).verb);
    out += toll.place.empty() ? "" : " in " + shown_words(toll.place);
  }
  return out;
}

Sentence Composer::count_sentence(Count& count, bool in_short) {
  Sentence out;
  Toll& first = *count.latest.front();
  // "since the escalation of the conflict"; a bare date says neither since when nor until when.
  const auto period = [&](const Toll& toll) {
    return toll.period.starts_with("since ") ? fmt::format(" “{}”", shown_words(toll.period)) : std::string();
  };
  if (count.latest.size() == 1) {
    const std::string& all = paper(first.ref.report)->text;
    out.push_back({capital(told_count(first, true)) + period(first) + ", " + says(first, {}) + (in_short ? "" : ": "),
                   false,
                   {}});
    if (!in_short) {
      out.push_back(
          quote(first.ref.report, telling(all, first.span, around(all, first.span, 500), kShown), kShown + 40));
    }
    out.push_back({"", false, {note(first, {first.span})}});
    if (!count.before.empty() && !in_short) {
      Toll& earlier = *count.before.back();
      if (value_of(earlier) < value_of(first)) {
        const std::string& day = paper(earlier.ref.report)->day;
        out.push_back({fmt::format("; before, the same source gave {}{}", told_number(earlier),
                                   day.empty() ? "" : " " + told_when(day)),
                       false,
                       {note(earlier, {earlier.span})}});
      }
    }
    out.push_back({".", false, {}});
    return out;
  }
  const std::size_t shown = std::min(count.latest.size(), kSources);
  bool do_fit = true;
  for (std::size_t i = 0; i < shown; ++i) {
    for (std::size_t k = i + 1; k < shown; ++k) {
      do_fit = do_fit && agree(*count.latest[i], *count.latest[k]);
    }
  }
  std::string text =
      fmt::format("Counts of {} {}{} stand side by side: ", population_of(first), measure_of(first.measure).subject,
                  first.place.empty() ? "" : " in " + shown_words(first.place));
  for (std::size_t i = 0; i < shown; ++i) {
    Toll& toll = *count.latest[i];
    text += told_number(toll) + period(toll) + ", " + says(toll, {});
    out.push_back({text, false, {note(toll, {toll.span})}});
    text = "; ";
  }
  const bool same_day = count.latest[0]->day == count.latest[shown - 1]->day;
  out.push_back({do_fit     ? "."
                 : same_day ? ". No one number fits them."
                            : ". No one number fits them; the days differ.",
                 false,
                 {}});
  return out;
}

BriefPart Composer::harm() {
  BriefPart part{"Harm, and who counts it", false, {}};
  std::map<std::string, std::size_t> of_measure;
  std::set<std::pair<std::string, double>> told;
  for (Count& count : counts()) {
    const Toll& first = *count.latest.front();
    if (part.sentences.size() >= kCounts) {
      break;
    }
    // One number of one measure twice is one count told twice, for all that a reader can see.
    if (of_measure[first.measure] < 3 && told.insert({first.measure, value_of(first)}).second) {
      ++of_measure[first.measure];
      part.sentences.push_back(count_sentence(count, false));
    }
  }
  return part;
}

void Composer::changed_counts(BriefPart& part) {
  std::size_t told = 0;
  for (Count& count : counts()) {
    Toll& now = *count.latest.front();
    const auto earlier = std::find_if(count.before.rbegin(), count.before.rend(),
                                      [&](const Toll* toll) { return toll->day < items_.since; });
    if (told >= 2 || (population_of(now) == "people" && now.place.empty()) || now.day < items_.since ||
        earlier == count.before.rend() || agree(now, **earlier) || value_of(now) <= value_of(**earlier)) {
      continue;
    }
    ++told;
    Toll& then = **earlier;
    const std::string place = now.place.empty() ? "" : " in " + shown_words(now.place);
    part.sentences.push_back(
        {{fmt::format("The count of {} {}{} rose from {}, {}", population_of(now), measure_of(now.measure).subject,
                      place, told_number(then), says(then, {})),
          false,
          {note(then, {then.span})}},
         {fmt::format(" to {}, {}", told_number(now), says(now, {})), false, {note(now, {now.span})}},
         {".", false, {}}});
  }
}

}  // namespace detente::board::briefing
