//===- Strides.h - How views lie over their base -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TENSOR_STRIDES_H
#define TENON_TENSOR_STRIDES_H

#include "frontend/tensor/Node.h"

/// Nothing is stored with strides. They are known only to tell, as in PyTorch,
/// which reshapes share elements with their operand and which copy.
namespace tenon::frontend {

/// The strides, in elements, that the tensor would have in PyTorch.
graph::Shape stridesOf(const TensorImpl &impl);

/// Whether these are the strides of a dense row-major tensor.
bool isContiguous(graph::ShapeRef sizes, graph::ShapeRef strides);

/// The strides of the same elements under other sizes, if there are such.
std::optional<graph::Shape> reshapedStrides(graph::ShapeRef sizes, graph::ShapeRef strides, graph::ShapeRef newSizes);

} // namespace tenon::frontend

#endif
