//===- Layers.cpp - The modules that networks are made of --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/nn/Layers.h"
#include "frontend/tensor/Node.h"
#include <cmath>
#include <ostream>

namespace tenon::nn {

using detail::ModuleScope;

namespace {

const char *text(bool value) { return value ? "true" : "false"; }

void printShape(std::ostream &stream, const std::vector<int64_t> &sizes) { stream << SizeList(sizes); }

void checkPositive(const char *module, std::initializer_list<int64_t> numbers) {
  for (int64_t number : numbers)
    if (number < 1)
      throw Error(std::string(module) + ": a size is " + std::to_string(number) + ", expected 1 or more");
}

} // namespace

LinearImpl::LinearImpl(const LinearOptions &options) : options(options) {
  checkPositive("Linear", {options.in_features(), options.out_features()});
  weight = register_parameter("weight", empty({options.out_features(), options.in_features()}));
  if (options.bias())
    bias = register_parameter("bias", empty({options.out_features()}));
  reset_parameters();
}
void LinearImpl::reset_parameters() {
  double bound = 1 / std::sqrt(static_cast<double>(options.in_features()));
  weight.uniform_(-bound, bound);
  if (bias.defined())
    bias.uniform_(-bound, bound);
}
Tensor LinearImpl::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  return linear(input, weight, bias, here);
}
void LinearImpl::pretty_print(std::ostream &stream) const {
  stream << name() << "(in_features=" << options.in_features() << ", out_features=" << options.out_features()
         << ", bias=" << text(options.bias()) << ")";
}

EmbeddingImpl::EmbeddingImpl(const EmbeddingOptions &options) : options(options) {
  checkPositive("Embedding", {options.num_embeddings(), options.embedding_dim()});
  weight = register_parameter("weight", randn({options.num_embeddings(), options.embedding_dim()}));
  if (options.padding_idx())
    weight[*options.padding_idx()] = 0;
}
Tensor EmbeddingImpl::forward(const Tensor &indices, SourceLocation here) {
  ModuleScope scope(*this);
  return embedding(weight, indices, here);
}
void EmbeddingImpl::pretty_print(std::ostream &stream) const {
  stream << name() << "(num_embeddings=" << options.num_embeddings() << ", embedding_dim=" << options.embedding_dim();
  if (options.padding_idx())
    stream << ", padding_idx=" << *options.padding_idx();
  stream << ")";
}

LayerNormImpl::LayerNormImpl(const LayerNormOptions &options) : options(options) {
  if (options.elementwise_affine()) {
    weight = register_parameter("weight", ones(options.normalized_shape()));
    bias = register_parameter("bias", zeros(options.normalized_shape()));
  }
}
Tensor LayerNormImpl::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  return layer_norm(input, options.normalized_shape(), weight, bias, options.eps(), here);
}
void LayerNormImpl::pretty_print(std::ostream &stream) const {
  stream << name() << "(";
  printShape(stream, options.normalized_shape());
  stream << ", eps=" << options.eps() << ", elementwise_affine=" << text(options.elementwise_affine()) << ")";
}

RMSNormImpl::RMSNormImpl(const RMSNormOptions &options) : options(options) {
  if (options.elementwise_affine())
    weight = register_parameter("weight", ones(options.normalized_shape()));
}
Tensor RMSNormImpl::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  return rms_norm(input, options.normalized_shape(), weight, options.eps(), here);
}
void RMSNormImpl::pretty_print(std::ostream &stream) const {
  stream << name() << "(";
  printShape(stream, options.normalized_shape());
  if (options.eps())
    stream << ", eps=" << *options.eps();
  stream << ", elementwise_affine=" << text(options.elementwise_affine()) << ")";
}

Tensor FlattenImpl::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  return flatten(input, options.start_dim(), options.end_dim(), here);
}
void FlattenImpl::pretty_print(std::ostream &stream) const {
  stream << name() << "(start_dim=" << options.start_dim() << ", end_dim=" << options.end_dim() << ")";
}

Tensor DropoutImpl::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  return dropout(input, options.p(), is_training(), here);
}
void DropoutImpl::pretty_print(std::ostream &stream) const { stream << name() << "(p=" << options.p() << ")"; }

Tensor GELUImpl::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  return gelu(input, options.approximate(), here);
}
void GELUImpl::pretty_print(std::ostream &stream) const {
  stream << name() << "(" << (options.approximate() == "tanh" ? "approximate=tanh" : "") << ")";
}

Tensor ReLUImpl::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  if (!options.inplace())
    return relu(input, here);
  Tensor written = input;
  return written.relu_(here);
}
void ReLUImpl::pretty_print(std::ostream &stream) const {
  stream << name() << "(" << (options.inplace() ? "inplace" : "") << ")";
}

Tensor SoftmaxImpl::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  return softmax(input, options.dim(), std::nullopt, here);
}
void SoftmaxImpl::pretty_print(std::ostream &stream) const { stream << name() << "(dim=" << options.dim() << ")"; }

Tensor LogSoftmaxImpl::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  return log_softmax(input, options.dim(), std::nullopt, here);
}
void LogSoftmaxImpl::pretty_print(std::ostream &stream) const { stream << name() << "(dim=" << options.dim() << ")"; }

#define TENON_ACTIVATION(Name, function)                                                                               \
  Tensor Name##Impl::forward(const Tensor &input, SourceLocation here) {                                               \
    ModuleScope scope(*this);                                                                                          \
    return function(input, here);                                                                                      \
  }                                                                                                                    \
  void Name##Impl::pretty_print(std::ostream &stream) const { stream << name() << "()"; }
TENON_ACTIVATION(Tanh, tanh)
TENON_ACTIVATION(Sigmoid, sigmoid)
TENON_ACTIVATION(SiLU, silu)
TENON_ACTIVATION(Mish, mish)
TENON_ACTIVATION(ReLU6, relu6)
TENON_ACTIVATION(Hardswish, hardswish)
TENON_ACTIVATION(Hardsigmoid, hardsigmoid)
TENON_ACTIVATION(LogSigmoid, log_sigmoid)
#undef TENON_ACTIVATION

Tensor IdentityImpl::forward(const Tensor &input, SourceLocation here) { return input; }
void IdentityImpl::pretty_print(std::ostream &stream) const { stream << name() << "()"; }

} // namespace tenon::nn
