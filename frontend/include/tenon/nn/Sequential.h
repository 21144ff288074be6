//===- Sequential.h - Modules one after the other ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_SEQUENTIAL_H
#define TENON_NN_SEQUENTIAL_H

#include "tenon/nn/AnyModule.h"
#include "tenon/nn/Cloneable.h"

namespace tenon::nn {

namespace detail {
/// Whether these are one tensor, and perhaps a location after it.
template <typename First, typename... Rest>
inline constexpr bool isOneTensor = std::is_convertible_v<First, Tensor> && (isLocation<Rest> && ...);
} // namespace detail

/// Modules, each of which takes what the one before gives. Their names are `0`, `1`, ..., or those that are given:
/// `Sequential(Linear(2, 3), ReLU())`, `Sequential({{"first", Linear(2, 3)}, {"second", ReLU()}})`.
class TENON_API SequentialImpl : public Cloneable<SequentialImpl> {
public:
  SequentialImpl() = default;
  template <typename... Modules>
    requires(sizeof...(Modules) > 0 && (std::is_constructible_v<AnyModule, Modules> && ...) &&
             (!std::same_as<std::remove_cvref_t<Modules>, SequentialImpl> && ...))
  explicit SequentialImpl(Modules &&...modules) {
    (push_back(std::forward<Modules>(modules)), ...);
  }
  explicit SequentialImpl(const OrderedDict<std::string, AnyModule> &modules);
  explicit SequentialImpl(std::initializer_list<NamedAnyModule> modules);

  std::shared_ptr<Module> clone(const std::optional<Device> &device = std::nullopt, TENON_HERE) const override;
  /// Has nothing of its own to reset.
  void reset() override {}

  /// What the last module gives. Throws for no modules, and where a module does not take what the one before gives.
  Tensor forward(const Tensor &input, TENON_HERE);
  /// With several inputs, or something else than a tensor.
  template <typename... Inputs>
    requires(!detail::isOneTensor<Inputs...>)
  Tensor forward(Inputs &&...inputs) {
    return std::move(forwardValues(std::forward<Inputs>(inputs)...).template get<Tensor>());
  }
  /// Where the last module gives something else: `sequential->forward<std::tuple<Tensor, Tensor>>(x)`.
  template <typename Result, typename... Inputs>
    requires(!std::is_reference_v<Result>)
  Result forward(Inputs &&...inputs) {
    return std::move(forwardValues(std::forward<Inputs>(inputs)...).template get<Result>());
  }
  AnyValue forwardAny(std::vector<AnyValue> &inputs, SourceLocation here);

  /// Appends a module: a holder, a shared pointer, an AnyModule or a module itself.
  template <typename M>
    requires std::is_constructible_v<AnyModule, M>
  void push_back(M &&module, TENON_HERE) {
    append(std::to_string(entries.size()), AnyModule(std::forward<M>(module)), here);
  }
  template <typename M>
    requires std::is_constructible_v<AnyModule, M>
  void push_back(std::string name, M &&module, TENON_HERE) {
    append(std::move(name), AnyModule(std::forward<M>(module)), here);
  }
  void push_back(const NamedAnyModule &module, TENON_HERE) { append(module.name(), module.module(), here); }
  /// Appends all modules of a container.
  template <typename Container> void extend(const Container &container, TENON_HERE) {
    for (const auto &module : container)
      push_back(module, here);
  }

  size_t size() const { return entries.size(); }
  bool is_empty() const { return entries.empty(); }
  // By place. Throw for one that is not there, and for a module of another class.
  std::shared_ptr<Module> ptr(size_t place) const { return entryAt(place).ptr(); }
  template <typename Impl> std::shared_ptr<Impl> ptr(size_t place) const { return entryAt(place).ptr<Impl>(); }
  std::shared_ptr<Module> operator[](size_t place) const { return ptr(place); }
  template <typename Impl> Impl &at(size_t place) const { return *ptr<Impl>(place); }
  auto begin() { return entries.begin(); }
  auto end() { return entries.end(); }
  auto begin() const { return entries.begin(); }
  auto end() const { return entries.end(); }

private:
  template <typename... Inputs> AnyValue forwardValues(Inputs &&...inputs) {
    std::vector<AnyValue> values;
    SourceLocation here = SourceLocation::unknown();
    auto take = [&](auto &&input) {
      if constexpr (detail::isLocation<decltype(input)>)
        here = input;
      else
        values.push_back(AnyModule::toValue(std::forward<decltype(input)>(input)));
    };
    (take(std::forward<Inputs>(inputs)), ...);
    return forwardAny(values, here);
  }
  void append(std::string name, AnyModule module, SourceLocation here);
  const AnyModule &entryAt(size_t place) const;

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

} // namespace tenon::nn

#endif
