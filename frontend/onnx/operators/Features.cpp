//===- Features.cpp - Preparation of features, of ai.onnx.ml ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/OperatorTable.h"
#include "frontend/onnx/operators/Learning.h"
#include "frontend/onnx/operators/Strings.h"
#include <cmath>

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

void importArrayFeatureExtractor(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0), indices = node.tensor(1);
  node.requireRank(x, 1, "the data");
  indices = build.reshape(indices, {elementCount(build.getContext(), shapeOf(indices))});
  Value result = build.gather(x, indices, rankOf(x) - 1);
  node.set(0, rankOf(x) == 1 ? build.unsqueeze(result, 0) : result);
}

void importBinarizer(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0), threshold = build.fill(node.real("threshold", 0), shapeOf(x), elementOf(x));
  node.set(0, build.cast(build.compare(Predicate::gt, x, threshold), elementOf(x)));
}

/// One number, or one for each feature: those of the last axis.
Value featureParameter(NodeImport &node, Value x, StringRef name, double otherwise) {
  CheckedBuilder &build = node.build;
  Shape sizes = shapeOf(x);
  std::vector<double> numbers = numbersOf(node, name).value_or(std::vector<double>());
  if (numbers.size() <= 1)
    return build.fill(numbers.empty() ? otherwise : numbers.front(), sizes, elementOf(x));
  auto count = static_cast<int64_t>(numbers.size());
  if (sizes.empty() || !sameSize(sizes.back(), build.constant(count)))
    throw ImportError("its attribute '" + name + "' has " + Twine(count) + " numbers, one for each feature, and its input is " +
                      describe(x));
  return build.broadcast(constantOf(node, numbers, {count}, elementOf(x)), sizes, {rankOf(x) - 1});
}

void importScaler(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = realInput(node, 0);
  Value shifted = build.elementwise<SubOp>(x, featureParameter(node, x, "offset", 0));
  node.set(0, build.cast(build.elementwise<MulOp>(shifted, featureParameter(node, x, "scale", 1)), build.getF32Type()));
}

void importImputer(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = node.tensor(0);
  bool isReal = isa<FloatType>(elementOf(x));
  double replaced = isReal ? node.real("replaced_value_float", 0)
                           : static_cast<double>(node.integer("replaced_value_int64", 0));
  Value isMissing = std::isnan(replaced)
                        ? Value(build.create<IsNanOp>(withElementType(x.getType(), build.getI1Type()), x))
                        : build.compare(Predicate::eq, x, build.fill(replaced, shapeOf(x), elementOf(x)));
  StringRef name = isReal ? "imputed_value_floats" : "imputed_value_int64s";
  if (!node.hasAttribute(name))
    throw ImportError("its attribute '" + name + "' is missing");
  node.set(0, build.select(isMissing, featureParameter(node, x, name, 0), x));
}

void importNormalizer(NodeImport &node) {
  CheckedBuilder &build = node.build;
  Value x = build.cast(realInput(node, 0), build.getF32Type());
  node.requireRank(x, 1, "the data");
  SmallVector<int64_t> features{rankOf(x) - 1};
  std::string kind = node.text("norm", "MAX");
  Value magnitude = build.elementwise<AbsOp>(x), length;
  if (kind == "MAX")
    length = build.reduce(ReductionKind::max, magnitude, features, /*keep=*/true);
  else if (kind == "L1")
    length = build.reduce(ReductionKind::sum, magnitude, features, /*keep=*/true);
  else if (kind == "L2")
    length = build.elementwise<SqrtOp>(
        build.reduce(ReductionKind::sum, build.elementwise<MulOp>(x, x), features, /*keep=*/true));
  else
    throw ImportError("its attribute 'norm' is '" + kind + "', expected MAX, L1 or L2");
  length = build.elementwise<MaxOp>(length, build.fill(1e-30, shapeOf(length), elementOf(x)));
  node.set(0, build.elementwise<DivOp>(x, node.broadcast(length, shapeOf(x))));
}

/// For each element, along a new last axis, whether it is each of `keys`.
Value compareWithAll(NodeImport &node, Value x, Value keys) {
  CheckedBuilder &build = node.build;
  Shape sizes = shapeOf(x);
  sizes.push_back(shapeOf(keys)[0]);
  int64_t rank = rankOf(x);
  Value wide = build.broadcast(x, sizes, llvm::to_vector(llvm::seq<int64_t>(0, rank)));
  return build.compare(Predicate::eq, wide, build.broadcast(build.cast(keys, elementOf(x)), sizes, {rank}));
}

/// The strings of an attribute by their handles.
std::vector<double> handlesOfTexts(NodeImport &node, ArrayRef<std::string> texts) {
  std::vector<double> handles;
  for (const std::string &text : texts)
    handles.push_back(static_cast<double>(node.importer.handleOf(text)));
  return handles;
}

/// A tensor of keys that are compared with numbers: of strings their handles.
Value keysOf(NodeImport &node, bool areStrings) {
  Value x = node.tensor(0);
  if (isString(elementOf(x)) != areStrings)
    throw ImportError("it looks for " + Twine(areStrings ? "strings" : "numbers") + ", and its input is " + describe(x));
  return areStrings ? handlesOf(node, x) : x;
}

void importOneHotEncoder(NodeImport &node) {
  CheckedBuilder &build = node.build;
  auto numbers = node.integers("cats_int64s");
  auto texts = node.texts("cats_strings");
  bool areStrings = texts && !texts->empty();
  if (!areStrings && (!numbers || numbers->empty()))
    throw ImportError("it has no categories: one of its attributes 'cats_int64s' and 'cats_strings' is needed");
  Value x = build.cast(keysOf(node, areStrings), build.getI64Type());
  std::vector<double> categories = areStrings ? handlesOfTexts(node, *texts) : std::vector<double>(numbers->begin(), numbers->end());
  auto count = static_cast<int64_t>(categories.size());
  node.set(0, build.cast(compareWithAll(node, x, constantOf(node, categories, {count}, build.getI64Type())),
                         build.getF32Type()));
}

void importFeatureVectorizer(NodeImport &node) {
  CheckedBuilder &build = node.build;
  SmallVector<int64_t> widths = node.integers("inputdimensions").value_or(SmallVector<int64_t>());
  SmallVector<Value> parts;
  for (auto [i, width] : llvm::enumerate(widths)) {
    Value part = build.cast(node.tensor(i), build.getF32Type());
    if (rankOf(part) == 1)
      part = build.unsqueeze(part, 1);
    std::optional<int64_t> own = rankOf(part) == 2 ? constantSize(shapeOf(part)[1]) : std::nullopt;
    if (!own)
      throw ImportError("input " + Twine(i) + " should be [N, features] with a known number of features, got " +
                        describe(node.tensor(i)));
    if (*own > width)
      part = build.slice(part, 1, build.constant(0), build.constant(width));
    else if (*own < width)
      part = build.pad(part, build.fill(0, {}, build.getF32Type()), {0, 0}, {0, width - *own});
    parts.push_back(part);
  }
  if (parts.empty())
    throw ImportError("its attribute 'inputdimensions' is missing");
  node.set(0, build.concat(parts, 1));
}

/// The numbers of the attribute that is given of `name`_strings, `name`_int64s, `name`_floats and `name`_tensor, in the
/// type that it has; strings as their handles.
std::optional<std::vector<double>> mappingOf(NodeImport &node, StringRef name, Type &type) {
  CheckedBuilder &build = node.build;
  Type text = StringType::get(build.getContext());
  if (auto texts = node.texts((name + "_strings").str())) {
    type = text;
    return handlesOfTexts(node, *texts);
  }
  for (const auto &[suffix, element] :
       {std::pair<StringRef, Type>("_int64s", build.getI64Type()), {"_floats", build.getF32Type()}})
    if (node.hasAttribute((name + suffix).str())) {
      type = element;
      return numbersOf(node, (name + suffix).str());
    }
  std::string tensor = (name + "_tensor").str();
  const file::Attribute *given = node.attribute(tensor, file::Attribute::TENSOR);
  if (!given)
    return std::nullopt;
  type = elementTypeOf(static_cast<DataType>(given->t().data_type()), build.getContext());
  if (type != text)
    return numbersOf(node, tensor);
  return handlesOfTexts(node, node.importer.reader.read(given->t()).strings);
}

/// What stands for keys that are not there, in the type of the values.
double defaultOf(NodeImport &node, Type type) {
  if (isString(type)) {
    const file::Attribute *given = node.attribute("default_tensor", file::Attribute::TENSOR);
    std::vector<std::string> texts = given ? node.importer.reader.read(given->t()).strings : std::vector<std::string>();
    return handlesOfTexts(node, {texts.empty() ? node.text("default_string", "_Unused") : texts.front()}).front();
  }
  std::optional<std::vector<double>> given = numbersOf(node, "default_tensor");
  if (given && !given->empty())
    return given->front();
  return isa<FloatType>(type) ? node.real("default_float", -0.0) : static_cast<double>(node.integer("default_int64", -1));
}

/// For each element of x the value whose key it is, else `otherwise`.
Value mapKeys(NodeImport &node, Value x, ArrayRef<double> keys, std::vector<double> values, double otherwise, Type type) {
  CheckedBuilder &build = node.build;
  auto count = static_cast<int64_t>(keys.size());
  // The default stands behind the values.
  values.push_back(otherwise);
  Value isKey = compareWithAll(node, x, constantOf(node, keys, {count}, elementOf(x)));
  int64_t last = rankOf(x);
  Value found = build.reduce(ReductionKind::any, isKey, {last});
  Value number = build.argReduce(ReductionKind::max, build.cast(isKey, build.getI32Type()), last);
  number = build.select(found, build.cast(number, build.getI64Type()),
                        build.fillInteger(count, shapeOf(x), build.getI64Type()));
  Type stored = isString(type) ? build.getI64Type() : type;
  Value mapped = build.gather(constantOf(node, values, {count + 1}, stored), number, 0);
  return isString(type) ? stringsOf(node, mapped) : mapped;
}

void importLabelEncoder(NodeImport &node) {
  Type keyType, valueType;
  auto keys = mappingOf(node, "keys", keyType), values = mappingOf(node, "values", valueType);
  if (!keys || !values || keys->empty() || keys->size() != values->size())
    throw ImportError("it has " + Twine(keys ? keys->size() : 0) + " keys and " + Twine(values ? values->size() : 0) +
                      " values");
  Value x = keysOf(node, isString(keyType));
  node.set(0, mapKeys(node, x, *keys, *values, defaultOf(node, valueType), valueType));
}

/// Strings to integers or integers to strings, by the type of the input.
void importCategoryMapper(NodeImport &node) {
  auto numbers = node.integers("cats_int64s");
  auto texts = node.texts("cats_strings");
  if (!numbers || !texts || numbers->empty() || numbers->size() != texts->size())
    throw ImportError("it has " + Twine(numbers ? numbers->size() : 0) + " numbers and " + Twine(texts ? texts->size() : 0) +
                      " strings as categories");
  bool areStrings = isString(elementOf(node.tensor(0)));
  std::vector<double> integers(numbers->begin(), numbers->end()), handles = handlesOfTexts(node, *texts);
  Type integer = node.build.getI64Type(), text = StringType::get(node.build.getContext());
  if (areStrings)
    return node.set(0, mapKeys(node, keysOf(node, true), handles, integers,
                               static_cast<double>(node.integer("default_int64", -1)), integer));
  double otherwise = handlesOfTexts(node, {node.text("default_string", "_Unused")}).front();
  node.set(0, mapKeys(node, keysOf(node, false), integers, handles, otherwise, text));
}

constexpr OperatorEntry entries[] = {
    {"ArrayFeatureExtractor", 1, importArrayFeatureExtractor, 1},
    {"Binarizer", 1, importBinarizer},
    {"CategoryMapper", 1, importCategoryMapper, 1},
    {"FeatureVectorizer", 1, importFeatureVectorizer},
    {"Imputer", 1, importImputer},
    {"LabelEncoder", 2, importLabelEncoder, 1},
    {"Normalizer", 1, importNormalizer},
    {"OneHotEncoder", 1, importOneHotEncoder, 1},
    {"Scaler", 1, importScaler},
};

} // namespace

ArrayRef<OperatorEntry> featureOperators() { return entries; }

} // namespace tenon::onnx
