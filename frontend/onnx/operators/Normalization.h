//===- Normalization.h - Normalizations that several domains have ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FRONTEND_ONNX_OPERATORS_NORMALIZATION_H
#define TENON_FRONTEND_ONNX_OPERATORS_NORMALIZATION_H

#include "frontend/onnx/NodeImport.h"

namespace tenon::onnx {

/// By the root mean square alone. ONNX Runtime's tools write it into ai.onnx, where the specification does not have it.
void importSimplifiedLayerNormalization(NodeImport &node);

} // namespace tenon::onnx

#endif
