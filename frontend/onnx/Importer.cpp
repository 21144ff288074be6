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

OperatorSets readOperatorSets(const google::protobuf::RepeatedPtrField<file::OperatorSet> &imports) {
  OperatorSets result;
  for (const file::OperatorSet &import : imports)
    result[normalizedDomain(import.domain())] = import.version();
  return result;
}

/// The graph of a constant of the model.
ElementsAttr makeElements(RankedTensorType type, ArrayRef<char> bytes) {
  if (type.getElementType().isInteger(1))
    return DenseElementsAttr::get(type, ArrayRef(reinterpret_cast<const bool *>(bytes.data()), bytes.size()));
  return DenseElementsAttr::getFromRawBuffer(type, bytes);
}

} // namespace

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
// Sizes
//===----------------------------------------------------------------------===//

SmallVector<StringRef> namesOf(ArrayRef<SizeSymbol> symbols) {
  return llvm::map_to_vector(symbols, [](const SizeSymbol &symbol) { return StringRef(symbol.name); });
}

AffineExpr Importer::symbolNamed(StringRef name) {
  auto found = llvm::find_if(symbols, [&](const SizeSymbol &symbol) { return symbol.name == name; });
  if (found == symbols.end())
    found = symbols.insert(symbols.end(), SizeSymbol{name.str()});
  return builder.getAffineSymbolExpr(found - symbols.begin());
}

AffineExpr Importer::newSymbol() {
  std::string name;
  do
    name = "size_" + std::to_string(unnamed++);
  while (llvm::any_of(symbols, [&](const SizeSymbol &symbol) { return symbol.name == name; }));
  return symbolNamed(name);
}

AffineExpr Importer::defineSize(Value scalar) {
  AffineExpr symbol = newSymbol();
  builder.create<DefineSizeOp>(builder.reshape(builder.cast(scalar, builder.getI64Type()), {}), symbols.size() - 1);
  return symbol;
}

AffineExpr Importer::extremum(SizeSymbol::Kind kind, AffineExpr a, AffineExpr b) {
  bool isMinimum = kind == SizeSymbol::Minimum;
  if (isAtLeast(a, b))
    return isMinimum ? b : a;
  if (isAtLeast(b, a))
    return isMinimum ? a : b;
  // Normal forms that are the same are one expression.
  a = normalizeSize(a);
  b = normalizeSize(b);
  for (auto [i, symbol] : llvm::enumerate(symbols))
    if (symbol.kind == kind && ((symbol.a == a && symbol.b == b) || (symbol.a == b && symbol.b == a)))
      return builder.getAffineSymbolExpr(i);
  Value x = builder.size(a), y = builder.size(b);
  AffineExpr result = defineSize(isMinimum ? builder.elementwise<MinOp>(x, y) : builder.elementwise<MaxOp>(x, y));
  SizeSymbol &symbol = symbols.back();
  symbol.kind = kind;
  symbol.a = a;
  symbol.b = b;
  return result;
}

/// A minimum is at most what it is of, and a maximum at least: puts these in the symbol's place where a difference gets
/// smaller by that, and is never negative even so.
static bool isNeverNegative(AffineExpr difference, ArrayRef<SizeSymbol> symbols, int depth) {
  if (isNeverNegative(difference))
    return true;
  constexpr int mostReplaced = 4;
  if (depth == mostReplaced)
    return false;
  llvm::SmallBitVector mentioned(symbols.size());
  difference.walk([&](AffineExpr part) {
    if (auto symbol = dyn_cast<AffineSymbolExpr>(part); symbol && symbol.getPosition() < symbols.size())
      mentioned.set(symbol.getPosition());
  });
  for (unsigned i : mentioned.set_bits()) {
    const SizeSymbol &known = symbols[i];
    AffineExpr symbol = getAffineSymbolExpr(i, difference.getContext());
    if (known.kind == SizeSymbol::Free)
      continue;
    std::optional<int64_t> slope = constantSize(normalizeSize(difference.replace(symbol, symbol + 1) - difference));
    if (!slope || (known.kind == SizeSymbol::Minimum ? *slope >= 0 : *slope <= 0))
      continue;
    for (AffineExpr bound : {known.a, known.b})
      if (isNeverNegative(normalizeSize(difference.replace(symbol, bound)), symbols, depth + 1))
        return true;
  }
  return false;
}

bool Importer::isAtLeast(AffineExpr a, AffineExpr b) const { return onnx::isNeverNegative(normalizeSize(a - b), symbols, 0); }

RankedTensorType Importer::typeOf(const file::ValueInfo &info) {
  const file::TypeDescription::TensorType &tensor = info.type().tensor_type();
  auto type = static_cast<DataType>(tensor.elem_type());
  Type element = elementTypeOf(type, builder.getContext());
  if (!info.type().has_tensor_type() || !element)
    throw ImportError("its type is not one of numbers or strings: " + describeType(info.type()));
  if (!tensor.has_shape())
    throw ImportError("the model does not say how many dimensions it has: give a shape when the model is exported");
  Shape sizes;
  for (const auto &[axis, dimension] : llvm::enumerate(tensor.shape().dim())) {
    if (dimension.has_dim_value()) {
      if (dimension.dim_value() < 0)
        throw ImportError("it has the negative size " + Twine(dimension.dim_value()) + " in dimension " + Twine(axis));
      sizes.push_back(builder.constant(dimension.dim_value()));
      continue;
    }
    std::string name = dimension.dim_param();
    if (name.empty())
      name = info.name() + "_" + std::to_string(axis);
    sizes.push_back(symbolNamed(printableName(name)));
  }
  // Checks the product, too.
  SmallVector<int64_t> numbers;
  for (AffineExpr size : sizes)
    numbers.push_back(constantSize(size).value_or(1));
  checkedElementCount(numbers);
  return tensorType(sizes, element);
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
// Nodes that cannot be imported
//===----------------------------------------------------------------------===//

static std::string describeInput(StringRef name, const ImportedValue *value, ArrayRef<SizeSymbol> symbols) {
  auto sizes = llvm::map_to_vector(namesOf(symbols), [](StringRef symbol) { return symbol.str(); });
  std::string kind = !value || value->isUnknown                  ? "not known"
                     : value->tensor                             ? compiler::formatType(cast<RankedTensorType>(value->tensor.getType()), sizes)
                     : value->sequence || value->runSequence     ? "a sequence"
                     : value->either                             ? "one of two kinds of values"
                                                                 : "nothing";
  return printableName(name) + "  " + kind;
}

/// A tensor of the type that the file states, so that what reads it is looked at, too.
ImportedValue Importer::standIn(StringRef name, const NodeSurroundings &surroundings) {
  ImportedValue unknown;
  unknown.isUnknown = true;
  if (surroundings.depth)
    return unknown;
  auto found = search->stated.find(name);
  if (found == search->stated.end())
    return unknown;
  try {
    RankedTensorType type = typeOf(*found->second);
    return builder.fillInteger(0, graph::shapeOf(type), type.getElementType());
  } catch (const ImportError &) {
    return unknown;
  }
}

void Importer::passOver(const file::Node &node, const NodeSurroundings &surroundings, const ImportError &error) {
  UnsupportedNode entry;
  entry.name = printableName(surroundings.prefix + (node.name().empty() && node.output_size() ? node.output(0) : node.name()));
  entry.operatorName = printableName(node.op_type());
  auto set = surroundings.operatorSets->find(normalizedDomain(node.domain()));
  entry.operatorSet = operatorSetText(node.domain(), set == surroundings.operatorSets->end() ? 1 : set->second);
  for (const std::string &input : node.input())
    entry.inputs.push_back(input.empty() ? "-" : describeInput(input, surroundings.scope->find(input), symbols));
  entry.reason = error.what();
  // The bodies of loops are imported several times.
  if (!dynamic_cast<const DependsOnUnsupported *>(&error) && search->seen.insert(entry.name + " " + entry.operatorName).second)
    search->nodes.push_back(std::move(entry));
  for (const std::string &output : node.output())
    if (!output.empty() && !surroundings.scope->find(output))
      surroundings.scope->add(output, standIn(output, surroundings));
}

llvm::Expected<std::vector<UnsupportedNode>> Importer::findUnsupported() {
  search = std::make_unique<UnsupportedSearch>();
  for (const file::ValueInfo &info : file.model->graph().value_info())
    search->stated[info.name()] = &info;
  try {
    operatorSets = readOperatorSets(file.model->opset_import());
    if (llvm::Error error = checkOperatorSet(file))
      return std::move(error);
    model.module = ModuleOp::create(builder.getLoc());
    builder.setInsertionPointToEnd(model.module->getBody());
    auto function = func::FuncOp::create(builder, builder.getLoc(), "main", builder.getFunctionType({}, {}));
    builder.setInsertionPointToEnd(&function.getBody().emplaceBlock());
    Scope scope;
    importInitializers(file.model->graph(), scope);
    addInputs(file.model->graph(), function, scope);
    importNodes(file.model->graph().node(), {&scope, &operatorSets});
  } catch (const ImportError &error) {
    return compiler::userError(file.path + ": " + current + (current.empty() ? "" : ": ") + error.what());
  }
  return std::move(search->nodes);
}

llvm::Expected<std::vector<UnsupportedNode>> findUnsupported(StringRef path, MLIRContext &context, ArrayRef<compiler::ShapeOption> shapes) {
  llvm::Expected<ModelFile> file = readModelFile(path);
  if (!file)
    return file.takeError();
  return Importer(*file, context, shapes).findUnsupported();
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
