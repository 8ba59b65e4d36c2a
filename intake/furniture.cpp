// Lines that news pages print around their articles.
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
constexpr std::string_view kLines =
    "|"
    "advert|just watched|replay|more videos|advertisement|advertisements|advertising|article continues after "
    "advertisement|"
    "article continues below|author|back to top|click here|click to expand|close|comment|comments|"
    "continue reading|continue reading below|continue reading the main story|copy link|copy the link|"
    "don't miss|download|email|email this|enlarge|expand|explore further|facebook|follow us|free newsletter|"
    "image|instagram|leave a comment|leave a replay|leave a reply|like this story? share it with a friend|"
    "linkedin|listen|load comments|loading|loading...|more|more details|must read|must watch|next|"
    "next article|next post|next story|no comments|photo|photos|pinterest|please wait|post a comment|"
    "post comment|previous|previous article|previous post|previous story|print|print this article|"
    "promoted stories|publish date|read full story|read more|read the original|read the original article|"
    "recommended|recommended stories|reddit|related|related articles|related stories|report a typo|reprints|"
    "rss|save|scroll to continue|see also|share|share it|share this|share this article|share this page|"
    "share this post|share this story|share this story:|show comments|sign in|sign up|skip advertisement|"
    "sponsored content|story continues below|story continues below advertisement|submit a comment|subscribe|"
    "subscribe now|supported by|tags|tell us what you think|terms of use|this is an advertisement|"
    "this page is protected|this story continues below|tweet|twitter|video|view comments|watch|whatsapp|"
    "write a comment|you may also like|";

// The beginning of a short line.
constexpr std::string_view kBeginnings =
    "|"
    "\xC2\xA9 20|\xC2\xA9 copyright|all rights reserved|click here to|copyright 20|copyright \xC2\xA9|"
    "credit: |download our app|download the app|follow her on twitter|follow him on twitter|"
    "follow them on twitter|follow us on|get our newsletter|image credit|image: |join our newsletter|"
    "last updated|like us on facebook|photo by |photo credit|photo: |photograph: |photos: |picture: |"
    "share this|sign up for|sign up here|sign up to|subscribe to our|subscribe to the|"
    "this article was originally published|this story was originally published|to comment on this story|"
    "to leave a comment|updated at |view this post on|you must be logged in|"
    "your email address will not be published|";

// The beginning of a short line that is no sentence.
constexpr std::string_view kLabels =
    "|"
    "also read:|get the latest|have a tip|listen to this|more from|more:|newsletter sign up|read also:|"
    "read more:|read next:|read the full story|related article|related story|related:|see also:|share on|"
    "share via|support our|visit our|want more|watch more|watch:|";

// True if the text begins with a part of the list; with `whole_words` only if the part ends where a word does.
bool begins_with_any(std::string_view text, std::string_view list, bool whole_words = false) {
  for (std::size_t from = 1; from < list.size();) {
    const std::size_t to = list.find('|', from);
    const std::string_view part = list.substr(from, to - from);
    if (text.starts_with(part) &&
        (!whole_words || text.size() == part.size() || text[part.size()] == ' ' || text[part.size()] == ':')) {
      return true;
    }
    from = to + 1;
  }
  return false;
}

// "image 3 of 12", "1/7"
bool is_picture_count(std::string_view text) {
  const bool named = text.starts_with("image ") || text.starts_with("photo ") || text.starts_with("slide ");
  return text.size() < 20 && named && text.find(" of ") != std::string_view::npos &&
         text.find_first_of("0123456789") != std::string_view::npos;
}

}  // namespace

bool is_furniture(std::string_view line) {
  if (line.size() > 220) {
    return false;
  }
  const std::string text = plain(line);
  if (text.empty() || kLines.find("|" + text + "|") != std::string_view::npos) {
    return true;
  }
  if (text.starts_with("the post ") && text.find(" appeared first on ") != std::string::npos) {
    return true;
  }
  return begins_with_any(text, kBeginnings) || (!line.ends_with('.') && begins_with_any(text, kLabels)) ||
         is_picture_count(text);
}

bool is_notice(std::string_view line) {
  if (line.size() > 400) {
    return false;
  }
  const std::string text = plain(line);
  const auto has = [&text](std::string_view part) { return text.find(part) != std::string::npos; };
  if (has("all rights reserved") || has("subject to copyright") || has("may not be published, broadcast") ||
      has("reproduced without the written permission")) {
    return true;
  }
  const bool orders = has("sign up") || has("subscribe") || has("your inbox") || has("click here");
  if (orders && (has("newsletter") || has("inbox") || has("mailing list") || has("every month") || has("every week"))) {
    return true;
  }
  const bool network = has("twitter") || has("facebook") || has("instagram");
  if (network && (text.starts_with("follow ") || has("follow us on") || has("like us on")) && line.size() < 250) {
    return true;
  }
  const bool address = has("@") && has(".") && line.size() < 250;
  return address &&
         (has("reached at") || has("follow him") || has("follow her") || has("follow me on") || has("let us know at") ||
          text.starts_with("email ") || text.starts_with("e-mail ") || text.starts_with("contact "));
}

bool is_end_heading(std::string_view line) {
  if (line.size() > 80) {
    return false;
  }
  static constexpr std::string_view kHeadings =
      "|"
      "about the author|also on|around the web|comments|discussion|don't miss|editor's picks|editors' picks|"
      "explore further|from around the web|further reading|join the conversation|latest news|leave a comment|"
      "leave a reply|like this|more from|more in|more news|more on|more stories|most popular|most read|"
      "must read|read more|read next|recent posts|recommended|related|see also|sign up|subscribe|"
      "tags|top stories|trending|what to read next|you may also|you might also|";
  if (line.ends_with('.')) {
    return false;
  }
  const std::string text = plain(line);
  // "More great stories", "More politics news".
  const bool more = text.starts_with("more ") &&
                    (text.ends_with(" stories") || text.ends_with(" news") || text.ends_with(" articles"));
  return more || begins_with_any(text, kHeadings, true);
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
