//===- RegisterTranspose.cpp - Transposes a square block in registers ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/cpu/RegisterTranspose.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;

namespace tenon::codegen {

SmallVector<Value> transposeRegisters(OpBuilder &builder, Location location, ArrayRef<Value> rows) {
  SmallVector<Value> block(rows);
  int64_t count = rows.size();
  for (int64_t half = count / 2; half > 0; half /= 2) {
    // Lanes of the pair (a, b): a has 0 .. count - 1, b the rest.
    SmallVector<int64_t> upper, lower;
    for (int64_t lane = 0; lane < count; ++lane) {
      bool isSecond = lane & half;
      upper.push_back(isSecond ? count + lane - half : lane);
      lower.push_back(isSecond ? count + lane : lane + half);
    }
    for (int64_t i = 0; i < count; ++i) {
      if (i & half)
        continue;
      Value a = block[i], b = block[i + half];
      block[i] = vector::ShuffleOp::create(builder, location, a, b, upper);
      block[i + half] = vector::ShuffleOp::create(builder, location, a, b, lower);
    }
  }
  return block;
}

} // namespace tenon::codegen
