#include "article.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "detente/text/date.hpp"
#include "page_meta.hpp"

namespace detente::intake::html {

namespace {

// Bytes of a block that read like running text: 0 for menus, headings and labels.
double weight(const Block& block) {
  const double size = static_cast<double>(block.text.size());
  const double links = static_cast<double>(block.link_size);
  if (block.tag >= Tag::h1 && block.tag <= Tag::h6) {
    return 0;
  }
  if (links > 0.6 * size) {
    return 0;
  }
  const char last = block.text.back();
  const bool sentence = last == '.' || last == '!' || last == '?' || last == '"' || last == ':' ||
                        block.text.ends_with("\xE2\x80\x9D") || block.text.ends_with("\xE2\x80\xA6") ||
                        block.text.ends_with("\xE3\x80\x82");
  if (size < 25 || (size < (block.tag == Tag::p ? 50 : 80) && !sentence)) {
    return 0;
  }
  // Teasers begin with a link; a paragraph of an article has few.
  return std::min(size - links, 1000.0) * (1 - 1.5 * links / size);
}

class Finder {
 public:
  Finder(Page& page, const ArticleHelp& help) : page_(page), document_(*page.document), help_(help) {}

  std::vector<std::size_t> run() {
    keep_large_asides();
    measure();
    const Id container = choose();
    return filter(container);
  }

 private:
  const Node& node(Id id) const { return document_.nodes[id]; }

  // Sums of weights by node, so that any subtree is a difference.
  double total(Id id) const { return prefix_[node(id).end] - prefix_[id]; }

  void measure() {
    prefix_.assign(document_.nodes.size() + 1, 0);
    for (const Block& block : page_.blocks) {
      if (block.aside == kNoNode) {
        prefix_[block.first + 1] += weight(block);
      }
    }
    for (std::size_t i = 1; i < prefix_.size(); ++i) {
      prefix_[i] += prefix_[i - 1];
    }
  }

  // A hint in a class name can be wrong ("sidebar-layout" around the whole page). An element that holds more text than
  // all that is no aside is the article, whatever it is called, unless its name leaves no doubt.
  void keep_large_asides() {
    for (int round = 0; round < 8; ++round) {
      double free = 0;
      double all = 0;
      std::vector<std::pair<Id, double>> asides;
      for (const Block& block : page_.blocks) {
        const double w = weight(block);
        all += w;
        if (block.aside == kNoNode) {
          free += w;
        } else if (w > 0) {
          if (asides.empty() || asides.back().first != block.aside) {
            asides.emplace_back(block.aside, 0);
          }
          asides.back().second += w;
        }
      }
      bool changed = false;
      for (const auto& [id, sum] : asides) {
        if ((sum > 0.6 * all || (sum > 2 * free && sum > 400)) && !is_surely_aside(id)) {
          page_.hints[id] = Hint::none;
          changed = true;
        }
      }
      if (!changed) {
        return;
      }
      page_.blocks = blocks_of(document_, page_.hints, 0);
    }
  }

  bool is_surely_aside(Id id) const {
    const Tag tag = node(id).tag;
    if (tag == Tag::footer || tag == Tag::nav) {
      return true;
    }
    const std::string words = name_words(document_.attribute(id, "class")) + name_words(document_.attribute(id, "id"));
    for (const std::string_view word :
         {" comment", " disqus ", " respond ", " cookie", " consent ", " gdpr ", " footer "}) {
      if (words.find(word) != std::string::npos) {
        return true;
      }
    }
    return false;
  }

  Id choose() {
    // Each paragraph speaks for its parent, and with half a voice for each further ancestor.
    std::vector<double> score(document_.nodes.size(), 0);
    for (const Block& block : page_.blocks) {
      const double w = block.aside == kNoNode ? weight(block) : 0;
      if (w == 0) {
        continue;
      }
      double voice = w;
      Id id = block.owner;
      const bool paragraph = block.tag == Tag::p || block.tag == Tag::li || block.tag == Tag::blockquote ||
                             block.tag == Tag::td || block.tag == Tag::pre;
      if (paragraph) {
        id = node(id).parent;
      }
      for (int level = 0; level < 6 && id != kNoNode; ++level) {
        score[id] += voice;
        voice *= level == 0 ? 0.7 : 0.5;
        // What an <article> says, it says for itself: a list of articles is none.
        id = node(id).tag == Tag::article ? kNoNode : node(id).parent;
      }
    }
    Id best = 0;
    double best_score = -1;
    for (Id id = 0; id < document_.nodes.size(); ++id) {
      if (score[id] == 0) {
        continue;
      }
      double s = score[id];
      if (page_.hints[id] == Hint::body) {
        s *= 1.6;
      } else if (node(id).tag == Tag::article) {
        s *= 1.3;
      }
      if (s > best_score) {
        best_score = s;
        best = id;
      }
    }
    return climb(best);
  }

  // An article may be split over several siblings of the best element: parts with advertisements between them, or
  // paragraphs beside a box that holds the first of them.
  Id climb(Id best) const {
    double inside = total(best);
    for (Id id = best; node(id).parent != kNoNode && node(id).parent != 0 && node(id).tag != Tag::article;) {
      const Id parent = node(id).parent;
      if (node(parent).tag == Tag::body || node(parent).tag == Tag::html) {
        break;
      }
      const double outside = total(parent) - inside;
      const double kin = kin_of(id, parent);
      if (kin > 0.05 * inside || (node(parent).tag == Tag::article && outside > 0.02 * inside && outside < inside)) {
        best = parent;
        inside = total(parent);
      }
      id = parent;
    }
    return best;
  }

  // The text of those siblings that look as if they were the same thing: bodies beside a body, bare paragraphs,
  // elements of the same class.
  double kin_of(Id id, Id parent) const {
    const std::string_view own = document_.attribute(id, "class");
    double sum = 0;
    for (Id child = parent + 1; child < node(parent).end; child = node(child).end) {
      if (child == id || node(child).tag == Tag::text) {
        sum += node(child).tag == Tag::text ? total(child) : 0;
        continue;
      }
      const Tag tag = node(child).tag;
      const bool text = tag == Tag::p || tag == Tag::blockquote || tag == Tag::ul || tag == Tag::ol;
      const bool same = tag == node(id).tag && !own.empty() && document_.attribute(child, "class") == own;
      const bool bodies = page_.hints[id] == Hint::body && page_.hints[child] == Hint::body;
      if (text || same || bodies) {
        sum += total(child);
      }
    }
    return sum;
  }

  std::vector<std::size_t> filter(Id container) {
    std::vector<std::size_t> out;
    const std::string title = letters_of(help_.title);
    double sum = 0;
    bool in_links = false;
    for (std::size_t i = 0; i < page_.blocks.size(); ++i) {
      const Block& block = page_.blocks[i];
      if (block.first < container || block.first >= node(container).end || block.aside != kNoNode) {
        continue;
      }
      if (is_end_heading(block.text)) {
        const bool heading = block.tag >= Tag::h1 && block.tag <= Tag::h6;
        if (sum > (heading ? 0.7 : 0.92) * total(container)) {
          break;
        }
        in_links = true;
        continue;
      }
      // Under such a heading inside the article stand links; the next paragraph ends them.
      if (in_links && weight(block) == 0) {
        continue;
      }
      in_links = false;
      if (is_furniture(block.text) || is_notice(block.text)) {
        continue;
      }
      if (block.link_size > block.text.size() / 2 && block.text.size() - block.link_size < 30 && !block.in_quote) {
        continue;
      }
      if (sum < 0.2 * total(container) && weight(block) == 0 && is_dateline(block)) {
        continue;
      }
      // What stands above the headline is no article, unless it is most of one.
      if (!title.empty() && letters_of(block.text) == title) {
        if (sum < 0.2 * total(container)) {
          out.clear();
        }
        continue;
      }
      sum += weight(block);
      out.push_back(i);
    }
    agree_with_metadata(out);
    return out;
  }

  // The page's metadata may carry the body as well, often shortened or without its headings. Where nearly all of it is
  // found in the chosen blocks, long blocks that are not in it are none of the article.
  void agree_with_metadata(std::vector<std::size_t>& chosen) const {
    // Each block is looked for in the body, so both are bounded.
    if (help_.article_body.size() > 300'000 || chosen.size() > 2000) {
      return;
    }
    const std::string body = letters_of(help_.article_body);
    if (body.size() < 400) {
      return;
    }
    std::size_t found = 0;
    std::vector<bool> in_body;
    for (const std::size_t i : chosen) {
      const std::string letters = letters_of(page_.blocks[i].text);
      in_body.push_back(body.find(letters) != std::string::npos);
      found += in_body.back() ? letters.size() : 0;
    }
    if (found * 10 < body.size() * 9) {
      return;
    }
    std::size_t kept = 0;
    for (std::size_t k = 0; k < chosen.size(); ++k) {
      if (in_body[k] || page_.blocks[chosen[k]].text.size() < 40) {
        chosen[kept++] = chosen[k];
      }
    }
    chosen.resize(kept);
  }

  // Lines between the headline and the first paragraph that tell who wrote it and when.
  bool is_dateline(const Block& block) const {
    if (block.text.size() > 160 || block.in_table) {
      return false;
    }
    const std::string letters = letters_of(block.text);
    if (node(block.owner).tag == Tag::time || node(node(block.first).parent).tag == Tag::time) {
      return true;
    }
    return text::find_date(block.text).has_value() || !byline_of_line(block.text).empty() ||
           block.text.ends_with(':') ||
           (!help_.byline.empty() && letters.find(letters_of(help_.byline)) != std::string::npos) || letters.size() < 4;
  }

  Page& page_;
  const Document& document_;
  const ArticleHelp& help_;
  std::vector<double> prefix_;
};

}  // namespace

std::vector<std::size_t> find_article(Page& page, const ArticleHelp& help) {
  if (page.blocks.empty()) {
    return {};
  }
  return Finder(page, help).run();
}

}  // namespace detente::intake::html
