#include <algorithm>
#include <filesystem>
#include <mutex>
#include <thread>
#include <unordered_set>

#include "channel.hpp"
#include "command.hpp"
#include "detente/desk/desk.hpp"
#include "detente/linking/link.hpp"
#include "detente/reading/json_writer.hpp"
#include "detente/reading/read.hpp"
#include "detente/text/check.hpp"
#include "english.hpp"
#include "input.hpp"
#include "ordered.hpp"
#include "resources.hpp"

namespace detente::cli {

namespace {

constexpr std::size_t kProblemsKept = 100;

struct Item {
  Report report;
  Reading reading;
  bool is_read = false;  // false: the text was read before, in this run or another
};

struct Tally {
  std::int64_t found = 0;
  std::int64_t fresh = 0;
  std::int64_t known = 0;
  std::int64_t copies = 0;
  std::int64_t again = 0;   // known, read by another reader before
  std::int64_t unread = 0;  // not English
  std::int64_t statements = 0;
  std::int64_t events = 0;
  std::int64_t figures = 0;
  std::int64_t instruments = 0;
};

// One line on a terminal that is written over and over; nothing in a pipe.
class ProgressLine {
 public:
  explicit ProgressLine(World& world) : world_(world), start_(world.seconds()) {}

  void total(const intake::Progress& progress) {
    const std::lock_guard lock(mutex_);
    progress_ = progress;
  }

  void show(const Tally& tally) {
    const double now = world_.seconds();
    const std::lock_guard lock(mutex_);
    constexpr double kBetween = 0.1;
    if (!world_.err_is_terminal || now - shown_ < kBetween) {
      return;
    }
    shown_ = now;
    const double seconds = now - start_;
    std::string line = fmt::format("\r{} reports, {:.1f} a second", tally.found,
                                   seconds > 0 ? static_cast<double>(tally.found) / seconds : 0.0);
    if (progress_.bytes_total > 0 && progress_.bytes_done > 0) {
      const double share = static_cast<double>(progress_.bytes_done) / static_cast<double>(progress_.bytes_total);
      const auto left = static_cast<int>(seconds * (1 - share) / share);
      line += fmt::format(", {:.0f} %, {}:{:02} left", 100 * share, left / 60, left % 60);
    }
    world_.err(line + "\x1b[K");
    on_screen_ = true;
  }

  void show_linking(std::int64_t done, std::int64_t total) {
    const std::lock_guard lock(mutex_);
    if (world_.err_is_terminal && total > 0) {
      world_.err(fmt::format("\rlinking: {} of {} reports\x1b[K", done, total));
      on_screen_ = true;
    }
  }

  void show_drawing() {
    const std::lock_guard lock(mutex_);
    if (world_.err_is_terminal) {
      world_.err("\rdrawing the first view\x1b[K");
      on_screen_ = true;
    }
  }

  // Messages take the place of the line.
  void say(std::string_view message) {
    const std::lock_guard lock(mutex_);
    clear_locked();
    world_.err(message);
  }
  void clear() {
    const std::lock_guard lock(mutex_);
    clear_locked();
  }
  double seconds() const { return world_.seconds() - start_; }

 private:
  void clear_locked() {
    if (on_screen_) {
      world_.err("\r\x1b[K");
      on_screen_ = false;
    }
  }

  World& world_;
  double start_;
  double shown_ = 0;
  bool on_screen_ = false;
  intake::Progress progress_;
  std::mutex mutex_;
};

// One run of `detente read`: a thread takes reports in, workers read them, and one at a time they are stored in order.
class Run {
 public:
  Run(const Arguments& arguments, World& world, const Resources& resources, record::Record& record)
      : arguments_(arguments), world_(world), resources_(resources), record_(record), line_(world) {}

  int run() {
    const auto wanted = arguments_.number("--threads", static_cast<int>(std::thread::hardware_concurrency()));
    const auto threads = static_cast<std::size_t>(std::max(1, wanted));
    std::vector<language::Workspace> work(threads);
    Channel<Report> channel(2 * threads);
    std::thread taker([&] { take_in(channel); });
    run_in_order<Item, Item>(
        threads, [&](Item& item) { return next(channel, item); },
        [&](Item& item, std::size_t worker) {
          if (item.is_read) {
            analyse(item, work[worker]);
          }
          return std::move(item);
        },
        [&](Item&& item) { return store(item); });
    channel.close();
    taker.join();
    link();
    line_.clear();
    return finish();
  }

 private:
  void take_in(Channel<Report>& channel) {
    intake::Sinks sinks;
    sinks.on_report = [&](Report&& report) { return !world_.stopped() && channel.put(std::move(report)); };
    sinks.on_problem = [&](const Error& error) { problem(error); };
    sinks.on_progress = [&](const intake::Progress& progress) { line_.total(progress); };
    read_inputs(arguments_.positionals(), world_, sinks);
    channel.close();
  }

  void problem(const Error& error) {
    line_.say(fmt::format("detente: {}\n", error.to_string()));
    const std::lock_guard lock(mutex_);
    ++problem_count_;
    if (problems_.size() < kProblemsKept) {
      problems_.push_back(error);
    }
  }

  bool next(Channel<Report>& channel, Item& item) {
    if (world_.stopped() || !channel.take(item.report)) {
      return false;
    }
    if (item.report.language.empty()) {
      item.report.language = language_of(item.report.text);
    }
    const std::lock_guard lock(mutex_);
    item.is_read = record_.standing(item.report) == record::Standing::unread && seen_.insert(item.report.id).second;
    return true;
  }

  void analyse(Item& item, language::Workspace& work) const {
    item.reading.language = item.report.language;
    if (!is_read(item.report.language)) {
      item.reading.abstained.push_back(
          {"report", {}, fmt::format("its language is '{}': only English is read", item.report.language)});
      return;
    }
    const Analysis analysis = resources_.pipeline.analyse(item.report.text, work, {.paragraphs = true});
    item.reading = reading::read(item.report, analysis, resources_.knowledge);
  }

  bool store(Item& item) {
    const std::lock_guard lock(mutex_);
    const auto wrong = text::first_mismatch(item.reading, item.report.text);
    auto stored = item.is_read && !wrong ? record_.store(item.report, item.reading) : record_.store_copy(item.report);
    if (!stored) {
      failure_ = stored.error();
      return false;
    }
    if (wrong) {
      mismatches_.push_back(
          {wrong->code, fmt::format("stored, but its reading was refused: {}", wrong->to_string()), item.report.uri});
    }
    ++tally_.found;
    tally_.fresh += stored->report ? 1 : 0;
    tally_.copies += stored->copy ? 1 : 0;
    tally_.again += stored->reading && !stored->report ? 1 : 0;
    tally_.known += !stored->report && !stored->copy && !stored->reading ? 1 : 0;
    tally_.unread += stored->report && !is_read(item.report.language) ? 1 : 0;
    if (stored->reading) {
      tally_.statements += static_cast<std::int64_t>(item.reading.statements.size());
      tally_.events += static_cast<std::int64_t>(item.reading.events.size());
      tally_.figures += static_cast<std::int64_t>(item.reading.figures.size());
      tally_.instruments += static_cast<std::int64_t>(item.reading.instruments.size());
    }
    line_.show(tally_);
    return !world_.stopped();
  }

  // What was stored is linked with what was there. A run that is stopped here goes on with it the next time.
  void link() {
    if (failure_ || world_.stopped()) {
      return;
    }
    const auto wanted = arguments_.number("--threads", static_cast<int>(std::thread::hardware_concurrency()));
    const linking::LinkOptions options{.threads = static_cast<unsigned>(std::max(1, wanted))};
    const auto linked = linking::link_new(record_, options, [&](std::int64_t done, std::int64_t total) {
      line_.show_linking(done, total);
      return !world_.stopped();
    });
    if (linked) {
      linked_ = *linked;
      line_.show_drawing();
      // What the first desk over it would make everybody wait for. Without it the desk draws it by itself.
      (void)desk::draw_first_view(record_, database_path(arguments_, world_), DETENTE_VERSION, desk::kWorthDrawing,
                                  [&] { return !world_.stopped(); });
    } else if (linked.error().code != ErrorCode::cancelled) {
      failure_ = linked.error();
    }
  }

  int finish() {
    for (const Error& error : mismatches_) {
      problem(error);
    }
    int status = problem_count_ > 0 ? kWithFindings : kDone;
    if (failure_) {
      status = could_not(world_, *failure_);
    } else if (world_.stopped()) {
      status = could_not(world_, {ErrorCode::cancelled,
                                  "stopped; what was read is stored, and the same command goes on from there", ""});
    } else if (tally_.found == 0) {
      status = could_not(world_, {ErrorCode::not_found, "no report was found", ""});
    }
    world_.out(arguments_.has("--json") ? json() : summary());
    return status;
  }

  std::string summary() const {
    const auto plural = [](std::int64_t count, std::string_view word) {
      return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
    };
    std::string out = fmt::format("{} read in {:.1f} s: {} new, {} known", plural(tally_.found, "report"),
                                  line_.seconds(), tally_.fresh, tally_.known);
    if (tally_.copies > 0) {
      out += fmt::format(", {} of a text that is known",
                         tally_.copies == 1 ? "1 copy" : fmt::format("{} copies", tally_.copies));
    }
    if (tally_.again > 0) {
      out += fmt::format(", {} read again by a newer reader", tally_.again);
    }
    if (tally_.unread > 0) {
      out += fmt::format(", {} stored unread (not English)", tally_.unread);
    }
    out += fmt::format("\n{}, {}, {}, {}", plural(tally_.statements, "statement"), plural(tally_.events, "event"),
                       plural(tally_.figures, "figure"), plural(tally_.instruments, "instrument"));
    if (problem_count_ > 0) {
      out += fmt::format("; {}", plural(problem_count_, "problem"));
    }
    if (linked_.claims > 0) {
      out += fmt::format("\nlinked: {}, {} with others, {}, {}", plural(linked_.claims, "claim"), linked_.joined,
                         plural(linked_.updates, "update"), plural(linked_.contradictions, "contradiction"));
      if (linked_.same_origin > 0) {
        out += fmt::format("; {} with the origin of another", plural(linked_.same_origin, "report"));
      }
    }
    return out + fmt::format("\nrecord: {}\n", database_path(arguments_, world_).string());
  }

  std::string json() const {
    std::string out;
    reading::JsonWriter j(out);
    j.object();
    j.key("record").text(database_path(arguments_, world_).string());
    j.key("reports").object();
    j.key("found").integer(tally_.found);
    j.key("new").integer(tally_.fresh);
    j.key("known").integer(tally_.known);
    j.key("copies").integer(tally_.copies);
    j.key("read_again").integer(tally_.again);
    j.key("unread").integer(tally_.unread);
    j.close();
    j.key("statements").integer(tally_.statements);
    j.key("events").integer(tally_.events);
    j.key("figures").integer(tally_.figures);
    j.key("instruments").integer(tally_.instruments);
    j.key("linked").object();
    j.key("claims").integer(linked_.claims);
    j.key("joined").integer(linked_.joined);
    j.key("findings").integer(linked_.findings);
    j.key("updates").integer(linked_.updates);
    j.key("contradictions").integer(linked_.contradictions);
    j.key("same_origin").integer(linked_.same_origin);
    j.close();
    j.key("seconds").rounded(line_.seconds(), 3);
    j.key("problem_count").integer(problem_count_);
    j.key("problems").array();
    for (const Error& error : problems_) {
      j.object();
      j.key("code").text(code_name(error.code));
      j.key("message").text(error.message);
      j.key("where").text(error.where);
      j.close();
    }
    j.close();
    j.close();
    return out + "\n";
  }

  const Arguments& arguments_;
  World& world_;
  const Resources& resources_;
  record::Record& record_;
  ProgressLine line_;
  std::mutex mutex_;  // the record, the tally and the problems
  Tally tally_;
  std::unordered_set<std::string> seen_;  // ids of this run
  std::vector<Error> problems_;
  std::vector<Error> mismatches_;
  std::int64_t problem_count_ = 0;
  std::optional<Error> failure_;
  linking::Linked linked_;
};

}  // namespace

int read_command(const Arguments& arguments, World& world) {
  // A slip of the keyboard must not leave an empty record behind.
  const std::vector<std::string>& inputs = arguments.positionals();
  const auto missing = [](const std::string& path) {
    std::error_code error;
    return path != "-" && !std::filesystem::exists(path, error);
  };
  if (!inputs.empty() && std::all_of(inputs.begin(), inputs.end(), missing)) {
    return could_not(world, {ErrorCode::not_found, "there is no such file or folder", inputs.front()});
  }
  auto resources = load_resources(arguments, world);
  if (!resources) {
    return could_not(world, resources.error());
  }
  tell_warnings(**resources, world);
  auto record = record::Record::open(database_path(arguments, world), record::Access::write);
  if (!record) {
    return could_not(world, record.error());
  }
  const record::Reader reader{reader_version(), (*resources)->digest, (*resources)->pipeline.name()};
  if (auto begun = record->start_run({world.now(), "read", reader}); !begun) {
    return could_not(world, begun.error());
  }
  return Run(arguments, world, **resources, *record).run();
}

}  // namespace detente::cli
