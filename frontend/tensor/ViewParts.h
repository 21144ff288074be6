//===- ViewParts.h - Parts of an axis, read and replaced ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TENSOR_VIEWPARTS_H
#define TENON_TENSOR_VIEWPARTS_H

#include "frontend/tensor/Build.h"

namespace tenon::frontend {

/// `count` elements of one axis, `step` apart from `start` on.
NodePtr sliceAxis(const NodePtr &node, int64_t axis, mlir::AffineExpr start, int64_t step, mlir::AffineExpr count,
                  SourceLocation here);

/// `base` with those elements replaced by `value`.
NodePtr replaceAxis(const NodePtr &base, const NodePtr &value, int64_t axis, mlir::AffineExpr start, int64_t step,
                    mlir::AffineExpr count, SourceLocation here);

} // namespace tenon::frontend

#endif
