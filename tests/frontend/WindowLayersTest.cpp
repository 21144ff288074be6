//===- WindowLayersTest.cpp - Modules of convolutions, pools and norms -===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Fixture.h"

using namespace tenon;

namespace {

/// A layer's line in the tree, without the name space and the number of parameters.
template <typename Module> std::string line(const Module &module) {
  std::ostringstream stream;
  module->pretty_print(stream);
  std::string text = stream.str();
  return text.substr(text.find("nn::") + 4);
}

} // namespace

TEST_CASE("Layers print as PyTorch's") {
  CHECK(line(nn::Conv2d(nn::Conv2dOptions(1, 16, 3).padding(1).bias(false))) ==
        "Conv2d(1, 16, kernel_size=[3, 3], stride=[1, 1], padding=[1, 1], bias=false)");
  CHECK(line(nn::Conv1d(nn::Conv1dOptions(4, 6, 3).dilation(2).groups(2).padding_mode(kReflect))) ==
        "Conv1d(4, 6, kernel_size=3, stride=1, dilation=2, groups=2, padding_mode=kReflect)");
  CHECK(line(nn::Conv3d(nn::Conv3dOptions(1, 2, {1, 2, 3}).padding(kSame))) ==
        "Conv3d(1, 2, kernel_size=[1, 2, 3], stride=[1, 1, 1], padding='same')");
  CHECK(line(nn::ConvTranspose2d(nn::ConvTranspose2dOptions(3, 4, 2).stride(2).output_padding(1))) ==
        "ConvTranspose2d(3, 4, kernel_size=[2, 2], stride=[2, 2], output_padding=[1, 1])");
  CHECK(line(nn::MaxPool2d(nn::MaxPool2dOptions({3, 2}).stride({2, 2}))) ==
        "MaxPool2d(kernel_size=[3, 2], stride=[2, 2], padding=[0, 0], dilation=[1, 1], ceil_mode=false)");
  CHECK(line(nn::AvgPool1d(3)) == "AvgPool1d(kernel_size=3, stride=3, padding=0)");
  CHECK(line(nn::AdaptiveAvgPool2d(nn::AdaptiveAvgPool2dOptions({5, std::nullopt}))) ==
        "AdaptiveAvgPool2d(output_size=[5, None])");
  CHECK(line(nn::AdaptiveAvgPool2d(1)) == "AdaptiveAvgPool2d(output_size=[1, 1])");
  CHECK(line(nn::BatchNorm2d(16)) == "BatchNorm2d(16, eps=1e-05, momentum=0.1, affine=true, track_running_stats=true)");
  CHECK(line(nn::BatchNorm1d(nn::BatchNorm1dOptions(4).momentum(std::nullopt).affine(false))) ==
        "BatchNorm1d(4, eps=1e-05, momentum=None, affine=false, track_running_stats=true)");
  CHECK(line(nn::InstanceNorm1d(3)) ==
        "InstanceNorm1d(3, eps=1e-05, momentum=0.1, affine=false, track_running_stats=false)");
  CHECK(line(nn::GroupNorm(2, 4)) == "GroupNorm(2, 4, eps=1e-05, affine=true)");
  CHECK(line(nn::LocalResponseNorm(5)) == "LocalResponseNorm(5, alpha=0.0001, beta=0.75, k=1)");
  CHECK(line(nn::Upsample(nn::UpsampleOptions().scale_factor(std::vector<double>{2, 2}).mode(kBilinear))) ==
        "Upsample(scale_factor=[2, 2], mode=kBilinear)");
  CHECK(line(nn::PixelShuffle(2)) == "PixelShuffle(upscale_factor=2)");
  CHECK(line(nn::ReflectionPad2d(1)) == "ReflectionPad2d(padding=[1, 1, 1, 1])");
  CHECK(line(nn::ZeroPad2d(nn::ZeroPad2dOptions({1, 2, 3, 4}))) == "ZeroPad2d(padding=[1, 2, 3, 4])");
  CHECK(line(nn::ConstantPad1d(2, 0.5)) == "ConstantPad1d(padding=[2, 2], value=0.5)");
  CHECK(line(nn::Unfold(3)) == "Unfold(kernel_size=[3, 3], dilation=[1, 1], padding=[0, 0], stride=[1, 1])");
}

TEST_CASE("Convolutions have weights of the sizes and the spread of PyTorch's") {
  nn::Conv2d conv(nn::Conv2dOptions(8, 16, {3, 5}).groups(4));
  CHECK(sizes(conv->weight) == Sizes{16, 2, 3, 5});
  CHECK(sizes(conv->bias) == Sizes{16});
  double bound = 1 / std::sqrt(2.0 * 3 * 5), largest = conv->weight.abs().max().item<double>();
  CHECK(largest <= bound);
  CHECK(largest > 0.9 * bound);
  nn::ConvTranspose2d transposed(nn::ConvTranspose2dOptions(8, 16, 3).groups(4).bias(false));
  CHECK(sizes(transposed->weight) == Sizes{8, 4, 3, 3});
  CHECK(transposed->named_parameters().keys() == std::vector<std::string>{"weight"});
  CHECK(complaint([] { nn::Conv2d(nn::Conv2dOptions(3, 4, 3).groups(2)); }) ==
        "Conv: 3 and 4 channels must be multiples of 2 groups");
}

TEST_CASE("Layers compute what their functions do") {
  Tensor x = numbers(1, {2, 4, 7, 8});
  nn::Conv2d conv(nn::Conv2dOptions(4, 6, 3).stride(2).padding({1, 2}));
  CHECK(equal(conv(x), conv2d(x, conv->weight, conv->bias, 2, {1, 2})));
  nn::Conv2d circular(nn::Conv2dOptions(4, 6, 3).padding(1).padding_mode(kCircular));
  CHECK(equal(circular(x), conv2d(pad(x, {1, 1, 1, 1}, "circular"), circular->weight, circular->bias)));
  nn::Conv2d same(nn::Conv2dOptions(4, 6, 4).padding(kSame).padding_mode(kReplicate));
  CHECK(sizes(same(x)) == Sizes{2, 6, 7, 8});
  nn::ConvTranspose2d transposed(nn::ConvTranspose2dOptions(4, 2, 3).stride(2));
  CHECK(sizes(transposed(x)) == Sizes{2, 2, 15, 17});
  CHECK(sizes(transposed->forward(x, Sizes{16, 18})) == Sizes{2, 2, 16, 18});
  CHECK(complaint([&] { transposed->forward(x, Sizes{17, 18}); }) ==
        "tenon::nn::ConvTranspose2d: output_size is 17, expected 15 to 16 for an input of 7");
  nn::MaxPool2d pool(2);
  auto [values, places] = pool->forward_with_indices(x);
  CHECK(equal(values, pool(x)));
  CHECK(equal(x.flatten(2).gather(2, places.flatten(2)), values.flatten(2)));
  CHECK(sizes(nn::AdaptiveAvgPool2d(nn::AdaptiveAvgPool2dOptions({std::nullopt, 3}))(x)) == Sizes{2, 4, 7, 3});
  CHECK(sizes(nn::Upsample(nn::UpsampleOptions().scale_factor(std::vector<double>{2}))(x)) == Sizes{2, 4, 14, 16});
  CHECK(sizes(nn::PixelShuffle(2)(x)) == Sizes{2, 1, 14, 16});
  CHECK(sizes(nn::ReflectionPad2d(nn::ReflectionPad2dOptions({1, 2, 0, 3}))(x)) == Sizes{2, 4, 10, 11});
  CHECK(nn::ConstantPad2d(1, 2.5)(x)[0][0][0][0].item<float>() == 2.5f);
  CHECK(nn::GroupNorm(2, 4)(x).allclose(group_norm(x, 2)));
}

TEST_CASE("Batch norm keeps statistics in training and uses them in evaluation") {
  Tensor first = numbers(1, {5, 3, 4, 4}), second = numbers(2, {6, 3, 4, 4}) * 2.0 + 1.0;
  nn::BatchNorm2d norm(nn::BatchNorm2dOptions(3).momentum(0.5));
  CHECK(norm->named_buffers().keys() == std::vector<std::string>{"running_mean", "running_var", "num_batches_tracked"});
  // The registered tensors change, not only the members.
  Tensor seen = norm->named_buffers()["running_mean"];
  norm(first);
  CHECK(seen.allclose(first.mean({0, 2, 3}) * 0.5));
  CHECK(norm->running_var.allclose(first.var({0, 2, 3}) * 0.5 + 0.5));
  norm(second);
  CHECK(seen.allclose(first.mean({0, 2, 3}) * 0.25 + second.mean({0, 2, 3}) * 0.5));
  CHECK(norm->num_batches_tracked.item<int64_t>() == 2);
  norm->eval();
  Tensor mean = seen.clone();
  Tensor expected = (first - mean.view({1, 3, 1, 1})) / (norm->running_var.view({1, 3, 1, 1}) + 1e-5).sqrt();
  CHECK(norm(first).allclose(expected, 1e-5, 1e-5));
  CHECK(equal(seen, mean));
  norm->reset_running_stats();
  CHECK(values(norm->running_var) == Values{1, 1, 1});

  nn::BatchNorm2d average(nn::BatchNorm2dOptions(3).momentum(std::nullopt));
  average(first);
  average(second);
  CHECK(average->running_mean.allclose((first.mean({0, 2, 3}) + second.mean({0, 2, 3})) / 2, 1e-5, 1e-6));

  nn::BatchNorm1d rows(nn::BatchNorm1dOptions(4).track_running_stats(false));
  rows->eval();
  Tensor x = numbers(3, {9, 4});
  CHECK(rows(x).mean(0).abs().max().item<double>() < 1e-6);
  CHECK(complaint([&] { nn::BatchNorm2d(4)(x); }) == "tenon::nn::BatchNorm2d: expected an input of 4 dims, got 2");
  CHECK(complaint([&] { nn::BatchNorm1d(4)(x.slice(0, 0, 1)); }) ==
        "batch_norm: needs more than 1 value per channel in training, got Float[1, 4]");
}

TEST_CASE("Layers are cloned") {
  nn::Conv2d conv(2, 3, 3);
  auto copy = std::dynamic_pointer_cast<nn::Conv2dImpl>(conv->clone());
  REQUIRE(copy);
  CHECK(equal(copy->weight, conv->weight));
  conv->weight.zero_();
  CHECK(copy->weight.abs().max().item<float>() > 0);
  nn::BatchNorm2d norm(3);
  norm(numbers(1, {2, 3, 4, 4}));
  auto other = std::dynamic_pointer_cast<nn::BatchNorm2dImpl>(norm->clone());
  CHECK(equal(other->running_var, norm->running_var));
  norm->reset_running_stats();
  CHECK(!equal(other->running_var, norm->running_var));
}

TEST_CASE("Layers are traced with symbolic sizes") {
  struct NetImpl : nn::Module {
    nn::Conv2d conv = register_module("conv", nn::Conv2d(nn::Conv2dOptions(3, 8, 3).stride(2).padding(1)));
    nn::ConvTranspose2d up = register_module("up", nn::ConvTranspose2d(nn::ConvTranspose2dOptions(8, 4, 2).stride(2)));

    Tensor forward(Tensor x) {
      x = nn::functional::pad(x, nn::functional::PadFuncOptions({1, 1, 1, 1}).mode(kReflect));
      x = relu(conv->forward(x));
      Tensor y = interpolate(up->forward(x));
      y = adaptive_avg_pool2d(y, {5, 3});
      return cat({y.flatten(1), adaptive_avg_pool2d(x, 1).flatten(1), avg_pool2d(x, 3, 2, 1, true).flatten(2).sum(2)},
                 1);
    }
    Tensor interpolate(const Tensor &x) {
      using Options = nn::functional::InterpolateFuncOptions;
      return nn::functional::interpolate(
          x, Options().scale_factor(std::vector<double>{1.5}).mode(kBilinear).align_corners(false));
    }
  };
  auto net = std::make_shared<NetImpl>();
  net->eval();
  Graph graph =
      trace(nn::ModuleHolder<NetImpl>(net), {input("x", kFloat32, {Dim("batch"), 3, Dim("height"), Dim("width")})});
  auto compiled = compile(graph);
  for (Sizes size : {Sizes{1, 3, 9, 12}, Sizes{2, 3, 16, 7}, Sizes{3, 3, 5, 31}}) {
    Tensor x = numbers(1, size);
    CHECK(distance(compiled({x})[0], net->forward(x)) <= 1e-6);
  }
}
