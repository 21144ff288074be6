//===- VerifyKernels.cpp - What may reach code generation -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The border between passes and code generation, checked: kernels, what they
// read, and a complete plan.

#include "dialects/graph/States.h"
#include "dialects/kernel/Kernel.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "passes/Passes.h"
#include "passes/memory/StatePlaces.h"

namespace tenon::passes {
#define GEN_PASS_DEF_VERIFYKERNELS
#include "passes/Passes.h.inc"
} // namespace tenon::passes

using namespace mlir;
using namespace tenon::graph;
using tenon::kernel::KernelOpInterface;

namespace tenon::passes {

namespace {

/// A result that is an input changed in place lies where the input lies.
LogicalResult verifyChanged(KernelOpInterface op, ArrayRef<int64_t> places) {
  std::optional<unsigned> changed = op.getChangedInput();
  if (!changed)
    return success();
  Value input = memoryOf(op->getOperand(*changed));
  bool liesThere = false;
  if (auto argument = dyn_cast<BlockArgument>(input)) {
    auto function = op->getParentOfType<func::FuncOp>();
    StringAttr state = stateOfArgument(function, argument.getArgNumber());
    liesThere = state && places[0] < 0 && stateOfResult(function, -1 - places[0]) == state;
  } else if (auto producer = input.getDefiningOp<KernelOpInterface>()) {
    liesThere = (*producer.getBuffers())[cast<OpResult>(input).getResultNumber()] == places[0];
  }
  if (!liesThere)
    return op.emitOpError("changes input ") << *changed << " in place, which does not lie where result 0 does";
  return success();
}

/// Every result has a place that exists.
LogicalResult verifyPlan(KernelOpInterface op, int64_t buffers, int64_t outputs) {
  std::optional<ArrayRef<int64_t>> places = op.getBuffers();
  if (!places || places->size() != op->getNumResults())
    return op.emitOpError("has no place for each of its results: the memory plan has to run before");
  for (int64_t place : *places)
    if (place >= buffers || place < -outputs)
      return op.emitOpError("lies in buffer ") << place << ", which does not exist";
  return verifyChanged(op, *places);
}

/// Tensors come from arguments, weights, constants, kernels, and views of these.
LogicalResult verifyOp(Operation &op, int64_t buffers, int64_t outputs) {
  if (isa<WeightOp, ConstantOp, ReshapeOp, func::ReturnOp>(op))
    return success();
  if (auto kernelOp = dyn_cast<KernelOpInterface>(op))
    return verifyPlan(kernelOp, buffers, outputs);
  return op.emitOpError("is left beside the kernels");
}

struct VerifyKernelsPass : impl::VerifyKernelsBase<VerifyKernelsPass> {
  using Base::Base;

  void runOnOperation() override {
    func::FuncOp function = getOperation();
    if (function.isDeclaration())
      return;
    auto buffers = function->getAttrOfType<ArrayAttr>(kernel::buffersAttributeName);
    if (!buffers) {
      function.emitOpError("has no memory plan");
      return signalPassFailure();
    }
    for (Operation &op : function.front())
      if (failed(verifyOp(op, buffers.size(), function.getNumResults())))
        return signalPassFailure();
  }
};

} // namespace

} // namespace tenon::passes
