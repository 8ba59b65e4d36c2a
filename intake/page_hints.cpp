// What elements of news pages are called, and what that says about them. The words are those that publishers' systems
// and their plug-ins use in class, id, role and itemprop.
#include <algorithm>
#include <array>
#include <string>

#include "page_blocks.hpp"

namespace detente::intake::html {

namespace {

// Whole words of a class or id that mark a part of the page which is not the article.
constexpr auto kAsideWords = std::to_array<std::string_view>({
    "ad",
    "addthis",
    "ads",
    "adslot",
    "adsbygoogle",
    "advert",
    "advertisement",
    "advertising",
    "advertorial",
    "authorbio",
    "banner",
    "bio",
    "breadcrumb",
    "breadcrumbs",
    "byline",
    "carousel",
    "comment",
    "commentary-form",
    "commentlist",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "dfp",
    "disclaimer",
    "disqus",
    "donate",
    "donation",
    "footer",
    "footnav",
    "gdpr",
    "hashtags",
    "instaread",
    "intercom",
    "jobs",
    "keywords",
    "livefyre",
    "login",
    "masthead",
    "menu",
    "modal",
    "mostread",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "newsletters",
    "noprint",
    "outbrain",
    "overlay",
    "pager",
    "pagination",
    "permalink",
    "popup",
    "popular",
    "postmeta",
    "promo",
    "promobox",
    "promos",
    "promoted",
    "promotion",
    "rail",
    "rating",
    "ratings",
    "recirc",
    "recirculation",
    "recommend",
    "recommendation",
    "recommendations",
    "recommended",
    "related",
    "relatedlinks",
    "replies",
    "reply",
    "respond",
    "share",
    "sharebar",
    "sharedaddy",
    "sharethis",
    "sharing",
    "shopping",
    "sidebar",
    "signin",
    "signup",
    "skip",
    "skyscraper",
    "slideshow",
    "social",
    "socials",
    "sponsor",
    "sponsored",
    "sponsors",
    "subscribe",
    "subscription",
    "syndication",
    "taboola",
    "taglist",
    "tags",
    "teaser",
    "teasers",
    "timestamp",
    "toolbar",
    "tooltip",
    "topnav",
    "trending",
    "upsell",
    "widget",
    "widgets",
    "zergnet",
});

// Two words in a row that do.
constexpr auto kAsidePairs = std::to_array<std::string_view>({
    " about author ",   " also like ",       " also read ",       " article info ",    " article meta ",
    " article tags ",   " author bio ",      " author box ",      " author info ",     " bottom bar ",
    " call to ",        " cross sell ",      " editors picks ",   " entry footer ",    " entry meta ",
    " follow us ",      " further reading ", " latest news ",     " link list ",       " more from ",
    " more like ",      " more news ",       " more on ",         " more stories ",    " most popular ",
    " most read ",      " most viewed ",     " next article ",    " next post ",       " next story ",
    " photo credit ",   " post footer ",     " post info ",       " post meta ",       " post navigation ",
    " post tags ",      " prev next ",       " previous post ",   " print only ",      " read also ",
    " read more ",      " read next ",       " reader comments ", " right col ",       " right column ",
    " see also ",       " side bar ",        " site header ",     " story meta ",      " tag list ",
    " top bar ",        " top stories ",     " you may ",         " jp relatedposts ", " related posts ",
    " video playlist ",
});

constexpr auto kCaptionWords = std::to_array<std::string_view>({
    "caption",
    "captions",
    "cutline",
    "figcaption",
    "imagecaption",
    "photocaption",
    "photocredit",
});

// Without signs: what systems call the element that holds the article.
constexpr auto kBodyNames = std::to_array<std::string_view>({
    "articlebody", "articlecontent", "articlecopy",  "articlemaincontent", "articletext", "blogcontent",
    "bodycopy",    "contentbody",    "entrybody",    "entrycontent",       "entrytext",   "fulltext",
    "newsbody",    "newscontent",    "newstext",     "postbody",           "postcontent", "postentry",
    "posttext",    "storybody",      "storycontent", "storytext",
});

bool has_word(const std::string& words, std::string_view word) {
  for (std::size_t at = words.find(word); at != std::string::npos; at = words.find(word, at + 1)) {
    if (words[at - 1] == ' ' && words[at + word.size()] == ' ') {
      return true;
    }
  }
  return false;
}

template <typename Words>
bool has_any_word(const std::string& words, const Words& list) {
  std::size_t from = 1;
  while (from < words.size()) {
    const std::size_t to = words.find(' ', from);
    if (std::binary_search(list.begin(), list.end(), std::string_view(words).substr(from, to - from))) {
      return true;
    }
    from = to + 1;
  }
  return false;
}

bool is_hidden(const Document& document, Id id) {
  if (document.has_attribute(id, "hidden")) {
    return true;
  }
  std::string style(document.attribute(id, "style"));
  if (style.empty()) {
    return false;
  }
  std::erase_if(style, [](char c) { return c == ' ' || c == '\t' || c == '\n'; });
  for (char& c : style) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return style.find("display:none") != std::string::npos || style.find("visibility:hidden") != std::string::npos;
}

bool is_control(Tag tag) {
  switch (tag) {
    case Tag::audio:
    case Tag::button:
    case Tag::canvas:
    case Tag::dialog:
    case Tag::embed:
    case Tag::frame:
    case Tag::head:
    case Tag::iframe:
    case Tag::input:
    case Tag::label:
    case Tag::link:
    case Tag::meta:
    case Tag::noembed:
    case Tag::noframes:
    case Tag::noscript:
    case Tag::object:
    case Tag::option:
    case Tag::script:
    case Tag::select:
    case Tag::style:
    case Tag::svg:
    case Tag::template_:
    case Tag::textarea:
    case Tag::title:
    case Tag::video:
      return true;
    default:
      return false;
  }
}

}  // namespace

Hint hint_of(const Document& document, Id id) {
  const Tag tag = document.nodes[id].tag;
  if (is_control(tag) || is_hidden(document, id)) {
    return Hint::never;
  }
  if (tag == Tag::html || tag == Tag::body || tag == Tag::main) {
    return Hint::none;
  }
  if (tag == Tag::nav || tag == Tag::footer || tag == Tag::aside || tag == Tag::menu || tag == Tag::address) {
    return Hint::aside;
  }
  if (tag == Tag::figcaption || tag == Tag::figure) {
    return Hint::caption;
  }
  const std::string_view role = document.attribute(id, "role");
  if (role == "navigation" || role == "complementary" || role == "contentinfo" || role == "banner" ||
      role == "search" || role == "menu" || role == "dialog" || role == "alert") {
    return Hint::aside;
  }
  if (document.attribute(id, "itemprop").find("articleBody") != std::string_view::npos) {
    return Hint::body;
  }
  const std::string_view classes = document.attribute(id, "class");
  const std::string_view own_id = document.attribute(id, "id");
  if (classes.empty() && own_id.empty()) {
    return Hint::none;
  }
  std::string words = name_words(classes) + name_words(own_id);
  if (has_word(words, "hidden") && has_word(words, "visually")) {
    return Hint::never;
  }
  if (words.find(" sr only ") != std::string::npos || words.find(" screen reader ") != std::string::npos) {
    return Hint::never;
  }
  if (has_any_word(words, kCaptionWords)) {
    return Hint::caption;
  }
  if (has_any_word(words, kAsideWords)) {
    return Hint::aside;
  }
  for (const std::string_view pair : kAsidePairs) {
    if (words.find(pair) != std::string::npos) {
      return Hint::aside;
    }
  }
  std::erase(words, ' ');
  for (const std::string_view name : kBodyNames) {
    if (words.find(name) != std::string::npos) {
      return Hint::body;
    }
  }
  return Hint::none;
}

}  // namespace detente::intake::html
