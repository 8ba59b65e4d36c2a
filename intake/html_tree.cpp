#include "html_tree.hpp"

#include <utility>

namespace detente::intake::html {

namespace {

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool is_void(Tag tag) {
  switch (tag) {
    case Tag::base:
    case Tag::br:
    case Tag::col:
    case Tag::embed:
    case Tag::frame:
    case Tag::hr:
    case Tag::img:
    case Tag::input:
    case Tag::link:
    case Tag::meta:
    case Tag::param:
    case Tag::source:
    case Tag::track:
    case Tag::wbr:
      return true;
    default:
      return false;
  }
}

// Elements whose content is not markup.
bool is_raw(Tag tag) {
  switch (tag) {
    case Tag::script:
    case Tag::style:
    case Tag::textarea:
    case Tag::title:
    case Tag::xmp:
    case Tag::iframe:
    case Tag::noembed:
    case Tag::noframes:
    case Tag::plaintext:
      return true;
    default:
      return false;
  }
}

bool is_heading(Tag tag) { return tag >= Tag::h1 && tag <= Tag::h6; }
bool is_cell(Tag tag) { return tag == Tag::td || tag == Tag::th; }
bool is_row_group(Tag tag) { return tag == Tag::tbody || tag == Tag::thead || tag == Tag::tfoot; }

// Where the search for an open element to close ends (HTML standard, "has an element in scope").
bool is_scope_end(Tag tag) {
  return is_cell(tag) || tag == Tag::table || tag == Tag::caption || tag == Tag::html || tag == Tag::object ||
         tag == Tag::template_ || tag == Tag::button;
}

class Builder {
 public:
  explicit Builder(std::string_view source) : source_(source) {
    document_.arena = std::make_unique<char[]>(source.size() + 16);
    arena_ = document_.arena.get();
    document_.nodes.reserve(source.size() / 24 + 8);
    Node root;
    root.tag = Tag::other;
    document_.nodes.push_back(root);
    stack_.push_back(0);
  }

  Document run() {
    while (at_ < source_.size()) {
      if (document_.nodes.size() >= kMaxNodes) {
        document_.too_many = true;
        break;
      }
      const std::size_t open = source_.find('<', at_);
      if (open == std::string_view::npos) {
        add_text(source_.substr(at_));
        break;
      }
      if (open > at_) {
        add_text(source_.substr(at_, open - at_));
        at_ = open;
      }
      markup();
    }
    while (!stack_.empty()) {
      pop();
    }
    return std::move(document_);
  }

 private:
  Tag top() const { return document_.nodes[stack_.back()].tag; }

  void pop() {
    Node& node = document_.nodes[stack_.back()];
    node.end = static_cast<Id>(document_.nodes.size());
    in_svg_ -= node.tag == Tag::svg ? 1U : 0U;
    stack_.pop_back();
  }

  void pop_to(std::size_t level) {
    while (stack_.size() > level) {
      pop();
    }
    skipped_ = 0;
  }

  void add_text(std::string_view text, bool raw = false) {
    if (text.empty()) {
      return;
    }
    Node node;
    node.parent = stack_.back();
    node.end = static_cast<Id>(document_.nodes.size()) + 1;
    node.text = raw ? text : resolve(text, arena_);
    document_.nodes.push_back(node);
  }

  // at_ stands on '<'.
  void markup() {
    const char next = at_ + 1 < source_.size() ? source_[at_ + 1] : '\0';
    if (is_letter(next)) {
      start_tag();
    } else if (next == '/') {
      end_tag();
    } else if (source_.substr(at_, 4) == "<!--") {
      comment();
    } else if (source_.substr(at_, 9) == "<![CDATA[") {
      const std::size_t end = source_.find("]]>", at_);
      if (end != std::string_view::npos) {
        add_text(source_.substr(at_ + 9, end - at_ - 9), true);
      }
      at_ = end == std::string_view::npos ? source_.size() : end + 3;
    } else if (next == '!' || next == '?') {
      const std::size_t end = source_.find('>', at_);
      at_ = end == std::string_view::npos ? source_.size() : end + 1;
    } else {
      add_text(source_.substr(at_, 1));
      ++at_;
    }
  }

  void comment() {
    if (source_.substr(at_, 5) == "<!-->") {
      at_ += 5;
      return;
    }
    const std::size_t end = source_.find("-->", at_ + 4);
    at_ = end == std::string_view::npos ? source_.size() : end + 3;
  }

  // The name at from, in lower case.
  std::string_view name(std::size_t from, std::size_t& end) {
    end = from;
    bool upper = false;
    while (end < source_.size() && !is_space(source_[end]) && source_[end] != '>' && source_[end] != '/') {
      upper = upper || (source_[end] >= 'A' && source_[end] <= 'Z');
      ++end;
    }
    return lowered(source_.substr(from, end - from), upper);
  }

  std::string_view lowered(std::string_view word, bool upper) {
    if (!upper) {
      return word;
    }
    char* const start = arena_;
    for (char c : word) {
      *arena_++ = lower(c);
    }
    return {start, word.size()};
  }

  void start_tag() {
    std::size_t i = 0;
    const std::string_view word = name(at_ + 1, i);
    const Tag tag = tag_of(word);
    const auto first = static_cast<std::uint32_t>(document_.attributes.size());
    const bool self_closing = attributes(i);
    at_ = i;
    const auto count = static_cast<std::uint32_t>(document_.attributes.size()) - first;
    if ((tag == Tag::html || tag == Tag::body) && seen(tag)) {
      document_.attributes.resize(first);
      return;
    }
    close_implied(tag);
    Node node;
    node.tag = tag;
    node.parent = stack_.back();
    node.first_attribute = first;
    node.attribute_count = count;
    node.text = tag == Tag::other ? word : std::string_view();
    const auto id = static_cast<Id>(document_.nodes.size());
    node.end = id + 1;
    document_.nodes.push_back(node);
    // Only foreign elements close themselves; on others the slash means nothing.
    if (is_void(tag) || (self_closing && (in_svg_ > 0 || tag == Tag::svg || tag == Tag::other))) {
      return;
    }
    if (is_raw(tag) && in_svg_ == 0) {
      raw_content(tag, word, id);
      return;
    }
    if (stack_.size() >= kMaxDepth) {
      document_.too_deep = true;
      ++skipped_;
      return;
    }
    in_svg_ += tag == Tag::svg ? 1U : 0U;
    stack_.push_back(id);
  }

  bool seen(Tag tag) {
    bool& flag = tag == Tag::html ? seen_html_ : seen_body_;
    const bool before = flag;
    flag = true;
    return before;
  }

  // Reads up to behind '>'. Returns true for "/>".
  bool attributes(std::size_t& i) {
    while (i < source_.size()) {
      const char c = source_[i];
      if (c == '>') {
        ++i;
        return false;
      }
      if (c == '/' && i + 1 < source_.size() && source_[i + 1] == '>') {
        i += 2;
        return true;
      }
      if (is_space(c) || c == '/') {
        ++i;
        continue;
      }
      attribute(i);
    }
    return false;
  }

  void attribute(std::size_t& i) {
    const std::size_t from = i;
    bool upper = false;
    ++i;  // an equals sign at the front belongs to the name
    upper = source_[from] >= 'A' && source_[from] <= 'Z';
    while (i < source_.size() && !is_space(source_[i]) && source_[i] != '=' && source_[i] != '>' && source_[i] != '/') {
      upper = upper || (source_[i] >= 'A' && source_[i] <= 'Z');
      ++i;
    }
    Attribute out;
    out.name = lowered(source_.substr(from, i - from), upper);
    std::size_t after = i;
    while (after < source_.size() && is_space(source_[after])) {
      ++after;
    }
    if (after < source_.size() && source_[after] == '=') {
      i = after + 1;
      while (i < source_.size() && is_space(source_[i])) {
        ++i;
      }
      out.value = resolve(attribute_value(i), arena_);
    }
    if (document_.attributes.size() < kMaxNodes) {
      document_.attributes.push_back(out);
    }
  }

  std::string_view attribute_value(std::size_t& i) {
    if (i >= source_.size()) {
      return {};
    }
    const char quote = source_[i];
    if (quote == '"' || quote == '\'') {
      const std::size_t end = source_.find(quote, i + 1);
      const std::size_t stop = end == std::string_view::npos ? source_.size() : end;
      const std::string_view value = source_.substr(i + 1, stop - i - 1);
      i = stop == source_.size() ? stop : stop + 1;
      return value;
    }
    const std::size_t from = i;
    while (i < source_.size() && !is_space(source_[i]) && source_[i] != '>') {
      ++i;
    }
    return source_.substr(from, i - from);
  }

  // Everything up to "</name" is the element's text.
  void raw_content(Tag tag, std::string_view word, Id id) {
    std::size_t end = at_;
    while (true) {
      end = tag == Tag::plaintext ? std::string_view::npos : source_.find("</", end);
      if (end == std::string_view::npos) {
        end = source_.size();
        break;
      }
      bool same = end + 2 + word.size() <= source_.size();
      for (std::size_t k = 0; same && k < word.size(); ++k) {
        same = lower(source_[end + 2 + k]) == word[k];
      }
      const std::size_t behind = end + 2 + word.size();
      if (same &&
          (behind >= source_.size() || is_space(source_[behind]) || source_[behind] == '>' || source_[behind] == '/')) {
        break;
      }
      end += 2;
    }
    const bool references = tag == Tag::title || tag == Tag::textarea;
    const std::string_view content = source_.substr(at_, end - at_);
    if (!content.empty()) {
      Node node;
      node.parent = id;
      node.end = id + 2;
      node.text = references ? resolve(content, arena_) : content;
      document_.nodes.push_back(node);
      document_.nodes[id].end = id + 2;
    }
    const std::size_t close = source_.find('>', end);
    at_ = close == std::string_view::npos ? source_.size() : close + 1;
  }

  // Closes the innermost open element that `match` accepts, unless `stop` is met first.
  template <typename Match, typename Stop>
  void close_until(Match match, Stop stop) {
    for (std::size_t level = stack_.size(); level-- > 1;) {
      const Tag tag = document_.nodes[stack_[level]].tag;
      if (match(tag)) {
        pop_to(level);
        return;
      }
      if (stop(tag)) {
        return;
      }
    }
  }

  // Closes what a start tag implies to be over: "<p>" ends an open paragraph, "<li>" an open item.
  void close_implied(Tag tag) {
    if (skipped_ > 0) {
      return;
    }
    if (top() == Tag::head && tag != Tag::other && !belongs_in_head(tag)) {
      pop();
    }
    if (is_block(tag) && !is_cell(tag) && tag != Tag::tr && !is_row_group(tag)) {
      const auto is_p = [](Tag t) { return t == Tag::p; };
      close_until(is_p, [](Tag t) { return is_block(t) || is_scope_end(t); });
    }
    if (is_heading(tag) && is_heading(top())) {
      pop();
    }
    const auto is_table = [](Tag t) { return t == Tag::table || t == Tag::template_; };
    switch (tag) {
      case Tag::li:
        close_until([](Tag t) { return t == Tag::li; },
                    [](Tag t) { return t == Tag::ul || t == Tag::ol || t == Tag::menu || is_scope_end(t); });
        break;
      case Tag::dd:
      case Tag::dt:
        close_until([](Tag t) { return t == Tag::dd || t == Tag::dt; },
                    [](Tag t) { return t == Tag::dl || is_scope_end(t); });
        break;
      case Tag::option:
      case Tag::optgroup:
        if (top() == Tag::option) {
          pop();
        }
        break;
      case Tag::td:
      case Tag::th:
        close_until(is_cell, [&](Tag t) { return t == Tag::tr || is_table(t); });
        break;
      case Tag::tr:
        close_until([](Tag t) { return t == Tag::tr; }, is_table);
        break;
      case Tag::tbody:
      case Tag::thead:
      case Tag::tfoot:
        close_until(is_row_group, is_table);
        break;
      case Tag::a:
        close_until([](Tag t) { return t == Tag::a; }, [](Tag t) { return is_block(t) || is_scope_end(t); });
        break;
      default:
        break;
    }
  }

  static bool belongs_in_head(Tag tag) {
    switch (tag) {
      case Tag::base:
      case Tag::link:
      case Tag::meta:
      case Tag::noscript:
      case Tag::script:
      case Tag::style:
      case Tag::template_:
      case Tag::title:
        return true;
      default:
        return false;
    }
  }

  void end_tag() {
    std::size_t i = 0;
    if (at_ + 2 >= source_.size() || !is_letter(source_[at_ + 2])) {
      const std::size_t close = source_.find('>', at_);
      at_ = close == std::string_view::npos ? source_.size() : close + 1;
      return;
    }
    const std::string_view word = name(at_ + 2, i);
    const Tag tag = tag_of(word);
    const std::size_t close = source_.find('>', i);
    at_ = close == std::string_view::npos ? source_.size() : close + 1;
    if (tag == Tag::body || tag == Tag::html) {
      return;  // what follows still belongs to the page
    }
    if (tag == Tag::br) {
      Node node;
      node.tag = Tag::br;
      node.parent = stack_.back();
      node.end = static_cast<Id>(document_.nodes.size()) + 1;
      document_.nodes.push_back(node);
      return;
    }
    if (skipped_ > 0) {
      --skipped_;
      return;
    }
    const bool table_part =
        is_cell(tag) || tag == Tag::tr || is_row_group(tag) || tag == Tag::table || tag == Tag::caption;
    for (std::size_t level = stack_.size(); level-- > 1;) {
      const Node& node = document_.nodes[stack_[level]];
      if (node.tag == tag && (tag != Tag::other || node.text == word)) {
        pop_to(level);
        return;
      }
      if (is_heading(tag) && is_heading(node.tag)) {
        pop_to(level);
        return;
      }
      const bool stop = table_part
                            ? node.tag == Tag::table
                            : is_scope_end(node.tag) || (!is_block(tag) && is_block(node.tag) && !is_foreign(tag));
      if (stop) {
        return;
      }
    }
  }

  static bool is_foreign(Tag tag) {
    return tag == Tag::other || tag == Tag::svg || tag == Tag::object || tag == Tag::button || tag == Tag::select ||
           tag == Tag::noscript || tag == Tag::video || tag == Tag::audio || tag == Tag::picture;
  }

  std::string_view source_;
  std::size_t at_ = 0;
  Document document_;
  char* arena_ = nullptr;
  std::vector<Id> stack_;
  std::size_t skipped_ = 0;  // elements open beyond kMaxDepth
  unsigned in_svg_ = 0;
  bool seen_html_ = false;
  bool seen_body_ = false;
};

}  // namespace

std::string_view Document::attribute(Id node, std::string_view name) const {
  const Node& n = nodes[node];
  for (std::uint32_t i = n.first_attribute; i < n.first_attribute + n.attribute_count; ++i) {
    if (attributes[i].name == name) {
      return attributes[i].value;
    }
  }
  return {};
}

bool Document::has_attribute(Id node, std::string_view name) const {
  const Node& n = nodes[node];
  for (std::uint32_t i = n.first_attribute; i < n.first_attribute + n.attribute_count; ++i) {
    if (attributes[i].name == name) {
      return true;
    }
  }
  return false;
}

Document parse(std::string_view source) { return Builder(source).run(); }

}  // namespace detente::intake::html
