//===- PrintingTest.cpp - Tensors as text ------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Expect.h"
#include "tests/support/Paths.h"
#include <fstream>
#include <limits>

using namespace tenon;

// The texts are those of PyTorch's C++ front end.

TEST_CASE("Scalars and vectors") {
  CHECK(text(tensor(2.5)) == "2.5\n[ CPUFloatType{} ]");
  CHECK(text(tensor(3)) == "3\n[ CPULongType{} ]");
  CHECK(text(tensor({1, 20})) == "  1\n 20\n[ CPULongType{2} ]");
  CHECK(text(tensor({0.5, -1.25})) == " 0.5000\n-1.2500\n[ CPUFloatType{2} ]");
  CHECK(text(tensor({true, false})) == " 1\n 0\n[ CPUBoolType{2} ]");
  CHECK(text(zeros({0})) == "[ CPUFloatType{0} ]");
  CHECK(text(Tensor()) == "[ Tensor (undefined) ]");
}

TEST_CASE("Small, large and mixed magnitudes") {
  CHECK(text(tensor({0.001, 0.002})) == "0.001 *\n 1.0000\n 2.0000\n[ CPUFloatType{2} ]");
  CHECK(text(full({2}, 123456.5)) == "100000 *\n 1.2346\n 1.2346\n[ CPUFloatType{2} ]");
  CHECK(text(tensor({1.5, 1e8})) == " 1.5000e+00\n 1.0000e+08\n[ CPUFloatType{2} ]");
  CHECK(text(full({1}, 1e10)) == " 1.0000e+10\n[ CPUFloatType{1} ]");
  CHECK(text(tensor({1.0, std::numeric_limits<double>::infinity()})) == " 1\ninf\n[ CPUFloatType{2} ]");
}

TEST_CASE("Matrices and more dims") {
  CHECK(text(tensor({{1.0, 2.5}, {3.0, 4.0}})) == " 1.0000  2.5000\n 3.0000  4.0000\n[ CPUFloatType{2,2} ]");
  CHECK(text(arange(8).view({2, 2, 2})) == "(1,.,.) = \n 0  1\n  2  3\n\n(2,.,.) = \n 4  5\n  6  7\n[ CPULongType{2,2,2} ]");
  CHECK(text(zeros({2, 0})) == "[ CPUFloatType{2,0} ]");
  std::string wide = text(zeros({1, 60}));
  CHECK(wide.find("Columns 1 to 26 0  0") == 0);
  CHECK(wide.find("\nColumns 27 to 52 0") != std::string::npos);
}

TEST_CASE("Every tensor of the fixture is printed as PyTorch prints it") {
  const std::pair<const char *, ScalarType> types[] = {
      {"Byte", kByte}, {"Char", kChar},   {"Short", kShort},   {"Int", kInt},   {"Long", kLong},
      {"Half", kHalf}, {"Float", kFloat}, {"Double", kDouble}, {"Bool", kBool}, {"BFloat16", kBFloat16}};
  std::ifstream file(TENON_SOURCE_DIR "/tests/frontend/Inputs/printing.txt");
  int compared = 0;
  for (std::string line; std::getline(file, line); ++compared) {
    std::istringstream words(line);
    std::string type, sizes, word, expected, rest;
    words >> type >> sizes;
    std::vector<int64_t> shape;
    for (std::istringstream numbers(sizes.substr(1, sizes.size() - 2)); std::getline(numbers, word, ',');)
      shape.push_back(std::stoll(word));
    std::vector<double> values;
    while (words >> word)
      values.push_back(std::strtod(word.c_str(), nullptr));
    while (std::getline(file, rest) && rest != ".")
      expected += (expected.empty() ? "" : "\n") + rest;
    INFO(line);
    auto found = std::find_if(std::begin(types), std::end(types), [&](auto &entry) { return entry.first == type; });
    REQUIRE(found != std::end(types));
    CHECK(text(tensor(values, kDouble).to(found->second).reshape(shape)) == expected);
  }
  CHECK(compared == 103);
}

TEST_CASE("The stream keeps its own format") {
  std::ostringstream stream;
  stream << tensor({0.5}) << 0.1 + 0.2;
  CHECK(stream.str() == " 0.5000\n[ CPUFloatType{1} ]0.3");
}
