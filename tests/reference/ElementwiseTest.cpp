//===- ElementwiseTest.cpp - Elementwise ops against known values ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/reference/RunGraph.h"
#include <cmath>
#include <limits>

using namespace tenon::reference;

static constexpr double infinity = std::numeric_limits<double>::infinity();
static constexpr double nan_ = std::numeric_limits<double>::quiet_NaN();

TEST_CASE("arithmetic on floats") {
  requireEqual(unary("neg", "f32", {1, -2, 0}), {-1, 2, 0});
  requireEqual(unary("abs", "f64", {-1.5, 2}), {1.5, 2});
  requireEqual(unary("sign", "f32", {-3, 0, 7, nan_}), {-1, 0, 1, nan_});
  requireEqual(binary("add", "f32", {1, 2}, {0.5, -2}), {1.5, 0});
  requireEqual(binary("sub", "f32", {1, 2}, {0.5, -2}), {0.5, 4});
  requireEqual(binary("mul", "f32", {3, -2}, {0.5, 4}), {1.5, -8});
  requireEqual(binary("div", "f32", {3, -2, 1}, {2, 4, 0}), {1.5, -0.5, infinity});
  requireEqual(binary("floor_div", "f32", {7, -7, 7}, {2, 2, -2}), {3, -4, -4});
  requireEqual(binary("remainder", "f32", {7, -7, 7, -7, 6}, {3, 3, -3, -3, 3}), {1, 2, -2, -1, 0});
  requireEqual(binary("truncated_remainder", "f32", {7, -7, 7, -7}, {3, 3, -3, -3}), {1, -1, 1, -1});
  requireEqual(binary("pow", "f64", {2, 4, 9}, {3, 0.5, -1}), {8, 2, 1.0 / 9});
  requireEqual(binary("max", "f32", {1, 5, nan_, 1}, {2, -5, 1, nan_}), {2, 5, nan_, nan_});
  requireEqual(binary("min", "f32", {1, 5, nan_, 1}, {2, -5, 1, nan_}), {1, -5, nan_, nan_});
  requireEqual(binary("atan2", "f64", {1, -1, 0}, {1, 0, -1}), {M_PI / 4, -M_PI / 2, M_PI}, 1e-15);
}

TEST_CASE("functions on floats") {
  requireEqual(unary("exp", "f64", {0, 1}), {1, M_E}, 1e-15);
  requireEqual(unary("exp2", "f64", {0, 10}), {1, 1024});
  requireEqual(unary("expm1", "f64", {0, 1e-10}), {0, 1.00000000005e-10}, 1e-20);
  requireEqual(unary("log", "f64", {1, M_E, 0, -1}), {0, 1, -infinity, nan_});
  requireEqual(unary("log2", "f64", {8}), {3});
  requireEqual(unary("log10", "f64", {1000}), {3}, 1e-15);
  requireEqual(unary("log1p", "f64", {0}), {0});
  requireEqual(unary("sqrt", "f64", {9, -1}), {3, nan_});
  requireEqual(unary("rsqrt", "f64", {4}), {0.5});
  requireEqual(unary("reciprocal", "f64", {4}), {0.25});
  requireEqual(unary("sin", "f64", {0, M_PI / 2}), {0, 1}, 1e-15);
  requireEqual(unary("cos", "f64", {0, M_PI}), {1, -1}, 1e-15);
  requireEqual(unary("tan", "f64", {M_PI / 4}), {1}, 1e-15);
  requireEqual(unary("asin", "f64", {1}), {M_PI / 2}, 1e-15);
  requireEqual(unary("acos", "f64", {1, -1}), {0, M_PI}, 1e-15);
  requireEqual(unary("atan", "f64", {1}), {M_PI / 4}, 1e-15);
  requireEqual(unary("sinh", "f64", {1}), {1.1752011936438014}, 1e-15);
  requireEqual(unary("cosh", "f64", {1}), {1.5430806348152437}, 1e-15);
  requireEqual(unary("tanh", "f64", {1, 100}), {0.7615941559557649, 1}, 1e-15);
  requireEqual(unary("asinh", "f64", {1, -1e-20}), {0.881373587019543, -1e-20}, 1e-15);
  requireEqual(unary("acosh", "f64", {1, 2, 0}), {0, 1.3169578969248166, nan_}, 1e-15);
  requireEqual(unary("atanh", "f64", {0.5, 1}), {0.5493061443340549, infinity}, 1e-15);
  requireEqual(unary("erf", "f64", {0, 1}), {0, 0.8427007929497149}, 1e-15);
  requireEqual(unary("erfc", "f64", {0, 1}), {1, 0.15729920705028513}, 1e-15);
  requireEqual(unary("erfc", "f64", {10}), {2.088487583762545e-45}, 1e-59);
  requireEqual(unary("sigmoid", "f64", {0, 2, -1000}), {0.5, 0.8807970779778823, 0}, 1e-15);
  requireEqual(unary("relu", "f32", {-1, 0, 2, nan_}), {0, 0, 2, nan_});
  requireEqual(unary("silu", "f64", {0, 2}), {0, 1.7615941559557646}, 1e-15);
  requireEqual(unary("gelu", "f64", {0, 1, -1}), {0, 0.8413447460685429, -0.15865525393145707}, 1e-15);
  requireEqual(unary("gelu tanh", "f64", {0, 1, -1}), {0, 0.8411919906082768, -0.15880800939172324}, 1e-15);
}

TEST_CASE("rounding goes to even from halves") {
  requireEqual(unary("floor", "f32", {1.5, -1.5}), {1, -2});
  requireEqual(unary("ceil", "f32", {1.5, -1.5}), {2, -1});
  requireEqual(unary("round", "f32", {0.5, 1.5, 2.5, -0.5, -1.5}), {0, 2, 2, 0, -2});
  requireEqual(unary("trunc", "f32", {1.9, -1.9}), {1, -1});
  requireEqual(unary("floor", "i32", {-3}), {-3});
}

TEST_CASE("integers wrap at their width") {
  requireEqual(binary("add", "i8", {127, -128}, {1, -1}), {-128, 127});
  requireEqual(binary("add", "ui8", {255, 1}, {1, 2}), {0, 3});
  requireEqual(binary("sub", "ui16", {0}, {1}), {65535});
  requireEqual(binary("mul", "i32", {65536, -3}, {65536, 5}), {0, -15});
  requireEqual(unary("neg", "i8", {-128, 5}), {-128, -5});
  requireEqual(unary("abs", "i8", {-128, -5}), {-128, 5});
  requireEqual(unary("sign", "i64", {-9, 0, 9}), {-1, 0, 1});
  requireEqual(unary("not", "i8", {0, 5}), {-1, -6});
  requireEqual(unary("not", "ui8", {0, 5}), {255, 250});
  requireEqual(unary("relu", "i8", {-4, 4}), {0, 4});
}

TEST_CASE("integer division by zero gives zero, and the least number by -1 itself") {
  requireEqual(binary("div", "i32", {7, -7, 5, -2147483648.0}, {2, 2, 0, -1}), {3, -3, 0, -2147483648.0});
  requireEqual(binary("floor_div", "i32", {7, -7, 5, 7}, {2, 2, 0, -2}), {3, -4, 0, -4});
  requireEqual(binary("remainder", "i32", {7, -7, 7, 5, -2147483648.0}, {3, 3, -3, 0, -1}), {1, 2, -2, 0, 0});
  requireEqual(binary("truncated_remainder", "i32", {7, -7, 7, 5}, {3, 3, -3, 0}), {1, -1, 1, 0});
  requireEqual(binary("div", "ui8", {200, 255}, {3, 2}), {66, 127});
  requireEqual(binary("pow", "i32", {2, -3, 2, 1, -1}, {10, 3, -1, -5, -3}), {1024, -27, 0, 1, -1});
}

TEST_CASE("unsigned integers compare as such") {
  requireEqual(binary("max", "ui8", {200, 1}, {100, 255}), {200, 255});
  requireEqual(binary("min", "i8", {-56, 1}, {100, -1}), {-56, -1});
  requireEqual(binary("compare lt", "ui8", {200, 1}, {100, 255}, "i1"), {0, 1});
  requireEqual(binary("compare lt", "i8", {-56, 1}, {100, -1}, "i1"), {1, 0});
}

TEST_CASE("bits") {
  requireEqual(binary("and", "i32", {12, -1}, {10, 7}), {8, 7});
  requireEqual(binary("or", "i32", {12}, {10}), {14});
  requireEqual(binary("xor", "i32", {12}, {10}), {6});
  requireEqual(binary("and", "i1", {1, 1, 0}, {1, 0, 0}), {1, 0, 0});
  requireEqual(unary("not", "i1", {1, 0}), {0, 1});
  requireEqual(binary("shift_left", "i8", {1, 1, 3, 1}, {7, 8, 1, 100}), {-128, 0, 6, 0});
  requireEqual(binary("shift_right", "i8", {-128, -128, 64}, {7, 8, 2}), {-1, -1, 16});
  requireEqual(binary("shift_right", "ui8", {128, 128, 64}, {7, 8, 2}), {1, 0, 16});
}

TEST_CASE("comparisons with NaN are false but for ne") {
  std::vector<double> x{1, 2, 3, nan_}, y{2, 2, 2, 2};
  requireEqual(binary("compare eq", "f32", x, y, "i1"), {0, 1, 0, 0});
  requireEqual(binary("compare ne", "f32", x, y, "i1"), {1, 0, 1, 1});
  requireEqual(binary("compare lt", "f32", x, y, "i1"), {1, 0, 0, 0});
  requireEqual(binary("compare le", "f32", x, y, "i1"), {1, 1, 0, 0});
  requireEqual(binary("compare gt", "f32", x, y, "i1"), {0, 0, 1, 0});
  requireEqual(binary("compare ge", "f32", x, y, "i1"), {0, 1, 1, 0});
  requireEqual(unary("is_nan", "f32", {1, nan_, infinity}, "i1"), {0, 1, 0});
  requireEqual(unary("is_inf", "f32", {1, nan_, infinity, -infinity}, "i1"), {0, 0, 1, 1});
}

TEST_CASE("select") {
  requireEqual(evaluate("func.func @main(%c: tensor<2xi1>, %x: tensor<2xf32>, %y: tensor<2xf32>) -> tensor<2xf32> {\n"
                        "  %z = graph.select %c, %x, %y : tensor<2xi1>, tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>\n"
                        "  return %z : tensor<2xf32>\n}",
                        {{{1, 0}, {}}, {{1, 2}, {}}, {{3, 4}, {}}}),
               {1, 4});
}

TEST_CASE("bits as another type") {
  requireEqual(unary("bitcast", "f32", {1, -0.0}, "i32"), {0x3f800000, -2147483648.0});
  requireEqual(unary("bitcast", "f16", {1, -2}, "ui16"), {0x3c00, 0xc000});
  requireEqual(unary("bitcast", "bf16", {1, -2}, "i16"), {0x3f80, -0x4000});
  requireEqual(unary("bitcast", "i32", {0x3f800000, 1}, "f32"), {1, 1.401298464324817e-45});
  requireEqual(unary("bitcast", "f64", {2}, "i64"), {4611686018427387904.0});
}

TEST_CASE("casts") {
  requireEqual(unary("cast", "f32", {1.9, -1.9, 0}, "i32"), {1, -1, 0});
  requireEqual(unary("cast", "f32", {0.5, 0, nan_}, "i1"), {1, 0, 1});
  requireEqual(unary("cast", "i1", {0, 1}, "f16"), {0, 1});
  requireEqual(unary("cast", "i32", {300, -1, 2}, "i8"), {44, -1, 2});
  requireEqual(unary("cast", "i32", {300, -1, 2}, "ui8"), {44, 255, 2});
  requireEqual(unary("cast", "ui8", {255}, "i32"), {255});
  requireEqual(unary("cast", "ui8", {255}, "f32"), {255});
  requireEqual(unary("cast", "i32", {256}, "i1"), {1});
  requireEqual(unary("cast", "f64", {1e300}, "f32"), {infinity});
}

TEST_CASE("results are rounded to their type where asked") {
  std::string cast = "func.func @main(%x: tensor<3xf64>) -> tensor<3xf16> {\n"
                     "  %y = graph.cast %x : tensor<3xf64> -> tensor<3xf16>\n  return %y : tensor<3xf16>\n}";
  // f16 has 11 significant bits: halves of the last one go to even.
  requireEqual(evaluate(cast, {{{2049, 2051, 0.1}, {}}}, Rounding::nearest), {2048, 2052, 0.0999755859375});
  requireEqual(evaluate(cast, {{{2049, 2051, 0.1}, {}}}), {2049, 2051, 0.1});
  // What the range cannot hold is infinite either way.
  requireEqual(evaluate(cast, {{{65519, 65520, -1e9}, {}}}), {65519, infinity, -infinity});
}
