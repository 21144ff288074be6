//===- Recurrent.cpp - Recurrent layers and cells ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/nn/Recurrent.h"
#include "frontend/nn/Check.h"
#include "frontend/nn/LayerText.h"
#include "frontend/tensor/Node.h"
#include <cmath>

namespace tenon::nn {

using detail::ModuleScope;
using frontend::fail;

namespace {

bool isLSTM(const RNNMode &mode) { return std::holds_alternative<enumtype::kLSTM>(mode); }
bool isGRU(const RNNMode &mode) { return std::holds_alternative<enumtype::kGRU>(mode); }
int64_t gateCount(const RNNMode &mode) { return isLSTM(mode) ? 4 : isGRU(mode) ? 3 : 1; }
size_t stateCount(const RNNMode &mode) { return isLSTM(mode) ? 2 : 1; }
const char *titleOf(const RNNMode &mode) { return isLSTM(mode) ? "LSTM" : isGRU(mode) ? "GRU" : "RNN"; }
RNNMode modeOf(const RNNNonlinearity &nonlinearity) {
  return std::holds_alternative<enumtype::kReLU>(nonlinearity) ? RNNMode(kRNN_RELU) : RNNMode(kRNN_TANH);
}

/// The weights of one layer in one direction; the biases and the projection may be undefined.
struct Weights {
  Tensor input, hidden, inputBias, hiddenBias, projection;
};

/// One time step: from what the input adds to the gates, and the states, to the next states.
class Step {
public:
  Step(const RNNMode &mode, const Weights &weights, SourceLocation here) : mode(mode), weights(weights), here(here) {}

  TensorList operator()(const Tensor &ofInput, const TensorList &states) const {
    Tensor ofState = linear(states[0], weights.hidden, weights.hiddenBias, here);
    if (isGRU(mode))
      return {gru(ofInput, ofState, states[0])};
    Tensor gates = sum(ofInput, ofState);
    if (isLSTM(mode))
      return lstm(gates, states[1]);
    return {std::holds_alternative<enumtype::kRNN_RELU>(mode) ? relu(gates, here) : tanh(gates, here)};
  }

private:
  Tensor sum(const Tensor &a, const Tensor &b) const { return add(a, Operand(b, here), 1, here); }
  Tensor product(const Tensor &a, const Tensor &b) const { return mul(a, Operand(b, here), here); }

  TensorList lstm(const Tensor &gates, const Tensor &cell) const {
    TensorList g = chunk(gates, 4, -1, here);
    Tensor kept = product(sigmoid(g[1], here), cell), added = product(sigmoid(g[0], here), tanh(g[2], here));
    Tensor nextCell = sum(kept, added);
    Tensor hidden = product(sigmoid(g[3], here), tanh(nextCell, here));
    if (weights.projection.defined())
      hidden = linear(hidden, weights.projection, {}, here);
    return {hidden, nextCell};
  }

  Tensor gru(const Tensor &ofInput, const Tensor &ofState, const Tensor &hidden) const {
    TensorList x = chunk(ofInput, 3, -1, here), h = chunk(ofState, 3, -1, here);
    Tensor reset = sigmoid(sum(x[0], h[0]), here), update = sigmoid(sum(x[1], h[1]), here);
    Tensor fresh = tanh(sum(x[2], product(reset, h[2])), here);
    return sum(fresh, product(update, sub(hidden, Operand(fresh, here), 1, here)));
  }

  const RNNMode &mode;
  const Weights &weights;
  SourceLocation here;
};

std::string suffixOf(int64_t layer, bool reverse) {
  return "_l" + std::to_string(layer) + (reverse ? "_reverse" : "");
}

/// The way of an input [L, N, features] through layers, directions and time.
class Walk {
public:
  Walk(const Module &module, const detail::RNNOptionsBase &options, const OrderedDict<std::string, Tensor> &parameters,
       SourceLocation here)
      : module(module), options(options), parameters(parameters), here(here) {}

  /// Gives the output of the last layer; `states` [layers * directions, N, features] become those at the end.
  Tensor run(Tensor x, TensorList &states) {
    Size length = x.size(0, here);
    if (length.is_symbolic())
      fail(titleOf(options.mode()),
           "the length '" + length.str() +
               "' of the input is symbolic, but its time steps are recorded one by one: trace with a number for it",
           here);
    steps = length;
    if (steps < 1)
      fail(titleOf(options.mode()), "the input has no time step: " + frontend::nodeOf(x, here)->describe(), here);
    std::vector<TensorList> last(states.size());
    int64_t directions = options.bidirectional() ? 2 : 1;
    for (int64_t layer = 0; layer < options.num_layers(); ++layer) {
      if (layer > 0)
        x = dropout(x, options.dropout(), module.is_training(), here);
      TensorList outputs;
      for (int64_t direction = 0; direction < directions; ++direction) {
        TensorList current;
        for (const Tensor &state : states)
          current.push_back(select(state, 0, layer * directions + direction, here));
        outputs.push_back(runOnce(x, weightsOf(layer, direction == 1), direction == 1, current));
        for (size_t i = 0; i < states.size(); ++i)
          last[i].push_back(current[i]);
      }
      x = directions == 1 ? outputs[0] : cat(outputs, -1, here);
    }
    for (size_t i = 0; i < states.size(); ++i)
      states[i] = stack(last[i], 0, here);
    return x;
  }

private:
  Weights weightsOf(int64_t layer, bool reverse) const {
    auto find = [&](const char *name) {
      const Tensor *found = parameters.find(name + suffixOf(layer, reverse));
      return found ? *found : Tensor();
    };
    return {find("weight_ih"), find("weight_hh"), find("bias_ih"), find("bias_hh"), find("weight_hr")};
  }

  Tensor runOnce(const Tensor &x, const Weights &weights, bool reverse, TensorList &states) const {
    // What the input adds does not wait for the states: one product for all time steps.
    TensorList ofInput = unbind(linear(x, weights.input, weights.inputBias, here), 0, here);
    TensorList outputs(ofInput.size());
    Step step(options.mode(), weights, here);
    for (int64_t i = 0; i < steps; ++i) {
      size_t at = reverse ? steps - 1 - i : i;
      states = step(ofInput[at], states);
      outputs[at] = states[0];
    }
    return stack(outputs, 0, here);
  }

  const Module &module;
  const detail::RNNOptionsBase &options;
  const OrderedDict<std::string, Tensor> &parameters;
  SourceLocation here;
  int64_t steps = 0;
};

double boundOf(int64_t hidden_size) { return 1 / std::sqrt(static_cast<double>(hidden_size)); }

template <typename Options> detail::RNNOptionsBase baseOf(const RNNMode &mode, const Options &options) {
  detail::RNNOptionsBase base(mode, options.input_size(), options.hidden_size());
  base.num_layers(options.num_layers())
      .bias(options.bias())
      .batch_first(options.batch_first())
      .dropout(options.dropout())
      .bidirectional(options.bidirectional());
  return base;
}

TensorList toList(const std::optional<LSTMState> &states) {
  return states ? TensorList{std::get<0>(*states), std::get<1>(*states)} : TensorList{};
}
TensorList toList(const Tensor &state) { return state.defined() ? TensorList{state} : TensorList{}; }

} // namespace

namespace detail {

template <typename Derived>
RNNImplBase<Derived>::RNNImplBase(const RNNOptionsBase &options) : options_base(options) {
  reset();
}

template <typename Derived> void RNNImplBase<Derived>::reset() {
  const RNNOptionsBase &options = options_base;
  int64_t hidden = options.hidden_size(), gates = gateCount(options.mode()) * hidden, projected = options.proj_size();
  const char *title = titleOf(options.mode());
  checkPositive(title, {options.input_size(), hidden, options.num_layers()});
  if (projected < 0 || projected >= hidden)
    fail(title, "proj_size must be below hidden_size, and 0 or more, got " + std::to_string(projected),
         SourceLocation::unknown());
  int64_t output = projected ? projected : hidden, directions = options.bidirectional() ? 2 : 1;
  for (int64_t layer = 0; layer < options.num_layers(); ++layer)
    for (bool reverse : {false, true}) {
      if (reverse && directions == 1)
        continue;
      auto add = [&](const char *weight, std::vector<int64_t> sizes) {
        this->register_parameter(weight + suffixOf(layer, reverse), tenon::empty(sizes));
      };
      add("weight_ih", {gates, layer == 0 ? options.input_size() : directions * output});
      add("weight_hh", {gates, output});
      if (options.bias()) {
        add("bias_ih", {gates});
        add("bias_hh", {gates});
      }
      if (projected)
        add("weight_hr", {projected, hidden});
    }
  reset_parameters();
}

template <typename Derived> void RNNImplBase<Derived>::reset_parameters() {
  uniformWithin(boundOf(options_base.hidden_size()), this->parameters(false));
}

template <typename Derived> std::vector<Tensor> RNNImplBase<Derived>::all_weights() const {
  return this->parameters(false);
}

template <typename Derived> void RNNImplBase<Derived>::pretty_print(std::ostream &stream) const {
  const RNNOptionsBase &options = options_base;
  LayerText(stream, *this)
      .with("input_size", options.input_size())
      .with("hidden_size", options.hidden_size())
      .with("num_layers", options.num_layers())
      .with("bias", options.bias())
      .with("batch_first", options.batch_first())
      .with("dropout", options.dropout())
      .with("bidirectional", options.bidirectional())
      .unless(int64_t(0), "proj_size", options.proj_size());
}

template <typename Derived>
std::pair<Tensor, TensorList> RNNImplBase<Derived>::run(const Tensor &input, const TensorList &states,
                                                        SourceLocation here) {
  ModuleScope scope(*this);
  const RNNOptionsBase &options = options_base;
  int64_t dims = input.dim(here);
  const char *title = titleOf(options.mode());
  if (dims != 2 && dims != 3)
    fail(title, "needs [L, N, input_size] or [L, input_size], got " + frontend::nodeOf(input, here)->describe(),
         here);
  bool isBatch = dims == 3;
  Tensor x = !isBatch ? unsqueeze(input, 1, here) : options.batch_first() ? input.transpose(0, 1, here) : input;
  int64_t layers = options.num_layers() * (options.bidirectional() ? 2 : 1);
  TensorList all;
  for (size_t i = 0; i < stateCount(options.mode()); ++i) {
    int64_t features = i == 0 && options.proj_size() ? options.proj_size() : options.hidden_size();
    SizeList expected = {layers, x.size(1, here), features};
    if (i >= states.size() || !states[i].defined()) {
      all.push_back(zeros(expected, x.dtype(here), here));
      continue;
    }
    all.push_back(isBatch ? states[i] : unsqueeze(states[i], 1, here));
    if (!(all.back().sizes(here) == expected))
      fail(title, "a state is " + frontend::nodeOf(states[i], here)->describe() + ", expected " +
                             frontend::toText(frontend::toShape(isBatch ? expected : SizeList{layers, features})),
           here);
  }
  Tensor output = Walk(*this, options, this->parameters_, here).run(x, all);
  if (!isBatch)
    for (Tensor &state : all)
      state = squeeze(state, 1, here);
  output = !isBatch ? squeeze(output, 1, here) : options.batch_first() ? output.transpose(0, 1, here) : output;
  return {output, all};
}

template <typename Derived>
RNNCellImplBase<Derived>::RNNCellImplBase(const RNNCellOptionsBase &options) : options_base(options) {
  reset();
}

template <typename Derived> void RNNCellImplBase<Derived>::reset() {
  const RNNCellOptionsBase &options = options_base;
  int64_t gates = gateCount(options.mode()) * options.hidden_size();
  checkPositive(titleOf(options.mode()), {options.input_size(), options.hidden_size()});
  weight_ih = this->register_parameter("weight_ih", tenon::empty({gates, options.input_size()}));
  weight_hh = this->register_parameter("weight_hh", tenon::empty({gates, options.hidden_size()}));
  bias_ih = this->register_parameter("bias_ih", options.bias() ? tenon::empty({gates}) : Tensor());
  bias_hh = this->register_parameter("bias_hh", options.bias() ? tenon::empty({gates}) : Tensor());
  reset_parameters();
}

template <typename Derived> void RNNCellImplBase<Derived>::reset_parameters() {
  uniformWithin(boundOf(options_base.hidden_size()), this->parameters(false));
}

template <typename Derived> void RNNCellImplBase<Derived>::pretty_print(std::ostream &stream) const {
  LayerText(stream, *this)
      .with(options_base.input_size())
      .with(options_base.hidden_size())
      .unless(true, "bias", options_base.bias());
}

template <typename Derived>
TensorList RNNCellImplBase<Derived>::step(const Tensor &input, const TensorList &states, SourceLocation here) {
  ModuleScope scope(*this);
  int64_t dims = input.dim(here);
  if (dims != 1 && dims != 2)
    fail(titleOf(options_base.mode()), "needs [N, input_size] or [input_size], got " + frontend::nodeOf(input, here)->describe(),
         here);
  TensorList all = states;
  std::vector<Size> sizes(dims, options_base.hidden_size());
  if (dims == 2)
    sizes[0] = input.size(0, here);
  if (all.empty())
    all.assign(stateCount(options_base.mode()), zeros(sizes, input.dtype(here), here));
  Weights weights = {weight_ih, weight_hh, bias_ih, bias_hh, {}};
  return Step(options_base.mode(), weights, here)(linear(input, weight_ih, bias_ih, here), all);
}

template class RNNImplBase<RNNImpl>;
template class RNNImplBase<LSTMImpl>;
template class RNNImplBase<GRUImpl>;
template class RNNCellImplBase<RNNCellImpl>;
template class RNNCellImplBase<LSTMCellImpl>;
template class RNNCellImplBase<GRUCellImpl>;

} // namespace detail

RNNImpl::RNNImpl(const RNNOptions &options)
    : RNNImplBase(baseOf(modeOf(options.nonlinearity()), options)), options(options) {}
std::tuple<Tensor, Tensor> RNNImpl::forward(const Tensor &input, const Tensor &hx, SourceLocation here) {
  auto [output, states] = run(input, toList(hx), here);
  return {output, states[0]};
}

LSTMImpl::LSTMImpl(const LSTMOptions &options)
    : RNNImplBase(baseOf(kLSTM, options).proj_size(options.proj_size())), options(options) {}
std::tuple<Tensor, LSTMState> LSTMImpl::forward(const Tensor &input, const std::optional<LSTMState> &hx_opt,
                                                SourceLocation here) {
  auto [output, states] = run(input, toList(hx_opt), here);
  return {output, {states[0], states[1]}};
}

GRUImpl::GRUImpl(const GRUOptions &options) : RNNImplBase(baseOf(kGRU, options)), options(options) {}
std::tuple<Tensor, Tensor> GRUImpl::forward(const Tensor &input, const Tensor &hx, SourceLocation here) {
  auto [output, states] = run(input, toList(hx), here);
  return {output, states[0]};
}

RNNCellImpl::RNNCellImpl(const RNNCellOptions &options)
    : RNNCellImplBase(detail::RNNCellOptionsBase(modeOf(options.nonlinearity()), options.input_size(),
                                                 options.hidden_size())
                          .bias(options.bias())),
      options(options) {}
Tensor RNNCellImpl::forward(const Tensor &input, const Tensor &hx, SourceLocation here) {
  return step(input, toList(hx), here)[0];
}

LSTMCellImpl::LSTMCellImpl(const LSTMCellOptions &options)
    : RNNCellImplBase(
          detail::RNNCellOptionsBase(kLSTM, options.input_size(), options.hidden_size()).bias(options.bias())),
      options(options) {}
LSTMState LSTMCellImpl::forward(const Tensor &input, const std::optional<LSTMState> &hx_opt, SourceLocation here) {
  TensorList next = step(input, toList(hx_opt), here);
  return {next[0], next[1]};
}

GRUCellImpl::GRUCellImpl(const GRUCellOptions &options)
    : RNNCellImplBase(
          detail::RNNCellOptionsBase(kGRU, options.input_size(), options.hidden_size()).bias(options.bias())),
      options(options) {}
Tensor GRUCellImpl::forward(const Tensor &input, const Tensor &hx, SourceLocation here) {
  return step(input, toList(hx), here)[0];
}

} // namespace tenon::nn
