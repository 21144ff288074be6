//===- Reductions.cpp - Functions of many elements ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Formula.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>
#include <limits>

namespace tenon {

using namespace frontend;

namespace {

using Kind = graph::ReductionKind;

/// The sizes with those of `axes` set to 1.
graph::Shape keptSizes(graph::ShapeRef sizes, llvm::ArrayRef<int64_t> axes) {
  graph::Shape kept(sizes);
  for (int64_t axis : axes)
    kept[axis] = constantExpression(1);
  return kept;
}

NodePtr reduceKeeping(Kind kind, const NodePtr &node, llvm::ArrayRef<int64_t> axes, bool keepdim, ScalarType dtype,
                      SourceLocation here) {
  NodePtr result = frontend::reduce(kind, node, axes, dtype, here);
  return keepdim ? frontend::reshape(result, keptSizes(node->sizes, axes), here) : result;
}

/// How many elements the axes have.
mlir::AffineExpr countOf(const NodePtr &node, llvm::ArrayRef<int64_t> axes) {
  graph::Shape sizes;
  for (int64_t axis : axes)
    sizes.push_back(node->sizes[axis]);
  return graph::elementCount(&context(), sizes);
}

void refuseEmpty(const char *op, const NodePtr &node, llvm::ArrayRef<int64_t> axes, SourceLocation here) {
  if (graph::constantSize(countOf(node, axes)) == 0)
    fail(op, "there is no element to choose in " + node->describe(), here);
}

void refuseBool(const char *op, const Tensor &self, SourceLocation here) {
  if (self.dtype(here) == kBool)
    fail(op, "needs numbers, got " + nodeOf(self, here)->describe() + ": convert with to(kByte)", here);
}

ScalarType sumType(ScalarType type) { return isFloatingType(type) ? type : kLong; }

Tensor sumOver(Kind kind, const char *op, const Tensor &self, const IntArrayRef &dim, bool keepdim,
               std::optional<ScalarType> dtype, SourceLocation here) {
  NodePtr node = nodeOf(self, here);
  auto axes = wrapDims(dim, node->sizes.size(), op, here);
  ScalarType type = dtype.value_or(sumType(node->dtype));
  // Sums of 16-bit floats are rounded once, at the end.
  ScalarType inner = isFloatingType(type) ? formulaType(type) : type;
  NodePtr total = reduceKeeping(kind, cast(cast(node, type, here), inner, here), axes, keepdim, inner, here);
  return makeTensor(cast(total, type, here));
}

Tensor extreme(Kind kind, const char *op, const Tensor &self, const IntArrayRef &dim, bool keepdim,
               SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  auto axes = wrapDims(dim, node->sizes.size(), op, here);
  refuseEmpty(op, node, axes, here);
  if (node->dtype == kBool)
    kind = kind == Kind::max ? Kind::any : Kind::all;
  return makeTensor(reduceKeeping(kind, node, axes, keepdim, node->dtype, here));
}

Tensor argument(Kind kind, const char *op, const Tensor &self, std::optional<int64_t> dim, bool keepdim,
                SourceLocation here) {
  NodePtr node = nodeOf(self, here);
  int64_t rank = node->sizes.size();
  if (node->dtype == kBool)
    node = cast(node, kByte, here);
  graph::Shape kept = node->sizes;
  int64_t axis = 0;
  if (dim && rank) {
    axis = wrapDim(*dim, rank, op, here);
    kept[axis] = constantExpression(1);
  } else {
    node = frontend::reshape(node, {graph::elementCount(&context(), node->sizes)}, here);
    kept.assign(rank, constantExpression(1));
  }
  refuseEmpty(op, node, {axis}, here);
  graph::Shape sizes = node->sizes;
  sizes.erase(sizes.begin() + axis);
  NodePtr result = makeOp("graph.arg_reduce", {node},
                          {attribute("kind", graph::ReductionKindAttr::get(&context(), kind)), attribute("axis", axis)},
                          sizes, kLong, here);
  return makeTensor(keepdim ? frontend::reshape(result, kept, here) : result);
}

Tensor logicalReduction(Kind kind, const char *op, const Tensor &self, const IntArrayRef &dim, bool keepdim,
                        SourceLocation here) {
  NodePtr node = cast(nodeOf(self, here), kBool, here);
  auto axes = wrapDims(dim, node->sizes.size(), op, here);
  // Of uint8, which once was the type of masks, the result is uint8.
  ScalarType type = self.dtype(here) == kByte ? kByte : kBool;
  return makeTensor(cast(reduceKeeping(kind, node, axes, keepdim, kBool, here), type, here));
}

Tensor softmaxOf(const char *op, const Tensor &self, int64_t dim, std::optional<ScalarType> dtype, bool isLog,
                 SourceLocation here) {
  NodePtr node = nodeOf(self, here);
  if (dtype)
    node = cast(node, *dtype, here);
  if (!isFloatingType(node->dtype))
    fail(op, "needs floats, got " + node->describe(), here);
  int64_t axis = wrapDim(dim, node->sizes.size(), op, here);
  if (node->sizes.empty()) // of one element
    return makeTensor(filled(isLog ? 0 : 1, {}, node->dtype, here));
  llvm::SmallVector<mlir::NamedAttribute> attributes = {attribute("axis", axis)};
  if (isLog)
    attributes.push_back(attribute("log", mlir::UnitAttr::get(&context())));
  return makeTensor(makeOp("graph.softmax", {node}, attributes, node->sizes, node->dtype, here));
}

} // namespace

Tensor sum(const Tensor &self, std::optional<ScalarType> dtype, SourceLocation here) {
  return sum(self, IntArrayRef(), false, dtype, here);
}
Tensor sum(const Tensor &self, const IntArrayRef &dim, bool keepdim, std::optional<ScalarType> dtype,
           SourceLocation here) {
  return sumOver(Kind::sum, "sum", self, dim, keepdim, dtype, here);
}
Tensor prod(const Tensor &self, std::optional<ScalarType> dtype, SourceLocation here) {
  return sumOver(Kind::product, "prod", self, {}, false, dtype, here);
}
Tensor prod(const Tensor &self, int64_t dim, bool keepdim, std::optional<ScalarType> dtype, SourceLocation here) {
  return sumOver(Kind::product, "prod", self, dim, keepdim, dtype, here);
}

Tensor mean(const Tensor &self, std::optional<ScalarType> dtype, SourceLocation here) {
  return mean(self, IntArrayRef(), false, dtype, here);
}
Tensor mean(const Tensor &self, const IntArrayRef &dim, bool keepdim, std::optional<ScalarType> dtype,
            SourceLocation here) {
  NodePtr node = nodeOf(self, here);
  ScalarType type = dtype.value_or(node->dtype);
  if (!isFloatingType(type))
    fail("mean", "needs floats, got " + node->describe() + ": convert with to(kFloat), or give a dtype", here);
  auto axes = wrapDims(dim, node->sizes.size(), "mean", here);
  ScalarType inner = formulaType(type);
  NodePtr total = reduceKeeping(Kind::sum, cast(cast(node, type, here), inner, here), axes, keepdim, inner, here);
  NodePtr count = broadcast(sizeNode(countOf(node, axes), inner, here), total->sizes, here);
  return makeTensor(cast(elementwise("graph.div", {total, count}, inner, here), type, here));
}

Tensor nansum(const Tensor &self, const IntArrayRef &dim, bool keepdim, std::optional<ScalarType> dtype,
              SourceLocation here) {
  Term x(self, here);
  return sum(choose(isnan(x), 0, x), dim, keepdim, dtype, here);
}
Tensor nanmean(const Tensor &self, const IntArrayRef &dim, bool keepdim, std::optional<ScalarType> dtype,
               SourceLocation here) {
  if (!self.is_floating_point(here))
    fail("nanmean", "needs floats, got " + nodeOf(self, here)->describe(), here);
  Term total(nansum(self, dim, keepdim, dtype, here), here), counted(sum(!isnan(Term(self, here)), dim, keepdim));
  return total / counted;
}
Tensor sum_to_size(const Tensor &self, const SizeList &size, SourceLocation here) {
  const NodePtr &node = nodeOf(self, here);
  graph::Shape sizes = toShape(size);
  if (!sameSizes(broadcastSizes(node->sizes, sizes, "sum_to_size", here), node->sizes))
    fail("sum_to_size", toText(sizes) + " does not broadcast to " + node->describe(), here);
  int64_t added = node->sizes.size() - sizes.size();
  llvm::SmallVector<int64_t> axes;
  for (int64_t axis = 0, rank = node->sizes.size(); axis < rank; ++axis)
    if (axis < added || !graph::sameSize(sizes[axis - added], node->sizes[axis]))
      axes.push_back(axis);
  return makeTensor(frontend::reshape(frontend::reduce(Kind::sum, node, axes, node->dtype, here), sizes, here));
}
Tensor trace(const Tensor &self, SourceLocation here) {
  if (nodeOf(self, here)->sizes.size() != 2)
    fail("trace", "needs a matrix, got " + nodeOf(self, here)->describe(), here);
  return sum(diagonal(self, 0, 0, 1, here), std::nullopt, here);
}

namespace {

/// The variance over axes, divided by n - correction, and the mean, both with sizes of 1 for them.
TensorPair varianceAndMean(const char *op, const Tensor &self, const IntArrayRef &dim, double correction,
                           SourceLocation here) {
  NodePtr node = nodeOf(self, here);
  if (!isFloatingType(node->dtype))
    fail(op, "needs floats, got " + node->describe(), here);
  ScalarType inner = formulaType(node->dtype);
  Term x = Term(self, here).to(inner), middle = mean(x, dim, true), total = sum(square(x - middle), dim, true);
  auto axes = wrapDims(dim, node->sizes.size(), op, here);
  Term count(makeTensor(sizeNode(countOf(node, axes), inner, here)), here);
  // As many as are left, at least none: 0 / 0 is NaN, and the rest infinity, as in PyTorch.
  Term divisor = correction == 0 ? count : larger(count - correction, 0.0);
  return {(total / divisor).to(node->dtype), middle.to(node->dtype)};
}

Tensor dropDims(const Tensor &self, const IntArrayRef &dim, bool keepdim, SourceLocation here) {
  if (keepdim)
    return self;
  const NodePtr &node = nodeOf(self, here);
  auto axes = wrapDims(dim, node->sizes.size(), "squeeze", here);
  graph::Shape sizes;
  for (auto [axis, size] : llvm::enumerate(node->sizes))
    if (!llvm::is_contained(axes, static_cast<int64_t>(axis)))
      sizes.push_back(size);
  return makeTensor(frontend::reshape(node, sizes, here));
}

double correctionOf(const std::optional<Scalar> &correction) { return correction ? correction->toDouble() : 1; }
std::optional<Scalar> correctionOf(bool unbiased) { return Scalar(unbiased ? 1 : 0); }

} // namespace

Tensor var(const Tensor &self, const IntArrayRef &dim, const std::optional<Scalar> &correction, bool keepdim,
           SourceLocation here) {
  auto [variance, middle] = varianceAndMean("var", self, dim, correctionOf(correction), here);
  return dropDims(variance, dim, keepdim, here);
}
TensorPair var_mean(const Tensor &self, const IntArrayRef &dim, const std::optional<Scalar> &correction, bool keepdim,
                    SourceLocation here) {
  auto [variance, middle] = varianceAndMean("var_mean", self, dim, correctionOf(correction), here);
  return {dropDims(variance, dim, keepdim, here), dropDims(middle, dim, keepdim, here)};
}
Tensor std(const Tensor &self, const IntArrayRef &dim, const std::optional<Scalar> &correction, bool keepdim,
           SourceLocation here) {
  return sqrt(var(self, dim, correction, keepdim, here), here);
}
TensorPair std_mean(const Tensor &self, const IntArrayRef &dim, const std::optional<Scalar> &correction, bool keepdim,
                    SourceLocation here) {
  auto [variance, middle] = var_mean(self, dim, correction, keepdim, here);
  return {sqrt(variance, here), middle};
}

#define TENON_VARIANCE(type, name)                                                                                     \
  type name(const Tensor &self, Unbiased unbiased, SourceLocation here) {                                              \
    return name(self, IntArrayRef(), correctionOf(unbiased.value), false, here);                                       \
  }                                                                                                                    \
  type name(const Tensor &self, const IntArrayRef &dim, bool unbiased, bool keepdim, SourceLocation here) {            \
    return name(self, dim, correctionOf(unbiased), keepdim, here);                                                     \
  }
TENON_VARIANCE(Tensor, var)
TENON_VARIANCE(Tensor, std)
TENON_VARIANCE(TensorPair, var_mean)
TENON_VARIANCE(TensorPair, std_mean)
#undef TENON_VARIANCE

Tensor max(const Tensor &self, SourceLocation here) { return extreme(Kind::max, "max", self, {}, false, here); }
Tensor min(const Tensor &self, SourceLocation here) { return extreme(Kind::min, "min", self, {}, false, here); }
::std::tuple<Tensor, Tensor> max(const Tensor &self, int64_t dim, bool keepdim, SourceLocation here) {
  return {extreme(Kind::max, "max", self, dim, keepdim, here), argument(Kind::max, "max", self, dim, keepdim, here)};
}
::std::tuple<Tensor, Tensor> min(const Tensor &self, int64_t dim, bool keepdim, SourceLocation here) {
  return {extreme(Kind::min, "min", self, dim, keepdim, here), argument(Kind::min, "min", self, dim, keepdim, here)};
}
Tensor max(const Tensor &self, const Tensor &other, SourceLocation here) {
  return maximum(self, Operand(other, here), here);
}
Tensor min(const Tensor &self, const Tensor &other, SourceLocation here) {
  return minimum(self, Operand(other, here), here);
}
Tensor amax(const Tensor &self, const IntArrayRef &dim, bool keepdim, SourceLocation here) {
  return extreme(Kind::max, "amax", self, dim, keepdim, here);
}
Tensor amin(const Tensor &self, const IntArrayRef &dim, bool keepdim, SourceLocation here) {
  return extreme(Kind::min, "amin", self, dim, keepdim, here);
}
Tensor argmax(const Tensor &self, std::optional<int64_t> dim, bool keepdim, SourceLocation here) {
  refuseBool("argmax", self, here);
  return argument(Kind::max, "argmax", self, dim, keepdim, here);
}
Tensor argmin(const Tensor &self, std::optional<int64_t> dim, bool keepdim, SourceLocation here) {
  refuseBool("argmin", self, here);
  return argument(Kind::min, "argmin", self, dim, keepdim, here);
}
TensorPair aminmax(const Tensor &self, std::optional<int64_t> dim, bool keepdim, SourceLocation here) {
  IntArrayRef dims = dim ? IntArrayRef(*dim) : IntArrayRef();
  return {extreme(Kind::min, "aminmax", self, dims, keepdim, here),
          extreme(Kind::max, "aminmax", self, dims, keepdim, here)};
}
Tensor any(const Tensor &self, const IntArrayRef &dim, bool keepdim, SourceLocation here) {
  return logicalReduction(Kind::any, "any", self, dim, keepdim, here);
}
Tensor all(const Tensor &self, const IntArrayRef &dim, bool keepdim, SourceLocation here) {
  return logicalReduction(Kind::all, "all", self, dim, keepdim, here);
}
Tensor any(const Tensor &self, SourceLocation here) {
  return logicalReduction(Kind::any, "any", self, {}, false, here);
}
Tensor any(const Tensor &self, int64_t dim, bool keepdim, SourceLocation here) {
  return logicalReduction(Kind::any, "any", self, dim, keepdim, here);
}
Tensor all(const Tensor &self, SourceLocation here) { return logicalReduction(Kind::all, "all", self, {}, false, here); }
Tensor all(const Tensor &self, int64_t dim, bool keepdim, SourceLocation here) {
  return logicalReduction(Kind::all, "all", self, dim, keepdim, here);
}
Tensor count_nonzero(const Tensor &self, const IntArrayRef &dim, SourceLocation here) {
  return sum(self.to(kBool, here), dim, false, kLong, here);
}

Tensor logsumexp(const Tensor &self, const IntArrayRef &dim, bool keepdim, SourceLocation here) {
  return byFormula(self, here, [&](Term x) {
    Term largest(amax(x, dim, true, here), here);
    // An infinite maximum would give inf - inf.
    largest = choose(isfinite(largest), largest, 0.0);
    Term total = log(sum(exp(x - largest), dim, true)) + largest;
    return Term(dropDims(total, dim, keepdim, here), here);
  });
}

Tensor softmax(const Tensor &self, int64_t dim, std::optional<ScalarType> dtype, SourceLocation here) {
  return softmaxOf("softmax", self, dim, dtype, false, here);
}
Tensor log_softmax(const Tensor &self, int64_t dim, std::optional<ScalarType> dtype, SourceLocation here) {
  return softmaxOf("log_softmax", self, dim, dtype, true, here);
}

namespace {

Tensor normalize(const char *op, const Tensor &input, const SizeList &normalizedShape, const OptionalTensor &weight,
                 const OptionalTensor &bias, double epsilon, bool isRms, SourceLocation here) {
  const NodePtr &node = nodeOf(input, here);
  graph::Shape normalized = toShape(normalizedShape);
  if (!isFloatingType(node->dtype))
    fail(op, "needs floats, got " + node->describe(), here);
  if (normalized.empty() || normalized.size() > node->sizes.size() ||
      !sameSizes(graph::ShapeRef(node->sizes).take_back(normalized.size()), normalized))
    fail(op, "normalized_shape is " + toText(normalized) + ", which the sizes of " + node->describe() +
                 " do not end with",
         here);
  llvm::SmallVector<NodePtr> operands = {node};
  for (const OptionalTensor *parameter : {&weight, &bias}) {
    if (!*parameter)
      continue;
    const NodePtr &value = nodeOf(**parameter, here);
    if (value->dtype != node->dtype || !sameSizes(value->sizes, normalized))
      fail(op, std::string(parameter == &weight ? "weight" : "bias") + " is " + value->describe() + ", expected " +
                   toString(node->dtype) + toText(normalized),
           here);
    operands.push_back(value);
  }
  mlir::Builder builder(&context());
  llvm::SmallVector<mlir::NamedAttribute> attributes = {
      attribute("axis", static_cast<int64_t>(node->sizes.size() - normalized.size())),
      attribute("epsilon", builder.getF64FloatAttr(epsilon)),
      attribute("operandSegmentSizes", builder.getDenseI32ArrayAttr({1, bool(weight), bool(bias)}))};
  if (isRms)
    attributes.push_back(attribute("rms", builder.getUnitAttr()));
  return makeTensor(makeOp("graph.layer_norm", operands, attributes, node->sizes, node->dtype, here));
}

} // namespace

Tensor layer_norm(const Tensor &input, const SizeList &normalized_shape, const OptionalTensor &weight,
                  const OptionalTensor &bias, double eps, SourceLocation here) {
  return normalize("layer_norm", input, normalized_shape, weight, bias, eps, false, here);
}

Tensor rms_norm(const Tensor &input, const SizeList &normalized_shape, const OptionalTensor &weight,
                std::optional<double> eps, SourceLocation here) {
  double smallest = input.dtype(here) == kDouble ? 2.220446049250313e-16
                    : input.dtype(here) == kHalf ? 0.0009765625
                    : input.dtype(here) == kFloat ? 1.1920928955078125e-07
                                                  : 0.0078125;
  return normalize("rms_norm", input, normalized_shape, weight, {}, eps.value_or(smallest), true, here);
}

} // namespace tenon
