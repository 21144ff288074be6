//===- Trace.h - From modules to graphs and programs -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TRACE_H
#define TENON_TRACE_H

#include "tenon/Control.h"
#include "tenon/Version.h"
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
    results = toList(callee(inputs[I]...));
    return true;
  }
  return false;
}

template <typename Callee> ForwardFunction toForward(Callee callee) {
  return [callee](const TensorList &inputs) mutable {
    TensorList results;
    bool called = [&]<size_t... N>(std::index_sequence<N...>) {
      return (callWith(callee, inputs, results, std::make_index_sequence<N>()) || ...);
    }(std::make_index_sequence<13>());
    if constexpr (requires { results = toList(callee(inputs)); })
      if (!called)
        return toList(callee(inputs));
    if (!called)
      throw Error("forward does not take " + std::to_string(inputs.size()) + " tensors", SourceLocation::unknown());
    return results;
  };
}

/// A module, or a function of tensors, with what it is traced for.
struct Callable {
  template <typename Holder>
    requires requires(const Holder &holder) { holder.ptr(); }
  Callable(const Holder &holder) : Callable(holder.ptr()) {}
  template <typename Impl>
    requires std::derived_from<Impl, nn::Module>
  Callable(const std::shared_ptr<Impl> &impl)
      : module(impl), forward(toForward([impl](const auto &...inputs)
                                          requires requires { impl->forward(inputs...); }
                                        {
                                          nn::detail::ModuleScope scope(*impl);
                                          return impl->forward(inputs...);
                                        })) {}
  template <typename Function>
    requires(!requires(const Function &f) { f.ptr(); } && !requires(const Function &f) { f.use_count(); })
  Callable(const Function &function) : forward(toForward(function)) {}

  std::shared_ptr<nn::Module> module;
  ForwardFunction forward;
};

struct GraphImpl;
struct ProgramImpl;

} // namespace detail

/// How a graph is compiled.
struct CompileOptions {
  /// Also writes a program (no suffix), shared library (.so) or object (.o) with its header there.
  CompileOptions &output(std::string path) { return outputPath = std::move(path), *this; }
  /// `native` (the default in process), `all`, `x86-64-v3`, ...
  CompileOptions &cpu(std::string versions) { return cpuVersions = std::move(versions), *this; }
  /// 0: as many as the process may use.
  CompileOptions &threads(int count) { return threadCount = count, *this; }
  /// Prefix of the C functions.
  CompileOptions &name(std::string prefix) { return modelName = std::move(prefix), *this; }

  std::string outputPath, cpuVersions, modelName;
  int threadCount = 0;
};

/// A compiled graph in this process: call it with the graph's inputs.
class TENON_API Program {
public:
  /// The outputs. Throws for inputs of other types or sizes than the graph's.
  std::vector<Tensor> operator()(const std::vector<Tensor> &inputs, TENON_HERE) const;

  explicit Program(std::shared_ptr<detail::ProgramImpl> impl) : impl(std::move(impl)) {}

private:
  std::shared_ptr<detail::ProgramImpl> impl;
};

/// A traced computation with its weights.
class TENON_API Graph {
public:
  /// As MLIR text.
  std::string str() const;
  /// Writes PATH.mlir and, where it has weights, a safetensors file beside it.
  void save(const std::string &path, TENON_HERE) const;
  std::vector<std::string> input_names() const;
  std::vector<std::string> output_names() const;

  explicit Graph(std::shared_ptr<detail::GraphImpl> impl) : impl(std::move(impl)) {}
  const std::shared_ptr<detail::GraphImpl> &implementation() const { return impl; }

private:
  std::shared_ptr<detail::GraphImpl> impl;
};
TENON_API std::ostream &operator<<(std::ostream &stream, const Graph &graph);

/// Records what `forward` does with inputs of these types and sizes: of a
/// module holder, a shared pointer of a module, or a function of tensors.
/// Reading a value that depends on an input, or using a symbolic size as a
/// number, is an Error at that line.
TENON_API Graph trace(const detail::Callable &module, const std::vector<InputSpec> &inputs,
                      const std::vector<std::string> &output_names = {}, TENON_HERE);

/// Compiles a graph for this process, and to disk where the options name an output.
TENON_API Program compile(const Graph &graph, const CompileOptions &options = {}, TENON_HERE);

namespace detail {

struct ModelDefinition {
  ModelDefinition(const Callable &callable, std::vector<InputSpec> inputs, std::vector<std::string> outputs = {})
      : callable(callable), inputs(std::move(inputs)), outputs(std::move(outputs)) {}

  Callable callable;
  std::vector<InputSpec> inputs;
  std::vector<std::string> outputs;
};

class TENON_API ModelRegistration {
public:
  ModelRegistration(const char *name, ModelDefinition (*make)(), TENON_HERE);
  ~ModelRegistration();
  ModelRegistration(const ModelRegistration &) = delete;
  ModelRegistration &operator=(const ModelRegistration &) = delete;
};

} // namespace detail

} // namespace tenon

/// Registers a model for `tenonc`:
///
///   TENON_MODEL(net, Net(), {input("image", kFloat32, {Dim("batch"), 784})});
///   TENON_MODEL(net, Net(), {input(...), input(...)}, {"scores"});
///
/// The module is made when the model is compiled. Names of outputs may follow
/// the inputs; else they are `output`, or `output_0` and so on.
#define TENON_MODEL(name, module, ...)                                                                                 \
  static ::tenon::detail::ModelRegistration tenonModel_##name(                                                         \
      #name, []() -> ::tenon::detail::ModelDefinition { return {module, __VA_ARGS__}; })

#endif
