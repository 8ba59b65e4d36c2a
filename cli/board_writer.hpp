// One page of the board. Each section is a method that writes nothing if there is nothing to tell.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "board_text.hpp"

namespace detente::cli {

class BoardWriter {
 public:
  BoardWriter(const board::Board& board, const Style& style, const BoardView& view)
      : board_(board),
        style_(style),
        view_(view),
        columns_(static_cast<std::size_t>(std::clamp(view.columns, 80, 120))) {}

  void head();
  void ties();
  void fronts();
  void proposals();
  void red_lines();
  void levers();
  void commitments();
  void harm();
  void hostages() { matter("HOSTAGES", board_.hostages); }
  void relief() { matter("RELIEF", board_.relief); }
  void judgements();
  void violations();
  void disputed();
  void speakers();
  void parties();

  std::string take() { return std::move(out_); }

 private:
  template <typename T>
  std::size_t shown(const std::vector<T>& all) const {
    return view_.limit == 0 ? all.size() : std::min(all.size(), static_cast<std::size_t>(view_.limit));
  }

  void line(std::string_view text);
  void heading(std::string_view text, std::string_view columns = "");
  // A line of the section that is less in weight: indented and faint.
  void note(std::string_view text);
  void more(std::size_t all, std::size_t shown);
  // What somebody is told to have said or done, cut so that its place fits behind it.
  void quote(const board::Place& place);
  static std::string_view day(const board::Place& place) {
    return place.dated ? std::string_view(place.day) : "undated";
  }
  std::string ref(const board::Place& place) const {
    return fmt::format("[{}, {}]", item_name(place, view_.id_length), cut(place.outlet, 28));
  }
  std::string where(const board::Place& place) const { return style_.faint(ref(place)); }
  // "says US officials < CNN "; nothing if only the outlet says so.
  std::string by_whom(const board::Chain& chain) const;
  // " and 2 more" reports.
  std::string others(std::int64_t reports, std::int64_t origins) const;
  void claims(const board::Harm& harm);
  void growth(const board::Harm& harm);
  void matrix();
  void matter(std::string_view title, const board::Matter& matter);
  void touches(const std::vector<board::Touch>& all, std::string_view what);

  const board::Board& board_;
  const Style& style_;
  const BoardView& view_;
  std::size_t columns_;
  std::string out_;
};

std::string terms_text(const std::vector<Term>& all);

}  // namespace detente::cli
