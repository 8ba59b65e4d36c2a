// Views and files of the page over HTTP.
#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "detente/text/hash.hpp"
#include "page_files.hpp"
#include "parts.hpp"

namespace detente::desk {

namespace {

// A document of its own, such as a brief, may bring its styles along; it runs nothing and is in no frame.
constexpr const char* kDocumentPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'none'; sandbox allow-popups";

std::string tag_of(std::string_view text) {
  const text::Hash128 hash = text::murmur3_x64_128(text);
  return fmt::format("W/\"{:016x}{:016x}\"", hash.low, hash.high);
}

std::string_view opaque(std::string_view tag) {
  const std::size_t begin = tag.find('"');
  return begin == std::string_view::npos ? tag : tag.substr(begin);
}

// If-None-Match: a list of tags, weak or strong, or a star.
bool has_tag(const std::string& header, std::string_view tag) {
  std::string_view left = header;
  while (!left.empty()) {
    const std::size_t comma = left.find(',');
    std::string_view one = left.substr(0, comma);
    one.remove_prefix(std::min(one.find_first_not_of(" \t"), one.size()));
    one = one.substr(0, one.find_last_not_of(" \t") + 1);
    if (one == "*" || opaque(one) == opaque(tag)) {
      return true;
    }
    left = comma == std::string_view::npos ? std::string_view() : left.substr(comma + 1);
  }
  return false;
}

// Who asks says that an answer of an earlier state will do (RFC 9111, 5.2.1.2).
bool takes_stale(const httplib::Request& request) {
  return request.get_header_value("Cache-Control").find("max-stale") != std::string::npos;
}

std::string file_name(const std::string& name) {
  std::string out;
  for (const char c : name) {
    const bool plain =
        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == '_';
    out += plain ? c : '_';
  }
  return out;
}

bool is_worth_packing(std::string_view type) {
  return type.starts_with("text/") || type.find("json") != std::string_view::npos ||
         type.find("xml") != std::string_view::npos || type.find("toml") != std::string_view::npos;
}

// The same question with another page.
std::string next_url(const Call& call, const std::string& token) {
  std::string url(call.request.target.substr(0, call.request.target.find('?')));
  char before = '?';
  std::string_view query = call.request.target;
  const std::size_t mark = query.find('?');
  query = mark == std::string_view::npos ? std::string_view() : query.substr(mark + 1);
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view pair = query.substr(0, end);
    if (!pair.starts_with("page=") && !pair.starts_with("token=")) {
      url += before;
      url += pair;
      before = '&';
    }
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
  }
  return url + before + "page=" + token;
}

}  // namespace

std::string gzipped(std::string_view bytes) {
  constexpr std::size_t kLeast = 512;
  constexpr int kGzip = 15 + 16;
  constexpr int kMemory = 8;
  constexpr int kLevel = 5;
  if (bytes.size() < kLeast) {
    return {};
  }
  z_stream stream{};
  if (deflateInit2(&stream, kLevel, Z_DEFLATED, kGzip, kMemory, Z_DEFAULT_STRATEGY) != Z_OK) {
    return {};
  }
  std::string out(bytes.size(), '\0');
  std::string in(bytes);
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int ended = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return ended == Z_STREAM_END ? out : std::string();
}

std::shared_ptr<const Kept::Body> Kept::find(const std::string& tag) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(all_.begin(), all_.end(), [&](const auto& one) { return one.first == tag; });
  if (found == all_.end()) {
    return nullptr;
  }
  all_.splice(all_.begin(), all_, found);
  return all_.front().second;
}

void Kept::put(const std::string& tag, const std::shared_ptr<const Body>& body) {
  constexpr std::size_t kRoom = std::size_t{64} << 20;
  constexpr std::size_t kMost = 256;
  const std::size_t size = body->answer.body.size() + body->gzip.size();
  if (size > kRoom / 4) {
    return;
  }
  const std::lock_guard lock(mutex_);
  if (const auto old = std::find_if(all_.begin(), all_.end(), [&](const auto& one) { return one.first == tag; });
      old != all_.end()) {
    bytes_ -= old->second->answer.body.size() + old->second->gzip.size();
    all_.erase(old);
  }
  all_.emplace_front(tag, body);
  bytes_ += size;
  while (bytes_ > kRoom || all_.size() > kMost) {
    const Body& last = *all_.back().second;
    bytes_ -= last.answer.body.size() + last.gzip.size();
    all_.pop_back();
  }
}

std::string Desk::Parts::state_of(const record::AsOf& as_of) const {
  const int latest = revision.load();
  const bool is_old = as_of.revision && *as_of.revision < latest;
  return fmt::format("{}.{}.{}.{}.{}", started, latest, changes.load(), is_old ? *as_of.revision : -1, as_of.date);
}

Result<Answer> Desk::Parts::ask(const Found& found, const Request& request, std::string_view question) {
  const std::string state = state_of(request.as_of);
  const int latest = revision.load();
  const int seen = std::min(request.as_of.revision.value_or(latest), latest);
  auto lease = readers->take(request.as_of, state);
  if (!lease) {
    return lease.error();
  }
  auto answer = ask(lease->record(), found, request, question, state, seen);
  if (!answer && lease->is_late()) {
    return Error{ErrorCode::cancelled,
                 fmt::format("the answer would take longer than {:.0f} seconds; ask for less", options.seconds), ""};
  }
  return answer;
}

Result<Answer> Desk::Parts::ask(record::Record& from, const Found& found, const Request& request,
                                std::string_view question, const std::string& state, int seen,
                                std::function<void(int, int)> progress) {
  Sight sight{from,
              seen,
              state,
              shelf,
              options.knowledge,
              options.database,
              {options.version, options.database.stem().string(), options.writable, jobs.under_way()},
              [seen, question](std::string_view next) {
                return seal({seen, std::string(next)}, question);
              },
              options.lexicons,
              std::move(progress)};
  return found.view->answer(sight, request);
}

std::string Desk::Parts::tag_of_view(const Found& found, const Request& request, std::string_view question) {
  const std::string live = found.view->path == "/api/status" ? std::to_string(jobs.under_way()) : std::string();
  return tag_of(fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}", state_of(request.as_of), question,
                            request.as_of.revision.value_or(-1), found.format, request.limit, request.page, live));
}

void Desk::Parts::view(Call& call, const Found& found) {
  const auto read = read_asked(found, call.target.query);
  if (!read) {
    fail(call.response, 400, read.error());
    return;
  }
  const Request& request = read->request;
  const std::string& asked = read->question;
  const std::string tag = tag_of_view(found, request, asked);
  if (has_tag(call.request.get_header_value("If-None-Match"), tag)) {
    call.response.status = 304;
    call.response.set_header("ETag", tag);
    call.response.set_header("Cache-Control", "private, no-cache");
    call.response.set_header("Vary", "Accept-Encoding");
    return;
  }
  const bool may_be_drawn = request.page.empty() && found.format == "json";
  auto old = may_be_drawn ? last_drawn(asked) : nullptr;
  if (old != nullptr && old->tag != tag && takes_stale(call.request)) {
    call.response.set_header("Desk-Stale", std::to_string(revision.load()));
    respond(call, old->tag, old->body);
    return;
  }
  // What is being drawn is not made twice, and nobody else has to wait for a connection meanwhile.
  if (may_be_drawn && (old == nullptr || old->tag != tag)) {
    old = wait_until_drawn(asked, tag);
    if (old == nullptr && cooled) {
      fail(call.response, 503, "busy", "the desk ends");
      return;
    }
  }
  auto body = old != nullptr && old->tag == tag ? old->body : kept.find(tag);
  if (body == nullptr) {
    auto answer = ask(found, request, asked);
    if (!answer) {
      fail(call.response, status_of(answer.error().code), answer.error());
      return;
    }
    auto made = std::make_shared<Kept::Body>();
    made->answer = std::move(*answer);
    if (is_worth_packing(made->answer.content_type)) {
      made->gzip = gzipped(made->answer.body);
    }
    body = made;
    kept.put(tag, body);
  }
  respond(call, tag, body);
}

void Desk::Parts::respond(Call& call, const std::string& tag, const std::shared_ptr<const Kept::Body>& body) const {
  httplib::Response& response = call.response;
  const Answer& answer = body->answer;
  response.set_header("ETag", tag);
  response.set_header("Cache-Control", "private, no-cache");
  response.set_header("Vary", "Accept-Encoding");
  if (has_tag(call.request.get_header_value("If-None-Match"), tag)) {
    response.status = 304;
    return;
  }
  response.status = 200;
  if (!answer.next.empty()) {
    response.set_header("Link", fmt::format("<{}>; rel=\"next\"", next_url(call, answer.next)));
  }
  if (!answer.name.empty()) {
    response.set_header("Content-Disposition", fmt::format("inline; filename=\"{}\"", file_name(answer.name)));
  }
  if (answer.content_type.starts_with("text/html") || answer.content_type.find("svg") != std::string::npos) {
    response.headers.erase("Content-Security-Policy");
    response.set_header("Content-Security-Policy", kDocumentPolicy);
  }
  const bool packed = !body->gzip.empty() && call.request.has_header("X-Desk-Gzip");
  if (packed) {
    response.set_header("Content-Encoding", "gzip");
  }
  response.set_content(packed ? body->gzip : answer.body, answer.content_type);
}

void Desk::Parts::page(Call& call) const {
  httplib::Response& response = call.response;
  auto file = page_file(options.page, call.target.path);
  if (!file) {
    const bool is_file = !call.target.path.empty() && call.target.path.back().find('.') != std::string::npos;
    if (is_file) {
      fail(response, 404, file.error());
      return;
    }
    response.status = 503;
    response.set_header("Cache-Control", "no-store");
    response.set_content(page_missing(), "text/html; charset=utf-8");
    return;
  }
  const std::string tag = tag_of(file->bytes);
  response.set_header("ETag", tag);
  response.set_header("Vary", "Accept-Encoding");
  response.set_header("Cache-Control", file->is_immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (has_tag(call.request.get_header_value("If-None-Match"), tag)) {
    response.status = 304;
    return;
  }
  response.status = 200;
  if (call.request.has_header("X-Desk-Gzip") && is_worth_packing(file->content_type)) {
    if (std::string packed = gzipped(file->bytes); !packed.empty()) {
      response.set_header("Content-Encoding", "gzip");
      file->bytes = std::move(packed);
    }
  }
  response.set_content(file->bytes, file->content_type);
}

}  // namespace detente::desk
