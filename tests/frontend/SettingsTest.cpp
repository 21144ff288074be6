//===- SettingsTest.cpp - Devices, options and switches ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Expect.h"

namespace torch = tenon;
using namespace tenon;

TEST_CASE("Devices are named as in PyTorch, and only the CPU is there") {
  torch::Device device(torch::cuda::is_available() ? torch::kCUDA : torch::kCPU);
  CHECK(device.is_cpu());
  CHECK(torch::cuda::device_count() == 0);
  CHECK(Device("cuda:1") == Device(kCUDA, 1));
  CHECK(Device("cuda:1").str() == "cuda:1");
  CHECK(!Device("cpu").has_index());
  CHECK(complaint([] { Device("tpu"); }) == "Device: 'tpu' is no device: use cpu, cuda or cuda:0");
  CHECK(complaint([] { zeros({2}, kCUDA); }) == "device cuda is not there: this version of Tenon has the CPU only, "
                                                "tenon::cuda::is_available() is false");
  CHECK(complaint([] { ones({2}).to("cuda:0"); }).find("device cuda:0 is not there") == 0);
  CHECK(complaint([] { nn::Linear(1, 1)->to(kCUDA); }).find("device cuda is not there") == 0);
  CHECK(complaint([] { torch::cuda::synchronize(); }) != "");
  torch::cuda::manual_seed(1);
}

TEST_CASE("Options of tensors chain, and say what is set") {
  auto options = torch::TensorOptions().dtype(torch::kFloat64).layout(torch::kStrided).device(torch::kCPU).requires_grad(true);
  CHECK(options.dtype() == kDouble);
  CHECK(options.requires_grad());
  CHECK(options.layout() == kStrided);
  CHECK(zeros({1}, options).dtype() == kDouble);
  CHECK(!TensorOptions().has_dtype());
  CHECK(!TensorOptions().has_device());
  CHECK(TensorOptions().dtype() == kFloat);
  CHECK(torch::device(torch::kCPU).dtype(torch::kLong).has_device());
  CHECK(torch::requires_grad().requires_grad());
  CHECK(torch::dtype(kLong).merge_in(torch::device("cpu")).dtype() == kLong);
  CHECK(torch::dtype(kLong).merge_in(kHalf).dtype() == kHalf);
  CHECK(torch::TensorOptions().device(torch::kCUDA, 1).device_index() == 1);
  Tensor like = ones({2}, kHalf);
  CHECK(zeros({3}, like.options()).dtype() == kHalf);
}

TEST_CASE("The switches of derivatives are given back") {
  CHECK(GradMode::is_enabled());
  {
    torch::NoGradGuard guard;
    CHECK(!GradMode::is_enabled());
    torch::AutoGradMode inner(true);
    CHECK(GradMode::is_enabled());
  }
  CHECK(GradMode::is_enabled());
  {
    torch::InferenceMode guard;
    CHECK(InferenceMode::is_enabled());
    CHECK(!GradMode::is_enabled());
  }
  CHECK(!InferenceMode::is_enabled());
  CHECK(GradMode::is_enabled());
}

TEST_CASE("Derivatives are asked for before there are any") {
  Tensor x = ones({2});
  CHECK(!x.requires_grad());
  CHECK(x.requires_grad_().requires_grad());
  CHECK(!x.set_requires_grad(false).requires_grad());
  nn::Linear linear(1, 1);
  CHECK(linear->weight.requires_grad());
  for (auto &parameter : linear->parameters())
    parameter.set_requires_grad(false);
  CHECK(!linear->weight.requires_grad());
  CHECK(complaint([&] { ones({1}, kLong).requires_grad_(); }) == "requires_grad_: only floats have derivatives, not Long[1]");
  CHECK(complaint([&] { x.sum().backward(); }) ==
        "backward: derivatives come with training, which this version of Tenon does not have");
  CHECK(complaint([&] { x.grad(); }) != "");
}

TEST_CASE("Values do not depend on the number of threads") {
  int before = get_num_threads();
  CHECK(before >= 1);
  Tensor x = randn({300, 200}), y = randn({200, 500});
  set_num_threads(1);
  CHECK(get_num_threads() == 1);
  Tensor alone = matmul(x, y).exp();
  alone.data_ptr<float>();
  set_num_threads(3);
  CHECK(get_num_threads() == 3);
  CHECK(equal(matmul(x, y).exp(), alone));
  CHECK(complaint([] { set_num_threads(0); }) == "set_num_threads: the number of threads is 0, expected 1 or more");
  set_num_threads(before);
}
