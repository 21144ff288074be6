//===- Normalization.h - Normalization over features ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_NORMALIZATION_H
#define TENON_NN_NORMALIZATION_H

#include "tenon/nn/Options.h"

namespace tenon::nn {

struct LayerNormOptions {
  LayerNormOptions(IntArrayRef normalized_shape) : normalized_shape_(normalized_shape.vec()) {}
  LayerNormOptions(std::initializer_list<int64_t> normalized_shape) : normalized_shape_(normalized_shape) {}
  TENON_ARG(std::vector<int64_t>, normalized_shape);
  TENON_ARG(double, eps) = 1e-5;
  /// Whether there are a weight and a bias.
  TENON_ARG(bool, elementwise_affine) = true;
  /// Whether there is a bias beside the weight.
  TENON_ARG(bool, bias) = true;
};

/// Mean 0 and variance 1 over the last dims, then scaled and shifted.
class TENON_API LayerNormImpl : public Cloneable<LayerNormImpl> {
public:
  LayerNormImpl(IntArrayRef normalized_shape) : LayerNormImpl(LayerNormOptions(std::move(normalized_shape))) {}
  explicit LayerNormImpl(const LayerNormOptions &options);
  void reset() override;
  void reset_parameters();
  Tensor forward(const Tensor &input, TENON_HERE);
  void pretty_print(std::ostream &stream) const override;

  LayerNormOptions options;
  Tensor weight, bias;
};
TENON_MODULE(LayerNorm);

struct RMSNormOptions {
  RMSNormOptions(IntArrayRef normalized_shape) : normalized_shape_(normalized_shape.vec()) {}
  RMSNormOptions(std::initializer_list<int64_t> normalized_shape) : normalized_shape_(normalized_shape) {}
  TENON_ARG(std::vector<int64_t>, normalized_shape);
  /// The epsilon of the input's type where absent.
  TENON_ARG(std::optional<double>, eps) = std::nullopt;
  TENON_ARG(bool, elementwise_affine) = true;
};

/// Root mean square 1 over the last dims, then scaled.
class TENON_API RMSNormImpl : public Cloneable<RMSNormImpl> {
public:
  RMSNormImpl(IntArrayRef normalized_shape) : RMSNormImpl(RMSNormOptions(std::move(normalized_shape))) {}
  explicit RMSNormImpl(const RMSNormOptions &options);
  void reset() override;
  void reset_parameters();
  Tensor forward(const Tensor &input, TENON_HERE);
  void pretty_print(std::ostream &stream) const override;

  RMSNormOptions options;
  Tensor weight;
};
TENON_MODULE(RMSNorm);

} // namespace tenon::nn

#endif
