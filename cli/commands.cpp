// The definitions of options.hpp, and nothing else.
#include "detente/cli/options.hpp"

namespace detente::cli {

namespace {

const Option kDatabase{"--db", "FILE", "the record", "$DETENTE_DB, else crisis.duckdb", {}, false, false};
const Option kModel{"--model", "DIR", "a spaCy v3 pipeline to read with", "$DETENTE_MODEL, else the one installed", {},
                    false,     false};
const Option kKnowledge{
    "--knowledge", "DIR", "more parties and acts: TOML files or PETRARCH dictionaries; may be repeated", "", {},
    true,          false};
const Option kAsOf{"--as-of", "DATE", "what the reports published by that day say", "all reports", {}, false, false};
const Option kRevision{"--revision", "N", "what had been read by that revision", "the latest", {}, false, true};
const Option kParty{"--party", "NAME", "only what this party did, said or suffered: a name, alias or code", "", {},
                    false,     false};

std::vector<Command> make_commands() {
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
      {"board",
       "Show the state of play.",
       {{"detente board", "all that the record says"},
        {"detente board --as-of 2024-10-10 --party Israel", "what was known that day about one party"}},
       {},
       {kDatabase,
        kAsOf,
        kRevision,
        kParty,
        {"--limit", "N", "how many lines each part shows; 0 shows all", "12", {}, false, true}},
       "Copies of one text count once. Two figures that differ stay two figures, each with who says so. A report "
       "without a "
       "date counts from the day on which it was read."},
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
        {"--why", "", "say which rule or lexicon line made each item, and with what confidence", "", {}, false, false}},
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
      {"solve",
       "Solve a game in extensive form.",
       {{"detente solve signal.efg", "an equilibrium, by the method that fits"},
        {"detente solve signal.efg --all", "all of them"},
        {"detente solve patron.efg --method qre --lambda 1 --lambda 10", "how players with errors play it"},
        {"detente solve signal.efg --method qre --plot signal.svg", "the whole path, drawn"},
        {"detente solve --game kuhn --method cfr --iterations 500", "a small poker, learned"}},
       {{"FILE", "a game in Gambit's .efg format; - is standard input", false, false}},
       {{"--method",
         "NAME",
         "how it is solved; auto says what it chose",
         "auto",
         {"auto", "backward", "lp", "lcp", "support", "pure", "qre", "cfr"},
         false,
         false},
        {"--all", "", "all equilibria that the method can list, not one", "", {}, false, false},
        {"--lambda",
         "X",
         "with qre: show the path at this precision; may be repeated",
         "the whole path",
         {},
         true,
         false},
        {"--iterations", "N", "with cfr: how often all players learn", "1000", {}, false, true},
        {"--checkpoint",
         "N",
         "with cfr: say after every N how far the average can be exploited",
         "a tenth of all",
         {},
         false,
         true},
        {"--game",
         "NAME",
         "a game that comes with the program, in place of a file",
         "",
         {"kuhn", "leduc"},
         false,
         false},
        {"--write", "FILE", "write the game as .efg and do not solve it; - is standard output", "", {}, false, false},
        {"--csv", "", "write a row for every move as CSV", "", {}, false, false},
        {"--plot", "FILE", "with qre and cfr: draw the path, or how play is learned, as SVG", "", {}, false, false},
        {"--limit", "N", "how many information sets the table shows; 0 shows all", "40", {}, false, true}},
       "backward: perfect information. lp: two players with opposed payoffs. lcp, support: any two players, one "
       "equilibrium or all extreme ones. pure: all in pure strategies. qre: any number of players, the path of logit "
       "equilibria and its limit. cfr: CFR+, for large games. Each answer comes with its regret, which is what the "
       "best "
       "reply of any player would gain."},
      {"doctor",
       "Say what is installed, what is missing, and how to get it.",
       {{"detente doctor", "versions, model, knowledge, database, processor"}},
       {},
       {kDatabase, kModel, kKnowledge},
       ""},
      {"bargain",
       "Let actors bargain over an issue, turn by turn.",
       {{"detente bargain talks.csv", "the spatial model of politics, as KTAB has it"},
        {"detente bargain talks.csv --plot talks.svg --csv >positions.csv", "a chart and a table"},
        {"detente bargain corridor.csv --model bdm", "Bueno de Mesquita's expected utility model"}},
       {{"FILE",
         "actors with capability, position and salience: KTAB's CSV or XML, or a table headed Actor, Capability, "
         "Position, Salience; - is standard input",
         true, false}},
       {{"--model",
         "NAME",
         "smp: spatial model of politics; bdm: expected utility model",
         "smp",
         {"smp", "bdm"},
         false,
         false},
        {"--turns", "N", "how many turns or rounds at most", "100 of smp, 10 of bdm", {}, false, true},
        {"--plot",
         "FILE",
         "draw the positions as SVG; one file a dimension, numbered, if there are several",
         "",
         {},
         false,
         false},
        {"--csv", "", "write a table as CSV", "", {}, false, false},
        {"--table", "NAME", "which table --csv writes", "positions", {"positions", "bargains", "risk"}, false, false},
        {"--limit", "N", "how many moves are told; 0 tells all", "12", {}, false, true},
        {"--mode",
         "NAME",
         "bdm: corrected, or scholz with the slips of the published implementation",
         "corrected",
         {"corrected", "scholz"},
         false,
         false},
        {"--log", "", "bdm with --mode scholz: the rounds in the words of the published log", "", {}, false, false},
        {"--pce",
         "NAME",
         "smp: how pairwise contests make a winner",
         "conditional",
         {"conditional", "markov-uniform", "markov-incentive"},
         false,
         false},
        {"--victory",
         "NAME",
         "smp: how strength makes a winner of a pair",
         "linear",
         {"linear", "square", "quartic", "octic", "binary"},
         false,
         false},
        {"--vote",
         "NAME",
         "smp: how a gain of utility makes votes",
         "proportional",
         {"binary", "prop-bin", "proportional", "prop-cubic", "cubic"},
         false,
         false},
        {"--transitions",
         "NAME",
         "smp: take the likeliest bargain, or draw one",
         "deterministic",
         {"deterministic", "stochastic"},
         false,
         false},
        {"--seed", "N", "smp: the seed of what is drawn", "1", {}, false, true},
        {"--risk-range",
         "NAME",
         "smp: attitudes to risk within 0 to 1, -1/2 to 1, or -1 to 1",
         "mid",
         {"min", "mid", "max"},
         false,
         false},
        {"--risk-view",
         "NAME",
         "smp: how far actors see the attitudes of others in place of their own",
         "one-third",
         {"none", "one-third", "half", "two-thirds", "full"},
         false,
         false},
        {"--third-parties",
         "NAME",
         "smp: whether others join a contest of two",
         "semi",
         {"none", "semi"},
         false,
         false},
        {"--interpolation",
         "NAME",
         "smp: how salience and strength weigh in a bargain",
         "s2p2",
         {"s1p1", "s2p2", "s2pmax"},
         false,
         false},
        {"--proposals",
         "NAME",
         "smp: whose view of a contest makes its bargain",
         "initiator",
         {"initiator", "both", "weighted"},
         false,
         false}},
       "What an XML scenario says of these choices holds unless an option says otherwise. The run shows what follows "
       "from the numbers in the file; it is no forecast. docs/play/bargaining.md has the mathematics and what is "
       "verified."},
      {"generate",
       "Print shell completions, the man page or the option reference.",
       {{"detente generate bash > ~/.local/share/bash-completion/completions/detente", "completions for bash"},
        {"detente generate man > detente.1", "the man page"}},
       {{"WHAT", "bash, zsh, fish, man or reference", true, false}},
       {},
       ""},
  };
}

const std::vector<Option> kCommon{
    {"--json", "", "write JSON for programs in place of text for people", "", {}, false, false},
    {"--color",
     "WHEN",
     "colour and marks; NO_COLOR turns it off too",
     "auto",
     {"auto", "always", "never"},
     false,
     false},
    {"--help", "", "this text (also -h)", "", {}, false, false},
};

}  // namespace

std::span<const Command> commands() {
  static const std::vector<Command> kCommands = make_commands();
  return kCommands;
}

std::span<const Option> common_options() { return kCommon; }

const Command* find_command(std::string_view name) {
  for (const Command& command : commands()) {
    if (command.name == name) {
      return &command;
    }
  }
  return nullptr;
}

}  // namespace detente::cli
