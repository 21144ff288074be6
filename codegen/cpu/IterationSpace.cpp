//===- IterationSpace.cpp - The loops of an elementwise kernel --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/cpu/IterationSpace.h"
#include "codegen/cpu/KernelFunction.h"

using namespace mlir;

namespace tenon::codegen {

/// Whether the dimensions in `selected` stand in the expression.
static bool mentions(AffineExpr expression, const llvm::SmallBitVector &selected) {
  WalkResult walk = expression.walk([&](AffineExpr part) {
    auto dim = dyn_cast<AffineDimExpr>(part);
    return dim && selected.test(dim.getPosition()) ? WalkResult::interrupt() : WalkResult::advance();
  });
  return walk.wasInterrupted();
}

/// Whether the expression is linear in the selected dimensions together, with
/// factors of symbols only.
static bool isLinear(AffineExpr expression, const llvm::SmallBitVector &selected) {
  auto binary = dyn_cast<AffineBinaryOpExpr>(expression);
  if (!binary || !mentions(expression, selected))
    return true;
  switch (expression.getKind()) {
  case AffineExprKind::Add:
    return isLinear(binary.getLHS(), selected) && isLinear(binary.getRHS(), selected);
  case AffineExprKind::Mul:
    return (isLinear(binary.getLHS(), selected) && binary.getRHS().isSymbolicOrConstant()) ||
           (isLinear(binary.getRHS(), selected) && binary.getLHS().isSymbolicOrConstant());
  default:
    return false;
  }
}

AffineExpr coefficientOf(kernel::LoadOp load, Value index) {
  MLIRContext *context = load.getContext();
  unsigned dims = load.getMap().getNumDims();
  llvm::SmallBitVector selected(dims);
  AffineExpr zero = getAffineConstantExpr(0, context);
  SmallVector<AffineExpr> zeros(dims, zero), ones(dims, zero);
  for (auto [i, operand] : llvm::enumerate(load.getIndices()))
    if (operand == index) {
      selected.set(i);
      ones[i] = getAffineConstantExpr(1, context);
    }
  AffineExpr offset = load.getMap().getResult(0);
  if (!isLinear(offset, selected))
    return nullptr;
  return graph::normalizeSize(offset.replaceDims(ones) - offset.replaceDims(zeros));
}

int64_t divideEvenly(int64_t count, int64_t limit) {
  limit = std::clamp<int64_t>(count, 1, limit);
  for (int64_t candidate = limit; 2 * candidate > limit; --candidate)
    if (count % candidate == 0)
      return candidate;
  return limit;
}

static SmallVector<kernel::LoadOp> loadsIn(Block &block) {
  SmallVector<kernel::LoadOp> loads;
  block.walk([&](kernel::LoadOp load) { loads.push_back(load); });
  return loads;
}

/// Whether all that reads the index is offsets of loads.
static bool usedInOffsetsOnly(Value index) {
  return llvm::all_of(index.getUses(), [](OpOperand &use) {
    auto load = dyn_cast<kernel::LoadOp>(use.getOwner());
    return load && llvm::is_contained(load.getIndices(), use.get()) && use.get().getType().isIndex();
  });
}

RegionContents::RegionContents(Region &region) {
  region.walk([&](Operation *op) {
    operations += !isa<arith::ConstantOp>(op);
    folds |= isa<kernel::FoldOp>(op);
    for (Type type : op->getResultTypes())
      if (isa<FloatType, IntegerType>(type))
        widestElement = std::max(widestElement, elementBytes(type));
  });
}

int64_t RegionContents::registerLanes(const CpuTarget &target) const {
  return target.vectorBits / 8 / std::clamp<int64_t>(widestElement, 1, 4);
}

IterationSpace::IterationSpace(kernel::ElementwiseOp op, const CpuTarget &target) {
  mergeDimensions(op);
  chooseLanes(op, target);
  findTransposedLoads(op);
  chooseNeighbours(op, target);
}

void IterationSpace::mergeDimensions(kernel::ElementwiseOp op) {
  ArrayRef<AffineExpr> sizes = op.getSizes().getSizes();
  Block &body = op.getBody().front();
  size_t inputs = op.getInputs().size();
  SmallVector<kernel::LoadOp> loads = loadsIn(body);
  auto index = [&](unsigned dim) { return body.getArgument(inputs + dim); };
  auto canMerge = [&](unsigned dim, const Loop &loop) {
    if (!usedInOffsetsOnly(index(dim)) || !usedInOffsetsOnly(index(loop.dim)))
      return false;
    return llvm::all_of(loads, [&](kernel::LoadOp load) {
      AffineExpr outer = coefficientOf(load, index(dim)), inner = coefficientOf(load, index(loop.dim));
      return outer && inner && graph::sameSize(outer, inner * loop.size);
    });
  };
  for (unsigned dim = sizes.size(); dim-- > 0;) {
    // The index of a unit dimension is 0.
    if (graph::constantSize(sizes[dim]) == 1)
      continue;
    if (!loops.empty() && canMerge(dim, loops.back()))
      loops.back().size = graph::multiplySizes(loops.back().size, sizes[dim]);
    else
      loops.push_back({dim, sizes[dim]});
  }
  if (loops.empty())
    loops.push_back({0, getAffineConstantExpr(1, op.getContext())});
  std::reverse(loops.begin(), loops.end());
}

void IterationSpace::chooseLanes(kernel::ElementwiseOp op, const CpuTarget &target) {
  RegionContents contents(op.getBody());
  int64_t registerLanes = contents.registerLanes(target);
  lanes = registerLanes;
  unroll = contents.operations <= 8 ? 4 : contents.operations <= 20 ? 2 : 1;
  folds = contents.folds;
  if (folds) {
    // Wide vectors hide the latency of a fold's chain of additions.
    int64_t registers = contents.operations <= 12 ? 4 : 2;
    if (std::optional<int64_t> size = graph::constantSize(inner().size))
      registers = divideEvenly(*size / registerLanes, registers);
    // Masks hold up to 64 lanes.
    lanes = std::min<int64_t>(registerLanes * llvm::bit_floor<uint64_t>(std::max<int64_t>(registers, 1)), 64);
    unroll = 1;
  }
  if (std::optional<int64_t> size = graph::constantSize(inner().size)) {
    lanes = std::min<int64_t>(lanes, llvm::bit_ceil<uint64_t>(std::max<int64_t>(*size, 1)));
    // Long loops are cut into pieces, which powers of two divide.
    if (*size < 64 * lanes)
      unroll = divideEvenly(*size / lanes, unroll);
  }
}

void IterationSpace::findTransposedLoads(kernel::ElementwiseOp op) {
  if (loops.size() < 2 || lanes == 1)
    return;
  Block &body = op.getBody().front();
  size_t inputs = op.getInputs().size();
  Value inner = body.getArgument(inputs + loops.back().dim);
  for (kernel::LoadOp load : body.getOps<kernel::LoadOp>()) {
    AffineExpr step = coefficientOf(load, inner);
    if (!step || graph::constantSize(step) == 0 || graph::constantSize(step) == 1 || load.getMask())
      continue;
    for (unsigned i = 0; i + 1 < loops.size(); ++i) {
      AffineExpr other = coefficientOf(load, body.getArgument(inputs + loops[i].dim));
      if (!other || graph::constantSize(other) != 1 || (transposedLoop && *transposedLoop != i))
        continue;
      transposedLoop = i;
      transposedLoads.push_back(load);
      break;
    }
  }
  if (transposedLoop) {
    unroll = 1;
    // Blocks are square, of the loaded type's register.
    lanes = std::min<int64_t>(lanes, 16);
  }
}

/// Accumulators that leave registers for what is multiplied.
constexpr int64_t mostNeighbours = 8;

void IterationSpace::chooseNeighbours(kernel::ElementwiseOp op, const CpuTarget &target) {
  if (!folds || transposedLoop || loops.size() < 2)
    return;
  std::optional<int64_t> size = graph::constantSize(loops[loops.size() - 2].size);
  if (!size)
    return;
  for (int64_t candidate = mostNeighbours; candidate > 1 && neighbours == 1; --candidate)
    if (*size % candidate == 0)
      neighbours = candidate;
  // Several chains of additions without wide vectors.
  int64_t registerLanes = RegionContents(op.getBody()).registerLanes(target);
  if (neighbours > 1)
    lanes = std::min(lanes, registerLanes * std::max<int64_t>(mostNeighbours / 2 / neighbours, 1));
}

} // namespace tenon::codegen
