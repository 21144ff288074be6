//===- SinkWeights.cpp - Callees read weights themselves ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// A branch or a loop gets the weights that it reads as arguments. To the callee
// an argument is as good as an input: what is made of it is made anew in every
// iteration, such as the panels of a recurrent layer's matrix. Here the callee
// gets the ops that make the argument instead, and everything that later passes
// know of weights holds for it, too.
//
// It is sound since weights are the same everywhere and such ops have no
// effects. A callee is changed only where one op calls it, hence nothing else
// passes it other values.

#include "dialects/graph/Calls.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/IRMapping.h"
#include "passes/Passes.h"
#include "passes/analysis/ElementAccess.h"
#include "passes/analysis/WeightOnly.h"
#include "passes/simplify/EraseDead.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringMap.h"

namespace tenon::passes {
#define GEN_PASS_DEF_SINKWEIGHTS
#include "passes/Passes.h.inc"
} // namespace tenon::passes

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

namespace {

/// How many ops call each function of the module; a branch to one function on both sides counts twice.
llvm::StringMap<unsigned> countCalls(ModuleOp module) {
  llvm::StringMap<unsigned> calls;
  module.walk([&](ControlOpInterface op) {
    for (FlatSymbolRefAttr name : op.getCallees())
      ++calls[name.getValue()];
  });
  return calls;
}

/// What the op passes to its callees unchanged in every iteration.
MutableOperandRange argumentsOf(ControlOpInterface op) {
  if (auto branch = dyn_cast<IfOp>(*op))
    return branch.getArgumentsMutable();
  return cast<LoopOp>(*op).getInvariantsMutable();
}

/// The callee's parameter that the first of these is.
unsigned firstParameterOf(ControlOpInterface op) {
  auto loop = dyn_cast<LoopOp>(*op);
  return loop ? loop.getInitial().size() : 0;
}

/// Constants, through views: known in the callee, they simplify it.
bool isConstant(Value value) {
  return isa_and_nonnull<FillOp, ConstantOp>(sourceBelowViews(value)) &&
         cast<RankedTensorType>(value.getType()).hasStaticShape();
}

bool isSinkable(Value value, const WeightOnly &weightOnly) { return weightOnly.contains(value) || isConstant(value); }

/// Makes `value` at the beginning of the callee, in the place of a parameter.
void makeInCallee(func::FuncOp callee, unsigned parameter, Value value) {
  OpBuilder builder = OpBuilder::atBlockBegin(&callee.front());
  IRMapping mapping;
  for (Operation *op : producersOf(value))
    builder.clone(*op, mapping);
  callee.getArgument(parameter).replaceAllUsesWith(mapping.lookup(value));
  (void)callee.eraseArgument(parameter);
}

struct SinkWeightsPass : impl::SinkWeightsBase<SinkWeightsPass> {
  using Base::Base;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    llvm::StringMap<unsigned> calls = countCalls(module);
    // Callers before what they call: what a callee gets it passes on.
    SetVector<Operation *> functions;
    for (func::FuncOp function : module.getOps<func::FuncOp>())
      if (!function.isPrivate())
        functions.insert(function);
    for (size_t i = 0; i < functions.size(); ++i) {
      auto function = cast<func::FuncOp>(functions[i]);
      sinkFrom(function, calls);
      for (ControlOpInterface op : function.getOps<ControlOpInterface>())
        for (FlatSymbolRefAttr name : op.getCallees())
          functions.insert(lookupCallee(op, name));
    }
  }

  static void sinkFrom(func::FuncOp function, const llvm::StringMap<unsigned> &calls) {
    auto ops = llvm::to_vector(function.getOps<ControlOpInterface>());
    if (ops.empty())
      return;
    WeightOnly weightOnly(function.front());
    for (ControlOpInterface op : ops) {
      SmallVector<FlatSymbolRefAttr> callees = op.getCallees();
      if (!llvm::all_of(callees, [&](FlatSymbolRefAttr name) { return calls.lookup(name.getValue()) == 1; }))
        continue;
      MutableOperandRange arguments = argumentsOf(op);
      for (unsigned i = arguments.size(); i-- > 0;) {
        Value value = OperandRange(arguments)[i];
        if (!isSinkable(value, weightOnly))
          continue;
        for (FlatSymbolRefAttr name : callees)
          makeInCallee(cast<func::FuncOp>(lookupCallee(op, name)), firstParameterOf(op) + i, value);
        arguments.erase(i);
      }
    }
    eraseDead(function.front());
  }
};

} // namespace

} // namespace tenon::passes
