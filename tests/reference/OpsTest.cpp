//===- OpsTest.cpp - The other families of ops against known values -------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/reference/OpLoops.h"
#include "tests/reference/RunGraph.h"
#include <cmath>
#include <limits>

using namespace tenon::reference;

static constexpr double infinity = std::numeric_limits<double>::infinity();
static constexpr double nan_ = std::numeric_limits<double>::quiet_NaN();

/// One function of `arguments` to `result` that returns the value of `op`.
static std::string oneOp(const std::string &arguments, const std::string &op, const std::string &result) {
  return "func.func @main(" + arguments + ") -> " + result + " {\n  %r = graph." + op + "\n  return %r : " + result +
         "\n}";
}

TEST_CASE("sources") {
  requireEqual(evaluate(oneOp("", "constant dense<[1.5, -2.0]> : tensor<2xf32> : tensor<2xf32>", "tensor<2xf32>"), {}),
               {1.5, -2});
  requireEqual(evaluate(oneOp("", "constant dense<[200, 7]> : tensor<2xui8> : tensor<2xui8>", "tensor<2xui8>"), {}),
               {200, 7});
  requireEqual(evaluate(oneOp("", "constant dense<-3> : tensor<2xi64> : tensor<2xi64>", "tensor<2xi64>"), {}),
               {-3, -3});
  requireEqual(evaluate(oneOp("", "constant dense<[true, false]> : tensor<2xi1> : tensor<2xi1>", "tensor<2xi1>"), {}),
               {1, 0});
  requireEqual(evaluate(oneOp("", "fill 2.5 : f16 -> tensor<3xf16>", "tensor<3xf16>"), {}), {2.5, 2.5, 2.5});
  requireEqual(evaluate(oneOp("", "iota 1 : tensor<2x3xi32>", "tensor<2x3xi32>"), {}), {0, 1, 2, 0, 1, 2});
  requireEqual(evaluate(oneOp("", "iota 0 : tensor<2x3xf32>", "tensor<2x3xf32>"), {}), {0, 0, 0, 1, 1, 1});
}

TEST_CASE("symbols come from the inputs and sizes follow") {
  std::string text = "func.func @main(%x: tensor<?x2xf32, #graph.sizes<s0, 2>>) -> tensor<i64>"
                     " attributes {graph.symbols = [\"batch\"]} {\n"
                     "  %r = graph.size <s0 * 2 + 1> : tensor<i64>\n  return %r : tensor<i64>\n}";
  requireEqual(evaluate(text, {{{1, 2, 3, 4, 5, 6}, {3, 2}}}), {7});
}

TEST_CASE("moves") {
  std::vector<Numbers> matrix{{{1, 2, 3, 4, 5, 6}, {}}};
  std::string x = "%x: tensor<2x3xf32>";
  requireEqual(evaluate(oneOp("%x: tensor<2xf32>", "broadcast %x axes = [0] : tensor<2xf32> -> tensor<2x3xf32>",
                              "tensor<2x3xf32>"),
                        {{{1, 2}, {}}}),
               {1, 1, 1, 2, 2, 2});
  requireEqual(evaluate(oneOp("%x: tensor<1x2xf32>",
                              "broadcast %x axes = [1, 2] : tensor<1x2xf32> -> tensor<2x3x2xf32>", "tensor<2x3x2xf32>"),
                        {{{1, 2}, {}}}),
               {1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2});
  requireEqual(
      evaluate(oneOp(x, "transpose %x permutation = [1, 0] : tensor<2x3xf32> -> tensor<3x2xf32>", "tensor<3x2xf32>"),
               matrix),
      {1, 4, 2, 5, 3, 6});
  requireEqual(evaluate(oneOp(x, "reshape %x : tensor<2x3xf32> -> tensor<3x2xf32>", "tensor<3x2xf32>"), matrix),
               {1, 2, 3, 4, 5, 6});
  requireEqual(
      evaluate(oneOp(x, "slice %x starts = #graph.sizes<1, 2> steps = [-1, -2] : tensor<2x3xf32> -> tensor<2x2xf32>",
                     "tensor<2x2xf32>"),
               matrix),
      {6, 4, 3, 1});
  requireEqual(
      evaluate(oneOp("%x: tensor<2x1xi8>, %y: tensor<2x2xi8>",
                     "concat %x, %y axis = 1 : tensor<2x1xi8>, tensor<2x2xi8> -> tensor<2x3xi8>", "tensor<2x3xi8>"),
               {{{1, 2}, {}}, {{3, 4, 5, 6}, {}}}),
      {1, 3, 4, 2, 5, 6});
  requireEqual(
      evaluate(oneOp("%x: tensor<1x2xf32>, %v: tensor<f32>",
                     "pad %x, %v low = [1, 0] : tensor<1x2xf32>, tensor<f32> -> tensor<3x3xf32>", "tensor<3x3xf32>"),
               {{{1, 2}, {}}, {{9}, {}}}),
      {9, 9, 9, 1, 2, 9, 9, 9, 9});
}

TEST_CASE("gather counts negative indices from the end and clamps others") {
  std::string text =
      oneOp("%x: tensor<3x2xf32>, %i: tensor<5xi64>",
            "gather %x, %i axis = 0 : tensor<3x2xf32>, tensor<5xi64> -> tensor<5x2xf32>", "tensor<5x2xf32>");
  requireEqual(evaluate(text, {{{1, 2, 3, 4, 5, 6}, {}}, {{2, -1, 0, 99, -99}, {}}}), {5, 6, 5, 6, 1, 2, 5, 6, 1, 2});
  std::string inner =
      oneOp("%x: tensor<2x3xf32>, %i: tensor<2x1xi32>",
            "gather %x, %i axis = 1 : tensor<2x3xf32>, tensor<2x1xi32> -> tensor<2x2x1xf32>", "tensor<2x2x1xf32>");
  requireEqual(evaluate(inner, {{{1, 2, 3, 4, 5, 6}, {}}, {{2, 0}, {}}}), {3, 1, 6, 4});
}

TEST_CASE("take_along reads element by element") {
  std::string text =
      oneOp("%x: tensor<3x2xf32>, %i: tensor<2x2xi64>",
            "take_along %x, %i axis = 0 : tensor<3x2xf32>, tensor<2x2xi64> -> tensor<2x2xf32>", "tensor<2x2xf32>");
  requireEqual(evaluate(text, {{{1, 2, 3, 4, 5, 6}, {}}, {{2, 0, -2, 1}, {}}}), {5, 2, 3, 4});
}

static std::vector<double> reduce(const std::string &kind, const std::string &axes, const std::string &result,
                                  const std::string &type, const std::vector<double> &x) {
  return evaluate(oneOp("%x: tensor<2x3x" + type + ">",
                        "reduce " + kind + " %x axes = [" + axes + "] : tensor<2x3x" + type + "> -> " + result, result),
                  {{x, {}}});
}

TEST_CASE("reductions") {
  std::vector<double> x{1, 2, 3, 4, 5, 6};
  requireEqual(reduce("sum", "1", "tensor<2xf32>", "f32", x), {6, 15});
  requireEqual(reduce("sum", "0", "tensor<3xf32>", "f32", x), {5, 7, 9});
  requireEqual(reduce("sum", "0, 1", "tensor<f32>", "f32", x), {21});
  requireEqual(reduce("product", "1", "tensor<2xi32>", "i32", x), {6, 120});
  requireEqual(reduce("max", "1", "tensor<2xf32>", "f32", {1, nan_, 3, -4, -5, -6}), {nan_, -4});
  requireEqual(reduce("min", "1", "tensor<2xi8>", "i8", {1, -128, 3, 4, 5, 6}), {-128, 4});
  requireEqual(reduce("max", "1", "tensor<2xui8>", "ui8", {1, 200, 3, 4, 5, 6}), {200, 6});
  requireEqual(reduce("any", "1", "tensor<2xi1>", "i1", {0, 1, 0, 0, 0, 0}), {1, 0});
  requireEqual(reduce("all", "1", "tensor<2xi1>", "i1", {0, 1, 0, 1, 1, 1}), {0, 1});
  // The result's type accumulates.
  requireEqual(reduce("sum", "1", "tensor<2xi32>", "i8", {100, 100, 100, 1, 1, 1}), {300, 3});
  requireEqual(reduce("sum", "1", "tensor<2xi8>", "i8", {100, 100, 100, 1, 1, 1}), {44, 3});
}

TEST_CASE("arg_reduce takes the first, and NaN before anything") {
  auto run = [](const std::string &kind, const std::vector<double> &x) {
    return evaluate(oneOp("%x: tensor<2x3xf32>",
                          "arg_reduce " + kind + " %x axis = 1 : tensor<2x3xf32> -> tensor<2xi64>", "tensor<2xi64>"),
                    {{x, {}}});
  };
  requireEqual(run("max", {1, 3, 3, 4, 2, 4}), {1, 0});
  requireEqual(run("min", {1, 3, 1, 4, 2, 2}), {0, 1});
  requireEqual(run("max", {1, nan_, nan_, 4, 5, 6}), {1, 2});
}

TEST_CASE("products") {
  requireEqual(evaluate(oneOp("%x: tensor<2x3xf32>, %y: tensor<3x2xf32>",
                              "matmul %x, %y : tensor<2x3xf32>, tensor<3x2xf32> -> tensor<2x2xf32>", "tensor<2x2xf32>"),
                        {{{1, 2, 3, 4, 5, 6}, {}}, {{1, 0, 0, 1, 1, 1}, {}}}),
               {4, 5, 10, 11});
  requireEqual(
      evaluate(oneOp("%x: tensor<2x1x2xi8>, %y: tensor<2x2x1xi8>",
                     "matmul %x, %y : tensor<2x1x2xi8>, tensor<2x2x1xi8> -> tensor<2x1x1xi32>", "tensor<2x1x1xi32>"),
               {{{100, 100, -1, 2}, {}}, {{100, 100, 5, 6}, {}}}),
      {20000, 7});
}

TEST_CASE("a packed operand is panels of 16 columns filled up with zeros") {
  std::vector<double> matrix;
  for (int i = 0; i < 2 * 17; ++i)
    matrix.push_back(i + 1);
  std::vector<double> packed =
      evaluate(oneOp("%x: tensor<2x17xf32>", "pack %x : tensor<2x17xf32> -> tensor<2x2x16xf32>", "tensor<2x2x16xf32>"),
               {{matrix, {}}});
  CHECK(packed[0] == 1);        // row 0, column 0
  CHECK(packed[16 + 15] == 33); // row 1, column 15
  CHECK(packed[32] == 17);      // row 0, column 16: first of the second panel
  CHECK(packed[33] == 0);
  CHECK(packed[32 + 16] == 34);
  std::vector<double> product =
      evaluate("func.func @main(%a: tensor<1x2xf32>, %x: tensor<2x17xf32>) -> tensor<1x17xf32> {\n"
               "  %p = graph.pack %x : tensor<2x17xf32> -> tensor<2x2x16xf32>\n"
               "  %r = graph.packed_matmul %a, %p : tensor<1x2xf32>, tensor<2x2x16xf32> -> tensor<1x17xf32>\n"
               "  return %r : tensor<1x17xf32>\n}",
               {{{1, 10}, {}}, {matrix, {}}});
  CHECK(product[0] == 1 + 10 * 18);
  CHECK(product[16] == 17 + 10 * 34);
}

TEST_CASE("OpenBLAS and the loop agree") {
  constexpr int64_t m = 37, n = 41, k = 53;
  std::vector<double> a(m * k), b(k * n), byLoop(m * n), byBlas(m * n);
  for (size_t i = 0; i < a.size(); ++i)
    a[i] = std::sin(static_cast<double>(i));
  for (size_t i = 0; i < b.size(); ++i)
    b[i] = std::cos(static_cast<double>(3 * i));
  for (bool transposed : {false, true}) {
    multiplyMatricesByLoop(a.data(), b.data(), byLoop.data(), m, n, k, transposed);
    multiplyMatricesByBlas(a.data(), b.data(), byBlas.data(), m, n, k, transposed);
    requireEqual(byBlas, byLoop, 1e-13);
  }
}

TEST_CASE("softmax") {
  auto run = [](const std::string &attributes, const std::vector<double> &x) {
    return evaluate(oneOp("%x: tensor<2x2xf64>", "softmax %x " + attributes + " : tensor<2x2xf64> -> tensor<2x2xf64>",
                          "tensor<2x2xf64>"),
                    {{x, {}}});
  };
  double third = std::log(2);
  requireEqual(run("axis = 1", {0, third, 1000, 1000}), {1.0 / 3, 2.0 / 3, 0.5, 0.5}, 1e-15);
  requireEqual(run("axis = 0", {0, 5, third, 5}), {1.0 / 3, 0.5, 2.0 / 3, 0.5}, 1e-15);
  requireEqual(run("axis = 1 log", {0, third, 0, 0}), {-std::log(3), std::log(2.0 / 3), -std::log(2), -std::log(2)},
               1e-15);
}

TEST_CASE("layer_norm") {
  requireEqual(
      evaluate(oneOp("%x: tensor<2x2xf64>", "layer_norm %x axis = 1 epsilon = 0.0 : tensor<2x2xf64> -> tensor<2x2xf64>",
                     "tensor<2x2xf64>"),
               {{{1, 3, 10, 20}, {}}}),
      {-1, 1, -1, 1}, 1e-15);
  std::string arguments = "%x: tensor<1x2xf64>, %s: tensor<2xf64>, %b: tensor<2xf64>";
  requireEqual(evaluate(oneOp(arguments,
                              "layer_norm %x scale = %s : tensor<2xf64> bias = %b : tensor<2xf64> axis = 1 "
                              "epsilon = 3.0 : tensor<1x2xf64> -> tensor<1x2xf64>",
                              "tensor<1x2xf64>"),
                        {{{1, 3}, {}}, {{2, 4}, {}}, {{10, 20}, {}}}),
               {9, 22}, 1e-15);
  requireEqual(
      evaluate(
          oneOp(
              "%x: tensor<1x2xf64>, %b: tensor<2xf64>",
              "layer_norm %x bias = %b : tensor<2xf64> axis = 1 epsilon = 0.0 rms : tensor<1x2xf64> -> tensor<1x2xf64>",
              "tensor<1x2xf64>"),
          {{{3, 3}, {}}, {{1, 2}, {}}}),
      {2, 3}, 1e-15);
}

static std::vector<double> attend(const std::string &options, const std::string &maskType, std::vector<double> mask) {
  std::string arguments = "%q: tensor<1x2x1xf64>, %k: tensor<1x2x1xf64>, %v: tensor<1x2x1xf64>";
  std::vector<Numbers> inputs{{{0, 0}, {}}, {{1, 2}, {}}, {{10, 20}, {}}};
  if (!maskType.empty()) {
    arguments += ", %m: " + maskType;
    inputs.push_back({std::move(mask), {}});
  }
  return evaluate(oneOp(arguments,
                        "attention %q, %k, %v " + options +
                            " : tensor<1x2x1xf64>, tensor<1x2x1xf64>, tensor<1x2x1xf64> -> tensor<1x2x1xf64>",
                        "tensor<1x2x1xf64>"),
                  inputs);
}

TEST_CASE("attention") {
  requireEqual(attend("scale = 1.0", "", {}), {15, 15}, 1e-14);
  requireEqual(attend("scale = 1.0 causal", "", {}), {10, 15}, 1e-14);
  requireEqual(attend("mask = %m : tensor<2x2xi1> scale = 1.0", "tensor<2x2xi1>", {0, 1, 0, 0}), {20, nan_}, 1e-14);
  requireEqual(attend("mask = %m : tensor<1x2xf64> scale = 1.0", "tensor<1x2xf64>", {0, -infinity}), {10, 10}, 1e-14);
  requireEqual(attend("mask = %m : tensor<2x1xf64> scale = 1.0", "tensor<2x1xf64>", {7, -7}), {15, 15}, 1e-14);
}

TEST_CASE("a group is computed by its body") {
  requireEqual(evaluate("func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {\n"
                        "  %0 = graph.neg %x : tensor<2xf32> -> tensor<2xf32>\n"
                        "  %1 = graph.group(%a = %0 : tensor<2xf32>) -> tensor<2xf32> {\n"
                        "    %2 = graph.abs %a : tensor<2xf32> -> tensor<2xf32>\n"
                        "    %3 = graph.add %a, %2 : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>\n"
                        "    graph.yield %3 : tensor<2xf32>\n  }\n"
                        "  return %1 : tensor<2xf32>\n}",
                        {{{1, -2}, {}}}),
               {0, 4});
}
