//===- KernelFunction.cpp - The function that a kernel becomes --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/cpu/KernelFunction.h"
#include "codegen/cpu/KernelEmitters.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/AttrTypeSubElements.h"

using namespace mlir;

namespace tenon::codegen {

/// One more than the greatest symbol that `op` refers to, in maps, sizes and
/// types, its own or those of the ops inside.
static unsigned countSymbols(Operation *op) {
  unsigned count = 0;
  auto visit = [&](AffineExpr expression) {
    expression.walk([&](AffineExpr part) {
      if (auto symbol = dyn_cast<AffineSymbolExpr>(part))
        count = std::max(count, symbol.getPosition() + 1);
    });
  };
  AttrTypeWalker walker;
  walker.addWalk([&](graph::SizesAttr sizes) { llvm::for_each(sizes.getSizes(), visit); });
  walker.addWalk([&](AffineMapAttr map) { llvm::for_each(map.getValue().getResults(), visit); });
  op->walk([&](Operation *inner) {
    walker.walk(inner->getAttrDictionary());
    for (Type type : inner->getOperandTypes())
      walker.walk(type);
    for (Type type : inner->getResultTypes())
      walker.walk(type);
  });
  return count;
}

KernelFunction::KernelFunction(OpBuilder &builder, kernel::KernelOpInterface op, StringRef name)
    : inputCount(op.getInputs().size()) {
  Location location = op.getLoc();
  Type pointer = LLVM::LLVMPointerType::get(builder.getContext());
  Type i64 = builder.getI64Type();
  FunctionType type = builder.getFunctionType({pointer, pointer, i64, i64, pointer}, {});
  function = func::FuncOp::create(builder, location, name, type);
  builder.setInsertionPointToStart(function.addEntryBlock());

  auto load = [&](Value array, Type element, size_t index) -> Value {
    Value address = LLVM::GEPOp::create(builder, location, pointer, element, array,
                                        ArrayRef<LLVM::GEPArg>(static_cast<int32_t>(index)));
    return LLVM::LoadOp::create(builder, location, element, address);
  };
  for (size_t i = 0, count = inputCount + op.getOutputs().size(); i < count; ++i)
    operands.push_back(load(function.getArgument(0), pointer, i));
  for (unsigned i = 0, count = countSymbols(op); i < count; ++i)
    symbolValues.push_back(load(function.getArgument(1), i64, i));
}

void KernelFunction::finish(OpBuilder &builder) {
  func::ReturnOp::create(builder, function.getLoc());
  builder.setInsertionPointAfter(function);
}

//===----------------------------------------------------------------------===//
// Small pieces of code
//===----------------------------------------------------------------------===//

Value constantI64(OpBuilder &builder, Location location, int64_t value) {
  return arith::ConstantOp::create(builder, location, builder.getI64IntegerAttr(value));
}

void emitLoop(OpBuilder &builder, Location location, Value lower, Value upper, Value step,
              llvm::function_ref<void(Value)> body) {
  emitLoop(builder, location, lower, upper, step, {}, [&](Value index, ValueRange) {
    body(index);
    return SmallVector<Value>();
  });
}

SmallVector<Value> emitLoop(OpBuilder &builder, Location location, Value lower, Value upper, Value step,
                            ValueRange initial, llvm::function_ref<SmallVector<Value>(Value, ValueRange)> body) {
  auto loop = scf::ForOp::create(builder, location, lower, upper, step, initial);
  OpBuilder::InsertionGuard guard(builder);
  // A loop without carried values is born with its terminator.
  if (!loop.getBody()->empty())
    loop.getBody()->back().erase();
  builder.setInsertionPointToEnd(loop.getBody());
  SmallVector<Value> next = body(loop.getInductionVar(), loop.getRegionIterArgs());
  scf::YieldOp::create(builder, location, next);
  return SmallVector<Value>(loop.getResults());
}

Value opaque(OpBuilder &builder, Location location, Value value) {
  constexpr llvm::StringLiteral sameRegister = "=r,0";
  auto none = LLVM::InlineAsmOp::create(builder, location, value.getType(), value, /*asm_string=*/"", sameRegister,
                                        /*has_side_effects=*/false, /*is_align_stack=*/false, LLVM::TailCallKind::None,
                                        /*asm_dialect=*/nullptr, /*operand_attrs=*/nullptr);
  return none.getResult(0);
}

Type memoryType(Type element) {
  return element.isInteger(1) ? IntegerType::get(element.getContext(), 8) : element;
}

int64_t elementBytes(Type element) {
  if (isa<IndexType>(element))
    return 8;
  return llvm::divideCeil(element.getIntOrFloatBitWidth(), 8);
}

Value elementAddress(OpBuilder &builder, Location location, Type element, Value pointer, Value offset) {
  return LLVM::GEPOp::create(builder, location, pointer.getType(), memoryType(element), pointer,
                             ArrayRef<LLVM::GEPArg>(offset));
}

/// Bytes in memory to i1.
static Value toBool(OpBuilder &builder, Location location, Value bytes) {
  Value zero = arith::ConstantOp::create(builder, location, builder.getZeroAttr(bytes.getType()));
  return arith::CmpIOp::create(builder, location, arith::CmpIPredicate::ne, bytes, zero);
}

Value loadElements(OpBuilder &builder, Location location, Type element, Value address, int64_t lanes, Value active) {
  Type inMemory = memoryType(element);
  int64_t alignment = elementBytes(element);
  Type type = lanes == 1 ? inMemory : Type(VectorType::get(lanes, inMemory));
  Value loaded;
  if (lanes == 1 || !active) {
    loaded = LLVM::LoadOp::create(builder, location, type, address, alignment);
  } else {
    Value zero = arith::ConstantOp::create(builder, location, builder.getZeroAttr(type));
    loaded = LLVM::MaskedLoadOp::create(builder, location, type, address, active, zero,
                                        builder.getI32IntegerAttr(alignment));
  }
  return element.isInteger(1) ? toBool(builder, location, loaded) : loaded;
}

void storeElements(OpBuilder &builder, Location location, Value value, Value address, Value active) {
  Type element = getElementTypeOrSelf(value.getType());
  if (element.isInteger(1)) {
    Type bytes = builder.getI8Type();
    if (auto vector = dyn_cast<VectorType>(value.getType()))
      bytes = vector.clone(bytes);
    value = arith::ExtUIOp::create(builder, location, bytes, value);
  }
  int64_t alignment = elementBytes(element);
  if (active && isa<VectorType>(value.getType()))
    LLVM::MaskedStoreOp::create(builder, location, value, address, active, builder.getI32IntegerAttr(alignment));
  else
    LLVM::StoreOp::create(builder, location, value, address, alignment);
}

Value firstLanes(OpBuilder &builder, Location location, Value count, int64_t lanes) {
  // 32 bits are enough for a number of lanes, and compare in fewer registers.
  Value limited = arith::MinSIOp::create(builder, location, count, constantI64(builder, location, lanes));
  limited = arith::TruncIOp::create(builder, location, builder.getI32Type(), limited);
  VectorType type = VectorType::get(lanes, builder.getI32Type());
  SmallVector<int32_t> numbers = llvm::to_vector(llvm::seq<int32_t>(0, lanes));
  Value lane = arith::ConstantOp::create(builder, location, DenseIntElementsAttr::get(type, numbers));
  Value counts = vector::BroadcastOp::create(builder, location, type, limited);
  return arith::CmpIOp::create(builder, location, arith::CmpIPredicate::slt, lane, counts);
}

AffineExpr tensorBytes(kernel::KernelOpInterface op) {
  MLIRContext *context = op.getContext();
  AffineExpr total = getAffineConstantExpr(0, context);
  auto add = [&](Type type) {
    int64_t bytes = elementBytes(getElementTypeOrSelf(type));
    total = total + graph::elementCount(context, graph::shapeOf(type)) * bytes;
  };
  llvm::SmallDenseSet<Value> seen;
  for (Value input : op.getInputs())
    if (seen.insert(input).second)
      add(input.getType());
  for (Value output : op.getOutputs())
    add(output.getType());
  return total;
}

} // namespace tenon::codegen
