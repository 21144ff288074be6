//===- Ordering.h - What operators that select share -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FRONTEND_ONNX_OPERATORS_ORDERING_H
#define TENON_FRONTEND_ONNX_OPERATORS_ORDERING_H

#include "frontend/onnx/NodeImport.h"

namespace tenon::onnx {

/// The indices at which a vector of i1 is true; their number is a size that depends on data.
mlir::Value positionsOf(NodeImport &node, mlir::Value flags);

} // namespace tenon::onnx

#endif
