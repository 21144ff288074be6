//===- Convolution.h - Modules of convolutions -------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_CONVOLUTION_H
#define TENON_NN_CONVOLUTION_H

#include "tenon/nn/Enums.h"
#include "tenon/nn/ExpandingArray.h"
#include "tenon/nn/Options.h"

namespace tenon::nn {

/// What a convolution adds around its input: numbers, `kValid` (nothing) or `kSame` (what keeps the sizes).
template <size_t D> struct ConvPadding : std::variant<ExpandingArray<D>, enumtype::kValid, enumtype::kSame> {
  using Base = std::variant<ExpandingArray<D>, enumtype::kValid, enumtype::kSame>;
  ConvPadding(std::initializer_list<int64_t> numbers) : Base(ExpandingArray<D>(numbers)) {}
  template <typename T>
    requires std::is_constructible_v<ExpandingArray<D>, T>
  ConvPadding(const T &numbers) : Base(ExpandingArray<D>(numbers)) {}
  ConvPadding(enumtype::kValid name) : Base(name) {}
  ConvPadding(enumtype::kSame name) : Base(name) {}
};

/// What lies beyond the ends of a convolution's input.
using ConvPaddingMode =
    std::variant<enumtype::kZeros, enumtype::kReflect, enumtype::kReplicate, enumtype::kCircular>;

template <size_t D> struct ConvOptions {
  using padding_t = ConvPadding<D>;
  using padding_mode_t = ConvPaddingMode;

  ConvOptions(int64_t in_channels, int64_t out_channels, ExpandingArray<D> kernel_size)
      : in_channels_(in_channels), out_channels_(out_channels), kernel_size_(kernel_size) {}
  TENON_ARG(int64_t, in_channels);
  TENON_ARG(int64_t, out_channels);
  TENON_ARG(ExpandingArray<D>, kernel_size);
  TENON_ARG(ExpandingArray<D>, stride) = 1;
  TENON_ARG(ConvPadding<D>, padding) = 0;
  TENON_ARG(ExpandingArray<D>, dilation) = 1;
  TENON_ARG(int64_t, groups) = 1;
  TENON_ARG(bool, bias) = true;
  TENON_ARG(ConvPaddingMode, padding_mode) = kZeros;
};
using Conv1dOptions = ConvOptions<1>;
using Conv2dOptions = ConvOptions<2>;
using Conv3dOptions = ConvOptions<3>;

template <size_t D> struct ConvTransposeOptions {
  ConvTransposeOptions(int64_t in_channels, int64_t out_channels, ExpandingArray<D> kernel_size)
      : in_channels_(in_channels), out_channels_(out_channels), kernel_size_(kernel_size) {}
  TENON_ARG(int64_t, in_channels);
  TENON_ARG(int64_t, out_channels);
  TENON_ARG(ExpandingArray<D>, kernel_size);
  TENON_ARG(ExpandingArray<D>, stride) = 1;
  TENON_ARG(ExpandingArray<D>, padding) = 0;
  TENON_ARG(ExpandingArray<D>, output_padding) = 0;
  TENON_ARG(int64_t, groups) = 1;
  TENON_ARG(bool, bias) = true;
  TENON_ARG(ExpandingArray<D>, dilation) = 1;
  /// Zeros only.
  TENON_ARG(ConvPaddingMode, padding_mode) = kZeros;
};
using ConvTranspose1dOptions = ConvTransposeOptions<1>;
using ConvTranspose2dOptions = ConvTransposeOptions<2>;
using ConvTranspose3dOptions = ConvTransposeOptions<3>;

/// [N, in_channels, d...] to [N, out_channels, ..], by weight [out_channels, in_channels / groups, kernel_size] and bias
/// [out_channels]. Inputs may lack the batch.
template <size_t D, typename Derived> class TENON_API ConvNdImpl : public Cloneable<Derived> {
public:
  /// Throws for channels that are no multiple of the groups.
  explicit ConvNdImpl(const ConvOptions<D> &options);
  void reset() override;
  /// Uniform within 1 / sqrt(products of one sum), as Kaiming's with a slope of sqrt(5).
  Tensor forward(const Tensor &input, TENON_HERE);
  void reset_parameters();
  void pretty_print(std::ostream &stream) const override;

  ConvOptions<D> options;
  Tensor weight, bias;
};

/// The transposed convolution: weight [in_channels, out_channels / groups, kernel_size].
template <size_t D, typename Derived> class TENON_API ConvTransposeNdImpl : public Cloneable<Derived> {
public:
  /// Throws for channels that are no multiple of the groups, and for a padding mode other than zeros.
  explicit ConvTransposeNdImpl(const ConvTransposeOptions<D> &options);
  void reset() override;
  /// With `output_size`, the spatial sizes of the result, among those that the stride allows.
  Tensor forward(const Tensor &input, const std::optional<std::vector<int64_t>> &output_size = std::nullopt,
                 TENON_HERE);
  void reset_parameters();
  void pretty_print(std::ostream &stream) const override;

  ConvTransposeOptions<D> options;
  Tensor weight, bias;
};

#define TENON_CONVOLUTION_MODULE(Name, Base, Options, D)                                                               \
  class Name##Impl;                                                                                                    \
  extern template class Base<D, Name##Impl>;                                                                           \
  class TENON_API Name##Impl : public Base<D, Name##Impl> {                                                            \
  public:                                                                                                              \
    Name##Impl(int64_t in_channels, int64_t out_channels, ExpandingArray<D> kernel_size)                               \
        : Name##Impl(Options(in_channels, out_channels, kernel_size)) {}                                               \
    explicit Name##Impl(const Options &options) : Base<D, Name##Impl>(options) {}                                      \
  };                                                                                                                   \
  TENON_MODULE(Name)
TENON_CONVOLUTION_MODULE(Conv1d, ConvNdImpl, Conv1dOptions, 1);
TENON_CONVOLUTION_MODULE(Conv2d, ConvNdImpl, Conv2dOptions, 2);
TENON_CONVOLUTION_MODULE(Conv3d, ConvNdImpl, Conv3dOptions, 3);
TENON_CONVOLUTION_MODULE(ConvTranspose1d, ConvTransposeNdImpl, ConvTranspose1dOptions, 1);
TENON_CONVOLUTION_MODULE(ConvTranspose2d, ConvTransposeNdImpl, ConvTranspose2dOptions, 2);
TENON_CONVOLUTION_MODULE(ConvTranspose3d, ConvTransposeNdImpl, ConvTranspose3dOptions, 3);
#undef TENON_CONVOLUTION_MODULE

struct UnfoldOptions {
  UnfoldOptions(ExpandingArray<2> kernel_size) : kernel_size_(kernel_size) {}
  TENON_ARG(ExpandingArray<2>, kernel_size);
  TENON_ARG(ExpandingArray<2>, dilation) = 1;
  TENON_ARG(ExpandingArray<2>, padding) = 0;
  TENON_ARG(ExpandingArray<2>, stride) = 1;
};

struct FoldOptions {
  FoldOptions(ExpandingArray<2> output_size, ExpandingArray<2> kernel_size)
      : output_size_(output_size), kernel_size_(kernel_size) {}
  TENON_ARG(ExpandingArray<2>, output_size);
  TENON_ARG(ExpandingArray<2>, kernel_size);
  TENON_ARG(ExpandingArray<2>, dilation) = 1;
  TENON_ARG(ExpandingArray<2>, padding) = 0;
  TENON_ARG(ExpandingArray<2>, stride) = 1;
};

/// The windows of [N, C, H, W] as columns (im2col).
class TENON_API UnfoldImpl : public Cloneable<UnfoldImpl> {
public:
  UnfoldImpl(ExpandingArray<2> kernel_size) : UnfoldImpl(UnfoldOptions(kernel_size)) {}
  explicit UnfoldImpl(const UnfoldOptions &options) : options(options) {}
  void reset() override {}
  Tensor forward(const Tensor &input, TENON_HERE);
  void pretty_print(std::ostream &stream) const override;

  UnfoldOptions options;
};
TENON_MODULE(Unfold);

/// Adds columns up where they come from (col2im).
class TENON_API FoldImpl : public Cloneable<FoldImpl> {
public:
  FoldImpl(ExpandingArray<2> output_size, ExpandingArray<2> kernel_size)
      : FoldImpl(FoldOptions(output_size, kernel_size)) {}
  explicit FoldImpl(const FoldOptions &options) : options(options) {}
  void reset() override {}
  Tensor forward(const Tensor &input, TENON_HERE);
  void pretty_print(std::ostream &stream) const override;

  FoldOptions options;
};
TENON_MODULE(Fold);

namespace functional {

template <size_t D> struct ConvFuncOptions {
  TENON_ARG(Tensor, bias) = {};
  TENON_ARG(ExpandingArray<D>, stride) = 1;
  TENON_ARG(ConvPadding<D>, padding) = 0;
  TENON_ARG(ExpandingArray<D>, dilation) = 1;
  TENON_ARG(int64_t, groups) = 1;
};
using Conv1dFuncOptions = ConvFuncOptions<1>;
using Conv2dFuncOptions = ConvFuncOptions<2>;
using Conv3dFuncOptions = ConvFuncOptions<3>;

template <size_t D> struct ConvTransposeFuncOptions {
  TENON_ARG(Tensor, bias) = {};
  TENON_ARG(ExpandingArray<D>, stride) = 1;
  TENON_ARG(ExpandingArray<D>, padding) = 0;
  TENON_ARG(ExpandingArray<D>, output_padding) = 0;
  TENON_ARG(int64_t, groups) = 1;
  TENON_ARG(ExpandingArray<D>, dilation) = 1;
};
using ConvTranspose1dFuncOptions = ConvTransposeFuncOptions<1>;
using ConvTranspose2dFuncOptions = ConvTransposeFuncOptions<2>;
using ConvTranspose3dFuncOptions = ConvTransposeFuncOptions<3>;

using UnfoldFuncOptions = UnfoldOptions;
using FoldFuncOptions = FoldOptions;

TENON_API Tensor conv1d(const Tensor &input, const Tensor &weight, const Conv1dFuncOptions &options = {}, TENON_HERE);
TENON_API Tensor conv2d(const Tensor &input, const Tensor &weight, const Conv2dFuncOptions &options = {}, TENON_HERE);
TENON_API Tensor conv3d(const Tensor &input, const Tensor &weight, const Conv3dFuncOptions &options = {}, TENON_HERE);
TENON_API Tensor conv_transpose1d(const Tensor &input, const Tensor &weight,
                                  const ConvTranspose1dFuncOptions &options = {}, TENON_HERE);
TENON_API Tensor conv_transpose2d(const Tensor &input, const Tensor &weight,
                                  const ConvTranspose2dFuncOptions &options = {}, TENON_HERE);
TENON_API Tensor conv_transpose3d(const Tensor &input, const Tensor &weight,
                                  const ConvTranspose3dFuncOptions &options = {}, TENON_HERE);

inline Tensor unfold(const Tensor &input, const UnfoldFuncOptions &options, TENON_HERE) {
  return im2col(input, options.kernel_size(), options.dilation(), options.padding(), options.stride(), here);
}
inline Tensor fold(const Tensor &input, const FoldFuncOptions &options, TENON_HERE) {
  return col2im(input, options.output_size().vec(), options.kernel_size(), options.dilation(), options.padding(),
                options.stride(), here);
}

} // namespace functional

} // namespace tenon::nn

#endif
