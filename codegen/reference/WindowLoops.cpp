//===- WindowLoops.cpp - Convolutions and windows of the reference ----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/reference/Combining.h"
#include "codegen/reference/OpLoops.h"
#include "dialects/graph/Windows.h"

using namespace mlir;
using namespace tenon::graph;
using llvm::createStringError;
using llvm::Expected;

namespace tenon::reference {

/// The place in an operand of `size` that element `j` of window `i` is at; none
/// beyond the ends and between elements.
static std::optional<int64_t> placeOf(const WindowAxis &axis, int64_t size, int64_t i, int64_t j) {
  int64_t at = i * axis.stride + j * axis.dilation - axis.low;
  if (at < 0 || at % axis.inputDilation != 0 || at / axis.inputDilation >= size)
    return std::nullopt;
  return at / axis.inputDilation;
}

//===----------------------------------------------------------------------===//
// Convolution
//===----------------------------------------------------------------------===//

static void addProduct(double &sum, double a, double b) { sum += a * b; }
static void addProduct(int64_t &sum, int64_t a, int64_t b) {
  sum = static_cast<int64_t>(static_cast<uint64_t>(sum) + static_cast<uint64_t>(a) * static_cast<uint64_t>(b));
}

namespace {

/// A window that reaches a place of the operand.
struct Reach {
  int64_t window, place;
};

/// One weight's products with the plane of a channel, added to a plane of the
/// result.
template <typename T> class Plane {
public:
  Plane(ArrayRef<WindowAxis> axes, ArrayRef<int64_t> from, ArrayRef<int64_t> window, ArrayRef<int64_t> to)
      : fromStrides(stridesOf(from)), toStrides(stridesOf(to)) {
    for (auto [axis, size, elements, count] : llvm::zip_equal(axes, from, window, to)) {
      std::vector<std::vector<Reach>> &reaches = reached.emplace_back(elements);
      for (int64_t j = 0; j < elements; ++j)
        for (int64_t i = 0; i < count; ++i)
          if (std::optional<int64_t> place = placeOf(axis, size, i, j))
            reaches[j].push_back({i, *place});
    }
  }

  void add(const T *x, T weight, ArrayRef<int64_t> element, T *y) const { addAxis(x, weight, element, y, 0); }

private:
  void addAxis(const T *x, T weight, ArrayRef<int64_t> element, T *y, size_t axis) const {
    for (auto [window, place] : reached[axis][element[axis]]) {
      if (axis + 1 < reached.size())
        addAxis(x + place * fromStrides[axis], weight, element, y + window * toStrides[axis], axis + 1);
      else
        addProduct(y[window], weight, x[place]);
    }
  }

  SmallVector<int64_t> fromStrides, toStrides;
  std::vector<std::vector<std::vector<Reach>>> reached; // by axis and element of the window
};

} // namespace

template <typename T>
static void convolve(ConvolutionOp op, const ReferenceTensor &x, const std::vector<T> &input, const ReferenceTensor &w,
                     const std::vector<T> &weight, const ReferenceTensor &y, std::vector<T> &result) {
  ArrayRef<int64_t> from = ArrayRef(x.sizes).drop_front(2), window = ArrayRef(w.sizes).drop_front(2),
                    to = ArrayRef(y.sizes).drop_front(2);
  Plane<T> plane(windowAxesOf(op), from, window, to);
  int64_t channels = w.sizes[1], outputs = w.sizes[0], perGroup = outputs / static_cast<int64_t>(op.getGroups());
  int64_t fromPlane = productOf(from), toPlane = productOf(to), elements = productOf(window);
  for (int64_t n = 0; n < x.sizes[0]; ++n)
    for (int64_t o = 0; o < outputs; ++o)
      for (int64_t c = 0; c < channels; ++c) {
        const T *source = input.data() + (n * x.sizes[1] + o / perGroup * channels + c) * fromPlane;
        T *target = result.data() + (n * outputs + o) * toPlane;
        forEachIndex(window, [&](ArrayRef<int64_t> element, int64_t position) {
          plane.add(source, weight[(o * channels + c) * elements + position], element, target);
        });
      }
}

static llvm::Error convolve(ConvolutionOp op, const ReferenceTensor &x, const ReferenceTensor &w, ReferenceTensor &y) {
  if (x.rank() != w.rank() || x.sizes[1] != w.sizes[1] * static_cast<int64_t>(op.getGroups()) ||
      w.sizes[0] % static_cast<int64_t>(op.getGroups()) != 0)
    return createStringError("graph.convolution of " + x.describe() + " with " + w.describe());
  if (y.isReal())
    convolve(op, x, x.reals, w, w.reals, y, y.reals);
  else
    convolve(op, x, x.integers, w, w.integers, y, y.integers);
  return llvm::Error::success();
}

//===----------------------------------------------------------------------===//
// Reductions over windows
//===----------------------------------------------------------------------===//

/// Calls `body` with the position in `x` of each element of the window at `index`.
static void forEachElement(ArrayRef<WindowAxis> axes, ArrayRef<int64_t> window, const ReferenceTensor &x,
                           ArrayRef<int64_t> strides, ArrayRef<int64_t> index,
                           llvm::function_ref<void(int64_t)> body) {
  forEachIndex(window, [&](ArrayRef<int64_t> element, int64_t) {
    int64_t from = 0;
    for (size_t i = 0; i < axes.size(); ++i) {
      std::optional<int64_t> place = placeOf(axes[i], x.sizes[i], index[i], element[i]);
      if (!place)
        return;
      from += *place * strides[i];
    }
    body(from);
  });
}

static void reduceWindows(WindowReduceOp op, const ReferenceTensor &x, ReferenceTensor &result) {
  SmallVector<WindowAxis> axes = windowAxesOf(op);
  SmallVector<int64_t> strides = stridesOf(x.sizes);
  ReductionKind kind = op.getKind();
  forEachIndex(result.sizes, [&](ArrayRef<int64_t> index, int64_t position) {
    double real = startReal(kind);
    int64_t integer = result.isReal() ? 0 : startInteger(kind, result.elementType);
    forEachElement(axes, op.getWindow(), x, strides, index, [&](int64_t from) {
      if (result.isReal())
        real = combine(kind, real, x.reals[from]);
      else
        integer = combine(kind, integer, x.integers[from], result.isUnsigned());
    });
    if (result.isReal())
      result.reals[position] = real;
    else
      result.integers[position] = integer;
  });
}

static void argReduceWindows(WindowArgReduceOp op, const ReferenceTensor &x, ReferenceTensor &result) {
  SmallVector<WindowAxis> axes = windowAxesOf(op);
  SmallVector<int64_t> strides = stridesOf(x.sizes);
  int64_t plane = productOf(ArrayRef(x.sizes).drop_front(op.getAxis()));
  forEachIndex(result.sizes, [&](ArrayRef<int64_t> index, int64_t position) {
    std::optional<int64_t> best;
    forEachElement(axes, op.getWindow(), x, strides, index, [&](int64_t from) {
      if (!best || wins(op.getKind(), x, from, *best))
        best = from;
    });
    result.integers[position] = best ? *best % plane : -1;
  });
}

//===----------------------------------------------------------------------===//
// Transforms of tiles
//===----------------------------------------------------------------------===//

static void transformTiles(TileTransformOp op, const ReferenceTensor &x, ReferenceTensor &result) {
  int64_t rows = op.getRows(), columns = op.getColumns(), behind = productOf(ArrayRef(x.sizes).drop_front(2));
  SmallVector<double> matrix = op.getNumbers();
  for (int64_t i = 0; i < rows; ++i)
    for (int64_t j = 0; j < rows; ++j)
      for (int64_t k = 0; k < columns; ++k)
        for (int64_t l = 0; l < columns; ++l) {
          double factor = matrix[i * columns + k] * matrix[j * columns + l];
          for (int64_t n = 0; n < behind && factor != 0; ++n)
            result.reals[(i * rows + j) * behind + n] += factor * x.reals[(k * columns + l) * behind + n];
        }
}

Expected<ReferenceTensor> runWindows(Operation *op, Operands x, Symbols symbols) {
  Expected<ReferenceTensor> result = makeTensor(op->getResult(0).getType(), symbols);
  if (!result)
    return result;
  if (auto convolution = dyn_cast<ConvolutionOp>(op)) {
    if (llvm::Error error = convolve(convolution, *x[0], *x[1], *result))
      return std::move(error);
  } else if (auto reduce = dyn_cast<WindowReduceOp>(op)) {
    reduceWindows(reduce, *x[0], *result);
  } else if (auto transform = dyn_cast<TileTransformOp>(op)) {
    transformTiles(transform, *x[0], *result);
  } else {
    argReduceWindows(cast<WindowArgReduceOp>(op), *x[0], *result);
  }
  return result;
}

} // namespace tenon::reference
