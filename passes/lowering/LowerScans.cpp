//===- LowerScans.cpp - Groups around a scan or a sort --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Sums and products of narrow floats are carried in f32.

#include "dialects/kernel/Combine.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "passes/lowering/Lowering.h"
#include "llvm/ADT/TypeSwitch.h"
#include <cmath>

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

namespace {

class LineLowering {
public:
  explicit LineLowering(GroupOp group)
      : group(group), anchor(anchorOf(group)), location(anchor->getLoc()), context(group.getContext()), builder(group),
        operand(anchor->getOperand(0)), element(ScalarBuilder::scalarType(operand)),
        accumulator(accumulationType(element)), sizes(lineSizes(lineSpaceOf(anchor), context)),
        scalars(builder, context) {
    scalars.location = location;
  }

  LogicalResult lower() {
    return TypeSwitch<Operation *, LogicalResult>(anchor)
        .Case([&](ScanOp op) { return lowerScan(op); })
        .Case([&](ArgScanOp op) { return lowerArgScan(op); })
        .Case([&](SortOp op) { return lowerSort(op); });
  }

private:
  /// Of the element at a place and carried values: the next carried values, then what is written.
  using Step = llvm::function_ref<SmallVector<Value>(Value element, Value place, ValueRange carried)>;

  LogicalResult lowerScan(ScanOp op);
  LogicalResult lowerArgScan(ArgScanOp op);
  LogicalResult lowerSort(SortOp op);
  LogicalResult finishScan(ArrayRef<Attribute> initial, bool reverse, Step step);
  Value combined(ScanKind kind, Value a, Value b);
  Value addExponentials(Value a, Value b);
  TypedAttr neutral(ScanKind kind);
  ReductionKind reductionKind(ScanKind kind);
  Value elementAt(PointRef visited) {
    return scalars.elementAt(operand, reshapePoint(visited, sizes, shapeOf(operand), context, scalars.bounds()));
  }
  template <typename OpTy, typename... Args> Value make(Args &&...args) {
    return OpTy::create(builder, location, std::forward<Args>(args)...);
  }

  GroupOp group;
  Operation *anchor;
  Location location;
  MLIRContext *context;
  OpBuilder builder;
  Value operand;
  Type element, accumulator;
  Shape sizes;
  ScalarBuilder scalars;
};

//===----------------------------------------------------------------------===//
// Scans
//===----------------------------------------------------------------------===//

/// The kind of reduction that does the same to two elements.
ReductionKind LineLowering::reductionKind(ScanKind kind) {
  bool isBool = element.isInteger(1);
  switch (kind) {
  case ScanKind::sum:
    return isBool ? ReductionKind::any : ReductionKind::sum;
  case ScanKind::product:
    return isBool ? ReductionKind::all : ReductionKind::product;
  case ScanKind::max:
  case ScanKind::logsumexp:
    return ReductionKind::max;
  case ScanKind::min:
    return ReductionKind::min;
  }
  llvm_unreachable("all kinds of scans are handled");
}

/// Of `logsumexp` it is the logarithm of 0, as of max.
TypedAttr LineLowering::neutral(ScanKind kind) {
  return kernel::neutralElement(builder, reductionKind(kind), accumulator, isUnsigned(operand));
}

/// log(exp(a) + exp(b)) by the larger and the difference.
Value LineLowering::addExponentials(Value a, Value b) {
  Value high = make<arith::MaximumFOp>(a, b), low = make<arith::MinimumFOp>(a, b);
  Value difference = make<arith::SubFOp>(low, high);
  Value more = make<math::Log1pOp>(make<math::ExpOp>(difference));
  // Of two equal infinities the difference is no number.
  Value two = make<arith::ConstantOp>(builder.getFloatAttr(accumulator, std::log(2.0)));
  Value areEqual = make<arith::CmpFOp>(arith::CmpFPredicate::OEQ, low, high);
  return make<arith::AddFOp>(high, make<arith::SelectOp>(areEqual, two, more));
}

Value LineLowering::combined(ScanKind kind, Value a, Value b) {
  if (kind == ScanKind::logsumexp)
    return addExponentials(a, b);
  return kernel::combine(builder, location, reductionKind(kind), a, b, isUnsigned(operand));
}

LogicalResult LineLowering::finishScan(ArrayRef<Attribute> initial, bool reverse, Step step) {
  Type resultType = tensorType(sizes, getElementTypeOrSelf(anchor->getResult(0).getType()));
  auto op = kernel::ScanOp::create(builder, location, TypeRange(resultType), group.getInputs(),
                                   SizesAttr::get(context, sizes), builder.getArrayAttr(initial), reverse,
                                   DenseI64ArrayAttr());
  SmallVector<Type> types =
      llvm::map_to_vector(initial, [](Attribute value) { return cast<TypedAttr>(value).getType(); });
  Block *block = startBody(op.getBody(), scalars, group.getBody().getArguments(), types);
  SmallVector<Value> carried(block->getArguments().take_back(types.size()));
  Point visited = addIndices(block, scalars, sizes);
  Value x = elementAt(visited);
  if (!x)
    return failure();
  kernel::YieldOp::create(builder, location, step(x, scalars.indexValue(visited[1]), carried));
  replaceGroup(group, op);
  return success();
}

LogicalResult LineLowering::lowerScan(ScanOp op) {
  return finishScan({neutral(op.getKind())}, op.getReverse(), [&](Value x, Value, ValueRange carried) {
    Value wide = convertScalar(builder, location, x, isUnsigned(operand), accumulator);
    Value next = combined(op.getKind(), carried[0], wide);
    Value written = op.getExclusive() ? Value(carried[0]) : next;
    return SmallVector<Value>{next, convertScalar(builder, location, written, isUnsigned(operand), element)};
  });
}

LogicalResult LineLowering::lowerArgScan(ArgScanOp op) {
  bool isMax = op.getKind() == ScanKind::max;
  Attribute first = builder.getI64IntegerAttr(0);
  return finishScan({neutral(op.getKind()), first}, /*reverse=*/false, [&](Value x, Value place, ValueRange carried) {
    Value wide = convertScalar(builder, location, x, isUnsigned(operand), accumulator), wins;
    if (isa<FloatType>(accumulator)) {
      wins = make<arith::CmpFOp>(isMax ? arith::CmpFPredicate::OGE : arith::CmpFPredicate::OLE, wide, carried[0]);
      wins = make<arith::OrIOp>(wins, make<arith::CmpFOp>(arith::CmpFPredicate::UNO, wide, wide));
    } else {
      using P = arith::CmpIPredicate;
      P predicate = isUnsigned(operand) ? (isMax ? P::uge : P::ule) : (isMax ? P::sge : P::sle);
      wins = make<arith::CmpIOp>(predicate, wide, carried[0]);
    }
    place = make<arith::IndexCastOp>(builder.getI64Type(), place);
    Value best = make<arith::SelectOp>(wins, wide, carried[0]), at = make<arith::SelectOp>(wins, place, carried[1]);
    return SmallVector<Value>{best, at, at};
  });
}

//===----------------------------------------------------------------------===//
// Sorts
//===----------------------------------------------------------------------===//

LogicalResult LineLowering::lowerSort(SortOp op) {
  SmallVector<Type> types;
  bool values = llvm::is_contained(yieldedBy(group), op.getValues()),
       indices = llvm::is_contained(yieldedBy(group), op.getIndices());
  for (Value result : {op.getValues(), op.getIndices()})
    if (llvm::is_contained(yieldedBy(group), result))
      types.push_back(tensorType(sizes, getElementTypeOrSelf(result.getType())));
  auto kernelOp =
      kernel::SortOp::create(builder, location, types, group.getInputs(), SizesAttr::get(context, sizes),
                             op.getDescending(), isUnsigned(operand), values, indices, DenseI64ArrayAttr());
  Block *block = startBody(kernelOp.getBody(), scalars, group.getBody().getArguments(), {});
  Value x = elementAt(addIndices(block, scalars, sizes));
  if (!x)
    return failure();
  kernel::YieldOp::create(builder, location, x);
  replaceGroup(group, kernelOp);
  return success();
}

} // namespace

LogicalResult lowerScan(GroupOp group) { return LineLowering(group).lower(); }

} // namespace tenon::passes
