//===- Creation.h - Functions that make tensors ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_OPS_CREATION_H
#define TENON_OPS_CREATION_H

#include "tenon/Operands.h"
#include <functional>

namespace tenon {

// Every function here takes the type from `options`, float32 where it says
// none, and throws an Error for a device other than the CPU.

/// A tensor of the given sizes, all elements 0.
TENON_API Tensor zeros(const SizeList &size, const TensorOptions &options = {}, TENON_HERE);
/// All elements 1.
TENON_API Tensor ones(const SizeList &size, const TensorOptions &options = {}, TENON_HERE);
/// All elements `value`; without a type in `options`, of the type of the value: float32, int64 or bool.
TENON_API Tensor full(const SizeList &size, const Scalar &value, const TensorOptions &options = {}, TENON_HERE);
/// Elements of no particular value (they are 0).
TENON_API Tensor empty(const SizeList &size, const TensorOptions &options = {}, TENON_HERE);

/// As their namesakes, with sizes and type of another tensor.
TENON_API Tensor zeros_like(const Tensor &self, const TensorOptions &options = {}, TENON_HERE);
TENON_API Tensor ones_like(const Tensor &self, const TensorOptions &options = {}, TENON_HERE);
TENON_API Tensor full_like(const Tensor &self, const Scalar &value, const TensorOptions &options = {}, TENON_HERE);
TENON_API Tensor empty_like(const Tensor &self, const TensorOptions &options = {}, TENON_HERE);
TENON_API Tensor rand_like(const Tensor &self, const TensorOptions &options = {}, TENON_HERE);
TENON_API Tensor randn_like(const Tensor &self, const TensorOptions &options = {}, TENON_HERE);

/// Uniform in [0, 1). Throws for symbolic sizes: random numbers are made before tracing.
TENON_API Tensor rand(const SizeList &size, const TensorOptions &options = {}, TENON_HERE);
/// Normal with mean 0 and variance 1.
TENON_API Tensor randn(const SizeList &size, const TensorOptions &options = {}, TENON_HERE);
/// Integers of [low, high), int64 where `options` names no type.
TENON_API Tensor randint(int64_t low, int64_t high, const SizeList &size, const TensorOptions &options = kLong,
                         TENON_HERE);
TENON_API Tensor randint(int64_t high, const SizeList &size, const TensorOptions &options = kLong, TENON_HERE);
/// The numbers 0 to n - 1 in random order, int64.
TENON_API Tensor randperm(int64_t n, const TensorOptions &options = kLong, TENON_HERE);
/// Starts the sequence of random numbers anew.
TENON_API void manual_seed(uint64_t seed);

/// start, start + step, ... below `end`; int64 where all are integers, else float32. `end` may be symbolic.
TENON_API Tensor arange(const Operand &end, const TensorOptions &options = {}, TENON_HERE);
TENON_API Tensor arange(const Operand &start, const Operand &end, const TensorOptions &options = {}, TENON_HERE);
TENON_API Tensor arange(const Operand &start, const Operand &end, const Scalar &step,
                        const TensorOptions &options = {}, TENON_HERE);
/// `steps` numbers from start to end, both included.
TENON_API Tensor linspace(const Scalar &start, const Scalar &end, int64_t steps, const TensorOptions &options = {},
                          TENON_HERE);
/// `steps` powers of `base`, with exponents from start to end.
TENON_API Tensor logspace(const Scalar &start, const Scalar &end, int64_t steps, double base = 10.0,
                          const TensorOptions &options = {}, TENON_HERE);
/// start, start + step, ... up to and with end; float32 where `options` names no type.
TENON_API Tensor range(const Scalar &start, const Scalar &end, const Scalar &step, const TensorOptions &options = {},
                       TENON_HERE);
TENON_API Tensor range(const Scalar &start, const Scalar &end, const TensorOptions &options = {}, TENON_HERE);
/// A scalar tensor; float32 where `options` names no type.
TENON_API Tensor scalar_tensor(const Scalar &s, const TensorOptions &options = {}, TENON_HERE);
/// The indices of the elements below and on, or above and on, a diagonal: a row of rows and one of columns.
TENON_API Tensor tril_indices(int64_t row, int64_t col, int64_t offset = 0, const TensorOptions &options = kLong,
                              TENON_HERE);
TENON_API Tensor triu_indices(int64_t row, int64_t col, int64_t offset = 0, const TensorOptions &options = kLong,
                              TENON_HERE);
/// Windows of signal processing; a periodic one is a symmetric one without its last element.
TENON_API Tensor bartlett_window(int64_t window_length, bool periodic = true, const TensorOptions &options = {},
                                 TENON_HERE);
TENON_API Tensor blackman_window(int64_t window_length, bool periodic = true, const TensorOptions &options = {},
                                 TENON_HERE);
TENON_API Tensor hann_window(int64_t window_length, bool periodic = true, const TensorOptions &options = {},
                             TENON_HERE);
/// alpha - beta cos(2 pi n / N).
TENON_API Tensor hamming_window(int64_t window_length, bool periodic = true, double alpha = 0.54, double beta = 0.46,
                                const TensorOptions &options = {}, TENON_HERE);
TENON_API Tensor kaiser_window(int64_t window_length, bool periodic = true, double beta = 12.0,
                               const TensorOptions &options = {}, TENON_HERE);
/// Ones on the diagonal of an n by m matrix, 0 elsewhere.
TENON_API Tensor eye(const Size &n, const TensorOptions &options = {}, TENON_HERE);
TENON_API Tensor eye(const Size &n, const Size &m, const TensorOptions &options = {}, TENON_HERE);

/// A tensor over memory of the caller's, dense and row-major, which is read when a value is needed and must live
/// until `deleter` is called, or as long as every tensor made of this one.
TENON_API Tensor from_blob(void *data, const SizeList &sizes, const TensorOptions &options = {}, TENON_HERE);
TENON_API Tensor from_blob(void *data, const SizeList &sizes, std::function<void(void *)> deleter,
                           const TensorOptions &options = {}, TENON_HERE);

namespace detail {

/// The elements of nested braces: `tensor({{1, 2}, {3, 4}})`. Floats make float32, integers int64, bools bool.
class NestedList {
public:
  template <typename T>
    requires std::is_arithmetic_v<T>
  NestedList(T value) : type(CppTypeToScalarType<T>::value), values{Scalar(value)} {}
  NestedList(std::initializer_list<NestedList> lists);
  template <typename T>
    requires std::is_arithmetic_v<T>
  NestedList(const std::vector<T> &numbers)
      : type(CppTypeToScalarType<T>::value), sizes{static_cast<int64_t>(numbers.size())},
        values(numbers.begin(), numbers.end()) {}

  ScalarType type = kFloat;
  std::vector<int64_t> sizes;
  std::vector<Scalar> values;
  bool ragged = false;
};

inline NestedList::NestedList(std::initializer_list<NestedList> lists) : sizes{static_cast<int64_t>(lists.size())} {
  if (lists.size() == 0)
    return;
  const NestedList &first = *lists.begin();
  type = first.type;
  sizes.insert(sizes.end(), first.sizes.begin(), first.sizes.end());
  for (const NestedList &list : lists) {
    ragged |= list.ragged || list.sizes != first.sizes || list.type != type;
    values.insert(values.end(), list.values.begin(), list.values.end());
  }
}

} // namespace detail

/// A tensor of the elements given: a number, `{1, 2}`, `{{1.5, 2}, {3, 4}}`, or a vector. Its type is float32 for
/// floats (as the default type), int64 for integers, bool for bools, unless `options` names one. Throws where the
/// lists differ in length or type.
TENON_API Tensor tensor(const detail::NestedList &elements, const TensorOptions &options = {}, TENON_HERE);

} // namespace tenon

#endif
