//===- Call.h - Branches and loops that are recorded -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TENSOR_CALL_H
#define TENON_TENSOR_CALL_H

#include "frontend/tensor/Node.h"
#include <string>

namespace tenon::frontend {

/// A function that a branch or loop calls, recorded in a scope of its own.
struct Callee {
  std::string role; ///< part of its name: `then`
  mlir::Location location;
  std::vector<NodePtr> parameters; ///< of a loop's body: the carried values, then the number of the iteration
  std::vector<NodePtr> results;
};

/// What the node of a branch or loop calls. The node's operands are the initial
/// values of a loop, the captures, and then the limit and the condition where
/// there are any. Its results are nodes of their own (Node::Kind::Result).
struct Call {
  enum class Kind : uint8_t { If, Loop };

  explicit Call(Kind kind) : kind(kind) {}

  Kind kind;
  std::vector<Callee> callees; ///< of a branch two, of a loop one
  size_t carried = 0;          ///< operands of a loop that are initial values
  size_t captured = 0;         ///< operands after them: tensors of the outside that the callees use
  bool hasLimit = false, hasCondition = false;
  mlir::AffineExpr count; ///< of a loop whose number of iterations is a size; else null
  llvm::SmallVector<mlir::AffineExpr> symbols; ///< that sizes in the callees are over
};

/// Calls `visit` with every size in a node, without those of what it calls.
void forEachSize(const Node &node, llvm::function_ref<void(mlir::AffineExpr)> visit);

} // namespace tenon::frontend

#endif
