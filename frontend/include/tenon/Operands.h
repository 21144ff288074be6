//===- Operands.h - What operators and indexing take -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_OPERANDS_H
#define TENON_OPERANDS_H

#include "tenon/Size.h"
#include "tenon/TensorOptions.h"
#include <string>
#include <tuple>

namespace tenon {

class Tensor;
using TensorList = std::vector<Tensor>;
/// Such as values and their indices.
using TensorPair = std::tuple<Tensor, Tensor>;

/// The other side of a binary operation: a tensor, a number or a size. Made by
/// conversion, which notes where the user's code stands.
struct Operand {
  Operand(const Tensor &tensor, TENON_HERE) : tensor(&tensor), here(here) {}
  template <typename T>
    requires std::is_arithmetic_v<T>
  Operand(T number, TENON_HERE) : scalar(number), here(here) {}
  Operand(const Scalar &scalar, TENON_HERE) : scalar(scalar), here(here) {}
  Operand(const Size &size, TENON_HERE) : size(size), isSize(true), here(here) {}

  const Tensor *tensor = nullptr;
  Scalar scalar;
  Size size = 0;
  bool isSize = false;
  SourceLocation here;
};

/// Whether a variance is divided by n - 1: exactly a bool, so that `var(1)` and `var({1})` mean a dim.
struct Unbiased {
  template <std::same_as<bool> T> Unbiased(T value) : value(value) {}
  bool value;
};

/// Whether a sort is to keep the order of equal elements: exactly a bool, so that `argsort(1)` means a dim.
struct Stable {
  template <std::same_as<bool> T> Stable(T value) : value(value) {}
  bool value;
};

/// A tensor or none: made of a tensor (an undefined one is none), an optional one, `{}` or nullopt.
struct OptionalTensor {
  OptionalTensor() = default;
  OptionalTensor(std::nullopt_t) {}
  TENON_API OptionalTensor(const Tensor &tensor);
  TENON_API OptionalTensor(const std::optional<Tensor> &tensor);

  explicit operator bool() const { return tensor != nullptr; }
  const Tensor &operator*() const { return *tensor; }

  const Tensor *tensor = nullptr;
};

/// A tensor and where the operator was applied to it.
struct Located {
  Located(const Tensor &tensor, TENON_HERE) : tensor(tensor), here(here) {}

  const Tensor &tensor;
  SourceLocation here;
};

namespace indexing {

/// Python's `start:stop:step`; what is absent stands for the whole axis.
struct Slice {
  Slice(std::optional<Size> start = std::nullopt, std::optional<Size> stop = std::nullopt, int64_t step = 1)
      : start(std::move(start)), stop(std::move(stop)), step(step) {}

  std::optional<Size> start, stop;
  int64_t step;
};

struct EllipsisType {};
/// As many whole axes as the other indices leave.
inline constexpr EllipsisType Ellipsis{};

/// A new axis of size 1.
inline constexpr std::nullopt_t None = std::nullopt;

/// One index: a number, a Slice, Ellipsis, None, a bool, or a tensor of indices or of bool.
struct TensorIndex {
  enum class Kind { Number, Slice, Ellipsis, None, Boolean, Tensor };

  template <std::integral T>
    requires(!std::is_same_v<T, bool>)
  TensorIndex(T number) : kind(Kind::Number), number(number) {}
  TensorIndex(const Size &number) : kind(Kind::Number), number(number) {}
  TensorIndex(Slice slice) : kind(Kind::Slice), slice(std::move(slice)) {}
  TensorIndex(EllipsisType) : kind(Kind::Ellipsis) {}
  TensorIndex(std::nullopt_t) : kind(Kind::None) {}
  template <std::same_as<bool> T> TensorIndex(T value) : kind(Kind::Boolean), number(value) {}
  TensorIndex(const char *text) : kind(Kind::Ellipsis) { (void)text; }
  TensorIndex(const Tensor &tensor) : kind(Kind::Tensor), tensor(&tensor) {}

  Kind kind;
  Size number = 0;
  Slice slice;
  const Tensor *tensor = nullptr;
};

} // namespace indexing

/// The index of `a[...]`, with the place it stands at.
struct LocatedIndex {
  template <std::integral T> LocatedIndex(T number, TENON_HERE) : index(static_cast<int64_t>(number)), here(here) {}
  LocatedIndex(const Size &number, TENON_HERE) : index(number), here(here) {}
  LocatedIndex(const Tensor &tensor, TENON_HERE) : index(tensor), here(here) {}
  LocatedIndex(indexing::Slice slice, TENON_HERE) : index(std::move(slice)), here(here) {}

  indexing::TensorIndex index;
  SourceLocation here;
};

} // namespace tenon

#endif
