//===- ExpandingArray.h - One number for all dims, or one for each -----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_EXPANDINGARRAY_H
#define TENON_NN_EXPANDINGARRAY_H

#include "tenon/Operands.h"
#include <algorithm>
#include <array>
#include <ostream>

namespace tenon {

/// `D` numbers, made of a list of as many or of one that stands for all.
template <size_t D, typename T = int64_t> class ExpandingArray {
public:
  ExpandingArray(std::initializer_list<T> list) : ExpandingArray(std::vector<T>(list)) {}
  /// Throws for another number of elements.
  ExpandingArray(const std::vector<T> &list) {
    if (list.size() != D)
      throw Error("a list of " + std::to_string(list.size()) + " numbers is given, expected " + std::to_string(D),
                  SourceLocation::unknown());
    std::copy(list.begin(), list.end(), numbers.begin());
  }
  template <typename N>
    requires std::is_arithmetic_v<N>
  ExpandingArray(N number) {
    numbers.fill(static_cast<T>(number));
  }
  ExpandingArray(const std::array<T, D> &numbers) : numbers(numbers) {}

  std::array<T, D> &operator*() { return numbers; }
  const std::array<T, D> &operator*() const { return numbers; }
  const std::array<T, D> *operator->() const { return &numbers; }
  T operator[](size_t i) const { return numbers[i]; }
  static constexpr size_t size() { return D; }
  auto begin() const { return numbers.begin(); }
  auto end() const { return numbers.end(); }
  bool operator==(const ExpandingArray &other) const { return numbers == other.numbers; }

  std::vector<T> vec() const { return std::vector<T>(numbers.begin(), numbers.end()); }
  operator IntArrayRef() const
    requires std::is_same_v<T, int64_t>
  {
    return IntArrayRef(vec());
  }

private:
  std::array<T, D> numbers;
};

/// `[3, 3]`; a single number without brackets.
template <size_t D, typename T> std::ostream &operator<<(std::ostream &stream, const ExpandingArray<D, T> &array) {
  if (D == 1)
    return stream << array[0];
  for (size_t i = 0; i < D; ++i)
    stream << (i == 0 ? "[" : ", ") << array[i];
  return stream << "]";
}

} // namespace tenon

#endif
