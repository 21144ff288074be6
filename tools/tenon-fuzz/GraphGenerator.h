//===- GraphGenerator.h - Random well-typed graphs ------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Random graphs whose results are defined and do not depend on the last bit of
// anything: magnitudes stay bounded, and ops that jump (comparisons, roundings,
// casts to integers, argmax) are applied to exact values only: inputs, and what
// moves, selects and negates them.

#ifndef TENON_TOOLS_FUZZ_GRAPHGENERATOR_H
#define TENON_TOOLS_FUZZ_GRAPHGENERATOR_H

#include "codegen/reference/InputMaker.h"
#include "dialects/graph/Windows.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/OwningOpRef.h"

namespace tenon::fuzz {

/// A value of the graph with what later ops must know of it.
struct GraphValue {
  mlir::Value value;
  /// Whether every correct program computes the same bits.
  bool exact = true;
  /// No element is larger in magnitude (integers wrap and need none).
  double bound = 1;
};

class GraphGenerator {
public:
  GraphGenerator(mlir::MLIRContext &context, uint64_t seed);

  /// A module with @main, of `opCount` random steps.
  mlir::OwningOpRef<mlir::ModuleOp> generate(unsigned opCount);

private:
  using Shape = graph::Shape;

  /// Elements: a graph is interpreted after every pass.
  static constexpr int64_t largestTensor = 20000;

  // Choices.
  bool chance(unsigned percent) { return random.below(100) < percent; }
  template <typename Range> const auto &pick(const Range &range) { return range[random.below(std::size(range))]; }
  mlir::Type pickType();
  mlir::AffineExpr constant(int64_t number) { return mlir::getAffineConstantExpr(number, &context); }
  mlir::AffineExpr pickSize();
  Shape pickShape(unsigned maxRank);
  int64_t largestCount(llvm::ArrayRef<mlir::AffineExpr> shape);
  /// A random axis with elements, as a loop that runs no time has none; none of a scalar.
  std::optional<int64_t> pickFilledAxis(llvm::ArrayRef<mlir::AffineExpr> shape);

  // Values.
  GraphValue &pickValue() { return values[random.below(values.size())]; }
  /// One whose sizes mean the same in a callee as in its caller.
  GraphValue &pickShared();
  GraphValue addInput(llvm::ArrayRef<mlir::AffineExpr> shape, mlir::Type type);
  GraphValue addInputToBroadcast(llvm::ArrayRef<mlir::AffineExpr> shape, mlir::Type type);
  GraphValue addWeight(llvm::ArrayRef<mlir::AffineExpr> shape, mlir::Type type);
  GraphValue scalar(mlir::Type type, double number);
  GraphValue filled(const GraphValue &like, double number);
  /// Another value of the type of `like`: an existing or new one, often a
  /// broadcast or a constant.
  GraphValue partner(const GraphValue &like);
  /// `value` with its magnitude cut to at most `limit`.
  GraphValue limited(GraphValue value, double limit);
  /// Makes states of some arguments: name and new value by argument.
  void addStates();
  GraphValue reshaped(GraphValue value, llvm::ArrayRef<mlir::AffineExpr> shape);
  void remember(GraphValue value);
  /// Windows of a size on an axis, with any stride, padding and dilation that fit and leave a tensor of bounded size.
  graph::WindowAxis pickWindows(mlir::AffineExpr size, int64_t window, bool dilatesInput);

  template <typename Op, typename... Args> mlir::Value make(mlir::Type type, Args &&...args) {
    return Op::create(builder, builder.getUnknownLoc(), type, std::forward<Args>(args)...);
  }

  // One random step each; false where the picked values do not allow it.
  void step();
  bool addRealUnary();
  bool addExactUnary();
  bool addBinary();
  bool addIntegerBinary();
  bool addCompareSelect();
  bool addCast();
  bool addBroadcast();
  bool addTranspose();
  bool addReshape();
  bool addSlice();
  bool addConcat();
  bool addPad();
  bool addReduce();
  bool addArgReduce();
  bool addConvolution();
  bool addWindowReduce();
  bool addMatmul();
  bool addLinear();
  bool addSoftmax();
  bool addLayerNorm();
  bool addAttention();
  bool addGather();
  bool addTakeAlong();
  bool addIota();
  bool addScatter();
  bool addScatterAlong();
  bool addScan();
  bool addArgScan();
  bool addSort();
  bool addSelection();
  std::optional<GraphValue> scattered(bool along, GraphValue dest, GraphValue indices, GraphValue updates,
                                      int64_t axis);
  bool addIf();
  bool addLoop();

  // Sizes that depend on data (SizeSteps.cpp).
  mlir::AffineExpr addSymbol(int64_t largest);
  bool hasDefinedSize(llvm::ArrayRef<mlir::AffineExpr> shape) const;
  void addSymbolNames(mlir::func::FuncOp changed);

  /// A function that a branch or loop calls, while it is made.
  struct Callee {
    mlir::func::FuncOp function;
    std::vector<GraphValue> values;
    mlir::Value binder;
    std::vector<mlir::Type> addedInputs;
    std::vector<int64_t> definedBounds;
  };
  class Inside;
  /// A callee with parameters like these; the one at `binderIndex` binds the symbols, in another order if `swapped`.
  Callee makeCallee(llvm::ArrayRef<GraphValue> passed, size_t binderIndex, bool swapped);
  void finishCallee(Callee &callee, mlir::ValueRange results);
  /// A type as the callee sees it, or the caller what the callee has.
  mlir::Type renamed(mlir::Type type, bool swapped);
  void addSteps();
  GraphValue condition();
  GraphValue sameType(const GraphValue &like);
  mlir::Value goesOn(mlir::Value number);
  std::vector<GraphValue> pickCarried();
  std::vector<GraphValue> bodyResults(llvm::ArrayRef<GraphValue> carried, mlir::AffineExpr count, bool swapped);
  void makeLoop(Callee &body, llvm::ArrayRef<GraphValue> carried, mlir::ValueRange arguments,
                llvm::ArrayRef<GraphValue> results, mlir::AffineExpr count, bool swapped);
  static double inputBound(mlir::Type type);

  mlir::MLIRContext &context;
  mlir::OpBuilder builder;
  reference::Random random;
  mlir::func::FuncOp function;
  mlir::Type realType;
  unsigned symbolCount = 0, inputCount = 0, weightCount = 0, calleeCount = 0, depth = 0;
  std::vector<GraphValue> values;
  /// The input whose sizes bind every symbol of the function.
  mlir::Value binder;
  /// Parameters that steps in a callee asked for, beyond those that it was made with.
  std::vector<mlir::Type> addedInputs;
  /// The largest values of the symbols that data define; behind the `symbolCount` ones that the binder has.
  std::vector<int64_t> definedBounds;
  /// Arguments that are states, and what they become.
  std::vector<std::pair<unsigned, mlir::Value>> states;
};

} // namespace tenon::fuzz

#endif
