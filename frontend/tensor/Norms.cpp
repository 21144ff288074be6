//===- Norms.cpp - Norms and distances ------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Formula.h"
#include <limits>

namespace tenon {

using namespace frontend;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The p-norm over dims, in float32 at least.
Tensor normOf(const char *op, const Tensor &self, double power, const IntArrayRef &dim, bool keepdim,
              std::optional<ScalarType> dtype, SourceLocation here) {
  ScalarType type = dtype.value_or(self.dtype(here));
  if (!isFloatingType(type))
    fail(op, "needs floats, got " + nodeOf(self, here)->describe() + ": convert with to(kFloat), or give a dtype",
         here);
  Term x = abs(Term(self.to(type, here), here).to(formulaType(type)));
  auto result = [&]() -> Term {
    if (power == 2)
      return sqrt(sum(square(x), dim, keepdim));
    if (power == 1)
      return sum(x, dim, keepdim);
    if (power == infinity)
      return {amax(x, dim, keepdim, here), here};
    if (power == -infinity)
      return {amin(x, dim, keepdim, here), here};
    if (power == 0)
      return sum((x != 0).to(formulaType(type)), dim, keepdim);
    return frontend::power(sum(frontend::power(x, power), dim, keepdim), 1 / power);
  };
  return result().to(type);
}

double powerOf(const std::optional<Scalar> &p) { return p ? p->toDouble() : 2; }

/// Two dims, counted from the front.
std::pair<int64_t, int64_t> matrixDims(const char *op, const Tensor &self, const IntArrayRef &dim,
                                       SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  if (dim.size() != 2 || node->sizes.size() < 2)
    fail(op, "needs two dims of matrices, got " + std::to_string(dim.size()) + " of " + node->describe(), here);
  int64_t row = wrapDim(dim[0], node->sizes.size(), op, here), column = wrapDim(dim[1], node->sizes.size(), op, here);
  if (row == column)
    fail(op, "dim " + std::to_string(dim[1]) + " is named twice", here);
  return {row, column};
}

} // namespace

Tensor norm(const Tensor &self, const Scalar &p, SourceLocation here) {
  return normOf("norm", self, p.toDouble(), {}, false, std::nullopt, here);
}
Tensor norm(const Tensor &self, const std::optional<Scalar> &p, ScalarType dtype, SourceLocation here) {
  return normOf("norm", self, powerOf(p), {}, false, dtype, here);
}
Tensor norm(const Tensor &self, const std::optional<Scalar> &p, const IntArrayRef &dim, bool keepdim,
            SourceLocation here) {
  return normOf("norm", self, powerOf(p), dim, keepdim, std::nullopt, here);
}
Tensor norm(const Tensor &self, const std::optional<Scalar> &p, const IntArrayRef &dim, bool keepdim, ScalarType dtype,
            SourceLocation here) {
  return normOf("norm", self, powerOf(p), dim, keepdim, dtype, here);
}
Tensor frobenius_norm(const Tensor &self, const IntArrayRef &dim, bool keepdim, SourceLocation here) {
  return normOf("frobenius_norm", self, 2, dim, keepdim, std::nullopt, here);
}

Tensor norm_except_dim(const Tensor &v, int64_t pow, int64_t dim, SourceLocation here) {
  if (dim == -1)
    return normOf("norm_except_dim", v, static_cast<double>(pow), {}, false, std::nullopt, here);
  int64_t rank = v.dim(here), kept = wrapDim(dim, rank, "norm_except_dim", here);
  std::vector<int64_t> others;
  for (int64_t axis = 0; axis < rank; ++axis)
    if (axis != kept)
      others.push_back(axis);
  return others.empty() ? abs(v, here)
                        : normOf("norm_except_dim", v, static_cast<double>(pow), others, true, std::nullopt, here);
}

Tensor linalg_vector_norm(const Tensor &self, const Scalar &ord, const IntArrayRef &dim, bool keepdim,
                          std::optional<ScalarType> dtype, SourceLocation here) {
  return normOf("linalg_vector_norm", self, ord.toDouble(), dim, keepdim, dtype, here);
}

Tensor linalg_matrix_norm(const Tensor &self, const Scalar &ord, const IntArrayRef &dim, bool keepdim,
                          std::optional<ScalarType> dtype, SourceLocation here) {
  const char *op = "linalg_matrix_norm";
  auto [row, column] = matrixDims(op, self, dim, here);
  double order = ord.toDouble();
  if (std::fabs(order) != 1 && std::fabs(order) != infinity)
    fail(op, "ord must be 1, -1, infinity, -infinity or 'fro': others need singular values, which there are not", here);
  bool byColumns = std::fabs(order) == 1;
  Tensor sums = normOf(op, self, 1, byColumns ? row : column, true, dtype, here);
  IntArrayRef both = {row, column};
  return order > 0 ? amax(sums, both, keepdim, here) : amin(sums, both, keepdim, here);
}

Tensor linalg_matrix_norm(const Tensor &self, const std::string &ord, const IntArrayRef &dim, bool keepdim,
                          std::optional<ScalarType> dtype, SourceLocation here) {
  auto [row, column] = matrixDims("linalg_matrix_norm", self, dim, here);
  if (ord != "fro")
    fail("linalg_matrix_norm", "ord is '" + ord + "', expected 'fro': 'nuc' needs singular values, which there are not",
         here);
  return normOf("linalg_matrix_norm", self, 2, {row, column}, keepdim, dtype, here);
}

Tensor linalg_norm(const Tensor &self, const std::optional<Scalar> &ord, const IntArrayRef &dim, bool keepdim,
                   std::optional<ScalarType> dtype, SourceLocation here) {
  bool isMatrix = dim.size() == 2 || (dim.empty() && self.dim(here) == 2);
  if (ord && dim.empty() && self.dim(here) > 2)
    fail("linalg_norm",
         "with ord and without dim the tensor must have 1 or 2 dims, got " + nodeOf(self, here)->describe(), here);
  if (ord && isMatrix)
    return linalg_matrix_norm(self, *ord, dim.empty() ? IntArrayRef{-2, -1} : dim, keepdim, dtype, here);
  return normOf("linalg_norm", self, powerOf(ord), dim, keepdim, dtype, here);
}
Tensor linalg_norm(const Tensor &self, const std::string &ord, const IntArrayRef &dim, bool keepdim,
                   std::optional<ScalarType> dtype, SourceLocation here) {
  return linalg_matrix_norm(self, ord, dim.empty() ? IntArrayRef{-2, -1} : dim, keepdim, dtype, here);
}

Tensor renorm(const Tensor &self, const Scalar &p, int64_t dim, const Scalar &maxnorm, SourceLocation here) {
  int64_t rank = self.dim(here), kept = wrapDim(dim, rank, "renorm", here);
  if (rank < 2)
    fail("renorm", "needs 2 dims or more, got " + nodeOf(self, here)->describe(), here);
  std::vector<int64_t> others;
  for (int64_t axis = 0; axis < rank; ++axis)
    if (axis != kept)
      others.push_back(axis);
  return byFormula(self, here, [&](Term x) {
    Term length(normOf("renorm", x, p.toDouble(), others, true, std::nullopt, here), here);
    return x * choose(length > maxnorm, number(x, maxnorm) / (length + 1e-7), 1.0);
  });
}

//===----------------------------------------------------------------------===//
// Distances
//===----------------------------------------------------------------------===//

Tensor dist(const Tensor &self, const Tensor &other, const Scalar &p, SourceLocation here) {
  return normOf("dist", Term(self, here) - Term(other, here), p.toDouble(), {}, false, std::nullopt, here);
}

Tensor cdist(const Tensor &x1, const Tensor &x2, double p, SourceLocation here) {
  const NodePtr &a = nodeOf(x1, here), &b = nodeOf(x2, here);
  if (a->sizes.size() < 2 || b->sizes.size() < 2 || !graph::sameSize(a->sizes.back(), b->sizes.back()))
    fail("cdist", "needs matrices of one number of columns, got " + a->describe() + " and " + b->describe(), here);
  if (p < 0)
    fail("cdist", "p is negative", here);
  Term rows(unsqueeze(x1, -2, here), here), others(unsqueeze(x2, -3, here), here);
  return normOf("cdist", rows - others, p, -1, false, std::nullopt, here);
}

Tensor pdist(const Tensor &self, double p, SourceLocation here) {
  if (self.dim(here) != 2)
    fail("pdist", "needs a matrix, got " + nodeOf(self, here)->describe(), here);
  int64_t rows = self.size(0, here);
  std::vector<int64_t> first, second;
  for (int64_t i = 0; i < rows; ++i)
    for (int64_t j = i + 1; j < rows; ++j) {
      first.push_back(i);
      second.push_back(j);
    }
  Term a(index_select(self, 0, tenon::tensor(first, kLong, here), here), here);
  Term b(index_select(self, 0, tenon::tensor(second, kLong, here), here), here);
  return normOf("pdist", a - b, p, -1, false, std::nullopt, here);
}

Tensor pairwise_distance(const Tensor &x1, const Tensor &x2, double p, double eps, bool keepdim, SourceLocation here) {
  return normOf("pairwise_distance", Term(x1, here) - Term(x2, here) + eps, p, -1, keepdim, std::nullopt, here);
}

Tensor cosine_similarity(const Tensor &x1, const Tensor &x2, int64_t dim, double eps, SourceLocation here) {
  return byFormula(Operand(x1, here), Operand(x2, here), here, [&](Term a, Term b) {
    auto unit = [&](const Term &x) { return x / larger(sqrt(sum(square(x), dim, true)), eps); };
    // Both have all dims before one is chosen.
    graph::Shape sizes = broadcastSizes(nodeOf(a, here)->sizes, nodeOf(b, here)->sizes, "cosine_similarity", here);
    a = Term(makeTensor(broadcast(nodeOf(a, here), sizes, here)), here);
    b = Term(makeTensor(broadcast(nodeOf(b, here), sizes, here)), here);
    return sum(unit(a) * unit(b), dim);
  });
}

} // namespace tenon
