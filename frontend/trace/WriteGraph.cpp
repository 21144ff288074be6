//===- WriteGraph.cpp - From recorded operations to the graph dialect ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/trace/WriteGraph.h"
#include "dialects/graph/Graph.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/Verifier.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;

namespace tenon::frontend {

std::vector<Node *> inOrder(ArrayRef<NodePtr> nodes) {
  std::vector<Node *> order;
  llvm::DenseSet<const Node *> seen;
  llvm::SmallVector<std::pair<Node *, size_t>> stack; // and how many operands were visited
  for (const NodePtr &root : nodes) {
    if (seen.insert(root.get()).second)
      stack.push_back({root.get(), 0});
    while (!stack.empty()) {
      auto &[node, next] = stack.back();
      if (next < node->operands.size()) {
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

class GraphWriter {
public:
  GraphWriter(const GraphContents &contents, SourceLocation here)
      : contents(contents), here(here), builder(&context()) {}

  compiler::Model write() {
    bindSymbols();
    Location location = makeLocation(here);
    model.name = contents.name;
    model.module = ModuleOp::create(location);
    builder.setInsertionPointToEnd(model.module->getBody());
    llvm::SmallVector<Type> inputTypes, outputTypes;
    llvm::SmallVector<NodePtr> roots;
    for (const GraphInput &input : contents.inputs)
      inputTypes.push_back(typeOf(*input.node));
    for (const GraphOutput &output : contents.outputs) {
      outputTypes.push_back(typeOf(*output.node));
      roots.push_back(output.node);
    }
    auto function = func::FuncOp::create(builder, location, "main", builder.getFunctionType(inputTypes, outputTypes));
    describe(function);
    Block *body = function.addEntryBlock();
    builder.setInsertionPointToEnd(body);
    for (auto [i, input] : llvm::enumerate(contents.inputs))
      values[input.node.get()] = body->getArgument(i);
    // Numbers are written where they are used: most become part of a fill.
    for (Node *node : inOrder(roots))
      if (node->kind != Node::Kind::Number)
        valueOf(*node);
    llvm::SmallVector<Value> results;
    for (const NodePtr &root : roots)
      results.push_back(valueOf(*root));
    func::ReturnOp::create(builder, location, results);
    check();
    return std::move(model);
  }

private:
  /// The function's symbols are those of its inputs, in their order.
  void bindSymbols() {
    std::vector<std::string> all = symbolNames();
    replacements.assign(all.size(), AffineExpr());
    for (const GraphInput &input : contents.inputs)
      for (AffineExpr size : input.node->sizes)
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

  void describe(func::FuncOp function) {
    for (auto [i, input] : llvm::enumerate(contents.inputs))
      function.setArgAttr(i, "graph.name", builder.getStringAttr(input.name));
    for (auto [i, output] : llvm::enumerate(contents.outputs))
      function.setResultAttr(i, "graph.name", builder.getStringAttr(output.name));
    llvm::SmallVector<llvm::StringRef> names(symbols.begin(), symbols.end());
    if (!names.empty())
      function->setAttr(graph::symbolsAttributeName, builder.getStrArrayAttr(names));
  }

  Value valueOf(Node &node) {
    if (Value value = values.lookup(&node))
      return value;
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
    state.addTypes(typeOf(node));
    return builder.create(state)->getResult(0);
  }

  Value emitData(Node &node) {
    RankedTensorType type = typeOf(node);
    auto named = contents.weightNames.find(&node);
    llvm::ArrayRef<char> bytes(node.bytes(), node.byteCount());
    if (named == contents.weightNames.end() && node.byteCount() <= constantLimit) {
      ElementsAttr value;
      if (node.dtype == kBool)
        value = DenseElementsAttr::get(type, llvm::ArrayRef<bool>(reinterpret_cast<const bool *>(bytes.data()), bytes.size()));
      else
        value = DenseElementsAttr::getFromRawBuffer(type, bytes);
      return graph::ConstantOp::create(builder, node.location, type, value);
    }
    std::string name;
    if (named != contents.weightNames.end())
      name = named->second;
    else
      do
        name = "constant_" + std::to_string(unnamed++);
      while (model.weights.find(name));
    model.weights.add(name, {type, bytes, node.data});
    return graph::WeightOp::create(builder, node.location, type, builder.getStringAttr(name));
  }

  void check() {
    std::string text;
    ScopedDiagnosticHandler handler(&context(), [&](Diagnostic &diagnostic) {
      if (text.empty())
        text = diagnostic.str();
      return success();
    });
    if (failed(verify(*model.module)))
      throw Error("defect of Tenon: the graph that was recorded is not valid: " + text, here);
  }

  const GraphContents &contents;
  SourceLocation here;
  OpBuilder builder;
  compiler::Model model;
  llvm::DenseMap<const Node *, Value> values;
  llvm::SmallVector<AffineExpr> replacements; // of the process's symbols
  std::vector<std::string> symbols;
  int unnamed = 0;
};

} // namespace

compiler::Model writeGraph(const GraphContents &contents, SourceLocation here) {
  return GraphWriter(contents, here).write();
}

} // namespace tenon::frontend
