//===- Elements.h - Single elements of any type -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_CORE_ELEMENTS_H
#define TENON_RUNTIME_CORE_ELEMENTS_H

#include "runtime/core/ElementType.h"

namespace tenon::runtime {

bool isFloat(ElementType type);

/// Stores a number, rounded to the type's nearest.
void storeElement(ElementType type, void *data, int64_t index, double value);

/// A number of a float type.
double loadFloat(ElementType type, const void *data, int64_t index);

/// Prints an element for people: floats with six digits.
int printElement(ElementType type, const void *data, int64_t index, char *text, uint64_t size);

/// IEEE half precision, from and to its bits.
uint16_t halfOf(float value);
float floatOfHalf(uint16_t bits);

} // namespace tenon::runtime

#endif
