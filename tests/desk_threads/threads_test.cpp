// The desk's own threads without a database, so that the thread sanitizer can watch them: the crew of connections, the
// hub, the jobs, the spool, and a server that is stopped while it is asked.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <set>
#include <thread>

#include "http.hpp"
#include "hub.hpp"
#include "jobs.hpp"
#include "spool.hpp"

namespace detente::desk {
namespace {

namespace fs = std::filesystem;

// Runs `work` with 0, 1, ... on as many threads, and waits for them.
template <typename Work>
void together(int threads, Work work) {
  std::vector<std::thread> all;
  for (int i = 0; i < threads; ++i) {
    all.emplace_back([&work, i] { work(i); });
  }
  for (std::thread& one : all) {
    one.join();
  }
}

TEST(CrewThreads, DoesWhatItTakesAndSaysWhatItDoesNot) {
  constexpr int kTasks = 300;
  Crew crew(4);
  std::atomic<int> done{0};
  std::atomic<int> refused{0};
  for (int i = 0; i < kTasks; ++i) {
    crew.enqueue([&] { ++(Crew::is_beyond() ? refused : done); });
  }
  crew.shutdown();
  EXPECT_EQ(done + refused, kTasks);
  EXPECT_GT(done, 0);
}

TEST(CrewThreads, TakesOneMoreWhereRoomIsMade) {
  std::atomic<bool> held{true};
  Crew crew(1, [&] {
    held = false;
    return true;
  });
  std::atomic<int> done{0};
  crew.enqueue([&] {
    while (held) {
      std::this_thread::yield();
    }
    ++done;
  });
  crew.enqueue([&] { done += Crew::is_beyond() ? 0 : 10; });
  crew.shutdown();
  EXPECT_EQ(done, 11);
}

TEST(HubThreads, TellsEverybodyEverythingThatIsKept) {
  constexpr int kTellers = 3;
  constexpr int kEach = 60;  // fewer in all than the hub keeps
  Hub hub;
  std::atomic<int> whole{0};
  together(kTellers + 3, [&](int i) {
    if (i < kTellers) {
      for (int n = 0; n < kEach; ++n) {
        hub.tell("job", fmt::format("{{\"n\":{}}}", n));
      }
      return;
    }
    std::uint64_t seen = 0;
    std::size_t events = 0;
    while (seen < kTellers * kEach) {
      const std::string text = hub.next(seen, std::chrono::milliseconds(50));
      for (std::size_t at = text.find("event: job"); at != std::string::npos; at = text.find("event: job", at + 1)) {
        ++events;
      }
    }
    whole += events == kTellers * kEach ? 1 : 0;
  });
  EXPECT_EQ(whole, 3);
  std::thread closer([&] { hub.close(); });
  std::uint64_t seen = hub.last();
  hub.next(seen, std::chrono::seconds(10));
  closer.join();
  EXPECT_TRUE(hub.is_closed());
}

TEST(JobsThreads, EndOnceWhoeverAddsCancelsOrLooks) {
  constexpr int kAdders = 3;
  constexpr int kEach = 20;
  Hub hub;
  Jobs jobs(hub);
  jobs.start();
  std::atomic<int> ended{0};
  std::atomic<int> added{0};
  together(kAdders + 2, [&](int i) {
    if (i == kAdders) {
      for (int n = 0; n < kEach; ++n) {
        (void)jobs.cancel(fmt::format("r{}-{}", n % kAdders, n));
        std::this_thread::yield();
      }
      return;
    }
    if (i == kAdders + 1) {
      std::uint64_t seen = 0;
      while (added < kAdders * kEach || jobs.under_way() > 0) {
        EXPECT_LE(jobs.all().size(), static_cast<std::size_t>(kAdders * kEach));
        (void)jobs.find("r0-3");
        (void)hub.next(seen, std::chrono::milliseconds(1));
      }
      return;
    }
    for (int n = 0; n < kEach; ++n) {
      Job job;
      job.id = fmt::format("r{}-{}", i, n);
      job.kind = n % 2 == 0 ? JobKind::read : JobKind::play;
      const auto done = jobs.add(
          job,
          [n](const Jobs::Tell& tell) -> Result<std::string> {
            for (int step = 0; step < 5; ++step) {
              if (!tell(step, 5, "at it")) {
                return Error{ErrorCode::cancelled, "stopped", ""};
              }
            }
            return n % 7 == 0 ? Result<std::string>(Error{ErrorCode::bad_format, "no", ""}) : std::string("{}");
          },
          [&](Job& one, const Error*) {
            one.message += ".";
            ++ended;
          });
      EXPECT_TRUE(done);
      ++added;
    }
  });
  EXPECT_EQ(ended, kAdders * kEach);
  for (const Job& job : jobs.all()) {
    EXPECT_TRUE(job.state == JobState::done || job.state == JobState::failed || job.state == JobState::cancelled)
        << job.id;
  }
}

TEST(JobsThreads, LeaveToTheNextDeskWhatIsUnderWayWhenTheyStop) {
  Hub hub;
  Jobs jobs(hub);
  std::atomic<bool> runs{false};
  std::atomic<int> ended{0};
  for (const char* id : {"r1", "r2"}) {
    Job job;
    job.id = id;
    ASSERT_TRUE(jobs.add(
        job,
        [&](const Jobs::Tell& tell) -> Result<std::string> {
          runs = true;
          while (tell(1, 2, "held")) {
            std::this_thread::yield();
          }
          return Error{ErrorCode::cancelled, "stopped", ""};
        },
        [&](Job&, const Error*) { ++ended; }));
  }
  jobs.start();
  while (!runs) {
    std::this_thread::yield();
  }
  jobs.stop();
  EXPECT_EQ(ended, 0);
  EXPECT_EQ(jobs.find("r2")->state, JobState::waiting);
}

TEST(SpoolThreads, GivesEachFileItsNumberAndFindsThemAgain) {
  const fs::path folder = fs::temp_directory_path() / fmt::format("detente-threads-{}", ::getpid());
  fs::remove_all(folder);
  constexpr int kThreads = 4;
  constexpr int kEach = 6;
  std::mutex mutex;
  std::set<std::string> ids;
  {
    Spool spool(folder, std::size_t{1} << 20);
    together(kThreads, [&](int i) {
      for (int n = 0; n < kEach; ++n) {
        auto file = spool.take_in();
        ASSERT_TRUE(file);
        ASSERT_TRUE(file->write(fmt::format("{} {}", i, n)));
        if (n % 3 == 2) {
          continue;  // let go again
        }
        const auto id = file->keep(fmt::format("file-{}-{}", i, n), n % 2 == 0 ? 'r' : 'p');
        ASSERT_TRUE(id);
        if (n % 2 == 1) {
          EXPECT_TRUE(spool.keep_play(*id, "{}", "[crisis]"));
          EXPECT_TRUE(spool.finish(*id, "{\"state\":\"done\"}"));
        }
        const std::lock_guard lock(mutex);
        EXPECT_TRUE(ids.insert(*id).second);
      }
    });
  }
  Spool again(folder, std::size_t{1} << 20);
  const auto left = again.open();
  ASSERT_TRUE(left);
  std::set<std::string> found;
  for (const Spool::Entry& entry : *left) {
    found.insert(entry.id);
    EXPECT_EQ(entry.done.empty(), entry.id.front() == 'r') << entry.id;
  }
  EXPECT_EQ(found, ids);
  fs::remove_all(folder);
}

int connected(int port) {
  const int file = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  timeval patience{5, 0};
  ::setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (::connect(file, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    ::close(file);
    return -1;
  }
  return file;
}

TEST(HttpServerThreads, AnswersManyAndStopsWhileItIsAsked) {
  HttpServer server(4, WireLimits{});
  server.refuse = [](int, std::string_view why, httplib::Response& response) { response.body = why; };
  std::atomic<int> asked{0};
  server.Get("/", [&](const httplib::Request&, httplib::Response& response) {
    ++asked;
    response.set_content("here", "text/plain");
  });
  ASSERT_TRUE(server.bind("127.0.0.1", 0));
  std::thread thread([&] { EXPECT_TRUE(server.serve()); });
  std::atomic<int> answered{0};
  std::atomic<bool> stopped{false};
  const auto client = [&](int i) {
    for (int n = 0; n < 200 && (!stopped || n < 5); ++n) {
      const int file = connected(server.port());
      const std::string text = i == 0 ? "GET / HT" : "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      std::array<char, 512> bytes{};
      if (file >= 0 && ::send(file, text.data(), text.size(), MSG_NOSIGNAL) > 0 && i != 0 &&
          ::recv(file, bytes.data(), bytes.size(), 0) > 0) {
        ++answered;
      }
      ::close(file);
    }
  };
  std::thread stopper([&] {
    while (answered < 60) {
      std::this_thread::yield();
    }
    server.end();
    stopped = true;
  });
  together(6, client);
  stopper.join();
  thread.join();
  EXPECT_GE(answered, 60);
  EXPECT_GT(asked, 0);
}

}  // namespace
}  // namespace detente::desk
