//===- Importer.h - From an ONNX model to the graph dialect --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The importer walks the nodes in order and calls for each the function that
// OperatorTable names. What these share stands here; what one node sees of it
// is NodeImport.

#ifndef TENON_FRONTEND_ONNX_IMPORTER_H
#define TENON_FRONTEND_ONNX_IMPORTER_H

#include "compiler/Compile.h"
#include "compiler/Options.h"
#include "frontend/onnx/CheckedBuilder.h"
#include "frontend/onnx/ImportError.h"
#include "frontend/onnx/ReadModel.h"
#include "frontend/onnx/TensorData.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

namespace tenon::onnx {

/// A sequence whose length only a run knows (RunSequences.h).
struct RunSequence {
  mlir::Value elements, table;
  std::optional<int64_t> rank; // of all its tensors, where it is one
};

struct EitherValue;

/// A value that a node reads or makes: a tensor, a sequence whose tensors are
/// known one by one or by a run only, one of two values, or nothing (an
/// optional input that is not there, an empty optional).
struct ImportedValue {
  mlir::Value tensor;
  std::shared_ptr<std::vector<ImportedValue>> sequence;
  std::shared_ptr<RunSequence> runSequence;
  std::shared_ptr<EitherValue> either;
  bool isUnknown = false; // made by a node that cannot be imported, while these are searched

  ImportedValue() = default;
  ImportedValue(mlir::Value tensor) : tensor(tensor) {}

  bool isAbsent() const { return !tensor && !sequence && !runSequence && !either; }
};

/// One of two values of different kinds or numbers of dimensions: the first
/// where the condition, a scalar of i1, is true. An optional that only a run
/// knows to be empty is one with nothing as the second.
struct EitherValue {
  mlir::Value condition;
  ImportedValue alternatives[2];
};

inline ImportedValue makeEither(mlir::Value condition, ImportedValue first, ImportedValue second) {
  ImportedValue result;
  result.either = std::make_shared<EitherValue>(EitherValue{condition, {std::move(first), std::move(second)}});
  return result;
}

/// The values of a graph by name; a subgraph sees those of the graphs around it.
class Scope {
public:
  explicit Scope(Scope *outer = nullptr) : outer(outer) {}

  const ImportedValue *find(llvm::StringRef name) const {
    auto found = values.find(name);
    if (found != values.end() || !outer)
      return found != values.end() ? &found->second : nullptr;
    const ImportedValue *outside = outer->find(name);
    return outside && capture ? &(values[name] = capture(*outside)) : outside;
  }
  /// What values of the graph around are in here, where this is another function.
  void setCapture(std::function<ImportedValue(const ImportedValue &)> function) { capture = std::move(function); }
  /// False where this scope has the name already.
  bool add(llvm::StringRef name, ImportedValue value) { return values.try_emplace(name, std::move(value)).second; }

private:
  Scope *outer;
  std::function<ImportedValue(const ImportedValue &)> capture;
  mutable llvm::StringMap<ImportedValue> values;
};

/// A symbol of the function that is written, and what is known of its value where it is the smaller or larger of two.
struct SizeSymbol {
  enum Kind { Free, Minimum, Maximum };

  std::string name;
  Kind kind = Free;
  mlir::AffineExpr a = {}, b = {};
};

llvm::SmallVector<llvm::StringRef> namesOf(llvm::ArrayRef<SizeSymbol> symbols);

/// The operator sets that a graph or function is written for, by domain.
using OperatorSets = llvm::StringMap<int64_t>;

OperatorSets readOperatorSets(const google::protobuf::RepeatedPtrField<file::OperatorSet> &imports);

/// The attributes of the call of a function whose nodes are imported.
using CallAttributes = llvm::StringMap<const file::Attribute *>;

/// Where a list of nodes stands.
struct NodeSurroundings {
  Scope *scope;
  const OperatorSets *operatorSets;
  const CallAttributes *attributes = nullptr;
  std::string prefix = {}; // of the names of nodes, in functions
  int depth = 0;      // of functions and subgraphs
};

/// Of nodes that cannot be imported.
struct UnsupportedSearch {
  std::vector<UnsupportedNode> nodes;
  llvm::StringSet<> seen;
  llvm::StringMap<const file::ValueInfo *> stated; // by the name of the value
};

class Importer {
public:
  Importer(const ModelFile &file, mlir::MLIRContext &context, llvm::ArrayRef<compiler::ShapeOption> shapes);

  /// The model as a function @main. UserError naming file and node.
  llvm::Expected<compiler::Model> run();
  /// Goes on after each node that cannot be imported: all of them.
  llvm::Expected<std::vector<UnsupportedNode>> findUnsupported();

  //===--- For NodeImport and the import of subgraphs ----------------------===//

  void importNodes(const google::protobuf::RepeatedPtrField<file::Node> &nodes, const NodeSurroundings &surroundings);
  /// The initializers of a graph into its scope.
  void importInitializers(const file::Graph &graph, Scope &scope);
  /// A tensor as a constant or a weight.
  ImportedValue importTensor(const file::Tensor &tensor, llvm::StringRef name);
  ImportedValue importData(TensorData data, llvm::StringRef name);
  /// The handle of a string of the model.
  int64_t handleOf(llvm::StringRef text);
  /// A small value that is computed from constants as a constant; others as they are.
  mlir::Value folded(mlir::Value value);
  /// The type that an input of a graph states. Sizes without a name get one.
  mlir::RankedTensorType typeOf(const file::ValueInfo &info);

  /// The symbol of a size that has this name; made where it is new.
  mlir::AffineExpr symbolNamed(llvm::StringRef name);
  /// A symbol of a new name.
  mlir::AffineExpr newSymbol();
  /// A symbol whose value is that of an i64 scalar at run time.
  mlir::AffineExpr defineSize(mlir::Value scalar);
  /// The smaller or larger of two sizes: one of them, or a symbol, the same one for the same sizes.
  mlir::AffineExpr extremum(SizeSymbol::Kind kind, mlir::AffineExpr a, mlir::AffineExpr b);
  /// Whether a >= b for all values of the symbols, as far as their forms and what is known of symbols show.
  bool isAtLeast(mlir::AffineExpr a, mlir::AffineExpr b) const;

  CheckedBuilder builder;
  compiler::Model model;
  TensorReader reader;

private:
  void importGraph(const file::Graph &graph);
  void importNode(const file::Node &node, const NodeSurroundings &surroundings);
  void importOrThrow(const file::Node &node, const NodeSurroundings &surroundings);
  /// Notes why a node cannot be imported, and lets something stand for what it makes.
  void passOver(const file::Node &node, const NodeSurroundings &surroundings, const ImportError &error);
  ImportedValue standIn(llvm::StringRef name, const NodeSurroundings &surroundings);
  void importCall(const file::Function &function, const file::Node &node, const NodeSurroundings &surroundings);
  void addInputs(const file::Graph &graph, mlir::func::FuncOp function, Scope &scope);
  void addOutputs(const file::Graph &graph, mlir::func::FuncOp function, Scope &scope);
  mlir::Value addInput(mlir::Block &block, mlir::RankedTensorType type, llvm::StringRef name);
  ImportedValue addInputSequence(mlir::Block &block, const file::ValueInfo &info);
  const compiler::ShapeOption *shapeOf(llvm::StringRef name) const;
  const file::Function *findFunction(const file::Node &node) const;

  friend class Callee;

  const ModelFile &file;
  llvm::ArrayRef<compiler::ShapeOption> shapes;
  OperatorSets operatorSets;
  std::vector<SizeSymbol> symbols; // of the function that is written
  std::vector<std::string> inputNames;
  std::vector<std::string> strings; // by handle
  llvm::StringMap<int64_t> handles;
  int calleeCount = 0;
  std::string current; // the node that is imported, in words
  std::unique_ptr<UnsupportedSearch> search; // null where all nodes have to be imported
  int unnamed = 0;
  int64_t nodeCount = 0;
};

} // namespace tenon::onnx

#endif
