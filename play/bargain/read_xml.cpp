// Scenarios in the XML of KTAB.
#include <fmt/format.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <unordered_map>

#include "detente/play/bargain_names.hpp"
#include "detente/play/table.hpp"
#include "scenario.hpp"

namespace detente::play::bargain {

namespace {

using table::at_line;

struct FreeDocument {
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};
struct FreeContext {
  void operator()(xmlParserCtxt* context) const { xmlFreeParserCtxt(context); }
};

std::string_view name_of(const xmlNode* node) { return reinterpret_cast<const char*>(node->name); }

std::string text_of(const xmlNode* node) {
  std::string out;
  for (const xmlNode* part = node->children; part != nullptr; part = part->next) {
    if ((part->type == XML_TEXT_NODE || part->type == XML_CDATA_SECTION_NODE) && part->content != nullptr) {
      out += reinterpret_cast<const char*>(part->content);
    }
  }
  const std::size_t first = out.find_first_not_of(" \t\r\n");
  const std::size_t last = out.find_last_not_of(" \t\r\n");
  return first == std::string::npos ? "" : out.substr(first, last - first + 1);
}

// The elements of a name below a node.
std::vector<const xmlNode*> children(const xmlNode* node, std::string_view name) {
  std::vector<const xmlNode*> out;
  for (const xmlNode* child = node->children; child != nullptr; child = child->next) {
    if (child->type == XML_ELEMENT_NODE && name_of(child) == name) {
      out.push_back(child);
    }
  }
  return out;
}

class XmlReader {
 public:
  XmlReader(const std::string& where, Scale scale) : where_(where), scale_(scale) {}

  Result<Scenario> read(const xmlNode* root) {
    if (name_of(root) != "Scenario") {
      return Error{ErrorCode::unsupported, fmt::format("the root is <{}>, not <Scenario>", name_of(root)), place(root)};
    }
    for (const xmlNode* node : children(root, "name")) {
      scenario_.name = text_of(node);
    }
    for (const xmlNode* node : children(root, "desc")) {
      scenario_.description = text_of(node);
    }
    for (const auto& step : {&XmlReader::read_parameters, &XmlReader::read_seed, &XmlReader::read_dimensions,
                             &XmlReader::read_actors, &XmlReader::read_ideals}) {
      if (const auto good = (this->*step)(root); !good) {
        return good.error();
      }
    }
    return std::move(scenario_);
  }

 private:
  std::string place(const xmlNode* node) const { return at_line(where_, static_cast<int>(xmlGetLineNo(node))); }

  Result<const xmlNode*> only_child(const xmlNode* node, std::string_view name) const {
    const auto found = children(node, name);
    if (found.size() != 1) {
      return Error{found.empty() ? ErrorCode::missing_field : ErrorCode::bad_format,
                   fmt::format("<{}> holds {} <{}>; it must hold one", name_of(node), found.size(), name), place(node)};
    }
    return found.front();
  }

  Result<double> number_of(const xmlNode* node, std::string_view name) const {
    return table::number(text_of(node), name, where_, static_cast<int>(xmlGetLineNo(node)));
  }

  template <typename Value, std::size_t size>
  Result<void> choose(const xmlNode* node, std::string_view element, const std::array<Named<Value>, size>& names,
                      Value& out) const {
    for (const xmlNode* child : children(node, element)) {
      const std::string given = text_of(child);
      const auto* found = std::find_if(names.begin(), names.end(), [&](const Named<Value>& named) {
        return named.ktab_name == given || table::lower(given) == named.name;
      });
      if (found == names.end()) {
        return Error{ErrorCode::unsupported, fmt::format("<{}> '{}' is not known", element, table::shown(given)),
                     place(child)};
      }
      out = found->value;
    }
    return {};
  }

  Result<void> read_parameters(const xmlNode* root) {
    const auto all = children(root, "ModelParameters");
    if (all.empty()) {
      return {};
    }
    const xmlNode* node = all.front();
    SmpOptions o;
    for (const Result<void>& good :
         {choose(node, "VictoryProbModel", kVictoryModels, o.pce.victory),
          choose(node, "PCEModel", kPceModels, o.pce.pce),
          choose(node, "StateTransitions", kTransitions, o.transitions),
          choose(node, "VotingRule", kVotingRules, o.pce.vote), choose(node, "BigRAdjust", kRiskViews, o.risk_view),
          choose(node, "BigRRange", kRiskRanges, o.risk_range),
          choose(node, "ThirdPartyCommit", kThirdParties, o.third_party),
          choose(node, "InterVecBrgn", kInterpolations, o.interpolation),
          choose(node, "BargnModel", kProposals, o.proposals)}) {
      if (!good) {
        return good.error();
      }
    }
    scenario_.options = o;
    return {};
  }

  Result<void> read_seed(const xmlNode* root) {
    for (const xmlNode* node : children(root, "prngSeed")) {
      const std::string digits = text_of(node);
      std::uint64_t seed = 0;
      const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), seed);
      if (error != std::errc() || end != digits.data() + digits.size()) {
        return Error{ErrorCode::bad_value,
                     fmt::format("<prngSeed> '{}' is no whole number of 64 bits", table::shown(digits)), place(node)};
      }
      if (scenario_.options) {
        scenario_.options->seed = seed;
      }
    }
    return {};
  }

  Result<void> read_dimensions(const xmlNode* root) {
    const auto node = only_child(root, "Dimensions");
    if (!node) {
      return node.error();
    }
    for (const xmlNode* dimension : children(*node, "dName")) {
      scenario_.dimensions.push_back(text_of(dimension));
    }
    constexpr std::size_t kMost = 100;
    if (scenario_.dimensions.empty() || scenario_.dimensions.size() > kMost) {
      return Error{
          ErrorCode::bad_value,
          fmt::format("<Dimensions> holds {} <dName>; it must hold 1 to {}", scenario_.dimensions.size(), kMost),
          place(*node)};
    }
    scenario_.standing.dimensions = scenario_.dimensions.size();
    return {};
  }

  // The numbers of an actor's <Position> or <Salience>, one a dimension.
  Result<std::vector<double>> coordinates(const xmlNode* actor, std::string_view group, std::string_view element,
                                          std::string_view name) const {
    const auto node = only_child(actor, group);
    if (!node) {
      return node.error();
    }
    std::vector<double> out;
    for (const xmlNode* coordinate : children(*node, element)) {
      const auto value = number_of(coordinate, name);
      if (!value) {
        return value.error();
      }
      out.push_back(*value);
    }
    if (out.size() != scenario_.dimensions.size()) {
      return Error{
          ErrorCode::bad_format,
          fmt::format("<{}> holds {} <{}> for {} dimensions", group, out.size(), element, scenario_.dimensions.size()),
          place(*node)};
    }
    return out;
  }

  Result<void> read_actors(const xmlNode* root) {
    const auto node = only_child(root, "Actors");
    if (!node) {
      return node.error();
    }
    Builder builder(scenario_, where_, scale_);
    for (const xmlNode* actor : children(*node, "Actor")) {
      const auto name = only_child(actor, "name");
      const auto strength = only_child(actor, "capability");
      for (const auto& child : {name, strength}) {
        if (!child) {
          return child.error();
        }
      }
      const auto capability = number_of(*strength, "capability");
      if (!capability) {
        return capability.error();
      }
      auto positions = coordinates(actor, "Position", "dCoord", "position");
      if (!positions) {
        return positions.error();
      }
      auto saliences = coordinates(actor, "Salience", "dSal", "salience");
      if (!saliences) {
        return saliences.error();
      }
      ActorRow row;
      row.name = text_of(*name);
      for (const xmlNode* child : children(actor, "description")) {
        row.description = text_of(child);
      }
      row.capability = *capability;
      row.positions = std::move(*positions);
      row.saliences = std::move(*saliences);
      row.line = static_cast<int>(xmlGetLineNo(actor));
      if (const auto added = builder.add(std::move(row)); !added) {
        return added.error();
      }
    }
    if (builder.actors() < 2) {
      return Error{ErrorCode::truncated,
                   fmt::format("bargaining needs two actors or more; the scenario has {}", builder.actors()),
                   place(*node)};
    }
    return {};
  }

  Result<void> read_ideals(const xmlNode* root) {
    const auto all = children(root, "IdealAdjustment");
    if (all.empty()) {
      return {};
    }
    Standing& s = scenario_.standing;
    std::unordered_map<std::string_view, std::size_t> index;
    for (std::size_t i = 0; i < s.actors; ++i) {
      index.emplace(scenario_.actors[i], i);
    }
    // Who is not named follows its own position, as without any accommodation.
    s.accommodation.assign(s.actors * s.actors, 0);
    for (std::size_t i = 0; i < s.actors; ++i) {
      s.accommodation[i * s.actors + i] = 1;
    }
    for (const xmlNode* pair : children(all.front(), "iaPair")) {
      std::array<std::size_t, 2> ends{};
      std::size_t at = 0;
      for (const char* element : {"adjustingIdeal", "referencePos"}) {
        const auto node = only_child(pair, element);
        if (!node) {
          return node.error();
        }
        const std::string name = text_of(*node);
        const auto found = index.find(name);
        if (found == index.end()) {
          return Error{ErrorCode::bad_value, fmt::format("<{}> '{}' is no actor", element, table::shown(name)),
                       place(*node)};
        }
        ends[at++] = found->second;
      }
      const auto node = only_child(pair, "adjust");
      if (!node) {
        return node.error();
      }
      const auto value = number_of(*node, "adjustment");
      if (!value) {
        return value.error();
      }
      if (*value < 0 || *value > 1) {
        return Error{ErrorCode::bad_value, fmt::format("adjustment {} lies outside 0 to 1", *value), place(*node)};
      }
      s.accommodation[ends[0] * s.actors + ends[1]] = *value;
    }
    for (std::size_t i = 0; i < s.actors; ++i) {
      double sum = 0;
      for (std::size_t j = 0; j < s.actors; ++j) {
        sum += s.accommodation[i * s.actors + j];
      }
      if (sum > 1 + 1e-9) {
        return Error{ErrorCode::bad_value,
                     fmt::format("the ideal of '{}' follows positions by {} in all; at most 1",
                                 table::shown(scenario_.actors[i]), sum),
                     place(all.front())};
      }
    }
    return {};
  }

  const std::string& where_;
  Scale scale_;
  Scenario scenario_;
};

}  // namespace

Result<Scenario> read_xml_scenario(std::string_view text, const std::string& where, Scale scale) {
  if (text.size() > table::kLargest) {
    return Error{ErrorCode::too_large, "a scenario holds at most 64 MB", where};
  }
  const std::unique_ptr<xmlParserCtxt, FreeContext> context(xmlNewParserCtxt());
  // No network, no external entities, none expanded: a scenario is data.
  const std::unique_ptr<xmlDoc, FreeDocument> document(
      context == nullptr ? nullptr
                         : xmlCtxtReadMemory(context.get(), text.data(), static_cast<int>(text.size()), nullptr,
                                             nullptr, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
  const xmlNode* root = document == nullptr ? nullptr : xmlDocGetRootElement(document.get());
  if (root == nullptr) {
    const xmlError* error = context == nullptr ? nullptr : xmlCtxtGetLastError(context.get());
    std::string message = error == nullptr || error->message == nullptr ? "no document" : error->message;
    while (!message.empty() && (message.back() == '\n' || message.back() == ' ')) {
      message.pop_back();
    }
    return Error{ErrorCode::bad_format, "this is no well-formed XML: " + table::shown(message),
                 error == nullptr ? where : at_line(where, error->line)};
  }
  return XmlReader(where, scale).read(root);
}

}  // namespace detente::play::bargain
