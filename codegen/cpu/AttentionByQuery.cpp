//===- AttentionByQuery.cpp - Attention of few queries ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Where a token is generated after another there is one query, and all that
// counts is how fast keys and values are read. One query at a time:
//
//   S[s] = sum over e of q[e] * K[s][e]    vectors along e, for as many keys at
//                                          once as there are lanes; transposed
//                                          in registers, they add up to scores
//   O[v] = sum over s of P[s] * V[s][v]    vectors along v
//
// Long rows of keys are visited in blocks with the online softmax, as in
// AttentionEmitter.cpp.

#include "codegen/cpu/AttentionEmitter.h"
#include "codegen/cpu/RegisterTranspose.h"
#include "dialects/graph/SymbolicShape.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;

namespace tenon::codegen {

/// The query's vectors stay in registers, as far as there are any.
static constexpr int64_t mostVectors = 16;

bool AttentionEmitter::canAttendByQuery() {
  auto fits = [&](AffineExpr size) {
    std::optional<int64_t> known = graph::constantSize(size);
    return known && *known % lanes == 0 && *known / lanes <= mostVectors;
  };
  return memoryType == elementType && fits(headSize()) && fits(sizes.back()) && isContiguous(op.getQueryMap()) &&
         isContiguous(op.getKeyMap()) && isContiguous(op.getValueMap()) && isContiguous(op.getResultMap());
}

void AttentionEmitter::emitQuery(Value query) {
  Value row = addressOf(memoryType, function->input(0), offset(op.getQueryMap(), query, constant(0)));
  Value scale = splat(op.getScale().convertToDouble());
  SmallVector<Value> elements;
  for (int64_t e = 0; e < *graph::constantSize(headSize()); e += lanes)
    elements.push_back(arith::MulFOp::create(builder, location, load(row, constant(e)), scale));
  int64_t columns = *graph::constantSize(sizes.back());
  for (int64_t v = 0; v < columns; v += lanes)
    store(splat(0), rowResults, constant(v));

  Value lowest = splat(-std::numeric_limits<double>::infinity());
  Value keys = op.getCausal() ? least(keyCount, add(query, constant(1))) : keyCount;
  SmallVector<Value> last = emitLoop(
      builder, location, constant(0), keys, constant(keysOfRow), {lowest, splat(0)}, [&](Value firstKey, ValueRange carried) {
        Value count = least(sub(keys, firstKey), constant(keysOfRow));
        Value here = scoreKeys(query, elements, firstKey, count);
        Value before = carried[0];
        Value greatest = arith::MaximumFOp::create(
            builder, location, before,
            spread(vector::ReductionOp::create(builder, location, vector::CombiningKind::MAXIMUMF, here)));
        Value shift = shiftOf(greatest);
        Value factor = probabilityOf(arith::SubFOp::create(builder, location, before, shift));
        Value sum = addProbabilities(shift, count, arith::MulFOp::create(builder, location, carried[1], factor));
        addValues(firstKey, count, factor);
        return SmallVector<Value>{greatest, sum};
      });
  auto total = vector::ReductionOp::create(builder, location, vector::CombiningKind::ADD, last[1], arith::FastMathFlags::reassoc);
  Value inverse = arith::DivFOp::create(builder, location, splat(1), spread(total));
  Value output = addressOf(memoryType, function->output(0), offset(op.getResultMap(), query, constant(0)));
  for (int64_t v = 0; v < columns; v += lanes)
    store(arith::MulFOp::create(builder, location, load(rowResults, constant(v)), inverse), output, constant(v));
}

/// Scores of keys firstKey + 0 .. count in scratch memory, whole vectors of them; and the largest by lanes.
Value AttentionEmitter::scoreKeys(Value query, ArrayRef<Value> elements, Value firstKey, Value count) {
  Block &score = op.getScore().front();
  unsigned argument = op.getInputs().size();
  Value lowest = splat(-std::numeric_limits<double>::infinity());
  return emitLoop(builder, location, constant(0), count, constant(lanes), {lowest},
                  [&](Value key, ValueRange carried) {
                    Value position = add(firstKey, key);
                    Value active = firstLanes(builder, location, sub(count, key), lanes);
                    body->bindElements(score.getArgument(argument), scoresOfLanes(elements, position));
                    for (auto [i, index] : llvm::enumerate(batch))
                      body->bindUniform(score.getArgument(argument + 1 + i), index);
                    body->bindUniform(score.getArgument(argument + 1 + batch.size()), query);
                    body->bindLaneIndex(score.getArgument(argument + 2 + batch.size()), position);
                    Value value = spread(body->emit(score, lanes, active).front());
                    value = arith::SelectOp::create(builder, location, active, value, lowest);
                    store(value, rowScores, key);
                    Value greatest = arith::MaximumFOp::create(builder, location, carried[0], value);
                    return SmallVector<Value>{greatest};
                  })
      .front();
}

/// The products of the query with the keys from `position` on, one a lane; beyond the last key that again.
Value AttentionEmitter::scoresOfLanes(ArrayRef<Value> elements, Value position) {
  SmallVector<Value> partial;
  for (int64_t lane = 0; lane < lanes; ++lane) {
    Value key = least(add(position, constant(lane)), sub(keyCount, constant(1)));
    Value row = addressOf(memoryType, function->input(1), offset(op.getKeyMap(), key, constant(0)));
    Value sum;
    for (auto [i, element] : llvm::enumerate(elements)) {
      Value part = load(row, constant(static_cast<int64_t>(i) * lanes));
      sum = sum ? multiplyAdd(builder, location, element, part, sum, target.hasFma)
                : arith::MulFOp::create(builder, location, element, part).getResult();
    }
    partial.push_back(sum);
  }
  SmallVector<Value> terms = transposeRegisters(builder, location, partial);
  while (terms.size() > 1) {
    SmallVector<Value> halves;
    for (size_t i = 0; i < terms.size(); i += 2)
      halves.push_back(arith::AddFOp::create(builder, location, terms[i], terms[i + 1]));
    terms = halves;
  }
  return terms.front();
}

/// exp(score - shift) in place; `sum` with them added, by lanes.
Value AttentionEmitter::addProbabilities(Value shift, Value count, Value sum) {
  return emitLoop(builder, location, constant(0), count, constant(lanes), {sum},
                  [&](Value key, ValueRange carried) {
                    Value shifted = arith::SubFOp::create(builder, location, load(rowScores, key), shift);
                    Value probability = probabilityOf(shifted);
                    store(probability, rowScores, key);
                    Value total = arith::AddFOp::create(builder, location, carried[0], probability);
                    return SmallVector<Value>{total};
                  })
      .front();
}

/// O = factor O + P V for the keys of this block.
void AttentionEmitter::addValues(Value firstKey, Value count, Value factor) {
  int64_t vectors = *graph::constantSize(sizes.back()) / lanes;
  MicroKernelOperands operands;
  operands.lhsRows = {rowScores};
  operands.lhsDepthStride = constant(1);
  Value values = addressOf(memoryType, function->input(2), offset(op.getValueMap(), firstKey, constant(0)));
  operands.rhsVectors = adjacentVectors(builder, location, elementType, values, vectors, lanes);
  operands.rhsDepthStride = stride(op.getValueMap(), sizes.size() - 2);
  operands.depth = count;
  operands.lhsElementType = operands.elementType = elementType;
  operands.lanes = lanes;
  SmallVector<Value> initial;
  for (int64_t v = 0; v < vectors; ++v)
    initial.push_back(arith::MulFOp::create(builder, location, load(rowResults, constant(v * lanes)), factor));
  SmallVector<Value> sums = emitMicroKernel(builder, location, operands, initial, target);
  for (int64_t v = 0; v < vectors; ++v)
    store(sums[v], rowResults, constant(v * lanes));
}

} // namespace tenon::codegen
