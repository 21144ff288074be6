//===- ChannelsTest.cpp - Norms and resampling against PyTorch ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Fixture.h"

using namespace tenon;
namespace F = tenon::nn::functional;

TEST_CASE("Normalization by channels is PyTorch's, with what it keeps") {
  Cases cases("windows.safetensors");
  Tensor x = numbers(1, {3, 4, 5, 6}) + 0.5, rows = numbers(6, {7, 4}), w = numbers(2, {4}), b = numbers(3, {4});
  auto check = [&](const std::string &name, auto function) {
    Tensor mean = numbers(4, {4}), variance = numbers(5, {4}) + 1.5;
    cases.check(name, function(mean, variance));
    cases.check(name + " mean", mean);
    cases.check(name + " variance", variance);
  };
  check("batch_norm eval", [&](const Tensor &mean, const Tensor &variance) {
    return F::batch_norm(x, mean, variance, F::BatchNormFuncOptions().weight(w).bias(b));
  });
  check("batch_norm train", [&](const Tensor &mean, const Tensor &variance) {
    return batch_norm(x, w, b, mean, variance, true, 0.3, 1e-3);
  });
  check("batch_norm rows", [&](const Tensor &mean, const Tensor &variance) {
    return F::batch_norm(rows, mean, variance, F::BatchNormFuncOptions().training(true));
  });
  cases.check("batch_norm untracked", batch_norm(x, w, b, {}, {}, true, 0.1, 1e-5));
  cases.check("group_norm", group_norm(x, 2, w, b));
  cases.check("group_norm plain", F::group_norm(x, F::GroupNormFuncOptions(4).eps(0.1)));
  cases.check("group_norm rows", group_norm(rows, 2, w, b));
  cases.check("instance_norm", F::instance_norm(x, F::InstanceNormFuncOptions().weight(w).bias(b)));
  check("instance_norm train", [&](const Tensor &mean, const Tensor &variance) {
    return instance_norm(x, w, b, mean, variance, true, 0.2, 1e-5);
  });
  check("instance_norm eval", [&](const Tensor &mean, const Tensor &variance) {
    return instance_norm(x, w, b, mean, variance, false, 0.1, 1e-5);
  });
  cases.check("local_response_norm", local_response_norm(x, 3, 0.5, 0.75, 2.0));
  cases.check("local_response_norm even",
              F::local_response_norm(x, F::LocalResponseNormFuncOptions(2).alpha(0.1)));
  for (const char *prefix : {"batch_norm", "group_norm", "instance_norm", "local_response_norm"})
    cases.checkAllSeen(prefix);
}

TEST_CASE("Padding is PyTorch's") {
  Cases cases("windows.safetensors");
  Tensor x1 = numbers(1, {2, 3, 7}), x2 = numbers(2, {2, 3, 5, 6}), x3 = numbers(3, {1, 2, 3, 4, 5});
  cases.check("pad constant", F::pad(x2, F::PadFuncOptions({1, 2, 0, 3}).value(2.5)));
  cases.check("pad negative", pad(x2, {-1, 2, 3, -2}));
  for (std::string mode : {"reflect", "replicate", "circular"}) {
    cases.check("pad " + mode, pad(x2, {3, 2, 1, 4}, mode));
    cases.check("pad " + mode + " 1d", pad(x1, {2, 0}, mode));
    cases.check("pad " + mode + " 3d", pad(x3, {1, 2, 0, 3, 2, 1}, mode));
  }
  cases.checkAllSeen("pad ");
  CHECK(complaint([&] { pad(x1, {7, 0}, "reflect"); }) ==
        "pad: mode 'reflect' cannot pad dim 2 of Float[2, 3, 7] by 7: it needs 8 elements or more");
  CHECK(complaint([&] { pad(x1, {1}); }) ==
        "pad: has 1 numbers, expected a pair for each of at most 3 dims of Float[2, 3, 7]");
  CHECK(complaint([&] { reflection_pad2d(x1, {1, 1}); }) == "reflection_pad2d: has 2 numbers, expected 4");
}

TEST_CASE("Images at other sizes are PyTorch's") {
  Cases cases("windows.safetensors");
  Tensor x1 = numbers(1, {2, 3, 7}), x2 = numbers(2, {2, 3, 5, 6}), x3 = numbers(3, {1, 2, 3, 4, 5});
  using Options = F::InterpolateFuncOptions;
  using Factors = std::vector<double>;
  cases.check("nearest twice", F::interpolate(x2, Options().scale_factor(Factors{2})));
  cases.check("nearest size", upsample_nearest2d(x2, {7, 4}));
  cases.check("nearest factor", F::interpolate(x1, Options().scale_factor(Factors{1.7})));
  cases.check("nearest recomputed",
              F::interpolate(x1, Options().scale_factor(Factors{1.7}).recompute_scale_factor(true)));
  cases.check("nearest half", F::interpolate(x3, Options().scale_factor(Factors{0.5, 2, 1.5})));
  cases.check("nearest exact", F::interpolate(x2, Options().size(Sizes{7, 4}).mode(kNearestExact)));
  cases.checkAllSeen("nearest");
  for (bool align : {false, true}) {
    std::string which = std::to_string(align);
    Options bilinear = Options().mode(kBilinear).align_corners(align), bicubic = bilinear;
    bicubic.mode(kBicubic);
    cases.check("linear " + which, upsample_linear1d(x1, 10, align));
    cases.check("bilinear twice " + which, F::interpolate(x2, Options(bilinear).scale_factor(Factors{2})));
    cases.check("bilinear size " + which, upsample_bilinear2d(x2, {8, 3}, align));
    cases.check("bilinear factor " + which, F::interpolate(x2, Options(bilinear).scale_factor(Factors{1.7, 0.6})));
    cases.check("bilinear same " + which, F::interpolate(x2, Options(bilinear).size(Sizes{5, 9})));
    cases.check("bilinear one " + which, F::interpolate(x2, Options(bilinear).size(Sizes{1, 1})));
    cases.check("bicubic " + which, F::interpolate(x2, Options(bicubic).size(Sizes{9, 4})));
    cases.check("bicubic factor " + which, F::interpolate(x2, Options(bicubic).scale_factor(Factors{1.7})));
    cases.check("trilinear " + which, upsample_trilinear3d(x3, {5, 3, 7}, align));
  }
  for (const char *prefix : {"linear", "bilinear", "bicubic", "trilinear"})
    cases.checkAllSeen(prefix);
  cases.check("area", F::interpolate(x2, Options().size(Sizes{3, 4}).mode(kArea)));
  cases.check("pixel_shuffle", pixel_shuffle(numbers(4, {2, 12, 3, 2}), 2));
  cases.check("pixel_unshuffle", pixel_unshuffle(numbers(4, {2, 3, 6, 4}), 2));
  cases.check("channel_shuffle", channel_shuffle(numbers(4, {2, 6, 3, 2}), 3));
  CHECK(complaint([&] { F::interpolate(x1, Options().size(Sizes{4}).mode(kBilinear)); }) ==
        "interpolate: mode kBilinear is for inputs of 4 dims, got 3");
  CHECK(complaint([&] { F::interpolate(x1); }) == "interpolate: give either size or scale_factor");
}
