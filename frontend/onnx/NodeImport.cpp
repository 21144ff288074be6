//===- NodeImport.cpp - What the import of one node sees -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/NodeImport.h"
#include "dialects/graph/ShapeFunctions.h"
#include "dialects/graph/Strings.h"
#include "frontend/onnx/KnownValues.h"
#include "frontend/onnx/Support.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

//===----------------------------------------------------------------------===//
// Inputs
//===----------------------------------------------------------------------===//

const ImportedValue &NodeImport::value(int i) const {
  static const ImportedValue absent;
  if (i >= node.input_size() || node.input(i).empty())
    return absent;
  const ImportedValue *found = surroundings.scope->find(node.input(i));
  return found ? *found : absent;
}

Value NodeImport::tensor(int i) const {
  const ImportedValue &found = value(i);
  if (found.isAbsent())
    throw ImportError("input " + Twine(i) + " is missing");
  if (!found.tensor)
    throw ImportError("input " + Twine(i) + " (" + quoteName(node.input(i)) + ") should be a tensor, got a sequence");
  return found.tensor;
}

SmallVector<Value> NodeImport::tensors(int first) const {
  SmallVector<Value> result;
  for (int i = first; i < inputCount(); ++i)
    result.push_back(tensor(i));
  if (result.empty())
    throw ImportError("it has no inputs");
  return result;
}

/// Whether a value is a tensor of strings or holds one.
static bool holdsStrings(const ImportedValue &value) {
  return (value.tensor && isString(elementOf(value.tensor))) || (value.sequence && llvm::any_of(*value.sequence, holdsStrings));
}

void NodeImport::refuseStrings(StringInputs allowed) const {
  for (int i = 0; i < inputCount(); ++i)
    if (!(allowed >> std::min(i, 31) & 1) && holdsStrings(value(i)))
      throw ImportError("input " + Twine(i) + " (" + quoteName(node.input(i)) + ") is of strings, expected numbers");
}

std::optional<SmallVector<int64_t>> NodeImport::knownIntegers(int i) const {
  if (llvm::is_contained(shapeOf(tensor(i)), build.constant(0)))
    return SmallVector<int64_t>(); // there are none
  return onnx::knownIntegers(tensor(i), importer.model.weights);
}

std::optional<SmallVector<double>> NodeImport::knownReals(int i) const {
  return onnx::knownReals(tensor(i), importer.model.weights);
}

[[noreturn]] static void failUnknown(const NodeImport &node, int i, StringRef what) {
  throw ImportError("input " + Twine(i) + " (" + quoteName(node.node.input(i)) + "), " + what +
                    ", must be known when the model is compiled, and is computed from the model's inputs");
}

SmallVector<int64_t> NodeImport::integers(int i, StringRef what) const {
  std::optional<SmallVector<int64_t>> known = knownIntegers(i);
  if (!known)
    failUnknown(*this, i, what);
  return *known;
}

SmallVector<double> NodeImport::reals(int i, StringRef what) const {
  std::optional<SmallVector<double>> known = knownReals(i);
  if (!known)
    failUnknown(*this, i, what);
  return *known;
}

std::optional<Shape> NodeImport::knownSizes(int i) const {
  if (std::optional<Shape> known = onnx::knownSizes(tensor(i)))
    return known;
  std::optional<SmallVector<int64_t>> numbers = knownIntegers(i);
  if (!numbers)
    return std::nullopt;
  return llvm::map_to_vector<6>(*numbers, [&](int64_t number) { return build.constant(number); });
}

Shape NodeImport::sizes(int i) const {
  Value vector = tensor(i);
  if (std::optional<Shape> known = knownSizes(i))
    return *known;
  auto type = cast<RankedTensorType>(vector.getType());
  if (!type.hasStaticShape() || type.getRank() > 1)
    throw ImportError("input " + Twine(i) + " should be a vector of a known number of sizes, got " + describe(vector));
  // Only those that depend on data become symbols: a vector of parts may hold others.
  Shape result;
  for (int64_t k = 0; k < type.getNumElements(); ++k) {
    Value element = type.getRank() ? build.slice(vector, 0, build.constant(k), build.constant(1)) : vector;
    std::optional<Shape> known = onnx::knownSizes(element);
    result.push_back(known ? known->front() : importer.defineSize(element));
  }
  return result;
}

AffineExpr NodeImport::positiveSize(int i, StringRef what) const {
  Value number = tensor(i);
  auto type = cast<RankedTensorType>(number.getType());
  if (!type.hasStaticShape() || type.getNumElements() != 1 || !type.getElementType().isIntOrIndex())
    throw ImportError(what + " should be one integer, got " + describe(number));
  std::optional<Shape> known = knownSizes(i);
  if (known && constantSize(known->front()).value_or(1) < 1)
    throw ImportError(what + " should be 1 or more, got " + Twine(*constantSize(known->front())));
  if (known && (constantSize(known->front()) || isNeverNegative(known->front() - 1)))
    return known->front();
  // A negative size is an error of the run.
  number = build.reshape(build.cast(number, build.getI64Type()), {});
  Value least = build.fillInteger(1, {}, build.getI64Type()), none = build.fillInteger(-1, {}, build.getI64Type());
  return importer.defineSize(build.select(build.compare(Predicate::ge, number, least), number, none));
}

//===----------------------------------------------------------------------===//
// Attributes
//===----------------------------------------------------------------------===//

const file::Attribute *resolveAttribute(const file::Attribute &attribute, const CallAttributes *call) {
  if (attribute.ref_attr_name().empty())
    return &attribute;
  auto found = call ? call->find(attribute.ref_attr_name()) : CallAttributes::const_iterator();
  return call && found != call->end() ? found->second : nullptr;
}

static StringRef nameOf(file::Attribute::Type type) {
  constexpr StringLiteral names[] = {"nothing", "a float",  "an integer",      "a string",       "a tensor",
                                     "a graph", "floats",   "integers",        "strings",        "tensors",
                                     "graphs",  "a sparse tensor", "sparse tensors", "a type", "types"};
  auto number = static_cast<size_t>(type);
  return number < std::size(names) ? names[number] : "something else";
}

/// Older files do not state the type.
static file::Attribute::Type typeOf(const file::Attribute &attribute) {
  if (attribute.type() != file::Attribute::UNDEFINED)
    return attribute.type();
  if (attribute.has_f())
    return file::Attribute::FLOAT;
  if (attribute.has_i())
    return file::Attribute::INT;
  if (attribute.has_s())
    return file::Attribute::STRING;
  if (attribute.has_t())
    return file::Attribute::TENSOR;
  if (attribute.has_g())
    return file::Attribute::GRAPH;
  if (attribute.floats_size())
    return file::Attribute::FLOATS;
  if (attribute.strings_size())
    return file::Attribute::STRINGS;
  return file::Attribute::INTS;
}

const file::Attribute *NodeImport::attribute(StringRef name, file::Attribute::Type type) const {
  for (const file::Attribute &given : node.attribute()) {
    if (given.name() != name)
      continue;
    const file::Attribute *found = resolveAttribute(given, surroundings.attributes);
    if (found && typeOf(*found) != type)
      throw ImportError("its attribute '" + name + "' should be " + nameOf(type) + ", got " + nameOf(typeOf(*found)));
    return found;
  }
  return nullptr;
}

bool NodeImport::hasAttribute(StringRef name) const {
  for (const file::Attribute &given : node.attribute())
    if (given.name() == name)
      return resolveAttribute(given, surroundings.attributes) != nullptr;
  return false;
}

[[noreturn]] static void failMissing(StringRef name) { throw ImportError("its attribute '" + name + "' is missing"); }

int64_t NodeImport::integer(StringRef name, int64_t otherwise) const {
  const file::Attribute *found = attribute(name, file::Attribute::INT);
  return found ? found->i() : otherwise;
}

int64_t NodeImport::integer(StringRef name) const {
  const file::Attribute *found = attribute(name, file::Attribute::INT);
  if (!found)
    failMissing(name);
  return found->i();
}

double NodeImport::real(StringRef name, double otherwise) const {
  const file::Attribute *found = attribute(name, file::Attribute::FLOAT);
  return found ? found->f() : otherwise;
}

std::string NodeImport::text(StringRef name, StringRef otherwise) const {
  const file::Attribute *found = attribute(name, file::Attribute::STRING);
  return found ? found->s() : otherwise.str();
}

std::optional<SmallVector<int64_t>> NodeImport::integers(StringRef name) const {
  const file::Attribute *found = attribute(name, file::Attribute::INTS);
  if (!found)
    return std::nullopt;
  return SmallVector<int64_t>(found->ints().begin(), found->ints().end());
}

std::optional<SmallVector<double>> NodeImport::reals(StringRef name) const {
  const file::Attribute *found = attribute(name, file::Attribute::FLOATS);
  if (!found)
    return std::nullopt;
  return SmallVector<double>(found->floats().begin(), found->floats().end());
}

std::optional<std::vector<std::string>> NodeImport::texts(StringRef name) const {
  const file::Attribute *found = attribute(name, file::Attribute::STRINGS);
  if (!found)
    return std::nullopt;
  return std::vector<std::string>(found->strings().begin(), found->strings().end());
}

const file::Graph &NodeImport::graph(StringRef name) const {
  const file::Attribute *found = attribute(name, file::Attribute::GRAPH);
  if (!found)
    failMissing(name);
  return found->g();
}

Type NodeImport::elementType(StringRef name, bool mayBeString) const {
  const file::Attribute *found = attribute(name, file::Attribute::INT);
  if (!found)
    return Type();
  Type type = elementTypeOf(static_cast<DataType>(found->i()), build.getContext());
  if (!type || (isString(type) && !mayBeString))
    throw ImportError("its attribute '" + name + "' is the element type " +
                      nameOf(static_cast<DataType>(found->i())) + ", expected one of numbers");
  return type;
}

int64_t NodeImport::axis(int64_t value, int64_t rank) const {
  if (value < -rank || value >= rank)
    throw ImportError("axis " + Twine(value) + " is out of range for a tensor of " + Twine(rank) + " dimensions");
  return value < 0 ? value + rank : value;
}

SmallVector<int64_t> NodeImport::axes(ArrayRef<int64_t> values, int64_t rank) const {
  SmallVector<int64_t> result;
  for (int64_t value : values) {
    int64_t wrapped = axis(value, rank);
    if (llvm::is_contained(result, wrapped))
      throw ImportError("axis " + Twine(value) + " is named twice");
    result.push_back(wrapped);
  }
  return result;
}

Value NodeImport::dataAxes(int i, int64_t since) const {
  if (version < since || !has(i) || knownIntegers(i))
    return Value();
  Value axes = tensor(i);
  // A single axis may be a scalar.
  if (rankOf(axes) == 0)
    axes = build.reshape(axes, {build.constant(1)});
  if (rankOf(axes) != 1 || !constantSize(shapeOf(axes).front()))
    throw ImportError("axes should be a vector of a number of them that is known, got " + describe(axes));
  return axes;
}

std::optional<SmallVector<int64_t>> NodeImport::axesFrom(int i, StringRef name, int64_t since, int64_t rank) const {
  std::optional<SmallVector<int64_t>> given;
  if (version < since)
    given = integers(name);
  else if (has(i))
    given = integers(i, "the axes");
  if (!given)
    return std::nullopt;
  return axes(*given, rank);
}

//===----------------------------------------------------------------------===//
// Outputs
//===----------------------------------------------------------------------===//

/// Numbers in a model can ask for any size.
static void requirePossible(Value value) {
  SmallVector<int64_t> numbers;
  for (AffineExpr size : shapeOf(value))
    numbers.push_back(constantSize(size).value_or(1));
  try {
    checkedElementCount(numbers);
  } catch (const ImportError &error) {
    throw ImportError("its result would be " + describe(value) + ": " + error.what());
  }
}

void NodeImport::set(int i, ImportedValue value) const {
  if (!wants(i))
    return;
  if (value.tensor)
    requirePossible(value.tensor);
  if (!surroundings.scope->add(node.output(i), std::move(value)))
    throw ImportError("another value has the name " + quoteName(node.output(i)));
}

//===----------------------------------------------------------------------===//
// Shared by many operators
//===----------------------------------------------------------------------===//

/// Whether one of these shapes may be repeated to the other, as far as they are numbers.
static bool mayRepeat(ShapeRef from, ShapeRef to) {
  if (from.size() > to.size())
    return false;
  return llvm::all_of(llvm::zip_equal(from, to.take_back(from.size())), [](auto pair) {
    std::optional<int64_t> a = constantSize(std::get<0>(pair)), b = constantSize(std::get<1>(pair));
    return !a || !b || *a == 1 || *a == *b;
  });
}

Value NodeImport::broadcast(Value value, ShapeRef sizes) const {
  Shape from = shapeOf(value);
  if (!mayRepeat(from, sizes))
    throw ImportError(describe(value) + " cannot be repeated to the shape " + toString(sizes));
  size_t offset = sizes.size() - from.size();
  for (size_t axis = 0; axis < from.size(); ++axis) {
    AffineExpr to = sizes[offset + axis];
    if (constantSize(from[axis]) == 1 || sameSize(from[axis], to))
      continue;
    // Only at run time it is known whether this is 1 or what the other is; anything else is an error of the run.
    Type integer = build.getI64Type();
    Value one = build.size(build.constant(1)), size = build.size(from[axis]);
    Value isOne = build.compare(Predicate::eq, size, one), isSame = build.compare(Predicate::eq, size, build.size(to));
    Value checked = build.select(build.elementwise<OrOp>(isOne, isSame), size, build.fillInteger(-1, {}, integer));
    from[axis] = importer.defineSize(checked);
    value = build.reshape(value, from);
    Value last = build.elementwise<SubOp>(checked, one);
    Value index = build.elementwise<MinOp>(build.iota(0, {to}, integer), build.broadcast(last, {to}));
    value = build.gather(value, index, axis);
    from[axis] = to;
  }
  return build.broadcast(value, sizes);
}

/// The size that two broadcast to.
static AffineExpr commonSize(const NodeImport &node, AffineExpr a, AffineExpr b) {
  std::optional<int64_t> x = constantSize(a), y = constantSize(b);
  if (x == 1 || sameSize(a, b))
    return b;
  if (y == 1)
    return a;
  if (x && y)
    return AffineExpr();
  // A number other than 1 is what the result has.
  if (x || y)
    return x ? a : b;
  return node.maximum(a, b);
}

Value NodeImport::withSize(Value value, int64_t axis, AffineExpr size) const {
  Shape sizes = shapeOf(value);
  if (!constantSize(normalizeSize(sizes[axis] - size)))
    sizes[axis] = size;
  return build.reshape(value, sizes);
}

AffineExpr NodeImport::minimum(AffineExpr a, AffineExpr b) const { return importer.extremum(SizeSymbol::Minimum, a, b); }
AffineExpr NodeImport::maximum(AffineExpr a, AffineExpr b) const { return importer.extremum(SizeSymbol::Maximum, a, b); }

SmallVector<Value> NodeImport::broadcast(ArrayRef<Value> values) const {
  Shape common;
  for (Value value : values) {
    Shape next = shapeOf(value);
    if (next.size() > common.size())
      common.insert(common.begin(), next.size() - common.size(), build.constant(1));
    size_t offset = common.size() - next.size();
    for (size_t axis = 0; axis < next.size(); ++axis) {
      AffineExpr size = commonSize(*this, common[offset + axis], next[axis]);
      if (!size) {
        std::string shapes;
        for (Value operand : values)
          shapes += (shapes.empty() ? "" : " and ") + describe(operand);
        throw ImportError("its inputs " + shapes + " do not broadcast to one shape");
      }
      common[offset + axis] = size;
    }
  }
  SmallVector<Value> result;
  for (Value value : values)
    result.push_back(broadcast(value, common));
  return result;
}

void NodeImport::requireSameType(ArrayRef<Value> values) const {
  for (Value value : values)
    if (elementOf(value) != elementOf(values.front()))
      throw ImportError("its inputs should be of one element type, got " + describe(values.front()) + " and " +
                        describe(value));
}

void NodeImport::requireRank(Value value, int64_t least, StringRef what) const {
  if (rankOf(value) < least)
    throw ImportError(what + " should have at least " + Twine(least) + " dimensions, got " + describe(value));
}

Value NodeImport::fitted(Value value, int64_t axis, AffineExpr size) const {
  Shape sizes = shapeOf(value);
  if (sameSize(sizes[axis], size))
    return value;
  AffineExpr kept = minimum(sizes[axis], size);
  value = build.slice(value, axis, build.constant(0), kept);
  AffineExpr missing = normalizeSize(size - kept);
  if (constantSize(missing) == 0)
    return value;
  sizes[axis] = missing;
  return build.concat({value, build.fill(0, sizes, elementOf(value))}, axis);
}

std::string describe(Value value) {
  return nameOf(dataTypeOf(elementOf(value))) + toString(shapeOf(value));
}

} // namespace tenon::onnx
