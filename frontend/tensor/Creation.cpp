//===- Creation.cpp - Functions that make tensors ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Build.h"
#include "frontend/tensor/Elements.h"
#include "frontend/tensor/Random.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>
#include <numeric>

namespace tenon {

using namespace frontend;

namespace {

graph::Shape checkedShape(const char *op, const SizeList &sizes, SourceLocation here) {
  for (const Size &size : sizes)
    if (!size.is_symbolic() && size.expect_int() < 0)
      fail(op, "a size is negative: " + toText(toShape(sizes)), here);
  return toShape(sizes);
}

Tensor constantTensor(const char *op, const SizeList &size, const Scalar &value, ScalarType dtype,
                      SourceLocation here) {
  graph::Shape sizes = checkedShape(op, size, here);
  NodePtr node = filled(value, sizes, dtype, here);
  // A size that depends on the trace makes the tensor part of it.
  for (const Size &one : size)
    node->traced |= one.is_symbolic();
  return makeTensor(node);
}

enum class Distribution { Uniform, Normal };

/// Random numbers, scaled and shifted, that are made when they are needed.
NodePtr randomNode(const char *op, Distribution distribution, const SizeList &size, double scale, double shift,
                   ScalarType dtype, SourceLocation here) {
  for (const Size &one : size)
    if (one.is_symbolic())
      fail(op, "the size " + one.str() + " is symbolic, and a graph has no random numbers: make them an input", here);
  if (!isFloatingType(dtype))
    fail(op, std::string("makes floats, not ") + toString(dtype), here);
  graph::Shape sizes = checkedShape(op, size, here);
  NodePtr node = makeGenerated(dtype, sizes, nullptr, here);
  int64_t count = node->elementCount();
  RandomStream stream = takeRandom((count + 1) / 2);
  node->generate = [=](char *data) {
    std::vector<double> values(std::min<int64_t>(count, 1 << 14));
    for (int64_t first = 0; first < count; first += values.size()) {
      int64_t part = std::min<int64_t>(values.size(), count - first);
      RandomStream at = {stream.seed, stream.counter + first / 2};
      distribution == Distribution::Uniform ? fillUniform(values.data(), part, at) : fillNormal(values.data(), part, at);
      for (int64_t i = 0; i < part; ++i)
        writeElement(data, dtype, first + i, values[i] * scale + shift);
    }
  };
  return node;
}

} // namespace

void manual_seed(uint64_t seed) { seedRandom(seed); }

Tensor zeros(const SizeList &size, const TensorOptions &options, SourceLocation here) {
  return constantTensor("zeros", size, 0, typeOf(options, kFloat, here), here);
}
Tensor ones(const SizeList &size, const TensorOptions &options, SourceLocation here) {
  return constantTensor("ones", size, 1, typeOf(options, kFloat, here), here);
}
Tensor empty(const SizeList &size, const TensorOptions &options, SourceLocation here) {
  return constantTensor("empty", size, 0, typeOf(options, kFloat, here), here);
}
Tensor full(const SizeList &size, const Scalar &value, const TensorOptions &options, SourceLocation here) {
  ScalarType otherwise = value.isFloatingPoint() ? kFloat : value.type();
  return constantTensor("full", size, value, typeOf(options, otherwise, here), here);
}

#define TENON_LIKE(name)                                                                                               \
  Tensor name##_like(const Tensor &self, const TensorOptions &options, SourceLocation here) {                          \
    return name(self.sizes(here), typeOf(options, self.dtype(here), here), here);                                      \
  }
TENON_LIKE(zeros)
TENON_LIKE(ones)
TENON_LIKE(empty)
TENON_LIKE(rand)
TENON_LIKE(randn)
#undef TENON_LIKE
Tensor full_like(const Tensor &self, const Scalar &value, const TensorOptions &options, SourceLocation here) {
  return full(self.sizes(here), value, typeOf(options, self.dtype(here), here), here);
}

Tensor rand(const SizeList &size, const TensorOptions &options, SourceLocation here) {
  return makeTensor(randomNode("rand", Distribution::Uniform, size, 1, 0, typeOf(options, kFloat, here), here));
}
Tensor randn(const SizeList &size, const TensorOptions &options, SourceLocation here) {
  return makeTensor(randomNode("randn", Distribution::Normal, size, 1, 0, typeOf(options, kFloat, here), here));
}
Tensor &Tensor::uniform_(double from, double to, SourceLocation here) {
  setNode(*this, randomNode("uniform_", Distribution::Uniform, sizes(here), to - from, from, dtype(here), here), here);
  return *this;
}
Tensor &Tensor::normal_(double mean, double std, SourceLocation here) {
  setNode(*this, randomNode("normal_", Distribution::Normal, sizes(here), std, mean, dtype(here), here), here);
  return *this;
}

Tensor randint(int64_t low, int64_t high, const SizeList &size, const TensorOptions &options, SourceLocation here) {
  if (low >= high)
    fail("randint", "no integer is in [" + std::to_string(low) + ", " + std::to_string(high) + ")", here);
  ScalarType dtype = typeOf(options, kLong, here);
  NodePtr random = randomNode("randint", Distribution::Uniform, size, static_cast<double>(high - low), 0, kDouble, here);
  // Rounding could reach `high` itself: floor keeps below.
  Tensor numbers = floor(makeTensor(random), here).to(kLong, here);
  numbers = clamp_max(numbers, Operand(high - low - 1, here), here);
  return add(numbers, Operand(low, here), 1, here).to(dtype, here);
}
Tensor randint(int64_t high, const SizeList &size, const TensorOptions &options, SourceLocation here) {
  return randint(0, high, size, options, here);
}

Tensor randperm(int64_t n, const TensorOptions &options, SourceLocation here) {
  std::vector<int64_t> numbers(n);
  std::iota(numbers.begin(), numbers.end(), 0);
  std::vector<double> random(n);
  fillUniform(random.data(), n, takeRandom((n + 1) / 2));
  for (int64_t i = n - 1; i > 0; --i)
    std::swap(numbers[i], numbers[static_cast<int64_t>(random[i] * static_cast<double>(i + 1))]);
  return tensor(numbers, typeOf(options, kLong, here), here);
}

Tensor arange(const Operand &end, const TensorOptions &options, SourceLocation here) {
  return arange(Operand(0, here), end, 1, options, here);
}
Tensor arange(const Operand &start, const Operand &end, const TensorOptions &options, SourceLocation here) {
  return arange(start, end, 1, options, here);
}

Tensor arange(const Operand &start, const Operand &end, const Scalar &step, const TensorOptions &options,
              SourceLocation here) {
  if (start.tensor || end.tensor)
    fail("arange", "the bounds must be numbers or sizes, not tensors: use item()", here);
  if (step.toDouble() == 0)
    fail("arange", "the step is 0", here);
  bool isReal = step.isFloatingPoint();
  for (const Operand *bound : {&start, &end})
    isReal |= !bound->isSize && bound->scalar.isFloatingPoint();
  ScalarType dtype = typeOf(options, isReal ? kFloat : kLong, here);
  Size count = 0;
  if (start.isSize || end.isSize) {
    if (isReal)
      fail("arange", "sizes and floats do not mix", here);
    Size first = start.isSize ? start.size : Size(start.scalar.toLong(), here);
    Size last = end.isSize ? end.size : Size(end.scalar.toLong(), here);
    int64_t stride = step.toLong();
    count = stride > 0 ? (last - first + (stride - 1)) / stride : (first - last + (-stride - 1)) / -stride;
  } else {
    double length = std::ceil((end.scalar.toDouble() - start.scalar.toDouble()) / step.toDouble());
    count = static_cast<int64_t>(std::max(length, 0.0));
  }
  ScalarType inner = isReal ? kDouble : kLong;
  graph::Shape sizes = {toExpression(count)};
  NodePtr numbers = iota(0, sizes, inner, here);
  numbers->traced |= count.is_symbolic();
  auto apply = [&](llvm::StringRef op, const Operand &operand) {
    numbers = elementwise(op, {numbers, broadcast(toNode(operand, inner, here), sizes, here)}, inner, here);
  };
  if (step.toDouble() != 1)
    apply("graph.mul", Operand(step, here));
  if (start.isSize || start.scalar.toDouble() != 0)
    apply("graph.add", start);
  return makeTensor(cast(numbers, dtype, here));
}

Tensor linspace(const Scalar &start, const Scalar &end, int64_t steps, const TensorOptions &options,
                SourceLocation here) {
  if (steps < 0)
    fail("linspace", "the number of steps is " + std::to_string(steps) + ", expected 0 or more", here);
  ScalarType dtype = typeOf(options, kFloat, here);
  double stride = steps > 1 ? (end.toDouble() - start.toDouble()) / static_cast<double>(steps - 1) : 0;
  Tensor numbers = arange(Operand(steps, here), kDouble, here);
  Tensor spread = mul(numbers, Operand(stride, here), here);
  return add(spread, Operand(start.toDouble(), here), 1, here).to(dtype, here);
}

Tensor eye(const Size &n, const TensorOptions &options, SourceLocation here) { return eye(n, n, options, here); }
Tensor eye(const Size &n, const Size &m, const TensorOptions &options, SourceLocation here) {
  graph::Shape sizes = checkedShape("eye", {n, m}, here);
  NodePtr row = iota(0, sizes, kLong, here), column = iota(1, sizes, kLong, here);
  row->traced |= n.is_symbolic() || m.is_symbolic();
  return makeTensor(cast(frontend::compare(graph::Predicate::eq, row, column, here), typeOf(options, kFloat, here), here));
}

Tensor from_blob(void *data, const SizeList &sizes, const TensorOptions &options, SourceLocation here) {
  return from_blob(data, sizes, [](void *) {}, options, here);
}
Tensor from_blob(void *data, const SizeList &sizes, std::function<void(void *)> deleter, const TensorOptions &options,
                 SourceLocation here) {
  graph::Shape shape = checkedShape("from_blob", sizes, here);
  sizes.vec(); // numbers, or an error
  std::shared_ptr<char> memory(static_cast<char *>(data), [deleter](char *bytes) { deleter(bytes); });
  return makeTensor(makeData(typeOf(options, kFloat, here), shape, memory, here));
}

Tensor tensor(const detail::NestedList &elements, const TensorOptions &options, SourceLocation here) {
  if (elements.ragged)
    fail("tensor", "the lists differ in length or type", here);
  // Doubles are literals mostly, and mean the default type.
  ScalarType dtype = typeOf(options, isFloatingType(elements.type)          ? kFloat
                                     : elements.type == kBool               ? kBool
                                     : isIntegralType(elements.type, false) ? kLong
                                                                            : elements.type,
                            here);
  graph::Shape sizes;
  for (int64_t size : elements.sizes)
    sizes.push_back(constantExpression(size));
  std::shared_ptr<char> memory = allocate(elements.values.size() * elementSize(dtype));
  for (auto [i, value] : llvm::enumerate(elements.values))
    writeElement(memory.get(), dtype, i, value);
  return makeTensor(makeData(dtype, sizes, memory, here));
}

} // namespace tenon
