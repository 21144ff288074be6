//===- Evaluate.h - The values of recorded operations ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TRACE_EVALUATE_H
#define TENON_TRACE_EVALUATE_H

#include "frontend/tensor/Node.h"

namespace tenon::frontend {

/// Computes nodes that do not depend on a trace, and turns them into data:
/// those given, and on the way those that tensors of the user still hold. What
/// has the same structure as something before is not compiled again: data and
/// numbers are inputs of the program, sizes, types and attributes are not.
void evaluate(llvm::ArrayRef<NodePtr> nodes, SourceLocation here);

} // namespace tenon::frontend

#endif
