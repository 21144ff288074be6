//===- SingleLaneStores.h - Masked stores of one lane -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_CODEGEN_CPU_SINGLELANESTORES_H
#define TENON_CODEGEN_CPU_SINGLELANESTORES_H

#include "llvm/IR/Module.h"

namespace tenon::codegen {

/// Replaces masked stores whose constant mask has one lane by a store of that
/// element. LLVM 22 merges such a store with the truncation of its vector and
/// then stores the element at its width before the truncation: four bytes for
/// a bf16, which overwrites what follows it.
void scalarizeSingleLaneStores(llvm::Module &module);

} // namespace tenon::codegen

#endif
