//===- Generators.cpp - Random numbers that depend on tensors -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Elements.h"
#include "frontend/tensor/Formula.h"
#include "frontend/tensor/Random.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <random>

namespace tenon {

using namespace frontend;

namespace {

/// The process's sequence, for the distributions of the standard library.
class Bits {
public:
  using result_type = uint32_t;
  static constexpr uint32_t min() { return 0; }
  static constexpr uint32_t max() { return std::numeric_limits<uint32_t>::max(); }

  uint32_t operator()() {
    if (next == 4) {
      RandomStream stream = takeRandom(1);
      block = philox(stream.seed, stream.counter);
      next = 0;
    }
    return block[next++];
  }

private:
  std::array<uint32_t, 4> block = {};
  int next = 4;
};

void refuseTraced(const char *op, const NodePtr &node, SourceLocation here) {
  if (node->traced)
    fail(op, "a graph has no random numbers: make them before tracing, or an input", here);
}

/// The elements as doubles.
std::vector<double> valuesOf(const char *op, const Tensor &tensor, SourceLocation here) {
  const NodePtr &node = nodeOf(tensor, here);
  refuseTraced(op, node, here);
  materialize(op, node, here);
  std::vector<double> values(node->elementCount());
  for (auto [i, value] : llvm::enumerate(values))
    value = readElement(node->bytes(), node->dtype, i).toDouble();
  return values;
}

/// A tensor of the elements that `draw` gives one after the other, made now.
Tensor drawn(ScalarType type, const graph::Shape &sizes, llvm::function_ref<Scalar(int64_t)> draw,
             SourceLocation here) {
  NodePtr node = makeData(type, sizes, nullptr, here);
  for (int64_t i = 0, count = node->elementCount(); i < count; ++i)
    writeElement(node->bytes(), type, i, draw(i));
  return makeTensor(node);
}

/// Replaces the elements by a function of uniform numbers of [0, 1).
Tensor &drawInto(const char *op, Tensor &self, SourceLocation here, std::function<double(double)> function) {
  const NodePtr &node = nodeOf(self, here);
  refuseTraced(op, node, here);
  NodePtr made = makeGenerated(node->dtype, node->sizes, nullptr, here);
  int64_t count = made->elementCount();
  RandomStream stream = takeRandom((count + 1) / 2);
  made->generate = [=, type = node->dtype, function = std::move(function)](char *data) {
    std::vector<double> uniform(count);
    fillUniform(uniform.data(), count, stream);
    for (int64_t i = 0; i < count; ++i)
      writeElement(data, type, i, function(uniform[i]));
  };
  setNode(self, made, here);
  return self;
}

Tensor uniformLike(const char *op, const Tensor &self, SourceLocation here) {
  refuseTraced(op, nodeOf(self, here), here);
  return rand(self.sizes(here), self.dtype(here) == kDouble ? kDouble : kFloat, here);
}

void checkProbability(const char *op, double p, SourceLocation here) {
  if (!(p >= 0 && p <= 1))
    fail(op, "the probability is " + std::to_string(p) + ", expected one of 0 to 1", here);
}

} // namespace

Tensor bernoulli(const Tensor &self, SourceLocation here) {
  if (!self.is_floating_point(here))
    fail("bernoulli", "the probabilities must be floats, got " + nodeOf(self, here)->describe(), here);
  return lt(uniformLike("bernoulli", self, here), Operand(self, here), here).to(self.dtype(here), here);
}
Tensor bernoulli(const Tensor &self, double p, SourceLocation here) {
  checkProbability("bernoulli", p, here);
  return lt(uniformLike("bernoulli", self, here), Operand(p, here), here).to(self.dtype(here), here);
}
Tensor &Tensor::bernoulli_(double p, SourceLocation here) { return copy_(tenon::bernoulli(*this, p, here), here); }
Tensor &Tensor::bernoulli_(const Tensor &p, SourceLocation here) {
  return copy_(tenon::lt(uniformLike("bernoulli_", *this, here), Operand(p, here), here), here);
}

Tensor multinomial(const Tensor &self, int64_t num_samples, bool replacement, SourceLocation here) {
  const char *op = "multinomial";
  int64_t rank = self.dim(here);
  if (rank < 1 || rank > 2 || num_samples < 1)
    fail(op,
         "needs a vector or a matrix of weights and 1 sample or more, got " + nodeOf(self, here)->describe() + " and " +
             std::to_string(num_samples),
         here);
  std::vector<double> weights = valuesOf(op, self, here);
  int64_t columns = self.size(-1, here), rows = rank == 2 ? self.size(0, here).expect_int() : 1;
  Bits bits;
  std::uniform_real_distribution<double> uniform;
  std::vector<int64_t> result;
  for (int64_t row = 0; row < rows; ++row) {
    llvm::ArrayRef<double> line = llvm::ArrayRef(weights).slice(row * columns, columns);
    if (!llvm::all_of(line, [](double weight) { return weight >= 0 && std::isfinite(weight); }))
      fail(op, "the weights must be finite and not negative", here);
    int64_t possible = llvm::count_if(line, [](double weight) { return weight > 0; });
    if (possible < (replacement ? 1 : num_samples))
      fail(op, std::to_string(num_samples) + " samples of " + std::to_string(possible) + " weights above 0", here);
    if (replacement) {
      std::discrete_distribution<int64_t> choose(line.begin(), line.end());
      for (int64_t i = 0; i < num_samples; ++i)
        result.push_back(choose(bits));
      continue;
    }
    // The first arrivals of processes with the weights as their rates.
    std::vector<std::pair<double, int64_t>> arrivals;
    for (auto [i, weight] : llvm::enumerate(line))
      if (weight > 0)
        arrivals.push_back({-std::log1p(-uniform(bits)) / weight, i});
    std::partial_sort(arrivals.begin(), arrivals.begin() + num_samples, arrivals.end());
    for (const auto &[time, index] : llvm::ArrayRef(arrivals).take_front(num_samples))
      result.push_back(index);
  }
  Tensor indices = tenon::tensor(result, kLong, here);
  return rank == 2 ? reshape(indices, {rows, num_samples}, here) : indices;
}

Tensor poisson(const Tensor &self, SourceLocation here) {
  std::vector<double> means = valuesOf("poisson", self, here);
  if (!llvm::all_of(means, [](double mean) { return mean >= 0; }))
    fail("poisson", "a mean is negative", here);
  Bits bits;
  return drawn(
      self.dtype(here), nodeOf(self, here)->sizes,
      [&](int64_t i) -> Scalar { return means[i] == 0 ? 0 : std::poisson_distribution<int64_t>(means[i])(bits); },
      here);
}

Tensor binomial(const Tensor &count, const Tensor &prob, SourceLocation here) {
  TensorList both = broadcast_tensors({count, prob}, here);
  std::vector<double> counts = valuesOf("binomial", both[0], here), chances = valuesOf("binomial", both[1], here);
  for (double chance : chances)
    checkProbability("binomial", chance, here);
  Bits bits;
  return drawn(
      count.dtype(here), nodeOf(both[0], here)->sizes,
      [&](int64_t i) -> Scalar {
        return std::binomial_distribution<int64_t>(static_cast<int64_t>(counts[i]), chances[i])(bits);
      },
      here);
}

Tensor normal(const Tensor &mean, const Tensor &std, SourceLocation here) {
  graph::Shape sizes = broadcastSizes(nodeOf(mean, here)->sizes, nodeOf(std, here)->sizes, "normal", here);
  Term noise(randn(toSizes(sizes, here), mean.dtype(here), here), here);
  return noise * Term(std, here) + Term(mean, here);
}
Tensor normal(const Tensor &mean, double std, SourceLocation here) {
  return normal(mean, full({}, std, mean.dtype(here), here), here);
}
Tensor normal(double mean, const Tensor &std, SourceLocation here) {
  return normal(full({}, mean, std.dtype(here), here), std, here);
}
Tensor normal(double mean, double std, const SizeList &size, const TensorOptions &options, SourceLocation here) {
  return empty(size, options, here).normal_(mean, std, here);
}

Tensor randint_like(const Tensor &self, int64_t high, const TensorOptions &options, SourceLocation here) {
  return randint_like(self, 0, high, options, here);
}
Tensor randint_like(const Tensor &self, int64_t low, int64_t high, const TensorOptions &options, SourceLocation here) {
  return randint(low, high, self.sizes(here), typeOf(options, self.dtype(here), here), here);
}

//===----------------------------------------------------------------------===//
// In place
//===----------------------------------------------------------------------===//

Tensor &Tensor::random_(int64_t from, std::optional<int64_t> to, SourceLocation here) {
  // Without an end, all numbers that the type has, of floats the integers that it holds exactly.
  ScalarType type = dtype(here);
  uint64_t most = type == kDouble     ? uint64_t(1) << 53
                  : type == kFloat    ? uint64_t(1) << 24
                  : type == kHalf     ? uint64_t(1) << 11
                  : type == kBFloat16 ? uint64_t(1) << 8
                  : type == kBool     ? 1
                  : isIntegralType(type, false) && elementSize(type) == 8
                      ? uint64_t(std::numeric_limits<int64_t>::max())
                      : (uint64_t(1) << (8 * elementSize(type) - isSignedType(type))) - 1;
  if (to && *to <= from)
    fail("random_", "no integer is in [" + std::to_string(from) + ", " + std::to_string(*to) + ")", here);
  uint64_t count =
      to ? static_cast<uint64_t>(*to) - static_cast<uint64_t>(from) : most - static_cast<uint64_t>(from) + 1;
  const NodePtr &node = nodeOf(*this, here);
  refuseTraced("random_", node, here);
  Bits bits;
  Tensor values = drawn(
      type, node->sizes,
      [&](int64_t) -> Scalar {
        uint64_t random = uint64_t(bits()) << 32 | bits();
        return from + static_cast<int64_t>(random % count);
      },
      here);
  return copy_(values, here);
}
Tensor &Tensor::random_(SourceLocation here) { return random_(0, std::nullopt, here); }
Tensor &Tensor::random_(int64_t to, SourceLocation here) { return random_(0, to, here); }

Tensor &Tensor::exponential_(double lambd, SourceLocation here) {
  if (!(lambd > 0))
    fail("exponential_", "lambd must be above 0", here);
  return drawInto("exponential_", *this, here, [=](double u) { return -std::log1p(-u) / lambd; });
}
Tensor &Tensor::geometric_(double p, SourceLocation here) {
  if (!(p > 0 && p < 1))
    fail("geometric_", "the probability must lie between 0 and 1", here);
  return drawInto("geometric_", *this, here,
                  [=](double u) { return std::max(1.0, std::ceil(std::log1p(-u) / std::log1p(-p))); });
}
Tensor &Tensor::cauchy_(double median, double sigma, SourceLocation here) {
  if (!(sigma > 0))
    fail("cauchy_", "sigma must be above 0", here);
  return drawInto("cauchy_", *this, here,
                  [=](double u) { return median + sigma * std::tan(std::numbers::pi * (u - 0.5)); });
}
Tensor &Tensor::log_normal_(double mean, double std, SourceLocation here) {
  if (!(std > 0))
    fail("log_normal_", "the standard deviation must be above 0", here);
  Tensor values = randn(sizes(here), kDouble, here).mul_(std, here).add_(mean, 1, here).exp_(here);
  return copy_(values, here);
}

} // namespace tenon
