//===- ChannelOrder.h - The channels of images, first or last -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_PASSES_LAYOUT_CHANNELORDER_H
#define TENON_PASSES_LAYOUT_CHANNELORDER_H

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

namespace tenon::passes {

/// The permutation that makes [N, C, d...] of this rank [N, d..., C].
inline llvm::SmallVector<int64_t> channelsLast(int64_t rank) {
  llvm::SmallVector<int64_t> order{0};
  llvm::append_range(order, llvm::seq<int64_t>(2, rank));
  order.push_back(1);
  return order;
}

/// The permutation that makes [N, d..., C] of this rank [N, C, d...].
inline llvm::SmallVector<int64_t> channelsFirst(int64_t rank) {
  llvm::SmallVector<int64_t> order{0, rank - 1};
  llvm::append_range(order, llvm::seq<int64_t>(1, rank - 1));
  return order;
}

} // namespace tenon::passes

#endif
