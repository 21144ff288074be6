//===- SplitTransposedConvolutions.cpp - No work on gaps ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// A convolution whose input has d - 1 gaps between its elements, as a transposed
// one of stride d, meets only every d-th element of its window at a place that
// is none. Which ones depends on the result's place p mod d, its phase. Each
// phase is a plain convolution by those elements of the weight:
//
//   result i = q d + p      window element j      place i + j dilation - low
//   is an element of the input where p + j dilation - low = 0 (mod d),
//   j = first, first + step, ...,  step = d / gcd(d, dilation)
//
// and element q of the phase reads it at q + (p + j dilation - low) / d. Phases
// that follow one another and read the same places are one convolution, with the
// channels of each beside those of the other: all of them where the window is as
// large as the stride. Then the phases are put side by side:
//
//   [N, p, O, q] -> [N, O, q, p] -> [N, O, q p], without what is beyond the end
//
// It is sound since each element of the result is the sum of the same products.
// It pays always: d times (on two axes d^2 times) fewer products, and what is
// left takes the way of other convolutions.

#include "dialects/graph/GraphBuilder.h"
#include "dialects/graph/Windows.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "passes/Passes.h"
#include <numeric>

namespace tenon::passes {
#define GEN_PASS_DEF_SPLITTRANSPOSEDCONVOLUTIONS
#include "passes/Passes.h.inc"
} // namespace tenon::passes

using namespace mlir;
using namespace tenon::graph;

namespace tenon::passes {

namespace {

/// Where a phase reads: `taps` elements, the first one `low` before its own place; or nothing.
struct Places {
  int64_t low, taps;

  bool operator==(const Places &) const = default;
};

/// Phases that follow one another and read the same places.
struct Run {
  SmallVector<int64_t> first; // element of the window of each phase
  Places places;
};

/// One spatial axis, as a plain convolution has it, by phases.
struct Axis {
  WindowAxis before;
  int64_t window;
  AffineExpr size;         // of the input
  int64_t step = 1;        // between elements of the window that a phase reads
  int64_t dilation = 1;    // of such elements in the input
  AffineExpr count;        // of the results of a phase
  SmallVector<Run> runs = {};

  int64_t phases() const { return before.inputDilation; }
  bool isSplit() const { return phases() > 1; }
};

/// The phases of an axis, one a run unless they join.
SmallVector<Run> findRuns(const Axis &axis, bool join) {
  SmallVector<Run> runs;
  for (int64_t phase = 0; phase < axis.phases(); ++phase) {
    auto offset = [&](int64_t element) { return phase + element * axis.before.dilation - axis.before.low; };
    int64_t first = 0, end = std::min(axis.step, axis.window);
    while (first < end && offset(first) % axis.phases() != 0)
      ++first;
    Places places{0, 0};
    if (first < end)
      places = {-offset(first) / axis.phases(), (axis.window - first + axis.step - 1) / axis.step};
    if (!join || runs.empty() || runs.back().places != places)
      runs.push_back({{}, places});
    runs.back().first.push_back(first);
  }
  return runs;
}

std::optional<Axis> describeAxis(const WindowAxis &before, AffineExpr size, AffineExpr window, AffineExpr result,
                                bool join) {
  std::optional<int64_t> elements = constantSize(window);
  if (!elements || (before.inputDilation > 1 && before.stride != 1))
    return std::nullopt;
  Axis axis{.before = before, .window = *elements, .size = size, .count = result};
  axis.dilation = before.dilation;
  if (axis.isSplit()) {
    int64_t common = std::gcd(before.inputDilation, before.dilation);
    axis.step = before.inputDilation / common;
    axis.dilation = before.dilation / common;
    axis.count = normalizeSize((result + (axis.phases() - 1)).floorDiv(axis.phases()));
    axis.runs = findRuns(axis, join);
    // What is beyond the input's end is an attribute, a number.
    if (!constantSize(normalizeSize(axis.count - size)))
      return std::nullopt;
  }
  return axis;
}

/// The axes of a convolution that can be split, else none.
SmallVector<Axis> findAxes(ConvolutionOp op) {
  SmallVector<WindowAxis> all = windowAxesOf(op);
  if (llvm::none_of(all, [](const WindowAxis &axis) { return axis.inputDilation > 1; }))
    return {};
  Shape input = shapeOf(op.getInput()), weight = shapeOf(op.getWeight()), result = shapeOf(op.getResult());
  SmallVector<Axis> axes;
  for (auto [i, before] : llvm::enumerate(all)) {
    // Channels of several phases beside each other would mix with those of groups.
    std::optional<Axis> axis =
        describeAxis(before, input[i + 2], weight[i + 2], result[i + 2], /*join=*/op.getGroups() == 1);
    if (!axis)
      return {};
    axes.push_back(std::move(*axis));
  }
  return axes;
}

class Splitter {
public:
  Splitter(GraphBuilder &build, ConvolutionOp op, ArrayRef<Axis> axes) : build(build), op(op), axes(axes) {}

  Value split() {
    SmallVector<const Run *> runs;
    return joined(allPhases(runs));
  }

private:
  /// [N, p..., O, q...] with all phases p of the split axes from that of the number of `runs` on.
  Value allPhases(SmallVectorImpl<const Run *> &runs) {
    size_t number = runs.size();
    if (number == axes.size())
      return convolve(runs);
    if (!axes[number].isSplit()) {
      runs.push_back(nullptr);
      Value value = allPhases(runs);
      runs.pop_back();
      return value;
    }
    int64_t place = 1 + llvm::count_if(axes.take_front(number), [](const Axis &axis) { return axis.isSplit(); });
    SmallVector<Value> parts;
    for (const Run &run : axes[number].runs) {
      runs.push_back(&run);
      parts.push_back(allPhases(runs));
      runs.pop_back();
    }
    return build.concat(parts, place);
  }

  /// The phases of one run an axis: [N, p..., O, q...].
  Value convolve(ArrayRef<const Run *> runs) {
    SmallVector<int64_t> strides, low, high, dilations, ones(axes.size(), 1);
    Shape sizes = shapeOf(op.getResult()), apart{sizes[0]};
    bool readsNothing = false;
    for (auto [i, axis, run] : llvm::enumerate(axes, runs)) {
      strides.push_back(axis.before.stride);
      dilations.push_back(axis.dilation);
      if (!run) {
        low.push_back(axis.before.low);
        high.push_back(axis.before.high);
        continue;
      }
      readsNothing |= run->places.taps == 0;
      sizes[i + 2] = axis.count;
      apart.push_back(build.constant(run->first.size()));
      low.push_back(run->places.low);
      int64_t more = *constantSize(normalizeSize(axis.count - axis.size));
      high.push_back(more - run->places.low + (run->places.taps - 1) * axis.dilation);
    }
    llvm::append_range(apart, ShapeRef(sizes).drop_front());
    if (readsNothing)
      return build.fill(0, apart, elementOf(op.getResult()));
    Value weight = weightOf(runs);
    sizes[1] = shapeOf(weight)[0];
    Value result = build.create<ConvolutionOp>(tensorType(sizes, elementOf(op.getResult())), op.getInput(), weight, strides,
                                               low, high, dilations, ones, op.getGroups());
    return build.reshape(result, apart);
  }

  /// The elements of the weight that each phase reads, those of the last axis's phases fastest: [p... O, C, taps...].
  Value weightOf(ArrayRef<const Run *> runs) {
    SmallVector<Value> phases{op.getWeight()};
    for (auto [i, axis, run] : llvm::enumerate(axes, runs)) {
      if (!run)
        continue;
      SmallVector<Value> finer;
      for (Value weight : phases)
        for (int64_t first : run->first)
          finer.push_back(elementsOf(weight, i + 2, first, axis.step, run->places.taps));
      phases = finer;
    }
    return phases.size() == 1 ? phases.front() : build.concat(phases, 0);
  }

  Value elementsOf(Value weight, int64_t axis, int64_t first, int64_t step, int64_t taps) {
    Shape sizes = shapeOf(weight), starts(sizes.size(), build.constant(0));
    SmallVector<int64_t> steps(sizes.size(), 1);
    sizes[axis] = build.constant(taps);
    starts[axis] = build.constant(first);
    steps[axis] = step;
    return build.slice(weight, starts, steps, sizes);
  }

  /// [N, p..., O, q...] as [N, O, i...], i = q d + p.
  Value joined(Value phases) {
    Shape result = shapeOf(op.getResult()), sizes{result[0], result[1]};
    int64_t channels = 1 + llvm::count_if(axes, [](const Axis &axis) { return axis.isSplit(); }), phase = 1;
    SmallVector<int64_t> order{0, channels};
    for (auto [i, axis] : llvm::enumerate(axes)) {
      order.push_back(channels + 1 + static_cast<int64_t>(i));
      if (axis.isSplit())
        order.push_back(phase++);
      sizes.push_back(multiplySizes(axis.count, build.constant(axis.isSplit() ? axis.phases() : 1)));
    }
    Value value = build.reshape(build.transpose(phases, order), sizes);
    for (size_t axis = 2; axis < sizes.size(); ++axis)
      value = build.slice(value, axis, build.constant(0), result[axis]);
    return value;
  }

  GraphBuilder &build;
  ConvolutionOp op;
  ArrayRef<Axis> axes;
};

struct SplitTransposedConvolutionsPass : impl::SplitTransposedConvolutionsBase<SplitTransposedConvolutionsPass> {
  using Base::Base;

  void runOnOperation() override {
    for (ConvolutionOp op : llvm::make_early_inc_range(getOperation().getOps<ConvolutionOp>())) {
      SmallVector<Axis> axes = findAxes(op);
      if (axes.empty())
        continue;
      GraphBuilder build(op.getLoc(), op.getOperation());
      op.replaceAllUsesWith(Splitter(build, op, axes).split());
      op.erase();
    }
  }
};

} // namespace

} // namespace tenon::passes
