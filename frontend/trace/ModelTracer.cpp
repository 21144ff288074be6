//===- ModelTracer.cpp - From a module's functions to a graph ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Which tensors of the module are state shows only when the functions have run:
// those that one of them wrote to. All functions are then traced again with
// inputs in the places of these tensors, so that a value of theirs that is read
// meanwhile is an error and not a constant.

#include "dialects/graph/Graph.h"
#include "frontend/tensor/Recording.h"
#include "frontend/tensor/Writes.h"
#include "frontend/trace/Evaluate.h"
#include "frontend/trace/Trace.h"
#include "frontend/trace/WriteGraph.h"
#include "mlir/IR/Builders.h"
#include "llvm/ADT/STLExtras.h"

namespace tenon::frontend {

namespace {

std::string defaultName(const char *kind, size_t i, size_t count) {
  return count == 1 ? kind : std::string(kind) + "_" + std::to_string(i);
}

class ModelTracer {
public:
  ModelTracer(const detail::ModelDefinition &definition, SourceLocation here) : definition(definition), here(here) {}

  compiler::Model trace(const std::string &name);

private:
  /// A tensor of the module that some function writes to.
  struct State {
    std::shared_ptr<TensorImpl> tensor;
    std::string name;
    NodePtr initial;
    NodePtr found; // stands for the value before the call
  };

  void nameTensors();
  void traceFunctions();
  FunctionContents traceFunction(const FunctionSpec &spec);
  void makeInputs(const FunctionSpec &spec, FunctionContents &function);
  void nameOutputs(const FunctionSpec &spec, const TensorList &results, FunctionContents &function);
  void findStates(const WriteRecorder &recorder, FunctionContents &function);
  void addState(const WriteRecorder::Write &write);
  void listUnread(compiler::Model &model);

  const detail::ModelDefinition &definition;
  SourceLocation here;
  GraphContents contents;
  llvm::DenseMap<const TensorImpl *, std::string> tensorNames; // of the module
  std::vector<State> states;
};

/// A view whose base nobody else has becomes a tensor of its own: `register_buffer("table", arange(8).view({2, 4}))`.
void ownElements(TensorImpl &tensor) {
  TensorImpl *root = &tensor;
  for (; root->base; root = root->base.get())
    if (root->base.use_count() > 1)
      return;
  tensor.version = root->version; // views of it compare it with what they have seen
  tensor.base = nullptr;
  tensor.read = nullptr;
  tensor.write = nullptr;
  tensor.strides = nullptr;
}

/// Parameters and buffers become data, under their names.
void ModelTracer::nameTensors() {
  if (!definition.module)
    return;
  llvm::SmallVector<NodePtr> open;
  auto tensors = definition.module->state_dict();
  for (auto &entry : tensors) {
    const NodePtr &node = nodeOf(entry.value(), here);
    if (node->traced)
      throw Error("the tensor '" + entry.key() + "' of the module was changed in another trace and has no value", here);
    if (node->kind != Node::Kind::Data)
      open.push_back(node);
    ownElements(*entry.value().implementation());
    tensorNames.try_emplace(entry.value().implementation().get(), entry.key());
  }
  evaluate(open, here);
  for (auto &entry : tensors)
    contents.weightNames.try_emplace(nodeOf(entry.value(), here).get(), entry.key());
}

void ModelTracer::makeInputs(const FunctionSpec &spec, FunctionContents &function) {
  for (const auto &[i, input] : llvm::enumerate(spec.inputs)) {
    std::string name = input.name.empty() ? defaultName("input", i, spec.inputs.size()) : input.name;
    if (llvm::any_of(function.inputs, [&](const GraphInput &other) { return other.name == name; }))
      throw Error("trace: two inputs are named '" + name + "'", here);
    for (const Size &size : input.sizes)
      if (!size.is_symbolic() && size.expect_int() < 0)
        throw Error("trace: input '" + name + "' has the negative size " + size.str(), here);
    function.inputs.push_back({makeInput(static_cast<int>(i), input.dtype, toShape(input.sizes), here), name});
  }
}

void ModelTracer::nameOutputs(const FunctionSpec &spec, const TensorList &results, FunctionContents &function) {
  if (!spec.outputs.empty() && spec.outputs.size() != results.size())
    throw Error("trace: forward gives " + std::to_string(results.size()) + " tensors, and " +
                    std::to_string(spec.outputs.size()) + " names are given for them",
                here);
  for (const auto &[i, result] : llvm::enumerate(results)) {
    std::string output = spec.outputs.empty() ? defaultName("output", i, results.size()) : spec.outputs[i];
    if (llvm::any_of(function.outputs, [&](const GraphOutput &other) { return other.name == output; }))
      throw Error("trace: two outputs are named '" + output + "'", here);
    function.outputs.push_back({nodeOf(result, here), output});
    requireOpen(function.outputs.back().node, here);
  }
}

void ModelTracer::addState(const WriteRecorder::Write &write) {
  auto name = tensorNames.find(write.tensor.get());
  if (name == tensorNames.end())
    throw Error("a tensor from outside of the trace is written to, which is no parameter or buffer of the module: "
                "register_buffer makes it one, and state of the graph; or write to a clone()",
                write.first);
  NodePtr found = makeInput(-1, write.before->dtype, write.before->sizes, write.first);
  states.push_back({write.tensor, name->second, write.before, found});
}

/// What the function leaves in the states, and which tensors are new ones.
void ModelTracer::findStates(const WriteRecorder &recorder, FunctionContents &function) {
  for (const State &state : states) {
    NodePtr left = state.tensor->node;
    if (left != state.found && (left->dtype != state.found->dtype || left->sizes != state.found->sizes))
      throw Error("trace: '" + state.name + "' is state, and becomes " + left->describe() + ", which was " +
                      state.found->describe(),
                  here);
    function.states.push_back({state.found, left == state.found ? nullptr : left, state.name});
  }
  for (const WriteRecorder::Write &write : recorder.writes())
    if (write.isChange() && llvm::none_of(states, [&](const State &state) { return state.tensor == write.tensor; }))
      addState(write);
}

FunctionContents ModelTracer::traceFunction(const FunctionSpec &spec) {
  FunctionContents function;
  function.name = spec.name;
  detail::ForwardFunction forward = spec.bind(definition.module);
  makeInputs(spec, function);
  TensorList arguments;
  for (const GraphInput &input : function.inputs)
    arguments.push_back(makeTensor(input.node));
  WriteRecorder recorder; // takes back what is written from here on
  for (const State &state : states)
    setNode(Tensor(state.tensor), state.found, here);
  TensorList results = forward(arguments);
  nameOutputs(spec, results, function);
  findStates(recorder, function);
  return function;
}

/// Until no function writes to a tensor that is not known as state.
void ModelTracer::traceFunctions() {
  size_t known;
  do {
    known = states.size();
    contents.functions.clear();
    for (const FunctionSpec &spec : definition.functions.functions()) {
      if (llvm::any_of(contents.functions, [&](const FunctionContents &other) { return other.name == spec.name; }))
        throw Error("trace: two functions are named '" + spec.name + "'", here);
      contents.functions.push_back(traceFunction(spec));
    }
  } while (states.size() != known);
  for (const FunctionContents &function : contents.functions)
    if (function.outputs.empty() && llvm::none_of(function.states, [](const GraphState &state) { return state.left; }))
      throw Error("trace: " + (function.name == "main" ? "forward" : function.name) +
                      " gives no tensor and updates no state",
                  here);
}

/// Says which tensors of the module the graph does not read: a file of weights may hold them nevertheless.
void ModelTracer::listUnread(compiler::Model &model) {
  llvm::SmallVector<mlir::Attribute> names;
  mlir::Builder builder(&context());
  if (definition.module)
    for (auto &entry : definition.module->state_dict())
      if (!model.weights.find(entry.key()))
        names.push_back(builder.getStringAttr(entry.key()));
  if (!names.empty())
    model.module.get()->setAttr(compiler::unreadWeightsAttribute, builder.getArrayAttr(names));
}

compiler::Model ModelTracer::trace(const std::string &name) {
  if (definition.functions.functions().empty())
    throw Error("trace: there is no function to trace", here);
  contents.name = name;
  Scope scope(ScopeKind::Trace);
  nameTensors();
  traceFunctions();
  compiler::Model model = writeGraph(contents, here);
  for (const State &state : states)
    model.weights.add(state.name, {state.initial->type(), {state.initial->bytes(), size_t(state.initial->byteCount())},
                                   state.initial->data});
  listUnread(model);
  return model;
}

} // namespace

compiler::Model traceModel(const std::string &name, const detail::ModelDefinition &definition, SourceLocation here) {
  return ModelTracer(definition, here).trace(name);
}

} // namespace tenon::frontend

namespace tenon {

void detail::failMethod(const std::string &name, const nn::Module *module) {
  throw Error("function '" + name + "' is a method of another class than the module, " +
                  (module ? "which is a " + module->name() : "which is none"),
              SourceLocation::unknown());
}

} // namespace tenon
