#include "session.hpp"

namespace detente::intake {

void read_warc(const Item& item, Input& input, class GzipSource* gzip) { read_arc(item, input, gzip); }

void read_arc(const Item& item, Input& input, class GzipSource* gzip) {
  input.skip(gzip != nullptr ? 0 : 1);
  item.session.problem(ErrorCode::unsupported, "web archives are not read", item.name);
}

void read_feed(const Item& item, Input& input) {
  input.skip(1);
  item.session.problem(ErrorCode::unsupported, "feeds are not read", item.name);
}

}  // namespace detente::intake
