//===- OutlinePrepare.cpp - What is computed before the first run ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Values that depend on weights and constants only are the same in every run.
// Each that the rest of the function needs becomes a function of its own, with
// the weights as arguments; the compiler runs it and stores its result as a
// weight.

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/IRMapping.h"
#include "passes/Passes.h"
#include "passes/analysis/ElementAccess.h"
#include "passes/analysis/WeightOnly.h"
#include "passes/simplify/EraseDead.h"
#include "llvm/ADT/StringMap.h"

namespace tenon::passes {
#define GEN_PASS_DEF_OUTLINEPREPARE
#include "passes/Passes.h.inc"
} // namespace tenon::passes

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

namespace {

constexpr llvm::StringLiteral prefix = "prepare_";
constexpr llvm::StringLiteral weightAttributeName = "graph.weight";

/// Kernels read these in place: a copy would only take memory.
bool isFreeOnWeights(Operation *op) { return isa<WeightOp, ConstantOp, BroadcastOp, ReshapeOp, SliceOp>(op); }

/// Whether something reads the value, as it is or through views, that is not computed before the first run, too.
bool isReadLater(Value value, const WeightOnly &weightOnly);

bool readsLater(Operation *user, const WeightOnly &weightOnly) {
  if (user->getNumResults() != 1 || !weightOnly.contains(user->getResult(0)))
    return true;
  return isFreeOnWeights(user) && isReadLater(user->getResult(0), weightOnly);
}

bool isReadLater(Value value, const WeightOnly &weightOnly) {
  return llvm::any_of(value.getUsers(), [&](Operation *user) { return readsLater(user, weightOnly); });
}

/// Values to compute before the first run that something else needs.
SmallVector<Value> findNeeded(Block &block, const WeightOnly &weightOnly) {
  SmallVector<Value> needed;
  for (Operation &op : block) {
    if (op.getNumResults() != 1 || !weightOnly.contains(op.getResult(0)) || isFreeOnWeights(&op))
      continue;
    if (isReadLater(op.getResult(0), weightOnly))
      needed.push_back(op.getResult(0));
  }
  return needed;
}

/// A function with the weights as arguments that returns `value`.
func::FuncOp outline(Value value, StringRef name) {
  SmallVector<Operation *> producers = producersOf(value);
  SmallVector<WeightOp> weights;
  SmallVector<Type> types;
  for (Operation *op : producers)
    if (auto weight = dyn_cast<WeightOp>(op)) {
      weights.push_back(weight);
      types.push_back(weight.getType());
    }
  OpBuilder builder(value.getContext());
  auto function = func::FuncOp::create(value.getLoc(), name, builder.getFunctionType(types, value.getType()));
  function.setPrivate();
  Block *block = function.addEntryBlock();
  builder.setInsertionPointToEnd(block);
  IRMapping mapping;
  for (auto [i, weight] : llvm::enumerate(weights)) {
    mapping.map(weight.getResult(), block->getArgument(i));
    function.setArgAttr(i, weightAttributeName, weight.getNameAttr());
  }
  for (Operation *op : producers)
    if (!isa<WeightOp>(op))
      builder.clone(*op, mapping);
  func::ReturnOp::create(builder, value.getLoc(), mapping.lookup(value));
  return function;
}

/// The text of a function without its name, the same for equal computations.
std::string textOf(func::FuncOp function) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  StringAttr name = function.getSymNameAttr();
  function.setSymName("f");
  function->print(stream);
  function.setSymNameAttr(name);
  return text;
}

struct OutlinePreparePass : impl::OutlinePrepareBase<OutlinePreparePass> {
  using Base::Base;

  void runOnOperation() override {
    SmallVector<func::FuncOp> functions(getOperation().getOps<func::FuncOp>());
    for (func::FuncOp function : functions)
      if (!function.isDeclaration() && !function.getName().starts_with(prefix))
        outlineFrom(function);
  }

  void outlineFrom(func::FuncOp function) {
    Block &block = function.front();
    WeightOnly weightOnly(block);
    for (Value value : findNeeded(block, weightOnly)) {
      func::FuncOp prepare = outline(value, (prefix + Twine(names.size())).str());
      auto [entry, isNew] = names.try_emplace(textOf(prepare), prepare.getName().str());
      if (isNew)
        getOperation().push_back(prepare);
      else
        prepare.erase();
      OpBuilder builder(value.getDefiningOp());
      Value stored = WeightOp::create(builder, value.getLoc(), value.getType(), entry->second);
      // Only what runs later reads the stored tensor.
      value.replaceUsesWithIf(stored, [&](OpOperand &use) { return readsLater(use.getOwner(), weightOnly); });
    }
    eraseDead(block);
  }

  /// The function's name by its text.
  llvm::StringMap<std::string> names;
};

} // namespace

} // namespace tenon::passes
