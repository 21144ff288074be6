//===- Check.cpp - What layers check and make alike -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/nn/Check.h"

namespace tenon::nn {

void checkPositive(const char *module, std::initializer_list<int64_t> sizes) {
  for (int64_t size : sizes)
    if (size < 1)
      throw Error(std::string(module) + ": a size is " + std::to_string(size) + ", expected 1 or more",
                  SourceLocation::unknown());
}

void uniformWithin(double bound, const std::vector<Tensor> &parameters) {
  for (Tensor parameter : parameters)
    if (parameter.defined())
      parameter.uniform_(-bound, bound);
}

Tensor result(const Tensor &input, const Tensor &result, bool inplace, SourceLocation here) {
  if (!inplace)
    return result;
  Tensor written = input;
  return written.copy_(result, here);
}

} // namespace tenon::nn
