//===- Linear.h - Linear layers and those without weights -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_LINEAR_H
#define TENON_NN_LINEAR_H

#include "tenon/nn/Options.h"

namespace tenon::nn {

/// Gives its input.
TENON_PLAIN_MODULE(Identity);

struct LinearOptions {
  LinearOptions(int64_t in_features, int64_t out_features) : in_features_(in_features), out_features_(out_features) {}
  TENON_ARG(int64_t, in_features);
  TENON_ARG(int64_t, out_features);
  TENON_ARG(bool, bias) = true;
};

/// x times the transposed weight [out_features, in_features], plus bias [out_features].
class TENON_API LinearImpl : public Cloneable<LinearImpl> {
public:
  LinearImpl(int64_t in_features, int64_t out_features) : LinearImpl(LinearOptions(in_features, out_features)) {}
  /// Throws for sizes below 1.
  explicit LinearImpl(const LinearOptions &options);
  void reset() override;
  /// Uniform within 1 / sqrt(in_features).
  void reset_parameters();
  /// [.., in_features] to [.., out_features].
  Tensor forward(const Tensor &input, TENON_HERE);
  void pretty_print(std::ostream &stream) const override;

  LinearOptions options;
  Tensor weight, bias;
};
TENON_MODULE(Linear);

struct BilinearOptions {
  BilinearOptions(int64_t in1_features, int64_t in2_features, int64_t out_features)
      : in1_features_(in1_features), in2_features_(in2_features), out_features_(out_features) {}
  TENON_ARG(int64_t, in1_features);
  TENON_ARG(int64_t, in2_features);
  TENON_ARG(int64_t, out_features);
  TENON_ARG(bool, bias) = true;
};

/// x1 A x2 + b for each of the matrices A of the weight [out_features, in1_features, in2_features].
class TENON_API BilinearImpl : public Cloneable<BilinearImpl> {
public:
  BilinearImpl(int64_t in1_features, int64_t in2_features, int64_t out_features)
      : BilinearImpl(BilinearOptions(in1_features, in2_features, out_features)) {}
  /// Throws for sizes below 1.
  explicit BilinearImpl(const BilinearOptions &options);
  void reset() override;
  void reset_parameters();
  /// [.., in1_features] and [.., in2_features] to [.., out_features].
  Tensor forward(const Tensor &input1, const Tensor &input2, TENON_HERE);
  void pretty_print(std::ostream &stream) const override;

  BilinearOptions options;
  Tensor weight, bias;
};
TENON_MODULE(Bilinear);

struct FlattenOptions {
  TENON_ARG(int64_t, start_dim) = 1;
  TENON_ARG(int64_t, end_dim) = -1;
};

/// Joins the dims from start_dim to end_dim: those of each example.
TENON_UNARY_MODULE(Flatten, = {});

struct UnflattenOptions {
  UnflattenOptions(int64_t dim, std::vector<int64_t> sizes) : dim_(dim), sizes_(std::move(sizes)) {}
  TENON_ARG(int64_t, dim);
  /// Of which one may be -1.
  TENON_ARG(std::vector<int64_t>, sizes);
};

/// Parts one dim into several.
class TENON_API UnflattenImpl : public Cloneable<UnflattenImpl> {
public:
  UnflattenImpl(int64_t dim, std::vector<int64_t> sizes) : UnflattenImpl(UnflattenOptions(dim, std::move(sizes))) {}
  explicit UnflattenImpl(const UnflattenOptions &options);
  void reset() override;
  Tensor forward(const Tensor &input, TENON_HERE);
  void pretty_print(std::ostream &stream) const override;

  UnflattenOptions options;
};
TENON_MODULE(Unflatten);

} // namespace tenon::nn

#endif
