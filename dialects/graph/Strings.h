//===- Strings.h - Tensors of strings -----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// A tensor of strings is one of handles, 64 bits each, of a table of strings in
// which no string stands twice. The strings that a model holds have the first
// handles, by their place in an attribute of the module; those of inputs and
// those that a run makes come behind them. Handle 0 is the empty string, so
// that memory of zeros holds strings.

#ifndef TENON_DIALECTS_GRAPH_STRINGS_H
#define TENON_DIALECTS_GRAPH_STRINGS_H

#include "dialects/graph/Graph.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/TypeUtilities.h"

namespace tenon::graph {

/// The attribute of a module with its strings, bytes that need not be UTF-8. A
/// module without it has no tensors of strings.
inline constexpr llvm::StringLiteral stringsAttributeName = "graph.strings";

inline bool isString(mlir::Type element) { return llvm::isa<StringType>(element); }

/// The strings of a module by their handles, or nothing.
std::optional<llvm::SmallVector<llvm::StringRef>> stringsOf(mlir::ModuleOp module);

/// Whether the attribute lists strings, each once, the empty one first.
mlir::LogicalResult verifyStrings(mlir::Operation *op, mlir::Attribute strings);

/// Whether every op of the module that strings reach moves them, compares them or
/// calls the runtime. Says which does not.
mlir::LogicalResult verifyStringUses(mlir::ModuleOp module);

/// A function of the runtime that a graph may call. Operands in capitals have
/// the sizes of the result: S strings, I numbers of i64, B of i1, N of any type
/// of eight bits or more. Others: s one string, i one i64, v a vector of i32.
/// A result P is of strings and has one axis more.
struct RuntimeFunction {
  llvm::StringLiteral name, operands;
  char result;
};

/// Null where there is none of that name.
const RuntimeFunction *findRuntimeFunction(llvm::StringRef name);

} // namespace tenon::graph

#endif
