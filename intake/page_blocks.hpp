// A page as the list of its blocks of text, with what is needed to tell an article from the rest of the page.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "html_tree.hpp"

namespace detente::intake::html {

// What an element says about its content, by its tag, role, class and id.
enum class Hint : std::uint8_t {
  none,
  never,    // no text for readers: script, hidden parts, controls
  aside,    // part of the page and not of the article: menus, comments, related links, sharing, advertisements
  caption,  // a picture's caption or credit
  body,     // names itself the body of the article
};

struct Block {
  Id owner = 0;                 // the element that makes the block: p, li, h2, td, div ...
  Id first = 0;                 // the first text node
  Tag tag = Tag::text;          // of the owner
  std::string text;             // white space collapsed, "\n" for a line break inside
  std::uint32_t link_size = 0;  // bytes inside links
  std::uint32_t bold_size = 0;  // bytes in bold
  bool in_list = false;
  bool in_table = false;
  bool in_quote = false;
  Id aside = kNoNode;  // the outermost element with the hint `aside` or `caption` around it
};

struct Page {
  const Document* document = nullptr;
  std::vector<Hint> hints;    // per node
  std::vector<Block> blocks;  // in document order
};

// The hint of one element.
Hint hint_of(const Document& document, Id node);

Page make_page(const Document& document);

// The words of a class or id in lower case, split at signs and at capitals: "relatedLinks nav-item" gives
// "related links nav item ", each followed by a space, with one in front.
std::string name_words(std::string_view name);

// The blocks of the subtree of one node, for parts that are not whole pages.
std::vector<Block> blocks_of(const Document& document, const std::vector<Hint>& hints, Id root);

}  // namespace detente::intake::html
