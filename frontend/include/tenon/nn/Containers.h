//===- Containers.h - Modules and parameters in lists and dictionaries -===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_CONTAINERS_H
#define TENON_NN_CONTAINERS_H

#include "tenon/nn/Cloneable.h"

namespace tenon::nn {

namespace detail {

template <typename M>
concept IsHolder = requires { typename M::ContainedType; };

/// The shared pointer of a holder, a shared pointer, or of a module itself, which is moved or copied.
template <typename M> std::shared_ptr<Module> toPointer(M &&module) {
  using Plain = std::remove_cvref_t<M>;
  if constexpr (IsHolder<Plain>)
    return module.ptr();
  else if constexpr (std::derived_from<Plain, Module>)
    return std::make_shared<Plain>(std::forward<M>(module));
  else
    return std::forward<M>(module);
}

/// A module as the class it has. Throws where it has another.
template <typename T> auto &castModule(const std::shared_ptr<Module> &module, const char *container) {
  if (auto *impl = module->as<T>())
    return *impl;
  throw Error("module '" + module->path() + "' of the " + container + " is of another class, " + module->name(),
              SourceLocation::unknown());
}

} // namespace detail

/// Modules by place. It has no forward: `for (auto &layer : *layers) x = layer->as<nn::Linear>()->forward(x);`
class TENON_API ModuleListImpl : public Cloneable<ModuleListImpl> {
public:
  ModuleListImpl() = default;
  template <typename... Modules>
    requires(sizeof...(Modules) > 0 && (!std::same_as<std::remove_cvref_t<Modules>, ModuleListImpl> && ...))
  explicit ModuleListImpl(Modules &&...modules) {
    (push_back(std::forward<Modules>(modules)), ...);
  }
  std::shared_ptr<Module> clone(const std::optional<Device> &device = std::nullopt, TENON_HERE) const override;
  void reset() override {}
  void pretty_print(std::ostream &stream) const override;

  /// Appends a module: a holder, a shared pointer, or a module itself.
  template <typename M> void push_back(M &&module, TENON_HERE) {
    register_module(std::to_string(size()), detail::toPointer(std::forward<M>(module)), here);
  }
  template <typename Container> void extend(const Container &container, TENON_HERE) {
    for (const auto &module : container)
      push_back(module, here);
  }
  /// Puts a module before the one at a place; the places of those behind it change.
  template <typename M> void insert(size_t place, M &&module, TENON_HERE) {
    insertPointer(place, detail::toPointer(std::forward<M>(module)), here);
  }

  size_t size() const { return children_.size(); }
  bool is_empty() const { return children_.is_empty(); }
  // By place. Throw for one that is not there, and for a module of another class.
  std::shared_ptr<Module> ptr(size_t place) const;
  template <typename T> auto ptr(size_t place) const {
    auto &impl = at<T>(place);
    return std::static_pointer_cast<std::remove_reference_t<decltype(impl)>>(ptr(place));
  }
  std::shared_ptr<Module> operator[](size_t place) const { return ptr(place); }
  template <typename T> auto &at(size_t place) const { return detail::castModule<T>(ptr(place), "list"); }

  class Iterator;
  Iterator begin() const;
  Iterator end() const;

private:
  void insertPointer(size_t place, std::shared_ptr<Module> module, SourceLocation here);
};

/// Gives the modules as shared pointers.
class ModuleListImpl::Iterator {
public:
  using Item = OrderedDict<std::string, std::shared_ptr<Module>>::Item;
  explicit Iterator(const Item *item) : item(item) {}
  const std::shared_ptr<Module> &operator*() const { return item->value(); }
  const std::shared_ptr<Module> *operator->() const { return &item->value(); }
  Iterator &operator++() { return ++item, *this; }
  bool operator==(const Iterator &other) const = default;

private:
  const Item *item;
};
inline ModuleListImpl::Iterator ModuleListImpl::begin() const { return Iterator(children_.items().data()); }
inline ModuleListImpl::Iterator ModuleListImpl::end() const { return Iterator(children_.items().data() + size()); }
TENON_MODULE(ModuleList);

/// Modules by name. It has no forward.
class TENON_API ModuleDictImpl : public Cloneable<ModuleDictImpl> {
public:
  using Pointers = OrderedDict<std::string, std::shared_ptr<Module>>;
  using NamedPointer = std::pair<std::string, std::shared_ptr<Module>>;

  ModuleDictImpl() = default;
  explicit ModuleDictImpl(const std::vector<NamedPointer> &modules) { update(modules); }
  explicit ModuleDictImpl(const Pointers &modules) { update(modules); }
  std::shared_ptr<Module> clone(const std::optional<Device> &device = std::nullopt, TENON_HERE) const override;
  void reset() override {}
  void pretty_print(std::ostream &stream) const override;

  /// Adds modules, or puts them in the places of those of the same names.
  void update(const std::vector<NamedPointer> &modules, TENON_HERE);
  void update(std::initializer_list<NamedPointer> modules, TENON_HERE) {
    update(std::vector<NamedPointer>(modules), here);
  }
  void update(const Pointers &modules, TENON_HERE) { update(modules.pairs(), here); }
  void update(const ModuleDictImpl &other, TENON_HERE) { update(other.children_, here); }
  template <typename M> void insert(std::string name, M &&module, TENON_HERE) {
    update({{std::move(name), detail::toPointer(std::forward<M>(module))}}, here);
  }
  /// Removes a module and gives it. Throws where there is none.
  std::shared_ptr<Module> pop(const std::string &name, TENON_HERE);
  void clear();

  size_t size() const { return children_.size(); }
  bool empty() const { return children_.is_empty(); }
  bool contains(const std::string &name) const { return children_.contains(name); }
  std::vector<std::string> keys() const { return children_.keys(); }
  std::vector<std::shared_ptr<Module>> values() const { return children_.values(); }
  std::vector<NamedPointer> items() const { return children_.pairs(); }
  // Throw for a name that is not there, and for a module of another class.
  std::shared_ptr<Module> ptr(const std::string &name) const { return children_[name]; }
  std::shared_ptr<Module> operator[](const std::string &name) const { return children_[name]; }
  template <typename T> auto &at(const std::string &name) const {
    return detail::castModule<T>(children_[name], "dictionary");
  }
  auto begin() const { return children_.begin(); }
  auto end() const { return children_.end(); }
};
class ModuleDict : public ModuleHolder<ModuleDictImpl> {
public:
  using ModuleHolder<ModuleDictImpl>::ModuleHolder;
  using Impl = ModuleDictImpl;
  ModuleDict() = default;
  /// `ModuleDict({{"first", Linear(2, 3).ptr()}, {"second", ReLU().ptr()}})`
  ModuleDict(std::initializer_list<Impl::NamedPointer> modules)
      : ModuleHolder<ModuleDictImpl>(std::make_shared<ModuleDictImpl>(std::vector<Impl::NamedPointer>(modules))) {}
};

/// Parameters by place.
class TENON_API ParameterListImpl : public Cloneable<ParameterListImpl> {
public:
  ParameterListImpl() = default;
  template <std::convertible_to<Tensor>... Tensors>
    requires(sizeof...(Tensors) > 0)
  explicit ParameterListImpl(const Tensors &...parameters) {
    (append(parameters), ...);
  }
  std::shared_ptr<Module> clone(const std::optional<Device> &device = std::nullopt, TENON_HERE) const override;
  void reset() override {}
  void pretty_print(std::ostream &stream) const override;

  void append(const Tensor &parameter, TENON_HERE);
  void append(const OrderedDict<std::string, Tensor>::Item &parameter, TENON_HERE) { append(parameter.value(), here); }
  template <typename Container> void extend(const Container &container, TENON_HERE) {
    for (const auto &parameter : container)
      append(parameter, here);
  }
  size_t size() const { return parameters_.size(); }
  bool is_empty() const { return parameters_.is_empty(); }
  // Throw for a place that is not there.
  Tensor &at(size_t place) { return parameters_[place].value(); }
  const Tensor &at(size_t place) const { return parameters_[place].value(); }
  Tensor &operator[](size_t place) { return at(place); }
  const Tensor &operator[](size_t place) const { return at(place); }
  /// Entries with a name and a value.
  auto begin() { return parameters_.begin(); }
  auto end() { return parameters_.end(); }
  auto begin() const { return parameters_.begin(); }
  auto end() const { return parameters_.end(); }
};
TENON_MODULE(ParameterList);

/// Parameters by name.
class TENON_API ParameterDictImpl : public Cloneable<ParameterDictImpl> {
public:
  ParameterDictImpl() = default;
  explicit ParameterDictImpl(const OrderedDict<std::string, Tensor> &parameters) { update(parameters); }
  std::shared_ptr<Module> clone(const std::optional<Device> &device = std::nullopt, TENON_HERE) const override;
  void reset() override {}
  void pretty_print(std::ostream &stream) const override;

  /// Adds a parameter and gives it. Throws for a name that is taken.
  Tensor &insert(std::string name, const Tensor &parameter, TENON_HERE) {
    return register_parameter(std::move(name), parameter, /*requires_grad=*/true, here);
  }
  void update(const OrderedDict<std::string, Tensor> &parameters, TENON_HERE);
  void update(const ParameterDictImpl &other, TENON_HERE) { update(other.parameters_, here); }
  /// Removes a parameter and gives it. Throws where there is none.
  Tensor pop(const std::string &name);
  void clear() { parameters_.clear(); }

  size_t size() const { return parameters_.size(); }
  bool empty() const { return parameters_.is_empty(); }
  bool contains(const std::string &name) const { return parameters_.contains(name); }
  std::vector<std::string> keys() const { return parameters_.keys(); }
  std::vector<Tensor> values() const { return parameters_.values(); }
  // Throw for a name that is not there.
  Tensor &get(const std::string &name) { return parameters_[name]; }
  const Tensor &get(const std::string &name) const { return parameters_[name]; }
  Tensor &operator[](const std::string &name) { return parameters_[name]; }
  const Tensor &operator[](const std::string &name) const { return parameters_[name]; }
  auto begin() { return parameters_.begin(); }
  auto end() { return parameters_.end(); }
  auto begin() const { return parameters_.begin(); }
  auto end() const { return parameters_.end(); }
};
TENON_MODULE(ParameterDict);

} // namespace tenon::nn

#endif
