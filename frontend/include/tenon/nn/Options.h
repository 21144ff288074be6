//===- Options.h - Options of modules ----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_OPTIONS_H
#define TENON_NN_OPTIONS_H

#include "tenon/Tensor.h"

/// A member of an options struct: `name(value)` sets it and gives the struct, `name()` reads it.
#define TENON_ARG(Type, name)                                                                                          \
public:                                                                                                                \
  auto name(Type value) -> decltype(*this) {                                                                           \
    this->name##_ = std::move(value);                                                                                  \
    return *this;                                                                                                      \
  }                                                                                                                    \
  const Type &name() const { return this->name##_; }                                                                   \
                                                                                                                       \
private:                                                                                                               \
  Type name##_

namespace tenon::nn {

struct LinearOptions {
  LinearOptions(int64_t in_features, int64_t out_features) : in_features_(in_features), out_features_(out_features) {}
  TENON_ARG(int64_t, in_features);
  TENON_ARG(int64_t, out_features);
  TENON_ARG(bool, bias) = true;
};

struct EmbeddingOptions {
  EmbeddingOptions(int64_t num_embeddings, int64_t embedding_dim)
      : num_embeddings_(num_embeddings), embedding_dim_(embedding_dim) {}
  TENON_ARG(int64_t, num_embeddings);
  TENON_ARG(int64_t, embedding_dim);
  /// This row is zero at the start.
  TENON_ARG(std::optional<int64_t>, padding_idx) = std::nullopt;
};

struct LayerNormOptions {
  LayerNormOptions(IntArrayRef normalized_shape) : normalized_shape_(normalized_shape.vec()) {}
  LayerNormOptions(std::initializer_list<int64_t> normalized_shape) : normalized_shape_(normalized_shape) {}
  TENON_ARG(std::vector<int64_t>, normalized_shape);
  TENON_ARG(double, eps) = 1e-5;
  /// Whether there are a weight and a bias.
  TENON_ARG(bool, elementwise_affine) = true;
};

struct RMSNormOptions {
  RMSNormOptions(IntArrayRef normalized_shape) : normalized_shape_(normalized_shape.vec()) {}
  RMSNormOptions(std::initializer_list<int64_t> normalized_shape) : normalized_shape_(normalized_shape) {}
  TENON_ARG(std::vector<int64_t>, normalized_shape);
  TENON_ARG(std::optional<double>, eps) = std::nullopt;
  TENON_ARG(bool, elementwise_affine) = true;
};

struct FlattenOptions {
  TENON_ARG(int64_t, start_dim) = 1;
  TENON_ARG(int64_t, end_dim) = -1;
};

struct DropoutOptions {
  DropoutOptions(double p = 0.5) : p_(p) {}
  TENON_ARG(double, p);
  TENON_ARG(bool, inplace) = false;
};

struct GELUOptions {
  /// `none` or `tanh`.
  TENON_ARG(std::string, approximate) = "none";
};

struct ReLUOptions {
  ReLUOptions(bool inplace = false) : inplace_(inplace) {}
  TENON_ARG(bool, inplace);
};

struct SoftmaxOptions {
  SoftmaxOptions(int64_t dim) : dim_(dim) {}
  TENON_ARG(int64_t, dim);
};
using LogSoftmaxOptions = SoftmaxOptions;

} // namespace tenon::nn

#endif
