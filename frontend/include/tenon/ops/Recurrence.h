//===- Recurrence.h - One step of recurrent networks ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_OPS_RECURRENCE_H
#define TENON_OPS_RECURRENCE_H

#include "tenon/Operands.h"

namespace tenon {

// input [.., I], state hx [.., H]; w_ih [G H, I] and w_hh [G H, H] with biases of
// [G H], for G gates. Throws where sizes do not fit.

/// tanh(w_ih x + b_ih + w_hh h + b_hh), and max(0, ...).
TENON_API Tensor rnn_tanh_cell(const Tensor &input, const Tensor &hx, const Tensor &w_ih, const Tensor &w_hh,
                               const OptionalTensor &b_ih = {}, const OptionalTensor &b_hh = {}, TENON_HERE);
TENON_API Tensor rnn_relu_cell(const Tensor &input, const Tensor &hx, const Tensor &w_ih, const Tensor &w_hh,
                               const OptionalTensor &b_ih = {}, const OptionalTensor &b_hh = {}, TENON_HERE);
/// The new state h and cell c of a long short-term memory, for hx = {h, c}; gates input, forget, cell, output.
TENON_API TensorPair lstm_cell(const Tensor &input, const TensorList &hx, const Tensor &w_ih, const Tensor &w_hh,
                               const OptionalTensor &b_ih = {}, const OptionalTensor &b_hh = {}, TENON_HERE);
/// Of a gated recurrent unit; gates reset, update, new.
TENON_API Tensor gru_cell(const Tensor &input, const Tensor &hx, const Tensor &w_ih, const Tensor &w_hh,
                          const OptionalTensor &b_ih = {}, const OptionalTensor &b_hh = {}, TENON_HERE);

} // namespace tenon

#endif
