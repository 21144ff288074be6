//===- ElementTypes.h - The element types of ONNX -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FRONTEND_ONNX_ELEMENTTYPES_H
#define TENON_FRONTEND_ONNX_ELEMENTTYPES_H

#include "mlir/IR/BuiltinTypes.h"

namespace tenon::onnx {

/// TensorProto.DataType of the format.
enum class DataType : int32_t {
  Undefined = 0,
  Float = 1,
  UInt8 = 2,
  Int8 = 3,
  UInt16 = 4,
  Int16 = 5,
  Int32 = 6,
  Int64 = 7,
  String = 8,
  Bool = 9,
  Float16 = 10,
  Double = 11,
  UInt32 = 12,
  UInt64 = 13,
  Complex64 = 14,
  Complex128 = 15,
  BFloat16 = 16,
  Float8E4M3FN = 17,
  Float8E4M3FNUZ = 18,
  Float8E5M2 = 19,
  Float8E5M2FNUZ = 20,
  UInt4 = 21,
  Int4 = 22,
  Float4E2M1 = 23,
  Float8E8M0 = 24,
  UInt2 = 25,
  Int2 = 26,
};

/// `float16`, for messages; `type 99` for a number that the format does not have.
std::string nameOf(DataType type);

/// The element type of graph tensors; null for a number that the format does not have.
mlir::Type elementTypeOf(DataType type, mlir::MLIRContext *context);

/// The number of the format for an element type of the graph.
DataType dataTypeOf(mlir::Type element);

/// Bits of an element in a file: 4 for int4, 8 for bool.
unsigned bitsOf(DataType type);

} // namespace tenon::onnx

#endif
