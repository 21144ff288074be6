//===- DataAxes.h - Axes that only a run knows ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Operators take their axes as tensors. Where these are no constants, the ops
// of the graph still need axes by number: the tensor is seen with other
// dimensions, whose sizes are computed from the axes, of which some always
// have to be taken.

#ifndef TENON_FRONTEND_ONNX_DATAAXES_H
#define TENON_FRONTEND_ONNX_DATAAXES_H

#include "frontend/onnx/NodeImport.h"

namespace tenon::onnx {

/// A tensor with every dimension d cut in two: d and 1 where the axis is one of
/// those named, 1 and d elsewhere. `axes` are the first halves.
struct SplitAxes {
  mlir::Value value;
  llvm::SmallVector<int64_t> axes;
  Shape kept;    // the second halves: the sizes after a reduction that keeps dimensions
  Shape dropped; // without the axes that are named
};

/// `axes` is a vector of integers of a known length.
SplitAxes splitAxes(NodeImport &node, mlir::Value value, mlir::Value axes, bool needsDropped);

/// The tensor as [elements before, the axis, elements behind], for an axis that is one integer.
mlir::Value aroundAxis(NodeImport &node, mlir::Value value, mlir::Value axis);

/// The sizes with ones put in where the axes say, of which there is a known number.
Shape insertedAxes(NodeImport &node, mlir::Value value, mlir::Value axes);

/// One number for every axis of `value`: that of `numbers` where `axes` names the axis, else `otherwise`.
mlir::Value spreadOverAxes(NodeImport &node, mlir::Value value, mlir::Value axes, mlir::Value numbers, mlir::Value otherwise);

/// The elements of a vector as sizes, for a reshape: whether the number of elements stays is checked with that.
Shape definedShape(NodeImport &node, mlir::Value sizes);

} // namespace tenon::onnx

#endif
