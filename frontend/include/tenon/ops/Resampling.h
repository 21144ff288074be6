//===- Resampling.h - Padding, enlarging and shrinking images ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_OPS_RESAMPLING_H
#define TENON_OPS_RESAMPLING_H

#include "tenon/Operands.h"

namespace tenon {

/// Elements before and after: `pad` gives (before, after) pairs, the last dim first; numbers below 0 cut off. `mode` is
/// `constant` (of `value`, or 0), `reflect` (without the edge), `replicate` (the edge) or `circular`. Throws where
/// a reflected or circular part would be longer than what it repeats.
TENON_API Tensor pad(const Tensor &self, const IntArrayRef &pad, const std::string &mode = "constant",
                     std::optional<double> value = std::nullopt, TENON_HERE);
TENON_API Tensor reflection_pad1d(const Tensor &self, const IntArrayRef &padding, TENON_HERE);
TENON_API Tensor reflection_pad2d(const Tensor &self, const IntArrayRef &padding, TENON_HERE);
TENON_API Tensor reflection_pad3d(const Tensor &self, const IntArrayRef &padding, TENON_HERE);
TENON_API Tensor replication_pad1d(const Tensor &self, const IntArrayRef &padding, TENON_HERE);
TENON_API Tensor replication_pad2d(const Tensor &self, const IntArrayRef &padding, TENON_HERE);
TENON_API Tensor replication_pad3d(const Tensor &self, const IntArrayRef &padding, TENON_HERE);

/// [.., C * r * r, H, W] becomes [.., C, H * r, W * r], and back.
TENON_API Tensor pixel_shuffle(const Tensor &self, int64_t upscale_factor, TENON_HERE);
TENON_API Tensor pixel_unshuffle(const Tensor &self, int64_t downscale_factor, TENON_HERE);
/// [.., C, H, W] with the channels of `groups` groups interleaved.
TENON_API Tensor channel_shuffle(const Tensor &self, int64_t groups, TENON_HERE);

// [N, C, d...] at other sizes, which may be symbolic. A scale says where the result's elements lie instead of the ratio
// of the sizes. With `align_corners` the first and the last elements keep their places.

TENON_API Tensor upsample_nearest1d(const Tensor &self, const SizeList &output_size,
                                    std::optional<double> scales = std::nullopt, TENON_HERE);
TENON_API Tensor upsample_nearest2d(const Tensor &self, const SizeList &output_size,
                                    std::optional<double> scales_h = std::nullopt,
                                    std::optional<double> scales_w = std::nullopt, TENON_HERE);
TENON_API Tensor upsample_nearest3d(const Tensor &self, const SizeList &output_size,
                                    std::optional<double> scales_d = std::nullopt,
                                    std::optional<double> scales_h = std::nullopt,
                                    std::optional<double> scales_w = std::nullopt, TENON_HERE);
TENON_API Tensor upsample_linear1d(const Tensor &self, const SizeList &output_size, bool align_corners,
                                   std::optional<double> scales = std::nullopt, TENON_HERE);
TENON_API Tensor upsample_bilinear2d(const Tensor &self, const SizeList &output_size, bool align_corners,
                                     std::optional<double> scales_h = std::nullopt,
                                     std::optional<double> scales_w = std::nullopt, TENON_HERE);
TENON_API Tensor upsample_trilinear3d(const Tensor &self, const SizeList &output_size, bool align_corners,
                                      std::optional<double> scales_d = std::nullopt,
                                      std::optional<double> scales_h = std::nullopt,
                                      std::optional<double> scales_w = std::nullopt, TENON_HERE);
TENON_API Tensor upsample_bicubic2d(const Tensor &self, const SizeList &output_size, bool align_corners,
                                    std::optional<double> scales_h = std::nullopt,
                                    std::optional<double> scales_w = std::nullopt, TENON_HERE);

} // namespace tenon

#endif
