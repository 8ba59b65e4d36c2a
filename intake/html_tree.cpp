#include "html_tree.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "detente/text/utf8.hpp"
#include "html_builder.hpp"

namespace detente::intake::html {

namespace {

bool is_heading(Tag tag) { return tag >= Tag::h1 && tag <= Tag::h6; }
bool is_cell(Tag tag) { return tag == Tag::td || tag == Tag::th; }
bool is_row_group(Tag tag) { return tag == Tag::tbody || tag == Tag::thead || tag == Tag::tfoot; }

// Where the search for an open element to close ends (HTML standard, "has an element in scope").
bool is_scope_end(Tag tag) {
  return is_cell(tag) || tag == Tag::table || tag == Tag::caption || tag == Tag::html || tag == Tag::object ||
         tag == Tag::template_ || tag == Tag::button;
}

// Elements whose end tag may be left out: a stray one says nothing.
bool may_be_left_out(Tag tag) {
  switch (tag) {
    case Tag::body:
    case Tag::dd:
    case Tag::dt:
    case Tag::head:
    case Tag::html:
    case Tag::li:
    case Tag::option:
    case Tag::p:
    case Tag::td:
    case Tag::th:
    case Tag::tr:
      return true;
    default:
      return is_row_group(tag);
  }
}

bool belongs_in_head(Tag tag) {
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

// The HTML standard reads the numbers 0x80 to 0x9F in character references as windows-1252.
constexpr std::array<char16_t, 32> kWindows1252 = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                                   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

bool is_c1(std::string_view s, std::size_t at) {
  return at + 1 < s.size() && s[at] == '\xC2' && static_cast<unsigned char>(s[at + 1]) < 0xA0;
}

// The parser gives those references as control characters, which no text has.
void mend_c1(std::string& s) {
  std::size_t at = s.find('\xC2');
  while (at != std::string::npos && !is_c1(s, at)) {
    at = s.find('\xC2', at + 1);
  }
  if (at == std::string::npos) {
    return;
  }
  std::string out(s, 0, at);
  while (at < s.size()) {
    if (is_c1(s, at)) {
      text::append(out, kWindows1252[static_cast<unsigned char>(s[at + 1]) - 0x80U]);
      at += 2;
    } else {
      out += s[at++];
    }
  }
  s = std::move(out);
}

}  // namespace

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

Builder::Builder(std::size_t size) {
  document_.arena = std::make_unique<std::pmr::monotonic_buffer_resource>(size + 1024);
  document_.nodes.reserve(std::min(size / 24 + 8, kMaxNodes));
  Node root;
  root.tag = Tag::other;
  document_.nodes.push_back(root);
  stack_.push_back(0);
}

Document Builder::finish() {
  flush();
  pop_to(0);
  return std::move(document_);
}

std::string_view Builder::keep(std::string_view text) {
  if (text.empty()) {
    return {};
  }
  auto* const copy = static_cast<char*>(document_.arena->allocate(text.size(), 1));
  std::memcpy(copy, text.data(), text.size());
  return {copy, text.size()};
}

void Builder::flush() {
  if (pending_.empty()) {
    return;
  }
  mend_c1(pending_);
  add(Tag::text, keep(pending_));
  pending_.clear();
}

void Builder::pop_to(std::size_t level) {
  while (stack_.size() > level) {
    document_.nodes[stack_.back()].end = static_cast<Id>(document_.nodes.size());
    stack_.pop_back();
  }
}

Id Builder::add(Tag tag, std::string_view text) {
  Node node;
  node.tag = tag;
  node.parent = stack_.back();
  node.first_attribute = static_cast<std::uint32_t>(document_.attributes.size());
  node.text = text;
  const auto id = static_cast<Id>(document_.nodes.size());
  node.end = id + 1;
  document_.nodes.push_back(node);
  return id;
}

bool Builder::seen(Tag tag) {
  bool& flag = tag == Tag::html ? seen_html_ : seen_body_;
  return std::exchange(flag, true);
}

Builder::Handle Builder::start(std::string_view name) {
  flush();
  const Tag tag = tag_of(name);
  const bool page = tag == Tag::html || tag == Tag::body;
  if (page && seen(tag)) {
    attributes_wanted_ = false;
    return {};
  }
  attributes_wanted_ = true;
  close_implied(tag);
  const Id id = add(tag, tag == Tag::other ? keep(name) : std::string_view());
  if (is_void(tag)) {
    return {};
  }
  if (stack_.size() >= kMaxDepth) {
    document_.too_deep = true;
    return {};
  }
  stack_.push_back(id);
  // What follows the end of the body still belongs to it.
  return {id, page ? 0 : stack_.size() - 1};
}

void Builder::attribute(std::string_view name, std::string_view value) {
  if (!attributes_wanted_ || document_.attributes.size() >= kMaxNodes) {
    return;
  }
  std::string mended(value);
  mend_c1(mended);
  document_.attributes.push_back({keep(name), keep(mended)});
  ++document_.nodes.back().attribute_count;
}

void Builder::end(const Handle& handle) {
  flush();
  if (handle.level != 0 && handle.level < stack_.size() && stack_[handle.level] == handle.node) {
    pop_to(handle.level);
  }
}

template <typename Match, typename Stop>
void Builder::close_until(Match match, Stop stop) {
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

void Builder::stray_end(std::string_view name) {
  flush();
  const Tag tag = tag_of(name);
  if (tag == Tag::br) {
    add(Tag::br, {});
  } else if (is_heading(tag)) {
    close_until(is_heading, is_scope_end);
  } else if (is_block(tag) && !may_be_left_out(tag)) {
    close_until([tag](Tag t) { return t == tag; }, is_scope_end);
  }
}

void Builder::close_implied(Tag tag) {
  if (top() == Tag::head && tag != Tag::other && !belongs_in_head(tag)) {
    pop_to(stack_.size() - 1);
  }
  if (is_block(tag) && !is_cell(tag) && tag != Tag::tr && !is_row_group(tag)) {
    const auto is_p = [](Tag t) { return t == Tag::p; };
    close_until(is_p, [](Tag t) { return is_block(t) || is_scope_end(t); });
  }
  if (is_heading(tag) && is_heading(top())) {
    pop_to(stack_.size() - 1);
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
        pop_to(stack_.size() - 1);
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

}  // namespace detente::intake::html
