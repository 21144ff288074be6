//===- Node.h - The recorded operations --------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TENSOR_NODE_H
#define TENON_TENSOR_NODE_H

#include "frontend/tensor/Context.h"
#include "frontend/tensor/Recording.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Location.h"
#include "mlir/IR/OperationSupport.h"
#include "tenon/Tensor.h"

namespace tenon::frontend {

struct Node;
struct Call;
using NodePtr = std::shared_ptr<Node>;

/// One recorded value: an op of the graph dialect with its operands, data in
/// memory, a number, an input of a trace, or a result of an op that has several
/// (a branch, a loop, a sort), whose only operand is the op. Nodes do not change,
/// but for one thing: an op that was computed becomes data and lets go of its
/// operands. The results of an op that are still there are computed together.
struct Node {
  enum class Kind : uint8_t { Op, Data, Number, Input, Result };

  Node(Kind kind, ScalarType dtype, graph::Shape sizes, mlir::Location location)
      : kind(kind), dtype(dtype), scope(currentScope()), sizes(std::move(sizes)), location(location) {}
  ~Node();

  Kind kind;
  ScalarType dtype;
  /// Whether the value depends on an input of a trace, or a size on a symbol.
  bool traced = false;
  /// Data that must not be written to: a mapped file.
  bool readOnly = false;
  /// Ops between this and data: long chains are computed before they grow further.
  int depth = 0;
  /// Where it was recorded.
  ScopeId scope;
  graph::Shape sizes;
  mlir::Location location;

  // An op.
  llvm::StringRef opName;
  llvm::SmallVector<NodePtr, 3> operands;
  mlir::DictionaryAttr attributes;

  // An op with several results: their types, and the nodes.
  llvm::SmallVector<std::pair<ScalarType, graph::Shape>, 0> resultTypes;
  llvm::SmallVector<std::weak_ptr<Node>, 0> results;

  // Data: made by `generate` at the first use where that is set.
  std::shared_ptr<char> data;
  std::function<void(char *)> generate;

  Scalar number;
  /// Of an input, or of a result among those of its op.
  int index = -1;
  /// What a branch or loop calls.
  std::shared_ptr<Call> call;

  int64_t elementCount() const;
  int64_t byteCount() const { return elementCount() * elementSize(dtype); }
  mlir::RankedTensorType type() const { return graph::tensorType(sizes, elementType(dtype)); }
  /// `Float[2, 3]`
  std::string describe() const { return std::string(toString(dtype)) + toText(sizes); }
  /// The bytes of data, generated where they were not yet.
  char *bytes();
};

/// The file and line, under the path of the module that is running.
mlir::Location makeLocation(SourceLocation here);

NodePtr makeOp(llvm::StringRef name, llvm::ArrayRef<NodePtr> operands,
               llvm::ArrayRef<mlir::NamedAttribute> attributes, graph::Shape sizes, ScalarType dtype,
               SourceLocation here);
/// The results of an op that has several.
llvm::SmallVector<NodePtr, 2> makeOps(llvm::StringRef name, llvm::ArrayRef<NodePtr> operands,
                                      llvm::ArrayRef<mlir::NamedAttribute> attributes,
                                      llvm::ArrayRef<std::pair<ScalarType, graph::Shape>> results,
                                      SourceLocation here);
NodePtr makeNumber(const Scalar &value, ScalarType dtype, SourceLocation here);
NodePtr makeInput(int index, ScalarType dtype, graph::Shape sizes, SourceLocation here);
NodePtr makeData(ScalarType dtype, graph::Shape sizes, std::shared_ptr<char> data, SourceLocation here);
/// Data that `generate` writes when they are needed.
NodePtr makeGenerated(ScalarType dtype, graph::Shape sizes, std::function<void(char *)> generate, SourceLocation here);

/// Aligned memory.
std::shared_ptr<char> allocate(size_t bytes);

/// What the copies of a Tensor share: a value, or a view of another tensor.
struct TensorImpl {
  NodePtr node; ///< the value, for a view that of `seen`
  // A view: how it is read from its base, and how the base changes when it is written.
  std::shared_ptr<TensorImpl> base;
  size_t baseEpoch = 0; ///< how often the base had taken other sizes when the view was made
  std::function<NodePtr(const NodePtr &base)> read;
  std::function<NodePtr(const NodePtr &base, const NodePtr &value)> write;
  std::function<graph::Shape(const graph::Shape &base)> strides; ///< by the base's (Strides.h)
  uint64_t version = 0; ///< of a base: counts writes
  uint64_t seen = 0;    ///< of a view: the version of the base that `node` is of
  uint64_t number = nextNumber(); ///< tensors in the order in which they were made
  bool requiresGradient = false;
  /// What it was each time before it took other sizes (`transpose_`): then it became a view of that, and earlier views
  /// of it are views of that, too.
  llvm::SmallVector<std::shared_ptr<TensorImpl>, 0> former;
  /// Makes `node` at the first use, where that reads values which a use may not need.
  std::function<NodePtr()> deferred;
  /// Of a copy that an expression selected: writes what is assigned to the expression into what it was selected of.
  /// False where that is not there any more.
  std::function<bool(const Operand &value)> assigned;
  ScopeId scope = currentScope(); ///< where the tensor was made

  static uint64_t nextNumber();
};

/// What a view is a view of.
TensorImpl &baseOf(const TensorImpl &view);

/// The value of a tensor now. Throws for an undefined one.
const NodePtr &nodeOf(const Tensor &tensor, SourceLocation here);
Tensor makeTensor(NodePtr node);
/// A tensor whose value is made at the first use.
Tensor makeDeferred(std::function<NodePtr()> make);
/// A view of `base`. Without `write` it cannot be written to.
Tensor makeView(const Tensor &base, std::function<NodePtr(const NodePtr &)> read,
                std::function<NodePtr(const NodePtr &, const NodePtr &)> write,
                std::function<graph::Shape(const graph::Shape &)> strides, SourceLocation here);
/// Replaces the value of a tensor, and of what it is a view of.
void setNode(const Tensor &tensor, NodePtr node, SourceLocation here);

/// Throws for a node that was recorded in a trace, or a function of tenon::cond or tenon::loop, which is over.
void requireOpen(const NodePtr &node, SourceLocation here);

/// Throws for a node that depends on an input of a trace; `op` is what asks for its value.
void requireValue(const char *op, const NodePtr &node, SourceLocation here);

/// Makes `node` data, for `op`. Throws where it depends on an input of a trace.
void materialize(const char *op, const NodePtr &node, SourceLocation here);

/// Makes a tensor, for all its copies, the view that `view` is of it.
void replaceByView(TensorImpl &impl, const TensorImpl &view);

/// Throws an Error: `op: message`.
[[noreturn]] void fail(const char *op, const std::string &message, SourceLocation here);

/// The path of the module that is running; empty for none.
std::string currentModulePath();

} // namespace tenon::frontend

#endif
