//===- Shapes.cpp - Operators that give the same elements another shape --===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/ShapeFunctions.h"
#include "frontend/onnx/DataAxes.h"
#include "frontend/onnx/OperatorTable.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

//===----------------------------------------------------------------------===//
// Reshape
//===----------------------------------------------------------------------===//

/// The sizes of a Reshape where only a run can tell whether the elements are as many: what is left for -1 is computed, and
/// the run compares. Nothing where it never fits.
std::optional<Shape> reshapedSizesAtRun(NodeImport &node, ShapeRef from, Shape asked) {
  CheckedBuilder &build = node.build;
  AffineExpr count = elementCount(build.getContext(), from), known = build.constant(1), *open = nullptr;
  for (AffineExpr &size : asked) {
    std::optional<int64_t> number = constantSize(size);
    if (number && *number < 0 && (*number < -1 || open))
      return std::nullopt;
    if (number == -1)
      open = &size;
    else
      known = multiplySizes(known, size);
  }
  if (!open)
    return constantSize(normalizeSize(count - known)) ? std::nullopt : std::optional<Shape>(asked);
  if (constantSize(count) && constantSize(known))
    return std::nullopt;
  Value divisor = build.elementwise<MaxOp>(build.size(known), build.size(build.constant(1)));
  *open = node.importer.defineSize(build.elementwise<FloorDivOp>(build.size(count), divisor));
  return asked;
}

/// The sizes that a Reshape asks for where they are known: 0 copies the
/// operand's size, -1 is what is left.
Shape reshapedSizes(NodeImport &node, Value x, Shape asked) {
  Shape from = shapeOf(x);
  if (!node.integer("allowzero", 0))
    for (auto [i, size] : llvm::enumerate(asked))
      if (constantSize(size) == 0) {
        if (i >= from.size())
          throw ImportError("size " + Twine(i) + " of the new shape is 0, which copies a size that " + describe(x) +
                            " does not have");
        size = from[i];
      }
  std::string error;
  FailureOr<Shape> result = reshapeShape(from, asked, error);
  if (succeeded(result))
    return *result;
  if (std::optional<Shape> checked = reshapedSizesAtRun(node, from, asked))
    return *checked;
  throw ImportError(describe(x) + " cannot be reshaped: " + error);
}

/// The sizes of a Reshape to a shape that is data: computed by the graph.
Shape reshapedAtRun(NodeImport &node, Value x, Value asked) {
  CheckedBuilder &build = node.build;
  Type integer = build.getI64Type();
  int64_t rank = cast<RankedTensorType>(asked.getType()).getShape()[0];
  if (ShapedType::isDynamic(rank))
    throw ImportError("the number of new dimensions must be known when the model is compiled");
  asked = build.cast(asked, integer);
  Shape from = shapeOf(x), vector{build.constant(rank)};
  if (!node.integer("allowzero", 0)) {
    Shape copied(from.begin(), from.begin() + std::min<size_t>(from.size(), rank));
    copied.resize(rank, build.constant(0));
    Value isZero = build.compare(Predicate::eq, asked, build.fillInteger(0, vector, integer));
    asked = build.select(isZero, build.sizes(copied), asked);
  }
  // The product of the others is minus that of all where one is -1.
  Value isRest = build.compare(Predicate::eq, asked, build.fillInteger(-1, vector, integer));
  Value others = build.reduce(ReductionKind::product, build.select(isRest, build.fillInteger(1, vector, integer), asked), {0});
  others = build.elementwise<MaxOp>(others, build.fillInteger(1, {}, integer));
  Value rest = build.elementwise<FloorDivOp>(build.size(elementCount(build.getContext(), from)), others);
  Value all = build.select(isRest, build.broadcast(rest, vector), asked);
  return definedShape(node, all);
}

void importReshape(NodeImport &node) {
  Value x = node.tensor(0);
  if (rankOf(node.tensor(1)) != 1)
    throw ImportError("the new shape should be a vector, got " + describe(node.tensor(1)));
  std::optional<Shape> asked = node.knownSizes(1);
  node.set(0, node.build.reshape(x, asked ? reshapedSizes(node, x, *asked) : reshapedAtRun(node, x, node.tensor(1))));
}

void importFlatten(NodeImport &node) {
  Value x = node.tensor(0);
  int64_t axis = node.integer("axis", 1), rank = rankOf(x);
  if (axis < -rank || axis > rank)
    throw ImportError("axis " + Twine(axis) + " is out of range for a tensor of " + Twine(rank) + " dimensions");
  axis = axis < 0 ? axis + rank : axis;
  Shape sizes = shapeOf(x);
  MLIRContext *context = node.build.getContext();
  node.set(0, node.build.reshape(x, {elementCount(context, ShapeRef(sizes).take_front(axis)),
                                     elementCount(context, ShapeRef(sizes).drop_front(axis))}));
}

void importSqueeze(NodeImport &node) {
  Value x = node.tensor(0);
  if (Value axes = node.dataAxes(1, 13))
    return node.set(0, node.build.reshape(x, splitAxes(node, x, axes, /*needsDropped=*/true).dropped));
  Shape sizes = shapeOf(x), result;
  std::optional<SmallVector<int64_t>> axes = node.axesFrom(1, "axes", 13, rankOf(x));
  for (auto [axis, size] : llvm::enumerate(sizes)) {
    bool isNamed = axes && llvm::is_contained(*axes, static_cast<int64_t>(axis)), isOne = constantSize(size) == 1;
    if (isNamed && !isOne && constantSize(size))
      throw ImportError("dimension " + Twine(axis) + " of " + describe(x) + " is not 1 and cannot be taken out");
    if (axes ? !isNamed : !isOne)
      result.push_back(size);
  }
  node.set(0, node.build.reshape(x, result));
}

void importUnsqueeze(NodeImport &node) {
  Value x = node.tensor(0);
  if (Value axes = node.dataAxes(1, 13))
    return node.set(0, node.build.reshape(x, insertedAxes(node, x, axes)));
  std::optional<SmallVector<int64_t>> given = node.version < 13 ? node.integers("axes") : node.integers(1, "the axes");
  if (!given)
    throw ImportError("its axes are missing");
  SmallVector<int64_t> axes = node.axes(*given, rankOf(x) + static_cast<int64_t>(given->size()));
  Shape from = shapeOf(x), result;
  size_t next = 0;
  for (size_t axis = 0; axis < from.size() + axes.size(); ++axis)
    result.push_back(llvm::is_contained(axes, static_cast<int64_t>(axis)) ? node.build.constant(1) : from[next++]);
  node.set(0, node.build.reshape(x, result));
}

void importTranspose(NodeImport &node) {
  Value x = node.tensor(0);
  int64_t rank = rankOf(x);
  SmallVector<int64_t> permutation = llvm::to_vector(llvm::reverse(llvm::seq<int64_t>(0, rank)));
  if (auto given = node.integers("perm"))
    permutation = node.axes(*given, rank);
  if (static_cast<int64_t>(permutation.size()) != rank)
    throw ImportError("its attribute 'perm' has " + Twine(permutation.size()) + " numbers for " + describe(x));
  node.set(0, node.build.transpose(x, permutation));
}

//===----------------------------------------------------------------------===//
// Repetition
//===----------------------------------------------------------------------===//

void importExpand(NodeImport &node) {
  Value x = node.tensor(0);
  Shape asked = node.sizes(1);
  // The shape is that of another operand: what it has as 1 is x's size.
  Value pattern = node.build.fill(0, asked, elementOf(x));
  node.set(0, node.broadcast({x, pattern}).front());
}

void importTile(NodeImport &node) {
  Value x = node.tensor(0);
  Shape sizes = shapeOf(x), repeats = node.sizes(1);
  if (repeats.size() != sizes.size())
    throw ImportError("there are " + Twine(repeats.size()) + " repeats for " + describe(x));
  // [a, b] repeated by [m, n] is [1, a, 1, b] broadcast to [m, a, n, b], then joined.
  Shape parted, repeated, joined;
  for (auto [size, times] : llvm::zip_equal(sizes, repeats)) {
    parted.append({node.build.constant(1), size});
    repeated.append({times, size});
    joined.push_back(multiplySizes(times, size));
  }
  CheckedBuilder &build = node.build;
  node.set(0, build.reshape(build.broadcast(build.reshape(x, parted), repeated), joined));
}

//===----------------------------------------------------------------------===//
// Blocks
//===----------------------------------------------------------------------===//

struct Blocks {
  Value x;
  int64_t size;
  Shape sizes; // batch, channels, height, width
};

Blocks blocksOf(NodeImport &node) {
  Blocks blocks{node.tensor(0), node.integer("blocksize"), shapeOf(node.tensor(0))};
  if (blocks.sizes.size() != 4 || blocks.size < 1)
    throw ImportError("expected [batch, channels, height, width] and a block size of 1 or more, got " +
                      describe(blocks.x) + " and " + Twine(blocks.size));
  return blocks;
}

void importDepthToSpace(NodeImport &node) {
  auto [x, block, sizes] = blocksOf(node);
  CheckedBuilder &build = node.build;
  AffineExpr side = build.constant(block), depth = normalizeSize(sizes[1].floorDiv(block * block));
  bool isRowFirst = node.text("mode", "DCR") == "DCR";
  Shape parted = isRowFirst ? Shape{sizes[0], side, side, depth, sizes[2], sizes[3]}
                            : Shape{sizes[0], depth, side, side, sizes[2], sizes[3]};
  SmallVector<int64_t> order = isRowFirst ? SmallVector<int64_t>{0, 3, 4, 1, 5, 2} : SmallVector<int64_t>{0, 1, 4, 2, 5, 3};
  node.set(0, build.reshape(build.transpose(build.reshape(x, parted), order),
                            {sizes[0], depth, multiplySizes(sizes[2], side), multiplySizes(sizes[3], side)}));
}

void importSpaceToDepth(NodeImport &node) {
  auto [x, block, sizes] = blocksOf(node);
  CheckedBuilder &build = node.build;
  AffineExpr side = build.constant(block);
  AffineExpr height = normalizeSize(sizes[2].floorDiv(block)), width = normalizeSize(sizes[3].floorDiv(block));
  Value parted = build.reshape(x, {sizes[0], sizes[1], height, side, width, side});
  // The channels of the result count columns, rows and channels of the input: which of them slowest is the mode.
  std::string mode = node.text("mode", "DCR");
  if (mode != "DCR" && mode != "CRD")
    throw ImportError("its attribute 'mode' is '" + mode + "', expected DCR or CRD");
  SmallVector<int64_t> order{0, 3, 5, 1, 2, 4};
  if (mode == "CRD")
    order = {0, 1, 3, 5, 2, 4};
  node.set(0, build.reshape(build.transpose(parted, order),
                            {sizes[0], multiplySizes(sizes[1], build.constant(block * block)), height, width}));
}

//===----------------------------------------------------------------------===//
// Shapes as values
//===----------------------------------------------------------------------===//

void importShape(NodeImport &node) {
  Shape sizes = shapeOf(node.tensor(0));
  int64_t rank = sizes.size();
  auto clamped = [&](StringRef name, int64_t otherwise) {
    int64_t value = node.integer(name, otherwise);
    return std::clamp<int64_t>(value < 0 ? value + rank : value, 0, rank);
  };
  int64_t start = clamped("start", 0), end = std::max(start, clamped("end", rank));
  node.set(0, node.build.sizes(ShapeRef(sizes).slice(start, end - start)));
}

void importSize(NodeImport &node) {
  node.set(0, node.build.size(elementCount(node.build.getContext(), shapeOf(node.tensor(0)))));
}

constexpr OperatorEntry entries[] = {
    {"DepthToSpace", 1, importDepthToSpace, 1},
    {"Expand", 8, importExpand, 1},
    {"Flatten", 1, importFlatten, 1},
    {"Reshape", 5, importReshape, 1},
    {"Shape", 1, importShape, 1},
    {"Size", 1, importSize, 1},
    {"SpaceToDepth", 1, importSpaceToDepth, 1},
    {"Squeeze", 1, importSqueeze, 1},
    {"Tile", 6, importTile, 1},
    {"Transpose", 1, importTranspose, 1},
    {"Unsqueeze", 1, importUnsqueeze, 1},
};

} // namespace

ArrayRef<OperatorEntry> shapeOperators() { return entries; }

} // namespace tenon::onnx
