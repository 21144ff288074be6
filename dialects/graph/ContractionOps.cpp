//===- ContractionOps.cpp - Verifiers of products ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/Graph.h"
#include "dialects/graph/ShapeFunctions.h"
#include "dialects/graph/ShapeVerification.h"

using namespace mlir;
using namespace tenon::graph;

/// The sizes [B..., ceil(N/16), K, 16] of a packed [B..., K, N].
static Shape packedShape(ShapeRef shape) {
  Shape result(shape.drop_back(2));
  AffineExpr k = shape[shape.size() - 2], n = shape.back();
  AffineExpr panel = getAffineConstantExpr(PackOp::panelColumns, n.getContext());
  result.append({normalizeSize(n.ceilDiv(panel)), k, panel});
  return result;
}

LogicalResult MatmulOp::verify() {
  std::string error;
  return verifyShape(*this, matmulShape(shapeOf(getLhs().getType()), shapeOf(getRhs().getType()), error), error);
}

LogicalResult PackOp::verify() {
  Shape shape = shapeOf(getOperand().getType());
  if (shape.size() < 2)
    return emitOpError("needs a matrix, got ") << toString(shape);
  return verifyShape(*this, packedShape(shape), "");
}

LogicalResult PackedMatmulOp::verify() {
  Shape lhs = shapeOf(getLhs().getType()), rhs = shapeOf(getRhs().getType()), result = shapeOf(getType());
  if (lhs.size() < 2 || rhs.size() != lhs.size() + 1 || result.size() != lhs.size())
    return emitOpError("needs [B..., M, K] and a packed [B..., ceil(N/16), K, 16], got ")
           << toString(lhs) << " and " << toString(rhs);
  Shape unpacked(lhs);
  unpacked[unpacked.size() - 2] = lhs.back();
  unpacked.back() = result.back();
  if (!sameShape(packedShape(unpacked), rhs))
    return emitOpError("with left operand ") << toString(lhs) << " and result " << toString(result)
                                             << " needs a right operand of sizes " << toString(packedShape(unpacked))
                                             << ", got " << toString(rhs);
  std::string error;
  return verifyShape(*this, matmulShape(lhs, unpacked, error), error);
}
