//===- Weights.h - Where the weights of a model are ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A file is mapped once in a process however many contexts use it, and its
// checksum is verified then. Weights that a benchmark makes up are made once.

#ifndef TENON_RUNTIME_CORE_WEIGHTS_H
#define TENON_RUNTIME_CORE_WEIGHTS_H

#include "runtime/core/Message.h"
#include "runtime/core/ModelFormat.h"

namespace tenon::runtime {

struct WeightsMapping;

/// The model's weights: embedded, or made from its seed, or mapped from `path`
/// or, where that is null, from the file beside the artefact that the model is
/// in. Returns a status; `mapping` is null for embedded weights, else to be
/// released.
int openWeights(const TenonModel &model, const char *path, const void *&weights, WeightsMapping *&mapping,
                Message &message);

void releaseWeights(WeightsMapping *mapping);

/// The file that the address was loaded from, however it was started or
/// opened; false for memory without a file.
bool findArtefact(const void *address, char *path, uint64_t size);

} // namespace tenon::runtime

#endif
