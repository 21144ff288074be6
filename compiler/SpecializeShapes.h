//===- SpecializeShapes.h - Symbols that the user fixes to numbers --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_COMPILER_SPECIALIZESHAPES_H
#define TENON_COMPILER_SPECIALIZESHAPES_H

#include "compiler/Options.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/Support/Error.h"

namespace tenon::compiler {

/// Gives the inputs named by `shapes` the sizes stated there, in every function
/// that has them: a symbol becomes a number in all types and attributes, the
/// symbols left are renumbered.
///
///   func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>>)   --shape x=1x128
///   func.func @main(%x: tensor<1x128xf32>)
llvm::Error specializeShapes(mlir::ModuleOp module, llvm::ArrayRef<ShapeOption> shapes);

} // namespace tenon::compiler

#endif
