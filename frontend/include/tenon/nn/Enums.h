//===- Enums.h - Names that options take -------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_ENUMS_H
#define TENON_NN_ENUMS_H

#include "tenon/Error.h"
#include <string>
#include <variant>

namespace tenon {

// `kZeros` is a value of the type `enumtype::kZeros`. An option that allows
// several has a variant of their types: what it does not allow does not compile.
#define TENON_ENUM(Name)                                                                                               \
  namespace enumtype {                                                                                                 \
  struct TENON_API Name {                                                                                              \
    static constexpr const char *text = #Name;                                                                         \
  };                                                                                                                   \
  }                                                                                                                    \
  inline constexpr enumtype::Name Name;

TENON_ENUM(kLinear)
TENON_ENUM(kConv1D)
TENON_ENUM(kConv2D)
TENON_ENUM(kConv3D)
TENON_ENUM(kConvTranspose1D)
TENON_ENUM(kConvTranspose2D)
TENON_ENUM(kConvTranspose3D)
TENON_ENUM(kSigmoid)
TENON_ENUM(kTanh)
TENON_ENUM(kReLU)
TENON_ENUM(kGELU)
TENON_ENUM(kSiLU)
TENON_ENUM(kMish)
TENON_ENUM(kLeakyReLU)
TENON_ENUM(kFanIn)
TENON_ENUM(kFanOut)
TENON_ENUM(kConstant)
TENON_ENUM(kReflect)
TENON_ENUM(kReplicate)
TENON_ENUM(kCircular)
TENON_ENUM(kZeros)
TENON_ENUM(kBorder)
TENON_ENUM(kReflection)
TENON_ENUM(kNearest)
TENON_ENUM(kNearestExact)
TENON_ENUM(kBilinear)
TENON_ENUM(kBicubic)
TENON_ENUM(kTrilinear)
TENON_ENUM(kArea)
TENON_ENUM(kSum)
TENON_ENUM(kMean)
TENON_ENUM(kMax)
TENON_ENUM(kNone)
TENON_ENUM(kBatchMean)
TENON_ENUM(kRNN_TANH)
TENON_ENUM(kRNN_RELU)
TENON_ENUM(kLSTM)
TENON_ENUM(kGRU)
TENON_ENUM(kValid)
TENON_ENUM(kSame)
#undef TENON_ENUM

namespace enumtype {

/// The name of what an option holds: `kZeros`.
template <typename... Names> std::string get_enum_name(const std::variant<Names...> &value) {
  return std::visit([](const auto &name) { return std::string(name.text); }, value);
}

} // namespace enumtype

} // namespace tenon

#endif
