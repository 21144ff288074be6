//===- Functional.h - Layers as functions ------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_FUNCTIONAL_H
#define TENON_NN_FUNCTIONAL_H

#include "tenon/nn/Activations.h"

/// The functions behind the modules, with PyTorch's names and order of arguments.
namespace tenon::nn::functional {

using tenon::elu;
using tenon::hardsigmoid;
using tenon::hardswish;
using tenon::hardtanh;
using tenon::leaky_relu;
using tenon::linear;
using tenon::mish;
using tenon::one_hot;
using tenon::relu;
using tenon::relu6;
using tenon::scaled_dot_product_attention;
using tenon::sigmoid;
using tenon::silu;
using tenon::softplus;
using tenon::tanh;

using GELUFuncOptions = GELUOptions;
using SoftmaxFuncOptions = SoftmaxOptions;
using LogSoftmaxFuncOptions = SoftmaxOptions;

struct DropoutFuncOptions {
  TENON_ARG(double, p) = 0.5;
  TENON_ARG(bool, training) = false;
};

struct LayerNormFuncOptions {
  LayerNormFuncOptions(IntArrayRef normalized_shape) : normalized_shape_(normalized_shape.vec()) {}
  LayerNormFuncOptions(std::initializer_list<int64_t> normalized_shape) : normalized_shape_(normalized_shape) {}
  TENON_ARG(std::vector<int64_t>, normalized_shape);
  TENON_ARG(Tensor, weight) = {};
  TENON_ARG(Tensor, bias) = {};
  TENON_ARG(double, eps) = 1e-5;
};

struct NormalizeFuncOptions {
  TENON_ARG(double, p) = 2.0;
  TENON_ARG(int64_t, dim) = 1;
  TENON_ARG(double, eps) = 1e-12;
};

inline Tensor gelu(const Tensor &input, const GELUFuncOptions &options = {}, TENON_HERE) {
  return tenon::gelu(input, options.approximate(), here);
}
inline Tensor softmax(const Tensor &input, const SoftmaxFuncOptions &options, TENON_HERE) {
  return tenon::softmax(input, options.dim(), std::nullopt, here);
}
inline Tensor log_softmax(const Tensor &input, const LogSoftmaxFuncOptions &options, TENON_HERE) {
  return tenon::log_softmax(input, options.dim(), std::nullopt, here);
}
inline Tensor dropout(const Tensor &input, const DropoutFuncOptions &options = {}, TENON_HERE) {
  return tenon::dropout(input, options.p(), options.training(), here);
}
inline Tensor layer_norm(const Tensor &input, const LayerNormFuncOptions &options, TENON_HERE) {
  return tenon::layer_norm(input, options.normalized_shape(), options.weight(), options.bias(), options.eps(), here);
}
/// Rows of `weight` at the indices `input`.
inline Tensor embedding(const Tensor &input, const Tensor &weight, TENON_HERE) {
  return tenon::embedding(weight, input, here);
}
/// input / max(norm, eps) along a dim.
inline Tensor normalize(const Tensor &input, const NormalizeFuncOptions &options = {}, TENON_HERE) {
  Tensor length = tenon::norm(input, options.p(), {options.dim()}, /*keepdim=*/true, here);
  return tenon::div(input, tenon::clamp_min(length, options.eps(), here), here);
}

} // namespace tenon::nn::functional

#endif
