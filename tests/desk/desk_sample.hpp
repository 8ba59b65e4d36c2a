// A record of a few reports with every kind of row and link, and views asked of it without a server.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "../record/sample.hpp"
#include "detente/desk/view.hpp"
#include "detente/record/links.hpp"
#include "detente/record/record.hpp"

namespace detente::desk {

class DeskTest : public testing::Test {
 protected:
  // Nothing of it changes the record, so that one does for all.
  static void SetUpTestSuite() {
    folder_ = std::filesystem::temp_directory_path() / ("detente-desk-" + std::to_string(getpid()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    auto opened = record::Record::open(folder_ / "crisis.duckdb", record::Access::write);
    ASSERT_TRUE(opened) << opened.error().to_string();
    record_ = std::make_unique<record::Record>(std::move(*opened));
    ASSERT_TRUE(record_->start_run({"2024-11-01T08:00:00Z", "read", {"0.1.0", "k:1", "en 3.8"}}));
    first_ = store("", "2024-10-10", "Sample Wire", "A pause is offered");
    second_ = store(" It was repeated.", "2024-10-12", "=HYPERLINK(\"http://evil\")", "<script>alert(1)</script>");
    third_ = store(" Nobody knows when.", "", "Undated Post", "");
    record::LinkRows links;
    links.origins = {{first_, first_, "", "", 0},
                     {second_, first_, "96 % of its words stand in the first, which is older", first_, 0.96},
                     {third_, third_, "", "", 0}};
    using record::ClaimKind;
    using record::Relation;
    for (const auto kind : {ClaimKind::event, ClaimKind::figure, ClaimKind::instrument}) {
      const int finding = static_cast<int>(kind) + 1;
      links.findings.push_back({finding, kind});
      for (int reading = 1; reading <= 3; ++reading) {
        links.claims.push_back({finding, kind, reading, 1, reading == 1 ? "" : "the same act on the same day"});
      }
      links.links.push_back({finding, kind, 1, 1, 2, 1, Relation::same, "the same words"});
      links.links.push_back({finding, kind, 1, 1, 3, 1,
                             kind == ClaimKind::figure ? Relation::contradicts : Relation::same,
                             "no number fits both"});
    }
    links.linked_readings = {1, 2, 3};
    const auto linked = record_->append_links(links);
    ASSERT_TRUE(linked) << linked.error().to_string();
  }
  static void TearDownTestSuite() {
    record_.reset();
    texts_.clear();
    std::filesystem::remove_all(folder_);
  }

  static std::string store(const std::string& tail, const std::string& published, const std::string& outlet,
                           const std::string& title) {
    Report report = record::sample_report(tail);
    report.published = published;
    report.outlet = outlet;
    report.title = title;
    report.uri = "reports/sample" + std::to_string(texts_.size()) + ".txt";
    Reading reading = record::sample_reading(report);
    if (texts_.size() == 2) {
      reading.events[0].date.reset();
      reading.figures[0].low = 900;
    }
    const auto stored = record_->store(report, reading);
    EXPECT_TRUE(stored) << stored.error().to_string();
    texts_[report.id] = report.text;
    return report.id;
  }

  static const Request& anything() {
    static const Request kAnything;
    return kAnything;
  }

  static const View& view(std::string_view path) {
    for (const View& one : views()) {
      if (one.path == path) {
        return one;
      }
    }
    throw std::out_of_range(std::string(path));
  }

  static Result<Answer> ask(std::string_view path, const Request& request = anything()) {
    if (auto looked = record_->look(request.as_of); !looked) {
      return looked.error();
    }
    Sight sight{*record_,
                request.as_of.revision.value_or(1),
                "1 " + request.as_of.date,
                shelf_,
                nullptr,
                folder_ / "crisis.duckdb",
                {"0.1.0", "crisis", true, 0},
                [](std::string_view next) { return std::string(next); }};
    return view(path).answer(sight, request);
  }

  static nlohmann::json data(std::string_view path, const Request& request = anything()) {
    const auto answer = ask(path, request);
    EXPECT_TRUE(answer) << path << ": " << answer.error().to_string();
    return answer ? nlohmann::json::parse(answer->body)["data"] : nlohmann::json();
  }

  static std::string csv(std::string_view path, const Request& asked = anything()) {
    Request request = asked;
    request.format = "csv";
    const auto answer = ask(path, request);
    EXPECT_TRUE(answer) << path << ": " << answer.error().to_string();
    return answer ? answer->body : std::string();
  }

  // Every span object, wherever it stands, must be bytes of the report that it names. Gives how many there were.
  static int check_spans(const nlohmann::json& value) {
    int found = 0;
    if (value.is_object() && value.contains("report") && value.contains("span") && value["span"].is_array()) {
      const auto text = texts_.find(value["report"].get<std::string>());
      EXPECT_NE(text, texts_.end()) << value.dump();
      if (text != texts_.end()) {
        const auto begin = value["span"][0].get<std::size_t>();
        const auto end = value["span"][1].get<std::size_t>();
        EXPECT_LE(end, text->second.size());
        EXPECT_EQ(text->second.substr(begin, end - begin), value["text"].get<std::string>()) << value.dump();
      }
      ++found;
    }
    if (value.is_structured()) {
      for (const auto& part : value) {
        found += check_spans(part);
      }
    }
    return found;
  }

  static inline std::filesystem::path folder_;
  static inline std::unique_ptr<record::Record> record_;
  static inline std::map<std::string, std::string> texts_;
  static inline std::string first_, second_, third_;
  static inline Shelf shelf_{16};
};

inline Request with(std::map<std::string, std::vector<std::string>, std::less<>> parameters) {
  Request request;
  request.parameters = std::move(parameters);
  return request;
}

}  // namespace detente::desk
