//===- NodeImport.h - What the import of one node sees -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_FRONTEND_ONNX_NODEIMPORT_H
#define TENON_FRONTEND_ONNX_NODEIMPORT_H

#include "frontend/onnx/ImportError.h"
#include "frontend/onnx/Importer.h"

namespace tenon::onnx {

/// Which inputs of an operator may be strings, a bit for each; those from 31 on share the last.
using StringInputs = uint32_t;

/// A node with its inputs and attributes. Everything here throws ImportError
/// for what the model gets wrong.
class NodeImport {
public:
  NodeImport(Importer &importer, const file::Node &node, const NodeSurroundings &surroundings, int64_t version)
      : importer(importer), build(importer.builder), node(node), surroundings(surroundings), version(version) {}

  Importer &importer;
  CheckedBuilder &build;
  const file::Node &node;
  const NodeSurroundings &surroundings;
  /// Of the operator set that the graph imports.
  const int64_t version;

  //===--- Inputs ----------------------------------------------------------===//

  int inputCount() const { return node.input_size(); }
  /// Whether input `i` is given and not empty.
  bool has(int i) const { return i < node.input_size() && !value(i).isAbsent(); }
  const ImportedValue &value(int i) const;
  /// Throws where it is absent or no tensor.
  mlir::Value tensor(int i) const;
  /// All inputs from `first` on.
  llvm::SmallVector<mlir::Value> tensors(int first = 0) const;

  /// The numbers that an input holds, where they are known now.
  std::optional<llvm::SmallVector<int64_t>> knownIntegers(int i) const;
  std::optional<llvm::SmallVector<double>> knownReals(int i) const;
  /// The same; throws where they are computed from the model's inputs, saying that `what` must be known.
  llvm::SmallVector<int64_t> integers(int i, llvm::StringRef what) const;
  llvm::SmallVector<double> reals(int i, llvm::StringRef what) const;
  /// The numbers of a vector as sizes where no data decide them.
  std::optional<Shape> knownSizes(int i) const;
  /// The numbers of a vector of integers as sizes: expressions over symbols, new ones for what is known at run time.
  Shape sizes(int i) const;
  /// That of an input of one number, which should be 1 or more: else the run fails.
  mlir::AffineExpr positiveSize(int i, llvm::StringRef what) const;

  /// Throws where an input that is not one of `allowed` is of strings.
  void refuseStrings(StringInputs allowed) const;

  //===--- Attributes ------------------------------------------------------===//

  /// Null where it is not given.
  const file::Attribute *attribute(llvm::StringRef name, file::Attribute::Type type) const;
  bool hasAttribute(llvm::StringRef name) const;
  int64_t integer(llvm::StringRef name, int64_t otherwise) const;
  int64_t integer(llvm::StringRef name) const;
  double real(llvm::StringRef name, double otherwise) const;
  std::string text(llvm::StringRef name, llvm::StringRef otherwise) const;
  std::optional<llvm::SmallVector<int64_t>> integers(llvm::StringRef name) const;
  std::optional<llvm::SmallVector<double>> reals(llvm::StringRef name) const;
  std::optional<std::vector<std::string>> texts(llvm::StringRef name) const;
  const file::Graph &graph(llvm::StringRef name) const;
  /// Element type named by an attribute of TensorProto.DataType; null for none.
  mlir::Type elementType(llvm::StringRef name, bool mayBeString = false) const;

  /// An axis, counted from the front. Throws where it is out of range.
  int64_t axis(int64_t value, int64_t rank) const;
  int64_t axis(llvm::StringRef name, int64_t otherwise, int64_t rank) const {
    return axis(integer(name, otherwise), rank);
  }
  /// Several, in the order given; each once.
  llvm::SmallVector<int64_t> axes(llvm::ArrayRef<int64_t> values, int64_t rank) const;
  /// Input `i`, from version `since` on, where it names axes that only a run knows; else null.
  mlir::Value dataAxes(int i, int64_t since) const;
  /// Axes that an attribute held before version `since` and input `i` holds from then on; nothing where neither is given.
  std::optional<llvm::SmallVector<int64_t>> axesFrom(int i, llvm::StringRef name, int64_t since, int64_t rank) const;

  //===--- Outputs ---------------------------------------------------------===//

  /// Whether somebody may read output `i`.
  bool wants(int i) const { return i < node.output_size() && !node.output(i).empty(); }
  void set(int i, ImportedValue value) const;

  //===--- Shared by many operators ----------------------------------------===//

  /// Operands repeated to their common shape, by the rules of NumPy.
  llvm::SmallVector<mlir::Value> broadcast(llvm::ArrayRef<mlir::Value> values) const;
  mlir::Value broadcast(mlir::Value value, ShapeRef sizes) const;
  /// The smaller and larger of two sizes; a new symbol where only a run can tell.
  mlir::AffineExpr minimum(mlir::AffineExpr a, mlir::AffineExpr b) const;
  mlir::AffineExpr maximum(mlir::AffineExpr a, mlir::AffineExpr b) const;
  /// A value whose axis has to have a size: one of which only a run can tell whether it is that one is taken for it, and
  /// a run in which it is another fails. A size that always differs stays.
  mlir::Value withSize(mlir::Value value, int64_t axis, mlir::AffineExpr size) const;
  /// Throws where a tensor is of another element type than the first.
  void requireSameType(llvm::ArrayRef<mlir::Value> values) const;
  void requireRank(mlir::Value value, int64_t least, llvm::StringRef what) const;
  /// An axis cut to, or filled with zeros up to, a size.
  mlir::Value fitted(mlir::Value value, int64_t axis, mlir::AffineExpr size) const;
};

/// Imports a node: reads inputs and attributes, builds graph ops, sets outputs.
using OperatorImport = void (*)(NodeImport &node);

/// What a reference to an attribute of a function's call stands for; null where the call does not give it.
const file::Attribute *resolveAttribute(const file::Attribute &attribute, const CallAttributes *call);

/// `float32[s0, 3]`, for messages.
std::string describe(mlir::Value value);

} // namespace tenon::onnx

#endif
