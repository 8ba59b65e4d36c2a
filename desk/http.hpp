// The HTTP library with connections of our own: a bounded number of them, each read with limits, all of them let go at
// once when the server stops.
#pragma once

#include <httplib.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "wire.hpp"

namespace detente::desk {

// As many threads as there are connections under way, at most `most`. Whoever comes beyond that is told so at once.
class Crew final : public httplib::TaskQueue {
 public:
  explicit Crew(std::size_t most) : most_(most) {}

  void enqueue(std::function<void()> work) override;
  void shutdown() override;
  // True on a thread that is to refuse its connection.
  static bool is_beyond();

 private:
  void run();

  std::size_t most_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  bool ended_ = false;
};

class HttpServer final : public httplib::Server {
 public:
  HttpServer(std::size_t connections, WireLimits limits);
  ~HttpServer() override;
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Answers every request that is refused before it is routed: fills in the body for its status.
  std::function<void(int status, std::string_view why, httplib::Response&)> refuse;

  // Takes the port. False if it cannot be had.
  bool bind(const std::string& address, int port);
  int port() const { return port_; }
  // Serves until stop().
  bool serve();
  void end();

 private:
  bool process_and_close_socket(socket_t socket) override;
  void serve_connection(socket_t socket);
  void answer_refusal(Wire& wire, int status, std::string_view why) const;

  WireLimits limits_;
  int stop_read_ = -1;
  int stop_write_ = -1;
  int port_ = 0;
};

}  // namespace detente::desk
