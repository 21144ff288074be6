//===- Pipelines.cpp - The passes in order ----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// All of the compiler between the front ends and code generation, with the
// reason for every position.

#include "compiler/Pipelines.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Transforms/Passes.h"
#include "passes/Passes.h"

using namespace mlir;
using namespace tenon::passes;

namespace tenon::compiler {

void buildGraphPipeline(OpPassManager &manager) {
  // Before anything looks at functions one by one.
  manager.addPass(createInlineCalls());
  // What is made of weights in a callee is then prepared like elsewhere.
  manager.addPass(createSinkWeights());
  // What follows knows element types of a byte or more.
  manager.addPass(createStoreNarrowTypes());
  OpPassManager &functions = manager.nest<func::FuncOp>();
  // Equal values first, so that siblings are seen to have one operand.
  functions.addPass(createCSEPass());
  functions.addPass(createSimplify());
  // Before products are packed: in one kernel with softmax they are not.
  functions.addPass(createRaiseAttention());
  // What it makes are convolutions like others.
  functions.addPass(createSplitTransposedConvolutions());
  // Before the others become products: it is a faster way to those that it takes.
  functions.addPass(createWinogradConvolutions());
  // Convolutions are products from here on, with the channels last; what
  // follows them takes this order, too, up to the next convolution.
  functions.addPass(createUnfoldConvolutions());
  functions.addPass(createSinkTransposes());
  functions.addPass(createSimplify());
  // Products of [batch, sequence, k] by one matrix become two-dimensional
  // before siblings are compared: all of them then look alike, and read the
  // same reshaped operand once that is one value.
  functions.addPass(createFlattenContractions());
  functions.addPass(createCSEPass());
  functions.addPass(createMergeSiblingContractions());
  // After merging, since merged weights are packed as one.
  functions.addPass(createPackContractions());
  functions.addPass(createSimplify());
  functions.addPass(createCSEPass());
  // Last: by now everything that depends on weights only is in its final form.
  manager.addPass(createOutlinePrepare());
}

void buildKernelPipeline(OpPassManager &manager) {
  OpPassManager &functions = manager.nest<func::FuncOp>();
  // Before anything is fused: what waits for sizes that depend on data stays apart.
  functions.addPass(createMarkSizeRegions());
  // The anchors that gain most choose their neighbours first.
  functions.addPass(createFuseContractions());
  functions.addPass(createFuseConvolutions());
  functions.addPass(createFuseAttention());
  functions.addPass(createFuseReductions());
  functions.addPass(createFuseLines());
  // What no anchor took.
  functions.addPass(createFuseElementwise());
  functions.addPass(createLowerToKernel());
  // Equal kernels on equal operands, such as two copies of one argument.
  functions.addPass(createCSEPass());
  functions.addPass(createPlanMemory());
  functions.addPass(createVerifyKernels());
}

} // namespace tenon::compiler
