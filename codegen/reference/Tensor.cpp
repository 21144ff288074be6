//===- Tensor.cpp - The tensors of the reference interpreter ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/reference/Tensor.h"
#include "dialects/graph/NarrowTypes.h"
#include "dialects/graph/Strings.h"
#include "runtime/core/NarrowFloat.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/raw_ostream.h"
#include <cmath>
#include <cstring>
#include <limits>

using namespace mlir;
using llvm::APFloat;
using llvm::APInt;
using llvm::createStringError;
using llvm::Error;
using llvm::Expected;

namespace tenon::reference {

int64_t productOf(ArrayRef<int64_t> sizes) {
  int64_t product = 1;
  for (int64_t size : sizes)
    product *= size;
  return product;
}

SmallVector<int64_t> stridesOf(ArrayRef<int64_t> sizes) {
  SmallVector<int64_t> strides(sizes.size());
  int64_t stride = 1;
  for (size_t i = sizes.size(); i-- > 0;) {
    strides[i] = stride;
    stride *= sizes[i];
  }
  return strides;
}

int64_t positionOf(ArrayRef<int64_t> index, ArrayRef<int64_t> strides) {
  int64_t position = 0;
  for (size_t i = 0; i < index.size(); ++i)
    position += index[i] * strides[i];
  return position;
}

void forEachIndex(ArrayRef<int64_t> sizes, llvm::function_ref<void(ArrayRef<int64_t>, int64_t)> body) {
  int64_t count = productOf(sizes);
  SmallVector<int64_t> index(sizes.size(), 0);
  for (int64_t position = 0; position < count; ++position) {
    body(index, position);
    for (size_t axis = sizes.size(); axis-- > 0;) {
      if (++index[axis] < sizes[axis])
        break;
      index[axis] = 0;
    }
  }
}

int64_t elementBytes(Type elementType) {
  if (elementType.isInteger(1) || graph::isNarrow(elementType))
    return 1;
  if (graph::isString(elementType))
    return 8;
  if (!elementType.isIntOrFloat())
    return 0;
  unsigned bits = elementType.getIntOrFloatBitWidth();
  bool isFloat = elementType.isF64() || elementType.isF32() || elementType.isF16() || elementType.isBF16();
  if (isa<FloatType>(elementType) && !isFloat)
    return 0;
  return bits == 8 || bits == 16 || bits == 32 || bits == 64 ? bits / 8 : 0;
}

/// The runtime's formats are those of DLPack.
static const runtime::NarrowFormat &formatOf(Type type) {
  uint8_t code = llvm::TypeSwitch<Type, uint8_t>(type)
                     .Case<Float8E4M3FNType>([](Type) { return kDLFloat8_e4m3fn; })
                     .Case<Float8E4M3FNUZType>([](Type) { return kDLFloat8_e4m3fnuz; })
                     .Case<Float8E5M2Type>([](Type) { return kDLFloat8_e5m2; })
                     .Case<Float8E5M2FNUZType>([](Type) { return kDLFloat8_e5m2fnuz; })
                     .Case<Float8E8M0FNUType>([](Type) { return kDLFloat8_e8m0fnu; })
                     .Default([](Type) { return kDLFloat4_e2m1fn; });
  return *runtime::narrowFormatOf(code);
}

double decodeNarrow(int64_t code, Type type) {
  return runtime::decodeNarrow(formatOf(type), static_cast<int>(code & 0xff));
}

int64_t encodeNarrow(double value, Type type, bool saturates, graph::ScaleRounding rounding) {
  if (!isa<Float8E8M0FNUType>(type))
    return runtime::encodeNarrow(formatOf(type), value, saturates);
  using graph::ScaleRounding, runtime::ScaleMode;
  ScaleMode mode = rounding == ScaleRounding::up     ? ScaleMode::Up
                   : rounding == ScaleRounding::down ? ScaleMode::Down
                                                     : ScaleMode::Nearest;
  return runtime::encodeScale(static_cast<float>(value), saturates, mode);
}

double roundToType(double value, Type type) {
  if (type.isF64())
    return value;
  if (type.isF32())
    return static_cast<float>(value);
  if (std::isnan(value))
    return value;
  if (graph::isNarrowFloat(type))
    return decodeNarrow(encodeNarrow(value, type, /*saturates=*/false, graph::ScaleRounding::nearest), type);
  bool lost;
  APFloat number(value);
  number.convert(cast<FloatType>(type).getFloatSemantics(), APFloat::rmNearestTiesToEven, &lost);
  return number.convertToDouble();
}

int64_t wrapToType(int64_t value, Type type) {
  if (graph::isString(type))
    return value;
  unsigned bits = type.getIntOrFloatBitWidth();
  if (bits == 64)
    return value;
  uint64_t low = static_cast<uint64_t>(value) & ((uint64_t(1) << bits) - 1);
  if (type.isUnsignedInteger() || bits == 1)
    return low;
  return llvm::SignExtend64(low, bits);
}

/// The least integer of a type, and the largest, as ReferenceTensor holds them.
static std::pair<int64_t, int64_t> rangeOf(Type type) {
  unsigned bits = graph::isString(type) ? 64 : type.getIntOrFloatBitWidth();
  if (bits == 1)
    return {0, 1};
  if (type.isUnsignedInteger())
    return {0, bits == 64 ? -1 : (int64_t(1) << bits) - 1};
  int64_t largest = bits == 64 ? std::numeric_limits<int64_t>::max() : (int64_t(1) << (bits - 1)) - 1;
  return {-largest - 1, largest};
}

ReferenceTensor::ReferenceTensor(Type elementType, ArrayRef<int64_t> sizes) : elementType(elementType), sizes(sizes) {
  if (isReal())
    reals.resize(elementCount());
  else
    integers.resize(elementCount());
}

int64_t ReferenceTensor::elementCount() const { return productOf(sizes); }

double ReferenceTensor::real(int64_t i) const {
  if (isReal())
    return reals[i];
  return isUnsigned() ? static_cast<double>(static_cast<uint64_t>(integers[i])) : static_cast<double>(integers[i]);
}

/// The integer of `type` next to `value` towards zero; NaN is 0.
static int64_t truncateToType(double value, Type type) {
  if (std::isnan(value))
    return 0;
  auto [least, largest] = rangeOf(type);
  value = std::trunc(value);
  if (type.isUnsignedInteger()) {
    if (value <= 0)
      return 0;
    return value >= static_cast<double>(static_cast<uint64_t>(largest))
               ? largest
               : static_cast<int64_t>(static_cast<uint64_t>(value));
  }
  if (value <= static_cast<double>(least))
    return least;
  return value >= static_cast<double>(largest) ? largest : static_cast<int64_t>(value);
}

int64_t ReferenceTensor::integer(int64_t i) const {
  return isReal() ? truncateToType(reals[i], IntegerType::get(elementType.getContext(), 64)) : integers[i];
}

void ReferenceTensor::setReal(int64_t i, double value) {
  if (isReal())
    reals[i] = value;
  else
    integers[i] = elementType.isInteger(1) ? value != 0 : truncateToType(value, elementType);
}

void ReferenceTensor::copyElement(int64_t to, const ReferenceTensor &from, int64_t at) {
  if (isReal())
    reals[to] = from.reals[at];
  else
    integers[to] = from.integers[at];
}

void ReferenceTensor::settle(bool exact) {
  for (double &value : reals) {
    // In range, more digits than the type has are kept; out of range the
    // fast path has an infinity too.
    double rounded = roundToType(value, elementType);
    if (!exact || std::isinf(rounded))
      value = rounded;
  }
  for (int64_t &value : integers)
    value = wrapToType(value, elementType);
}

std::string ReferenceTensor::describe() const {
  std::string text;
  llvm::raw_string_ostream stream(text);
  stream << elementType << '[';
  llvm::interleaveComma(sizes, stream);
  stream << ']';
  return text;
}

template <typename T> static T load(const char *bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof(T));
  return value;
}

Expected<ReferenceTensor> ReferenceTensor::fromBytes(Type elementType, ArrayRef<int64_t> sizes, ArrayRef<char> bytes) {
  int64_t width = elementBytes(elementType);
  ReferenceTensor tensor(elementType, sizes);
  if (width == 0)
    return createStringError("no tensor in memory has the element type of " + tensor.describe());
  int64_t count = tensor.elementCount();
  if (static_cast<int64_t>(bytes.size()) != count * width)
    return createStringError(tensor.describe() + " takes " + std::to_string(count * width) + " bytes, got " +
                             std::to_string(bytes.size()));
  for (int64_t i = 0; i < count; ++i) {
    const char *at = bytes.data() + i * width;
    uint64_t bits = 0;
    std::memcpy(&bits, at, width);
    if (elementType.isF64())
      tensor.reals[i] = load<double>(at);
    else if (elementType.isF32())
      tensor.reals[i] = load<float>(at);
    else if (graph::isNarrowFloat(elementType))
      tensor.reals[i] = decodeNarrow(static_cast<int64_t>(bits), elementType);
    else if (tensor.isReal())
      tensor.reals[i] = APFloat(cast<FloatType>(elementType).getFloatSemantics(), APInt(16, bits)).convertToDouble();
    else
      tensor.integers[i] = elementType.isInteger(1) ? bits != 0 : wrapToType(static_cast<int64_t>(bits), elementType);
  }
  return tensor;
}

std::vector<char> ReferenceTensor::toBytes() const {
  int64_t width = elementBytes(elementType), count = elementCount();
  std::vector<char> bytes(count * width);
  for (int64_t i = 0; i < count; ++i) {
    char *at = bytes.data() + i * width;
    uint64_t bits;
    if (elementType.isF64()) {
      bits = llvm::bit_cast<uint64_t>(reals[i]);
    } else if (elementType.isF32()) {
      bits = llvm::bit_cast<uint32_t>(static_cast<float>(reals[i]));
    } else if (graph::isNarrowFloat(elementType)) {
      bits = encodeNarrow(reals[i], elementType, /*saturates=*/false, graph::ScaleRounding::nearest);
    } else if (isReal()) {
      bool lost;
      APFloat number(reals[i]);
      number.convert(cast<FloatType>(elementType).getFloatSemantics(), APFloat::rmNearestTiesToEven, &lost);
      bits = number.bitcastToAPInt().getZExtValue();
    } else {
      bits = static_cast<uint64_t>(integers[i]);
    }
    std::memcpy(at, &bits, width);
  }
  return bytes;
}

} // namespace tenon::reference
