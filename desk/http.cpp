#include "http.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <array>
#include <chrono>
#include <string_view>

namespace detente::desk {

namespace {

thread_local bool beyond = false;

std::string_view reason(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 408:
      return "Request Timeout";
    case 411:
      return "Length Required";
    case 413:
      return "Payload Too Large";
    case 414:
      return "URI Too Long";
    case 431:
      return "Request Header Fields Too Large";
    default:
      return "Service Unavailable";
  }
}

}  // namespace

bool Crew::is_beyond() { return beyond; }

void Crew::enqueue(std::function<void()> work) {
  // A connection that is about to go leaves its thread within these tries.
  constexpr int kTries = 10;
  constexpr auto kBetween = std::chrono::milliseconds(10);
  for (int i = 0; i < kTries; ++i) {
    {
      std::unique_lock lock(mutex_);
      const auto has_room = [this] { return idle_ > waiting_.size() || threads_.size() < most_; };
      if (i == 0 ? has_room() : freed_.wait_for(lock, kBetween, has_room)) {
        waiting_.push_back(std::move(work));
        if (idle_ < waiting_.size()) {
          threads_.emplace_back([this] { run(); });
        }
        changed_.notify_one();
        return;
      }
    }
    if (make_room_ && make_room_()) {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(std::move(work));
      changed_.notify_one();
      return;
    }
  }
  beyond = true;
  work();
  beyond = false;
}

void Crew::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ++idle_;
    freed_.notify_all();
    changed_.wait(lock, [&] { return !waiting_.empty() || ended_; });
    --idle_;
    if (waiting_.empty()) {
      return;
    }
    const std::function<void()> work = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    work();
    lock.lock();
  }
}

void Crew::shutdown() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }
  for (std::thread& thread : threads_) {
    thread.join();
  }
}

HttpServer::HttpServer(std::size_t connections, WireLimits limits) : limits_(limits) {
  std::array<int, 2> ends{-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) == 0) {
    stop_read_ = ends[0];
    stop_write_ = ends[1];
  }
  new_task_queue = [this, connections] { return new Crew(connections, [this] { return let_one_go(); }); };
  set_payload_max_length(limits.body_bytes);
  // What the library tells its clients; the connections themselves are ours.
  constexpr std::size_t kManyRequests = 1000000;
  set_keep_alive_timeout(limits.idle_seconds);
  set_keep_alive_max_count(kManyRequests);
  set_tcp_nodelay(true);
  // Without SO_REUSEPORT, which the library would set: two desks must not share a port by chance.
  set_socket_options([](socket_t socket) {
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
}

HttpServer::~HttpServer() {
  ::close(stop_read_);
  ::close(stop_write_);
}

bool HttpServer::bind(const std::string& address, int port) {
  if (port == 0) {
    port_ = bind_to_any_port(address);
    return port_ > 0;
  }
  port_ = port;
  return bind_to_port(address, port);
}

bool HttpServer::serve() {
  // The library is built with a queue of five connections that nobody has accepted yet.
  constexpr int kBacklog = 256;
  ::listen(svr_sock_, kBacklog);
  return listen_after_bind();
}

void HttpServer::end() {
  const char byte = 1;
  // The pipe stays readable for everybody who waits, now or later.
  [[maybe_unused]] const ssize_t written = ::write(stop_write_, &byte, 1);
  stop();
}

bool HttpServer::process_and_close_socket(socket_t socket) {
  const int yes = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  ::fcntl(socket, F_SETFD, FD_CLOEXEC);
  if (Crew::is_beyond()) {
    Wire wire(socket, stop_read_, limits_);
    answer_refusal(wire, 503, "there are too many connections");
    std::array<char, 4096> dropped{};
    ::shutdown(socket, SHUT_WR);
    ::recv(socket, dropped.data(), dropped.size(), MSG_DONTWAIT);
  } else {
    serve_connection(socket);
  }
  ::shutdown(socket, SHUT_RDWR);
  ::close(socket);
  return true;
}

void HttpServer::serve_connection(socket_t socket) {
  Wire wire(socket, stop_read_, limits_);
  for (;;) {
    std::uint64_t wait = 0;
    {
      const std::lock_guard lock(waiting_mutex_);
      wait = ++waits_;
      waiting_.emplace(wait, socket);
    }
    const Wire::Next next = wire.next();
    {
      const std::lock_guard lock(waiting_mutex_);
      waiting_.erase(wait);
    }
    if (next == Wire::Next::over) {
      return;
    }
    if (next == Wire::Next::refused) {
      answer_refusal(wire, wire.head().status, wire.head().why);
      wire.linger();
      return;
    }
    bool closed = false;
    // After a body in chunks nobody knows whether all of it was taken, so that the connection ends with its answer.
    const bool close = wire.head().is_chunked;
    const bool good = process_request(wire, close, closed, [](httplib::Request& request) {
      // Answers are compressed here and not by the library, which takes the slowest level of Brotli.
      const std::string accepted = request.get_header_value("Accept-Encoding");
      request.headers.erase("Accept-Encoding");
      if (accepted.find("gzip") != std::string::npos) {
        request.set_header("X-Desk-Gzip", "1");
      }
    });
    if (!good || closed || close || !wire.is_at_end()) {
      wire.linger();
      return;
    }
  }
}

bool HttpServer::let_one_go() {
  const std::lock_guard lock(waiting_mutex_);
  if (waiting_.empty()) {
    return false;
  }
  // Only its reading ends, so that a request which has just come in is still answered.
  ::shutdown(waiting_.begin()->second, SHUT_RD);
  waiting_.erase(waiting_.begin());
  return true;
}

void HttpServer::answer_refusal(Wire& wire, int status, std::string_view why) const {
  httplib::Response response;
  if (refuse) {
    refuse(status, why, response);
  }
  std::string text = fmt::format("HTTP/1.1 {} {}\r\nConnection: close\r\nContent-Length: {}\r\n", status,
                                 reason(status), response.body.size());
  for (const auto& [name, value] : response.headers) {
    text += fmt::format("{}: {}\r\n", name, value);
  }
  text += "\r\n" + response.body;
  for (std::string_view left = text; !left.empty();) {
    const ssize_t count = wire.write(left.data(), left.size());
    if (count <= 0) {
      return;
    }
    left.remove_prefix(static_cast<std::size_t>(count));
  }
}

}  // namespace detente::desk
