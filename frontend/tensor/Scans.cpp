//===- Scans.cpp - Functions of the elements up to each one ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Lines.h"

namespace tenon {

using namespace frontend;
using graph::ScanKind;

namespace {

/// Scalar tensors have dim 0 here.
Tensor scanned(const char *op, ScanKind kind, const NodePtr &node, int64_t dim, SourceLocation here) {
  int64_t axis = wrapDim(dim, node->sizes.size(), op, here);
  return makeTensor(node->sizes.empty() ? node : frontend::scan(kind, node, axis, here));
}

TensorPair scannedExtreme(const char *op, ScanKind kind, const Tensor &self, int64_t dim, SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  int64_t axis = wrapDim(dim, node->sizes.size(), op, here);
  if (node->sizes.empty())
    return {makeTensor(node), zeros({}, kLong, here)};
  return {makeTensor(frontend::scan(kind, node, axis, here)), makeTensor(argScan(kind, node, axis, here))};
}

Tensor accumulated(const char *op, ScanKind kind, const Tensor &self, int64_t dim, std::optional<ScalarType> dtype,
                   SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  ScalarType type = dtype.value_or(isFloatingType(node->dtype) ? node->dtype : kLong);
  return scanned(op, kind, cast(node, type, here), dim, here);
}

} // namespace

Tensor cumsum(const Tensor &self, int64_t dim, std::optional<ScalarType> dtype, SourceLocation here) {
  return accumulated("cumsum", ScanKind::sum, self, dim, dtype, here);
}
Tensor cumprod(const Tensor &self, int64_t dim, std::optional<ScalarType> dtype, SourceLocation here) {
  return accumulated("cumprod", ScanKind::product, self, dim, dtype, here);
}

Tensor logcumsumexp(const Tensor &self, int64_t dim, SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  if (!isFloatingType(node->dtype))
    fail("logcumsumexp", "is of floats, got " + node->describe(), here);
  return scanned("logcumsumexp", ScanKind::logsumexp, node, dim, here);
}

TensorPair cummax(const Tensor &self, int64_t dim, SourceLocation here) {
  return scannedExtreme("cummax", ScanKind::max, self, dim, here);
}
TensorPair cummin(const Tensor &self, int64_t dim, SourceLocation here) {
  return scannedExtreme("cummin", ScanKind::min, self, dim, here);
}

} // namespace tenon
