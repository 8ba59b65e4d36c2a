// Writes the parts of a brief and keeps its footnotes.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "brief_items.hpp"
#include "brief_words.hpp"

namespace detente::board::briefing {

// What the reports say of one proposal.
struct Offer {
  std::int64_t days = 0;
  std::string action;
  std::vector<Who> sponsors;
  std::vector<Who> addressees;
  std::vector<Deal*> steps;  // by day
  std::set<std::string> origins;
  double score = 0;
};

// What is counted of one measure in one population, at one place.
struct Count {
  std::vector<Toll*> latest;  // of each source, the newest source first
  std::vector<Toll*> before;  // of the first source, what it said earlier; may be empty
  std::set<std::string> origins;
  double score = 0;
};

class Composer {
 public:
  Composer(BriefItems& items, Brief& brief) : items_(items), brief_(brief) {}

  Result<void> compose();

 private:
  // What stands; written last, put first, so that its footnotes are those of the parts below.
  BriefPart summary();
  BriefPart changed();
  BriefPart acts();
  BriefPart proposals();
  BriefPart lines_and_levers();
  BriefPart harm();
  BriefPart disputed();
  BriefPart officials();
  BriefPart unread();

  // The number of the footnote for the item; 0, and an error kept, if the record fails.
  int note(Item& item, const std::vector<Span>& marks);
  int note(const Ref& ref, const std::vector<Span>& marks);
  int report_note(const std::string& report);
  void also(int note, const std::string& item);
  // Drops sentences until two pages hold the rest, and numbers footnotes in the order in which they are met.
  static void fit(std::vector<BriefPart>& parts, const std::vector<Footnote>& notes);
  void renumber();

  const Paper* paper(const std::string& report);
  // "Sample Wire reported on 27 November 2024"; "according to US officials, cited by the New York Times (Sample Wire,
  // 27 November 2024)". Those in `known` are told already.
  std::string says(Item& item, const std::vector<Who>& known, const std::string& told_day = {});
  Piece quote(const std::string& report, Span span, std::size_t most);
  void keep_told(const std::string& report, Span sentence);
  bool is_told(const std::string& report, Span sentence) const;
  bool is_tellable(const Act& act);
  bool is_tellable(Deal& deal);
  bool is_tellable(const Toll& toll);
  bool is_tellable(const Clash& clash);
  bool is_offer(const Deal& deal);
  struct Stand {
    std::string state;
    Span where;
  };
  Stand stand_of(const Deal& deal);
  Stand make_stand(const Deal& deal);
  std::string says_at(const Deal& deal, Span where, const std::vector<Who>& known);
  std::vector<Who> holders_of(Deal& deal, Span sentence);
  // One act of each independent origin that tells of what `told` tells; `told` first.
  std::vector<Act*> support_of(ActGroup& group, Act& told);
  std::vector<int> cite(const std::vector<Act*>& acts);
  static std::string told_ends(const Act& act);  // "Israel against Hezbollah"
  Sentence act_sentence(ActGroup& group, Act& act);
  Sentence deal_sentence(Deal& deal, std::string_view lead);

  const std::vector<Offer>& offers();
  std::vector<Offer> make_offers();
  // In short: who stands behind it and where it stands now.
  Sentence offer_sentence(Offer& offer, bool in_short);
  std::vector<Count>& counts();
  std::vector<Count> make_counts();
  std::string told_count(Toll& toll, bool with_population);
  Sentence count_sentence(Count& count, bool in_short);
  void changed_counts(BriefPart& part);
  void changed_deals(BriefPart& part);
  void changed_acts(BriefPart& part);

  BriefItems& items_;
  Brief& brief_;
  std::map<std::string, int> numbers_;
  std::map<std::string, std::vector<Span>> told_;  // sentences that were told, by report
  std::vector<Deal*> lines_;                       // red lines, levers and commitments that were told
  std::optional<std::vector<Offer>> offers_;
  std::map<std::pair<std::int64_t, std::int64_t>, Stand> stands_;  // by reading and number
  std::optional<std::vector<Count>> counts_;
  std::optional<Error> error_;
};

}  // namespace detente::board::briefing
