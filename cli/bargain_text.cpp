#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "bargain_output.hpp"
#include "detente/play/bargain_names.hpp"
#include "style.hpp"

namespace detente::cli {

namespace {

namespace bargain = play::bargain;
using bargain::Track;

// As many digits as the scale asks for, without idle zeros.
std::string number(double value) {
  std::string text = fmt::format("{:.2f}", value);
  while (text.ends_with('0')) {
    text.pop_back();
  }
  if (text.ends_with('.')) {
    text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

template <typename Value, std::size_t size>
std::string_view name_of(const std::array<bargain::Named<Value>, size>& names, Value value) {
  for (const auto& named : names) {
    if (named.value == value) {
      return named.name;
    }
  }
  return "";
}

// The first turn and the last, and as many between as have room, evenly.
std::vector<std::size_t> columns_shown(std::size_t turns, std::size_t room) {
  room = std::max<std::size_t>(room, 2);
  std::vector<std::size_t> out;
  if (turns <= room) {
    for (std::size_t t = 0; t < turns; ++t) {
      out.push_back(t);
    }
    return out;
  }
  for (std::size_t k = 0; k < room; ++k) {
    const double at = static_cast<double>(k) * static_cast<double>(turns - 1) / static_cast<double>(room - 1);
    out.push_back(static_cast<std::size_t>(std::lround(at)));
  }
  return out;
}

class Writer {
 public:
  Writer(const Bargaining& played, const Style& style, int columns, int limit)
      : played_(played),
        track_(played.track),
        style_(style),
        columns_(static_cast<std::size_t>(std::clamp(columns, 60, 160))),
        limit_(limit == 0 ? SIZE_MAX : static_cast<std::size_t>(limit)) {}

  std::string write() {
    line(style_.heading(cut(track_.title, columns_)));
    if (!played_.scenario.description.empty()) {
      line(cut(played_.scenario.description, columns_));
    }
    line(style_.faint(fmt::format("{} actors; {}", track_.actors.size(), model_words(played_))));
    for (std::size_t d = 0; d < track_.dimensions.size(); ++d) {
      positions(d);
    }
    if (played_.smp) {
      smp_moves();
    } else {
      offers();
    }
    return std::move(out_);
  }

 private:
  static constexpr std::size_t kCell = 8;

  void line(std::string_view text) {
    out_ += text;
    while (out_.ends_with(' ')) {
      out_.pop_back();
    }
    out_ += '\n';
  }

  void positions(std::size_t d) {
    constexpr std::size_t kLongestName = 28;
    std::size_t names = width("weighted median");
    for (const std::string& actor : track_.actors) {
      names = std::clamp(width(actor), names, kLongestName);
    }
    const std::vector<std::size_t> shown =
        columns_shown(track_.positions.size(), (columns_ - names - 2 - kCell) / kCell);
    out_ += '\n';
    std::string head = style_.heading(left(track_.dimensions[d], names + 2)) + style_.faint(right("weight", kCell));
    for (const std::size_t t : shown) {
      head += style_.faint(right(t == 0 ? "start" : std::to_string(t), kCell));
    }
    line(head);
    for (std::size_t i = 0; i < track_.actors.size(); ++i) {
      std::string row = "  " + style_.party(left(track_.actors[i], names)) + right(number(track_.weight[i]), kCell);
      double before = std::nan("");
      for (const std::size_t t : shown) {
        const double position = track_.position(t, i, d);
        const std::string cell = right(number(position), kCell);
        row += position == before ? style_.faint(cell) : style_.number(cell);
        before = position;
      }
      line(row);
    }
    for (const bool mean : {true, false}) {
      std::string row = "  " + left(mean ? "weighted mean" : "weighted median", names + kCell);
      for (const std::size_t t : shown) {
        row += right(number(mean ? track_.mean(t, d) : track_.median(t, d)), kCell);
      }
      line(row);
    }
  }

  // "12 to 18", on each dimension.
  std::string way(std::size_t turn, std::size_t actor) const {
    std::vector<std::string> parts;
    for (std::size_t d = 0; d < track_.dimensions.size(); ++d) {
      parts.push_back(fmt::format("{} to {}", number(track_.position(turn, actor, d)),
                                  number(track_.position(turn + 1, actor, d))));
    }
    return join(parts, ", ");
  }

  // The columns on the right of a move are told by `what`.
  void moves_head(std::size_t all, std::string_view what) {
    out_ += '\n';
    const std::string_view words = all == 0 ? "Nobody moves" : "Who moved, and by which bargain";
    line(style_.heading(left(words, columns_ - width(what))) + (all == 0 ? "" : style_.faint(what)));
  }

  void move(std::size_t turn, std::size_t actor, std::string_view how, const std::string& numbers) {
    const std::string text =
        fmt::format("{:>5}  {} {}, {}", turn + 1, cut(track_.actors[actor], 24), way(turn, actor), how);
    line(left(text, columns_ - width(numbers)) + style_.number(numbers));
  }

  void more(std::size_t all) {
    if (all > limit_) {
      line(style_.faint(fmt::format("  and {} more (--limit 0 shows all)", all - limit_)));
    }
  }

  void smp_moves() {
    const bargain::Run& run = *played_.smp;
    std::size_t all = 0;
    for (const bargain::Turn& turn : run.turns) {
      all +=
          static_cast<std::size_t>(std::count_if(turn.takes.begin(), turn.takes.end(), [](int b) { return b >= 0; }));
    }
    moves_head(all, "  chosen  to prevail");
    std::size_t told = 0;
    for (std::size_t t = 0; t < run.turns.size(); ++t) {
      const bargain::Turn& turn = run.turns[t];
      for (std::size_t i = 0; i < turn.takes.size(); ++i) {
        if (turn.takes[i] < 0 || told++ >= limit_) {
          continue;
        }
        const bargain::Bargain& b = turn.bargains[static_cast<std::size_t>(turn.takes[i])];
        const bool own = b.initiator == i;
        const std::string other = cut(track_.actors[own ? b.receiver : b.initiator], 24);
        move(t, i, (own ? "challenging " : "challenged by ") + other,
             fmt::format("{:>8.2f}{:>12.2f}", own ? b.initiator_probability : b.receiver_probability, b.strength));
      }
    }
    more(all);
  }

  void offers() {
    const bargain::EuRun& run = *played_.expected;
    std::size_t all = 0;
    for (const bargain::EuRound& round : run.rounds) {
      all += round.offers.size();
    }
    moves_head(all, "  expects  the other");
    std::size_t told = 0;
    for (std::size_t t = 0; t < run.rounds.size(); ++t) {
      for (const bargain::Offer& offer : run.rounds[t].offers) {
        if (told++ >= limit_) {
          continue;
        }
        const char* verb = offer.kind == bargain::OfferKind::confrontation ? "giving way to "
                           : offer.kind == bargain::OfferKind::compromise  ? "in a compromise with "
                                                                           : "capitulating to ";
        move(t, offer.receiver, verb + cut(track_.actors[offer.proposer], 24),
             fmt::format("{:>9.3f}{:>11.3f}", offer.own_utility, offer.other_utility));
      }
    }
    more(all);
  }

  const Bargaining& played_;
  const Track& track_;
  const Style& style_;
  std::size_t columns_;
  std::size_t limit_;
  std::string out_;
};

}  // namespace

std::string model_words(const Bargaining& played) {
  if (played.smp) {
    const bargain::SmpOptions& o = played.options;
    std::string out = fmt::format("spatial model, {} election", name_of(bargain::kPceModels, o.pce.pce));
    out += o.transitions == bargain::Transitions::stochastic ? fmt::format(", drawn with seed {}", o.seed) : "";
    out += fmt::format(", {}", count(played.smp->turns.size(), "turn"));
    return out + (played.smp->settled ? "" : ", not settled");
  }
  return fmt::format("expected utility model, {}{}", count(played.expected->rounds.size(), "round"),
                     played.mode == bargain::EuMode::scholz ? ", as published by Scholz and others" : "");
}

std::string bargaining_text(const Bargaining& played, const Style& style, int columns, int limit) {
  return Writer(played, style, columns, limit).write();
}

}  // namespace detente::cli
