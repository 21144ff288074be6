//===- Resampling.cpp - Modules that pad, enlarge and shrink images ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Resampling.h"
#include "frontend/nn/LayerText.h"
#include "tenon/nn/Resampling.h"
#include <cmath>
#include <sstream>

namespace tenon::nn {

using detail::ModuleScope;
using frontend::Interpolation;

namespace {

template <typename Name, typename... Names> bool is(const std::variant<Names...> &mode) {
  return std::holds_alternative<Name>(mode);
}

template <typename T> std::string textOf(const std::vector<T> &list) {
  std::ostringstream stream;
  for (size_t i = 0; i < list.size(); ++i)
    stream << (i == 0 ? "[" : ", ") << list[i];
  return stream.str() + "]";
}

/// floor(size * factor). Of a symbolic size the factor must be a fraction, up to this denominator.
Size scaledSize(const Size &size, double factor, SourceLocation here) {
  if (!size.is_symbolic())
    return Size(static_cast<int64_t>(std::floor(static_cast<double>(size.expect_int()) * factor)), here);
  constexpr int64_t largestDenominator = 64;
  for (int64_t denominator = 1; denominator <= largestDenominator; ++denominator) {
    double numerator = factor * static_cast<double>(denominator);
    if (numerator == std::floor(numerator))
      return size * static_cast<int64_t>(numerator) / denominator;
  }
  throw Error("interpolate: the size " + size.str() + " times " + std::to_string(factor) +
                  " is no size: give a factor that is a fraction, or the size",
              here);
}

/// One number for each spatial dim, of one or as many.
template <typename T>
std::vector<T> expanded(const char *name, const std::vector<T> &list, size_t dims, SourceLocation here) {
  if (list.size() == 1)
    return std::vector<T>(dims, list.front());
  if (list.size() != dims)
    throw Error(std::string("interpolate: ") + name + " has " + std::to_string(list.size()) + " numbers, expected 1 or " +
                    std::to_string(dims),
                here);
  return list;
}

} // namespace

namespace functional {

namespace {

/// The sizes of the result, and the factors that say where its elements lie.
struct Target {
  std::vector<Size> sizes;
  std::vector<std::optional<double>> scales;
};

Target targetOf(const Tensor &input, const InterpolateFuncOptions &options, size_t dims, SourceLocation here) {
  if (options.size().has_value() == options.scale_factor().has_value())
    throw Error("interpolate: give either size or scale_factor", here);
  Target target;
  if (options.size()) {
    for (int64_t size : expanded("size", *options.size(), dims, here))
      target.sizes.emplace_back(size);
    target.scales.resize(dims);
    return target;
  }
  bool recomputes = options.recompute_scale_factor().value_or(false);
  std::vector<double> factors = expanded("scale_factor", *options.scale_factor(), dims, here);
  for (size_t i = 0; i < dims; ++i) {
    target.sizes.push_back(scaledSize(input.size(static_cast<int64_t>(i) + 2, here), factors[i], here));
    target.scales.push_back(recomputes ? std::nullopt : std::optional(factors[i]));
  }
  return target;
}

} // namespace

Tensor interpolate(const Tensor &input, const InterpolateFuncOptions &options, SourceLocation here) {
  int64_t rank = input.dim(here);
  if (rank < 3 || rank > 5)
    throw Error("interpolate: needs an input [N, C, ..] of 3 to 5 dims, got " + std::to_string(rank), here);
  auto dims = static_cast<size_t>(rank - 2);
  const InterpolateMode &mode = options.mode();
  Target target = targetOf(input, options, dims, here);
  bool isNearest = is<enumtype::kNearest>(mode), isExact = is<enumtype::kNearestExact>(mode);
  bool isArea = is<enumtype::kArea>(mode), isCubic = is<enumtype::kBicubic>(mode);
  if ((isNearest || isExact || isArea) && options.align_corners())
    throw Error("interpolate: align_corners goes with the linear and cubic modes, not with " +
                    enumtype::get_enum_name(mode),
                here);
  if (isArea)
    return dims == 1   ? tenon::adaptive_avg_pool1d(input, target.sizes, here)
           : dims == 2 ? tenon::adaptive_avg_pool2d(input, target.sizes, here)
                       : tenon::adaptive_avg_pool3d(input, target.sizes, here);
  size_t needed = is<enumtype::kLinear>(mode)                  ? 1
                  : is<enumtype::kBilinear>(mode) || isCubic   ? 2
                  : is<enumtype::kTrilinear>(mode)             ? 3
                                                               : dims;
  if (needed != dims)
    throw Error("interpolate: mode " + enumtype::get_enum_name(mode) + " is for inputs of " +
                    std::to_string(needed + 2) + " dims, got " + std::to_string(rank),
                here);
  Interpolation kind = isNearest ? Interpolation::Nearest
                       : isExact ? Interpolation::NearestExact
                       : isCubic ? Interpolation::Cubic
                                 : Interpolation::Linear;
  return frontend::resample("interpolate", input, target.sizes, kind, options.align_corners().value_or(false),
                            target.scales, here);
}

Tensor pad(const Tensor &input, const PadFuncOptions &options, SourceLocation here) {
  const PadMode &mode = options.mode();
  if (is<enumtype::kConstant>(mode))
    return tenon::pad(input, options.pad(), "constant", options.value(), here);
  const char *name = is<enumtype::kReflect>(mode)     ? "reflect"
                     : is<enumtype::kReplicate>(mode) ? "replicate"
                                                      : "circular";
  return tenon::pad(input, options.pad(), name, std::nullopt, here);
}

} // namespace functional

UpsampleImpl::UpsampleImpl(const UpsampleOptions &options) : options(options) {}
void UpsampleImpl::reset() {}
Tensor UpsampleImpl::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  functional::InterpolateFuncOptions all;
  all.size(options.size()).scale_factor(options.scale_factor()).align_corners(options.align_corners());
  std::visit([&](auto mode) { all.mode(mode); }, options.mode());
  return functional::interpolate(input, all, here);
}
void UpsampleImpl::pretty_print(std::ostream &stream) const {
  LayerText text(stream, *this);
  if (options.scale_factor())
    text.with("scale_factor", textOf(*options.scale_factor()));
  else if (options.size())
    text.with("size", *options.size());
  text.with("mode", enumtype::get_enum_name(options.mode()));
}

PixelShuffleImpl::PixelShuffleImpl(const PixelShuffleOptions &options) : options(options) {}
void PixelShuffleImpl::reset() {}
Tensor PixelShuffleImpl::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  return pixel_shuffle(input, options.upscale_factor(), here);
}
void PixelShuffleImpl::pretty_print(std::ostream &stream) const {
  LayerText(stream, *this).with("upscale_factor", options.upscale_factor());
}

PixelUnshuffleImpl::PixelUnshuffleImpl(const PixelUnshuffleOptions &options) : options(options) {}
void PixelUnshuffleImpl::reset() {}
Tensor PixelUnshuffleImpl::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  return pixel_unshuffle(input, options.downscale_factor(), here);
}
void PixelUnshuffleImpl::pretty_print(std::ostream &stream) const {
  LayerText(stream, *this).with("downscale_factor", options.downscale_factor());
}

template <size_t D, typename Mode, typename Derived>
Tensor PadNdImpl<D, Mode, Derived>::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  return functional::pad(input, functional::PadFuncOptions(options.padding().vec()).mode(Mode()), here);
}
template <size_t D, typename Mode, typename Derived>
void PadNdImpl<D, Mode, Derived>::pretty_print(std::ostream &stream) const {
  LayerText(stream, *this).with("padding", options.padding());
}

template <size_t D, typename Derived>
Tensor ConstantPadNdImpl<D, Derived>::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  return functional::pad(input, functional::PadFuncOptions(options.padding().vec()).value(options.value()), here);
}
template <size_t D, typename Derived>
void ConstantPadNdImpl<D, Derived>::pretty_print(std::ostream &stream) const {
  LayerText(stream, *this).with("padding", options.padding()).with("value", options.value());
}

#define TENON_PADS(D)                                                                                                  \
  template class PadNdImpl<D, enumtype::kReflect, ReflectionPad##D##dImpl>;                                            \
  template class PadNdImpl<D, enumtype::kReplicate, ReplicationPad##D##dImpl>;                                         \
  template class PadNdImpl<D, enumtype::kConstant, ZeroPad##D##dImpl>;                                                 \
  template class ConstantPadNdImpl<D, ConstantPad##D##dImpl>;
TENON_PADS(1)
TENON_PADS(2)
TENON_PADS(3)
#undef TENON_PADS

} // namespace tenon::nn
