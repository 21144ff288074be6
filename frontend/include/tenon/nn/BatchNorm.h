//===- BatchNorm.h - Modules that normalize channels ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_BATCHNORM_H
#define TENON_NN_BATCHNORM_H

#include "tenon/nn/Options.h"

namespace tenon::nn {

struct TENON_API BatchNormOptions {
  BatchNormOptions(int64_t num_features) : num_features_(num_features) {}
  TENON_ARG(int64_t, num_features);
  TENON_ARG(double, eps) = 1e-5;
  /// The share of a batch in the running statistics; nullopt makes them the mean over all batches.
  TENON_ARG(std::optional<double>, momentum) = 0.1;
  /// Whether there are a weight and a bias.
  TENON_ARG(bool, affine) = true;
  /// Whether there are running statistics; without, evaluation too uses the batch's.
  TENON_ARG(bool, track_running_stats) = true;
};
using BatchNorm1dOptions = BatchNormOptions;
using BatchNorm2dOptions = BatchNormOptions;
using BatchNorm3dOptions = BatchNormOptions;

struct TENON_API InstanceNormOptions {
  InstanceNormOptions(int64_t num_features) : num_features_(num_features) {}
  TENON_ARG(int64_t, num_features);
  TENON_ARG(double, eps) = 1e-5;
  TENON_ARG(double, momentum) = 0.1;
  TENON_ARG(bool, affine) = false;
  TENON_ARG(bool, track_running_stats) = false;
};
using InstanceNorm1dOptions = InstanceNormOptions;
using InstanceNorm2dOptions = InstanceNormOptions;
using InstanceNorm3dOptions = InstanceNormOptions;

struct GroupNormOptions {
  GroupNormOptions(int64_t num_groups, int64_t num_channels) : num_groups_(num_groups), num_channels_(num_channels) {}
  TENON_ARG(int64_t, num_groups);
  TENON_ARG(int64_t, num_channels);
  TENON_ARG(double, eps) = 1e-5;
  TENON_ARG(bool, affine) = true;
};

struct LocalResponseNormOptions {
  LocalResponseNormOptions(int64_t size) : size_(size) {}
  TENON_ARG(int64_t, size);
  TENON_ARG(double, alpha) = 1e-4;
  TENON_ARG(double, beta) = 0.75;
  TENON_ARG(double, k) = 1.0;
};

/// What batch norm and instance norm have: weight and bias, and the buffers running_mean, running_var and
/// num_batches_tracked.
template <typename Options, typename Derived> class TENON_API NormImplBase : public Cloneable<Derived> {
public:
  explicit NormImplBase(const Options &options);
  void reset() override;
  void reset_running_stats();
  void reset_parameters();
  void pretty_print(std::ostream &stream) const override;

  Options options;
  Tensor weight, bias, running_mean, running_var, num_batches_tracked;
};

/// (x - mean) / sqrt(variance + eps) * weight + bias for each channel: in training by the batch's mean and variance,
/// which the running ones are moved towards, in evaluation by those.
template <size_t D, typename Derived>
class TENON_API BatchNormNdImpl : public NormImplBase<BatchNormOptions, Derived> {
public:
  using NormImplBase<BatchNormOptions, Derived>::NormImplBase;
  Tensor forward(const Tensor &input, TENON_HERE);
};

/// The same over the spatial dims of each element of the batch.
template <size_t D, typename Derived>
class TENON_API InstanceNormNdImpl : public NormImplBase<InstanceNormOptions, Derived> {
public:
  using NormImplBase<InstanceNormOptions, Derived>::NormImplBase;
  Tensor forward(const Tensor &input, TENON_HERE);
};

#define TENON_NORM_MODULE(Name, Base, D)                                                                               \
  class Name##Impl;                                                                                                    \
  extern template class NormImplBase<Name##Options, Name##Impl>;                                                       \
  extern template class Base<D, Name##Impl>;                                                                           \
  class TENON_API Name##Impl : public Base<D, Name##Impl> {                                                            \
  public:                                                                                                              \
    Name##Impl(int64_t num_features) : Name##Impl(Name##Options(num_features)) {}                                      \
    explicit Name##Impl(const Name##Options &options) : Base<D, Name##Impl>(options) {}                                \
  };                                                                                                                   \
  TENON_MODULE(Name)
TENON_NORM_MODULE(BatchNorm1d, BatchNormNdImpl, 1);
TENON_NORM_MODULE(BatchNorm2d, BatchNormNdImpl, 2);
TENON_NORM_MODULE(BatchNorm3d, BatchNormNdImpl, 3);
TENON_NORM_MODULE(InstanceNorm1d, InstanceNormNdImpl, 1);
TENON_NORM_MODULE(InstanceNorm2d, InstanceNormNdImpl, 2);
TENON_NORM_MODULE(InstanceNorm3d, InstanceNormNdImpl, 3);
#undef TENON_NORM_MODULE

/// Normalizes over groups of channels and the spatial dims of each element of the batch.
class TENON_API GroupNormImpl : public Cloneable<GroupNormImpl> {
public:
  GroupNormImpl(int64_t num_groups, int64_t num_channels) : GroupNormImpl(GroupNormOptions(num_groups, num_channels)) {}
  /// Throws for channels that are no multiple of the groups.
  explicit GroupNormImpl(const GroupNormOptions &options);
  void reset() override;
  Tensor forward(const Tensor &input, TENON_HERE);
  void reset_parameters();
  void pretty_print(std::ostream &stream) const override;

  GroupNormOptions options;
  Tensor weight, bias;
};
TENON_MODULE(GroupNorm);

/// Divides by a power of the mean square of neighbouring channels.
class TENON_API LocalResponseNormImpl : public Cloneable<LocalResponseNormImpl> {
public:
  LocalResponseNormImpl(int64_t size) : LocalResponseNormImpl(LocalResponseNormOptions(size)) {}
  explicit LocalResponseNormImpl(const LocalResponseNormOptions &options) : options(options) {}
  void reset() override {}
  Tensor forward(const Tensor &input, TENON_HERE);
  void pretty_print(std::ostream &stream) const override;

  LocalResponseNormOptions options;
};
TENON_MODULE(LocalResponseNorm);

namespace functional {

struct BatchNormFuncOptions {
  TENON_ARG(Tensor, weight) = {};
  TENON_ARG(Tensor, bias) = {};
  TENON_ARG(bool, training) = false;
  TENON_ARG(double, momentum) = 0.1;
  TENON_ARG(double, eps) = 1e-5;
};

struct InstanceNormFuncOptions {
  TENON_ARG(Tensor, running_mean) = {};
  TENON_ARG(Tensor, running_var) = {};
  TENON_ARG(Tensor, weight) = {};
  TENON_ARG(Tensor, bias) = {};
  TENON_ARG(bool, use_input_stats) = true;
  TENON_ARG(double, momentum) = 0.1;
  TENON_ARG(double, eps) = 1e-5;
};

struct GroupNormFuncOptions {
  GroupNormFuncOptions(int64_t num_groups) : num_groups_(num_groups) {}
  TENON_ARG(int64_t, num_groups);
  TENON_ARG(Tensor, weight) = {};
  TENON_ARG(Tensor, bias) = {};
  TENON_ARG(double, eps) = 1e-5;
};
using LocalResponseNormFuncOptions = LocalResponseNormOptions;

inline Tensor batch_norm(const Tensor &input, const Tensor &running_mean, const Tensor &running_var,
                         const BatchNormFuncOptions &options = {}, TENON_HERE) {
  return tenon::batch_norm(input, options.weight(), options.bias(), running_mean, running_var, options.training(),
                           options.momentum(), options.eps(), true, here);
}
inline Tensor instance_norm(const Tensor &input, const InstanceNormFuncOptions &options = {}, TENON_HERE) {
  return tenon::instance_norm(input, options.weight(), options.bias(), options.running_mean(), options.running_var(),
                              options.use_input_stats(), options.momentum(), options.eps(), true, here);
}
inline Tensor group_norm(const Tensor &input, const GroupNormFuncOptions &options, TENON_HERE) {
  return tenon::group_norm(input, options.num_groups(), options.weight(), options.bias(), options.eps(), true, here);
}
inline Tensor local_response_norm(const Tensor &input, const LocalResponseNormFuncOptions &options, TENON_HERE) {
  return tenon::local_response_norm(input, options.size(), options.alpha(), options.beta(), options.k(), here);
}

} // namespace functional

} // namespace tenon::nn

#endif
