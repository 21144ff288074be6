//===- Trace.h - From modules to graphs and programs -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TRACE_H
#define TENON_TRACE_H

#include "tenon/Control.h"
#include "tenon/Functions.h"
#include "tenon/Version.h"
#include <string>

namespace tenon {

namespace detail {

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

/// A compiled graph in this process: call it with the inputs of one of its functions. Copies share one state.
class TENON_API Program {
public:
  /// The outputs of the first function. Throws for inputs of other types or sizes than the graph's.
  std::vector<Tensor> operator()(const std::vector<Tensor> &inputs, TENON_HERE) const;
  /// Of the function of that name: `program("decode", {token})`.
  std::vector<Tensor> operator()(const std::string &function, const std::vector<Tensor> &inputs, TENON_HERE) const;

  /// The state that the program began with.
  void reset() const;
  /// Writes the state to a safetensors file, or reads it from one; a file that does not fit throws and changes nothing.
  void save(const std::string &path, TENON_HERE) const;
  void load(const std::string &path, TENON_HERE) const;
  /// A copy of the state of that name, and its replacement.
  Tensor state(const std::string &name, TENON_HERE) const;
  void set_state(const std::string &name, const Tensor &value, TENON_HERE) const;

  explicit Program(std::shared_ptr<detail::ProgramImpl> impl) : impl(std::move(impl)) {}

private:
  std::shared_ptr<detail::ProgramImpl> impl;
};

/// Traced functions with their weights, and the state that they update.
class TENON_API Graph {
public:
  /// As MLIR text.
  std::string str() const;
  /// Writes PATH.mlir and, where it has weights, a safetensors file beside it.
  void save(const std::string &path, TENON_HERE) const;
  std::vector<std::string> function_names() const;
  /// Of a function; of the first without a name.
  std::vector<std::string> input_names(const std::string &function = "", TENON_HERE) const;
  std::vector<std::string> output_names(const std::string &function = "", TENON_HERE) const;
  /// What its functions update, or read after others updated it.
  std::vector<std::string> state_names() const;

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

/// Several functions over one set of weights and one state: a tensor that one of
/// them updates is state for all.
///
///   trace(gpt, {function("prefill", &GptImpl::prefill, {input("ids", kInt64, {1, Dim("length")})}),
///               function("decode", &GptImpl::decode, {input("id", kInt64, {1, 1})})})
TENON_API Graph trace(const detail::Callable &module, const FunctionList &functions, TENON_HERE);

/// Compiles a graph for this process, and to disk where the options name an output.
TENON_API Program compile(const Graph &graph, const CompileOptions &options = {}, TENON_HERE);

namespace detail {

struct ModelDefinition {
  ModelDefinition(const Callable &callable, std::vector<InputSpec> inputs, std::vector<std::string> outputs = {})
      : module(callable.module), functions(mainFunction(callable, std::move(inputs), std::move(outputs))) {}
  ModelDefinition(const Callable &callable, FunctionList functions)
      : module(callable.module), functions(std::move(functions)) {}

  /// `forward` as the only function.
  static FunctionSpec mainFunction(const Callable &callable, std::vector<InputSpec> inputs,
                                   std::vector<std::string> outputs) {
    auto bind = [forward = callable.forward](const std::shared_ptr<nn::Module> &) { return forward; };
    return FunctionSpec("main", bind, std::move(inputs), std::move(outputs));
  }

  std::shared_ptr<nn::Module> module;
  FunctionList functions;
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
///   TENON_MODEL(gpt, Gpt(), {function("prefill", &GptImpl::prefill, {input(...)}),
///                            function("decode", &GptImpl::decode, {input(...)}, {"logits"})});
///
/// The module is made when the model is compiled. Names of outputs may follow
/// the inputs; else they are `output`, or `output_0` and so on.
#define TENON_MODEL(name, module, ...)                                                                                 \
  static ::tenon::detail::ModelRegistration tenonModel_##name(                                                         \
      #name, []() -> ::tenon::detail::ModelDefinition { return {module, __VA_ARGS__}; })

#endif
