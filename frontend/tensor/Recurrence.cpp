//===- Recurrence.cpp - One step of recurrent networks --------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Formula.h"

namespace tenon {

using namespace frontend;

namespace {

/// The products with input and state for `count` gates, each in parts.
struct Gates {
  TensorList ofInput, ofState;
  SourceLocation here;

  Gates(const Tensor &input, const Tensor &hx, const Tensor &w_ih, const Tensor &w_hh, const OptionalTensor &b_ih,
        const OptionalTensor &b_hh, int64_t count, SourceLocation here)
      : ofInput(chunk(linear(input, w_ih, b_ih, here), count, -1, here)),
        ofState(chunk(linear(hx, w_hh, b_hh, here), count, -1, here)), here(here) {}

  Term input(size_t gate) const { return Term(ofInput[gate], here); }
  Term state(size_t gate) const { return Term(ofState[gate], here); }
  Term both(size_t gate) const { return input(gate) + state(gate); }
};

} // namespace

Tensor rnn_tanh_cell(const Tensor &input, const Tensor &hx, const Tensor &w_ih, const Tensor &w_hh,
                     const OptionalTensor &b_ih, const OptionalTensor &b_hh, SourceLocation here) {
  return tanh(Gates(input, hx, w_ih, w_hh, b_ih, b_hh, 1, here).both(0));
}
Tensor rnn_relu_cell(const Tensor &input, const Tensor &hx, const Tensor &w_ih, const Tensor &w_hh,
                     const OptionalTensor &b_ih, const OptionalTensor &b_hh, SourceLocation here) {
  return relu(Gates(input, hx, w_ih, w_hh, b_ih, b_hh, 1, here).both(0), here);
}

TensorPair lstm_cell(const Tensor &input, const TensorList &hx, const Tensor &w_ih, const Tensor &w_hh,
                     const OptionalTensor &b_ih, const OptionalTensor &b_hh, SourceLocation here) {
  if (hx.size() != 2)
    fail("lstm_cell", "the state must be two tensors, got " + std::to_string(hx.size()), here);
  Gates gates(input, hx[0], w_ih, w_hh, b_ih, b_hh, 4, here);
  Term cell = sigmoid(gates.both(1)) * Term(hx[1], here) + sigmoid(gates.both(0)) * tanh(gates.both(2));
  return {sigmoid(gates.both(3)) * tanh(cell), cell};
}

Tensor gru_cell(const Tensor &input, const Tensor &hx, const Tensor &w_ih, const Tensor &w_hh,
                const OptionalTensor &b_ih, const OptionalTensor &b_hh, SourceLocation here) {
  Gates gates(input, hx, w_ih, w_hh, b_ih, b_hh, 3, here);
  Term reset = sigmoid(gates.both(0)), update = sigmoid(gates.both(1));
  Term fresh = tanh(gates.input(2) + reset * gates.state(2));
  return (Term(hx, here) - fresh) * update + fresh;
}

} // namespace tenon
