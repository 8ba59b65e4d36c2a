// One connection, read with limits: heads are taken in whole and checked before the HTTP library sees them.
#pragma once

#include <httplib.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace detente::desk {

struct WireLimits {
  std::size_t head_bytes = std::size_t{32} << 10;  // request line and headers together
  std::size_t body_bytes = std::size_t{64} << 20;
  int idle_seconds = 30;     // between requests
  int head_seconds = 10;     // from the first byte of a head to its last
  int silence_seconds = 20;  // within a body, and while an answer is not taken
};

// What a head says of what comes behind it.
struct Head {
  std::string text;  // as it is handed on: Range is left out, whole answers are given
  bool is_chunked = false;
  std::uint64_t length = 0;  // of the body, 0 if it is chunked or there is none
  int status = 0;            // of the refusal; 0: the head is in order
  std::string_view why;      // it is refused
};

// Takes a head apart, "GET / HTTP/1.1\r\n...\r\n\r\n". Refuses what two readers may understand in two ways: lines that
// are folded or end in a bare newline, a length that is told twice or beside chunks, more or less than one Host.
Head check_head(std::string_view bytes, std::size_t most_body);

class Wire final : public httplib::Stream {
 public:
  // `stop` is a descriptor that becomes readable when the server is to end.
  Wire(socket_t socket, int stop, WireLimits limits) : socket_(socket), stop_(stop), limits_(limits) {}

  enum class Next : std::uint8_t { ready, refused, over };
  // Waits for the next request. After `refused`, head() says with which status.
  Next next();
  const Head& head() const { return head_; }
  // All of the body has been taken, so that what follows is another request.
  bool is_at_end() const { return !head_.is_chunked && taken_ == head_.length; }
  // Lets the other side read the last answer although it has not sent all of its body.
  void linger();

  bool is_readable() const override { return true; }
  bool is_writable() const override;
  ssize_t read(char* into, std::size_t size) override;
  ssize_t write(const char* from, std::size_t size) override;
  using httplib::Stream::write;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  socket_t socket() const override { return socket_; }

 private:
  using Clock = std::chrono::steady_clock;

  enum class Wait : std::uint8_t { ready, late, stopped };
  Wait wait(short events, Clock::time_point until, bool heeds_stop) const;
  ssize_t fill(Clock::time_point until, bool heeds_stop);

  socket_t socket_;
  int stop_;
  WireLimits limits_;
  std::string buffer_;       // bytes that came and were not handed on
  std::size_t at_ = 0;       // into head_.text
  std::uint64_t taken_ = 0;  // bytes of the body that were handed on
  Head head_;
};

}  // namespace detente::desk
