// Reads a page with the HTML parser of libxml2, by its events: no tree of the library is built.
//
// Three places of that parser take time that grows with the square of the page: it looks for the start of an end tag
// among all open elements, for each attribute among those before it, and keeps names in a table of limited width. Each
// has a bound here, far beyond what pages have.
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>

#include "html_builder.hpp"
#include "html_tree.hpp"

namespace detente::intake::html {

namespace {

// Steps of search for the starts of end tags, then the parser is started anew behind the last one.
constexpr std::size_t kMaxSearch = 4'000'000;
// The parser's room for the attributes of one element, in names and values.
constexpr int kMaxAttributeRoom = 3000;
// Different names of elements and attributes in a page.
constexpr int kMaxNames = 200'000;

std::string_view view(const xmlChar* s) { return s == nullptr ? std::string_view() : reinterpret_cast<const char*>(s); }

class Reader {
 public:
  Reader(std::string_view source, Builder& builder) : source_(source), builder_(builder) {}

  void run() {
    std::size_t from = 0;
    do {
      at_ = from;
      base_ = from;
      restart_ = 0;
      halted_ = false;
      search_ = 0;
      last_search_ = 0;
      open_.clear();
      stray_.clear();
      in_declaration_ = false;
      if (!run_once()) {
        builder_.set_cut();
        return;
      }
      from = restart_;
    } while (from != 0 && !cut_);
  }

 private:
  struct FreeContext {
    void operator()(htmlParserCtxt* context) const { htmlFreeParserCtxt(context); }
  };

  // False if there is no memory for a parser.
  bool run_once() {
    const std::unique_ptr<htmlParserCtxt, FreeContext> context(htmlNewParserCtxt());
    if (context == nullptr) {
      return false;
    }
    context_ = context.get();
    htmlCtxtUseOptions(context_, HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOIMPLIED | HTML_PARSE_IGNORE_ENC);
    context_->options |= XML_PARSE_HUGE;
    *context_->sax = handler();
    context_->userData = this;
    xmlParserInputBuffer* const buffer =
        xmlParserInputBufferCreateIO(&Reader::read, nullptr, this, XML_CHAR_ENCODING_NONE);
    if (buffer == nullptr) {
      return false;
    }
    htmlParserInput* const input = xmlNewIOInputStream(context_, buffer, XML_CHAR_ENCODING_NONE);
    if (input == nullptr) {
      xmlFreeParserInputBuffer(buffer);
      return false;
    }
    inputPush(context_, input);
    xmlSwitchEncoding(context_, XML_CHAR_ENCODING_UTF8);
    context_->encoding = xmlStrdup(BAD_CAST "UTF-8");
    htmlParseDocument(context_);
    context_ = nullptr;
    return true;
  }

  static htmlSAXHandler handler() {
    htmlSAXHandler out;
    std::memset(&out, 0, sizeof(out));
    out.initialized = XML_SAX2_MAGIC;
    out.startElement = [](void* self, const xmlChar* name, const xmlChar** attributes) {
      static_cast<Reader*>(self)->start(name, attributes);
    };
    out.endElement = [](void* self, const xmlChar*) { static_cast<Reader*>(self)->end(); };
    const auto text = [](void* self, const xmlChar* characters, int size) {
      static_cast<Reader*>(self)->text(characters, size);
    };
    out.characters = text;
    out.cdataBlock = text;
    out.ignorableWhitespace = text;
    // Set even for what is not wanted, or the library would ask its global handler.
    out.serror = [](void* self, xmlErrorPtr error) { static_cast<Reader*>(self)->error(*error); };
    return out;
  }

  // Gives the parser the next part of the source. No byte of it may be 0, which is the end to the parser.
  static int read(void* self, char* out, int size) { return static_cast<Reader*>(self)->read_some(out, size); }

  int read_some(char* out, int size) {
    if (builder_.full() || context_->maxatts > kMaxAttributeRoom || xmlDictSize(context_->dict) > kMaxNames) {
      cut();
    }
    if (cut_ || size <= 0) {
      return 0;
    }
    const std::string_view part = source_.substr(at_, static_cast<std::size_t>(size));
    std::replace_copy(part.begin(), part.end(), out, '\0', ' ');
    at_ += part.size();
    return static_cast<int>(part.size());
  }

  void cut() {
    cut_ = true;
    builder_.set_cut();
  }

  bool ignoring() {
    if (builder_.full()) {
      cut();
    }
    return halted_ || cut_;
  }

  void start(const xmlChar* name, const xmlChar** attributes) {
    if (ignoring()) {
      return;
    }
    finish_stray();
    in_declaration_ = false;
    // An element that the parser gave up has no end; it is known by its place being taken.
    const std::size_t level = context_->nameNr > 0 ? static_cast<std::size_t>(context_->nameNr) - 1 : 0;
    open_.resize(std::min(open_.size(), level));
    open_.resize(level);
    open_.push_back(builder_.start(view(name)));
    for (const xmlChar** a = attributes; a != nullptr && *a != nullptr; a += 2) {
      builder_.attribute(view(a[0]), view(a[1]));
    }
  }

  void end() {
    if (ignoring()) {
      return;
    }
    // What the last error told of was an element on the way of a good end tag.
    stray_.clear();
    search_ -= last_search_;
    last_search_ = 0;
    in_declaration_ = false;
    if (!open_.empty()) {
      builder_.end(open_.back());
      open_.pop_back();
    }
  }

  void text(const xmlChar* characters, int size) {
    if (ignoring()) {
      return;
    }
    finish_stray();
    // The parser takes "<!" for text where neither a comment nor a document type follows.
    const xmlChar* const next = context_->input->cur;
    if (size == 1 && *characters == '<' && next[0] == '<' && next[1] == '!' && next[2] != '-') {
      in_declaration_ = true;
    }
    std::string_view part(reinterpret_cast<const char*>(characters), static_cast<std::size_t>(size));
    if (in_declaration_) {
      const std::size_t close = part.find('>');
      in_declaration_ = close == std::string_view::npos;
      part.remove_prefix(in_declaration_ ? part.size() : close + 1);
    }
    builder_.text(part);
  }

  void finish_stray() {
    if (!stray_.empty()) {
      builder_.stray_end(stray_);
      stray_.clear();
    }
  }

  void error(const xmlError& error) {
    if (ignoring()) {
      return;
    }
    const bool end_tag = error.code == XML_ERR_TAG_NAME_MISMATCH;
    if (!end_tag && error.code != XML_HTML_STRUCURE_ERROR) {
      return;
    }
    if (end_tag && search_ > kMaxSearch) {
      // The parser stands behind the end tag.
      restart_ = base_ + static_cast<std::size_t>(std::max(xmlByteConsumed(context_), 0L));
      halted_ = true;
      xmlStopParser(context_);
      return;
    }
    if (search_ > 50 * kMaxSearch) {
      cut();
      return;
    }
    // Elements that an end tag closes on its way are reported too, each before its end; those are no search in vain.
    last_search_ = static_cast<std::size_t>(std::max(context_->nameNr, 0));
    search_ += last_search_;
    if (end_tag && error.str1 != nullptr) {
      finish_stray();
      stray_ = error.str1;
    }
  }

  std::string_view source_;
  Builder& builder_;
  htmlParserCtxt* context_ = nullptr;
  std::size_t at_ = 0;       // how far the parser has read
  std::size_t base_ = 0;     // where it began
  std::size_t restart_ = 0;  // where the next one begins; 0 for nowhere
  std::size_t search_ = 0;
  std::size_t last_search_ = 0;
  std::vector<Builder::Handle> open_;  // the parser's open elements
  std::string stray_;                  // the name of an end tag, until it is known to have ended nothing
  bool in_declaration_ = false;
  bool halted_ = false;
  bool cut_ = false;
};

}  // namespace

Document parse(std::string_view source) {
  static const bool ready = [] {
    xmlInitParser();
    return true;
  }();
  static_cast<void>(ready);
  Builder builder(source.size());
  Reader(source, builder).run();
  return builder.finish();
}

std::string resolve(std::string_view text) {
  std::string source;
  for (const char c : text) {
    if (c == '<') {
      source += "&lt;";
    } else {
      source += c;
    }
  }
  const Document document = parse(source);
  std::string out;
  for (const Node& node : document.nodes) {
    if (node.tag == Tag::text) {
      out += node.text;
    }
  }
  return out;
}

}  // namespace detente::intake::html
