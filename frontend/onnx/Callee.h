//===- Callee.h - Functions for what is done in branches and loops -------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// graph.if and graph.loop call private functions. While one is written, it has
// the symbols of the function around it, under the same numbers, and new ones
// behind them: types and sizes mean the same inside and outside. What it reads
// of the values outside is collected as it is met. When all callees of an op
// are written, they get one list of parameters and only the symbols that they
// mention.

#ifndef TENON_FRONTEND_ONNX_CALLEE_H
#define TENON_FRONTEND_ONNX_CALLEE_H

#include "frontend/onnx/NodeImport.h"
#include "llvm/ADT/BitVector.h"

namespace tenon::onnx {

class Callee {
public:
  /// From here on the importer writes into a new function.
  Callee(Importer &importer, llvm::StringRef kind);
  Callee(const Callee &) = delete;
  /// One that was not finished is erased.
  ~Callee();

  /// A parameter that comes before those of values outside.
  mlir::Value addParameter(mlir::RankedTensorType type);
  /// A symbol of the callee alone.
  mlir::AffineExpr newSymbol();
  /// What a value outside is in here. Constants and sizes are written again, others are passed.
  ImportedValue capture(const ImportedValue &outer);
  mlir::Value capture(mlir::Value outer);

  /// The importer writes outside for a while, and into the function again.
  void pause();
  void resume();
  /// Ends the function: the importer writes outside again.
  void leave(mlir::ValueRange results);

  /// Whether a size is computed of others, one of which is no size of a parameter of the function that is written.
  /// Parameters of callees have no such sizes: what they are computed of comes as a number.
  static bool isComputed(Importer &importer, mlir::AffineExpr size);

  llvm::ArrayRef<mlir::RankedTensorType> resultTypes() const { return results; }
  /// A size of a result as seen from outside; null where only the callee knows it.
  mlir::AffineExpr outside(mlir::AffineExpr size) const;
  llvm::StringRef name() { return function.getName(); }

  /// Gives callees of one op, left before, the same parameters: their own ones, what they read of the values outside
  /// and, for a loop, `number` as the last one. Returns what is passed for those in the middle.
  static llvm::SmallVector<mlir::Value> finish(Importer &importer, llvm::ArrayRef<Callee *> callees,
                                               mlir::RankedTensorType number = {});

private:
  void settleSymbols(const llvm::BitVector &kept);
  mlir::Value addPassed(mlir::Value argument, mlir::Value passed);

  Importer &importer;
  mlir::func::FuncOp function;
  mlir::OpBuilder::InsertPoint outerPoint;
  std::vector<SizeSymbol> outerSymbols, ownSymbols;
  unsigned ownParameters = 0;
  llvm::SmallVector<mlir::Value> outerValues; // of the parameters behind these
  llvm::SmallVector<mlir::RankedTensorType> results;
  llvm::BitVector unknownOutside; // outer symbols that are passed as numbers
  bool isOpen = true, isFinished = false;
};

/// A graph attribute, its inputs bound to values. The scope belongs to the callee, which reads other names from outside.
class SubgraphImport {
public:
  SubgraphImport(const NodeImport &node, const file::Graph &graph, Callee *callee);

  /// Values for the graph's inputs, in order.
  void bind(llvm::ArrayRef<ImportedValue> inputs);
  /// Imports the nodes; the graph's outputs.
  std::vector<ImportedValue> run();

private:
  const NodeImport &node;
  const file::Graph &graph;
  Scope scope;
};

} // namespace tenon::onnx

#endif
