//===- Pooling.h - Modules of pools ------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_POOLING_H
#define TENON_NN_POOLING_H

#include "tenon/nn/ExpandingArray.h"
#include "tenon/nn/Options.h"

namespace tenon::nn {

template <size_t D> struct MaxPoolOptions {
  MaxPoolOptions(ExpandingArray<D> kernel_size) : kernel_size_(kernel_size), stride_(kernel_size) {}
  TENON_ARG(ExpandingArray<D>, kernel_size);
  TENON_ARG(ExpandingArray<D>, stride);
  TENON_ARG(ExpandingArray<D>, padding) = 0;
  TENON_ARG(ExpandingArray<D>, dilation) = 1;
  TENON_ARG(bool, ceil_mode) = false;
};
using MaxPool1dOptions = MaxPoolOptions<1>;
using MaxPool2dOptions = MaxPoolOptions<2>;
using MaxPool3dOptions = MaxPoolOptions<3>;

template <size_t D> struct AvgPoolOptions {
  AvgPoolOptions(ExpandingArray<D> kernel_size) : kernel_size_(kernel_size), stride_(kernel_size) {}
  TENON_ARG(ExpandingArray<D>, kernel_size);
  TENON_ARG(ExpandingArray<D>, stride);
  TENON_ARG(ExpandingArray<D>, padding) = 0;
  TENON_ARG(bool, ceil_mode) = false;
  TENON_ARG(bool, count_include_pad) = true;
  /// Divides instead of the number of elements; not of AvgPool1d.
  TENON_ARG(std::optional<int64_t>, divisor_override) = std::nullopt;
};
using AvgPool1dOptions = AvgPoolOptions<1>;
using AvgPool2dOptions = AvgPoolOptions<2>;
using AvgPool3dOptions = AvgPoolOptions<3>;

/// The spatial sizes of a result; nullopt keeps that of the input.
template <size_t D> class AdaptiveSizes {
public:
  AdaptiveSizes(std::initializer_list<std::optional<int64_t>> list) : AdaptiveSizes(std::vector(list)) {}
  /// Throws for another number of sizes than one or `D`.
  AdaptiveSizes(std::vector<std::optional<int64_t>> list) : sizes(std::move(list)) {
    if (sizes.size() == 1)
      sizes.resize(D, sizes.front());
    if (sizes.size() != D)
      throw Error("output_size has " + std::to_string(sizes.size()) + " sizes, expected " + std::to_string(D),
                  SourceLocation::unknown());
  }
  AdaptiveSizes(const std::vector<int64_t> &list)
      : AdaptiveSizes(std::vector<std::optional<int64_t>>(list.begin(), list.end())) {}
  AdaptiveSizes(int64_t size) : sizes(D, size) {}

  /// For an input with these last sizes.
  SizeList of(const Tensor &input, SourceLocation here) const {
    std::vector<Size> result;
    for (size_t i = 0; i < D; ++i)
      result.push_back(sizes[i] ? Size(*sizes[i]) : input.size(static_cast<int64_t>(i) - static_cast<int64_t>(D), here));
    return SizeList(std::move(result));
  }

  std::vector<std::optional<int64_t>> sizes;
};

template <size_t D> struct AdaptivePoolOptions {
  AdaptivePoolOptions(AdaptiveSizes<D> output_size) : output_size_(std::move(output_size)) {}
  TENON_ARG(AdaptiveSizes<D>, output_size);
};
using AdaptiveAvgPool1dOptions = AdaptivePoolOptions<1>;
using AdaptiveAvgPool2dOptions = AdaptivePoolOptions<2>;
using AdaptiveAvgPool3dOptions = AdaptivePoolOptions<3>;
using AdaptiveMaxPool1dOptions = AdaptivePoolOptions<1>;
using AdaptiveMaxPool2dOptions = AdaptivePoolOptions<2>;
using AdaptiveMaxPool3dOptions = AdaptivePoolOptions<3>;

/// The largest element of each window of [N, C, d...].
template <size_t D, typename Derived> class TENON_API MaxPoolNdImpl : public Cloneable<Derived> {
public:
  explicit MaxPoolNdImpl(const MaxPoolOptions<D> &options) : options(options) {}
  void reset() override {}
  Tensor forward(const Tensor &input, TENON_HERE);
  /// And where it lies among the spatial dims (int64).
  std::tuple<Tensor, Tensor> forward_with_indices(const Tensor &input, TENON_HERE);
  void pretty_print(std::ostream &stream) const override;

  MaxPoolOptions<D> options;
};

/// The mean of each window of [N, C, d...].
template <size_t D, typename Derived> class TENON_API AvgPoolNdImpl : public Cloneable<Derived> {
public:
  explicit AvgPoolNdImpl(const AvgPoolOptions<D> &options) : options(options) {}
  void reset() override {}
  Tensor forward(const Tensor &input, TENON_HERE);
  void pretty_print(std::ostream &stream) const override;

  AvgPoolOptions<D> options;
};

/// The mean of windows that part the spatial dims into a given number of pieces.
template <size_t D, typename Derived> class TENON_API AdaptiveAvgPoolNdImpl : public Cloneable<Derived> {
public:
  explicit AdaptiveAvgPoolNdImpl(const AdaptivePoolOptions<D> &options) : options(options) {}
  void reset() override {}
  Tensor forward(const Tensor &input, TENON_HERE);
  void pretty_print(std::ostream &stream) const override;

  AdaptivePoolOptions<D> options;
};

/// Their largest elements.
template <size_t D, typename Derived> class TENON_API AdaptiveMaxPoolNdImpl : public Cloneable<Derived> {
public:
  explicit AdaptiveMaxPoolNdImpl(const AdaptivePoolOptions<D> &options) : options(options) {}
  void reset() override {}
  Tensor forward(const Tensor &input, TENON_HERE);
  std::tuple<Tensor, Tensor> forward_with_indices(const Tensor &input, TENON_HERE);
  void pretty_print(std::ostream &stream) const override;

  AdaptivePoolOptions<D> options;
};

#define TENON_POOL_MODULE(Name, Base, Options, Argument, D)                                                            \
  class Name##Impl;                                                                                                    \
  extern template class Base<D, Name##Impl>;                                                                           \
  class TENON_API Name##Impl : public Base<D, Name##Impl> {                                                            \
  public:                                                                                                              \
    Name##Impl(Argument<D> argument) : Name##Impl(Options(std::move(argument))) {}                                     \
    explicit Name##Impl(const Options &options) : Base<D, Name##Impl>(options) {}                                      \
  };                                                                                                                   \
  TENON_MODULE(Name)
#define TENON_POOL_MODULES(Name, Argument)                                                                             \
  TENON_POOL_MODULE(Name##1d, Name##NdImpl, Name##1dOptions, Argument, 1);                                             \
  TENON_POOL_MODULE(Name##2d, Name##NdImpl, Name##2dOptions, Argument, 2);                                             \
  TENON_POOL_MODULE(Name##3d, Name##NdImpl, Name##3dOptions, Argument, 3)
TENON_POOL_MODULES(MaxPool, ExpandingArray);
TENON_POOL_MODULES(AvgPool, ExpandingArray);
TENON_POOL_MODULES(AdaptiveAvgPool, AdaptiveSizes);
TENON_POOL_MODULES(AdaptiveMaxPool, AdaptiveSizes);
#undef TENON_POOL_MODULES
#undef TENON_POOL_MODULE

namespace functional {

using MaxPool1dFuncOptions = MaxPool1dOptions;
using MaxPool2dFuncOptions = MaxPool2dOptions;
using MaxPool3dFuncOptions = MaxPool3dOptions;
using AvgPool1dFuncOptions = AvgPool1dOptions;
using AvgPool2dFuncOptions = AvgPool2dOptions;
using AvgPool3dFuncOptions = AvgPool3dOptions;
using AdaptiveAvgPool1dFuncOptions = AdaptiveAvgPool1dOptions;
using AdaptiveAvgPool2dFuncOptions = AdaptiveAvgPool2dOptions;
using AdaptiveAvgPool3dFuncOptions = AdaptiveAvgPool3dOptions;
using AdaptiveMaxPool1dFuncOptions = AdaptiveMaxPool1dOptions;
using AdaptiveMaxPool2dFuncOptions = AdaptiveMaxPool2dOptions;
using AdaptiveMaxPool3dFuncOptions = AdaptiveMaxPool3dOptions;

#define TENON_POOL_FUNCTIONS(D)                                                                                        \
  inline Tensor max_pool##D##d(const Tensor &input, const MaxPool##D##dFuncOptions &options, TENON_HERE) {             \
    return tenon::max_pool##D##d(input, options.kernel_size(), options.stride(), options.padding(),                    \
                                 options.dilation(), options.ceil_mode(), here);                                       \
  }                                                                                                                    \
  inline std::tuple<Tensor, Tensor> max_pool##D##d_with_indices(                                                       \
      const Tensor &input, const MaxPool##D##dFuncOptions &options, TENON_HERE) {                                      \
    return tenon::max_pool##D##d_with_indices(input, options.kernel_size(), options.stride(), options.padding(),       \
                                              options.dilation(), options.ceil_mode(), here);                          \
  }                                                                                                                    \
  inline Tensor adaptive_avg_pool##D##d(const Tensor &input, const AdaptiveAvgPool##D##dFuncOptions &options,          \
                                        TENON_HERE) {                                                                  \
    return tenon::adaptive_avg_pool##D##d(input, options.output_size().of(input, here), here);                         \
  }                                                                                                                    \
  inline std::tuple<Tensor, Tensor> adaptive_max_pool##D##d_with_indices(                                              \
      const Tensor &input, const AdaptiveMaxPool##D##dFuncOptions &options, TENON_HERE) {                              \
    return tenon::adaptive_max_pool##D##d(input, options.output_size().of(input, here), here);                         \
  }                                                                                                                    \
  inline Tensor adaptive_max_pool##D##d(const Tensor &input, const AdaptiveMaxPool##D##dFuncOptions &options,          \
                                        TENON_HERE) {                                                                  \
    return std::get<0>(adaptive_max_pool##D##d_with_indices(input, options, here));                                    \
  }
TENON_POOL_FUNCTIONS(1)
TENON_POOL_FUNCTIONS(2)
TENON_POOL_FUNCTIONS(3)
#undef TENON_POOL_FUNCTIONS

inline Tensor avg_pool1d(const Tensor &input, const AvgPool1dFuncOptions &options, TENON_HERE) {
  return tenon::avg_pool1d(input, options.kernel_size(), options.stride(), options.padding(), options.ceil_mode(),
                           options.count_include_pad(), here);
}
inline Tensor avg_pool2d(const Tensor &input, const AvgPool2dFuncOptions &options, TENON_HERE) {
  return tenon::avg_pool2d(input, options.kernel_size(), options.stride(), options.padding(), options.ceil_mode(),
                           options.count_include_pad(), options.divisor_override(), here);
}
inline Tensor avg_pool3d(const Tensor &input, const AvgPool3dFuncOptions &options, TENON_HERE) {
  return tenon::avg_pool3d(input, options.kernel_size(), options.stride(), options.padding(), options.ceil_mode(),
                           options.count_include_pad(), options.divisor_override(), here);
}

} // namespace functional

} // namespace tenon::nn

#endif
