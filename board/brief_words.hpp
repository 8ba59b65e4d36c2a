// English for what the record says: parties, acts, numbers, dates, quotations.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "brief_items.hpp"

namespace detente::board::briefing {

// "the United States", "Israel", "senior officials (USA)"; quoted if the words name no party: "“the statement”".
std::string told_party(const Who& who);
// "Russian authorities are", "the United States is".
bool is_many(const Who& who);
// Where a sentence begins.
std::string capital(std::string text);
// "Israel and Hezbollah"; of more than `most`, "Israel, Egypt and 3 others".
std::string told_list(std::vector<std::string> names, std::size_t most = 3);

// What was done, as the status allows to say: "struck", "plans to strike", "may strike", "did not strike". The code is
// a CAMEO code, the type a PLOVER type (for codes that the table lacks). `many`: the source is more than one.
std::string told_act(std::string_view type, std::string_view cameo, std::string_view status, bool many);

// True if the words that tell of the act, with what follows them, name an act of the type: what is coded by a word that
// may mean something else is not told.
bool is_plain(std::string_view type, std::string_view words, std::string_view behind);

// "more than 1,400", "between 500 and 600", "at most 30".
std::string told_number(const Toll& toll);
std::string told_integer(double number);
// "26 September 2024", "September 2024", "2024"; the text itself if it is no date.
std::string told_date(std::string_view iso);
// "on 26 September 2024", "in September 2024", "in week 39 of 2024"; "" for "".
std::string told_when(std::string_view iso);
// "21 days", "60 days", "3 weeks", "6 months" for ISO 8601 durations; "" for others.
std::string told_duration(std::string_view iso);

std::string plural(std::int64_t count, std::string_view one, std::string_view many);

// The sentence around a span, at most about `most` bytes where the sentence is longer, cut between words. Never crosses
// a line break.
Span around(std::string_view text, Span span, std::size_t most);
// What of a sentence tells of the span: all of it, if that is at most so many bytes, else the clause around it.
Span telling(std::string_view text, Span span, Span sentence, std::size_t most);
// From the first to the last of the spans, widened to the clause if its ends are near.
Span clause(std::string_view text, Span span, Span sentence, std::size_t most);

}  // namespace detente::board::briefing
