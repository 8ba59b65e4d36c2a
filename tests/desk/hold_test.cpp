// The desk under bad luck and bad manners: nothing that was promised is lost, and nobody is kept out by others.
#include <gmock/gmock.h>

#include "served_desk.hpp"

namespace detente::desk {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

class HoldTest : public ServerTest {
 protected:
  // A connection that says this and then nothing more.
  int half_open(const std::string& bytes) const {
    const int file = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(desk_->port()));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(file, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::send(file, bytes.data(), bytes.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes.size()));
    return file;
  }
  // A connection that listens to events. The one before it may still be about to go.
  int listener() const {
    for (int i = 0; i < 500; ++i) {
      const int file = half_open("GET /api/stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
      timeval patience{5, 0};
      ::setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
      char buffer[64];
      const ssize_t count = ::recv(file, buffer, sizeof buffer, 0);
      if (count > 0 && std::string(buffer, static_cast<std::size_t>(count)).starts_with("HTTP/1.1 200")) {
        return file;
      }
      ::close(file);
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ADD_FAILURE() << "nobody may listen";
    return -1;
  }
  std::string play(const char* order) const {
    const auto begun = client().Post("/api/play", order, "application/json");
    EXPECT_EQ(begun->status, 202) << begun->body;
    return Json::parse(begun->body)["job"];
  }
};

TEST_F(HoldTest, AnswersAlthoughOthersBeginAndSayNothingMore) {
  options_.connections = 3;
  begin();
  std::vector<int> files;
  for (int i = 0; i < 12; ++i) {
    files.push_back(half_open(i % 2 == 0 ? "GET /api/jobs HT" : ""));
  }
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(raw("GET /api/jobs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
                StartsWith("HTTP/1.1 200"));
  }
  for (const int file : files) {
    ::close(file);
  }
}

TEST_F(HoldTest, TellsWhoeverComesBeyondTheLimitOfConnections) {
  options_.connections = 2;
  begin();
  const std::array<int, 2> listeners{listener(), listener()};
  const std::string answer = raw("GET /api/jobs HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 503"), HasSubstr("Retry-After: 1"), HasSubstr("\"busy\"")));
  ::close(listeners[0]);
  ::close(listeners[1]);
}

TEST_F(HoldTest, PromisesNothingWhenTheRecordIsGone) {
  begin();
  wait_for(upload("A report."), "done");
  const fs::path record = folder_ / "crisis.duckdb";
  fs::rename(record, folder_ / "elsewhere.duckdb");
  const auto refused = client().Post("/api/reports", "Another.", "text/plain");
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 500);
  EXPECT_THAT(refused->body, HasSubstr("moved, removed or replaced"));
  EXPECT_EQ(
      client().Post("/api/corrections", R"({"kind": "split_origin", "subject": "r1"})", "application/json")->status,
      500);
  EXPECT_EQ(get("/api/status")["data"]["reports"], 1) << "what was read is still shown";
  fs::rename(folder_ / "elsewhere.duckdb", record);
  wait_for(upload("Another."), "done");
}

TEST_F(HoldTest, KeepsAFileWhoseRecordWentWhileItWasRead) {
  held_ = true;
  begin();
  const std::string job = upload("A report.");
  wait_for(job, "running");
  fs::rename(folder_ / "crisis.duckdb", folder_ / "elsewhere.duckdb");
  held_ = false;
  EXPECT_THAT(wait_for(job, "failed")["message"].get<std::string>(), HasSubstr("the file is kept"));
  end();
  fs::rename(folder_ / "elsewhere.duckdb", folder_ / "crisis.duckdb");
  begin();
  wait_for(job, "done");
  EXPECT_EQ(get("/api/status")["data"]["reports"], 1);
}

TEST_F(HoldTest, PlaysOnAfterItWasEnded) {
  begin();
  const std::string first = play(R"({"crisis": "textbook-crisis", "runs": 20, "days": 10, "seed": 7})");
  wait_for(first, "done");
  const Json result = get("/api/jobs/" + first + "/result");
  const std::string crisis = client().Get(("/api/jobs/" + first + "/crisis").c_str())->body;
  const std::string second = play(R"({"crisis": "gaza-lebanon-2024", "runs": 300, "days": 60, "policies": ["as is"]})");
  const std::string third = play(R"({"crisis": "textbook-crisis", "runs": 20, "days": 10, "seed": 7})");
  end();
  begin();
  EXPECT_EQ(get("/api/jobs/" + first + "/result"), result);
  EXPECT_EQ(client().Get(("/api/jobs/" + first + "/crisis").c_str())->body, crisis);
  wait_for(second, "done");
  wait_for(third, "done");
  const Json again = get("/api/jobs/" + third + "/result");
  EXPECT_EQ(again, result) << "the same order gives the same futures, under the same command";
  EXPECT_NE(play(R"({"crisis": "textbook-crisis", "runs": 20, "days": 10})"), third);
}

TEST_F(HoldTest, TellsWhatBecameOfAnOrderThatIsDamaged) {
  fs::create_directories(folder_ / "crisis.duckdb.spool");
  std::ofstream(folder_ / "crisis.duckdb.spool" / "p00000004.data") << "{\"order\": 7";
  begin();
  const Json job = get("/api/jobs/p00000004")["data"];
  EXPECT_EQ(job["state"], "failed");
  EXPECT_EQ(job["kind"], "play");
  end();
  begin();
  EXPECT_EQ(get("/api/jobs/p00000004")["data"]["state"], "failed");
}

TEST_F(HoldTest, FindsNothingByWhatIsNoNumber) {
  begin();
  for (const char* id : {"99999999999999999999", "1x", "x", "%20"}) {
    const auto answer = client().Get((std::string("/api/findings/") + id).c_str());
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 404) << id << answer->body;
  }
}

}  // namespace
}  // namespace detente::desk
