//===- Recurrent.h - Recurrent operators of other domains --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FRONTEND_ONNX_OPERATORS_RECURRENT_H
#define TENON_FRONTEND_ONNX_OPERATORS_RECURRENT_H

#include "frontend/onnx/NodeImport.h"

namespace tenon::onnx {

/// An LSTM whose weights are bytes. Inputs and states stay floats, which ONNX Runtime rounds to bytes by their range.
void importDynamicQuantizeLSTM(NodeImport &node);

} // namespace tenon::onnx

#endif
