// Builds a Document from the events of a parser: elements that start and end, attributes and text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "html_tree.hpp"

namespace detente::intake::html {

// True for elements that have no content.
bool is_void(Tag tag);

// The parser follows HTML 4; where HTML 5 puts text elsewhere, the builder decides: which elements a start tag implies
// to be over, which elements are void, and that what follows the end of the body still belongs to it.
class Builder {
 public:
  // `size` is that of the source, in bytes, to make room at once.
  explicit Builder(std::size_t size);

  // Starts an element; its attributes follow. The handle is for end().
  struct Handle {
    Id node = kNoNode;
    std::size_t level = 0;  // where it is among the open elements; 0 if no event ends it
  };
  Handle start(std::string_view name);
  void attribute(std::string_view name, std::string_view value);
  // Ends an element and all that is open in it; nothing happens if it is over already.
  void end(const Handle& handle);
  // An end tag by which the parser ended nothing: "</h2>" ends an open <h3>, "</section>" ends its element in spite of
  // a <div> left open in it, "</br>" is a line break.
  void stray_end(std::string_view name);
  void text(std::string_view text) { pending_ += text; }

  bool full() const { return document_.nodes.size() >= kMaxNodes; }
  // The source is not read to its end.
  void set_cut() { document_.too_many = true; }

  Document finish();

 private:
  Tag top() const { return document_.nodes[stack_.back()].tag; }
  bool seen(Tag tag);
  void pop_to(std::size_t level);
  void flush();
  std::string_view keep(std::string_view text);
  Id add(Tag tag, std::string_view text);
  // Closes what a start tag implies to be over: "<p>" ends an open paragraph, "<li>" an open item.
  void close_implied(Tag tag);
  // Closes the innermost open element that `match` accepts, unless `stop` is met first.
  template <typename Match, typename Stop>
  void close_until(Match match, Stop stop);

  Document document_;
  std::vector<Id> stack_;
  std::string pending_;  // text that the next element or end makes a node
  bool attributes_wanted_ = false;
  bool seen_html_ = false;
  bool seen_body_ = false;
};

}  // namespace detente::intake::html
