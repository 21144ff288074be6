//===- Module.cpp - Modules --------------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/nn/Module.h"
#include "frontend/nn/ClassName.h"
#include "frontend/tensor/Build.h"
#include "llvm/ADT/DenseSet.h"

namespace tenon {

using namespace frontend;

namespace nn {

namespace {

/// The module that is running in this thread.
thread_local const Module *running = nullptr;

std::string joined(const std::string &prefix, const std::string &name) {
  return prefix.empty() ? name : prefix + "." + name;
}

/// Calls `function` with the module and all below it, and their names.
template <typename AnyModule, typename Function>
void visit(AnyModule &module, const std::string &name, const Function &function) {
  function(name, module);
  for (auto &child : module.named_children())
    visit<AnyModule>(*child.value(), joined(name, child.key()), function);
}

std::shared_ptr<Module> sharedPointerOf(const Module &module, SourceLocation here) {
  // What a constant module gives is not meant to be constant: it names the modules.
  auto pointer = const_cast<Module &>(module).weak_from_this().lock();
  if (!pointer)
    throw Error("a shared pointer of the module " + module.name() +
                    " is needed, and none holds it: make it with its holder or std::make_shared",
                here);
  return pointer;
}

} // namespace

namespace detail {

ModuleScope::ModuleScope(const Module &module) : outer(running) { running = &module; }
ModuleScope::~ModuleScope() { running = outer; }

void failEmptyHolder() {
  throw Error("an empty module is used: make it before, with register_module(name, Module(...))",
              SourceLocation::unknown());
}

} // namespace detail

Module::Module() = default;
Module::Module(std::string name) : className(std::move(name)) {}
Module::Module(const Module &other)
    : std::enable_shared_from_this<Module>(other), parameters_(other.parameters_), buffers_(other.buffers_),
      children_(other.children_), className(other.className), training(other.training) {}
Module &Module::operator=(const Module &other) {
  if (this == &other)
    return *this;
  parameters_ = other.parameters_;
  buffers_ = other.buffers_;
  children_ = other.children_;
  className = other.className;
  training = other.training;
  for (auto &child : children_)
    child.value()->parent = this;
  return *this;
}
Module::~Module() {
  for (auto &child : children_)
    if (child.value() && child.value()->parent == this)
      child.value()->parent = nullptr;
}

void Module::checkName(const std::string &name, SourceLocation here) const {
  std::string what = name.empty()                          ? "an empty name"
                     : name.find('.') != std::string::npos ? "a name with a dot, '" + name + "'"
                     : parameters_.contains(name) || buffers_.contains(name) || children_.contains(name)
                         ? "a name that is taken, '" + name + "'"
                         : "";
  if (!what.empty())
    throw Error(this->name() + " registers something under " + what, here);
}

Tensor &Module::register_parameter(std::string name, Tensor tensor, bool requires_grad, SourceLocation here) {
  checkName(name, here);
  if (tensor.defined())
    tensor.implementation()->requiresGradient = requires_grad;
  return parameters_.insert(std::move(name), std::move(tensor));
}

Tensor &Module::register_buffer(std::string name, Tensor tensor, SourceLocation here) {
  checkName(name, here);
  return buffers_.insert(std::move(name), std::move(tensor));
}

void Module::takeIn(const std::string &name, const std::shared_ptr<Module> &module, SourceLocation here) {
  if (!module)
    throw Error(this->name() + " registers an empty module as '" + name + "'", here);
  visit<const Module>(*module, "", [&](const std::string &, const Module &inner) {
    if (&inner == this)
      throw Error(this->name() + " registers '" + name + "', of which it is a part itself", here);
  });
  module->parent = this;
  module->ownName = name;
}

void Module::adopt(std::string name, std::shared_ptr<Module> module, SourceLocation here) {
  checkName(name, here);
  takeIn(name, module, here);
  children_.insert(std::move(name), std::move(module));
}

void Module::exchange(const std::string &name, std::shared_ptr<Module> module, SourceLocation here) {
  std::shared_ptr<Module> *place = children_.find(name);
  if (!place)
    throw Error(this->name() + " has no submodule '" + name + "' to replace", here);
  std::shared_ptr<Module> replaced = *place;
  takeIn(name, module, here);
  *place = std::move(module);
  if (replaced != *place)
    replaced->parent = nullptr;
}

void Module::unregister_module(const std::string &name, SourceLocation here) {
  std::shared_ptr<Module> *found = children_.find(name);
  if (!found)
    throw Error(this->name() + " has no submodule '" + name + "' to unregister", here);
  (*found)->parent = nullptr;
  children_.erase(name);
}

namespace {

/// The entries of one member of all modules, under their names.
template <typename Entries> OrderedDict<std::string, Tensor> collect(const Module &module, Entries entriesOf) {
  OrderedDict<std::string, Tensor> result;
  visit<const Module>(module, "", [&](const std::string &name, const Module &inner) {
    for (auto &entry : entriesOf(inner))
      result.insert(joined(name, entry.key()), entry.value());
  });
  return result;
}

OrderedDict<std::string, Tensor> defined(const OrderedDict<std::string, Tensor> &entries) {
  OrderedDict<std::string, Tensor> result;
  for (auto &entry : entries)
    if (entry.value().defined())
      result.insert(entry);
  return result;
}

} // namespace

OrderedDict<std::string, Tensor> Module::named_parameters(bool recurse) const {
  return recurse ? collect(*this, [](const Module &module) { return module.named_parameters(false); })
                 : defined(parameters_);
}
OrderedDict<std::string, Tensor> Module::named_buffers(bool recurse) const {
  return recurse ? collect(*this, [](const Module &module) { return module.named_buffers(false); }) : defined(buffers_);
}
std::vector<Tensor> Module::parameters(bool recurse) const { return named_parameters(recurse).values(); }
std::vector<Tensor> Module::buffers(bool recurse) const { return named_buffers(recurse).values(); }

OrderedDict<std::string, Tensor> Module::state_dict() const {
  OrderedDict<std::string, Tensor> result = named_parameters();
  result.update(named_buffers());
  return result;
}

int64_t Module::parameter_count(bool recurse) const {
  llvm::DenseSet<const TensorImpl *> counted;
  int64_t count = 0;
  for (const Tensor &parameter : parameters(recurse))
    if (counted.insert(parameter.implementation().get()).second)
      count += parameter.numel();
  return count;
}

std::vector<std::shared_ptr<Module>> Module::children() const { return children_.values(); }
OrderedDict<std::string, std::shared_ptr<Module>> Module::named_children() const { return children_; }

OrderedDict<std::string, std::shared_ptr<Module>> Module::named_modules(const std::string &prefix, bool include_self,
                                                                        SourceLocation here) const {
  OrderedDict<std::string, std::shared_ptr<Module>> result;
  visit<const Module>(*this, prefix, [&](const std::string &name, const Module &module) {
    if (include_self || &module != this)
      result.insert(name, sharedPointerOf(module, here));
  });
  return result;
}
std::vector<std::shared_ptr<Module>> Module::modules(bool include_self, SourceLocation here) const {
  return named_modules("", include_self, here).values();
}

void Module::apply(const ModuleApplyFunction &function) {
  visit<Module>(*this, "", [&](const std::string &, Module &module) { function(module); });
}
void Module::apply(const ConstModuleApplyFunction &function) const {
  visit<const Module>(*this, "", [&](const std::string &, const Module &module) { function(module); });
}
void Module::apply(const NamedModuleApplyFunction &function, const std::string &prefix) {
  visit<Module>(*this, prefix, function);
}
void Module::apply(const ConstNamedModuleApplyFunction &function, const std::string &prefix) const {
  visit<const Module>(*this, prefix, function);
}
void Module::apply(const ModulePointerApplyFunction &function) const {
  for (auto &module : modules())
    function(module);
}
void Module::apply(const NamedModulePointerApplyFunction &function, const std::string &prefix) const {
  for (auto &module : named_modules(prefix))
    function(module.key(), module.value());
}

std::shared_ptr<Module> Module::clone(const std::optional<Device> &, SourceLocation here) const {
  throw Error("clone: " + name() + " does not say how it is made anew: derive it from nn::Cloneable<" + name() +
                  "Impl>, and register what it has in reset()",
              here);
}
void Module::becomeClone(const Module &original, SourceLocation here) { original.clone(std::nullopt, here); }
void Module::failOtherClass(const Module &original, SourceLocation here) const {
  throw Error("clone: reset() makes the submodule '" + path() + "' as " + name() + ", but it is " + original.name(),
              here);
}

std::shared_ptr<Module> Module::finishClone(Module *copy, void (*reset)(Module &made), const std::optional<Device> &device,
                                            SourceLocation here) const {
  std::shared_ptr<Module> made(copy);
  made->forget();
  reset(*made);
  made->takeFrom(*this, device, here);
  return made;
}

void Module::forget() {
  parameters_.clear();
  buffers_.clear();
  children_.clear();
}

void Module::takeFrom(const Module &original, const std::optional<Device> &device, SourceLocation here) {
  if (device)
    typeOf(TensorOptions(*device), kFloat, here);
  auto check = [&](const auto &made, const auto &wanted, const char *what) {
    if (made.keys() != wanted.keys())
      throw Error("clone: reset() of " + name() + " does not register the same " + what + " as the module has: "
                  "register all of them there, and nothing elsewhere",
                  here);
  };
  check(parameters_, original.parameters_, "parameters");
  check(buffers_, original.buffers_, "buffers");
  check(children_, original.children_, "submodules");
  auto take = [&](Tensor &made, const Tensor &wanted) {
    if (made.defined() && wanted.defined()) {
      setNode(made, nodeOf(wanted, here), here);
      made.implementation()->requiresGradient = wanted.implementation()->requiresGradient;
    } else if (wanted.defined()) {
      made = wanted.clone(here);
    }
  };
  for (auto &entry : original.parameters_)
    take(parameters_[entry.key()], entry.value());
  for (auto &entry : original.buffers_)
    take(buffers_[entry.key()], entry.value());
  for (auto &child : original.children_)
    children_[child.key()]->becomeClone(*child.value(), here);
}

void Module::train(bool on) {
  training = on;
  for (auto &child : children_)
    child.value()->train(on);
}

void Module::to(ScalarType dtype, bool, SourceLocation here) {
  if (!isFloatingType(dtype))
    throw Error("a module is converted to a float type only, not " + std::string(toString(dtype)), here);
  for (auto &child : children_)
    child.value()->to(dtype, false, here);
  for (auto *entries : {&parameters_, &buffers_})
    for (auto &entry : *entries)
      if (entry.value().defined() && entry.value().is_floating_point())
        setNode(entry.value(), cast(nodeOf(entry.value(), here), dtype, here), here);
}
void Module::to(Device device, bool, SourceLocation here) { typeOf(TensorOptions(device), kFloat, here); }
void Module::to(Device device, ScalarType dtype, bool non_blocking, SourceLocation here) {
  to(device, non_blocking, here);
  to(dtype, non_blocking, here);
}

const std::string &Module::name() const {
  if (className.empty())
    className = classNameOf(typeid(*this));
  return className;
}

std::string Module::path() const { return parent ? joined(parent->path(), ownName) : ""; }

} // namespace nn

std::string frontend::currentModulePath() { return nn::running ? nn::running->path() : ""; }

} // namespace tenon
