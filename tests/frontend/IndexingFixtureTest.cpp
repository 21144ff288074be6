//===- IndexingFixtureTest.cpp - Scans, sorts and indices as in PyTorch ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Inputs/make-indexing-fixture writes what PyTorch gives.

#include "TextFixture.h"
#include "tests/support/Paths.h"

using namespace tenon;
using namespace tenon::indexing;

namespace {

class IndexingFixture {
public:
  IndexingFixture() : fixture(TENON_SOURCE_DIR "/tests/frontend/Inputs/indexing.txt") {}

  void scans();
  void orders();
  void quantiles();
  void setsAndCounts();
  void writesByIndex();
  void reads();
  void writes();

  TextFixture fixture;
  Tensor x = fixture["x"], special = fixture["special"], numbers = fixture["numbers"], cube = fixture["cube"],
         half = fixture["half"];

private:
  template <typename T> void check(const std::string &name, const T &got, double tolerance = 2e-6) {
    fixture.check(name, got, tolerance);
  }
  void checkWrite(const std::string &name, const std::vector<TensorIndex> &indices, const Operand &value,
                  bool accumulate = false) {
    Tensor copy = cube.clone();
    copy.index_put_(indices, value, accumulate);
    check("write." + name, copy);
  }
};

void IndexingFixture::scans() {
  for (int64_t dim : {0, 1}) {
    std::string suffix = std::to_string(dim);
    check("cumsum" + suffix, x.cumsum(dim));
    check("cumprod" + suffix, x.cumprod(dim));
    check("cummax" + suffix, x.cummax(dim));
    check("cummin" + suffix, x.cummin(dim));
    check("logcumsumexp" + suffix, x.logcumsumexp(dim));
  }
  check("cumsum.int", numbers.to(kByte).cumsum(1));
  check("cumsum.bool", (numbers > 2).cumsum(1));
  check("cumsum.half", half.cumsum(1));
  check("cumprod.double", numbers.cumprod(0, kDouble));
  check("cummax.special", special.cummax(1));
  check("cummin.special", special.cummin(1));
  check("logcumsumexp.special", special.slice(0, 1, 2).logcumsumexp(1));
}

void IndexingFixture::orders() {
  check("sort", x.sort());
  check("sort.descending", x.sort(0, true));
  check("sort.special", special.sort(1));
  check("sort.special.descending", special.sort(1, true));
  check("sort.half", half.sort());
  check("sort.int", numbers.to(kChar).sort());
  check("argsort", numbers.argsort(-1, true));
  check("msort", x.msort());
  check("topk.values", std::get<0>(x.topk(2)));
  check("topk.smallest", std::get<0>(x.topk(2, 0, false)));
  check("kthvalue", std::get<0>(x.kthvalue(3)));
  check("kthvalue.keepdim", std::get<0>(x.kthvalue(2, 0, true)));
  check("median", x.median());
  check("median.dim", std::get<0>(x.median(1)));
  check("median.keepdim", std::get<0>(x.median(0, true)));
  check("median.special", std::get<0>(special.median(1)));
  check("nanmedian", special.nanmedian());
  check("nanmedian.dim", std::get<0>(special.nanmedian(1)));
  check("mode", std::get<0>(numbers.mode()));
  check("mode.dim", std::get<0>(numbers.mode(0, true)));
}

void IndexingFixture::quantiles() {
  Tensor q = fixture["q"];
  for (const char *way : {"linear", "lower", "higher", "midpoint", "nearest"})
    check(std::string("quantile.") + way, x.quantile(q, 1, false, way));
  check("quantile.all", x.quantile(0.3));
  check("quantile.keepdim", x.quantile(0.3, 0, true));
  check("quantile.vector.all", x.quantile(q, std::nullopt, true));
  Tensor bounded = fixture["bounded"];
  check("quantile.special", bounded.quantile(q, 1));
  check("nanquantile.special", bounded.nanquantile(q, 1));
}

void IndexingFixture::setsAndCounts() {
  check("unique", _unique2(numbers, true, true, true));
  check("unique_consecutive", unique_consecutive(numbers.flatten(), true, true));
  check("unique.rows", unique_dim(fixture["rows"], 0, true, true, true));
  check("unique_consecutive.columns",
        std::get<0>(unique_consecutive(tensor({{1, 1, 2}, {3, 3, 3}}), false, false, 1)));
  check("bincount", tensor({1, 3, 1, 0, 6}).bincount({}, 3));
  check("bincount.weights", tensor({1, 3, 1}).bincount(tensor({0.5, 0.25, 2.0})));
  check("histc", x.histc(4, -3, 5));
  check("histc.range", x.histc(5));
  Tensor edges = fixture["edges"];
  check("searchsorted", searchsorted(edges, x));
  check("searchsorted.right", searchsorted(edges, x, false, true));
  check("searchsorted.special", searchsorted(edges, special));
  check("searchsorted.rows", searchsorted(std::get<0>(x.sort(1)), cube.reshape({3, 8}) / 6 - 1));
  check("bucketize", bucketize(numbers, tensor({0, 3, 5}), false, true));
  check("isin", isin(numbers, tensor({3, 9})));
  check("isin.many", isin(numbers, arange(2, 40, 2)));
  check("repeat_interleave", repeat_interleave(x, tensor({2, 0, 1}), 0));
}

void IndexingFixture::writesByIndex() {
  Tensor along = fixture["along"], at = fixture["at"];
  check("scatter", x.scatter(1, along, cube[0].slice(0, 0, 2)));
  check("scatter.value", x.scatter(0, tensor({{1, 2, 0, 0}}), 9.0));
  check("scatter_add", x.scatter_add(1, along, cube[0]));
  for (const char *way : {"sum", "prod", "mean", "amax", "amin"}) {
    std::string name = std::string("scatter_reduce.") + way;
    check(name, x.scatter_reduce(1, along, cube[0], way));
    check(name + ".others", x.scatter_reduce(1, along, cube[0], way, false));
  }
  check("scatter_reduce.mean.int", numbers.scatter_reduce(1, along, numbers.slice(1, 2), "mean"));
  check("index_add", x.index_add(0, at, x * 2, 0.5));
  check("index_copy", x.index_copy(1, tensor({4, 1}), cube.index({0, Slice(), Slice(0, 2)})));
  check("index_fill", x.index_fill(1, at, -7.0));
  check("index_reduce", x.index_reduce(0, at, x + 1, "prod"));
  check("index_reduce.others", x.index_reduce(0, at, x + 1, "amin", false));
  check("put", x.put(tensor({{0, -1}, {7, 8}}), tensor({{1.0, 2.0}, {3.0, 4.0}})));
  check("put.accumulate", x.put(tensor({3, 3, -2}), tensor({1.0, 2.0, 4.0}), true));
  check("masked_scatter", x.masked_scatter(x > 1, cube));
  check("take", x.take(tensor({{0, -1}, {7, 8}})));
  check("take_along_dim", x.take_along_dim(tensor({{0, 5}}), 1));
  check("masked_select", cube.masked_select(tensor({{true}, {false}, {true}})));
  check("nonzero", numbers.nonzero());
}

void IndexingFixture::reads() {
  Tensor i = tensor({0, 1, 1}), j = tensor({2, 0, -1}), mask = tensor({true, false, true});
  Tensor plane = cube[0] % 2 == 0, three = tensor({3, 3, 0}), column = tensor({{0}, {1}}), one = tensor(1);
  Tensor matrix = tensor({{0, 2}, {1, 1}}), second = tensor({false, true}), large = cube > 11, none = empty({0}, kLong);
  Tensor two = i.slice(0, 0, 2);
  const std::pair<const char *, std::vector<TensorIndex>> cases[] = {
      {"vector", {i}},
      {"matrix", {Slice(), matrix}},
      {"beside", {Slice(), j, i}},
      {"apart", {i, Slice(), j}},
      {"apart.slice", {i, Slice(1), j}},
      {"broadcast", {column, j}},
      {"none", {i, None, j}},
      {"ellipsis", {Ellipsis, j}},
      {"ellipsis.none", {Ellipsis, None, j}},
      {"number", {1, Slice(), j}},
      {"number.between", {i, 1, j}},
      {"scalar", {Slice(), one}},
      {"scalar.apart", {one, Slice(), j}},
      {"mask", {Slice(), mask}},
      {"mask.first", {second}},
      {"mask.plane", {Slice(), plane}},
      {"mask.index", {two, mask}},
      {"mask.all", {large}},
      {"true", {true}},
      {"false", {false}},
      {"true.index", {true, i}},
      {"three", {i, j, three}},
      {"empty", {Slice(), none}},
  };
  for (auto &[name, indices] : cases)
    check(std::string("read.") + name, cube.index(indices));
}

void IndexingFixture::writes() {
  Tensor i = tensor({0, 1}), j = tensor({2, 0}), mask = tensor({true, false, true}), plane = cube[0] % 2 == 0;
  Tensor one = tensor({1}), matrix = tensor({{10.0, 20.0}, {30.0, 40.0}}), last = tensor({true, false, false, true});
  checkWrite("vector", {one}, -1.0);
  checkWrite("beside", {Slice(), j, i}, matrix);
  checkWrite("apart", {i, Slice(1), j}, matrix);
  checkWrite("accumulate", {tensor({0, 0, 1}), tensor({1, 1, 1})}, tensor({{1.0}, {2.0}, {4.0}}), true);
  checkWrite("mask", {Slice(), mask}, tensor({{5.0}, {6.0}}));
  checkWrite("mask.number", {Ellipsis, last}, 0.5);
  checkWrite("mask.plane", {1, plane}, arange(6.0));
  checkWrite("mask.all", {cube > 20}, -1.0);
  checkWrite("none", {i, None, j}, tensor({{{1.0, 2.0, 3.0, 4.0}}}));
}

} // namespace

TEST_CASE("Scans, sorts, sets and indices give what PyTorch gives") {
  IndexingFixture test;
  test.scans();
  test.orders();
  test.quantiles();
  test.setsAndCounts();
  test.writesByIndex();
  test.reads();
  test.writes();
  // Every tensor of the fixture was looked at.
  CHECK(test.fixture.unused() == std::set<std::string>());
}
