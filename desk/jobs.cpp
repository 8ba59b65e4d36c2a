#include "jobs.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace detente::desk {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array kStates{JobState::waiting, JobState::running, JobState::done, JobState::failed,
                             JobState::cancelled};

bool has_ended(JobState state) { return state != JobState::waiting && state != JobState::running; }

std::string text_of(const Json& json, const char* key) {
  return json.contains(key) && json[key].is_string() ? json[key].get<std::string>() : std::string();
}

std::int64_t number_of(const Json& json, const char* key) {
  return json.contains(key) && json[key].is_number_integer() ? json[key].get<std::int64_t>() : 0;
}

}  // namespace

std::string_view name(JobKind kind) { return kind == JobKind::read ? "read" : "play"; }

std::string_view name(JobState state) {
  switch (state) {
    case JobState::waiting:
      return "waiting";
    case JobState::running:
      return "running";
    case JobState::done:
      return "done";
    case JobState::failed:
      return "failed";
    case JobState::cancelled:
      return "cancelled";
  }
  return "failed";
}

std::string to_json(const Job& job) {
  Json json{{"id", job.id},     {"kind", name(job.kind)}, {"state", name(job.state)}, {"name", job.name},
            {"done", job.done}, {"total", job.total},     {"message", job.message}};
  json["result"] = job.result.empty() ? Json(nullptr) : Json::parse(job.result, nullptr, false);
  json["error"] = job.error.empty() ? Json(nullptr) : Json(job.error);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Job job_from_json(const std::string& id, std::string_view text) {
  Job job;
  job.id = id;
  job.kind = id.starts_with('p') ? JobKind::play : JobKind::read;
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) {
    job.state = JobState::failed;
    job.message = "how it ended is not known: its note in the spool is damaged";
    return job;
  }
  job.name = text_of(json, "name");
  job.message = text_of(json, "message");
  job.error = text_of(json, "error");
  job.done = number_of(json, "done");
  job.total = number_of(json, "total");
  job.state = JobState::failed;
  for (const JobState state : kStates) {
    job.state = text_of(json, "state") == name(state) ? state : job.state;
  }
  if (json.contains("result") && json["result"].is_object()) {
    job.result = json["result"].dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  return job;
}

Jobs::~Jobs() { stop(); }

void Jobs::start() {
  for (const JobKind kind : {JobKind::read, JobKind::play}) {
    threads_.emplace_back([this, kind] { run(kind); });
  }
}

void Jobs::stop() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }
  for (std::thread& thread : threads_) {
    thread.join();
  }
  threads_.clear();
}

Result<void> Jobs::add(Job job, Work work, Ended ended) {
  constexpr std::size_t kMostWaiting = 1000;
  auto entry = std::make_shared<Entry>();
  entry->job = std::move(job);
  entry->work = std::move(work);
  entry->ended = std::move(ended);
  const std::lock_guard lock(mutex_);
  auto& line = waiting_.at(static_cast<std::size_t>(entry->job.kind));
  if (line.size() >= kMostWaiting) {
    return Error{ErrorCode::locked, "too much waits already; try again later", ""};
  }
  line.push_back(entry);
  all_.push_back(entry);
  forget_old();
  hub_.tell("job", to_json(entry->job));
  changed_.notify_all();
  return {};
}

void Jobs::remember(Job job) {
  auto entry = std::make_shared<Entry>();
  entry->job = std::move(job);
  const std::lock_guard lock(mutex_);
  all_.push_back(std::move(entry));
}

void Jobs::forget_old() {
  constexpr std::size_t kKept = 400;
  for (auto at = all_.begin(); all_.size() > kKept && at != all_.end();) {
    at = has_ended((*at)->job.state) ? all_.erase(at) : at + 1;
  }
}

Result<Job> Jobs::find(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  for (const auto& entry : all_) {
    if (entry->job.id == id) {
      return entry->job;
    }
  }
  return Error{ErrorCode::not_found, "there is no such job", id};
}

std::vector<Job> Jobs::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<Job> out;
  for (auto at = all_.rbegin(); at != all_.rend(); ++at) {
    out.push_back((*at)->job);
  }
  return out;
}

int Jobs::under_way() const {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(
      std::count_if(all_.begin(), all_.end(), [](const auto& entry) { return !has_ended(entry->job.state); }));
}

Result<Job> Jobs::cancel(const std::string& id) {
  std::shared_ptr<Entry> entry;
  {
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(all_.begin(), all_.end(), [&](const auto& e) { return e->job.id == id; });
    if (found == all_.end()) {
      return Error{ErrorCode::not_found, "there is no such job", id};
    }
    entry = *found;
    if (has_ended(entry->job.state)) {
      return Error{ErrorCode::bad_value, "the job has ended", id};
    }
    entry->cancelled = true;
    auto& line = waiting_.at(static_cast<std::size_t>(entry->job.kind));
    const auto waits = std::find(line.begin(), line.end(), entry);
    if (waits == line.end()) {
      return entry->job;  // it runs, and stops when it next says how far it is
    }
    line.erase(waits);
    entry->job.state = JobState::cancelled;
    entry->job.message = "cancelled before it began";
    entry->job.error = code_name(ErrorCode::cancelled);
  }
  // Nobody else changes a job that neither waits nor runs.
  Job job = entry->job;
  const Error error{ErrorCode::cancelled, job.message, ""};
  if (entry->ended) {
    entry->ended(job, &error);
  }
  hub_.tell("job", to_json(job));
  return job;
}

bool Jobs::tell(Entry& entry, std::int64_t done, std::int64_t total, const std::string& message) {
  constexpr auto kBetween = std::chrono::milliseconds(200);
  {
    const std::lock_guard lock(mutex_);
    entry.job.done = done;
    entry.job.total = total;
    entry.job.message = message;
    const auto now = Clock::now();
    if (now - entry.told >= kBetween) {
      entry.told = now;
      hub_.tell("job", to_json(entry.job));
    }
  }
  return !entry.cancelled && !ended_;
}

void Jobs::run(JobKind kind) {
  auto& line = waiting_.at(static_cast<std::size_t>(kind));
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return !line.empty() || ended_; });
    if (ended_) {
      return;
    }
    const std::shared_ptr<Entry> entry = line.front();
    line.pop_front();
    entry->job.state = JobState::running;
    entry->job.message = "begun";
    hub_.tell("job", to_json(entry->job));
    lock.unlock();
    Result<std::string> result = entry->work([&](std::int64_t done, std::int64_t total, const std::string& message) {
      return tell(*entry, done, total, message);
    });
    lock.lock();
    if (ended_ && !result && result.error().code == ErrorCode::cancelled) {
      return;  // the next desk takes it up again
    }
    Job job = entry->job;
    lock.unlock();
    if (result) {
      job.state = JobState::done;
      job.result = std::move(*result);
      job.done = job.total;
      job.message = "done";
    } else {
      job.state = result.error().code == ErrorCode::cancelled ? JobState::cancelled : JobState::failed;
      job.message = result.error().to_string();
      job.error = code_name(result.error().code);
    }
    if (entry->ended) {
      entry->ended(job, result ? nullptr : &result.error());
    }
    lock.lock();
    entry->job = std::move(job);
    entry->work = {};
    hub_.tell("job", to_json(entry->job));
  }
}

}  // namespace detente::desk
