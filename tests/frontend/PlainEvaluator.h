//===- PlainEvaluator.h - Functions of tensors in plain loops -------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TESTS_FRONTEND_PLAINEVALUATOR_H
#define TENON_TESTS_FRONTEND_PLAINEVALUATOR_H

#include "tenon/Types.h"
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// What random programs are compared with: eager, element by element, and
/// written without a line of the front end but the names of the types.
namespace plain {

using tenon::ScalarType;
using Sizes = std::vector<int64_t>;
/// Holds every element of every type exactly.
using Element = long double;

struct Value {
  ScalarType type;
  Sizes sizes;
  std::vector<Element> elements; ///< row-major
  /// A plain number, which counts less in promotion than a tensor without dims.
  bool isNumber = false;

  int64_t rank() const { return static_cast<int64_t>(sizes.size()); }
};

int64_t countOf(const Sizes &sizes);

/// The element as one of the type: integers wrap, floats are rounded, to bool it asks for what is not 0.
Element convert(Element value, ScalarType type);

/// The type of an operation on several operands; none where they are not promoted.
std::optional<ScalarType> promote(const std::vector<const Value *> &operands);

/// The sizes that both broadcast to; none where there are none.
std::optional<Sizes> broadcast(const Sizes &a, const Sizes &b);

Value cast(const Value &x, ScalarType type);
/// Repeated to sizes that it broadcasts to.
Value expand(const Value &x, const Sizes &sizes);
/// A function of each element of operands that are cast to one type and broadcast; the result has `type`.
Value map(const std::vector<const Value *> &operands, ScalarType operandType, ScalarType type,
          const std::function<Element(const std::vector<Element> &)> &function);
/// Combines the elements along the dims, from `start` on; the dims stay with size 1.
Value reduce(const Value &x, const std::vector<int64_t> &dims, ScalarType type, Element start,
             const std::function<Element(Element, Element)> &function);
/// The first index of the largest element along a dim, which the result lacks.
Value argmax(const Value &x, int64_t dim);
/// Element i of the result is element `at(i)` of x.
Value gather(const Value &x, const Sizes &sizes, const std::function<Sizes(const Sizes &)> &at);
Value concat(const Value &a, const Value &b, int64_t dim);

} // namespace plain

#endif
