//===- InlineCalls.cpp - Branches and loops that are known ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// A branch whose condition is a constant is the body of one function, a loop of
// one iteration its body, a loop of none its initial values. The ops of the
// callee come into the caller with the sizes that its symbols have there.
//
// Afterwards private functions that nothing calls are gone. Functions that
// compute weights stay: graph.weight refers to them by name.

#include "dialects/graph/Calls.h"
#include "dialects/graph/SizeRegions.h"
#include "dialects/graph/SubstituteSymbols.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/IRMapping.h"
#include "passes/Passes.h"
#include "passes/analysis/ElementAccess.h"
#include "passes/simplify/EraseDead.h"
#include "llvm/ADT/SetVector.h"

namespace tenon::passes {
#define GEN_PASS_DEF_INLINECALLS
#include "passes/Passes.h.inc"
} // namespace tenon::passes

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

namespace {

/// The number that every element of a tensor of integers is, through views.
std::optional<int64_t> integerOf(Value value) {
  auto integer = value ? dyn_cast_or_null<IntegerAttr>(splatOf(value)) : IntegerAttr();
  if (!integer)
    return std::nullopt;
  return integer.getType().isInteger(1) ? integer.getValue().getZExtValue() : integer.getValue().getSExtValue();
}

/// A value in the type that its users expect; sizes may be written otherwise.
Value asType(OpBuilder &builder, Location location, Type type, Value value) {
  return value.getType() == type ? value : ReshapeOp::create(builder, location, type, value).getResult();
}

/// What the callee computes of these arguments, in the caller.
SmallVector<Value> inlineCallee(OpBuilder &builder, FunctionOpInterface callee, ValueRange arguments,
                                unsigned callerSymbols) {
  std::string error;
  FailureOr<Shape> symbols = bindCallee(callee, arguments.getTypes(), error);
  assert(succeeded(symbols) && "calls are verified");
  IRMapping mapping;
  Block &body = callee.getFunctionBody().front();
  mapping.map(body.getArguments(), arguments);
  for (Operation &op : body.without_terminator())
    substituteSymbols(builder.clone(op, mapping), *symbols, callerSymbols);
  return llvm::map_to_vector(body.getTerminator()->getOperands(), [&](Value value) { return mapping.lookup(value); });
}

Value zeros(OpBuilder &builder, Location location, Type type) {
  Type element = getElementTypeOrSelf(type);
  if (auto integer = dyn_cast<IntegerType>(element))
    element = builder.getIntegerType(integer.getWidth());
  else if (isa<StringType>(element))
    element = builder.getI64Type(); // the handle of the empty string
  return FillOp::create(builder, location, type, cast<TypedAttr>(builder.getZeroAttr(element)));
}

/// The function's results, or none where the condition is not known.
SmallVector<Value> inlineIf(IfOp op, unsigned callerSymbols) {
  std::optional<int64_t> condition = integerOf(op.getCondition());
  if (!condition)
    return {};
  OpBuilder builder(op);
  FlatSymbolRefAttr name = *condition ? op.getThenFunctionAttr() : op.getElseFunctionAttr();
  return inlineCallee(builder, lookupCallee(op, name), op.getArguments(), callerSymbols);
}

/// How often the body runs at least and at most, as far as that is 0 or 1.
std::optional<int64_t> knownIterations(LoopOp op) {
  std::optional<int64_t> limit = integerOf(op.getLimit());
  if (op.getCount())
    limit = constantSize(op.getCount()->getSizes().front());
  if (limit && *limit <= 0)
    return 0;
  std::optional<int64_t> condition = op.getCondition() ? integerOf(op.getCondition()) : 1;
  if (condition == 0)
    return 0;
  if (condition && limit == 1)
    return 1;
  return std::nullopt;
}

SmallVector<Value> inlineLoop(LoopOp op, unsigned callerSymbols) {
  std::optional<int64_t> iterations = knownIterations(op);
  if (!iterations)
    return {};
  OpBuilder builder(op);
  SmallVector<Value> results(op.getInitial());
  if (*iterations == 0) {
    for (Type type : TypeRange(op.getResultTypes()).drop_front(results.size()))
      results.push_back(zeros(builder, op.getLoc(), type));
    return results;
  }
  SmallVector<Value> arguments = op.getPassed();
  arguments.back() = zeros(builder, op.getLoc(), RankedTensorType::get({}, builder.getI64Type()));
  results = inlineCallee(builder, lookupCallee(op, op.getBodyAttr()), arguments, callerSymbols);
  results.erase(results.begin());
  return results;
}

/// Whether the op was replaced by what it calls.
bool tryInline(ControlOpInterface op, unsigned callerSymbols) {
  // The callee's own symbols would have to become the caller's.
  auto definesOwnSizes = [&](FlatSymbolRefAttr name) { return symbolsDefinedIn(lookupCallee(op, name)).any(); };
  if (definesSizes(op) || llvm::any_of(op.getCallees(), definesOwnSizes))
    return false;
  auto branch = dyn_cast<IfOp>(*op);
  SmallVector<Value> results =
      branch ? inlineIf(branch, callerSymbols) : inlineLoop(cast<LoopOp>(*op), callerSymbols);
  if (results.size() != op->getNumResults() || results.empty())
    return false;
  OpBuilder builder(op);
  for (auto [old, result] : llvm::zip_equal(op->getResults(), results))
    old.replaceAllUsesWith(asType(builder, op->getLoc(), old.getType(), result));
  op->erase();
  return true;
}

/// Functions that the interface has, and those that are reached from them.
llvm::SetVector<Operation *> findReached(ModuleOp module) {
  SymbolTable table(module);
  llvm::SetVector<Operation *> reached;
  auto reach = [&](StringRef name) {
    if (auto function = table.lookup<func::FuncOp>(name))
      reached.insert(function);
  };
  for (func::FuncOp function : module.getOps<func::FuncOp>())
    if (!function.isPrivate())
      reached.insert(function);
  for (size_t i = 0; i < reached.size(); ++i) {
    auto function = cast<func::FuncOp>(reached[i]);
    for (unsigned k = 0; k < function.getNumArguments(); ++k)
      if (auto weight = function.getArgAttrOfType<StringAttr>(k, "graph.weight"))
        reach(weight);
    function.walk([&](Operation *op) {
      if (auto control = dyn_cast<ControlOpInterface>(op))
        for (FlatSymbolRefAttr name : control.getCallees())
          reach(name.getValue());
      if (auto weight = dyn_cast<WeightOp>(op))
        reach(weight.getName());
    });
  }
  return reached;
}

struct InlineCallsPass : impl::InlineCallsBase<InlineCallsPass> {
  using Base::Base;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    for (func::FuncOp function : module.getOps<func::FuncOp>())
      inlineInto(function);
    llvm::SetVector<Operation *> reached = findReached(module);
    for (func::FuncOp function : llvm::make_early_inc_range(module.getOps<func::FuncOp>()))
      if (!reached.contains(function))
        function.erase();
  }

  /// What comes in may hold more that is known by then. The bound is for graphs
  /// that double with every call.
  static void inlineInto(func::FuncOp function) {
    constexpr unsigned most = 10000;
    unsigned symbols = symbolCount(function), inlined = 0;
    for (bool changed = true; changed;) {
      changed = false;
      for (ControlOpInterface op : llvm::make_early_inc_range(function.getOps<ControlOpInterface>()))
        if (inlined < most && tryInline(op, symbols)) {
          changed = true;
          ++inlined;
        }
    }
    if (inlined)
      eraseDead(function.front());
  }
};

} // namespace

} // namespace tenon::passes
