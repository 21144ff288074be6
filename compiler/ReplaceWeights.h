//===- ReplaceWeights.h - A model with the weights of another file --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_REPLACEWEIGHTS_H
#define TENON_COMPILER_REPLACEWEIGHTS_H

#include "compiler/Compile.h"

namespace tenon::compiler {

/// `--weights-from`: gives the model's weights, and the first values of its
/// states, the values that a safetensors file (or its shards: ShardedWeights.h)
/// has under their names; numbers of one float type become those of another. What is missing, unexpected or of
/// another shape is one UserError with all names. The file may lack what the
/// program made up itself (`constant_K`) and states that begin with zeros, and
/// may hold what the model has but the graph does not read.
llvm::Error replaceWeights(Model &model, llvm::StringRef path);

} // namespace tenon::compiler

#endif
