#include "read_upload.hpp"

#include <fmt/format.h>

#include "detente/intake/intake.hpp"
#include "detente/linking/link.hpp"
#include "detente/reading/read.hpp"
#include "detente/text/check.hpp"
#include "english.hpp"
#include "input.hpp"

namespace detente::cli {

namespace {

// One file: reports are read one after the other, each stored as soon as it is read.
class OneFile {
 public:
  OneFile(const desk::ReadTask& task, const Resources& resources, World& world)
      : task_(task), resources_(resources), world_(world) {}

  Result<desk::ReadDone> run() {
    {
      const std::lock_guard lock(task_.writing);
      const record::Reader reader{reader_version(), resources_.digest, resources_.pipeline.name()};
      if (auto begun = task_.record.start_run({world_.now(), "read: " + task_.name, reader}); !begun) {
        return begun.error();
      }
    }
    intake::Sinks sinks;
    sinks.on_report = [&](Report&& report) { return take(std::move(report)); };
    sinks.on_problem = [&](const Error& error) {
      done_.problems.push_back({error.code, error.message, renamed(error.where)});
    };
    sinks.on_progress = [&](const intake::Progress& progress) { progress_ = progress; };
    read_inputs({task_.file.string()}, world_, sinks);
    if (failure_) {
      return *failure_;
    }
    if (auto linked = link(); !linked) {
      return linked.error();
    }
    return done_;
  }

 private:
  // What was stored is linked with what was there. If this is stopped, the next file goes on with it.
  Result<void> link() {
    const std::lock_guard lock(task_.writing);
    const auto linked = linking::link_new(task_.record, {}, [&](std::int64_t done, std::int64_t total) {
      return task_.progress(done, total, "linking with what was there");
    });
    return linked ? Result<void>() : Result<void>(linked.error());
  }

  // The spool's name of the file means nothing to anybody.
  std::string renamed(const std::string& where) const {
    const std::string spooled = task_.file.string();
    return where.starts_with(spooled) ? task_.name + where.substr(spooled.size()) : where;
  }

  bool take(Report&& report) {
    const bool go_on = take_one(std::move(report));
    before_ = progress_.bytes_done;
    return go_on;
  }

  bool take_one(Report&& report) {
    report.uri = renamed(report.uri);
    if (report.language.empty()) {
      report.language = language_of(report.text);
    }
    record::Standing standing{};
    {
      const std::lock_guard lock(task_.writing);
      standing = task_.record.standing(report);
    }
    Reading reading;
    const bool is_new = standing == record::Standing::unread;
    if (is_new) {
      reading = analyse(report);
      if (stopped_) {
        failure_ = stopped();
        return false;
      }
    }
    if (auto stored = store(report, is_new ? &reading : nullptr); !stored) {
      failure_ = stored.error();
      return false;
    }
    const bool go_on = task_.progress(static_cast<std::int64_t>(progress_.bytes_done),
                                      static_cast<std::int64_t>(progress_.bytes_total), counted());
    if (!go_on) {
      failure_ = stopped();
    }
    return go_on;
  }

  std::string counted() const { return fmt::format("{} report{} read", done_.reports, done_.reports == 1 ? "" : "s"); }

  Error stopped() const {
    return {ErrorCode::cancelled, fmt::format("stopped after {} reports, which are stored", done_.reports), ""};
  }

  // A report of many megabytes takes minutes, in which it can be watched and stopped as well.
  bool tell_part(const Report& report, double share) {
    constexpr double kPercent = 100;
    constexpr std::size_t kLarge = std::size_t{1} << 20;
    if (report.text.size() < kLarge) {
      return true;
    }
    // How far the file is, between the end of the report before this one and the end of this one.
    const auto begin = static_cast<double>(before_);
    const double end = std::max(begin, static_cast<double>(progress_.bytes_done));
    const double at = end > begin ? begin + share * (end - begin) : share * static_cast<double>(report.text.size());
    const double all = progress_.bytes_total > 0 ? static_cast<double>(progress_.bytes_total)
                                                 : static_cast<double>(report.text.size());
    stopped_ = !task_.progress(
        static_cast<std::int64_t>(std::min(at, all)), static_cast<std::int64_t>(all),
        fmt::format("{}; a report of {} MB: {:.0f} %", counted(), report.text.size() >> 20, kPercent * share));
    return !stopped_;
  }

  Reading analyse(const Report& report) {
    Reading reading;
    reading.language = report.language;
    if (!is_read(report.language)) {
      reading.abstained.push_back(
          {"report", {}, fmt::format("its language is '{}': only English is read", report.language)});
      return reading;
    }
    const Analysis analysis = resources_.pipeline.analyse(
        report.text, work_, {.paragraphs = true, .on_part = [&](double share) { return tell_part(report, share); }});
    return stopped_ ? reading : reading::read(report, analysis, resources_.knowledge);
  }

  Result<void> store(const Report& report, const Reading* reading) {
    if (reading != nullptr) {
      if (const auto wrong = text::first_mismatch(*reading, report.text)) {
        done_.problems.push_back(
            {wrong->code, fmt::format("stored, but its reading was refused: {}", wrong->to_string()), report.uri});
        reading = nullptr;
      }
    }
    const std::lock_guard lock(task_.writing);
    auto stored = reading != nullptr ? task_.record.store(report, *reading) : task_.record.store_copy(report);
    if (!stored) {
      return stored.error();
    }
    ++done_.reports;
    done_.fresh += stored->report ? 1 : 0;
    done_.copies += stored->copy ? 1 : 0;
    done_.known += !stored->report && !stored->copy && !stored->reading ? 1 : 0;
    done_.unread += stored->report && !is_read(report.language) ? 1 : 0;
    if (stored->reading && reading != nullptr) {
      done_.events += static_cast<std::int64_t>(reading->events.size());
      done_.statements += static_cast<std::int64_t>(reading->statements.size());
    }
    return {};
  }

  const desk::ReadTask& task_;
  const Resources& resources_;
  World& world_;
  language::Workspace work_;
  intake::Progress progress_;
  decltype(intake::Progress::bytes_done) before_ = 0;  // when the last report was done
  bool stopped_ = false;
  desk::ReadDone done_;
  std::optional<Error> failure_;
};

}  // namespace

Result<const Resources*> UploadReader::resources() {
  const std::lock_guard lock(mutex_);
  if (resources_ == nullptr) {
    auto loaded = load_resources(arguments_, world_);
    if (!loaded) {
      return loaded.error();
    }
    resources_ = std::move(*loaded);
    tell_warnings(*resources_, world_);
  }
  return resources_.get();
}

Result<desk::ReadDone> UploadReader::read(const desk::ReadTask& task) {
  if (!task.progress(0, 0, "loading the language model")) {
    return Error{ErrorCode::cancelled, "stopped before it began", ""};
  }
  const auto ready = resources();
  if (!ready) {
    return ready.error();
  }
  return OneFile(task, **ready, world_).run();
}

}  // namespace detente::cli
