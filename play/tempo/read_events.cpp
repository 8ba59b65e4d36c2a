#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <optional>

#include "detente/play/table.hpp"
#include "detente/play/tempo_events.hpp"
#include "detente/text/date.hpp"
#include "detente/text/utf8.hpp"

namespace detente::play::tempo {

namespace {

constexpr std::string_view kTimeNames[] = {"time", "t", "date", "datetime", "timestamp"};
constexpr std::string_view kKindNames[] = {"type", "kind", "mark", "dimension", "act"};
constexpr std::string_view kSourceNames[] = {"source", "sources", "attacker"};
constexpr std::string_view kTargetNames[] = {"target", "targets", "defender"};
constexpr std::string_view kFrontNames[] = {"front"};
constexpr std::string_view kStatusNames[] = {"status"};
constexpr std::string_view kDayNames[] = {"day"};

// What an event says of itself, as text.
struct Fields {
  std::string time, kind, source, target, front, status, day;
  int line = 0;
};

struct Shape {
  bool kind = false, sides = false, front = false;
};

// A moment, or a stretch of time that is no better known.
struct Moment {
  double at = 0;
  double width = 0;
};

struct Raw {
  Moment when;
  std::string kind;
  int line = 0;
};

class EventReader {
 public:
  EventReader(std::string_view bytes, std::string_view file, const ReadOptions& options)
      : bytes_(bytes), file_(file), options_(options) {}

  Result<EventFile> read() {
    if (bytes_.starts_with("\xef\xbb\xbf")) {
      bytes_.remove_prefix(3);
    }
    const auto first = bytes_.find_first_not_of(" \t\r\n");
    const bool json = first != std::string_view::npos && bytes_[first] == '{';
    if (auto ok = json ? read_json() : read_csv(); !ok) {
      return ok.error();
    }
    if (auto ok = take_all(); !ok) {
      return ok.error();
    }
    return finish();
  }

 private:
  std::string where(int line) const { return table::at_line(file_, line); }
  Error bad(int line, std::string message) const { return {ErrorCode::bad_value, std::move(message), where(line)}; }

  void note(const std::string& reason, int line) {
    auto& entry = notes_[reason];
    if (entry.count++ == 0) {
      entry.line = line;
    }
  }

  // --- forms

  Result<void> read_csv() {
    const auto rows = table::read_csv(bytes_, file_);
    if (!rows) {
      return rows.error();
    }
    if (rows->empty()) {
      return {};
    }
    const auto& head = rows->front().cells;
    std::map<std::string, std::size_t> columns;
    std::size_t begin = 1;
    if (table::number(head[0], "time", file_, 1)) {
      // No line of names: a column of times, and perhaps one of kinds.
      begin = 0;
      columns["time"] = 0;
      if (head.size() > 1) {
        columns["type"] = 1;
      }
    } else {
      for (std::size_t c = 0; c < head.size(); ++c) {
        columns.try_emplace(table::lower(head[c]), c);
      }
    }
    const auto column = [&](auto& names) {
      std::optional<std::size_t> found;
      for (const std::string_view name : names) {
        const auto at = columns.find(std::string(name));
        if (!found && at != columns.end()) {
          found = at->second;
        }
      }
      return found;
    };
    const auto time = column(kTimeNames);
    const auto kind = column(kKindNames);
    const auto source = column(kSourceNames);
    const auto target = column(kTargetNames);
    const auto front = column(kFrontNames);
    const auto status = column(kStatusNames);
    const auto day = column(kDayNames);
    if (!time) {
      return Error{ErrorCode::missing_field, "there is no column of times: name one 'time' or 'date'",
                   where(rows->front().line)};
    }
    shape_ = {kind.has_value(), source && target, front.has_value()};
    for (std::size_t r = begin; r < rows->size(); ++r) {
      const table::Row& row = (*rows)[r];
      const auto cell = [&](const std::optional<std::size_t>& at) {
        return at && *at < row.cells.size() ? row.cells[*at] : std::string();
      };
      fields_.push_back(
          {cell(time), cell(kind), cell(source), cell(target), cell(front), cell(status), cell(day), row.line});
    }
    return {};
  }

  static std::string as_text(const simdjson::dom::element& value) {
    if (value.is_string()) {
      return std::string(value.get_string().value());
    }
    return value.is_null() ? std::string() : simdjson::minify(value);
  }

  Result<void> read_json() {
    simdjson::dom::parser parser;
    int line = 0;
    while (!bytes_.empty()) {
      ++line;
      const std::size_t end = std::min(bytes_.find('\n'), bytes_.size());
      const std::string_view text = bytes_.substr(0, end);
      bytes_.remove_prefix(std::min(end + 1, bytes_.size()));
      if (text.find_first_not_of(" \t\r") == std::string_view::npos) {
        continue;
      }
      simdjson::dom::object object;
      const auto error = parser.parse(text.data(), text.size()).get_object().get(object);
      if (error != simdjson::SUCCESS) {
        return Error{ErrorCode::bad_format,
                     fmt::format("the line is not a JSON object: {}", simdjson::error_message(error)), where(line)};
      }
      Fields fields;
      fields.line = line;
      std::map<std::string, std::string> values;
      for (const auto field : object) {
        values.try_emplace(table::lower(field.key), as_text(field.value));
      }
      const auto value = [&](auto& names, bool& there) {
        for (const std::string_view name : names) {
          const auto at = values.find(std::string(name));
          if (at != values.end()) {
            there = true;
            return at->second;
          }
        }
        return std::string();
      };
      bool time = false;
      bool source = false;
      bool target = false;
      bool status = false;
      fields.time = value(kTimeNames, time);
      fields.kind = value(kKindNames, shape_.kind);
      fields.source = value(kSourceNames, source);
      fields.target = value(kTargetNames, target);
      fields.front = value(kFrontNames, shape_.front);
      fields.status = value(kStatusNames, status);
      fields.day = value(kDayNames, status);
      shape_.sides = shape_.sides || (source && target);
      if (!time) {
        return Error{ErrorCode::missing_field, "the event has no 'time' and no 'date'", where(line)};
      }
      fields_.push_back(std::move(fields));
    }
    return {};
  }

  // --- single events

  // Of a date the days since 1970, and how long a stretch it leaves open.
  static std::optional<Moment> dated(std::string_view text) {
    const auto date = text::parse_date(text);
    if (!date || date->precision < text::Precision::day) {
      return std::nullopt;
    }
    const auto day = static_cast<double>(text::day_number(*date));
    const double seconds = date->hour * 3600.0 + (date->minute - date->offset.value_or(0)) * 60.0 + date->second;
    const double width = date->precision == text::Precision::day      ? 1
                         : date->precision == text::Precision::minute ? 1.0 / 1440
                                                                      : 1.0 / 86400;
    return Moment{date->precision == text::Precision::day ? day : day + seconds / 86400, width};
  }

  // A week of ISO 8601 as records hold it, "2024-W39".
  static bool names_no_day(std::string_view text) {
    const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    return text.size() == 8 && digit(0) && digit(1) && digit(2) && digit(3) && text[4] == '-' && text[5] == 'W' &&
           digit(6) && digit(7);
  }

  // Nothing: passed over, with a note.
  Result<std::optional<Moment>> moment(const Fields& fields) {
    if (fields.time.empty() && options_.report_day && !fields.day.empty()) {
      if (auto day = dated(fields.day); day && dated_ != false) {
        dated_ = true;
        return day;
      }
    }
    if (fields.time.empty()) {
      note("without a time", fields.line);
      return std::optional<Moment>();
    }
    const auto number = table::number(fields.time, "time", file_, fields.line);
    if (number && dated_ != true) {
      dated_ = false;
      return std::optional<Moment>(Moment{*number, 0});
    }
    if (dated_ == false) {
      return bad(fields.line,
                 fmt::format("the time '{}' is not a number, as those before it are", table::shown(fields.time)));
    }
    auto day = dated(fields.time);
    if (!day) {
      if (text::parse_date(fields.time) || names_no_day(fields.time)) {
        note("whose date names no day", fields.line);
        return std::optional<Moment>();
      }
      return bad(fields.line,
                 fmt::format("the time '{}' is neither a number nor a date that exists", table::shown(fields.time)));
    }
    dated_ = true;
    return day;
  }

  // Empty: passed over, with a note.
  std::string kind_of(const Fields& fields) {
    const auto sides = [&](std::string_view between, bool sorted) {
      if (fields.source.empty() || fields.target.empty()) {
        note("without a source or a target", fields.line);
        return std::string();
      }
      const bool swap = sorted && fields.target < fields.source;
      return fmt::format("{}{}{}", swap ? fields.target : fields.source, between, swap ? fields.source : fields.target);
    };
    switch (options_.by) {
      case By::all:
        return "all";
      case By::dyad:
        return sides(" > ", false);
      case By::front:
        return shape_.front && !fields.front.empty() ? fields.front : sides(" / ", true);
      case By::kind:
        break;
    }
    if (!shape_.kind) {
      return "all";
    }
    if (fields.kind.empty()) {
      note("without a type", fields.line);
    }
    return fields.kind;
  }

  Result<void> take_all() {
    if (options_.by == By::dyad && !shape_.sides && !fields_.empty()) {
      return Error{ErrorCode::missing_field, "no column names the source, or none the target, of events", file_};
    }
    if (options_.by == By::front && !shape_.front && !shape_.sides && !fields_.empty()) {
      return Error{ErrorCode::missing_field, "no column names the front, nor the source and target, of events", file_};
    }
    if (!options_.only.empty() && !shape_.kind && !fields_.empty()) {
      return Error{ErrorCode::missing_field, "no column names the type of events, so none can be chosen", file_};
    }
    for (const Fields& fields : fields_) {
      if (!fields.status.empty() && fields.status != "actual") {
        note("that are not told as having happened", fields.line);
        continue;
      }
      if (!options_.only.empty() &&
          std::find(options_.only.begin(), options_.only.end(), fields.kind) == options_.only.end()) {
        continue;
      }
      const auto when = moment(fields);
      if (!when) {
        return when.error();
      }
      if (!*when) {
        continue;
      }
      std::string kind = kind_of(fields);
      if (kind.empty()) {
        continue;
      }
      raw_.push_back({**when, std::move(kind), fields.line});
    }
    return {};
  }

  // --- the window, and equal times

  Result<std::optional<Moment>> bound(const std::string& text, std::string_view name) const {
    if (text.empty()) {
      return std::optional<Moment>();
    }
    if (dated_.value_or(false)) {
      auto day = dated(text);
      if (!day) {
        return Error{ErrorCode::usage, fmt::format("--{} '{}' is not a day, and the events have dates", name, text),
                     ""};
      }
      return day;
    }
    const auto number = table::number(text, name, "", 0);
    if (!number) {
      return Error{ErrorCode::usage,
                   fmt::format("--{} '{}' is not a number, and the events have times in numbers", name, text), ""};
    }
    return std::optional<Moment>(Moment{*number, 0});
  }

  Result<void> order() {
    if (options_.times == Times::strict) {
      for (std::size_t n = 1; n < raw_.size(); ++n) {
        if (!(raw_[n].when.at > raw_[n - 1].when.at)) {
          const std::string_view how = raw_[n].when.at == raw_[n - 1].when.at ? "is that of the one before it"
                                                                              : "does not come after the one before it";
          return bad(raw_[n].line, fmt::format("the time {} {}: --times spread or draw sorts events and parts those of "
                                               "one day or moment",
                                               shown(raw_[n]), how));
        }
      }
      return {};
    }
    std::stable_sort(raw_.begin(), raw_.end(), [](const Raw& a, const Raw& b) { return a.when.at < b.when.at; });
    double gap = std::numeric_limits<double>::infinity();
    for (std::size_t n = 1; n < raw_.size(); ++n) {
      const double step = raw_[n].when.at - raw_[n - 1].when.at;
      gap = step > 0 ? std::min(gap, step) : gap;
    }
    gap = std::isinf(gap) ? 1 : gap;
    for (std::size_t begin = 0; begin < raw_.size();) {
      std::size_t end = begin;
      while (end < raw_.size() && raw_[end].when.at == raw_[begin].when.at) {
        ++end;
      }
      const auto many = static_cast<double>(end - begin);
      for (std::size_t n = begin; n < end; ++n) {
        Moment& when = raw_[n].when;
        const double width = when.width > 0 ? when.width : many > 1 ? gap : 0;
        const double share =
            options_.times == Times::draw
                ? luck::uniform({.seed = options_.seed, .draw = static_cast<std::uint32_t>(raw_[n].line)})
                : (static_cast<double>(n - begin) + 0.5) / many;
        when.at += width * share;
        last_width_ = width * (1 - share);
      }
      begin = end;
    }
    std::stable_sort(raw_.begin(), raw_.end(), [](const Raw& a, const Raw& b) { return a.when.at < b.when.at; });
    for (std::size_t n = 1; n < raw_.size(); ++n) {
      if (!(raw_[n].when.at > raw_[n - 1].when.at)) {
        raw_[n].when.at = std::nextafter(raw_[n - 1].when.at, std::numeric_limits<double>::infinity());
      }
    }
    return {};
  }

  std::string shown(const Raw& raw) const {
    if (dated_.value_or(false)) {
      return text::from_day_number(static_cast<std::int64_t>(std::floor(raw.when.at))).iso_day();
    }
    return fmt::format("{}", raw.when.at);
  }

  Result<EventFile> finish() {
    EventFile out;
    for (const auto& [reason, entry] : notes_) {
      out.notes.push_back({ErrorCode::missing_field,
                           fmt::format("{} event{} {} {} passed over, the first here", entry.count,
                                       entry.count == 1 ? "" : "s", reason, entry.count == 1 ? "was" : "were"),
                           where(entry.line)});
    }
    const auto from = bound(options_.from, "from");
    if (!from) {
      return from.error();
    }
    const auto until = bound(options_.until, "until");
    if (!until) {
      return until.error();
    }
    if (auto ok = order(); !ok) {
      return ok.error();
    }
    if (raw_.empty()) {
      return Error{ErrorCode::missing_field, "there are no events", file_};
    }
    const bool days = dated_.value_or(false);
    const double begin = *from ? (*from)->at : days ? std::floor(raw_.front().when.at) : 0;
    const double end = *until ? (*until)->at + (*until)->width
                       : days ? std::floor(raw_.back().when.at) + 1
                              : raw_.back().when.at + std::max(0.0, last_width_);
    if (!(begin < end)) {
      return Error{ErrorCode::bad_value, fmt::format("the window from {} to {} holds no time", begin, end), file_};
    }
    const double zero = days ? begin : 0;
    std::map<std::string, std::size_t> counts;
    for (const Raw& raw : raw_) {
      if (raw.when.at < begin && !*from) {
        return bad(raw.line, fmt::format("the time {} lies before 0, where the watch begins: --from says otherwise",
                                         raw.when.at));
      }
      counts[raw.kind] += raw.when.at >= begin && raw.when.at <= end ? 1U : 0U;
    }
    std::map<std::string, std::uint32_t> kinds;
    bool others = false;
    for (const auto& [name, count] : counts) {
      if (count >= std::max<std::size_t>(1, options_.least)) {
        kinds[name] = static_cast<std::uint32_t>(out.events.kinds.size());
        out.events.kinds.push_back(name);
      } else {
        others = others || count > 0;
      }
    }
    const auto other = static_cast<std::uint32_t>(out.events.kinds.size());
    if (others) {
      out.events.kinds.emplace_back("other");
    }
    for (const Raw& raw : raw_) {
      if (raw.when.at < begin || raw.when.at > end) {
        continue;
      }
      const auto kind = kinds.find(raw.kind);
      out.events.time.push_back(raw.when.at - zero);
      out.events.kind.push_back(kind == kinds.end() ? other : kind->second);
    }
    out.events.begin = begin - zero;
    out.events.end = end - zero;
    if (days) {
      out.first_day = text::from_day_number(static_cast<std::int64_t>(std::floor(begin))).iso_day();
    }
    if (out.events.size() == 0) {
      return Error{ErrorCode::missing_field, "there are no events in the window", file_};
    }
    if (auto ok = check(out.events); !ok) {
      return Error{ok.error().code, ok.error().message, file_};
    }
    return out;
  }

  struct Note {
    std::size_t count = 0;
    int line = 0;
  };

  std::string_view bytes_;
  std::string file_;
  const ReadOptions& options_;
  std::vector<Fields> fields_;
  std::vector<Raw> raw_;
  Shape shape_;
  std::optional<bool> dated_;  // whether times are dates; not known before the first
  double last_width_ = 0;
  std::map<std::string, Note> notes_;
};

}  // namespace

Result<EventFile> read_events(std::string_view bytes, std::string_view file, const ReadOptions& options) {
  return EventReader(bytes, file, options).read();
}

}  // namespace detente::play::tempo
