//===- Tensor.h - The tensors of the reference interpreter ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A tensor holds its elements widened: floats of any type as double, integers
// as 64 bits. Loops are then written once for all types, and an interpreter
// that is asked to be exact need not round between ops.

#ifndef TENON_CODEGEN_REFERENCE_TENSOR_H
#define TENON_CODEGEN_REFERENCE_TENSOR_H

#include "dialects/graph/Graph.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Error.h"
#include <vector>

namespace tenon::reference {

struct ReferenceTensor {
  mlir::Type elementType;
  llvm::SmallVector<int64_t> sizes;
  /// The elements of a float type, else empty.
  std::vector<double> reals;
  /// The elements of an integer type, else empty. Signed ones are
  /// sign-extended, unsigned ones zero-extended (`ui64` keeps its bits).
  std::vector<int64_t> integers;

  ReferenceTensor() = default;
  /// All elements 0.
  ReferenceTensor(mlir::Type elementType, llvm::ArrayRef<int64_t> sizes);

  /// The elements in memory, dense and row-major, i1 a byte each. Fails where
  /// the number of bytes is wrong or the type has no such form.
  static llvm::Expected<ReferenceTensor> fromBytes(mlir::Type elementType, llvm::ArrayRef<int64_t> sizes,
                                                   llvm::ArrayRef<char> bytes);
  std::vector<char> toBytes() const;

  bool isReal() const { return llvm::isa<mlir::FloatType>(elementType); }
  bool isUnsigned() const { return elementType.isUnsignedInteger() || elementType.isInteger(1); }
  int64_t rank() const { return sizes.size(); }
  int64_t elementCount() const;

  /// Any element as a double; of unsigned types as the unsigned number.
  double real(int64_t i) const;
  /// Any element as 64 bits; floats rounded towards zero, clamped into range.
  int64_t integer(int64_t i) const;
  /// Stores a number into an element of any type, without rounding floats.
  void setReal(int64_t i, double value);
  void copyElement(int64_t to, const ReferenceTensor &from, int64_t at);

  /// Makes every element one of the element type: integers wrap, floats are
  /// rounded. `exact` keeps the precision of floats but not what the type's
  /// range cannot hold.
  void settle(bool exact);

  /// For messages: `f32[2, 3]`.
  std::string describe() const;
};

/// Bytes of an element in memory, 0 where the type has no form there.
int64_t elementBytes(mlir::Type elementType);

/// `value` in the precision and range of a float type.
double roundToType(double value, mlir::Type type);

/// The number of a narrow float type that a byte holds, and the byte for a
/// number. Both are of the element type, not of the bytes.
double decodeNarrow(int64_t code, mlir::Type type);
int64_t encodeNarrow(double value, mlir::Type type, bool saturates, graph::ScaleRounding rounding);

/// The low bits of `value` as a number of an integer type.
int64_t wrapToType(int64_t value, mlir::Type type);

/// Calls `body` with each index below `sizes`, in row-major order, and its
/// position in that order.
void forEachIndex(llvm::ArrayRef<int64_t> sizes,
                  llvm::function_ref<void(llvm::ArrayRef<int64_t> index, int64_t position)> body);

/// Row-major strides in elements.
llvm::SmallVector<int64_t> stridesOf(llvm::ArrayRef<int64_t> sizes);

/// The row-major position of an index.
int64_t positionOf(llvm::ArrayRef<int64_t> index, llvm::ArrayRef<int64_t> strides);

/// The product of sizes.
int64_t productOf(llvm::ArrayRef<int64_t> sizes);

} // namespace tenon::reference

#endif
