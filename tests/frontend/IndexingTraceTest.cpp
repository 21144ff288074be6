//===- IndexingTraceTest.cpp - Indices and orders in traced graphs --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Expect.h"

using namespace tenon;
using namespace tenon::indexing;

namespace {

using Function = std::function<std::vector<Tensor>(const Tensor &, const Tensor &)>;

/// That a program for any number of rows gives what is computed at once.
void checkTraced(const Function &function) {
  Program program =
      compile(trace(function, {input("x", kFloat, {Dim("rows"), 5}), input("at", kLong, {Dim("rows")})}));
  for (int64_t rows : {1, 4}) {
    Tensor x = (arange(5 * rows).reshape({rows, 5}) * 7 % 11).to(kFloat), at = arange(rows) % 2 - 1;
    std::vector<Tensor> expected = function(x, at), got = program({x, at});
    REQUIRE(expected.size() == got.size());
    for (size_t i = 0; i < got.size(); ++i) {
      INFO("result " << i << " of " << rows << " rows");
      CHECK(sizes(got[i]) == sizes(expected[i]));
      CHECK(values(got[i]) == values(expected[i]));
    }
  }
}

/// What tracing complains about.
std::string traceComplaint(const Function &function) {
  return complaint(
      [&] { trace(function, {input("x", kFloat, {Dim("rows"), 5}), input("at", kLong, {Dim("rows")})}); });
}

} // namespace

TEST_CASE("Orders and scans of symbolic sizes") {
  checkTraced([](const Tensor &x, const Tensor &) -> std::vector<Tensor> {
    auto [values, places] = x.sort(0, true);
    auto [largest, where] = x.topk(2);
    return {values, places, largest, where, x.cumsum(0), std::get<1>(x.cummax(1))};
  });
  checkTraced([](const Tensor &x, const Tensor &) -> std::vector<Tensor> {
    return {std::get<1>(x.median(0)), x.quantile(0.5, 0), std::get<0>(x.mode(1)), x.histc(3)};
  });
}

TEST_CASE("Reads and writes by index of symbolic sizes") {
  checkTraced([](const Tensor &x, const Tensor &at) -> std::vector<Tensor> {
    Tensor y = x.clone();
    y.index_put_({at, 2}, -1);
    y.index({y > 8}) = 0;
    y.index_add_(0, at, x);
    return {x.index({at}), x.index({at, None, at + 1}), y, x.scatter(1, at.unsqueeze(1), 3.0)};
  });
  checkTraced([](const Tensor &x, const Tensor &at) -> std::vector<Tensor> {
    return {x.masked_scatter(x > 3, x * 2), isin(x, tensor({1.0, 4.0})), searchsorted(tensor({1.0, 2.0, 6.0}), x),
            zeros({3}).index_add_(0, at, ones_like(at, kFloat))};
  });
}

TEST_CASE("Results whose size depends on values name what to use instead") {
  std::string prefix = "the size of the result depends on values, which there are none of while tracing: ";
  CHECK(traceComplaint([](const Tensor &x, const Tensor &) -> std::vector<Tensor> { return {x.nonzero()}; }) ==
        "nonzero: " + prefix + "compute with the mask itself, by where and sums");
  CHECK(traceComplaint([](const Tensor &x, const Tensor &) -> std::vector<Tensor> { return {x.index({x > 0})}; }) ==
        "index: " + prefix + "choose with where, write with masked_fill_, or use a tensor of indices");
  CHECK(traceComplaint([](const Tensor &x, const Tensor &) -> std::vector<Tensor> { return {x.masked_select(x > 0)}; }) ==
        "masked_select: " + prefix + "use where, or sums of what is multiplied by the mask");
  CHECK(traceComplaint([](const Tensor &, const Tensor &at) -> std::vector<Tensor> { return {at.bincount()}; }) ==
        "bincount: " + prefix + "add into a tensor of a known size, zeros({n}).index_add_(0, self, weights)");
  CHECK(traceComplaint([](const Tensor &x, const Tensor &) -> std::vector<Tensor> {
          return {std::get<0>(_unique2(x))};
        }) == "unique: " + prefix + "sort, and compare neighbours");
}
