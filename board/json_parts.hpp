// The smaller parts that several sections of the board's JSON are made of.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "detente/board/board.hpp"
#include "detente/text/json_writer.hpp"

namespace detente::board::json {

using text::JsonWriter;

void words(JsonWriter& j, std::string_view key, const std::vector<std::string>& all);
void limit(JsonWriter& j, std::string_view key, const std::optional<double>& value);
void place(JsonWriter& j, const Place& p);
// chain, reports, origins, place
void support(JsonWriter& j, const Chain& chain, std::int64_t reports, std::int64_t origins, const Place& at);
// A finding's number; null if the claim is not linked.
void finding(JsonWriter& j, std::int64_t id);
void terms(JsonWriter& j, const std::vector<Term>& all);
void harm(JsonWriter& j, const Harm& h);

void front(JsonWriter& j, const Front& f);
void row(JsonWriter& j, const Board& board, const MatrixRow& r);
void red_line(JsonWriter& j, const RedLine& r);
void lever(JsonWriter& j, const Lever& l);
void commitment(JsonWriter& j, const Commitment& c);
void matter(JsonWriter& j, const Matter& m);
void judgement(JsonWriter& j, const Judgement& judged);
void dispute(JsonWriter& j, const Dispute& d);

template <typename T>
void list(JsonWriter& j, std::string_view key, const std::vector<T>& all, void (*write)(JsonWriter&, const T&)) {
  j.key(key).array();
  for (const T& one : all) {
    write(j, one);
  }
  j.close();
}

}  // namespace detente::board::json
