//===- Calls.h - What control ops call --------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_DIALECTS_GRAPH_CALLS_H
#define TENON_DIALECTS_GRAPH_CALLS_H

#include "dialects/graph/Graph.h"
#include "mlir/Interfaces/FunctionInterfaces.h"

namespace tenon::graph {

/// Callees that call callees stand in no longer chain than this.
constexpr unsigned maxCallDepth = 64;

/// Stands for what only a callee knows: its own symbol k is unknownSymbol + k.
constexpr unsigned unknownSymbol = 1u << 24;

/// How many symbols a function has.
unsigned symbolCount(mlir::FunctionOpInterface function);

/// The function of this name in the module that `op` is part of, or null.
mlir::FunctionOpInterface lookupCallee(mlir::Operation *op, mlir::FlatSymbolRefAttr name);

/// The types that `op` passes to its callees.
llvm::SmallVector<mlir::Type> passedTypes(ControlOpInterface op);

/// What each symbol of `callee` is when it takes arguments of these types, as
/// sizes over the caller's symbols. Fails where types or sizes contradict the
/// parameters and for no callee, and writes why into `error`.
llvm::FailureOr<Shape> bindCallee(mlir::FunctionOpInterface callee, mlir::TypeRange passed, std::string &error);

/// The values of a callee's symbols, bound like this: 1 where only the callee knows.
llvm::SmallVector<int64_t> evaluateBinding(ShapeRef bound, llvm::ArrayRef<int64_t> symbols);

/// Reports a function that calls itself, by way of others too, and chains
/// longer than maxCallDepth.
llvm::LogicalResult verifyCallGraph(mlir::Operation *module);

} // namespace tenon::graph

#endif
