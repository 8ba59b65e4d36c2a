// A page to a report.
#include <algorithm>

#include "article.hpp"
#include "detente/intake/intake.hpp"
#include "detente/text/hash.hpp"
#include "encoding.hpp"
#include "html_tree.hpp"
#include "page.hpp"
#include "page_meta.hpp"

namespace detente::intake {

namespace {

// JSON-LD's articleBody is plain text or markup, with a line end between paragraphs.
std::string text_of_article_body(const std::string& body) {
  if (body.find('<') != std::string::npos) {
    return fragment_text(body);
  }
  std::string out;
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t end = std::min(body.find('\n', at), body.size());
    const std::string_view line = std::string_view(body).substr(at, end - at);
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (first != std::string_view::npos) {
      out += out.empty() ? "" : "\n\n";
      out += line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
    }
    at = end + 1;
  }
  return out;
}

}  // namespace

Result<PageReport> read_page(std::string_view bytes, std::string_view url_hint, std::string_view charset_hint) {
  std::string charset(charset_hint);
  if (charset.empty()) {
    charset = declared_charset(bytes);
  }
  auto decoded = decode(bytes, charset);
  if (!decoded) {
    return decoded.error();
  }
  normalise_lines(decoded->text);
  const html::Document document = html::parse(decoded->text);
  html::Meta meta = html::read_meta(document);
  html::Page page = html::make_page(document);
  const std::vector<std::size_t> chosen = html::find_article(page, {meta.title, meta.byline, meta.article_body});
  html::read_visible_meta(page, meta);

  PageReport out;
  out.repaired = decoded->repaired;
  out.first_repaired = decoded->first_repaired;
  out.too_deep = document.too_deep;
  out.too_many = document.too_many;
  Report& report = out.report;
  for (const std::size_t i : chosen) {
    if (!report.text.empty()) {
      report.text += "\n\n";
    }
    report.text += page.blocks[i].text;
  }
  // Some pages show their text by script alone and carry it only in their metadata.
  if (meta.article_body.size() > 400 && report.text.size() * 5 < meta.article_body.size() * 2) {
    report.text = text_of_article_body(meta.article_body);
  }
  if (report.text.empty()) {
    return Error{ErrorCode::missing_field, "no article text was found in the page", ""};
  }
  report.uri = meta.address.empty() ? std::string(url_hint) : meta.address;
  report.outlet = std::move(meta.outlet);
  report.title = std::move(meta.title);
  report.byline = std::move(meta.byline);
  report.published = std::move(meta.published);
  out.declared_language = std::move(meta.language);
  return out;
}

std::string fragment_text(std::string_view html) {
  const html::Document document = html::parse(html);
  const html::Page page = html::make_page(document);
  std::string out;
  for (const html::Block& block : page.blocks) {
    const bool caption = block.aside != html::kNoNode && page.hints[block.aside] == html::Hint::caption;
    if (caption || html::is_furniture(block.text)) {
      continue;
    }
    out += (out.empty() ? "" : "\n\n") + block.text;
  }
  return out;
}

Result<Report> extract_html(std::string_view bytes, std::string_view url_hint, std::string_view charset_hint) {
  auto page = read_page(bytes, url_hint, charset_hint);
  if (!page) {
    return page.error();
  }
  Report report = std::move(page->report);
  report.language = detect_language(report.text);
  report.id = text::report_id(report.text);
  return report;
}

}  // namespace detente::intake
