// The tables of a record, in one place: what makes them, checks them and sums them up is led by this list.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace detente::record {

// Three columns that say: these bytes of the report hold these words. All null where the row makes no claim.
struct SpanColumns {
  std::string_view begin;
  std::string_view end;
  std::string_view words;
};

// A column that holds the number of a row of another table in the same reading, or null.
struct Reference {
  std::string_view column;
  std::string_view table;
};

struct TableForm {
  std::string_view name;
  std::string_view columns;  // as in CREATE TABLE
  char letter = 0;           // rows are named by it and by the column `item`: 'e' gives e3
  std::string_view item;
  std::vector<SpanColumns> spans;
  std::vector<Reference> references;

  bool is_of_reading() const { return letter != 0; }
};

// In the order in which they are written.
std::span<const TableForm> tables();

// What form 2 has beside them: which reports and claims belong together, and why.
std::span<const TableForm> link_tables();

// CREATE TABLE for all of them.
std::string create_sql();

// For those of form 2 alone; `what` is "TABLE", or "TEMP TABLE" where a file of form 1 cannot be written to.
std::string create_links_sql(std::string_view what);

}  // namespace detente::record
