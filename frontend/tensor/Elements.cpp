//===- Elements.cpp - Elements in memory by their type -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Elements.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/bit.h"

namespace tenon::frontend {

namespace {

uint16_t narrow(float value, const llvm::fltSemantics &semantics) {
  llvm::APFloat number(value);
  bool losesInfo;
  number.convert(semantics, llvm::APFloat::rmNearestTiesToEven, &losesInfo);
  return static_cast<uint16_t>(number.bitcastToAPInt().getZExtValue());
}

template <typename T> Scalar read(const char *data, int64_t i) {
  T value;
  std::memcpy(&value, data + i * sizeof(T), sizeof(T));
  return Scalar(value);
}

template <typename T> void write(char *data, int64_t i, T value) { std::memcpy(data + i * sizeof(T), &value, sizeof(T)); }

} // namespace

uint16_t toHalf(float value) { return narrow(value, llvm::APFloat::IEEEhalf()); }
uint16_t toBFloat16(float value) { return narrow(value, llvm::APFloat::BFloat()); }
float fromBFloat16(uint16_t bits) { return llvm::bit_cast<float>(static_cast<uint32_t>(bits) << 16); }
float fromHalf(uint16_t bits) {
  llvm::APFloat number(llvm::APFloat::IEEEhalf(), llvm::APInt(16, bits));
  bool losesInfo;
  number.convert(llvm::APFloat::IEEEsingle(), llvm::APFloat::rmNearestTiesToEven, &losesInfo);
  return number.convertToFloat();
}

Scalar readElement(const char *data, ScalarType type, int64_t i) {
  switch (type) {
  case kByte:
    return read<uint8_t>(data, i);
  case kChar:
    return read<int8_t>(data, i);
  case kShort:
    return read<int16_t>(data, i);
  case kInt:
    return read<int32_t>(data, i);
  case kLong:
    return read<int64_t>(data, i);
  case kHalf:
    return fromHalf(static_cast<uint16_t>(read<uint16_t>(data, i).toLong()));
  case kFloat:
    return read<float>(data, i);
  case kDouble:
    return read<double>(data, i);
  case kBool:
    return data[i] != 0;
  case kBFloat16:
    return fromBFloat16(static_cast<uint16_t>(read<uint16_t>(data, i).toLong()));
  case kUInt16:
    return read<uint16_t>(data, i);
  case kUInt32:
    return read<uint32_t>(data, i);
  case kUInt64:
    return read<uint64_t>(data, i);
  }
  return 0;
}

void writeElement(char *data, ScalarType type, int64_t i, const Scalar &value) {
  switch (type) {
  case kHalf:
    return write<uint16_t>(data, i, toHalf(value.to<float>()));
  case kBFloat16:
    return write<uint16_t>(data, i, toBFloat16(value.to<float>()));
  case kFloat:
    return write<float>(data, i, value.to<float>());
  case kDouble:
    return write<double>(data, i, value.toDouble());
  case kBool:
    return write<char>(data, i, value.to<bool>());
  default:
    break;
  }
  // Integers wrap: the low bytes of 64 bits.
  int64_t bits = value.isFloatingPoint() ? static_cast<int64_t>(value.toDouble()) : value.toLong();
  std::memcpy(data + i * elementSize(type), &bits, elementSize(type));
}

} // namespace tenon::frontend
