//===- Calls.cpp - What control ops call ------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/Calls.h"
#include "dialects/graph/SizeRegions.h"
#include "dialects/graph/SubstituteSymbols.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;

namespace tenon::graph {

unsigned symbolCount(FunctionOpInterface function) {
  auto symbols = function->getAttrOfType<ArrayAttr>(symbolsAttributeName);
  return symbols ? symbols.size() : 0;
}

FunctionOpInterface lookupCallee(Operation *op, FlatSymbolRefAttr name) {
  return dyn_cast_or_null<FunctionOpInterface>(SymbolTable::lookupNearestSymbolFrom(op, name));
}

SmallVector<Type> passedTypes(ControlOpInterface op) {
  Type number = RankedTensorType::get({}, IntegerType::get(op.getContext(), 64));
  SmallVector<Type> types =
      llvm::map_to_vector(op.getPassed(), [&](Value value) { return value ? value.getType() : number; });
  // A carried value has its initial sizes in the first iteration only.
  if (auto loop = dyn_cast<LoopOp>(*op); loop && definesSizes(loop))
    for (size_t i = 0; i < loop.getInitial().size(); ++i)
      types[i] = loop.getResultTypes()[i];
  return types;
}

static std::string toText(Type type) {
  std::string text;
  llvm::raw_string_ostream(text) << type;
  return text;
}

FailureOr<Shape> bindCallee(FunctionOpInterface callee, TypeRange passed, std::string &error) {
  if (!callee) {
    error = "is no function of the module";
    return failure();
  }
  ArrayRef<Type> parameters = callee.getArgumentTypes();
  if (parameters.size() != passed.size()) {
    error = "takes " + std::to_string(parameters.size()) + " arguments, got " + std::to_string(passed.size());
    return failure();
  }
  auto refuse = [&](size_t i, const std::string &reason) {
    error = "takes " + toText(parameters[i]) + " as argument " + std::to_string(i) + ", got " + toText(passed[i]) + reason;
    return failure();
  };
  Shape symbols(symbolCount(callee));
  for (auto [i, parameter, argument] : llvm::enumerate(parameters, passed)) {
    auto from = dyn_cast<RankedTensorType>(argument), to = dyn_cast<RankedTensorType>(parameter);
    if (!from || !to || from.getElementType() != to.getElementType() || from.getRank() != to.getRank())
      return refuse(i, "");
    for (auto [size, expected] : llvm::zip_equal(shapeOf(from), shapeOf(to)))
      if (auto symbol = dyn_cast<AffineSymbolExpr>(expected))
        if (symbol.getPosition() < symbols.size() && !symbols[symbol.getPosition()])
          symbols[symbol.getPosition()] = size;
  }
  llvm::BitVector defined = symbolsDefinedIn(callee);
  for (auto [i, symbol] : llvm::enumerate(symbols))
    if (!symbol && defined[i]) {
      symbol = getAffineSymbolExpr(unknownSymbol + i, callee.getContext());
    } else if (!symbol) {
      error = "has a symbol, s" + std::to_string(i) + ", that is no size of a parameter by itself";
      return failure();
    }
  for (auto [i, parameter, argument] : llvm::enumerate(parameters, passed))
    if (!sameShape(substituteSymbols(shapeOf(parameter), symbols), shapeOf(argument)))
      return refuse(i, ", by the sizes of the arguments before it");
  return symbols;
}

SmallVector<int64_t> evaluateBinding(ShapeRef bound, ArrayRef<int64_t> symbols) {
  return llvm::map_to_vector(bound, [&](AffineExpr size) {
    auto symbol = dyn_cast<AffineSymbolExpr>(size);
    return symbol && symbol.getPosition() >= unknownSymbol ? 1 : evaluateSize(size, symbols);
  });
}

namespace {

/// Follows calls depth first.
class CallGraph {
public:
  LogicalResult visit(FunctionOpInterface function) {
    auto [entry, isNew] = depths.try_emplace(function.getOperation(), unfinished);
    if (!isNew)
      return success();
    unsigned depth = 0;
    auto result = function->walk([&](ControlOpInterface op) {
      for (FlatSymbolRefAttr name : op.getCallees()) {
        FunctionOpInterface callee = lookupCallee(op, name);
        if (callee && failed(follow(op, callee, depth)))
          return WalkResult::interrupt();
      }
      return WalkResult::advance();
    });
    depths[function.getOperation()] = depth;
    return failure(result.wasInterrupted());
  }

private:
  static constexpr unsigned unfinished = ~0u;

  LogicalResult follow(ControlOpInterface op, FunctionOpInterface callee, unsigned &depth) {
    auto known = depths.find(callee.getOperation());
    if (known != depths.end() && known->second == unfinished)
      return op.emitError("calls @") << callee.getName() << ", which this is part of: functions cannot call themselves";
    // Counted on the way down too, so that this does not recurse without end.
    if (++open > maxCallDepth)
      return op.emitError("is part of a chain of more than ") << maxCallDepth << " functions that call one another";
    LogicalResult result = visit(callee);
    --open;
    if (failed(result))
      return failure();
    depth = std::max(depth, depths[callee.getOperation()] + 1);
    if (depth > maxCallDepth)
      return op.emitError("is part of a chain of more than ") << maxCallDepth << " functions that call one another";
    return success();
  }

  /// How long the chains below a function are.
  llvm::DenseMap<Operation *, unsigned> depths;
  unsigned open = 0;
};

} // namespace

LogicalResult verifyCallGraph(Operation *module) {
  CallGraph graph;
  for (Operation &op : module->getRegion(0).front())
    if (auto function = dyn_cast<FunctionOpInterface>(op))
      if (failed(graph.visit(function)))
        return failure();
  return success();
}

} // namespace tenon::graph
