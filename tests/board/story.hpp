// Small reports whose readings are written by hand, and a record of them.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "../record/sample.hpp"
#include "detente/board/board.hpp"

namespace detente::board {

// One report. Parties are named by the first words of the text that name them.
class Story {
 public:
  Story(std::string text, const std::string& day, const std::string& outlet = "Sample Wire") {
    report.text = std::move(text);
    report.id = text::report_id(report.text);
    report.uri = "reports/" + report.id + ".txt";
    report.outlet = outlet;
    report.published = day;
    report.language = "en";
    reading.language = "en";
  }

  Span at(const std::string& words) const { return record::find(report.text, words); }

  Index party(const std::string& name, const std::string& code = "", const std::string& sector = "") {
    for (std::size_t i = 0; i < reading.parties.size(); ++i) {
      if (reading.parties[i].name == name) {
        return static_cast<Index>(i);
      }
    }
    reading.parties.push_back({name, PartyKind::state, code, sector, {}, {at(name)}, "rule:name"});
    return static_cast<Index>(reading.parties.size() - 1);
  }

  Event& event(EventType type, const std::string& verb, const std::string& source, const std::string& target,
               double goldstein = -10) {
    Event e;
    e.type = type;
    e.cameo = "190";
    e.goldstein = goldstein;
    e.trigger = at(verb);
    e.sentence = {0, static_cast<std::uint32_t>(report.text.size())};
    if (!source.empty()) {
      e.sources = {{party(source), at(source)}};
    }
    if (!target.empty()) {
      e.targets = {{party(target), at(target)}};
    }
    e.rule = "acts/assault.toml:strike";
    e.confidence = 0.9F;
    reading.events.push_back(e);
    return reading.events.back();
  }

  Instrument& instrument(InstrumentKind kind, const std::string& words) {
    Instrument i;
    i.kind = kind;
    i.label = words;
    i.spans = {at(words)};
    i.rule = "rule:sample";
    i.confidence = 0.7F;
    reading.instruments.push_back(i);
    return reading.instruments.back();
  }

  Figure& figure(const std::string& words, std::optional<double> low, Bound bound, const std::string& population) {
    Figure f;
    f.measure = "killed";
    f.low = low;
    f.high = bound == Bound::exact ? low : std::nullopt;
    f.bound = bound;
    f.unit = "people";
    f.population = Actor{party(population), at(population)};
    f.span = at(words);
    f.rule = "rule:measure";
    f.confidence = 0.8F;
    reading.figures.push_back(f);
    return reading.figures.back();
  }

  Report report;
  Reading reading;
};

class StateTest : public testing::Test {
 protected:
  void SetUp() override {
    path_ = std::filesystem::temp_directory_path() / ("detente-state-" + std::to_string(getpid()) + ".duckdb");
    TearDown();
    auto opened = record::Record::open(path_, record::Access::write);
    ASSERT_TRUE(opened) << opened.error().to_string();
    record_.emplace(std::move(*opened));
    ASSERT_TRUE(record_->start_run({"2024-11-01T08:00:00Z", "read", {"0.1.0", "k:1", "en 3.8"}}));
  }
  void TearDown() override {
    record_.reset();
    std::filesystem::remove(path_);
    std::filesystem::remove(path_.string() + ".wal");
  }

  // Readings count from 1 in the order in which they are kept.
  void keep(const Story& story) {
    const auto stored = record_->store(story.report, story.reading);
    ASSERT_TRUE(stored) << stored.error().to_string();
  }

  Board board(Options options = {}, const record::AsOf& as_of = {}) {
    EXPECT_TRUE(record_->look(as_of));
    if (options.day.empty()) {
      options.day = as_of.date;
    }
    auto made = make(*record_, options);
    EXPECT_TRUE(made) << made.error().to_string();
    return made ? *made : Board{};
  }

  std::filesystem::path path_;
  std::optional<record::Record> record_;
};

}  // namespace detente::board
