//===- ShardedWeights.h - Weights in one file or in several -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Hugging Face's folders: `model.safetensors`, or an index
// `model.safetensors.index.json` whose "weight_map" names, for each tensor, the
// safetensors file of the same folder that holds it.

#ifndef TENON_COMPILER_WEIGHTS_SHARDEDWEIGHTS_H
#define TENON_COMPILER_WEIGHTS_SHARDEDWEIGHTS_H

#include "compiler/weights/Safetensors.h"

namespace tenon::compiler {

/// The tensors of a safetensors file, of an index (a path that ends in `.json`), or of a folder that has one of the two.
/// Shards lie in the folder of their index, also after links were followed. Everything that is wrong is a UserError:
/// all missing shards, and all tensors that their shard lacks or that two shards hold, in one message.
llvm::Expected<graph::WeightStore> readWeights(llvm::StringRef path, mlir::MLIRContext *context);

} // namespace tenon::compiler

#endif
