//===- ViewTest.cpp - Writes through tensors and their views -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Expect.h"

using namespace tenon;
using namespace tenon::indexing;

TEST_CASE("Copies of a handle share the tensor, clones do not") {
  Tensor a = zeros({2}), b = a, c = a.clone();
  a.add_(1);
  CHECK(values(b) == Values{1, 1});
  CHECK(values(c) == Values{0, 0});
}

TEST_CASE("What was computed before a write keeps its values") {
  Tensor a = tensor({1.0, 2.0}), sum = a + 1;
  a.mul_(10);
  CHECK(values(sum) == Values{2, 3});
  a.data_ptr<float>()[0] = -1;
  CHECK(values(a) == Values{-1, 20});
  Tensor product = a * 2;
  a.data_ptr<float>()[0] = 5;
  CHECK(values(product) == Values{-2, 40});
}

TEST_CASE("Writes go through every kind of view") {
  Tensor a = zeros({2, 3});
  a[0] = 1;
  CHECK(values(a) == Values{1, 1, 1, 0, 0, 0});
  a[1][2] = 5;
  CHECK(values(a) == Values{1, 1, 1, 0, 0, 5});
  a.t()[0] = tensor({7.0, 8.0});
  CHECK(values(a) == Values{7, 1, 1, 8, 0, 5});
  a.view({-1}).slice(0, 0, 6, 2).mul_(2);
  CHECK(values(a) == Values{14, 1, 2, 8, 0, 5});
  a.index_put_({Slice(), 1}, -1);
  CHECK(values(a) == Values{14, -1, 2, 8, -1, 5});
  a.index_put_({a < 0}, 0);
  CHECK(values(a) == Values{14, 0, 2, 8, 0, 5});
  a.narrow(1, 1, 2).fill_(3);
  CHECK(values(a) == Values{14, 3, 3, 8, 3, 3});
  a.unsqueeze(0).squeeze(0).permute({1, 0}).zero_();
  CHECK(values(a) == Values{0, 0, 0, 0, 0, 0});
}

TEST_CASE("A view sees what is written to its base, and to views beside it") {
  Tensor a = arange(6).view({2, 3}).clone(), row = a[1], flat = a.view({-1}), tail = flat.slice(0, 3);
  a.add_(10);
  CHECK(values(row) == Values{13, 14, 15});
  flat[4] = 0;
  CHECK(values(row) == Values{13, 0, 15});
  CHECK(values(tail) == Values{13, 0, 15});
  row.mul_(2);
  CHECK(values(a) == Values{10, 11, 12, 26, 0, 30});
}

TEST_CASE("What cannot be written is refused") {
  Tensor a = ones({2, 1}), i = ones({2}, kLong);
  CHECK(complaint([&] { a.expand({2, 3}).zero_(); }) ==
        "a tensor whose elements repeat (expand) cannot be written to: write to a clone()");
  CHECK(complaint([&] { i.add_(1.5); }) == "in-place: the result Float[2] cannot be written into Long[2]");
  CHECK(complaint([&] { a.add_(ones({2, 3})); }) == "in-place: the result Float[2, 3] does not fit into Float[2, 1]");
}
