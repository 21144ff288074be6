//===- Pooling.cpp - Modules of pools ----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/nn/Pooling.h"
#include "frontend/nn/LayerText.h"
#include <string>

namespace tenon::nn {

using detail::ModuleScope;

// The function for a number of dims.
#define TENON_BY_DIMS(D, function, ...)                                                                                \
  if constexpr (D == 1)                                                                                                \
    return functional::function##1d(__VA_ARGS__);                                                                      \
  else if constexpr (D == 2)                                                                                           \
    return functional::function##2d(__VA_ARGS__);                                                                      \
  else                                                                                                                 \
    return functional::function##3d(__VA_ARGS__)
#define TENON_BY_DIMS_WITH_INDICES(D, function, ...)                                                                   \
  if constexpr (D == 1)                                                                                                \
    return functional::function##1d_with_indices(__VA_ARGS__);                                                         \
  else if constexpr (D == 2)                                                                                           \
    return functional::function##2d_with_indices(__VA_ARGS__);                                                         \
  else                                                                                                                 \
    return functional::function##3d_with_indices(__VA_ARGS__)

template <size_t D, typename Derived>
Tensor MaxPoolNdImpl<D, Derived>::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  TENON_BY_DIMS(D, max_pool, input, options, here);
}
template <size_t D, typename Derived>
std::tuple<Tensor, Tensor> MaxPoolNdImpl<D, Derived>::forward_with_indices(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  TENON_BY_DIMS_WITH_INDICES(D, max_pool, input, options, here);
}
template <size_t D, typename Derived> void MaxPoolNdImpl<D, Derived>::pretty_print(std::ostream &stream) const {
  LayerText(stream, *this)
      .with("kernel_size", options.kernel_size())
      .with("stride", options.stride())
      .with("padding", options.padding())
      .with("dilation", options.dilation())
      .with("ceil_mode", options.ceil_mode());
}

template <size_t D, typename Derived>
Tensor AvgPoolNdImpl<D, Derived>::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  TENON_BY_DIMS(D, avg_pool, input, options, here);
}
template <size_t D, typename Derived> void AvgPoolNdImpl<D, Derived>::pretty_print(std::ostream &stream) const {
  LayerText(stream, *this)
      .with("kernel_size", options.kernel_size())
      .with("stride", options.stride())
      .with("padding", options.padding());
}

/// `[5, None]`
template <size_t D> static std::string textOf(const AdaptiveSizes<D> &sizes) {
  std::string text;
  for (const std::optional<int64_t> &size : sizes.sizes)
    text += (text.empty() ? "" : ", ") + (size ? std::to_string(*size) : "None");
  return D == 1 ? text : "[" + text + "]";
}

template <size_t D, typename Derived>
Tensor AdaptiveAvgPoolNdImpl<D, Derived>::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  TENON_BY_DIMS(D, adaptive_avg_pool, input, options, here);
}
template <size_t D, typename Derived> void AdaptiveAvgPoolNdImpl<D, Derived>::pretty_print(std::ostream &stream) const {
  LayerText(stream, *this).with("output_size", textOf(options.output_size()));
}

template <size_t D, typename Derived>
Tensor AdaptiveMaxPoolNdImpl<D, Derived>::forward(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  TENON_BY_DIMS(D, adaptive_max_pool, input, options, here);
}
template <size_t D, typename Derived>
std::tuple<Tensor, Tensor> AdaptiveMaxPoolNdImpl<D, Derived>::forward_with_indices(const Tensor &input, SourceLocation here) {
  ModuleScope scope(*this);
  TENON_BY_DIMS_WITH_INDICES(D, adaptive_max_pool, input, options, here);
}
template <size_t D, typename Derived> void AdaptiveMaxPoolNdImpl<D, Derived>::pretty_print(std::ostream &stream) const {
  LayerText(stream, *this).with("output_size", textOf(options.output_size()));
}

#undef TENON_BY_DIMS
#undef TENON_BY_DIMS_WITH_INDICES

#define TENON_POOLS(D)                                                                                                 \
  template class MaxPoolNdImpl<D, MaxPool##D##dImpl>;                                                                  \
  template class AvgPoolNdImpl<D, AvgPool##D##dImpl>;                                                                  \
  template class AdaptiveAvgPoolNdImpl<D, AdaptiveAvgPool##D##dImpl>;                                                  \
  template class AdaptiveMaxPoolNdImpl<D, AdaptiveMaxPool##D##dImpl>;
TENON_POOLS(1)
TENON_POOLS(2)
TENON_POOLS(3)
#undef TENON_POOLS

} // namespace tenon::nn
