//===- Resampling.h - All interpolations behind one function -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TENSOR_RESAMPLING_H
#define TENON_TENSOR_RESAMPLING_H

#include "tenon/Operands.h"

namespace tenon::frontend {

/// What lies between the input's elements.
enum class Interpolation { Nearest, NearestExact, Linear, Cubic };

/// [N, C, d...] at other sizes. `scales`, where given for a dim, say where the result's elements lie instead of the
/// ratio of the sizes; `alignsCorners` keeps the places of the first and the last.
Tensor resample(const char *op, const Tensor &input, const SizeList &outputSize, Interpolation interpolation,
                bool alignsCorners, const std::vector<std::optional<double>> &scales, SourceLocation here);

} // namespace tenon::frontend

#endif
