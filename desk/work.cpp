// What takes longer than a request, and what writes.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "detente/text/utf8.hpp"
#include "parts.hpp"

namespace detente::desk {

namespace {

using Json = nlohmann::ordered_json;

std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"; }

std::string plain_name(std::string name) {
  name = name.substr(name.find_last_of("/\\") + 1);
  name = text::repair(name);
  constexpr std::size_t kLongest = 200;
  std::erase_if(name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  if (name.size() > kLongest) {
    name = text::repair(name.substr(0, kLongest));
  }
  return name.empty() ? "upload" : name;
}

std::string read_result(const ReadDone& done) {
  Json problems = Json::array();
  constexpr std::size_t kMostTold = 100;
  for (const Error& error : done.problems) {
    if (problems.size() < kMostTold) {
      problems.push_back({{"code", code_name(error.code)}, {"message", error.message}, {"where", error.where}});
    }
  }
  return dumped({{"reports", done.reports},
                 {"new", done.fresh},
                 {"known", done.known},
                 {"copies", done.copies},
                 {"unread", done.unread},
                 {"events", done.events},
                 {"statements", done.statements},
                 {"problem_count", done.problems.size()},
                 {"problems", problems}});
}

// What went wrong lies not in the file, so that it is worth another try.
bool is_worth_a_try(ErrorCode code) {
  constexpr std::array kCodes{ErrorCode::disk_full, ErrorCode::locked, ErrorCode::database,
                              ErrorCode::model,     ErrorCode::io,     ErrorCode::knowledge};
  return std::find(kCodes.begin(), kCodes.end(), code) != kCodes.end();
}

Result<record::CorrectionKind> kind_of(const std::string& word) {
  const auto kind = record::correction_kind(word);
  if (!kind || *kind == record::CorrectionKind::undo) {
    return Error{ErrorCode::bad_value,
                 fmt::format("kind must be one of join_origins, split_origin, join_findings, split_finding, review, "
                             "not '{}'",
                             word),
                 "kind"};
  }
  return *kind;
}

}  // namespace

bool read_body(Call& call, std::string& body) {
  constexpr std::size_t kMost = std::size_t{4} << 20;
  bool too_large = false;
  const bool whole = call.content != nullptr && (*call.content)([&](const char* bytes, std::size_t size) {
                       too_large = too_large || body.size() + size > kMost;
                       if (!too_large) {
                         body.append(bytes, size);
                       }
                       return !too_large;
                     });
  if (too_large) {
    fail(call.response, 413, "too_large", "the body is larger than 4 MB");
  } else if (!whole) {
    fail(call.response, 400, "truncated", "the body ended before it was whole");
  }
  return whole && !too_large;
}

void Desk::Parts::upload(Call& call) {
  if (!options.read) {
    fail(call.response, 403, "read_only", "this desk does not read reports");
    return;
  }
  if (auto there = still_there(); !there) {
    fail(call.response, 500, there.error());
    return;
  }
  struct Part {
    Spool::Incoming file;
    std::string name;
  };
  std::vector<Part> parts;
  std::optional<Error> error;
  std::uint64_t total = 0;
  const auto take = [&](const char* bytes, std::size_t size) {
    total += size;
    if (!error && total > options.body_bytes) {
      error = Error{ErrorCode::too_large, "the body is larger than this server takes", ""};
    }
    if (!error && !parts.empty()) {
      if (auto written = parts.back().file.write({bytes, size}); !written) {
        error = written.error();
      }
    }
    return !error;
  };
  const auto begin = [&](std::string name) {
    auto file = spool.take_in();
    if (!file) {
      error = file.error();
      return false;
    }
    parts.push_back(Part{std::move(*file), plain_name(std::move(name))});
    return true;
  };
  bool whole = false;
  if (call.request.is_multipart_form_data()) {
    whole = (*call.content)(
        [&](const httplib::MultipartFormData& part) {
          constexpr std::size_t kMostFiles = 200;
          if (parts.size() >= kMostFiles) {
            error = Error{ErrorCode::too_large, "there are more than 200 files in one request", ""};
            return false;
          }
          return begin(part.filename.empty() ? part.name : part.filename);
        },
        take);
  } else {
    const auto& query = call.target.query;
    const auto name = std::find_if(query.begin(), query.end(), [](const auto& pair) { return pair.first == "name"; });
    whole = begin(name == query.end() ? "upload" : name->second) && (*call.content)(take);
  }
  if (error) {
    fail(call.response,
         error->code == ErrorCode::too_large && total <= options.body_bytes ? 503 : status_of(error->code), *error);
    return;
  }
  if (!whole) {
    fail(call.response, 400, "truncated",
         "the body ended before it was whole, or is not of the form that it is declared as");
    return;
  }
  Json ids = Json::array();
  for (Part& part : parts) {
    if (part.file.size() == 0) {
      continue;
    }
    auto id = part.file.keep(part.name);
    if (!id) {
      fail(call.response, status_of(id.error().code), id.error());
      return;
    }
    take_up(*id, part.name);
    ids.push_back(*id);
  }
  if (ids.empty()) {
    fail(call.response, 400, "bad_value", "there is nothing in it");
    return;
  }
  call.response.set_header("Location", "/api/jobs/" + ids.front().get<std::string>());
  send_json(call.response, 202, dumped({{"job", ids.front()}, {"jobs", ids}}));
}

void Desk::Parts::take_up(const std::string& id, const std::string& name) {
  Job job;
  job.id = id;
  job.kind = JobKind::read;
  job.name = name;
  const auto added = jobs.add(
      job,
      [this, id, name](const Jobs::Tell& tell) -> Result<std::string> {
        auto published = std::chrono::steady_clock::now();
        const auto progress = [&](std::int64_t done, std::int64_t total, const std::string& message) {
          constexpr auto kBetween = std::chrono::seconds(2);
          if (std::chrono::steady_clock::now() - published > kBetween) {
            changed();
            published = std::chrono::steady_clock::now();
          }
          return tell(done, total, message);
        };
        const ReadTask task{spool.data(id), name, record, writing, progress};
        // What is stored in a record that nobody finds again is lost: the file is then kept.
        if (auto there = still_there(); !there) {
          return there.error();
        }
        auto done = options.read(task);
        changed();
        if (!done) {
          return done.error();
        }
        if (auto there = still_there(); !there) {
          return there.error();
        }
        if (done->reports == 0 && !done->problems.empty()) {
          return done->problems.front();
        }
        return read_result(*done);
      },
      [this](Job& ended, const Error* error) {
        if (error != nullptr && is_worth_a_try(error->code)) {
          ended.message += "; the file is kept, and the next start of the desk tries again";
          return;
        }
        if (auto finished = spool.finish(ended.id, to_json(ended)); !finished) {
          ended.message += "; " + finished.error().to_string();
        }
      });
  if (!added) {
    // It stays in the spool, where the next start finds it.
    job.state = JobState::failed;
    job.message = added.error().message;
    jobs.remember(job);
  }
}

void Desk::Parts::list_jobs(Call& call) {
  std::string body = "{\"data\":[";
  bool is_first = true;
  for (const Job& job : jobs.all()) {
    body += is_first ? "" : ",";
    body += to_json(job);
    is_first = false;
  }
  send_json(call.response, 200, body + "]}\n");
}

void Desk::Parts::one_job(Call& call) {
  const auto job = jobs.find(call.id);
  if (!job) {
    fail(call.response, 404, job.error());
    return;
  }
  send_json(call.response, 200, fmt::format("{{\"data\":{}}}\n", to_json(*job)));
}

void Desk::Parts::cancel_job(Call& call) {
  const auto job = jobs.cancel(call.id);
  if (!job) {
    const bool ended = job.error().code == ErrorCode::bad_value;
    fail(call.response, ended ? 409 : 404, job.error());
    return;
  }
  send_json(call.response, 202, fmt::format("{{\"data\":{}}}\n", to_json(*job)));
}

void Desk::Parts::stream(Call& call) {
  constexpr int kMostStreams = 32;
  if (streams.fetch_add(1) >= kMostStreams) {
    --streams;
    fail(call.response, 503, "busy", "too many listen already");
    return;
  }
  // A listener that comes back says what it heard last.
  std::uint64_t seen = hub.last();
  const std::string last = call.request.get_header_value("Last-Event-ID");
  std::from_chars(last.data(), last.data() + last.size(), seen);
  call.response.status = 200;
  call.response.set_header("Cache-Control", "no-store");
  call.response.set_chunked_content_provider(
      "text/event-stream",
      [this, seen, is_first = true](std::size_t, httplib::DataSink& sink) mutable {
        std::string text;
        if (is_first) {
          text = fmt::format("retry: 2000\n\nevent: revision\ndata: {{\"revision\":{}}}\n\n", revision.load());
          text += drawing_events();
          is_first = false;
        } else {
          text = hub.next(seen, options.heartbeat);
        }
        if (hub.is_closed()) {
          sink.done();
          return true;
        }
        if (text.empty()) {
          text = ": still here\n\n";
        }
        return sink.write(text.data(), text.size());
      },
      [this](bool) { --streams; });
}

void Desk::Parts::correct(Call& call, const record::Correction& correction) {
  if (auto there = still_there(); !there) {
    fail(call.response, 500, there.error());
    return;
  }
  Result<int> id = 0;
  {
    const std::lock_guard lock(writing);
    id = record.correct(correction);
  }
  if (!id) {
    fail(call.response, status_of(id.error().code), Error{id.error().code, id.error().message, ""});
    return;
  }
  changed();
  send_json(call.response, 201, fmt::format("{{\"id\":{}}}\n", *id));
}

void Desk::Parts::post_correction(Call& call) {
  std::string body;
  if (!read_body(call, body)) {
    return;
  }
  const Json json = Json::parse(body, nullptr, false);
  if (!json.is_object()) {
    fail(call.response, 400, "bad_format", "the body is no JSON object");
    return;
  }
  record::Correction correction;
  std::string kind;
  for (const auto& [key, value] : json.items()) {
    std::string* field = key == "kind"      ? &kind
                         : key == "subject" ? &correction.subject
                         : key == "object"  ? &correction.object
                         : key == "note"    ? &correction.note
                                            : nullptr;
    if (field == nullptr || !(value.is_string() || value.is_number_integer() || value.is_null())) {
      fail(call.response, 400,
           Error{ErrorCode::bad_value, "a correction has kind, subject, object and note, all of them texts", key});
      return;
    }
    *field = value.is_string() ? value.get<std::string>() : value.is_null() ? std::string() : value.dump();
  }
  const auto chosen = kind_of(kind);
  if (!chosen) {
    fail(call.response, 400, chosen.error());
    return;
  }
  constexpr std::size_t kLongestNote = 4000;
  if (correction.note.size() > kLongestNote) {
    fail(call.response, 400, Error{ErrorCode::bad_value, "the note is longer than 4,000 bytes", "note"});
    return;
  }
  correction.kind = *chosen;
  correction.made_at = options.now ? options.now() : std::string();
  correct(call, correction);
}

void Desk::Parts::undo(Call& call) {
  int id = 0;
  const auto [end, problem] = std::from_chars(call.id.data(), call.id.data() + call.id.size(), id);
  if (problem != std::errc() || end != call.id.data() + call.id.size()) {
    fail(call.response, 404, "not_found", "a correction is known by its number");
    return;
  }
  record::Correction correction;
  correction.made_at = options.now ? options.now() : std::string();
  correction.kind = record::CorrectionKind::undo;
  correction.undoes = id;
  correct(call, correction);
}

}  // namespace detente::desk
