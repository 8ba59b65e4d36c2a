// Crises played forward, and what came of jobs.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "parts.hpp"

namespace detente::desk {

namespace {

using Json = nlohmann::ordered_json;

// "/usr/share/detente/examples/a.toml" -> "a.toml", of characters that may stand in a header.
std::string file_name(const std::string& path) {
  std::string name = path.substr(path.find_last_of('/') + 1);
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c < ' ' || c > '~' || c == '"' || c == '\\'; }, '_');
  return name;
}

std::string in_short(const PlayOrder& order) {
  return Json{{"command", order.command}, {"file", file_name(order.file)}}.dump(-1, ' ', false,
                                                                                Json::error_handler_t::replace);
}

}  // namespace

void Desk::Parts::job_result(Call& call) {
  const auto job = jobs.find(call.id);
  if (!job) {
    fail(call.response, 404, job.error());
    return;
  }
  if (job->state != JobState::done) {
    fail(call.response, 404, "not_found",
         fmt::format("there is no result: the job is {}{}{}", name(job->state), job->message.empty() ? "" : ": ",
                     job->message));
    return;
  }
  if (job->kind == JobKind::read) {
    send_json(call.response, 200, job->result);
    return;
  }
  std::string result = spool.result(call.id);
  {
    const std::lock_guard lock(played_mutex);
    for (const Played& one : played) {
      result = one.id == call.id ? one.result : result;
    }
  }
  if (result.empty()) {
    fail(call.response, 410, "not_found", "the result is no longer kept: play it again");
    return;
  }
  const bool packs = call.request.has_header("X-Desk-Gzip");
  const std::string packed = packs ? gzipped(result) : std::string();
  if (!packed.empty()) {
    call.response.set_header("Content-Encoding", "gzip");
  }
  call.response.set_header("Vary", "Accept-Encoding");
  send_json(call.response, 200, packed.empty() ? result : packed);
}

void Desk::Parts::job_crisis(Call& call) {
  const auto job = jobs.find(call.id);
  std::string text = job ? spool.crisis(call.id) : std::string();
  std::string file = "crisis.toml";
  if (job) {
    const Json about = Json::parse(job->result, nullptr, false);
    file = about.is_object() ? about.value("file", file) : file;
  }
  {
    const std::lock_guard lock(played_mutex);
    for (const Played& one : played) {
      text = one.id == call.id ? one.crisis : text;
    }
  }
  if (text.empty()) {
    fail(call.response, 404, "not_found", "there is no such play, or it is no longer kept");
    return;
  }
  call.response.status = 200;
  call.response.set_header("Cache-Control", "no-store");
  call.response.set_header("Content-Disposition", fmt::format("attachment; filename=\"{}\"", file_name(file)));
  call.response.set_content(text, "application/toml");
}

std::vector<NamedCrisis> Desk::Parts::known_crises() {
  std::vector<NamedCrisis> all = crises_in(options.examples);
  const auto found = find_view({"api", "draft-crisis"});
  if (found) {
    const Request request;
    if (auto draft = ask(*found, request, "draft")) {
      all.push_back({"draft", "draft.toml", std::move(draft->body)});
    }
  }
  return all;
}

void Desk::Parts::crises(Call& call) {
  send_json(call.response, 200, fmt::format("{{\"data\":{}}}\n", crises_json(known_crises())));
}

void Desk::Parts::play(Call& call) {
  std::string body;
  if (!read_body(call, body)) {
    return;
  }
  const std::vector<NamedCrisis> known = known_crises();
  auto order = read_order(body, known);
  if (!order) {
    const int status = order.error().code == ErrorCode::not_found ? 400 : status_of(order.error().code);
    fail(call.response, status, order.error());
    return;
  }
  std::string id;
  if (options.writable) {
    auto file = spool.take_in();
    Result<void> written = file ? file->write(kept_order(*order, body, known)) : Result<void>(file.error());
    auto kept_id = written ? file->keep(order->crisis.name, 'p') : Result<std::string>(written.error());
    if (!kept_id) {
      const ErrorCode code = kept_id.error().code;
      fail(call.response, code == ErrorCode::too_large ? 503 : status_of(code), kept_id.error());
      return;
    }
    id = *kept_id;
  } else {
    id = fmt::format("p{:08}", ++plays);
  }
  if (auto added = take_up_play(id, std::move(*order)); !added) {
    if (options.writable) {
      (void)spool.finish(id, {});  // nobody was promised anything
    }
    fail(call.response, 503, added.error());
    return;
  }
  call.response.set_header("Location", "/api/jobs/" + id);
  send_json(call.response, 202, fmt::format("{{\"job\":\"{}\"}}\n", id));
}

void Desk::Parts::take_up_left_play(const std::string& id, const std::string& name) {
  auto order = read_kept_order(spool.whole_data(id));
  if (order && take_up_play(id, std::move(*order))) {
    return;
  }
  Job job;
  job.id = id;
  job.kind = JobKind::play;
  job.name = name;
  job.state = JobState::failed;
  job.message = order ? "too much waits already; the next start of the desk takes it up"
                      : "the desk ended before it was played: " + order.error().to_string();
  job.error = order ? "" : code_name(order.error().code);
  jobs.remember(job);
  if (!order) {
    (void)spool.finish(id, to_json(job));
  }
}

Result<void> Desk::Parts::take_up_play(const std::string& id, PlayOrder ordered) {
  const auto order = std::make_shared<const PlayOrder>(std::move(ordered));
  Job job;
  job.id = id;
  job.kind = JobKind::play;
  job.name = order->crisis.name;
  job.total = order->runs;
  const bool keeps = options.writable;
  return jobs.add(
      job,
      [this, order, id, keeps](const Jobs::Tell& tell) -> Result<std::string> {
        auto result = play_order(*order, static_cast<unsigned>(std::max(1, options.threads)), tell);
        if (!result) {
          return result.error();
        }
        if (keeps) {
          auto kept_play = spool.keep_play(id, *result, order->text);
          return kept_play ? Result<std::string>(in_short(*order)) : Result<std::string>(kept_play.error());
        }
        constexpr std::size_t kKept = 16;
        const std::lock_guard lock(played_mutex);
        played.push_front(Played{id, order->file, order->text, std::move(*result)});
        if (played.size() > kKept) {
          played.pop_back();
        }
        return in_short(*order);
      },
      [this, keeps](Job& ended, const Error*) {
        if (!keeps) {
          return;
        }
        if (auto finished = spool.finish(ended.id, to_json(ended)); !finished) {
          ended.message += "; " + finished.error().to_string();
        }
      });
}

}  // namespace detente::desk
