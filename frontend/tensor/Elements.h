//===- Elements.h - Elements in memory by their type -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TENSOR_ELEMENTS_H
#define TENON_TENSOR_ELEMENTS_H

#include "tenon/Types.h"
#include <cmath>
#include <cstring>

namespace tenon::frontend {

uint16_t toHalf(float value);
float fromHalf(uint16_t bits);
uint16_t toBFloat16(float value);
float fromBFloat16(uint16_t bits);

/// Element `i` of `data`.
Scalar readElement(const char *data, ScalarType type, int64_t i);
void writeElement(char *data, ScalarType type, int64_t i, const Scalar &value);

} // namespace tenon::frontend

#endif
