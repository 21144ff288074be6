//===- KernelFunction.h - The function that a kernel becomes ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_CODEGEN_CPU_KERNELFUNCTION_H
#define TENON_CODEGEN_CPU_KERNELFUNCTION_H

#include "dialects/kernel/Kernel.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace tenon::codegen {

/// func.func @name(!llvm.ptr operands, !llvm.ptr symbols, i64 begin, i64 end,
/// !llvm.ptr scratch), the C type TenonKernel, for tiles [begin, end).
/// The constructor makes it at the builder's place, leaves the builder inside
/// of it, and loads the operand pointers and the symbols that `op` refers to.
class KernelFunction {
public:
  KernelFunction(mlir::OpBuilder &builder, kernel::KernelOpInterface op, llvm::StringRef name);

  mlir::Value input(size_t index) const { return operands[index]; }
  mlir::Value output(size_t index) const { return operands[inputCount + index]; }
  mlir::ValueRange symbols() const { return symbolValues; }
  mlir::Value begin() { return function.getArgument(2); }
  mlir::Value end() { return function.getArgument(3); }
  mlir::Value scratch() { return function.getArgument(4); }

  /// Ends the function and puts the builder behind it.
  void finish(mlir::OpBuilder &builder);

private:
  mlir::func::FuncOp function;
  llvm::SmallVector<mlir::Value> operands; // !llvm.ptr
  llvm::SmallVector<mlir::Value> symbolValues; // i64
  size_t inputCount;
};

//===----------------------------------------------------------------------===//
// Small pieces of code
//===----------------------------------------------------------------------===//

mlir::Value constantI64(mlir::OpBuilder &builder, mlir::Location location, int64_t value);

/// for (i = lower; i < upper; i += step) with i64, no values carried.
void emitLoop(mlir::OpBuilder &builder, mlir::Location location, mlir::Value lower, mlir::Value upper, mlir::Value step,
              llvm::function_ref<void(mlir::Value)> body);

/// The same with values carried from iteration to iteration; `body` returns
/// the next ones. Returns the last ones.
llvm::SmallVector<mlir::Value>
emitLoop(mlir::OpBuilder &builder, mlir::Location location, mlir::Value lower, mlir::Value upper, mlir::Value step,
         mlir::ValueRange initial,
         llvm::function_ref<llvm::SmallVector<mlir::Value>(mlir::Value, mlir::ValueRange)> body);

/// The i64 value, about which LLVM knows nothing more. The index of a loop with
/// a large body: else LLVM looks for the cheapest way to step each of its many
/// addresses, for longer than all else takes, where they are computed once for
/// hundreds of operations.
mlir::Value opaque(mlir::OpBuilder &builder, mlir::Location location, mlir::Value value);

/// The type that a kernel's element has in memory: i1 takes a byte.
mlir::Type memoryType(mlir::Type element);

/// Bytes of an element in memory.
int64_t elementBytes(mlir::Type element);

/// The address of element `offset` (i64).
mlir::Value elementAddress(mlir::OpBuilder &builder, mlir::Location location, mlir::Type element, mlir::Value pointer,
                           mlir::Value offset);

/// Loads `lanes` consecutive elements (a scalar for 1). `active` is a mask of
/// the lanes to read, or null; the others are zero. i1 is read from bytes.
mlir::Value loadElements(mlir::OpBuilder &builder, mlir::Location location, mlir::Type element, mlir::Value address,
                         int64_t lanes, mlir::Value active);

/// Stores a vector, or a scalar, to consecutive elements. i1 becomes bytes.
void storeElements(mlir::OpBuilder &builder, mlir::Location location, mlir::Value value, mlir::Value address,
                   mlir::Value active);

/// vector<lanes x i1> with lane l set where l < count (i64).
mlir::Value firstLanes(mlir::OpBuilder &builder, mlir::Location location, mlir::Value count, int64_t lanes);

} // namespace tenon::codegen

#endif
