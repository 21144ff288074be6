//===- ElementwiseSteps.cpp - Random well-typed graphs: elementwise ops ---===//
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

bool GraphGenerator::addRealUnary() {
  GraphValue x = pickValue();
  if (!isReal(x.value))
    return false;
  Type type = x.value.getType();
  auto absolute = [&](double plus) {
    Value magnitude = make<AbsOp>(type, x.value);
    return plus == 0 ? magnitude : make<AddOp>(type, magnitude, filled(x, plus).value);
  };
  switch (random.below(21)) {
  case 18:
    remember({make<AsinhOp>(type, x.value), false, std::asinh(x.bound)});
    break;
  case 19:
    x = limited(x, 4);
    remember({make<ErfcOp>(type, x.value), false, 2});
    break;
  case 20:
    remember({make<AcoshOp>(type, make<AddOp>(type, absolute(0), filled(x, 1.25).value)), false, 20});
    break;
  case 0:
    x = limited(x, 4);
    remember({make<ExpOp>(type, x.value), false, std::exp(x.bound)});
    break;
  case 1:
    x = limited(x, 4);
    remember({make<Expm1Op>(type, x.value), false, std::exp(x.bound)});
    break;
  case 2:
    remember({make<LogOp>(type, absolute(0.5)), false, 5});
    break;
  case 3:
    remember({make<SqrtOp>(type, absolute(0.25)), false, std::sqrt(x.bound) + 1});
    break;
  case 4:
    remember({make<RsqrtOp>(type, absolute(0.5)), false, 2});
    break;
  case 5:
    remember({make<ReciprocalOp>(type, absolute(0.5)), false, 2});
    break;
  case 6:
    remember({make<SinOp>(type, limited(x, 8).value), false, 1});
    break;
  case 7:
    remember({make<CosOp>(type, limited(x, 8).value), false, 1});
    break;
  case 8:
    remember({make<ErfOp>(type, x.value), false, 1});
    break;
  case 9:
    remember({make<SigmoidOp>(type, x.value), false, 1});
    break;
  case 10:
    remember({make<SiluOp>(type, x.value), false, x.bound});
    break;
  case 11:
    // Of 1 + erf(x) nothing but rounding is left far below 0.
    x = limited(x, 4);
    remember({make<GeluOp>(type, x.value, chance(50)), false, x.bound});
    break;
  case 12:
    remember({make<TanhOp>(type, x.value), false, 1});
    break;
  case 13:
    remember({make<Log1pOp>(type, absolute(0)), false, 5});
    break;
  case 14:
    x = limited(x, 4);
    remember({make<Exp2Op>(type, x.value), false, std::exp2(x.bound)});
    break;
  case 15:
    remember({make<AtanOp>(type, x.value), false, 2});
    break;
  case 16:
    remember({make<Log2Op>(type, absolute(0.5)), false, 7});
    break;
  default:
    x = limited(x, 2);
    remember({make<CoshOp>(type, x.value), false, 4});
    break;
  }
  return true;
}

bool GraphGenerator::addExactUnary() {
  GraphValue x = pickValue();
  Type type = x.value.getType();
  int64_t kind = random.below(9);
  if (elementOf(x.value).isInteger(1) || (kind >= 4 && !isReal(x.value))) {
    if (isReal(x.value))
      return false;
    remember({make<NotOp>(type, x.value), x.exact, x.bound});
    return true;
  }
  if (kind >= 3 && !x.exact)
    return false;
  Value result;
  switch (kind) {
  case 0:
    result = make<NegOp>(type, x.value);
    break;
  case 1:
    result = make<AbsOp>(type, x.value);
    break;
  case 2:
    result = make<ReluOp>(type, x.value);
    break;
  case 3:
    result = make<SignOp>(type, x.value);
    break;
  case 4:
    result = make<FloorOp>(type, x.value);
    break;
  case 5:
    result = make<CeilOp>(type, x.value);
    break;
  case 6:
    result = make<RoundOp>(type, x.value);
    break;
  case 7:
    result = make<TruncOp>(type, x.value);
    break;
  default:
    result = make<IsNanOp>(withElementType(type, builder.getI1Type()), x.value);
    break;
  }
  remember({result, x.exact, std::max(1.0, x.bound)});
  return true;
}

bool GraphGenerator::addBinary() {
  GraphValue x = pickValue();
  if (!isReal(x.value))
    return false;
  GraphValue y = partner(x);
  if (chance(50))
    std::swap(x, y);
  Type type = x.value.getType();
  bool exact = x.exact && y.exact;
  switch (random.below(9)) {
  case 0:
  case 1:
    remember({make<AddOp>(type, x.value, y.value), false, x.bound + y.bound});
    break;
  case 2:
    remember({make<SubOp>(type, x.value, y.value), false, x.bound + y.bound});
    break;
  case 3:
  case 4:
    remember({make<MulOp>(type, x.value, y.value), false, x.bound * y.bound});
    break;
  case 5: {
    Value divisor = make<AddOp>(type, make<AbsOp>(type, y.value), filled(y, 0.5).value);
    remember({make<DivOp>(type, x.value, divisor), false, 2 * x.bound});
    break;
  }
  case 6:
    remember({make<MaxOp>(type, x.value, y.value), exact, std::max(x.bound, y.bound)});
    break;
  case 7:
    remember({make<MinOp>(type, x.value, y.value), exact, std::max(x.bound, y.bound)});
    break;
  default: {
    Value base = make<AddOp>(type, make<AbsOp>(type, limited(x, 2).value), filled(x, 0.5).value);
    remember({make<PowOp>(type, base, limited(y, 2).value), false, 6.25});
    break;
  }
  }
  return true;
}

bool GraphGenerator::addIntegerBinary() {
  GraphValue x = pickValue();
  if (isReal(x.value) || !x.exact)
    return false;
  GraphValue y = partner(x);
  if (!y.exact)
    return false;
  Type type = x.value.getType();
  bool isBool = elementOf(x.value).isInteger(1);
  Value result;
  switch (random.below(isBool ? 3 : 14)) {
  case 0:
    result = make<AndOp>(type, x.value, y.value);
    break;
  case 1:
    result = make<OrOp>(type, x.value, y.value);
    break;
  case 2:
    result = make<XorOp>(type, x.value, y.value);
    break;
  case 3:
    result = make<SubOp>(type, x.value, y.value);
    break;
  case 4:
  case 5:
    result = make<MulOp>(type, x.value, y.value);
    break;
  case 6:
    result = make<DivOp>(type, x.value, y.value);
    break;
  case 7:
    result = make<FloorDivOp>(type, x.value, y.value);
    break;
  case 8:
    result = make<RemainderOp>(type, x.value, y.value);
    break;
  case 9:
    result = make<TruncatedRemainderOp>(type, x.value, y.value);
    break;
  case 10:
    result = make<MaxOp>(type, x.value, y.value);
    break;
  case 11:
    result = make<ShiftLeftOp>(type, x.value, y.value);
    break;
  case 12:
    result = make<ShiftRightOp>(type, x.value, y.value);
    break;
  default:
    result = make<AddOp>(type, x.value, y.value);
    break;
  }
  // Integers of any magnitude: not for casts to floats.
  remember({result, true, isBool ? 1 : INFINITY});
  return true;
}

bool GraphGenerator::addCompareSelect() {
  GraphValue x = pickValue();
  Type type = x.value.getType(), boolean = withElementType(type, builder.getI1Type());
  GraphValue condition{nullptr, true, 1};
  GraphValue y = partner(x);
  if (x.exact && y.exact) {
    auto predicate = static_cast<Predicate>(random.below(6));
    condition.value = make<CompareOp>(boolean, predicate, x.value, y.value);
    remember(condition);
    if (chance(30))
      return true;
  } else {
    condition = addInput(shapeOf(type), builder.getI1Type());
  }
  remember({make<SelectOp>(type, condition.value, x.value, y.value), x.exact && y.exact, std::max(x.bound, y.bound)});
  return true;
}

bool GraphGenerator::addCast() {
  GraphValue x = pickValue();
  Type target = pickType();
  if (target == elementOf(x.value))
    return false;
  Value result = nullptr;
  if (isa<FloatType>(target)) {
    if (!(x.bound < 1000))
      return false;
    result = make<CastOp>(withElementType(x.value.getType(), target), x.value);
    remember({result, !isReal(x.value) && x.exact && x.bound <= 8, x.bound});
    return true;
  }
  // Out of the range of the target a float has no defined value.
  if (isReal(x.value) && (!x.exact || x.bound > 100))
    return false;
  if (isReal(x.value) && target.isUnsignedInteger())
    x.value = make<AbsOp>(x.value.getType(), x.value);
  result = make<CastOp>(withElementType(x.value.getType(), target), x.value);
  remember({result, x.exact, target.isInteger(1) ? 1 : x.bound < 100 ? x.bound : INFINITY});
  return true;
}

} // namespace tenon::fuzz
