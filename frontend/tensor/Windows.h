//===- Windows.h - What functions of windows share ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TENSOR_WINDOWS_H
#define TENON_TENSOR_WINDOWS_H

#include "dialects/graph/Windows.h"
#include "frontend/tensor/Build.h"

/// Convolutions, pools and what else looks at the spatial dims of [N, C, d...].
namespace tenon::frontend {

/// One number for each of `dims` spatial dims. Throws where there are neither one nor as many, and for one below `least`.
llvm::SmallVector<int64_t> perDim(const char *op, const char *name, const IntArrayRef &numbers, size_t dims,
                                  int64_t least, SourceLocation here);

/// An input of [N, C, d...]; where it was [C, d...], a batch of one.
struct Batch {
  NodePtr node;
  bool isAdded = false;

  /// A result with the batch that was added taken off again.
  Tensor finish(NodePtr result, SourceLocation here) const;
};
/// Throws where the tensor has not `dims` spatial dims.
Batch toBatch(const char *op, const Tensor &tensor, size_t dims, SourceLocation here);

/// Throws where two operands differ in type.
void needSameType(const char *op, const NodePtr &a, const NodePtr &b, SourceLocation here);

/// A vector of one number a channel, repeated to `sizes` [N, C, d...].
NodePtr perChannel(const NodePtr &vector, graph::ShapeRef sizes, SourceLocation here);

/// Throws where the sizes do not fit.
NodePtr convolve(const char *op, const NodePtr &input, const NodePtr &weight, llvm::ArrayRef<graph::WindowAxis> axes,
                 int64_t groups, SourceLocation here);

/// Windows over the last dims; throws where one does not fit.
NodePtr windowReduce(const char *op, graph::ReductionKind kind, const NodePtr &node, llvm::ArrayRef<int64_t> window,
                     llvm::ArrayRef<graph::WindowAxis> axes, SourceLocation here);
/// Where among these dims each window's largest element is.
NodePtr windowArgMax(const char *op, const NodePtr &node, llvm::ArrayRef<int64_t> window,
                     llvm::ArrayRef<graph::WindowAxis> axes, SourceLocation here);

/// The type that means and sums of many elements are computed in: float32 for 16-bit floats.
inline ScalarType meanType(ScalarType type) { return type == kHalf || type == kBFloat16 ? kFloat : type; }

/// An op of two operands, numbers among them, on nodes of one type.
inline NodePtr apply(llvm::StringRef name, const NodePtr &a, const NodePtr &b, SourceLocation here) {
  return elementwise(name, {a, broadcast(b, a->sizes, here)}, a->dtype, here);
}

} // namespace tenon::frontend

#endif
