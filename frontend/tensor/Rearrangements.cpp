//===- Rearrangements.cpp - Dims and elements in another order ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Formula.h"
#include "llvm/ADT/STLExtras.h"

namespace tenon {

using namespace frontend;

Tensor ravel(const Tensor &self, SourceLocation here) { return reshape(self, {-1}, here); }

Tensor movedim(const Tensor &self, const IntArrayRef &source, const IntArrayRef &destination, SourceLocation here) {
  int64_t rank = self.dim(here);
  if (source.size() != destination.size())
    fail("movedim", "the lists of dims have different lengths", here);
  std::vector<int64_t> order(rank, -1);
  std::vector<bool> isMoved(rank, false);
  for (auto [from, to] : llvm::zip_equal(source, destination)) {
    int64_t dim = wrapDim(from, rank, "movedim", here), place = wrapDim(to, rank, "movedim", here);
    if (rank == 0)
      continue;
    if (isMoved[dim] || order[place] >= 0)
      fail("movedim", "a dim is named twice", here);
    isMoved[dim] = true;
    order[place] = dim;
  }
  int64_t next = 0;
  for (int64_t &dim : order) {
    if (dim >= 0)
      continue;
    while (isMoved[next])
      ++next;
    dim = next++;
  }
  return permute(self, order, here);
}
Tensor movedim(const Tensor &self, int64_t source, int64_t destination, SourceLocation here) {
  return movedim(self, IntArrayRef(source), IntArrayRef(destination), here);
}

Tensor adjoint(const Tensor &self, SourceLocation here) {
  if (self.dim(here) < 2)
    fail("adjoint", "needs 2 dims or more, got " + nodeOf(self, here)->describe(), here);
  return transpose(self, -2, -1, here);
}
Tensor Tensor::mT(SourceLocation here) const { return adjoint(here); }
Tensor Tensor::mH(SourceLocation here) const { return adjoint(here); }
Tensor Tensor::matrix_H(SourceLocation here) const {
  if (dim(here) == 1 || dim(here) > 2)
    fail("matrix_H", "needs a matrix, got " + nodeOf(*this, here)->describe(), here);
  return dim(here) == 0 ? *this : adjoint(here);
}
Tensor Tensor::numpy_T(SourceLocation here) const {
  std::vector<int64_t> order(dim(here));
  for (size_t i = 0; i < order.size(); ++i)
    order[i] = static_cast<int64_t>(order.size() - 1 - i);
  return permute(order, here);
}

Tensor tile(const Tensor &self, const IntArrayRef &dims, SourceLocation here) {
  std::vector<int64_t> repeats(dims.begin(), dims.end());
  int64_t missing = self.dim(here) - static_cast<int64_t>(repeats.size());
  if (missing > 0)
    repeats.insert(repeats.begin(), missing, 1);
  return repeat(self, repeats, here);
}

Tensor repeat_interleave(const Tensor &self, int64_t repeats, std::optional<int64_t> dim, SourceLocation here) {
  if (repeats < 0)
    fail("repeat_interleave", "elements cannot be repeated " + std::to_string(repeats) + " times", here);
  Tensor x = dim && self.dim(here) ? self : reshape(self, {-1}, here);
  NodePtr node = nodeOf(x, here);
  int64_t axis = dim ? wrapDim(*dim, node->sizes.size(), "repeat_interleave", here) : 0;
  graph::Shape parted = node->sizes, repeated, joined = node->sizes;
  parted.insert(parted.begin() + axis + 1, constantExpression(1));
  repeated = parted;
  repeated[axis + 1] = constantExpression(repeats);
  joined[axis] = graph::multiplySizes(joined[axis], constantExpression(repeats));
  return makeTensor(frontend::reshape(broadcast(frontend::reshape(node, parted, here), repeated, here), joined, here));
}

Tensor flipud(const Tensor &self, SourceLocation here) {
  if (self.dim(here) < 1)
    fail("flipud", "needs 1 dim or more, got " + nodeOf(self, here)->describe(), here);
  return flip(self, 0, here);
}
Tensor fliplr(const Tensor &self, SourceLocation here) {
  if (self.dim(here) < 2)
    fail("fliplr", "needs 2 dims or more, got " + nodeOf(self, here)->describe(), here);
  return flip(self, 1, here);
}

Tensor rot90(const Tensor &self, int64_t k, const IntArrayRef &dims, SourceLocation here) {
  int64_t rank = self.dim(here);
  if (dims.size() != 2 || rank < 2 || wrapDim(dims[0], rank, "rot90", here) == wrapDim(dims[1], rank, "rot90", here))
    fail("rot90", "needs two different dims of " + nodeOf(self, here)->describe(), here);
  switch (((k % 4) + 4) % 4) {
  case 1:
    return transpose(flip(self, dims[1], here), dims[0], dims[1], here).clone(here);
  case 2:
    return flip(self, dims, here);
  case 3:
    return transpose(flip(self, dims[0], here), dims[0], dims[1], here).clone(here);
  default:
    return self.clone(here);
  }
}

static Tensor rollOne(const Tensor &self, int64_t shift, int64_t dim, SourceLocation here) {
  Size size = self.size(dim, here);
  if (!size.is_symbolic() && size == 0)
    return self;
  Size start = shift >= 0 ? size - shift : Size(-shift);
  if (!size.is_symbolic()) {
    int64_t count = size.expect_int();
    start = ((-shift) % count + count) % count;
  }
  return cat({narrow(self, dim, start, size - start, here), narrow(self, dim, 0, start, here)}, dim, here);
}

Tensor roll(const Tensor &self, const IntArrayRef &shifts, const IntArrayRef &dims, SourceLocation here) {
  if (dims.empty() && shifts.size() == 1) {
    Tensor rolled = rollOne(reshape(self, {-1}, here), shifts[0], 0, here);
    return reshape(rolled, self.sizes(here), here).clone(here);
  }
  if (shifts.size() != dims.size() || shifts.empty())
    fail("roll",
         "needs as many shifts as dims, got " + std::to_string(shifts.size()) + " and " + std::to_string(dims.size()),
         here);
  Tensor result = self;
  for (auto [shift, dim] : llvm::zip_equal(shifts, dims))
    result = rollOne(result, shift, dim, here);
  return makeTensor(nodeOf(result, here));
}

} // namespace tenon
