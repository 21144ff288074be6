//===- TextFixture.h - Tensors that another program computed ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TEXTFIXTURE_H
#define TENON_TEXTFIXTURE_H

#include "Expect.h"
#include <cmath>
#include <fstream>
#include <map>
#include <set>

/// A text of one tensor a line: name, type, sizes (`2,3`, `-` for a scalar) and
/// values, as the scripts in Inputs write it.
class TextFixture {
public:
  explicit TextFixture(const std::string &path) {
    std::ifstream file(path);
    REQUIRE(file);
    for (std::string line; std::getline(file, line);) {
      std::istringstream words(line);
      std::string name, type, sizes;
      words >> name >> type >> sizes;
      std::vector<double> numbers;
      for (std::string word; words >> word;)
        numbers.push_back(std::strtod(word.c_str(), nullptr));
      tensors[name] = tenon::tensor(numbers, tenon::kDouble).to(typeOf(type)).reshape(sizesOf(sizes));
    }
  }

  const tenon::Tensor &operator[](const std::string &name) {
    INFO(name);
    REQUIRE(tensors.count(name) == 1);
    used.insert(name);
    return tensors[name];
  }

  /// That a tensor has the type, the sizes and the values of the one of that name, NaN for NaN; of floats within
  /// `tolerance`, relative.
  void check(const std::string &name, const tenon::Tensor &got, double tolerance = 2e-6) {
    const tenon::Tensor &expected = (*this)[name];
    INFO(name);
    CHECK(got.dtype() == expected.dtype());
    REQUIRE(sizes(got) == sizes(expected));
    Values a = values(got), b = values(expected);
    for (size_t i = 0; i < a.size(); ++i) {
      INFO("at " << i << ": expected " << b[i] << ", got " << a[i]);
      bool same = a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i])) ||
                  (expected.is_floating_point() && std::fabs(a[i] - b[i]) <= tolerance * std::fabs(b[i]));
      CHECK(same);
    }
  }

  /// Several, under name.0 and so on.
  template <typename... Tensors>
  void check(const std::string &name, const std::tuple<Tensors...> &got, double tolerance = 2e-6) {
    int number = 0;
    std::apply([&](auto &...each) { (check(name + "." + std::to_string(number++), each, tolerance), ...); }, got);
  }

  /// The names that nobody asked for.
  std::set<std::string> unused() const {
    std::set<std::string> names;
    for (auto &[name, tensor] : tensors)
      if (!used.count(name))
        names.insert(name);
    return names;
  }

private:
  static tenon::ScalarType typeOf(const std::string &name) {
    static const std::map<std::string, tenon::ScalarType> types = {
        {"float32", tenon::kFloat}, {"float64", tenon::kDouble}, {"float16", tenon::kHalf},
        {"int64", tenon::kLong},    {"int8", tenon::kChar},      {"bool", tenon::kBool}};
    return types.at(name);
  }
  static std::vector<int64_t> sizesOf(const std::string &text) {
    std::vector<int64_t> sizes;
    std::istringstream stream(text == "-" ? "" : text);
    for (std::string size; std::getline(stream, size, ',');)
      sizes.push_back(std::stoll(size));
    return sizes;
  }

  std::map<std::string, tenon::Tensor> tensors;
  std::set<std::string> used;
};

#endif
