//===- ShapeVerification.h - A verifier shared by the op families -----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_DIALECTS_GRAPH_SHAPEVERIFICATION_H
#define TENON_DIALECTS_GRAPH_SHAPEVERIFICATION_H

#include "dialects/graph/SymbolicShape.h"
#include "mlir/IR/Operation.h"

namespace tenon::graph {

/// Reports `error` where `expected` failed, and a result of another shape.
llvm::LogicalResult verifyShape(mlir::Operation *op, llvm::FailureOr<Shape> expected, const std::string &error);

} // namespace tenon::graph

#endif
