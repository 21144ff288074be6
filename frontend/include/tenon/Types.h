//===- Types.h - Element types, devices, scalars and options -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TYPES_H
#define TENON_TYPES_H

#include "tenon/Error.h"
#include <concepts>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <type_traits>

namespace tenon {

/// The type of a tensor's elements.
enum class ScalarType : uint8_t {
  Byte, ///< uint8
  Char, ///< int8
  Short,
  Int,
  Long,
  Half,
  Float,
  Double,
  Bool,
  BFloat16,
  UInt16,
  UInt32,
  UInt64,
};
using Dtype = ScalarType;

inline constexpr ScalarType kByte = ScalarType::Byte, kUInt8 = kByte;
inline constexpr ScalarType kChar = ScalarType::Char, kInt8 = kChar;
inline constexpr ScalarType kShort = ScalarType::Short, kInt16 = kShort;
inline constexpr ScalarType kInt = ScalarType::Int, kInt32 = kInt;
inline constexpr ScalarType kLong = ScalarType::Long, kInt64 = kLong;
inline constexpr ScalarType kHalf = ScalarType::Half, kFloat16 = kHalf;
inline constexpr ScalarType kFloat = ScalarType::Float, kFloat32 = kFloat;
inline constexpr ScalarType kDouble = ScalarType::Double, kFloat64 = kDouble;
inline constexpr ScalarType kBool = ScalarType::Bool;
inline constexpr ScalarType kBFloat16 = ScalarType::BFloat16;
inline constexpr ScalarType kUInt16 = ScalarType::UInt16, kUInt32 = ScalarType::UInt32, kUInt64 = ScalarType::UInt64;

/// `Float`, `Long`, ...
TENON_API const char *toString(ScalarType type);
TENON_API std::ostream &operator<<(std::ostream &stream, ScalarType type);

/// Bytes of an element in memory; a bool takes one.
TENON_API int64_t elementSize(ScalarType type);

constexpr bool isFloatingType(ScalarType type) {
  return type == kHalf || type == kFloat || type == kDouble || type == kBFloat16;
}
constexpr bool isIntegralType(ScalarType type, bool includeBool) {
  return type == kBool ? includeBool : !isFloatingType(type);
}

constexpr bool isSignedType(ScalarType type) {
  return isFloatingType(type) || type == kChar || type == kShort || type == kInt || type == kLong;
}
/// Whether a result of type `from` may be written into a tensor of type `to`: not floats into integers, nor numbers
/// into bools.
constexpr bool canCast(ScalarType from, ScalarType to) {
  return !(isFloatingType(from) && !isFloatingType(to)) && !(from != kBool && to == kBool);
}
inline bool can_cast(ScalarType from_, ScalarType to) { return canCast(from_, to); }

/// The type of a binary operation on tensors of two types.
TENON_API ScalarType promote_types(ScalarType a, ScalarType b, TENON_HERE);

/// A 16-bit float in memory: only its bits; `item` and casts convert.
struct Half {
  uint16_t bits;
};
struct BFloat16 {
  uint16_t bits;
};

/// The ScalarType of a C++ type: `ScalarTypeOf<float>` is kFloat.
template <typename T> struct CppTypeToScalarType;
#define TENON_CPP_TYPE(cpp, scalar)                                                                                    \
  template <> struct CppTypeToScalarType<cpp> {                                                                        \
    static constexpr ScalarType value = scalar;                                                                        \
  }
TENON_CPP_TYPE(uint8_t, kByte);
TENON_CPP_TYPE(int8_t, kChar);
TENON_CPP_TYPE(int16_t, kShort);
TENON_CPP_TYPE(int32_t, kInt);
TENON_CPP_TYPE(int64_t, kLong);
TENON_CPP_TYPE(long long, kLong);
TENON_CPP_TYPE(Half, kHalf);
TENON_CPP_TYPE(float, kFloat);
TENON_CPP_TYPE(double, kDouble);
TENON_CPP_TYPE(bool, kBool);
TENON_CPP_TYPE(BFloat16, kBFloat16);
TENON_CPP_TYPE(uint16_t, kUInt16);
TENON_CPP_TYPE(uint32_t, kUInt32);
TENON_CPP_TYPE(uint64_t, kUInt64);
#undef TENON_CPP_TYPE

/// A number: an integer, a float or a bool. In an operation with a tensor its
/// type matters only where the tensor's is of a lesser kind (an int tensor plus
/// 1.5 is a float tensor).
class Scalar {
public:
  Scalar() : Scalar(int64_t(0)) {}
  template <typename T>
    requires std::is_arithmetic_v<T>
  Scalar(T value) {
    if constexpr (std::is_same_v<T, bool>)
      kind = Kind::Bool, integer = value;
    else if constexpr (std::is_integral_v<T>)
      kind = Kind::Integer, integer = static_cast<int64_t>(value);
    else
      kind = Kind::Real, real = static_cast<double>(value);
  }

  bool isFloatingPoint() const { return kind == Kind::Real; }
  bool isBoolean() const { return kind == Kind::Bool; }
  bool isIntegral(bool includeBool) const { return kind == Kind::Integer || (includeBool && isBoolean()); }

  /// kDouble, kLong or kBool.
  ScalarType type() const { return isFloatingPoint() ? kDouble : isBoolean() ? kBool : kLong; }

  template <typename T> T to() const {
    if constexpr (std::is_same_v<T, bool>)
      return isFloatingPoint() ? real != 0 : integer != 0;
    else
      return isFloatingPoint() ? static_cast<T>(real) : static_cast<T>(integer);
  }
  double toDouble() const { return to<double>(); }
  int64_t toLong() const { return to<int64_t>(); }

private:
  enum class Kind : uint8_t { Integer, Real, Bool } kind;
  union {
    int64_t integer;
    double real;
  };
};

} // namespace tenon

#endif
