// What does this report say, and who says it?
//
//   Analysis a = pipeline.analyse(report.text);
//   Reading r = reading::read(report, a, knowledge);
//
// Pure: the same report, analysis and knowledge give the same reading. Safe to call from many threads at once.
#pragma once

#include "detente/analysis.hpp"
#include "detente/knowledge/knowledge.hpp"
#include "detente/reading.hpp"
#include "detente/report.hpp"

namespace detente::reading {

Reading read(const Report&, const Analysis&, const knowledge::Knowledge&);

}  // namespace detente::reading
