//===- Graph.h - The graph dialect ------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_DIALECTS_GRAPH_GRAPH_H
#define TENON_DIALECTS_GRAPH_GRAPH_H

#include "dialects/graph/SymbolicShape.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

namespace tenon::graph {

/// The function attribute that lists the names of its symbols.
inline constexpr llvm::StringLiteral symbolsAttributeName = "graph.symbols";

/// The verifier of elementwise ops: all operands and results have one shape.
mlir::LogicalResult verifySameSizes(mlir::Operation *op);

/// The verifier of ops that define sizes: each symbol has one value, and none
/// is computed from what waits for it (SizeRegions.h).
mlir::LogicalResult verifySizeDefinition(mlir::Operation *op);

template <typename ConcreteOp>
class SameSizes : public mlir::OpTrait::TraitBase<ConcreteOp, SameSizes> {
public:
  static mlir::LogicalResult verifyTrait(mlir::Operation *op) { return verifySameSizes(op); }
};

} // namespace tenon::graph

#include "dialects/graph/GraphDialect.h.inc"
#include "dialects/graph/GraphEnums.h.inc"
#include "dialects/graph/GraphInterfaces.h.inc"

#define GET_TYPEDEF_CLASSES
#include "dialects/graph/GraphTypes.h.inc"

#define GET_ATTRDEF_CLASSES
#include "dialects/graph/GraphAttributes.h.inc"

#define GET_OP_CLASSES
#include "dialects/graph/GraphOps.h.inc"

#endif
