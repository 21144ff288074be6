//===- Random.h - Random numbers in the graph --------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FRONTEND_ONNX_OPERATORS_RANDOM_H
#define TENON_FRONTEND_ONNX_OPERATORS_RANDOM_H

#include "frontend/onnx/NodeImport.h"

namespace tenon::onnx {

/// Numbers of f64 in [0, 1). Which ones follows from the node's attribute
/// `seed`, else from its name; `stream` tells several of one node apart.
mlir::Value uniformNumbers(NodeImport &node, ShapeRef sizes, int64_t stream = 0);

} // namespace tenon::onnx

#endif
