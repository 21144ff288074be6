//===- compile.cpp - From a network to a program --------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Traces a network for any batch, saves the graph, compiles it for this process
// and to a program on disk: `compile FOLDER`.

#include "tenon/tenon.h"
#include <iostream>

using namespace tenon;

int main(int argc, char **argv) {
  const std::string folder = argc > 1 ? argv[1] : ".";
  manual_seed(1);
  nn::Sequential net(nn::Linear(4, 8), nn::ReLU(), nn::Linear(8, 2));
  net->eval();

  // A symbolic size stands for any number; all that depends on it stays an expression.
  Graph graph = trace(net, {input("x", kFloat32, {Dim("batch"), 4})}, {"scores"});
  std::cout << graph << '\n';
  graph.save(folder + "/net.mlir"); // and its weights, net.safetensors

  Program program = compile(graph, CompileOptions().name("net").output(folder + "/net"));
  for (int64_t batch : {1, 3}) {
    Tensor x = rand({batch, 4});
    Tensor scores = program({x}).front();
    std::cout << "batch " << batch << ": " << scores.sizes() << ", as the network says: " << std::boolalpha
              << allclose(scores, net->forward(x)) << '\n';
  }

  // What a graph cannot hold is refused where it is written.
  try {
    trace([](const Tensor &x) { return x.sum().item<float>() > 0 ? x : -x; }, {input("x", kFloat32, {4})});
  } catch (const Error &error) {
    std::cout << error.what() << '\n';
  }
}
