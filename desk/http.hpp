// The HTTP library with connections of our own: a bounded number of them, each read with limits, all of them let go at
// once when the server stops.
#pragma once

#include <httplib.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "wire.hpp"

namespace detente::desk {

// As many threads as there are connections under way, at most `most`. When all of them are taken, `make_room` may let
// one go, and its thread takes the next; else whoever comes is told at once that there is no room.
class Crew final : public httplib::TaskQueue {
 public:
  // `make_room` is true if a thread will soon be free. It is called without a lock.
  explicit Crew(std::size_t most, std::function<bool()> make_room = {})
      : most_(most), make_room_(std::move(make_room)) {}

  void enqueue(std::function<void()> work) override;
  void shutdown() override;
  // True on a thread that is to refuse its connection.
  static bool is_beyond();

 private:
  void run();

  std::size_t most_;
  std::function<bool()> make_room_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::condition_variable freed_;
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
  // Lets the connection go that has waited longest for a request, or for the rest of its head. False if none waits.
  bool let_one_go();
  void answer_refusal(Wire& wire, int status, std::string_view why) const;

  WireLimits limits_;
  std::mutex waiting_mutex_;
  std::map<std::uint64_t, socket_t> waiting_;  // for the head of a request, the one that waits longest in front
  std::uint64_t waits_ = 0;
  int stop_read_ = -1;
  int stop_write_ = -1;
  int port_ = 0;
};

}  // namespace detente::desk
