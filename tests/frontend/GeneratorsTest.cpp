//===- GeneratorsTest.cpp - Random numbers that depend on tensors ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Expect.h"
#include <cmath>

using namespace tenon;

namespace {

/// With six standard errors around the mean: chance does not fail, with a seed that is given.
void checkMean(const Tensor &sample, double mean, double deviation) {
  Tensor numbers = sample.to(kDouble);
  double error = deviation / std::sqrt(static_cast<double>(sample.numel().expect_int()));
  CHECK(std::fabs(numbers.mean().item<double>() - mean) < 6 * error);
}

} // namespace

TEST_CASE("Distributions have their means and ranges") {
  manual_seed(7);
  Tensor x = empty({20000}, kDouble);
  checkMean(x.exponential_(2), 0.5, 0.5);
  CHECK(x.min().item<double>() >= 0);
  checkMean(x.geometric_(0.25), 4, std::sqrt(12.0));
  CHECK(x.min().item<double>() == 1);
  checkMean(x.log_normal_(0, 0.5), std::exp(0.125), 0.61);
  checkMean(x.cauchy_(3, 0.1).gt(3), 0.5, 0.5);
  checkMean(x.bernoulli_(0.3), 0.3, 0.46);
  checkMean(x.bernoulli_(full({20000}, 0.9)), 0.9, 0.3);
  checkMean(bernoulli(full({20000}, 0.2)), 0.2, 0.4);
  checkMean(poisson(full({20000}, 3.5)), 3.5, std::sqrt(3.5));
  checkMean(binomial(full({20000}, 10.0), tensor(0.5)), 5, std::sqrt(2.5));
  checkMean(normal(full({20000}, 2.0), 3), 2, 3);
  checkMean(normal(-1, 2, {20000}), -1, 2);
  checkMean(x.random_(10), 4.5, 2.9);
  CHECK(x.max().item<double>() == 9);
  checkMean(randint_like(x, -3, 4), 0, 2);
}

TEST_CASE("Integers of every type at random") {
  manual_seed(3);
  for (ScalarType type : {kByte, kChar, kShort, kInt, kLong, kUInt16, kUInt32, kUInt64, kBool, kHalf, kBFloat16}) {
    Tensor x = empty({2000}, type).random_();
    double most = x.to(kDouble).max().item<double>();
    double expected = type == kBool      ? 1
                      : type == kHalf     ? 2048
                      : type == kBFloat16 ? 256
                                          : std::ldexp(1.0, int(8 * elementSize(type)) - isSignedType(type));
    INFO(type);
    CHECK(most <= expected);
    CHECK(most > 0.9 * (type == kUInt64 ? expected / 2 : expected) - 1);
    CHECK(x.to(kDouble).min().item<double>() >= 0);
  }
  CHECK_THROWS_WITH(empty({2}).random_(3, 3), Catch::Contains("no integer is in [3, 3)"));
}

TEST_CASE("Indices drawn by weight") {
  manual_seed(11);
  Tensor weights = tensor({{0.0, 1.0, 3.0}, {5.0, 0.0, 0.0}});
  Tensor drawn = multinomial(weights, 8000, true);
  CHECK(drawn.sizes() == IntArrayRef({2, 8000}));
  CHECK(drawn.dtype() == kLong);
  checkMean(drawn[0].eq(2), 0.75, 0.43);
  CHECK(drawn[1].max().item<int64_t>() == 0);
  Tensor order = tensor({1.0, 2.0, 3.0, 4.0}).multinomial(4);
  CHECK(values(order.to(kDouble).sum()) == Values{6});
  CHECK_THROWS_WITH(multinomial(weights, 2), Catch::Contains("2 samples of 1 weights above 0"));
  CHECK_THROWS_WITH(multinomial(tensor({-1.0}), 1), Catch::Contains("must be finite and not negative"));
}

TEST_CASE("The sequence starts anew with the seed") {
  auto draw = [] {
    manual_seed(5);
    Tensor a = empty({5}).exponential_(), b = empty({5}).random_(100), c = bernoulli(full({5}, 0.5));
    return cat({a, b, c});
  };
  CHECK(draw().equal(draw()));
}
