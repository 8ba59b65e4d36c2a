// Classes of characters as Python 3 draws them (str.isspace, isalpha, isdigit, isupper), for spaCy's word attributes.
#pragma once

#include <cstdint>
#include <string_view>

namespace detente::language {

bool is_space(char32_t c);
bool is_alpha(char32_t c);
bool is_digit(char32_t c);  // decimal digits, and superscripts and circled digits with a digit value
bool is_upper(char32_t c);
bool is_lower(char32_t c);
bool is_title(char32_t c);
bool is_punctuation(char32_t c);  // general category P
bool is_currency(char32_t c);     // general category Sc

// Every character is alphabetic, and there is one (str.isalpha). The bytes must be valid UTF-8.
bool all_alpha(std::string_view valid);

}  // namespace detente::language
