//===- ContractionLoops.cpp - Products of the reference ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/reference/OpLoops.h"
#include <cblas.h>

using namespace mlir;
using namespace tenon::graph;
using llvm::createStringError;
using llvm::Expected;

namespace tenon::reference {

void multiplyMatricesByLoop(const double *a, const double *b, double *c, int64_t m, int64_t n, int64_t k,
                            bool transposedRight) {
  for (int64_t i = 0; i < m; ++i)
    for (int64_t j = 0; j < n; ++j) {
      double sum = 0;
      for (int64_t l = 0; l < k; ++l)
        sum += a[i * k + l] * (transposedRight ? b[j * k + l] : b[l * n + j]);
      c[i * n + j] = sum;
    }
}

void multiplyMatricesByBlas(const double *a, const double *b, double *c, int64_t m, int64_t n, int64_t k,
                            bool transposedRight) {
  cblas_dgemm(CblasRowMajor, CblasNoTrans, transposedRight ? CblasTrans : CblasNoTrans, m, n, k, 1, a, k, b,
              transposedRight ? k : n, 0, c, n);
}

void multiplyMatrices(const double *a, const double *b, double *c, int64_t m, int64_t n, int64_t k,
                      bool transposedRight) {
  constexpr int64_t loopLimit = 1000000;
  if (m * n * k > loopLimit)
    multiplyMatricesByBlas(a, b, c, m, n, k, transposedRight);
  else
    multiplyMatricesByLoop(a, b, c, m, n, k, transposedRight);
}

/// One batch of integers: the sums wrap like the type.
static void multiplyIntegers(const int64_t *a, const int64_t *b, int64_t *c, int64_t m, int64_t n, int64_t k) {
  for (int64_t i = 0; i < m; ++i)
    for (int64_t j = 0; j < n; ++j) {
      uint64_t sum = 0;
      for (int64_t l = 0; l < k; ++l)
        sum += static_cast<uint64_t>(a[i * k + l]) * static_cast<uint64_t>(b[l * n + j]);
      c[i * n + j] = sum;
    }
}

static llvm::Error multiply(const ReferenceTensor &a, const ReferenceTensor &b, ReferenceTensor &c) {
  int64_t rank = c.rank(), m = c.sizes[rank - 2], n = c.sizes[rank - 1], k = a.sizes[rank - 1];
  int64_t batches = productOf(ArrayRef(c.sizes).drop_back(2));
  if (a.elementCount() != batches * m * k || b.elementCount() != batches * k * n)
    return createStringError("a product of " + a.describe() + " and " + b.describe() + " to " + c.describe());
  if (a.isReal() != c.isReal() || b.isReal() != c.isReal())
    return createStringError("a product of floats and integers: " + a.describe() + " and " + b.describe());
  for (int64_t batch = 0; batch < batches; ++batch) {
    int64_t atA = batch * m * k, atB = batch * k * n, atC = batch * m * n;
    if (c.isReal())
      multiplyMatrices(a.reals.data() + atA, b.reals.data() + atB, c.reals.data() + atC, m, n, k, false);
    else
      multiplyIntegers(a.integers.data() + atA, b.integers.data() + atB, c.integers.data() + atC, m, n, k);
  }
  return llvm::Error::success();
}

/// Calls `move` with the position in the matrices [B..., K, N] and in the
/// panels [B..., ceil(N/16), K, 16] of each element.
static void forEachPacked(int64_t batches, int64_t k, int64_t n,
                          llvm::function_ref<void(int64_t plain, int64_t packed)> move) {
  constexpr int64_t columns = PackOp::panelColumns;
  int64_t panels = (n + columns - 1) / columns;
  for (int64_t batch = 0; batch < batches; ++batch)
    for (int64_t row = 0; row < k; ++row)
      for (int64_t column = 0; column < n; ++column) {
        int64_t panel = batch * panels + column / columns;
        move((batch * k + row) * n + column, (panel * k + row) * columns + column % columns);
      }
}

static llvm::Error multiplyPacked(const ReferenceTensor &a, const ReferenceTensor &b, ReferenceTensor &c) {
  int64_t rank = c.rank(), n = c.sizes[rank - 1], k = a.sizes[rank - 1];
  int64_t batches = productOf(ArrayRef(c.sizes).drop_back(2)),
          panels = (n + PackOp::panelColumns - 1) / PackOp::panelColumns;
  if (b.elementCount() != batches * panels * k * PackOp::panelColumns)
    return createStringError("a product with packed " + b.describe() + " to " + c.describe());
  SmallVector<int64_t> sizes(ArrayRef(c.sizes).drop_back(2));
  sizes.append({k, n});
  ReferenceTensor plain(b.elementType, sizes);
  forEachPacked(batches, k, n, [&](int64_t at, int64_t packed) { plain.copyElement(at, b, packed); });
  return multiply(a, plain, c);
}

Expected<ReferenceTensor> runContraction(Operation *op, Operands x, Symbols symbols) {
  Expected<ReferenceTensor> result = makeTensor(op->getResult(0).getType(), symbols);
  if (!result)
    return result;
  if (isa<PackOp>(op)) {
    ArrayRef<int64_t> sizes = x[0]->sizes;
    forEachPacked(productOf(sizes.drop_back(2)), sizes[sizes.size() - 2], sizes.back(),
                  [&](int64_t at, int64_t packed) { result->copyElement(packed, *x[0], at); });
    return result;
  }
  if (llvm::Error error = isa<MatmulOp>(op) ? multiply(*x[0], *x[1], *result) : multiplyPacked(*x[0], *x[1], *result))
    return std::move(error);
  return result;
}

} // namespace tenon::reference
