#include "detente/desk/desk.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <thread>

#include "parts.hpp"

namespace detente::desk {

namespace {

using Json = nlohmann::ordered_json;

// What a page of ours may do: nothing that is not here. Report text is only ever data in JSON, and even if some of it
// got into the page as markup, it could load, run and send nothing.
constexpr const char* kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'none'";

void set_safe_headers(httplib::Response& response) {
  response.set_header("Content-Security-Policy", kPolicy);
  response.set_header("X-Content-Type-Options", "nosniff");
  response.set_header("X-Frame-Options", "DENY");
  response.set_header("Referrer-Policy", "no-referrer");
  response.set_header("Cross-Origin-Opener-Policy", "same-origin");
  response.set_header("Cross-Origin-Resource-Policy", "same-origin");
  response.set_header("Accept-Ranges", "none");
}

bool is_api(const std::vector<std::string>& path) {
  return !path.empty() && (path.front() == "api" || path.front() == "api.json" || path.front() == "mcp");
}

bool is_json_route(const Route& route) { return route.gives == "application/json"; }

// A route takes .json at its end as views do.
bool matches_route(const Route& route, const std::vector<std::string>& path, std::string& id) {
  if (matches(route.path, path, id)) {
    return true;
  }
  constexpr std::string_view kJson = ".json";
  if (path.empty() || !is_json_route(route) || !path.back().ends_with(kJson)) {
    return false;
  }
  std::vector<std::string> bare = path;
  bare.back().resize(bare.back().size() - kJson.size());
  return matches(route.path, bare, id);
}

bool is_token(std::string_view token) {
  constexpr std::size_t kShortest = 16;
  return token.size() >= kShortest && std::all_of(token.begin(), token.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
         });
}

std::pair<std::uint64_t, std::uint64_t> place_of(const std::filesystem::path& file) {
  struct stat about {};
  if (::stat(file.c_str(), &about) != 0) {
    return {};
  }
  return {about.st_dev, about.st_ino};
}

std::string why_not_bound(int why) {
  switch (why) {
    case EADDRINUSE:
      return "another program has the port; --port 0 takes any that is free";
    case EACCES:
      return "the port is kept for the system's own programs; one above 1023 can be had";
    case EADDRNOTAVAIL:
      return "this machine does not have that address";
    default:
      return fmt::format("the address or the port cannot be had{}{}", why == 0 ? "" : ": ",
                         why == 0 ? "" : std::strerror(why));
  }
}

}  // namespace

Result<void> Desk::Parts::still_there() const {
  if (place_of(options.database) == place) {
    return {};
  }
  return Error{ErrorCode::io,
               "the record was moved, removed or replaced while the desk has it open, so that nothing can be added; "
               "put it back, or end the desk",
               options.database.string()};
}

int status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::not_found:
      return 404;
    case ErrorCode::bad_encoding:
    case ErrorCode::bad_format:
    case ErrorCode::truncated:
    case ErrorCode::missing_field:
    case ErrorCode::bad_value:
    case ErrorCode::usage:
    case ErrorCode::mismatch:
      return 400;
    case ErrorCode::too_large:
      return 413;
    case ErrorCode::unsupported:
      return 415;
    case ErrorCode::locked:
      return 503;
    case ErrorCode::cancelled:
      return 504;
    case ErrorCode::disk_full:
      return 507;
    default:
      return 500;
  }
}

void send_json(httplib::Response& response, int status, const std::string& body) {
  response.status = status;
  response.set_content(body, "application/json");
  response.set_header("Cache-Control", "no-store");
}

void fail(httplib::Response& response, int status, std::string_view code, std::string_view message) {
  const Json json{{"error", {{"code", code}, {"message", message}, {"where", ""}}}};
  send_json(response, status, json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
  if (status == 503) {
    response.set_header("Retry-After", "1");
  }
  if (status == 401) {
    response.set_header("WWW-Authenticate", "Bearer");
  }
}

void fail(httplib::Response& response, int status, const Error& error) {
  const Json json{{"error", {{"code", code_name(error.code)}, {"message", error.message}, {"where", error.where}}}};
  send_json(response, status, json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
  if (status == 503) {
    response.set_header("Retry-After", "1");
  }
}

Desk::Desk(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Desk::~Desk() = default;

Result<std::unique_ptr<Desk>> Desk::open(Options options) {
  if (!options.token.empty() && !is_token(options.token)) {
    return Error{ErrorCode::usage, "the token must be 16 or more letters, digits, - or _", ""};
  }
  if (!is_loopback(options.address) && options.token.empty()) {
    return Error{ErrorCode::usage, "an address that other machines reach needs a token", options.address};
  }
  auto record = record::Record::open(options.database, options.writable ? record::Access::write : record::Access::read);
  if (!record) {
    return record.error();
  }
  auto parts = std::make_unique<Parts>(std::move(options), std::move(*record));
  const Options& o = parts->options;
  parts->place = place_of(o.database);
  parts->started = o.now ? o.now() : std::string();
  auto readers = Readers::open(parts->record, std::max(1, o.threads), o.seconds);
  if (!readers) {
    return readers.error();
  }
  parts->readers = std::move(*readers);
  auto watcher = parts->record.reader();
  if (!watcher) {
    return watcher.error();
  }
  parts->watcher.emplace(std::move(*watcher));
  auto first = parts->record.reader();
  if (!first) {
    return first.error();
  }
  parts->first.emplace(std::move(*first));
  WireLimits limits;
  limits.body_bytes = o.body_bytes;
  parts->http = std::make_unique<HttpServer>(o.connections, limits);
  errno = 0;
  if (!parts->http->bind(o.address, o.port)) {
    return Error{ErrorCode::io, why_not_bound(errno), fmt::format("{}:{}", o.address, o.port)};
  }
  parts->set_up();
  return std::unique_ptr<Desk>(new Desk(std::move(parts)));
}

int Desk::port() const { return parts_->http->port(); }

std::string Desk::url() const {
  const Options& o = parts_->options;
  const bool is_six = o.address.find(':') != std::string::npos;
  std::string url = fmt::format("http://{}:{}/", is_six ? "[" + o.address + "]" : o.address, port());
  if (!o.token.empty()) {
    url += "?token=" + o.token;
  }
  return url;
}

Result<void> Desk::serve() {
  Parts& p = *parts_;
  if (p.options.writable) {
    auto left = p.spool.open();
    if (!left) {
      return left.error();
    }
    for (const Spool::Entry& entry : *left) {
      if (!entry.done.empty()) {
        p.jobs.remember(job_from_json(entry.id, entry.done));
      } else if (entry.id.front() == 'p') {
        p.take_up_left_play(entry.id, entry.name);
      } else {
        p.take_up(entry.id, entry.name);
      }
    }
  }
  p.jobs.start();
  // What the first view needs is there from an earlier start, or is made while nobody waits for it yet.
  p.recall();
  std::atomic<bool> cold{false};
  std::thread drawer([&p, &cold] {
    p.keep_drawn();
    cold = true;
  });
  const bool served = p.http->serve();
  p.cool(cold);
  drawer.join();
  p.hub.close();
  p.jobs.stop();
  if (!served) {
    return Error{ErrorCode::io, "the server ended by itself", url()};
  }
  return {};
}

void Desk::stop() {
  {
    // Whoever waits for what is drawn is let go.
    const std::lock_guard lock(parts_->drawing);
    parts_->cooled = true;
    parts_->drawing_changed.notify_all();
  }
  parts_->hub.close();
  parts_->http->end();
}

void Desk::Parts::set_up() {
  guard.token = options.token;
  guard.cookie = fmt::format("detente_{}", http->port());
  guard.hosts = options.hosts;
  if (!is_loopback(options.address)) {
    guard.hosts.push_back(options.address);
  }
  changed();
  http->refuse = [](int status, std::string_view why, httplib::Response& response) {
    set_safe_headers(response);
    fail(response, status, status == 503 ? "busy" : status == 413 ? "too_large" : "bad_request", why);
  };
  http->set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
    using Handled = httplib::Server::HandlerResponse;
    return handle(request, response, nullptr) ? Handled::Handled : Handled::Unhandled;
  });
  // Bodies are read by whoever wants them, after the sender has been judged.
  http->Post(".*", [this](const httplib::Request& request, httplib::Response& response,
                          const httplib::ContentReader& content) { handle(request, response, &content); });
  http->set_exception_handler([](const httplib::Request&, httplib::Response& response, const std::exception_ptr&) {
    set_safe_headers(response);
    fail(response, 500, "internal", "the desk has a fault; the record is whole");
  });
  http->set_error_handler([](const httplib::Request&, httplib::Response& response) {
    if (response.body.empty()) {
      set_safe_headers(response);
      fail(response, response.status, "bad_request", "the request could not be understood");
    }
  });
}

bool Desk::Parts::handle(const httplib::Request& request, httplib::Response& response,
                         const httplib::ContentReader* content) {
  if (request.method == "POST" && content == nullptr) {
    return false;  // it comes again with its body
  }
  set_safe_headers(response);
  auto target = parse_target(request.target);
  if (!target) {
    fail(response, 400, target.error());
    return true;
  }
  Sender sender;
  sender.method = request.method;
  sender.host = request.get_header_value("Host");
  sender.origin = request.get_header_value("Origin");
  sender.fetch_site = request.get_header_value("Sec-Fetch-Site");
  sender.fetch_mode = request.get_header_value("Sec-Fetch-Mode");
  sender.authorization = request.get_header_value("Authorization");
  sender.cookie = request.get_header_value("Cookie");
  sender.is_api = is_api(target->path);
  auto& query = target->query;
  const auto token = std::find_if(query.begin(), query.end(), [](const auto& pair) { return pair.first == "token"; });
  if (token != query.end()) {
    sender.token = token->second;
    query.erase(token);
  }
  const Verdict verdict = judge(guard, sender);
  if (verdict.status != 0) {
    fail(response, verdict.status, verdict.code, verdict.message);
    return true;
  }
  Call call{request, response, std::move(*target), {}, content};
  if (verdict.gives_cookie) {
    response.set_header("Set-Cookie",
                        fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict", guard.cookie, options.token));
    if (!sender.is_api) {
      welcome(call);
      return true;
    }
  }
  dispatch(call);
  return true;
}

// A page that leads on to itself without the token in its address: a redirect would be taken for a step of the site
// that linked here, and the cookie would not be sent along.
void Desk::Parts::welcome(Call& call) const {
  std::string path = "/";
  for (const std::string& part : call.target.path) {
    const bool plain = std::all_of(part.begin(), part.end(), [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    });
    if (plain) {
      path.append(part).append("/");
    }
  }
  if (path.size() > 1) {
    path.pop_back();
  }
  call.response.status = 200;
  call.response.set_header("Cache-Control", "no-store");
  call.response.set_content(
      fmt::format("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Détente</title><meta "
                  "http-equiv=\"refresh\" content=\"0; url={0}\"></head><body><p><a href=\"{0}\">To the "
                  "desk</a></p></body></html>\n",
                  path),
      "text/html; charset=utf-8");
}

void Desk::Parts::dispatch(Call& call) {
  const std::string& method = call.request.method;
  if (method == "OPTIONS") {
    options_of(call);
    return;
  }
  const bool reads = method == "GET" || method == "HEAD";
  bool is_known = false;
  for (const Route& route : routes()) {
    if (matches_route(route, call.target.path, call.id)) {
      is_known = true;
      if (route.method == (reads ? "GET" : method)) {
        dispatch_route(route, call);
        return;
      }
    }
  }
  if (!is_api(call.target.path)) {
    if (reads) {
      page(call);
    } else {
      call.response.set_header("Allow", "GET, HEAD, OPTIONS");
      fail(call.response, 405, "method_not_allowed", "this can only be read");
    }
    return;
  }
  const auto found = find_view(call.target.path);
  if (found && reads) {
    view(call, *found);
  } else if (found || is_known) {
    options_of(call);
    fail(call.response, 405, "method_not_allowed", "this path does not take that method");
  } else {
    fail(call.response, 404, found.error());
  }
}

void Desk::Parts::options_of(Call& call) const {
  std::string allowed = "OPTIONS";
  const auto allow = [&allowed](std::string_view method) {
    allowed += fmt::format(", {}{}", method, method == "GET" ? ", HEAD" : "");
  };
  if (find_view(call.target.path) || !is_api(call.target.path)) {
    allow("GET");
  }
  for (const Route& route : routes()) {
    if (matches_route(route, call.target.path, call.id)) {
      allow(route.method);
    }
  }
  call.response.status = 204;
  call.response.set_header("Allow", allowed);
}

void Desk::Parts::dispatch_route(const Route& route, Call& call) {
  for (const auto& pair : call.target.query) {
    const bool known = std::any_of(route.parameters.begin(), route.parameters.end(),
                                   [&](const Parameter& parameter) { return parameter.name == pair.first; });
    if (!known) {
      fail(call.response, 400,
           Error{ErrorCode::bad_value, fmt::format("{} has no parameter '{}'", route.path, pair.first), pair.first});
      return;
    }
  }
  if (!route.takes.empty()) {
    std::string type = call.request.get_header_value("Content-Type");
    type.resize(std::min(type.size(), type.find(';')));
    std::transform(type.begin(), type.end(), type.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    type.erase(type.find_last_not_of(' ') + 1);
    if (std::find(route.takes.begin(), route.takes.end(), type) == route.takes.end()) {
      std::string all;
      for (const std::string_view one : route.takes) {
        all += fmt::format("{}{}", all.empty() ? "" : ", ", one);
      }
      fail(call.response, 415, "unsupported",
           fmt::format("the body must be declared (Content-Type) as one of {}, not '{}'", all, type));
      return;
    }
  }
  const bool writes =
      route.method != "GET" && route.id != RouteId::play && route.id != RouteId::cancel_job && route.id != RouteId::mcp;
  if (writes && !options.writable) {
    fail(call.response, 403, "read_only", "this desk only reads: it was started with --read-only");
    return;
  }
  switch (route.id) {
    case RouteId::api:
      send_json(call.response, 200, openapi(options.version));
      break;
    case RouteId::jobs:
      list_jobs(call);
      break;
    case RouteId::job:
      one_job(call);
      break;
    case RouteId::job_result:
      job_result(call);
      break;
    case RouteId::job_crisis:
      job_crisis(call);
      break;
    case RouteId::cancel_job:
      cancel_job(call);
      break;
    case RouteId::stream:
      stream(call);
      break;
    case RouteId::upload:
      upload(call);
      break;
    case RouteId::correct:
      post_correction(call);
      break;
    case RouteId::undo:
      undo(call);
      break;
    case RouteId::play:
      play(call);
      break;
    case RouteId::crises:
      crises(call);
      break;
    case RouteId::mcp:
      mcp(call);
      break;
  }
}

void Desk::Parts::changed() {
  {
    const std::lock_guard lock(watching);
    const auto found = watcher->query("SELECT coalesce(max(id), 0) FROM revisions");
    if (found) {
      revision = static_cast<int>(found->integer(0, 0));
    }
    ++changes;
  }
  {
    const std::lock_guard lock(drawing);
    undrawn = true;
    // What takes longest is given up for the new state.
    if (drawing_now.find("/api/changes") != std::string::npos) {
      first->interrupt();
    }
    drawing_changed.notify_all();
  }
  hub.tell("revision", fmt::format("{{\"revision\":{}}}", revision.load()));
}

}  // namespace detente::desk
