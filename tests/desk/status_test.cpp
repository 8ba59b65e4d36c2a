#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "detente/desk/view.hpp"

namespace detente::desk {
namespace {

const View& view(std::string_view path) {
  for (const View& one : views()) {
    if (one.path == path) {
      return one;
    }
  }
  throw std::out_of_range(std::string(path));
}

TEST(Status, OfAnEmptyRecord) {
  const auto path = std::filesystem::temp_directory_path() / ("detente-status-" + std::to_string(getpid()));
  std::filesystem::remove(path);
  auto record = record::Record::open(path, record::Access::write);
  ASSERT_TRUE(record) << record.error().to_string();
  Shelf shelf;
  Sight sight{*record, 0, "0", shelf, nullptr, path, {"0.1.0", "crisis", true, 0}, {}};
  const Request request;
  const auto answer = view("/api/status").answer(sight, request);
  ASSERT_TRUE(answer) << answer.error().to_string();
  const auto json = nlohmann::json::parse(answer->body);
  EXPECT_EQ(json["revision"], 0);
  EXPECT_EQ(json["as_of"], nullptr);
  EXPECT_EQ(json["data"]["reports"], 0);
  EXPECT_EQ(json["data"]["first_day"], nullptr);
  EXPECT_EQ(json["data"]["writable"], true);
  std::filesystem::remove(path);
}

TEST(Shelf, MakesAThingOnceAndForgetsTheOldest) {
  Shelf shelf(2);
  int made = 0;
  const std::function<Result<int>()> make = [&]() -> Result<int> { return ++made; };
  EXPECT_EQ(**shelf.get<int>("a", make), 1);
  EXPECT_EQ(**shelf.get<int>("a", make), 1);
  EXPECT_EQ(**shelf.get<int>("b", make), 2);
  EXPECT_EQ(**shelf.get<int>("a", make), 1);
  EXPECT_EQ(**shelf.get<int>("c", make), 3);
  EXPECT_EQ(**shelf.get<int>("b", make), 4) << "b was the one used longest ago";
}

TEST(Shelf, ForgetsAFailure) {
  Shelf shelf;
  EXPECT_FALSE(shelf.get<int>("a", [] { return Result<int>(Error{ErrorCode::database, "no", ""}); }));
  EXPECT_EQ(**shelf.get<int>("a", [] { return Result<int>(7); }), 7);
}

TEST(Csv, QuotesAndDisarmsFormulas) {
  EXPECT_EQ(csv_field("plain"), "plain");
  EXPECT_EQ(csv_field("a,\"b\""), "\"a,\"\"b\"\"\"");
  EXPECT_EQ(csv_field("=1+1"), "'=1+1");
  EXPECT_EQ(csv_field("-10.0"), "-10.0");
  EXPECT_EQ(csv_field("-cmd"), "'-cmd");
}

}  // namespace
}  // namespace detente::desk
