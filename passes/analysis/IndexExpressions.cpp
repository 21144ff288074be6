//===- IndexExpressions.cpp - Coordinates as expressions over indices -----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/analysis/IndexExpressions.h"
#include "mlir/Support/LLVM.h"

using namespace mlir;
using tenon::graph::constantSize;
using tenon::graph::normalizeSize;

namespace tenon::passes {

namespace {

AffineExpr constantLike(AffineExpr like, int64_t value) { return getAffineConstantExpr(value, like.getContext()); }

/// A coefficient times atoms: symbols, variables, divisions, remainders.
struct Term {
  int64_t coefficient = 1;
  SmallVector<AffineExpr, 4> atoms;

  AffineExpr expression(MLIRContext *context) const {
    AffineExpr product = getAffineConstantExpr(1, context);
    for (AffineExpr atom : atoms)
      product = product * atom;
    return product * coefficient;
  }

  bool isSymbolic() const {
    return llvm::all_of(atoms, [](AffineExpr atom) { return isa<AffineSymbolExpr>(atom); });
  }
};

void collectFactors(AffineExpr expression, Term &term) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expression)) {
    term.coefficient *= constant.getValue();
  } else if (expression.getKind() == AffineExprKind::Mul) {
    collectFactors(cast<AffineBinaryOpExpr>(expression).getLHS(), term);
    collectFactors(cast<AffineBinaryOpExpr>(expression).getRHS(), term);
  } else {
    term.atoms.push_back(expression);
  }
}

void collectTerms(AffineExpr expression, SmallVectorImpl<Term> &terms) {
  if (expression.getKind() == AffineExprKind::Add) {
    collectTerms(cast<AffineBinaryOpExpr>(expression).getLHS(), terms);
    collectTerms(cast<AffineBinaryOpExpr>(expression).getRHS(), terms);
    return;
  }
  collectFactors(expression, terms.emplace_back());
  if (terms.back().coefficient == 0)
    terms.pop_back();
}

/// The terms of the normal form.
SmallVector<Term> termsOf(AffineExpr expression) {
  SmallVector<Term> terms;
  collectTerms(normalizeSize(expression), terms);
  return terms;
}

AffineExpr sumOf(ArrayRef<Term> terms, MLIRContext *context) {
  AffineExpr sum = getAffineConstantExpr(0, context);
  for (const Term &term : terms)
    sum = sum + term.expression(context);
  return normalizeSize(sum);
}

/// term / divisor, if that leaves no remainder.
std::optional<Term> exactQuotient(const Term &term, const Term &divisor) {
  if (divisor.coefficient == 0 || term.coefficient % divisor.coefficient != 0)
    return std::nullopt;
  Term result = term;
  result.coefficient /= divisor.coefficient;
  for (AffineExpr atom : divisor.atoms) {
    auto *found = llvm::find(result.atoms, atom);
    if (found == result.atoms.end())
      return std::nullopt;
    result.atoms.erase(found);
  }
  return result;
}

/// Splits `expression` into quotient * divisor + rest, term by term.
std::pair<AffineExpr, AffineExpr> splitByDivisor(AffineExpr expression, const Term &divisor) {
  SmallVector<Term> quotient, rest;
  for (const Term &term : termsOf(expression)) {
    if (std::optional<Term> exact = exactQuotient(term, divisor))
      quotient.push_back(*exact);
    else
      rest.push_back(term);
  }
  return {sumOf(quotient, expression.getContext()), sumOf(rest, expression.getContext())};
}

/// The same for a sum: takes what makes the expression shorter, as b * (m + n) + a holds b * m + b * n.
std::pair<AffineExpr, AffineExpr> splitByDivisor(AffineExpr expression, ArrayRef<Term> divisor) {
  if (divisor.size() == 1)
    return splitByDivisor(expression, divisor.front());
  MLIRContext *context = expression.getContext();
  AffineExpr whole = sumOf(divisor, context), quotient = getAffineConstantExpr(0, context);
  const Term &lead = *llvm::max_element(divisor, [](const Term &a, const Term &b) { return a.atoms.size() < b.atoms.size(); });
  for (bool changed = true; changed;) {
    changed = false;
    SmallVector<Term> terms = termsOf(expression);
    for (const Term &term : terms) {
      std::optional<Term> exact = exactQuotient(term, lead);
      if (!exact)
        continue;
      AffineExpr rest = normalizeSize(expression - exact->expression(context) * whole);
      changed = termsOf(rest).size() < terms.size();
      if (!changed)
        continue;
      expression = rest;
      quotient = normalizeSize(quotient + exact->expression(context));
      break;
    }
  }
  return {quotient, expression};
}

/// The bound of a sum: `upper` selects the largest value, else the smallest.
AffineExpr boundOf(AffineExpr expression, Bounds bounds, bool upper);

AffineExpr upperBoundOfAtom(AffineExpr atom, Bounds bounds) {
  if (isa<AffineSymbolExpr>(atom))
    return atom;
  if (auto dim = dyn_cast<AffineDimExpr>(atom)) {
    if (dim.getPosition() >= bounds.size() || !bounds[dim.getPosition()])
      return nullptr;
    return bounds[dim.getPosition()] - 1;
  }
  auto binary = cast<AffineBinaryOpExpr>(atom);
  if (binary.getKind() == AffineExprKind::Mod)
    return binary.getRHS() - 1;
  AffineExpr inner = boundOf(binary.getLHS(), bounds, /*upper=*/true);
  SmallVector<Term> divisor = termsOf(binary.getRHS());
  if (!inner || divisor.empty() || binary.getKind() != AffineExprKind::FloorDiv)
    return nullptr;
  auto [quotient, rest] = splitByDivisor(inner + 1, divisor);
  if (constantSize(rest) == 0)
    return quotient - 1;
  return nullptr;
}

AffineExpr boundOf(AffineExpr expression, Bounds bounds, bool upper) {
  AffineExpr sum = constantLike(expression, 0);
  for (const Term &term : termsOf(expression)) {
    // The smallest value of every atom that is not a symbol is 0.
    if ((term.coefficient > 0) != upper) {
      if (term.isSymbolic())
        sum = sum + term.expression(expression.getContext());
      continue;
    }
    AffineExpr product = constantLike(expression, term.coefficient);
    for (AffineExpr atom : term.atoms) {
      AffineExpr bound = upperBoundOfAtom(atom, bounds);
      if (!bound)
        return nullptr;
      product = product * bound;
    }
    sum = sum + product;
  }
  return normalizeSize(sum);
}

/// Whether 0 <= expression < limit.
bool isWithin(AffineExpr expression, AffineExpr limit, Bounds bounds) {
  AffineExpr lower = boundOf(expression, bounds, /*upper=*/false), upper = boundOf(expression, bounds, /*upper=*/true);
  return lower && upper && isNonNegative(lower) && isNonNegative(limit - 1 - upper);
}

/// Quotient and remainder of a division.
struct Division {
  AffineExpr quotient, remainder;
};

Division divide(AffineExpr numerator, AffineExpr denominator, Bounds bounds);

/// numerator = g * a + b with b < g, and denominator = g * c: then the
/// quotient is a / c and the remainder g * (a mod c) + b.
std::optional<Division> divideByCommonFactor(AffineExpr numerator, const Term &denominator, Bounds bounds) {
  MLIRContext *context = numerator.getContext();
  for (const Term &term : termsOf(numerator)) {
    Term factor = term;
    llvm::erase_if(factor.atoms, [](AffineExpr atom) { return !isa<AffineSymbolExpr>(atom); });
    std::optional<Term> rest = exactQuotient(denominator, factor);
    if (!rest || factor.coefficient <= 0 || (factor.coefficient == 1 && factor.atoms.empty()))
      continue;
    auto [outer, inner] = splitByDivisor(numerator, factor);
    AffineExpr limit = factor.expression(context);
    if (!isWithin(inner, limit, bounds))
      continue;
    Division division = divide(outer, rest->expression(context), bounds);
    return Division{division.quotient, normalizeSize(division.remainder * limit + inner)};
  }
  return std::nullopt;
}

Division divide(AffineExpr numerator, AffineExpr denominator, Bounds bounds) {
  AffineExpr zero = constantLike(numerator, 0);
  SmallVector<Term> divisor = termsOf(denominator);
  if (divisor.empty() || (divisor.size() == 1 && divisor.front().coefficient <= 0)) {
    if (isWithin(numerator, denominator, bounds))
      return {zero, numerator};
    return {numerator.floorDiv(denominator), numerator % denominator};
  }
  auto [quotient, rest] = splitByDivisor(numerator, divisor);
  if (isWithin(rest, denominator, bounds))
    return {quotient, rest};
  std::optional<Division> division;
  if (divisor.size() == 1)
    division = divideByCommonFactor(rest, divisor.front(), bounds);
  if (division)
    return {normalizeSize(quotient + division->quotient), division->remainder};
  return {normalizeSize(quotient + rest.floorDiv(denominator)), rest % denominator};
}

/// Joins (x mod c) * m and (x floordiv c) * c * m to x * m.
AffineExpr joinDivisions(AffineExpr expression, Bounds bounds) {
  MLIRContext *context = expression.getContext();
  SmallVector<Term> terms = termsOf(expression);
  for (auto [i, term] : llvm::enumerate(terms)) {
    for (auto [position, atom] : llvm::enumerate(term.atoms)) {
      if (atom.getKind() != AffineExprKind::Mod)
        continue;
      auto mod = cast<AffineBinaryOpExpr>(atom);
      Term others = term;
      others.atoms.erase(others.atoms.begin() + position);
      AffineExpr factor = others.expression(context);
      AffineExpr quotient = divide(mod.getLHS(), mod.getRHS(), bounds).quotient;
      AffineExpr partner = normalizeSize(quotient * mod.getRHS() * factor);
      AffineExpr rest = normalizeSize(expression - term.expression(context) - partner);
      size_t partnerTerms = termsOf(partner).size();
      if (termsOf(rest).size() + 1 + partnerTerms == terms.size())
        return joinDivisions(normalizeSize(rest + mod.getLHS() * factor), bounds);
    }
  }
  return expression;
}

/// A shape's dimensions [begin, end) and another's with as many elements.
struct DimensionGroup {
  size_t fromBegin, fromEnd, toBegin, toEnd;
};

/// The finest way to pair consecutive dimensions of both shapes.
SmallVector<DimensionGroup> pairDimensions(ShapeRef from, ShapeRef to, MLIRContext *context) {
  SmallVector<DimensionGroup> groups;
  size_t i = 0, j = 0;
  while (i < from.size() && j < to.size()) {
    size_t taken = 2;
    std::optional<DimensionGroup> found;
    for (; taken <= from.size() - i + to.size() - j && !found; ++taken)
      for (size_t a = 1; a < taken && !found; ++a) {
        size_t b = taken - a;
        if (i + a > from.size() || j + b > to.size())
          continue;
        if (graph::sameSize(graph::elementCount(context, from.slice(i, a)), graph::elementCount(context, to.slice(j, b))))
          found = DimensionGroup{i, i + a, j, j + b};
      }
    if (!found)
      break;
    groups.push_back(*found);
    i = found->fromEnd;
    j = found->toEnd;
  }
  // What is left on one side has size 1; what is left on both did not pair.
  if (groups.empty())
    groups.push_back({0, from.size(), 0, to.size()});
  groups.back().fromEnd = from.size();
  groups.back().toEnd = to.size();
  return groups;
}

} // namespace

AffineExpr simplifyIndex(AffineExpr expression, Bounds bounds) {
  // The only index of a dimension of size 1.
  if (auto dim = dyn_cast<AffineDimExpr>(expression))
    if (dim.getPosition() < bounds.size() && bounds[dim.getPosition()] && constantSize(bounds[dim.getPosition()]) == 1)
      return constantLike(expression, 0);
  auto binary = dyn_cast<AffineBinaryOpExpr>(expression);
  if (!binary)
    return expression;
  AffineExpr lhs = simplifyIndex(binary.getLHS(), bounds), rhs = simplifyIndex(binary.getRHS(), bounds);
  switch (expression.getKind()) {
  case AffineExprKind::Add:
    return joinDivisions(normalizeSize(lhs + rhs), bounds);
  case AffineExprKind::Mul:
    return normalizeSize(lhs * rhs);
  case AffineExprKind::FloorDiv:
    return divide(lhs, rhs, bounds).quotient;
  case AffineExprKind::Mod:
    return divide(lhs, rhs, bounds).remainder;
  default:
    return normalizeSize(lhs.ceilDiv(rhs));
  }
}

Point simplifyPoint(PointRef point, Bounds bounds) {
  Point result;
  for (AffineExpr coordinate : point)
    result.push_back(simplifyIndex(coordinate, bounds));
  return result;
}

bool isNonNegative(AffineExpr symbolic) {
  // With s = t + 1, t >= 0: every coefficient must be at least 0.
  DenseMap<AffineExpr, AffineExpr> shift;
  symbolic.walk([&](AffineExpr part) {
    if (isa<AffineSymbolExpr>(part))
      shift[part] = part + 1;
  });
  AffineExpr shifted = symbolic.replace(shift);
  return llvm::all_of(termsOf(shifted), [](const Term &term) { return term.coefficient >= 0; });
}

bool samePoint(PointRef a, PointRef b) { return graph::sameShape(a, b); }

Point identityPoint(MLIRContext *context, size_t rank, size_t first) {
  Point point;
  for (size_t i = 0; i < rank; ++i)
    point.push_back(getAffineDimExpr(first + i, context));
  return point;
}

AffineExpr linearize(PointRef point, ShapeRef shape, MLIRContext *context, Bounds bounds) {
  AffineExpr number = getAffineConstantExpr(0, context);
  for (auto [coordinate, stride] : llvm::zip_equal(point, graph::rowMajorStrides(context, shape)))
    number = number + coordinate * stride;
  return simplifyIndex(number, bounds);
}

Point delinearize(AffineExpr number, ShapeRef shape, Bounds bounds) {
  Point point(shape.size());
  for (size_t i = shape.size(); i-- > 0;) {
    if (constantSize(shape[i]) == 1) {
      point[i] = constantLike(number, 0);
      continue;
    }
    bool isOutermost = llvm::all_of(shape.take_front(i), [](AffineExpr size) { return constantSize(size) == 1; });
    Division division = isOutermost ? Division{nullptr, number} : divide(number, shape[i], bounds);
    point[i] = division.remainder;
    number = isOutermost ? constantLike(number, 0) : division.quotient;
  }
  return point;
}

Point reshapePoint(PointRef point, ShapeRef to, ShapeRef from, MLIRContext *context, Bounds bounds) {
  Point result(from.size());
  if (to.empty() || from.empty()) {
    llvm::fill(result, getAffineConstantExpr(0, context));
    return result;
  }
  for (const DimensionGroup &group : pairDimensions(from, to, context)) {
    size_t toCount = group.toEnd - group.toBegin, fromCount = group.fromEnd - group.fromBegin;
    AffineExpr number = linearize(point.slice(group.toBegin, toCount), to.slice(group.toBegin, toCount), context, bounds);
    Point part = delinearize(number, from.slice(group.fromBegin, fromCount), bounds);
    llvm::copy(part, result.begin() + group.fromBegin);
  }
  return result;
}

AffineExpr coefficientOf(AffineExpr expression, unsigned dim) {
  AffineExpr variable = getAffineDimExpr(dim, expression.getContext());
  AffineExpr step = normalizeSize(expression.replace(variable, variable + 1) - expression);
  bool isLinear = true;
  step.walk([&](AffineExpr part) { isLinear &= part != variable; });
  // A division that holds the variable may cancel in the step by chance only
  // where it is constant in it; then the expression is linear in it, too.
  return isLinear ? step : nullptr;
}

} // namespace tenon::passes
