//===- Signature.h - Inputs and outputs against what a function takes ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_CORE_SIGNATURE_H
#define TENON_RUNTIME_CORE_SIGNATURE_H

#include "runtime/core/ElementType.h"
#include "runtime/core/Message.h"
#include "runtime/core/ModelFormat.h"

namespace tenon::runtime {

constexpr int32_t maximumRank = 64;

inline ElementType typeOf(const TenonTensorInfo &info) { return {info.dtypeCode, info.dtypeBits}; }

/// `[batch, 128, 384]`: symbols by name, sizes that are computed from them as
/// `?`. Returns `text`.
const char *describeShape(const TenonFunction &function, const TenonTensorInfo &info, char *text, uint64_t size);

/// `[1, 128, 384]`.
const char *formatShape(const int64_t *shape, int32_t rank, char *text, uint64_t size);

/// Checks count, types, ranks, devices and memory of the inputs, and reads the
/// values of the symbols from their shapes; those that steps define are 1 until
/// then. Returns a status.
int bindSymbols(const TenonFunction &function, const DLTensor *inputs, int32_t count, const uint8_t *isDefined,
                int64_t *symbols, Message &message);

/// Checks the sizes that bindSymbols does not set, against the size table.
int checkSizes(const TenonFunction &function, const DLTensor *inputs, const int64_t *sizes, Message &message);

/// Checks memory that the caller gives for an output. `owned` is what the
/// context lent in an earlier run: giving that back counts as giving none.
int checkOutput(const TenonFunction &function, int32_t index, const DLTensor &output, const int64_t *sizes,
                const void *owned, Message &message);

/// Elements times bytes of each; false where that is no size of memory.
bool measureTensor(const TenonTensorInfo &info, const int64_t *sizes, uint64_t &bytes);

} // namespace tenon::runtime

#endif
