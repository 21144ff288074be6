//===- PromotionTest.cpp - The types of results, as PyTorch has them ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/tenon.h"
#include "tests/support/Paths.h"
#include <catch2/catch.hpp>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>

// Within the namespace, where `std` is the function, and `std::` the library.
namespace tenon {

namespace {

// In the order of the fixture's rows and columns, by its letters.
constexpr ScalarType types[] = {kByte,   kChar, kShort,    kInt,    kLong,   kHalf,  kFloat,
                                kDouble, kBool, kBFloat16, kUInt16, kUInt32, kUInt64};
constexpr char letters[] = "BCSILHFDbGsil";
const Scalar numbers[] = {true, 1, 1.0};

char letterOf(ScalarType type) { return letters[std::find(std::begin(types), std::end(types), type) - types]; }

using Binary = std::function<ScalarType(const Tensor &, const Operand &)>;
using Unary = std::function<ScalarType(const Tensor &)>;

#define TENON_BINARY(name)                                                                                             \
  {                                                                                                                    \
#name, [](const Tensor &a, const Operand &b) { return name(a, b).dtype(); }                                        \
  }
/// Of tensors only.
#define TENON_TENSORS(name)                                                                                            \
  {                                                                                                                    \
#name, [](const Tensor &a, const Operand &b) { return name(a, *b.tensor).dtype(); }                                \
  }
#define TENON_IN_PLACE(name)                                                                                           \
  {                                                                                                                    \
#name, [](const Tensor &a, const Operand &b) { return a.clone().name(b).dtype(); }                                 \
  }
#define TENON_UNARY(name)                                                                                              \
  {                                                                                                                    \
#name, [](const Tensor &a) { return name(a).dtype(); }                                                             \
  }

const std::map<std::string, Binary> binaries = {
    TENON_BINARY(add),
    TENON_BINARY(sub),
    TENON_BINARY(mul),
    TENON_BINARY(div),
    TENON_BINARY(floor_divide),
    TENON_BINARY(remainder),
    TENON_BINARY(fmod),
    TENON_BINARY(pow),
    TENON_BINARY(float_power),
    TENON_BINARY(eq),
    TENON_BINARY(lt),
    TENON_BINARY(bitwise_and),
    TENON_BINARY(logical_or),
    TENON_BINARY(maximum),
    TENON_BINARY(atan2),
    TENON_BINARY(copysign),
    TENON_BINARY(xlogy),
    {"where", [](const Tensor &a, const Operand &b) { return where(ones({1}, kBool), a, b).dtype(); }},
    {"cat",
     [](const Tensor &a, const Operand &b) {
       return cat({a, *b.tensor}).dtype();
     }},
    {"result_type", [](const Tensor &a, const Operand &b) { return result_type(a, b); }},
    TENON_IN_PLACE(add_),
    TENON_IN_PLACE(mul_),
    TENON_IN_PLACE(div_),
    TENON_IN_PLACE(floor_divide_),
    TENON_IN_PLACE(pow_),
    TENON_IN_PLACE(eq_),
    TENON_IN_PLACE(bitwise_and_),
    TENON_IN_PLACE(logical_or_),
    {"copy_", [](const Tensor &a, const Operand &b) { return a.clone().copy_(*b.tensor).dtype(); }},
};

const std::map<std::string, Unary> unaries = {
    TENON_UNARY(abs),
    TENON_UNARY(neg),
    TENON_UNARY(sign),
    TENON_UNARY(square),
    TENON_UNARY(exp),
    TENON_UNARY(log1p),
    TENON_UNARY(sqrt),
    TENON_UNARY(reciprocal),
    TENON_UNARY(sin),
    TENON_UNARY(erf),
    TENON_UNARY(sigmoid),
    TENON_UNARY(floor),
    TENON_UNARY(round),
    TENON_UNARY(relu),
    TENON_UNARY(isnan),
    TENON_UNARY(isfinite),
    TENON_UNARY(signbit),
    TENON_UNARY(logical_not),
    TENON_UNARY(bitwise_not),
    TENON_UNARY(deg2rad),
    TENON_UNARY(angle),
    TENON_UNARY(lgamma),
    TENON_UNARY(nan_to_num),
    TENON_UNARY(frac),
    TENON_UNARY(positive),
    TENON_UNARY(sinc),
    TENON_UNARY(rsqrt),
    TENON_UNARY(ceil),
    TENON_UNARY(isposinf),
    TENON_UNARY(sgn),
    TENON_UNARY(erfinv),
    TENON_UNARY(i0),
    TENON_UNARY(logit),
    TENON_UNARY(sum),
    TENON_UNARY(prod),
    TENON_UNARY(mean),
    TENON_UNARY(var),
    TENON_UNARY(std),
    TENON_UNARY(max),
    TENON_UNARY(min),
    TENON_UNARY(amax),
    TENON_UNARY(argmax),
    TENON_UNARY(any),
    TENON_UNARY(all),
    TENON_UNARY(count_nonzero),
    TENON_UNARY(norm),
    TENON_UNARY(nansum),
    TENON_UNARY(cov),
    {"logsumexp", [](const Tensor &a) { return logsumexp(a, 0).dtype(); }},
    {"softmax", [](const Tensor &a) { return softmax(a, 0).dtype(); }},
    {"log_softmax", [](const Tensor &a) { return log_softmax(a, 0).dtype(); }},
};

/// The letter of a result, or `!` for an error.
char resultOf(const std::function<ScalarType()> &call) {
  try {
    return letterOf(call());
  } catch (const Error &) {
    return '!';
  }
}

/// What is at a row and column of an operation, by what its operands are.
char resultOf(const std::string &name, const std::string &form, size_t row, size_t column) {
  auto made = [](ScalarType type, bool isScalar) { return ones(isScalar ? SizeList() : SizeList{1}, type); };
  if (form == "types")
    return resultOf([&] { return promote_types(types[row], types[column]); });
  Tensor first = made(types[row], form.starts_with("scalar"));
  if (form == "one")
    return resultOf([&] { return unaries.at(name)(first); });
  const Binary &function = binaries.at(name);
  if (form.ends_with("number"))
    return resultOf([&] { return function(first, numbers[column]); });
  Tensor second = made(types[column], form.ends_with("scalar"));
  return resultOf([&] { return function(first, second); });
}

} // namespace

TEST_CASE("Types of results are PyTorch's") {
  std::ifstream file(TENON_SOURCE_DIR "/tests/frontend/Inputs/promotion.txt");
  size_t compared = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#')
      continue;
    std::istringstream words(line);
    std::string name, form, expected;
    words >> name >> form;
    for (size_t row = 0; words >> expected; ++row) {
      std::string got;
      for (size_t column = 0; column < expected.size(); ++column) {
        got += resultOf(name, form, row, column);
        if (expected[column] == '?') // not there in PyTorch: any type, or an error
          got[column] = '?';
        ++compared;
      }
      INFO(name << " " << form << ", a first operand of type " << types[row]);
      CHECK(got == expected);
    }
  }
  CHECK(compared > 10000);
}

} // namespace tenon
