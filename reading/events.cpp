#include "events.hpp"

#include <algorithm>
#include <string>

#include "events_coder.hpp"

namespace detente::reading {

void find_events(Context& context) {
  if (context.a.size() == 0) {
    return;
  }
  EventCoder coder(context);
  coder.run();
}

}  // namespace detente::reading
