//===- Learning.cpp - What the operators of ai.onnx.ml share ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/operators/Learning.h"
#include "frontend/onnx/operators/Strings.h"
#include <cstring>

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

template <typename T> Value makeConstant(NodeImport &node, ArrayRef<T> numbers, ArrayRef<int64_t> sizes, DataType type) {
  auto memory = std::make_shared<std::vector<char>>(numbers.size() * sizeof(T));
  std::memcpy(memory->data(), numbers.data(), memory->size());
  TensorData data;
  data.type = type;
  data.sizes.assign(sizes.begin(), sizes.end());
  data.bytes = *memory;
  data.owner = memory;
  return node.importer.importData(std::move(data), "").tensor;
}

template <typename T> std::vector<double> loadNumbers(const TensorData &data) {
  std::vector<double> result(data.elementCount());
  for (size_t i = 0; i < result.size(); ++i) {
    T number; // the file's bytes may lie anywhere
    std::memcpy(&number, data.bytes.data() + i * sizeof(T), sizeof(T));
    result[i] = static_cast<double>(number);
  }
  return result;
}

std::vector<double> numbersOf(const NodeImport &node, const file::Tensor &tensor) {
  TensorData data = node.importer.reader.read(tensor);
  switch (data.type) {
  case DataType::Float:
    return loadNumbers<float>(data);
  case DataType::Double:
    return loadNumbers<double>(data);
  case DataType::UInt8:
    return loadNumbers<uint8_t>(data);
  case DataType::Int16:
    return loadNumbers<int16_t>(data);
  case DataType::Int32:
    return loadNumbers<int32_t>(data);
  case DataType::Int64:
    return loadNumbers<int64_t>(data);
  default:
    throw ImportError("a tensor of " + nameOf(data.type) + " is not one of the numbers that its attributes may be");
  }
}

/// exp(-x^2)'s inverse integral, as near as the specification's own formula.
Value probit(NodeImport &node, Value score) {
  CheckedBuilder &build = node.build;
  Shape sizes = shapeOf(score);
  auto number = [&](double value) { return build.fill(value, sizes, elementOf(score)); };
  auto times = [&](Value a, Value b) { return build.elementwise<MulOp>(a, b); };
  Value x = build.elementwise<SubOp>(times(score, number(2)), number(1));
  Value rest = build.elementwise<SubOp>(number(1), times(x, x));
  Value log = build.elementwise<LogOp>(rest);
  Value v = build.elementwise<AddOp>(number(2.0 / (3.14159265358979323846 * 0.147)), times(log, number(0.5)));
  Value root = build.elementwise<SqrtOp>(build.elementwise<SubOp>(times(v, v), times(log, number(1 / 0.147))));
  Value magnitude = build.elementwise<SqrtOp>(build.elementwise<SubOp>(root, v));
  Value isZero = build.compare(Predicate::eq, rest, number(0));
  Value result = times(build.elementwise<SignOp>(x), times(magnitude, number(1.41421356)));
  return build.select(isZero, number(0), result);
}

/// Softmax in which scores of 0 stay 0.
Value softmaxOfNonzero(NodeImport &node, Value scores) {
  CheckedBuilder &build = node.build;
  Shape sizes = shapeOf(scores);
  auto number = [&](double value) { return build.fill(value, sizes, elementOf(scores)); };
  Value most = node.broadcast(build.reduce(ReductionKind::max, scores, {1}, /*keep=*/true), sizes);
  Value isZero = build.compare(Predicate::le, build.elementwise<AbsOp>(scores), number(1e-7));
  Value grown = build.elementwise<ExpOp>(build.elementwise<SubOp>(scores, most));
  Value kept = build.elementwise<MulOp>(scores, build.elementwise<ExpOp>(build.elementwise<NegOp>(most)));
  Value values = build.select(isZero, kept, grown);
  Value sum = node.broadcast(build.reduce(ReductionKind::sum, values, {1}, /*keep=*/true), sizes);
  return build.select(build.compare(Predicate::eq, sum, number(0)), number(0.5), build.elementwise<DivOp>(values, sum));
}

} // namespace

Value constantOf(NodeImport &node, ArrayRef<double> numbers, ArrayRef<int64_t> sizes, Type type) {
  if (type.isF64())
    return makeConstant<double>(node, numbers, sizes, DataType::Double);
  if (type.isF32()) {
    std::vector<float> floats(numbers.begin(), numbers.end());
    return makeConstant<float>(node, floats, sizes, DataType::Float);
  }
  std::vector<int64_t> integers(numbers.begin(), numbers.end());
  return node.build.cast(makeConstant<int64_t>(node, integers, sizes, DataType::Int64), type);
}

Value constantOf(NodeImport &node, ArrayRef<int64_t> numbers) {
  return makeConstant<int64_t>(node, numbers, {static_cast<int64_t>(numbers.size())}, DataType::Int64);
}

std::optional<std::vector<double>> numbersOf(const NodeImport &node, StringRef name) {
  for (const std::string &tensorName : {name.str() + "_as_tensor", name.str()})
    for (const file::Attribute &given : node.node.attribute())
      if (const file::Attribute *found = resolveAttribute(given, node.surroundings.attributes);
          given.name() == tensorName && found && found->has_t())
        return numbersOf(node, found->t());
  for (const file::Attribute &given : node.node.attribute()) {
    const file::Attribute *found = resolveAttribute(given, node.surroundings.attributes);
    if (given.name() != name || !found)
      continue;
    if (found->floats_size())
      return std::vector<double>(found->floats().begin(), found->floats().end());
    return std::vector<double>(found->ints().begin(), found->ints().end());
  }
  return std::nullopt;
}

Value realInput(const NodeImport &node, int i) {
  Value x = node.tensor(i);
  return elementOf(x).isF64() ? x : node.build.cast(x, node.build.getF32Type());
}

Value postTransform(NodeImport &node, Value scores, StringRef name) {
  CheckedBuilder &build = node.build;
  if (name == "NONE")
    return scores;
  if (name == "LOGISTIC")
    return build.elementwise<SigmoidOp>(scores);
  if (name == "SOFTMAX")
    return build.softmax(scores, 1);
  if (name == "SOFTMAX_ZERO")
    return softmaxOfNonzero(node, scores);
  if (name == "PROBIT")
    return probit(node, scores);
  throw ImportError("its attribute 'post_transform' is '" + name +
                    "', expected NONE, SOFTMAX, LOGISTIC, SOFTMAX_ZERO or PROBIT");
}

int64_t labelCount(const NodeImport &node, StringRef attribute) {
  if (auto integers = node.integers(attribute); integers && !integers->empty())
    return integers->size();
  auto strings = node.texts("classlabels_strings");
  return strings ? strings->size() : 0;
}

Value labelsOf(NodeImport &node, Value numbers, StringRef attribute) {
  if (auto integers = node.integers(attribute); integers && !integers->empty())
    return node.build.gather(constantOf(node, *integers), numbers, 0);
  if (auto strings = node.texts("classlabels_strings"); strings && !strings->empty())
    return node.build.gather(constantStrings(node, *strings, {static_cast<int64_t>(strings->size())}), numbers, 0);
  return node.build.cast(numbers, node.build.getI64Type());
}

} // namespace tenon::onnx
