//===- Printing.cpp - Tensors as text, as PyTorch writes them ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Elements.h"
#include "frontend/tensor/Node.h"
#include <charconv>
#include <iomanip>
#include <ostream>

namespace tenon {

using namespace frontend;

namespace {

constexpr int64_t lineWidth = 80;

/// Keeps the stream's format.
class FormatGuard {
public:
  explicit FormatGuard(std::ostream &stream) : stream(stream), saved(nullptr) { saved.copyfmt(stream); }
  ~FormatGuard() { stream.copyfmt(saved); }

private:
  std::ostream &stream;
  std::ios saved;
};

struct NumberFormat {
  double scale = 1;
  int width = 0;
};

/// Decimal digits before the point; 1 for 0.
double digitsOf(double magnitude) { return magnitude == 0 ? 1 : std::floor(std::log10(magnitude)) + 1; }

/// Chooses integers, fixed or scientific notation for all values at once, and sets the stream to it.
NumberFormat chooseFormat(std::ostream &stream, const double *values, int64_t count) {
  NumberFormat format;
  bool integers = true;
  bool any = false;
  double least = 0, most = 0;
  for (int64_t i = 0; i < count; ++i) {
    double value = values[i], magnitude = std::fabs(value);
    if (!std::isfinite(value))
      continue;
    integers &= value == std::ceil(value);
    if (!any)
      least = most = magnitude;
    any = true;
    least = std::min(least, magnitude);
    // Compares the signed value, as PyTorch does.
    if (value > most)
      most = magnitude;
  }
  double low = any ? digitsOf(least) : 1, high = any ? digitsOf(most) : 1;
  auto scientific = [&](int width) {
    format.width = width;
    stream << std::scientific << std::setprecision(4);
  };
  if (integers) {
    if (high > 9)
      scientific(11);
    else {
      format.width = static_cast<int>(high) + 1;
      stream << std::defaultfloat;
    }
    return format;
  }
  if (high - low > 4) {
    scientific(std::fabs(high) > 99 || std::fabs(low) > 99 ? 12 : 11);
    return format;
  }
  stream << std::fixed << std::setprecision(4);
  if (high > 5 || high < 0) {
    format.width = 7;
    format.scale = std::pow(10, high - 1);
  } else {
    format.width = high == 0 ? 7 : static_cast<int>(high) + 6;
  }
  return format;
}

/// The shortest digits that make the number, without an exponent from 1e-4 to 1e16.
std::string shortestText(double value) {
  if (!std::isfinite(value))
    return std::isnan(value) ? "nan" : value < 0 ? "-inf" : "inf";
  char digits[32];
  auto scientific = std::to_chars(std::begin(digits), std::end(digits), value, std::chars_format::scientific);
  std::string text(digits, scientific.ptr);
  int exponent = std::stoi(text.substr(text.find('e') + 1));
  if (exponent < -4 || exponent >= 16)
    return text;
  char fixed[64];
  return std::string(fixed, std::to_chars(std::begin(fixed), std::end(fixed), value, std::chars_format::fixed).ptr);
}

void printScale(std::ostream &stream, double scale) { stream << shortestText(scale) << " *\n"; }

void printMatrix(std::ostream &stream, const double *values, int64_t rows, int64_t columns, int64_t indent) {
  std::string margin(indent, ' ');
  NumberFormat format = chooseFormat(stream, values, rows * columns);
  int64_t perLine = (lineWidth - indent) / (format.width + 1);
  // The first row stands without a margin, as PyTorch 2.15 has it.
  for (int64_t first = 0; first < columns; first += perLine) {
    int64_t end = std::min(first + perLine, columns);
    if (perLine < columns)
      stream << (first ? "\n" : "") << "Columns " << first + 1 << " to " << end << margin;
    if (format.scale != 1) {
      printScale(stream, format.scale);
      stream << margin;
    }
    for (int64_t row = 0; row < rows; ++row) {
      for (int64_t column = first; column < end; ++column)
        stream << std::setw(format.width) << values[row * columns + column] / format.scale
               << (column + 1 == end ? "\n" : " ");
      if (row + 1 < rows)
        stream << margin << (format.scale != 1 ? " " : "");
    }
  }
}

/// One matrix after the other, the first axis fastest.
void printMatrices(std::ostream &stream, const double *values, const std::vector<int64_t> &sizes) {
  size_t outer = sizes.size() - 2;
  int64_t rows = sizes[outer], columns = sizes[outer + 1], count = 1;
  for (size_t i = 0; i < outer; ++i)
    count *= sizes[i];
  for (int64_t number = 0; number < count; ++number) {
    int64_t rest = number, position = 0;
    stream << (number ? "\n(" : "(");
    for (size_t i = 0; i < outer; ++i) {
      int64_t index = rest % sizes[i], stride = 1;
      for (size_t j = i + 1; j < outer; ++j)
        stride *= sizes[j];
      rest /= sizes[i];
      position += index * stride;
      stream << index + 1 << ',';
    }
    stream << ".,.) = \n";
    printMatrix(stream, values + position * rows * columns, rows, columns, 1);
  }
}

} // namespace

std::ostream &operator<<(std::ostream &stream, Located located) {
  const Tensor &tensor = located.tensor;
  if (!tensor.defined())
    return stream << "[ Tensor (undefined) ]";
  FormatGuard guard(stream);
  const NodePtr &node = nodeOf(tensor, located.here);
  materialize("print", node, located.here);
  std::vector<int64_t> sizes = tensor.sizes().vec();
  std::vector<double> values(node->elementCount());
  for (size_t i = 0; i < values.size(); ++i)
    values[i] = readElement(node->bytes(), node->dtype, i).toDouble();
  if (sizes.empty()) {
    stream << shortestText(values[0]) << '\n';
  } else if (!values.empty() && sizes.size() == 1) {
    NumberFormat format = chooseFormat(stream, values.data(), values.size());
    if (format.scale != 1)
      printScale(stream, format.scale);
    for (double value : values)
      stream << std::setw(format.width) << value / format.scale << '\n';
  } else if (!values.empty() && sizes.size() == 2) {
    printMatrix(stream, values.data(), sizes[0], sizes[1], 0);
  } else if (!values.empty()) {
    printMatrices(stream, values.data(), sizes);
  }
  stream << "[ " << tensor.toString() << '{';
  for (size_t i = 0; i < sizes.size(); ++i)
    stream << (i ? "," : "") << sizes[i];
  return stream << "} ]";
}

} // namespace tenon
