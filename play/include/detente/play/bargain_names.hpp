// The names that choices have on the command line and in KTAB's files.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "detente/play/bargain.hpp"

namespace detente::play::bargain {

template <typename Value>
struct Named {
  Value value;
  std::string_view name;       // ours
  std::string_view ktab_name;  // in the XML of KTAB
};

inline constexpr std::array<Named<VotingRule>, 5> kVotingRules{{{VotingRule::binary, "binary", "Binary"},
                                                                {VotingRule::prop_bin, "prop-bin", "PropBin"},
                                                                {VotingRule::proportional, "proportional", "Prop"},
                                                                {VotingRule::prop_cubic, "prop-cubic", "PropCbc"},
                                                                {VotingRule::cubic, "cubic", "Cubic"}}};
inline constexpr std::array<Named<VictoryModel>, 5> kVictoryModels{{{VictoryModel::linear, "linear", "Linear"},
                                                                    {VictoryModel::square, "square", "Square"},
                                                                    {VictoryModel::quartic, "quartic", "Quartic"},
                                                                    {VictoryModel::octic, "octic", "Octic"},
                                                                    {VictoryModel::binary, "binary", "Binary"}}};
inline constexpr std::array<Named<PceModel>, 3> kPceModels{
    {{PceModel::conditional, "conditional", "Conditional"},
     {PceModel::markov_uniform, "markov-uniform", "MarkovUniform"},
     {PceModel::markov_incentive, "markov-incentive", "MarkovIncentive"}}};
inline constexpr std::array<Named<Transitions>, 2> kTransitions{
    {{Transitions::deterministic, "deterministic", "Deterministic"},
     {Transitions::stochastic, "stochastic", "Stochastic"}}};
inline constexpr std::array<Named<RiskRange>, 3> kRiskRanges{
    {{RiskRange::min, "min", "Min"}, {RiskRange::mid, "mid", "Mid"}, {RiskRange::max, "max", "Max"}}};
inline constexpr std::array<Named<RiskView>, 5> kRiskViews{{{RiskView::none, "none", "None"},
                                                            {RiskView::one_third, "one-third", "OneThird"},
                                                            {RiskView::half, "half", "Half"},
                                                            {RiskView::two_thirds, "two-thirds", "TwoThirds"},
                                                            {RiskView::full, "full", "Full"}}};
// What KTAB calls full commitment makes the two expected utilities that a third party compares the same, as no
// commitment does: in both it stays out.
inline constexpr std::array<Named<ThirdParty>, 3> kThirdParties{{{ThirdParty::semi, "semi", "SemiCommit"},
                                                                 {ThirdParty::none, "none", "NoCommit"},
                                                                 {ThirdParty::none, "none", "FullCommit"}}};
inline constexpr std::array<Named<Interpolation>, 3> kInterpolations{{{Interpolation::s1p1, "s1p1", "S1P1"},
                                                                      {Interpolation::s2p2, "s2p2", "S2P2"},
                                                                      {Interpolation::s2pmax, "s2pmax", "S2PMax"}}};
inline constexpr std::array<Named<Proposals>, 3> kProposals{{{Proposals::initiator, "initiator", "InitOnlyInterp"},
                                                             {Proposals::both, "both", "InitRcvrInterp"},
                                                             {Proposals::weighted, "weighted", "PWCompInterp"}}};

}  // namespace detente::play::bargain
