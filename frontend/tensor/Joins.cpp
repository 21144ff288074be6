//===- Joins.cpp - Tensors joined and split -------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Formula.h"
#include "llvm/ADT/STLExtras.h"

namespace tenon {

using namespace frontend;

//===----------------------------------------------------------------------===//
// Joined
//===----------------------------------------------------------------------===//

Tensor concat(const TensorList &tensors, int64_t dim, SourceLocation here) { return cat(tensors, dim, here); }
Tensor concatenate(const TensorList &tensors, int64_t dim, SourceLocation here) { return cat(tensors, dim, here); }

Tensor atleast_1d(const Tensor &self, SourceLocation here) {
  return self.dim(here) == 0 ? reshape(self, {1}, here) : self;
}
Tensor atleast_2d(const Tensor &self, SourceLocation here) {
  return self.dim(here) >= 2 ? self : unsqueeze(atleast_1d(self, here), 0, here);
}
Tensor atleast_3d(const Tensor &self, SourceLocation here) {
  return self.dim(here) >= 3 ? self : unsqueeze(atleast_2d(self, here), -1, here);
}

#define TENON_EACH(name)                                                                                               \
  TensorList name(const TensorList &tensors, SourceLocation here) {                                                    \
    TensorList result;                                                                                                 \
    for (const Tensor &tensor : tensors)                                                                               \
      result.push_back(name(tensor, here));                                                                            \
    return result;                                                                                                     \
  }
TENON_EACH(atleast_1d)
TENON_EACH(atleast_2d)
TENON_EACH(atleast_3d)
#undef TENON_EACH

Tensor hstack(const TensorList &tensors, SourceLocation here) {
  TensorList parts = atleast_1d(tensors, here);
  return cat(parts, !parts.empty() && parts.front().dim(here) == 1 ? 0 : 1, here);
}
Tensor vstack(const TensorList &tensors, SourceLocation here) { return cat(atleast_2d(tensors, here), 0, here); }
Tensor row_stack(const TensorList &tensors, SourceLocation here) { return vstack(tensors, here); }
Tensor dstack(const TensorList &tensors, SourceLocation here) { return cat(atleast_3d(tensors, here), 2, here); }
Tensor column_stack(const TensorList &tensors, SourceLocation here) {
  TensorList columns;
  for (const Tensor &tensor : tensors)
    columns.push_back(tensor.dim(here) <= 1 ? reshape(tensor, {tensor.numel(here), 1}, here) : tensor);
  return hstack(columns, here);
}

Tensor block_diag(const TensorList &tensors, SourceLocation here) {
  TensorList rows;
  int64_t columns = 0, before = 0;
  for (const Tensor &tensor : tensors) {
    if (tensor.dim(here) > 2)
      fail("block_diag", "needs matrices, got " + nodeOf(tensor, here)->describe(), here);
    columns += atleast_2d(tensor, here).size(1, here);
  }
  for (const Tensor &tensor : tensors) {
    Tensor block = atleast_2d(tensor, here);
    int64_t width = block.size(1, here);
    rows.push_back(constant_pad_nd(block, {before, columns - before - width}, 0, here));
    before += width;
  }
  return cat(rows, 0, here);
}

Tensor pad_sequence(const TensorList &sequences, bool batch_first, double padding_value, SourceLocation here) {
  if (sequences.empty())
    fail("pad_sequence", "there are no tensors", here);
  int64_t longest = 0;
  for (const Tensor &sequence : sequences)
    longest = std::max(longest, sequence.size(0, here).expect_int());
  TensorList filled;
  for (const Tensor &sequence : sequences) {
    std::vector<int64_t> padding(2 * sequence.dim(here), 0);
    padding.back() = longest - sequence.size(0, here);
    filled.push_back(constant_pad_nd(sequence, padding, padding_value, here));
  }
  return stack(filled, batch_first ? 0 : 1, here);
}

TensorList meshgrid(const TensorList &tensors, const std::string &indexing, SourceLocation here) {
  if (indexing != "ij" && indexing != "xy")
    fail("meshgrid", "indexing is '" + indexing + "', expected 'ij' or 'xy'", here);
  TensorList vectors = tensors;
  bool isSwapped = indexing == "xy" && vectors.size() > 1;
  if (isSwapped)
    std::swap(vectors[0], vectors[1]);
  graph::Shape sizes;
  for (const Tensor &vector : vectors) {
    if (vector.dim(here) > 1)
      fail("meshgrid", "needs vectors, got " + nodeOf(vector, here)->describe(), here);
    sizes.push_back(graph::elementCount(&context(), nodeOf(vector, here)->sizes));
  }
  TensorList grids;
  for (auto [dim, vector] : llvm::enumerate(vectors)) {
    std::vector<Size> ones(vectors.size(), 1);
    ones[dim] = -1;
    grids.push_back(expand(reshape(vector, ones, here), toSizes(sizes, here), here));
  }
  if (isSwapped)
    std::swap(grids[0], grids[1]);
  return grids;
}

Tensor cartesian_prod(const TensorList &tensors, SourceLocation here) {
  for (const Tensor &tensor : tensors)
    if (tensor.dim(here) != 1)
      fail("cartesian_prod", "needs vectors, got " + nodeOf(tensor, here)->describe(), here);
  if (tensors.size() == 1)
    return makeTensor(nodeOf(tensors.front(), here));
  TensorList columns;
  for (const Tensor &grid : meshgrid(tensors, "ij", here))
    columns.push_back(flatten(grid, 0, -1, here));
  return stack(columns, 1, here);
}

Tensor combinations(const Tensor &self, int64_t r, bool with_replacement, SourceLocation here) {
  if (self.dim(here) != 1 || r < 0)
    fail("combinations",
         "needs a vector and a number of 0 or more, got " + nodeOf(self, here)->describe() + " and " +
             std::to_string(r),
         here);
  int64_t count = self.size(0, here);
  std::vector<int64_t> chosen, all;
  auto choose = [&](auto &&choose, int64_t from) -> void {
    if (static_cast<int64_t>(chosen.size()) == r) {
      all.insert(all.end(), chosen.begin(), chosen.end());
      return;
    }
    for (int64_t i = from; i < count; ++i) {
      chosen.push_back(i);
      choose(choose, with_replacement ? i : i + 1);
      chosen.pop_back();
    }
  };
  if (r == 0)
    return zeros({0}, self.dtype(here), here);
  choose(choose, 0);
  Tensor taken = index_select(self, 0, tenon::tensor(all, kLong, here), here);
  return reshape(taken, {static_cast<int64_t>(all.size()) / r, r}, here);
}

//===----------------------------------------------------------------------===//
// Split
//===----------------------------------------------------------------------===//

TensorList split(const Tensor &self, const SizeList &split_size, int64_t dim, SourceLocation here) {
  return split_with_sizes(self, split_size, dim, here);
}

TensorList tensor_split(const Tensor &self, int64_t sections, int64_t dim, SourceLocation here) {
  if (sections < 1)
    fail("tensor_split", "the number of sections is " + std::to_string(sections) + ", expected 1 or more", here);
  int64_t size = self.size(dim, here), least = size / sections, larger = size % sections;
  std::vector<int64_t> sizes;
  for (int64_t i = 0; i < sections; ++i)
    sizes.push_back(least + (i < larger));
  return split_with_sizes(self, sizes, dim, here);
}

TensorList tensor_split(const Tensor &self, const IntArrayRef &indices, int64_t dim, SourceLocation here) {
  TensorList parts;
  Size start = 0;
  for (int64_t index : indices) {
    parts.push_back(slice(self, dim, start, index, 1, here));
    start = index;
  }
  parts.push_back(slice(self, dim, start, std::nullopt, 1, here));
  return parts;
}

TensorList tensor_split(const Tensor &self, const Tensor &tensor_indices_or_sections, int64_t dim,
                        SourceLocation here) {
  Tensor numbers = tensor_indices_or_sections.to(kLong, here);
  if (numbers.dim(here) == 0)
    return tensor_split(self, numbers.item<int64_t>(here), dim, here);
  const int64_t *data = numbers.const_data_ptr<int64_t>(here);
  return tensor_split(self, IntArrayRef(std::vector<int64_t>(data, data + numbers.numel(here).expect_int())), dim,
                      here);
}

namespace {

TensorList splitEvenly(const char *op, const Tensor &self, int64_t sections, int64_t dim, SourceLocation here) {
  int64_t size = self.size(dim, here);
  if (sections < 1 || size % sections)
    fail(op,
         "dim " + std::to_string(dim) + " of " + nodeOf(self, here)->describe() + " has no " +
             std::to_string(sections) + " parts of one size",
         here);
  return split(self, std::max<int64_t>(size / sections, 1), dim, here);
}

int64_t splitDim(const char *op, const Tensor &self, int64_t dim, SourceLocation here) {
  int64_t rank = self.dim(here);
  if (rank == 0 || (dim != 1 && rank <= dim) || (dim == 0 && rank < 2))
    fail(op, nodeOf(self, here)->describe() + " has too few dims", here);
  return rank == 1 ? 0 : dim;
}

} // namespace

#define TENON_SPLIT(name, dim)                                                                                         \
  TensorList name(const Tensor &self, int64_t sections, SourceLocation here) {                                         \
    return splitEvenly(#name, self, sections, splitDim(#name, self, dim, here), here);                                 \
  }                                                                                                                    \
  TensorList name(const Tensor &self, const IntArrayRef &indices, SourceLocation here) {                               \
    return tensor_split(self, indices, splitDim(#name, self, dim, here), here);                                        \
  }
TENON_SPLIT(hsplit, 1)
TENON_SPLIT(vsplit, 0)
TENON_SPLIT(dsplit, 2)
#undef TENON_SPLIT

} // namespace tenon
