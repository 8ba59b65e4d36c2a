// The writer of JSON lives in text/, so that folders that know no reading can use it; readings are written with it.
#pragma once

#include "detente/text/json_writer.hpp"

namespace detente::reading {

using text::append_json_text;
using text::JsonWriter;

}  // namespace detente::reading
