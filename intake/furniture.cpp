// Lines that news pages print around their articles.
#include <algorithm>
#include <array>
#include <string>

#include "article.hpp"

namespace detente::intake::html {

namespace {

// Lower case ASCII, one space between words, typographic quotes made plain, signs at both ends gone.
std::string plain(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (text.substr(i, 3) == "\xE2\x80\x99" || text.substr(i, 3) == "\xE2\x80\x98") {
      out += '\'';
      i += 2;
    } else if (text.substr(i, 3) == "\xE2\x80\xA6") {
      out += "...";
      i += 2;
    } else if (c <= ' ' || text.substr(i, 2) == "\xC2\xA0") {
      i += c == 0xC2 ? 1 : 0;
      if (!out.empty() && out.back() != ' ') {
        out += ' ';
      }
    } else {
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : static_cast<char>(c);
    }
  }
  const auto is_edge = [](char c) {
    return c == ' ' || c == '.' || c == ':' || c == '!' || c == '|' || c == '-' || c == '>' || c == '<' || c == '*' ||
           c == '[' || c == ']' || c == '(' || c == ')' || c == '"';
  };
  std::size_t begin = 0;
  while (begin < out.size() && is_edge(out[begin])) {
    ++begin;
  }
  std::size_t end = out.size();
  while (end > begin && is_edge(out[end - 1])) {
    --end;
  }
  return out.substr(begin, end - begin);
}

// The whole line.
constexpr auto kLines = std::to_array<std::string_view>({
    "advertisement",
    "advertisements",
    "advertising",
    "article continues after advertisement",
    "article continues below",
    "back to top",
    "click here",
    "click to expand",
    "close",
    "comment",
    "comments",
    "copy link",
    "copy the link",
    "continue reading",
    "continue reading below",
    "continue reading the main story",
    "download",
    "email",
    "email this",
    "enlarge",
    "expand",
    "facebook",
    "follow us",
    "free newsletter",
    "image",
    "instagram",
    "leave a comment",
    "leave a replay",
    "leave a reply",
    "linkedin",
    "listen",
    "load comments",
    "loading",
    "loading...",
    "more",
    "more details",
    "next",
    "next article",
    "next post",
    "next story",
    "no comments",
    "photo",
    "photos",
    "pinterest",
    "please wait",
    "post a comment",
    "post comment",
    "previous",
    "previous article",
    "previous post",
    "previous story",
    "print",
    "print this article",
    "promoted stories",
    "read full story",
    "read more",
    "recommended",
    "recommended stories",
    "reddit",
    "related",
    "related articles",
    "related stories",
    "report a typo",
    "reprints",
    "rss",
    "save",
    "scroll to continue",
    "see also",
    "share",
    "share this",
    "share this article",
    "share this page",
    "share this post",
    "share this story",
    "share this story:",
    "show comments",
    "sign in",
    "sign up",
    "skip advertisement",
    "sponsored content",
    "story continues below",
    "story continues below advertisement",
    "subscribe",
    "subscribe now",
    "submit a comment",
    "supported by",
    "tags",
    "terms of use",
    "this is an advertisement",
    "this story continues below",
    "tweet",
    "twitter",
    "video",
    "view comments",
    "watch",
    "whatsapp",
    "write a comment",
    "you may also like",
});

// The beginning of a short line.
constexpr auto kBeginnings = std::to_array<std::string_view>({
    "all rights reserved",
    "click here to",
    "copyright \xC2\xA9",
    "copyright 20",
    "download our app",
    "download the app",
    "follow us on",
    "follow her on twitter",
    "follow him on twitter",
    "follow them on twitter",
    "get our newsletter",
    "join our newsletter",
    "like us on facebook",
    "share this",
    "sign up for",
    "sign up to",
    "sign up here",
    "subscribe to our",
    "subscribe to the",
    "this article was originally published",
    "this story was originally published",
    "to comment on this story",
    "to leave a comment",
    "view this post on",
    "you must be logged in",
    "your email address will not be published",
    "\xC2\xA9 20",
    "\xC2\xA9 copyright",
});

// The beginning of a short line that is no sentence.
constexpr auto kLabels = std::to_array<std::string_view>({
    "also read:",         "get the latest", "have a tip", "listen to this", "more from",           "more:",
    "newsletter sign up", "read also:",     "read more:", "read next:",     "read the full story", "related article",
    "related story",      "related:",       "see also:",  "share on",       "share via",           "support our",
    "visit our",          "want more",      "watch more", "watch:",
});

}  // namespace

bool is_furniture(std::string_view line) {
  if (line.size() > 220) {
    return false;
  }
  const std::string text = plain(line);
  if (std::find(kLines.begin(), kLines.end(), text) != kLines.end()) {
    return true;
  }
  if (text.starts_with("the post ") && text.find(" appeared first on ") != std::string::npos) {
    return true;
  }
  const auto begins = [&](std::string_view beginning) { return text.starts_with(beginning); };
  return std::any_of(kBeginnings.begin(), kBeginnings.end(), begins) ||
         (!line.ends_with('.') && std::any_of(kLabels.begin(), kLabels.end(), begins));
}

bool is_end_heading(std::string_view line) {
  if (line.size() > 80) {
    return false;
  }
  static constexpr auto kHeadings = std::to_array<std::string_view>({
      "about the author",
      "also on",
      "comments",
      "discussion",
      "editor's picks",
      "editors' picks",
      "further reading",
      "latest news",
      "leave a comment",
      "leave a reply",
      "like this",
      "more from",
      "more in",
      "more news",
      "more on",
      "more stories",
      "most popular",
      "most read",
      "read more",
      "read next",
      "recommended",
      "related",
      "see also",
      "share this",
      "sign up",
      "subscribe",
      "tags",
      "top stories",
      "trending",
      "you may also",
      "you might also",
      "what to read next",
      "around the web",
      "from around the web",
      "join the conversation",
      "recent posts",
  });
  if (line.ends_with('.')) {
    return false;
  }
  const std::string text = plain(line);
  return std::any_of(kHeadings.begin(), kHeadings.end(), [&](std::string_view h) {
    return text.starts_with(h) && (text.size() == h.size() || text[h.size()] == ' ' || text[h.size()] == ':');
  });
}

std::string letters_of(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (text.substr(i, 2) == "\xE2\x80") {  // general punctuation
      i += 2;
    } else if (c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) {
      if (text.substr(i, 2) == "\xC2\xA0") {
        ++i;
        continue;
      }
      out += text[i];
    } else if (c >= 'A' && c <= 'Z') {
      out += static_cast<char>(c + 32);
    }
  }
  return out;
}

}  // namespace detente::intake::html
