// The first view of the newest state: drawn before anybody asks, kept for the next start, and until a new one is drawn
// the one before.
#include <fmt/format.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "parts.hpp"
#include "view_table.hpp"

namespace detente::desk {

namespace {

std::filesystem::path first_views_file(const std::filesystem::path& database) { return database.string() + ".views"; }

std::optional<FirstQuestion> first_question(const char* name,
                                            const std::vector<std::pair<std::string, std::string>>& query = {}) {
  auto found = find_view({"api", name});
  if (!found) {
    return std::nullopt;
  }
  auto request = read_request(*found, query);
  if (!request) {
    return std::nullopt;
  }
  std::string asked = question(*found, *request);
  return FirstQuestion{std::move(*found), std::move(*request), std::move(asked)};
}

// Of the board that is on the shelf; nothing if it has no days.
std::optional<FirstQuestion> question_of_changes(Sight& sight) {
  const auto days = days_of_change(sight, Request{});
  if (!days || days->first.empty() || days->first > days->second) {
    return std::nullopt;
  }
  return first_question("changes", {{"from", days->first}, {"to", days->second}});
}

bool is_of_an_earlier_state(const FirstViews& views, record::Record& record, const std::string& version) {
  const auto line = first_views_line(record, version, views.revision);
  return line && views.line == *line;
}

std::string drawing_event(std::string_view type, std::string_view json) {
  return fmt::format("event: {}\ndata: {}\n\n", type, json);
}

}  // namespace

std::shared_ptr<const Drawn> Desk::Parts::last_drawn(std::string_view question) {
  const std::lock_guard lock(drawing);
  const auto found = drawn.find(question);
  return found == drawn.end() ? nullptr : found->second;
}

void Desk::Parts::keep(const std::string& question, Drawn made) {
  const std::lock_guard lock(drawing);
  drawn[question] = std::make_shared<const Drawn>(std::move(made));
  ahead.erase(question);
  drawing_changed.notify_all();
}

std::shared_ptr<const Drawn> Desk::Parts::wait_until_drawn(const std::string& question, const std::string& tag) {
  std::unique_lock lock(drawing);
  drawing_changed.wait(lock, [&] {
    const auto found = ahead.find(question);
    return cooled || found == ahead.end() || found->second != tag;
  });
  const auto found = drawn.find(question);
  return found == drawn.end() || found->second->tag != tag ? nullptr : found->second;
}

void Desk::Parts::will_draw(const FirstQuestion& one) {
  const std::lock_guard lock(drawing);
  ahead[one.asked] = tag_of_view(one.found, one.request, one.asked);
}

void Desk::Parts::will_not_draw(const FirstQuestion& one) {
  const std::lock_guard lock(drawing);
  ahead.erase(one.asked);
  drawing_changed.notify_all();
}

std::string Desk::Parts::drawing_events() {
  const std::lock_guard lock(drawing);
  return drawing_now.empty() && !undrawn
             ? drawing_event("drawn", fmt::format("{{\"revision\":{},\"view\":\"\"}}", revision.load()))
             : drawing_event("drawing", drawing_now.empty() ? "{}" : drawing_now);
}

void Desk::Parts::recall() {
  auto kept_before = load_first_views(first_views_file(options.database));
  const auto key = first_views_key(*first, options.version);
  if (!kept_before || !key) {
    return;
  }
  if (kept_before->key != *key && !is_of_an_earlier_state(*kept_before, *first, options.version)) {
    return;
  }
  // Of this state each is what a request for it finds; of an earlier one it has a tag that no request finds.
  const bool is_now = kept_before->key == *key;
  for (const FirstView& view : kept_before->views) {
    Drawn one{fmt::format("W/\"kept-{}\"", kept_before->revision), kept_before->revision,
              std::make_shared<const Kept::Body>(Kept::Body{view.answer, view.gzip})};
    if (is_now) {
      one.tag = tag_of_view(*find_view({"api", "board"}), {}, view.question);
    }
    keep(view.question, std::move(one));
  }
  recalled = std::move(kept_before);
  is_recalled_now = is_now;
}

void Desk::Parts::keep_drawn() {
  using Clock = std::chrono::steady_clock;
  constexpr auto kBetween = std::chrono::seconds(30);
  constexpr auto kRest = std::chrono::milliseconds(300);
  constexpr auto kPatience = std::chrono::milliseconds(100);
  auto last = Clock::now() - kBetween;
  std::unique_lock lock(drawing);
  if (is_recalled_now) {
    // Those who come first find what they ask for, and should not share the processors with what nobody waits for.
    constexpr auto kFirstVisit = std::chrono::seconds(5);
    undrawn = false;
    drawing_changed.wait_for(lock, kFirstVisit, [this] { return cooled || undrawn; });
    undrawn = true;
  }
  while (!cooled) {
    drawing_changed.wait(lock, [this] { return cooled || undrawn; });
    // While files are read one change follows the other; what comes of them is drawn now and then. And some of the time
    // is left to those who ask.
    while (!cooled && Clock::now() - last < (jobs.under_way() > 0 ? kBetween : kRest)) {
      drawing_changed.wait_for(lock, kPatience);
    }
    if (cooled) {
      return;
    }
    undrawn = false;
    lock.unlock();
    draw();
    last = Clock::now();
    lock.lock();
    ahead.clear();
    drawing_now.clear();
    drawing_changed.notify_all();
  }
}

void Desk::Parts::draw() {
  const auto key = first_views_key(*first, options.version);
  FirstViews made;
  bool is_whole = static_cast<bool>(key);
  const auto draw_one = [&](const FirstQuestion& one) {
    // Looked at until nothing came in between, so that the answer is of the state that names it.
    std::string state;
    do {
      state = state_of(one.request.as_of);
      if (cooled || !first->look(one.request.as_of)) {
        return false;
      }
    } while (state != state_of(one.request.as_of));
    const int seen = revision.load();
    const std::string tag = tag_of_view(one.found, one.request, one.asked);
    const auto tell = [&](int done, int total) {
      const std::string json = fmt::format("{{\"revision\":{},\"view\":\"{}\",\"done\":{},\"total\":{}}}", seen,
                                           one.found.view->path, done, total);
      {
        const std::lock_guard lock(drawing);
        drawing_now = json;
      }
      hub.tell("drawing", json);
    };
    tell(0, 1);
    auto answer = ask(*first, one.found, one.request, one.asked, state, seen, tell);
    if (!answer) {
      will_not_draw(one);
      return false;
    }
    FirstView view{one.asked, std::move(*answer), {}};
    view.gzip = gzipped(view.answer.body);
    keep(one.asked, {tag, seen, std::make_shared<const Kept::Body>(Kept::Body{view.answer, view.gzip})});
    hub.tell("drawn", fmt::format("{{\"revision\":{},\"view\":\"{}\"}}", seen, one.found.view->path));
    made.views.push_back(std::move(view));
    return true;
  };
  // Kept at once, so that whoever ends the desk soon does not lose it.
  const auto save = [&] {
    const auto now = first_views_key(*first, options.version);
    const auto line = first_views_line(*first, options.version, revision.load());
    if (is_whole && now && *now == *key && line) {
      made.key = *key;
      made.line = *line;
      made.revision = revision.load();
      if (recalled != made) {
        (void)save_first_views(first_views_file(options.database), made);
      }
    }
  };
  // What the page asks for when it is opened. They are made even where they were recalled, since other views are drawn
  // from them; and a program that draws them otherwise, though it calls itself by the same version, corrects them here.
  const std::vector<std::optional<FirstQuestion>> questions{first_question("facets"), first_question("board")};
  for (const auto& one : questions) {
    if (one) {
      will_draw(*one);
    }
  }
  for (const auto& one : questions) {
    is_whole = one && draw_one(*one) && is_whole;
  }
  Sight sight{
      *first, revision.load(), "", shelf, options.knowledge, options.database, {options.version, {}, false, 0}, {}, {},
      {}};
  keep_cube(sight);
  // Drawn as before, and so is what changed.
  if (recalled && key && recalled->key == *key && recalled->views.size() > made.views.size() &&
      std::equal(made.views.begin(), made.views.end(), recalled->views.begin())) {
    recalled.reset();
    return;
  }
  save();
  // Other days are looked at for these, which takes longest and is given up when something newer is to be drawn.
  const auto changes_of_week = question_of_changes(sight);
  bool is_new = false;
  {
    const std::lock_guard lock(drawing);
    is_new = undrawn;
  }
  if (changes_of_week && !is_new) {
    will_draw(*changes_of_week);
    is_whole = draw_one(*changes_of_week) && is_whole;
    save();
  }
  recalled.reset();
}

void Desk::Parts::cool(const std::atomic<bool>& ended) {
  {
    const std::lock_guard lock(drawing);
    cooled = true;
    drawing_changed.notify_all();
  }
  // Again and again: it may ask a second question after the first was stopped.
  while (!ended) {
    constexpr auto kBetween = std::chrono::milliseconds(20);
    first->interrupt();
    std::this_thread::sleep_for(kBetween);
  }
}

Result<bool> draw_first_view(record::Record& record, const std::filesystem::path& database, const std::string& version,
                             std::int64_t events, const std::function<bool()>& go_on) {
  const auto counted = record.query_tables("SELECT count(*), (SELECT coalesce(max(id), 0) FROM revisions) FROM events");
  if (!counted) {
    return counted.error();
  }
  const auto kept_before = load_first_views(first_views_file(database));
  if (counted->integer(0, 0) < events || (kept_before && is_of_an_earlier_state(*kept_before, record, version))) {
    return false;
  }
  FirstViews made;
  made.revision = static_cast<int>(counted->integer(0, 1));
  const auto key = first_views_key(record, version);
  const auto line = first_views_line(record, version, made.revision);
  if (!key || !line) {
    return !key ? key.error() : line.error();
  }
  made.key = *key;
  made.line = *line;
  Shelf shelf;
  Sight sight{record, made.revision, "", shelf, nullptr, database, {version, {}, false, 0}, {}, {}, {}};
  const auto draw_one = [&](const FirstQuestion& one) -> Result<void> {
    if (go_on && !go_on()) {
      return Error{ErrorCode::cancelled, "it was stopped before it was done", database.string()};
    }
    auto looked = record.look(one.request.as_of);
    auto answer = looked ? one.found.view->answer(sight, one.request) : Result<Answer>(looked.error());
    if (!answer) {
      return answer.error();
    }
    FirstView view{one.asked, std::move(*answer), {}};
    view.gzip = gzipped(view.answer.body);
    made.views.push_back(std::move(view));
    return {};
  };
  for (const char* name : {"facets", "board"}) {
    const auto one = first_question(name);
    if (auto drawn = one ? draw_one(*one) : Result<void>(); !drawn) {
      return drawn.error();
    }
  }
  keep_cube(sight);
  if (const auto one = question_of_changes(sight)) {
    if (auto drawn = draw_one(*one); !drawn) {
      return drawn.error();
    }
  }
  return save_first_views(first_views_file(database), made);
}

}  // namespace detente::desk
