//===- IndexingTest.cpp - Writes by index, orders, and what they refuse ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Expect.h"

using namespace tenon;
using namespace tenon::indexing;

TEST_CASE("What is assigned to a selection goes into the tensor") {
  Tensor a = arange(6).reshape({2, 3}).clone(), rows = tensor({1, 1}), columns = tensor({0, 2});
  a.index({a < 2}) = -1;
  CHECK(values(a) == Values{-1, -1, 2, 3, 4, 5});
  a.index({rows, columns}) = tensor({7, 8});
  CHECK(values(a) == Values{-1, -1, 2, 7, 4, 8});
  a[tensor({true, false})] = 0;
  CHECK(values(a) == Values{0, 0, 0, 7, 4, 8});
  a[1].index({columns}) = 9;
  CHECK(values(a) == Values{0, 0, 0, 9, 4, 9});
  // What is selected is a copy by itself.
  Tensor selected = a.index({columns.slice(0, 0, 1)});
  selected.fill_(5);
  CHECK(values(a) == Values{0, 0, 0, 9, 4, 9});
}

TEST_CASE("Writes by index are seen through every alias") {
  Tensor a = zeros({3, 2}), column = a.t()[1], flat = a.view({-1});
  column.index_put_({tensor({0, 2})}, tensor({1.0, 2.0}));
  CHECK(values(a) == Values{0, 1, 0, 0, 0, 2});
  flat.scatter_(0, tensor({0, 4}), 3);
  CHECK(values(a) == Values{3, 1, 0, 0, 3, 2});
  a.index_add_(0, tensor({0, 0}), ones({2, 2}));
  CHECK(values(column) == Values{3, 0, 2});
  a.t().index_fill_(0, tensor({0}), -1);
  CHECK(values(flat) == Values{-1, 3, -1, 0, -1, 2});
  flat.put_(tensor({-1}), tensor({9.0}));
  a.select(1, 0).masked_scatter_(tensor({true, false, true}), tensor({4.0, 5.0, 6.0}));
  CHECK(values(a) == Values{4, 3, -1, 0, 5, 9});
  a.narrow(0, 1, 2).cumsum_(0);
  CHECK(values(flat) == Values{4, 3, -1, 0, 4, 9});
}

TEST_CASE("Where several updates meet, the last one stays, and sums have all") {
  Tensor at = tensor({1, 1, 1}), by = tensor({1.0, 2.0, 3.0});
  CHECK(values(zeros({2}).index_put_({at}, by)) == Values{0, 3});
  CHECK(values(zeros({2}).index_put_({at}, by, true)) == Values{0, 6});
  CHECK(values(zeros({2}).scatter(0, at, by, "multiply")) == Values{0, 0});
  CHECK(values(ones({2}).scatter(0, at, by, "multiply")) == Values{1, 6});
  CHECK(values(tensor({false, true}).index_put_({at}, tensor(true), true)) == Values{0, 1});
}

TEST_CASE("Indices that are not known yet are clamped where they read and left out where they write") {
  auto at = [] { return tensor({0, 1, 5, -9}) + 0; };
  Tensor a = tensor({10.0, 20.0});
  CHECK(values(a.index({at()})) == Values{10, 20, 20, 10});
  CHECK(values(a.index_select(0, tensor({3}) + 0)) == Values{20});
  CHECK(values(a.clone().index_put_({at()}, -1)) == Values{-1, -1});
  CHECK(values(zeros({2, 2}).index_put_({at(), at()}, 1)) == Values{1, 0, 0, 1});
  CHECK(values(zeros({2}).index_add_(0, at(), ones({4}))) == Values{1, 1});
}

TEST_CASE("Known indices that are out of range are refused") {
  Tensor a = zeros({2, 3});
  std::string message = "index 2 is out of range for a dim of size 2";
  CHECK(complaint([&] { a.index({tensor({0, 2})}); }) == "index: " + message);
  CHECK(complaint([&] { a.index_put_({tensor({0, 2}), 0}, 1); }) == "index_put_: " + message);
  CHECK(complaint([&] { a.index_select(0, tensor({2})); }) == "index_select: " + message);
  CHECK(complaint([&] { a.scatter_(0, tensor({{2}}), 1); }) == "scatter: " + message);
  CHECK(complaint([&] { a.gather(0, tensor({{2}})); }) == "gather: " + message);
  CHECK(complaint([&] { zeros({0}).take(tensor({0})); }) == "take: index 0 is out of range for a dim of size 0");
  CHECK(complaint([&] { a.index({2}); }) == "select: index 2 is out of range for dim 0 of Float[2, 3]");
}

TEST_CASE("What does not fit is refused") {
  Tensor a = zeros({2, 3}), at = tensor({0, 1});
  CHECK(complaint([&] { a.index({at, at, at}); }) == "index: there are 3 indices for Float[2, 3]");
  CHECK(complaint([&] { a.index({at, tensor({0, 1, 0})}); }) == "index: sizes [2] and [3] do not broadcast to one shape");
  CHECK(complaint([&] { a.index({tensor({true, false, true})}); }) ==
        "index: the mask Bool[3] has not the sizes of Float[2, 3] from dim 0 on");
  CHECK(complaint([&] { a.index({tensor({0.5})}); }) == "index: the indices must be int64 or int32, got Float[1]");
  CHECK(complaint([&] { a.index_put_({at}, zeros({2, 2})); }) == "index_put_: sizes [2, 2] and [2, 3] do not broadcast to one shape");
  CHECK(complaint([&] { a.scatter_(1, tensor({{0}, {0}, {0}}), 1); }) ==
        "scatter: the index Long[3, 1] must have the dims of Float[2, 3] and, beside dim 1, at most its sizes");
  CHECK(complaint([&] { a.scatter_add_(1, tensor({{0, 1}}), ones({1, 1})); }) ==
        "scatter_add: src Float[1, 1] must have the dims of the index Long[1, 2] and at least its sizes");
  CHECK(complaint([&] { a.index_add_(0, at, ones({2, 3}, kLong)); }) ==
        "index_add: self and source must be of one type, got Float[2, 3] and Long[2, 3]");
  CHECK(complaint([&] { a.index_copy_(1, at, ones({2, 3})); }) ==
        "index_copy: source Float[2, 3] should have the sizes [2, 2]: those of Float[2, 3] with dim 1 as the index Long[2] has it");
  CHECK(complaint([&] { a.scatter_reduce_(0, tensor({{0}}), a, "median"); }) ==
        "scatter_reduce: there is no reduction 'median', only sum, prod, mean, amax and amin");
  CHECK(complaint([&] { a.topk(4); }) == "topk: there are not 4 elements in dim -1 of Float[2, 3]");
  CHECK(complaint([&] { a.quantile(1.5); }) == "quantile: q must be from 0 to 1, got 1.500000");
}

TEST_CASE("Scalar tensors have one element to sort, scan and index") {
  Tensor a = tensor(3.0);
  CHECK(values(std::get<0>(a.sort())) == Values{3});
  CHECK(std::get<1>(a.sort()).dim() == 0);
  CHECK(values(a.cumsum(0)) == Values{3});
  CHECK(values(a.take(tensor({0, 0}))) == Values{3, 3});
  CHECK(values(a.clone().scatter_(0, tensor(0), 5)) == Values{5});
  CHECK(sizes(a.nonzero()) == Sizes{1, 0});
  CHECK(sizes(a.index({None, true})) == Sizes{1, 1});
}

TEST_CASE("Nothing is sorted, scanned, selected and written") {
  Tensor a = zeros({0, 3});
  CHECK(sizes(std::get<0>(a.sort(0))) == Sizes{0, 3});
  CHECK(sizes(a.cumsum(0)) == Sizes{0, 3});
  CHECK(sizes(a.masked_select(a > 0)) == Sizes{0});
  CHECK(sizes(a.nonzero()) == Sizes{0, 2});
  Tensor b = ones({2});
  b.index_put_({b > 1}, tensor({5.0}));
  b.index_add_(0, empty({0}, kLong), zeros({0}));
  CHECK(values(b) == Values{1, 1});
  CHECK(values(std::get<0>(_unique2(zeros({0})))) == Values{});
}

TEST_CASE("Results of several are computed together, whichever is read") {
  Tensor a = tensor({3.0, 1.0, 2.0});
  auto [sorted, places] = a.sort();
  CHECK(values(places) == Values{1, 2, 0});
  CHECK(values(sorted) == Values{1, 2, 3});
  a.fill_(0);
  CHECK(values(sorted) == Values{1, 2, 3});
  auto [largest, where] = tensor({1, 5, 2}).cummax(0);
  CHECK(values(largest + where) == Values{1, 6, 6});
}
