//===- Importer.cpp - From an ONNX model to the graph dialect ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/Importer.h"
#include "compiler/Diagnostics.h"
#include "compiler/Signature.h"
#include "dialects/graph/Strings.h"
#include "frontend/onnx/Branches.h"
#include "frontend/onnx/KnownValues.h"
#include "frontend/onnx/ReadModel.h"
#include "frontend/onnx/Support.h"
#include "mlir/IR/Verifier.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

namespace {

/// Values up to this many bytes stand in the graph itself.
constexpr size_t constantLimit = 1024;

/// Tables of constants are computed once up to this many elements.
constexpr int64_t mostFolded = 1 << 18;

/// Functions that call functions, and subgraphs in subgraphs.
constexpr int deepestCalls = 64;

/// A model of this many nodes after expanding functions is no model.
constexpr int64_t mostNodes = 1 << 20;

/// The graph of a constant of the model.
ElementsAttr makeElements(RankedTensorType type, ArrayRef<char> bytes) {
  if (type.getElementType().isInteger(1))
    return DenseElementsAttr::get(type, ArrayRef(reinterpret_cast<const bool *>(bytes.data()), bytes.size()));
  return DenseElementsAttr::getFromRawBuffer(type, bytes);
}

} // namespace

OperatorSets readOperatorSets(const google::protobuf::RepeatedPtrField<file::OperatorSet> &imports) {
  OperatorSets result;
  for (const file::OperatorSet &import : imports)
    result[normalizedDomain(import.domain())] = import.version();
  return result;
}

Importer::Importer(const ModelFile &file, MLIRContext &context, ArrayRef<compiler::ShapeOption> shapes)
    : builder(UnknownLoc::get(&context), &context), reader(file), file(file), shapes(shapes) {}

llvm::Expected<compiler::Model> Importer::run() {
  try {
    operatorSets = readOperatorSets(file.model->opset_import());
    if (llvm::Error error = checkSupport(file))
      return std::move(error);
    Location location = FileLineColLoc::get(builder.getContext(), file.path, 0, 0);
    builder.setLoc(location);
    model.name = compiler::identifierOf(llvm::sys::path::stem(file.path));
    model.module = ModuleOp::create(location);
    importGraph(file.model->graph());
    if (!strings.empty()) {
      SmallVector<StringRef> texts(strings.begin(), strings.end());
      (*model.module)->setAttr(stringsAttributeName, builder.getStrArrayAttr(texts));
    }
  } catch (const ImportError &error) {
    return compiler::userError(file.path + ": " + current + (current.empty() ? "" : ": ") + error.what());
  }
  compiler::DiagnosticCollector diagnostics(builder.getContext());
  // Each op's verifier names the node, and the sizes and types that the model gives it.
  if (failed(verify(*model.module)))
    return diagnostics.takeUserError(file.path + " has a node whose inputs do not fit together");
  return std::move(model);
}

void Importer::importGraph(const file::Graph &graph) {
  builder.setInsertionPointToEnd(model.module->getBody());
  auto function = func::FuncOp::create(builder, builder.getLoc(), "main", builder.getFunctionType({}, {}));
  builder.setInsertionPointToEnd(&function.getBody().emplaceBlock());
  Scope scope;
  importInitializers(graph, scope);
  addInputs(graph, function, scope);
  importNodes(graph.node(), {&scope, &operatorSets});
  current.clear();
  addOutputs(graph, function, scope);
  SmallVector<StringRef> names = namesOf(symbols);
  if (!names.empty())
    function->setAttr(symbolsAttributeName, builder.getStrArrayAttr(names));
}

void Importer::importInitializers(const file::Graph &graph, Scope &scope) {
  for (const file::Tensor &tensor : graph.initializer()) {
    current = "initializer " + quoteName(tensor.name());
    if (!scope.add(tensor.name(), importTensor(tensor, tensor.name())))
      throw ImportError("another value has this name");
  }
  for (const file::SparseTensor &tensor : graph.sparse_initializer()) {
    current = "sparse initializer " + quoteName(tensor.values().name());
    if (!scope.add(tensor.values().name(), importData(reader.readSparse(tensor), tensor.values().name())))
      throw ImportError("another value has this name");
  }
  current.clear();
}

ImportedValue Importer::importTensor(const file::Tensor &tensor, StringRef name) {
  return importData(reader.read(tensor), name);
}

ImportedValue Importer::importData(TensorData data, StringRef name) {
  if (data.type == DataType::String) {
    auto numbers = std::make_shared<std::vector<int64_t>>();
    for (const std::string &text : data.strings)
      numbers->push_back(handleOf(text));
    TensorData stored;
    stored.type = DataType::Int64;
    stored.sizes = data.sizes;
    stored.bytes = {reinterpret_cast<const char *>(numbers->data()), numbers->size() * sizeof(int64_t)};
    stored.owner = numbers;
    Value number = importData(std::move(stored), name).tensor;
    return Value(builder.create<BitcastOp>(withElementType(number.getType(), StringType::get(builder.getContext())), number));
  }
  ImportedValue result;
  Type element = elementTypeOf(data.type, builder.getContext());
  if (!element)
    throw ImportError("the tensor " + quoteName(name) + " is of " + nameOf(data.type) + ", which no operator takes");
  auto type = RankedTensorType::get(data.sizes, element);
  if (data.bytes.size() <= constantLimit) {
    result.tensor = builder.create<ConstantOp>(type, makeElements(type, data.bytes));
    return result;
  }
  std::string unique = name.empty() ? "constant" : name.str();
  while (model.weights.find(unique))
    unique = (name.empty() ? "constant" : name.str()) + "#" + std::to_string(unnamed++);
  model.weights.add(unique, {type, data.bytes, data.owner});
  result.tensor = builder.create<WeightOp>(type, unique);
  return result;
}

int64_t Importer::handleOf(StringRef text) {
  // The empty string has the first handle.
  if (strings.empty()) {
    strings.emplace_back();
    handles[""] = 0;
  }
  auto [entry, isNew] = handles.try_emplace(text, strings.size());
  if (isNew)
    strings.push_back(text.str());
  return entry->second;
}

Value Importer::folded(Value value) {
  if (isString(elementOf(value)))
    return value;
  std::optional<std::vector<char>> bytes = knownBytes(value, model.weights, mostFolded);
  if (!bytes)
    return value;
  auto memory = std::make_shared<std::vector<char>>(std::move(*bytes));
  TensorData data;
  data.type = dataTypeOf(elementOf(value));
  data.sizes.assign(cast<RankedTensorType>(value.getType()).getShape());
  data.bytes = *memory;
  data.owner = memory;
  return importData(std::move(data), "").tensor;
}

//===----------------------------------------------------------------------===//
// Nodes
//===----------------------------------------------------------------------===//

void Importer::importNodes(const google::protobuf::RepeatedPtrField<file::Node> &nodes,
                           const NodeSurroundings &surroundings) {
  if (surroundings.depth > deepestCalls)
    throw ImportError("functions and subgraphs are nested deeper than " + Twine(deepestCalls) + " levels");
  for (const file::Node &node : nodes)
    importNode(node, surroundings);
}

void Importer::importNode(const file::Node &node, const NodeSurroundings &surroundings) {
  if (++nodeCount > mostNodes)
    throw ImportError("the model has more than " + Twine(mostNodes) + " nodes, functions expanded");
  Location outer = builder.getLoc();
  std::string outerNode = current;
  std::string name = surroundings.prefix + (node.name().empty() && node.output_size() ? node.output(0) : node.name());
  current = "node " + quoteName(name) + " (" + printableName(node.op_type()) + ")";
  builder.setLoc(NameLoc::get(builder.getStringAttr(printableName(name) + " (" + printableName(node.op_type()) + ")"),
                              FileLineColLoc::get(builder.getContext(), file.path, 0, 0)));
  if (!search) {
    importOrThrow(node, surroundings);
  } else {
    OpBuilder::InsertPoint point = builder.saveInsertionPoint();
    try {
      importOrThrow(node, surroundings);
    } catch (const ImportError &error) {
      builder.restoreInsertionPoint(point);
      passOver(node, surroundings, error);
    }
  }
  current = outerNode;
  builder.setLoc(outer);
}

void Importer::importOrThrow(const file::Node &node, const NodeSurroundings &surroundings) {
  for (const std::string &input : node.input()) {
    const ImportedValue *value = input.empty() ? nullptr : surroundings.scope->find(input);
    if (!input.empty() && !value)
      throw ImportError("its input " + quoteName(input) + " is made by no node before it, nor is it an input or initializer");
    if (value && value->isUnknown)
      throw DependsOnUnsupported();
  }
  if (const file::Function *function = findFunction(node)) {
    importCall(*function, node, surroundings);
  } else {
    auto set = surroundings.operatorSets->find(normalizedDomain(node.domain()));
    bool isStated = set != surroundings.operatorSets->end();
    int64_t version = isStated ? set->second : 1;
    const OperatorEntry *entry = findOperator(normalizedDomain(node.domain()), node.op_type(), version);
    if (!entry)
      throw ImportError(unsupportedText(node, isStated ? std::optional(version) : std::nullopt));
    NodeImport import(*this, node, surroundings, version);
    importOperator(*entry, import);
    for (const std::string &output : node.output())
      if (!output.empty() && !surroundings.scope->find(output))
        throw ImportError("its output " + quoteName(output) + " is not one that Tenon computes");
  }
}

//===----------------------------------------------------------------------===//
// Functions of the model
//===----------------------------------------------------------------------===//

const file::Function *Importer::findFunction(const file::Node &node) const {
  for (const file::Function &function : file.model->functions())
    if (function.name() == node.op_type() && function.overload() == node.overload() &&
        normalizedDomain(function.domain()) == normalizedDomain(node.domain()))
      return &function;
  return nullptr;
}

void Importer::importCall(const file::Function &function, const file::Node &node,
                          const NodeSurroundings &surroundings) {
  Scope scope;
  for (int i = 0; i < function.input_size(); ++i) {
    bool isGiven = i < node.input_size() && !node.input(i).empty();
    if (!scope.add(function.input(i), isGiven ? *surroundings.scope->find(node.input(i)) : ImportedValue()))
      throw ImportError("the function has two inputs of the name " + quoteName(function.input(i)));
  }
  CallAttributes attributes;
  for (const file::Attribute &attribute : function.attribute_proto())
    attributes[attribute.name()] = &attribute;
  for (const file::Attribute &attribute : node.attribute())
    attributes[attribute.name()] = resolveAttribute(attribute, surroundings.attributes);
  OperatorSets sets = readOperatorSets(function.opset_import());
  importNodes(function.node(), {&scope, &sets, &attributes, surroundings.prefix + node.name() + "/", surroundings.depth + 1});
  for (int i = 0; i < node.output_size(); ++i) {
    if (node.output(i).empty())
      continue;
    const ImportedValue *value = i < function.output_size() ? scope.find(function.output(i)) : nullptr;
    if (!value)
      throw ImportError("the function does not compute output " + Twine(i));
    if (!surroundings.scope->add(node.output(i), *value))
      throw ImportError("another value has the name " + quoteName(node.output(i)));
  }
}

llvm::Expected<compiler::Model> readModel(StringRef path, MLIRContext &context, ArrayRef<compiler::ShapeOption> shapes) {
  llvm::Expected<ModelFile> file = readModelFile(path);
  if (!file)
    return file.takeError();
  return Importer(*file, context, shapes).run();
}

} // namespace tenon::onnx
