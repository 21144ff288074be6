//===- Combine.cpp - Code that combines values of a reduction ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/cpu/Combine.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using tenon::kernel::ReductionKind;

namespace tenon::codegen {

Value neutralElement(OpBuilder &builder, Location location, ReductionKind kind, Type type, bool isUnsigned) {
  return arith::ConstantOp::create(builder, location, kernel::neutralElement(builder, kind, type, isUnsigned));
}

Value combineLanes(OpBuilder &builder, Location location, ReductionKind kind, Value vector, bool isUnsigned) {
  int64_t lanes = cast<VectorType>(vector.getType()).getNumElements();
  for (; lanes > 1 && lanes % 2 == 0; lanes /= 2) {
    SmallVector<int64_t> low = llvm::to_vector(llvm::seq<int64_t>(0, lanes / 2));
    SmallVector<int64_t> high = llvm::to_vector(llvm::seq<int64_t>(lanes / 2, lanes));
    Value a = vector::ShuffleOp::create(builder, location, vector, vector, low);
    Value b = vector::ShuffleOp::create(builder, location, vector, vector, high);
    vector = combine(builder, location, kind, a, b, isUnsigned);
  }
  Value result = vector::ExtractOp::create(builder, location, vector, ArrayRef<int64_t>{0});
  for (int64_t lane = 1; lane < lanes; ++lane) {
    Value next = vector::ExtractOp::create(builder, location, vector, ArrayRef<int64_t>{lane});
    result = combine(builder, location, kind, result, next, isUnsigned);
  }
  return result;
}

} // namespace tenon::codegen
