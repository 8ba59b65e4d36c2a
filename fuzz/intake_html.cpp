// Any bytes as a page: no crash, valid UTF-8 out.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "detente/intake/intake.hpp"
#include "detente/text/utf8.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto report = detente::intake::extract_html(bytes, "http://news.example/", "");
  if (report) {
    for (const std::string& field : {report->text, report->title, report->byline, report->outlet}) {
      if (detente::text::first_invalid(field) != std::string_view::npos) {
        std::abort();
      }
    }
  }
  return 0;
}
