#include "page_blocks.hpp"

#include <array>

namespace detente::intake::html {

namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Collects inline text into blocks while the tree is walked.
class Collector {
 public:
  Collector(const Document& document, const std::vector<Hint>& hints) : document_(document), hints_(hints) {}

  std::vector<Block> run(Id root) {
    const Id end = document_.nodes[root].end;
    for (Id id = root; id < end;) {
      leave_before(id);
      const Node& node = document_.nodes[id];
      if (node.tag == Tag::text) {
        add(id, node.text);
        ++id;
        continue;
      }
      if (id != root && hints_[id] == Hint::never) {
        id = node.end;
        continue;
      }
      enter(id);
      ++id;
    }
    leave_before(end);
    flush();
    return std::move(blocks_);
  }

 private:
  struct Open {
    Id id;
    Id end;
    bool block;
  };

  void enter(Id id) {
    const Node& node = document_.nodes[id];
    if (node.tag == Tag::br) {
      line_break();
      return;
    }
    const bool block = is_block(node.tag);
    if (block) {
      flush();
    }
    count(id, 1);
    open_.push_back({id, node.end, block});
  }

  void leave_before(Id id) {
    while (!open_.empty() && open_.back().end <= id) {
      if (open_.back().block) {
        flush();
      }
      count(open_.back().id, -1);
      open_.pop_back();
    }
  }

  void count(Id id, int by) {
    const Tag tag = document_.nodes[id].tag;
    const auto add_to = [by](unsigned& counter) { counter = static_cast<unsigned>(static_cast<int>(counter) + by); };
    if (tag == Tag::a) {
      add_to(links_);
    } else if (tag == Tag::b || tag == Tag::strong) {
      add_to(bold_);
    } else if (tag == Tag::li) {
      add_to(lists_);
    } else if (tag == Tag::td || tag == Tag::th) {
      add_to(tables_);
    } else if (tag == Tag::blockquote) {
      add_to(quotes_);
    } else if (tag == Tag::pre) {
      add_to(pre_);
    }
    if (hints_[id] == Hint::aside || hints_[id] == Hint::caption) {
      if (by > 0 && asides_++ == 0) {
        aside_ = id;
      } else if (by < 0 && --asides_ == 0) {
        aside_ = kNoNode;
      }
    }
  }

  void line_break() {
    if (current_.text.empty()) {
      return;
    }
    // Two breaks in a row are how old pages write paragraphs.
    if (breaks_ > 0) {
      flush();
      return;
    }
    ++breaks_;
  }

  void add(Id id, std::string_view text) {
    const std::size_t before = current_.text.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (pre_ > 0 && c == '\n' && !current_.text.empty()) {
        current_.text += '\n';
        continue;
      }
      if (is_space(c)) {
        space_ = true;
        continue;
      }
      // The zero-width space and the byte order mark are nothing to a reader; the soft hyphen only where a line breaks.
      if (text.substr(i, 3) == "\xE2\x80\x8B" || text.substr(i, 3) == "\xEF\xBB\xBF") {
        i += 2;
        continue;
      }
      if (text.substr(i, 2) == "\xC2\xAD") {
        ++i;
        continue;
      }
      if (text.substr(i, 2) == "\xC2\xA0") {
        space_ = true;
        ++i;
        continue;
      }
      if (current_.text.empty()) {
        begin(id);
      } else if (breaks_ > 0) {
        current_.text += '\n';
      } else if (space_ && current_.text.back() != '\n') {
        current_.text += ' ';
      }
      space_ = false;
      breaks_ = 0;
      current_.text += c;
    }
    const auto added = static_cast<std::uint32_t>(current_.text.size() - before);
    current_.link_size += links_ > 0 ? added : 0;
    current_.bold_size += bold_ > 0 ? added : 0;
  }

  void begin(Id id) {
    current_.first = id;
    current_.owner = 0;
    for (std::size_t i = open_.size(); i-- > 0;) {
      if (open_[i].block) {
        current_.owner = open_[i].id;
        break;
      }
    }
    current_.tag = document_.nodes[current_.owner].tag;
    current_.in_list = lists_ > 0;
    current_.in_table = tables_ > 0;
    current_.in_quote = quotes_ > 0;
    current_.aside = aside_;
  }

  void flush() {
    while (!current_.text.empty() && is_space(current_.text.back())) {
      current_.text.pop_back();
    }
    if (!current_.text.empty()) {
      blocks_.push_back(std::move(current_));
    }
    current_ = Block();
    space_ = false;
    breaks_ = 0;
  }

  const Document& document_;
  const std::vector<Hint>& hints_;
  std::vector<Block> blocks_;
  std::vector<Open> open_;
  Block current_;
  bool space_ = false;
  unsigned breaks_ = 0;
  unsigned links_ = 0;
  unsigned bold_ = 0;
  unsigned lists_ = 0;
  unsigned tables_ = 0;
  unsigned quotes_ = 0;
  unsigned pre_ = 0;
  unsigned asides_ = 0;
  Id aside_ = kNoNode;
};

}  // namespace

std::string name_words(std::string_view name) {
  std::string out = " ";
  bool lower_before = false;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool letter = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if ((!letter || (upper && lower_before)) && out.back() != ' ') {
      out += ' ';
    }
    if (letter) {
      out += upper ? static_cast<char>(c + 32) : c;
    }
    lower_before = letter && !upper;
  }
  if (out.back() != ' ') {
    out += ' ';
  }
  return out;
}

std::vector<Block> blocks_of(const Document& document, const std::vector<Hint>& hints, Id root) {
  return Collector(document, hints).run(root);
}

namespace {

// A figure with a quotation in it is no picture, and a message quoted from elsewhere is part of the article, although
// the boxes around it are called "social" or "widget".
void keep_quotations(const Document& document, std::vector<Hint>& hints) {
  for (Id id = 1; id < document.nodes.size(); ++id) {
    if (document.nodes[id].tag != Tag::blockquote) {
      continue;
    }
    const std::string words = name_words(document.attribute(id, "class"));
    const bool message = words.find(" tweet ") != std::string::npos || words.find(" instagram ") != std::string::npos;
    Id box = document.nodes[id].parent;
    for (int level = 0; level < 4 && box != kNoNode; ++level) {
      const Tag tag = document.nodes[box].tag;
      const bool figure = tag == Tag::figure;
      if ((figure || (message && (tag == Tag::div || tag == Tag::span || tag == Tag::other))) &&
          hints[box] != Hint::never) {
        hints[box] = Hint::none;
      }
      box = document.nodes[box].parent;
    }
  }
}

}  // namespace

Page make_page(const Document& document) {
  Page page;
  page.document = &document;
  page.hints.assign(document.nodes.size(), Hint::none);
  for (Id id = 1; id < document.nodes.size(); ++id) {
    if (document.nodes[id].tag != Tag::text) {
      page.hints[id] = hint_of(document, id);
    }
  }
  keep_quotations(document, page.hints);
  page.blocks = blocks_of(document, page.hints, 0);
  return page;
}

}  // namespace detente::intake::html
