//===- Windows.h - The attributes of convolutions and pooling --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FRONTEND_ONNX_OPERATORS_WINDOWS_H
#define TENON_FRONTEND_ONNX_OPERATORS_WINDOWS_H

#include "frontend/onnx/NodeImport.h"

namespace tenon::onnx {

/// How a window moves over the spatial axes, one number for each.
struct Windows {
  llvm::SmallVector<int64_t> kernel, strides, dilations, low, high;

  size_t rank() const { return kernel.size(); }
  /// The elements that a window reaches over.
  int64_t extent(size_t axis) const { return (kernel[axis] - 1) * dilations[axis] + 1; }
};

/// `kernel_shape`, or where it is not given `kernel` (empty: an error), with
/// strides, dilations, pads and auto_pad for spatial axes of these sizes.
/// Throws where the attributes do not fit, and for auto_pad of sizes that only
/// a run knows.
Windows readWindows(NodeImport &node, ShapeRef spatial, llvm::ArrayRef<int64_t> kernel = {});

/// The axes of x after batch and channels.
llvm::SmallVector<int64_t> spatialAxes(mlir::Value x);

/// Along the channels of x: a vector with one number for each.
mlir::Value spreadChannels(NodeImport &node, mlir::Value vector, mlir::Value x);

/// The convolution of x with a weight, by groups of channels.
mlir::Value convolve(NodeImport &node, mlir::Value x, mlir::Value weight, const Windows &windows, int64_t groups,
                     llvm::ArrayRef<int64_t> inputDilations = {});

/// The result of a node Conv.
mlir::Value convolution(NodeImport &node);

/// The averages of the windows of x [N, C, spatial...] that a node AveragePool names.
mlir::Value averagePool(NodeImport &node, mlir::Value x);

} // namespace tenon::onnx

#endif
