//===- Build.h - How operations are put together from graph ops --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TENSOR_BUILD_H
#define TENON_TENSOR_BUILD_H

#include "dialects/graph/Graph.h"
#include "frontend/tensor/Node.h"

/// The functions of tensors are written with these. Sizes and types of their
/// arguments fit already; what users can get wrong is checked before.
namespace tenon::frontend {

/// The element type of an operation on several operands, by PyTorch's rules.
ScalarType resultType(llvm::ArrayRef<const Operand *> operands, SourceLocation here);

/// The operand in the given element type.
NodePtr toNode(const Operand &operand, ScalarType dtype, SourceLocation here);

NodePtr cast(const NodePtr &node, ScalarType dtype, SourceLocation here);
/// Aligned at the last axis, as NumPy does.
NodePtr broadcast(const NodePtr &node, graph::ShapeRef sizes, SourceLocation here);
/// `axes` says which axis of the result each axis of the node becomes.
NodePtr broadcast(const NodePtr &node, graph::ShapeRef sizes, llvm::ArrayRef<int64_t> axes, SourceLocation here);
NodePtr reshape(const NodePtr &node, graph::Shape sizes, SourceLocation here);
NodePtr transpose(const NodePtr &node, llvm::ArrayRef<int64_t> permutation, SourceLocation here);
NodePtr slice(const NodePtr &node, graph::ShapeRef starts, llvm::ArrayRef<int64_t> steps, graph::Shape sizes,
              SourceLocation here);
NodePtr concat(llvm::ArrayRef<NodePtr> nodes, int64_t axis, SourceLocation here);
/// An elementwise op on operands of one shape.
NodePtr elementwise(llvm::StringRef name, llvm::ArrayRef<NodePtr> operands, ScalarType dtype, SourceLocation here);
NodePtr compare(graph::Predicate predicate, const NodePtr &a, const NodePtr &b, SourceLocation here);
NodePtr select(const NodePtr &condition, const NodePtr &a, const NodePtr &b, SourceLocation here);
/// The index along an axis.
NodePtr iota(int64_t axis, graph::ShapeRef sizes, ScalarType dtype, SourceLocation here);
/// One number everywhere.
NodePtr filled(const Scalar &value, graph::ShapeRef sizes, ScalarType dtype, SourceLocation here);
/// A size as a scalar of the given type.
NodePtr sizeNode(mlir::AffineExpr size, ScalarType dtype, SourceLocation here);
NodePtr reduce(graph::ReductionKind kind, const NodePtr &node, llvm::ArrayRef<int64_t> axes, ScalarType dtype,
               SourceLocation here);
/// With batch sizes that are the same on both sides.
NodePtr matmul(const NodePtr &a, const NodePtr &b, SourceLocation here);
NodePtr gather(const NodePtr &node, const NodePtr &indices, int64_t axis, SourceLocation here);

mlir::NamedAttribute attribute(llvm::StringRef name, mlir::Attribute value);
mlir::NamedAttribute attribute(llvm::StringRef name, int64_t value);
mlir::NamedAttribute attribute(llvm::StringRef name, llvm::ArrayRef<int64_t> values);

/// The dim counted from the front. Throws where it is out of range; a scalar tensor has the dims 0 and -1.
int64_t wrapDim(int64_t dim, int64_t rank, const char *op, SourceLocation here);
/// Several, in increasing order; all of them for none. Throws for one named twice.
llvm::SmallVector<int64_t> wrapDims(const IntArrayRef &dims, int64_t rank, const char *op, SourceLocation here);

/// The sizes that both broadcast to. Throws where there are none.
graph::Shape broadcastSizes(graph::ShapeRef a, graph::ShapeRef b, const char *op, SourceLocation here);

inline bool sameSizes(graph::ShapeRef a, graph::ShapeRef b) { return graph::sameShape(a, b); }

/// The type of `options` for a tensor that is made. Throws for a device that is not there.
ScalarType typeOf(const TensorOptions &options, ScalarType otherwise, SourceLocation here);

/// The largest finite number of a float type.
double largestNumber(ScalarType type);

/// Integers become the default type of floats.
inline ScalarType toFloatType(ScalarType type) { return isFloatingType(type) ? type : kFloat; }

} // namespace tenon::frontend

#endif
