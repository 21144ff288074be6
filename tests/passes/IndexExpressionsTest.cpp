//===- IndexExpressionsTest.cpp - Simplified indices have the same value --===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// What must hold: simplification changes no value within the bounds, and a
// reshape there and back is the identity. What is hoped for: no division is
// left where a reshape splits or joins whole dimensions.

#include "passes/analysis/IndexExpressions.h"
#include "mlir/IR/MLIRContext.h"
#include <catch2/catch.hpp>
#include <random>

using namespace mlir;
using namespace tenon::passes;

namespace {

struct Fixture {
  MLIRContext context;

  AffineExpr d(unsigned i) { return getAffineDimExpr(i, &context); }
  AffineExpr s(unsigned i) { return getAffineSymbolExpr(i, &context); }
  AffineExpr c(int64_t value) { return getAffineConstantExpr(value, &context); }
};

/// The value for given variables and symbols.
int64_t evaluate(AffineExpr expression, ArrayRef<int64_t> dims, ArrayRef<int64_t> symbols) {
  if (auto dim = dyn_cast<AffineDimExpr>(expression))
    return dims[dim.getPosition()];
  if (auto symbol = dyn_cast<AffineSymbolExpr>(expression))
    return symbols[symbol.getPosition()];
  if (auto constant = dyn_cast<AffineConstantExpr>(expression))
    return constant.getValue();
  auto binary = cast<AffineBinaryOpExpr>(expression);
  int64_t lhs = evaluate(binary.getLHS(), dims, symbols), rhs = evaluate(binary.getRHS(), dims, symbols);
  switch (expression.getKind()) {
  case AffineExprKind::Add:
    return lhs + rhs;
  case AffineExprKind::Mul:
    return lhs * rhs;
  case AffineExprKind::FloorDiv:
    return lhs / rhs;
  case AffineExprKind::Mod:
    return lhs % rhs;
  default:
    return (lhs + rhs - 1) / rhs;
  }
}

bool hasDivision(AffineExpr expression) {
  bool found = false;
  expression.walk([&](AffineExpr part) {
    found |= part.getKind() == AffineExprKind::FloorDiv || part.getKind() == AffineExprKind::Mod;
  });
  return found;
}

} // namespace

TEST_CASE("splitting and joining whole dimensions leaves no division") {
  Fixture f;
  Shape merged{f.s(0) * f.s(1), f.c(384)}, split{f.s(0), f.s(1), f.c(12), f.c(32)};
  SECTION("joined: every coordinate is a sum") {
    Point point = reshapePoint(identityPoint(&f.context, 4), split, merged, &f.context, split);
    CHECK(point[0] == f.d(0) * f.s(1) + f.d(1));
    CHECK(point[1] == f.d(2) * 32 + f.d(3));
  }
  SECTION("split: the offset in memory is linear again") {
    Point point = reshapePoint(identityPoint(&f.context, 2), merged, split, &f.context, merged);
    CHECK(hasDivision(point[0]));
    AffineExpr offset = linearize(point, split, &f.context, merged);
    CHECK(offset == f.d(0) * 384 + f.d(1));
  }
}

TEST_CASE("dimensions that are sums join and split as others") {
  // Pixels of an image that a convolution made smaller: their number is a sum of products.
  Fixture f;
  AffineExpr height = (f.s(1) - 1).floorDiv(2) + 1, width = (f.s(2) - 1).floorDiv(2) + 1, pixels = tenon::graph::multiplySizes(height, width);
  Shape split{f.s(0), pixels, f.c(64)}, merged{tenon::graph::multiplySizes(f.s(0), pixels), f.c(64)};
  Point rows = identityPoint(&f.context, 2);
  Point there = reshapePoint(rows, merged, split, &f.context, merged);
  CHECK(samePoint(simplifyPoint(reshapePoint(there, split, merged, &f.context, merged), merged), rows));
  Point whole = identityPoint(&f.context, 3);
  Point back = reshapePoint(reshapePoint(whole, split, merged, &f.context, split), merged, split, &f.context, split);
  CHECK(samePoint(simplifyPoint(back, split), whole));
}

TEST_CASE("heads are strides") {
  // A slice of [s0 * s1, 1152], seen as [s0, s1, 12, 32] and transposed to [s0, 12, s1, 32].
  Fixture f;
  Shape heads{f.s(0), f.c(12), f.s(1), f.c(32)}, rows{f.s(0), f.s(1), f.c(12), f.c(32)};
  Point point{f.d(0), f.d(2), f.d(1), f.d(3)};
  Point inSlice = reshapePoint(point, rows, {f.s(0) * f.s(1), f.c(384)}, &f.context, heads);
  inSlice[1] = inSlice[1] + 768;
  AffineExpr offset = linearize(inSlice, {f.s(0) * f.s(1), f.c(1152)}, &f.context, heads);
  CHECK(!hasDivision(offset));
  CHECK(coefficientOf(offset, 1) == f.c(32));
  CHECK(coefficientOf(offset, 2) == f.c(1152));
  CHECK(coefficientOf(offset, 3) == f.c(1));
}

TEST_CASE("a variable in a division has no coefficient") {
  Fixture f;
  CHECK(!coefficientOf(f.d(0).floorDiv(2) + f.d(1), 0));
  CHECK(coefficientOf(f.d(0).floorDiv(2) + f.d(1), 1) == f.c(1));
  CHECK(coefficientOf(f.d(0) * f.s(0) * 3, 0) == f.s(0) * 3);
  CHECK(coefficientOf(f.d(0), 1) == f.c(0));
}

TEST_CASE("bounds hold for all symbols") {
  Fixture f;
  CHECK(isNonNegative(f.s(0) * f.s(1) - 1));
  CHECK(isNonNegative(f.s(0) - 1));
  CHECK_FALSE(isNonNegative(f.s(0) - 2));
  CHECK_FALSE(isNonNegative(f.s(0) - f.s(1)));
}

TEST_CASE("simplification keeps every value") {
  Fixture f;
  std::mt19937 random(3);
  auto below = [&](int64_t limit) { return static_cast<int64_t>(random() % limit); };
  for (int round = 0; round < 300; ++round) {
    Shape bounds{f.s(0), f.c(1 + below(6)), f.c(1 + below(40)), f.s(1)};
    // Sums of products, divided and taken the remainder of at random.
    AffineExpr expression = f.c(below(4));
    for (unsigned i = 0; i < 4; ++i) {
      AffineExpr factor = below(2) ? f.c(1 + below(33)) : below(2) ? bounds[3] : f.s(0) * f.c(1 + below(3));
      expression = expression + f.d(i) * factor;
      AffineExpr divisor = below(2) ? f.c(1 + below(48)) : below(2) ? f.s(1) : f.s(0) * (below(2) ? f.s(1) : f.s(1) + 1);
      if (below(3) == 0)
        expression = expression.floorDiv(divisor);
      else if (below(3) == 0)
        expression = expression % divisor;
    }
    AffineExpr simple = simplifyIndex(expression, bounds);
    for (int sample = 0; sample < 20; ++sample) {
      SmallVector<int64_t> symbols{1 + below(5), 1 + below(7)}, dims;
      for (AffineExpr bound : bounds)
        dims.push_back(below(evaluate(bound, {}, symbols)));
      INFO("round " << round);
      REQUIRE(evaluate(simple, dims, symbols) == evaluate(expression, dims, symbols));
    }
  }
}

TEST_CASE("a reshape names the element with the same number") {
  Fixture f;
  std::mt19937 random(4);
  auto below = [&](int64_t limit) { return static_cast<int64_t>(random() % limit); };
  for (int round = 0; round < 200; ++round) {
    // Two ways to group the same factors.
    SmallVector<AffineExpr> factors;
    for (int i = 0; i < 6; ++i)
      factors.push_back(below(3) == 0 ? f.s(below(2)) : f.c(1 + below(4)));
    auto group = [&] {
      Shape shape;
      for (AffineExpr factor : factors) {
        if (shape.empty() || below(2))
          shape.push_back(factor);
        else
          shape.back() = tenon::graph::multiplySizes(shape.back(), factor);
      }
      return shape;
    };
    Shape from = group(), to = group();
    Point point = identityPoint(&f.context, to.size());
    Point place = reshapePoint(point, to, from, &f.context, to);
    AffineExpr expected = linearize(point, to, &f.context, to), got = linearize(place, from, &f.context, to);
    for (int sample = 0; sample < 10; ++sample) {
      SmallVector<int64_t> symbols{1 + below(5), 1 + below(5)}, dims;
      for (AffineExpr bound : to)
        dims.push_back(below(evaluate(bound, {}, symbols)));
      INFO("round " << round);
      REQUIRE(evaluate(got, dims, symbols) == evaluate(expected, dims, symbols));
      for (auto [coordinate, size] : llvm::zip_equal(place, from)) {
        int64_t value = evaluate(coordinate, dims, symbols);
        REQUIRE(value >= 0);
        REQUIRE(value < evaluate(size, {}, symbols));
      }
    }
  }
}
