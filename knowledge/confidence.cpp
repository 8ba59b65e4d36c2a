#include "detente/knowledge/confidence.hpp"

#include <toml++/toml.h>
#include <algorithm>
#include <cmath>
#include <utility>

#include "toml_file.hpp"

namespace detente::knowledge {

namespace {

constexpr double kLargestWeight = 20;  // logits; beyond it a probability is 0 or 1 for a reader

std::optional<double> number_in(const toml::table& table, std::string_view key, double low, double high) {
  const auto value = table[key].value<double>();
  return value && std::isfinite(*value) && *value >= low && *value <= high ? value : std::nullopt;
}

}  // namespace

Result<void> ConfidenceModel::add_toml(const std::filesystem::path& file) {
  const std::string origin = origin_of(file);
  const auto text = read_text_file(file, origin);
  if (!text) {
    return text.error();
  }
  const auto root = parse_toml(*text, origin);
  if (!root) {
    return root.error();
  }
  const auto wrong = [&](const toml::node& at, std::string why) {
    return Error{ErrorCode::knowledge, std::move(why), origin + ":" + std::to_string(at.source().begin.line)};
  };
  const toml::array* entries = root->get_as<toml::array>("kind");
  if (entries == nullptr) {
    return wrong(*root, "A model of confidence is a list of [[kind]] tables.");
  }
  for (const toml::node& node : *entries) {
    const toml::table* entry = node.as_table();
    const auto named = entry == nullptr ? std::nullopt : (*entry)["name"].value<std::string>();
    if (!named) {
      return wrong(node, "A kind needs a 'name'.");
    }
    Kind kind;
    kind.name = *named;
    const auto bias = number_in(*entry, "bias", -kLargestWeight, kLargestWeight);
    if (!bias) {
      return wrong(node, "A kind needs a 'bias' from -20 to 20.");
    }
    kind.bias = *bias;
    if (const toml::table* weights = (*entry)["weights"].as_table()) {
      for (const auto& [key, value] : *weights) {
        const auto weight = number_in(*weights, key.str(), -kLargestWeight, kLargestWeight);
        if (!weight) {
          return wrong(value, "'" + std::string(key.str()) + "' must be a number from -20 to 20.");
        }
        kind.weights.insert_or_assign(std::string(key.str()), *weight);
      }
    }
    if (const toml::array* bins = (*entry)["bins"].as_array()) {
      for (const toml::node& item : *bins) {
        const toml::table* bin = item.as_table();
        const auto low = bin == nullptr ? std::nullopt : number_in(*bin, "low", 0, 1);
        const auto high = bin == nullptr ? std::nullopt : number_in(*bin, "high", 0, 1);
        const auto right = bin == nullptr ? std::nullopt : number_in(*bin, "right", 0, 1);
        const auto items = bin == nullptr ? std::nullopt : number_in(*bin, "items", 0, 1e9);
        if (!low || !high || !right || !items) {
          return wrong(item, "A bin needs 'low', 'high' and 'right' from 0 to 1, and 'items'.");
        }
        kind.bins.push_back({*low, *high, static_cast<std::uint32_t>(*items), *right});
      }
    }
    std::erase_if(kinds_, [&](const Kind& k) { return k.name == kind.name; });
    kinds_.push_back(std::move(kind));
  }
  return {};
}

void ConfidenceModel::write(ArchiveWriter& out) const {
  out.put_all(kinds_, [](ArchiveWriter& o, const Kind& k) {
    o.put(k.name);
    o.put(k.bias);
    std::vector<std::pair<std::string, double>> weights(k.weights.begin(), k.weights.end());
    std::sort(weights.begin(), weights.end());
    o.put_all(weights, [](ArchiveWriter& w, const std::pair<std::string, double>& one) {
      w.put(one.first);
      w.put(one.second);
    });
    o.put_all(k.bins, [](ArchiveWriter& w, const ReliabilityBin& bin) {
      w.put(bin.low);
      w.put(bin.high);
      w.put(bin.items);
      w.put(bin.right);
    });
  });
}

bool ConfidenceModel::read(ArchiveReader& in) {
  in.get_all(kinds_, [](ArchiveReader& i) {
    Kind k;
    k.name = i.get_text();
    k.bias = i.get<double>();
    std::vector<int> ignored;
    i.get_all(ignored, [&k](ArchiveReader& w) {
      std::string name(w.get_text());
      k.weights.insert_or_assign(std::move(name), w.get<double>());
      return 0;
    });
    i.get_all(k.bins, [](ArchiveReader& w) {
      ReliabilityBin bin;
      bin.low = w.get<double>();
      bin.high = w.get<double>();
      bin.items = w.get<std::uint32_t>();
      bin.right = w.get<double>();
      return bin;
    });
    return k;
  });
  return in.ok();
}

const ConfidenceModel::Kind* ConfidenceModel::find(std::string_view kind) const {
  const auto at = std::find_if(kinds_.begin(), kinds_.end(), [&](const Kind& k) { return k.name == kind; });
  return at == kinds_.end() ? nullptr : &*at;
}

std::optional<double> ConfidenceModel::probability(std::string_view kind, std::span<const std::string> features) const {
  const Kind* k = find(kind);
  if (k == nullptr) {
    return std::nullopt;
  }
  double logit = k->bias;
  for (const std::string& feature : features) {
    if (const auto at = k->weights.find(feature); at != k->weights.end()) {
      logit += at->second;
    }
  }
  return 1 / (1 + std::exp(-logit));
}

double ConfidenceModel::weight(std::string_view kind, std::string_view feature) const {
  const Kind* k = find(kind);
  if (k == nullptr) {
    return 0;
  }
  const auto at = k->weights.find(feature);
  return at == k->weights.end() ? 0 : at->second;
}

const ReliabilityBin* ConfidenceModel::bin(std::string_view kind, double confidence) const {
  const Kind* k = find(kind);
  if (k == nullptr) {
    return nullptr;
  }
  const auto at = std::find_if(k->bins.begin(), k->bins.end(), [&](const ReliabilityBin& b) {
    return confidence >= b.low && (confidence < b.high || (b.high >= 1 && confidence <= b.high));
  });
  return at == k->bins.end() ? nullptr : &*at;
}

}  // namespace detente::knowledge
