// detente sensitivity: which of the uncertain numbers of a crisis an outcome hangs on.
#include <algorithm>
#include <mutex>
#include <numeric>

#include "command.hpp"
#include "detente/play/chart.hpp"
#include "detente/play/ensemble.hpp"
#include "detente/play/sensitivity.hpp"
#include "detente/reading/json_writer.hpp"
#include "files.hpp"
#include "play_crisis.hpp"
#include "play_text.hpp"

namespace detente::cli {

namespace {

namespace sensitivity = play::sensitivity;

// Futures are lent to whoever asks: the function is called from several threads.
class Futures {
 public:
  Futures(const play::Model& model, unsigned count) {
    for (unsigned i = 0; i < count; ++i) {
      free_.push_back(std::make_unique<play::Future>(model));
    }
  }
  std::unique_ptr<play::Future> take() {
    const std::lock_guard lock(mutex_);
    auto out = std::move(free_.back());
    free_.pop_back();
    return out;
  }
  void give(std::unique_ptr<play::Future> future) {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(future));
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<play::Future>> free_;
};

struct Question {
  std::string outcome;
  std::size_t column = 0;
  std::size_t policy = 0;
  std::size_t against = 0;  // == policy: the outcome itself, else its difference
  std::uint32_t repeats = 1;
  std::uint64_t seed = 1;
};

Result<sensitivity::Sensitivity> ask(const play::Model& model, const Question& question,
                                     const sensitivity::Design& design, const World& world,
                                     const sensitivity::Progress& progress) {
  Futures futures(model, design.threads);
  const std::size_t outcomes = model.outcomes().size();
  return sensitivity::sobol_indices(
      design, 1,
      [&](std::span<const double> u, std::uint32_t row, std::span<double> y) {
        auto future = futures.take();
        std::vector<double> values(outcomes);
        const auto play = [&](std::size_t policy) {
          double sum = 0;
          for (std::uint32_t r = 0; r < question.repeats; ++r) {
            future->begin({.seed = question.seed, .run = row * question.repeats + r, .policy = policy}, u);
            while (future->day() < model.crisis().days) {
              future->next_day();
            }
            future->outcomes(values);
            sum += values[question.column];
          }
          return sum / question.repeats;
        };
        y[0] = play(question.policy);
        if (question.against != question.policy) {
          y[0] -= play(question.against);
        }
        futures.give(std::move(future));
        return !world.stopped();
      },
      progress);
}

std::string describe(const play::Model& model, const Question& question) {
  const auto& policies = model.crisis().policies;
  return question.against == question.policy
             ? fmt::format("{} under \"{}\"", question.outcome, policies[question.policy].name)
             : fmt::format("{}: \"{}\" less \"{}\"", question.outcome, policies[question.policy].name,
                           policies[question.against].name);
}

std::string text_of(const play::Model& model, const Question& question, const sensitivity::Sensitivity& found,
                    const std::vector<std::size_t>& order, std::size_t limit) {
  const auto& numbers = model.crisis().numbers;
  const sensitivity::Outcome& outcome = found.outcomes[0];
  std::size_t widest = 6;
  for (std::size_t i = 0; i < std::min(limit, order.size()); ++i) {
    widest = std::max(widest, width(numbers[model.uncertain()[order[i]]].path));
  }
  std::string out = fmt::format("{}\nmean {:.4g}, standard deviation {:.4g}, {} plays\n\n", describe(model, question),
                                outcome.mean, std::sqrt(outcome.variance), grouped(static_cast<double>(found.calls)));
  out += left("number", widest) + "  by itself              with all that it works with\n";
  for (std::size_t i = 0; i < std::min(limit, order.size()); ++i) {
    const std::size_t n = order[i];
    const auto index = [](const sensitivity::Index& x) {
      return fmt::format("{:.2f} [{:.2f}, {:.2f}]", x.value, x.low, x.high);
    };
    out += left(numbers[model.uncertain()[n]].path, widest) + "  " + left(index(outcome.first[n]), 23) +
           index(outcome.total[n]) + "\n";
  }
  if (order.size() > limit) {
    out += fmt::format("and {} more: --limit 0 shows all\n", order.size() - limit);
  }
  const double sum = std::accumulate(outcome.first.begin(), outcome.first.end(), 0.0,
                                     [](double s, const sensitivity::Index& x) { return s + x.value; });
  out += fmt::format(
      "\nThe numbers by themselves explain {:.0f} % of the variance; the rest is how they work together, "
      "and luck.\n",
      100 * std::clamp(sum, 0.0, 1.0));
  return out;
}

std::string json_of(const play::Model& model, const Question& question, const sensitivity::Sensitivity& found,
                    const std::vector<std::size_t>& order) {
  std::string out;
  reading::JsonWriter j(out);
  const sensitivity::Outcome& outcome = found.outcomes[0];
  j.object();
  j.key("outcome").text(question.outcome);
  j.key("policy").text(model.crisis().policies[question.policy].name);
  if (question.against != question.policy) {
    j.key("less").text(model.crisis().policies[question.against].name);
  }
  j.key("mean").number(outcome.mean);
  j.key("variance").number(outcome.variance);
  j.key("plays").integer(static_cast<std::int64_t>(found.calls));
  j.key("numbers").array();
  for (const std::size_t n : order) {
    j.object();
    j.key("number").text(model.crisis().numbers[model.uncertain()[n]].path);
    const auto index = [&](std::string_view key, const sensitivity::Index& x) {
      j.key(key).number(x.value);
      j.key(std::string(key) + "_interval").array().number(x.low).number(x.high).close();
    };
    index("first", outcome.first[n]);
    index("total", outcome.total[n]);
    j.close();
  }
  j.close();
  j.close();
  return out + "\n";
}

// How far the outcome moves when one number goes from its 5 % to its 95 % quantile, the others in the middle.
Result<std::string> tornado(const play::Model& model, const Question& question, std::uint32_t runs) {
  play::Future future(model);
  std::vector<double> values(model.outcomes().size());
  std::vector<double> u(model.uncertain().size(), 0.5);
  const auto mean = [&] {
    double sum = 0;
    for (std::uint32_t run = 0; run < runs; ++run) {
      future.begin({.seed = question.seed, .run = run, .policy = question.policy}, u);
      while (future.day() < model.crisis().days) {
        future.next_day();
      }
      future.outcomes(values);
      sum += values[question.column];
    }
    return sum / runs;
  };
  play::chart::BarChart chart;
  chart.base = mean();
  for (std::size_t i = 0; i < u.size(); ++i) {
    const play::Number& number = model.crisis().numbers[model.uncertain()[i]];
    play::chart::Bar bar;
    bar.name = number.path;
    bar.low_text = fmt::format("{:.3g}", play::quantile(number, 0.05));
    bar.high_text = fmt::format("{:.3g}", play::quantile(number, 0.95));
    u[i] = 0.05;
    bar.low = mean();
    u[i] = 0.95;
    bar.high = mean();
    u[i] = 0.5;
    chart.bars.push_back(bar);
  }
  std::stable_sort(chart.bars.begin(), chart.bars.end(),
                   [](const auto& a, const auto& b) { return std::abs(a.high - a.low) > std::abs(b.high - b.low); });
  constexpr std::size_t kMostBars = 20;
  chart.bars.resize(std::min(chart.bars.size(), kMostBars));
  chart.frame = {.title = fmt::format("What {} hangs on", question.outcome),
                 .subtitle = "Each number from its 5 % to its 95 % quantile, the others in the middle",
                 .source = fmt::format("\"{}\", {} futures a point, seed {}, policy \"{}\"", model.crisis().name, runs,
                                       question.seed, model.crisis().policies[question.policy].name)};
  chart.x = {.label = question.outcome};
  return play::chart::svg(chart);
}

}  // namespace

int sensitivity_command(const Arguments& arguments, World& world) {
  auto loaded = load_crisis(arguments, world);
  if (!loaded) {
    return could_not(world, loaded.error());
  }
  const play::Model model(std::move(loaded->crisis));
  auto policies = chosen_policies(arguments, model.crisis());
  if (!policies) {
    return could_not(world, policies.error());
  }
  Question question;
  question.outcome = arguments.get("--outcome", "killed");
  const auto column = model.find_outcome(question.outcome);
  if (!column) {
    return could_not(world, column.error());
  }
  question.column = *column;
  question.policy = policies->front();
  question.against = arguments.has("--policy") && policies->size() > 1 ? (*policies)[1] : question.policy;
  question.repeats = static_cast<std::uint32_t>(std::clamp(arguments.number("--repeats", 4), 1, 10000));
  question.seed = static_cast<std::uint64_t>(arguments.number("--seed", 1));
  if (model.uncertain().empty()) {
    return could_not(world, {ErrorCode::usage,
                             "no number of the file is uncertain: write one as a distribution (docs/crisis-file.md)",
                             arguments.positionals().front()});
  }
  sensitivity::Design design;
  design.inputs = model.uncertain().size();
  design.rows = static_cast<std::size_t>(std::clamp(arguments.number("--rows", 256), 2, 1 << 24));
  design.seed = question.seed;
  design.threads = chosen_threads(arguments);
  double shown = 0;
  const auto found = ask(model, question, design, world, [&](std::size_t done, std::size_t all) {
    const double now = world.seconds();
    if (world.err_is_terminal && now - shown > 0.2) {
      shown = now;
      world.err(fmt::format("\r{:.0f} %\x1b[K", 100.0 * static_cast<double>(done) / static_cast<double>(all)));
    }
    return !world.stopped();
  });
  if (shown > 0) {
    world.err("\r\x1b[K");
  }
  if (!found) {
    return could_not(world, found.error());
  }
  std::vector<std::size_t> order(design.inputs);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return found->outcomes[0].total[a].value > found->outcomes[0].total[b].value;
  });
  if (arguments.has("--plot")) {
    const auto svg = tornado(model, question, 64);
    if (!svg) {
      return could_not(world, svg.error());
    }
    if (auto written = write_whole(arguments.get("--plot"), *svg); !written) {
      return could_not(world, written.error());
    }
  }
  const int asked = arguments.number("--limit", 15);
  const std::size_t limit = asked == 0 ? order.size() : static_cast<std::size_t>(asked);
  world.out(arguments.has("--json") ? json_of(model, question, *found, order)
                                    : text_of(model, question, *found, order, limit));
  return kDone;
}

}  // namespace detente::cli
