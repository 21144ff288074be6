//===- WindowsTest.cpp - Convolutions and pools against PyTorch --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Fixture.h"

using namespace tenon;
namespace F = tenon::nn::functional;

TEST_CASE("Convolutions are PyTorch's") {
  Cases cases("windows.safetensors");
  Tensor x = numbers(1, {2, 4, 17}), w = numbers(2, {6, 4, 3}), b = numbers(3, {6});
  cases.check("conv1d", conv1d(x, w, b));
  cases.check("conv1d strided", conv1d(x, w, {}, 2, 3, 2));
  cases.check("conv1d groups", conv1d(x, numbers(2, {6, 2, 4}), b, 1, 2, 1, 2));
  cases.check("conv1d same", conv1d(x, numbers(2, {6, 4, 4}), b, 1, "same", 3));
  cases.check("conv1d valid", F::conv1d(x, w, F::Conv1dFuncOptions().bias(b).stride(2).padding(kValid)));
  cases.check("conv1d unbatched", conv1d(x[0], w, b, 1, 1));
  cases.checkAllSeen("conv1d");

  x = numbers(4, {2, 4, 9, 10}), w = numbers(5, {6, 4, 3, 3});
  cases.check("conv2d", conv2d(x, w, b));
  cases.check("conv2d padded", F::conv2d(x, w, F::Conv2dFuncOptions().bias(b).padding(1)));
  cases.check("conv2d strided", conv2d(x, w, {}, {2, 1}, {1, 2}));
  cases.check("conv2d dilated", F::conv2d(x, w, F::Conv2dFuncOptions().bias(b).padding({2, 0}).dilation({2, 3})));
  cases.check("conv2d groups", conv2d(x, numbers(5, {6, 2, 2, 3}), b, 1, 1, 1, 2));
  cases.check("conv2d depthwise", conv2d(x, numbers(5, {8, 1, 3, 3}), {}, 2, 1, 1, 4));
  cases.check("conv2d pointwise", conv2d(x, numbers(5, {6, 4, 1, 1}), b));
  cases.check("conv2d same", conv2d(x, numbers(5, {6, 4, 2, 3}), b, 1, "same", 2));
  cases.check("conv2d unbatched", conv2d(x[1], w, b, 2));
  cases.check("conv2d double", conv2d(x.to(kDouble), w.to(kDouble), b.to(kDouble), 1, 1));
  cases.checkAllSeen("conv2d");

  x = numbers(6, {1, 3, 4, 5, 6}), w = numbers(7, {4, 3, 2, 3, 3});
  cases.check("conv3d", conv3d(x, w, numbers(3, {4})));
  cases.check("conv3d strided", F::conv3d(x, w, F::Conv3dFuncOptions().stride({1, 2, 2}).padding({1, 1, 0})));
  cases.checkAllSeen("conv3d");
}

TEST_CASE("Transposed convolutions and columns are PyTorch's") {
  Cases cases("windows.safetensors");
  Tensor b = numbers(3, {6}), x1 = numbers(1, {2, 4, 17}), x2 = numbers(4, {2, 4, 9, 10});
  cases.check("conv_transpose1d", conv_transpose1d(x1, numbers(2, {4, 6, 3}), b, 2, 1, 1));
  cases.check("conv_transpose1d plain", F::conv_transpose1d(x1, numbers(2, {4, 6, 3})));
  cases.check("conv_transpose2d", conv_transpose2d(x2, numbers(5, {4, 3, 4, 4}), numbers(3, {3}), 2, 1));
  cases.check("conv_transpose2d groups",
              conv_transpose2d(x2, numbers(5, {4, 3, 3, 2}), b, {3, 2}, 0, {2, 0}, 2, {1, 2}));
  cases.check("conv_transpose2d cut", conv_transpose2d(x2, numbers(5, {4, 3, 2, 2}), {}, 1, 1));
  cases.check("conv_transpose3d", conv_transpose3d(numbers(6, {1, 3, 4, 5, 6}), numbers(7, {3, 2, 2, 3, 2}), {}, 2,
                                                   {0, 1, 0}));
  cases.checkAllSeen("conv_transpose");
  cases.check("unfold", F::unfold(x2, F::UnfoldFuncOptions({2, 3}).dilation(2).padding(1).stride({2, 1})));
  cases.check("fold", F::fold(numbers(8, {2, 12, 16}), F::FoldFuncOptions({7, 6}, {2, 3}).padding({1, 0}).stride({2, 1})));
}

TEST_CASE("Pools are PyTorch's") {
  Cases cases("windows.safetensors");
  Tensor x1 = numbers(1, {2, 3, 17}), x2 = numbers(2, {2, 3, 9, 10}), x3 = numbers(3, {1, 2, 5, 6, 7});
  cases.check("max_pool1d", max_pool1d_with_indices(x1, 3, 2, 1));
  cases.check("max_pool2d", max_pool2d_with_indices(x2, 2));
  cases.check("max_pool2d padded", max_pool2d_with_indices(x2, {3, 2}, {2, 1}, {1, 1}));
  cases.check("max_pool2d dilated", max_pool2d_with_indices(x2, 3, 1, 1, 2));
  cases.check("max_pool2d ceil", max_pool2d_with_indices(x2, 3, 2, 1, 1, true));
  cases.check("max_pool2d ceil far",
              F::max_pool2d_with_indices(x2, F::MaxPool2dFuncOptions(2).stride(4).ceil_mode(true)));
  cases.check("max_pool2d unbatched", max_pool2d_with_indices(x2[0], 2));
  cases.check("max_pool3d", max_pool3d_with_indices(x3, {2, 3, 2}, 2, {1, 1, 0}));
  cases.checkAllSeen("max_pool");

  cases.check("avg_pool1d", avg_pool1d(x1, 3, 2, 1));
  cases.check("avg_pool1d uncounted", avg_pool1d(x1, 4, 3, 2, true, false));
  for (bool ceil : {false, true})
    for (bool counted : {false, true}) {
      std::string which = std::to_string(ceil) + std::to_string(counted);
      cases.check("avg_pool2d " + which, avg_pool2d(x2, 3, 2, 1, ceil, counted));
      cases.check("avg_pool2d wide " + which, avg_pool2d(x2, {2, 4}, {3, 3}, {0, 2}, ceil, counted));
    }
  cases.check("avg_pool2d divisor", avg_pool2d(x2, 3, 2, 1, true, true, 5));
  cases.check("avg_pool3d", avg_pool3d(x3, {2, 3, 3}, 2, {1, 1, 1}, true, false));
  cases.check("avg_pool3d unbatched", F::avg_pool3d(x3[0], F::AvgPool3dFuncOptions(2)));
  cases.checkAllSeen("avg_pool");

  cases.check("adaptive_avg_pool1d", adaptive_avg_pool1d(x1, 5));
  cases.check("adaptive_avg_pool2d", adaptive_avg_pool2d(x2, {4, 3}));
  cases.check("adaptive_avg_pool2d even", adaptive_avg_pool2d(x2, {3, 5}));
  cases.check("adaptive_avg_pool2d one", adaptive_avg_pool2d(x2, 1));
  cases.check("adaptive_avg_pool2d kept",
              F::adaptive_avg_pool2d(x2, F::AdaptiveAvgPool2dFuncOptions({std::nullopt, 4})));
  cases.check("adaptive_avg_pool2d larger", adaptive_avg_pool2d(x2, {12, 10}));
  cases.check("adaptive_avg_pool3d", adaptive_avg_pool3d(x3, {2, 4, 3}));
  cases.check("adaptive_max_pool1d", adaptive_max_pool1d(x1, 5));
  cases.check("adaptive_max_pool2d", adaptive_max_pool2d(x2, {4, 3}));
  cases.check("adaptive_max_pool2d even", adaptive_max_pool2d(x2, {3, 5}));
  cases.check("adaptive_max_pool3d", adaptive_max_pool3d(x3, {2, 4, 3}));
  cases.checkAllSeen("adaptive");
}

TEST_CASE("Narrow floats are summed in float32") {
  // The mean of many equal numbers is that number, which a sum in half precision would not be.
  Tensor x = full({1, 1, 64, 64}, 3.0, kHalf);
  CHECK(values(avg_pool2d(x, 64)) == Values{3});
  CHECK(values(adaptive_avg_pool2d(x, 1)) == Values{3});
  CHECK(values(conv2d(x, full({1, 1, 64, 64}, 0.125, kHalf))) == Values{1536});
  Tensor y = full({2, 3, 9}, 0.25, kBFloat16);
  CHECK(values(conv1d(y, ones({1, 3, 9}, kBFloat16))) == Values{6.75, 6.75});
  CHECK(max_pool1d(y, 3).dtype() == kBFloat16);
}

TEST_CASE("Integers convolve and pool") {
  Tensor x = arange(16).reshape({1, 1, 4, 4});
  CHECK(values(conv2d(x, ones({1, 1, 3, 3}, kLong))) == Values{45, 54, 81, 90});
  CHECK(values(max_pool2d(x, 2)) == Values{5, 7, 13, 15});
}

TEST_CASE("What does not fit is said where it is written") {
  Tensor x = zeros({1, 3, 8, 8}), w = zeros({4, 2, 3, 3});
  CHECK(complaint([&] { conv2d(x, w); }) ==
        "conv2d: input Float[1, 3, 8, 8] does not fit the weight Float[4, 2, 3, 3] of 1 groups, which takes 2 channels");
  CHECK(complaint([&] { conv2d(x, zeros({4, 3, 3})); }) == "conv2d: needs a weight of 4 dims, got Float[4, 3, 3]");
  CHECK(complaint([&] { conv2d(x, zeros({4, 3, 9, 3})); }) ==
        "conv2d: windows that span [9] elements do not fit into [8], the size with padding");
  CHECK(complaint([&] { conv2d(x, zeros({4, 3, 3, 3}), zeros({3})); }) ==
        "conv2d: bias Float[3] does not fit the 4 channels of the result");
  CHECK(complaint([&] { conv2d(x, zeros({4, 3, 3, 3}, kHalf)); }) ==
        "conv2d: Float[1, 3, 8, 8] and Half[4, 3, 3, 3] have different types: convert one with to()");
  CHECK(complaint([&] { conv2d(x, zeros({4, 3, 3, 3}), {}, 2, "same"); }) ==
        "conv2d: padding 'same' needs strides of 1, got 2");
  CHECK(complaint([&] { conv2d(x, zeros({4, 3, 3, 3}), {}, {1, 2, 3}); }) ==
        "conv2d: has 3 numbers as stride, expected 1 or 2");
  CHECK(complaint([&] { conv2d(zeros({8, 8}), w); }) ==
        "conv2d: needs an input of 4 dims [N, C, ..], or of 3 without a batch, got Float[8, 8]");
  CHECK(complaint([&] { conv_transpose2d(x, w); }) ==
        "conv_transpose2d: input Float[1, 3, 8, 8] does not fit the weight Float[4, 2, 3, 3] of 1 groups: its channels "
        "must be the weight's first size, a multiple of groups");
  CHECK(complaint([&] { max_pool2d(x, 2, 2, 2); }) ==
        "max_pool2d: padding is 2, expected at most half of the window's 2");
  CHECK(complaint([&] { avg_pool2d(x.to(kLong), 2); }) == "avg_pool2d: needs floats, got Long[1, 3, 8, 8]");
  CHECK(complaint([&] { avg_pool2d(x, 2, 2, 0, false, true, 0); }) == "avg_pool2d: divisor_override is 0");
  CHECK(complaint([&] { adaptive_avg_pool2d(x, {1, 2, 3}); }) ==
        "adaptive_avg_pool2d: has 3 numbers as output_size, expected 1 or 2");
}
