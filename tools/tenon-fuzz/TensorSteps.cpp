//===- TensorSteps.cpp - Random well-typed graphs: ops on whole tensors ---===//
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

bool GraphGenerator::addBroadcast() {
  GraphValue x = pickValue();
  Shape shape = shapeOf(x.value.getType()), to;
  SmallVector<int64_t> axes;
  for (AffineExpr size : shape) {
    if (chance(30))
      to.push_back(pickSize());
    axes.push_back(to.size());
    to.push_back(constantSize(size) == 1 && chance(60) ? pickSize() : size);
  }
  if (chance(30))
    to.push_back(pickSize());
  if (to.size() > 5 || largestCount(to) > largestTensor)
    return false;
  remember({make<BroadcastOp>(tensorType(to, elementOf(x.value)), x.value, axes), x.exact, x.bound});
  return true;
}

bool GraphGenerator::addTranspose() {
  GraphValue x = pickValue();
  Shape shape = shapeOf(x.value.getType()), to;
  if (shape.size() < 2)
    return false;
  SmallVector<int64_t> permutation = llvm::to_vector(llvm::seq<int64_t>(0, shape.size()));
  for (size_t i = permutation.size(); i-- > 1;)
    std::swap(permutation[i], permutation[random.below(i + 1)]);
  for (int64_t axis : permutation)
    to.push_back(shape[axis]);
  remember({make<TransposeOp>(tensorType(to, elementOf(x.value)), x.value, permutation), x.exact, x.bound});
  return true;
}

bool GraphGenerator::addReshape() {
  GraphValue x = pickValue();
  Shape shape = shapeOf(x.value.getType());
  if (shape.size() >= 2 && chance(50)) {
    size_t at = random.below(shape.size() - 1);
    shape[at] = multiplySizes(shape[at], shape[at + 1]);
    shape.erase(shape.begin() + at + 1);
  } else if (!shape.empty() && chance(60)) {
    size_t at = random.below(shape.size());
    std::optional<int64_t> size = constantSize(shape[at]);
    int64_t factor = 2 + random.below(3);
    if (!size || *size % factor != 0 || shape.size() >= 5)
      return false;
    shape[at] = constant(*size / factor);
    shape.insert(shape.begin() + at + random.below(2), constant(factor));
  } else if (shape.size() < 5) {
    shape.insert(shape.begin() + random.below(shape.size() + 1), constant(1));
  } else {
    return false;
  }
  remember(reshaped(x, shape));
  return true;
}

bool GraphGenerator::addSlice() {
  GraphValue x = pickValue();
  Shape from = shapeOf(x.value.getType()), to, starts;
  if (from.empty())
    return false;
  SmallVector<int64_t> steps;
  for (AffineExpr size : from) {
    std::optional<int64_t> number = constantSize(size);
    if (chance(25)) { // reversed
      starts.push_back(normalizeSize(size - 1));
      steps.push_back(-1);
      to.push_back(size);
    } else if (number && chance(60)) {
      int64_t start = random.below(*number), step = 1 + random.below(3);
      starts.push_back(constant(start));
      steps.push_back(step);
      to.push_back(constant(1 + random.below((*number - start - 1) / step + 1)));
    } else {
      starts.push_back(constant(0));
      steps.push_back(1);
      to.push_back(size);
    }
  }
  remember({make<SliceOp>(tensorType(to, elementOf(x.value)), x.value, SizesAttr::get(&context, starts), steps),
            x.exact, x.bound});
  return true;
}

bool GraphGenerator::addConcat() {
  GraphValue x = pickValue();
  Shape shape = shapeOf(x.value.getType());
  if (shape.empty())
    return false;
  int64_t axis = random.below(shape.size());
  SmallVector<Value> parts{x.value};
  AffineExpr sum = shape[axis];
  for (int64_t i = 0, more = 1 + random.below(2); i < more; ++i) {
    GraphValue part = x;
    if (chance(50)) {
      part = partner(x);
    } else {
      Shape other(shape);
      other[axis] = pickSize();
      part = addInput(other, elementOf(x.value));
    }
    parts.push_back(part.value);
    sum = normalizeSize(sum + shapeOf(part.value.getType())[axis]);
    x.exact &= part.exact;
    x.bound = std::max(x.bound, part.bound);
  }
  shape[axis] = sum;
  if (largestCount(shape) > largestTensor)
    return false;
  remember({make<ConcatOp>(tensorType(shape, elementOf(x.value)), parts, axis), x.exact, x.bound});
  return true;
}

bool GraphGenerator::addPad() {
  GraphValue x = pickValue();
  Shape shape = shapeOf(x.value.getType());
  if (shape.empty())
    return false;
  SmallVector<int64_t> low;
  for (AffineExpr &size : shape) {
    low.push_back(chance(50) ? random.below(4) : 0);
    size = normalizeSize(size + low.back() + (chance(50) ? random.below(4) : 0));
  }
  if (largestCount(shape) > largestTensor)
    return false;
  GraphValue value = scalar(elementOf(x.value), static_cast<double>(random.below(2)));
  remember(
      {make<PadOp>(tensorType(shape, elementOf(x.value)), x.value, value.value, low), x.exact, std::max(1.0, x.bound)});
  return true;
}

bool GraphGenerator::addReduce() {
  GraphValue x = pickValue();
  Shape shape = shapeOf(x.value.getType()), to, reduced;
  SmallVector<int64_t> axes;
  for (auto [axis, size] : llvm::enumerate(shape)) {
    if (chance(50)) {
      axes.push_back(axis);
      reduced.push_back(size);
    } else {
      to.push_back(size);
    }
  }
  if (axes.empty())
    return false;
  bool isBool = elementOf(x.value).isInteger(1);
  auto kind = static_cast<ReductionKind>(isBool ? 4 + random.below(2) : random.below(4));
  bool selects = kind == ReductionKind::max || kind == ReductionKind::min;
  double count = static_cast<double>(largestCount(reduced)), bound = x.bound;
  if (kind == ReductionKind::product && isReal(x.value)) {
    // A factor near 0 that rounding is a large part of makes the product so.
    if (count > 64 || !x.exact)
      return false;
    x = limited(x, 1);
    bound = 1;
  } else if (kind == ReductionKind::sum) {
    bound *= count;
  }
  // f16 would overflow on the way.
  if (isReal(x.value) && bound > 30000)
    return false;
  remember({make<ReduceOp>(tensorType(to, elementOf(x.value)), kind, x.value, axes),
            x.exact && (selects || !isReal(x.value)), isReal(x.value) || isBool || selects ? bound : INFINITY});
  return true;
}

bool GraphGenerator::addArgReduce() {
  GraphValue x = pickValue();
  Shape shape = shapeOf(x.value.getType());
  std::optional<int64_t> axis = pickFilledAxis(shape);
  if (!axis || !x.exact || elementOf(x.value).isInteger(1))
    return false;
  shape.erase(shape.begin() + *axis);
  remember({make<ArgReduceOp>(tensorType(shape, builder.getI64Type()),
                              chance(50) ? ReductionKind::max : ReductionKind::min, x.value, *axis),
            true, 100});
  return true;
}

bool GraphGenerator::addMatmul() {
  GraphValue x = limited(pickValue(), 8);
  Shape shape = shapeOf(x.value.getType());
  if (shape.size() < 2 || !isReal(x.value))
    return false;
  Shape right(shape);
  right[right.size() - 2] = shape.back();
  right.back() = pickSize();
  if (largestCount(right) > largestTensor)
    return false;
  GraphValue y = addInput(right, elementOf(x.value));
  if (chance(30)) { // as attention scores have it
    Shape swapped(right);
    std::swap(swapped[right.size() - 1], swapped[right.size() - 2]);
    SmallVector<int64_t> permutation = llvm::to_vector(llvm::seq<int64_t>(0, right.size()));
    std::swap(permutation[right.size() - 1], permutation[right.size() - 2]);
    y = addInput(swapped, elementOf(x.value));
    y.value = make<TransposeOp>(tensorType(right, elementOf(x.value)), y.value, permutation);
  }
  double bound = x.bound * y.bound * static_cast<double>(largestCount(shape.back()));
  shape.back() = right.back();
  if (largestCount(shape) > largestTensor || bound > 30000)
    return false;
  remember({make<MatmulOp>(tensorType(shape, elementOf(x.value)), x.value, y.value), false, bound});
  return true;
}

bool GraphGenerator::addLinear() {
  GraphValue x = limited(pickValue(), 8);
  Shape shape = shapeOf(x.value.getType());
  if (shape.empty() || !isReal(x.value) || !constantSize(shape.back()))
    return false;
  AffineExpr columns = constant(pick(llvm::ArrayRef<int64_t>{1, 5, 16, 64, 65, 130}));
  AffineExpr inner = shape.back(), rows = elementCount(&context, ArrayRef(shape).drop_back());
  if (largestCount({rows, columns}) > largestTensor)
    return false;
  Type type = elementOf(x.value);
  GraphValue flat = reshaped(x, {rows, inner}), weight = addWeight({columns, inner}, type);
  Value right = make<TransposeOp>(tensorType({inner, columns}, type), weight.value, ArrayRef<int64_t>{1, 0});
  Value product = make<MatmulOp>(tensorType({rows, columns}, type), flat.value, right);
  // Weights are at most sqrt(3 / inner).
  GraphValue result{product, false, x.bound * std::sqrt(3.0 * *constantSize(inner))};
  if (chance(70)) {
    Value bias = make<BroadcastOp>(product.getType(), addWeight({columns}, type).value, ArrayRef<int64_t>{1});
    result = {make<AddOp>(product.getType(), product, bias), false, result.bound + 1};
  }
  shape.back() = columns;
  remember(reshaped(result, shape));
  return true;
}

bool GraphGenerator::addSoftmax() {
  GraphValue x = pickValue();
  Shape shape = shapeOf(x.value.getType());
  if (shape.empty() || !isReal(x.value))
    return false;
  x = limited(x, 16);
  bool log = chance(20);
  remember({make<SoftmaxOp>(x.value.getType(), x.value, random.below(shape.size()), log), false, log ? 45.0 : 1.0});
  return true;
}

bool GraphGenerator::addLayerNorm() {
  GraphValue x = pickValue();
  Shape shape = shapeOf(x.value.getType());
  if (shape.empty() || !isReal(x.value))
    return false;
  int64_t axis = shape.size() > 1 && chance(25) ? shape.size() - 2 : shape.size() - 1;
  Shape normalized(ArrayRef(shape).drop_front(axis));
  Value scale, bias;
  bool isStatic = llvm::all_of(normalized, [](AffineExpr size) { return constantSize(size).has_value(); });
  auto parameter = [&] {
    return (isStatic ? addWeight(normalized, elementOf(x.value)) : addInput(normalized, elementOf(x.value))).value;
  };
  if (chance(60))
    scale = parameter();
  // Computed rows can be constant: without a bias nothing but rounding is left.
  if (chance(60) || !isa<BlockArgument>(x.value))
    bias = parameter();
  // A large epsilon: such rows stay small.
  remember(
      {make<LayerNormOp>(x.value.getType(), x.value, scale, bias, axis, llvm::APFloat(0.125), chance(25)), false, 20});
  return true;
}

bool GraphGenerator::addAttention() {
  GraphValue query = limited(pickValue(), 2);
  Shape shape = shapeOf(query.value.getType());
  if (shape.size() < 2 || !isReal(query.value) || !elementOf(query.value).isF32())
    return false;
  Type type = elementOf(query.value);
  Shape key(shape), value, scores(shape), result(shape);
  key[key.size() - 2] = pickSize();
  value = key;
  value.back() = pickSize();
  scores.back() = key[key.size() - 2];
  result.back() = value.back();
  if (largestCount(key) > largestTensor || largestCount(value) > largestTensor ||
      largestCount(scores) > largestTensor || largestCount(result) > largestTensor)
    return false;
  Value mask;
  if (chance(50)) {
    Shape sizes;
    for (AffineExpr size : ArrayRef(scores).drop_front(random.below(scores.size())))
      sizes.push_back(chance(25) ? constant(1) : size);
    mask = addInput(sizes, type).value;
    // Every row sees its first key: rows that see nothing are NaN.
    if (chance(30))
      mask = make<IsNanOp>(tensorType(sizes, builder.getI1Type()), mask), mask = make<NotOp>(mask.getType(), mask);
  }
  GraphValue keys = addInput(key, type), content = addInput(value, type);
  double scale = 1 / std::sqrt(static_cast<double>(largestCount(shape.back())));
  remember({make<AttentionOp>(tensorType(result, type), query.value, keys.value, content.value, mask,
                              llvm::APFloat(scale), chance(30)),
            false, content.bound});
  return true;
}

bool GraphGenerator::addGather() {
  GraphValue x = pickValue();
  Shape shape = shapeOf(x.value.getType());
  std::optional<int64_t> axis = pickFilledAxis(shape);
  if (!axis)
    return false;
  Shape indices = pickShape(2), to(ArrayRef(shape).take_front(*axis));
  to.append(indices.begin(), indices.end());
  to.append(shape.begin() + *axis + 1, shape.end());
  if (to.size() > 5 || largestCount(to) > largestTensor)
    return false;
  GraphValue at = addInput(indices, chance(50) ? builder.getI64Type() : builder.getI32Type());
  // Sometimes out of range, and from the end.
  if (chance(30))
    at.value = make<SubOp>(at.value.getType(), at.value, filled(at, 5).value);
  remember({make<GatherOp>(tensorType(to, elementOf(x.value)), x.value, at.value, *axis), x.exact, x.bound});
  return true;
}

bool GraphGenerator::addTakeAlong() {
  GraphValue x = pickValue();
  Shape shape = shapeOf(x.value.getType());
  std::optional<int64_t> axis = pickFilledAxis(shape);
  if (!axis)
    return false;
  shape[*axis] = pickSize();
  if (largestCount(shape) > largestTensor)
    return false;
  GraphValue at = addInput(shape, builder.getI64Type());
  remember({make<TakeAlongOp>(tensorType(shape, elementOf(x.value)), x.value, at.value, *axis), x.exact, x.bound});
  return true;
}

bool GraphGenerator::addIota() {
  Shape shape = pickShape(3);
  if (shape.empty())
    return false;
  Type type = pickType();
  if (type.isInteger(1) || type.isInteger(8))
    return false;
  remember({make<IotaOp>(tensorType(shape, type), random.below(shape.size())), true, 100});
  return true;
}

} // namespace tenon::fuzz
