// The commands of the record.
#include "command_table.hpp"

namespace detente::cli {

std::vector<Command> record_commands() {
  return {
      {"read",
       "Read reports into the record.",
       {{"detente read reports/", "every report under a folder"},
        {"detente read page.html feed.xml crawl.warc.gz --db gaza.duckdb",
         "files of several kinds, into a record of that name"}},
       {{"PATH",
         "a file, or a folder with all that is under it: text, HTML, JSON lines, WARC, ARC, RSS, Atom, also in gzip; - "
         "is standard input",
         true, true}},
       {kDatabase,
        kModel,
        kKnowledge,
        {"--threads",
         "N",
         "how many reports are read at once; the record is the same for every N",
         "all processors",
         {},
         false,
         true}},
       "Each report is stored in a transaction of its own, so that whatever ends the run loses no report that was "
       "counted. A "
       "report is known by its text: reading it again changes nothing, and the same text at another address is kept as "
       "a "
       "copy. When the reader, the model or the knowledge has changed, known reports are read again and the new "
       "reading is "
       "added as a revision; the old one stays."},
      {"show",
       "Show a report, a party or an event, and where each thing was found.",
       {{"detente show rc577", "the report whose id begins so, with marks in its text"},
        {"detente show Hezbollah", "a party: what it did, what was done to it, what it said"},
        {"detente show rc577:e1 --why", "an event, and the rule that found it"}},
       {{"WHAT", "a report's id or its first characters, an item such as rc577:e1, or a party by name, alias or code",
         true, false}},
       {kDatabase,
        kAsOf,
        kRevision,
        {"--why",
         "",
         "say which rule or lexicon line made each item, what was left empty, and how sure the reader is",
         "",
         {},
         false,
         false}},
       ""},
      {"verify",
       "Check every assertion against the bytes it points to.",
       {{"detente verify", "reads every span of every row again"}},
       {},
       {kDatabase},
       "Prints the first fault of each kind with its row and report, and exits 1 if there is any."},
      {"code",
       "Read JSON lines from standard input, write what each says, and who says it.",
       {{R"(echo '{"id":"7","text":"Israel struck Hezbollah."}' | detente code)", "one line in, one line out"},
        {"detente code --threads 2 --offsets codepoints <in.jsonl >out.jsonl",
         "in order, the same bytes for any number of threads"}},
       {},
       {kModel,
        kKnowledge,
        {"--offsets", "UNIT", "what spans count", "bytes", {"bytes", "codepoints"}, false, false},
        {"--threads", "N", "how many lines are coded at once", "1", {}, false, true},
        {"--explain", "", "add the rule, features and confidence of every item", "", {}, false, false}},
       "In: {\"id\", \"text\", \"published\", \"outlet\", \"title\"}; only text is needed, other keys are passed over. "
       "A line "
       "that cannot be read, or is longer than 64 MB, gives {\"id\", \"error\": {\"code\", \"message\"}} in its place, "
       "and the "
       "run goes on. No state is kept between lines and no record is touched."},
      {"extract",
       "Print the article text of a page, archive or feed.",
       {{"detente extract page.html", "the text without menus and advertisements"},
        {"detente extract --json crawl.warc.gz", "one JSON object a report, with title, outlet, byline and date"}},
       {{"FILE", "files or folders of any kind that read takes; - is standard input", true, true}},
       {},
       ""},
      {"export",
       "Write the record as files for other programs.",
       {{"detente export --what events --format csv --out events.csv", "every event of the latest readings"},
        {"detente export --format parquet --out tables/", "every table, a file each"}},
       {},
       {kDatabase,
        kAsOf,
        kRevision,
        {"--what",
         "TABLE",
         "which rows",
         "all",
         {"reports", "parties", "statements", "events", "figures", "instruments", "all"},
         false,
         false},
        {"--format", "FORMAT", "the kind of file", "jsonl", {"jsonl", "csv", "parquet"}, false, false},
        {"--out",
         "PATH",
         "the file, or with --what all the folder; - is standard output (not for Parquet)",
         "-",
         {},
         false,
         false}},
       "With --what all --format jsonl each line is a whole report as detente code writes it. Otherwise each line is a "
       "row "
       "with its report, its span and the words there."},
  };
}

}  // namespace detente::cli
