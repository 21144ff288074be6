//===- SymbolicShape.cpp - Sizes as expressions over symbols ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/SymbolicShape.h"
#include "dialects/graph/Graph.h"
#include "mlir/IR/AffineExprVisitor.h"
#include "mlir/Support/LLVM.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>
#include <map>

using namespace mlir;

namespace tenon::graph {

Shape shapeOf(Type type) {
  auto tensor = cast<RankedTensorType>(type);
  if (auto sizes = dyn_cast_or_null<SizesAttr>(tensor.getEncoding()))
    return Shape(sizes.getSizes());
  Shape shape;
  for (int64_t size : tensor.getShape()) {
    assert(!ShapedType::isDynamic(size) && "a dynamic size needs a #graph.sizes encoding");
    shape.push_back(getAffineConstantExpr(size, type.getContext()));
  }
  return shape;
}

RankedTensorType tensorType(ShapeRef sizes, Type elementType) {
  SmallVector<int64_t> numbers;
  Shape normal;
  bool symbolic = false;
  for (AffineExpr size : sizes) {
    normal.push_back(normalizeSize(size));
    std::optional<int64_t> number = constantSize(normal.back());
    numbers.push_back(number.value_or(ShapedType::kDynamic));
    symbolic |= !number;
  }
  Attribute encoding;
  if (symbolic)
    encoding = SizesAttr::get(elementType.getContext(), normal);
  return RankedTensorType::get(numbers, elementType, encoding);
}

RankedTensorType withElementType(Type tensor, Type elementType) {
  auto type = cast<RankedTensorType>(tensor);
  return RankedTensorType::get(type.getShape(), elementType, type.getEncoding());
}

std::optional<int64_t> constantSize(AffineExpr size) {
  if (auto constant = dyn_cast<AffineConstantExpr>(size))
    return constant.getValue();
  return std::nullopt;
}

namespace {

/// A polynomial over atoms: a sum of coefficient times a sorted product of
/// atoms. Atoms are symbols, dimensions, and divisions and remainders, which
/// are opaque. MLIR normalizes linear expressions only, and sizes multiply.
class Polynomial {
public:
  using Monomial = SmallVector<AffineExpr, 4>;

  static Polynomial of(AffineExpr expression) {
    switch (expression.getKind()) {
    case AffineExprKind::Constant: {
      Polynomial result;
      result.add({}, cast<AffineConstantExpr>(expression).getValue());
      return result;
    }
    case AffineExprKind::Add: {
      auto binary = cast<AffineBinaryOpExpr>(expression);
      Polynomial result = of(binary.getLHS());
      for (auto &[monomial, coefficient] : of(binary.getRHS()).terms)
        result.add(monomial, coefficient);
      return result;
    }
    case AffineExprKind::Mul: {
      auto binary = cast<AffineBinaryOpExpr>(expression);
      Polynomial result, lhs = of(binary.getLHS()), rhs = of(binary.getRHS());
      for (auto &[a, x] : lhs.terms)
        for (auto &[b, y] : rhs.terms) {
          Monomial product(a);
          product.append(b.begin(), b.end());
          llvm::sort(product, before);
          result.add(product, x * y);
        }
      return result;
    }
    case AffineExprKind::DimId:
    case AffineExprKind::SymbolId: {
      Polynomial result;
      result.add({expression}, 1);
      return result;
    }
    case AffineExprKind::Mod:
    case AffineExprKind::FloorDiv:
    case AffineExprKind::CeilDiv: {
      auto binary = cast<AffineBinaryOpExpr>(expression);
      AffineExpr lhs = of(binary.getLHS()).toExpression(expression.getContext());
      AffineExpr rhs = of(binary.getRHS()).toExpression(expression.getContext());
      AffineExpr folded = divide(expression.getKind(), lhs, rhs);
      Polynomial result;
      if (auto constant = dyn_cast<AffineConstantExpr>(folded))
        result.add({}, constant.getValue());
      else if (folded.getKind() == expression.getKind())
        result.add({folded}, 1);
      else
        return of(folded);
      return result;
    }
    }
    llvm_unreachable("all kinds of affine expressions are handled");
  }

  AffineExpr toExpression(MLIRContext *context) const {
    AffineExpr sum = getAffineConstantExpr(0, context);
    for (auto &[monomial, coefficient] : terms) {
      if (coefficient == 0)
        continue;
      AffineExpr product = getAffineConstantExpr(1, context);
      for (AffineExpr atom : monomial)
        product = product * atom;
      sum = sum + product * coefficient;
    }
    return sum;
  }

private:
  /// A fixed order of atoms that does not depend on addresses.
  static bool before(AffineExpr a, AffineExpr b) {
    if (a == b)
      return false;
    if (a.getKind() != b.getKind())
      return a.getKind() < b.getKind();
    if (auto dim = dyn_cast<AffineDimExpr>(a))
      return dim.getPosition() < cast<AffineDimExpr>(b).getPosition();
    if (auto symbol = dyn_cast<AffineSymbolExpr>(a))
      return symbol.getPosition() < cast<AffineSymbolExpr>(b).getPosition();
    if (auto constant = dyn_cast<AffineConstantExpr>(a))
      return constant.getValue() < cast<AffineConstantExpr>(b).getValue();
    auto x = cast<AffineBinaryOpExpr>(a), y = cast<AffineBinaryOpExpr>(b);
    if (x.getLHS() != y.getLHS())
      return before(x.getLHS(), y.getLHS());
    return before(x.getRHS(), y.getRHS());
  }

  struct Before {
    bool operator()(const Monomial &a, const Monomial &b) const {
      return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), before);
    }
  };

  static AffineExpr divide(AffineExprKind kind, AffineExpr lhs, AffineExpr rhs) {
    if (lhs == rhs)
      return getAffineConstantExpr(kind == AffineExprKind::Mod ? 0 : 1, lhs.getContext());
    // A product divided by one of its factors.
    if (kind != AffineExprKind::Mod)
      if (AffineExpr quotient = exactQuotient(lhs, rhs))
        return quotient;
    switch (kind) {
    case AffineExprKind::Mod:
      return exactQuotient(lhs, rhs) ? getAffineConstantExpr(0, lhs.getContext()) : lhs % rhs;
    case AffineExprKind::FloorDiv:
      return lhs.floorDiv(rhs);
    default:
      return lhs.ceilDiv(rhs);
    }
  }

  /// lhs / rhs where rhs is one monomial that divides every term of lhs.
  static AffineExpr exactQuotient(AffineExpr lhs, AffineExpr rhs) {
    Polynomial divisor = of(rhs), result;
    if (divisor.terms.size() != 1)
      return nullptr;
    const auto &[monomial, coefficient] = *divisor.terms.begin();
    if (coefficient == 0)
      return nullptr;
    for (auto &[term, factor] : of(lhs).terms) {
      Monomial rest(term);
      for (AffineExpr atom : monomial) {
        auto *found = llvm::find(rest, atom);
        if (found == rest.end())
          return nullptr;
        rest.erase(found);
      }
      if (factor % coefficient != 0)
        return nullptr;
      result.add(rest, factor / coefficient);
    }
    return result.toExpression(lhs.getContext());
  }

  void add(const Monomial &monomial, int64_t coefficient) {
    int64_t &sum = terms[monomial];
    sum += coefficient;
    if (sum == 0)
      terms.erase(monomial);
  }

  std::map<Monomial, int64_t, Before> terms;
};

} // namespace

AffineExpr normalizeSize(AffineExpr size) {
  if (isa<AffineConstantExpr, AffineSymbolExpr, AffineDimExpr>(size))
    return size;
  return Polynomial::of(size).toExpression(size.getContext());
}

bool sameSize(AffineExpr a, AffineExpr b) {
  return a == b || constantSize(normalizeSize(a - b)) == 0;
}

bool sameShape(ShapeRef a, ShapeRef b) {
  return a.size() == b.size() &&
         llvm::all_of(llvm::zip_equal(a, b), [](auto pair) { return sameSize(std::get<0>(pair), std::get<1>(pair)); });
}

AffineExpr multiplySizes(AffineExpr a, AffineExpr b) { return normalizeSize(a * b); }

AffineExpr elementCount(MLIRContext *context, ShapeRef sizes) {
  AffineExpr count = getAffineConstantExpr(1, context);
  for (AffineExpr size : sizes)
    count = count * size;
  return normalizeSize(count);
}

Shape rowMajorStrides(MLIRContext *context, ShapeRef sizes) {
  Shape strides(sizes.size());
  AffineExpr stride = getAffineConstantExpr(1, context);
  for (size_t i = sizes.size(); i-- > 0;) {
    strides[i] = stride;
    stride = multiplySizes(stride, sizes[i]);
  }
  return strides;
}

std::string toString(ShapeRef sizes) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  stream << '[';
  llvm::interleaveComma(sizes, stream);
  stream << ']';
  return text;
}

int64_t evaluateSize(AffineExpr size, ArrayRef<int64_t> symbols) {
  switch (size.getKind()) {
  case AffineExprKind::Constant:
    return cast<AffineConstantExpr>(size).getValue();
  case AffineExprKind::SymbolId:
    return symbols[cast<AffineSymbolExpr>(size).getPosition()];
  case AffineExprKind::DimId:
    llvm_unreachable("a size has symbols only");
  default:
    break;
  }
  auto binary = cast<AffineBinaryOpExpr>(size);
  int64_t lhs = evaluateSize(binary.getLHS(), symbols), rhs = evaluateSize(binary.getRHS(), symbols);
  switch (size.getKind()) {
  case AffineExprKind::Add:
    return lhs + rhs;
  case AffineExprKind::Mul:
    return lhs * rhs;
  case AffineExprKind::Mod:
    return rhs == 0 ? 0 : (lhs % rhs + rhs) % rhs;
  case AffineExprKind::FloorDiv:
    return rhs == 0 ? 0 : llvm::divideFloorSigned(lhs, rhs);
  default:
    return rhs == 0 ? 0 : llvm::divideCeilSigned(lhs, rhs);
  }
}

} // namespace tenon::graph
