//===- SourceLoops.cpp - Ops without operands of the reference --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/reference/OpLoops.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tenon::graph;
using llvm::APFloat;
using llvm::APInt;
using llvm::createStringError;
using llvm::Expected;

namespace tenon::reference {

static double toDouble(APFloat value) {
  bool lost;
  value.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &lost);
  return value.convertToDouble();
}

/// The 64 bits of a constant; settling cuts and extends them by type.
static int64_t toBits(const APInt &value) { return value.getZExtValue(); }

Expected<ReferenceTensor> makeTensor(Type type, Symbols symbols) {
  auto tensor = cast<RankedTensorType>(type);
  SmallVector<int64_t> sizes;
  for (AffineExpr size : shapeOf(type)) {
    sizes.push_back(evaluateSize(size, symbols));
    if (sizes.back() < 0)
      return createStringError("a tensor would have the size " + std::to_string(sizes.back()) + " for these inputs");
  }
  if (elementBytes(tensor.getElementType()) == 0) {
    std::string text;
    llvm::raw_string_ostream(text) << "the reference has no tensors of " << tensor.getElementType();
    return createStringError(text);
  }
  return ReferenceTensor(tensor.getElementType(), sizes);
}

static llvm::Error fillConstant(ConstantOp op, ReferenceTensor &result) {
  auto values = dyn_cast<DenseElementsAttr>(op.getValue());
  if (!values)
    return createStringError("a constant's values are not in the graph");
  if (result.isReal()) {
    for (auto [i, value] : llvm::enumerate(values.getValues<APFloat>()))
      result.reals[i] = toDouble(value);
    return llvm::Error::success();
  }
  for (auto [i, value] : llvm::enumerate(values.getValues<APInt>()))
    result.integers[i] = toBits(value);
  return llvm::Error::success();
}

static llvm::Error fillOne(FillOp op, ReferenceTensor &result) {
  auto real = dyn_cast<FloatAttr>(op.getValue());
  auto integer = dyn_cast<IntegerAttr>(op.getValue());
  if (result.isReal() ? !real : !integer)
    return createStringError("graph.fill has a value of another type than its result");
  if (real)
    std::fill(result.reals.begin(), result.reals.end(), toDouble(real.getValue()));
  else
    std::fill(result.integers.begin(), result.integers.end(), toBits(integer.getValue()));
  return llvm::Error::success();
}

Expected<ReferenceTensor> runSource(Operation *op, Symbols symbols) {
  Expected<ReferenceTensor> result = makeTensor(op->getResult(0).getType(), symbols);
  if (!result)
    return result;
  if (auto constant = dyn_cast<ConstantOp>(op)) {
    if (llvm::Error error = fillConstant(constant, *result))
      return std::move(error);
  } else if (auto fill = dyn_cast<FillOp>(op)) {
    if (llvm::Error error = fillOne(fill, *result))
      return std::move(error);
  } else if (auto iota = dyn_cast<IotaOp>(op)) {
    if (static_cast<int64_t>(iota.getAxis()) >= result->rank())
      return createStringError("graph.iota has an axis that its result lacks");
    forEachIndex(result->sizes, [&](ArrayRef<int64_t> index, int64_t position) {
      result->setReal(position, static_cast<double>(index[iota.getAxis()]));
    });
  } else {
    ArrayRef<AffineExpr> sizes = cast<SizeOp>(op).getValue().getSizes();
    if (static_cast<int64_t>(sizes.size()) != result->elementCount())
      return createStringError("graph.size gives another number of values than its result holds");
    for (auto [i, size] : llvm::enumerate(sizes))
      result->setReal(i, static_cast<double>(evaluateSize(size, symbols)));
  }
  return result;
}

} // namespace tenon::reference
