//===- LibmCalls.cpp - Calls of the C library's math functions --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/cpu/MathFunctions.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/SymbolTable.h"

using namespace mlir;

namespace tenon::codegen {

/// The declaration of a C function, made at the module's end when it is first called.
static func::FuncOp declare(OpBuilder &builder, Location location, StringRef name, Type element, size_t operands) {
  auto module = builder.getInsertionBlock()->getParentOp()->getParentOfType<ModuleOp>();
  if (auto function = module.lookupSymbol<func::FuncOp>(name))
    return function;
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToEnd(module.getBody());
  FunctionType type = builder.getFunctionType(SmallVector<Type>(operands, element), element);
  auto function = func::FuncOp::create(builder, location, name, type);
  function.setPrivate();
  return function;
}

Value emitLibmCall(OpBuilder &builder, Location location, StringRef name, ValueRange operands) {
  Type type = operands.front().getType(), element = getElementTypeOrSelf(type);
  func::FuncOp function = declare(builder, location, name, element, operands.size());
  auto vector = dyn_cast<VectorType>(type);
  if (!vector)
    return func::CallOp::create(builder, location, function, operands).getResult(0);
  Value result = arith::ConstantOp::create(builder, location, builder.getZeroAttr(vector));
  for (int64_t lane = 0; lane < vector.getNumElements(); ++lane) {
    SmallVector<Value> scalars;
    for (Value operand : operands)
      scalars.push_back(vector::ExtractOp::create(builder, location, operand, ArrayRef<int64_t>{lane}));
    Value called = func::CallOp::create(builder, location, function, scalars).getResult(0);
    result = vector::InsertOp::create(builder, location, called, result, ArrayRef<int64_t>{lane});
  }
  return result;
}

} // namespace tenon::codegen
