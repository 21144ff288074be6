//===- model.cpp - The classic network for images of digits ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/tenon.h"

using namespace tenon;

struct MlpImpl : nn::Module {
  nn::Flatten flatten;
  nn::Sequential layers{nullptr};

  MlpImpl() {
    layers = register_module("layers", nn::Sequential(nn::Linear(784, 512), nn::ReLU(), nn::Linear(512, 512),
                                                      nn::ReLU(), nn::Linear(512, 10)));
  }

  Tensor forward(const Tensor &images) { return layers->forward(flatten->forward(images)); }
};
TENON_MODULE(Mlp);

TENON_MODEL(mlp, Mlp(), {input("image", kFloat32, {Dim("batch"), 1, 28, 28})});
