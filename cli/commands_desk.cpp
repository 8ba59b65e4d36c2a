// The commands of the board and the desk.
#include "board_text.hpp"
#include "command_table.hpp"

namespace detente::cli {

std::vector<Command> desk_commands() {
  return {
      {"board",
       "Show the state of play.",
       {{"detente board", "all that the record says"},
        {"detente board --as-of 2024-10-10 --party Israel", "what was known that day about one party"},
        {"detente board --section proposals --section red-lines", "some parts of it"}},
       {},
       {kDatabase,
        kAsOf,
        kRevision,
        kParty,
        kAbout,
        kCountry,
        {"--section", "NAME", "only this part; may be repeated", "all", board_sections(), true, false},
        {"--half-life", "DAYS", "after how many days an event weighs half in a tie", "30", {}, false, false},
        {"--limit",
         "N",
         "how many lines each part shows; 0 shows all, also of the JSON, which has 1000 otherwise",
         "12",
         {},
         false,
         true}},
       "Support is counted in origins: copies and rewrites of one story count once. Two figures that differ stay two "
       "figures, each with who says so. The weight of a tie is the sum of Goldstein's values of what is told as done, "
       "halved with age; the change is that against a week before. A report without a date counts from the day on "
       "which it was read. docs/board.md has every part with its formula and its limits."},
      {"brief",
       "Write two pages on the state of play, every sentence with its footnotes.",
       {{"detente brief", "Markdown on standard output"},
        {"detente brief --html --out brief.html", "a page of one file that prints on two sheets A4"},
        {"detente brief --as-of 2024-10-10 --since 2024-10-01 --party Israel",
         "what was known that day about one party, and what was new since the first of the month"},
        {"detente brief --about \"Darfur, Janjaweed\"", "one crisis of a record that holds several"}},
       {},
       {kDatabase,
        kAsOf,
        kRevision,
        kParty,
        kAbout,
        kCountry,
        {"--from",
         "DATE",
         "leave out the reports published before that day",
         "a year before the last report, or earlier, so that six are left",
         {},
         false,
         false},
        {"--since", "DATE", "the day from which change is counted", "14 days before the last report", {}, false, false},
        {"--html", "", "write a page for browsers and printers in place of Markdown", "", {}, false, false},
        {"--out", "FILE", "the file; - is standard output", "-", {}, false, false}},
       "Each footnote names the report, the bytes of it and the words there. What is planned, possible, on a condition "
       "or denied is told as such; a sentence that stands in someone's statement names who said it. Acts of which the "
       "source or the target is not known are left out. The same record gives the same bytes."},
      {"diff",
       "Show what changed between two days or two revisions.",
       {{"detente diff --from 2024-09-20 --to 2024-09-30", "what the reports of those ten days changed"},
        {"detente diff --from-revision 1 --to-revision 2", "what reading again changed"}},
       {},
       {kDatabase,
        {"--from", "DATE", "begin with what the reports published by that day say", "", {}, false, false},
        {"--to", "DATE", "end with what the reports published by that day say", "all reports", {}, false, false},
        {"--from-revision", "N", "begin with what had been read by that revision", "the latest", {}, false, true},
        {"--to-revision", "N", "end with what had been read by that revision", "the latest", {}, false, true},
        kParty,
        kAbout,
        kCountry,
        {"--limit", "N", "how many lines each part shows; 0 shows all", "8", {}, false, true}},
       "Proposals that changed their state, red lines newly told or touched, levers that moved, counts that grew or "
       "came to differ, things newly contradicted, ties with their weights, parties that are new or gone; each with "
       "the "
       "words that say so."},
      {"serve",
       "Open the desk: a web page and an API over the record.",
       {{"detente serve crisis.duckdb", "at http://127.0.0.1:8421/, for this machine alone"},
        {"detente serve --port 0 --read-only", "at any free port, and nothing can be added"}},
       {{"FILE", "the record; an empty one is made if it is not there", false, false}},
       {kDatabase,
        {"--address",
         "ADDRESS",
         "where to listen; any other than this machine's own needs a token, which is made if none is given",
         "127.0.0.1",
         {},
         false,
         false},
        {"--port", "N", "the port; 0 takes any that is free", "8421", {}, false, true},
        {"--token",
         "TOKEN",
         "what every request must bring: 16 or more letters, digits, - or _",
         "none, or made where it is needed",
         {},
         false,
         false},
        {"--host",
         "NAME",
         "a name that this machine is called by in addresses; may be repeated",
         "localhost and plain addresses",
         {},
         true,
         false},
        {"--threads", "N", "how many views are answered at once, 2 or more", "all processors", {}, false, true},
        {"--read-only", "", "add nothing: no uploads, no corrections", "", {}, false, false},
        {"--max-body", "MB", "the largest file that may be handed in", "64", {}, false, true},
        {"--max-seconds", "N", "how long an answer may take", "20", {}, false, true},
        kModel,
        kKnowledge},
       "The page shows the state of play with the words that each line was read from; reports can be dropped on it, "
       "and "
       "are read while others look. What was taken in is on the disk first, so that nothing is lost if the program is "
       "killed. The API is described at /api and in docs/desk-api.md, what keeps other web sites and machines out in "
       "docs/desk-server.md. Ctrl-C ends the desk; it exits 0."},
      {"draft-crisis",
       "Draft a crisis file for play from the state of play.",
       {{"detente draft-crisis --out crisis.toml", "from all that the record says"},
        {"detente draft-crisis --as-of 2024-10-10", "from what was known that day"}},
       {},
       {kDatabase,
        kAsOf,
        kRevision,
        kParty,
        kAbout,
        kCountry,
        {"--out", "FILE", "the file; - is standard output", "-", {}, false, false}},
       "Each number names the items of the record that it was made from, with the formula, or says that it is assumed "
       "and why: `detente play crisis.toml --check` lists which. What could not be put into the file stands at its "
       "top."},
      {"mcp",
       "Answer programs over the Model Context Protocol.",
       {{"detente mcp crisis.duckdb", "on standard input and output, a JSON-RPC message a line"}},
       {{"FILE", "the record", false, false}},
       {kDatabase},
       "For programs that talk to language models. Nothing can be changed; every answer carries the words of the "
       "reports that it stands on, with their places. It speaks revision 2026-07-28 of the protocol and those before "
       "it. While a desk has the record open, ask the desk instead: POST /mcp. docs/mcp.md lists the tools."},
  };
}

}  // namespace detente::cli
