#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <thread>
#include <vector>

#include "support.hpp"

namespace detente::intake {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kPage = R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<title>Envoys meet in Geneva | The Sample Times</title>
<link rel="canonical" href="https://news.example/2024/10/10/envoys">
<meta property="og:site_name" content="The Sample Times">
<meta property="og:title" content="Envoys meet in Geneva">
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebPage"},
 {"@type": "NewsArticle", "headline": "Envoys meet in Geneva", "datePublished": "2024-10-10T14:00:00Z",
  "author": [{"@type": "Person", "name": "Anna Smith"}, {"@type": "Person", "name": "Omar Haddad"}],
  "publisher": {"@type": "Organization", "name": "The Sample Times"}}]}</script>
<style>p { color: red }</style></head>
<body><header class="site-header"><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav></header>
<div class="breaking"><a href="/x">Breaking: a storm hits the coast</a></div>
<article><h1>Envoys meet in Geneva</h1>
<p class="byline">By Anna Smith and Omar Haddad</p><time datetime="2024-10-10">Oct. 10, 2024</time>
<div class="share-bar"><a href="#">Share</a> <a href="#">Tweet</a></div>
<div class="article-body">
<figure><img src="a.jpg"><figcaption>The envoys on Monday. Photo: A. Person</figcaption></figure>
<p>The envoys of the two sides met in Geneva on Monday &amp; spoke for an hour, officials said.</p>
<div class="ad">Advertisement<p>Buy our new and very long book about the sea, which is in the shops from today.</p></div>
<p>&#8220;We will meet again,&#8221; one of them said, <a href="/y">according to the agency</a>, before he left for home.</p>
<h2>What comes next</h2>
<ul><li>A second round of talks next week.</li><li>A visit to the region.</li></ul>
<p style="display: none">This sentence is hidden from every reader of the page, and from us as well.</p>
<blockquote><p>Nobody has walked away.</p></blockquote>
<table><tr><td>Side one</td><td>12 envoys</td></tr></table>
<p>A third party, which neither of them named,<br>has offered to hold the talks.<br><br>It did not say when.</p>
</div>
<h3>Related stories</h3><ul><li><a href="/1">A storm hits the coast and the roads are closed</a></li><li><a href="/2">Bread prices rise again</a></li></ul>
</article>
<section id="comments"><h3>Comments</h3><div class="comment"><p>They will never agree on anything, if you ask me, and nobody has asked me so far.</p></div></section>
<footer><p>Copyright 2024 The Sample Times, a long line about the rights that are all reserved for ever.</p></footer></body></html>)";

TEST(PageTest, TheArticleIsReadAndTheRestIsNot) {
  const auto report = extract_html(kPage, "a.html", "");
  ASSERT_TRUE(report);
  EXPECT_EQ(
      report->text,
      "The envoys of the two sides met in Geneva on Monday & spoke for an hour, officials said.\n\n"
      "\xE2\x80\x9CWe will meet again,\xE2\x80\x9D one of them said, according to the agency, before he left for "
      "home.\n\n"
      "What comes next\n\nA second round of talks next week.\n\nA visit to the region.\n\nNobody has walked away.\n\n"
      "Side one\n\n12 envoys\n\n"
      "A third party, which neither of them named,\nhas offered to hold the talks.\n\nIt did not say when.");
}

TEST(PageTest, MetadataIsRead) {
  const auto report = extract_html(kPage, "a.html", "");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->title, "Envoys meet in Geneva");
  EXPECT_EQ(report->byline, "Anna Smith, Omar Haddad");
  EXPECT_EQ(report->outlet, "The Sample Times");
  EXPECT_EQ(report->published, "2024-10-10T14:00:00Z");
  EXPECT_EQ(report->uri, "https://news.example/2024/10/10/envoys");
  EXPECT_EQ(report->language, "en");
}

std::string with_head(const std::string& head, const std::string& before = "") {
  return "<html><head>" + head + "</head><body><article><h1>Talks fail</h1>" + before +
         "<p>The envoys of the two sides met on Monday and spoke for an hour, officials said.</p>"
         "<p>They left without a word to those who had waited for them in the rain.</p></article></body></html>";
}

TEST(PageTest, DatesComeFromWhereTheyAre) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {with_head(R"(<meta property="article:published_time" content="2024-10-10T14:00:00+02:00">)"),
       "2024-10-10T14:00:00+02:00"},
      {with_head(R"(<meta name="pubdate" content="20241010">)"), "2024-10-10"},
      {with_head("", R"(<span itemprop="datePublished" content="2024-10-10">x</span>)"), "2024-10-10"},
      {with_head(R"(<link rel="canonical" href="https://news.example/2024/10/10/talks">)"), "2024-10-10"},
      {with_head("", R"(<time datetime="2024-10-10T08:00">today</time>)"), "2024-10-10T08:00"},
      {with_head("", "<div>Published on October 10, 2024 at 3:45 PM EDT</div>"), "2024-10-10T15:45-04:00"},
      {with_head(R"(<meta name="date" content="9999-01-01">)"), ""},
      {with_head(""), ""}};
  for (const auto& [page, expected] : cases) {
    const auto report = extract_html(page, "", "");
    ASSERT_TRUE(report);
    EXPECT_EQ(report->published, expected) << page;
    EXPECT_EQ(report->title, "Talks fail");
    EXPECT_TRUE(report->text.starts_with("The envoys of")) << report->text;
  }
}

TEST(PageTest, BylinesComeFromWhereTheyAre) {
  for (const std::string& page :
       {with_head(R"(<meta name="author" content="Anna Smith">)"),
        with_head(R"(<meta name="byl" content="By Anna Smith">)"),
        with_head("", R"(<a rel="author" href="/a">Anna Smith</a>)"), with_head("", "<p>By Anna Smith | Geneva</p>"),
        with_head(R"(<script type="application/ld+json">{"@type":"NewsArticle","author":"Anna Smith","headline":"Talks
fail"}</script>)")}) {
    const auto report = extract_html(page, "", "");
    ASSERT_TRUE(report);
    EXPECT_EQ(report->byline, "Anna Smith") << page;
  }
}

TEST(PageTest, EncodingsAreRead) {
  const std::string latin =
      "<p>Le pr\xE9sident a re\xE7u les d\xE9l\xE9gu\xE9s \xE0 l'h\xF4tel, et tous ont parl\xE9 de la tr\xEAve.</p>";
  const std::string utf8 =
      "<p>Le pr\xC3\xA9sident a re\xC3\xA7u les d\xC3\xA9l\xC3\xA9gu\xC3\xA9s \xC3\xA0 l'h\xC3\xB4tel, et tous ont "
      "parl\xC3\xA9 de la tr\xC3\xAAve.</p>";
  const std::string expected = "Le pr\xC3\xA9sident a re\xC3\xA7u";
  EXPECT_THAT(extract_html("<meta charset=iso-8859-1>" + latin, "", "")->text, HasSubstr(expected));
  EXPECT_THAT(extract_html(latin, "", "windows-1252")->text, HasSubstr(expected));
  EXPECT_THAT(extract_html("<meta charset=iso-8859-1>" + utf8, "", "")->text, HasSubstr(expected));
  EXPECT_THAT(extract_html("\xEF\xBB\xBF" + utf8, "", "iso-8859-1")->text, HasSubstr(expected));
  EXPECT_THAT(extract_html(
                  "<meta http-equiv='Content-Type' content='text/html; charset=windows-1251'><p>"
                  "\xCF\xF0\xE5\xE7\xE8\xE4\xE5\xED\xF2 \xEF\xF0\xE8\xED\xFF\xEB \xE4\xE5\xEB\xE5\xE3\xE0\xF2\xEE\xE2, "
                  "\xF1\xEE\xEE\xE1\xF9\xE0\xE5\xF2 \xE0\xE3\xE5\xED\xF2\xF1\xF2\xE2\xEE.</p>",
                  "", "")
                  ->text,
              HasSubstr("\xD0\x9F\xD1\x80\xD0\xB5\xD0\xB7\xD0\xB8\xD0\xB4\xD0\xB5\xD0\xBD\xD1\x82"));
}

TEST(PageTest, TagSoupIsRead) {
  const auto report = extract_html(
      "<p>The envoys <b>met <i>in</b> Geneva</i> on Monday, officials said<p>They left at noon, and nobody spoke of "
      "&lt;peace&gt; &copy; "
      "&hellip; &unknown; &#x41;<ul><li>One thing is clear to all of them.<li>Another is "
      "not.</ul><table><tr><td>Here<td>There</table>",
      "", "");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->text,
            "The envoys met in Geneva on Monday, officials said\n\nThey left at noon, and nobody spoke of <peace> "
            "\xC2\xA9 \xE2\x80\xA6 &unknown; A\n\n"
            "One thing is clear to all of them.\n\nAnother is not.\n\nHere\n\nThere");
}

TEST(PageTest, APageWithoutTextSaysSo) {
  for (const std::string_view page :
       {"", "<html></html>", "<script>var a = 1;</script>", "<nav><a href=x>Home</a></nav>"}) {
    const auto report = extract_html(page, "", "");
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, ErrorCode::missing_field);
  }
}

TEST(PageTest, ADivisionCalledSidebarAroundEverythingIsTheArticle) {
  const auto report = extract_html(
      "<div class='sidebar-layout sidebar'><p>The envoys of the two sides met on Monday and spoke for an hour, "
      "officials said.</p>"
      "<p>They left without a word to those who had waited for them in the rain.</p></div>",
      "", "");
  ASSERT_TRUE(report);
  EXPECT_THAT(report->text, HasSubstr("without a word"));
}

TEST(RunTest, StopsWhenToldAndCountsProgress) {
  const TempFolder folder;
  for (const char* name : {"a.txt", "b.txt", "c.txt"}) {
    folder.write(name, "Talks Resume\n\nThe envoy spoke of " + std::string(name));
  }
  Reading read;
  Sinks sinks = sinks_into(read);
  Progress last;
  sinks.on_progress = [&](const Progress& progress) {
    EXPECT_GE(progress.bytes_done, last.bytes_done);
    last = progress;
  };
  EXPECT_FALSE(read_path(folder.path(), {}, sinks).stopped);
  EXPECT_EQ(last.files_done, 3U);
  EXPECT_EQ(last.files_total, 3U);
  EXPECT_EQ(last.reports, 3U);
  EXPECT_EQ(last.bytes_done, last.bytes_total);

  Sinks stopping = sinks;
  stopping.on_progress = nullptr;
  stopping.on_report = [](Report&&) { return false; };
  const Counts counts = read_path(folder.path(), {}, stopping);
  EXPECT_TRUE(counts.stopped);
  EXPECT_EQ(counts.reports, 1U);

  std::stop_source stop;
  Sinks cancelled = sinks;
  cancelled.on_progress = nullptr;
  cancelled.cancel = stop.get_token();
  cancelled.on_report = [&](Report&&) {
    stop.request_stop();
    return true;
  };
  EXPECT_TRUE(read_path(folder.path(), {}, cancelled).stopped);
}

std::string text_of_page(const std::string& body) {
  const auto report = extract_html("<html><body>" + body + "</body></html>", "", "");
  return report ? report->text : std::string();
}

const std::string kLong = "The envoys of the two sides met on Monday and spoke for an hour, officials said.";

TEST(PageTest, ElementsOfHtml5EndAsTheStandardSays) {
  for (const std::string tag : {"section", "main", "details"}) {
    EXPECT_EQ(text_of_page("<div><p>" + kLong + "<" + tag + "><p>" + kLong + "</" + tag + "></div>"),
              kLong + "\n\n" + kLong)
        << tag;
  }
  for (const std::string tag : {"wbr", "source", "track", "embed"}) {
    EXPECT_EQ(text_of_page("<p>Pea<" + tag + ">ce was near. " + kLong + "<p>" + kLong),
              "Peace was near. " + kLong + "\n\n" + kLong)
        << tag;
  }
  EXPECT_EQ(text_of_page("<p>" + kLong + "</br>They left.</p>"), kLong + "\nThey left.");
  EXPECT_EQ(text_of_page("<h2>Talks in Geneva</h3>" + kLong), "Talks in Geneva\n\n" + kLong);
  EXPECT_EQ(text_of_page(kLong + "</body></html><p>" + kLong), kLong + "\n\n" + kLong);
}

TEST(PageTest, WhatIsNoTextOfThePageIsLeftOut) {
  for (const std::string tag : {"script", "style", "textarea", "noscript", "template", "iframe", "svg"}) {
    EXPECT_EQ(text_of_page("<p>" + kLong + "</p><" + tag + "><p>var a = 1; the text of a form is not the news.</p></" +
                           tag + "><p>" + kLong),
              kLong + "\n\n" + kLong)
        << tag;
  }
  EXPECT_EQ(text_of_page("<p>They met <![if !IE]>there<![endif]> <!-- -- > not --> 5 < 6. " + kLong),
            "They met there 5 < 6. " + kLong);
}

TEST(PageTest, CharacterReferencesAreResolved) {
  EXPECT_EQ(text_of_page("<p>&#8220;A&amp;B&#x201D; &#128;5 &hellip; &notaname; &lt;b&gt; " + kLong),
            "\xE2\x80\x9C"
            "A&B\xE2\x80\x9D \xE2\x82\xAC"
            "5 \xE2\x80\xA6 &notaname; <b> " +
                kLong);
}

TEST(PageTest, PagesAreReadInThreads) {
  std::vector<std::thread> threads;
  std::array<std::string, 4> texts;
  for (std::string& text : texts) {
    threads.emplace_back([&text] {
      for (int i = 0; i < 20; ++i) {
        text = extract_html(kPage, "a.html", "")->text;
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  for (const std::string& text : texts) {
    EXPECT_EQ(text, extract_html(kPage, "a.html", "")->text);
  }
}

}  // namespace
}  // namespace detente::intake
