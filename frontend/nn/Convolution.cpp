//===- Convolution.cpp - Modules of convolutions -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/nn/Convolution.h"
#include "frontend/nn/Check.h"
#include "frontend/nn/LayerText.h"
#include <cmath>

namespace tenon::nn {

using detail::ModuleScope;

namespace {

// The function for a number of dims.

template <size_t D, typename Padding>
Tensor convolve(const Tensor &input, const Tensor &weight, const OptionalTensor &bias, const ExpandingArray<D> &stride,
                const Padding &padding, const ExpandingArray<D> &dilation, int64_t groups, SourceLocation here) {
  if constexpr (D == 1)
    return tenon::conv1d(input, weight, bias, stride, padding, dilation, groups, here);
  else if constexpr (D == 2)
    return tenon::conv2d(input, weight, bias, stride, padding, dilation, groups, here);
  else
    return tenon::conv3d(input, weight, bias, stride, padding, dilation, groups, here);
}

template <size_t D>
Tensor convolve(const Tensor &input, const Tensor &weight, const OptionalTensor &bias, const ExpandingArray<D> &stride,
                const ConvPadding<D> &padding, const ExpandingArray<D> &dilation, int64_t groups, SourceLocation here) {
  const typename ConvPadding<D>::Base &choice = padding;
  if (const auto *numbers = std::get_if<ExpandingArray<D>>(&choice))
    return convolve<D>(input, weight, bias, stride, IntArrayRef(*numbers), dilation, groups, here);
  PaddingName name = std::string(std::holds_alternative<enumtype::kSame>(choice) ? "same" : "valid");
  return convolve<D>(input, weight, bias, stride, name, dilation, groups, here);
}

template <size_t D>
Tensor convolveTransposed(const Tensor &input, const Tensor &weight, const OptionalTensor &bias,
                          const ExpandingArray<D> &stride, const ExpandingArray<D> &padding,
                          const IntArrayRef &outputPadding, int64_t groups, const ExpandingArray<D> &dilation,
                          SourceLocation here) {
  if constexpr (D == 1)
    return tenon::conv_transpose1d(input, weight, bias, stride, padding, outputPadding, groups, dilation, here);
  else if constexpr (D == 2)
    return tenon::conv_transpose2d(input, weight, bias, stride, padding, outputPadding, groups, dilation, here);
  else
    return tenon::conv_transpose3d(input, weight, bias, stride, padding, outputPadding, groups, dilation, here);
}

template <typename Options> void checkChannels(const char *module, const Options &options) {
  for (int64_t number : {options.in_channels(), options.out_channels(), options.groups()})
    if (number < 1)
      throw Error(std::string(module) + ": channels and groups must be 1 or more, got " + std::to_string(number));
  if (options.in_channels() % options.groups() || options.out_channels() % options.groups())
    throw Error(std::string(module) + ": " + std::to_string(options.in_channels()) + " and " +
                std::to_string(options.out_channels()) + " channels must be multiples of " +
                std::to_string(options.groups()) + " groups");
}

/// The sizes of a weight.
template <size_t D> std::vector<int64_t> weightSizes(int64_t first, int64_t second, const ExpandingArray<D> &kernel) {
  std::vector<int64_t> sizes{first, second};
  sizes.insert(sizes.end(), kernel.begin(), kernel.end());
  return sizes;
}

/// As far from 0 as 1 / sqrt(products of one sum).
void resetParameters(const Tensor &weight, const Tensor &bias) {
  int64_t products = 1;
  for (int64_t dim = 1; dim < weight.dim(); ++dim)
    products *= weight.size(dim);
  uniformWithin(1 / std::sqrt(static_cast<double>(products)), {weight, bias});
}

/// What both kinds of convolution print last.
template <typename Options> void printRest(LayerText &text, const Options &options) {
  text.unless(int64_t(1), "groups", options.groups()).unless(true, "bias", options.bias());
  if (!std::holds_alternative<enumtype::kZeros>(options.padding_mode()))
    text.with("padding_mode", enumtype::get_enum_name(options.padding_mode()));
}

/// What a convolution with padding that is not zeros adds before and after, the last dim first.
template <size_t D> std::vector<int64_t> endsOf(const ConvOptions<D> &options) {
  std::vector<int64_t> ends;
  const typename ConvPadding<D>::Base &choice = options.padding();
  for (size_t i = D; i-- > 0;) {
    int64_t low = 0, high = 0;
    if (const auto *numbers = std::get_if<ExpandingArray<D>>(&choice)) {
      low = high = (*numbers)[i];
    } else if (std::holds_alternative<enumtype::kSame>(choice)) {
      int64_t all = options.dilation()[i] * (options.kernel_size()[i] - 1);
      low = all / 2;
      high = all - low;
    }
    ends.push_back(low);
    ends.push_back(high);
  }
  return ends;
}

std::string padModeOf(const ConvPaddingMode &mode) {
  return std::holds_alternative<enumtype::kReflect>(mode)     ? "reflect"
         : std::holds_alternative<enumtype::kReplicate>(mode) ? "replicate"
                                                              : "circular";
}

} // namespace

//===----------------------------------------------------------------------===//
// Convolutions
//===----------------------------------------------------------------------===//

template <size_t D, typename Derived>
ConvNdImpl<D, Derived>::ConvNdImpl(const ConvOptions<D> &options) : options(options) {
  checkChannels("Conv", options);
  ConvNdImpl::reset();
}

template <size_t D, typename Derived> void ConvNdImpl<D, Derived>::reset() {
  auto sizes = weightSizes(options.out_channels(), options.in_channels() / options.groups(), options.kernel_size());
  weight = this->register_parameter("weight", tenon::empty(sizes));
  bias = this->register_parameter("bias", options.bias() ? tenon::empty({options.out_channels()}) : Tensor());
  reset_parameters();
}

template <size_t D, typename Derived> void ConvNdImpl<D, Derived>::reset_parameters() { resetParameters(weight, bias); }

template <size_t D, typename Derived>
Tensor ConvNdImpl<D, Derived>::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  if (std::holds_alternative<enumtype::kZeros>(options.padding_mode()))
    return convolve<D>(input, weight, bias, options.stride(), options.padding(), options.dilation(), options.groups(),
                       here);
  Tensor padded = tenon::pad(input, endsOf(options), padModeOf(options.padding_mode()), std::nullopt, here);
  return convolve<D>(padded, weight, bias, options.stride(), IntArrayRef(0), options.dilation(), options.groups(),
                     here);
}

template <size_t D, typename Derived> void ConvNdImpl<D, Derived>::pretty_print(std::ostream &stream) const {
  LayerText text(stream, *this);
  text.with(options.in_channels()).with(options.out_channels());
  text.with("kernel_size", options.kernel_size()).with("stride", options.stride());
  const typename ConvPadding<D>::Base &padding = options.padding();
  if (const auto *numbers = std::get_if<ExpandingArray<D>>(&padding))
    text.unless(ExpandingArray<D>(0), "padding", *numbers);
  else
    text.with("padding", std::holds_alternative<enumtype::kSame>(padding) ? "'same'" : "'valid'");
  text.unless(ExpandingArray<D>(1), "dilation", options.dilation());
  printRest(text, options);
}

//===----------------------------------------------------------------------===//
// Transposed convolutions
//===----------------------------------------------------------------------===//

template <size_t D, typename Derived>
ConvTransposeNdImpl<D, Derived>::ConvTransposeNdImpl(const ConvTransposeOptions<D> &options) : options(options) {
  checkChannels("ConvTranspose", options);
  if (!std::holds_alternative<enumtype::kZeros>(options.padding_mode()))
    throw Error("ConvTranspose: the padding mode is " + enumtype::get_enum_name(options.padding_mode()) +
                ", expected kZeros");
  ConvTransposeNdImpl::reset();
}

template <size_t D, typename Derived> void ConvTransposeNdImpl<D, Derived>::reset() {
  auto sizes = weightSizes(options.in_channels(), options.out_channels() / options.groups(), options.kernel_size());
  weight = this->register_parameter("weight", tenon::empty(sizes));
  bias = this->register_parameter("bias", options.bias() ? tenon::empty({options.out_channels()}) : Tensor());
  reset_parameters();
}

template <size_t D, typename Derived> void ConvTransposeNdImpl<D, Derived>::reset_parameters() {
  resetParameters(weight, bias);
}

template <size_t D, typename Derived>
Tensor ConvTransposeNdImpl<D, Derived>::forward(const Tensor &input,
                                                const std::optional<std::vector<int64_t>> &output_size,
                                                SourceLocation here) {
  ModuleScope scope(*this);
  IntArrayRef outputPadding = options.output_padding();
  if (output_size) {
    if (output_size->size() < D)
      throw Error(this->name() + ": output_size has " + std::to_string(output_size->size()) + " sizes, expected " +
                      std::to_string(D),
                  here);
    std::vector<int64_t> rest;
    for (size_t i = 0; i < D; ++i) {
      int64_t size = input.size(static_cast<int64_t>(i) - static_cast<int64_t>(D), here).expect_int();
      int64_t wanted = (*output_size)[output_size->size() - D + i], stride = options.stride()[i];
      int64_t least = (size - 1) * stride - 2 * options.padding()[i] +
                      options.dilation()[i] * (options.kernel_size()[i] - 1) + 1;
      if (wanted < least || wanted >= least + stride)
        throw Error(this->name() + ": output_size is " + std::to_string(wanted) + ", expected " + std::to_string(least) +
                        " to " + std::to_string(least + stride - 1) + " for an input of " + std::to_string(size),
                    here);
      rest.push_back(wanted - least);
    }
    outputPadding = IntArrayRef(std::move(rest));
  }
  return convolveTransposed<D>(input, weight, bias, options.stride(), options.padding(), outputPadding,
                               options.groups(), options.dilation(), here);
}

template <size_t D, typename Derived> void ConvTransposeNdImpl<D, Derived>::pretty_print(std::ostream &stream) const {
  LayerText text(stream, *this);
  text.with(options.in_channels()).with(options.out_channels());
  text.with("kernel_size", options.kernel_size()).with("stride", options.stride());
  text.unless(ExpandingArray<D>(0), "padding", options.padding());
  text.unless(ExpandingArray<D>(1), "dilation", options.dilation());
  text.unless(ExpandingArray<D>(0), "output_padding", options.output_padding());
  printRest(text, options);
}

template class ConvNdImpl<1, Conv1dImpl>;
template class ConvNdImpl<2, Conv2dImpl>;
template class ConvNdImpl<3, Conv3dImpl>;
template class ConvTransposeNdImpl<1, ConvTranspose1dImpl>;
template class ConvTransposeNdImpl<2, ConvTranspose2dImpl>;
template class ConvTransposeNdImpl<3, ConvTranspose3dImpl>;

//===----------------------------------------------------------------------===//
// Windows as columns
//===----------------------------------------------------------------------===//

Tensor UnfoldImpl::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  return functional::unfold(input, options, here);
}
void UnfoldImpl::pretty_print(std::ostream &stream) const {
  LayerText(stream, *this)
      .with("kernel_size", options.kernel_size())
      .with("dilation", options.dilation())
      .with("padding", options.padding())
      .with("stride", options.stride());
}

Tensor FoldImpl::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  return functional::fold(input, options, here);
}
void FoldImpl::pretty_print(std::ostream &stream) const {
  LayerText(stream, *this)
      .with("output_size", options.output_size())
      .with("kernel_size", options.kernel_size())
      .with("dilation", options.dilation())
      .with("padding", options.padding())
      .with("stride", options.stride());
}

namespace functional {

#define TENON_CONVOLUTION(D)                                                                                           \
  Tensor conv##D##d(const Tensor &input, const Tensor &weight, const Conv##D##dFuncOptions &options,                   \
                    SourceLocation here) {                                                                             \
    return convolve<D>(input, weight, options.bias(), options.stride(), options.padding(), options.dilation(),         \
                       options.groups(), here);                                                                        \
  }                                                                                                                    \
  Tensor conv_transpose##D##d(const Tensor &input, const Tensor &weight, const ConvTranspose##D##dFuncOptions &options, \
                              SourceLocation here) {                                                                   \
    return convolveTransposed<D>(input, weight, options.bias(), options.stride(), options.padding(),                   \
                                 options.output_padding(), options.groups(), options.dilation(), here);                \
  }
TENON_CONVOLUTION(1)
TENON_CONVOLUTION(2)
TENON_CONVOLUTION(3)
#undef TENON_CONVOLUTION

} // namespace functional

} // namespace tenon::nn
