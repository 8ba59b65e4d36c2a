#include "thinc.hpp"

namespace detente::language {

ThincModel::ThincModel(const std::filesystem::path& file, Faults& faults)
    : where_(file.string()), bytes_(read_file(file, faults)) {
  if (faults.any()) {
    return;
  }
  root_ = read_msgpack(bytes_, where_, faults);
  if (faults.any()) {
    return;
  }
  const MsgValue* nodes = root_.find("nodes");
  settings_ = root_.find("attrs");
  weights_ = root_.find("params");
  const auto is_list = [](const MsgValue* v) { return v != nullptr && v->is(MsgValue::Kind::array); };
  if (!is_list(nodes) || !is_list(settings_) || !is_list(weights_) || nodes->items.empty() ||
      nodes->items.size() != settings_->items.size() || nodes->items.size() != weights_->items.size()) {
    faults.report(where_, "not the file of a thinc model");
    return;
  }
  for (const MsgValue& node : nodes->items) {
    const MsgValue* name = node.find("name");
    names_.push_back(name != nullptr && name->is_bytes() ? name->bytes : std::string_view{});
  }
}

std::vector<std::size_t> ThincModel::named(std::string_view name) const {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (names_[i] == name) {
      found.push_back(i);
    }
  }
  return found;
}

std::size_t ThincModel::reference(std::string_view part) const {
  const MsgValue* nodes = root_.find("nodes");
  if (nodes == nullptr || nodes->items.empty()) {
    return size();
  }
  const MsgValue* refs = nodes->items.front().find("refs");
  const MsgValue* index = refs == nullptr ? nullptr : refs->find(part);
  return index != nullptr && index->is_number() && index->natural < size() ? static_cast<std::size_t>(index->natural)
                                                                           : size();
}

MsgValue ThincModel::setting(std::size_t node, std::string_view key) const {
  const MsgValue* value = node < size() ? settings_->items[node].find(key) : nullptr;
  if (value == nullptr || !value->is_bytes()) {
    return {};
  }
  Faults ignored;
  return read_msgpack(value->bytes, where_, ignored);
}

std::int64_t ThincModel::integer(std::size_t node, std::string_view key, std::int64_t otherwise) const {
  const MsgValue value = setting(node, key);
  return value.is_number() ? value.integer : otherwise;
}

bool ThincModel::truth(std::size_t node, std::string_view key, bool otherwise) const {
  const MsgValue value = setting(node, key);
  return value.is(MsgValue::Kind::boolean) ? value.boolean : otherwise;
}

std::vector<std::string> ThincModel::texts(std::size_t node, std::string_view key) const {
  std::vector<std::string> all;
  const MsgValue value = setting(node, key);
  for (const MsgValue& item : value.items) {
    all.push_back(item.is_bytes() ? std::string(item.bytes) : item.is_number() ? std::to_string(item.integer) : "");
  }
  return all;
}

Tensor ThincModel::weights(std::size_t node, std::string_view key, Faults& faults) const {
  const MsgValue* value = node < size() ? weights_->items[node].find(key) : nullptr;
  return read_tensor(value, where_ + " node " + std::to_string(node), faults);
}

}  // namespace detente::language
