// Many futures under several policies, and what they come to.
//
//   play::EnsembleOptions options{.seed = 1, .first = 0, .end = 10000, .policies = {0, 1}, .threads = 2};
//   play::RunTable table(play::runs_header(model, options, ""));
//   auto done = play::play_ensemble(model, options, [&](const play::RunResult& r) { return table.add(r); });
//   play::Summary killed = play::summarise(*table.set().column(0, *model.find_outcome("killed")));
//
// Results come in the order of the runs whatever the number of threads. All policies of one run share its luck, so that
// differences between policies are taken run by run.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "detente/play/future.hpp"
#include "detente/result.hpp"

namespace detente::play {

struct EnsembleOptions {
  std::uint64_t seed = 1;
  std::uint32_t first = 0;            // runs first to end - 1
  std::uint32_t end = 1000;           //
  std::vector<std::size_t> policies;  // indices into Crisis::policies
  unsigned threads = 1;
  bool days = false;  // keep what happened each day too
};

struct RunResult {
  std::uint32_t run = 0;
  std::vector<double> outcomes;  // policy after policy, as model.outcomes() names them
  std::vector<double> days;      // policy after policy, day after day, kSeries each; empty unless asked for
};

using RunConsumer = std::function<Result<void>(const RunResult&)>;
// Called now and then with the runs done and the runs in all; false stops the work.
using EnsembleProgress = std::function<bool(std::uint64_t done, std::uint64_t all)>;

// Plays the runs and gives each to `consume`, in order, on the calling thread. Memory does not grow with their number.
// @returns how many runs were consumed: fewer than asked for if progress said stop; the error of `consume` if it
// failed.
Result<std::uint64_t> play_ensemble(const Model& model, const EnsembleOptions& options, const RunConsumer& consume,
                                    const EnsembleProgress& progress = {});

struct Summary {
  std::size_t count = 0;
  double mean = 0;
  double error = 0;  // standard error of the mean
  double low = 0;    // mean -+ 1.96 standard errors: the interval of the mean at 95 %
  double high = 0;
  double least = 0;  // quantiles of the futures
  double q05 = 0, q25 = 0, median = 0, q75 = 0, q95 = 0;
  double most = 0;
};
// Quantiles are order statistics (the smallest x with at least that share at or below it). Takes the values over.
Summary summarise(std::vector<double> values);

struct Difference {
  Summary paired;             // of b - a, run by run
  double unpaired_error = 0;  // the standard error that two samples with luck of their own would have
  double lower = 0;           // share of the futures in which b is below a
  double higher = 0;          // and above; the rest are alike
};
// `a` and `b` of the same runs in the same order.
Difference difference(const std::vector<double>& a, const std::vector<double>& b);

// What belongs to a set of runs so that others can be merged with it.
struct RunsHeader {
  std::string digest;  // of the crisis file, the numbers set and the days
  std::string crisis;
  std::string start;  // the day before the first
  int days = 0;
  std::uint64_t seed = 1;
  std::uint32_t first = 0;
  std::vector<std::string> policies;
  std::vector<std::string> outcomes;
};

// The outcomes of runs, wherever they are kept.
struct RunSet {
  RunsHeader header;
  std::uint64_t runs = 0;
  // One outcome under one policy, run after run.
  std::function<Result<std::vector<double>>(std::size_t policy, std::size_t outcome)> column;
};

RunsHeader runs_header(const Model& model, const EnsembleOptions& options, std::string digest);

// In memory: 8 bytes for each outcome, policy and run.
class RunTable {
 public:
  explicit RunTable(RunsHeader header) : header_(std::move(header)) {}
  Result<void> add(const RunResult& result);
  RunSet set() const;  // valid as long as the table

 private:
  RunsHeader header_;
  std::vector<std::vector<double>> columns_;
};

// A file of runs: one line of JSON, then for each run its outcomes as doubles (little-endian) and a checksum. A file
// that ends in the middle of a run holds all the runs before it.
class RunsFile {
 public:
  ~RunsFile();
  RunsFile(RunsFile&& other) noexcept;
  RunsFile& operator=(RunsFile&& other) noexcept;

  // Makes the file, or opens it to go on after its last whole run. @returns mismatch if it holds runs of something
  // else, bad_format if it is no file of runs, io.
  static Result<RunsFile> open_to_write(const std::string& path, const RunsHeader& header);
  // @returns not_found, io, bad_format, truncated (not even a header).
  static Result<RunsFile> open_to_read(const std::string& path);

  const RunsHeader& header() const { return header_; }
  std::uint32_t runs() const { return runs_; }  // whole ones
  std::size_t width() const { return header_.policies.size() * header_.outcomes.size(); }

  // @returns disk_full or io; the runs before are kept.
  Result<void> add(const std::vector<double>& outcomes);
  Result<void> flush();
  // One outcome under one policy over all runs. @returns io, mismatch (a checksum is wrong).
  Result<std::vector<double>> column(std::size_t policy, std::size_t outcome) const;
  // All outcomes of one run.
  Result<std::vector<double>> row(std::uint32_t run) const;

 private:
  RunsFile() = default;

  std::string path_;
  RunsHeader header_;
  int file_ = -1;
  std::uint64_t begin_ = 0;  // bytes of the header
  std::uint32_t runs_ = 0;
  std::string buffer_;
};

// Puts files of neighbouring runs together; the bytes are those that one file of all the runs would have.
// @returns mismatch if they are of different crises, seeds or policies, or leave runs out, or overlap.
// The files as one set, without writing it. The same errors.
Result<RunSet> join_runs(const std::vector<std::string>& paths);
Result<void> merge_runs(const std::vector<std::string>& paths, const std::string& out);

// Says what in a crisis is assumed and what evidenced, as text for people.
std::string origin_report(const Crisis& crisis);

}  // namespace detente::play
