// Statements, figures and instruments, by plain text: the .test files of tests/reading/statements, figures and
// instruments hold small reports and what must be read in them.
//
//   text: words of the report, to the end of the line; further lines are appended after an empty line
//   date: 2024-10-10                                            (optional)
//   statement: SOURCE | CUE | content ; content | MODE | PARENT  CUE may be -; PARENT is the source of the statement
//   around
//                                                                it, or -
//   figure: WORDS | measure | low high | bound | unit | place=NAME | as_of=DATE | period=DATE
//                                                                low and high may be -, the last three left out
//   instrument: kind | words ; words | state | key=value ; ...   state may be -; the terms named must be there
//   role: kind role = party ; party                              that one of the kind has in that role
//   count: statements 2                                          so many and no more; also figures, instruments, or a
//   kind
//                                                                of instrument
//   abstains: WHAT                                               something of this kind is abstained from
//
// Cases are parted by empty lines. Lines that begin with # are comments.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "test_files.hpp"

namespace detente {
namespace {

std::string words(const Report& report, const std::vector<Span>& spans) {
  std::string out;
  for (const Span span : spans) {
    out += (out.empty() ? "" : " ; ") + words(report, span);
  }
  return out;
}

std::string shown(const Reading& reading, const Statement& s, const Report& report) {
  std::string parent = "-";
  if (s.parent != kNone) {
    const Statement& above = reading.statements[static_cast<std::size_t>(s.parent)];
    parent = above.source ? words(report, above.source->span) : "?";
  }
  return (s.source ? words(report, s.source->span) : "-") + " | " + (s.cue ? words(report, s.cue->span) : "-") + " | " +
         words(report, s.content) + " | " + std::string(name(s.mode)) + " | " + parent;
}

std::string shown(std::optional<double> value) {
  if (!value) {
    return "-";
  }
  std::string out = std::to_string(*value);
  out.erase(out.find_last_not_of('0') + 1);
  return out.ends_with('.') ? out.substr(0, out.size() - 1) : out;
}

std::string shown(const Figure& f, const Report& report) {
  return words(report, f.span) + " | " + f.measure + " | " + shown(f.low) + " " + shown(f.high) + " | " +
         std::string(name(f.bound)) + " | " + f.unit;
}

std::string shown(const Instrument& i, const Report& report) {
  std::string terms;
  for (const Term& t : i.terms) {
    terms += (terms.empty() ? "" : " ; ") + t.key + "=" + t.value;
  }
  return std::string(name(i.kind)) + " | " + words(report, i.spans) + " | " + (i.state.empty() ? "-" : i.state) +
         " | " + terms;
}

bool agrees(const Figure& f, const std::string& want, const Report& report) {
  std::vector<std::string> fields = split(want, '|');
  while (fields.size() > 5) {  // "place=Beirut", "as_of=2024-05-03", "period="
    const std::string field = fields.back();
    fields.pop_back();
    const std::size_t cut = std::min(field.find('='), field.size());
    const std::string key = field.substr(0, cut);
    const std::string value = cut < field.size() ? field.substr(cut + 1) : "";
    const std::optional<DateRef>& date = key == "as_of" ? f.as_of : f.period;
    const bool fits = key == "place" ? f.place && f.place->name == value : date && date->value == value;
    if (!fits) {
      return false;
    }
  }
  return split(shown(f, report), '|') == fields;
}

bool agrees(const Instrument& i, const std::string& want, const Report& report) {
  const std::vector<std::string> got = split(shown(i, report), '|');
  const std::vector<std::string> fields = split(want, '|');
  for (std::size_t k = 0; k < fields.size() && k < 3; ++k) {
    if (fields[k] != got[k]) {
      return false;
    }
  }
  if (fields.size() < 4) {
    return true;
  }
  const std::vector<std::string> terms = split(got[3], ';');
  for (const std::string& term : split(fields[3], ';')) {
    if (std::find(terms.begin(), terms.end(), term) == terms.end()) {
      return false;
    }
  }
  return true;
}

std::size_t count_of(const Reading& reading, const std::string& what) {
  if (what == "statements") {
    return reading.statements.size();
  }
  if (what == "figures") {
    return reading.figures.size();
  }
  return static_cast<std::size_t>(
      std::count_if(reading.instruments.begin(), reading.instruments.end(),
                    [&](const Instrument& i) { return what == "instruments" || name(i.kind) == what; }));
}

bool holds(const Reading& reading, const Report& report, const std::string& key, const std::string& value) {
  if (key == "statement") {
    return std::any_of(reading.statements.begin(), reading.statements.end(),
                       [&](const Statement& s) { return split(shown(reading, s, report), '|') == split(value, '|'); });
  }
  if (key == "figure") {
    return std::any_of(reading.figures.begin(), reading.figures.end(),
                       [&](const Figure& f) { return agrees(f, value, report); });
  }
  if (key == "instrument") {
    return std::any_of(reading.instruments.begin(), reading.instruments.end(),
                       [&](const Instrument& i) { return agrees(i, value, report); });
  }
  if (key == "count") {
    const std::vector<std::string> parts = split(value, ' ');
    return parts.size() == 2 && count_of(reading, parts[0]) == std::stoul(parts[1]);
  }
  if (key == "role") {
    return std::any_of(reading.instruments.begin(), reading.instruments.end(), [&](const Instrument& i) {
      return std::any_of(i.parties.begin(), i.parties.end(), [&](const InstrumentRole& role) {
        std::string names;
        for (const Index party : role.parties) {
          names += (names.empty() ? "" : " ; ") + reading.parties[static_cast<std::size_t>(party)].name;
        }
        return std::string(name(i.kind)) + " " + role.role + " = " + names == value;
      });
    });
  }
  return key == "abstains" && std::any_of(reading.abstained.begin(), reading.abstained.end(),
                                          [&](const Abstention& a) { return a.what == value; });
}

std::string all_of(const Reading& reading, const Report& report) {
  std::string out;
  for (const Statement& s : reading.statements) {
    out += "  statement: " + shown(reading, s, report) + "   [" + s.rule + "]\n";
  }
  for (const Figure& f : reading.figures) {
    out += "  figure: " + shown(f, report) + "   [" + f.rule + "]\n";
  }
  for (const Instrument& i : reading.instruments) {
    out += "  instrument: " + shown(i, report) + "   [" + i.rule + "]\n";
  }
  for (const Abstention& a : reading.abstained) {
    out += "  abstained: " + a.what + ": " + a.why + "\n";
  }
  return out;
}

void run_folder(std::string_view folder) {
  if (!tools().complete()) {
    GTEST_SKIP() << "no language model or no lexicons";
  }
  language::Workspace work;
  const std::vector<Case> cases = cases_in(folder);
  ASSERT_FALSE(cases.empty());
  for (const Case& c : cases) {
    const Reading reading = tools().read(c.report, work);
    for (const auto& [key, value] : c.lines) {
      EXPECT_TRUE(holds(reading, c.report, key, value)) << c.where << ": " << key << ": " << value << "\nread:\n"
                                                        << all_of(reading, c.report);
    }
  }
}

TEST(Statements, AreFoundAsTheFilesSay) { run_folder("statements"); }
TEST(Figures, AreFoundAsTheFilesSay) { run_folder("figures"); }
TEST(Instruments, AreFoundAsTheFilesSay) { run_folder("instruments"); }

// Every span lies within the text and within what holds it, whatever the text: quotation marks without partners, marks
// alone.
TEST(Statements, SurviveOddMarks) {
  if (!tools().complete()) {
    GTEST_SKIP() << "no language model or no lexicons";
  }
  language::Workspace work;
  for (const std::string text : {"",
                                 "\"",
                                 "\"\"",
                                 "said",
                                 "\"said",
                                 "\" he said. \"",
                                 "said \"",
                                 "\xE2\x80\x9C\xE2\x80\x9C\xE2\x80\x9D said.",
                                 "\n\n\"\n\n\"",
                                 "According to",
                                 "according to :",
                                 "X: \"",
                                 "He said that",
                                 "\"A\" \"B\" \"C\" said said said",
                                 "''' said",
                                 "Officials: : said",
                                 "$ % 5 million",
                                 "10 to",
                                 "between 5 and",
                                 "- - -\n\xE2\x80\xA2\n\xE2\x80\xA2 said:",
                                 "red line",
                                 "violation of",
                                 "would would not accept",
                                 "five five five dead dead"}) {
    Report report;
    report.text = text;
    report.language = "en";
    const Reading reading = tools().read(report, work);
    const auto inside = [&](Span s) { return s.begin <= s.end && s.end <= report.text.size(); };
    for (const Statement& s : reading.statements) {
      for (const Span content : s.content) {
        EXPECT_TRUE(inside(content)) << text;
      }
      EXPECT_LT(s.parent, static_cast<Index>(reading.statements.size()));
    }
    for (const Figure& f : reading.figures) {
      EXPECT_TRUE(inside(f.span)) << text;
    }
    for (const Instrument& i : reading.instruments) {
      EXPECT_TRUE(!i.spans.empty() && inside(i.spans.front())) << text;
    }
  }
}

}  // namespace
}  // namespace detente
