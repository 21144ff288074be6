//===- Indices.h - Tensors of indices and what they select ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TENSOR_INDICES_H
#define TENON_TENSOR_INDICES_H

#include "frontend/tensor/Build.h"

namespace tenon::frontend {

/// A tensor of indices as int64. Throws for other types than int64 and int32.
NodePtr indicesOf(const char *op, const Tensor &tensor, SourceLocation here);

/// Throws where an index is outside of [-size, size), of indices that are few and already there. Others are not looked
/// at: reading clamps them, and writing leaves them out.
void checkIndices(const char *op, const NodePtr &indices, mlir::AffineExpr size, SourceLocation here);

/// Throws while tracing, where the size of a result depends on values. `instead` names what to write instead.
void requireValues(const char *op, const Tensor &tensor, const char *instead, SourceLocation here);

/// Where a bool tensor holds, in row-major order: a vector of int64 for each of its dims. Reads the values.
llvm::SmallVector<NodePtr> positionsOf(const Tensor &mask, SourceLocation here);

/// The same as numbers of elements, one vector.
std::vector<int64_t> numbersOf(const Tensor &mask, SourceLocation here);

/// The slices of an axis at indices that are in range. Of values that are there they are copied at once: a graph with
/// this number of indices would have to be compiled first, and for every other number another.
NodePtr gatherNow(const NodePtr &node, llvm::ArrayRef<int64_t> indices, int64_t axis, SourceLocation here);

/// A vector of int64.
NodePtr vectorOf(llvm::ArrayRef<int64_t> numbers, SourceLocation here);

} // namespace tenon::frontend

#endif
