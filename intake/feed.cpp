// RSS 0.9 to 2.0, RSS 1.0 (RDF) and Atom 1.0: each item or entry is a report.
#include <libxml/parser.h>
#include <libxml/tree.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>

#include "detente/text/date.hpp"
#include "page.hpp"
#include "session.hpp"

namespace detente::intake {

namespace {

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(text));
}

struct FeedItem {
  std::string title;
  std::string link;
  std::string id;
  std::string content;  // HTML, the longest that the item has
  std::string author;
  std::string source;
  std::string published;
  std::string updated;
};

std::string collapsed(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ' || (c >= '\t' && c <= '\r')) {
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

// Titles may hold markup or its escaped form.
std::string plain_line(const std::string& text) {
  return text.find_first_of("<&") == std::string::npos ? collapsed(text) : collapsed(fragment_text(text));
}

bool is_element(const xmlNode* node, std::string_view name) {
  return node->type == XML_ELEMENT_NODE && view(node->name) == name;
}

// The node behind this one in document order, inside `root`. `inside` false passes over what the node holds.
const xmlNode* next_node(const xmlNode* node, const xmlNode* root, bool inside = true) {
  if (inside && node->type == XML_ELEMENT_NODE && node->children != nullptr) {
    return node->children;
  }
  while (node != root && node->next == nullptr) {
    node = node->parent;
  }
  return node == root ? nullptr : node->next;
}

// Text and CDATA under a node. References to entities of the document's own are left out: they can be bombs.
std::string text_under(const xmlNode* root) {
  std::string out;
  for (const xmlNode* node = root; node != nullptr; node = next_node(node, root)) {
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
      out += view(node->content);
    }
  }
  return out;
}

// The markup under a node, for Atom's content of type "xhtml".
std::string markup_under(xmlDocPtr document, const xmlNode* root) {
  std::string out;
  const xmlBufferPtr buffer = xmlBufferCreate();
  for (xmlNode* child = root->children; child != nullptr; child = child->next) {
    xmlNodeDump(buffer, document, child, 0, 0);
  }
  out = view(xmlBufferContent(buffer));
  xmlBufferFree(buffer);
  return out;
}

std::string attribute(const xmlNode* node, std::string_view name) {
  for (const xmlAttr* a = node->properties; a != nullptr; a = a->next) {
    if (view(a->name) == name && a->children != nullptr) {
      return std::string(view(a->children->content));
    }
  }
  return {};
}

class FeedReader {
 public:
  FeedReader(const Item& item, xmlDocPtr document) : session_(item.session), name_(item.name), document_(document) {}

  void run() {
    const xmlNode* const root = xmlDocGetRootElement(document_);
    if (root == nullptr) {
      return;
    }
    const xmlNode* node = root;
    while (node != nullptr && !session_.stopped()) {
      const bool item = is_element(node, "item") || is_element(node, "entry");
      if (item) {
        ++items_;
        emit(node);
      } else if (is_element(node, "title") && outlet_.empty() &&
                 (node->parent == root || is_element(node->parent, "channel"))) {
        outlet_ = plain_line(text_under(node));
      }
      node = next_node(node, root, !item);
    }
  }

  std::uint64_t items() const { return items_; }

 private:
  FeedItem read(const xmlNode* node) const {
    FeedItem out;
    for (const xmlNode* child = node->children; child != nullptr; child = child->next) {
      if (child->type == XML_ELEMENT_NODE) {
        take(child, out);
      }
    }
    return out;
  }

  void take(const xmlNode* child, FeedItem& out) const {
    const std::string_view name = view(child->name);
    const auto is_one_of = [name](std::initializer_list<std::string_view> names) {
      return std::find(names.begin(), names.end(), name) != names.end();
    };
    if (name == "link") {
      const std::string rel = attribute(child, "rel");
      const std::string href = attribute(child, "href");
      const std::string address = href.empty() ? collapsed(text_under(child)) : href;
      if (out.link.empty() && (rel.empty() || rel == "alternate")) {
        out.link = address;
      }
    } else if (is_one_of({"content", "encoded", "description", "summary"})) {
      const bool markup = attribute(child, "type") == "xhtml";
      std::string text = markup ? markup_under(document_, child) : text_under(child);
      out.content = text.size() > out.content.size() ? std::move(text) : out.content;
    } else if (name == "title" && out.title.empty()) {
      out.title = plain_line(text_under(child));
    } else if (is_one_of({"id", "guid"})) {
      out.id = collapsed(text_under(child));
    } else if (is_one_of({"pubDate", "published", "date"})) {
      out.published = collapsed(text_under(child));
    } else if (is_one_of({"updated", "modified"})) {
      out.updated = collapsed(text_under(child));
    } else if (is_one_of({"author", "creator"})) {
      out.author = author(child);
    } else if (name == "source") {
      out.source = source(child);
    }
  }

  // In Atom an author is an element with a name inside.
  static std::string author(const xmlNode* node) {
    for (const xmlNode* child = node->children; child != nullptr; child = child->next) {
      if (is_element(child, "name")) {
        return plain_line(text_under(child));
      }
    }
    return plain_line(text_under(node));
  }

  static std::string source(const xmlNode* node) {
    for (const xmlNode* child = node->children; child != nullptr; child = child->next) {
      if (is_element(child, "title")) {
        return plain_line(text_under(child));
      }
    }
    return plain_line(text_under(node));
  }

  void emit(const xmlNode* node) {
    const FeedItem item = read(node);
    const std::string where =
        name_ + " item " + std::to_string(items_) + " (line " + std::to_string(xmlGetLineNo(node)) + ")";
    Report report;
    report.text = fragment_text(item.content);
    if (report.text.empty()) {
      session_.problem(ErrorCode::missing_field, "the item has no text", where);
      return;
    }
    report.title = item.title;
    report.outlet = outlet_;
    report.byline = item.author;
    report.original_source = item.source;
    report.uri = item.link.starts_with("http")
                     ? item.link
                     : (item.id.starts_with("http") ? item.id : name_ + "#" + std::to_string(items_));
    const std::string& date = item.published.empty() ? item.updated : item.published;
    if (const auto read = text::parse_date(date)) {
      report.published = read->iso();
    } else if (!date.empty()) {
      session_.problem(ErrorCode::bad_value,
                       "the item's date is no date from 1800 to 2100: \"" + date.substr(0, 60) + "\"", where);
    }
    session_.emit(std::move(report));
  }

  Session& session_;
  const std::string& name_;
  xmlDocPtr document_;
  std::string outlet_;
  std::uint64_t items_ = 0;
};

}  // namespace

void read_feed(const Item& item, Input& input) {
  std::string bytes;
  const std::size_t limit = std::min<std::size_t>(item.session.options.max_text, std::numeric_limits<int>::max());
  input.append(bytes, limit);
  if (input.error()) {
    item.session.problem(*input.error(), item.name);
  } else if (!input.at_end()) {
    item.session.problem(ErrorCode::too_large,
                         "it is larger than " + std::to_string(limit) + " bytes and was passed over", item.name);
    return;
  }
  // The text is given to the parser as UTF-8, whatever the file says of itself.
  auto decoded = decode(bytes, declared_charset(bytes));
  if (!decoded) {
    item.session.problem(decoded.error(), item.name);
    return;
  }
  item.session.repaired(decoded->repaired, decoded->first_repaired, item.name);
  normalise_lines(decoded->text);
  const std::string_view text = decoded->text;
  const std::size_t start = std::min(text.find('<'), text.size());
  const std::unique_ptr<xmlParserCtxt, void (*)(xmlParserCtxtPtr)> context(xmlNewParserCtxt(), xmlFreeParserCtxt);
  // No network, no files, no expansion of entities.
  const std::unique_ptr<xmlDoc, void (*)(xmlDocPtr)> document(
      xmlCtxtReadMemory(context.get(), text.data() + start, static_cast<int>(text.size() - start), nullptr, "UTF-8",
                        XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_RECOVER),
      xmlFreeDoc);
  std::uint64_t items = 0;
  if (document != nullptr) {
    FeedReader reader(item, document.get());
    reader.run();
    items = reader.items();
  }
  if (context->wellFormed == 0 && !input.error()) {
    const xmlError* const error = xmlCtxtGetLastError(context.get());
    item.session.problem(ErrorCode::bad_format, "the feed is not well-formed XML; what could be read of it was read",
                         item.name + ":" + std::to_string(error == nullptr ? 1 : error->line));
  } else if (items == 0 && !input.error() && !item.session.stopped()) {
    item.session.problem(ErrorCode::missing_field, "the feed has no items", item.name);
  }
}

}  // namespace detente::intake
