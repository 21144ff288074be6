//===- Recurrent.h - Recurrent layers and cells -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_RECURRENT_H
#define TENON_NN_RECURRENT_H

#include "tenon/nn/Enums.h"
#include "tenon/nn/Options.h"

namespace tenon::nn {

// A layer takes [L, N, input_size], or [N, L, input_size] with `batch_first`,
// or [L, input_size] without a batch; states are [layers * directions, N,
// hidden_size], or without N. Time steps are recorded one by one: the length
// must be a number, also while tracing.

using RNNNonlinearity = std::variant<enumtype::kTanh, enumtype::kReLU>;
using RNNMode = std::variant<enumtype::kLSTM, enumtype::kGRU, enumtype::kRNN_TANH, enumtype::kRNN_RELU>;

/// What the options of all recurrent layers have.
#define TENON_RECURRENT_OPTIONS                                                                                        \
  TENON_ARG(int64_t, input_size);                                                                                      \
  TENON_ARG(int64_t, hidden_size);                                                                                     \
  TENON_ARG(int64_t, num_layers) = 1;                                                                                  \
  TENON_ARG(bool, bias) = true;                                                                                        \
  TENON_ARG(bool, batch_first) = false;                                                                                \
  /* Between layers, in training. */                                                                                   \
  TENON_ARG(double, dropout) = 0.0;                                                                                    \
  TENON_ARG(bool, bidirectional) = false;

struct RNNOptions {
  RNNOptions(int64_t input_size, int64_t hidden_size) : input_size_(input_size), hidden_size_(hidden_size) {}
  TENON_RECURRENT_OPTIONS
  TENON_ARG(RNNNonlinearity, nonlinearity) = kTanh;
};
struct LSTMOptions {
  LSTMOptions(int64_t input_size, int64_t hidden_size) : input_size_(input_size), hidden_size_(hidden_size) {}
  TENON_RECURRENT_OPTIONS
  /// What the state h is projected to; 0 is no projection.
  TENON_ARG(int64_t, proj_size) = 0;
};
struct GRUOptions {
  GRUOptions(int64_t input_size, int64_t hidden_size) : input_size_(input_size), hidden_size_(hidden_size) {}
  TENON_RECURRENT_OPTIONS
};

namespace detail {

struct RNNOptionsBase {
  RNNOptionsBase(RNNMode mode, int64_t input_size, int64_t hidden_size)
      : mode_(mode), input_size_(input_size), hidden_size_(hidden_size) {}
  TENON_ARG(RNNMode, mode);
  TENON_RECURRENT_OPTIONS
  TENON_ARG(int64_t, proj_size) = 0;
};
#undef TENON_RECURRENT_OPTIONS

/// What RNN, LSTM and GRU have in common: weights, and the way through layers, directions and time.
template <typename Derived> class TENON_API RNNImplBase : public Cloneable<Derived> {
public:
  /// Throws for sizes below 1, and for a projection that is not smaller than the state.
  explicit RNNImplBase(const RNNOptionsBase &options);
  void reset() override;
  /// Uniform within 1 / sqrt(hidden_size).
  void reset_parameters();
  /// Nothing: weights lie as the compiler lays them out.
  void flatten_parameters() {}
  std::vector<Tensor> all_weights() const;
  void pretty_print(std::ostream &stream) const override;

  RNNOptionsBase options_base;

protected:
  /// The output, and the states at the end: one, or two of an LSTM. States that are not given are 0.
  std::pair<Tensor, TensorList> run(const Tensor &input, const TensorList &states, SourceLocation here);
};

struct RNNCellOptionsBase {
  RNNCellOptionsBase(RNNMode mode, int64_t input_size, int64_t hidden_size)
      : mode_(mode), input_size_(input_size), hidden_size_(hidden_size) {}
  TENON_ARG(RNNMode, mode);
  TENON_ARG(int64_t, input_size);
  TENON_ARG(int64_t, hidden_size);
  TENON_ARG(bool, bias) = true;
};

/// The same for one time step.
template <typename Derived> class TENON_API RNNCellImplBase : public Cloneable<Derived> {
public:
  explicit RNNCellImplBase(const RNNCellOptionsBase &options);
  void reset() override;
  void reset_parameters();
  void pretty_print(std::ostream &stream) const override;

  RNNCellOptionsBase options_base;
  Tensor weight_ih, weight_hh, bias_ih, bias_hh;

protected:
  TensorList step(const Tensor &input, const TensorList &states, SourceLocation here);
};

} // namespace detail

/// h' = f(W_ih x + b_ih + W_hh h + b_hh), f being tanh or ReLU.
class TENON_API RNNImpl : public detail::RNNImplBase<RNNImpl> {
public:
  RNNImpl(int64_t input_size, int64_t hidden_size) : RNNImpl(RNNOptions(input_size, hidden_size)) {}
  explicit RNNImpl(const RNNOptions &options);
  /// The output [L, N, directions * hidden_size] of the last layer, and the states at the end. States are 0 at the
  /// start where `hx` is undefined.
  std::tuple<Tensor, Tensor> forward(const Tensor &input, const Tensor &hx = {}, TENON_HERE);

  RNNOptions options;
};
TENON_MODULE(RNN);

using LSTMState = std::tuple<Tensor, Tensor>;

/// Long short-term memory: gates i, f, g, o of W_ih x + b_ih + W_hh h + b_hh; c' = sigmoid(f) c + sigmoid(i) tanh(g),
/// h' = sigmoid(o) tanh(c').
class TENON_API LSTMImpl : public detail::RNNImplBase<LSTMImpl> {
public:
  LSTMImpl(int64_t input_size, int64_t hidden_size) : LSTMImpl(LSTMOptions(input_size, hidden_size)) {}
  explicit LSTMImpl(const LSTMOptions &options);
  /// The output, and the states h and c at the end.
  std::tuple<Tensor, LSTMState> forward(const Tensor &input, const std::optional<LSTMState> &hx_opt = std::nullopt,
                                        TENON_HERE);

  LSTMOptions options;
};
TENON_MODULE(LSTM);

/// Gated recurrent unit: gates r, z, n; n = tanh(W_in x + b_in + sigmoid(r) (W_hn h + b_hn)), h' = (1 - z) n + z h.
class TENON_API GRUImpl : public detail::RNNImplBase<GRUImpl> {
public:
  GRUImpl(int64_t input_size, int64_t hidden_size) : GRUImpl(GRUOptions(input_size, hidden_size)) {}
  explicit GRUImpl(const GRUOptions &options);
  std::tuple<Tensor, Tensor> forward(const Tensor &input, const Tensor &hx = {}, TENON_HERE);

  GRUOptions options;
};
TENON_MODULE(GRU);

struct RNNCellOptions {
  RNNCellOptions(int64_t input_size, int64_t hidden_size) : input_size_(input_size), hidden_size_(hidden_size) {}
  TENON_ARG(int64_t, input_size);
  TENON_ARG(int64_t, hidden_size);
  TENON_ARG(bool, bias) = true;
  TENON_ARG(RNNNonlinearity, nonlinearity) = kTanh;
};

/// One step of an RNN: [N, input_size] and [N, hidden_size], or without N, to the next state.
class TENON_API RNNCellImpl : public detail::RNNCellImplBase<RNNCellImpl> {
public:
  RNNCellImpl(int64_t input_size, int64_t hidden_size) : RNNCellImpl(RNNCellOptions(input_size, hidden_size)) {}
  explicit RNNCellImpl(const RNNCellOptions &options);
  Tensor forward(const Tensor &input, const Tensor &hx = {}, TENON_HERE);

  RNNCellOptions options;
};
TENON_MODULE(RNNCell);

struct LSTMCellOptions {
  LSTMCellOptions(int64_t input_size, int64_t hidden_size) : input_size_(input_size), hidden_size_(hidden_size) {}
  TENON_ARG(int64_t, input_size);
  TENON_ARG(int64_t, hidden_size);
  TENON_ARG(bool, bias) = true;
};
using GRUCellOptions = LSTMCellOptions;

/// One step of an LSTM: the next states h and c.
class TENON_API LSTMCellImpl : public detail::RNNCellImplBase<LSTMCellImpl> {
public:
  LSTMCellImpl(int64_t input_size, int64_t hidden_size) : LSTMCellImpl(LSTMCellOptions(input_size, hidden_size)) {}
  explicit LSTMCellImpl(const LSTMCellOptions &options);
  LSTMState forward(const Tensor &input, const std::optional<LSTMState> &hx_opt = std::nullopt, TENON_HERE);

  LSTMCellOptions options;
};
TENON_MODULE(LSTMCell);

/// One step of a GRU.
class TENON_API GRUCellImpl : public detail::RNNCellImplBase<GRUCellImpl> {
public:
  GRUCellImpl(int64_t input_size, int64_t hidden_size) : GRUCellImpl(GRUCellOptions(input_size, hidden_size)) {}
  explicit GRUCellImpl(const GRUCellOptions &options);
  Tensor forward(const Tensor &input, const Tensor &hx = {}, TENON_HERE);

  GRUCellOptions options;
};
TENON_MODULE(GRUCell);

namespace detail {
extern template class RNNImplBase<RNNImpl>;
extern template class RNNImplBase<LSTMImpl>;
extern template class RNNImplBase<GRUImpl>;
extern template class RNNCellImplBase<RNNCellImpl>;
extern template class RNNCellImplBase<LSTMCellImpl>;
extern template class RNNCellImplBase<GRUCellImpl>;
} // namespace detail

} // namespace tenon::nn

#endif
