// The file of a thinc model: its nodes in the order of a walk over the tree, each with settings and weights.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "faults.hpp"
#include "msgpack.hpp"

namespace detente::language {

class ThincModel {
 public:
  ThincModel(const std::filesystem::path& file, Faults& faults);

  const std::string& where() const { return where_; }
  std::size_t size() const { return names_.size(); }
  std::string_view name(std::size_t node) const { return names_[node]; }

  // The nodes of a name, in order.
  std::vector<std::size_t> named(std::string_view name) const;
  // The index that node 0 keeps for a part such as "upper"; size() if none.
  std::size_t reference(std::string_view part) const;

  // A setting, which thinc keeps as MessagePack within MessagePack; `otherwise` if absent.
  std::int64_t integer(std::size_t node, std::string_view key, std::int64_t otherwise) const;
  bool truth(std::size_t node, std::string_view key, bool otherwise) const;
  std::vector<std::string> texts(std::size_t node, std::string_view key) const;

  Tensor weights(std::size_t node, std::string_view key, Faults& faults) const;

 private:
  MsgValue setting(std::size_t node, std::string_view key) const;

  std::string where_;
  std::string bytes_;
  MsgValue root_;
  std::vector<std::string_view> names_;
  const MsgValue* settings_ = nullptr;
  const MsgValue* weights_ = nullptr;
};

}  // namespace detente::language
