//===- Quantization.h - Numbers in few bits --------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FRONTEND_ONNX_OPERATORS_QUANTIZATION_H
#define TENON_FRONTEND_ONNX_OPERATORS_QUANTIZATION_H

#include "frontend/onnx/NodeImport.h"

namespace tenon::onnx {

void importQuantizeLinear(NodeImport &node);
void importDequantizeLinear(NodeImport &node);

/// A scale or zero point in the sizes of x: one number, one for each place of
/// `axis`, or with `block` one for each block of places.
mlir::Value spreadParameter(NodeImport &node, mlir::Value parameter, mlir::Value x, int64_t axis, int64_t block = 0);

/// round(x / scale) + zero, kept within an integer type. `scale` has the sizes
/// and type of x; `zero`, of `type`, may be null. To a float type of eight bits
/// x / scale is rounded, and with `saturate` kept within its range.
mlir::Value quantize(NodeImport &node, mlir::Value x, mlir::Value scale, mlir::Value zero, mlir::Type type,
                     bool saturate = true);

/// x as a float type of eight bits or fewer; `rounding` is for powers of two.
mlir::Value castToNarrow(CheckedBuilder &build, mlir::Value x, mlir::Type type, bool saturate,
                         graph::ScaleRounding rounding = graph::ScaleRounding::nearest);

/// (x - zero) * scale in the type of `scale`, which has the sizes of x; `zero` may be null.
mlir::Value dequantize(NodeImport &node, mlir::Value x, mlir::Value scale, mlir::Value zero);

/// x - zero in i32, for products of integers; zero is broadcast along `axis`, and may be null.
mlir::Value withoutZeroPoint(NodeImport &node, mlir::Value x, mlir::Value zero, int64_t axis);

/// A tensor as bytes (ui8) of its own range: values, and the scalars scale and zero point.
struct DynamicQuantization {
  mlir::Value values, scale, zero;
};
DynamicQuantization quantizeDynamically(NodeImport &node, mlir::Value x);

} // namespace tenon::onnx

#endif
