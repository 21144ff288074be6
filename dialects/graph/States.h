//===- States.h - What functions keep from call to call -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Functions are pure, and so is what they do to state: an argument with
// `graph.state = "cache"` is the state's value before the call, the result with
// that attribute its value after it. Neither is an input or output of the
// function that users call. All public functions of a module share states by
// name; a function that has no result for a state leaves it as it is.
//
//   func.func @main(%x: tensor<f32>, %sum: tensor<f32> {graph.state = "sum"})
//       -> (tensor<f32>, tensor<f32> {graph.state = "sum"})

#ifndef TENON_DIALECTS_GRAPH_STATES_H
#define TENON_DIALECTS_GRAPH_STATES_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Interfaces/FunctionInterfaces.h"

namespace tenon::graph {

/// The attribute of arguments and results.
inline constexpr llvm::StringLiteral stateAttributeName = "graph.state";

/// The attributes of a function of which not every input or output is a value of
/// its own: a list that says for each value its `name`, the `count` of its
/// tensors, and whether it is a `sequence` or `run_sequence`, `optional`, or such
/// that is `empty` or `maybe_empty` (TenonValueInfo says which tensors these are).
inline constexpr llvm::StringLiteral inputValuesAttributeName = "graph.input_values";
inline constexpr llvm::StringLiteral outputValuesAttributeName = "graph.output_values";

/// The state that an argument or a result is, or null for an input or output.
mlir::StringAttr stateOfArgument(mlir::FunctionOpInterface function, unsigned argument);
mlir::StringAttr stateOfResult(mlir::FunctionOpInterface function, unsigned result);

/// Arguments that are inputs and results that are outputs, by their numbers.
llvm::SmallVector<unsigned> inputsOf(mlir::FunctionOpInterface function);
llvm::SmallVector<unsigned> outputsOf(mlir::FunctionOpInterface function);

struct StateDeclaration {
  mlir::StringAttr name;
  mlir::RankedTensorType type;
  mlir::FunctionOpInterface function; // the first that has it
};

/// The states of the module's public functions, in the order in which they
/// first stand there.
llvm::SmallVector<StateDeclaration> statesOf(mlir::ModuleOp module);

/// Emits an error where two functions give a state different types.
mlir::LogicalResult verifyStates(mlir::ModuleOp module);

/// The rules within one function, for the dialect: sizes are numbers, a state
/// is read and written once at most, with one type.
mlir::LogicalResult verifyStateAttribute(mlir::FunctionOpInterface function, bool isArgument, unsigned index,
                                         mlir::Attribute value);

} // namespace tenon::graph

#endif
