//===- ObjectEmission.h - From LLVM IR to object code -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_CODEGEN_CPU_OBJECTEMISSION_H
#define TENON_CODEGEN_CPU_OBJECTEMISSION_H

#include "codegen/cpu/CpuTarget.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBuffer.h"
#include <memory>

namespace tenon::codegen {

/// What emission writes.
enum class EmissionKind { Object, Assembly, LLVMIR };

/// Optimizes the module for the target and emits it. The functions' own target
/// features win over the target's.
llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>> emitModule(llvm::Module &module, const CpuTarget &target,
                                                                EmissionKind kind = EmissionKind::Object);

} // namespace tenon::codegen

#endif
