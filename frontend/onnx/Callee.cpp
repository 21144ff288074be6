//===- Callee.cpp - Functions for what is done in branches and loops -----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/Callee.h"
#include "dialects/graph/SizeRegions.h"
#include "dialects/graph/SubstituteSymbols.h"
#include "frontend/onnx/KnownValues.h"
#include "frontend/onnx/Support.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace tenon::graph;

namespace tenon::onnx {

Callee::Callee(Importer &importer, StringRef kind)
    : importer(importer), outerPoint(importer.builder.saveInsertionPoint()), outerSymbols(importer.symbols) {
  CheckedBuilder &build = importer.builder;
  build.setInsertionPointToEnd(importer.model.module->getBody());
  std::string name = (kind + "_" + Twine(importer.calleeCount++)).str();
  function = func::FuncOp::create(build, build.getLoc(), name, build.getFunctionType({}, {}));
  function.setPrivate();
  build.setInsertionPointToEnd(&function.getBody().emplaceBlock());
  unknownOutside.resize(outerSymbols.size());
}

Callee::~Callee() {
  if (isOpen) {
    importer.symbols = outerSymbols;
    importer.builder.restoreInsertionPoint(outerPoint);
  }
  if (!isFinished)
    function.erase();
}

Value Callee::addParameter(RankedTensorType type) {
  ++ownParameters;
  return function.front().addArgument(type, importer.builder.getLoc());
}

AffineExpr Callee::newSymbol() { return importer.newSymbol(); }

Value Callee::capture(Value outer) {
  CheckedBuilder &build = importer.builder;
  if (Operation *op = outer.getDefiningOp(); isa_and_nonnull<ConstantOp, WeightOp, FillOp, IotaOp, SizeOp>(op))
    return build.clone(*op)->getResult(0);
  auto type = cast<RankedTensorType>(outer.getType());
  if (type.getElementType().isIntOrIndex() && !type.getElementType().isInteger(1))
    if (std::optional<Shape> sizes = knownSizes(outer))
      return build.reshape(build.cast(build.sizes(*sizes), type.getElementType()), shapeOf(type));
  for (auto [i, value] : llvm::enumerate(outerValues))
    if (value == outer)
      return function.getArgument(ownParameters + i);
  outerValues.push_back(outer);
  return function.front().addArgument(type, build.getLoc());
}

ImportedValue Callee::capture(const ImportedValue &outer) {
  ImportedValue inner = outer;
  if (outer.tensor)
    inner.tensor = capture(outer.tensor);
  if (outer.sequence) {
    inner.sequence = std::make_shared<std::vector<ImportedValue>>();
    for (const ImportedValue &element : *outer.sequence)
      inner.sequence->push_back(capture(element));
  }
  if (const RunSequence *sequence = outer.runSequence.get())
    inner.runSequence = std::make_shared<RunSequence>(RunSequence{capture(sequence->elements), capture(sequence->table), sequence->rank});
  if (const EitherValue *either = outer.either.get())
    inner.either = makeEither(capture(either->condition), capture(either->alternatives[0]), capture(either->alternatives[1])).either;
  return inner;
}

void Callee::leave(ValueRange values) {
  func::ReturnOp::create(importer.builder, importer.builder.getLoc(), values);
  for (Value value : values)
    results.push_back(cast<RankedTensorType>(value.getType()));
  pause();
}

void Callee::resume() {
  importer.symbols = ownSymbols;
  outerPoint = importer.builder.saveInsertionPoint();
  importer.builder.setInsertionPointToEnd(&function.front());
  isOpen = true;
}

void Callee::pause() {
  ownSymbols = importer.symbols;
  importer.symbols = outerSymbols;
  importer.builder.restoreInsertionPoint(outerPoint);
  isOpen = false;
}

AffineExpr Callee::outside(AffineExpr size) const {
  bool isKnown = true;
  size.walk([&](AffineExpr part) {
    if (auto symbol = dyn_cast<AffineSymbolExpr>(part))
      isKnown &= symbol.getPosition() < outerSymbols.size() && !unknownOutside[symbol.getPosition()];
  });
  return isKnown ? size : AffineExpr();
}

namespace {

/// Symbols that are sizes by themselves.
void addBareSizes(Type type, llvm::BitVector &symbols) {
  for (AffineExpr size : shapeOf(type))
    if (auto symbol = dyn_cast<AffineSymbolExpr>(size); symbol && symbol.getPosition() < symbols.size())
      symbols.set(symbol.getPosition());
}

void addMentioned(Type type, llvm::BitVector &symbols) {
  for (AffineExpr size : shapeOf(type))
    size.walk([&](AffineExpr part) {
      if (auto symbol = dyn_cast<AffineSymbolExpr>(part); symbol && symbol.getPosition() < symbols.size())
        symbols.set(symbol.getPosition());
    });
}

/// A parameter of the function around, whose size the symbol is.
Value findSource(Block &block, unsigned symbol) {
  for (BlockArgument argument : block.getArguments()) {
    llvm::BitVector sizes(symbol + 1);
    addBareSizes(argument.getType(), sizes);
    if (sizes[symbol])
      return argument;
  }
  return Value();
}

/// Adds what is to be passed so that every symbol that is needed is a size of something; the symbols for which there is
/// nothing, which are passed as numbers. What is passed may mention others. `inTypes`: those that sizes of the callees'
/// own parameters mention.
SmallVector<unsigned> passSymbols(CheckedBuilder &build, llvm::SetVector<Value> &passed, llvm::BitVector &needed,
                                  llvm::BitVector &bound, llvm::BitVector &inTypes) {
  auto add = [&](Type type) {
    addMentioned(type, inTypes);
    addBareSizes(type, bound);
    needed |= inTypes;
  };
  for (Value value : passed)
    add(value.getType());
  llvm::BitVector withoutSource(needed.size());
  for (bool changed = true; changed;) {
    changed = false;
    for (unsigned symbol : needed.set_bits()) {
      if (bound[symbol] || withoutSource[symbol])
        continue;
      changed = true;
      if (Value source = findSource(*build.getInsertionBlock(), symbol)) {
        passed.insert(source);
        add(source.getType());
      } else {
        withoutSource.set(symbol);
      }
    }
  }
  SmallVector<unsigned> asNumbers;
  for (unsigned symbol : withoutSource.set_bits())
    if (bound[symbol])
      continue;
    else if (inTypes[symbol]) // A call takes the symbols of sizes from the sizes of what is passed.
      passed.insert(build.fill(0, {build.getAffineSymbolExpr(symbol)}, build.getI1Type()));
    else
      asNumbers.push_back(symbol);
  return asNumbers;
}

} // namespace

bool Callee::isComputed(Importer &importer, AffineExpr size) {
  Block &block = *importer.builder.getInsertionBlock();
  bool isFound = false;
  size.walk([&](AffineExpr part) {
    auto symbol = dyn_cast<AffineSymbolExpr>(part);
    isFound |= symbol && part != size && !findSource(block, symbol.getPosition());
  });
  return isFound;
}

/// A value as callees take it: computed sizes as symbols of their own.
static Value withBareSizes(Importer &importer, Value value) {
  Shape sizes = shapeOf(value);
  for (AffineExpr &size : sizes)
    if (Callee::isComputed(importer, size))
      size = importer.defineSize(importer.builder.size(size));
  return importer.builder.reshape(value, sizes);
}

/// A parameter for `passed`, which is `argument` but for its sizes; as what the callee has for `argument`.
Value Callee::addPassed(Value argument, Value passed) {
  Block &block = function.front();
  if (passed == argument)
    return block.addArgument(argument.getType(), argument.getLoc());
  Shape sizes = shapeOf(argument);
  for (auto [size, outside] : llvm::zip_equal(sizes, shapeOf(passed)))
    if (!sameSize(size, outside)) {
      size = importer.builder.getAffineSymbolExpr(ownSymbols.size());
      ownSymbols.push_back({"passed_" + std::to_string(ownSymbols.size())});
    }
  Value parameter = block.addArgument(tensorType(sizes, elementOf(argument)), argument.getLoc());
  return importer.builder.reshape(parameter, shapeOf(argument));
}

/// Keeps the symbols that the function mentions, under new numbers.
void Callee::settleSymbols(const llvm::BitVector &kept) {
  llvm::BitVector mentioned = symbolsMentionedIn(function, ownSymbols.size());
  mentioned |= kept;
  for (auto define : llvm::make_early_inc_range(function.getOps<DefineSizeOp>()))
    if (!mentioned[define.getSymbol()])
      define.erase();
  if (mentioned.none())
    return;
  SmallVector<std::optional<int64_t>> values(ownSymbols.size(), 0);
  for (unsigned symbol : mentioned.set_bits())
    values[symbol] = std::nullopt;
  SmallVector<StringRef> names = namesOf(ownSymbols);
  function->setAttr(symbolsAttributeName, Builder(function.getContext()).getStrArrayAttr(names));
  fixSymbols(function, values);
}

SmallVector<Value> Callee::finish(Importer &importer, ArrayRef<Callee *> callees, RankedTensorType number) {
  CheckedBuilder &build = importer.builder;
  unsigned count = importer.symbols.size();
  llvm::SetVector<Value> passed;
  llvm::BitVector needed(count), bound(count), inTypes(count);
  for (Callee *callee : callees) {
    passed.insert(callee->outerValues.begin(), callee->outerValues.end());
    llvm::BitVector mentioned = symbolsMentionedIn(callee->function, callee->ownSymbols.size());
    for (RankedTensorType type : callee->results)
      addMentioned(type, mentioned);
    mentioned.resize(count);
    needed |= mentioned;
    for (unsigned i = 0; i < callee->ownParameters; ++i) {
      addMentioned(callee->function.front().getArgument(i).getType(), inTypes);
      addBareSizes(callee->function.front().getArgument(i).getType(), bound);
    }
  }
  SmallVector<unsigned> asNumbers = passSymbols(build, passed, needed, bound, inTypes);
  SmallVector<Value> arguments = passed.takeVector();
  SmallVector<Value> numbers;
  for (unsigned symbol : asNumbers)
    numbers.push_back(build.size(build.getAffineSymbolExpr(symbol)));
  SmallVector<Value> outside = llvm::map_to_vector(arguments, [&](Value argument) { return withBareSizes(importer, argument); });

  for (Callee *callee : callees) {
    Block &block = callee->function.front();
    OpBuilder::InsertionGuard guard(build);
    build.setInsertionPointToStart(&block);
    unsigned first = callee->ownParameters, old = callee->outerValues.size();
    for (auto [argument, passedValue] : llvm::zip_equal(arguments, outside)) {
      Value parameter = callee->addPassed(argument, passedValue);
      auto found = llvm::find(callee->outerValues, argument);
      if (found != callee->outerValues.end())
        block.getArgument(first + (found - callee->outerValues.begin())).replaceAllUsesWith(parameter);
    }
    for (auto [symbol, value] : llvm::zip_equal(asNumbers, numbers)) {
      build.create<DefineSizeOp>(block.addArgument(value.getType(), value.getLoc()), symbol);
      callee->unknownOutside.set(symbol);
    }
    if (old)
      block.eraseArguments(first, old);
    if (number) {
      // The number of the iteration, the last of a loop's own parameters.
      block.getArgument(first - 1).replaceAllUsesWith(block.addArgument(number, build.getLoc()));
      block.eraseArgument(first - 1);
    }
    Operation *terminator = block.getTerminator();
    callee->function.setFunctionType(build.getFunctionType(block.getArgumentTypes(), terminator->getOperandTypes()));
    needed.resize(callee->ownSymbols.size());
    callee->settleSymbols(needed);
    needed.resize(count);
    callee->isFinished = true;
  }
  outside.append(numbers);
  return outside;
}

//===----------------------------------------------------------------------===//
// Graphs of attributes
//===----------------------------------------------------------------------===//

SubgraphImport::SubgraphImport(const NodeImport &node, const file::Graph &graph, Callee *callee)
    : node(node), graph(graph), scope(node.surroundings.scope) {
  if (callee)
    scope.setCapture([callee](const ImportedValue &outer) { return callee->capture(outer); });
}

void SubgraphImport::bind(ArrayRef<ImportedValue> inputs) {
  if (static_cast<size_t>(graph.input_size()) != inputs.size())
    throw ImportError("its graph " + quoteName(graph.name()) + " takes " + Twine(graph.input_size()) + " inputs, expected " +
                      Twine(inputs.size()));
  for (auto [info, value] : llvm::zip_equal(graph.input(), inputs))
    if (!scope.add(info.name(), value))
      throw ImportError("its graph has two inputs of the name " + quoteName(info.name()));
}

std::vector<ImportedValue> SubgraphImport::run() {
  node.importer.importInitializers(graph, scope);
  NodeSurroundings inside = node.surroundings;
  inside.scope = &scope;
  inside.prefix += node.node.name().empty() ? std::string() : node.node.name() + "/";
  ++inside.depth;
  node.importer.importNodes(graph.node(), inside);
  std::vector<ImportedValue> outputs;
  for (const file::ValueInfo &info : graph.output()) {
    const ImportedValue *value = scope.find(info.name());
    if (!value)
      throw ImportError("its graph " + quoteName(graph.name()) + " does not make its output " + quoteName(info.name()));
    if (value->isUnknown)
      throw DependsOnUnsupported();
    outputs.push_back(*value);
  }
  return outputs;
}

} // namespace tenon::onnx
