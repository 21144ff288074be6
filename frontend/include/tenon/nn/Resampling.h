//===- Resampling.h - Modules that pad, enlarge and shrink images ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_RESAMPLING_H
#define TENON_NN_RESAMPLING_H

#include "tenon/nn/Enums.h"
#include "tenon/nn/ExpandingArray.h"
#include "tenon/nn/Options.h"

namespace tenon::nn {

/// How elements between the input's are found: `kLinear`, `kBilinear` and `kTrilinear` are one for 1, 2 and 3 spatial
/// dims, `kBicubic` is for 2.
using UpsampleMode = std::variant<enumtype::kNearest, enumtype::kLinear, enumtype::kBilinear, enumtype::kBicubic,
                                  enumtype::kTrilinear>;
using InterpolateMode = std::variant<enumtype::kNearest, enumtype::kLinear, enumtype::kBilinear, enumtype::kBicubic,
                                     enumtype::kTrilinear, enumtype::kArea, enumtype::kNearestExact>;
using PadMode = std::variant<enumtype::kConstant, enumtype::kReflect, enumtype::kReplicate, enumtype::kCircular>;

struct UpsampleOptions {
  /// The spatial sizes of the result, or by how much they grow: one of both.
  TENON_ARG(std::optional<std::vector<int64_t>>, size) = std::nullopt;
  TENON_ARG(std::optional<std::vector<double>>, scale_factor) = std::nullopt;
  TENON_ARG(UpsampleMode, mode) = kNearest;
  /// Whether the first and last elements keep their places; not for `kNearest`.
  TENON_ARG(std::optional<bool>, align_corners) = std::nullopt;
};

/// Enlarges the spatial dims of [N, C, d...].
TENON_UNARY_MODULE(Upsample, = {});

struct PixelShuffleOptions {
  PixelShuffleOptions(int64_t upscale_factor) : upscale_factor_(upscale_factor) {}
  TENON_ARG(int64_t, upscale_factor);
};
struct PixelUnshuffleOptions {
  PixelUnshuffleOptions(int64_t downscale_factor) : downscale_factor_(downscale_factor) {}
  TENON_ARG(int64_t, downscale_factor);
};

/// [.., C * r * r, H, W] to [.., C, H * r, W * r].
TENON_UNARY_MODULE(PixelShuffle);
/// And back.
TENON_UNARY_MODULE(PixelUnshuffle);

/// Numbers before and after each of `D` dims, the last dim first.
template <size_t D> struct PadOptions {
  PadOptions(ExpandingArray<D * 2> padding) : padding_(padding) {}
  TENON_ARG(ExpandingArray<D * 2>, padding);
};
template <size_t D> struct ConstantPadOptions {
  ConstantPadOptions(ExpandingArray<D * 2> padding, double value) : padding_(padding), value_(value) {}
  TENON_ARG(ExpandingArray<D * 2>, padding);
  TENON_ARG(double, value) = 0;
};

/// Adds elements around the spatial dims, or with numbers below 0 takes some away. `Mode` says which.
template <size_t D, typename Mode, typename Derived> class TENON_API PadNdImpl : public Cloneable<Derived> {
public:
  explicit PadNdImpl(const PadOptions<D> &options) : options(options) {}
  void reset() override {}
  Tensor forward(const Tensor &input, TENON_HERE);
  void pretty_print(std::ostream &stream) const override;

  PadOptions<D> options;
};

/// Elements of one value.
template <size_t D, typename Derived> class TENON_API ConstantPadNdImpl : public Cloneable<Derived> {
public:
  explicit ConstantPadNdImpl(const ConstantPadOptions<D> &options) : options(options) {}
  void reset() override {}
  Tensor forward(const Tensor &input, TENON_HERE);
  void pretty_print(std::ostream &stream) const override;

  ConstantPadOptions<D> options;
};

#define TENON_PAD_MODULE(Name, D, Mode)                                                                                \
  class Name##Impl;                                                                                                    \
  extern template class PadNdImpl<D, enumtype::Mode, Name##Impl>;                                                      \
  using Name##Options = PadOptions<D>;                                                                                 \
  class TENON_API Name##Impl : public PadNdImpl<D, enumtype::Mode, Name##Impl> {                                       \
  public:                                                                                                              \
    Name##Impl(ExpandingArray<D * 2> padding) : Name##Impl(Name##Options(padding)) {}                                  \
    explicit Name##Impl(const Name##Options &options) : PadNdImpl<D, enumtype::Mode, Name##Impl>(options) {}           \
  };                                                                                                                   \
  TENON_MODULE(Name)
#define TENON_PAD_MODULES(D)                                                                                           \
  TENON_PAD_MODULE(ReflectionPad##D##d, D, kReflect);                                                                  \
  TENON_PAD_MODULE(ReplicationPad##D##d, D, kReplicate);                                                               \
  TENON_PAD_MODULE(ZeroPad##D##d, D, kConstant);                                                                       \
  class ConstantPad##D##dImpl;                                                                                         \
  extern template class ConstantPadNdImpl<D, ConstantPad##D##dImpl>;                                                   \
  using ConstantPad##D##dOptions = ConstantPadOptions<D>;                                                              \
  class TENON_API ConstantPad##D##dImpl : public ConstantPadNdImpl<D, ConstantPad##D##dImpl> {                         \
  public:                                                                                                              \
    ConstantPad##D##dImpl(ExpandingArray<D * 2> padding, double value)                                                 \
        : ConstantPad##D##dImpl(ConstantPad##D##dOptions(padding, value)) {}                                           \
    explicit ConstantPad##D##dImpl(const ConstantPad##D##dOptions &options)                                            \
        : ConstantPadNdImpl<D, ConstantPad##D##dImpl>(options) {}                                                      \
  };                                                                                                                   \
  TENON_MODULE(ConstantPad##D##d)
TENON_PAD_MODULES(1);
TENON_PAD_MODULES(2);
TENON_PAD_MODULES(3);
#undef TENON_PAD_MODULES
#undef TENON_PAD_MODULE

namespace functional {

struct InterpolateFuncOptions {
  TENON_ARG(std::optional<std::vector<int64_t>>, size) = std::nullopt;
  TENON_ARG(std::optional<std::vector<double>>, scale_factor) = std::nullopt;
  TENON_ARG(InterpolateMode, mode) = kNearest;
  TENON_ARG(std::optional<bool>, align_corners) = std::nullopt;
  /// Whether places follow from the sizes instead of the factor that was given.
  TENON_ARG(std::optional<bool>, recompute_scale_factor) = std::nullopt;
};

struct PadFuncOptions {
  PadFuncOptions(std::vector<int64_t> pad) : pad_(std::move(pad)) {}
  TENON_ARG(std::vector<int64_t>, pad);
  TENON_ARG(PadMode, mode) = kConstant;
  TENON_ARG(double, value) = 0;
};
using PixelShuffleFuncOptions = PixelShuffleOptions;
using PixelUnshuffleFuncOptions = PixelUnshuffleOptions;

/// The spatial dims of [N, C, d...] at another size. A symbolic size times a factor must be a fraction of it. Throws for
/// a mode that does not fit the dims.
TENON_API Tensor interpolate(const Tensor &input, const InterpolateFuncOptions &options = {}, TENON_HERE);
/// Elements before and after, as tenon::pad.
TENON_API Tensor pad(const Tensor &input, const PadFuncOptions &options, TENON_HERE);

inline Tensor pixel_shuffle(const Tensor &input, const PixelShuffleFuncOptions &options, TENON_HERE) {
  return tenon::pixel_shuffle(input, options.upscale_factor(), here);
}
inline Tensor pixel_unshuffle(const Tensor &input, const PixelUnshuffleFuncOptions &options, TENON_HERE) {
  return tenon::pixel_unshuffle(input, options.downscale_factor(), here);
}

} // namespace functional

} // namespace tenon::nn

#endif
