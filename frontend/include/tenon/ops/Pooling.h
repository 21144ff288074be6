//===- Pooling.h - The largest and the mean of windows -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_OPS_POOLING_H
#define TENON_OPS_POOLING_H

#include "tenon/Operands.h"

namespace tenon {

// Inputs are [N, C, d...] or, without a batch, [C, d...]. A number for the
// spatial dims is one for all or one for each; no stride is the kernel's size.
// With `ceil_mode` a last window that only partly fits counts, if it begins
// within the input or the padding before it. Throws where a window does not
// fit, and for a padding of more than half of it.

/// The largest element of each window, NaN where there is one.
TENON_API Tensor max_pool1d(const Tensor &self, const IntArrayRef &kernel_size, const IntArrayRef &stride = {},
                            const IntArrayRef &padding = 0, const IntArrayRef &dilation = 1, bool ceil_mode = false,
                            TENON_HERE);
TENON_API Tensor max_pool2d(const Tensor &self, const IntArrayRef &kernel_size, const IntArrayRef &stride = {},
                            const IntArrayRef &padding = 0, const IntArrayRef &dilation = 1, bool ceil_mode = false,
                            TENON_HERE);
TENON_API Tensor max_pool3d(const Tensor &self, const IntArrayRef &kernel_size, const IntArrayRef &stride = {},
                            const IntArrayRef &padding = 0, const IntArrayRef &dilation = 1, bool ceil_mode = false,
                            TENON_HERE);
/// Also where it lies: the first such element's row-major number among the input's spatial dims (int64).
TENON_API std::tuple<Tensor, Tensor> max_pool1d_with_indices(const Tensor &self, const IntArrayRef &kernel_size,
                                                             const IntArrayRef &stride = {},
                                                             const IntArrayRef &padding = 0,
                                                             const IntArrayRef &dilation = 1, bool ceil_mode = false,
                                                             TENON_HERE);
TENON_API std::tuple<Tensor, Tensor> max_pool2d_with_indices(const Tensor &self, const IntArrayRef &kernel_size,
                                                             const IntArrayRef &stride = {},
                                                             const IntArrayRef &padding = 0,
                                                             const IntArrayRef &dilation = 1, bool ceil_mode = false,
                                                             TENON_HERE);
TENON_API std::tuple<Tensor, Tensor> max_pool3d_with_indices(const Tensor &self, const IntArrayRef &kernel_size,
                                                             const IntArrayRef &stride = {},
                                                             const IntArrayRef &padding = 0,
                                                             const IntArrayRef &dilation = 1, bool ceil_mode = false,
                                                             TENON_HERE);

/// The mean of each window. Padding counts as zeros, or with `count_include_pad` false not at all; what `ceil_mode`
/// adds beyond the padding never counts. `divisor_override` divides instead of the count.
TENON_API Tensor avg_pool1d(const Tensor &self, const IntArrayRef &kernel_size, const IntArrayRef &stride = {},
                            const IntArrayRef &padding = 0, bool ceil_mode = false, bool count_include_pad = true,
                            TENON_HERE);
TENON_API Tensor avg_pool2d(const Tensor &self, const IntArrayRef &kernel_size, const IntArrayRef &stride = {},
                            const IntArrayRef &padding = 0, bool ceil_mode = false, bool count_include_pad = true,
                            std::optional<int64_t> divisor_override = std::nullopt, TENON_HERE);
TENON_API Tensor avg_pool3d(const Tensor &self, const IntArrayRef &kernel_size, const IntArrayRef &stride = {},
                            const IntArrayRef &padding = 0, bool ceil_mode = false, bool count_include_pad = true,
                            std::optional<int64_t> divisor_override = std::nullopt, TENON_HERE);

/// The mean, or the largest and where it lies, of windows that part each spatial dim into `output_size` pieces: from
/// floor(i * d / size) to ceil((i + 1) * d / size). Sizes may be symbolic.
TENON_API Tensor adaptive_avg_pool1d(const Tensor &self, const SizeList &output_size, TENON_HERE);
TENON_API Tensor adaptive_avg_pool2d(const Tensor &self, const SizeList &output_size, TENON_HERE);
TENON_API Tensor adaptive_avg_pool3d(const Tensor &self, const SizeList &output_size, TENON_HERE);
TENON_API std::tuple<Tensor, Tensor> adaptive_max_pool1d(const Tensor &self, const SizeList &output_size, TENON_HERE);
TENON_API std::tuple<Tensor, Tensor> adaptive_max_pool2d(const Tensor &self, const SizeList &output_size, TENON_HERE);
TENON_API std::tuple<Tensor, Tensor> adaptive_max_pool3d(const Tensor &self, const SizeList &output_size, TENON_HERE);

} // namespace tenon

#endif
