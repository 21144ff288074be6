//===- Sequences.h - Sequences and optionals ----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FRONTEND_ONNX_OPERATORS_SEQUENCES_H
#define TENON_FRONTEND_ONNX_OPERATORS_SEQUENCES_H

#include "frontend/onnx/NodeImport.h"

namespace tenon::onnx {

/// Whether a Loop carries something that is no tensor.
bool carriesSequences(const NodeImport &node);

/// Loops that carry sequences are written out up to this many iterations, so that lengths stay known.
constexpr int64_t mostUnrolled = 4096;

/// A Loop as its iterations one after the other.
void unrollLoop(NodeImport &node, int64_t count);

} // namespace tenon::onnx

#endif
