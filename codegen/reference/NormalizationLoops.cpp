//===- NormalizationLoops.cpp - Softmax, normalization, attention -----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/reference/OpLoops.h"
#include "codegen/reference/RoundingNoise.h"
#include <cmath>
#include <limits>

using namespace mlir;
using namespace tenon::graph;
using llvm::createStringError;
using llvm::Expected;

namespace tenon::reference {

/// Softmax of `count` values `stride` apart, in place.
static void softmaxRow(double *row, int64_t count, int64_t stride, bool log) {
  double largest = -std::numeric_limits<double>::infinity(), sum = 0;
  for (int64_t i = 0; i < count; ++i)
    largest = std::isnan(row[i * stride]) ? NAN : std::isnan(largest) ? largest : std::fmax(largest, row[i * stride]);
  for (int64_t i = 0; i < count; ++i)
    sum += std::exp(row[i * stride] - largest);
  for (int64_t i = 0; i < count; ++i) {
    double shifted = row[i * stride] - largest;
    row[i * stride] = log ? shifted - std::log(sum) : std::exp(shifted) / sum;
  }
}

static void softmax(SoftmaxOp op, ReferenceTensor &result) {
  int64_t axis = op.getAxis(), size = result.sizes[axis];
  int64_t inner = productOf(ArrayRef(result.sizes).drop_front(axis + 1));
  int64_t outer = productOf(ArrayRef(result.sizes).take_front(axis));
  for (int64_t i = 0; i < outer * inner; ++i)
    softmaxRow(result.reals.data() + i / inner * inner * size + i % inner, size, inner, op.getLog());
}

static llvm::Error layerNorm(LayerNormOp op, Operands x, ReferenceTensor &result, RoundingNoise *noise) {
  int64_t size = productOf(ArrayRef(result.sizes).drop_front(op.getAxis()));
  const ReferenceTensor *scale = op.getScale() ? x[1] : nullptr, *bias = op.getBias() ? x.back() : nullptr;
  for (const ReferenceTensor *parameter : {scale, bias})
    if (parameter && parameter->elementCount() != size)
      return createStringError("graph.layer_norm of " + x[0]->describe() + " has a parameter " + parameter->describe());
  double epsilon = op.getEpsilon().convertToDouble();
  for (int64_t first = 0, count = result.elementCount(); first < count; first += size) {
    double mean = 0, squares = 0;
    if (!op.getRms()) {
      for (int64_t i = 0; i < size; ++i)
        mean += x[0]->reals[first + i];
      mean /= size;
    }
    for (int64_t i = 0; i < size; ++i)
      squares += (x[0]->reals[first + i] - mean) * (x[0]->reals[first + i] - mean);
    double deviation = std::sqrt(squares / size + epsilon);
    for (int64_t i = 0; i < size; ++i) {
      double element = x[0]->reals[first + i], factor = (scale ? scale->reals[i] : 1) / deviation;
      double added = bias ? bias->reals[i] : 0, value = (element - mean) * factor + added;
      if (noise) {
        double magnitude = (std::fabs(element) + std::fabs(mean)) * std::fabs(factor) + std::fabs(added);
        value = noise->off(value, magnitude, 1, RoundingNoise::bitsOfSum(result.elementType));
      }
      result.reals[first + i] = value;
    }
  }
  return llvm::Error::success();
}

Expected<ReferenceTensor> runNormalization(Operation *op, Operands x, Symbols symbols, RoundingNoise *noise) {
  Expected<ReferenceTensor> result = makeTensor(op->getResult(0).getType(), symbols);
  if (!result)
    return result;
  if (!llvm::all_of(x, [](const ReferenceTensor *tensor) { return tensor->isReal(); }))
    return createStringError(op->getName().getStringRef() + " of integers");
  if (result->elementCount() == 0)
    return result;
  if (auto layer = dyn_cast<LayerNormOp>(op)) {
    if (llvm::Error error = layerNorm(layer, x, *result, noise))
      return std::move(error);
    return result;
  }
  result->reals = x[0]->reals;
  softmax(cast<SoftmaxOp>(op), *result);
  return result;
}

namespace {

/// The mask of an attention, read as if it were repeated to [B..., L, S].
class MaskReader {
public:
  MaskReader(const ReferenceTensor *mask, ArrayRef<int64_t> scores) : mask(mask), scores(scores) {
    if (!mask)
      return;
    SmallVector<int64_t> own = stridesOf(mask->sizes);
    int64_t missing = scores.size() - mask->rank();
    strides.assign(scores.size(), 0);
    for (int64_t i = 0; i < mask->rank(); ++i)
      if (mask->sizes[i] != 1)
        strides[missing + i] = own[i];
  }

  bool fits() const {
    if (!mask)
      return true;
    int64_t missing = scores.size() - mask->rank();
    for (int64_t i = 0; i < mask->rank(); ++i)
      if (missing < 0 || (mask->sizes[i] != 1 && mask->sizes[i] != scores[missing + i]))
        return false;
    return mask->isReal() || mask->elementType.isInteger(1);
  }

  /// A score with the mask's element at `position` of the scores applied.
  double apply(double score, int64_t position) const {
    if (!mask)
      return score;
    int64_t at = 0;
    for (size_t axis = scores.size(); axis-- > 0; position /= scores[axis])
      at += position % scores[axis] * strides[axis];
    if (mask->isReal())
      return score + mask->reals[at];
    return mask->integers[at] ? score : -std::numeric_limits<double>::infinity();
  }

private:
  const ReferenceTensor *mask;
  ArrayRef<int64_t> scores;
  SmallVector<int64_t> strides;
};

} // namespace

Expected<ReferenceTensor> runAttention(AttentionOp op, Operands x, Symbols symbols, RoundingNoise *noise) {
  Expected<ReferenceTensor> result = makeTensor(op.getType(), symbols);
  if (!result)
    return result;
  const ReferenceTensor &query = *x[0], &key = *x[1], &value = *x[2];
  int64_t rank = query.rank(), batches = productOf(ArrayRef(query.sizes).drop_back(2));
  int64_t length = query.sizes[rank - 2], width = query.sizes[rank - 1];
  int64_t positions = key.sizes[rank - 2], columns = value.sizes[rank - 1];
  SmallVector<int64_t> scoreSizes(ArrayRef(query.sizes).drop_back(1));
  scoreSizes.push_back(positions);
  MaskReader mask(op.getMask() ? x[3] : nullptr, scoreSizes);
  if (!mask.fits() || key.elementCount() != batches * positions * width ||
      value.elementCount() != batches * positions * columns || !query.isReal() || !key.isReal() || !value.isReal())
    return createStringError("graph.attention of " + query.describe() + ", " + key.describe() + ", " +
                             value.describe() + (op.getMask() ? " with mask " + x[3]->describe() : ""));
  double scale = op.getScale().convertToDouble();
  unsigned bits = RoundingNoise::bitsOfSum(query.elementType);
  std::vector<double> scores(length * positions), magnitudes(noise ? scores.size() : 0);
  SmallVector<ReferenceTensor> absolutes;
  if (noise)
    absolutes = {magnitudesOf(query), magnitudesOf(key)};
  for (int64_t batch = 0; batch < batches; ++batch) {
    multiplyMatrices(query.reals.data() + batch * length * width, key.reals.data() + batch * positions * width,
                     scores.data(), length, positions, width, /*transposedRight=*/true);
    if (noise)
      multiplyMatrices(absolutes[0].reals.data() + batch * length * width,
                       absolutes[1].reals.data() + batch * positions * width, magnitudes.data(), length, positions,
                       width, /*transposedRight=*/true);
    for (int64_t row = 0; row < length; ++row) {
      for (int64_t column = 0; column < positions; ++column) {
        int64_t at = row * positions + column;
        if (noise)
          scores[at] = noise->off(scores[at], magnitudes[at], width, bits);
        scores[at] = mask.apply(scores[at] * scale, batch * length * positions + at);
        if (noise)
          scores[at] = noise->off(scores[at], std::fabs(scores[at]), 1, bits);
        if (op.getCausal() && column > row)
          scores[at] = -std::numeric_limits<double>::infinity();
      }
      softmaxRow(scores.data() + row * positions, positions, 1, false);
    }
    multiplyMatrices(scores.data(), value.reals.data() + batch * positions * columns,
                     result->reals.data() + batch * length * columns, length, columns, positions, false);
  }
  return result;
}

} // namespace tenon::reference
