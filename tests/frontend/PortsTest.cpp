//===- PortsTest.cpp - Programs of PyTorch's front end -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Fixture.h"

// For its network. A main of another name would have to return something: it runs in a program of its own (mnist.test).
#pragma clang diagnostic ignored "-Wreturn-type"
#define main unusedMain
#include "ports/mnist.cpp"
#undef main

namespace {

/// The network with the weights that the fixture was made with.
Net fixtureNet(tenon::ScalarType dtype = tenon::kFloat) {
  Net net;
  net->to(dtype);
  auto set = [](tenon::Tensor to, const tenon::Tensor &values) { to.copy_(values); };
  set(net->conv->weight, numbers(1, {16, 1, 3, 3}));
  set(net->bn->weight, numbers(2, {16}) + 1.5);
  set(net->bn->bias, numbers(3, {16}));
  set(net->bn->running_mean, numbers(4, {16}));
  set(net->bn->running_var, numbers(5, {16}) + 1.5);
  set(net->fc->weight, numbers(6, {10, 16 * 14 * 14}) / 64);
  set(net->fc->bias, numbers(7, {10}));
  return net;
}

} // namespace

TEST_CASE("The network of the digits computes what PyTorch's does") {
  Cases cases("mnist.safetensors");
  for (tenon::ScalarType dtype : {tenon::kFloat, tenon::kDouble}) {
    double limit = dtype == tenon::kFloat ? 1e-6 : 1e-14;
    auto check = [&](const std::string &name, const tenon::Tensor &got) {
      CHECK(got.dtype() == dtype);
      cases.check(name, got.to(tenon::kDouble), limit);
    };
    Net net = fixtureNet(dtype);
    tenon::Tensor x = numbers(8, {3, 1, 28, 28}).to(dtype);
    net->eval();
    check("eval", net->forward(x));
    // Batch norm as in training; what drops out is random.
    net->bn->train();
    check("train", net->forward(x));
    check("running_mean", net->bn->running_mean);
    check("running_var", net->bn->running_var);
    CHECK(net->bn->num_batches_tracked.item<int64_t>() == 1);
    net->eval();
    check("eval after training", net->forward(x));
  }
  cases.checkAllSeen("");
}

TEST_CASE("The network of the digits is traced with any number of images") {
  Net net = fixtureNet();
  net->eval();
  tenon::Graph graph = tenon::trace(net, {tenon::input("x", tenon::kFloat32, {tenon::Dim("batch"), 1, 28, 28})});
  tenon::Tensor x = numbers(8, {3, 1, 28, 28});
  CHECK(distance(tenon::compile(graph)({x})[0], net->forward(x)) <= 1e-6);
}
