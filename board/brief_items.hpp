// What a brief is made of: the items of the record that are worth a sentence, with who says them.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "detente/board/board.hpp"
#include "detente/board/brief.hpp"
#include "detente/record/record.hpp"

namespace detente::board::briefing {

struct Who {
  std::string name;
  std::string code;
  std::string sector;
  std::string kind;        // "" if the words name no party
  std::int64_t party = 0;  // its number in the reading; 0 where that is not asked for
  std::string country;     // the name of the state with that code, where the reports name it
};

struct Ref {
  std::string report;
  std::int64_t reading = 0;
  std::int64_t n = 0;
  char letter = 'e';

  std::string item() const { return letter + std::to_string(n); }
};

// A report as a source of sentences.
struct Paper {
  std::string outlet;
  std::string original;
  std::string uri;
  std::string title;
  std::string day;  // "" if it has no date
  std::string text;
  std::string origin;
};

struct Item {
  Ref ref;
  std::string day;  // from which the report counts
  std::string origin;
  Span span;  // of what is claimed
  std::int64_t via = 0;
  double confidence = 0;
  std::vector<Who> said_by;  // innermost first, without the outlet
};

struct Act : Item {
  std::string type;
  std::string cameo;
  std::string status;
  double goldstein = 0;
  Span sentence;
  std::string date;
  std::string precision;
  std::vector<std::pair<Who, Span>> sources;
  std::vector<std::pair<Who, Span>> targets;
};

// Acts of one type from one party to another.
struct ActGroup {
  std::string source;  // key: a country, or a country with a sector that does not speak for it
  std::string target;
  std::string type;
  std::int64_t events = 0;
  std::int64_t done = 0;  // told as actual
  std::int64_t reports = 0;
  std::int64_t origins = 0;
  std::string last;  // day of the latest report
  double score = 0;
  std::vector<Act> acts;  // the best first; at most kActsOfGroup
};
inline constexpr int kActsOfGroup = 12;

struct Deal : Item {
  std::int64_t finding = 0;  // 0: not linked
  std::string kind;
  std::string label;
  std::string state;
  std::vector<Span> spans;
  std::map<std::string, std::vector<Who>> roles;  // "sponsors", "addressees", "state_by", "holder", "target" ...
  std::vector<Term> terms;

  std::string_view term(std::string_view key) const;
};

struct Toll : Item {
  std::int64_t finding = 0;  // 0: not linked
  std::string measure;
  std::string bound;
  std::optional<double> low;
  std::optional<double> high;
  std::string words;
  std::string population;  // a party's name, or words; "" if it is not told
  std::string kind;        // of the party that the population is; "" for words
  std::string code;        // and its code
  std::string place;
  std::string period;  // words: "since October 7"
};

struct Word : Item {
  Who speaker;
  std::string mode;
  Span source;
  Span cue;
  std::int64_t reports = 0;  // in which the speaker is heard
};

// Two claims that contradict each other.
struct Clash {
  std::string kind;  // event figure instrument
  Ref a;             // the older one
  Ref b;
  Span a_span;
  Span b_span;
  std::int64_t a_via = 0;
  std::int64_t b_via = 0;
  std::string reason;
};

struct Gap {
  Ref ref;
  Span span;
  std::string what;
  std::string why;
  std::int64_t count = 0;
};

// Reads what the record is looking at.
class BriefItems {
 public:
  BriefItems(record::Record& record, std::string party) : record_(record), wanted_(std::move(party)) {}

  // Errors: not_found if there is no such party; database.
  // `from`: the day of the oldest report to tell of; "": chosen so that what is long past is left out.
  Result<void> load(const std::string& from, const std::string& since);

  std::vector<ActGroup> groups;  // the best first
  std::vector<Deal> deals;       // by day
  std::vector<Toll> tolls;       // harm, by day
  std::vector<Word> words;       // the best first
  std::vector<Clash> clashes;    // one for each finding, the newest first
  std::vector<Gap> gaps;         // the most frequent first
  std::int64_t reports = 0;
  std::int64_t origins = 0;
  std::int64_t undated = 0;
  std::int64_t copies = 0;
  std::int64_t unread = 0;
  std::string first_day;
  std::string last_day;
  std::int64_t older = 0;  // reports that are seen and left out
  std::string horizon;     // the day before which reports are left out; "" for none
  std::string since;       // the day from which change is counted; "" if no report has a date
  int revision = 0;
  std::vector<std::string> ids;  // of reports without a date, or in another language

  // Who says it, asked for when it is to be told.
  Result<void> attribute(Item& item);
  Result<const Paper*> paper(const std::string& report);
  // True if words within the span name the party; pronouns do not. `by_name`: by a name, not as "the government".
  Result<bool> is_named(std::int64_t reading, std::int64_t party, Span span, bool by_name = false);
  // The innermost statement in whose words the span stands; 0 for none.
  Result<std::int64_t> statement_at(std::int64_t reading, Span span);

 private:
  Who who(std::string name, std::string code, std::string sector, std::string kind, std::int64_t party = 0) const;
  Result<void> run(const std::string& sql, const std::vector<record::Value>& parameters = {});
  Result<void> choose();
  Result<void> scope();
  Result<void> acts();
  Result<void> actors(Act& act);
  Result<void> instruments();
  Result<void> figures();
  Result<void> statements();
  Result<void> contradictions();
  Result<void> abstentions();

  struct Said {
    std::int64_t parent = 0;
    Who who;
  };
  struct Named {
    std::int64_t party = 0;
    Span span;
    std::string words;
  };
  record::Record& record_;
  std::map<std::int64_t, std::vector<Named>> mentions_;  // by reading
  std::string wanted_;
  std::map<std::int64_t, std::map<std::int64_t, Said>> said_;
  std::map<std::string, Paper> papers_;
  std::map<std::string, std::string> countries_;  // by code
};

// Measures of harm in the order in which they are told.
inline constexpr std::array<std::string_view, 7> kHarmMeasures{"killed",    "wounded",  "casualties", "missing",
                                                               "displaced", "detained", "hostages"};

}  // namespace detente::board::briefing
