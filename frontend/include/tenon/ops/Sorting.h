//===- Sorting.h - Functions of the order of elements ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_OPS_SORTING_H
#define TENON_OPS_SORTING_H

#include "tenon/Operands.h"

namespace tenon {

#include "tenon/methods/AsFunctions.inc"
#include "tenon/methods/Scans.inc"
#include "tenon/methods/Sorting.inc"
#include "tenon/methods/End.inc"

/// The index at which each value would have to be put in to keep `sorted_sequence` in order along its last dim: before
/// equal elements, or with `right` behind them. A vector is searched for all values; else the dims before the last are
/// the same. `side` is `left` or `right`; `sorter` holds the indices that sort the sequence. int64, or int32.
TENON_API Tensor searchsorted(const Tensor &sorted_sequence, const Tensor &self, bool out_int32 = false,
                              bool right = false, const std::optional<std::string> &side = std::nullopt,
                              const OptionalTensor &sorter = {}, TENON_HERE);
TENON_API Tensor searchsorted(const Tensor &sorted_sequence, const Scalar &self, bool out_int32 = false,
                              bool right = false, const std::optional<std::string> &side = std::nullopt,
                              const OptionalTensor &sorter = {}, TENON_HERE);
/// The same with the vector last.
TENON_API Tensor bucketize(const Tensor &self, const Tensor &boundaries, bool out_int32 = false, bool right = false,
                           TENON_HERE);
TENON_API Tensor bucketize(const Scalar &self, const Tensor &boundaries, bool out_int32 = false, bool right = false,
                           TENON_HERE);

/// Whether each element is one of the others, as bool; with `invert` whether it is none.
TENON_API Tensor isin(const Tensor &elements, const Tensor &test_elements, bool assume_unique = false,
                      bool invert = false, TENON_HERE);
TENON_API Tensor isin(const Tensor &elements, const Scalar &test_element, bool assume_unique = false,
                      bool invert = false, TENON_HERE);
TENON_API Tensor isin(const Scalar &element, const Tensor &test_elements, bool assume_unique = false,
                      bool invert = false, TENON_HERE);

// How much these give depends on values, which they read: Errors while tracing. They give the elements, for each
// element the index of its own among these, and how often each is there; the latter two empty unless asked for.

/// The different elements, sorted.
TENON_API std::tuple<Tensor, Tensor, Tensor> _unique2(const Tensor &self, bool sorted = true,
                                                      bool return_inverse = false, bool return_counts = false,
                                                      TENON_HERE);
TENON_API TensorPair _unique(const Tensor &self, bool sorted = true, bool return_inverse = false, TENON_HERE);
/// The first of each run of equal elements, or of equal slices of a dim.
TENON_API std::tuple<Tensor, Tensor, Tensor> unique_consecutive(const Tensor &self, bool return_inverse = false,
                                                                bool return_counts = false,
                                                                std::optional<int64_t> dim = std::nullopt, TENON_HERE);
/// The different slices of a dim, sorted by their elements.
TENON_API std::tuple<Tensor, Tensor, Tensor> unique_dim(const Tensor &self, int64_t dim, bool sorted = true,
                                                        bool return_inverse = false, bool return_counts = false,
                                                        TENON_HERE);
/// Each slice of a dim, or element of all, as often as `repeats` says: a vector of one number for each, or of one for
/// all. Without self the indices themselves.
TENON_API Tensor repeat_interleave(const Tensor &self, const Tensor &repeats,
                                   std::optional<int64_t> dim = std::nullopt,
                                   std::optional<int64_t> output_size = std::nullopt, TENON_HERE);
TENON_API Tensor repeat_interleave(const Tensor &repeats, std::optional<int64_t> output_size = std::nullopt,
                                   TENON_HERE);

} // namespace tenon

#endif
