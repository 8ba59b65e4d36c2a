// What elements of news pages are called, and what that says about them. The words are those that publishers' systems
// and their plug-ins use in class, id, role and itemprop.
#include <algorithm>
#include <string>

#include "page_blocks.hpp"

namespace detente::intake::html {

namespace {

// Whole words of a class or id that mark a part of the page which is not the article.
constexpr std::string_view kAsideWords =
    " "
    "ad addthis ads adsbygoogle adslot advert advertisement advertising advertorial authorbio banner bio "
    "breadcrumb breadcrumbs byline carousel comment commentlist comments consent cookie cookies dfp "
    "disclaimer disqus donate donation footer footnav gdpr hashtags instaread intercom jobs keywords "
    "livefyre login masthead menu modal mostread nav navbar navigation newsletter newsletters noprint "
    "outbrain overlay pager pagination permalink popular popup postmeta promo promobox promos promoted "
    "promotion rating ratings recirc recirculation recommend recommendation recommendations recommended "
    "related relatedlinks replies reply respond rollover share sharebar sharedaddy sharethis sharing "
    "shopping sidebar signin signup skip skyscraper slideshow social socials sponsor sponsored sponsors "
    "subscribe subscription syndication taboola taglist tags teaser teasers timestamp toolbar tooltip topnav "
    "trending upsell widget widgets zergnet ";

// Two words in a row that do.
constexpr std::string_view kAsidePairs =
    "|"
    " about author | also like | also read | article info | article meta | article tags | author bio |"
    " author box | author info | bottom bar | call to | cross sell | editors picks | entry footer |"
    " entry meta | follow us | further reading | jp relatedposts | latest news | left rail | link list |"
    " more from | more like | more news | more on | more stories | most popular | most read | most viewed |"
    " next article | next post | next story | photo credit | post footer | post info | post meta |"
    " post navigation | post tags | prev next | previous post | print only | read also | read more |"
    " read next | reader comments | related posts | right col | right column | right rail | see also |"
    " side bar | side rail | site header | story meta | tag list | top bar | top stories | video playlist |"
    " you may |";

constexpr std::string_view kCaptionWords =
    " "
    "caption captions cutline figcaption imagecaption photocaption photocredit ";

// Without signs: what systems call the element that holds the article.
constexpr std::string_view kBodyNames =
    "articlebody articlecontent articlecopy articlemaincontent articletext blogcontent bodycopy contentbody "
    "entrybody entrycontent entrytext fulltext newsbody newscontent newstext postbody postcontent postentry "
    "posttext storybody storycontent storytext ";

// True if one of the words, each between spaces, is in the list.
bool has_any_word(const std::string& words, std::string_view list) {
  for (std::size_t from = 0; from + 1 < words.size();) {
    const std::size_t to = words.find(' ', from + 1);
    if (to > from + 1 && list.find(std::string_view(words).substr(from, to - from + 1)) != std::string_view::npos) {
      return true;
    }
    from = to;
  }
  return false;
}

// True if one of the parts of the list, which end in `separator`, is in the text.
bool has_any_part(std::string_view text, std::string_view list, char separator) {
  for (std::size_t from = 0; from < list.size();) {
    const std::size_t to = list.find(separator, from);
    if (to > from && text.find(list.substr(from, to - from)) != std::string_view::npos) {
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
  for (std::size_t from = 0; from < classes.size();) {
    const std::size_t to = std::min(classes.find(' ', from), classes.size());
    const std::string_view name = classes.substr(from, to - from);
    if (name == "hidden" || name == "d-none" || name == "hide" || name == "is-hidden") {
      return Hint::never;
    }
    from = to + 1;
  }
  std::string words = name_words(classes) + name_words(own_id);
  for (const std::string_view unseen :
       {" visually hidden ", " visuallyhidden ", " sr only ", " screen reader ", " rollover "}) {
    if (words.find(unseen) != std::string::npos) {
      return Hint::never;
    }
  }
  if (has_any_word(words, kCaptionWords)) {
    return Hint::caption;
  }
  if (has_any_word(words, kAsideWords) || has_any_part(words, kAsidePairs, '|')) {
    return Hint::aside;
  }
  std::erase(words, ' ');
  if (has_any_part(words, kBodyNames, ' ')) {
    return Hint::body;
  }
  return Hint::none;
}

}  // namespace detente::intake::html
