//===- TensorTest.cpp - Functions of tensors ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Expect.h"
#include <cmath>

using namespace tenon;
using namespace tenon::indexing;

TEST_CASE("Tensors are made of sizes, numbers and memory") {
  CHECK(values(zeros({2, 2})) == Values{0, 0, 0, 0});
  CHECK(values(full({3}, 2.5)) == Values{2.5, 2.5, 2.5});
  CHECK(full({3}, 2).dtype() == kLong);
  CHECK(full({3}, true).dtype() == kBool);
  CHECK(values(arange(4)) == Values{0, 1, 2, 3});
  CHECK(arange(4).dtype() == kLong);
  CHECK(values(arange(1, 2, 0.25)) == Values{1, 1.25, 1.5, 1.75});
  CHECK(values(arange(5, 0, -2)) == Values{5, 3, 1});
  CHECK(values(linspace(0, 1, 5)) == Values{0, 0.25, 0.5, 0.75, 1});
  CHECK(values(eye(2, 3)) == Values{1, 0, 0, 0, 1, 0});
  CHECK(sizes(tensor({{1, 2, 3}, {4, 5, 6}})) == Sizes{2, 3});
  CHECK(tensor({1.5, 2.0}).dtype() == kFloat);
  CHECK(tensor({true, false}).dtype() == kBool);
  CHECK(tensor(7).dim() == 0);
  CHECK(tensor({1, 2}, kHalf).dtype() == kHalf);
  float memory[] = {1, 2, 3, 4};
  CHECK(values(from_blob(memory, {2, 2}).t()) == Values{1, 3, 2, 4});
  CHECK(complaint([] { tensor({{1, 2}, {3}}); }) == "tensor: the lists differ in length or type");
}

TEST_CASE("Random numbers follow the seed and the order of their making") {
  manual_seed(3);
  Tensor first = randn({1000}), second = rand({1000});
  manual_seed(3);
  // Read in the other order.
  Tensor again = randn({1000}), secondAgain = rand({1000});
  CHECK(values(secondAgain) == values(second));
  CHECK(values(again) == values(first));
  CHECK(std::fabs(first.mean().item<double>()) < 0.15);
  CHECK(std::fabs(first.std().item<double>() - 1) < 0.15);
  CHECK(second.min().item<float>() >= 0);
  CHECK(second.max().item<float>() < 1);
  Tensor integers = randint(3, 6, {1000});
  CHECK(integers.min().item<int>() == 3);
  CHECK(integers.max().item<int>() == 5);
}

TEST_CASE("Types are promoted as in PyTorch") {
  Tensor i = ones({2}, kInt), l = ones({2}, kLong), f = ones({2}), d = ones({2}, kDouble), b = ones({2}, kBool);
  Tensor h = ones({2}, kHalf), bf = ones({2}, kBFloat16), u8 = ones({2}, kByte), s8 = ones({2}, kChar);
  CHECK((i + l).dtype() == kLong);
  CHECK((i + f).dtype() == kFloat);
  CHECK((f + d).dtype() == kDouble);
  CHECK((h + bf).dtype() == kFloat);
  CHECK((u8 + s8).dtype() == kShort);
  CHECK((b + u8).dtype() == kByte);
  CHECK((b + b).dtype() == kBool);
  // Numbers count only by their kind.
  CHECK((i + 1).dtype() == kInt);
  CHECK((i + 1.5).dtype() == kFloat);
  CHECK((h + 1.5).dtype() == kHalf);
  CHECK((b + 1).dtype() == kLong);
  CHECK((u8 * true).dtype() == kByte);
  // So do tensors without dims beside those with.
  CHECK((f + tensor(1.5, kDouble)).dtype() == kFloat);
  CHECK((i + tensor(1.5, kDouble)).dtype() == kDouble);
  CHECK((i + tensor(int64_t(1))).dtype() == kInt);
  CHECK((i / i).dtype() == kFloat);
  CHECK(i.sum().dtype() == kLong);
  CHECK(b.sum().dtype() == kLong);
  CHECK(i.exp().dtype() == kFloat);
  CHECK((i == l).dtype() == kBool);
  CHECK(complaint([&] { ones({1}, kUInt16) + i; }).find("uint16, uint32 and uint64 are not promoted") == 0);
}

TEST_CASE("Arithmetic broadcasts") {
  Tensor a = tensor({{1.0, 2.0}, {3.0, 4.0}});
  CHECK(values(a + tensor({10.0, 20.0})) == Values{11, 22, 13, 24});
  CHECK(values(a * tensor({{2.0}, {3.0}})) == Values{2, 4, 9, 12});
  CHECK(values(2 - a) == Values{1, 0, -1, -2});
  CHECK(values(8 / a) == Values{8, 4, 8.0f / 3, 2});
  CHECK(values(a.add(a, 2)) == Values{3, 6, 9, 12});
  CHECK(values(-a) == Values{-1, -2, -3, -4});
  CHECK(values(a > 2) == Values{0, 0, 1, 1});
  CHECK(values(2 < a) == Values{0, 0, 1, 1});
  CHECK(values((a > 1) & (a < 4)) == Values{0, 1, 1, 0});
  CHECK(values(where(a > 2, a, 0)) == Values{0, 0, 3, 4});
  CHECK(values(a.masked_fill(a > 2, -1)) == Values{1, 2, -1, -1});
  CHECK(values(a.clamp(2, 3)) == Values{2, 2, 3, 3});
  CHECK(values(a.pow(2)) == Values{1, 4, 9, 16});
  CHECK(values(tensor({7, -7}) % 3) == Values{1, 2});
  CHECK(values(tensor({7, -7}).fmod(3)) == Values{1, -1});
  CHECK(values(tensor({7, -7}).floor_divide(2)) == Values{3, -4});
  CHECK(values(tensor({7, -7}).div(2, "trunc")) == Values{3, -3});
  CHECK(values(tensor({7, -7}) / 2) == Values{3.5, -3.5});
  CHECK(complaint([&] { a + ones({3}); }) == "add: sizes [2, 2] and [3] do not broadcast to one shape");
  CHECK(complaint([] { ones({1}, kBool) - ones({1}, kBool); }) ==
        "sub: bool tensors cannot be subtracted: use logical_xor (^) or logical_not (~)");
}

TEST_CASE("Reductions take dims and keep them") {
  Tensor a = tensor({{1.0, 5.0, 3.0}, {4.0, 2.0, 6.0}});
  CHECK(a.sum().item<float>() == 21);
  CHECK(values(a.sum(0)) == Values{5, 7, 9});
  CHECK(sizes(a.sum(1, true)) == Sizes{2, 1});
  CHECK(sizes(a.sum({0, 1}, true)) == Sizes{1, 1});
  CHECK(values(a.mean(1)) == Values{3, 4});
  CHECK(a.prod().item<float>() == 720);
  auto [largest, where] = a.max(1);
  CHECK(values(largest) == Values{5, 6});
  CHECK(values(where) == Values{1, 2});
  CHECK(a.argmin().item<int>() == 0);
  CHECK(sizes(a.argmax(0, true)) == Sizes{1, 3});
  CHECK((a > 5).any().item<bool>());
  CHECK(values((a > 1).all(1)) == Values{0, 1});
  CHECK(a.var().item<double>() == Approx(3.5));
  CHECK(sizes(a.var({1})) == Sizes{2});
  CHECK(sizes(a.std(0, false, true)) == Sizes{1, 3});
  CHECK(a.var(false).item<double>() == Approx(3.5 * 5 / 6));
  CHECK(a.norm().item<double>() == Approx(std::sqrt(91.0)));
  CHECK(a.softmax(1).sum(1).allclose(ones({2})));
  CHECK(a.log_softmax(1).exp().sum(1).allclose(ones({2})));
  CHECK(a.logsumexp({0, 1}).item<double>() == Approx(std::log(std::exp(1) + std::exp(5) + std::exp(3) + std::exp(4) + std::exp(2) + std::exp(6))));
  CHECK(complaint([&] { a.sum(2); }) == "sum: dim 2 is out of range for a tensor of 2 dims: [-2, 1]");
  CHECK(complaint([&] { a.sum({0, -2}); }) == "sum: dim -2 is named twice");
  CHECK(complaint([] { ones({2}, kLong).mean(); }) ==
        "mean: needs floats, got Long[2]: convert with to(kFloat), or give a dtype");
  CHECK(complaint([] { zeros({0}).max(); }) == "max: there is no element to choose in Float[0]");
}

TEST_CASE("Products") {
  Tensor a = arange(6, kFloat).view({2, 3}), b = arange(12, kFloat).view({3, 4});
  CHECK(values(a.matmul(b)) == Values{20, 23, 26, 29, 56, 68, 80, 92});
  CHECK(values(a.matmul(tensor({1.0, 1.0, 1.0}))) == Values{3, 12});
  CHECK(values(tensor({1.0, 1.0}).matmul(a)) == Values{3, 5, 7});
  CHECK(a[0].dot(a[1]).item<float>() == 14);
  CHECK(sizes(matmul(ones({5, 1, 2, 3}), ones({4, 3, 7}))) == Sizes{5, 4, 2, 7});
  CHECK(sizes(matmul(ones({5, 4, 2, 3}), ones({3, 7}))) == Sizes{5, 4, 2, 7});
  CHECK(values(linear(a, ones({2, 3}), tensor({1.0, 2.0}))) == Values{4, 5, 13, 14});
  CHECK(values(outer(tensor({1.0, 2.0}), tensor({3.0, 4.0}))) == Values{3, 4, 6, 8});
  CHECK(complaint([&] { matmul(a, a); }) == "matmul: Float[2, 3] and Float[2, 3] cannot be multiplied: the inner sizes differ");
  CHECK(complaint([&] { matmul(a, b.to(kDouble)); }) ==
        "matmul: Float[2, 3] and Double[3, 4] have different types: convert one with to()");
}

TEST_CASE("Attention is its formula") {
  manual_seed(1);
  Tensor q = randn({2, 3, 4, 8}), k = randn({2, 3, 5, 8}), v = randn({2, 3, 5, 6}), mask = rand({2, 1, 1, 5}) > 0.3;
  mask.index_put_({Slice(), Slice(), Slice(), 0}, true);
  Tensor scores = matmul(q, k.transpose(-2, -1)) / std::sqrt(8.0);
  Tensor plain = matmul(scores.softmax(-1), v);
  CHECK(scaled_dot_product_attention(q, k, v).allclose(plain, 1e-4, 1e-5));
  Tensor masked = matmul(scores.masked_fill(~mask, -1e30).softmax(-1), v);
  CHECK(scaled_dot_product_attention(q, k, v, mask).allclose(masked, 1e-4, 1e-5));
}

TEST_CASE("Indices in brackets") {
  Tensor a = arange(24).view({2, 3, 4});
  CHECK(a[1][2][3].item<int>() == 23);
  CHECK(a[-1][0][0].item<int>() == 12);
  CHECK(values(a.index({0, Slice(1, 3), 0})) == Values{4, 8});
  CHECK(values(a.index({Ellipsis, 1})) == Values{1, 5, 9, 13, 17, 21});
  CHECK(sizes(a.index({Slice(), None, 0})) == Sizes{2, 1, 4});
  CHECK(values(a.index({1, 1, Slice(None, None, 2)})) == Values{16, 18});
  CHECK(values(a.index({0, 0, Slice(-2, None)})) == Values{2, 3});
  CHECK(sizes(a.index({Slice(5, 9)})) == Sizes{0, 3, 4});
  CHECK(values(a[tensor({1, 0})].index({Slice(), 0, 0})) == Values{12, 0});
  CHECK(values(a.index({a > 20})) == Values{21, 22, 23});
  CHECK(values(a.index({tensor({0, 1}), tensor({2, -1}), 3})) == Values{11, 23});
  CHECK(values(a.gather(2, zeros({2, 3, 1}, kLong))) == Values{0, 4, 8, 12, 16, 20});
  CHECK(values(a.index_select(2, tensor({3, 0})).index({0, 0})) == Values{3, 0});
  CHECK(values(embedding(tensor({{1.0, 2.0}, {3.0, 4.0}}), tensor({1, 0, 1}))) == Values{3, 4, 1, 2, 3, 4});
  CHECK(complaint([&] { a[2]; }) == "select: index 2 is out of range for dim 0 of Long[2, 3, 4]");
  CHECK(complaint([&] { a.index({0, 0, 0, 0}); }) == "index: there are 4 indices for Long[2, 3, 4]");
}

TEST_CASE("Shapes") {
  Tensor a = arange(6).view({2, 3});
  CHECK(sizes(a.view({-1, 2})) == Sizes{3, 2});
  CHECK(values(a.t()) == Values{0, 3, 1, 4, 2, 5});
  CHECK(sizes(ones({2, 3, 4}).permute({2, 0, 1})) == Sizes{4, 2, 3});
  CHECK(sizes(ones({2, 1, 3, 1}).squeeze()) == Sizes{2, 3});
  CHECK(sizes(ones({2, 1, 3, 1}).squeeze(1)) == Sizes{2, 3, 1});
  CHECK(sizes(a.unsqueeze(-1)) == Sizes{2, 3, 1});
  CHECK(sizes(ones({2, 3, 4}).flatten(1)) == Sizes{2, 12});
  CHECK(sizes(ones({2, 12}).unflatten(1, {3, -1})) == Sizes{2, 3, 4});
  CHECK(sizes(ones({3, 1}).expand({2, -1, 4})) == Sizes{2, 3, 4});
  CHECK(values(cat({a, a + 6}, 1)) == Values{0, 1, 2, 6, 7, 8, 3, 4, 5, 9, 10, 11});
  CHECK(values(stack({a[0], a[1]}, 1)) == Values{0, 3, 1, 4, 2, 5});
  TensorList parts = arange(7).split(3);
  CHECK(parts.size() == 3);
  CHECK(values(parts[2]) == Values{6});
  CHECK(arange(7).chunk(4).size() == 4);
  CHECK(values(a.repeat({2, 1})) == Values{0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5});
  CHECK(values(a.flip({1})) == Values{2, 1, 0, 5, 4, 3});
  CHECK(values(a.roll(1, 1)) == Values{2, 0, 1, 5, 3, 4});
  CHECK(values(ones({2, 2}).tril()) == Values{1, 0, 1, 1});
  CHECK(values(one_hot(tensor({1, 0}), 3)) == Values{0, 1, 0, 1, 0, 0});
  CHECK(values(constant_pad_nd(tensor({1, 2}), {1, 2}, 9)) == Values{9, 1, 2, 9, 9});
  CHECK(complaint([&] { a.view({4, 2}); }) ==
        "view: Long[2, 3] cannot be seen as [4, 2]: the numbers of elements differ");
  CHECK(complaint([] { cat({ones({2, 3}), ones({2, 4})}); }) ==
        "cat: the sizes [2, 3], [2, 4] must be the same but for dim 0");
}

TEST_CASE("Elements are read by type") {
  Tensor a = tensor({{1.0, 2.0}, {3.0, 4.0}});
  auto elements = a.accessor<float, 2>();
  CHECK(elements[1][0] == 3);
  elements[1][0] = 7;
  CHECK(values(a) == Values{1, 2, 7, 4});
  CHECK(a.data_ptr<float>()[3] == 4);
  CHECK(complaint([&] { a.data_ptr<int>(); }) == "data_ptr: asked for Int, the tensor is Float[2, 2]");
  CHECK(complaint([&] { a.item(); }) == "item: Float[2, 2] has not one element: choose one first, as in a[0][1]");
  CHECK(complaint([] { Tensor().sum(); }) == "an undefined tensor is used");
  CHECK(complaint([&] { a.to(kCUDA); }).find("device cuda is not there") == 0);
}

TEST_CASE("Every type has its arithmetic") {
  for (ScalarType type : {kByte, kChar, kShort, kInt, kLong, kHalf, kFloat, kDouble, kBFloat16, kUInt16, kUInt32, kUInt64}) {
    INFO(type);
    Tensor a = arange(5).to(type);
    CHECK(a.dtype() == type);
    CHECK(values(a + a) == Values{0, 2, 4, 6, 8});
    CHECK(values(a * 3) == Values{0, 3, 6, 9, 12});
    CHECK(values(a.eq(2)) == Values{0, 0, 1, 0, 0});
    CHECK(a.max().item<int>() == 4);
    CHECK(a.sum().item<int>() == 10);
  }
}

TEST_CASE("An error stands where the operation does") {
  Tensor a = ones({2}), b = ones({3});
  int line = 0;
  try {
    line = __LINE__ + 1;
    a *b;
  } catch (const Error &error) {
    CHECK(std::string(error.what()) == std::string(__FILE__) + ":" + std::to_string(line) +
                                           ": mul: sizes [2] and [3] do not broadcast to one shape");
  }
}
