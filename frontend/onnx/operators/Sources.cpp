//===- Sources.cpp - Operators that make tensors ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/KnownValues.h"
#include "frontend/onnx/OperatorTable.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

template <typename Element> TensorData makeData(DataType type, SmallVector<int64_t> sizes, ArrayRef<Element> elements) {
  TensorData data;
  data.type = type;
  data.sizes = std::move(sizes);
  auto memory = std::make_shared<std::vector<Element>>(elements.begin(), elements.end());
  data.bytes = {reinterpret_cast<const char *>(memory->data()), elements.size() * sizeof(Element)};
  data.owner = memory;
  return data;
}

void importConstant(NodeImport &node) {
  std::string name = node.node.output_size() ? node.node.output(0) : "";
  Importer &importer = node.importer;
  using file::Attribute;
  if (const Attribute *tensor = node.attribute("value", Attribute::TENSOR))
    return node.set(0, importer.importTensor(tensor->t(), name));
  if (const Attribute *sparse = node.attribute("sparse_value", Attribute::SPARSE_TENSOR))
    return node.set(0, importer.importData(importer.reader.readSparse(sparse->sparse_tensor()), name));
  if (const Attribute *number = node.attribute("value_float", Attribute::FLOAT))
    return node.set(0, importer.importData(makeData<float>(DataType::Float, {}, {number->f()}), name));
  if (const Attribute *number = node.attribute("value_int", Attribute::INT))
    return node.set(0, importer.importData(makeData<int64_t>(DataType::Int64, {}, {number->i()}), name));
  if (const Attribute *numbers = node.attribute("value_floats", Attribute::FLOATS))
    return node.set(0, importer.importData(makeData<float>(DataType::Float, {numbers->floats_size()},
                                                           {numbers->floats().data(), static_cast<size_t>(numbers->floats_size())}),
                                           name));
  if (const Attribute *numbers = node.attribute("value_ints", Attribute::INTS))
    return node.set(0, importer.importData(makeData<int64_t>(DataType::Int64, {numbers->ints_size()},
                                                             {reinterpret_cast<const int64_t *>(numbers->ints().data()),
                                                              static_cast<size_t>(numbers->ints_size())}),
                                           name));
  TensorData strings;
  strings.type = DataType::String;
  if (const Attribute *text = node.attribute("value_string", Attribute::STRING)) {
    strings.strings = {text->s()};
  } else if (const Attribute *texts = node.attribute("value_strings", Attribute::STRINGS)) {
    strings.sizes = {texts->strings_size()};
    strings.strings.assign(texts->strings().begin(), texts->strings().end());
  } else {
    throw ImportError("it has no value");
  }
  node.set(0, importer.importData(std::move(strings), name));
}

void importConstantOfShape(NodeImport &node) {
  Shape sizes = node.sizes(0);
  const file::Attribute *value = node.attribute("value", file::Attribute::TENSOR);
  CheckedBuilder &build = node.build;
  if (!value)
    return node.set(0, build.fill(0, sizes, build.getF32Type()));
  ImportedValue scalar = node.importer.importTensor(value->t(), "value");
  if (!scalar.tensor || !sameSize(elementCount(build.getContext(), shapeOf(scalar.tensor)), build.constant(1)))
    throw ImportError("its attribute 'value' should be a tensor of one number");
  node.set(0, build.broadcast(build.reshape(scalar.tensor, {}), sizes));
}

/// start + i * delta
void importRange(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value start = build.reshape(node.tensor(0), {}), limit = build.reshape(node.tensor(1), {}), delta = build.reshape(node.tensor(2), {});
  node.requireSameType({start, limit, delta});
  Type type = elementOf(start);
  AffineExpr count;
  std::optional<Shape> first = node.knownSizes(0), last = node.knownSizes(1), step = node.knownSizes(2);
  std::optional<int64_t> stride = step ? constantSize(step->front()) : std::nullopt;
  if (stride == 0)
    throw ImportError("its step is 0");
  if (first && last && stride) {
    AffineExpr distance = *stride > 0 ? last->front() - first->front() : first->front() - last->front();
    int64_t length = std::abs(*stride);
    count = node.maximum(normalizeSize((distance + (length - 1)).floorDiv(length)), build.constant(0));
  } else {
    // Counted as in the specification: max(ceil((limit - start) / delta), 0).
    Type real = build.getF64Type();
    Value distance = build.elementwise<SubOp>(build.cast(limit, real), build.cast(start, real));
    Value steps = build.elementwise<CeilOp>(build.elementwise<DivOp>(distance, build.cast(delta, real)));
    Value number = build.cast(build.elementwise<MaxOp>(steps, build.fill(0, {}, real)), build.getI64Type());
    std::optional<SmallVector<int64_t>> known = onnx::knownIntegers(number, node.importer.model.weights);
    count = known ? build.constant(known->front()) : node.importer.defineSize(number);
  }
  Shape sizes{count};
  Value scaled = build.elementwise<MulOp>(build.iota(0, sizes, type), build.broadcast(delta, sizes));
  node.set(0, build.elementwise<AddOp>(scaled, build.broadcast(start, sizes)));
}

void importEyeLike(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0);
  Shape sizes = shapeOf(x);
  if (sizes.size() != 2)
    throw ImportError("expected a matrix, got " + describe(x));
  Type type = node.elementType("dtype");
  Value row = build.iota(0, sizes, build.getI64Type()), column = build.iota(1, sizes, build.getI64Type());
  row = build.elementwise<AddOp>(row, build.fillInteger(node.integer("k", 0), sizes, build.getI64Type()));
  node.set(0, build.cast(build.compare(Predicate::eq, row, column), type ? type : elementOf(x)));
}

constexpr OperatorEntry entries[] = {
    {"Constant", 1, importConstant},
    {"ConstantOfShape", 9, importConstantOfShape},
    {"EyeLike", 9, importEyeLike},
    {"Range", 11, importRange},
};

} // namespace

ArrayRef<OperatorEntry> sourceOperators() { return entries; }

} // namespace tenon::onnx
