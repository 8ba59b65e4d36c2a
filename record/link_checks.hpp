#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace detente::record {

// A question that finds what cannot be: each row that `sql` gives (item, report, message) is a fault.
struct LinkCheck {
  std::string_view kind;
  std::string_view table;
  std::string sql;
};

std::vector<LinkCheck> link_checks();

}  // namespace detente::record
