//===- WindowsTest.cpp - Convolutions and windows against known values ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/reference/RunGraph.h"
#include <limits>

using namespace tenon::reference;

static constexpr double nan_ = std::numeric_limits<double>::quiet_NaN();

/// tensor<2x3xf32>
static std::string tensor(const std::string &sizes, const std::string &type) {
  return "tensor<" + sizes + "x" + type + ">";
}

/// A convolution; `numbers` are its strides, paddings, dilations and groups.
static std::vector<double> convolve(const std::string &numbers, const std::string &input, const std::string &weight,
                                    const std::string &result, const std::vector<double> &x,
                                    const std::vector<double> &w, const std::string &type = "f32") {
  std::string in = tensor(input, type), by = tensor(weight, type), out = tensor(result, type);
  return evaluate("func.func @main(%x: " + in + ", %w: " + by + ") -> " + out +
                      " {\n  %r = graph.convolution %x, %w " + numbers + " : " + in + ", " + by + " -> " + out +
                      "\n  return %r : " + out + "\n}",
                  {{x, {}}, {w, {}}});
}

TEST_CASE("A convolution slides a window and leaves out what lies beyond the ends") {
  std::string padded = "strides = [1] low = [1] high = [1] dilations = [1] input_dilations = [1] groups = 1";
  requireEqual(convolve(padded, "1x1x4", "1x1x3", "1x1x4", {1, 2, 3, 4}, {1, 0, -1}), {-2, -2, -2, 3});
  std::string strided = "strides = [2] low = [1] high = [0] dilations = [2] input_dilations = [1] groups = 1";
  requireEqual(convolve(strided, "1x1x6", "1x1x3", "1x1x2", {1, 2, 3, 4, 5, 6}, {1, 10, 100}), {420, 642});
  std::string cut = "strides = [1] low = [-1] high = [-2] dilations = [1] input_dilations = [1] groups = 1";
  requireEqual(convolve(cut, "1x1x6", "1x1x2", "1x1x2", {1, 2, 3, 4, 5, 6}, {1, 10}), {32, 43});
}

TEST_CASE("A convolution adds up channels, by groups") {
  std::string plain = "strides = [1] low = [0] high = [0] dilations = [1] input_dilations = [1] groups = ";
  std::vector<double> x{1, 2, 3, 4, 5, 6, 7, 8};
  requireEqual(convolve(plain + "1", "1x4x2", "2x4x1", "1x2x2", x, {1, 1, 1, 1, 1, 0, 0, -1}), {16, 20, -6, -6});
  requireEqual(convolve(plain + "2", "1x4x2", "2x2x1", "1x2x2", x, {1, 1, 1, -1}), {4, 6, -2, -2});
  requireEqual(convolve(plain + "4", "1x4x2", "4x1x1", "1x4x2", x, {1, 10, 100, 1000}),
               {1, 2, 30, 40, 500, 600, 7000, 8000});
  requireEqual(convolve(plain + "1", "2x1x2", "1x1x2", "2x1x1", {1, 2, 3, 4}, {10, 1}), {12, 34});
}

TEST_CASE("A convolution of an input with gaps is a transposed one") {
  // Stride 2: every element of x writes its multiple of the reversed weight.
  std::string gaps = "strides = [1] low = [2] high = [2] dilations = [1] input_dilations = [2] groups = 1";
  requireEqual(convolve(gaps, "1x1x3", "1x1x3", "1x1x7", {1, 2, 3}, {100, 10, 1}), {1, 10, 102, 20, 203, 30, 300});
}

TEST_CASE("A convolution in two dimensions, of integers and of narrow floats") {
  std::string plane =
      "strides = [1, 1] low = [0, 0] high = [0, 0] dilations = [1, 1] input_dilations = [1, 1] groups = 1";
  std::vector<double> x{1, 2, 3, 4, 5, 6, 7, 8, 9};
  requireEqual(convolve(plane, "1x1x3x3", "1x1x2x2", "1x1x2x2", x, {1, 10, 100, 1000}), {5421, 6532, 8754, 9865});
  requireEqual(convolve(plane, "1x1x3x3", "1x1x2x2", "1x1x2x2", x, {1, 1, 1, 20}, "i8"), {107, -126, -80, -57});
  requireEqual(convolve(plane, "1x1x2x2", "1x1x2x2", "1x1x1x1", {1, 2, 3, 4}, {1, 1, 1, 0.5}, "f16"), {8});
}

/// A reduction over windows of tensor<2x4xtype>.
static std::vector<double> windows(const std::string &op, const std::string &numbers, const std::string &result,
                                   const std::vector<double> &x, const std::string &type = "f32") {
  std::string in = tensor("2x4", type);
  return evaluate("func.func @main(%x: " + in + ") -> " + result + " {\n  %r = graph." + op + " " + numbers + " : " +
                      in + " -> " + result + "\n  return %r : " + result + "\n}",
                  {{x, {}}});
}

TEST_CASE("Windows are combined; beyond the ends lies the neutral element") {
  std::vector<double> x{1, 2, 3, 4, -5, -6, -7, -8};
  std::string pairs = "%x window = [1, 2] strides = [1, 2] low = [0, 0] high = [0, 0] dilations = [1, 1]";
  requireEqual(windows("window_reduce sum", pairs, "tensor<2x2xf32>", x), {3, 7, -11, -15});
  requireEqual(windows("window_reduce product", pairs, "tensor<2x2xf32>", x), {2, 12, 30, 56});
  requireEqual(windows("window_reduce min", pairs, "tensor<2x2xf32>", x), {1, 3, -6, -8});
  std::string padded = "%x window = [2, 3] strides = [1, 3] low = [1, 1] high = [0, 1] dilations = [1, 1]";
  requireEqual(windows("window_reduce max", padded, "tensor<2x2xf32>", x), {2, 4, 2, 4});
  requireEqual(windows("window_reduce min", padded, "tensor<2x2xi8>", x, "i8"), {1, 3, -6, -8});
  requireEqual(windows("window_reduce max", padded, "tensor<2x2xf32>", {1, nan_, 3, 4, 5, 6, 7, 8}), {nan_, 4, nan_, 8});
  std::string dilated = "%x window = [1, 2] strides = [1, 1] low = [0, 0] high = [0, 0] dilations = [1, 3]";
  requireEqual(windows("window_reduce sum", dilated, "tensor<2x1xf32>", x), {5, -13});
}

TEST_CASE("The place of a window's first best element in its plane") {
  std::vector<double> x{1, 7, 7, 4, 7, 6, 9, 8};
  std::string plane = "%x axis = 0 window = [2, 3] strides = [1, 1] low = [0, 0] high = [0, 0] dilations = [1, 1]";
  requireEqual(windows("window_arg_reduce max", plane, "tensor<1x2xi64>", x), {6, 6});
  requireEqual(windows("window_arg_reduce min", plane, "tensor<1x2xi64>", x), {0, 3});
  std::string line = "%x axis = 1 window = [1, 2] strides = [1, 2] low = [0, 0] high = [0, 0] dilations = [1, 1]";
  requireEqual(windows("window_arg_reduce max", line, "tensor<2x2xi64>", x), {1, 2, 0, 2});
  requireEqual(windows("window_arg_reduce max", line, "tensor<2x2xi64>", {1, nan_, 3, 4, nan_, nan_, 7, 8}), {1, 3, 0, 3});
  requireEqual(windows("window_arg_reduce min", line, "tensor<2x2xi64>", {200, 1, 2, 3, 4, 5, 6, 255}, "ui8"),
               {1, 2, 0, 2});
  // A window beside the tensor.
  std::string beside = "%x axis = 1 window = [1, 1] strides = [1, 5] low = [0, 5] high = [0, 1] dilations = [1, 1]";
  requireEqual(windows("window_arg_reduce max", beside, "tensor<2x2xi64>", x), {-1, 0, -1, 0});
}
