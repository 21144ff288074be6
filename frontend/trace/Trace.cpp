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
#include "dialects/graph/States.h"
#include "frontend/trace/Executable.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include <ostream>

namespace tenon {

using namespace frontend;

struct detail::ProgramImpl {
  std::unique_ptr<Executable> executable;
};

static Graph traceNamed(const nn::Module *module, const detail::ModelDefinition &definition, SourceLocation here) {
  auto impl = std::make_shared<detail::GraphImpl>();
  std::string className = module ? module->name() : "model";
  llvm::StringRef name = llvm::StringRef(className).rsplit("::").second;
  impl->model = traceModel(compiler::identifierOf(name.empty() ? className : name), definition, here);
  return Graph(std::move(impl));
}

Graph trace(const detail::Callable &module, const std::vector<InputSpec> &inputs,
            const std::vector<std::string> &output_names, SourceLocation here) {
  return traceNamed(module.module.get(), {module, inputs, output_names}, here);
}

Graph trace(const detail::Callable &module, const FunctionList &functions, SourceLocation here) {
  return traceNamed(module.module.get(), {module, functions}, here);
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
static std::vector<std::string> functionNamesOf(const detail::GraphImpl &graph) {
  std::vector<std::string> names;
  for (auto function : graph.model.module.get().getOps<mlir::func::FuncOp>())
    if (!function.isPrivate())
      names.push_back(function.getName().str());
  return names;
}

/// Of the function of that name; of the first without a name.
static compiler::FunctionDescription describe(const detail::GraphImpl &graph, std::string name, SourceLocation here) {
  std::vector<std::string> names = functionNamesOf(graph);
  if (name.empty())
    name = names.front();
  if (!llvm::is_contained(names, name))
    throw Error("the graph has no function '" + name + "'; it has " + llvm::join(names, ", "), here);
  return compiler::describeFunction(graph.model.module.get().lookupSymbol(name));
}

std::vector<std::string> Graph::function_names() const { return functionNamesOf(*impl); }
std::vector<std::string> Graph::input_names(const std::string &function, SourceLocation here) const {
  return namesOf(describe(*impl, function, here).inputs);
}
std::vector<std::string> Graph::output_names(const std::string &function, SourceLocation here) const {
  return namesOf(describe(*impl, function, here).outputs);
}
std::vector<std::string> Graph::state_names() const {
  std::vector<std::string> names;
  for (const graph::StateDeclaration &state : graph::statesOf(impl->model.module.get()))
    names.push_back(state.name.str());
  return names;
}

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
  compiler::Options native = optionsOf(options, "native", here);
  native.cpuVersions = {"native"};
  impl->executable = std::make_unique<Executable>(copyOf(model), native, Executable::Threads::Own, here);
  return Program(std::move(impl));
}

std::vector<Tensor> Program::operator()(const std::vector<Tensor> &inputs, SourceLocation here) const {
  return (*this)(impl->executable->functions().front().name, inputs, here);
}

std::vector<Tensor> Program::operator()(const std::string &function, const std::vector<Tensor> &inputs,
                                        SourceLocation here) const {
  size_t number = impl->executable->findFunction(function, here);
  const compiler::FunctionDescription &description = impl->executable->functions()[number];
  llvm::ArrayRef<compiler::TensorDescription> expected = description.inputs;
  if (inputs.size() != expected.size())
    throw Error("the program has " + std::to_string(expected.size()) + " inputs, " + std::to_string(inputs.size()) +
                    " are given",
                here);
  llvm::SmallVector<NodePtr> nodes;
  for (const auto &[input, tensor] : llvm::zip_equal(inputs, expected)) {
    const NodePtr &node = nodeOf(input, here);
    if (elementType(node->dtype) != tensor.type.getElementType())
      throw Error("input '" + tensor.name + "' is " + node->describe() + ", expected " +
                      compiler::formatType(tensor.type, description.symbols),
                  here);
    materialize("program", node, here);
    nodes.push_back(node);
  }
  std::vector<Tensor> outputs;
  for (NodePtr &node : impl->executable->run(number, nodes, here))
    outputs.push_back(makeTensor(std::move(node)));
  return outputs;
}

void Program::reset() const { impl->executable->reset(); }
void Program::save(const std::string &path, SourceLocation here) const { impl->executable->save(path, here); }
void Program::load(const std::string &path, SourceLocation here) const { impl->executable->load(path, here); }
Tensor Program::state(const std::string &name, SourceLocation here) const {
  return makeTensor(impl->executable->readState(name, here));
}
void Program::set_state(const std::string &name, const Tensor &value, SourceLocation here) const {
  const NodePtr &node = nodeOf(value, here);
  materialize("set_state", node, here);
  impl->executable->writeState(name, *node, here);
}

} // namespace tenon
