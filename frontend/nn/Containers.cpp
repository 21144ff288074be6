//===- Containers.cpp - Modules and parameters in containers -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/nn/Containers.h"
#include "frontend/nn/ClassName.h"
#include "frontend/tensor/Build.h"
#include "tenon/nn/Sequential.h"
#include <algorithm>
#include <ostream>

namespace tenon::nn {

void detail::failOtherType(const std::string &what, const std::type_info &is, const std::type_info &expected,
                           SourceLocation here) {
  throw Error(what + " is of the type " + typeNameOf(is) + ", expected " + typeNameOf(expected), here);
}
void detail::failArgumentCount(const Module &module, size_t given, SourceLocation here) {
  throw Error("forward of " + module.name() + " does not take " + std::to_string(given) +
                  (given == 1 ? " argument" : " arguments"),
              here);
}

static void needModule(bool is, SourceLocation here) {
  if (!is)
    throw Error("an empty AnyModule is used: make it of a module before", here);
}
AnyValue AnyModule::forwardAny(std::vector<AnyValue> &arguments, SourceLocation here) const {
  needModule(call, here);
  return call(*module, arguments, here);
}
AnyModule AnyModule::clone(const std::optional<Device> &device, SourceLocation here) const {
  needModule(call, here);
  AnyModule copy;
  copy.module = module->clone(device, here);
  copy.call = call;
  return copy;
}
const std::type_info &AnyModule::type_info() const {
  needModule(call, SourceLocation::unknown());
  const Module &held = *module;
  return typeid(held);
}

SequentialImpl::SequentialImpl(const OrderedDict<std::string, AnyModule> &modules) {
  for (auto &entry : modules)
    push_back(entry.key(), entry.value());
}
SequentialImpl::SequentialImpl(std::initializer_list<NamedAnyModule> modules) {
  for (const NamedAnyModule &entry : modules)
    push_back(entry);
}

std::shared_ptr<Module> SequentialImpl::clone(const std::optional<Device> &device, SourceLocation here) const {
  auto copy = std::make_shared<SequentialImpl>();
  for (size_t i = 0; i < entries.size(); ++i)
    copy->append(children_[i].key(), entries[i].clone(device, here), here);
  copy->train(is_training());
  return copy;
}

Tensor SequentialImpl::forward(const Tensor &input, SourceLocation here) {
  return std::move(forwardValues(input, here).get<Tensor>(here));
}

AnyValue SequentialImpl::forwardAny(std::vector<AnyValue> &inputs, SourceLocation here) {
  if (entries.empty())
    throw Error("forward of an empty Sequential: push_back a module before", here);
  AnyValue value = entries.front().forwardAny(inputs, here);
  for (size_t i = 1; i < entries.size(); ++i) {
    std::vector<AnyValue> next = {std::move(value)};
    value = entries[i].forwardAny(next, here);
  }
  return value;
}

void SequentialImpl::append(std::string name, AnyModule module, SourceLocation here) {
  needModule(!module.is_empty(), here);
  register_module(std::move(name), module.ptr(), here);
  entries.push_back(std::move(module));
}

template <typename Entries> static void checkPlace(const Entries &entries, size_t place, const char *container) {
  if (place >= entries.size())
    throw Error(std::string(container) + " has " + std::to_string(entries.size()) + " entries, no place " +
                    std::to_string(place),
                SourceLocation::unknown());
}

const AnyModule &SequentialImpl::entryAt(size_t place) const {
  checkPlace(entries, place, "Sequential");
  return entries[place];
}

namespace {

/// A container of the same kind, with clones of its modules and parameters.
template <typename Container>
std::shared_ptr<Container> cloneContents(const Container &original, const std::optional<Device> &device,
                                         SourceLocation here) {
  if (device)
    frontend::typeOf(TensorOptions(*device), kFloat, here);
  auto copy = std::make_shared<Container>();
  for (auto &child : original.named_children())
    copy->register_module(child.key(), child.value()->clone(device, here), here);
  for (auto &parameter : original.named_parameters(false)) {
    const auto &impl = *parameter.value().implementation();
    copy->register_parameter(parameter.key(), parameter.value().clone(here), impl.requiresGradient, here);
  }
  copy->train(original.is_training());
  return copy;
}

} // namespace

#define TENON_CONTAINER(Name)                                                                                          \
  std::shared_ptr<Module> Name##Impl::clone(const std::optional<Device> &device, SourceLocation here) const {          \
    return cloneContents(*this, device, here);                                                                         \
  }
TENON_CONTAINER(ModuleList)
TENON_CONTAINER(ModuleDict)
TENON_CONTAINER(ParameterList)
TENON_CONTAINER(ParameterDict)
#undef TENON_CONTAINER

void ModuleListImpl::pretty_print(std::ostream &stream) const { stream << name(); }
void ModuleDictImpl::pretty_print(std::ostream &stream) const { stream << name(); }

std::shared_ptr<Module> ModuleListImpl::ptr(size_t place) const {
  checkPlace(children_, place, "ModuleList");
  return children_[place].value();
}

void ModuleListImpl::insertPointer(size_t place, std::shared_ptr<Module> module, SourceLocation here) {
  if (place > size())
    throw Error("ModuleList has " + std::to_string(size()) + " entries, none can be put at " + std::to_string(place),
                here);
  push_back(std::move(module), here);
  std::vector<std::shared_ptr<Module>> modules = children();
  std::rotate(modules.begin() + static_cast<int64_t>(place), modules.end() - 1, modules.end());
  children_.clear();
  for (auto &entry : modules)
    push_back(entry, here);
}

void ModuleDictImpl::update(const std::vector<NamedPointer> &modules, SourceLocation here) {
  for (auto &[name, module] : modules)
    if (contains(name))
      replace_module(name, module, here);
    else
      register_module(name, module, here);
}
std::shared_ptr<Module> ModuleDictImpl::pop(const std::string &name, SourceLocation here) {
  std::shared_ptr<Module> module = contains(name) ? children_[name] : nullptr;
  unregister_module(name, here);
  return module;
}
void ModuleDictImpl::clear() {
  for (const std::string &name : keys())
    unregister_module(name);
}

static void printParameters(std::ostream &stream, const Module &module, const OrderedDict<std::string, Tensor> &all) {
  stream << module.name() << "(";
  for (auto &entry : all)
    stream << "\n  (" << entry.key() << "): Parameter of " << frontend::nodeOf(entry.value(), SourceLocation::unknown())->describe();
  stream << (all.is_empty() ? ")" : "\n)");
}
void ParameterListImpl::pretty_print(std::ostream &stream) const { printParameters(stream, *this, parameters_); }
void ParameterDictImpl::pretty_print(std::ostream &stream) const { printParameters(stream, *this, parameters_); }

void ParameterListImpl::append(const Tensor &parameter, SourceLocation here) {
  register_parameter(std::to_string(size()), parameter, /*requires_grad=*/true, here);
}

void ParameterDictImpl::update(const OrderedDict<std::string, Tensor> &parameters, SourceLocation here) {
  for (auto &entry : parameters)
    if (Tensor *taken = parameters_.find(entry.key()))
      *taken = entry.value();
    else
      insert(entry.key(), entry.value(), here);
}
Tensor ParameterDictImpl::pop(const std::string &name) {
  Tensor parameter = parameters_[name];
  parameters_.erase(name);
  return parameter;
}

} // namespace tenon::nn
