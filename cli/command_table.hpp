// The parts of the one table of commands; commands.cpp puts them together.
#pragma once

#include <vector>

#include "detente/cli/options.hpp"

namespace detente::cli {

std::vector<Command> record_commands();  // what reads reports, keeps them and gives them out again
std::vector<Command> desk_commands();    // what is made of the record: the state of play and what goes with it
std::vector<Command> play_commands();    // what plays a crisis forward, and the engines beside it

// Options that several commands take.
inline const Option kDatabase{"--db", "FILE", "the record", "$DETENTE_DB, else crisis.duckdb", {}, false, false};
inline const Option kModel{
    "--model", "DIR", "a spaCy v3 pipeline to read with", "$DETENTE_MODEL, else the one installed", {}, false, false};
inline const Option kKnowledge{
    "--knowledge", "DIR", "more parties and acts: TOML files or PETRARCH dictionaries; may be repeated", "", {},
    true,          false};
inline const Option kAsOf{"--as-of", "DATE", "what the reports published by that day say", "all reports", {},
                          false,     false};
inline const Option kRevision{"--revision", "N", "what had been read by that revision", "the latest", {}, false, true};
inline const Option kParty{
    "--party", "NAME", "only what this party did, said or suffered: a name, alias or code", "", {}, false, false};
inline const Option kAbout{
    "--about", "WORDS", "only reports with these words in the title, or twice in the text; commas part alternatives",
    "",        {},      false,
    false};
inline const Option kCountry{
    "--country", "CODE", "only reports on this country: its three letters, or its name", "", {}, false, false};

}  // namespace detente::cli
