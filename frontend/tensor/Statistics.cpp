//===- Statistics.cpp - Covariance, differences and integrals -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Formula.h"

namespace tenon {

using namespace frontend;

Tensor cov(const Tensor &self, int64_t correction, const OptionalTensor &fweights, const OptionalTensor &aweights,
           SourceLocation here) {
  int64_t rank = self.dim(here);
  if (rank > 2 || self.dtype(here) == kBool)
    fail("cov", "needs a matrix or a vector of numbers, got " + nodeOf(self, here)->describe(), here);
  ScalarType type = toFloatType(self.dtype(here)), inner = formulaType(type);
  Term x = Term(self, here).to(inner);
  if (rank < 2)
    x = Term(reshape(x, {1, -1}, here), here);
  auto weightsOf = [&](const OptionalTensor &weights, const char *name) {
    const NodePtr &node = nodeOf(*weights, here);
    if (node->sizes.size() != 1 || !graph::sameSize(node->sizes[0], nodeOf(x, here)->sizes[1]))
      fail("cov", std::string(name) + " is " + node->describe() + ", expected one number for each observation", here);
    return Term(*weights, here).to(inner);
  };
  std::optional<Term> weights;
  if (fweights)
    weights = weightsOf(fweights, "fweights");
  if (aweights) {
    Term amount = weightsOf(aweights, "aweights");
    weights = weights ? *weights * amount : amount;
  }
  Term count(makeTensor(sizeNode(nodeOf(x, here)->sizes[1], inner, here)), here);
  Term total = weights ? sum(*weights) : count;
  Term middle = weights ? sum(x * *weights, 1, true) / total : mean(x, 1, true);
  Term norm = total - correction;
  if (aweights && correction != 0) {
    // What the weights count for: the sum of their squares, where they say how much.
    Term amount = weightsOf(aweights, "aweights");
    norm = total - static_cast<double>(correction) * sum(*weights * amount) / total;
  }
  x = x - middle;
  Term other = weights ? x * *weights : x;
  Term product(matmul(x, t(other, here), here), here);
  return squeeze((product / larger(norm, 0.0)).to(type), here);
}

Tensor corrcoef(const Tensor &self, SourceLocation here) {
  Tensor covariance = cov(self, 1, {}, {}, here);
  if (covariance.dim(here) == 0)
    return div(covariance, Operand(covariance, here), here);
  Term c(covariance, here), deviation = sqrt(Term(diagonal(covariance, 0, 0, 1, here), here));
  Term scaled = c / Term(unsqueeze(deviation, 1, here), here) / deviation;
  return clamp(scaled, -1, 1, here);
}

Tensor diff(const Tensor &self, int64_t n, int64_t dim, const OptionalTensor &prepend, const OptionalTensor &append,
            SourceLocation here) {
  if (n < 0 || self.dim(here) == 0)
    fail("diff",
         "needs a dim and an order of 0 or more, got " + nodeOf(self, here)->describe() + " and " + std::to_string(n),
         here);
  Tensor x = self;
  if (prepend)
    x = cat({*prepend, x}, dim, here);
  if (append)
    x = cat({x, *append}, dim, here);
  for (int64_t i = 0; i < n; ++i) {
    Size size = x.size(dim, here);
    if (!size.is_symbolic() && size == 0)
      break;
    Tensor later = narrow(x, dim, 1, size - 1, here), earlier = narrow(x, dim, 0, size - 1, here);
    x = x.dtype(here) == kBool ? logical_xor(later, Operand(earlier, here), here)
                               : sub(later, Operand(earlier, here), 1, here);
  }
  return n == 0 && !prepend && !append ? makeTensor(nodeOf(x, here)) : x;
}

namespace {

/// The sums of neighbours along a dim.
Term neighbourSums(const Tensor &y, int64_t dim, SourceLocation here) {
  Size steps = y.size(dim, here) - 1;
  return Term(narrow(y, dim, 0, steps, here), here) + Term(narrow(y, dim, 1, steps, here), here);
}

} // namespace

Tensor trapezoid(const Tensor &y, const Tensor &x, int64_t dim, SourceLocation here) {
  Tensor points = x;
  if (x.dim(here) == 1) { // the same for all other dims: aligned with `dim`
    int64_t behind = y.dim(here) - 1 - wrapDim(dim, y.dim(here), "trapezoid", here);
    for (int64_t i = 0; i < behind; ++i)
      points = unsqueeze(points, -1, here);
  }
  int64_t axis = x.dim(here) == 1 ? 0 : dim;
  Term widths(diff(points, 1, axis, {}, {}, here), here);
  return sum(neighbourSums(y, dim, here) * widths, dim) / 2;
}
Tensor trapezoid(const Tensor &y, const Scalar &dx, int64_t dim, SourceLocation here) {
  return sum(neighbourSums(y, dim, here), dim) * dx / 2;
}
Tensor trapz(const Tensor &y, const Tensor &x, int64_t dim, SourceLocation here) { return trapezoid(y, x, dim, here); }
Tensor trapz(const Tensor &y, double dx, int64_t dim, SourceLocation here) {
  return trapezoid(y, Scalar(dx), dim, here);
}

} // namespace tenon
