// A desk on a free port over an empty record, spoken to as a client would.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <sys/socket.h>

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "detente/desk/desk.hpp"
#include "detente/text/hash.hpp"

namespace detente::desk {

inline std::string id_of(const std::string& text) {
  char id[32];
  std::snprintf(id, sizeof id, "r%016llx", static_cast<unsigned long long>(text::murmur3_x64_128(text).low));
  return id;
}

class ServerTest : public testing::Test {
 protected:
  using Json = nlohmann::json;

  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("detente-desk-" + std::to_string(getpid()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ / "examples");
    options_.database = folder_ / "crisis.duckdb";
    options_.version = "1.2.3";
    options_.page = folder_ / "page";
    options_.examples = std::filesystem::path(DETENTE_SOURCE_DIR) / "examples";
    options_.port = 0;
    options_.now = [] { return std::string("2026-11-22T08:00:00Z"); };
    options_.read = [this](const ReadTask& task) { return read(task); };
  }
  void TearDown() override {
    end();
    std::filesystem::remove_all(folder_);
  }

  // What `detente read` is in the program: the whole file is one report, of which nothing is said.
  Result<ReadDone> read(const ReadTask& task) {
    std::ifstream in(task.file, std::ios::binary);
    Report report;
    report.text.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    if (report.text.starts_with("fault")) {
      return Error{ErrorCode::bad_format, "no report was found", task.name};
    }
    while (held_) {
      if (!task.progress(1, 2, "held")) {
        return Error{ErrorCode::cancelled, "stopped", ""};
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    report.id = id_of(report.text);
    report.uri = task.name;
    report.published = "2024-10-08";
    report.language = "en";
    const std::lock_guard lock(task.writing);
    if (auto begun = task.record.start_run({"2026-11-22T08:00:00Z", "read", {"1", "k", "m"}}); !begun) {
      return begun.error();
    }
    const auto stored = task.record.store(report, Reading{});
    if (!stored) {
      return stored.error();
    }
    ReadDone done;
    done.reports = 1;
    done.fresh = stored->report ? 1 : 0;
    return done;
  }

  void begin() {
    auto desk = Desk::open(options_);
    ASSERT_TRUE(desk) << desk.error().to_string();
    desk_ = std::move(*desk);
    thread_ = std::thread([this] { EXPECT_TRUE(desk_->serve()); });
    // The library answers a stop only once it listens.
    for (int i = 0; i < 500 && !client().Get("/api"); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }
  void end() {
    if (desk_ != nullptr) {
      desk_->stop();
      thread_.join();
      desk_.reset();
    }
  }
  httplib::Client client() const {
    httplib::Client client("127.0.0.1", desk_->port());
    client.set_read_timeout(20);
    return client;
  }
  Json get(const std::string& path) const {
    const auto answer = client().Get(path.c_str());
    EXPECT_TRUE(answer) << path;
    return answer ? Json::parse(answer->body) : Json();
  }
  std::string upload(const std::string& text, const std::string& name = "a.txt") const {
    const auto answer = client().Post(("/api/reports?name=" + name).c_str(), text, "text/plain");
    EXPECT_TRUE(answer);
    EXPECT_EQ(answer->status, 202) << answer->body;
    return Json::parse(answer->body)["job"];
  }
  Json wait_for(const std::string& job, const std::string& state) const {
    for (int i = 0; i < 1000; ++i) {
      const Json json = get("/api/jobs/" + job)["data"];
      if (json["state"] == state) {
        return json;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ADD_FAILURE() << job << " never was " << state << ": " << get("/api/jobs/" + job);
    return {};
  }
  // What comes back for these bytes until the server closes the connection.
  std::string raw(const std::string& bytes) const {
    const int file = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(desk_->port()));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    timeval patience{5, 0};
    ::setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    EXPECT_EQ(::connect(file, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::send(file, bytes.data(), bytes.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes.size()));
    std::string out;
    char buffer[4096];
    for (ssize_t count = 0; (count = ::recv(file, buffer, sizeof buffer, 0)) > 0;) {
      out.append(buffer, static_cast<std::size_t>(count));
    }
    ::close(file);
    return out;
  }

  std::filesystem::path folder_;
  Options options_;
  std::unique_ptr<Desk> desk_;
  std::thread thread_;
  std::atomic<bool> held_{false};
};

}  // namespace detente::desk
