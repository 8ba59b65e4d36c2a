#include "detente/reading/read.hpp"

#include "anybody.hpp"
#include "context.hpp"
#include "detente/reading/confidence.hpp"

namespace detente::reading {

Reading read(const Report& report, const Analysis& analysis, const knowledge::Knowledge& knowledge) {
  Reading out;
  out.language = report.language;
  Context context{report, analysis, knowledge, out, {}, {}, {}};
  context.mention_at.assign(analysis.size(), -1);
  context.statement_at.assign(analysis.size(), kNone);
  find_parties(context);
  find_statements(context);
  find_events(context);
  find_figures(context);
  find_instruments(context);
  set_confidence(out, knowledge.confidence);
  leave_out_anybody(out);
  return out;
}

}  // namespace detente::reading
