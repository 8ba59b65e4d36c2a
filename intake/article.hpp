// Which blocks of a page are the article.
//
// Scores follow the observation of Kohlschütter, Fankhauser and Nejdl ("Boilerplate detection using shallow text
// features", 2010) that length and link density tell text from furniture, and of Arc90's Readability (2009) that the
// parents of good paragraphs are the article. The rules and weights here are our own; docs/measurements/intake.md has
// their result.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "page_blocks.hpp"

namespace detente::intake::html {

struct ArticleHelp {
  std::string title;  // the headline, to keep it out of the body
  std::string byline;
  std::string article_body;  // from JSON-LD; empty if the page has none
};

// The blocks of the article in order, as indices into page.blocks.
std::vector<std::size_t> find_article(Page& page, const ArticleHelp& help);

// True for a line that belongs to a news page and never to an article: "Advertisement", "Share this story",
// "Sign up for our newsletter", "© 2024 ...". Works on one block or line of plain text.
bool is_furniture(std::string_view line);

// True for a sentence that speaks to the reader of the page and not of the news: how to reach the author, whom to
// follow, which newsletter to order, who holds the rights.
bool is_notice(std::string_view line);

// True for a heading behind which only other articles and services follow: "Related", "More from ...", "Comments".
bool is_end_heading(std::string_view line);

// Letters and digits alone, in lower case, for comparing lines that may differ in quotes and signs.
std::string letters_of(std::string_view text);

}  // namespace detente::intake::html
