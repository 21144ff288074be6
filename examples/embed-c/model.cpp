//===- model.cpp - A small classifier -------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/tenon.h"

using namespace tenon;

struct ClassifierImpl : nn::Module {
  nn::Linear hidden = register_module("hidden", nn::Linear(64, 512));
  nn::Linear output = register_module("output", nn::Linear(512, 3));

  Tensor forward(const Tensor &x) { return softmax(output(relu(hidden(x))), -1); }
};
TENON_MODULE(Classifier);

TENON_MODEL(classifier, Classifier(), {input("x", kFloat32, {Dim("batch"), 64})}, {"scores"});
