//===- LineSteps.cpp - Random well-typed graphs: scatters, scans, sorts ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/tenon-fuzz/GraphGenerator.h"
#include <cmath>

using namespace mlir;
using namespace tenon::graph;

namespace tenon::fuzz {

static Type elementOf(Value value) { return getElementTypeOrSelf(value.getType()); }
static bool isReal(Value value) { return isa<FloatType>(elementOf(value)); }

/// `dest` changed by `updates`, of which `count` may meet in one element; nothing where numbers may grow too large.
std::optional<GraphValue> GraphGenerator::scattered(bool along, GraphValue dest, GraphValue indices,
                                                    GraphValue updates, int64_t axis) {
  auto kind = static_cast<ScatterKind>(random.below(5));
  // Sometimes out of range, and from the end.
  if (chance(30))
    indices.value = make<SubOp>(indices.value.getType(), indices.value, filled(indices, 5).value);
  bool adds = kind == ScatterKind::sum || kind == ScatterKind::product;
  double bound = std::max(dest.bound, updates.bound);
  if (isReal(dest.value) && kind == ScatterKind::product) {
    dest = limited(dest, 1);
    updates = limited(updates, 1);
    bound = 1;
  } else if (adds) {
    bound = dest.bound + updates.bound * static_cast<double>(largestCount(shapeOf(indices.value.getType())));
    // f16 would overflow on the way.
    if (isReal(dest.value) && bound > 30000)
      return std::nullopt;
  }
  Value result;
  if (along)
    result = make<ScatterAlongOp>(dest.value.getType(), kind, dest.value, indices.value, updates.value, axis);
  else
    result = make<ScatterOp>(dest.value.getType(), kind, dest.value, indices.value, updates.value, axis);
  bool keepsBits = !adds || !isReal(dest.value);
  return GraphValue{result, dest.exact && updates.exact && keepsBits, bound};
}

bool GraphGenerator::addScatter() {
  GraphValue dest = pickValue();
  Shape shape = shapeOf(dest.value.getType());
  if (shape.empty())
    return false;
  int64_t axis = random.below(shape.size());
  Shape indices = pickShape(2), sizes(ArrayRef(shape).take_front(axis));
  sizes.append(indices.begin(), indices.end());
  sizes.append(shape.begin() + axis + 1, shape.end());
  if (sizes.size() > 5 || largestCount(sizes) > largestTensor)
    return false;
  GraphValue at = addInput(indices, chance(50) ? builder.getI64Type() : builder.getI32Type());
  GraphValue updates = addInput(sizes, elementOf(dest.value));
  updates = chance(30) ? filled(updates, 1) : updates;
  std::optional<GraphValue> result = scattered(/*along=*/false, dest, at, updates, axis);
  if (result)
    remember(*result);
  return result.has_value();
}

bool GraphGenerator::addScatterAlong() {
  GraphValue dest = pickValue();
  Shape shape = shapeOf(dest.value.getType());
  if (shape.empty())
    return false;
  int64_t axis = random.below(shape.size());
  for (auto [i, size] : llvm::enumerate(shape)) {
    std::optional<int64_t> number = constantSize(size);
    if (static_cast<int64_t>(i) == axis)
      size = pickSize();
    else if (number && chance(30))
      size = constant(1 + random.below(*number));
  }
  if (largestCount(shape) > largestTensor)
    return false;
  GraphValue at = addInput(shape, builder.getI64Type()), updates = addInput(shape, elementOf(dest.value));
  std::optional<GraphValue> result = scattered(/*along=*/true, dest, at, updates, axis);
  if (result)
    remember(*result);
  return result.has_value();
}

bool GraphGenerator::addScan() {
  GraphValue x = pickValue();
  Shape shape = shapeOf(x.value.getType());
  if (shape.empty())
    return false;
  int64_t axis = random.below(shape.size());
  auto kind = static_cast<ScanKind>(random.below(isReal(x.value) ? 5 : 4));
  double count = static_cast<double>(largestCount(shape[axis])), bound = x.bound;
  bool exclusive = chance(20), selects = kind == ScanKind::max || kind == ScanKind::min;
  // What max and min start with is beyond every bound.
  if (exclusive && (selects || kind == ScanKind::logsumexp))
    return false;
  if (kind == ScanKind::product && isReal(x.value)) {
    x = limited(x, 1);
    bound = 1;
  } else if (kind == ScanKind::logsumexp) {
    x = limited(x, 16);
    bound = 16 + std::log(count);
  } else if (kind == ScanKind::sum) {
    bound *= count;
  }
  if (isReal(x.value) && bound > 30000)
    return false;
  remember({make<ScanOp>(x.value.getType(), kind, x.value, axis, exclusive, chance(30)),
            x.exact && (selects || !isReal(x.value)),
            isReal(x.value) || selects || elementOf(x.value).isInteger(1) ? bound : INFINITY});
  return true;
}

bool GraphGenerator::addArgScan() {
  GraphValue x = pickValue();
  Shape shape = shapeOf(x.value.getType());
  if (shape.empty() || !x.exact)
    return false;
  ScanKind kind = chance(50) ? ScanKind::max : ScanKind::min;
  remember({make<ArgScanOp>(tensorType(shape, builder.getI64Type()), kind, x.value, random.below(shape.size())), true,
            100});
  return true;
}

bool GraphGenerator::addSort() {
  GraphValue x = pickValue();
  Shape shape = shapeOf(x.value.getType());
  if (shape.empty())
    return false;
  auto sort = SortOp::create(builder, builder.getUnknownLoc(), x.value.getType(),
                             tensorType(shape, builder.getI64Type()), x.value, random.below(shape.size()), chance(50));
  remember({sort.getValues(), x.exact, x.bound});
  if (x.exact)
    remember({sort.getIndices(), true, 100});
  return true;
}

} // namespace tenon::fuzz
