//===- Check.h - What layers check and make alike ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_CHECK_H
#define TENON_NN_CHECK_H

#include "tenon/Tensor.h"

namespace tenon::nn {

/// Throws where one of a module's sizes is below 1.
void checkPositive(const char *module, std::initializer_list<int64_t> sizes);

/// Fills those that are defined with numbers of [-bound, bound).
void uniformWithin(double bound, const std::vector<Tensor> &parameters);

/// The result, or with `inplace` the input, which it was written to.
Tensor result(const Tensor &input, const Tensor &result, bool inplace, SourceLocation here);

} // namespace tenon::nn

#endif
