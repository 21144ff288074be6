//===- module.cpp - A network as a module ---------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Defines a network, looks at what it holds, runs it, saves its weights and
// loads them into another one: `module WEIGHTS.safetensors`.

#include "tenon/tenon.h"
#include <iostream>

using namespace tenon;

/// A linear layer whose result is added to what it was given.
struct BlockImpl : nn::Module {
  nn::LayerNorm norm{nullptr};
  nn::Linear linear{nullptr};

  explicit BlockImpl(int64_t width) {
    norm = register_module("norm", nn::LayerNorm(nn::LayerNormOptions({width})));
    linear = register_module("linear", nn::Linear(width, width));
  }

  Tensor forward(const Tensor &x) { return x + relu(linear(norm(x))); }
};
TENON_MODULE(Block);

struct ClassifierImpl : nn::Module {
  nn::Linear first{nullptr}, last{nullptr};
  std::vector<Block> blocks;
  Tensor scale;

  ClassifierImpl() {
    first = register_module("first", nn::Linear(4, 8));
    for (int i = 0; i < 2; ++i)
      blocks.push_back(register_module("block" + std::to_string(i), Block(8)));
    last = register_module("last", nn::Linear(nn::LinearOptions(8, 3).bias(false)));
    scale = register_buffer("scale", tensor({10.0}));
  }

  Tensor forward(Tensor x) {
    x = first(x / scale);
    for (Block &block : blocks)
      x = block(x);
    return softmax(last(x), -1);
  }
};
TENON_MODULE(Classifier);

int main(int argc, char **argv) {
  const std::string path = argc > 1 ? argv[1] : "module.safetensors";
  manual_seed(1);
  Classifier net;
  net->eval();
  std::cout << net << "\n\n";
  for (const auto &entry : net->named_parameters())
    std::cout << entry.key() << ' ' << entry.value().sizes() << '\n';

  Tensor flowers = tensor({5.1, 3.5, 1.4, 0.2, 6.3, 3.3, 6.0, 2.5}).reshape({2, 4});
  Tensor scores = net(flowers);
  std::cout << "\nscores =\n" << scores << '\n';

  save(net, path);
  Classifier other; // with other random weights
  other->eval();
  std::cout << "another network agrees: " << std::boolalpha << other(flowers).equal(scores) << '\n';
  load(other, path);
  std::cout << "with the saved weights: " << other(flowers).equal(scores) << '\n';

  try {
    load(Block(8), path);
  } catch (const Error &error) {
    std::cout << error.what() << '\n';
  }
}
