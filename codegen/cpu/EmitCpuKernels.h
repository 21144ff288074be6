//===- EmitCpuKernels.h - A pass that shows emitted kernels ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_CODEGEN_CPU_EMITCPUKERNELS_H
#define TENON_CODEGEN_CPU_EMITCPUKERNELS_H

namespace tenon::codegen {

/// Registers --emit-cpu-kernels, for tests: replaces the functions of a module
/// by the kernel functions of the kernel ops in them.
void registerEmitCpuKernels();

} // namespace tenon::codegen

#endif
