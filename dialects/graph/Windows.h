//===- Windows.h - Where the windows of an op lie ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_DIALECTS_GRAPH_WINDOWS_H
#define TENON_DIALECTS_GRAPH_WINDOWS_H

#include "dialects/graph/Graph.h"

namespace tenon::graph {

/// How windows lie along one axis: element j of window i is at
/// i * stride + j * dilation - low of the operand with inputDilation - 1
/// elements put between any two of its own.
struct WindowAxis {
  int64_t stride = 1, low = 0, high = 0, dilation = 1, inputDilation = 1;
};

/// How many windows of `window` elements there are on an axis of `size`. Fails
/// where the numbers make no sense or not one window fits.
llvm::FailureOr<mlir::AffineExpr> windowCount(mlir::AffineExpr size, mlir::AffineExpr window, const WindowAxis &axis,
                                              std::string &error);

/// The sizes of a convolution of input [N, C, d...] with weight
/// [O, C / groups, k...]; `axes` are the spatial ones.
llvm::FailureOr<Shape> convolutionShape(ShapeRef input, ShapeRef weight, llvm::ArrayRef<WindowAxis> axes,
                                        int64_t groups, std::string &error);

/// The numbers of windows on all axes.
llvm::FailureOr<Shape> windowShape(ShapeRef shape, llvm::ArrayRef<int64_t> window, llvm::ArrayRef<WindowAxis> axes,
                                   std::string &error);

/// `shape` with windows of `size` elements of one axis instead of the axis, as `graph.unfold` makes them.
llvm::FailureOr<Shape> unfoldShape(ShapeRef shape, int64_t axis, int64_t size, int64_t step, int64_t dilation,
                                   std::string &error);

/// The axes of an op, from its attributes: of a convolution the spatial ones,
/// else all.
llvm::SmallVector<WindowAxis> windowAxesOf(ConvolutionOp op);
llvm::SmallVector<WindowAxis> windowAxesOf(WindowReduceOp op);
llvm::SmallVector<WindowAxis> windowAxesOf(WindowArgReduceOp op);

} // namespace tenon::graph

#endif
