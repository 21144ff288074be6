//===- EraseDead.h - Ops that nothing uses any more -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_PASSES_SIMPLIFY_ERASEDEAD_H
#define TENON_PASSES_SIMPLIFY_ERASEDEAD_H

#include "mlir/IR/Block.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

namespace tenon::passes {

/// Erases the ops without users, and those that only they used.
inline void eraseDead(mlir::Block &block) {
  for (mlir::Operation *op = block.getTerminator()->getPrevNode(); op;) {
    mlir::Operation *previous = op->getPrevNode();
    if (op->use_empty() && mlir::isMemoryEffectFree(op))
      op->erase();
    op = previous;
  }
}

} // namespace tenon::passes

#endif
