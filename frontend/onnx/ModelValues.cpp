//===- ModelValues.cpp - Inputs and outputs of an ONNX model ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// A sequence among the inputs is that many tensors: how many, and of which shapes,
// must be known. An optional is there or not, which must be known too. Among the
// outputs only a run may know it.

#include "compiler/Diagnostics.h"
#include "dialects/graph/States.h"
#include "frontend/onnx/Branches.h"
#include "frontend/onnx/ImportError.h"
#include "frontend/onnx/Importer.h"
#include "frontend/onnx/ReadModel.h"
#include "frontend/onnx/Support.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

std::string elementName(StringRef name, size_t number) { return (name + "[" + Twine(number) + "]").str(); }
std::string emptyName(StringRef name) { return (name + "[]").str(); }

/// The type in an optional, else the type itself.
const file::TypeDescription &innerType(const file::TypeDescription &type) {
  return type.has_optional_type() ? type.optional_type().elem_type() : type;
}

bool isPlainTensor(const file::ValueInfo &info) { return info.type().has_tensor_type(); }

/// How many tensors a value is, and how they make it.
struct ValueParts {
  size_t count = 0;
  bool isSequence = false, isRunSequence = false, isEmpty = false, isMaybeEmpty = false;
};

/// An entry of the list of values that a function's attribute holds.
DictionaryAttr describeValue(Builder &builder, const file::ValueInfo &info, const ValueParts &parts) {
  NamedAttrList entry;
  entry.set("name", builder.getStringAttr(info.name()));
  entry.set("count", builder.getI64IntegerAttr(static_cast<int64_t>(parts.count)));
  bool isOptional = info.type().has_optional_type();
  for (auto [name, isSet] : {std::pair("sequence", parts.isSequence), std::pair("run_sequence", parts.isRunSequence),
                             std::pair("optional", isOptional), std::pair("empty", parts.isEmpty), std::pair("maybe_empty", parts.isMaybeEmpty)})
    if (isSet)
      entry.set(name, builder.getUnitAttr());
  return entry.getDictionary(builder.getContext());
}

} // namespace

//===----------------------------------------------------------------------===//
// Inputs
//===----------------------------------------------------------------------===//

const compiler::ShapeOption *Importer::shapeOf(StringRef name) const {
  const auto *found = llvm::find_if(shapes, [&](const compiler::ShapeOption &option) { return option.input == name; });
  return found == shapes.end() ? nullptr : found;
}

Value Importer::addInput(Block &block, RankedTensorType type, StringRef name) {
  inputNames.push_back(name.str());
  return block.addArgument(type, builder.getLoc());
}

ImportedValue Importer::addInputSequence(Block &block, const file::ValueInfo &info) {
  const file::TypeDescription &element = innerType(info.type()).sequence_type().elem_type();
  Type type = elementTypeOf(static_cast<DataType>(element.tensor_type().elem_type()), builder.getContext());
  if (!element.has_tensor_type() || !type)
    throw ImportError("its type is not one of numbers or strings: " + describeType(info.type()));
  ImportedValue result;
  result.sequence = std::make_shared<std::vector<ImportedValue>>();
  while (const compiler::ShapeOption *shape = shapeOf(elementName(info.name(), result.sequence->size()))) {
    if (llvm::is_contained(shape->sizes, compiler::ShapeOption::open))
      throw ImportError("the sizes of the tensors of a sequence must be numbers: --shape '" + printableName(shape->input) +
                        "' leaves one open");
    result.sequence->emplace_back(addInput(block, RankedTensorType::get(shape->sizes, type), shape->input));
  }
  if (result.sequence->empty() && !shapeOf(emptyName(info.name())))
    throw ImportError("it is a sequence, and its tensors must be known when the model is compiled: give the shape of each (--shape '" +
                      printableName(elementName(info.name(), 0)) + "=2x3' and so on), or --shape '" +
                      printableName(emptyName(info.name())) + "=' for none");
  return result;
}

void Importer::addInputs(const file::Graph &graph, func::FuncOp function, Scope &scope) {
  Block &block = function.getBody().front();
  llvm::StringSet<> names;
  SmallVector<Attribute> values;
  bool arePlain = true;
  for (const file::ValueInfo &info : graph.input()) {
    current = "input " + quoteName(info.name());
    if (!names.insert(info.name()).second)
      throw ImportError("another input has this name");
    // It has a value already, which older files list as an input too.
    if (scope.find(info.name()))
      continue;
    arePlain &= isPlainTensor(info);
    const file::TypeDescription &type = innerType(info.type());
    ImportedValue value;
    bool isEmpty = info.type().has_optional_type() && shapeOf(emptyName(info.name())) &&
                   !(type.has_sequence_type() && shapeOf(elementName(info.name(), 0)));
    if (isEmpty) {
    } else if (type.has_sequence_type()) {
      value = addInputSequence(block, info);
    } else {
      file::ValueInfo tensor = info;
      *tensor.mutable_type() = type;
      value = addInput(block, typeOf(tensor), info.name());
    }
    ValueParts parts;
    parts.count = value.sequence ? value.sequence->size() : value.tensor ? 1 : 0;
    parts.isSequence = type.has_sequence_type();
    parts.isEmpty = isEmpty;
    values.push_back(describeValue(builder, info, parts));
    scope.add(info.name(), std::move(value));
  }
  if (!arePlain)
    function->setAttr(inputValuesAttributeName, builder.getArrayAttr(values));
  current.clear();
}

//===----------------------------------------------------------------------===//
// Outputs
//===----------------------------------------------------------------------===//

namespace {

/// The tensors of an output, with names.
class OutputTensors {
public:
  SmallVector<Value> results;
  SmallVector<std::string> names;

  ValueParts add(const file::ValueInfo &info, const ImportedValue &value) {
    ValueParts parts;
    size_t before = results.size();
    addHeld(info, value, parts);
    parts.count = results.size() - before;
    return parts;
  }

private:
  void add(Value tensor, const Twine &name) {
    results.push_back(tensor);
    names.push_back(name.str());
  }

  void addHeld(const file::ValueInfo &info, const ImportedValue &value, ValueParts &parts) {
    const std::string &name = info.name();
    parts.isSequence = innerType(info.type()).has_sequence_type() && !value.runSequence;
    if (value.sequence) {
      for (auto [i, element] : llvm::enumerate(*value.sequence)) {
        if (!element.tensor)
          throw ImportError("it is a sequence of what is no tensor of numbers, which outputs must be so far");
        add(element.tensor, elementName(name, i));
      }
    } else if (value.runSequence) {
      parts.isRunSequence = true;
      add(value.runSequence->elements, name + ".elements");
      add(value.runSequence->table, name + ".table");
    } else if (value.either) {
      // Optionals hold no optionals.
      const EitherValue &either = *value.either;
      if (parts.isMaybeEmpty || !either.alternatives[1].isAbsent())
        throw ImportError("which branch is taken decides what kind of value it is, or how many dimensions it has: an output has one kind");
      parts.isMaybeEmpty = true;
      add(either.condition, name + ".given");
      addHeld(info, either.alternatives[0], parts);
    } else if (value.tensor) {
      add(value.tensor, name);
    } else if (info.type().has_optional_type()) {
      parts.isEmpty = true;
    } else {
      throw ImportError("it is no tensor of numbers, which outputs must be so far");
    }
  }
};

} // namespace

void Importer::addOutputs(const file::Graph &graph, func::FuncOp function, Scope &scope) {
  OutputTensors outputs;
  SmallVector<Attribute> values;
  bool arePlain = true;
  for (const file::ValueInfo &info : graph.output()) {
    current = "output " + quoteName(info.name());
    const ImportedValue *value = scope.find(info.name());
    if (!value)
      throw ImportError("no node, input or initializer makes it");
    arePlain &= value->tensor && isPlainTensor(info);
    // An optional that has to be there: the run fails where it is not.
    bool isOptional = info.type().has_optional_type();
    ImportedValue given = value->either && !isOptional ? requireGiven(*this, *value) : *value;
    values.push_back(describeValue(builder, info, outputs.add(info, given)));
  }
  if (graph.output().empty())
    throw ImportError("the graph has no outputs");
  if (!arePlain)
    function->setAttr(outputValuesAttributeName, builder.getArrayAttr(values));
  current.clear();
  func::ReturnOp::create(builder, builder.getLoc(), outputs.results);
  function.setFunctionType(
      builder.getFunctionType(function.front().getArgumentTypes(), TypeRange(ValueRange(outputs.results))));
  for (auto [i, name] : llvm::enumerate(inputNames))
    function.setArgAttr(i, "graph.name", builder.getStringAttr(name));
  for (auto [i, name] : llvm::enumerate(outputs.names))
    function.setResultAttr(i, "graph.name", builder.getStringAttr(name));
}

//===----------------------------------------------------------------------===//
// Shapes in files
//===----------------------------------------------------------------------===//

static void addShapes(const file::ValueInfo &info, StringRef bytes, std::vector<compiler::ShapeOption> &shapes) {
  bool isSequence = innerType(info.type()).has_sequence_type(), isThere = true;
  file::Sequence sequence;
  if (info.type().has_optional_type()) {
    file::Optional optional;
    if (!optional.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
      return;
    isThere = isSequence ? optional.has_sequence_value() : optional.has_tensor_value();
    sequence = optional.sequence_value();
  } else if (!sequence.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return;
  }
  if (!isThere || (isSequence && !sequence.tensor_values_size()))
    shapes.push_back({emptyName(info.name()), {}});
  for (const auto &[i, tensor] : llvm::enumerate(sequence.tensor_values()))
    if (isSequence)
      shapes.push_back({elementName(info.name(), i), {tensor.dims().begin(), tensor.dims().end()}});
}

std::vector<compiler::ShapeOption> sequenceShapes(StringRef path, StringRef folder) {
  std::vector<compiler::ShapeOption> shapes;
  llvm::Expected<ModelFile> file = readModelFile(path);
  if (!file) {
    // The import says what is wrong with it.
    llvm::consumeError(file.takeError());
    return shapes;
  }
  const file::Graph &graph = file->model->graph();
  if (llvm::all_of(graph.input(), isPlainTensor))
    return shapes;
  llvm::StringSet<> initialized;
  for (const file::Tensor &tensor : graph.initializer())
    initialized.insert(tensor.name());
  int number = 0;
  for (const file::ValueInfo &info : graph.input()) {
    if (initialized.contains(info.name()))
      continue;
    std::string name = (folder + "/input_" + Twine(number++) + ".pb").str();
    if (isPlainTensor(info))
      continue;
    if (auto buffer = llvm::MemoryBuffer::getFile(name, /*IsText=*/false, /*RequiresNullTerminator=*/false))
      addShapes(info, (*buffer)->getBuffer(), shapes);
  }
  return shapes;
}

} // namespace tenon::onnx
