//===- mnist.cpp - A script of PyTorch's C++ front end -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// As a user of PyTorch has it, without the lines that train and load data. The header and the namespace are Tenon's,
// nothing else is changed.

#include <tenon/tenon.h>
namespace torch = tenon;

#include <cstdio>
#include <iostream>

struct NetImpl : torch::nn::Module {
  torch::nn::Conv2d conv{nullptr};
  torch::nn::BatchNorm2d bn{nullptr};
  torch::nn::Linear fc{nullptr};

  NetImpl() {
    conv = register_module("conv", torch::nn::Conv2d(torch::nn::Conv2dOptions(1, 16, 3).padding(1).bias(false)));
    bn = register_module("bn", torch::nn::BatchNorm2d(16));
    fc = register_module("fc", torch::nn::Linear(16 * 14 * 14, 10));
  }

  torch::Tensor forward(torch::Tensor x) {
    x = torch::max_pool2d(torch::relu(bn(conv(x))), 2).view({x.size(0), -1});
    return fc(torch::dropout(x, 0.25, is_training()));
  }
};
TORCH_MODULE(Net);

int main(int, char **) {
  torch::manual_seed(1);
  Net net;
  torch::Device device(torch::cuda::is_available() ? torch::kCUDA : torch::kCPU);
  net->to(device);
  for (int epoch = 0; epoch < 3; ++epoch) {
    net->train();
    torch::save(net, "net.safetensors");
  }
  torch::NoGradGuard guard;
  net->eval();
  std::cout << net->forward(torch::zeros({1, 1, 28, 28}, device)).softmax(1) << "\n";
}
