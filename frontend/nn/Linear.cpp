//===- Linear.cpp - Linear layers and those without weights -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/nn/Linear.h"
#include "frontend/nn/Check.h"
#include "frontend/nn/LayerText.h"
#include <cmath>

namespace tenon::nn {

using detail::ModuleScope;

IdentityImpl::IdentityImpl() = default;
void IdentityImpl::reset() {}
Tensor IdentityImpl::forward(const Tensor &input, SourceLocation) { return input; }
void IdentityImpl::pretty_print(std::ostream &stream) const { LayerText(stream, *this); }

LinearImpl::LinearImpl(const LinearOptions &options) : options(options) { reset(); }
void LinearImpl::reset() {
  checkPositive("Linear", {options.in_features(), options.out_features()});
  weight = register_parameter("weight", empty({options.out_features(), options.in_features()}));
  bias = register_parameter("bias", options.bias() ? empty({options.out_features()}) : Tensor());
  reset_parameters();
}
void LinearImpl::reset_parameters() { uniformWithin(1 / std::sqrt(double(options.in_features())), {weight, bias}); }
Tensor LinearImpl::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  return linear(input, weight, bias, here);
}
void LinearImpl::pretty_print(std::ostream &stream) const {
  LayerText(stream, *this)
      .with("in_features", options.in_features())
      .with("out_features", options.out_features())
      .with("bias", options.bias());
}

BilinearImpl::BilinearImpl(const BilinearOptions &options) : options(options) { reset(); }
void BilinearImpl::reset() {
  checkPositive("Bilinear", {options.in1_features(), options.in2_features(), options.out_features()});
  weight =
      register_parameter("weight", empty({options.out_features(), options.in1_features(), options.in2_features()}));
  bias = register_parameter("bias", options.bias() ? empty({options.out_features()}) : Tensor());
  reset_parameters();
}
void BilinearImpl::reset_parameters() { uniformWithin(1 / std::sqrt(double(options.in1_features())), {weight, bias}); }
Tensor BilinearImpl::forward(const Tensor &input1, const Tensor &input2, SourceLocation here) {
  ModuleScope scope(*this);
  int64_t first = options.in1_features(), second = options.in2_features(), outputs = options.out_features();
  // All matrices side by side make one product: [.., in1] times [in1, out * in2].
  Tensor matrices = weight.permute({1, 0, 2}, here).reshape({first, outputs * second}, here);
  Tensor half = unflatten(matmul(input1, matrices, here), -1, {outputs, second}, here);
  Tensor result = mul(half, Operand(unsqueeze(input2, -2, here), here), here).sum(-1, false, std::nullopt, here);
  return bias.defined() ? add(result, Operand(bias, here), 1, here) : result;
}
void BilinearImpl::pretty_print(std::ostream &stream) const {
  LayerText(stream, *this)
      .with("in1_features", options.in1_features())
      .with("in2_features", options.in2_features())
      .with("out_features", options.out_features())
      .with("bias", options.bias());
}

FlattenImpl::FlattenImpl(const FlattenOptions &options) : options(options) {}
void FlattenImpl::reset() {}
Tensor FlattenImpl::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  return flatten(input, options.start_dim(), options.end_dim(), here);
}
void FlattenImpl::pretty_print(std::ostream &stream) const {
  LayerText(stream, *this).with("start_dim", options.start_dim()).with("end_dim", options.end_dim());
}

UnflattenImpl::UnflattenImpl(const UnflattenOptions &options) : options(options) {}
void UnflattenImpl::reset() {}
Tensor UnflattenImpl::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  return unflatten(input, options.dim(), options.sizes(), here);
}
void UnflattenImpl::pretty_print(std::ostream &stream) const {
  LayerText(stream, *this).with("dim", options.dim()).with("unflattened_size", options.sizes());
}

} // namespace tenon::nn
