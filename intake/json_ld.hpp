// The schema.org data that pages carry as JSON-LD.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace detente::intake::html {

// Of the first object whose type is an article, or that has a headline; fields as they are written.
struct LinkedData {
  std::string headline;
  std::string author;  // names, joined by ", "
  std::string publisher;
  std::string published;
  std::string modified;
  std::string article_body;
};

// Broken scripts are passed over: they are the page's ornament, not its text.
LinkedData read_linked_data(const std::vector<std::string_view>& scripts);

}  // namespace detente::intake::html
