//===- OperatorsTest.cpp - The values of functions, as PyTorch computes them ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/tenon.h"
#include "tests/support/Paths.h"
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <sstream>

// Within the namespace, where `std` is the function, and `std::` the library.
namespace tenon {

namespace {

using Fixture = std::map<std::string, Tensor>;

const std::map<std::string, ScalarType> typeNames = {{"Double", kDouble}, {"Float", kFloat}, {"Long", kLong},
                                                     {"Int", kInt},       {"Char", kChar},   {"Bool", kBool}};

/// One line: a name, a type, the sizes in brackets, and the elements.
void readLine(const std::string &line, Fixture &fixture) {
  std::istringstream words(line);
  std::string name, type, sizes, word;
  words >> name >> type >> sizes;
  std::vector<int64_t> shape;
  for (std::istringstream numbers(sizes.substr(1, sizes.size() - 2)); std::getline(numbers, word, ',');)
    shape.push_back(std::stoll(word));
  ScalarType dtype = typeNames.at(type);
  std::vector<double> reals;
  std::vector<int64_t> integers;
  while (words >> word)
    if (isFloatingType(dtype))
      reals.push_back(std::strtod(word.c_str(), nullptr));
    else
      integers.push_back(std::stoll(word));
  Tensor elements = isFloatingType(dtype) ? tensor(reals, kDouble) : tensor(integers, kLong);
  fixture[name] = elements.to(dtype).reshape(shape);
}

const Fixture &fixture() {
  static const Fixture result = [] {
    Fixture read;
    std::ifstream file(TENON_SOURCE_DIR "/tests/frontend/Inputs/operators.txt");
    for (std::string line; std::getline(file, line);)
      if (!line.empty() && line[0] != '#')
        readLine(line, read);
    return read;
  }();
  return result;
}

/// The operands of one type; those that it has not are undefined.
struct Operands {
  Tensor x, y, r, p, u, s, g, t, m, n, q, v, w, b, c;

  explicit Operands(const std::string &type) {
    std::pair<const char *, Tensor *> names[] = {{"x", &x}, {"y", &y}, {"r", &r}, {"p", &p}, {"u", &u},
                                                 {"s", &s}, {"g", &g}, {"t", &t}, {"m", &m}, {"n", &n},
                                                 {"q", &q}, {"v", &v}, {"w", &w}, {"b", &b}, {"c", &c}};
    for (auto &[name, operand] : names)
      if (auto found = fixture().find(type + "." + name); found != fixture().end())
        *operand = found->second;
  }
};

/// What a call gives: one tensor or several.
struct Results {
  Results(const Tensor &tensor) : tensors{tensor} {}
  Results(const TensorPair &pair) : tensors{std::get<0>(pair), std::get<1>(pair)} {}
  Results(const TensorList &list) : tensors(list) {}

  TensorList tensors;
};

enum class Margin { Units, UnitsOfLargest, None };

struct Call {
  const char *name;
  std::vector<const char *> types;
  Margin margin;
  Results (*call)(const Operands &);
};

#define TENON_CALL(name, types, margin, expression)                                                                    \
  {#name, types, margin, [](const Operands &o) -> Results {                                                            \
     [[maybe_unused]] const auto &[x, y, r, p, u, s, g, t, m, n, q, v, w, b, c] = o;                                   \
     return expression;                                                                                                \
   }},
#define TENON_TYPES(...)                                                                                               \
  { __VA_ARGS__ }
#define FLOATS(name, expression, ...) TENON_CALL(name, TENON_TYPES("Double", "Float"), Margin::Units, expression)
#define SUMS(name, expression, ...) TENON_CALL(name, TENON_TYPES("Double", "Float"), Margin::UnitsOfLargest, expression)
#define INTEGERS(name, expression, ...) TENON_CALL(name, TENON_TYPES("Long", "Char"), Margin::None, expression)
#define BOOLS(name, expression, ...) TENON_CALL(name, TENON_TYPES("Bool"), Margin::None, expression)
const std::vector<Call> calls = {
#include "Operators.def"
};

/// Units in the last place that formulas may differ in: PyTorch's own are not rounded correctly either.
constexpr double units = 8;

struct Pending {
  std::string name;
  Margin margin;
  Tensor result, expected;
};

void compare(const Pending &pending) {
  INFO(pending.name);
  const Tensor &result = pending.result, &expected = pending.expected;
  REQUIRE(result.sizes() == expected.sizes());
  REQUIRE(result.dtype() == expected.dtype());
  Tensor a = result.flatten().to(kDouble), e = expected.flatten().to(kDouble);
  const double *got = a.const_data_ptr<double>(), *want = e.const_data_ptr<double>();
  double epsilon = expected.dtype() == kDouble  ? std::numeric_limits<double>::epsilon()
                   : expected.dtype() == kFloat ? std::numeric_limits<float>::epsilon()
                                                : 0;
  int64_t count = result.numel();
  double largest = 0;
  for (int64_t i = 0; i < count; ++i)
    if (std::isfinite(want[i]))
      largest = std::max(largest, std::fabs(want[i]));
  for (int64_t i = 0; i < count; ++i) {
    INFO("element " << i << ": got " << got[i] << ", PyTorch has " << want[i]);
    if (!std::isfinite(want[i])) {
      CHECK((std::isnan(want[i]) ? std::isnan(got[i]) : got[i] == want[i]));
      continue;
    }
    double scale = pending.margin == Margin::UnitsOfLargest ? largest : std::fabs(want[i]);
    CHECK(std::fabs(got[i] - want[i]) <= units * epsilon * scale);
    if (want[i] == 0)
      CHECK((std::signbit(got[i]) == std::signbit(want[i]) || pending.margin == Margin::UnitsOfLargest));
  }
}

/// Reads all results in one program: they are kept, so that it computes them all.
void compareAll(std::vector<Pending> &pending) {
  TensorList elements;
  for (const Pending &one : pending)
    elements.push_back(one.result.flatten().to(kDouble));
  if (!elements.empty())
    cat(elements).const_data_ptr<double>();
  for (const Pending &one : pending)
    compare(one);
  pending.clear();
}

} // namespace

TEST_CASE("Functions have the values of PyTorch") {
  REQUIRE(fixture().size() > 800);
  constexpr size_t together = 24;
  std::vector<Pending> pending;
  for (const Call &call : calls)
    for (const char *type : call.types) {
      std::string name = std::string(type) + "/" + call.name;
      TensorList results = call.call(Operands(type)).tensors;
      for (size_t i = 0; i < results.size(); ++i) {
        std::string label = results.size() > 1 ? name + "." + std::to_string(i) : name;
        INFO(label << " is not in the fixture: run tools/dev/make-operator-fixture");
        REQUIRE(fixture().count(label) == 1);
        pending.push_back({label, call.margin, results[i], fixture().at(label)});
      }
      if (pending.size() >= together)
        compareAll(pending);
    }
  compareAll(pending);
}

} // namespace tenon
