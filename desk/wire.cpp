#include "wire.hpp"

#include <netdb.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>

namespace detente::desk {

namespace {

constexpr std::string_view kHeadEnd = "\r\n\r\n";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  return begin == std::string_view::npos ? std::string_view()
                                         : text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

Head refused(int status, std::string_view why) {
  Head head;
  head.status = status;
  head.why = why;
  return head;
}

// What the headers say, line by line.
struct Seen {
  int hosts = 0;
  int lengths = 0;
  int codings = 0;
  std::uint64_t length = 0;
};

std::string_view note(Seen& seen, std::string_view name, std::string_view value) {
  if (same_name(name, "host")) {
    ++seen.hosts;
  } else if (same_name(name, "content-length")) {
    ++seen.lengths;
    const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), seen.length);
    if (problem != std::errc() || end != value.data() + value.size()) {
      return "Content-Length is no number";
    }
  } else if (same_name(name, "transfer-encoding")) {
    ++seen.codings;
    if (!same_name(value, "chunked")) {
      return "Transfer-Encoding is not chunked";
    }
  }
  return {};
}

std::string_view check_request_line(std::string_view line, std::string_view& method, bool& is_old) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last || !is_token(line.substr(0, first))) {
    return "the request line is not METHOD TARGET VERSION";
  }
  method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  is_old = version == "HTTP/1.0";
  if (!is_old && version != "HTTP/1.1") {
    return "the version is neither HTTP/1.1 nor HTTP/1.0";
  }
  if (target.empty() || target.front() != '/' || std::any_of(target.begin(), target.end(), [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7f;
      })) {
    return "the target is no path of ASCII characters";
  }
  return {};
}

}  // namespace

Head check_head(std::string_view bytes, std::size_t most_body) {
  constexpr int kBadRequest = 400;
  constexpr std::size_t kLongestTarget = 4096;
  Head head;
  Seen seen;
  std::string_view method;
  bool is_old = false;
  for (bool is_first = true; !bytes.empty() && bytes != "\r\n"; is_first = false) {
    const std::size_t end = bytes.find("\r\n");
    const std::string_view line = bytes.substr(0, end);
    if (end == std::string_view::npos || line.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos) {
      return refused(kBadRequest, "a line of the head does not end in CR LF");
    }
    bytes.remove_prefix(end + 2);
    std::string_view why;
    if (is_first) {
      if (line.size() > kLongestTarget) {
        return refused(414, "the request line is longer than 4,096 bytes");
      }
      why = check_request_line(line, method, is_old);
    } else {
      const std::size_t colon = line.find(':');
      if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
        return refused(kBadRequest, "a line of the head is not NAME: VALUE");
      }
      if (same_name(line.substr(0, colon), "range") || same_name(line.substr(0, colon), "if-range")) {
        continue;
      }
      why = note(seen, line.substr(0, colon), trimmed(line.substr(colon + 1)));
    }
    if (!why.empty()) {
      return refused(kBadRequest, why);
    }
    head.text.append(line).append("\r\n");
  }
  head.text += "\r\n";
  if (seen.hosts > 1 || (seen.hosts == 0 && !is_old)) {
    return refused(kBadRequest, "there is not exactly one Host");
  }
  if (seen.lengths + seen.codings > 1) {
    return refused(kBadRequest, "the length of the body is told more than once");
  }
  const bool takes_body = method == "POST" || method == "PUT" || method == "PATCH";
  if (!takes_body && (seen.codings > 0 || seen.length > 0)) {
    return refused(kBadRequest, "a request of this method has no body");
  }
  if (takes_body && seen.lengths + seen.codings == 0) {
    return refused(411, "the length of the body is not told");
  }
  if (seen.length > most_body) {
    return refused(413, "the body is larger than this server takes");
  }
  head.is_chunked = seen.codings > 0;
  head.length = seen.length;
  return head;
}

Wire::Wait Wire::wait(short events, Clock::time_point until, bool heeds_stop) const {
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
    if (left <= 0) {
      return Wait::late;
    }
    std::array<pollfd, 2> files{pollfd{socket_, events, 0}, pollfd{heeds_stop ? stop_ : -1, POLLIN, 0}};
    const int ready = ::poll(files.data(), files.size(), static_cast<int>(std::min<long>(left, 60000)));
    if (ready < 0 && errno != EINTR) {
      return Wait::stopped;
    }
    if (files[0].revents != 0 && ready > 0) {
      return Wait::ready;
    }
    if (files[1].revents != 0 && ready > 0) {
      return Wait::stopped;
    }
  }
}

ssize_t Wire::fill(Clock::time_point until, bool heeds_stop) {
  if (wait(POLLIN, until, heeds_stop) != Wait::ready) {
    return -1;
  }
  std::array<char, 16384> bytes{};
  for (;;) {
    const ssize_t count = ::recv(socket_, bytes.data(), bytes.size(), 0);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count > 0) {
      buffer_.append(bytes.data(), static_cast<std::size_t>(count));
    }
    return count;
  }
}

Wire::Next Wire::next() {
  head_ = {};
  at_ = 0;
  taken_ = 0;
  if (buffer_.empty() && fill(Clock::now() + std::chrono::seconds(limits_.idle_seconds), true) <= 0) {
    return Next::over;
  }
  const auto until = Clock::now() + std::chrono::seconds(limits_.head_seconds);
  for (;;) {
    const std::size_t end = buffer_.find(kHeadEnd);
    if (end != std::string::npos && end + kHeadEnd.size() <= limits_.head_bytes) {
      head_ = check_head(std::string_view(buffer_).substr(0, end + kHeadEnd.size()), limits_.body_bytes);
      buffer_.erase(0, end + kHeadEnd.size());
      return head_.status == 0 ? Next::ready : Next::refused;
    }
    if (buffer_.size() > limits_.head_bytes) {
      head_ = refused(431, "the head is larger than this server takes");
      return Next::refused;
    }
    const ssize_t count = fill(until, true);
    if (count <= 0) {
      head_ = refused(408, "the head did not come in time");
      return count == 0 || Clock::now() < until ? Next::over : Next::refused;
    }
  }
}

void Wire::linger() {
  constexpr std::uint64_t kMostDropped = std::uint64_t{16} << 20;
  ::shutdown(socket_, SHUT_WR);
  const auto until = Clock::now() + std::chrono::seconds(1);
  for (std::uint64_t dropped = 0; dropped < kMostDropped; dropped += buffer_.size()) {
    buffer_.clear();
    if (fill(until, true) <= 0) {
      return;
    }
  }
}

bool Wire::is_writable() const {
  if (wait(POLLOUT, Clock::now() + std::chrono::seconds(limits_.silence_seconds), false) != Wait::ready) {
    return false;
  }
  std::array<pollfd, 1> file{pollfd{socket_, POLLOUT, 0}};
  return ::poll(file.data(), 1, 0) > 0 && (file[0].revents & (POLLERR | POLLHUP)) == 0;
}

ssize_t Wire::read(char* into, std::size_t size) {
  if (at_ < head_.text.size()) {
    const std::size_t count = std::min(size, head_.text.size() - at_);
    std::copy_n(head_.text.data() + at_, count, into);
    at_ += count;
    return static_cast<ssize_t>(count);
  }
  if (buffer_.empty()) {
    const ssize_t count = fill(Clock::now() + std::chrono::seconds(limits_.silence_seconds), true);
    if (count <= 0) {
      return count;
    }
  }
  const std::size_t count = std::min(size, buffer_.size());
  std::copy_n(buffer_.data(), count, into);
  buffer_.erase(0, count);
  taken_ += count;
  return static_cast<ssize_t>(count);
}

ssize_t Wire::write(const char* from, std::size_t size) {
  for (;;) {
    const ssize_t count = ::send(socket_, from, size, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count >= 0) {
      return count;
    }
    if (errno == EAGAIN || errno == EWOULDBLOCK) {
      if (wait(POLLOUT, Clock::now() + std::chrono::seconds(limits_.silence_seconds), false) != Wait::ready) {
        return -1;
      }
    } else if (errno != EINTR) {
      return -1;
    }
  }
}

namespace {

void address_of(int (*name)(int, sockaddr*, socklen_t*), socket_t socket, std::string& ip, int& port) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  std::array<char, NI_MAXHOST> host{};
  std::array<char, NI_MAXSERV> service{};
  ip.clear();
  port = 0;
  if (name(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0 &&
      getnameinfo(reinterpret_cast<sockaddr*>(&address), size, host.data(), host.size(), service.data(), service.size(),
                  NI_NUMERICHOST | NI_NUMERICSERV) == 0) {
    ip = host.data();
    const std::string_view number = service.data();
    std::from_chars(number.data(), number.data() + number.size(), port);
  }
}

}  // namespace

void Wire::get_remote_ip_and_port(std::string& ip, int& port) const {
  address_of([](int s, sockaddr* a, socklen_t* n) { return ::getpeername(s, a, n); }, socket_, ip, port);
}

void Wire::get_local_ip_and_port(std::string& ip, int& port) const {
  address_of([](int s, sockaddr* a, socklen_t* n) { return ::getsockname(s, a, n); }, socket_, ip, port);
}

}  // namespace detente::desk
