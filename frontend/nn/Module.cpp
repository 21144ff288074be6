//===- Module.cpp - Modules --------------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/nn/Module.h"
#include "frontend/tensor/Build.h"
#include <cxxabi.h>
#include <memory>
#include <ostream>

namespace tenon {

using namespace frontend;

namespace nn {

namespace {

/// The module that is running in this thread.
thread_local const Module *running = nullptr;

std::string classNameOf(const Module &module) {
  const char *mangled = typeid(module).name();
  int status = 0;
  std::unique_ptr<char, decltype(&std::free)> text(abi::__cxa_demangle(mangled, nullptr, nullptr, &status), std::free);
  std::string name = status == 0 ? text.get() : mangled;
  if (name.ends_with("Impl"))
    name.resize(name.size() - 4);
  constexpr std::string_view anonymous = "(anonymous namespace)::";
  for (size_t at = name.find(anonymous); at != std::string::npos; at = name.find(anonymous))
    name.erase(at, anonymous.size());
  return name;
}

} // namespace

namespace detail {

ModuleScope::ModuleScope(const Module &module) : outer(running) { running = &module; }
ModuleScope::~ModuleScope() { running = outer; }

} // namespace detail

Module::Module() = default;
Module::Module(std::string name) : className(std::move(name)) {}
Module::~Module() {
  for (auto &child : ownChildren)
    if (child.value() && child.value()->parent == this)
      child.value()->parent = nullptr;
}

void Module::checkName(const std::string &name, SourceLocation here) const {
  std::string what = name.empty()                          ? "an empty name"
                     : name.find('.') != std::string::npos ? "a name with a dot, '" + name + "'"
                     : ownParameters.contains(name) || ownBuffers.contains(name) || ownChildren.contains(name)
                         ? "a name that is taken, '" + name + "'"
                         : "";
  if (!what.empty())
    throw Error(this->name() + " registers something under " + what, here);
}

Tensor &Module::register_parameter(std::string name, Tensor tensor, bool requires_grad, SourceLocation here) {
  checkName(name, here);
  if (tensor.defined())
    tensor.implementation()->requiresGradient = requires_grad;
  return ownParameters.insert(std::move(name), std::move(tensor));
}

Tensor &Module::register_buffer(std::string name, Tensor tensor, SourceLocation here) {
  checkName(name, here);
  return ownBuffers.insert(std::move(name), std::move(tensor));
}

void Module::adopt(std::string name, std::shared_ptr<Module> module, SourceLocation here) {
  checkName(name, here);
  if (!module)
    throw Error(this->name() + " registers an empty module as '" + name + "'", here);
  module->parent = this;
  module->ownName = name;
  ownChildren.insert(std::move(name), std::move(module));
}

void Module::disown(const std::string &name, SourceLocation here) {
  OrderedDict<std::string, std::shared_ptr<Module>> kept;
  if (!ownChildren.contains(name))
    throw Error(this->name() + " has no submodule '" + name + "' to replace", here);
  for (auto &child : ownChildren)
    if (child.key() != name)
      kept.insert(child.key(), child.value());
    else
      child.value()->parent = nullptr;
  ownChildren = std::move(kept);
}

namespace {

/// Appends the entries of one member of all modules, under their names.
void collect(const Module &module, bool recurse, const std::string &prefix, bool buffers,
             OrderedDict<std::string, Tensor> &result) {
  for (auto &entry : buffers ? module.named_buffers(false) : module.named_parameters(false))
    result.insert(prefix + entry.key(), entry.value());
  if (recurse)
    for (auto &child : module.named_children())
      collect(*child.value(), true, prefix + child.key() + ".", buffers, result);
}

} // namespace

OrderedDict<std::string, Tensor> Module::named_parameters(bool recurse) const {
  OrderedDict<std::string, Tensor> result;
  if (recurse)
    collect(*this, true, "", false, result);
  else
    for (auto &entry : ownParameters)
      if (entry.value().defined())
        result.insert(entry.key(), entry.value());
  return result;
}

OrderedDict<std::string, Tensor> Module::named_buffers(bool recurse) const {
  OrderedDict<std::string, Tensor> result;
  if (recurse)
    collect(*this, true, "", true, result);
  else
    for (auto &entry : ownBuffers)
      if (entry.value().defined())
        result.insert(entry.key(), entry.value());
  return result;
}

std::vector<Tensor> Module::parameters(bool recurse) const { return named_parameters(recurse).values(); }
std::vector<Tensor> Module::buffers(bool recurse) const { return named_buffers(recurse).values(); }

OrderedDict<std::string, Tensor> Module::state_dict() const {
  OrderedDict<std::string, Tensor> result = named_parameters();
  for (auto &entry : named_buffers())
    result.insert(entry.key(), entry.value());
  return result;
}

std::vector<std::shared_ptr<Module>> Module::children() const { return ownChildren.values(); }
OrderedDict<std::string, std::shared_ptr<Module>> Module::named_children() const { return ownChildren; }

OrderedDict<std::string, const Module *> Module::named_modules(const std::string &prefix) const {
  OrderedDict<std::string, const Module *> result;
  result.insert(prefix, this);
  for (auto &child : ownChildren)
    for (auto &entry : child.value()->named_modules((prefix.empty() ? "" : prefix + ".") + child.key()))
      result.insert(entry.key(), entry.value());
  return result;
}
std::vector<const Module *> Module::modules() const { return named_modules().values(); }

void Module::apply(const std::function<void(Module &)> &function) {
  for (auto &child : ownChildren)
    child.value()->apply(function);
  function(*this);
}

void Module::train(bool on) {
  training = on;
  for (auto &child : ownChildren)
    child.value()->train(on);
}

void Module::to(ScalarType dtype, SourceLocation here) {
  if (!isFloatingType(dtype))
    throw Error("a module is converted to a float type only, not " + std::string(toString(dtype)), here);
  for (auto &entry : state_dict())
    if (entry.value().is_floating_point())
      setNode(entry.value(), cast(nodeOf(entry.value(), here), dtype, here), here);
}
void Module::to(Device device, SourceLocation here) { typeOf(TensorOptions(device), kFloat, here); }

std::string Module::name() const {
  if (className.empty())
    className = classNameOf(*this);
  return className;
}

std::string Module::path() const {
  if (!parent)
    return ownName;
  std::string before = parent->path();
  return before.empty() ? ownName : before + "." + ownName;
}

void Module::pretty_print(std::ostream &stream) const { stream << name(); }

namespace {

std::string withCommas(int64_t number) {
  std::string digits = std::to_string(number);
  for (int64_t at = static_cast<int64_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(at, ",");
  return digits;
}

int64_t parameterCount(const Module &module) {
  int64_t count = 0;
  for (const Tensor &parameter : module.parameters())
    count += parameter.numel();
  return count;
}

void printTree(std::ostream &stream, const Module &module, const std::string &margin) {
  module.pretty_print(stream);
  int64_t count = parameterCount(module);
  std::string counted = count ? "  # " + withCommas(count) + " parameters" : "";
  auto children = module.named_children();
  if (children.is_empty()) {
    stream << counted;
    return;
  }
  stream << "(" << counted << "\n";
  for (auto &child : children) {
    stream << margin << "  (" << child.key() << "): ";
    printTree(stream, *child.value(), margin + "  ");
    stream << "\n";
  }
  stream << margin << ")";
}

} // namespace

std::ostream &operator<<(std::ostream &stream, const Module &module) {
  printTree(stream, module, "");
  return stream;
}

} // namespace nn

std::string frontend::currentModulePath() { return nn::running ? nn::running->path() : ""; }

} // namespace tenon
