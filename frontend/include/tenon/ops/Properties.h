//===- Properties.h - What tensors are ------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_OPS_PROPERTIES_H
#define TENON_OPS_PROPERTIES_H

#include "tenon/Operands.h"

namespace tenon {

/// The type of an operation on two operands, tensors or numbers.
TENON_API ScalarType result_type(const Operand &tensor, const Operand &other, TENON_HERE);

TENON_API bool is_floating_point(const Tensor &self, TENON_HERE);
TENON_API bool is_signed(const Tensor &self, TENON_HERE);
TENON_API bool is_complex(const Tensor &self, TENON_HERE);
TENON_API bool is_conj(const Tensor &self, TENON_HERE);
TENON_API bool is_neg(const Tensor &self, TENON_HERE);
TENON_API bool is_same_size(const Tensor &self, const Tensor &other, TENON_HERE);
TENON_API bool is_nonzero(const Tensor &self, TENON_HERE);
TENON_API Size numel(const Tensor &self, TENON_HERE);
TENON_API Size size(const Tensor &self, int64_t dim, TENON_HERE);
TENON_API Size stride(const Tensor &self, int64_t dim, TENON_HERE);

/// The same values, no longer shared.
TENON_API Tensor clone(const Tensor &self, TENON_HERE);
/// The tensor itself.
TENON_API Tensor detach(const Tensor &self, TENON_HERE);
TENON_API Tensor alias(const Tensor &self, TENON_HERE);
TENON_API Tensor real(const Tensor &self, TENON_HERE);
TENON_API Tensor conj(const Tensor &self, TENON_HERE);
TENON_API Tensor conj_physical(const Tensor &self, TENON_HERE);
TENON_API Tensor resolve_conj(const Tensor &self, TENON_HERE);
TENON_API Tensor resolve_neg(const Tensor &self, TENON_HERE);
/// A tensor like `self`, all elements `value`, or those of `src`, converted and broadcast.
TENON_API Tensor fill(const Tensor &self, const Operand &value, TENON_HERE);
TENON_API Tensor copy(const Tensor &self, const Tensor &src, TENON_HERE);

} // namespace tenon

#endif
