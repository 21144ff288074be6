//===- WriteGraph.cpp - From recorded operations to the graph dialect ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/trace/WriteGraph.h"
#include "dialects/graph/Graph.h"
#include "dialects/graph/States.h"
#include "frontend/tensor/Call.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/Verifier.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"

using namespace mlir;

namespace tenon::frontend {

std::vector<Node *> inOrder(ArrayRef<NodePtr> nodes, llvm::function_ref<bool(const Node &)> isKnown) {
  std::vector<Node *> order;
  llvm::DenseSet<const Node *> seen;
  llvm::SmallVector<std::pair<Node *, size_t>> stack; // and how many operands were visited
  for (const NodePtr &root : nodes) {
    if (seen.insert(root.get()).second)
      stack.push_back({root.get(), 0});
    while (!stack.empty()) {
      auto &[node, next] = stack.back();
      bool isLeaf = isKnown && isKnown(*node);
      if (!isLeaf && next < node->operands.size()) {
        Node *operand = node->operands[next++].get();
        if (seen.insert(operand).second)
          stack.push_back({operand, 0});
        continue;
      }
      order.push_back(node);
      stack.pop_back();
    }
  }
  return order;
}

namespace {

/// Data up to this size stand in the graph itself.
constexpr int64_t constantLimit = 1024;

/// A function of the module that is written.
struct Signature {
  std::string name;
  bool isPrivate = false;
  std::vector<NodePtr> inputs, outputs;
};

/// What the functions of one module share.
struct ModuleWriter {
  ModuleWriter(const GraphContents &contents, SourceLocation here) : contents(contents), here(here) {}

  const GraphContents &contents;
  SourceLocation here;
  compiler::Model model;
  llvm::DenseMap<const Node *, std::string> weightNames; ///< of data that the model has already
  llvm::StringMap<int> calleeCounts;
  int unnamed = 0;

  /// The name of data in the weights of the model, which has them from then on.
  std::string nameWeight(Node &node, RankedTensorType type) {
    std::string &name = weightNames[&node];
    if (!name.empty())
      return name;
    if (auto named = contents.weightNames.find(&node); named != contents.weightNames.end())
      name = named->second;
    else
      do
        name = "constant_" + std::to_string(unnamed++);
      while (model.weights.find(name) ||
             llvm::any_of(contents.weightNames, [&](const auto &entry) { return entry.second == name; }));
    model.weights.add(name, {type, llvm::ArrayRef<char>(node.bytes(), node.byteCount()), node.data});
    return name;
  }

  /// The name of a function that a branch or loop calls: `main_then_0`.
  std::string nameCallee(const std::string &caller, const std::string &role) {
    std::string base = caller + "_" + role;
    return base + "_" + std::to_string(calleeCounts[base]++);
  }

  func::FuncOp writeFunction(const Signature &signature, Location location);
};

class FunctionWriter {
public:
  FunctionWriter(ModuleWriter &module, const Signature &signature)
      : module(module), signature(signature), here(module.here), builder(&context()) {
    bindSymbols();
  }

  func::FuncOp write(Location location) {
    builder.setInsertionPointToEnd(module.model.module->getBody());
    llvm::SmallVector<Type> inputTypes, outputTypes;
    for (const NodePtr &input : signature.inputs)
      inputTypes.push_back(typeOf(*input));
    for (const NodePtr &output : signature.outputs)
      outputTypes.push_back(typeOf(*output));
    auto function =
        func::FuncOp::create(builder, location, signature.name, builder.getFunctionType(inputTypes, outputTypes));
    if (signature.isPrivate)
      function.setPrivate();
    llvm::SmallVector<llvm::StringRef> names(symbols.begin(), symbols.end());
    if (!names.empty())
      function->setAttr(graph::symbolsAttributeName, builder.getStrArrayAttr(names));
    Block *body = function.addEntryBlock();
    builder.setInsertionPointToEnd(body);
    for (auto [i, input] : llvm::enumerate(signature.inputs))
      values[input.get()] = body->getArgument(i);
    // Numbers are written where they are used: most become part of a fill.
    for (Node *node : inOrder(signature.outputs, [&](const Node &node) { return values.contains(&node); }))
      if (node->kind != Node::Kind::Number)
        valueOf(*node);
    llvm::SmallVector<Value> results;
    for (const NodePtr &output : signature.outputs)
      results.push_back(valueOf(*output));
    func::ReturnOp::create(builder, location, results);
    return function;
  }

private:
  /// The function's symbols are those of its inputs, in their order.
  void bindSymbols() {
    std::vector<std::string> all = symbolNames();
    replacements.assign(all.size(), AffineExpr());
    for (const NodePtr &input : signature.inputs)
      for (AffineExpr size : input->sizes)
        size.walk([&](AffineExpr part) {
          auto symbol = dyn_cast<AffineSymbolExpr>(part);
          if (!symbol || replacements[symbol.getPosition()])
            return;
          replacements[symbol.getPosition()] = builder.getAffineSymbolExpr(symbols.size());
          symbols.push_back(all[symbol.getPosition()]);
        });
  }

  AffineExpr rename(AffineExpr size) {
    size.walk([&](AffineExpr part) {
      auto symbol = dyn_cast<AffineSymbolExpr>(part);
      if (symbol && !replacements[symbol.getPosition()])
        throw Error("the size '" + toText(part) + "' is not a size of any input of the trace: give an input that has it",
                    here);
    });
    return graph::normalizeSize(size.replaceSymbols(replacements));
  }

  graph::Shape rename(graph::ShapeRef sizes) {
    if (symbols.empty() && replacements.empty())
      return graph::Shape(sizes);
    return graph::Shape(llvm::map_range(sizes, [&](AffineExpr size) { return rename(size); }));
  }

  RankedTensorType typeOf(const Node &node) { return graph::tensorType(rename(node.sizes), elementType(node.dtype)); }

  Value valueOf(Node &node) {
    if (Value value = values.lookup(&node))
      return value;
    if (node.call) {
      emitCall(node);
      return {};
    }
    Value value = emit(node);
    values[&node] = value;
    return value;
  }

  Value emit(Node &node) {
    switch (node.kind) {
    case Node::Kind::Op:
      return emitOp(node);
    case Node::Kind::Number:
      return emitFill(node, typeOf(node), node.location);
    case Node::Kind::Data:
      return emitData(node);
    case Node::Kind::Result:
      if (Operation *call = calls.lookup(node.operands[0].get()))
        return call->getResult(node.index);
      return valueOf(*node.operands[0]).getDefiningOp()->getResult(node.index);
    case Node::Kind::Input:
      break;
    }
    throw Error("a tensor of another trace is used: inputs live only while they are traced", here);
  }

  Value emitFill(const Node &number, RankedTensorType type, Location location) {
    Type element = type.getElementType();
    TypedAttr value;
    if (isa<FloatType>(element))
      value = builder.getFloatAttr(element, number.number.toDouble());
    else if (element.isInteger(1))
      value = builder.getIntegerAttr(element, number.number.to<bool>());
    else {
      unsigned width = element.getIntOrFloatBitWidth();
      auto bits = llvm::APInt(64, number.number.toLong(), true, true).sextOrTrunc(width);
      value = builder.getIntegerAttr(builder.getIntegerType(width), bits);
    }
    return graph::FillOp::create(builder, location, type, value);
  }

  Value emitOp(Node &node) {
    bool isFill = node.opName == "graph.broadcast" && node.operands[0]->kind == Node::Kind::Number;
    if (isFill && !values.contains(node.operands[0].get()))
      return emitFill(*node.operands[0], typeOf(node), node.location);
    OperationState state(node.location, node.opName);
    for (const NodePtr &operand : node.operands)
      state.addOperands(valueOf(*operand));
    for (NamedAttribute attribute : node.attributes) {
      if (auto sizes = dyn_cast<graph::SizesAttr>(attribute.getValue()))
        attribute.setValue(graph::SizesAttr::get(&context(), rename(sizes.getSizes())));
      state.attributes.push_back(attribute);
    }
    for (auto &[dtype, sizes] : node.resultTypes)
      state.addTypes(graph::tensorType(rename(sizes), elementType(dtype)));
    if (node.resultTypes.empty())
      state.addTypes(typeOf(node));
    return builder.create(state)->getResult(0);
  }

  Value emitData(Node &node) {
    RankedTensorType type = typeOf(node);
    if (!module.contents.weightNames.contains(&node) && node.byteCount() <= constantLimit) {
      llvm::ArrayRef<char> bytes(node.bytes(), node.byteCount());
      ElementsAttr value;
      if (node.dtype == kBool)
        value = DenseElementsAttr::get(type, llvm::ArrayRef<bool>(reinterpret_cast<const bool *>(bytes.data()), bytes.size()));
      else
        value = DenseElementsAttr::getFromRawBuffer(type, bytes);
      return graph::ConstantOp::create(builder, node.location, type, value);
    }
    return graph::WeightOp::create(builder, node.location, type, builder.getStringAttr(module.nameWeight(node, type)));
  }

  //===--------------------------------------------------------------------===//
  // Branches and loops
  //===--------------------------------------------------------------------===//

  /// Inputs of this function that tell the callee the symbols which nothing that it takes has as a size by itself.
  std::vector<NodePtr> findBinders(const Call &call, ArrayRef<NodePtr> passed) {
    std::vector<NodePtr> binders;
    for (AffineExpr symbol : call.symbols) {
      auto hasSize = [&](const NodePtr &node) { return llvm::is_contained(node->sizes, symbol); };
      if (llvm::any_of(passed, hasSize) || llvm::any_of(binders, hasSize))
        continue;
      auto input = llvm::find_if(signature.inputs, hasSize);
      if (input == signature.inputs.end())
        throw Error("the size '" + toText(symbol) + "' is no size of any input of the trace by itself: give an input " +
                        "that has it",
                    here);
      binders.push_back(*input);
    }
    return binders;
  }

  llvm::SmallVector<Value> valuesOf(ArrayRef<NodePtr> nodes) {
    return llvm::map_to_vector(nodes, [&](const NodePtr &node) { return valueOf(*node); });
  }

  /// Writes what is called; `passed` are the nodes that its parameters stand for, those of its own first.
  FlatSymbolRefAttr writeCallee(const Callee &callee, std::vector<NodePtr> passed) {
    Signature inner{module.nameCallee(signature.name, callee.role), true, std::move(passed), callee.results};
    FunctionWriter(module, inner).write(callee.location);
    return FlatSymbolRefAttr::get(&context(), inner.name);
  }

  void emitCall(Node &node) {
    if (calls.contains(&node))
      return;
    const Call &call = *node.call;
    ArrayRef<NodePtr> operands(node.operands);
    ArrayRef<NodePtr> initial = operands.take_front(call.carried), captured = operands.slice(call.carried, call.captured);
    ArrayRef<NodePtr> rest = operands.drop_front(call.carried + call.captured);
    std::vector<NodePtr> passed(initial.begin(), initial.end());
    passed.insert(passed.end(), captured.begin(), captured.end());
    for (NodePtr &binder : findBinders(call, passed))
      passed.push_back(std::move(binder));
    llvm::SmallVector<Value> arguments = valuesOf(passed);
    // Inside, the carried values are parameters of their own.
    const Callee &first = call.callees.front();
    std::vector<NodePtr> inside = passed;
    for (size_t i = 0; i < call.carried; ++i)
      inside[i] = first.parameters[i];
    inside.insert(inside.end(), first.parameters.begin() + call.carried, first.parameters.end());
    llvm::SmallVector<Type> types;
    for (const NodePtr &result : ArrayRef(first.results).drop_front(call.kind == Call::Kind::Loop))
      types.push_back(typeOf(*result));
    llvm::SmallVector<FlatSymbolRefAttr> names;
    for (const Callee &callee : call.callees)
      names.push_back(writeCallee(callee, inside));
    if (call.kind == Call::Kind::If) {
      calls[&node] = graph::IfOp::create(builder, node.location, types, valueOf(*rest.front()), names[0], names[1], arguments,
                                         /*defined=*/nullptr);
      return;
    }
    Value limit = call.hasLimit ? valueOf(*rest.front()) : Value();
    Value condition = call.hasCondition ? valueOf(*rest.back()) : Value();
    ValueRange all(arguments);
    auto count = call.count ? graph::SizesAttr::get(&context(), {rename(call.count)}) : graph::SizesAttr();
    calls[&node] = graph::LoopOp::create(builder, node.location, types, names[0], all.take_front(call.carried),
                                         all.drop_front(call.carried), limit, condition, count, /*defined=*/nullptr);
  }

  ModuleWriter &module;
  const Signature &signature;
  SourceLocation here;
  OpBuilder builder;
  llvm::DenseMap<const Node *, Value> values;
  llvm::DenseMap<const Node *, Operation *> calls;
  llvm::SmallVector<AffineExpr> replacements; // of the process's symbols
  std::vector<std::string> symbols;
};

func::FuncOp ModuleWriter::writeFunction(const Signature &signature, Location location) {
  return FunctionWriter(*this, signature).write(location);
}

void check(ModuleOp module, SourceLocation here) {
  std::string text;
  ScopedDiagnosticHandler handler(&context(), [&](Diagnostic &diagnostic) {
    if (text.empty())
      text = diagnostic.str();
    return success();
  });
  if (failed(verify(module)))
    throw Error("defect of Tenon: the graph that was recorded is not valid: " + text, here);
}

} // namespace

namespace {

/// The nodes of a function's parameters and results: inputs and outputs, then the states that it finds and leaves.
Signature signatureOf(const FunctionContents &function) {
  Signature signature{function.name, false, {}, {}};
  for (const GraphInput &input : function.inputs)
    signature.inputs.push_back(input.node);
  for (const GraphOutput &output : function.outputs)
    signature.outputs.push_back(output.node);
  for (const GraphState &state : function.states)
    if (state.left)
      signature.outputs.push_back(state.left);
  std::vector<Node *> order = inOrder(signature.outputs);
  for (const GraphState &state : function.states)
    if (llvm::is_contained(order, state.found.get()))
      signature.inputs.push_back(state.found);
  return signature;
}

/// Names of inputs, outputs and states.
void describe(func::FuncOp written, const FunctionContents &function, const Signature &signature) {
  Builder builder(&context());
  for (auto [i, input] : llvm::enumerate(function.inputs))
    written.setArgAttr(i, "graph.name", builder.getStringAttr(input.name));
  for (auto [i, output] : llvm::enumerate(function.outputs))
    written.setResultAttr(i, "graph.name", builder.getStringAttr(output.name));
  unsigned result = function.outputs.size();
  for (const GraphState &state : function.states) {
    Attribute name = builder.getStringAttr(state.name);
    if (auto found = llvm::find(signature.inputs, state.found); found != signature.inputs.end())
      written.setArgAttr(found - signature.inputs.begin(), graph::stateAttributeName, name);
    if (state.left)
      written.setResultAttr(result++, graph::stateAttributeName, name);
  }
}

} // namespace

compiler::Model writeGraph(const GraphContents &contents, SourceLocation here) {
  Location location = makeLocation(here);
  ModuleWriter writer(contents, here);
  writer.model.name = contents.name;
  writer.model.module = ModuleOp::create(location);
  for (const FunctionContents &function : contents.functions) {
    Signature signature = signatureOf(function);
    describe(writer.writeFunction(signature, location), function, signature);
  }
  check(*writer.model.module, here);
  return std::move(writer.model);
}

} // namespace tenon::frontend
