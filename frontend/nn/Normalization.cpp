//===- Normalization.cpp - Normalization over features ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/nn/Normalization.h"
#include "frontend/nn/Check.h"
#include "frontend/nn/LayerText.h"

namespace tenon::nn {

using detail::ModuleScope;

namespace {

void fillDefined(Tensor &parameter, double value) {
  if (parameter.defined())
    parameter.fill_(value);
}

} // namespace

LayerNormImpl::LayerNormImpl(const LayerNormOptions &options) : options(options) { reset(); }
void LayerNormImpl::reset() {
  bool hasBias = options.elementwise_affine() && options.bias();
  weight = register_parameter("weight", options.elementwise_affine() ? tenon::empty(options.normalized_shape()) : Tensor());
  bias = register_parameter("bias", hasBias ? tenon::empty(options.normalized_shape()) : Tensor());
  reset_parameters();
}
void LayerNormImpl::reset_parameters() {
  fillDefined(weight, 1);
  fillDefined(bias, 0);
}
Tensor LayerNormImpl::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  return layer_norm(input, options.normalized_shape(), weight, bias, options.eps(), here);
}
void LayerNormImpl::pretty_print(std::ostream &stream) const {
  LayerText(stream, *this)
      .with(options.normalized_shape())
      .with("eps", options.eps())
      .with("elementwise_affine", options.elementwise_affine())
      .unless(true, "bias", options.bias());
}

RMSNormImpl::RMSNormImpl(const RMSNormOptions &options) : options(options) { reset(); }
void RMSNormImpl::reset() {
  weight = register_parameter("weight", options.elementwise_affine() ? tenon::empty(options.normalized_shape()) : Tensor());
  reset_parameters();
}
void RMSNormImpl::reset_parameters() { fillDefined(weight, 1); }
Tensor RMSNormImpl::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  return rms_norm(input, options.normalized_shape(), weight, options.eps(), here);
}
void RMSNormImpl::pretty_print(std::ostream &stream) const {
  LayerText(stream, *this)
      .with(options.normalized_shape())
      .with("eps", options.eps())
      .with("elementwise_affine", options.elementwise_affine());
}

} // namespace tenon::nn
