//===- Reductions.cpp - Functions of many elements ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Build.h"
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

ScalarType sumType(ScalarType type) { return isFloatingType(type) ? type : kLong; }

Tensor sumOver(Kind kind, const char *op, const Tensor &self, const IntArrayRef &dim, bool keepdim,
               std::optional<ScalarType> dtype, SourceLocation here) {
  NodePtr node = nodeOf(self, here);
  auto axes = wrapDims(dim, node->sizes.size(), op, here);
  ScalarType type = dtype.value_or(sumType(node->dtype));
  return makeTensor(reduceKeeping(kind, cast(node, type, here), axes, keepdim, type, here));
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
  return makeTensor(reduceKeeping(kind, node, axes, keepdim, kBool, here));
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
  NodePtr total = reduceKeeping(Kind::sum, cast(node, type, here), axes, keepdim, type, here);
  NodePtr count = broadcast(sizeNode(countOf(node, axes), type, here), total->sizes, here);
  return makeTensor(elementwise("graph.div", {total, count}, type, here));
}

Tensor var(const Tensor &self, Unbiased unbiased, SourceLocation here) {
  return var(self, IntArrayRef(), unbiased.value, false, here);
}
Tensor var(const Tensor &self, const IntArrayRef &dim, bool unbiased, bool keepdim, SourceLocation here) {
  NodePtr node = nodeOf(self, here);
  if (!isFloatingType(node->dtype))
    fail("var", "needs floats, got " + node->describe(), here);
  auto axes = wrapDims(dim, node->sizes.size(), "var", here);
  Tensor middle = mean(self, IntArrayRef(std::vector<int64_t>(axes.begin(), axes.end())), true, std::nullopt, here);
  Tensor squares = square(sub(self, Operand(middle, here), 1, here), here);
  NodePtr total = reduceKeeping(Kind::sum, nodeOf(squares, here), axes, keepdim, node->dtype, here);
  mlir::AffineExpr count = countOf(node, axes) - (unbiased ? 1 : 0);
  return makeTensor(elementwise("graph.div", {total, broadcast(sizeNode(count, node->dtype, here), total->sizes, here)},
                                node->dtype, here));
}
Tensor std(const Tensor &self, Unbiased unbiased, SourceLocation here) { return sqrt(var(self, unbiased, here), here); }
Tensor std(const Tensor &self, const IntArrayRef &dim, bool unbiased, bool keepdim, SourceLocation here) {
  return sqrt(var(self, dim, unbiased, keepdim, here), here);
}

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
  return argument(Kind::max, "argmax", self, dim, keepdim, here);
}
Tensor argmin(const Tensor &self, std::optional<int64_t> dim, bool keepdim, SourceLocation here) {
  return argument(Kind::min, "argmin", self, dim, keepdim, here);
}
Tensor any(const Tensor &self, SourceLocation here) { return logicalReduction(Kind::any, "any", self, {}, false, here); }
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
  Tensor largest = amax(self, dim, true, here);
  // An infinite maximum would give inf - inf.
  largest = where(isfinite(largest, here), Operand(largest, here), Operand(0.0, here), here);
  Tensor total = log(sum(exp(sub(self, Operand(largest, here), 1, here), here), dim, true, std::nullopt, here), here);
  Tensor result = add(total, Operand(largest, here), 1, here);
  if (keepdim)
    return result;
  const NodePtr &node = nodeOf(self, here);
  auto axes = wrapDims(dim, node->sizes.size(), "logsumexp", here);
  graph::Shape sizes;
  for (auto [axis, size] : llvm::enumerate(node->sizes))
    if (!llvm::is_contained(axes, static_cast<int64_t>(axis)))
      sizes.push_back(size);
  return makeTensor(frontend::reshape(nodeOf(result, here), sizes, here));
}

Tensor norm(const Tensor &self, const Scalar &p, SourceLocation here) {
  return norm(self, p, IntArrayRef(), false, here);
}
Tensor norm(const Tensor &self, const Scalar &p, const IntArrayRef &dim, bool keepdim, SourceLocation here) {
  if (!self.is_floating_point(here))
    fail("norm", "needs floats, got " + nodeOf(self, here)->describe(), here);
  double power = p.toDouble();
  if (power == 2)
    return sqrt(sum(square(self, here), dim, keepdim, std::nullopt, here), here);
  if (power == 1)
    return sum(abs(self, here), dim, keepdim, std::nullopt, here);
  if (power == std::numeric_limits<double>::infinity())
    return amax(abs(self, here), dim, keepdim, here);
  if (power == -std::numeric_limits<double>::infinity())
    return amin(abs(self, here), dim, keepdim, here);
  if (power == 0)
    return sum(ne(self, Operand(0, here), here), dim, keepdim, self.dtype(here), here);
  Tensor total = sum(pow(abs(self, here), Operand(power, here), here), dim, keepdim, std::nullopt, here);
  return pow(total, Operand(1 / power, here), here);
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
