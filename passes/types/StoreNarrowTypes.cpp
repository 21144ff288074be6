//===- StoreNarrowTypes.cpp - Narrow element types as bytes ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// First, ops that compute get operands and results of a wider type, with casts
// around them. Then only ops that move elements, and casts, have narrow types:
// they become bytes, and casts remember what the bytes hold. Strings become
// their handles, which are compared like numbers.

#include "dialects/graph/NarrowTypes.h"
#include "dialects/graph/Strings.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "passes/Passes.h"

namespace tenon::passes {
#define GEN_PASS_DEF_STORENARROWTYPES
#include "passes/Passes.h.inc"
} // namespace tenon::passes

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

namespace {

bool isNarrowTensor(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  return tensor && isNarrow(tensor.getElementType());
}

/// Whether the elements are something else in memory than what the type says.
bool isStoredTensor(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  return tensor && storageElement(tensor.getElementType()) != tensor.getElementType();
}

Type storage(Type type) { return isStoredTensor(type) ? storageType(cast<RankedTensorType>(type)) : type; }

/// The type in which elements are computed with.
Type widened(Type type) {
  auto tensor = cast<RankedTensorType>(type);
  Type element = tensor.getElementType();
  return tensor.clone(isNarrowFloat(element) ? Float32Type::get(type.getContext()) : storageElement(element));
}

/// Whether elements of the results are elements of operands or constants.
bool movesElements(Operation *op) {
  if (auto scatter = dyn_cast<ScatterOp>(op))
    return scatter.getKind() == ScatterKind::replace;
  if (auto scatter = dyn_cast<ScatterAlongOp>(op))
    return scatter.getKind() == ScatterKind::replace;
  return isa<ConstantOp, FillOp, WeightOp, BroadcastOp, TransposeOp, ReshapeOp, SliceOp, UnfoldOp, ConcatOp, PadOp, GatherOp,
             TakeAlongOp, SelectOp, CastOp, BitcastOp, IfOp, LoopOp>(op) ||
         !isa<GraphDialect>(op->getDialect());
}

void widen(Operation *op) {
  OpBuilder builder(op);
  for (OpOperand &operand : op->getOpOperands())
    if (isNarrowTensor(operand.get().getType()))
      operand.set(CastOp::create(builder, op->getLoc(), widened(operand.get().getType()), operand.get()));
  builder.setInsertionPointAfter(op);
  for (Value result : op->getResults()) {
    Type type = result.getType();
    if (!isNarrowTensor(type))
      continue;
    result.setType(widened(type));
    auto narrow = CastOp::create(builder, op->getLoc(), type, result);
    result.replaceAllUsesExcept(narrow, narrow);
  }
}

/// The bits of a number in a byte; of integers its value.
APInt byteOf(const APInt &value, Type element) {
  bool extendsSign = isNarrowInteger(element) && !element.isUnsignedInteger();
  return extendsSign ? value.sext(8) : value.zext(8);
}

DenseElementsAttr storeElements(DenseElementsAttr value) {
  Type element = value.getElementType(), byte = storageElement(element);
  if (auto floats = dyn_cast<DenseFPElementsAttr>(value))
    return floats.mapValues(byte, [&](const APFloat &number) { return byteOf(number.bitcastToAPInt(), element); });
  return cast<DenseIntElementsAttr>(value).mapValues(byte,
                                                     [&](const APInt &number) { return byteOf(number, element); });
}

TypedAttr storeNumber(TypedAttr value, Type element) {
  auto number = dyn_cast<FloatAttr>(value);
  APInt bits = number ? number.getValue().bitcastToAPInt() : cast<IntegerAttr>(value).getValue();
  return IntegerAttr::get(IntegerType::get(value.getContext(), 8), byteOf(bits, element));
}

/// A bitcast between types of which one is narrow, as a cast that gives the
/// bits the form that they have in a byte. Runs while the types are narrow.
void storeBitcast(BitcastOp op) {
  Type from = getElementTypeOrSelf(op.getOperand().getType()), to = getElementTypeOrSelf(op.getType());
  Type byte = storageElement(to);
  if (isString(from) || isString(to)) {
    // Unsigned numbers stay a bitcast.
    if (storageElement(from) == byte) {
      op.replaceAllUsesWith(op.getOperand());
      op.erase();
    }
    return;
  }
  // The codes of floats of four bits are unsigned numbers of four bits.
  unsigned bits = to.getIntOrFloatBitWidth();
  if (bits < 8 && isNarrowFloat(to))
    to = IntegerType::get(op.getContext(), bits, IntegerType::Unsigned);
  if (bits < 8) {
    OpBuilder builder(op);
    auto cast = CastOp::create(builder, op.getLoc(), op.getType(), op.getOperand());
    if (isNarrowInteger(from))
      cast.setSource(from);
    cast.setTarget(to);
    op.replaceAllUsesWith(cast.getResult());
    op.erase();
  } else if (storageElement(from) == byte) {
    op.replaceAllUsesWith(op.getOperand());
    op.erase();
  }
}

/// Casts remember what bytes hold. Runs while the types are narrow.
void nameElements(CastOp op) {
  Type source = op.sourceElement(), target = op.targetElement();
  if (isNarrow(source))
    op.setSource(source);
  if (isNarrow(target))
    op.setTarget(target);
}

void store(Operation *op) {
  if (auto constant = dyn_cast<ConstantOp>(op); constant && isNarrowTensor(constant.getType()))
    constant.setValueAttr(storeElements(cast<DenseElementsAttr>(constant.getValue())));
  else if (auto fill = dyn_cast<FillOp>(op); fill && isNarrowTensor(fill.getType()))
    fill.setValueAttr(storeNumber(fill.getValue(), getElementTypeOrSelf(fill.getType())));
  for (Value result : op->getResults())
    result.setType(storage(result.getType()));
}

void storeSignature(func::FuncOp function) {
  FunctionType type = function.getFunctionType();
  auto store = [&](TypeRange types, auto setAttribute) {
    SmallVector<Type> stored;
    for (auto [i, type] : llvm::enumerate(types)) {
      stored.push_back(storage(type));
      if (isStoredTensor(type) && !function.isPrivate())
        setAttribute(i, elementTypeAttributeName, TypeAttr::get(getElementTypeOrSelf(type)));
    }
    return stored;
  };
  SmallVector<Type> inputs =
      store(type.getInputs(), [&](auto... attribute) { function.setArgAttr(attribute...); });
  SmallVector<Type> results =
      store(type.getResults(), [&](auto... attribute) { function.setResultAttr(attribute...); });
  function.setFunctionType(FunctionType::get(type.getContext(), inputs, results));
  for (Block &block : function.getBody())
    for (BlockArgument argument : block.getArguments())
      argument.setType(storage(argument.getType()));
}

bool mentionsStrings(func::FuncOp function) {
  auto isOfStrings = [](Type type) { return isString(getElementTypeOrSelf(type)); };
  return llvm::any_of(function.getArgumentTypes(), isOfStrings) || function
      .walk([&](Operation *op) {
        bool isFound = isa<CallRuntimeOp>(op) || llvm::any_of(op->getResultTypes(), isOfStrings);
        return isFound ? WalkResult::interrupt() : WalkResult::advance();
      })
      .wasInterrupted();
}

struct StoreNarrowTypes : impl::StoreNarrowTypesBase<StoreNarrowTypes> {
  void runOnOperation() override {
    SmallVector<Operation *> narrow;
    bool hasStrings = false;
    for (func::FuncOp function : getOperation().getOps<func::FuncOp>()) {
      narrow.clear();
      function.getBody().walk([&](Operation *op) {
        if (llvm::any_of(op->getOperandTypes(), isStoredTensor) || llvm::any_of(op->getResultTypes(), isStoredTensor))
          narrow.push_back(op);
      });
      hasStrings |= mentionsStrings(function);
      for (Operation *op : narrow)
        if (!movesElements(op))
          widen(op);
      function.getBody().walk(nameElements);
      // The casts that these become take bits, not numbers.
      for (Operation *op : narrow)
        if (auto bitcast = dyn_cast<BitcastOp>(op))
          storeBitcast(bitcast);
      function.getBody().walk(store);
      storeSignature(function);
    }
    // From here on this attribute alone says that there are strings.
    if (hasStrings && !getOperation()->hasAttr(stringsAttributeName))
      getOperation()->setAttr(stringsAttributeName, OpBuilder(&getContext()).getStrArrayAttr({""}));
  }
};

} // namespace

} // namespace tenon::passes
