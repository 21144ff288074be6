//===- TensorFormsTest.cpp - Views, sizes in place, properties ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Expect.h"

using namespace tenon;

TEST_CASE("Sizes that change in place change for every copy, and not for earlier views") {
  Tensor a = arange(6).view({1, 2, 3}), copy = a, row = a[0][1];
  CHECK(&a.squeeze_() == &a);
  CHECK(copy.sizes() == IntArrayRef({2, 3}));
  a.transpose_(0, 1);
  CHECK(copy.sizes() == IntArrayRef({3, 2}));
  CHECK(values(a) == Values{0, 3, 1, 4, 2, 5});
  CHECK_FALSE(a.is_contiguous());
  // Writes go both ways: the view was made before the sizes changed, the other after.
  Tensor column = a.select(1, 0);
  row.fill_(7);
  CHECK(values(a) == Values{0, 7, 1, 7, 2, 7});
  CHECK(values(copy) == Values{0, 7, 1, 7, 2, 7});
  column.add_(1);
  CHECK(values(a) == Values{1, 7, 2, 7, 3, 7});
  a[0] = 9;
  CHECK(values(row) == Values{9, 7, 7});
  CHECK(values(column) == Values{9, 2, 3});
  a.unsqueeze_(-1);
  CHECK(copy.sizes() == IntArrayRef({3, 2, 1}));
  CHECK(values(column) == Values{9, 2, 3});
  Tensor matrix = ones({2, 3});
  CHECK(matrix.t_().sizes() == IntArrayRef({3, 2}));
  CHECK(matrix.swapdims_(0, 1).sizes() == IntArrayRef({2, 3}));
  CHECK(ones({1, 4}).squeeze_(0).sizes() == IntArrayRef({4}));
}

TEST_CASE("A view keeps its sizes where its base changes its own") {
  Tensor base = arange(4).view({2, 2}), view = base.view({4});
  base.t_();
  CHECK(values(view) == Values{0, 1, 2, 3});
  view[1] = 8;
  CHECK(values(base) == Values{0, 2, 8, 3});
  // A view of a view, whose middle changes.
  Tensor middle = base.select(0, 0), last = middle.slice(0, 1, 2);
  middle.unsqueeze_(0);
  last.fill_(5);
  CHECK(values(base) == Values{0, 5, 8, 3});
  CHECK(middle.sizes() == IntArrayRef({1, 2}));
  CHECK(values(middle) == Values{0, 5});
}

TEST_CASE("Diagonals share their elements") {
  Tensor a = zeros({3, 4}), above = a.diagonal(1);
  CHECK(above.sizes() == IntArrayRef({3}));
  above.copy_(tensor({1, 2, 3}));
  CHECK(values(a) == Values{0, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3});
  a.diagonal(-2).fill_(9);
  CHECK(values(a) == Values{0, 1, 0, 0, 0, 0, 2, 0, 9, 0, 0, 3});
  CHECK(values(above) == Values{1, 2, 3});
  CHECK(above.stride(0) == 5);
  Tensor batch = zeros({2, 2, 2});
  batch.diagonal(0, 1, 2)[1] = 4;
  CHECK(values(batch) == Values{0, 0, 0, 0, 4, 0, 0, 4});
  CHECK(a.diagonal(4).numel() == 0);
  CHECK_THROWS_WITH(ones({3, 3}).diagonal(0, 1, -1), Catch::Contains("needs two different dims"));
}

TEST_CASE("Bits as another type") {
  Tensor a = tensor({1.0, -2.0}), bits = a.view(kInt);
  CHECK(values(bits) == Values{0x3f800000, -0x40000000});
  bits.bitwise_and_(0x7fffffff);
  CHECK(values(a) == Values{1, 2});
  CHECK_THROWS_WITH(a.view(kLong), Catch::Contains("Float[2] cannot be seen as Long: the elements must be of one width"));
}

TEST_CASE("Windows of a dim") {
  Tensor a = arange(5), windows = a.unfold(0, 3, 2);
  CHECK(windows.sizes() == IntArrayRef({2, 3}));
  CHECK(values(windows) == Values{0, 1, 2, 2, 3, 4});
  a[2] = 7;
  CHECK(values(windows) == Values{0, 1, 7, 7, 3, 4});
  CHECK_THROWS_WITH(windows.fill_(0), Catch::Contains("cannot be written to"));
  CHECK_THROWS_WITH(a.unfold(0, 6, 1), Catch::Contains("windows of 6, 1 apart, do not fit dim 0 of Long[5]"));
}

TEST_CASE("Results are tensors of their own where nothing changes") {
  Tensor integers = arange(3);
  for (Tensor result : {integers.floor(), integers.pow(1), integers.round(2), integers.nan_to_num(), cat({integers}),
                        integers.flip({}), fill(integers, 1), integers.to(kLong, false, true)}) {
    Values before = values(result);
    integers.add_(1);
    CHECK(values(result) == before);
  }
  CHECK(integers.to(kLong).is_same(integers));
}

TEST_CASE("Properties") {
  Tensor a = ones({2, 3}, kHalf);
  CHECK(a.is_floating_point());
  CHECK(is_signed(a));
  CHECK_FALSE(is_signed(a.to(kByte)));
  CHECK_FALSE(a.is_complex());
  CHECK(is_same_size(a, zeros({2, 3})));
  CHECK(tensor(2).is_nonzero());
  CHECK_FALSE(is_nonzero(tensor({0.0})));
  CHECK_THROWS_WITH(a.is_nonzero(), Catch::Contains("Half[2, 3] has not one element: use any() or all()"));
  CHECK(numel(a) == 6);
  CHECK(size(a, 1) == 3);
  CHECK(stride(a, 0) == 3);
  CHECK(a.toType(kLong).dtype() == kLong);
  CHECK(a.to(kDouble, /*non_blocking=*/false).dtype() == kDouble);
  CHECK(a.new_zeros({2}).dtype() == kHalf);
  CHECK(a.new_ones({2}, kInt).dtype() == kInt);
  CHECK(result_type(arange(2), 1.5) == kFloat);
  CHECK(can_cast(kInt, kFloat));
  CHECK_FALSE(can_cast(kFloat, kInt));
  a.reset();
  CHECK_FALSE(a.defined());
}

TEST_CASE("Second names and namespaces") {
  Tensor x = tensor({0.25, 0.5});
  CHECK(special::expit(x).equal(sigmoid(x)));
  CHECK(special_gammaln(x).equal(lgamma(x)));
  CHECK(special::polygamma(1, x).equal(x.polygamma(1)));
  CHECK(special::logit(x).equal(logit(x)));
  CHECK(linalg::vector_norm(x).equal(norm(x)));
  CHECK(linalg::matrix_norm(ones({2, 2}), "fro").item<float>() == 2);
  CHECK(linalg::multi_dot({ones({2, 3}), ones({3, 4}), ones({4})}).equal(full({2}, 12.0)));
  CHECK(concat({x, x}).size(0) == 4);
}

TEST_CASE("Mistakes are named") {
  Tensor m = ones({2, 3});
  CHECK_THROWS_WITH(einsum("ij,jk", {m}), Catch::Contains("'ij,jk' names 2 tensors, got 1"));
  CHECK_THROWS_WITH(einsum("i", {m}), Catch::Contains("'i' does not name the dims of Float[2, 3]"));
  CHECK_THROWS_WITH(einsum("ij->k", {m}), Catch::Contains("must name dims of the tensors, each once"));
  CHECK_THROWS_WITH(einsum("ij,jk->ik", {m, m}), Catch::Contains("do not broadcast"));
  CHECK_THROWS_WITH(m.matrix_power(2), Catch::Contains("needs square matrices"));
  CHECK_THROWS_WITH(m.cross(m.t()), Catch::Contains("size 3"));
  CHECK_THROWS_WITH(m.gcd(m), Catch::Contains("gcd: needs integers"));
  CHECK_THROWS_WITH(nll_loss(m, tensor({0.5, 1.0})), Catch::Contains("do not fit Float[2, 3]: expected Long[2]"));
  CHECK_THROWS_WITH(mse_loss(m, ones({4})), Catch::Contains("do not broadcast"));
  CHECK_THROWS_WITH(pad(m, {1, 1}, "mirror"), Catch::Contains("mode is 'mirror'"));
  CHECK_THROWS_WITH(pad(m, {3, 0}, "reflect"), Catch::Contains("it needs 4 elements or more"));
  CHECK_THROWS_WITH(tensordot(m, m, 0, 1), Catch::Contains("differ"));
  CHECK_THROWS_WITH(linalg::matrix_norm(m, 2), Catch::Contains("singular values"));
  CHECK_THROWS_WITH(tensor({1, 2}).div_(2), Catch::Contains("cannot be written into Long[2]"));
}
