//===- Sequential.h - Modules one after the other, and lists of them ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_SEQUENTIAL_H
#define TENON_NN_SEQUENTIAL_H

#include "tenon/nn/Module.h"

namespace tenon::nn {

/// A module of any class whose `forward` takes one tensor and gives one.
class AnyModule {
public:
  template <typename Holder>
    requires requires(Holder holder) { holder.ptr(); }
  AnyModule(const Holder &holder) : AnyModule(holder.ptr()) {}
  template <typename Impl>
    requires std::derived_from<Impl, Module>
  AnyModule(std::shared_ptr<Impl> impl)
      : module(impl), call([impl](const Tensor &input, SourceLocation here) -> Tensor {
          detail::ModuleScope scope(*impl);
          if constexpr (requires { impl->forward(input, here); })
            return impl->forward(input, here);
          else
            return impl->forward(input);
        }) {}

  Tensor forward(const Tensor &input, TENON_HERE) const { return call(input, here); }
  const std::shared_ptr<Module> &ptr() const { return module; }

private:
  std::shared_ptr<Module> module;
  std::function<Tensor(const Tensor &, SourceLocation)> call;
};

struct NamedAnyModule {
  template <typename M> NamedAnyModule(std::string name, const M &module) : name(std::move(name)), module(module) {}
  std::string name;
  AnyModule module;
};

/// Calls its modules one after the other. They are named 0, 1, ... or as given:
/// `Sequential({{"fc", Linear(2, 3)}, {"relu", ReLU()}})`.
class TENON_API SequentialImpl : public Module {
public:
  SequentialImpl() = default;
  template <typename... Modules>
    requires(sizeof...(Modules) > 0 && (std::is_constructible_v<AnyModule, Modules> && ...))
  explicit SequentialImpl(Modules &&...modules) {
    (push_back(AnyModule(std::forward<Modules>(modules))), ...);
  }
  explicit SequentialImpl(std::initializer_list<NamedAnyModule> modules) {
    for (const NamedAnyModule &entry : modules)
      push_back(entry.name, entry.module);
  }

  Tensor forward(Tensor input, TENON_HERE) {
    for (const AnyModule &entry : entries)
      input = entry.forward(input, here);
    return input;
  }
  void push_back(const AnyModule &module, TENON_HERE) { push_back(std::to_string(entries.size()), module, here); }
  void push_back(std::string name, const AnyModule &module, TENON_HERE) {
    register_module(std::move(name), module.ptr(), here);
    entries.push_back(module);
  }
  size_t size() const { return entries.size(); }
  bool is_empty() const { return entries.empty(); }
  std::shared_ptr<Module> ptr(size_t i) const { return entries.at(i).ptr(); }
  std::shared_ptr<Module> operator[](size_t i) const { return entries.at(i).ptr(); }
  auto begin() const { return entries.begin(); }
  auto end() const { return entries.end(); }

private:
  std::vector<AnyModule> entries;
};

class Sequential : public ModuleHolder<SequentialImpl> {
public:
  using ModuleHolder<SequentialImpl>::ModuleHolder;
  using Impl = SequentialImpl;
  Sequential() = default;
  Sequential(std::initializer_list<NamedAnyModule> modules)
      : ModuleHolder<SequentialImpl>(std::make_shared<SequentialImpl>(modules)) {}
};

/// Modules in a list, named 0, 1, ...; it has no `forward` of its own.
class TENON_API ModuleListImpl : public Module {
public:
  ModuleListImpl() = default;
  template <typename... Holders>
    requires(sizeof...(Holders) > 0)
  explicit ModuleListImpl(const Holders &...holders) {
    (push_back(holders.ptr()), ...);
  }

  void push_back(std::shared_ptr<Module> module, TENON_HERE) {
    register_module(std::to_string(entries.size()), module, here);
    entries.push_back(std::move(module));
  }
  template <typename Holder>
    requires requires(Holder holder) { holder.ptr(); }
  void push_back(const Holder &holder, TENON_HERE) {
    push_back(std::static_pointer_cast<Module>(holder.ptr()), here);
  }
  size_t size() const { return entries.size(); }
  bool is_empty() const { return entries.empty(); }
  std::shared_ptr<Module> ptr(size_t i) const { return entries.at(i); }
  std::shared_ptr<Module> operator[](size_t i) const { return entries.at(i); }
  /// The module as the class it has: `list->at<LinearImpl>(0)`. Throws where it has another.
  template <typename Impl> Impl &at(size_t i) const {
    if (auto *impl = dynamic_cast<Impl *>(entries.at(i).get()))
      return *impl;
    throw Error("module " + std::to_string(i) + " of the list is of another class", SourceLocation::unknown());
  }
  auto begin() const { return entries.begin(); }
  auto end() const { return entries.end(); }

private:
  std::vector<std::shared_ptr<Module>> entries;
};
TENON_MODULE(ModuleList);

} // namespace tenon::nn

#endif
