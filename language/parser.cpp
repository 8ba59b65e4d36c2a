// Arc-eager dependency parsing with sentence breaks, as spaCy does it: a word without a head that is reduced goes back
// to the buffer, and a later left arc replaces an earlier head.
#include <algorithm>

#include "components.hpp"

namespace detente::language {

namespace {

constexpr std::string_view kBars = "||";

struct Arcs {
  // Unlinks `child` from the list that begins at `newest`.
  static void unlink(std::int32_t& newest, std::vector<std::int32_t>& older, std::int32_t child) {
    std::int32_t* at = &newest;
    while (*at >= 0) {
      if (*at == child) {
        *at = older[static_cast<std::size_t>(child)];
        return;
      }
      at = &older[static_cast<std::size_t>(*at)];
    }
  }
};

std::int32_t nth(const std::vector<std::int32_t>& newest, const std::vector<std::int32_t>& older, std::int32_t head,
                 int which) {
  if (head < 0) {
    return -1;
  }
  std::int32_t child = newest[static_cast<std::size_t>(head)];
  for (int i = 1; i < which && child >= 0; ++i) {
    child = older[static_cast<std::size_t>(child)];
  }
  return child;
}

void add_arc(ParserMemory& memory, std::uint32_t head, std::uint32_t child, Symbol label) {
  const auto h = static_cast<std::int32_t>(head);
  const auto c = static_cast<std::int32_t>(child);
  const std::int32_t before = memory.head[child];
  if (before >= 0) {
    auto& list = before > c ? memory.newest_left : memory.newest_right;
    Arcs::unlink(list[static_cast<std::size_t>(before)], memory.older, c);
  }
  auto& newest = (h > c ? memory.newest_left : memory.newest_right)[head];
  memory.older[child] = newest;
  newest = c;
  memory.head[child] = h;
  memory.label[child] = label;
}

}  // namespace

void Parser::load(const ThincModel& model, const std::filesystem::path& folder, std::size_t vector_width,
                  std::size_t features, Symbols& symbols, Faults& faults) {
  net_.load(model, vector_width, features, faults);
  const auto moves = read_moves(folder / "moves", kKinds, faults);
  if (faults.any()) {
    return;
  }
  if (moves.size() != net_.classes()) {
    faults.report((folder / "moves").string(), "there are " + std::to_string(moves.size()) +
                                                   " moves, but the model scores " + std::to_string(net_.classes()));
    return;
  }
  root_ = symbols.add("ROOT");
  for (std::size_t i = 0; i < moves.size(); ++i) {
    if (moves[i].label == "subtok") {
      faults.report((folder / "moves").string(), "a parser that learns tokens (label subtok) is not supported");
      return;
    }
    const Symbol label = symbols.add(moves[i].label);
    actions_.push_back({static_cast<Kind>(moves[i].kind), label});
    by_kind_[moves[i].kind].push_back(static_cast<std::uint16_t>(i));
    const std::size_t bars = moves[i].label.find(kBars);
    if (bars != std::string::npos) {
      lifted_[label] = {symbols.add(moves[i].label.substr(0, bars)),
                        symbols.add(moves[i].label.substr(bars + kBars.size()))};
    }
  }
}

void Parser::context(const ParserMemory& memory, std::uint32_t buffer, std::uint32_t n, std::int32_t* ids) const {
  const auto& stack = memory.stack;
  const auto& rebuffer = memory.rebuffer;
  const auto stacked = [&](std::size_t i) {
    return i < stack.size() ? static_cast<std::int32_t>(stack[stack.size() - 1 - i]) : -1;
  };
  const auto buffered = [&](std::size_t i) {
    if (i < rebuffer.size()) {
      return static_cast<std::int32_t>(rebuffer[rebuffer.size() - 1 - i]);
    }
    const std::size_t at = buffer + (i - rebuffer.size());
    return at < n ? static_cast<std::int32_t>(at) : -1;
  };
  const auto left = [&](std::int32_t head, int which) { return nth(memory.newest_left, memory.older, head, which); };
  const auto right = [&](std::int32_t head, int which) { return nth(memory.newest_right, memory.older, head, which); };
  const std::int32_t b0 = buffered(0);
  const std::int32_t s0 = stacked(0);
  const std::int32_t s1 = stacked(1);
  ids[0] = b0;
  ids[1] = buffered(1);
  ids[2] = s0;
  ids[3] = s1;
  ids[4] = stacked(2);
  if (net_.features() == 8) {
    ids[5] = left(b0, 1);
    ids[6] = left(s0, 1);
    ids[7] = right(s0, 1);
    return;
  }
  // spaCy's thirteen: its list names the sixth place twice, and the later one stays.
  ids[5] = left(s0, 1);
  ids[6] = right(s0, 1);
  ids[7] = left(b0, 1);
  ids[8] = right(s0, 2);
  ids[9] = left(s1, 1);
  ids[10] = left(s1, 2);
  ids[11] = right(s1, 1);
  ids[12] = right(s1, 2);
}

void Parser::run(const float* vectors, const WordTable& words, ParserMemory& memory, Document& document) const {
  const std::uint32_t n = document.size();
  net_.begin(vectors, n, memory.net);
  memory.stack.clear();
  memory.rebuffer.clear();
  memory.unshiftable.assign(n, 0);
  memory.head.assign(n, -1);
  memory.label.assign(n, 0);
  memory.newest_left.assign(n, -1);
  memory.newest_right.assign(n, -1);
  memory.older.assign(n, -1);
  memory.starts.assign(n, 0);
  for (std::uint32_t i = 0; i < n; ++i) {
    memory.starts[i] = document.start[i] == Start::yes ? 1 : 0;
  }
  auto& stack = memory.stack;
  auto& rebuffer = memory.rebuffer;
  std::uint32_t next = 0;
  const auto buffer_length = [&] { return n - next + static_cast<std::uint32_t>(rebuffer.size()); };
  const auto push = [&] {
    if (rebuffer.empty()) {
      stack.push_back(next++);
    } else {
      stack.push_back(rebuffer.back());
      rebuffer.pop_back();
    }
  };
  const auto cannot_start = [&](std::int32_t word) {
    return word >= 0 && document.start[static_cast<std::size_t>(word)] == Start::no;
  };
  const auto is_start = [&](std::int32_t word) {
    return word >= 0 && memory.starts[static_cast<std::size_t>(word)] != 0;
  };

  std::int32_t ids[TransitionNet::kMostFeatures];
  while (!stack.empty() || buffer_length() > 0) {
    context(memory, next, n, ids);
    const std::int32_t b0 = ids[0];
    const std::int32_t b1 = ids[1];
    const std::uint32_t left_over = buffer_length();
    const bool arc = !stack.empty() && left_over > 0 && !is_start(b0);
    bool valid[kKinds];
    valid[kShift] =
        stack.empty() || (left_over >= 2 && !is_start(b0) && memory.unshiftable[static_cast<std::size_t>(b0)] == 0);
    valid[kReduce] = !stack.empty() && (left_over == 0 || stack.size() != 1 || !cannot_start(b0));
    valid[kLeft] = arc;
    valid[kRight] = arc;
    valid[kBreak] = left_over >= 2 && b1 == b0 + 1 && !is_start(b1) && !cannot_start(b1);

    const float* scores = net_.score(ids, memory.net);
    std::int32_t best = -1;
    for (std::size_t i = 0; i < actions_.size(); ++i) {
      if (valid[actions_[i].kind] && (best < 0 || scores[i] > scores[best])) {
        best = static_cast<std::int32_t>(i);
      }
    }
    if (best < 0) {
      break;
    }
    const Action& action = actions_[static_cast<std::size_t>(best)];
    switch (action.kind) {
      case kShift:
        push();
        break;
      case kReduce:
        if (memory.head[stack.back()] >= 0 || stack.size() == 1) {
          stack.pop_back();
        } else {
          memory.unshiftable[stack.back()] = 1;
          rebuffer.push_back(stack.back());
          stack.pop_back();
        }
        break;
      case kLeft:
        add_arc(memory, static_cast<std::uint32_t>(b0), stack.back(), action.label);
        memory.unshiftable[static_cast<std::size_t>(b0)] = 0;
        stack.pop_back();
        break;
      case kRight:
        add_arc(memory, stack.back(), static_cast<std::uint32_t>(b0), action.label);
        push();
        break;
      case kBreak:
        memory.starts[static_cast<std::size_t>(b1)] = 1;
        break;
      case kKinds:
        break;
    }
  }

  for (std::uint32_t i = 0; i < n; ++i) {
    const bool root = memory.head[i] < 0;
    document.head[i] = root ? i : static_cast<std::uint32_t>(memory.head[i]);
    document.dep[i] = root ? root_ : memory.label[i];
  }
  document.parsed = true;
  set_edges_and_starts(document);
  if (!lifted_.empty()) {
    undo_lifts(words, memory, document);
  }
}

void Parser::undo_lifts(const WordTable& words, ParserMemory& memory, Document& document) const {
  bool changed = false;
  for (std::uint32_t i = 0; i < document.size(); ++i) {
    const auto found = lifted_.find(document.dep[i]);
    if (found == lifted_.end()) {
      continue;
    }
    changed = true;
    // Breadth first below the present head, left to right, for a word with the label that the lifted head had.
    std::uint32_t new_head = document.head[i];
    auto& queue = memory.queue;
    auto& next_queue = memory.next_queue;
    queue.assign(1, document.head[i]);
    bool done = false;
    std::uint32_t steps = 0;
    while (!queue.empty() && !done && steps <= document.size()) {
      next_queue.clear();
      for (std::size_t q = 0; q < queue.size() && !done; ++q) {
        const std::uint32_t parent = queue[q];
        ++steps;
        for (std::uint32_t child = document.left_edge[parent]; child <= document.right_edge[parent]; ++child) {
          if (child == parent || document.head[child] != parent || child == i ||
              (words[document.tokens.word[child]].flags & kIsSpace) != 0) {
            continue;
          }
          if (document.dep[child] == found->second.head_label) {
            new_head = child;
            done = true;
            break;
          }
          next_queue.push_back(child);
        }
      }
      std::swap(queue, next_queue);
    }
    document.head[i] = new_head;
    document.dep[i] = found->second.label;
  }
  if (changed) {
    set_edges_and_starts(document);
  }
}

void set_edges_and_starts(Document& document) {
  const std::uint32_t n = document.size();
  auto& left = document.left_edge;
  auto& right = document.right_edge;
  for (std::uint32_t i = 0; i < n; ++i) {
    left[i] = i;
    right[i] = i;
  }
  // Where arcs cross, one pass does not reach the true edges; spaCy repeats it up to a dozen times.
  constexpr int kMostPasses = 12;
  for (int pass = 0; pass < kMostPasses; ++pass) {
    for (std::uint32_t i = 0; i < n; ++i) {
      const std::uint32_t h = document.head[i];
      left[h] = std::min(left[h], left[i]);
      right[h] = std::max(right[h], right[i]);
    }
    for (std::uint32_t i = n; i-- > 0;) {
      const std::uint32_t h = document.head[i];
      right[h] = std::max(right[h], right[i]);
      left[h] = std::min(left[h], left[i]);
    }
    std::fill(document.start.begin(), document.start.end(), Start::no);
    for (std::uint32_t i = 0; i < n; ++i) {
      if (document.head[i] == i) {
        document.start[left[i]] = Start::yes;
      }
    }
    bool within = true;
    std::uint32_t begin = 0;
    for (std::uint32_t i = 0; i < n && within; ++i) {
      if ((i > 0 && document.start[i] == Start::yes) || i == n - 1) {
        for (std::uint32_t j = begin; j < i; ++j) {
          within = within && document.head[j] >= begin && document.head[j] <= i;
        }
        begin = i;
      }
    }
    if (within) {
      break;
    }
  }
}

}  // namespace detente::language
