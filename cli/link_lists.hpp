// What linking found, for people and for programs.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "detente/cli/options.hpp"
#include "detente/record/record.hpp"
#include "detente/result.hpp"
#include "style.hpp"

namespace detente::cli {

enum class LinkList : std::uint8_t { origins, findings, contradictions, corrections };

inline constexpr std::array<std::pair<std::string_view, LinkList>, 4> kLinkLists{
    {{"--origins", LinkList::origins},
     {"--findings", LinkList::findings},
     {"--contradictions", LinkList::contradictions},
     {"--corrections", LinkList::corrections}}};

// As JSON if --json is given; at most --limit groups. Errors: those of the record.
Result<std::string> list_links(record::Record& record, LinkList list, const Arguments& arguments, const Style& style);

}  // namespace detente::cli
