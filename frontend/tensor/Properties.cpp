//===- Properties.cpp - What tensors are ----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Build.h"

namespace tenon {

using namespace frontend;

ScalarType result_type(const Operand &tensor, const Operand &other, SourceLocation here) {
  return resultType({&tensor, &other}, here);
}

bool is_floating_point(const Tensor &self, SourceLocation here) { return self.is_floating_point(here); }
bool is_signed(const Tensor &self, SourceLocation here) { return self.is_signed(here); }
bool is_complex(const Tensor &self, SourceLocation) { return self.is_complex(); }
bool is_conj(const Tensor &self, SourceLocation) { return self.is_conj(); }
bool is_neg(const Tensor &self, SourceLocation) { return self.is_neg(); }
bool is_same_size(const Tensor &self, const Tensor &other, SourceLocation here) {
  return self.is_same_size(other, here);
}
bool is_nonzero(const Tensor &self, SourceLocation here) { return self.is_nonzero(here); }
Size numel(const Tensor &self, SourceLocation here) { return self.numel(here); }
Size size(const Tensor &self, int64_t dim, SourceLocation here) { return self.size(dim, here); }
Size stride(const Tensor &self, int64_t dim, SourceLocation here) { return self.stride(dim, here); }

Tensor clone(const Tensor &self, SourceLocation here) { return self.clone(here); }
Tensor detach(const Tensor &self, SourceLocation) { return self.detach(); }
Tensor alias(const Tensor &self, SourceLocation here) { return self.alias(here); }
Tensor real(const Tensor &self, SourceLocation) { return self; }
Tensor conj(const Tensor &self, SourceLocation) { return self; }
Tensor conj_physical(const Tensor &self, SourceLocation) { return self; }
Tensor resolve_conj(const Tensor &self, SourceLocation) { return self; }
Tensor resolve_neg(const Tensor &self, SourceLocation) { return self; }
Tensor fill(const Tensor &self, const Operand &value, SourceLocation here) {
  return self.clone(here).fill_(value, here);
}
Tensor copy(const Tensor &self, const Tensor &src, SourceLocation here) { return self.clone(here).copy_(src, here); }

bool Tensor::is_nonzero(SourceLocation here) const {
  const NodePtr &node = nodeOf(*this, here);
  if (!node->traced && node->elementCount() != 1)
    fail("is_nonzero", node->describe() + " has not one element: use any() or all()", here);
  return item(here).to<bool>();
}

Tensor Tensor::alias(SourceLocation here) const { return view(sizes(here), here); }

Tensor Tensor::to(ScalarType dtype, bool non_blocking, bool copy, SourceLocation here) const {
  return to(TensorOptions(dtype), non_blocking, copy, here);
}
Tensor Tensor::to(const TensorOptions &options, bool, bool copy, SourceLocation here) const {
  Tensor result = to(options, here);
  return copy && result.is_same(*this) ? clone(here) : result;
}

Tensor Tensor::new_empty(const SizeList &size, const TensorOptions &options, SourceLocation here) const {
  return empty(size, typeOf(options, dtype(here), here), here);
}
Tensor Tensor::new_zeros(const SizeList &size, const TensorOptions &options, SourceLocation here) const {
  return zeros(size, typeOf(options, dtype(here), here), here);
}
Tensor Tensor::new_ones(const SizeList &size, const TensorOptions &options, SourceLocation here) const {
  return ones(size, typeOf(options, dtype(here), here), here);
}
Tensor Tensor::new_full(const SizeList &size, const Scalar &fill_value, const TensorOptions &options,
                        SourceLocation here) const {
  return full(size, fill_value, typeOf(options, dtype(here), here), here);
}

} // namespace tenon
