//===- Indexing.h - Functions by index ------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_OPS_INDEXING_H
#define TENON_OPS_INDEXING_H

#include "tenon/Operands.h"

namespace tenon {

#include "tenon/methods/AsFunctions.inc"
#include "tenon/methods/Indexing.inc"
#include "tenon/methods/End.inc"

} // namespace tenon

#endif
