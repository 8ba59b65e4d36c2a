#include "page_meta.hpp"

#include <algorithm>
#include <array>

#include "article.hpp"
#include "detente/text/date.hpp"
#include "json_ld.hpp"

namespace detente::intake::html {

namespace {

std::string collapse(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool nbsp = text.substr(i, 2) == "\xC2\xA0";
    if (nbsp || c == ' ' || (c >= '\t' && c <= '\r')) {
      i += nbsp ? 1 : 0;
      if (!out.empty() && out.back() != ' ') {
        out += ' ';
      }
    } else {
      out += c;
    }
  }
  while (!out.empty() && out.back() == ' ') {
    out.pop_back();
  }
  return out;
}

std::string lower_ascii(std::string_view word) {
  std::string out(word);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

void set(std::string& field, std::string_view value) {
  if (field.empty()) {
    field = collapse(value);
  }
}

void set_date(std::string& field, std::string_view value) {
  if (!field.empty()) {
    return;
  }
  if (const auto date = text::parse_date(value); date && date->precision >= text::Precision::day) {
    field = date->iso();
  }
}

bool one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// A name, not an address of a profile page.
bool looks_like_name(std::string_view value) {
  return !value.empty() && value.size() < 200 && value.find("://") == std::string_view::npos && value[0] != '@';
}

// An outlet's name and not its address or account.
bool looks_like_outlet(std::string_view value) {
  return looks_like_name(value) && !value.starts_with("www.") && value.size() < 100;
}

// The name of the outlet behind the headline in the title of the window: "Talks resume - The Example Times".
std::string outlet_in_title(const std::string& window, const std::string& title) {
  const std::string letters = letters_of(title);
  for (const std::string_view separator : {" | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " \xC2\xBB "}) {
    const std::size_t at = window.rfind(separator);
    if (at == std::string::npos || letters.empty()) {
      continue;
    }
    std::string right = window.substr(at + separator.size());
    if (right.size() <= 40 && letters_of(window.substr(0, at)).ends_with(letters)) {
      return right;
    }
  }
  return {};
}

// "Talks resume | The Example Times" gives "Talks resume". The part that is cut is the shorter one and, if the outlet
// is known, has its name.
std::string without_outlet(const std::string& title, const std::string& outlet) {
  static constexpr std::array<std::string_view, 7> kSeparators = {
      " | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " \xC2\xBB ", " :: ", " \xE2\x80\xA2 "};
  for (const std::string_view separator : kSeparators) {
    const std::size_t at = title.rfind(separator);
    if (at == std::string::npos) {
      continue;
    }
    const std::string left = title.substr(0, at);
    std::string right = title.substr(at + separator.size());
    const std::string known = letters_of(outlet);
    if (!known.empty() && letters_of(left) == known) {
      return right;
    }
    const bool names_outlet = !known.empty() && letters_of(right).find(known) != std::string::npos;
    if (names_outlet || (separator != " - " && right.size() < left.size() && right.size() < 40) ||
        (right.size() * 2 < left.size() && right.size() < 30)) {
      return without_outlet(left, outlet);
    }
  }
  return title;
}

class MetaReader {
 public:
  explicit MetaReader(const Document& document) : document_(document) {}

  Meta run() {
    for (Id id = 1; id < document_.nodes.size(); ++id) {
      element(id);
    }
    const LinkedData linked = read_linked_data(scripts_);
    Meta out;
    for (const std::string& name : {outlet_, linked.publisher, application_}) {
      if (looks_like_outlet(name)) {
        set(out.outlet, name);
      }
    }
    set(out.byline, linked.author);
    if (looks_like_name(author_)) {
      set(out.byline, author_);
    }
    set(out.byline, author_shown_);
    // "By By A. Smith": the field holds the whole line.
    const std::string line = byline_of_line(out.byline);
    if (std::string name = line.empty() ? byline_of_line("By " + out.byline) : line; !name.empty()) {
      out.byline = name;
    }
    set_date(out.published, linked.published);
    set_date(out.published, published_);
    set_date(out.published, published_named_);
    set_date(out.published, published_item_);
    set_date(out.modified, linked.modified);
    set_date(out.modified, modified_);
    out.address = canonical_.starts_with("http") ? canonical_ : address_;
    if (!out.address.starts_with("http")) {
      out.address.clear();
    }
    if (out.published.empty()) {
      set_date(out.published, time_published_);
      if (const auto found = text::find_date(out.address); found && out.published.empty()) {
        out.published = found->date.iso();
      }
      set_date(out.published, time_);
    }
    out.language = language_;
    out.article_body = linked.article_body;
    out.description = collapse(description_);
    choose_title(linked, out);
    set(out.outlet, outlet_in_title(title_, out.title));
    return out;
  }

 private:
  const Node& node(Id id) const { return document_.nodes[id]; }

  void element(Id id) {
    switch (node(id).tag) {
      case Tag::meta:
        meta(id);
        break;
      case Tag::link:
        if (lower_ascii(document_.attribute(id, "rel")) == "canonical") {
          set(canonical_, document_.attribute(id, "href"));
        }
        break;
      case Tag::html:
        language_ = lower_ascii(document_.attribute(id, "lang").substr(0, 2));
        break;
      case Tag::title:
        set(title_, text_of(document_, id));
        break;
      case Tag::h1:
        headlines_.push_back(text_of(document_, id));
        break;
      case Tag::script:
        if (lower_ascii(document_.attribute(id, "type")).find("ld+json") != std::string::npos &&
            node(id).end > id + 1) {
          scripts_.push_back(node(id + 1).text);
        }
        break;
      case Tag::time:
        time(id);
        break;
      default:
        break;
    }
    const std::string_view property = document_.attribute(id, "itemprop");
    if (property == "datePublished" && node(id).tag != Tag::meta) {
      const std::string_view value = document_.attribute(id, "datetime");
      const std::string_view content = document_.attribute(id, "content");
      set(published_item_,
          !value.empty() ? std::string(value) : (!content.empty() ? std::string(content) : text_of(document_, id)));
    }
    if (author_shown_.empty() && node(id).tag != Tag::text && node(id).tag != Tag::body && node(id).tag != Tag::html) {
      shown_author(id);
    }
  }

  void shown_author(Id id) {
    bool named = document_.attribute(id, "rel") == "author" || document_.attribute(id, "itemprop") == "author";
    if (!named) {
      const std::string_view classes = document_.attribute(id, "class");
      if (classes.empty()) {
        return;
      }
      const std::string words = name_words(classes);
      named = words.find(" byline ") != std::string::npos || words.find(" author name ") != std::string::npos ||
              words.find(" author ") != std::string::npos;
    }
    if (!named) {
      return;
    }
    const std::string text = text_of(document_, id);
    if (text.size() > 2 && text.size() < 120) {
      const std::string name = byline_of_line(text.starts_with("By") || text.starts_with("by") ? text : "By " + text);
      author_shown_ = name;
    }
  }

  void time(Id id) {
    std::string value(document_.attribute(id, "datetime"));
    if (value.empty()) {
      value = text_of(document_, id);
    }
    if (const auto date = text::parse_date(value); !date || date->precision < text::Precision::day) {
      return;
    }
    const std::string words = name_words(document_.attribute(id, "class"));
    if (document_.has_attribute(id, "pubdate") || words.find(" publish") != std::string::npos ||
        words.find(" entry date ") != std::string::npos) {
      set(time_published_, value);
    }
    set(time_, value);
  }

  void meta(Id id) {
    const std::string_view content = document_.attribute(id, "content");
    if (content.empty()) {
      return;
    }
    std::string name = lower_ascii(document_.attribute(id, "property"));
    if (name.empty()) {
      name = lower_ascii(document_.attribute(id, "name"));
    }
    if (name.empty()) {
      name = lower_ascii(document_.attribute(id, "itemprop"));
    }
    if (name == "og:title") {
      set(og_title_, content);
    } else if (one_of(name, {"twitter:title", "dc.title", "headline", "parsely-title", "sailthru.title"})) {
      set(other_title_, content);
    } else if (name == "og:site_name") {
      set(outlet_, content);
    } else if (one_of(name, {"application-name", "publisher", "dc.publisher", "apple-mobile-web-app-title",
                             "copyright-holder"})) {
      set(application_, content);
    } else if (one_of(name, {"author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "byl",
                             "sailthru.author", "citation_author", "article.author"})) {
      if (looks_like_name(content)) {
        set(author_, content);
      }
    } else if (one_of(name, {"article:published_time", "og:published_time", "article:published", "datepublished"})) {
      set(published_, content);
    } else if (one_of(name, {"date",
                             "pubdate",
                             "publishdate",
                             "publish-date",
                             "publish_date",
                             "publication_date",
                             "published_date",
                             "dc.date",
                             "dc.date.issued",
                             "dcterms.created",
                             "dcterms.date",
                             "dcterms.issued",
                             "parsely-pub-date",
                             "sailthru.date",
                             "article.published",
                             "cxenseparse:recs:publishtime",
                             "citation_publication_date",
                             "originalpublicationdate",
                             "ptime",
                             "pdate",
                             "displaydate",
                             "rnews:datepublished",
                             "published",
                             "datecreated",
                             "article_date_original",
                             "created",
                             "creation_date",
                             "timestamp"})) {
      set(published_named_, content);
    } else if (one_of(name, {"article:modified_time", "og:updated_time", "last-modified", "datemodified", "lastmod",
                             "dcterms.modified", "article:updated"})) {
      set(modified_, content);
    } else if (name == "og:url") {
      set(address_, content);
    } else if (one_of(name, {"description", "og:description"})) {
      set(description_, content);
    }
  }

  // A headline that the title of the window contains is the article's own wording.
  void choose_title(const LinkedData& linked, Meta& out) const {
    const std::string window = letters_of(title_);
    const std::string shared = letters_of(og_title_);
    for (const std::string& headline : headlines_) {
      const std::string letters = letters_of(headline);
      if (letters.size() >= 8 && headline.size() < 300 && letters != letters_of(out.outlet) &&
          (window.find(letters) != std::string::npos || shared.find(letters) != std::string::npos)) {
        out.title = headline;
        return;
      }
    }
    set(out.title, linked.headline);
    if (!out.title.empty() && !headlines_.empty() && letters_of(out.title) == letters_of(headlines_.front())) {
      out.title = headlines_.front();
    }
    set(out.title, without_outlet(og_title_, out.outlet));
    set(out.title, without_outlet(other_title_, out.outlet));
    if (out.title.empty() && headlines_.size() == 1 && headlines_.front().size() < 300) {
      out.title = headlines_.front();
    }
    set(out.title, without_outlet(title_, out.outlet));
  }

  const Document& document_;
  std::vector<std::string_view> scripts_;
  std::vector<std::string> headlines_;
  std::string title_;
  std::string og_title_;
  std::string other_title_;
  std::string outlet_;
  std::string application_;
  std::string author_;
  std::string author_shown_;
  std::string published_;
  std::string published_named_;
  std::string published_item_;
  std::string modified_;
  std::string time_published_;
  std::string time_;
  std::string canonical_;
  std::string address_;
  std::string language_;
  std::string description_;
};

}  // namespace

namespace {

// At most `size` bytes, without half a character at the end.
std::string_view whole_characters(std::string_view text, std::size_t size) {
  if (text.size() <= size) {
    return text;
  }
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) {
    --size;
  }
  return text.substr(0, size);
}

}  // namespace

Meta read_meta(const Document& document) { return MetaReader(document).run(); }

std::string text_of(const Document& document, Id node) {
  // Names and headlines are short. Whoever asks for each of five hundred elements, one inside the other, must not pay
  // for the whole page each time.
  constexpr std::size_t kMaxText = 2000;
  constexpr Id kMaxSteps = 2000;
  std::string out;
  const Id end = std::min(document.nodes[node].end, node + kMaxSteps);
  for (Id id = node; id < end && out.size() < kMaxText;) {
    const Node& n = document.nodes[id];
    if (id != node && (n.tag == Tag::script || n.tag == Tag::style)) {
      id = n.end;
      continue;
    }
    if (n.tag == Tag::text) {
      out += whole_characters(n.text, kMaxText);
    } else if (is_block(n.tag) || n.tag == Tag::br) {
      out += ' ';
    }
    ++id;
  }
  return collapse(out);
}

std::string byline_of_line(std::string_view line) {
  if (line.size() > 160) {
    return {};
  }
  std::string text = collapse(line);
  const std::string lower = lower_ascii(text);
  std::size_t start = std::string::npos;
  for (const std::string_view lead : {"by ", "by: ", "written by ", "posted by ", "reported by ", "story by "}) {
    if (lower.starts_with(lead)) {
      start = lead.size();
    }
  }
  if (start == std::string::npos) {
    return {};
  }
  text = text.substr(start);
  for (const std::string_view cut : {" | ", " \xE2\x80\xA2 ", " \xC2\xB7 ", " - ", " \xE2\x80\x93 ", "@", " Published",
                                     " Updated", " Posted", " on "}) {
    if (const std::size_t at = text.find(cut); at != std::string::npos) {
      text.resize(at);
    }
  }
  if (const auto date = text::find_date(text)) {
    text.resize(date->begin);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == ',' || text.back() == '.' || text.back() == '|')) {
    text.pop_back();
  }
  // "By Tuesday the talks had failed" is a sentence: names are few words, and each begins with a capital.
  std::size_t words = 0;
  std::size_t capitals = 0;
  bool at_start = true;
  for (const char c : text) {
    if (at_start && c != ' ') {
      ++words;
      capitals += (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80 ? 1U : 0U;
    }
    at_start = c == ' ';
  }
  if (text.empty() || words > 14 || capitals * 3 < words * 2) {
    return {};
  }
  return text;
}

void read_visible_meta(const Page& page, Meta& meta) {
  const std::string title = letters_of(meta.title);
  std::size_t from = 0;
  for (std::size_t i = 0; i < page.blocks.size() && !title.empty(); ++i) {
    const Block& block = page.blocks[i];
    if (block.tag >= Tag::h1 && block.tag <= Tag::h3 && letters_of(block.text) == title) {
      from = i;
      break;
    }
  }
  // What stands near the headline: first behind it, then before it.
  const std::size_t last = std::min(page.blocks.size(), from + 25);
  for (std::size_t i = from; i < last; ++i) {
    const std::string& text = page.blocks[i].text;
    if (text.size() > 200) {
      continue;
    }
    if (meta.byline.empty()) {
      meta.byline = byline_of_line(text);
    }
    if (meta.published.empty()) {
      if (const auto found = text::find_date(text)) {
        meta.published = found->date.iso();
      }
    }
  }
  for (std::size_t i = from > 10 ? from - 10 : 0; i < from && meta.published.empty() && from > 0; ++i) {
    const std::string& text = page.blocks[i].text;
    if (const auto found = text::find_date(text); found && text.size() < 100) {
      meta.published = found->date.iso();
    }
  }
  if (meta.published.empty()) {
    meta.published = meta.modified;
  }
}

}  // namespace detente::intake::html
