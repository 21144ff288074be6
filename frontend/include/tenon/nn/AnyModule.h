//===- AnyModule.h - Modules of any class ------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_ANYMODULE_H
#define TENON_NN_ANYMODULE_H

#include "tenon/nn/Module.h"
#include <any>

namespace tenon::nn {

namespace detail {
[[noreturn]] TENON_API void failOtherType(const std::string &what, const std::type_info &is,
                                          const std::type_info &expected, SourceLocation here);
[[noreturn]] TENON_API void failArgumentCount(const Module &module, size_t given, SourceLocation here);
} // namespace detail

/// What a module of any class takes or gives: a tensor, a tuple of tensors, ...
class AnyValue {
public:
  AnyValue() = default;
  template <typename T>
    requires(!std::same_as<std::remove_cvref_t<T>, AnyValue>)
  explicit AnyValue(T &&value) : content(std::forward<T>(value)) {}

  /// The value, whose type must be exactly this one. Throws for another.
  template <typename T> T &get(SourceLocation here = SourceLocation::unknown()) {
    if (T *value = try_get<T>())
      return *value;
    detail::failOtherType("a value", content.type(), typeid(T), here);
  }
  /// Null where the type is another one.
  template <typename T> T *try_get() { return std::any_cast<T>(&content); }
  const std::type_info &type_info() const { return content.type(); }

private:
  std::any content;
};

namespace detail {

template <typename T> inline constexpr bool isLocation = std::same_as<std::remove_cvref_t<T>, SourceLocation>;

/// Calls by the types that `forward` states, where it is one function.
template <typename Impl, typename Result, typename... Parameters> struct ForwardSignature {
  static AnyValue call(Impl &module, std::vector<AnyValue> &arguments, SourceLocation here) {
    constexpr size_t given = sizeof...(Parameters) - (isLocation<Parameters> + ... + 0);
    if (arguments.size() != given)
      failArgumentCount(module, arguments.size(), here);
    return [&]<size_t... I>(std::index_sequence<I...>) {
      if constexpr (std::is_void_v<Result>)
        return module.forward(argument<Parameters>(arguments, I, here)...), AnyValue();
      else
        return AnyValue(module.forward(argument<Parameters>(arguments, I, here)...));
    }(std::index_sequence_for<Parameters...>());
  }

  template <typename Parameter>
  static decltype(auto) argument(std::vector<AnyValue> &arguments, size_t i, SourceLocation &here) {
    if constexpr (isLocation<Parameter>)
      return (here);
    else if constexpr (std::is_lvalue_reference_v<Parameter>)
      return arguments[i].get<std::remove_cvref_t<Parameter>>(here);
    else
      return std::move(arguments[i].get<std::remove_cvref_t<Parameter>>(here));
  }
};
template <typename C, typename R, typename... A> ForwardSignature<C, R, A...> signatureOf(R (C::*)(A...));
template <typename C, typename R, typename... A> ForwardSignature<C, R, A...> signatureOf(R (C::*)(A...) const);

/// Calls with tensors, where `forward` takes that many: it may be overloaded and have defaults.
template <typename Impl, size_t... I>
bool callWithTensors(Impl &module, std::vector<AnyValue> &arguments, AnyValue &result, SourceLocation here,
                     std::index_sequence<I...>) {
  auto at = [&](size_t i) -> const Tensor & { return *arguments[i].try_get<Tensor>(); };
  if (arguments.size() != sizeof...(I) || !(arguments[I].try_get<Tensor>() && ...))
    return false;
  if constexpr (requires { AnyValue(module.forward(at(I)..., here)); })
    return result = AnyValue(module.forward(at(I)..., here)), true;
  else if constexpr (requires { AnyValue(module.forward(at(I)...)); })
    return result = AnyValue(module.forward(at(I)...)), true;
  else
    return false;
}

template <typename Impl>
AnyValue callAnyForward(Module &module, std::vector<AnyValue> &arguments, SourceLocation here) {
  Impl &impl = static_cast<Impl &>(module);
  ModuleScope scope(module);
  if constexpr (requires { impl.forwardAny(arguments, here); })
    return impl.forwardAny(arguments, here);
  AnyValue result;
  bool called = [&]<size_t... N>(std::index_sequence<N...>) {
    return (callWithTensors(impl, arguments, result, here, std::make_index_sequence<N + 1>()) || ...);
  }(std::make_index_sequence<6>());
  if (called)
    return result;
  if constexpr (requires { &Impl::forward; })
    return decltype(signatureOf(&Impl::forward))::call(impl, arguments, here);
  else
    failArgumentCount(module, arguments.size(), here);
}

} // namespace detail

/// A module of any class. Made of a holder or a shared pointer.
class TENON_API AnyModule {
public:
  AnyModule() = default;
  template <typename Holder>
    requires requires(Holder holder) { typename Holder::ContainedType; }
  AnyModule(const Holder &holder) : AnyModule(holder.ptr()) {}
  template <typename Impl>
    requires std::derived_from<Impl, Module>
  AnyModule(std::shared_ptr<Impl> impl) : module(std::move(impl)), call(detail::callAnyForward<Impl>) {}
  /// Of a module that is moved or copied into it.
  template <typename Impl>
    requires std::derived_from<std::remove_cvref_t<Impl>, Module>
  explicit AnyModule(Impl &&impl)
      : AnyModule(std::make_shared<std::remove_cvref_t<Impl>>(std::forward<Impl>(impl))) {}

  bool is_empty() const { return module == nullptr; }

  /// Calls `forward` with these arguments, whose types must be those that it takes. Throws where they are not, and
  /// where it gives something else than a `Result`.
  template <typename Result = Tensor, typename... Arguments> Result forward(Arguments &&...arguments) const {
    return std::move(any_forward(std::forward<Arguments>(arguments)...).template get<Result>());
  }
  template <typename... Arguments> AnyValue any_forward(Arguments &&...arguments) const {
    std::vector<AnyValue> values;
    (values.push_back(toValue(std::forward<Arguments>(arguments))), ...);
    return forwardAny(values, SourceLocation::unknown());
  }
  AnyValue forwardAny(std::vector<AnyValue> &arguments, SourceLocation here) const;

  /// Copies by clone().
  AnyModule clone(const std::optional<Device> &device = std::nullopt, TENON_HERE) const;

  const std::shared_ptr<Module> &ptr() const { return module; }
  /// As the class that it has: `any.ptr<nn::LinearImpl>()`. Throws for another class.
  template <typename Impl>
    requires std::derived_from<Impl, Module>
  std::shared_ptr<Impl> ptr() const {
    if (auto impl = std::dynamic_pointer_cast<Impl>(module))
      return impl;
    detail::failOtherType("the module", type_info(), typeid(Impl), SourceLocation::unknown());
  }
  /// A holder (`any.get<nn::Linear>()`), or the module itself (`any.get<nn::LinearImpl>()`). Throws for another class.
  template <typename T> decltype(auto) get() const {
    if constexpr (requires { typename T::ContainedType; })
      return T(ptr<typename T::ContainedType>());
    else
      return *ptr<T>().get();
  }
  /// Throws where it is empty.
  const std::type_info &type_info() const;

  template <typename T> static AnyValue toValue(T &&value) {
    if constexpr (std::same_as<std::remove_cvref_t<T>, AnyValue>)
      return std::forward<T>(value);
    else if constexpr (std::is_convertible_v<T, Tensor> && !std::same_as<std::remove_cvref_t<T>, std::nullopt_t>)
      return AnyValue(Tensor(std::forward<T>(value)));
    else
      return AnyValue(std::forward<T>(value));
  }

private:
  std::shared_ptr<Module> module;
  AnyValue (*call)(Module &, std::vector<AnyValue> &, SourceLocation) = nullptr;
};

/// A module with its name, in the list that makes a Sequential.
class NamedAnyModule {
public:
  template <typename M> NamedAnyModule(std::string name, M &&module) : own(std::move(name)), any(std::forward<M>(module)) {}

  const std::string &name() const { return own; }
  AnyModule &module() { return any; }
  const AnyModule &module() const { return any; }

private:
  std::string own;
  AnyModule any;
};

} // namespace tenon::nn

#endif
