//===- Kernel.h - The kernel dialect ----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_DIALECTS_KERNEL_KERNEL_H
#define TENON_DIALECTS_KERNEL_KERNEL_H

#include "dialects/graph/Graph.h"

namespace tenon::kernel {

/// The function attribute that lists the buffers of the arena (#kernel.buffer).
inline constexpr llvm::StringLiteral buffersAttributeName = "kernel.buffers";

/// The result attribute that lists the arguments whose memory may be the
/// result's: the function reads them no more once it writes the result.
inline constexpr llvm::StringLiteral overwritesAttributeName = "kernel.overwrites";

/// The reduction kinds as enum values.
using graph::ReductionKind;

} // namespace tenon::kernel

#include "dialects/kernel/KernelDialect.h.inc"
#include "dialects/kernel/KernelInterfaces.h.inc"

#define GET_TYPEDEF_CLASSES
#include "dialects/kernel/KernelTypes.h.inc"

#define GET_ATTRDEF_CLASSES
#include "dialects/kernel/KernelAttributes.h.inc"

#define GET_OP_CLASSES
#include "dialects/kernel/KernelOps.h.inc"

#endif
