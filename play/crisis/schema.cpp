// The tables of crisis_schema.hpp. The order of each follows its enum in crisis.hpp.
#include "detente/play/crisis_schema.hpp"

#include <fmt/format.h>

#include <array>

#include "detente/play/crisis.hpp"

namespace detente::play {

namespace {

constexpr double kLarge = 1e9;

constexpr std::array kCrisisWords{
    WordKey{"name", "text", true, "what the crisis is called"},
    WordKey{"note", "text", false, "what a reader should know first"},
    WordKey{"start", "date", true, "the day before the first that is played, \"2024-05-01\""},
    WordKey{"days", "whole number, 1 to 3650", false, "how long a future lasts; 180"},
    WordKey{"bargaining", "\"drift\" or \"spatial\"", false,
            "how positions move: a little each day, or by turns of the spatial model; \"drift\""},
    WordKey{"bargain_every", "whole number, 1 to 365", false, "days between turns of the spatial model; 7"},
};

constexpr std::array kPartyWords{
    WordKey{"name", "text", true, "the party"},
    WordKey{"kind", "text", false, "state, armed group, alliance, mediator, critic, faction: for the reader"},
    WordKey{"of", "party", false, "the party that this one is a faction of"},
};
constexpr std::array<NumberKey, PartyNumber::count> kPartyNumbers{{
    {"capability", 1, 0, 1e6, "relative strength", "what it has by itself, without what others supply"},
    {"resolve", 1, 0, 100, "weight", "how much it cares to win; others do not know it and hold beliefs about it"},
    {"rationality", 1, 0, 1000, "1 / payoff", "lambda of the logit choice: 0 chooses at random"},
    {"cost_tolerance", 1, 0.01, 1000, "divisor", "divides what war and harm cost it"},
    {"war_cost", 0, 0, 100, "payoff a day", "cost of fighting with full effort"},
    {"restraint", 0, -100, 100, "payoff a day", "dislike of the full posture as such: it does not want the wider war"},
    {"audience_cost", 0, 0, 100, "payoff",
     "cost of stepping down from the full posture to none, or of letting a red "
     "line be crossed"},
    {"patience", 0.99, 0, 0.9999, "per day", "discount factor"},
    {"harm_aversion", 0, 0, 100, "payoff per 100 dead", "weight of expected civilian dead in its own choice"},
    {"pressure_aversion", 0, 0, 100, "payoff per pressure", "weight of pressure from abroad against effort"},
    {"grief_drive", 0, 0, 100, "payoff per 1,000 dead", "its own people's dead as a demand for effort"},
    {"reputation_drive", 0, 0, 100, "payoff per standing lost", "lost standing as a reason to fight on and to refuse"},
    {"appetite", 0, -100, 100, "payoff per gain", "tactical gains as a reason for more"},
    {"ripeness", 0, -100, 100, "payoff per gain", "tactical gains as a reason to agree"},
    {"weariness", 0, -100, 100, "payoff per share lost", "its own losses as a reason to agree"},
    {"fear", 0, 0, 100, "payoff", "weight of an expected answer in its choice of posture"},
    {"doubt", 0, 0, 100, "payoff", "weight of not knowing the other side's resolve against agreeing"},
    {"commitment", 0, 0, 100, "factor", "weight of the power that the other side would gain during a truce"},
    {"rearm", 0, 0, 1, "share per day", "share of its losses that it makes good in a day"},
    {"overstretch", 0, 0, 10, "per further front", "loss of strength by fighting on several fronts at once"},
    {"divided_attention", 0, 0, 10, "per further theatre", "loss of attention by several theatres at once"},
    {"outside_load", 0, 0, 100, "theatres", "theatres outside this crisis that take its attention"},
    {"decapitation", 0, 0, 1, "share", "share of its leadership that is lost with each leader killed"},
    {"succession", 0, 0, 1, "share per day", "share of lost leadership that is made good in a day"},
    {"vengeance", 0, 0, 100, "grief", "grief that the killing of one of its leaders adds"},
    {"command_loss", 0, 0, 1, "share", "share of its strength that is gone when no leadership is left"},
    {"criticism", 0, 0, 100, "pressure per 100 dead", "pressure that it puts on whoever kills, and on their patrons"},
    {"image", 0, 0, 10, "share", "share of its clients' blame that falls on it"},
    {"forgetting", 0.05, 0, 1, "share per day", "how fast pressure, grief, lost standing and gains fade"},
    {"misperception", 0, 0, 1, "probability", "that it takes a move of another for some other move"},
    {"pull", 0, 0, 1, "share per day", "of a faction: how fast it pulls the whole to its position"},
}};

constexpr std::array kIssueWords{
    WordKey{"name", "text", true, "what is bargained over: an axis from 0 to 100"},
    WordKey{"points", "table of name = position", false, "named positions on the axis, to be used in place of numbers"},
};
constexpr std::array<NumberKey, IssueNumber::count> kIssueNumbers{{
    {"drift", 0, 0, 1, "share per day", "how fast positions move to the pull of the others"},
}};

constexpr std::array kStanceWords{
    WordKey{"party", "party", true, "whose stance"},
    WordKey{"issue", "issue", true, "on what"},
};
constexpr std::array<NumberKey, StanceNumber::count> kStanceNumbers{{
    {"position", 50, 0, 100, "axis", "where it stands; the name of a point may be used"},
    {"salience", 0, 0, 100, "payoff for the whole axis", "how much it cares"},
    {"fixed", 0, 0, 1, "share", "how little it can be moved: 1 is not open to bargaining"},
    {"harm_salience", 0, 0, 100, "payoff per 1,000 dead", "salience that the dead of the crisis add"},
}};

constexpr std::array kTieWords{
    WordKey{"from", "party", true, "a patron's client, an ally, a host: ties have a direction"},
    WordKey{"to", "party", true, ""},
    WordKey{"kind", "text", true, "alliance, patronage, hostility, mediation or shelter"},
};
constexpr std::array<NumberKey, TieNumber::count> kTieNumbers{{
    {"weight", 1, -1, 1, "share", "strength; hostility is below 0"},
    {"trust", 1, 0, 1, "share", "trust that `to` has in `from` at the start"},
    {"contact", 0, 0, 1, "share per day", "recovery of trust by calls, visits and talks"},
    {"notice", 1, 0, 1, "probability", "that `from` tells `to` before it acts"},
    {"surprise_cost", 0, 0, 1, "share", "trust lost by an act that was not told"},
    {"harm_cost", 0, 0, 1, "share per 100 dead", "trust lost by those whom `from` kills"},
    {"distrust", 0, 0, 10, "exponent", "how much distrust lowers notice"},
    {"quarrel", 0, 0, 1, "share per day", "trust lost by open disagreement of the whole axis"},
    {"downplay", 0, 0, 1, "share", "share of a loss of trust that officials play down"},
    {"entry", 0, 0, 10, "per day", "hazard that `from` enters the war for `to`, at one act a day against it"},
    {"exposure", 0, 0, 100, "grief per answer", "harm to the forces of `to` by answers to what `from` did"},
    {"protection", 0, 0, 1, "share", "share of the exposure that a notice takes away"},
    {"aid", 0, 0, 100, "share of capability", "strength that `to` gets from `from`"},
    {"aid_losses", 0, 0, 100, "share per share lost", "growth of the aid with the losses of `to`"},
    {"aid_pressure", 0, 0, 100, "share per pressure", "growth of the aid with the pressure on `to`"},
    {"spoil", 0, 0, 100, "per day", "hazard that `from` brings a truce of `to` to an end"},
}};

constexpr std::array kLeverWords{
    WordKey{"name", "text", true, "what is given, shared or held back"},
    WordKey{"holder", "party", true, "who holds it"},
    WordKey{"target", "party, front, tie (\"A > B\"), proposal, place or corridor", true, "what it acts on"},
    WordKey{"instrument", "text", false, "arms, intelligence, money, sanctions, guarantee, advice ...: for the reader"},
};
constexpr std::array<NumberKey, LeverNumber::count> kLeverNumbers{{
    {"level", 0, 0, 1, "share", "the level at the start, and where no rule says otherwise"},
    {"cost", 0, 0, 100, "payoff", "what it costs the holder to cut it"},
    {"delay", 0, 0, 365, "days", "until a change is felt"},
    {"influence", 1, 0, 1, "share", "how much of it reaches the target"},
    {"learning", 0, 0, 1, "share per week", "influence lost while the target fights at the full posture all the same"},
    {"trust_share", 0, 0, 1, "share", "how much of it hangs on the trust between holder and target"},
    {"attention_share", 0, 0, 1, "share", "how much of it hangs on the holder's attention"},
    {"leak", 0, 0, 1, "per day", "probability that its use becomes public"},
    {"leak_cost", 0, 0, 100, "pressure", "pressure on the holder, and trust lost (a tenth), by each leak"},
    {"value", 0, 0, 100, "payoff a day", "what the target feels it would lose by a full cut"},
    {"capability", 0, -1, 100, "share of capability", "strength it adds"},
    {"precision", 0, -1, 1, "share", "added to the precision of the target's acts"},
    {"heaviness", 0, -1, 100, "share", "harm it adds to each act of the target"},
    {"caution", 0, -100, 100, "payoff a day", "cost to the target of the full posture"},
    {"embolden", 0, -100, 100, "payoff a day", "what it adds to the target's effort"},
    {"deterrence", 0, -100, 100, "payoff a day", "what it takes from the effort of those who attack the target"},
    {"signal", 0, -100, 100, "payoff a day", "what those who attack the target read out of its being withheld"},
    {"pressure", 0, -100, 100, "pressure a day", "blame on the target; below 0, public support"},
    {"relief", 0, 0, 1, "share", "share of the pressure on the target that it takes away"},
    {"mediation", 0, -100, 100, "effort", "added to the effort behind a proposal"},
    {"guarantee", 0, 0, 100, "hazard exponent", "lowers the hazard that a truce breaks, by exp(-guarantee)"},
    {"notice", 0, -1, 1, "probability", "added to the notice over a tie"},
    {"contact", 0, 0, 1, "share per day", "added to the recovery of trust over a tie"},
    {"access", 0, -1, 1, "share", "added to the access of a place, or the opening of a corridor"},
    {"shelter", 0, 0, kLarge, "people", "capacity it adds to a place"},
    {"seal", 0, 0, 1, "share", "share of the tunnels of a place that it closes"},
    {"fill", 0, 0, 1, "share per day", "share of a gap in government that it fills in a day"},
    {"watch", 0, 0, 1, "share", "share of the holder's misperception that it takes away"},
}};

constexpr std::array kRedLineWords{
    WordKey{"name", "text", true, "the line"},
    WordKey{"holder", "party", true, "who drew it"},
    WordKey{"addressee", "party", true, "who must not cross it"},
    WordKey{"acts", "list of acts (\"front / act\")", false, "an act of these kinds crosses it"},
    WordKey{"fronts", "list of fronts", false, "a posture at or above `posture` on these crosses it"},
    WordKey{"posture", "\"limited\" or \"full\"", false, "the posture that crosses; \"full\""},
    WordKey{"levers", "list of levers", false, "what the holder cuts when it punishes"},
};
constexpr std::array<NumberKey, RedLineNumber::count> kRedLineNumbers{{
    {"firmness", 0, 0, 100, "payoff", "what letting it pass costs the holder, times its resolve"},
    {"ambiguity", 0, 0, 1, "share", "how undefined it is: 1 leaves the holder free and the addressee guessing"},
    {"wear", 0, 0, 1, "share", "firmness lost each time that it is let pass"},
    {"cut", 1, 0, 1, "share", "how much of the levers a punishment cuts"},
    {"days", 14, 1, 3650, "days", "how long the cut lasts"},
    {"penalty", 0, 0, 100, "payoff, pressure", "pressure that a punishment puts on the addressee"},
    {"cost", 0, -100, 100, "payoff", "what a punishment costs the holder besides the cost of the levers"},
}};

constexpr std::array kFrontWords{
    WordKey{"name", "text", true, "the front"},
    WordKey{"attacker", "party", true, "who chooses the posture"},
    WordKey{"defender", "party", true, "against whom"},
    WordKey{"place", "place", false, "where harm falls"},
    WordKey{"open", "true or false", false, "false: it opens only when the attacker enters the war; true"},
};
constexpr std::array<NumberKey, FrontNumber::count> kFrontNumbers{{
    {"stake", 0, 0, 100, "payoff a day", "what there is to win, times resolve"},
    {"posture", 1, 0, 2, "0, 1 or 2", "at the start: holding, limited, full"},
    {"review", 7, 1, 365, "days", "between two choices of posture"},
    {"momentum", 0, -100, 100, "payoff a day", "what a campaign's past effort adds to effort"},
}};

constexpr std::array kActWords{
    WordKey{"name", "text", true, "the class of acts: airstrikes, rockets, a strike on energy sites"},
    WordKey{"lever", "lever", false, "the supply that part of the rate hangs on"},
};
constexpr std::array<NumberKey, ActNumber::count> kActNumbers{{
    {"rate", 0, 0, 1000, "acts a day", "base rate"},
    {"holding", 0, 0, 100, "factor", "on the rate when holding"},
    {"limited", 1, 0, 100, "factor", "on the rate at the limited posture"},
    {"full", 1, 0, 100, "factor", "on the rate at the full posture"},
    {"supply", 0, 0, 1, "share", "share of the rate that hangs on the lever's level"},
    {"harm", 0, 0, 1e6, "dead per act", "mean among acts that kill"},
    {"zero", 0, 0, 1, "probability", "that an act kills nobody"},
    {"dispersion", 1, 0.001, 1e6, "size", "of the negative binomial: small is uneven"},
    {"wounded", 0, 0, 1000, "per dead", "wounded for each dead"},
    {"precision", 0, 0, 1, "share", "share of the harm that precision avoids"},
    {"sensitivity", 0, 0, 100, "factor", "of the target: adds to what the act excites"},
    {"losses", 0, 0, 1, "share of capability", "that an act costs the defender"},
    {"own_losses", 0, 0, 1, "share of capability", "that an act costs the attacker"},
    {"leader", 0, 0, 1, "probability", "that an act kills a leader of the defender"},
    {"gain", 0, -100, 100, "gain", "tactical gain of the attacker"},
    {"surprise", 0, 0, 100, "standing", "standing that the defender's leader loses"},
    {"flight", 0, 0, 1, "share of the people", "who flee from an act"},
    {"blocks", 0, 0, 1, "share", "access of the place that an act takes away"},
    {"damage", 0, 0, 1, "gap", "that an act adds to the gap in government of the place"},
    {"condemnation", 0, -100, 100, "pressure", "on the attacker, for the act as such"},
    {"duty", 0, 0, 1, "share", "how much an ally would want to be told before"},
}};

constexpr std::array kExcitementWords{
    WordKey{"from", "act (\"front / act\")", true, "what has happened"},
    WordKey{"to", "act (\"front / act\")", true, "what it makes more likely"},
};
constexpr std::array<NumberKey, ExcitementNumber::count> kExcitementNumbers{{
    {"gain", 0, 0, 100, "acts per act", "expected further acts that one act brings"},
    {"decay", 0.5, 0.001, 20, "per day", "how fast the excitement fades"},
}};

constexpr std::array kPlaceWords{
    WordKey{"name", "text", true, "the place"},
    WordKey{"party", "party", false, "whose people live there"},
    WordKey{"ruler", "party", false, "who governs it"},
};
constexpr std::array<NumberKey, PlaceNumber::count> kPlaceNumbers{{
    {"people", 0, 0, 2e9, "people", "who belong there"},
    {"displaced", 0, 0, 2e9, "people", "of them who are displaced within the place at the start"},
    {"density", 1, 0, 1000, "factor", "on harm"},
    {"capacity", 0, 0, 2e9, "people", "whom it can hold; 0: any number"},
    {"crowding", 0, 0, 10, "exponent", "how much harm and need grow when it holds more"},
    {"access", 1, 0, 1, "share", "of relief at the start"},
    {"recovery", 0, 0, 1, "share per day", "of lost access that comes back"},
    {"need", 0, 0, 1, "share", "of those present who need relief, besides all displaced"},
    {"privation", 0, 0, 1000, "dead per 100,000 a day", "among those in need whom relief does not reach"},
    {"going_home", 0, 0, 1, "share per day", "of its displaced who return when it is quiet"},
    {"gap", 0, 0, 10, "gap", "in its government at the start"},
    {"vacuum", 0, 0, 10, "gap per day", "that opens while its ruler has no leadership"},
    {"fill", 0, 0, 1, "share per day", "of the gap that closes by itself"},
    {"instability", 0, 0, 100, "factor per gap",
     "growth of the rates of acts there, and of the hazard that a truce "
     "breaks"},
    {"presence", 0, 0, 100, "gap", "that a foreign presence keeps open: a flashpoint"},
    {"weakness", 0, 0, 100, "factor", "of the host state: growth of the hazard that a truce breaks"},
    {"tunnels", 0, 0, 1, "share", "of leaders and losses that are sheltered underground"},
}};

constexpr std::array kRouteWords{
    WordKey{"from", "place", true, ""},
    WordKey{"to", "place", true, "where those who flee go"},
};
constexpr std::array<NumberKey, RouteNumber::count> kRouteNumbers{{
    {"weight", 1, 0, 1e6, "weight", "share of those who flee, against the other routes from there; 1 / km, say"},
}};

constexpr std::array kCorridorWords{
    WordKey{"name", "text", true, "the corridor"},
    WordKey{"place", "place", true, "where relief goes"},
    WordKey{"operated_by", "party", false, "who opens and closes it"},
};
constexpr std::array<NumberKey, CorridorNumber::count> kCorridorNumbers{{
    {"capacity", 0, 0, 2e9, "people a day", "whom it can supply when it is open"},
    {"open", 0, 0, 1, "share", "at the start, and where no lever says otherwise"},
}};

constexpr std::array kProposalWords{
    WordKey{"name", "text", true, "the proposal"},
    WordKey{"sponsors", "list of parties", false, "who stand behind it; for the reader"},
    WordKey{"addressees", "list of parties", true, "who must accept"},
    WordKey{"fronts", "list of fronts", false, "that are quiet while it is in force"},
    WordKey{"terms", "table of issue = position", false, "what it says"},
    WordKey{"requires", "proposal", false, "that must be in force first"},
};
constexpr std::array<NumberKey, ProposalNumber::count> kProposalNumbers{{
    {"tabled", 0, 0, 3650, "day", "on which it is put on the table; 0: when mediators bring it"},
    {"pace", 0, 0, 1, "probability per day", "that the addressees come to a decision"},
    {"life", 3650, 1, 3650, "days", "on the table until it lapses"},
    {"duration", 0, 0, 3650, "days", "in force; 0: without end"},
    {"revive", 0, 0, 10, "per day and effort", "hazard that mediators put it on the table, again too"},
    {"counter", 0, 0, 1, "share", "of the way to the fair division that the terms move after a refusal"},
    {"hazard", 0, 0, 10, "per day", "that it breaks while in force"},
    {"guarantee", 0, 0, 100, "hazard exponent", "in its terms"},
    {"needs", 0, 0, 100, "effort", "below which nobody can bring it"},
    {"calm", 1, 0, 1, "share", "of the acts on its fronts that it stops"},
}};

constexpr std::array kMediatorWords{
    WordKey{"party", "party", true, "who mediates"},
    WordKey{"via", "party", false, "a mediator through whom it reaches the sides"},
    WordKey{"proposals", "list of proposals", true, "what it works for"},
    WordKey{"trust", "table of party = share", true, "the trust that each side has in it"},
};
constexpr std::array<NumberKey, MediatorNumber::count> kMediatorNumbers{{
    {"effort", 0, 0, 100, "effort", "at the start, and where it returns to"},
    {"discouragement", 0, 0, 1, "share", "of the effort that a refusal takes away"},
    {"recovery", 0, 0, 1, "share per day", "of lost effort that comes back"},
    {"narrowing", 0, 0, 1, "share per day",
     "of the sides' misjudgement of each other that it takes away while a "
     "proposal is on the table"},
}};

constexpr std::array kHostagesWords{
    WordKey{"name", "text", true, "who is held"},
    WordKey{"holder", "party", true, "by whom"},
    WordKey{"of", "party", true, "whose people"},
    WordKey{"proposal", "proposal", true, "under which they are released"},
};
constexpr std::array<NumberKey, HostagesNumber::count> kHostagesNumbers{{
    {"people", 0, 0, 1e6, "people", "held at the start"},
    {"release", 0, 0, 1e6, "people a day", "while the proposal is in force"},
    {"value", 0, 0, 100, "payoff a day", "to their side, of a truce that frees all of them"},
}};

constexpr std::array kNormWords{
    WordKey{"name", "text", true, "a resolution or rule"},
    WordKey{"bound", "list of parties", true, "whom it binds"},
    WordKey{"authors", "list of parties", false, "who made it"},
    WordKey{"acts", "list of acts (\"front / act\")", false, "that break it"},
    WordKey{"ties", "list of ties (\"A > B\")", false, "over which aid breaks it"},
};
constexpr std::array<NumberKey, NormNumber::count> kNormNumbers{{
    {"pressure", 0, 0, 100, "pressure", "per act, or per day and full aid, on whoever breaks it"},
    {"author", 0, 0, 100, "factor", "further blame where the breaker made the rule"},
}};

constexpr std::array kPolicyWords{
    WordKey{"name", "text", true, "the policy"},
    WordKey{"note", "text", false, "what it stands for"},
    WordKey{"rule", "list of tables", false,
            "each with `when` (conditions joined by \"and\"; empty: always) and `set` (lever = level)"},
};

constexpr std::array kSections{
    Section{"crisis", "The crisis as a whole: one table `[crisis]`.", kCrisisWords, {}},
    Section{"party", "Who acts.", kPartyWords, kPartyNumbers},
    Section{"issue", "What is bargained over.", kIssueWords, kIssueNumbers},
    Section{"stance", "Where a party stands on an issue.", kStanceWords, kStanceNumbers},
    Section{"tie", "How one party stands to another.", kTieWords, kTieNumbers},
    Section{"lever", "What one party can give, share or hold back. Policies move levers, and nothing else.",
            kLeverWords, kLeverNumbers},
    Section{"red_line", "What a party says must not be done.", kRedLineWords, kRedLineNumbers},
    Section{"place", "Where people live, flee to and are helped.", kPlaceWords, kPlaceNumbers},
    Section{"front", "One party's war on another.", kFrontWords, kFrontNumbers},
    Section{"front.act", "A class of acts on the front above it.", kActWords, kActNumbers},
    Section{"excitement", "How acts bring acts.", kExcitementWords, kExcitementNumbers},
    Section{"route", "How people flee.", kRouteWords, kRouteNumbers},
    Section{"corridor", "How relief comes in.", kCorridorWords, kCorridorNumbers},
    Section{"proposal", "A truce or settlement that can be tabled, refused, accepted, revived.", kProposalWords,
            kProposalNumbers},
    Section{"mediator", "Who works for a proposal.", kMediatorWords, kMediatorNumbers},
    Section{"hostages", "People who are held.", kHostagesWords, kHostagesNumbers},
    Section{"norm", "A rule and what breaking it costs.", kNormWords, kNormNumbers},
    Section{
        "policy", "What is compared: rules that set levers when the state of the crisis is such.", kPolicyWords, {}},
};

// A number as a person would write it.
std::string plain(double x) {
  if (x == kLarge || x >= 1e6) {
    return fmt::format("{:g}", x);
  }
  return fmt::format("{}", x);
}

}  // namespace

std::span<const Section> crisis_schema() { return kSections; }

const Section& crisis_section(std::string_view name) {
  for (const Section& section : kSections) {
    if (section.name == name) {
      return section;
    }
  }
  return kSections.front();
}

std::string crisis_schema_markdown() {
  std::string out;
  for (const Section& section : kSections) {
    out += fmt::format("### `[{}]`\n{}\n\n", section.name == "crisis" ? "crisis" : fmt::format("[{}]", section.name),
                       section.help);
    out += "| key | type | needed | |\n|---|---|---|---|\n";
    for (const WordKey& key : section.words) {
      out += fmt::format("| `{}` | {} | {} | {} |\n", key.key, key.type, key.needed ? "yes" : "", key.help);
    }
    if (!section.numbers.empty()) {
      out += "\n| number | default | range | unit | |\n|---|---|---|---|---|\n";
      for (const NumberKey& key : section.numbers) {
        out += fmt::format("| `{}` | {} | {} to {} | {} | {} |\n", key.key, plain(key.fallback), plain(key.low),
                           plain(key.high), key.unit, key.help);
      }
    }
    out += "\n";
  }
  return out;
}

}  // namespace detente::play
