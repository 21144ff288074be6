//===- Layers.h - The modules that networks are made of ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_LAYERS_H
#define TENON_NN_LAYERS_H

#include "tenon/nn/Module.h"
#include "tenon/nn/Options.h"

namespace tenon::nn {

/// x times the transposed weight [out_features, in_features], plus bias [out_features].
class TENON_API LinearImpl : public Module {
public:
  LinearImpl(int64_t in_features, int64_t out_features) : LinearImpl(LinearOptions(in_features, out_features)) {}
  explicit LinearImpl(const LinearOptions &options);
  /// [.., in_features] to [.., out_features].
  Tensor forward(const Tensor &input, TENON_HERE);
  void reset_parameters();
  void pretty_print(std::ostream &stream) const override;

  LinearOptions options;
  Tensor weight, bias;
};
TENON_MODULE(Linear);

/// Rows of a table, weight [num_embeddings, embedding_dim], by index.
class TENON_API EmbeddingImpl : public Module {
public:
  EmbeddingImpl(int64_t num_embeddings, int64_t embedding_dim)
      : EmbeddingImpl(EmbeddingOptions(num_embeddings, embedding_dim)) {}
  explicit EmbeddingImpl(const EmbeddingOptions &options);
  /// int64 or int32 indices of any sizes to [.., embedding_dim].
  Tensor forward(const Tensor &indices, TENON_HERE);
  void pretty_print(std::ostream &stream) const override;

  EmbeddingOptions options;
  Tensor weight;
};
TENON_MODULE(Embedding);

/// Normalizes over the last dims: weight and bias have their sizes.
class TENON_API LayerNormImpl : public Module {
public:
  LayerNormImpl(IntArrayRef normalized_shape) : LayerNormImpl(LayerNormOptions(std::move(normalized_shape))) {}
  explicit LayerNormImpl(const LayerNormOptions &options);
  Tensor forward(const Tensor &input, TENON_HERE);
  void pretty_print(std::ostream &stream) const override;

  LayerNormOptions options;
  Tensor weight, bias;
};
TENON_MODULE(LayerNorm);

/// Divides by the root of the mean square over the last dims.
class TENON_API RMSNormImpl : public Module {
public:
  RMSNormImpl(IntArrayRef normalized_shape) : RMSNormImpl(RMSNormOptions(std::move(normalized_shape))) {}
  explicit RMSNormImpl(const RMSNormOptions &options);
  Tensor forward(const Tensor &input, TENON_HERE);
  void pretty_print(std::ostream &stream) const override;

  RMSNormOptions options;
  Tensor weight;
};
TENON_MODULE(RMSNorm);

/// Joins the dims from start_dim (1) to end_dim (the last).
class TENON_API FlattenImpl : public Module {
public:
  explicit FlattenImpl(const FlattenOptions &options = {}) : options(options) {}
  Tensor forward(const Tensor &input, TENON_HERE);
  void pretty_print(std::ostream &stream) const override;

  FlattenOptions options;
};
TENON_MODULE(Flatten);

/// Drops elements at random in training, gives its input else.
class TENON_API DropoutImpl : public Module {
public:
  explicit DropoutImpl(double p) : DropoutImpl(DropoutOptions(p)) {}
  explicit DropoutImpl(const DropoutOptions &options = {}) : options(options) {}
  Tensor forward(const Tensor &input, TENON_HERE);
  void pretty_print(std::ostream &stream) const override;

  DropoutOptions options;
};
TENON_MODULE(Dropout);

class TENON_API GELUImpl : public Module {
public:
  explicit GELUImpl(const GELUOptions &options = {}) : options(options) {}
  Tensor forward(const Tensor &input, TENON_HERE);
  void pretty_print(std::ostream &stream) const override;

  GELUOptions options;
};
TENON_MODULE(GELU);

class TENON_API ReLUImpl : public Module {
public:
  explicit ReLUImpl(const ReLUOptions &options = {}) : options(options) {}
  Tensor forward(const Tensor &input, TENON_HERE);
  void pretty_print(std::ostream &stream) const override;

  ReLUOptions options;
};
TENON_MODULE(ReLU);

class TENON_API SoftmaxImpl : public Module {
public:
  explicit SoftmaxImpl(int64_t dim) : SoftmaxImpl(SoftmaxOptions(dim)) {}
  explicit SoftmaxImpl(const SoftmaxOptions &options) : options(options) {}
  Tensor forward(const Tensor &input, TENON_HERE);
  void pretty_print(std::ostream &stream) const override;

  SoftmaxOptions options;
};
TENON_MODULE(Softmax);

class TENON_API LogSoftmaxImpl : public Module {
public:
  explicit LogSoftmaxImpl(int64_t dim) : LogSoftmaxImpl(LogSoftmaxOptions(dim)) {}
  explicit LogSoftmaxImpl(const LogSoftmaxOptions &options) : options(options) {}
  Tensor forward(const Tensor &input, TENON_HERE);
  void pretty_print(std::ostream &stream) const override;

  LogSoftmaxOptions options;
};
TENON_MODULE(LogSoftmax);

// Modules without options: the function of the same name.
#define TENON_ACTIVATION(Name)                                                                                         \
  class TENON_API Name##Impl : public Module {                                                                         \
  public:                                                                                                              \
    Tensor forward(const Tensor &input, TENON_HERE);                                                                   \
    void pretty_print(std::ostream &stream) const override;                                                            \
  };                                                                                                                   \
  TENON_MODULE(Name)
TENON_ACTIVATION(Tanh);
TENON_ACTIVATION(Sigmoid);
TENON_ACTIVATION(SiLU);
TENON_ACTIVATION(Mish);
TENON_ACTIVATION(ReLU6);
TENON_ACTIVATION(Hardswish);
TENON_ACTIVATION(Hardsigmoid);
TENON_ACTIVATION(LogSigmoid);
TENON_ACTIVATION(Identity);
#undef TENON_ACTIVATION

} // namespace tenon::nn

#endif
