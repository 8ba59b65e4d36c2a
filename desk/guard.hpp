// Who may ask what: the rules that keep other web sites, other machines and guessed names out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace detente::desk {

struct GuardRules {
  std::string token;               // "" if none is needed
  std::string cookie;              // the name of the cookie that carries it
  std::vector<std::string> hosts;  // names of this server beside localhost and plain addresses
};

// What a request says of its sender. "" where it says nothing.
struct Sender {
  std::string method;
  std::string host;
  std::string origin;
  std::string fetch_site;
  std::string fetch_mode;
  std::string authorization;
  std::string cookie;
  std::string token;    // of the query
  bool is_api = false;  // under /api or /mcp
};

struct Verdict {
  int status = 0;  // 0: welcome
  std::string_view code;
  std::string_view message;
  bool gives_cookie = false;  // the token came with the query and is to be kept as a cookie
};

Verdict judge(const GuardRules& rules, const Sender& sender);

// Takes as long for a wrong first letter as for a wrong last one.
bool same_secret(std::string_view a, std::string_view b);
// "127.0.0.1", "[::1]" or "localhost", also with a port.
bool is_loopback(std::string_view host);
// The host without its port: "[::1]:8421" gives "[::1]".
std::string_view without_port(std::string_view host);

}  // namespace detente::desk
