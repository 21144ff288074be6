//===- Convolution.cpp - Convolutions ----------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/operators/Quantization.h"
#include "frontend/onnx/operators/Windows.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

//===----------------------------------------------------------------------===//
// Attributes
//===----------------------------------------------------------------------===//

/// Padding that makes the result as large as the input divided by the stride.
static void padToSame(Windows &windows, ShapeRef spatial, bool isUpper) {
  for (size_t axis = 0; axis < windows.rank(); ++axis) {
    int64_t stride = windows.strides[axis], total = windows.extent(axis) - stride;
    if (std::optional<int64_t> size = constantSize(spatial[axis]))
      total = ((*size + stride - 1) / stride - 1) * stride + windows.extent(axis) - *size;
    else if (stride != 1)
      throw ImportError("auto_pad with a stride of " + Twine(stride) + " needs the size of dimension " + Twine(axis + 2) +
                        " when the model is compiled: give it with --shape");
    total = std::max<int64_t>(total, 0);
    windows.low[axis] = isUpper ? total / 2 : total - total / 2;
    windows.high[axis] = total - windows.low[axis];
  }
}

Windows readWindows(NodeImport &node, ShapeRef spatial, ArrayRef<int64_t> kernel) {
  size_t rank = spatial.size();
  Windows result;
  auto numbers = [&](StringRef name, int64_t otherwise, int64_t least) {
    SmallVector<int64_t> values = node.integers(name).value_or(SmallVector<int64_t>(rank, otherwise));
    if (values.size() != rank)
      throw ImportError("its attribute '" + name + "' has " + Twine(values.size()) + " numbers for " + Twine(rank) +
                        " spatial dimensions");
    for (int64_t value : values)
      if (value < least || value > INT32_MAX)
        throw ImportError("its attribute '" + name + "' holds " + Twine(value) + ", expected " + Twine(least) + " or more");
    return values;
  };
  if (!kernel.empty() && !node.hasAttribute("kernel_shape"))
    result.kernel.assign(kernel.begin(), kernel.end());
  else if (!node.hasAttribute("kernel_shape"))
    throw ImportError("its attribute 'kernel_shape' is missing");
  else
    result.kernel = numbers("kernel_shape", 1, 1);
  if (!kernel.empty() && ArrayRef(result.kernel) != kernel)
    throw ImportError("its attribute 'kernel_shape' differs from the weight's sizes");
  result.strides = numbers("strides", 1, 1);
  result.dilations = numbers("dilations", 1, 1);
  result.low.assign(rank, 0);
  result.high.assign(rank, 0);
  std::string mode = node.text("auto_pad", "NOTSET");
  if (mode == "SAME_UPPER" || mode == "SAME_LOWER") {
    padToSame(result, spatial, mode == "SAME_UPPER");
  } else if (mode == "NOTSET" || mode.empty()) {
    if (auto pads = node.integers("pads")) {
      if (pads->size() != 2 * rank)
        throw ImportError("its attribute 'pads' has " + Twine(pads->size()) + " numbers for " + Twine(rank) +
                          " spatial dimensions, expected two for each");
      std::copy_n(pads->begin(), rank, result.low.begin());
      std::copy_n(pads->begin() + rank, rank, result.high.begin());
    }
  } else if (mode != "VALID") {
    throw ImportError("its attribute 'auto_pad' is '" + mode + "', expected NOTSET, SAME_UPPER, SAME_LOWER or VALID");
  }
  return result;
}

SmallVector<int64_t> spatialAxes(Value x) {
  int64_t rank = rankOf(x);
  return llvm::to_vector(llvm::seq<int64_t>(checkCount(2, rank), rank));
}

Value spreadChannels(NodeImport &node, Value vector, Value x) {
  if (rankOf(vector) != 1)
    throw ImportError("expected a vector of one number for each channel, got " + describe(vector));
  return node.build.broadcast(vector, shapeOf(x), {1});
}

static SmallVector<int64_t> kernelOf(Value weight) {
  SmallVector<int64_t> kernel;
  Shape sizes = shapeOf(weight);
  for (AffineExpr size : ShapeRef(sizes).drop_front(2)) {
    std::optional<int64_t> number = constantSize(size);
    if (!number)
      throw ImportError("the sizes of the weight must be known when the model is compiled, got " + describe(weight));
    kernel.push_back(*number);
  }
  return kernel;
}

Value convolve(NodeImport &node, Value x, Value weight, const Windows &windows, int64_t groups,
               ArrayRef<int64_t> inputDilations) {
  SmallVector<int64_t> spread(windows.rank(), 1);
  if (!inputDilations.empty())
    spread.assign(inputDilations.begin(), inputDilations.end());
  Shape weightSizes = shapeOf(weight);
  AffineExpr channels = multiplySizes(weightSizes[1], node.build.constant(groups));
  x = node.withSize(x, 1, channels);
  Shape sizes = shapeOf(x);
  if (groups < 1 || !sameSize(sizes[1], channels))
    throw ImportError("the channels of " + describe(x) + " do not fit the weight " + describe(weight) + " in " +
                      Twine(groups) + " groups");
  Shape result{sizes[0], weightSizes[0]};
  for (size_t axis = 0; axis < windows.rank(); ++axis) {
    AffineExpr padded = (sizes[axis + 2] - 1) * spread[axis] + (1 + windows.low[axis] + windows.high[axis]);
    result.push_back(normalizeSize((padded - windows.extent(axis)).floorDiv(windows.strides[axis]) + 1));
    if (constantSize(result.back()).value_or(0) < 0)
      throw ImportError("the window is larger than the padded input " + describe(x));
  }
  return node.build.create<ConvolutionOp>(tensorType(result, elementOf(x)), x, weight, windows.strides, windows.low,
                                          windows.high, windows.dilations, spread, groups);
}

//===----------------------------------------------------------------------===//
// Operators
//===----------------------------------------------------------------------===//

namespace {

void requireSpatial(NodeImport &node, Value x, Value weight) {
  node.requireRank(x, 3, "the input");
  if (rankOf(x) != rankOf(weight))
    throw ImportError("input and weight should have as many dimensions, got " + describe(x) + " and " + describe(weight));
}

Value addBias(NodeImport &node, Value x, int input) {
  if (!node.has(input))
    return x;
  return node.build.elementwise<AddOp>(x, spreadChannels(node, node.tensor(input), x));
}

} // namespace

Value convolution(NodeImport &node) {
  Value x = node.tensor(0), weight = node.tensor(1);
  requireSpatial(node, x, weight);
  node.requireSameType({x, weight});
  Windows windows = readWindows(node, ShapeRef(shapeOf(x)).drop_front(2), kernelOf(weight));
  return addBias(node, convolve(node, x, weight, windows, node.integer("group", 1)), 2);
}

namespace {

void importConv(NodeImport &node) { node.set(0, convolution(node)); }

/// [C, M / groups, k...] as the weight [M, C / groups, k...] of the convolution
/// that gives the transposed one: channels swapped within groups, windows reversed.
Value transposedWeight(NodeImport &node, Value weight, int64_t groups) {
  CheckedBuilder &build = node.build;
  Shape sizes = shapeOf(weight);
  std::optional<int64_t> channels = constantSize(sizes[0]);
  if (!channels || groups < 1 || *channels % groups)
    throw ImportError("the channels of the weight " + describe(weight) + " cannot be shared out to " + Twine(groups) + " groups");
  int64_t rank = sizes.size();
  Shape starts(rank, build.constant(0)), split{build.constant(groups), build.constant(*channels / groups), sizes[1]};
  SmallVector<int64_t> steps(rank, 1), order{0, 2, 1};
  for (int64_t axis = 2; axis < rank; ++axis) {
    starts[axis] = normalizeSize(sizes[axis] - 1);
    steps[axis] = -1;
    split.push_back(sizes[axis]);
    order.push_back(axis + 1);
  }
  Value reversed = build.transpose(build.reshape(build.slice(weight, starts, steps, sizes), split), order);
  Shape result{multiplySizes(build.constant(groups), sizes[1]), build.constant(*channels / groups)};
  llvm::append_range(result, ShapeRef(sizes).drop_front(2));
  return build.reshape(reversed, result);
}

/// What is cut from the full transposed convolution at both ends of an axis.
struct Cut {
  int64_t low, high;
};

Cut cutFor(NodeImport &node, const Windows &windows, size_t axis, AffineExpr size, int64_t outputPadding,
           std::optional<int64_t> outputSize, StringRef mode) {
  bool isSame = mode.starts_with("SAME");
  if (!outputSize && !isSame)
    return {windows.low[axis], windows.high[axis]};
  std::optional<int64_t> known = constantSize(size);
  int64_t stride = windows.strides[axis], total = windows.extent(axis) + outputPadding - stride;
  if (outputSize) {
    if (!known)
      throw ImportError("its output size needs the input's when the model is compiled: give it with --shape");
    total = stride * (*known - 1) + outputPadding + windows.extent(axis) - *outputSize;
  }
  // A negative total adds; rounded down, so that the odd one is added at the end.
  int64_t half = llvm::divideFloorSigned(total, int64_t(2));
  return mode == "SAME_UPPER" ? Cut{half, total - half} : Cut{total - half, half};
}

void importConvTranspose(NodeImport &node) {
  Value x = node.tensor(0), weight = node.tensor(1);
  requireSpatial(node, x, weight);
  node.requireSameType({x, weight});
  int64_t groups = node.integer("group", 1);
  Shape sizes = shapeOf(x);
  std::string mode = node.text("auto_pad", "NOTSET");
  Windows windows = mode.find("SAME") == 0 ? Windows() : readWindows(node, ShapeRef(sizes).drop_front(2), kernelOf(weight));
  if (windows.kernel.empty()) {
    // The rule of auto_pad is another one here; read the rest of the attributes.
    windows.kernel = kernelOf(weight);
    size_t rank = windows.rank();
    windows.strides = node.integers("strides").value_or(SmallVector<int64_t>(rank, 1));
    windows.dilations = node.integers("dilations").value_or(SmallVector<int64_t>(rank, 1));
    windows.low.assign(rank, 0);
    windows.high.assign(rank, 0);
  }
  SmallVector<int64_t> outputPadding = node.integers("output_padding").value_or(SmallVector<int64_t>(windows.rank(), 0));
  std::optional<SmallVector<int64_t>> outputSizes = node.integers("output_shape");
  if (outputSizes && outputSizes->size() == windows.rank() + 2)
    outputSizes->erase(outputSizes->begin(), outputSizes->begin() + 2);
  if (outputPadding.size() != windows.rank() || (outputSizes && outputSizes->size() != windows.rank()))
    throw ImportError("its attributes 'output_padding' and 'output_shape' should have one number for each spatial dimension");
  Windows reversed = windows;
  for (size_t axis = 0; axis < windows.rank(); ++axis) {
    std::optional<int64_t> outputSize = outputSizes ? std::optional((*outputSizes)[axis]) : std::nullopt;
    Cut cut = cutFor(node, windows, axis, sizes[axis + 2], outputPadding[axis], outputSize, mode);
    reversed.low[axis] = windows.extent(axis) - 1 - cut.low;
    reversed.high[axis] = windows.extent(axis) - 1 - cut.high + outputPadding[axis];
    reversed.strides[axis] = 1;
  }
  Value result = convolve(node, x, transposedWeight(node, weight, groups), reversed, groups, windows.strides);
  node.set(0, addBias(node, result, 2));
}

//===----------------------------------------------------------------------===//
// Of integers
//===----------------------------------------------------------------------===//

/// The products of x and weight without their zero points, in i32.
Value convolveIntegers(NodeImport &node, Value x, Value weight, Value xZero, Value weightZero) {
  requireSpatial(node, x, weight);
  Windows windows = readWindows(node, ShapeRef(shapeOf(x)).drop_front(2), kernelOf(weight));
  return convolve(node, withoutZeroPoint(node, x, xZero, 1), withoutZeroPoint(node, weight, weightZero, 0), windows,
                  node.integer("group", 1));
}

void importConvInteger(NodeImport &node) {
  auto optional = [&](int i) { return node.has(i) ? node.tensor(i) : Value(); };
  node.set(0, convolveIntegers(node, node.tensor(0), node.tensor(1), optional(2), optional(3)));
}

void importQLinearConv(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value sum = convolveIntegers(node, node.tensor(0), node.tensor(3), node.tensor(2), node.tensor(5));
  sum = addBias(node, sum, 8);
  Type real = build.getF32Type();
  auto scale = [&](int input) { return spreadParameter(node, build.cast(node.tensor(input), real), sum, 1); };
  Value factor = build.elementwise<MulOp>(scale(1), scale(4));
  Value value = build.elementwise<MulOp>(build.cast(sum, real), factor);
  node.set(0, quantize(node, value, scale(6), spreadParameter(node, node.tensor(7), sum, 1), elementOf(node.tensor(7))));
}

/// Each channel with a window of its own over what came before, of which the last part is kept for the next call.
void importCausalConvWithState(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0), weight = node.tensor(1);
  requireSpatial(node, x, weight);
  Shape sizes = shapeOf(x);
  std::optional<int64_t> channels = constantSize(sizes[1]);
  SmallVector<int64_t> kernel = kernelOf(weight);
  if (!channels || kernel.size() != 1)
    throw ImportError("expected [batch, channels, length] with a known number of channels, got " + describe(x));
  AffineExpr kept = build.constant(kernel[0] - 1);
  Value past = node.has(3) ? node.tensor(3) : build.fill(0, {sizes[0], sizes[1], kept}, elementOf(x));
  Value padded = build.concat({past, x}, 2);
  Windows windows{kernel, {1}, {1}, {0}, {0}};
  Value result = addBias(node, convolve(node, padded, weight, windows, *channels), 2);
  std::string activation = node.text("activation", "none");
  if (activation == "silu" || activation == "swish")
    result = build.elementwise<SiluOp>(result);
  else if (activation != "none")
    throw ImportError("its attribute 'activation' is '" + activation + "', expected none, silu or swish");
  node.set(0, result);
  node.set(1, build.slice(padded, 2, sizes[2], kept));
}

constexpr OperatorEntry entries[] = {
    {"CausalConvWithState", 27, importCausalConvWithState},
    {"Conv", 1, importConv},
    {"ConvInteger", 10, importConvInteger},
    {"ConvTranspose", 1, importConvTranspose},
    {"QLinearConv", 10, importQLinearConv},
};

} // namespace

ArrayRef<OperatorEntry> convolutionOperators() { return entries; }

} // namespace tenon::onnx
