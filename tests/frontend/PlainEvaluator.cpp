//===- PlainEvaluator.cpp - Functions of tensors in plain loops -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/frontend/PlainEvaluator.h"
#include <bit>
#include <cmath>

using namespace tenon;

namespace plain {

int64_t countOf(const Sizes &sizes) {
  int64_t count = 1;
  for (int64_t size : sizes)
    count *= size;
  return count;
}

namespace {

template <typename T> Element wrapped(Element value) {
  // Beyond 64 bits by one product at most.
  return static_cast<Element>(static_cast<T>(static_cast<__int128>(value)));
}

/// To `digits` binary digits, halves to even, for exponents that 16-bit floats have.
Element roundedTo(Element value, int digits) {
  if (value == 0)
    return value;
  int exponent = 0;
  Element mantissa = std::frexp(value, &exponent);
  return std::ldexp(std::nearbyint(std::ldexp(mantissa, digits)), exponent - digits);
}

/// Positions in row-major order as indices.
Sizes indexOf(int64_t position, const Sizes &sizes) {
  Sizes index(sizes.size());
  for (size_t i = sizes.size(); i-- > 0; position /= sizes[i])
    index[i] = position % sizes[i];
  return index;
}

int64_t positionOf(const Sizes &index, const Sizes &sizes) {
  int64_t position = 0;
  for (size_t i = 0; i < sizes.size(); ++i)
    position = position * sizes[i] + index[i];
  return position;
}

bool isReal(ScalarType type) { return type == kDouble || type == kFloat || type == kHalf || type == kBFloat16; }

/// bool, integer, float.
int kindOf(ScalarType type) { return type == kBool ? 0 : isReal(type) ? 2 : 1; }

/// By name, as NumPy has it: i8 and u1, f4 and so on.
int bitsOf(ScalarType type) {
  switch (type) {
  case kBool:
    return 1;
  case kByte:
  case kChar:
    return 8;
  case kShort:
  case kUInt16:
  case kHalf:
  case kBFloat16:
    return 16;
  case kInt:
  case kUInt32:
  case kFloat:
    return 32;
  default:
    return 64;
  }
}

std::optional<ScalarType> promotePair(ScalarType a, ScalarType b) {
  if (a == b)
    return a;
  if (kindOf(a) != kindOf(b) && (kindOf(a) == 2 || kindOf(b) == 2))
    return kindOf(a) == 2 ? a : b;
  if (kindOf(a) == 2)
    return bitsOf(a) == bitsOf(b) ? kFloat : bitsOf(a) > bitsOf(b) ? a : b;
  for (ScalarType wide : {kUInt16, kUInt32, kUInt64})
    if (a == wide || b == wide)
      return std::nullopt;
  if (kindOf(a) != kindOf(b))
    return kindOf(a) == 0 ? b : a;
  if (bitsOf(a) == bitsOf(b)) // int8 and uint8
    return kShort;
  return bitsOf(a) > bitsOf(b) ? a : b;
}

} // namespace

Element convert(Element value, ScalarType type) {
  switch (type) {
  case kBool:
    return value != 0;
  case kByte:
    return wrapped<uint8_t>(value);
  case kChar:
    return wrapped<int8_t>(value);
  case kShort:
    return wrapped<int16_t>(value);
  case kInt:
    return wrapped<int32_t>(value);
  case kLong:
    return wrapped<int64_t>(value);
  case kUInt16:
    return wrapped<uint16_t>(value);
  case kUInt32:
    return wrapped<uint32_t>(value);
  case kUInt64:
    return wrapped<uint64_t>(value);
  case kHalf:
    return roundedTo(value, 11);
  case kBFloat16:
    return roundedTo(value, 8);
  case kFloat:
    return static_cast<float>(value);
  default:
    return static_cast<double>(value);
  }
}

std::optional<ScalarType> promote(const std::vector<const Value *> &operands) {
  // Those with dims, without dims, and numbers, each by themselves.
  std::optional<ScalarType> groups[3];
  for (const Value *operand : operands) {
    std::optional<ScalarType> &group = groups[operand->isNumber ? 2 : operand->sizes.empty() ? 1 : 0];
    ScalarType type = operand->isNumber && operand->type == kDouble ? kFloat : operand->type;
    group = group ? promotePair(*group, type) : type;
    if (!group)
      return std::nullopt;
  }
  std::optional<ScalarType> result;
  for (const std::optional<ScalarType> &group : groups) {
    if (!group || (result && kindOf(*group) <= kindOf(*result)))
      continue;
    result = result ? promotePair(*result, *group) : group;
    if (!result)
      return std::nullopt;
  }
  return result;
}

std::optional<Sizes> broadcast(const Sizes &a, const Sizes &b) {
  Sizes result(std::max(a.size(), b.size()));
  for (size_t i = 0; i < result.size(); ++i) { // from the last dim on
    int64_t x = i < a.size() ? a[a.size() - 1 - i] : 1, y = i < b.size() ? b[b.size() - 1 - i] : 1;
    if (x != y && x != 1 && y != 1)
      return std::nullopt;
    result[result.size() - 1 - i] = x == 1 ? y : x;
  }
  return result;
}

Value cast(const Value &x, ScalarType type) {
  Value result = x;
  result.type = type;
  for (Element &element : result.elements)
    element = convert(element, type);
  return result;
}

Value gather(const Value &x, const Sizes &sizes, const std::function<Sizes(const Sizes &)> &at) {
  Value result{x.type, sizes, {}};
  for (int64_t i = 0, count = countOf(sizes); i < count; ++i)
    result.elements.push_back(x.elements[positionOf(at(indexOf(i, sizes)), x.sizes)]);
  return result;
}

Value expand(const Value &x, const Sizes &sizes) {
  return gather(x, sizes, [&](const Sizes &index) {
    Sizes own(index.end() - x.rank(), index.end());
    for (size_t i = 0; i < own.size(); ++i)
      if (x.sizes[i] == 1)
        own[i] = 0;
    return own;
  });
}

Value map(const std::vector<const Value *> &operands, ScalarType operandType, ScalarType type,
          const std::function<Element(const std::vector<Element> &)> &function) {
  Sizes sizes;
  for (const Value *operand : operands)
    sizes = *broadcast(sizes, operand->sizes);
  std::vector<Value> values;
  for (const Value *operand : operands)
    values.push_back(expand(cast(*operand, operandType), sizes));
  Value result{type, sizes, {}};
  for (int64_t i = 0, count = countOf(sizes); i < count; ++i) {
    std::vector<Element> elements;
    for (const Value &value : values)
      elements.push_back(value.elements[i]);
    result.elements.push_back(convert(function(elements), type));
  }
  return result;
}

Value reduce(const Value &x, const std::vector<int64_t> &dims, ScalarType type, Element start,
             const std::function<Element(Element, Element)> &function) {
  Sizes sizes = x.sizes;
  for (int64_t dim : dims)
    sizes[dim] = 1;
  Value result{type, sizes, std::vector<Element>(countOf(sizes), start)};
  for (size_t i = 0; i < x.elements.size(); ++i) {
    Sizes index = indexOf(static_cast<int64_t>(i), x.sizes);
    for (int64_t dim : dims)
      index[dim] = 0;
    Element &total = result.elements[positionOf(index, sizes)];
    total = convert(function(total, x.elements[i]), type);
  }
  return result;
}

Value argmax(const Value &x, int64_t dim) {
  Sizes sizes = x.sizes;
  sizes.erase(sizes.begin() + dim);
  Value result{kLong, sizes, {}};
  for (int64_t i = 0, count = countOf(sizes); i < count; ++i) {
    Sizes index = indexOf(i, sizes);
    index.insert(index.begin() + dim, 0);
    int64_t best = 0;
    for (int64_t j = 1; j < x.sizes[dim]; ++j) {
      Sizes other = index;
      index[dim] = best;
      other[dim] = j;
      if (x.elements[positionOf(other, x.sizes)] > x.elements[positionOf(index, x.sizes)])
        best = j;
    }
    result.elements.push_back(best);
  }
  return result;
}

Value concat(const Value &a, const Value &b, int64_t dim) {
  Sizes sizes = a.sizes;
  sizes[dim] += b.sizes[dim];
  Value result{a.type, sizes, {}};
  for (int64_t i = 0, count = countOf(sizes); i < count; ++i) {
    Sizes index = indexOf(i, sizes);
    bool isSecond = index[dim] >= a.sizes[dim];
    if (isSecond)
      index[dim] -= a.sizes[dim];
    const Value &from = isSecond ? b : a;
    result.elements.push_back(from.elements[positionOf(index, from.sizes)]);
  }
  return result;
}

} // namespace plain
