#include "guard.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace detente::desk {

namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

bool is_address(const std::string& host) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    return inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), bytes.data()) == 1;
  }
  return inet_pton(AF_INET, host.c_str(), bytes.data()) == 1;
}

// A page of a foreign site may make its own name lead here, but it cannot take a plain address or localhost for its
// name (rebinding).
bool is_own_name(const GuardRules& rules, std::string_view host) {
  const std::string name = lower(without_port(host));
  return name == "localhost" || is_address(name) ||
         std::find(rules.hosts.begin(), rules.hosts.end(), name) != rules.hosts.end();
}

bool is_write(const std::string& method) { return method != "GET" && method != "HEAD" && method != "OPTIONS"; }

std::string_view cookie_value(std::string_view cookies, std::string_view name) {
  while (!cookies.empty()) {
    const std::size_t end = cookies.find(';');
    std::string_view one = cookies.substr(0, end);
    one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
    if (one.size() > name.size() && one.starts_with(name) && one[name.size()] == '=') {
      return one.substr(name.size() + 1);
    }
    cookies = end == std::string_view::npos ? std::string_view() : cookies.substr(end + 1);
  }
  return {};
}

bool is_foreign(const Sender& sender) {
  if (sender.fetch_site == "cross-site" || sender.fetch_site == "same-site") {
    return true;
  }
  if (sender.origin.empty()) {
    return false;
  }
  return lower(sender.origin) != "http://" + lower(sender.host) &&
         lower(sender.origin) != "https://" + lower(sender.host);
}

}  // namespace

bool same_secret(std::string_view a, std::string_view b) {
  unsigned differ = a.size() == b.size() ? 0 : 1;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const char other = b.empty() ? '\0' : b[i % b.size()];
    differ |= static_cast<unsigned>(static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(other));
  }
  return differ == 0;
}

std::string_view without_port(std::string_view host) {
  const std::size_t bracket = host.rfind(']');
  const std::size_t colon = host.rfind(':');
  const bool has_port = colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
  return has_port ? host.substr(0, colon) : host;
}

bool is_loopback(std::string_view host) {
  const std::string name = lower(host == "::1" ? host : without_port(host));
  return name == "localhost" || name == "::1" || name == "[::1]" || (name.starts_with("127.") && is_address(name));
}

Verdict judge(const GuardRules& rules, const Sender& sender) {
  if (!is_own_name(rules, sender.host)) {
    return {421, "bad_host", "this server does not go by that name: use its address, or name it with --host", false};
  }
  if (is_write(sender.method) && is_foreign(sender)) {
    return {403, "foreign_origin", "another web site may not write here", false};
  }
  const bool is_visit = sender.fetch_mode == "navigate" && !is_write(sender.method);
  if (sender.is_api && !is_visit && is_foreign(sender)) {
    return {403, "foreign_origin", "another web site may not read here", false};
  }
  if (rules.token.empty()) {
    return {};
  }
  constexpr std::string_view kBearer = "Bearer ";
  const std::string_view authorization = sender.authorization;
  if (authorization.size() > kBearer.size() && lower(authorization.substr(0, kBearer.size())) == "bearer " &&
      same_secret(authorization.substr(kBearer.size()), rules.token)) {
    return {};
  }
  if (same_secret(cookie_value(sender.cookie, rules.cookie), rules.token)) {
    return {};
  }
  if (!is_write(sender.method) && same_secret(sender.token, rules.token)) {
    return {0, {}, {}, true};
  }
  return {401, "unauthorized",
          "a token is needed: open the address that detente serve has shown, or send it as "
          "Authorization: Bearer TOKEN",
          false};
}

}  // namespace detente::desk
