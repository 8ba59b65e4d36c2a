// What the desk answers beside its views. The dispatcher, the OpenAPI document and docs/desk-api.md follow from it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "detente/desk/view.hpp"

namespace detente::desk {

enum class RouteId : std::uint8_t {
  api,
  jobs,
  job,
  job_result,
  job_crisis,
  cancel_job,
  stream,
  upload,
  correct,
  undo,
  play,
  crises,
  mcp,
};

struct Route {
  RouteId id;
  std::string_view method;
  std::string_view path;
  std::string_view summary;
  std::vector<Parameter> parameters = {};
  std::vector<std::string_view> takes = {};  // media types of the body
  std::string_view body = {};                // what stands in it
  int status = 200;
  std::string_view gives = "application/json";
  std::string_view says = {};  // what stands in the answer
};

std::span<const Route> routes();

}  // namespace detente::desk
