//===- ExampleInputs.h - Inputs made from a seed ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_PROGRAM_EXAMPLEINPUTS_H
#define TENON_RUNTIME_PROGRAM_EXAMPLEINPUTS_H

#include "runtime/program/TensorFiles.h"

namespace tenon::runtime {

/// Makes all inputs of a function. Symbolic sizes are those that `shapes`
/// (NAME=1x128) gives, else 1 for the first symbol and 128 for others. Floats
/// are about normal; integers lie in the range that the model states, else
/// are 0 or 1, which hardly any index table lacks; masks are ones. Returns a
/// status.
int makeInputs(const TenonModel &model, const TenonFunction &function, const Array<const char *> &shapes, uint64_t seed,
               TensorList &inputs, Message &message);

} // namespace tenon::runtime

#endif
