//===- Products.cpp - Matrix products --------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/operators/Products.h"
#include "dialects/graph/ShapeFunctions.h"
#include "frontend/onnx/OperatorTable.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

Value multiplyMatrices(NodeImport &node, Value lhs, Value rhs) {
  CheckedBuilder &build = node.build;
  node.requireRank(lhs, 1, "the left operand");
  node.requireRank(rhs, 1, "the right operand");
  bool isRow = rankOf(lhs) == 1, isColumn = rankOf(rhs) == 1;
  if (isRow)
    lhs = build.unsqueeze(lhs, 0);
  if (isColumn)
    rhs = build.unsqueeze(rhs, 1);
  // The inner sizes: a number says more than a symbol.
  AffineExpr leftInner = shapeOf(lhs).back(), rightInner = shapeOf(rhs)[rankOf(rhs) - 2];
  AffineExpr inner = constantSize(leftInner) ? leftInner : rightInner;
  lhs = node.withSize(lhs, rankOf(lhs) - 1, inner);
  rhs = node.withSize(rhs, rankOf(rhs) - 2, inner);
  Shape left = shapeOf(lhs), right = shapeOf(rhs);
  // The batch axes broadcast: find their common sizes on tensors of these alone.
  Type flag = build.getI1Type();
  auto batchOf = [&](ShapeRef sizes) { return build.fill(0, sizes.drop_back(2), flag); };
  Shape batch = shapeOf(node.broadcast({batchOf(left), batchOf(right)}).front());
  auto spread = [&](Value operand, ShapeRef sizes) {
    Shape all(batch);
    llvm::append_range(all, sizes.take_back(2));
    return node.broadcast(operand, all);
  };
  lhs = spread(lhs, left);
  rhs = spread(rhs, right);
  std::string error;
  if (failed(matmulShape(shapeOf(lhs), shapeOf(rhs), error)))
    throw ImportError(error);
  Value result = build.matmul(lhs, rhs);
  if (isColumn)
    result = build.squeeze(result, rankOf(result) - 1);
  if (isRow)
    result = build.squeeze(result, rankOf(result) - (isColumn ? 1 : 2));
  return result;
}

namespace {

void importMatMul(NodeImport &node) {
  Value lhs = node.tensor(0), rhs = node.tensor(1);
  node.requireSameType({lhs, rhs});
  node.set(0, multiplyMatrices(node, lhs, rhs));
}

} // namespace

std::pair<Value, Value> gemmOperands(const NodeImport &node, Value lhs, Value rhs) {
  if (rankOf(lhs) != 2 || rankOf(rhs) != 2)
    throw ImportError("its operands should be matrices, got " + describe(lhs) + " and " + describe(rhs));
  if (node.integer("transA", 0))
    lhs = node.build.transpose(lhs, {1, 0});
  if (node.integer("transB", 0))
    rhs = node.build.transpose(rhs, {1, 0});
  return {lhs, rhs};
}

Value scaled(NodeImport &node, Value x, double factor) {
  return factor == 1 ? x : node.build.elementwise<MulOp>(x, node.build.fill(factor, shapeOf(x), elementOf(x)));
}

Value gemm(NodeImport &node) {
  CheckedBuilder &build = node.build;
  node.requireSameType({node.tensor(0), node.tensor(1)});
  auto [lhs, rhs] = gemmOperands(node, node.tensor(0), node.tensor(1));
  Value result = scaled(node, multiplyMatrices(node, lhs, rhs), node.real("alpha", 1));
  if (node.has(2)) {
    Value addend = node.broadcast(node.tensor(2), shapeOf(result));
    result = build.elementwise<AddOp>(result, scaled(node, addend, node.real("beta", 1)));
  }
  return result;
}

namespace {

void importGemm(NodeImport &node) { node.set(0, gemm(node)); }

constexpr OperatorEntry entries[] = {
    {"Gemm", 1, importGemm},
    {"MatMul", 1, importMatMul},
};

} // namespace

ArrayRef<OperatorEntry> productOperators() { return entries; }

} // namespace tenon::onnx
