//===- Comparison.cpp - Compares computed tensors with expected ones --===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/reference/Comparison.h"
#include "dialects/graph/Calls.h"
#include "mlir/IR/SymbolTable.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/Format.h"
#include <cmath>
#include <limits>

using namespace mlir;
using namespace tenon::graph;

namespace tenon::reference {

/// The distance from 1 to the next number of a float type.
static double epsilonOf(Type elementType) {
  auto type = dyn_cast<FloatType>(elementType);
  return type ? std::ldexp(1, 1 - static_cast<int>(type.getFPMantissaWidth())) : 0;
}

int64_t reductionLengthOf(Operation *op, ArrayRef<int64_t> symbols) {
  auto size = [&](Value value, int64_t fromEnd) {
    Shape shape = shapeOf(value.getType());
    return evaluateSize(shape[shape.size() - fromEnd], symbols);
  };
  auto sizeFrom = [&](Value value, int64_t axis) {
    int64_t product = 1;
    graph::Shape sizes = graph::shapeOf(value.getType());
    for (AffineExpr expression : ArrayRef(sizes).drop_front(axis))
      product *= evaluateSize(expression, symbols);
    return product;
  };
  return TypeSwitch<Operation *, int64_t>(op)
      .Case([&](MatmulOp product) { return size(product.getLhs(), 1); })
      .Case([&](PackedMatmulOp product) { return size(product.getLhs(), 1); })
      .Case([&](AttentionOp attention) { return size(attention.getQuery(), 1) + size(attention.getKey(), 2); })
      .Case([&](SoftmaxOp softmax) {
        return evaluateSize(shapeOf(softmax.getOperand().getType())[softmax.getAxis()], symbols);
      })
      .Case([&](LayerNormOp norm) { return sizeFrom(norm.getOperand(), norm.getAxis()); })
      .Case([&](ScanOp scan) { return evaluateSize(shapeOf(scan.getType())[scan.getAxis()], symbols); })
      .Case<ScatterOp, ScatterAlongOp>([&](auto scatter) {
        bool adds = scatter.getKind() == ScatterKind::sum || scatter.getKind() == ScatterKind::product;
        return adds ? sizeFrom(scatter.getIndices(), 0) : 0;
      })
      .Case([&](ReduceOp reduce) {
        int64_t length = 1;
        if (reduce.getKind() == ReductionKind::sum || reduce.getKind() == ReductionKind::product)
          for (int64_t axis : reduce.getAxes())
            length *= evaluateSize(shapeOf(reduce.getOperand().getType())[axis], symbols);
        return length;
      })
      .Case([&](ConvolutionOp convolution) { return sizeFrom(convolution.getWeight(), 1); })
      .Case([&](TileTransformOp transform) { return transform.getColumns() * transform.getColumns(); })
      .Case([&](WindowReduceOp reduce) {
        bool adds = reduce.getKind() == ReductionKind::sum || reduce.getKind() == ReductionKind::product;
        return adds ? productOf(reduce.getWindow()) : 1;
      })
      .Default([](Operation *) { return 0; });
}

namespace {

/// Follows values to what they are made of.
class OriginFinder {
public:
  void visit(ValueRange results, ArrayRef<int64_t> symbols, int64_t repetitions);

  RoundingOrigin origin;

private:
  void visitCallees(ControlOpInterface op, ArrayRef<int64_t> symbols, int64_t repetitions);

  /// Callees count once: where they are called from makes no difference.
  llvm::DenseSet<Operation *> seen;
};

} // namespace

void OriginFinder::visit(ValueRange results, ArrayRef<int64_t> symbols, int64_t repetitions) {
  llvm::SetVector<Value> values(results.begin(), results.end());
  for (size_t i = 0; i < values.size(); ++i) {
    Value value = values[i];
    origin.epsilon = std::max(origin.epsilon, epsilonOf(cast<RankedTensorType>(value.getType()).getElementType()));
    Operation *op = value.getDefiningOp();
    if (!op)
      continue;
    values.insert(op->operand_begin(), op->operand_end());
    if (auto control = dyn_cast<ControlOpInterface>(op))
      visitCallees(control, symbols, repetitions);
    op->walk([&](Operation *inner) { origin.reductionLength += repetitions * reductionLengthOf(inner, symbols); });
  }
}

void OriginFinder::visitCallees(ControlOpInterface op, ArrayRef<int64_t> symbols, int64_t repetitions) {
  if (auto loop = dyn_cast<LoopOp>(*op); loop && loop.getCount())
    repetitions *= std::max<int64_t>(1, evaluateSize(loop.getCount()->getSizes().front(), symbols));
  for (FlatSymbolRefAttr name : op.getCallees()) {
    FunctionOpInterface callee = lookupCallee(op, name);
    std::string error;
    FailureOr<Shape> bound = bindCallee(callee, passedTypes(op), error);
    if (failed(bound) || !seen.insert(callee).second)
      continue;
    SmallVector<int64_t> values = evaluateBinding(*bound, symbols);
    visit(callee.getFunctionBody().front().getTerminator()->getOperands(), values, repetitions);
  }
}

RoundingOrigin roundingOrigin(Value result, ArrayRef<int64_t> symbols) {
  OriginFinder finder;
  finder.visit(result, symbols, /*repetitions=*/1);
  return finder.origin;
}

double toleranceOf(RoundingOrigin origin) {
  constexpr double halfPrecision = 0x1p-10;
  double elementwise = origin.epsilon >= halfPrecision ? 1 : 8;
  return origin.epsilon * (elementwise + 2 * std::sqrt(static_cast<double>(origin.reductionLength)));
}

static SmallVector<int64_t> indexOf(int64_t position, ArrayRef<int64_t> sizes) {
  SmallVector<int64_t> index(sizes.size());
  for (size_t axis = sizes.size(); axis-- > 0; position /= sizes[axis])
    index[axis] = position % sizes[axis];
  return index;
}

/// How far apart two numbers are: infinitely where only one is a number.
static double distance(double expected, double got) {
  if (expected == got || (std::isnan(expected) && std::isnan(got)))
    return 0;
  double apart = std::fabs(expected - got);
  return std::isfinite(apart) ? apart : std::numeric_limits<double>::infinity();
}

/// What may be rounded away at the bottom of the range of a float type: below
/// f32's normal numbers, and a few of the least steps of f16.
static double smallestOf(Type type) {
  return type.isF64() ? 0 : type.isF16() ? std::ldexp(1, -22) : 2 * std::numeric_limits<float>::min();
}

double largestMagnitude(const ReferenceTensor &tensor) {
  double largest = 0;
  for (double value : tensor.reals)
    if (std::isfinite(value))
      largest = std::max(largest, std::fabs(value));
  return largest;
}

ComparisonResult compareTensors(const ReferenceTensor &expected, const ReferenceTensor &got, double tolerance) {
  ComparisonResult result;
  if (expected.elementType != got.elementType || expected.sizes != got.sizes) {
    result.mismatch = "expected " + expected.describe() + ", got " + got.describe();
    return result;
  }
  result.elements = expected.elementCount();
  double largest = largestMagnitude(expected);
  for (int64_t i = 0; i < result.elements; ++i) {
    double a = expected.real(i), b = got.real(i), apart = distance(a, b);
    // 64-bit integers can differ where their doubles are equal.
    if (!expected.isReal() && apart == 0 && expected.integers[i] != got.integers[i])
      apart = std::fabs(static_cast<double>(expected.integers[i] - got.integers[i]));
    if (apart == 0)
      continue;
    double relative = largest > 0 ? apart / largest : apart;
    auto here = [&] { return Difference{indexOf(i, expected.sizes), a, b, apart, relative}; };
    if (!result.worst || apart > result.worst->absolute)
      result.worst = here();
    if (!expected.isReal() || apart > std::max(tolerance, smallestOf(expected.elementType))) {
      ++result.differing;
      if (!result.first)
        result.first = here();
    }
  }
  return result;
}

static void print(llvm::raw_ostream &stream, const Difference &difference) {
  stream << '[';
  llvm::interleaveComma(difference.index, stream);
  stream << "]: expected " << llvm::format("%.9g", difference.expected) << ", got "
         << llvm::format("%.9g", difference.got) << " (off by " << llvm::format("%.3g", difference.absolute) << ", "
         << llvm::format("%.3g", difference.relative) << " of the largest)";
}

std::string ComparisonResult::describe(StringRef name) const {
  std::string text;
  llvm::raw_string_ostream stream(text);
  stream << name << ": ";
  if (!mismatch.empty()) {
    stream << mismatch;
  } else if (first) {
    stream << differing << " of " << elements << " values differ; the first at ";
    print(stream, *first);
    if (worst->index != first->index) {
      stream << "; the worst at ";
      print(stream, *worst);
    }
  } else {
    stream << elements << " values agree";
    if (worst) {
      stream << "; the furthest at ";
      print(stream, *worst);
    }
  }
  return text;
}

} // namespace tenon::reference
