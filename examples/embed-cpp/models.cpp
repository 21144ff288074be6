//===- models.cpp - The two halves of an autoencoder ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// One file may define several models: `tenonc compile models.cpp:encoder`.

#include "tenon/tenon.h"

using namespace tenon;

static nn::Sequential layers(int64_t from, int64_t to) {
  return nn::Sequential(nn::Linear(from, 128), nn::Tanh(), nn::Linear(128, to));
}

TENON_MODEL(encoder, layers(32, 4), {input("signal", kFloat32, {Dim("batch"), 32})}, {"code"});
TENON_MODEL(decoder, layers(4, 32), {input("code", kFloat32, {Dim("batch"), 4})}, {"signal"});
