//===- Normalizations.h - Batch norm by a momentum that may be computed ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TENSOR_NORMALIZATIONS_H
#define TENON_TENSOR_NORMALIZATIONS_H

#include "tenon/Operands.h"

namespace tenon::frontend {

/// tenon::batch_norm with a momentum that is a number or a scalar tensor.
Tensor batchNorm(const Tensor &input, const OptionalTensor &weight, const OptionalTensor &bias,
                 const OptionalTensor &runningMean, const OptionalTensor &runningVariance, bool training,
                 const Operand &momentum, double epsilon, SourceLocation here);

} // namespace tenon::frontend

#endif
