// What a page says about its article outside the article: title, byline, outlet, date, address, language.
#pragma once

#include <string>
#include <string_view>

#include "page_blocks.hpp"

namespace detente::intake::html {

struct Meta {
  std::string title;
  std::string byline;
  std::string outlet;
  std::string published;  // ISO 8601 or empty
  std::string modified;   // ISO 8601 or empty; only to stand in when nothing says when it was published
  std::string address;    // canonical, absolute, or empty
  std::string language;   // as the page declares it, "en"; or empty
  std::string article_body;
  std::string description;
};

// From JSON-LD, OpenGraph, meta elements, microdata, the headline and the address, in this order of trust.
Meta read_meta(const Document& document);

// Fills what is still empty from what the page shows: a line "By A. Smith", a date near the headline.
void read_visible_meta(const Page& page, Meta& meta);

// The text of an element, white space collapsed, without scripts and styles; about 2,000 bytes of it at most.
std::string text_of(const Document& document, Id node);

// "By Anna Smith and Omar Haddad | Reuters" gives "Anna Smith and Omar Haddad"; empty if the line is no byline.
std::string byline_of_line(std::string_view line);

}  // namespace detente::intake::html
