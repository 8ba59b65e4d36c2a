// Web archives and feeds: every sound record is read, every broken one is told with its number.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "support.hpp"

namespace detente::intake {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string deflated(std::string_view bytes, int window_bits) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, bytes.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string page(const std::string& word) {
  return "<html><head><title>News</title></head><body><p>The envoy spoke of " + word +
         " for an hour, and then he left the hall in silence.</p></body></html>";
}

std::string response(const std::string& body, const std::string& fields = "") {
  return "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n" + fields + "\r\n" + body;
}

std::string record(const std::string& content, const std::string& type = "response", long more = 0,
                   const std::string& content_type = "application/http; msgtype=response") {
  return "WARC/1.0\r\nWARC-Type: " + type + "\r\nWARC-Target-URI: http://news.example/" + type +
         "\r\nContent-Type: " + content_type +
         "\r\nContent-Length: " + std::to_string(static_cast<long>(content.size()) + more) + "\r\n\r\n" + content +
         "\r\n\r\n";
}

std::vector<std::string> words_of(const Reading& read) {
  std::vector<std::string> out;
  for (const Report& report : read.reports) {
    const std::size_t at = report.text.find("spoke of ");
    out.push_back(at == std::string::npos ? report.text
                                          : report.text.substr(at + 9, report.text.find(' ', at + 9) - at - 9));
  }
  return out;
}

TEST(WarcTest, ReadsResponsesAndPassesOverTheRest) {
  const std::string warc = record("software: x", "warcinfo") + record("GET / HTTP/1.0\r\n\r\n", "request") +
                           record(response(page("peace"))) + record(response(page("again")), "revisit") +
                           record("fetch: 1", "metadata") + record(page("war"), "resource", 0, "text/html") +
                           record("Talks Resume\n\nThe envoy spoke of trade today.", "conversion", 0, "text/plain") +
                           record("HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n" + page("nothing"));
  const Reading read = read_bytes(warc, "a.warc");
  EXPECT_THAT(words_of(read), ElementsAre("peace", "war", "trade"));
  EXPECT_TRUE(read.problems.empty());
  EXPECT_EQ(read.reports[0].uri, "http://news.example/response");
}

TEST(WarcTest, ReadsOneMemberARecordAndOneForAll) {
  const std::string one = record(response(page("peace")));
  const std::string two = record(response(page("war")));
  EXPECT_THAT(words_of(read_bytes(deflated(one, 31) + deflated(two, 31), "a.warc.gz")), ElementsAre("peace", "war"));
  EXPECT_THAT(words_of(read_bytes(deflated(one + two, 31), "a.warc.gz")), ElementsAre("peace", "war"));
}

TEST(WarcTest, UndoesTransferAndContentEncodings) {
  const std::string body = page("peace");
  const std::string half = body.substr(0, 40);
  const std::string rest = body.substr(40);
  const std::string chunks = "28\r\n" + half + "\r\n" + [&] {
    char size[16];
    std::snprintf(size, sizeof size, "%zx", rest.size());
    return std::string(size);
  }() + ";x=y\r\n" + rest + "\r\n0\r\n\r\n";
  for (const std::string& content :
       {response(chunks, "Transfer-Encoding: chunked\r\n"), response(body, "Transfer-Encoding: chunked\r\n"),
        response(deflated(body, 31), "Content-Encoding: gzip\r\n"), response(body, "Content-Encoding: gzip\r\n"),
        response(deflated(body, 15), "Content-Encoding: deflate\r\n"),
        response(deflated(body, -15), "Content-Encoding: deflate\r\n")}) {
    const Reading read = read_bytes(record(content), "a.warc");
    EXPECT_THAT(words_of(read), ElementsAre("peace"));
    EXPECT_TRUE(read.problems.empty());
  }
}

TEST(WarcTest, BrokenBodiesAreTold) {
  const std::string packed = deflated(page("peace"), 31);
  const Reading read =
      read_bytes(record(response(packed.substr(0, packed.size() / 2), "Content-Encoding: gzip\r\n")) +
                     record(response("ff\r\nshort", "Transfer-Encoding: chunked\r\n")) +
                     record(response("\x0b\x02\x80", "Content-Encoding: br\r\n")) + record(response(page("war"))),
                 "a.warc");
  EXPECT_THAT(words_of(read), ElementsAre("war"));
  ASSERT_EQ(read.problems.size(), 3U);
  EXPECT_EQ(read.problems[0].code, ErrorCode::truncated);
  EXPECT_EQ(read.problems[1].code, ErrorCode::truncated);
  EXPECT_EQ(read.problems[2].code, ErrorCode::unsupported);
  EXPECT_THAT(read.problems[2].where, HasSubstr("a.warc record 3 (byte "));
}

TEST(WarcTest, WrongLengthsAreToldAndTheNextRecordIsFound) {
  for (const long wrong : {-7L, 7L, 400L, 1'000'000L, 99'000'000L}) {
    Options options;
    options.max_text = 10'000'000;
    const Reading read = read_bytes(record(response(page("one"))) + record(response(page("two")), "response", wrong) +
                                        record(response(page("three"))) + record(response(page("four"))),
                                    "a.warc", options);
    if (wrong <= 1'000'000) {
      EXPECT_THAT(words_of(read), ElementsAre("one", "three", "four")) << wrong;
    } else {
      EXPECT_THAT(words_of(read), ElementsAre("one")) << wrong;
    }
    ASSERT_EQ(read.problems.size(), 1U) << wrong;
    EXPECT_THAT(read.problems[0].where, HasSubstr("a.warc record 2"));
  }
}

TEST(WarcTest, GarbageBetweenRecordsIsTold) {
  const Reading read =
      read_bytes(record(response(page("one"))) + "some garbage\r\n\r\n" + record(response(page("two"))), "a.warc");
  EXPECT_EQ(read.problems.size(), 1U);
  EXPECT_THAT(words_of(read), ElementsAre("one", "two"));
}

TEST(WarcTest, NonsenseLengthsAreTold) {
  for (const std::string length : {"-1", "abc", "", "99999999999999999999"}) {
    const std::string broken =
        "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: " + length + "\r\n\r\nHTTP/1.1 200 OK\r\n\r\n";
    const Reading read = read_bytes(broken + record(response(page("two"))), "a.warc");
    EXPECT_THAT(words_of(read), ElementsAre("two")) << length;
    ASSERT_EQ(read.problems.size(), 1U) << length;
    EXPECT_EQ(read.problems[0].code, ErrorCode::bad_value);
  }
}

TEST(WarcTest, ABrokenMemberIsTold) {
  std::string broken = deflated(record(response(page("two"))), 31);
  for (std::size_t i = 60; i < 80; ++i) {
    broken[i] = static_cast<char>(broken[i] ^ 0x5A);
  }
  const Reading read =
      read_bytes(deflated(record(response(page("one"))), 31) + broken + deflated(record(response(page("three"))), 31),
                 "a.warc.gz");
  EXPECT_THAT(words_of(read), ElementsAre("one", "three"));
  EXPECT_EQ(read.problems.size(), 1U);
}

TEST(WarcTest, ATruncatedFileIsTold) {
  const std::string warc = record(response(page("one"))) + record(response(page("two")));
  const Reading plain = read_bytes(warc.substr(0, warc.size() - 60), "a.warc");
  EXPECT_THAT(words_of(plain), ElementsAre("one"));
  ASSERT_EQ(plain.problems.size(), 1U);
  EXPECT_EQ(plain.problems[0].code, ErrorCode::truncated);
  const std::string packed = deflated(warc.substr(0, 400), 31) + deflated(warc.substr(400), 31);
  const Reading gz = read_bytes(std::string_view(packed).substr(0, packed.size() - 30), "a.warc.gz");
  EXPECT_THAT(words_of(gz), ElementsAre("one"));
  EXPECT_EQ(gz.problems.size(), 1U);
}

TEST(WarcTest, AnArchiveOfWrongLengthsEnds) {
  std::string warc;
  for (int i = 0; i < 20000; ++i) {
    warc += "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 900000\r\n\r\n";
  }
  Options options;
  options.max_text = 1'000'000;
  const Reading read = read_bytes(warc, "a.warc", options);
  EXPECT_TRUE(read.reports.empty());
  EXPECT_THAT(read.problems.back().message, HasSubstr("too many records"));
}

std::string arc_record(const std::string& content, const std::string& address = "http://news.example/a b") {
  return address + " 192.0.2.1 20241010120000 text/html " + std::to_string(content.size()) + "\n" + content + "\n";
}

TEST(ArcTest, ReadsRecordsAndTellsBrokenOnes) {
  const std::string version = "1 0 Test\nURL IP-address Archive-date Content-type Archive-length\n";
  const std::string arc = "filedesc://a.arc 192.0.2.1 20241010120000 text/plain " + std::to_string(version.size()) +
                          "\n" + version + "\n" + arc_record(response(page("peace"))) +
                          "http://news.example/x 192.0.2.1 20241010120000 text/html abc\nbody\n" +
                          arc_record(response(page("war")));
  for (const bool packed : {false, true}) {
    const Reading read = read_bytes(packed ? deflated(arc, 31) : arc, packed ? "a.arc.gz" : "a.arc");
    EXPECT_THAT(words_of(read), ElementsAre("peace", "war"));
    ASSERT_EQ(read.problems.size(), 1U);
    EXPECT_THAT(read.problems[0].where, HasSubstr("record 3"));
    EXPECT_EQ(read.reports[0].uri, "http://news.example/a b");
  }
}

TEST(FeedTest, ReadsRss) {
  const Reading read = read_bytes(R"(<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>The Example</title><image><title>Logo</title></image>
<item><title>Talks &amp; Trade</title><link>http://news.example/1</link><dc:creator>A. Smith</dc:creator>
<pubDate>Thu, 10 Oct 2024 14:00:00 GMT</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>The envoy spoke.</p><p>Then he left.</p><p>The post Talks appeared first on The Example.</p>]]></content:encoded></item>
<item><title>No text</title></item>
<item><title>Bad date</title><description>The &lt;b&gt;minister&lt;/b&gt; answered.</description><pubDate>9999-01-01</pubDate></item>
</channel></rss>)",
                                  "a.xml");
  ASSERT_EQ(read.reports.size(), 2U);
  EXPECT_EQ(read.reports[0].text, "The envoy spoke.\n\nThen he left.");
  EXPECT_EQ(read.reports[0].title, "Talks & Trade");
  EXPECT_EQ(read.reports[0].outlet, "The Example");
  EXPECT_EQ(read.reports[0].byline, "A. Smith");
  EXPECT_EQ(read.reports[0].published, "2024-10-10T14:00:00Z");
  EXPECT_EQ(read.reports[0].uri, "http://news.example/1");
  EXPECT_EQ(read.reports[1].text, "The minister answered.");
  ASSERT_EQ(read.problems.size(), 2U);
  EXPECT_EQ(read.problems[0].code, ErrorCode::missing_field);
  EXPECT_THAT(read.problems[0].where, HasSubstr("a.xml item 2"));
  EXPECT_EQ(read.problems[1].code, ErrorCode::bad_value);
}

TEST(FeedTest, ReadsAtom) {
  const Reading read = read_bytes(R"(<feed xmlns="http://www.w3.org/2005/Atom"><title>The Example</title>
<entry><title type="html">Talks</title><link rel="self" href="http://x"/><link href="http://news.example/2"/><author><name>O. Haddad</name></author>
<published>2024-10-10T14:00:00+02:00</published><updated>2024-10-11T00:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The envoy spoke.</p><ul><li>One.</li></ul></div></content></entry></feed>)",
                                  "a.atom");
  ASSERT_EQ(read.reports.size(), 1U);
  EXPECT_EQ(read.reports[0].text, "The envoy spoke.\n\nOne.");
  EXPECT_EQ(read.reports[0].byline, "O. Haddad");
  EXPECT_EQ(read.reports[0].published, "2024-10-10T14:00:00+02:00");
  EXPECT_EQ(read.reports[0].uri, "http://news.example/2");
}

TEST(FeedTest, ABrokenFeedIsReadUpToTheFault) {
  const Reading read =
      read_bytes("<rss><channel><item><description>The envoy spoke.</description></item><item></oops>", "a.rss");
  EXPECT_EQ(read.reports.size(), 1U);
  ASSERT_GE(read.problems.size(), 1U);
  EXPECT_EQ(read.problems.back().code, ErrorCode::bad_format);
}

TEST(FeedTest, EntitiesAreNotExpanded) {
  std::string bomb = "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaa\">";
  for (char c = 'b'; c < 'k'; ++c) {
    bomb += std::string("<!ENTITY ") + c + " \"";
    for (int i = 0; i < 10; ++i) {
      bomb += std::string("&") + static_cast<char>(c - 1) + ";";
    }
    bomb += "\">";
  }
  bomb += "]><rss><channel><item><description>The envoy &j; spoke.</description></item></channel></rss>";
  const Reading read = read_bytes(bomb, "a.rss");
  for (const Report& report : read.reports) {
    EXPECT_LT(report.text.size(), 1000U);
  }
}

}  // namespace
}  // namespace detente::intake
