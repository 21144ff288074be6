//===- KernelEmitters.cpp - The emitter of each kernel -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/cpu/KernelEmitters.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace tenon::codegen {

FailureOr<KernelShape> emitKernel(kernel::KernelOpInterface op, StringRef name, OpBuilder &builder,
                                  const CpuTarget &target) {
  return llvm::TypeSwitch<Operation *, FailureOr<KernelShape>>(op)
      .Case([&](kernel::ElementwiseOp op) { return emitElementwise(op, name, builder, target); })
      .Case([&](kernel::RowsOp op) { return emitRows(op, name, builder, target); })
      .Case([&](kernel::ContractionOp op) { return emitContraction(op, name, builder, target); })
      .Case([&](kernel::AttentionOp op) { return emitAttention(op, name, builder, target); })
      .Case([&](kernel::ScatterOp op) { return emitScatter(op, name, builder, target); })
      .Case([&](kernel::ScanOp op) { return emitScan(op, name, builder, target); })
      .Case([&](kernel::SortOp op) { return emitSort(op, name, builder, target); })
      .Default([](Operation *op) { return op->emitError("has no CPU kernel"), failure(); });
}

} // namespace tenon::codegen
