//===- Convolution.h - Convolutions ------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_OPS_CONVOLUTION_H
#define TENON_OPS_CONVOLUTION_H

#include "tenon/Operands.h"
#include <string>

namespace tenon {

// Inputs are [N, C, d...] or, without a batch, [C, d...]; input, weight and
// bias have one type. A number for the spatial dims is one for all or one for
// each. Throws where channels, groups and sizes do not fit, and where the
// window is larger than the padded input.

/// Padding by name: "valid" is none, "same" gives the result the input's sizes and needs strides of 1.
struct PaddingName {
  template <size_t N> PaddingName(const char (&name)[N]) : name(name) {}
  PaddingName(std::string name) : name(std::move(name)) {}

  std::string name;
};

/// Weight [O, C / groups, k], bias [O]: [N, O, ..].
TENON_API Tensor conv1d(const Tensor &input, const Tensor &weight, const OptionalTensor &bias = {},
                        const IntArrayRef &stride = 1, const IntArrayRef &padding = 0, const IntArrayRef &dilation = 1,
                        int64_t groups = 1, TENON_HERE);
TENON_API Tensor conv1d(const Tensor &input, const Tensor &weight, const OptionalTensor &bias,
                        const IntArrayRef &stride, const PaddingName &padding, const IntArrayRef &dilation = 1,
                        int64_t groups = 1, TENON_HERE);
/// Weight [O, C / groups, kh, kw].
TENON_API Tensor conv2d(const Tensor &input, const Tensor &weight, const OptionalTensor &bias = {},
                        const IntArrayRef &stride = 1, const IntArrayRef &padding = 0, const IntArrayRef &dilation = 1,
                        int64_t groups = 1, TENON_HERE);
TENON_API Tensor conv2d(const Tensor &input, const Tensor &weight, const OptionalTensor &bias,
                        const IntArrayRef &stride, const PaddingName &padding, const IntArrayRef &dilation = 1,
                        int64_t groups = 1, TENON_HERE);
/// Weight [O, C / groups, kd, kh, kw].
TENON_API Tensor conv3d(const Tensor &input, const Tensor &weight, const OptionalTensor &bias = {},
                        const IntArrayRef &stride = 1, const IntArrayRef &padding = 0, const IntArrayRef &dilation = 1,
                        int64_t groups = 1, TENON_HERE);
TENON_API Tensor conv3d(const Tensor &input, const Tensor &weight, const OptionalTensor &bias,
                        const IntArrayRef &stride, const PaddingName &padding, const IntArrayRef &dilation = 1,
                        int64_t groups = 1, TENON_HERE);

/// The transposed convolution, which a convolution's gradient is. Weight [C, O / groups, k..]; a spatial size becomes
/// (d - 1) * stride - 2 * padding + dilation * (k - 1) + output_padding + 1.
TENON_API Tensor conv_transpose1d(const Tensor &input, const Tensor &weight, const OptionalTensor &bias = {},
                                  const IntArrayRef &stride = 1, const IntArrayRef &padding = 0,
                                  const IntArrayRef &output_padding = 0, int64_t groups = 1,
                                  const IntArrayRef &dilation = 1, TENON_HERE);
TENON_API Tensor conv_transpose2d(const Tensor &input, const Tensor &weight, const OptionalTensor &bias = {},
                                  const IntArrayRef &stride = 1, const IntArrayRef &padding = 0,
                                  const IntArrayRef &output_padding = 0, int64_t groups = 1,
                                  const IntArrayRef &dilation = 1, TENON_HERE);
TENON_API Tensor conv_transpose3d(const Tensor &input, const Tensor &weight, const OptionalTensor &bias = {},
                                  const IntArrayRef &stride = 1, const IntArrayRef &padding = 0,
                                  const IntArrayRef &output_padding = 0, int64_t groups = 1,
                                  const IntArrayRef &dilation = 1, TENON_HERE);

/// A convolution of any number of spatial dims, with a batch; `transposed` as in conv_transpose.
TENON_API Tensor convolution(const Tensor &input, const Tensor &weight, const OptionalTensor &bias,
                             const IntArrayRef &stride, const IntArrayRef &padding, const IntArrayRef &dilation,
                             bool transposed, const IntArrayRef &output_padding, int64_t groups, TENON_HERE);

/// The windows of [N, C, H, W] as columns: [N, C * kh * kw, L], L of them.
TENON_API Tensor im2col(const Tensor &self, const IntArrayRef &kernel_size, const IntArrayRef &dilation,
                        const IntArrayRef &padding, const IntArrayRef &stride, TENON_HERE);
/// Adds such columns up where they come from: [N, C, output_size].
TENON_API Tensor col2im(const Tensor &self, const SizeList &output_size, const IntArrayRef &kernel_size,
                        const IntArrayRef &dilation, const IntArrayRef &padding, const IntArrayRef &stride,
                        TENON_HERE);

} // namespace tenon

#endif
