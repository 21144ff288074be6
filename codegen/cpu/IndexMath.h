//===- IndexMath.h - Arithmetic on sizes and addresses ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_CODEGEN_CPU_INDEXMATH_H
#define TENON_CODEGEN_CPU_INDEXMATH_H

#include "codegen/cpu/KernelFunction.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace tenon::codegen {

/// Emits arithmetic on i64 sizes, which are never negative, at the builder's
/// place. Emitters derive from it to write formulas as formulas.
class IndexMath {
protected:
  IndexMath(mlir::OpBuilder &builder, mlir::Location location) : builder(builder), location(location) {}

  mlir::Value constant(int64_t value) { return constantI64(builder, location, value); }
  mlir::Value add(mlir::Value a, mlir::Value b) { return mlir::arith::AddIOp::create(builder, location, a, b); }
  mlir::Value sub(mlir::Value a, mlir::Value b) { return mlir::arith::SubIOp::create(builder, location, a, b); }
  mlir::Value mul(mlir::Value a, mlir::Value b) { return mlir::arith::MulIOp::create(builder, location, a, b); }
  mlir::Value div(mlir::Value a, mlir::Value b) { return mlir::arith::DivUIOp::create(builder, location, a, b); }
  mlir::Value rem(mlir::Value a, mlir::Value b) { return mlir::arith::RemUIOp::create(builder, location, a, b); }
  mlir::Value ceilDiv(mlir::Value a, mlir::Value b) { return div(add(a, sub(b, constant(1))), b); }
  mlir::Value least(mlir::Value a, mlir::Value b) { return mlir::arith::MinUIOp::create(builder, location, a, b); }
  mlir::Value compare(mlir::arith::CmpIPredicate predicate, mlir::Value a, mlir::Value b) {
    return mlir::arith::CmpIOp::create(builder, location, predicate, a, b);
  }
  mlir::Value addressOf(mlir::Type element, mlir::Value pointer, mlir::Value index) {
    return elementAddress(builder, location, element, pointer, index);
  }

  /// for (i = from; i < to; i += step) body(i)
  void loop(mlir::Value from, mlir::Value to, int64_t step, llvm::function_ref<void(mlir::Value)> body) {
    emitLoop(builder, location, from, to, constant(step), body);
  }

  /// if (condition) body()
  void when(mlir::Value condition, llvm::function_ref<void()> body) {
    auto branch = mlir::scf::IfOp::create(builder, location, condition, /*withElseRegion=*/false);
    mlir::OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(branch.thenBlock());
    body();
  }

  mlir::OpBuilder &builder;
  mlir::Location location;
};

} // namespace tenon::codegen

#endif
