//===- Trace.cpp - Traced modules as graphs ----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/trace/Trace.h"
#include "compiler/Artefact.h"
#include "compiler/SavedGraph.h"
#include "compiler/Signature.h"
#include "dialects/graph/Graph.h"
#include "frontend/trace/Evaluate.h"
#include "frontend/trace/Executable.h"
#include "frontend/trace/WriteGraph.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include <ostream>

namespace tenon {

using namespace frontend;

struct detail::ProgramImpl {
  compiler::FunctionDescription description;
  std::unique_ptr<Executable> executable;
};

namespace {

std::string defaultName(const char *kind, size_t i, size_t count) {
  return count == 1 ? kind : std::string(kind) + "_" + std::to_string(i);
}

/// Parameters and buffers become data, under their names.
void nameWeights(const nn::Module &module, GraphContents &contents, SourceLocation here) {
  llvm::SmallVector<NodePtr> open;
  auto state = module.state_dict();
  for (auto &entry : state) {
    const NodePtr &node = nodeOf(entry.value(), here);
    if (node->traced)
      throw Error("the tensor '" + entry.key() + "' of the module was changed in another trace and has no value", here);
    if (node->kind != Node::Kind::Data)
      open.push_back(node);
  }
  evaluate(open, here);
  for (auto &entry : state)
    contents.weightNames.try_emplace(nodeOf(entry.value(), here).get(), entry.key());
}

std::vector<GraphInput> makeInputs(const std::vector<InputSpec> &inputs, SourceLocation here) {
  std::vector<GraphInput> result;
  for (const auto &[i, spec] : llvm::enumerate(inputs)) {
    std::string name = spec.name.empty() ? defaultName("input", i, inputs.size()) : spec.name;
    if (llvm::any_of(result, [&](const GraphInput &other) { return other.name == name; }))
      throw Error("trace: two inputs are named '" + name + "'", here);
    for (const Size &size : spec.sizes)
      if (!size.is_symbolic() && size.expect_int() < 0)
        throw Error("trace: input '" + name + "' has the negative size " + size.str(), here);
    result.push_back({makeInput(static_cast<int>(i), spec.dtype, toShape(spec.sizes), here), name});
  }
  return result;
}

} // namespace

compiler::Model frontend::traceModel(const std::string &name, const detail::Callable &callable,
                                     const std::vector<InputSpec> &inputs,
                                     const std::vector<std::string> &outputNames, SourceLocation here) {
  GraphContents contents;
  contents.name = name;
  Scope scope(ScopeKind::Trace);
  if (callable.module)
    nameWeights(*callable.module, contents, here);
  contents.inputs = makeInputs(inputs, here);
  TensorList arguments;
  for (const GraphInput &input : contents.inputs)
    arguments.push_back(makeTensor(input.node));
  TensorList results = callable.forward(arguments);
  if (results.empty())
    throw Error("trace: forward gives no tensor", here);
  if (!outputNames.empty() && outputNames.size() != results.size())
    throw Error("trace: forward gives " + std::to_string(results.size()) + " tensors, and " +
                    std::to_string(outputNames.size()) + " names are given for them",
                here);
  for (const auto &[i, result] : llvm::enumerate(results)) {
    std::string output = outputNames.empty() ? defaultName("output", i, results.size()) : outputNames[i];
    if (llvm::any_of(contents.outputs, [&](const GraphOutput &other) { return other.name == output; }))
      throw Error("trace: two outputs are named '" + output + "'", here);
    contents.outputs.push_back({nodeOf(result, here), output});
    requireOpen(contents.outputs.back().node, here);
  }
  return writeGraph(contents, here);
}

Graph trace(const detail::Callable &module, const std::vector<InputSpec> &inputs,
            const std::vector<std::string> &output_names, SourceLocation here) {
  auto impl = std::make_shared<detail::GraphImpl>();
  std::string name = module.module ? module.module->name() : "model";
  impl->model = traceModel(compiler::identifierOf(llvm::StringRef(name).rsplit("::").second.empty()
                                                      ? llvm::StringRef(name)
                                                      : llvm::StringRef(name).rsplit("::").second),
                           module, inputs, output_names, here);
  return Graph(std::move(impl));
}

std::string Graph::str() const {
  std::string text;
  llvm::raw_string_ostream stream(text);
  impl->model.module->print(stream);
  return text;
}
std::ostream &operator<<(std::ostream &stream, const Graph &graph) { return stream << graph.str(); }

void Graph::save(const std::string &path, SourceLocation here) const {
  if (llvm::Error error = compiler::writeSavedGraph(impl->model, path))
    throwError(std::move(error), here);
}

static std::vector<std::string> namesOf(llvm::ArrayRef<compiler::TensorDescription> tensors) {
  std::vector<std::string> names;
  for (const compiler::TensorDescription &tensor : tensors)
    names.push_back(tensor.name);
  return names;
}
static compiler::FunctionDescription describe(const detail::GraphImpl &graph) {
  return compiler::describeFunction(*graph.model.module.get().getOps<mlir::func::FuncOp>().begin());
}
std::vector<std::string> Graph::input_names() const { return namesOf(describe(*impl).inputs); }
std::vector<std::string> Graph::output_names() const { return namesOf(describe(*impl).outputs); }

namespace {

/// Compilation consumes a model.
compiler::Model copyOf(const compiler::Model &model) { return {model.module.get().clone(), model.weights, model.name}; }

void writeOutput(const compiler::Model &model, compiler::Options options, const std::string &path,
                 SourceLocation here) {
  if (llvm::Error error = compiler::checkOutputPath(path))
    throwError(std::move(error), here);
  auto kind = compiler::emitKindOfPath(path);
  if (!kind || (*kind != compiler::EmitKind::Program && *kind != compiler::EmitKind::SharedLibrary &&
                *kind != compiler::EmitKind::Object))
    throw Error("compile: " + path + " names no program (no suffix), library (.so) or object (.o)", here);
  options.emit = *kind;
  if (options.name.empty() && *kind != compiler::EmitKind::Program)
    options.name = compiler::identifierOf(llvm::sys::path::stem(path));
  auto compiled = compiler::compileModel(copyOf(model), options);
  if (!compiled)
    throwError(compiled.takeError(), here);
  if (llvm::Error error = compiler::writeArtefact(*compiled, options, path))
    throwError(std::move(error), here);
}

compiler::Options optionsOf(const CompileOptions &options, const char *cpuDefault, SourceLocation here) {
  compiler::Options result;
  std::string cpu = options.cpuVersions.empty() ? cpuDefault : options.cpuVersions;
  auto versions = compiler::parseCpuVersions(cpu);
  if (!versions)
    throw Error("compile: '" + cpu + "' is no CPU version: use all, native, x86-64-v2, x86-64-v3 or x86-64-v4", here);
  result.cpuVersions = *versions;
  result.name = options.modelName;
  result.threads = options.threadCount;
  return result;
}

} // namespace

Program compile(const Graph &graph, const CompileOptions &options, SourceLocation here) {
  const compiler::Model &model = graph.implementation()->model;
  if (!options.outputPath.empty())
    writeOutput(model, optionsOf(options, "all", here), options.outputPath, here);
  auto impl = std::make_shared<detail::ProgramImpl>();
  impl->description = describe(*graph.implementation());
  compiler::Options native = optionsOf(options, "native", here);
  native.cpuVersions = {"native"};
  impl->executable = std::make_unique<Executable>(copyOf(model), native, Executable::Threads::Own, here);
  return Program(std::move(impl));
}

std::vector<Tensor> Program::operator()(const std::vector<Tensor> &inputs, SourceLocation here) const {
  llvm::ArrayRef<compiler::TensorDescription> expected = impl->description.inputs;
  if (inputs.size() != expected.size())
    throw Error("the program has " + std::to_string(expected.size()) + " inputs, " + std::to_string(inputs.size()) +
                    " are given",
                here);
  llvm::SmallVector<NodePtr> nodes;
  for (const auto &[input, tensor] : llvm::zip_equal(inputs, expected)) {
    const NodePtr &node = nodeOf(input, here);
    if (elementType(node->dtype) != tensor.type.getElementType())
      throw Error("input '" + tensor.name + "' is " + node->describe() + ", expected " +
                      compiler::formatType(tensor.type, impl->description.symbols),
                  here);
    materialize("program", node, here);
    nodes.push_back(node);
  }
  std::vector<Tensor> outputs;
  for (NodePtr &node : impl->executable->run(nodes, here))
    outputs.push_back(makeTensor(std::move(node)));
  return outputs;
}

} // namespace tenon
