// Any bytes as the target of a request, as its head, and as the token of a page.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "query.hpp"
#include "wire.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace detente;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  constexpr std::size_t kMostBody = 1 << 20;
  const desk::Head head = desk::check_head(bytes, kMostBody);
  if (head.status == 0 && head.length > kMostBody) {
    std::abort();
  }
  const auto target = desk::parse_target(bytes);
  if (!target) {
    return 0;
  }
  for (const std::string& part : target->path) {
    if (part == ".." || part.find('\0') != std::string::npos) {
      std::abort();
    }
  }
  const auto found = desk::find_view(target->path);
  if (!found) {
    return 0;
  }
  const auto request = desk::read_request(*found, target->query);
  if (!request) {
    return 0;
  }
  const std::string asked = desk::question(*found, *request);
  (void)desk::unseal(request->page, asked);
  const auto again = desk::unseal(desk::seal({request->limit, request->page}, asked), asked);
  if (!again || again->next != request->page || again->revision != request->limit) {
    std::abort();
  }
  return 0;
}
