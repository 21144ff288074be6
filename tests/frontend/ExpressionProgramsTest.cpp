//===- ExpressionProgramsTest.cpp - Random expressions against plain loops ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/tenon.h"
#include "tests/frontend/PlainEvaluator.h"
#include <catch2/catch.hpp>
#include <cmath>
#include <iostream>
#include <limits>
#include <random>

// Within the namespace, where `std` is the function, and `std::` the library.
namespace tenon {

namespace {

using plain::Element;
using plain::Sizes;
using plain::Value;

constexpr ScalarType allTypes[] = {kByte,   kChar, kShort,    kInt,    kLong,   kHalf,  kFloat,
                                   kDouble, kBool, kBFloat16, kUInt16, kUInt32, kUInt64};

/// A tensor, what it should be, and how far it may be from that: nothing while
/// all its numbers are integers that each type on the way holds.
struct Both {
  Tensor tensor;
  Value value;
  double error = 0; ///< the coarsest unit in the last place on the way; 0 for none
  double bound = 0; ///< of the magnitudes
  bool isUsed = false;

  ScalarType type() const { return value.type; }
  bool isReal() const { return isFloatingType(value.type); }
  bool exact() const { return error == 0; }
};

double unitOf(ScalarType type) {
  return type == kDouble ? 0x1p-52 : type == kHalf ? 0x1p-10 : type == kBFloat16 ? 0x1p-7 : 0x1p-23;
}

/// Of a function whose values are rounded.
constexpr double inexact = 0x1p-60;

/// Integers up to this are exact in a float type.
double exactLimit(ScalarType type) {
  return type == kBFloat16 ? 256 : type == kHalf ? 2048 : type == kFloat ? 0x1p24 : 0x1p53;
}

class Expression {
public:
  explicit Expression(uint64_t seed) : random(seed) {
    int64_t leaves = 2 + below(3);
    for (int64_t i = 0; i < leaves; ++i) {
      values.push_back(leaf());
      text += (text.empty() ? "" : ", ") + std::string(toString(values.back().type()));
    }
    for (int64_t step = 0, steps = 3 + below(4); step < steps; ++step)
      while (!tryStep())
        ;
    // What others were made of shows in them, and need not be a result itself.
    std::erase_if(values, [](const Both &both) { return both.isUsed; });
  }

  std::vector<Both> values;
  std::string text; ///< leaves and steps, for messages

private:
  int64_t below(int64_t n) { return std::uniform_int_distribution<int64_t>(0, n - 1)(random); }
  bool chance(int64_t percent) { return below(100) < percent; }

  Both pick() {
    Both &picked = values[below(static_cast<int64_t>(values.size()))];
    picked.isUsed = true;
    return picked;
  }

  bool remember(const char *name, const Tensor &tensor, Value value, double error, double bound) {
    text += std::string(", ") + name;
    if (error > 0)
      error = std::max(error, unitOf(value.type));
    values.push_back({tensor, std::move(value), error, bound, false});
    return true;
  }

  Both leaf() {
    Both result;
    ScalarType type = allTypes[below(std::size(allTypes))];
    Sizes sizes(below(4));
    for (int64_t &size : sizes)
      size = chance(30) ? 1 : 2 + static_cast<int64_t>(&size - sizes.data()); // sizes that broadcast often
    result.value = {type, sizes, {}};
    std::vector<double> numbers;
    for (int64_t i = 0, count = plain::countOf(sizes); i < count; ++i) {
      int64_t number = type == kBool ? below(2) : isSignedType(type) ? below(9) - 4 : below(9);
      result.value.elements.push_back(number);
      numbers.push_back(static_cast<double>(number));
    }
    result.tensor = tenon::tensor(numbers, kDouble).to(type).reshape(sizes);
    result.bound = 8;
    return result;
  }

  /// A plain number as an operand.
  Both number() {
    Both result;
    int64_t kind = below(3), value = below(7) - 3;
    result.value = {kind == 0   ? kBool
                    : kind == 1 ? kLong
                                : kDouble,
                    {},
                    {Element(kind == 0 ? value > 0 : value)},
                    true};
    result.bound = 3;
    return result;
  }
  static Scalar scalarOf(const Value &number) {
    double value = static_cast<double>(number.elements[0]);
    return number.type == kBool ? Scalar(value != 0) : number.type == kLong ? Scalar(int64_t(value)) : Scalar(value);
  }

  /// With numbers small enough to go on with, by the functions of the front end and here.
  Both limited(Both x) {
    if (x.isReal()) {
      x.tensor = x.tensor.clamp(-4, 4);
      x.value = plain::map({&x.value}, x.type(), x.type(),
                           [](auto &e) { return std::min<Element>(std::max<Element>(e[0], -4), 4); });
    } else if (x.type() != kBool) {
      x.tensor = x.tensor.bitwise_and(7);
      x.value = plain::map({&x.value}, x.type(), x.type(),
                           [](auto &e) { return Element(int64_t(uint64_t(static_cast<__int128>(e[0]))) & 7); });
    }
    x.bound = 7;
    return x;
  }

  /// A step that does not fit leaves nothing used.
  bool tryStep() {
    std::vector<Both> before = values;
    if (addStep())
      return true;
    values = std::move(before);
    return false;
  }

  bool addStep() {
    switch (below(10)) {
    case 0:
      return addUnary();
    case 1:
      return addInexact();
    case 2:
      return addCast();
    case 3:
      return addReduction();
    case 4:
      return addMove();
    case 5:
      return addWhere();
    case 6:
      return addDivision();
    default:
      return addBinary();
    }
  }

  bool addUnary() {
    Both x = pick();
    ScalarType type = x.type();
    auto same = [&](const char *name, const Tensor &tensor, Element (*function)(Element)) {
      return remember(name, tensor, plain::map({&x.value}, type, type, [&](auto &e) { return function(e[0]); }),
                      x.error, x.bound);
    };
    switch (below(6)) {
    case 0:
      return type != kBool && same("neg", -x.tensor, [](Element e) { return -e; });
    case 1:
      return type != kBool && same("abs", abs(x.tensor), [](Element e) { return std::fabs(e); });
    case 2:
      return type != kBool && same("relu", relu(x.tensor), [](Element e) { return std::max<Element>(e, 0); });
    case 3:
      return x.exact() && same("sign", sign(x.tensor), [](Element e) { return Element(e > 0) - Element(e < 0); });
    case 4:
      return x.exact() &&
             remember("logical_not", !x.tensor,
                      plain::map({&x.value}, type, kBool, [](auto &e) { return Element(e[0] == 0); }), 0, 1);
    default:
      if (type == kBool)
        return same("bitwise_not", ~x.tensor, [](Element e) { return 1 - e; });
      return !x.isReal() && same("bitwise_not", ~x.tensor, [](Element e) { return -e - 1; });
    }
  }

  bool addInexact() {
    Both x = limited(pick());
    ScalarType type = x.isReal() ? x.type() : kFloat;
    auto function = [&](const char *name, const Tensor &tensor, Element (*function)(Element), double bound) {
      return remember(name, tensor, plain::map({&x.value}, type, type, [&](auto &e) { return function(e[0]); }),
                      std::max(x.error, inexact), bound);
    };
    switch (below(5)) {
    case 0:
      return function("exp", exp(x.tensor), std::exp, 1100);
    case 1:
      return function("sin", sin(x.tensor), std::sin, 1);
    case 2:
      return function("tanh", tanh(x.tensor), std::tanh, 1);
    case 3:
      return function(
          "sigmoid", sigmoid(x.tensor), [](Element e) { return 1 / (1 + std::exp(-e)); }, 1);
    default:
      return function("atan", atan(x.tensor), std::atan, 2);
    }
  }

  bool addCast() {
    Both x = pick();
    ScalarType target = allTypes[below(std::size(allTypes))];
    if (!x.exact() && !isFloatingType(target))
      return false;
    if (isFloatingType(target) || x.isReal()) // in the range of both; C++ leaves the rest open
      x = limited(x);
    if (x.isReal() && !isFloatingType(target) && !isSignedType(target) && target != kBool) {
      x.tensor = abs(x.tensor);
      x.value = plain::map({&x.value}, x.type(), x.type(), [](auto &e) { return std::fabs(e[0]); });
    }
    return remember("to", x.tensor.to(target), plain::cast(x.value, target), x.error, x.bound);
  }

  /// Both operands and the type of their operation, or false.
  bool pickTwo(Both &x, Both &y, ScalarType &type, bool withNumbers = true) {
    x = pick();
    y = withNumbers && chance(25) ? number() : pick();
    if (!plain::broadcast(x.value.sizes, y.value.sizes))
      return false;
    auto promoted = plain::promote({&x.value, &y.value});
    if (!promoted) {
      CHECK_THROWS_AS(x.tensor + y.tensor, Error);
      return false;
    }
    type = *promoted;
    if (isFloatingType(type)) {
      x = limited(x);
      y = y.value.isNumber ? y : limited(y);
    }
    return true;
  }

  static Tensor call(Tensor (*function)(const Tensor &, const Operand &, SourceLocation), const Both &x,
                     const Both &y) {
    SourceLocation here = SourceLocation::current();
    return y.value.isNumber ? function(x.tensor, Operand(scalarOf(y.value)), here) : function(x.tensor, y.tensor, here);
  }

  /// Integers wrap at 64 bits at most.
  template <typename F> static Element combined(ScalarType type, Element a, Element b, F function) {
    if (isFloatingType(type))
      return function(a, b);
    return static_cast<int64_t>(
        function(static_cast<uint64_t>(static_cast<__int128>(a)), static_cast<uint64_t>(static_cast<__int128>(b))));
  }

  bool addBinary() {
    Both x, y;
    ScalarType type;
    if (!pickTwo(x, y, type))
      return false;
    double error = std::max(x.error, y.error);
    bool isBool = type == kBool;
    auto result = [&](const char *name, const Tensor &tensor, ScalarType type_, double error_, double bound,
                      const std::function<Element(Element, Element)> &function) {
      return remember(name, tensor,
                      plain::map({&x.value, &y.value}, type, type_, [&](auto &e) { return function(e[0], e[1]); }),
                      error_, bound);
    };
    auto compared = [&](const char *name, const Tensor &tensor,
                        const std::function<Element(Element, Element)> &function) {
      return error == 0 && result(name, tensor, kBool, 0, 1, function);
    };
    switch (below(14)) {
    case 0:
    case 1:
      return result("add", call([](auto &a, auto &b, auto here) { return add(a, b, 1, here); }, x, y), type, error,
                    x.bound + y.bound, [&](Element a, Element b) { return combined(type, a, b, std::plus<>()); });
    case 2:
      return x.type() != kBool && y.type() != kBool &&
             result("sub", call([](auto &a, auto &b, auto here) { return sub(a, b, 1, here); }, x, y), type, error,
                    x.bound + y.bound, [&](Element a, Element b) { return combined(type, a, b, std::minus<>()); });
    case 3:
    case 4:
      return result("mul", call(mul, x, y), type, error, x.bound * y.bound,
                    [&](Element a, Element b) { return combined(type, a, b, std::multiplies<>()); });
    case 5:
      return result("maximum", call(maximum, x, y), type, error, std::max(x.bound, y.bound),
                    [](Element a, Element b) { return std::max(a, b); });
    case 6:
      return result("minimum", call(minimum, x, y), type, error, std::max(x.bound, y.bound),
                    [](Element a, Element b) { return std::min(a, b); });
    case 7:
      return compared("eq", call(eq, x, y), [](Element a, Element b) { return a == b; });
    case 8:
      return compared("lt", call(lt, x, y), [](Element a, Element b) { return a < b; });
    case 9:
      return compared("ge", call(ge, x, y), [](Element a, Element b) { return a >= b; });
    case 10:
      return compared("logical_xor", call(logical_xor, x, y),
                      [](Element a, Element b) { return (a != 0) != (b != 0); });
    case 11:
      return !isFloatingType(type) &&
             result("bitwise_and", call(bitwise_and, x, y), type, 0, 0,
                    [](Element a, Element b) { return Element(static_cast<__int128>(a) & static_cast<__int128>(b)); });
    case 12:
      return !isFloatingType(type) &&
             result("bitwise_xor", call(bitwise_xor, x, y), type, 0, 0,
                    [](Element a, Element b) { return Element(static_cast<__int128>(a) ^ static_cast<__int128>(b)); });
    default:
      return !isBool && error == 0 &&
             remember("pow", pow(x.tensor, 2),
                      plain::map({&x.value}, x.type(), x.type() == kBool ? kLong : x.type(),
                                 [&](auto &e) -> Element {
                                   uint64_t bits = static_cast<uint64_t>(static_cast<__int128>(e[0]));
                                   return isFloatingType(x.type()) ? e[0] * e[0] : Element(int64_t(bits * bits));
                                 }),
                      x.bound <= 8 || !x.isReal(), x.bound * x.bound);
    }
  }

  bool addDivision() {
    Both x, y;
    ScalarType type;
    if (!pickTwo(x, y, type, false) || type == kBool || !x.exact() || !y.exact())
      return false;
    // No division by 0.
    Tensor divisor = where(y.tensor == 0, Scalar(1), y.tensor);
    y.value = plain::map({&y.value}, y.type(), y.type() == kBool ? kLong : y.type(),
                         [](auto &e) { return e[0] == 0 ? 1 : e[0]; });
    type = *plain::promote({&x.value, &y.value});
    auto result = [&](const char *name, const Tensor &tensor, ScalarType type_, double error, double bound,
                      const std::function<Element(Element, Element)> &function) {
      return remember(name, tensor,
                      plain::map({&x.value, &y.value}, type_, type_, [&](auto &e) { return function(e[0], e[1]); }),
                      error, bound);
    };
    ScalarType floats = isFloatingType(type) ? type : kFloat;
    switch (below(4)) {
    case 0:
      x = limited(x);
      return result("div", x.tensor / divisor, floats, std::max(x.error, inexact), 8,
                    [](Element a, Element b) { return a / b; });
    case 1:
      return result("floor_divide", floor_divide(x.tensor, divisor), type, 0, x.bound + 1,
                    [](Element a, Element b) { return std::floor(a / b); });
    case 2:
      return result("remainder", remainder(x.tensor, divisor), type, 0, 8,
                    [](Element a, Element b) { return a - b * std::floor(a / b); });
    default:
      return result("fmod", fmod(x.tensor, divisor), type, 0, 8,
                    [](Element a, Element b) { return a - b * std::trunc(a / b); });
    }
  }

  bool addWhere() {
    Both condition = pick(), x, y;
    ScalarType type;
    if (condition.type() != kBool || !pickTwo(x, y, type))
      return false;
    auto sizes = plain::broadcast(x.value.sizes, y.value.sizes);
    if (!plain::broadcast(*sizes, condition.value.sizes))
      return false;
    Tensor tensor = y.value.isNumber ? where(condition.tensor, x.tensor, scalarOf(y.value))
                                     : where(condition.tensor, x.tensor, y.tensor);
    Value a = plain::cast(x.value, type), b = plain::cast(y.value, type), c = condition.value;
    Sizes all = *plain::broadcast(*sizes, c.sizes);
    Value wideA = plain::expand(a, all), wideB = plain::expand(b, all), wideC = plain::expand(c, all), result = wideA;
    for (size_t i = 0; i < result.elements.size(); ++i)
      if (wideC.elements[i] == 0)
        result.elements[i] = wideB.elements[i];
    result.isNumber = false;
    return remember("where", tensor, result, std::max(x.error, y.error), std::max(x.bound, y.bound));
  }

  bool addReduction() {
    Both x = pick();
    if (x.value.rank() == 0)
      return false;
    std::vector<int64_t> dims;
    for (int64_t dim = 0; dim < x.value.rank(); ++dim)
      if (chance(50))
        dims.push_back(dim);
    if (dims.empty())
      dims.push_back(below(x.value.rank()));
    int64_t count = 1;
    for (int64_t dim : dims)
      count *= x.value.sizes[dim];
    switch (below(6)) {
    case 0: {
      if (x.isReal())
        x = limited(x);
      ScalarType type = x.isReal() ? x.type() : kLong;
      // Elements take the type of the sum first: with those of uint64 it would need more digits than there are.
      return remember("sum", sum(x.tensor, dims, true),
                      plain::reduce(plain::cast(x.value, type), dims, type, 0, std::plus<Element>()),
                      x.bound * double(count) <= exactLimit(type) ? x.error : std::max(x.error, inexact),
                      x.bound * double(count));
    }
    case 1:
      return remember("amax", amax(x.tensor, dims, true),
                      plain::reduce(plain::cast(x.value, x.type()), dims, x.type() == kBool ? kBool : x.type(),
                                    lowest(x.type()), [](Element a, Element b) { return std::max(a, b); }),
                      x.error, x.bound);
    case 2:
      return x.exact() && remember("any", any(x.tensor, dims, true),
                                   plain::reduce(x.value, dims, x.type() == kByte ? kByte : kBool, 0,
                                                 [](Element a, Element b) { return a != 0 || b != 0; }),
                                   0, 1);
    case 3:
      return x.exact() && remember("count_nonzero", count_nonzero(x.tensor, dims).sum(),
                                   plain::gather(plain::reduce(x.value, allDims(x), kLong, 0,
                                                               [](Element a, Element b) { return a + (b != 0); }),
                                                 {}, [&](const Sizes &) { return Sizes(x.value.rank(), 0); }),
                                   0, 1000);
    case 4: {
      int64_t dim = below(x.value.rank());
      return x.exact() && x.type() != kBool &&
             remember("argmax", argmax(x.tensor, dim), plain::argmax(x.value, dim), 0, 8);
    }
    default:
      return addMean(x, dims, count);
    }
  }

  bool addMean(Both x, const std::vector<int64_t> &dims, int64_t count) {
    if (!x.isReal())
      return false;
    x = limited(x);
    Value total = plain::reduce(plain::cast(x.value, kDouble), dims, kDouble, 0, std::plus<Element>());
    return remember("mean", mean(x.tensor, dims, true),
                    plain::map({&total}, kDouble, x.type(), [&](auto &e) { return e[0] / Element(count); }),
                    std::max(x.error, inexact), 8);
  }

  static std::vector<int64_t> allDims(const Both &x) {
    std::vector<int64_t> dims;
    for (int64_t dim = 0; dim < x.value.rank(); ++dim)
      dims.push_back(dim);
    return dims;
  }

  /// Below every element, and one of the type.
  static Element lowest(ScalarType type) {
    if (isFloatingType(type))
      return type == kDouble ? -1e300L : type == kFloat || type == kBFloat16 ? -1e38L : -65504;
    return isSignedType(type) ? -std::ldexp(1.0L, int(8 * elementSize(type) - 1)) : 0;
  }

  bool addMove() {
    Both x = pick();
    int64_t rank = x.value.rank();
    if (rank == 0)
      return false;
    int64_t dim = below(rank), size = x.value.sizes[dim];
    Sizes sizes = x.value.sizes;
    auto moved = [&](const char *name, const Tensor &tensor, const Sizes &to,
                     const std::function<Sizes(const Sizes &)> &at) {
      return remember(name, tensor, plain::gather(x.value, to, at), x.error, x.bound);
    };
    switch (below(7)) {
    case 0: {
      int64_t other = below(rank);
      std::swap(sizes[dim], sizes[other]);
      return moved("transpose", x.tensor.transpose(dim, other), sizes, [=](Sizes index) {
        std::swap(index[dim], index[other]);
        return index;
      });
    }
    case 1:
      return moved("flip", flip(x.tensor, dim), sizes, [=](Sizes index) {
        index[dim] = size - 1 - index[dim];
        return index;
      });
    case 2:
      sizes.insert(sizes.begin() + dim, 1);
      return moved("unsqueeze", x.tensor.unsqueeze(dim), sizes, [=](Sizes index) {
        index.erase(index.begin() + dim);
        return index;
      });
    case 3: {
      int64_t at = below(size);
      sizes.erase(sizes.begin() + dim);
      return moved("select", x.tensor.select(dim, at), sizes, [=](Sizes index) {
        index.insert(index.begin() + dim, at);
        return index;
      });
    }
    case 4: {
      int64_t start = below(size), step = 1 + below(2);
      sizes[dim] = (size - start + step - 1) / step;
      return moved("slice", x.tensor.slice(dim, start, std::nullopt, step), sizes, [=](Sizes index) {
        index[dim] = start + index[dim] * step;
        return index;
      });
    }
    case 5: {
      Value flat = plain::gather(x.value, sizes, [](const Sizes &index) { return index; });
      flat.sizes = {plain::countOf(sizes)};
      return remember("flatten", x.tensor.flatten(), flat, x.error, x.bound);
    }
    default:
      return addConcat(x, dim);
    }
  }

  bool addConcat(Both x, int64_t dim) {
    Both y = pick();
    auto type = plain::promote({&x.value, &y.value});
    if (!type || x.value.sizes != y.value.sizes)
      return false;
    if (isFloatingType(*type))
      x = limited(x), y = limited(y);
    return remember("cat", cat({x.tensor, y.tensor}, dim),
                    plain::concat(plain::cast(x.value, *type), plain::cast(y.value, *type), dim),
                    std::max(x.error, y.error), std::max(x.bound, y.bound));
  }

  std::mt19937_64 random;
};

/// All values of some expressions, which one program computes: integers as int64 and floats as float64.
class Elements {
public:
  explicit Elements(const std::vector<Expression> &batch) {
    TensorList lists[2] = {{zeros({1}, kLong)}, {zeros({1}, kDouble)}};
    for (const Expression &expression : batch)
      for (const Both &both : expression.values)
        lists[both.isReal()].push_back(both.tensor.flatten().to(both.isReal() ? kDouble : kLong));
    integers = cat(lists[0]);
    reals = cat(lists[1]);
    // Both depend on everything, which is then computed with the first that is read.
    cat({integers.to(kDouble), reals}).const_data_ptr<double>();
    nextInteger = integers.const_data_ptr<int64_t>() + 1;
    nextReal = reals.const_data_ptr<double>() + 1;
  }

  /// Compares the values in the order in which they were given.
  void compare(const Both &both) {
    REQUIRE(both.tensor.dtype() == both.value.type);
    REQUIRE(both.tensor.sizes() == SizeList(both.value.sizes));
    for (size_t i = 0; i < both.value.elements.size(); ++i) {
      Element expected = both.value.elements[i];
      if (both.isReal()) {
        Element got = *nextReal++;
        INFO("element " << i << ": got " << got << ", expected " << expected << " of " << both.type());
        CHECK(std::fabs(got - expected) <= 64 * both.error * (both.bound + 1));
      } else {
        INFO("element " << i << " of " << both.type());
        CHECK(*nextInteger++ == static_cast<int64_t>(static_cast<uint64_t>(static_cast<__int128>(expected))));
      }
    }
  }

private:
  Tensor integers, reals;
  const int64_t *nextInteger;
  const double *nextReal;
};

} // namespace

TEST_CASE("Random expressions have the values of plain loops") {
  const char *given = std::getenv("TENON_TEST_SEED");
  uint64_t seed = given ? std::stoull(given) : 1;
  std::cout << "expressions from the seed " << seed << " (TENON_TEST_SEED)\n";
  constexpr int programs = 2000, together = 25;
  for (int first = 0; first < programs; first += together) {
    std::vector<Expression> batch;
    for (int i = 0; i < together; ++i)
      batch.emplace_back(seed * programs + static_cast<uint64_t>(first + i));
    Elements elements(batch);
    for (int i = 0; i < together; ++i)
      for (size_t value = 0; value < batch[i].values.size(); ++value) {
        INFO("seed " << seed << ", expression " << first + i << ": " << batch[i].text << "; value " << value);
        elements.compare(batch[i].values[value]);
      }
  }
}

} // namespace tenon
