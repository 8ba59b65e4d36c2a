// Each kind of bad input gives one clear message with its place, and the rest is read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <zlib.h>

#include <streambuf>

#include "support.hpp"

namespace detente::intake {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

std::string gzip(std::string_view bytes) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
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

// A stream of `size` bytes of one letter between a head and a tail, made while it is read.
class LongStream : public std::streambuf {
 public:
  LongStream(std::string head, std::uint64_t size, std::string tail)
      : head_(std::move(head)), left_(size), tail_(std::move(tail)) {
    setg(head_.data(), head_.data(), head_.data() + head_.size());
  }

 protected:
  int_type underflow() override {
    if (left_ > 0) {
      const std::size_t part = static_cast<std::size_t>(std::min<std::uint64_t>(left_, chunk_.size()));
      left_ -= part;
      setg(chunk_.data(), chunk_.data(), chunk_.data() + part);
      return traits_type::to_int_type(*gptr());
    }
    if (!tail_given_) {
      tail_given_ = true;
      setg(tail_.data(), tail_.data(), tail_.data() + tail_.size());
      return tail_.empty() ? traits_type::eof() : traits_type::to_int_type(*gptr());
    }
    return traits_type::eof();
  }

 private:
  std::string head_;
  std::uint64_t left_;
  std::string tail_;
  std::string chunk_ = std::string(1 << 16, 'a');
  bool tail_given_ = false;
};

constexpr std::string_view kLine = R"({"text": "The envoy left on Friday and the talks ended."})";

TEST(BadInputTest, InvalidUtf8IsRepairedAndTold) {
  const Reading read = read_bytes(
      "Talks Resume\n\nThe envoy\xFF spoke. Caf\xC3\xA9 Caf\xC3\xA9 Caf\xC3\xA9 Caf\xC3\xA9 Caf\xC3\xA9 Caf\xC3\xA9 "
      "Caf\xC3\xA9 Caf\xC3\xA9 Caf\xC3\xA9 Caf\xC3\xA9 Caf\xC3\xA9 Caf\xC3\xA9.",
      "a.txt");
  ASSERT_EQ(read.reports.size(), 1U);
  ASSERT_EQ(read.problems.size(), 1U);
  EXPECT_EQ(read.problems[0].code, ErrorCode::bad_encoding);
  EXPECT_EQ(read.problems[0].where, "a.txt");
  EXPECT_THAT(read.reports[0].text, HasSubstr("envoy\xEF\xBF\xBD spoke"));
}

TEST(BadInputTest, NulBytesAreRepairedAndTold) {
  const Reading read = read_bytes(std::string_view("Talks Resume\n\nThe envoy\0spoke of peace.", 39), "a.txt");
  ASSERT_EQ(read.reports.size(), 1U);
  ASSERT_EQ(read.problems.size(), 1U);
  EXPECT_THAT(read.problems[0].message, HasSubstr("the first at byte 23"));
  EXPECT_EQ(read.reports[0].text, "Talks Resume\n\nThe envoy spoke of peace.");
}

TEST(BadInputTest, ALineOfAGigabyteIsPassedOver) {
  LongStream buffer(std::string(kLine) + "\n{\"text\": \"", 1ULL << 30, "\"}\n" + std::string(kLine) + "\n");
  std::istream in(&buffer);
  Reading read;
  Options options;
  options.max_text = 1 << 20;
  const Counts counts = read_stream(in, "big.jsonl", options, sinks_into(read));
  EXPECT_EQ(counts.reports, 2U);
  ASSERT_EQ(read.problems.size(), 1U);
  EXPECT_EQ(read.problems[0].code, ErrorCode::too_large);
  EXPECT_EQ(read.problems[0].where, "big.jsonl:2");
}

TEST(BadInputTest, ATextBeyondTheLimitIsPassedOver) {
  LongStream buffer("Talks", 1ULL << 30, "");
  std::istream in(&buffer);
  Reading read;
  Options options;
  options.max_text = 1 << 20;
  read_stream(in, "big.txt", options, sinks_into(read));
  EXPECT_TRUE(read.reports.empty());
  ASSERT_EQ(read.problems.size(), 1U);
  EXPECT_EQ(read.problems[0].code, ErrorCode::too_large);
}

TEST(BadInputTest, EmptyInputIsTold) {
  for (const std::string_view bytes : {"", "  \n\n "}) {
    const Reading read = read_bytes(bytes, "a.txt");
    ASSERT_EQ(read.problems.size(), 1U);
    EXPECT_EQ(read.problems[0].code, ErrorCode::missing_field);
  }
}

TEST(BadInputTest, DeepNestingIsReadAndTold) {
  for (const std::size_t depth : {10'000UL, 1'000'000UL}) {
    for (const std::string tag : {"div", "b", "table", "ul><li", "x-y", "svg", "a", "font"}) {
      std::string page = "<html><body><p>The envoy spoke of peace for an hour, and then he left the hall.</p>";
      for (std::size_t i = 0; i < depth; ++i) {
        page += "<" + tag + ">";
      }
      page += "<p>The minister answered on Friday that there would be no talks this year.</p>";
      const Reading read = read_bytes(page, "deep.html");
      EXPECT_EQ(read.reports.size(), 1U) << tag;
      EXPECT_LE(read.problems.size(), 1U);
      for (const Error& error : read.problems) {
        EXPECT_EQ(error.code, ErrorCode::too_large);
        EXPECT_EQ(error.where, "deep.html");
      }
    }
  }
}

TEST(BadInputTest, UnmatchedTagsCostLinearTime) {
  std::string page = "<html><body>";
  for (int i = 0; i < 300'000; ++i) {
    page += "<div></x></p></b></li>";
  }
  page += "<p>The minister answered on Friday that there would be no talks this year.</p>";
  EXPECT_EQ(read_bytes(page, "a.html").reports.size(), 1U);
}

TEST(BadInputTest, HostilePagesCostLinearTime) {
  std::string page = "<html><body><p>The envoy spoke of peace for an hour, and then he left the hall.</p>";
  for (int i = 0; i < 500; ++i) {
    page += "<div class=author><h1>";
  }
  for (int i = 0; i < 200'000; ++i) {
    page += "<b a b c>x";
  }
  EXPECT_EQ(read_bytes(page, "a.html").reports.size(), 1U);
}

TEST(BadInputTest, EndTagsWithoutAStartCostLinearTime) {
  std::string page = "<html><body><p>The envoy spoke of peace for an hour, and then he left the hall.</p>";
  for (int i = 0; i < 1'000'000; ++i) {
    page += "<i>";
  }
  for (int i = 0; i < 1'000'000; ++i) {
    page += "</b>";
  }
  page += "<p>The minister answered on Friday that there would be no talks this year.</p>";
  const Reading read = read_bytes(page, "a.html");
  ASSERT_EQ(read.reports.size(), 1U);
  EXPECT_THAT(read.reports[0].text, ::testing::HasSubstr("no talks this year."));
}

TEST(BadInputTest, APageOfEndlessAttributesOrNamesIsReadUpToThere) {
  const std::string start = "<html><body><p>The envoy spoke of peace for an hour, and then he left the hall.</p>";
  std::string attributes = start + "<a";
  std::string names = start;
  for (int i = 0; i < 1'000'000; ++i) {
    attributes += " a" + std::to_string(i);
    names += "<n" + std::to_string(i) + "/>";
  }
  for (const std::string& page : {attributes + ">", names}) {
    const Reading read = read_bytes(page, "a.html");
    EXPECT_EQ(read.reports.size(), 1U);
    ASSERT_EQ(read.problems.size(), 1U);
    EXPECT_EQ(read.problems[0].code, ErrorCode::too_large);
  }
}

TEST(BadInputTest, APageOfTooManyElementsIsReadUpToThere) {
  std::string page = "<html><body><p>The envoy spoke of peace for an hour, and then he left the hall.</p>";
  for (int i = 0; i < 4'100'000; ++i) {
    page += "<br>";
  }
  const Reading read = read_bytes(page, "a.html");
  EXPECT_EQ(read.reports.size(), 1U);
  ASSERT_EQ(read.problems.size(), 1U);
  EXPECT_EQ(read.problems[0].code, ErrorCode::too_large);
}

TEST(BadInputTest, TruncatedGzipIsTold) {
  std::string lines;
  for (int i = 0; i < 2000; ++i) {
    lines += R"({"text": "Report )" + std::to_string(i * 7919) +
             R"( says that the envoy left."})"
             "\n";
  }
  const std::string packed = gzip(lines);
  const Reading read = read_bytes(std::string_view(packed).substr(0, packed.size() / 2), "a.jsonl.gz");
  EXPECT_GT(read.reports.size(), 100U);
  ASSERT_EQ(read.problems.size(), 1U);
  EXPECT_EQ(read.problems[0].code, ErrorCode::truncated);
  EXPECT_THAT(read.problems[0].where, HasSubstr("a.jsonl.gz:"));
}

TEST(BadInputTest, BrokenGzipIsTold) {
  std::string packed = gzip("Talks Resume\n\nThe envoy spoke of peace.");
  packed[15] = static_cast<char>(packed[15] ^ 0x55);
  const Reading read = read_bytes(packed, "a.txt.gz");
  EXPECT_TRUE(read.reports.empty());
  ASSERT_EQ(read.problems.size(), 1U);
  EXPECT_EQ(read.problems[0].code, ErrorCode::bad_format);
}

TEST(BadInputTest, AGzipBombIsStopped) {
  const std::string packed = gzip(std::string(64 << 20, '\n'));
  Options options;
  options.max_text = 1 << 20;
  const Reading read = read_bytes(packed, "bomb.jsonl.gz", options);
  ASSERT_EQ(read.problems.size(), 1U);
  EXPECT_EQ(read.problems[0].code, ErrorCode::too_large);
}

TEST(BadInputTest, GzipInsideGzipIsRefused) {
  const Reading read = read_bytes(gzip(gzip("Talks")), "a.txt.gz.gz");
  ASSERT_EQ(read.problems.size(), 1U);
  EXPECT_EQ(read.problems[0].code, ErrorCode::unsupported);
}

TEST(BadInputTest, GzipOfEachKindIsRead) {
  EXPECT_EQ(read_bytes(gzip(kLine), "a.jsonl.gz").reports.size(), 1U);
  EXPECT_EQ(read_bytes(gzip("Talks\n\nThe envoy spoke."), "a.txt.gz").reports.size(), 1U);
  EXPECT_EQ(
      read_bytes(gzip("<html><p>The envoy spoke of peace for an hour, and then he left.</p>"), "a").reports.size(), 1U);
}

TEST(BadInputTest, BrokenJsonLinesAreTold) {
  const std::string lines = std::string(kLine) + "\n" + R"({"id": "x"})" + "\n" + "[1, 2]\n" + "{\"text\": \"no end\n" +
                            R"({"text": 7})" + "\n" + R"({"text": "  "})" + "\n" + "{\"text\": \"a \xFF b\"}\n\n" +
                            R"({"text": null})" + "\n" + std::string(kLine);
  const Reading read = read_bytes(lines, "a.jsonl");
  ASSERT_EQ(read.reports.size(), 3U);
  EXPECT_EQ(read.reports[1].text, "a \xEF\xBF\xBD b");
  const std::vector<std::pair<ErrorCode, std::string>> expected = {
      {ErrorCode::missing_field, "a.jsonl:2"}, {ErrorCode::bad_format, "a.jsonl:3"},
      {ErrorCode::bad_format, "a.jsonl:4"},    {ErrorCode::bad_value, "a.jsonl:5"},
      {ErrorCode::missing_field, "a.jsonl:6"}, {ErrorCode::bad_encoding, "a.jsonl:7"},
      {ErrorCode::missing_field, "a.jsonl:9"}};
  ASSERT_EQ(read.problems.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(read.problems[i].code, expected[i].first) << i;
    EXPECT_EQ(read.problems[i].where, expected[i].second) << i;
  }
}

TEST(BadInputTest, DeepJsonIsTold) {
  const Reading read = read_bytes("{\"a\":" + std::string(100'000, '[') + "\n" + std::string(kLine), "a.jsonl");
  EXPECT_EQ(read.reports.size(), 1U);
  EXPECT_EQ(read.problems.size(), 1U);
}

TEST(BadInputTest, DatesThatCannotBeAreToldAndLeftEmpty) {
  for (const std::string date : {"9999-01-01", "0000-01-01", "2024-13-01", "soon"}) {
    const Reading read = read_bytes(R"({"text": "The envoy left.", "published": ")" + date + "\"}", "a.jsonl");
    ASSERT_EQ(read.reports.size(), 1U);
    EXPECT_EQ(read.reports[0].published, "");
    ASSERT_EQ(read.problems.size(), 1U);
    EXPECT_EQ(read.problems[0].code, ErrorCode::bad_value);
    EXPECT_THAT(read.problems[0].message, HasSubstr(date));
    EXPECT_EQ(read.problems[0].where, "a.jsonl:1");
  }
}

TEST(BadInputTest, AJsonDocumentOverManyLinesIsToldOnce) {
  std::string array = "[\n";
  std::string object = "{\n";
  for (int i = 0; i < 100; ++i) {
    array += "  {\n    \"text\": \"The envoy left.\"\n  },\n";
    object += "  \"key\": \"value\",\n";
  }
  for (const std::string& document : {array, object}) {
    const Reading read = read_bytes(document, "a.json");
    EXPECT_TRUE(read.reports.empty());
    ASSERT_EQ(read.problems.size(), 1U);
    EXPECT_EQ(read.problems[0].code, ErrorCode::bad_format);
    EXPECT_EQ(read.problems[0].where, "a.json");
  }
  const Reading few = read_bytes("{oops\n{oops\n" + std::string(kLine), "a.jsonl");
  EXPECT_EQ(few.reports.size(), 1U);
  ASSERT_EQ(few.problems.size(), 2U);
  EXPECT_EQ(few.problems[1].where, "a.jsonl:2");
  const Reading many = read_bytes("{1\n{2\n{3\n{4\n{5\n{6\n{7\n" + std::string(kLine), "a.jsonl");
  EXPECT_EQ(many.reports.size(), 1U);
  ASSERT_EQ(many.problems.size(), 6U);
  EXPECT_THAT(many.problems[5].message, HasSubstr("2 more lines"));
}

TEST(BadInputTest, TablesAndProgramsAreNoReports) {
  for (const char* name : {"a.csv", "a.py", "a.toml"}) {
    const Reading read = read_bytes("id,text\n1,hello there\n", name);
    EXPECT_TRUE(read.reports.empty());
    ASSERT_EQ(read.problems.size(), 1U);
    EXPECT_EQ(read.problems[0].code, ErrorCode::unsupported);
  }
}

TEST(BadInputTest, OtherKindsOfFileAreNamed) {
  const Reading read = read_bytes("%PDF-1.7 ...", "a.pdf");
  ASSERT_EQ(read.problems.size(), 1U);
  EXPECT_EQ(read.problems[0].code, ErrorCode::unsupported);
  EXPECT_THAT(read.problems[0].message, HasSubstr("PDF"));
}

TEST(BadInputTest, FoldersWithTrapsAreRead) {
  const TempFolder folder;
  folder.write("b.txt", "Talks Resume\n\nThe envoy spoke.");
  folder.write("a/c.txt", "Talks Fail\n\nThe envoy left.");
  folder.write(".hidden/d.txt", "Not to be read.");
  folder.write("z.jsonl", kLine);
  std::filesystem::create_directory_symlink(folder.path(), folder.path() / "a" / "loop");
  std::filesystem::create_symlink("self", folder.path() / "self");
  std::filesystem::create_symlink("gone", folder.path() / "nowhere");
  ASSERT_EQ(::mkfifo((folder.path() / "fifo").c_str(), 0600), 0);
  const Reading read = read_files(folder.path());
  ASSERT_EQ(read.reports.size(), 3U);
  EXPECT_EQ(read.reports[0].title, "Talks Fail");
  EXPECT_EQ(read.reports[1].title, "Talks Resume");
  ASSERT_EQ(read.problems.size(), 4U);
  EXPECT_THAT(read.problems[0].where, EndsWith("a/loop"));
  EXPECT_THAT(read.problems[1].where, EndsWith("fifo"));
  EXPECT_THAT(read.problems[2].where, EndsWith("nowhere"));
  EXPECT_THAT(read.problems[3].where, EndsWith("self"));
}

TEST(BadInputTest, AFolderThatCannotBeReadIsTold) {
  if (::geteuid() == 0) {
    GTEST_SKIP() << "the superuser can read every folder";
  }
  const TempFolder folder;
  folder.write("closed/a.txt", "Talks");
  folder.write("open.txt", "Talks Resume\n\nThe envoy spoke.");
  std::filesystem::permissions(folder.path() / "closed", std::filesystem::perms::none);
  const Reading read = read_files(folder.path());
  std::filesystem::permissions(folder.path() / "closed", std::filesystem::perms::owner_all);
  EXPECT_EQ(read.reports.size(), 1U);
  ASSERT_EQ(read.problems.size(), 1U);
  EXPECT_EQ(read.problems[0].code, ErrorCode::io);
}

TEST(BadInputTest, AMissingPathIsTold) {
  const Reading read = read_files("/no/such/folder");
  ASSERT_EQ(read.problems.size(), 1U);
  EXPECT_EQ(read.problems[0].code, ErrorCode::not_found);
  EXPECT_EQ(read.problems[0].where, "/no/such/folder");
}

}  // namespace
}  // namespace detente::intake
