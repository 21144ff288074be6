//===- BatchNorm.cpp - Modules that normalize channels -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/nn/BatchNorm.h"
#include "frontend/nn/LayerText.h"
#include "frontend/tensor/Normalizations.h"

namespace tenon::nn {

using detail::ModuleScope;

namespace {

void fillDefined(Tensor &parameter, double value) {
  if (parameter.defined())
    parameter.fill_(value);
}

/// Throws unless the input is [N, C, d...] with one of two numbers of dims.
void needDims(const Module &module, const Tensor &input, int64_t least, int64_t most, SourceLocation here) {
  int64_t dims = input.dim(here);
  if (dims < least || dims > most)
    throw Error(module.name() + ": expected an input of " + std::to_string(least) +
                    (least == most ? "" : " or " + std::to_string(most)) + " dims, got " + std::to_string(dims),
                here);
}

} // namespace

template <typename Options, typename Derived>
NormImplBase<Options, Derived>::NormImplBase(const Options &options) : options(options) {
  if (options.num_features() < 1)
    throw Error("a norm of " + std::to_string(options.num_features()) + " features, expected 1 or more");
  NormImplBase::reset();
}

template <typename Options, typename Derived> void NormImplBase<Options, Derived>::reset() {
  int64_t features = options.num_features();
  bool isAffine = options.affine(), tracks = options.track_running_stats();
  weight = this->register_parameter("weight", isAffine ? tenon::empty({features}) : Tensor());
  bias = this->register_parameter("bias", isAffine ? tenon::empty({features}) : Tensor());
  running_mean = this->register_buffer("running_mean", tracks ? tenon::zeros({features}) : Tensor());
  running_var = this->register_buffer("running_var", tracks ? tenon::ones({features}) : Tensor());
  num_batches_tracked = this->register_buffer("num_batches_tracked", tracks ? tenon::zeros({}, kLong) : Tensor());
  reset_parameters();
}

template <typename Options, typename Derived> void NormImplBase<Options, Derived>::reset_running_stats() {
  fillDefined(running_mean, 0);
  fillDefined(running_var, 1);
  fillDefined(num_batches_tracked, 0);
}

template <typename Options, typename Derived> void NormImplBase<Options, Derived>::reset_parameters() {
  reset_running_stats();
  fillDefined(weight, 1);
  fillDefined(bias, 0);
}

template <typename Options, typename Derived>
void NormImplBase<Options, Derived>::pretty_print(std::ostream &stream) const {
  LayerText text(stream, *this);
  std::optional<double> momentum = options.momentum();
  text.with(options.num_features()).with("eps", options.eps()).with("momentum", momentum);
  if (!momentum)
    text.with("momentum", "None");
  text.with("affine", options.affine()).with("track_running_stats", options.track_running_stats());
}

template <size_t D, typename Derived>
Tensor BatchNormNdImpl<D, Derived>::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  // Without spatial dims, too, in one dimension.
  needDims(*this, input, D == 1 ? 2 : D + 2, D + 2, here);
  const BatchNormOptions &options = this->options;
  bool trains = this->is_training(), tracks = trains && options.track_running_stats();
  bool usesBatch = trains || !this->running_mean.defined();
  OptionalTensor mean, variance;
  if (!trains || tracks) {
    mean = this->running_mean;
    variance = this->running_var;
  }
  if (tracks)
    this->num_batches_tracked.add_(1, 1, here);
  if (!tracks || options.momentum())
    return frontend::batchNorm(input, this->weight, this->bias, mean, variance, usesBatch,
                               Operand(options.momentum().value_or(0), here), options.eps(), here);
  // The mean over all batches so far.
  Tensor share = this->num_batches_tracked.to(this->running_mean.dtype(here), here).reciprocal(here);
  return frontend::batchNorm(input, this->weight, this->bias, mean, variance, usesBatch, Operand(share, here),
                             options.eps(), here);
}

template <size_t D, typename Derived>
Tensor InstanceNormNdImpl<D, Derived>::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  needDims(*this, input, D + 1, D + 2, here);
  bool isBatch = input.dim(here) == D + 2;
  Tensor batch = isBatch ? input : input.unsqueeze(0, here);
  const InstanceNormOptions &options = this->options;
  Tensor result = instance_norm(batch, this->weight, this->bias, this->running_mean, this->running_var,
                                this->is_training() || !options.track_running_stats(), options.momentum(),
                                options.eps(), true, here);
  return isBatch ? result : result.squeeze(0, here);
}

#define TENON_NORMS(D)                                                                                                 \
  template class NormImplBase<BatchNormOptions, BatchNorm##D##dImpl>;                                                  \
  template class NormImplBase<InstanceNormOptions, InstanceNorm##D##dImpl>;                                            \
  template class BatchNormNdImpl<D, BatchNorm##D##dImpl>;                                                              \
  template class InstanceNormNdImpl<D, InstanceNorm##D##dImpl>;
TENON_NORMS(1)
TENON_NORMS(2)
TENON_NORMS(3)
#undef TENON_NORMS

GroupNormImpl::GroupNormImpl(const GroupNormOptions &options) : options(options) {
  if (options.num_groups() < 1 || options.num_channels() < 1 || options.num_channels() % options.num_groups())
    throw Error("GroupNorm: " + std::to_string(options.num_channels()) + " channels are no multiple of " +
                std::to_string(options.num_groups()) + " groups");
  reset();
}
void GroupNormImpl::reset() {
  weight = register_parameter("weight", options.affine() ? tenon::empty({options.num_channels()}) : Tensor());
  bias = register_parameter("bias", options.affine() ? tenon::empty({options.num_channels()}) : Tensor());
  reset_parameters();
}
void GroupNormImpl::reset_parameters() {
  fillDefined(weight, 1);
  fillDefined(bias, 0);
}
Tensor GroupNormImpl::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  return group_norm(input, options.num_groups(), weight, bias, options.eps(), true, here);
}
void GroupNormImpl::pretty_print(std::ostream &stream) const {
  LayerText(stream, *this)
      .with(options.num_groups())
      .with(options.num_channels())
      .with("eps", options.eps())
      .with("affine", options.affine());
}

Tensor LocalResponseNormImpl::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  return functional::local_response_norm(input, options, here);
}
void LocalResponseNormImpl::pretty_print(std::ostream &stream) const {
  LayerText(stream, *this)
      .with(options.size())
      .with("alpha", options.alpha())
      .with("beta", options.beta())
      .with("k", options.k());
}

} // namespace tenon::nn
