//===- Contractions.cpp - Products made of matrix products ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Formula.h"
#include "llvm/ADT/STLExtras.h"

namespace tenon {

using namespace frontend;

namespace {

Tensor combine(const Tensor &self, const Tensor &product, const Scalar &beta, const Scalar &alpha,
               SourceLocation here) {
  Term result(product, here);
  if (alpha.toDouble() != 1)
    result = result * alpha;
  if (beta.toDouble() == 0)
    return result;
  Term addend(self, here);
  return result + (beta.toDouble() == 1 ? addend : addend * beta);
}

} // namespace

Tensor addmm(const Tensor &self, const Tensor &mat1, const Tensor &mat2, const Scalar &beta, const Scalar &alpha,
             SourceLocation here) {
  return combine(self, mm(mat1, mat2, here), beta, alpha, here);
}
Tensor addmv(const Tensor &self, const Tensor &mat, const Tensor &vec, const Scalar &beta, const Scalar &alpha,
             SourceLocation here) {
  return combine(self, mv(mat, vec, here), beta, alpha, here);
}
Tensor addr(const Tensor &self, const Tensor &vec1, const Tensor &vec2, const Scalar &beta, const Scalar &alpha,
            SourceLocation here) {
  return combine(self, outer(vec1, vec2, here), beta, alpha, here);
}
Tensor baddbmm(const Tensor &self, const Tensor &batch1, const Tensor &batch2, const Scalar &beta, const Scalar &alpha,
               SourceLocation here) {
  return combine(self, bmm(batch1, batch2, here), beta, alpha, here);
}
Tensor addbmm(const Tensor &self, const Tensor &batch1, const Tensor &batch2, const Scalar &beta, const Scalar &alpha,
              SourceLocation here) {
  return combine(self, sum(bmm(batch1, batch2, here), 0, false, std::nullopt, here), beta, alpha, here);
}

Tensor vdot(const Tensor &self, const Tensor &other, SourceLocation here) { return dot(self, other, here); }

Tensor linalg_vecdot(const Tensor &x, const Tensor &y, int64_t dim, SourceLocation here) {
  return sum(Term(x, here) * Term(y, here), dim);
}

Tensor inner(const Tensor &self, const Tensor &other, SourceLocation here) {
  if (self.dim(here) == 0 || other.dim(here) == 0)
    return mul(self, Operand(other, here), here);
  return tensordot(self, other, -1, -1, here);
}

Tensor kron(const Tensor &self, const Tensor &other, SourceLocation here) {
  // [a, b] and [c, d]: [a, 1, b, 1] times [1, c, 1, d], whose dims are joined by twos.
  graph::Shape a = nodeOf(self, here)->sizes, b = nodeOf(other, here)->sizes;
  size_t rank = std::max(a.size(), b.size());
  a.insert(a.begin(), rank - a.size(), constantExpression(1));
  b.insert(b.begin(), rank - b.size(), constantExpression(1));
  graph::Shape left, right, joined;
  for (size_t i = 0; i < rank; ++i) {
    left.append({a[i], constantExpression(1)});
    right.append({constantExpression(1), b[i]});
    joined.push_back(graph::multiplySizes(a[i], b[i]));
  }
  Term x(makeTensor(frontend::reshape(nodeOf(self, here), left, here)), here);
  Term y(makeTensor(frontend::reshape(nodeOf(other, here), right, here)), here);
  return makeTensor(frontend::reshape(nodeOf(x * y, here), joined, here));
}

Tensor linalg_cross(const Tensor &self, const Tensor &other, int64_t dim, SourceLocation here) {
  const NodePtr &x = nodeOf(self, here), &y = nodeOf(other, here);
  int64_t axis = wrapDim(dim, x->sizes.size(), "cross", here);
  if (x->sizes.size() != y->sizes.size() || x->sizes.empty() || graph::constantSize(x->sizes[axis]) != 3 ||
      graph::constantSize(y->sizes[axis]) != 3)
    fail("cross",
         x->describe() + " and " + y->describe() + " must have as many dims, and size 3 in dim " + std::to_string(dim),
         here);
  auto rolled = [&](const Tensor &tensor, int64_t by) { return Term(roll(tensor, by, axis, here), here); };
  return rolled(self, -1) * rolled(other, -2) - rolled(self, -2) * rolled(other, -1);
}

Tensor cross(const Tensor &self, const Tensor &other, std::optional<int64_t> dim, SourceLocation here) {
  if (dim)
    return linalg_cross(self, other, *dim, here);
  for (auto [axis, size] : llvm::enumerate(nodeOf(self, here)->sizes))
    if (graph::constantSize(size) == 3)
      return linalg_cross(self, other, axis, here);
  fail("cross", "no dim of " + nodeOf(self, here)->describe() + " has size 3", here);
}

Tensor matrix_power(const Tensor &self, int64_t n, SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  if (node->sizes.size() < 2 || !graph::sameSize(node->sizes.back(), node->sizes[node->sizes.size() - 2]))
    fail("matrix_power", "needs square matrices, got " + node->describe(), here);
  if (n < 0)
    fail("matrix_power", "the power is negative, and there is no inverse", here);
  if (n == 0)
    return expand(eye(self.size(-1, here), self.dtype(here), here), self.sizes(here), here).clone(here);
  // By squares: the binary digits of n say which are multiplied.
  std::optional<Tensor> result;
  for (Tensor square = self; n; square = matmul(square, square, here)) {
    if (n & 1)
      result = result ? matmul(*result, square, here) : square;
    if ((n >>= 1) == 0)
      break;
  }
  return makeTensor(nodeOf(*result, here));
}

Tensor vander(const Tensor &x, std::optional<int64_t> N, bool increasing, SourceLocation here) {
  if (x.dim(here) != 1)
    fail("vander", "needs a vector, got " + nodeOf(x, here)->describe(), here);
  Tensor powers = linalg_vander(x, N, here);
  return increasing ? powers : flip(powers, 1, here);
}
Tensor linalg_vander(const Tensor &x, std::optional<int64_t> N, SourceLocation here) {
  if (x.dim(here) == 0 || N.value_or(1) < 0)
    fail("linalg_vander", "needs a vector and a number of powers of 0 or more, got " + nodeOf(x, here)->describe(),
         here);
  int64_t count = N ? *N : x.size(-1, here).expect_int();
  Tensor exponents = arange(Operand(count, here), kLong, here);
  Tensor base = x.dtype(here) == kBool ? x.to(kLong, here) : x;
  return pow(unsqueeze(base, -1, here), Operand(exponents, here), here);
}

Tensor bilinear(const Tensor &input1, const Tensor &input2, const Tensor &weight, const OptionalTensor &bias,
                SourceLocation here) {
  Tensor result = einsum("...n,knm,...m->...k", {input1, weight, input2}, here);
  return bias ? add(result, Operand(*bias, here), 1, here) : result;
}

//===----------------------------------------------------------------------===//
// Chains
//===----------------------------------------------------------------------===//

namespace {

/// Where the product of the matrices [first, last] is best cut, for each pair: the classical dynamic programme.
std::vector<std::vector<size_t>> bestCuts(const std::vector<int64_t> &sizes) {
  size_t count = sizes.size() - 1;
  std::vector<std::vector<size_t>> cuts(count, std::vector<size_t>(count, 0));
  std::vector<std::vector<double>> cost(count, std::vector<double>(count, 0));
  for (size_t length = 2; length <= count; ++length)
    for (size_t first = 0; first + length <= count; ++first) {
      size_t last = first + length - 1;
      cost[first][last] = std::numeric_limits<double>::infinity();
      for (size_t cut = first; cut < last; ++cut) {
        double own = static_cast<double>(sizes[first]) * static_cast<double>(sizes[cut + 1]) *
                     static_cast<double>(sizes[last + 1]);
        double total = cost[first][cut] + cost[cut + 1][last] + own;
        if (total < cost[first][last]) {
          cost[first][last] = total;
          cuts[first][last] = cut;
        }
      }
    }
  return cuts;
}

Tensor multiplyChain(const TensorList &matrices, const std::vector<std::vector<size_t>> &cuts, size_t first,
                     size_t last, SourceLocation here) {
  if (first == last)
    return matrices[first];
  size_t cut = cuts[first][last];
  return matmul(multiplyChain(matrices, cuts, first, cut, here), multiplyChain(matrices, cuts, cut + 1, last, here),
                here);
}

} // namespace

Tensor linalg_multi_dot(const TensorList &tensors, SourceLocation here) {
  if (tensors.size() < 2)
    fail("linalg_multi_dot", "needs two tensors or more, got " + std::to_string(tensors.size()), here);
  // A vector at either end is a row or a column.
  TensorList matrices = tensors;
  bool isRow = tensors.front().dim(here) == 1, isColumn = tensors.back().dim(here) == 1;
  if (isRow)
    matrices.front() = unsqueeze(matrices.front(), 0, here);
  if (isColumn)
    matrices.back() = unsqueeze(matrices.back(), 1, here);
  std::vector<int64_t> sizes;
  for (const Tensor &matrix : matrices) {
    const NodePtr &node = nodeOf(matrix, here);
    if (node->sizes.size() != 2)
      fail("linalg_multi_dot", "needs matrices, got " + node->describe(), here);
    sizes.push_back(graph::constantSize(node->sizes[0]).value_or(1));
  }
  sizes.push_back(graph::constantSize(nodeOf(matrices.back(), here)->sizes[1]).value_or(1));
  Tensor result = multiplyChain(matrices, bestCuts(sizes), 0, matrices.size() - 1, here);
  if (isColumn)
    result = squeeze(result, 1, here);
  return isRow ? squeeze(result, 0, here) : result;
}
Tensor chain_matmul(const TensorList &matrices, SourceLocation here) {
  if (matrices.size() == 1)
    return makeTensor(nodeOf(matrices.front(), here));
  return linalg_multi_dot(matrices, here);
}

} // namespace tenon
