#include "detente/language/pipeline.hpp"

namespace detente::language {

struct Workspace::State {};
struct Pipeline::Model {};

Workspace::Workspace() : state_(std::make_unique<State>()) {}
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;
Workspace::~Workspace() = default;

Pipeline::Pipeline(std::unique_ptr<Model> model) : model_(std::move(model)) {}
Pipeline::Pipeline(Pipeline&&) noexcept = default;
Pipeline& Pipeline::operator=(Pipeline&&) noexcept = default;
Pipeline::~Pipeline() = default;

}  // namespace detente::language
