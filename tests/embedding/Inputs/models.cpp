//===- models.cpp - Three small models for the tests of embedding ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Large enough that several threads share a run, small enough for valgrind.

#include "tenon/tenon.h"

using namespace tenon;

static nn::Sequential layers() { return nn::Sequential(nn::Linear(32, 64), nn::GELU(), nn::Linear(64, 16)); }

static Tensor attend(const Tensor &x) { return scaled_dot_product_attention(x, x, x); }

static Tensor statistics(const Tensor &x) { return cat({softmax(x, -1), x.sum(-1, true), exp(-x)}, -1); }

TENON_MODEL(first, layers(), {input("x", kFloat32, {Dim("batch"), 32})});
TENON_MODEL(second, attend, {input("x", kFloat32, {Dim("batch"), 2, Dim("length"), 8})});
TENON_MODEL(third, statistics, {input("x", kFloat32, {Dim("rows"), 24})});
