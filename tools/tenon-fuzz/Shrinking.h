//===- Shrinking.h - The smallest graph that still fails ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TOOLS_FUZZ_SHRINKING_H
#define TENON_TOOLS_FUZZ_SHRINKING_H

#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <string>

namespace tenon::fuzz {

/// Drops results, ops and inputs of the module's function for as long as
/// `fails` says that the smaller module (as text) fails too.
std::string shrink(mlir::MLIRContext &context, std::string text,
                   llvm::function_ref<bool(const std::string &text)> fails);

} // namespace tenon::fuzz

#endif
