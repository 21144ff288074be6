//===- TieStates.h - Inputs that keep what outputs gave -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_TIESTATES_H
#define TENON_COMPILER_TIESTATES_H

#include "compiler/Options.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/Support/Error.h"

namespace tenon::compiler {

/// Makes pairs of an input and an output states of the functions that have
/// them: what a call gives for the output is what the next one finds in the
/// input. Neither is an input or output any more.
///
/// With an axis, the pair grows along it up to a capacity, and the number of
/// elements that are there is a state of its own, named after the size:
///
///   func.func @main(%past: tensor<1x?xf32, #graph.sizes<1, s0>>, %x: tensor<1x2xf32>) {
///     %present = graph.concat %past, %x axis = 1
///     return %present
///
///   func.func @main(%cache: tensor<1x64xf32> {graph.state = "past"}, %x: tensor<1x2xf32>, %length: tensor<i64> {graph.state = "s0"}) {
///     graph.define_size %length symbol = 0
///     %cache1 = graph.scatter replace %cache, s0 + [0, 1], %x axis = 1      in place
///     %present = graph.slice %cache1 [0, s0 + 2) of axis 1
///     return %cache1, s0 + 2
///
/// Sizes have to be specialized before: those of a state are numbers.
llvm::Error tieStates(mlir::ModuleOp module, llvm::ArrayRef<StateOption> states);

} // namespace tenon::compiler

#endif
