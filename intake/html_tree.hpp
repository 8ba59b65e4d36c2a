// A page as a flat tree: nodes in document order, each knowing where its subtree ends. No pointer is chased and nothing
// recurses, so a page nested a million deep costs what a flat one costs.
//
// libxml2 reads the markup and tells of it in events (html_parse.cpp); the tree adds the rules of HTML 5 that decide
// where text goes (html_builder.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <string>
#include <string_view>
#include <vector>

namespace detente::intake::html {

enum class Tag : std::uint8_t {
  text,
  other,
  a,
  abbr,
  address,
  article,
  aside,
  audio,
  b,
  base,
  blockquote,
  body,
  br,
  button,
  canvas,
  caption,
  center,
  cite,
  code,
  col,
  colgroup,
  dd,
  details,
  dialog,
  div,
  dl,
  dt,
  em,
  embed,
  fieldset,
  figcaption,
  figure,
  font,
  footer,
  form,
  frame,
  frameset,
  h1,
  h2,
  h3,
  h4,
  h5,
  h6,
  head,
  header,
  hgroup,
  hr,
  html,
  i,
  iframe,
  img,
  input,
  label,
  legend,
  li,
  link,
  main,
  menu,
  meta,
  nav,
  noembed,
  noframes,
  noscript,
  object,
  ol,
  optgroup,
  option,
  p,
  param,
  picture,
  plaintext,
  pre,
  q,
  s,
  script,
  section,
  select,
  small,
  source,
  span,
  strong,
  style,
  sub,
  summary,
  sup,
  svg,
  table,
  tbody,
  td,
  template_,
  textarea,
  tfoot,
  th,
  thead,
  time,
  title,
  tr,
  track,
  u,
  ul,
  video,
  wbr,
  xmp
};

// A tag by its name in lower case; `other` if it is none of the above.
Tag tag_of(std::string_view name);

// True for elements that begin and end a block of text.
bool is_block(Tag tag);

struct Attribute {
  std::string_view name;   // lower case
  std::string_view value;  // character references resolved
};

using Id = std::uint32_t;
inline constexpr Id kNoNode = 0xFFFFFFFF;
inline constexpr std::uint32_t kMaxDepth = 512;
// No article has more nodes; a hostile page could fill the memory with them. Attributes beyond it are passed over.
inline constexpr std::size_t kMaxNodes = 4'000'000;

struct Node {
  Tag tag = Tag::text;
  Id parent = kNoNode;
  Id end = 0;  // the subtree is [its own id, end)
  std::uint32_t first_attribute = 0;
  std::uint32_t attribute_count = 0;
  std::string_view text;  // of a text node, character references resolved; of Tag::other the name
};

struct Document {
  std::vector<Node> nodes;  // nodes[0] stands for the document
  std::vector<Attribute> attributes;
  bool too_deep = false;  // elements beyond kMaxDepth became siblings
  bool too_many = false;  // the page was read only up to kMaxNodes, or to an element of thousands of attributes

  // The value of an attribute, empty if it is not there.
  std::string_view attribute(Id node, std::string_view name) const;
  bool has_attribute(Id node, std::string_view name) const;

  std::unique_ptr<std::pmr::monotonic_buffer_resource> arena;  // holds all strings
};

// The source must be valid UTF-8; at most 4 GB. Time is linear in its size.
Document parse(std::string_view source);

// Text with character references resolved ("&amp;" gives "&") and markup left as it is.
std::string resolve(std::string_view text);

}  // namespace detente::intake::html
