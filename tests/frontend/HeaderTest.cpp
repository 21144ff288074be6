//===- HeaderTest.cpp - The header by itself ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/tenon.h"
#include <cmath>
#include <catch2/catch.hpp>

// Nothing but the standard library and Tenon may come with it: macros of LLVM would show.
#if defined(LLVM_SUPPORT_COMPILER_H) || defined(LLVM_ATTRIBUTE_UNUSED)
#error "tenon/tenon.h includes LLVM"
#endif

namespace torch = tenon;

// Forms of programs written for PyTorch's C++ front end, which must compile as they are.

struct NetImpl : torch::nn::Module {
  torch::nn::Linear fc1{nullptr}, fc2{nullptr};
  torch::nn::Dropout drop{nullptr};
  torch::Tensor scale;

  NetImpl(int64_t in, int64_t out) {
    fc1 = register_module("fc1", torch::nn::Linear(torch::nn::LinearOptions(in, 8).bias(false)));
    fc2 = register_module("fc2", torch::nn::Linear(8, out));
    drop = register_module("drop", torch::nn::Dropout(0.5));
    scale = register_parameter("scale", torch::ones({out}, torch::dtype(torch::kFloat32)));
  }

  torch::Tensor forward(torch::Tensor x) {
    x = torch::relu(fc1->forward(x.view({x.size(0), -1})));
    x = torch::dropout(x, /*p=*/0.5, /*train=*/is_training());
    return torch::log_softmax(fc2(drop(x)) * scale, /*dim=*/1);
  }
};
TORCH_MODULE(Net);

TEST_CASE("A program of PyTorch's front end compiles and runs") {
  torch::manual_seed(1);
  torch::Device device(torch::cuda::is_available() ? torch::kCUDA : torch::kCPU);
  Net net(6, 3);
  net->to(device);
  net->eval();
  torch::NoGradGuard guard;
  auto x = torch::rand({2, 2, 3}, device);
  auto out = net->forward(x);
  CHECK(out.sizes() == torch::IntArrayRef({2, 3}));
  CHECK(out.exp().sum(1).allclose(torch::ones({2})));
  int64_t right = out.argmax(1).eq(torch::zeros({2}, torch::kLong)).sum().item<int64_t>();
  CHECK(right >= 0);
  double count = 0;
  count += x.size(0);
  CHECK(count == 2);
  for (auto &pair : net->named_parameters())
    CHECK(pair.value().defined());
  auto [best, index] = torch::max(out, 1);
  CHECK(best.size(0) == index.size(0));
  torch::nn::Sequential sequence(torch::nn::Linear(6, 4), torch::nn::ReLU(), torch::nn::Linear(4, 2));
  CHECK(sequence->forward(x.flatten(1)).size(1) == 2);
  CHECK(x.to(torch::kFloat64).scalar_type() == torch::kFloat64);
  // Sizes in the places of integers.
  int width = x.size(-1);
  std::vector<int64_t> numbers = {x.size(0), width};
  CHECK(numbers == std::vector<int64_t>{2, 3});
  CHECK(std::to_string(x.size(2)) == "3");
  CHECK(1.0 / std::sqrt(x.size(2)) == 1.0 / std::sqrt(3.0));
  for (int i = 0; i < x.size(0); ++i)
    CHECK(x[i].dim() == 2);
  CHECK(torch::tensor({{1, 2}, {3, 4}}).index({torch::indexing::Slice(), 1})[1].item().toLong() == 4);
}

TEST_CASE("One entry of a list makes function, method and both forms in place") {
  torch::Tensor x = torch::tensor({1.0, -2.0}), y = x.clone(), z = x.clone();
  torch::Tensor expected = torch::tensor({3.0, -6.0});
  CHECK(torch::add(x, x, 2).equal(expected));
  CHECK(x.add(x, 2).equal(expected));
  CHECK(y.add_(x, 2).equal(expected));
  CHECK(&torch::add_(z, x, 2) == &z);
  CHECK(z.equal(expected));
  // Without a method: PyTorch has these as functions only.
  CHECK(torch::relu6_(z).equal(torch::tensor({3.0, 0.0})));
}
