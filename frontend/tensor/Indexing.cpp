//===- Indexing.cpp - Indices in brackets ------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Build.h"
#include "llvm/ADT/STLExtras.h"
#include <cstring>

namespace tenon {

using namespace frontend;
using indexing::TensorIndex;

namespace {

/// The positions where a bool tensor holds, as one vector of indices for each of its dims. Reads the values.
TensorList positionsOf(const Tensor &mask, SourceLocation here) {
  const bool *values = mask.const_data_ptr<bool>(here);
  std::vector<int64_t> sizes = mask.sizes(here).vec();
  std::vector<std::vector<int64_t>> positions(sizes.size());
  int64_t count = mask.numel(here);
  for (int64_t i = 0; i < count; ++i) {
    if (!values[i])
      continue;
    int64_t rest = i;
    for (size_t axis = sizes.size(); axis-- > 0; rest /= sizes[axis])
      positions[axis].push_back(rest % sizes[axis]);
  }
  TensorList result;
  for (const std::vector<int64_t> &axis : positions)
    result.push_back(tensor(axis, kLong, here));
  return result;
}

/// Takes by tensors of indices along the neighbouring dims from `axis` on.
Tensor takeAt(const Tensor &self, int64_t axis, TensorList indices, SourceLocation here) {
  if (indices.size() > 1)
    indices = broadcast_tensors(indices, here);
  // One index into the joined dims; a negative one counts from the end of its own dim.
  NodePtr joined;
  for (size_t i = 0; i < indices.size(); ++i) {
    Tensor index = indices[i].to(kLong, here);
    Size size = self.size(axis + i, here);
    if (indices.size() > 1) {
      Tensor wrapped = add(index, Operand(size, here), 1, here);
      index = where(lt(index, Operand(0, here), here), Operand(wrapped, here), Operand(index, here), here);
    }
    if (joined) {
      Tensor before = mul(makeTensor(joined), Operand(size, here), here);
      index = add(before, Operand(index, here), 1, here);
    }
    joined = nodeOf(index, here);
  }
  Tensor flat = indices.size() > 1 ? flatten(self, axis, axis + indices.size() - 1, here) : self;
  return makeTensor(frontend::gather(nodeOf(flat, here), joined, axis, here));
}

/// How many dims of the tensor an index speaks of.
int64_t dimsOf(const TensorIndex &index, SourceLocation here) {
  switch (index.kind) {
  case TensorIndex::Kind::Ellipsis:
  case TensorIndex::Kind::None:
  case TensorIndex::Kind::Boolean:
    return 0;
  case TensorIndex::Kind::Tensor:
    return index.tensor->dtype(here) == kBool ? index.tensor->dim(here) : 1;
  default:
    return 1;
  }
}

Tensor applyIndices(const Tensor &self, const std::vector<TensorIndex> &indices, SourceLocation here) {
  int64_t named = 0, rank = self.dim(here);
  for (const TensorIndex &index : indices)
    named += dimsOf(index, here);
  if (named > rank)
    fail("index", "there are " + std::to_string(named) + " indices for " + nodeOf(self, here)->describe(), here);
  Tensor result = self;
  int64_t axis = 0, firstTaken = -1;
  TensorList taken;
  for (const TensorIndex &index : indices) {
    switch (index.kind) {
    case TensorIndex::Kind::Number:
      result = select(result, axis, index.number, here);
      break;
    case TensorIndex::Kind::Slice:
      result = slice(result, axis, index.slice.start, index.slice.stop, index.slice.step, here);
      ++axis;
      break;
    case TensorIndex::Kind::Ellipsis:
      axis += rank - named;
      break;
    case TensorIndex::Kind::None:
      result = unsqueeze(result, axis++, here);
      break;
    case TensorIndex::Kind::Boolean:
      result = unsqueeze(result, axis, here);
      result = slice(result, axis, 0, index.number, 1, here);
      ++axis;
      break;
    case TensorIndex::Kind::Tensor: {
      bool isMask = index.tensor->dtype(here) == kBool;
      TensorList these = isMask ? positionsOf(*index.tensor, here) : TensorList{*index.tensor};
      if (taken.empty())
        firstTaken = axis;
      else if (firstTaken + static_cast<int64_t>(taken.size()) != axis)
        fail("index", "tensors of indices must stand beside each other: permute the dims first", here);
      taken.insert(taken.end(), these.begin(), these.end());
      axis += these.size();
      break;
    }
    }
  }
  return taken.empty() ? result : takeAt(result, firstTaken, taken, here);
}

} // namespace

Tensor index(const Tensor &self, const std::vector<TensorIndex> &indices, SourceLocation here) {
  return applyIndices(self, indices, here);
}

Tensor &Tensor::index_put_(const std::vector<TensorIndex> &indices, const Operand &value, SourceLocation here) {
  if (indices.size() == 1 && indices[0].kind == TensorIndex::Kind::Tensor && indices[0].tensor->dtype(here) == kBool &&
      (!value.tensor || value.tensor->dim(here) == 0)) {
    // A mask over the first dims.
    SizeList sizes = this->sizes(here);
    Tensor mask = *indices[0].tensor;
    while (mask.dim(here) < dim(here))
      mask = mask.unsqueeze(-1, here);
    return assign(tenon::masked_fill(*this, mask, value, here), here);
  }
  for (const TensorIndex &index : indices)
    if (index.kind == TensorIndex::Kind::Tensor)
      fail("index_put_", "writes by numbers, slices and masks only, not by tensors of indices", here);
  Tensor part = tenon::index(*this, indices, here);
  std::move(part) = value;
  return *this;
}

} // namespace tenon
