//===- Functions.h - What is traced ------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FUNCTIONS_H
#define TENON_FUNCTIONS_H

#include "tenon/Control.h"
#include "tenon/nn/Module.h"
#include <string>

namespace tenon {

/// An input of a graph: its type, its sizes (numbers or `Dim("batch")`), and its name.
struct InputSpec {
  InputSpec(ScalarType dtype, SizeList sizes, std::string name = "")
      : dtype(dtype), sizes(std::move(sizes)), name(std::move(name)) {}
  /// Like an example.
  InputSpec(const Tensor &example, TENON_HERE) : dtype(example.dtype(here)), sizes(example.sizes(here)) {}

  ScalarType dtype;
  SizeList sizes;
  std::string name;
};

/// `input("image", kFloat32, {Dim("batch"), 1, 28, 28})`
inline InputSpec input(std::string name, ScalarType dtype, SizeList sizes) {
  return InputSpec(dtype, std::move(sizes), std::move(name));
}

namespace detail {

using ForwardFunction = std::function<TensorList(const TensorList &)>;

/// Calls `callee` with the tensors of a list, where it takes that many.
template <typename Callee, size_t... I>
bool callWith(Callee &callee, const TensorList &inputs, TensorList &results, std::index_sequence<I...>) {
  if constexpr (requires { callee(inputs[I]...); }) {
    if (inputs.size() != sizeof...(I))
      return false;
    // A function that only updates state gives nothing.
    if constexpr (std::is_void_v<decltype(callee(inputs[I]...))>)
      callee(inputs[I]...);
    else
      results = toList(callee(inputs[I]...));
    return true;
  }
  return false;
}

template <typename Callee> ForwardFunction toForward(Callee callee, std::string name = "forward") {
  return [callee, name](const TensorList &inputs) mutable {
    TensorList results;
    bool called = [&]<size_t... N>(std::index_sequence<N...>) {
      return (callWith(callee, inputs, results, std::make_index_sequence<N>()) || ...);
    }(std::make_index_sequence<13>());
    if constexpr (requires { results = toList(callee(inputs)); })
      if (!called)
        return toList(callee(inputs));
    if (!called)
      throw Error(name + " does not take " + std::to_string(inputs.size()) + " tensors", SourceLocation::unknown());
    return results;
  };
}

/// Calls a module's `forward`, where it has one that takes these tensors.
template <typename Impl> struct ForwardCall {
  template <typename... Inputs>
    requires requires(Impl &module, const Inputs &...inputs) { module.forward(inputs...); }
  auto operator()(const Inputs &...inputs) const {
    nn::detail::ModuleScope scope(*impl);
    return impl->forward(inputs...);
  }

  std::shared_ptr<Impl> impl;
};

/// A module, or a function of tensors, with what it is traced for.
struct Callable {
  template <typename Holder>
    requires requires(const Holder &holder) { holder.ptr(); }
  Callable(const Holder &holder) : Callable(holder.ptr()) {}
  template <typename Impl>
    requires std::derived_from<Impl, nn::Module>
  Callable(const std::shared_ptr<Impl> &impl) : module(impl), forward(toForward(ForwardCall<Impl>{impl})) {}
  template <typename Function>
    requires(!requires(const Function &f) { f.ptr(); } && !requires(const Function &f) { f.use_count(); })
  Callable(const Function &function) : forward(toForward(function)) {}

  std::shared_ptr<nn::Module> module;
  ForwardFunction forward;
};

/// Throws: the module is of another class than the method.
[[noreturn]] TENON_API void failMethod(const std::string &name, const nn::Module *module);

} // namespace detail

/// One of several functions of a graph, over the parameters and the state of one module.
class FunctionSpec {
public:
  /// What to call on the module that is traced.
  using Bind = std::function<detail::ForwardFunction(const std::shared_ptr<nn::Module> &)>;

  FunctionSpec(std::string name, Bind bind, std::vector<InputSpec> inputs, std::vector<std::string> outputs)
      : name(std::move(name)), bind(std::move(bind)), inputs(std::move(inputs)), outputs(std::move(outputs)) {}

  std::string name;
  Bind bind;
  std::vector<InputSpec> inputs;
  std::vector<std::string> outputs;
};

namespace detail {
template <typename Impl, typename Method> FunctionSpec::Bind bindMethod(std::string name, Method method) {
  return [name, method](const std::shared_ptr<nn::Module> &module) {
    auto impl = std::dynamic_pointer_cast<Impl>(module);
    if (!impl)
      failMethod(name, module.get());
    return toForward(
        [impl, method](const auto &...inputs)
          requires requires { (impl.get()->*method)(inputs...); }
        {
          nn::detail::ModuleScope scope(*impl);
          return (impl.get()->*method)(inputs...);
        },
        name);
  };
}
} // namespace detail

/// A method of the module's class: `function("decode", &GptImpl::decode, {input("token", kInt64, {1})}, {"logits"})`.
/// Names of outputs may follow the inputs, as for `trace`.
template <typename Impl, typename Result, typename... Arguments>
FunctionSpec function(std::string name, Result (Impl::*method)(Arguments...), std::vector<InputSpec> inputs,
                      std::vector<std::string> outputs = {}) {
  return FunctionSpec(name, detail::bindMethod<Impl>(name, method), std::move(inputs), std::move(outputs));
}
template <typename Impl, typename Result, typename... Arguments>
FunctionSpec function(std::string name, Result (Impl::*method)(Arguments...) const, std::vector<InputSpec> inputs,
                      std::vector<std::string> outputs = {}) {
  return FunctionSpec(name, detail::bindMethod<Impl>(name, method), std::move(inputs), std::move(outputs));
}
/// A function of tensors, which may use modules: `function("loss", [net](Tensor x) { ... }, {...})`.
template <typename Function>
  requires(!std::is_member_function_pointer_v<Function>)
FunctionSpec function(std::string name, Function callee, std::vector<InputSpec> inputs,
                      std::vector<std::string> outputs = {}) {
  auto forward = detail::toForward(std::move(callee), name);
  return FunctionSpec(
      std::move(name), [forward](const std::shared_ptr<nn::Module> &) { return forward; }, std::move(inputs),
      std::move(outputs));
}

/// The functions of one graph, at least one: `{function(...), function(...)}`.
class FunctionList {
public:
  template <std::same_as<FunctionSpec>... Rest>
  FunctionList(FunctionSpec first, Rest... rest) : list{std::move(first), std::move(rest)...} {}
  explicit FunctionList(std::vector<FunctionSpec> functions) : list(std::move(functions)) {}

  const std::vector<FunctionSpec> &functions() const { return list; }

private:
  std::vector<FunctionSpec> list;
};

} // namespace tenon

#endif
